#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace pushscope {

// Archives that no ordinary program makes: each field as the test wants it.
struct RawEntry {
  QByteArray name;
  QByteArray content;
  bool isDeflated = false;
  uint32_t attributes = 0100644u << 16;  // of Unix
  std::optional<uint32_t> claimedSize{}; // instead of the true one
  uint16_t flags = 0;
};

inline QByteArray rawZip(const QList<RawEntry>& entries) {
  const auto number = [](uint32_t value, int bytes) {
    QByteArray out;
    for (int i = 0; i < bytes; ++i)
      out += char(value >> (8 * i));
    return out;
  };
  const auto crcOf = [](const QByteArray& bytes) {
    uint32_t crc = ~0u;
    for (const char c : bytes) {
      crc ^= uint8_t(c);
      for (int bit = 0; bit < 8; ++bit)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
  };
  QByteArray out, directory;
  for (const RawEntry& entry : entries) {
    // Without the length that Qt puts before it, and zlib's head and sum.
    QByteArray stored = entry.content;
    if (entry.isDeflated) {
      stored = qCompress(entry.content, 9);
      stored = stored.mid(6, stored.size() - 10);
    }
    const QByteArray common = number(entry.flags, 2) + number(entry.isDeflated ? 8 : 0, 2) + number(0, 2) +
                              number(33, 2) + number(crcOf(entry.content), 4) + number(uint32_t(stored.size()), 4) +
                              number(entry.claimedSize.value_or(uint32_t(entry.content.size())), 4) +
                              number(uint32_t(entry.name.size()), 2) + number(0, 2);
    directory += "PK\x01\x02" + number(0x0314, 2) + number(20, 2) + common + number(0, 2) + number(0, 2) +
                 number(0, 2) + number(entry.attributes, 4) + number(uint32_t(out.size()), 4) + entry.name;
    out += "PK\x03\x04" + number(20, 2) + common + entry.name + stored;
  }
  const auto count = uint32_t(entries.size());
  return out + directory + "PK\x05\x06" + number(0, 4) + number(count, 2) + number(count, 2) +
         number(uint32_t(directory.size()), 4) + number(uint32_t(out.size()), 4) + number(0, 2);
}

// So many files of no bytes, "0" and on, with the records of ZIP64 that more than 65,535 need.
inline QByteArray zipOfEmptyEntries(uint64_t count) {
  const auto number = [](uint64_t value, int bytes) {
    QByteArray out;
    for (int i = 0; i < bytes; ++i)
      out += i < 8 ? char(value >> (8 * i)) : char(0); // some fields are longer than a number
    return out;
  };
  QByteArray out, directory;
  for (uint64_t i = 0; i < count; ++i) {
    const QByteArray name = QByteArray::number(qulonglong(i));
    const QByteArray common = number(0, 2) + number(0, 2) + number(0, 2) + number(33, 2) + number(0, 12) +
                              number(uint64_t(name.size()), 2) + number(0, 2);
    directory += "PK\x01\x02" + number(0x032d, 2) + number(45, 2) + common + number(0, 6) + number(0100644u << 16, 4) +
                 number(uint64_t(out.size()), 4) + name;
    out += "PK\x03\x04" + number(45, 2) + common + name;
  }
  const auto at = uint64_t(out.size()), size = uint64_t(directory.size());
  const QByteArray end64 = "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
                           number(count, 8) + number(count, 8) + number(size, 8) + number(at, 8);
  const QByteArray locator = "PK\x06\x07" + number(0, 4) + number(at + size, 8) + number(1, 4);
  return out + directory + end64 + locator + "PK\x05\x06" + number(0, 4) + number(0xffff, 2) + number(0xffff, 2) +
         number(0xffffffff, 4) + number(0xffffffff, 4) + number(0, 2);
}

} // namespace pushscope
