#include "models/recording/record_block.h"

#include "models/recording/sealed_block.h"
#include "protocol/frame/command.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Now begin{MonoTime(Duration(5'000'000)), wallFromMicros(1'700'000'000'000'000)};

TEST(RecordBlock, RecordsComeBackInOrderWithTheirTimes) {
  RecordBlockWriter writer;
  EXPECT_TRUE(writer.empty());
  LinkStatus status;
  status.state = LinkStatus::State::waiting;
  status.error = {ErrorCode::connectionClosed, "why"};
  status.name = "node";
  status.capabilities = {"one", "two"};
  status.incarnation = {~uint64_t{}};
  writer.add(Record::Kind::link, begin, {2}, encode(LinkIntroduction{LinkKind::fleet, "[::1]:1"}));
  writer.add(Record::Kind::status, {begin.mono + 1ms, begin.wall - 3h}, {2}, encode(status));
  const Bytes body(5000, 7);
  writer.add({begin.mono + 2ms, begin.wall + 2ms}, {1}, {telemetry::block, -4s, body}, 17);
  EXPECT_FALSE(writer.full());
  const RecordBlockWriter::Finished finished = writer.finish();
  EXPECT_TRUE(writer.empty());
  EXPECT_EQ(finished.head.first, begin.wall - 3h);
  EXPECT_EQ(finished.head.last, begin.wall + 2ms);
  EXPECT_EQ(finished.head.facts, 17u);

  RecordBlockReader reader = RecordBlockReader::open(finished.content).value();
  auto record = reader.next();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->link, LinkId{2});
  EXPECT_EQ(record->at, begin.wall);
  EXPECT_EQ(record->mono, begin.mono);
  EXPECT_EQ(readLinkIntroduction(record->body).value().target, "[::1]:1");
  record = reader.next();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->at, begin.wall - 3h);
  EXPECT_EQ(record->mono, begin.mono + 1ms);
  const LinkStatus read = readLinkStatus(record->body).value();
  EXPECT_EQ(read.error, status.error);
  EXPECT_EQ(read.capabilities, status.capabilities);
  EXPECT_EQ(read.incarnation, status.incarnation);
  record = reader.next();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->mono, begin.mono + 2ms);
  EXPECT_EQ(reader.frame().command, telemetry::block);
  EXPECT_EQ(reader.frame().ahead, -4s);
  EXPECT_EQ(Bytes(reader.frame().body.begin(), reader.frame().body.end()), body);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.damaged());
}

TEST(RecordBlock, IsFullAtAMebibyte) {
  RecordBlockWriter writer;
  const Bytes body(100'000);
  int frames = 0;
  for (; !writer.full(); ++frames)
    writer.add(begin, {0}, {telemetry::block, {}, body}, 0);
  EXPECT_EQ(frames, 11);
}

TEST(RecordBlock, AnUnknownKindIsDamageAndEndsTheBlock) {
  RecordBlockWriter writer;
  writer.add(Record::Kind(99), begin, {}, {});
  RecordBlockReader reader = RecordBlockReader::open(writer.finish().content).value();
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.damaged());
}

} // namespace
} // namespace pushscope
