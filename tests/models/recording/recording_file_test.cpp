#include "models/recording/record_block.h"
#include "tests/models/recording/recording_test.h"

#include <csignal>
#include <sys/resource.h>

namespace pushscope {
namespace {

using Why = RecordingFlaw::Cause;

constexpr Now moment{MonoTime(Duration(5'000'000)), wallFromMicros(1'700'000'000'000'000)};

SealedBlock records(uint64_t number, const std::string& text) {
  RecordBlockWriter writer;
  const Duration later = std::chrono::seconds(number);
  writer.add(Record::Kind::mark, {moment.mono + later, moment.wall + later}, {}, asBytes(text));
  RecordBlockWriter::Finished finished = writer.finish();
  finished.head.number = number;
  return sealBlock(finished.head, finished.content, finished.seams);
}

std::string textIn(RecordingReader& reader, size_t block) {
  const Result<Bytes> content = reader.read(block);
  if (!content.ok())
    return "damaged";
  Result<RecordBlockReader> open = RecordBlockReader::open(content.value());
  const auto record = open.ok() ? open.value().next() : std::nullopt;
  return record ? std::string(asText(record->body)) : "damaged";
}

class RecordingFile : public ::testing::Test {
 protected:
  TemporaryFolder folder;

  // Three blocks, closed or not.
  std::string make(bool closed = true, uint64_t missing = 99) {
    const std::string path = folder.path("made" + std::to_string(m_made++));
    RecordingWriter writer = RecordingWriter::create(path, {1, "test 1.0", moment.wall}).value();
    for (uint64_t number : {0, 1, 2})
      if (number != missing) {
        EXPECT_TRUE(writer.append(records(number, "mark " + std::to_string(number))).ok());
      }
    if (closed) {
      EXPECT_TRUE(writer.finish().ok());
    }
    return contentOf(path);
  }

 private:
  int m_made = 0;
};

TEST_F(RecordingFile, ComesBackAsItWasWritten) {
  RecordingReader reader = openText(make()).value();
  EXPECT_EQ(reader.about().program, "test 1.0");
  EXPECT_EQ(reader.about().protocol, 1u);
  EXPECT_EQ(reader.about().made, moment.wall);
  ASSERT_EQ(reader.blocks().size(), 3u);
  EXPECT_EQ(textIn(reader, 2), "mark 2");
  EXPECT_EQ(textIn(reader, 0), "mark 0");
  EXPECT_TRUE(reader.flaws().empty());
  EXPECT_EQ(reader.blocks()[1].head.marks, (std::vector<Mark>{{moment.wall + std::chrono::seconds(1), "mark 1"}}));
}

TEST_F(RecordingFile, WithoutItsIndexItIsLookedThrough) {
  RecordingReader reader = openText(make(false)).value();
  ASSERT_EQ(reader.blocks().size(), 3u);
  EXPECT_EQ(textIn(reader, 1), "mark 1");
  ASSERT_EQ(reader.flaws().size(), 1u);
  EXPECT_EQ(reader.flaws()[0].cause, Why::notClosed);
  EXPECT_EQ(reader.flaws()[0].from, moment.wall + std::chrono::seconds(2));
}

TEST_F(RecordingFile, CutAtEveryByteOfItsLastBlocksItOpensToTheLastWholeOne) {
  const std::string open = make(false), whole = make();
  const RecordingReader blocks = openText(whole).value();
  const auto last = blocks.blocks()[2];
  for (size_t size = size_t(last.offset) + 1; size < whole.size(); ++size) {
    SCOPED_TRACE(size);
    RecordingReader reader = openText(whole.substr(0, size)).value();
    const size_t expected = size < last.offset + last.size ? 2 : 3;
    ASSERT_EQ(reader.blocks().size(), expected);
    EXPECT_EQ(textIn(reader, expected - 1), "mark " + std::to_string(expected - 1));
    ASSERT_EQ(reader.flaws().size(), 1u);
    EXPECT_EQ(reader.flaws()[0].cause,
              size == last.offset + last.size || size == whole.size() - trailerSize ? Why::notClosed : Why::cutOff);
  }
}

TEST_F(RecordingFile, EveryFlippedBitIsFoundOrHarmless) {
  const std::string whole = make();
  for (size_t byte = 0; byte < whole.size(); ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = whole;
      bytes[byte] = char(bytes[byte] ^ (1 << bit));
      Result<RecordingReader> reader = openText(bytes);
      if (!reader.ok()) {
        EXPECT_LT(byte, fileHeadSize);
        continue;
      }
      size_t good = 0;
      for (size_t i = 0; i < reader.value().blocks().size(); ++i) {
        const std::string text = textIn(reader.value(), i);
        good += text == "mark " + std::to_string(reader.value().blocks()[i].head.number);
        EXPECT_TRUE(text == "damaged" || text.starts_with("mark ")) << byte << ' ' << bit << ' ' << text;
      }
      EXPECT_GE(good, 2u) << byte << ' ' << bit;
      EXPECT_TRUE(good == 3 || !reader.value().flaws().empty()) << byte << ' ' << bit;
    }
}

TEST_F(RecordingFile, ABlockThatTheRecorderHadToDropIsAGap) {
  RecordingReader reader = openText(make(true, 1)).value();
  ASSERT_EQ(reader.flaws().size(), 1u);
  EXPECT_EQ(reader.flaws()[0].cause, Why::dropped);
  EXPECT_EQ(reader.flaws()[0].from, moment.wall);
  EXPECT_EQ(reader.flaws()[0].to, moment.wall + std::chrono::seconds(2));
}

TEST_F(RecordingFile, ANewerOneIsRefusedWithItsVersion) {
  std::string bytes = make();
  bytes[11] = 3;
  const Result<RecordingReader> reader = openText(bytes);
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().detail, "a.psrec: is a recording of version 3, and this program reads versions 1 to 2");
  EXPECT_EQ(openText("PK").error().detail, "a.psrec: is not a recording");
  EXPECT_EQ(RecordingReader::open("/nowhere/a").error().code, ErrorCode::file);
}

TEST_F(RecordingFile, DoesNotWriteOverAFile) {
  ASSERT_TRUE(RecordingWriter::create(folder.path("a"), {}).ok());
  const auto again = RecordingWriter::create(folder.path("a"), {});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::file);
  EXPECT_NE(again.error().detail.find("exists"), std::string::npos);
}

// The system's limit on the size of a file stands for a full disk.
TEST_F(RecordingFile, AFullDiskIsAnErrorWithTheFilesNameAndWhatWasWrittenOpens) {
  const std::string path = folder.path("full");
  RecordingWriter writer = RecordingWriter::create(path, {}).value();
  ASSERT_TRUE(writer.append(records(0, "mark 0")).ok());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit little = before;
  little.rlim_cur = writer.bytes() + 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const Status status = writer.append(records(1, "mark 1"));
  const Status second = writer.append(records(2, "mark 2"));
  const Status end = writer.finish();
  std::signal(SIGXFSZ, handler);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::file);
  EXPECT_EQ(status.error().detail.find(path + ": "), 0u);
  EXPECT_FALSE(second.ok()) << "and stays so";
  EXPECT_FALSE(end.ok());
  RecordingReader reader = RecordingReader::open(path).value();
  ASSERT_EQ(reader.blocks().size(), 1u);
  EXPECT_EQ(textIn(reader, 0), "mark 0");
  EXPECT_EQ(reader.flaws()[0].cause, Why::cutOff);
}

} // namespace
} // namespace pushscope
