#include "models/feed/recording_slice.h"

#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/models/recording/world_dump.h"
#include "tests/support/seed.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class RecordingSliceTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  std::string whole = folder.path("whole.psrec");
  std::string part = folder.path("part.psrec");
  World live;

  // `note` is marked in the middle.
  void record(size_t events, const std::string& note = {}) {
    RandomFeed feed(testSeed("RecordingSlice"));
    RecordBlockWriter block;
    RecordingWriter writer = RecordingWriter::create(whole, {protocolVersion, "test", feed.now.wall}).value();
    uint64_t number = 0;
    const auto flush = [&] {
      auto finished = block.finish();
      finished.head.number = number++;
      EXPECT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    };
    feed.begin(live, block);
    for (size_t i = 0; i < events; ++i) {
      feed.next(live, block);
      if (i == events / 2 && !note.empty())
        block.add(Record::Kind::mark, feed.now, noLink, asBytes(note));
      if (i % 200 == 199)
        flush();
    }
    flush();
    EXPECT_TRUE(writer.finish().ok());
  }
  RecordingSlice all(TextRewriter rewrite = [](TextMeaning, std::string_view text) { return std::string(text); }) {
    const Playback playback = open(whole);
    return {playback.begin(), playback.end(), std::move(rewrite), 1 << 30, [](double) { return true; }};
  }
  static Playback open(const std::string& path) { return Playback(RecordingReader::open(path).value()); }
  RecordingReader source() const { return RecordingReader::open(whole).value(); }
  // Everything that is in the file, decompressed.
  std::string contentOfPart() const {
    RecordingReader reader = RecordingReader::open(part).value();
    std::string content = reader.about().program;
    for (size_t i = 0; i < reader.blocks().size(); ++i) {
      content += asText(reader.read(i).value());
      for (const Mark& mark : reader.blocks()[i].head.marks)
        content += mark.text;
    }
    Playback playback(std::move(reader));
    while (!playback.atEnd())
      playback.step();
    return content + dumpOf(playback.world()).toStdString();
  }
};

TEST_F(RecordingSliceTest, AllOfItUnchangedEndsInTheSameWorld) {
  record(testSteps(3000), "here");
  const auto outcome = all().write(source(), part);
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome.value().isCut);
  Playback playback = open(part);
  EXPECT_TRUE(playback.recording().flaws().empty());
  EXPECT_EQ(playback.end(), open(whole).end());
  while (!playback.atEnd())
    playback.step();
  EXPECT_TRUE(dumpOf(playback.world()) == dumpOf(live));
  EXPECT_TRUE(WorldImage::of(playback.world()) == WorldImage::of(live));
  ASSERT_EQ(playback.marks().size(), 1u);
  EXPECT_EQ(playback.marks()[0].text, "here");
}

TEST_F(RecordingSliceTest, APartIsWhatWasSeenAtItsTimes) {
  record(testSteps(3000));
  Playback original = open(whole);
  const Duration third = (original.end() - original.begin()) / 3;
  RecordingSlice wish = all();
  wish.from = original.begin() + third;
  wish.to = original.end() - third;
  ASSERT_TRUE(wish.write(source(), part).ok());
  Playback playback = open(part);
  original.seek(wish.from);
  EXPECT_TRUE(WorldImage::of(playback.world()) == WorldImage::of(original.world())) << "it begins with an image";
  // As the slice does: up to the first record that is later.
  while (original.next() && original.next()->at <= wish.to)
    original.step();
  while (!playback.atEnd())
    playback.step();
  EXPECT_TRUE(dumpOf(playback.world()) == dumpOf(original.world()));
  EXPECT_LT(playback.facts(), open(whole).facts());
}

TEST_F(RecordingSliceTest, NamesAreOtherOnesEverywhereAndAllElseIsTheSame) {
  record(testSteps(3000), "phone-1 was lost");
  const auto rename = [](TextMeaning meaning, std::string_view text) -> std::string {
    switch (meaning) {
    case TextMeaning::device:
      return "d" + std::string(text.substr(5));
    case TextMeaning::address:
      return "a";
    case TextMeaning::client:
      return "c";
    case TextMeaning::other:
      return text.starts_with("phone-1") ? "mark" : std::string(text);
    }
    return {};
  };
  ASSERT_TRUE(all(rename).write(source(), part).ok());
  const std::string content = contentOfPart();
  for (const char* name : {"phone-", "10.0.0.", "127.0.0.1", "client/"})
    EXPECT_EQ(content.find(name), std::string::npos) << name;
  Playback playback = open(part);
  while (!playback.atEnd())
    playback.step();
  const World& world = playback.world();
  ASSERT_EQ(world.devices().size(), live.devices().size());
  for (const RowSource* rows : {&deviceRows(), &deliveryRows(), &wakeRows()}) {
    ASSERT_EQ(rows->end(world), rows->end(live));
    for (uint64_t row = rows->first(live); row < rows->end(live); ++row)
      for (const Column& column : rows->columns()) {
        const std::string id = column.id;
        const QVariant was = column.value(live, row), is = column.value(world, row);
        if (id == "device") {
          EXPECT_EQ(is.toString(), "d" + was.toString().mid(5));
        } else if (id != "address" && id != "client") {
          EXPECT_EQ(is, was) << id;
        }
      }
  }
}

TEST_F(RecordingSliceTest, IsBoundedAndCanBeEnded) {
  record(3000);
  RecordingSlice wish = all();
  wish.mostBytes = 4096;
  const auto cut = wish.write(source(), part);
  ASSERT_TRUE(cut.ok());
  EXPECT_TRUE(cut.value().isCut);
  EXPECT_LT(cut.value().end, wish.to);
  EXPECT_TRUE(open(part).recording().flaws().empty());

  wish = all();
  int asked = 0;
  wish.goOn = [&](double done) {
    EXPECT_GE(done, 0);
    EXPECT_LE(done, 1);
    return ++asked < 3;
  };
  const auto ended = wish.write(source(), folder.path("ended.psrec"));
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().code, ErrorCode::timedOut);
  EXPECT_EQ(asked, 3);
}

TEST_F(RecordingSliceTest, AnExistingFileIsLeftAlone) {
  record(300);
  ASSERT_TRUE(all().write(source(), part).ok());
  const std::string before = contentOf(part);
  const auto again = all().write(source(), part);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::file);
  EXPECT_EQ(contentOf(part), before);
}

} // namespace
} // namespace pushscope
