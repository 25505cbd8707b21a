#pragma once

#include "app/fleet/lifecycle/profile.h"
#include "protocol/base/random.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/backoff.h"
#include "protocol/machine/collection.h"
#include "protocol/machine/dedup.h"
#include "protocol/machine/server_choice.h"
#include "protocol/machine/session.h"
#include "protocol/message/device.h"

#include <optional>
#include <string>
#include <vector>

namespace pushscope {

// The app's end of the protocol: connects, says hello, beats, acknowledges, keeps collections up to date, reports.
// It is told what arrives and what its own state is; it answers through Host. It does nothing while halted: a suspended
// app runs no timer and reads nothing.
//
//   offline ──(backoff, allowed)──▶ connecting ──connected()──▶ greeting ──welcome──▶ online
//      ▲────connectFailed() / lost() / goodbye / heartbeat lost─────┘
//
// What an app keeps on disk survives forget(): ids of handled pushes, collections. What it keeps in memory does not:
// session, timers, reports.
class Client {
 public:
  class Host {
   public:
    virtual ~Host() = default;
    // Answered by connected() or connectFailed(). `server` is a place in the list of servers.
    virtual void connect(size_t server) = 0;
    virtual void send(Bytes frame, Now now) = 0;
    // Ends the connection in good order; nothing more is told of it.
    virtual void close(Now now) = 0;
    virtual void online(const Welcome& welcome, Now now) = 0;
    // The connection is over, and this is why, as the app sees it. `wasOnline`: after a welcome.
    virtual void offline(const Closing& closing, bool wasOnline, Now now) = 0;
    virtual void pushed(Push push, Now arrived, Now now) = 0;
    virtual void nudged(const Nudge& nudge, Now now) = 0;
    virtual void beat() = 0;                   // one was sent or answered
    virtual WallTime clock(Now now) const = 0; // the phone's own
  };
  struct Config {
    std::string device, profile, program, credential, gateway;
    Backoff::Policy backoff;
    Sleep sleep;
    size_t servers = 1; // in the list
  };
  enum class Mode : uint8_t {
    halted,     // suspended, or no process
    front,      // pings as the foreground policy says
    background, // pings as the background policy says
    waking,     // runs for a moment: answers, and begins nothing by itself
  };

  Client(const Config& config, const AppTraits& traits, Random& random, Host& host);
  void set(const AppTraits& traits) { m_traits = &traits; }

  void run(Mode mode, AppState state, Now now);
  // The app has lost its memory: the process ended.
  void forget();
  // Whether it may connect at all: a network is there, and the user is logged in.
  void allow(bool allowed, Now now);
  void networkChanged(Now now);
  // Connects as soon as it may, without waiting for the backoff.
  void connectSoon(Duration delay, Now now);
  // An extra ping: of a keep-alive handler.
  void pingNow(Now now);
  void fetch(const std::string& collection, Now now);

  void connected(Now now);
  void connectFailed(Now now);
  // `arrived`: when the bytes came to the phone; the app runs `now`.
  void frame(const Header& header, BytesView body, Now arrived, Now now);
  // The system told the app that its connection is gone.
  void lost(const Closing& closing, Now now);
  // Says goodbye with the cause, and stays offline until allow(true).
  void goodbye(Cause cause, Now now);

  // A push was handled: acknowledge it. Batches are the business of the traits' policy.
  void handled(const PhoneStages& stages, Now now);
  // The app could not take it: told with the acknowledgements.
  void refused(Sequence sequence, Now now);
  bool knows(const Uuid& uuid, Now now) const { return m_dedup.knows(uuid, now.mono); }
  // A later one was handled.
  bool overtaken(Sequence sequence) const { return sequence < m_handled; }
  bool admit(const Uuid& uuid, Now now) { return m_dedup.admit(uuid, now.mono); }
  // For the next report: told with the next frame that is sent anyway.
  void tell(const AppChange& change);
  void tell(const Wake& wake);
  void tell(const PhoneStages& late);
  // The last chance before the app sleeps: what the server must know to reach it.
  void flushReport(Now now);

  void forgive(Now now);
  void tick(Now now);
  MonoTime deadline() const;

  bool online() const { return m_link == Link::online; }
  bool connectedAtAll() const { return m_link == Link::online || m_link == Link::greeting; }
  // The server that said welcome last.
  Incarnation server() const { return m_incarnation; }
  // What this connection's server was told last of the app's state.
  AppState toldState() const { return m_told; }
  // The copy of a collection; null if it was never asked for.
  const CollectionReplica* collection(const std::string& name) const;
  bool idle() const { return m_link == Link::offline; }
  // Nothing is unanswered or unsaid.
  bool quiet() const {
    return m_acknowledge.stages.empty() && m_toldRefused == m_refused.size() && m_link != Link::greeting &&
           m_link != Link::connecting;
  }

 private:
  enum class Link : uint8_t { offline, connecting, greeting, online };
  void welcome(const Header& header, BytesView body, Now now);
  void ping(const Header& header, BytesView body, Now arrived, Now now);
  void pong(const Header& header, BytesView body, Now now);
  void page(BytesView body, Now now);
  void sessionDue(Now now);
  void sendPing(Now now);
  void acknowledgeSoon(Now now);
  void sendAcknowledge(Now now);
  Sequence handledForSure() const;
  void forgetRefused(Sequence sequence);
  void send(Bytes frame, Now now);
  HeartbeatPolicy policy() const; // that rules now
  void rule(Now now);
  void retryLater(Now now);
  CollectionReplica* replica(const std::string& name);
  std::vector<CollectionVersion> versions(const std::vector<std::string>& names);

  const Config& m_config;
  const AppTraits* m_traits;
  Random& m_random;
  Host& m_host;
  Backoff m_backoff;
  ServerChoice m_servers;
  Dedup m_dedup;
  AdaptiveInterval m_adaptive;
  Link m_link = Link::offline;
  Mode m_mode = Mode::halted;
  AppState m_state = AppState::unknown;
  AppState m_told = AppState::unknown; // to the server, on this connection
  bool m_allowed = true;
  std::optional<Session> m_session;
  HeartbeatPolicy m_front, m_back;
  std::optional<Exchange> m_previous;
  MonoTime m_pingedAt{};
  bool m_disturbed = true; // something but a ping and its answer has passed since then
  bool m_probe = false;    // a ping after a whole interval of silence is not answered yet
  MonoTime m_connectAt = never;
  MonoTime m_acknowledgeAt = never;
  MonoTime m_deferredAt = never;
  bool m_syncLater = false;
  Acknowledge m_acknowledge;
  Report m_report;
  uint64_t m_sessionId = 0;
  // Of this incarnation of the server.
  Sequence m_handled;
  std::vector<Sequence> m_refused; // in the order in which they were
  size_t m_toldRefused = 0;        // so many of them on this connection
  Incarnation m_incarnation;
  Cause m_lastEnd = Cause::unknown;
  std::vector<std::pair<std::string, CollectionReplica>> m_replicas;
};

} // namespace pushscope
