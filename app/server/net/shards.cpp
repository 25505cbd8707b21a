#include "app/server/net/shards.h"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace pushscope {

struct Shards::Unit {
  uint32_t index = 0;
  asio::io_context* context = nullptr;
  // Of those beside the main one:
  std::unique_ptr<asio::io_context> own;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> busy;
  std::unique_ptr<FactQueue> facts;
  std::thread thread;

  std::array<uint8_t, 64 * 1024> scratch{};
  std::unique_ptr<Store> store;
  std::unique_ptr<DevicePort> port;
};

Shards::Shards(asio::io_context& main, const CoreConfig& config, const MakeStore& makeStore, FactSink& facts)
    : m_main(main), m_facts(facts) {
  for (uint32_t index = 0; index < config.shards; ++index) {
    auto unit = std::make_unique<Unit>();
    Unit* self = unit.get();
    unit->index = index;
    unit->context = &main;
    if (index > 0) {
      unit->own = std::make_unique<asio::io_context>(1);
      unit->context = unit->own.get();
      unit->busy.emplace(asio::make_work_guard(*unit->own));
      unit->facts = std::make_unique<FactQueue>(
          [this, self] { asio::post(m_main, [this, self] { self->facts->replay(m_facts); }); });
    }
    unit->store = makeStore(
        index, [context = unit->context](std::function<void()> answer) { asio::post(*context, std::move(answer)); });
    CoreConfig own = config;
    own.shard = index;
    FactSink& sink = unit->facts ? static_cast<FactSink&>(*unit->facts) : facts;
    unit->port =
        std::make_unique<DevicePort>(unit->context->get_executor(), std::move(own), *unit->store, sink, unit->scratch);
    unit->port->onHandOver = [this](uint32_t shard, Connection& connection, const std::string& address,
                                    const FrameView& hello) { handOver(shard, connection, address, hello); };
    unit->port->onNudge = [this](uint32_t shard, const std::string& gateway, const Nudge& nudge) {
      at(*m_units[shard], [gateway, nudge](Unit& u) { u.port->nudged(gateway, nudge); });
    };
    m_units.push_back(std::move(unit));
  }
}

Shards::~Shards() {
  stop();
}

template <class Work>
void Shards::at(Unit& unit, Work work) {
  // Not dispatch(): before the threads run, and for the main one always, the caller's thread is the right one.
  if (unit.own && unit.thread.joinable() && unit.thread.get_id() != std::this_thread::get_id())
    asio::post(*unit.own, [&unit, work = std::move(work)]() mutable { work(unit); });
  else
    work(unit);
}

template <class Work>
void Shards::home(Unit& unit, Work work) {
  if (unit.own && unit.thread.joinable())
    asio::post(m_main, std::move(work));
  else
    work();
}

template <class Answer, class Ask>
void Shards::everywhere(Ask ask, std::function<void(std::vector<Answer>)> done) {
  struct Pending {
    std::vector<Answer> answers;
    size_t open;
    std::function<void(std::vector<Answer>)> done;
  };
  auto pending = std::make_shared<Pending>();
  pending->answers.resize(m_units.size());
  pending->open = m_units.size();
  pending->done = std::move(done);
  for (const auto& unit : m_units)
    at(*unit, [this, ask, pending](Unit& u) {
      ask(u, [this, &u, pending](Answer answer) {
        home(u, [&u, pending, answer = std::move(answer)]() mutable {
          pending->answers[u.index] = std::move(answer);
          if (--pending->open == 0)
            pending->done(std::move(pending->answers));
        });
      });
    });
}

template <class Answer, class Request, class Ask>
void Shards::byOwner(const Request& request, bool others, Ask ask, std::function<void(std::vector<Answer>)> done) {
  const uint32_t shards = uint32_t(m_units.size());
  std::vector<Request> parts(shards, request);
  if (shards > 1 && !request.devices.empty()) {
    for (Request& part : parts)
      part.devices.clear();
    for (const std::string& device : request.devices)
      parts[shardOf(device, shards)].devices.push_back(device);
  }
  const auto shared = std::make_shared<const std::vector<Request>>(std::move(parts));
  everywhere<Answer>(
      [shared, ask, others](Unit& unit, auto answer) {
        const Request& part = (*shared)[unit.index];
        if (part.devices.empty() && !others)
          return answer(Answer{});
        ask(unit, part, std::move(answer));
      },
      std::move(done));
}

namespace {

Changed sum(const std::vector<Changed>& all) {
  Changed total;
  for (const Changed& one : all) {
    total.changed += one.changed;
    total.unknown += one.unknown;
  }
  return total;
}

// Those that were named first and in order, as one shard answers.
void restoreOrder(std::vector<InjectedDelivery>& deliveries, const std::vector<std::string>& named) {
  std::unordered_map<std::string, size_t> places;
  for (size_t i = 0; i < named.size(); ++i)
    places.emplace(named[i], i);
  const auto placeOf = [&](const InjectedDelivery& delivery) {
    const auto found = places.find(delivery.device);
    return found == places.end() ? named.size() : found->second;
  };
  std::stable_sort(deliveries.begin(), deliveries.end(),
                   [&](const auto& a, const auto& b) { return placeOf(a) < placeOf(b); });
}

} // namespace

void Shards::recoverTags(const std::string& device, std::vector<std::string> tags) {
  m_units[shardOf(device, uint32_t(m_units.size()))]->port->recoverTags(device, std::move(tags));
}

Status Shards::recover() {
  for (const auto& unit : m_units)
    if (Status status = unit->port->recover(); !status.ok())
      return status;
  return Done{};
}

Status Shards::listen(const asio::ip::tcp::endpoint& endpoint, const std::optional<TlsServer>& tls) {
  if (Status status = m_units.front()->port->listen(endpoint, tls); !status.ok())
    return status;
  for (const auto& unit : m_units)
    if (unit->own)
      unit->thread = std::thread([context = unit->own.get()] { context->run(); });
  return Done{};
}

asio::ip::tcp::endpoint Shards::endpoint() const {
  return m_units.front()->port->endpoint();
}

void Shards::handOver(uint32_t shard, Connection& connection, const std::string& address, const FrameView& hello) {
  Unit& to = *m_units[shard];
  at(to, [moved = Connection::handOver(connection, to.context->get_executor(), to.scratch, hello),
          address](Unit& unit) { unit.port->take(moved, address); });
}

void Shards::refuseDevices() {
  m_units.front()->port->stopAccepting();
}

void Shards::stop() {
  if (std::exchange(m_stopped, true))
    return;
  refuseDevices();
  for (const auto& unit : m_units)
    at(*unit, [](Unit& u) {
      u.port->stop();
      u.busy.reset();
      if (u.own)
        u.own->stop();
    });
  for (const auto& unit : m_units) {
    if (unit->facts)
      unit->facts->close();
    if (unit->thread.joinable())
      unit->thread.join();
    if (unit->facts)
      unit->facts->replay(m_facts);
  }
}

void Shards::inject(Inject inject, std::function<void(Injected)> done) {
  const bool others = !inject.tag.empty() || !inject.query.empty();
  if (m_units.size() == 1)
    return m_units.front()->port->inject(std::move(inject), std::move(done));
  byOwner<Injected>(
      inject, others, [](Unit& unit, const Inject& part, auto answer) { unit.port->inject(part, std::move(answer)); },
      [named = inject.devices, done = std::move(done)](std::vector<Injected> parts) {
        Injected all;
        for (Injected& part : parts) {
          all.accepted += part.accepted;
          all.failed += part.failed;
          std::move(part.deliveries.begin(), part.deliveries.end(), std::back_inserter(all.deliveries));
        }
        restoreOrder(all.deliveries, named);
        done(std::move(all));
      });
}

void Shards::manage(const Manage& manage, std::function<void(Result<Changed>)> done) {
  const auto change = [this, manage, done] {
    byOwner<Changed>(
        manage, manage.devices.empty(),
        [](Unit& unit, const Manage& part, auto answer) { unit.port->manage(part, std::move(answer)); },
        [done](const std::vector<Changed>& parts) { done(sum(parts)); });
  };
  if (manage.action != QueueAction::purge)
    return change();
  byOwner<uint32_t>(
      manage, manage.devices.empty(),
      [](Unit& unit, const Manage& part, auto answer) { answer(unit.port->purgeable(part)); },
      [manage, done, change](const std::vector<uint32_t>& parts) {
        uint32_t total = 0;
        for (uint32_t part : parts)
          total += part;
        if (manage.expected != total)
          return done({ErrorCode::conflict, "expected: " + std::to_string(total) + " wait now"});
        change();
      });
}

void Shards::touch(const Touch& touch, std::function<void(Changed)> done) {
  byOwner<Changed>(
      touch, false, [](Unit& unit, const Touch& part, auto answer) { answer(unit.port->touch(part)); },
      [done = std::move(done)](const std::vector<Changed>& parts) { done(sum(parts)); });
}

void Shards::control(const SessionControl& control, std::function<void(Changed)> done) {
  byOwner<Changed>(
      control, false, [](Unit& unit, const SessionControl& part, auto answer) { answer(unit.port->control(part)); },
      [done = std::move(done)](const std::vector<Changed>& parts) { done(sum(parts)); });
}

void Shards::tag(const Tag& tag, std::function<void(Changed, const Tags&)> done) {
  using Answer = std::pair<Changed, Tags>;
  byOwner<Answer>(
      tag, false,
      [](Unit& unit, const Tag& part, auto answer) {
        Tags tags;
        const Changed changed =
            unit.port->tag(part, [&](const std::string& device, const std::vector<std::string>& now) {
              tags.emplace_back(device, now);
            });
        answer(Answer{changed, std::move(tags)});
      },
      [done = std::move(done)](std::vector<Answer> parts) {
        Changed total;
        Tags tags;
        for (auto& [changed, part] : parts) {
          total = sum({total, changed});
          std::move(part.begin(), part.end(), std::back_inserter(tags));
        }
        done(total, tags);
      });
}

void Shards::peek(const Peek& peek, std::function<void(Result<Peeked>)> done) {
  at(*m_units[shardOf(peek.device, uint32_t(m_units.size()))], [this, peek, done = std::move(done)](Unit& unit) {
    home(unit, [done, peeked = unit.port->peek(peek)] { done(peeked); });
  });
}

void Shards::queue(const PageRequest& page, std::function<void(QueuePage)> done) {
  const uint32_t shards = uint32_t(m_units.size());
  const uint32_t shard = page.device.empty() ? shardOfCursor(page.after) : shardOf(page.device, shards);
  if (shard >= shards)
    return done({});
  at(*m_units[shard], [this, page, shard, shards, done = std::move(done)](Unit& unit) {
    QueuePage answer = unit.port->queue(page);
    // The next shard's list begins where this one's ends.
    if (answer.next == 0 && page.device.empty() && shard + 1 < shards)
      answer.next = firstCursorOf(shard + 1);
    home(unit, [done, answer = std::move(answer)] { done(answer); });
  });
}

void Shards::count(std::function<void(Counts)> done) {
  everywhere<Counts>([](Unit& unit, auto answer) { answer(unit.port->count()); },
                     [done = std::move(done)](const std::vector<Counts>& parts) {
                       Counts total;
                       for (const Counts& part : parts) {
                         total.devices += part.devices;
                         total.connections += part.connections;
                         total.waiting += part.waiting;
                         total.unacknowledged += part.unacknowledged;
                       }
                       done(total);
                     });
}

} // namespace pushscope
