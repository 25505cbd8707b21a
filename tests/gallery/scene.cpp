#include "tests/gallery/scene.h"

#include "tests/support/wait.h"

namespace pushscope {

class Scene::Source {
 public:
  explicit Source(const FeedSource::Config& config) : m_source(config), m_thread([this] { serve(); }) {}
  ~Source() {
    m_ends = true;
    m_thread.join();
  }
  uint16_t port() const { return m_source.port(); }

 private:
  void serve() {
    while (!m_ends)
      m_source.serve(20);
  }
  FeedSource m_source;
  std::atomic<bool> m_ends = false;
  std::thread m_thread;
};

const std::vector<Scene::Spec>& Scene::all() {
  static const std::vector<Spec> specs{
      {.name = "not-connected", .connects = false, .watched = std::chrono::seconds(0)},
      {.name = "no-phones"},
      {.name = "phones", .devices = 500, .factsPerSecond = 2'000},
      {.name = "long-names",
       .devices = 50,
       .factsPerSecond = 200,
       .prefix = "a phone whose maker thought that an id should tell <b>everything</b> about it, and then some more: "},
      {.name = "disconnected", .devices = 500, .factsPerSecond = 2'000, .isLost = true},
      {.name = "replay", .devices = 500, .factsPerSecond = 2'000, .isReplayed = true},
      {.name = "million", .devices = 1'000'000, .factsPerSecond = 100'000},
  };
  return specs;
}

Scene::Scene(const Spec& spec) : m_spec(spec) {
  m_console.window().showPages();
}

Scene::~Scene() = default;

bool Scene::prepare() {
  if (!m_spec.connects)
    return true;
  FeedSource::Config config;
  config.devices = m_spec.devices;
  config.factsPerSecond = m_spec.factsPerSecond;
  config.mix = FactMix::mixed();
  config.prefix = m_spec.prefix;
  m_source = std::make_unique<Source>(config);
  Feed& feed = m_console.feed();
  feed.open({LinkKind::node, "127.0.0.1", m_source->port(), {}, {}});
  const auto link = [&]() -> const World::LinkInfo& { return feed.world().links().front(); };
  if (!waitUntil([&] { return !feed.world().links().empty() && link().snapshotComplete; }, 60'000))
    return false;
  const WallTime since = feed.now();
  if (!waitUntil([&] { return feed.now() - since >= m_spec.watched; }))
    return false;
  if (m_spec.isReplayed) {
    const QString path = m_folder.filePath(QStringLiteral("morning.psrec"));
    bool saved = false;
    QObject::connect(&feed, &Feed::recordingSaved, &m_console, [&] { saved = true; });
    TimeTravel& travel = m_console.window().timeTravel();
    travel.save(path, std::chrono::minutes(10));
    if (!waitUntil([&] { return saved; }) || !travel.open(path))
      return false;
    travel.replay()->seek(travel.replay()->playback().end());
  }
  if (m_spec.isLost) {
    m_source.reset();
    return waitUntil([&] { return link().status.state == LinkStatus::State::waiting; });
  }
  return true;
}

} // namespace pushscope
