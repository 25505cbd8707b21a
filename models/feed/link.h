#pragma once

#include "models/feed/block_reader.h"
#include "models/feed/request.h"
#include "models/recording/record.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/backoff.h"
#include "protocol/machine/clock_offset.h"
#include "protocol/machine/session.h"

#include <QTcpSocket>
#include <QTimer>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace pushscope {

// One connection of the console to an admin or fleet port: says hello, keeps heartbeats, measures the other side's
// clock, subscribes, turns frames into batches, sends requests, and comes back by itself when the connection is lost,
// from where it was if the other side still holds that. Refused for good (wrong token, no common version) it says so
// and stays away.
//
// Under TLS if the target says whom to believe, if the server is not on this computer, or if it answers as one that
// expects TLS. No token is sent before the certificate is believed; one that is not ends the link as `untrusted`, with
// the fingerprint, and nothing is remembered: a person decides.
//
// Lives on the ingest thread from construction to destruction.
class Link : public QObject {
  Q_OBJECT
 public:
  // Hands over a batch, and the telemetry frame that it was read from, if it was; false if there is no room: the link
  // stops reading and tries again.
  using Deliver = std::function<bool(Batch&, const RecordedFrame*)>;

  Link(LinkId id, LinkTarget target, Deliver deliver, uint64_t seed);
  ~Link() override;

  void open();
  void ask(Request request);
  // Tries at once, also after a refusal.
  void retryNow();
  // Says goodbye and comes back no more; what was asked for is answered.
  void close();

  // Between two tries to hand over what the queue had no room for.
  static constexpr std::chrono::milliseconds pause{5};
  static constexpr Duration requestLimit = std::chrono::seconds(10);
  // A person waits for this one, so the cap is lower than a phone's.
  static constexpr Backoff::Policy backoffPolicy{std::chrono::milliseconds(250), std::chrono::seconds(5)};

 private:
  struct Undelivered {
    Batch batch;
    std::optional<RecordedFrame> frame;
    Bytes body; // of the frame
  };
  struct Pending {
    RequestId request;
    MonoTime due;
    uint32_t answer = 0; // the command that may answer it
    PageRequest page;    // of a list
  };

  void connectNow();
  void makeSocket();
  void connected();
  void encrypted();
  void sayHello();
  Error causeOf(QAbstractSocket::SocketError error) const;
  void readable();
  void frame(const FrameView& frame, Now now);
  void dispatch(const FrameView& frame, Now now);
  void welcome(const FrameView& frame, Now now);
  void ping(Now now);
  void pong(const FrameView& frame, Now now);
  void subscribe();
  void subscribed(const FrameView& frame);
  void block(const FrameView& frame);
  void answer(const FrameView& frame);
  void takeAnswer(const FrameView& frame, Duration ahead, Batch& batch, RequestId request);
  void tick();
  void arm();
  void lost(const Error& why);
  void sayGoodbye();
  void endSession();
  void say(LinkStatus::State state, const Error& error = {}, WallTime retryAt = {});
  void deliver(Batch&& batch, const RecordedFrame* frame = nullptr);
  void flushBacklog();
  void answerWith(RequestId request, const Error& error);
  void send(const Bytes& frame);
  bool encrypts() const { return m_needsTls || m_target.trust.by != Trust::By::nothing; }
  QSslSocket* sslSocket() const;
  Batch newBatch() const;
  Port port() const { return m_target.kind == LinkKind::node ? Port::admin : Port::fleet; }
  Duration offset(WallTime now) const;

  LinkId m_id;
  LinkTarget m_target;
  Deliver m_deliver;
  Random m_random;
  Backoff m_backoff{backoffPolicy};
  std::unique_ptr<QTcpSocket> m_socket; // a QSslSocket under TLS; one for each try
  bool m_needsTls = false;              // although the target does not say so
  QTimer m_timer;
  QTimer m_pauseTimer;
  Decoder m_decoder{adminLimit};
  std::optional<Session> m_session;
  ClockOffset m_clock;
  std::optional<Exchange> m_previous;
  bool m_subscribed = false;
  bool m_complete = false; // a whole snapshot came, and every block since: the cursor can be resumed from
  BlockCursor m_cursor;
  MonoTime m_retryAt = never;
  LinkStatus m_status;
  std::map<uint32_t, Pending> m_pending; // by serial
  std::deque<Undelivered> m_undelivered; // while the queue is full; nothing is read meanwhile, so it stays short
};

} // namespace pushscope
