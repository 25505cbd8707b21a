#include "models/recording/record_block.h"

#include "models/recording/archive_reader.h"
#include "models/recording/archive_writer.h"

#include <algorithm>
#include <utility>

namespace pushscope {

void RecordBlockWriter::begin(Record::Kind kind, Now now, LinkId link) {
  if (m_count++ == 0) {
    m_first = m_last = now;
    m_head.first = m_head.last = now.wall;
    ArchiveWriter archive(m_records);
    archive.time(now.wall);
    archive.integer(micros(now.mono));
  }
  m_head.first = std::min(m_head.first, now.wall);
  m_head.last = std::max(m_head.last, now.wall);
  ArchiveWriter archive(m_records);
  archive.choice(kind, kind);
  const Duration wall = now.wall - m_last.wall;
  archive.span(wall);
  archive.span(now.mono - m_last.mono - wall); // next to nothing, unless a clock was set
  archive.number(link.value);
  m_last = now;
}

void RecordBlockWriter::add(Record::Kind kind, Now now, LinkId link, BytesView body) {
  begin(kind, now, link);
  ArchiveWriter(m_records).text(asText(body), body.size());
  m_size += body.size();
  if (kind == Record::Kind::mark)
    m_head.marks.push_back({now.wall, std::string(asText(body))});
}

void RecordBlockWriter::add(Now now, LinkId link, const RecordedFrame& frame, size_t facts) {
  begin(Record::Kind::frame, now, link);
  ArchiveWriter archive(m_records);
  archive.number(frame.command);
  archive.span(frame.ahead);
  m_columns.split(frame.body, m_records);
  m_size += frame.body.size();
  m_head.facts += facts;
}

RecordBlockWriter::Finished RecordBlockWriter::finish() {
  Finished finished;
  finished.head = std::exchange(m_head, {});
  ArchiveWriter archive(finished.content);
  archive.number(m_records.size());
  archive.raw(m_records);
  finished.seams.push_back(finished.content.size());
  m_columns.finish(finished.content, finished.seams);
  m_records.clear();
  m_count = m_size = 0;
  return finished;
}

Result<RecordBlockReader> RecordBlockReader::open(BytesView content) {
  RecordBlockReader reader;
  ArchiveReader archive(content);
  const BytesView records = archive.raw(archive.count(content.size()));
  if (archive.failed() || !reader.m_columns.open(archive.raw(archive.left())))
    return {ErrorCode::malformed, "columns"};
  ArchiveReader start(records);
  int64_t mono = 0;
  start.time(reader.m_at);
  start.integer(mono);
  if (start.failed() && !records.empty())
    return {ErrorCode::malformed, "records"};
  reader.m_mono = MonoTime(Duration(mono));
  const BytesView rest = start.raw(start.left());
  reader.m_records.assign(rest.begin(), rest.end());
  return reader;
}

std::optional<Record> RecordBlockReader::next() {
  if (m_damaged || m_position == m_records.size())
    return std::nullopt;
  ArchiveReader archive(BytesView(m_records).subspan(m_position));
  Record record;
  Duration wall{}, drift{};
  archive.choice(record.kind, Record::Kind::mark);
  archive.span(wall);
  archive.span(drift);
  archive.number(record.link.value);
  if (record.kind == Record::Kind::frame) {
    archive.number(m_frame.command);
    archive.span(m_frame.ahead);
    m_columns.join(archive, m_frameBody);
    record.body = m_frameBody;
  } else {
    record.body = archive.raw(archive.count(m_records.size()));
  }
  // Unsigned, because nothing but the format bounds their sum.
  m_at = wallFromMicros(int64_t(uint64_t(micros(m_at)) + uint64_t(wall.count())));
  m_mono = MonoTime(Duration(int64_t(uint64_t(micros(m_mono)) + uint64_t(wall.count()) + uint64_t(drift.count()))));
  const auto isFar = [](int64_t us) { return us > ArchiveReader::farthest || us < -ArchiveReader::farthest; };
  if (archive.failed() || isFar(micros(m_at)) || isFar(micros(m_mono))) {
    m_damaged = true;
    return std::nullopt;
  }
  record.at = m_at;
  record.mono = m_mono;
  m_position = m_records.size() - archive.left();
  return record;
}

RecordedFrame RecordBlockReader::frame() {
  m_frame.body = m_frameBody;
  return m_frame;
}

} // namespace pushscope
