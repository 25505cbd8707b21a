#include "models/recording/column_store.h"

#include "models/recording/archive_writer.h"
#include "protocol/frame/header.h"

#include <bit>

namespace pushscope {
namespace {

// A column of fewer words costs more to describe than it saves.
constexpr size_t fewestWords = 4;
// A telemetry message has some 60; what a stranger's server makes more of them stays in the rest.
constexpr size_t mostColumns = 1024;

// What a word is written as: itself, or its difference to the one before, or to the one before that, because a fixed64
// is two words.
enum class Form : uint8_t { plain, step, stepOfTwo };

struct Range {
  size_t offset = 0, words = 0;
  uint32_t column = 0;
};

uint32_t wordAt(const uint8_t* p) {
  return uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
}

// A field of a protobuf message; the position is after it.
struct Field {
  uint32_t number = 0, type = 0;
  size_t offset = 0, size = 0; // of its bytes, if it is of the type `bytes`
};
constexpr uint32_t bytesType = 2;

bool readVarint(BytesView in, size_t& position, uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && position < in.size(); shift += 7) {
    const uint8_t byte = in[position++];
    value |= uint64_t(byte & 0x7f) << shift;
    if (byte < 0x80)
      return true;
  }
  return false;
}

bool readField(BytesView in, size_t& position, Field& field) {
  uint64_t tag = 0, value = 0;
  if (!readVarint(in, position, tag) || (tag >> 3) >= 4096)
    return false;
  field = {uint32_t(tag >> 3), uint32_t(tag & 7), 0, 0};
  switch (field.type) {
  case 0:
    return readVarint(in, position, value);
  case 1:
  case 5:
    position += field.type == 1 ? 8 : 4;
    return position <= in.size();
  case bytesType:
    if (!readVarint(in, position, value) || value > in.size() - position)
      return false;
    field.offset = position;
    field.size = size_t(value);
    position += field.size;
    return true;
  default:
    return false;
  }
}

// The columns of a message that holds nothing else.
std::vector<Range> columnsIn(BytesView message, size_t offset, uint32_t number) {
  std::vector<Range> found;
  Field field;
  for (size_t position = 0; position < message.size();) {
    if (!readField(message, position, field) || field.type != bytesType || field.size % 4 != 0)
      return {};
    if (field.size / 4 >= fewestWords && found.size() < mostColumns / 2)
      found.push_back({offset + field.offset, field.size / 4, number << 12 | field.number});
  }
  return found;
}

std::vector<Range> columnsOf(BytesView body) {
  std::vector<Range> found;
  Field field;
  for (size_t position = 0; position < body.size() && readField(body, position, field);)
    if (field.type == bytesType && found.size() < mostColumns / 2) {
      const auto inside = columnsIn(body.subspan(field.offset, field.size), field.offset, field.number);
      found.insert(found.end(), inside.begin(), inside.end());
    }
  return found;
}

size_t distanceOf(Form form) {
  return size_t(form);
}

uint32_t zigzag(uint32_t step) {
  return step << 1 ^ uint32_t(int32_t(step) >> 31);
}
uint32_t unzigzag(uint32_t value) {
  return value >> 1 ^ (~(value & 1) + 1);
}

uint32_t stepAt(const std::vector<uint32_t>& words, size_t i, size_t distance) {
  return distance == 0 ? words[i] : zigzag(words[i] - (i < distance ? 0 : words[i - distance]));
}

Form bestForm(const std::vector<uint32_t>& words) {
  uint64_t bits[3] = {};
  for (size_t i = 0; i < words.size(); ++i)
    for (const size_t distance : {0, 1, 2})
      bits[distance] += unsigned(std::bit_width(stepAt(words, i, distance)));
  return Form(std::min_element(bits, bits + 3) - bits);
}

} // namespace

void ColumnSplitter::split(BytesView body, Bytes& rest) {
  std::vector<Range> ranges = columnsOf(body);
  std::erase_if(ranges, [this](const Range& range) {
    return m_columns.size() >= mostColumns && !m_columns.contains(range.column);
  });
  for (const Range& range : ranges)
    m_columns.try_emplace(range.column);
  ArchiveWriter archive(rest);
  archive.number(ranges.size());
  size_t end = 0, taken = 0;
  for (const Range& range : ranges) {
    archive.number(range.offset - end);
    archive.number(range.words);
    archive.number(range.column);
    end = range.offset + range.words * 4;
    taken += range.words * 4;
    std::vector<uint32_t>& column = m_columns[range.column];
    for (size_t i = range.offset; i < end; i += 4)
      column.push_back(wordAt(&body[i]));
  }
  archive.number(body.size() - taken);
  end = 0;
  for (const Range& range : ranges) {
    archive.raw(body.subspan(end, range.offset - end));
    end = range.offset + range.words * 4;
  }
  archive.raw(body.subspan(end));
}

void ColumnSplitter::finish(Bytes& out, std::vector<size_t>& seams) {
  ArchiveWriter archive(out);
  archive.number(m_columns.size());
  for (auto& [key, words] : m_columns) {
    const Form form = bestForm(words);
    const size_t distance = distanceOf(form);
    for (size_t i = words.size(); distance > 0 && i-- > 0;)
      words[i] = stepAt(words, i, distance);
    archive.number(key);
    archive.choice(form, Form::stepOfTwo);
    archive.number(words.size());
  }
  seams.push_back(out.size());
  for (const auto& [key, words] : m_columns)
    for (unsigned shift = 0; shift < 32; shift += 8) {
      const size_t from = out.size();
      out.resize(from + words.size());
      for (size_t i = 0; i < words.size(); ++i)
        out[from + i] = uint8_t(words[i] >> shift);
      seams.push_back(out.size());
    }
  m_columns.clear();
}

bool ColumnJoiner::open(BytesView columns) {
  m_columns.clear();
  ArchiveReader archive(columns);
  struct Entry {
    uint32_t key;
    Form form;
    size_t words;
  };
  std::vector<Entry> entries(archive.count(mostColumns));
  for (Entry& entry : entries) {
    archive.number(entry.key);
    archive.choice(entry.form, Form::stepOfTwo);
    entry.words = archive.count(archive.left() / 4);
  }
  for (const Entry& entry : entries) {
    const BytesView planes = archive.raw(entry.words * 4);
    if (archive.failed())
      return false;
    std::vector<uint32_t>& words = m_columns[entry.key].words;
    const size_t n = entry.words, distance = distanceOf(entry.form);
    words.resize(n);
    for (size_t i = 0; i < n; ++i)
      words[i] = uint32_t{planes[i]} | uint32_t{planes[n + i]} << 8 | uint32_t{planes[2 * n + i]} << 16 |
                 uint32_t{planes[3 * n + i]} << 24;
    for (size_t i = 0; distance > 0 && i < n; ++i)
      words[i] = unzigzag(words[i]) + (i < distance ? 0 : words[i - distance]);
  }
  return !archive.failed() && archive.left() == 0;
}

void ColumnJoiner::join(ArchiveReader& rest, Bytes& body) {
  struct Piece {
    uint32_t gap = 0, words = 0, key = 0;
  };
  std::vector<Piece> pieces(rest.count(mostColumns));
  uint64_t size = 0;
  for (Piece& piece : pieces) {
    rest.number(piece.gap);
    rest.number(piece.words);
    rest.number(piece.key);
    size += uint64_t{piece.gap} + uint64_t{piece.words} * 4;
  }
  uint32_t left = 0;
  rest.number(left);
  body.clear();
  if (rest.failed() || size + left > adminLimit)
    return rest.fail();
  body.reserve(size_t(size) + left);
  const auto copy = [&](size_t count) {
    const BytesView bytes = rest.raw(count);
    body.insert(body.end(), bytes.begin(), bytes.end());
    left -= uint32_t(bytes.size());
  };
  for (const Piece& piece : pieces) {
    const auto found = m_columns.find(piece.key);
    if (found == m_columns.end() || piece.gap > left || piece.words > found->second.words.size() - found->second.used)
      return rest.fail();
    Column& column = found->second;
    copy(piece.gap);
    const size_t from = body.size();
    body.resize(from + size_t{piece.words} * 4);
    for (size_t i = 0; i < piece.words; ++i) {
      const uint32_t word = column.words[column.used + i];
      for (size_t byte = 0; byte < 4; ++byte)
        body[from + i * 4 + byte] = uint8_t(word >> (8 * byte));
    }
    column.used += piece.words;
  }
  copy(left);
}

} // namespace pushscope
