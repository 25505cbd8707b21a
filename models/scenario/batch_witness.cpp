#include "models/scenario/batch_witness.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace pushscope {

BatchWitness::Road& BatchWitness::roadOf(LinkId link, LinkKind kind) {
  const auto source = kind == LinkKind::node ? scenario::Source::node : scenario::Source::fleet;
  return m_roads.try_emplace(link, Road{scenario::Witness(m_judge, source), {}, false}).first->second;
}

void BatchWitness::begin(const World& world) {
  for (uint32_t i = 0; i < world.links().size(); ++i) {
    const World::LinkInfo& link = world.links()[i];
    Road& road = roadOf({i}, link.kind);
    road.incarnation = link.status.incarnation;
    road.hasSnapshot = link.snapshotComplete;
    for (uint32_t handle = 1; handle < link.rowByHandle.size(); ++handle) {
      const Row row = link.rowByHandle[handle];
      if (row >= world.devices().size())
        continue;
      const DeviceTable::Told& told = world.devices().told(row, link.kind);
      DeviceRecord record;
      record.handle = {handle};
      record.device = world.devices().device(row);
      record.link = told.link;
      record.appState = told.app;
      record.appCause = told.cause;
      if (link.kind == LinkKind::fleet)
        record.network = world.devices().truth(row).network;
      road.witness.device(record);
    }
  }
}

void BatchWitness::take(const Batch& batch) {
  Road& road = roadOf(batch.link, batch.kind);
  scenario::Witness& witness = road.witness;
  if (batch.status && batch.status->incarnation != road.incarnation) {
    witness.forget();
    road.incarnation = batch.status->incarnation;
  }
  // A second snapshot stands for facts that are lost, however many.
  if (batch.snapshotBegins && road.hasSnapshot)
    witness.missed(1);
  road.hasSnapshot |= batch.snapshotEnds;
  witness.missed(batch.missedBlocks);
  for (const DeviceRecord& record : batch.devices)
    witness.device(record);
  for (const DeliveryRecord& record : batch.deliveries)
    witness.delivery(record);
  takeStates(witness, batch);
  for (const WakeFact& fact : batch.wakes)
    witness.wake(fact.handle, fact.wake);
  for (const NoticeFact& fact : batch.notices)
    witness.notice(fact.handle, fact.notice);
  for (const SyncedFact& fact : batch.syncs)
    witness.sync(fact.handle, fact.sync);
  for (const DeliveryStageFact& fact : batch.stages)
    witness.stage(fact.delivery, fact.at, fact.stage, fact.attempt, fact.reason);
}

// Columns of a batch tell of the same time; between them the times give the order in which things happened.
void BatchWitness::takeStates(scenario::Witness& witness, const Batch& batch) {
  struct Step {
    WallTime at;
    std::function<void()> tell;
  };
  std::vector<Step> steps;
  steps.reserve(batch.links.size() + batch.apps.size() + batch.networks.size());
  for (const LinkFact& f : batch.links)
    steps.push_back({f.at, [&] { witness.link(f.handle, f.at, f.state, f.closing); }});
  for (const AppFact& f : batch.apps)
    steps.push_back({f.at, [&] { witness.app(f.handle, f.at, f.state, f.cause); }});
  for (const NetworkFact& f : batch.networks)
    steps.push_back({f.at, [&] { witness.network(f.handle, f.at, f.network); }});
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  for (const Step& step : steps)
    step.tell();
}

} // namespace pushscope
