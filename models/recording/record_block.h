#pragma once

#include "models/recording/column_store.h"
#include "models/recording/record.h"
#include "models/recording/sealed_block.h"

#include <optional>

namespace pushscope {

// Records in order, as the content of one block of a recording: gathered by the writer, taken apart by the reader.
class RecordBlockWriter {
 public:
  // Frames of 1 MiB and below fit; what a power cut or a flipped bit takes is at most this.
  static constexpr size_t fullAt = 1024 * 1024;

  void add(Record::Kind kind, Now now, LinkId link, BytesView body);
  void add(Now now, LinkId link, const RecordedFrame& frame, size_t facts);

  bool empty() const { return m_count == 0; }
  bool full() const { return m_size >= fullAt; }
  Now first() const { return m_first; }

  struct Finished {
    BlockHead head; // all but its number
    Bytes content;
    std::vector<size_t> seams; // where its parts end: each compresses best by itself
  };
  // And begins anew.
  Finished finish();

 private:
  void begin(Record::Kind kind, Now now, LinkId link);

  ColumnSplitter m_columns;
  Bytes m_records;
  size_t m_count = 0, m_size = 0;
  BlockHead m_head;
  Now m_first{}, m_last{};
};

class RecordBlockReader {
 public:
  // `malformed` if the parts do not fit together.
  static Result<RecordBlockReader> open(BytesView content);

  // Nothing at the end, and after damage(): what the format does not allow. A record's body is valid until the next.
  std::optional<Record> next();
  bool damaged() const { return m_damaged; }
  // Of a record of that kind. Its body is valid until the next record.
  RecordedFrame frame();

 private:
  ColumnJoiner m_columns;
  Bytes m_records; // the part of the content that is not columns
  size_t m_position = 0;
  WallTime m_at{};
  MonoTime m_mono{};
  RecordedFrame m_frame;
  Bytes m_frameBody;
  bool m_damaged = false;
};

} // namespace pushscope
