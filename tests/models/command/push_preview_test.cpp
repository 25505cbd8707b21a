#include "models/command/push_preview.h"

#include "tests/models/sample_world.h"

#include <QProcess>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class PushPreviewTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "node-a");

  PushPreviewTest() {
    sample.tell(node, sample.record(1, "here"));
    DeviceRecord asleep = sample.record(2, "asleep"), gone = sample.record(3, "gone");
    asleep.appState = AppState::suspended;
    gone.link = LinkState::offline;
    sample.tell(node, asleep);
    sample.tell(node, gone);
  }
  static PushDraft draft() {
    PushDraft draft;
    draft.targets = "here\nasleep\ngone\nstranger";
    draft.payload = "{}";
    return draft;
  }
  std::string preview(const PushDraft& draft) { return previewOf(draft, sample.world, sample.now).toStdString(); }
};

TEST_F(PushPreviewTest, SaysWhoWouldGetItAndWhoNot) {
  const std::string text = preview(draft());
  for (const char* part : {"one push of 2 bytes", "4 devices: 1 connected", "1 connected and suspended",
                           "1 not connected", "1 that no connected server knows", "Asked of node-a."})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST_F(PushPreviewTest, CountsWhatIsRepeatedAndWhatIsOfOneDevice) {
  PushDraft many = draft();
  many.payload = "\"{{device}} {{n}} {{who}}\"";
  many.values = "who=Anna";
  many.repeat = "10";
  many.every = "2s";
  const std::string text = preview(many);
  for (const char* part : {"40 pushes", "18.0 s after the first", "First payload: \"here 1 Anna\""})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST_F(PushPreviewTest, SaysWhatOnlyServersKnowAndWhenNoneIsThere) {
  PushDraft tagged = draft();
  tagged.targets.clear();
  tagged.tag = "qa";
  EXPECT_NE(preview(tagged).find("only the server knows"), std::string::npos);
  sample.say(node, LinkStatus::State::closed);
  EXPECT_NE(preview(draft()).find("No server is connected"), std::string::npos) << preview(draft());
}

TEST_F(PushPreviewTest, TheLineForAShellIsTakenApartByOneAsItWasMeant) {
  PushDraft all = draft();
  all.targets = "it's; $(reboot)\n-x";
  all.payload = "{\"a\": \"'{{n}}' \\\\ `ls` \n!\"}";
  all.values = "a=b c; d='";
  all.timeToLive = "10m";
  all.collapseKey = "key";
  all.repeat = "3";
  all.every = "2s";
  all.highPriority = true;
  all.expectation = "acknowledged within 2s";
  const QString line = commandLineOf(all, sample.world);
  QProcess shell;
  shell.start("sh", {"-c", "pushctl() { printf '%s\\0' \"$@\"; }\n" + line});
  ASSERT_TRUE(shell.waitForFinished());
  QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split(QChar(0));
  words.removeLast();
  EXPECT_EQ(words, (QStringList{"push",
                                "--server",
                                "127.0.0.1:7802",
                                "--device",
                                "it's; $(reboot)",
                                "--device",
                                "-x",
                                "--payload",
                                all.payload,
                                "--set",
                                "a=b c",
                                "--set",
                                "d='",
                                "--ttl",
                                "10m",
                                "--collapse-key",
                                "key",
                                "--repeat",
                                "3",
                                "--every",
                                "2s",
                                "--high-priority",
                                "--expect",
                                "acknowledged within 2s"}));
}

} // namespace
} // namespace pushscope
