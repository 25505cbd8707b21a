#include "app/server/net/fact_queue.h"

#include <utility>

namespace pushscope {

void FactQueue::put(Fact fact) {
  bool first = false;
  {
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_facts.size() < capacity || m_closed; });
    if (m_closed)
      return;
    m_facts.push_back(std::move(fact));
    first = !std::exchange(m_told, true);
  }
  if (first)
    m_filled();
}

void FactQueue::replay(FactSink& sink) {
  {
    const std::lock_guard lock(m_mutex);
    m_taken.swap(m_facts);
    m_told = false;
  }
  m_room.notify_one();
  for (const Fact& fact : m_taken)
    tell(fact, sink);
  m_taken.clear();
}

void FactQueue::close() {
  {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
  }
  m_room.notify_one();
}

void FactQueue::tell(const Fact& fact, FactSink& sink) {
  struct Teller {
    FactSink& sink;
    void operator()(const std::unique_ptr<DeviceRecord>& record) const { sink.device(*record); }
    void operator()(const Beat& f) const { sink.beat(f.handle, f.at, f.roundTrip); }
    void operator()(const Missed& f) const { sink.missed(f.handle, f.at, f.total); }
    void operator()(const Link& f) const { sink.link(f.handle, f.at, f.state, f.closing); }
    void operator()(const App& f) const { sink.app(f.handle, f.at, f.state, f.cause); }
    void operator()(const Clock& f) const { sink.clock(f.handle, f.offset, f.error); }
    void operator()(const Waiting& f) const { sink.waiting(f.handle, f.deliveries); }
    void operator()(const std::unique_ptr<DeliveryRecord>& record) const { sink.delivery(*record); }
    void operator()(const StageFact& fact) const { sink.stage(fact); }
    void operator()(const std::unique_ptr<Wakes>& f) const { sink.wake(f->handle, f->wake); }
    void operator()(const Notices& f) const { sink.notice(f.handle, f.notice); }
    void operator()(const Networks& f) const { sink.network(f.handle, f.at, f.network); }
    void operator()(const Syncs& f) const { sink.sync(f.handle, f.sync); }
    void operator()(const Stall& f) const { sink.stall(f.stalled); }
    void operator()(const std::unique_ptr<PastSession>& session) const { sink.session(*session); }
  };
  std::visit(Teller{sink}, fact);
}

void FactQueue::device(const DeviceRecord& record) {
  put(std::make_unique<DeviceRecord>(record));
}
void FactQueue::beat(Handle handle, WallTime at, Duration roundTrip) {
  put(Beat{handle, at, roundTrip});
}
void FactQueue::missed(Handle handle, WallTime at, uint32_t total) {
  put(Missed{handle, at, total});
}
void FactQueue::link(Handle handle, WallTime at, LinkState state, const Closing& closing) {
  put(Link{handle, at, state, closing});
}
void FactQueue::app(Handle handle, WallTime at, AppState state, Cause cause) {
  put(App{handle, at, state, cause});
}
void FactQueue::clock(Handle handle, Duration offset, Duration error) {
  put(Clock{handle, offset, error});
}
void FactQueue::waiting(Handle handle, uint32_t deliveries) {
  put(Waiting{handle, deliveries});
}
void FactQueue::delivery(const DeliveryRecord& record) {
  put(std::make_unique<DeliveryRecord>(record));
}
void FactQueue::stage(const StageFact& fact) {
  put(fact);
}
void FactQueue::wake(Handle handle, const Wake& wake) {
  put(std::make_unique<Wakes>(Wakes{handle, wake}));
}
void FactQueue::notice(Handle handle, const Notice& notice) {
  put(Notices{handle, notice});
}
void FactQueue::network(Handle handle, WallTime at, const Network& network) {
  put(Networks{handle, at, network});
}
void FactQueue::sync(Handle handle, const SyncFact& sync) {
  put(Syncs{handle, sync});
}
void FactQueue::stall(Duration stalled) {
  put(Stall{stalled});
}
void FactQueue::session(const PastSession& session) {
  put(std::make_unique<PastSession>(session));
}

} // namespace pushscope
