#include "app/console/console.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/support/feed_source.h"
#include "tests/support/hostile_server.h"
#include "tests/support/seed.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <cstdio>

namespace pushscope {
namespace {

// An honest one, served from the window's own loop.
class HonestServer {
 public:
  HonestServer() {
    QObject::connect(&m_turn, &QTimer::timeout, [this] { m_source.serve(0); });
    m_turn.start(1);
  }
  LinkTarget target() const { return {LinkKind::node, "127.0.0.1", m_source.port(), {}, {}}; }

 private:
  static FeedSource::Config config() {
    FeedSource::Config config;
    config.devices = 10;
    config.factsPerSecond = 100;
    return config;
  }
  FeedSource m_source{config()};
  QTimer m_turn;
};

// 6-trust TA12. PUSHSCOPE_STEPS is the number of seconds; a day is 86400.
TEST(HostileServerTest, TheWindowLivesBesideServersThatTellNonsense) {
  quietProtobuf();
  const auto seconds = int(testSteps(5));
  const uint64_t seed = testSeed("HostileServer");
  std::vector<std::unique_ptr<HostileServer>> hostile;
  QTemporaryDir folder;
  QSettings settings(folder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat);
  Console console(settings, QStringLiteral("test"));
  Feed& feed = console.feed();
  console.window().resize(1280, 800);
  console.window().show();
  console.window().showPages();
  std::vector<LinkId> links;
  for (uint64_t i = 0; i < 4; ++i) {
    hostile.push_back(std::make_unique<HostileServer>(seed + i));
    ASSERT_NE(hostile.back()->port(), 0);
    links.push_back(feed.open({LinkKind::node, "127.0.0.1", hostile.back()->port(), {}, {}}));
  }
  // Nobody waits as long as a lost link would.
  QTimer impatience;
  QObject::connect(&impatience, &QTimer::timeout, [&] {
    for (const LinkId link : links)
      if (feed.world().links()[link.value].status.state != LinkStatus::State::online)
        feed.retry(link);
  });
  impatience.start(20);
  QTimer pages;
  QObject::connect(&pages, &QTimer::timeout, [&, page = qsizetype{0}]() mutable {
    const QList<Page*>& all = console.window().pages();
    console.window().showPage(all[++page % all.size()]->id());
  });
  pages.start(150);
  // What a person would feel.
  qint64 longest = 0;
  QElapsedTimer since;
  QTimer pulse;
  QObject::connect(&pulse, &QTimer::timeout, [&] { longest = std::max(longest, since.restart()); });
  since.start();
  pulse.start(1);
  QTest::qWait(seconds * 1000);
  impatience.stop();
  pages.stop();
  uint64_t connections = 0, frames = 0;
  for (const auto& server : hostile) {
    connections += server->connections();
    frames += server->frames();
  }
  std::printf("%d s: %llu connections, %llu frames; %zu devices; the window stood still for %lld ms at most\n", seconds,
              static_cast<unsigned long long>(connections), static_cast<unsigned long long>(frames),
              size_t(feed.world().devices().size()), static_cast<long long>(longest));
  EXPECT_GT(connections, hostile.size()) << "they were lost, and came back";
  EXPECT_GT(frames, 100u);

  // The others' nonsense is theirs alone.
  HonestServer honest;
  const LinkId link = feed.open(honest.target());
  EXPECT_TRUE(waitUntil(
      [&] { return link.value < feed.world().links().size() && feed.world().links()[link.value].snapshotComplete; }));
}

} // namespace
} // namespace pushscope
