#include "models/feed/link.h"

#include "models/feed/clocks.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/fleet_codec.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/codec/session_codec.h"

#include <QHostAddress>
#include <QSslSocket>

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

// From the server's clock to ours; a time that is zero is none.
void shift(WallTime& at, Duration ahead) {
  if (at > WallTime{})
    at -= ahead;
}
void shift(Peeked& peeked, Duration ahead) {
  for (WallTime* at : {&peeked.accepted, &peeked.expires, &peeked.notBefore})
    shift(*at, ahead);
}
void shift(QueuePage& page, Duration ahead) {
  for (Queued& queued : page.queued)
    for (WallTime* at : {&queued.accepted, &queued.expires, &queued.nextTry})
      shift(*at, ahead);
}
void shift(DeadLetterPage& page, Duration ahead) {
  for (DeadLetter& letter : page.letters)
    shift(letter.at, ahead);
}
void shift(HistoryPage& page, Duration ahead) {
  for (PastSession& session : page.sessions)
    for (WallTime* at : {&session.connected, &session.closed})
      shift(*at, ahead);
}
void shift(AuditPage& page, Duration ahead) {
  for (AuditEntry& entry : page.entries)
    shift(entry.at, ahead);
}
void shift(TokenList& list, Duration ahead) {
  for (TokenInfo& token : list.tokens)
    shift(token.added, ahead);
}

using std::chrono::duration_cast;
using std::chrono::milliseconds;

// So much may wait in the socket's own buffer; beyond that TCP makes the other side wait.
constexpr qint64 readBuffer = 1024 * 1024;

// Trying again cannot help until a person has changed something.
bool isFinalRefusal(ErrorCode code) {
  return code == ErrorCode::unauthenticated || code == ErrorCode::forbidden || code == ErrorCode::version ||
         code == ErrorCode::usage || code == ErrorCode::insecure || code == ErrorCode::untrusted;
}

// A server that expects TLS and hears something else says so in plain: a record of the kind "alert". No frame begins
// so, because it would be longer than any may be.
bool isTlsAlert(const uint8_t* bytes, qint64 count) {
  return count >= 2 && bytes[0] == 0x15 && bytes[1] == 3;
}

} // namespace

Link::Link(LinkId id, LinkTarget target, Deliver deliver, uint64_t seed)
    : m_id(id), m_target(std::move(target)), m_deliver(std::move(deliver)), m_random(seed), m_timer(this),
      m_pauseTimer(this) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  m_pauseTimer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &Link::tick);
  connect(&m_pauseTimer, &QTimer::timeout, this, &Link::flushBacklog);
}

Link::~Link() {
  if (!m_socket)
    return;
  m_socket->disconnect(this);
  sayGoodbye();
  m_socket->abort();
}

void Link::sayGoodbye() {
  if (!m_session || !m_session->isOpen() || m_socket->state() != QAbstractSocket::ConnectedState)
    return;
  send(encodeGoodbye(port(), ErrorCode::ok, {}));
  m_socket->flush();
}

void Link::close() {
  if (m_status.state == LinkStatus::State::closed)
    return;
  sayGoodbye();
  endSession();
  m_retryAt = never;
  m_timer.stop();
  say(LinkStatus::State::closed);
}

QSslSocket* Link::sslSocket() const {
  return qobject_cast<QSslSocket*>(m_socket.get());
}

// The one before may be in the middle of a signal.
void Link::makeSocket() {
  if (m_socket) {
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
  }
  if (encrypts()) {
    auto socket = std::make_unique<QSslSocket>();
    configure(*socket, m_target.trust);
    connect(socket.get(), &QSslSocket::encrypted, this, &Link::encrypted);
    m_socket = std::move(socket);
  } else {
    m_socket = std::make_unique<QTcpSocket>();
    connect(m_socket.get(), &QTcpSocket::connected, this, &Link::connected);
  }
  m_socket->setReadBufferSize(readBuffer);
  connect(m_socket.get(), &QTcpSocket::readyRead, this, &Link::readable);
  connect(m_socket.get(), &QTcpSocket::errorOccurred, this,
          [this](QAbstractSocket::SocketError error) { lost(causeOf(error)); });
}

Error Link::causeOf(QAbstractSocket::SocketError error) const {
  if (const QSslSocket* socket = sslSocket(); socket && error == QAbstractSocket::SslHandshakeFailedError) {
    const std::string distrust = socket->peerCertificate().isNull() ? "" : distrustOf(*socket, m_target.trust);
    return distrust.empty() ? Error{ErrorCode::insecure, socket->errorString().toStdString()}
                            : Error{ErrorCode::untrusted, distrust};
  }
  if (error == QAbstractSocket::RemoteHostClosedError)
    return {ErrorCode::connectionClosed, {}};
  return {ErrorCode::cannotConnect, m_socket->errorString().toStdString()};
}

void Link::open() {
  connectNow();
}

void Link::retryNow() {
  if (m_session || m_status.state == LinkStatus::State::connecting || m_status.state == LinkStatus::State::closed)
    return;
  m_backoff.succeeded();
  connectNow();
}

void Link::connectNow() {
  m_retryAt = never;
  say(LinkStatus::State::connecting);
  m_decoder = Decoder(adminLimit);
  m_subscribed = false;
  m_previous.reset();
  // The session's handshake limit also covers the time until the connection stands.
  m_session.emplace(port(), Session::End::client, readClocks().mono);
  makeSocket();
  const QString host = QString::fromStdString(m_target.host);
  if (QSslSocket* socket = sslSocket())
    socket->connectToHostEncrypted(host, m_target.port);
  else
    m_socket->connectToHost(host, m_target.port);
  arm();
}

void Link::connected() {
  if (m_socket->peerAddress().isLoopback())
    return sayHello();
  m_needsTls = true; // nothing has been sent
  connectNow();
}

void Link::encrypted() {
  if (const std::string distrust = distrustOf(*sslSocket(), m_target.trust); !distrust.empty())
    return lost({ErrorCode::untrusted, distrust});
  sayHello();
}

void Link::sayHello() {
  m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
  Hello hello;
  hello.credential = m_target.token;
  hello.client = "pushscope";
  send(encodeHello(port(), m_session->takeSerial(), hello));
}

void Link::send(const Bytes& frame) {
  m_socket->write(reinterpret_cast<const char*>(frame.data()), qint64(frame.size()));
}

void Link::readable() {
  std::array<uint8_t, 64 * 1024> buffer;
  while (m_session && m_undelivered.empty() && m_socket->bytesAvailable() > 0) {
    const qint64 count = m_socket->read(reinterpret_cast<char*>(buffer.data()), buffer.size());
    if (count <= 0)
      break;
    if (!encrypts() && m_decoder.atEdge() && isTlsAlert(buffer.data(), count)) {
      m_needsTls = true;
      return connectNow();
    }
    const Now now = readClocks();
    m_decoder.feed({buffer.data(), size_t(count)});
    while (m_session) {
      const auto next = m_decoder.next();
      if (!next)
        break;
      frame(*next, now);
    }
    if (m_session && m_decoder.failed())
      lost({ErrorCode::malformed, "length"}); // too long a frame is no request of ours: this is another protocol
  }
  arm();
}

void Link::frame(const FrameView& frame, Now now) {
  const ErrorCode admitted = m_session->admit(frame.header.command);
  if (admitted == ErrorCode::unknownCommand)
    return; // a newer server may say more than we know
  if (admitted != ErrorCode::ok)
    return lost({ErrorCode::malformed, "handshake"});
  m_session->heard(now.mono);
  dispatch(frame, now);
}

void Link::dispatch(const FrameView& frame, Now now) {
  const uint32_t command_ = frame.header.command;
  if (command_ == answerTo(command(port(), Common::hello)))
    return welcome(frame, now);
  if (command_ == command(port(), Common::goodbye)) {
    const auto goodbye = decodeGoodbye(frame.body);
    return lost({errorFromWire(frame.header.code), goodbye.ok() ? goodbye.value().detail : std::string()});
  }
  if (command_ == answerTo(command(port(), Common::ping)))
    return pong(frame, now);
  if (command_ == answerTo(command(port(), telemetry::subscribe)))
    return subscribed(frame);
  if (command_ == command(port(), telemetry::snapshotPage) || command_ == command(port(), telemetry::block) ||
      command_ == command(port(), telemetry::gap))
    return block(frame);
  if (isAnswer(command_))
    answer(frame);
}

void Link::welcome(const FrameView& frame, Now now) {
  const Result<Welcome> welcome = decodeWelcome(frame.body);
  if (frame.header.code != 0)
    return lost({errorFromWire(frame.header.code), decodeRefusal(frame.body).detail});
  if (!welcome.ok())
    return lost(welcome.error());
  m_session->open(welcome.value().heartbeat, now.mono);
  m_status.name = welcome.value().node;
  m_status.server = welcome.value().server;
  m_status.capabilities = welcome.value().capabilities;
  m_status.openDoor = welcome.value().openDoor;
  m_status.incarnation = welcome.value().incarnation;
  if (m_cursor.incarnation != welcome.value().incarnation)
    m_clock = {};
  ping(now); // its answer gives the clock, which every time that follows is read by
}

void Link::ping(Now now) {
  send(
      encodePing(port(), m_session->takeSerial(), {now.wall, m_previous.has_value(), m_previous.value_or(Exchange{})}));
}

void Link::pong(const FrameView& frame, Now now) {
  const Result<Pong> pong = decodePong(frame.body);
  if (!pong.ok() || frame.header.code != 0)
    return;
  m_previous = Exchange{pong.value().sent, pong.value().arrived, pong.value().running, pong.value().answered, now.wall};
  m_clock.add(*m_previous);
  if (m_subscribed)
    return;
  m_subscribed = true;
  m_backoff.succeeded();
  const auto estimate = m_clock.estimate(now.wall);
  m_status.clockError = estimate ? estimate->error : Duration{};
  say(LinkStatus::State::online);
  subscribe();
}

Duration Link::offset(WallTime now) const {
  const auto estimate = m_clock.estimate(now);
  return estimate ? estimate->offset : Duration::zero();
}

void Link::subscribe() {
  // Half a snapshot cannot be resumed, whatever blocks came between its pages.
  if (!m_complete)
    m_cursor = {};
  send(encodeSubscribe(port(), m_session->takeSerial(), {m_cursor.incarnation, m_cursor.sequence}));
}

void Link::subscribed(const FrameView& frame) {
  const Result<Subscribed> subscribed = decodeSubscribed(frame.body);
  if (frame.header.code != 0)
    return lost({errorFromWire(frame.header.code), decodeRefusal(frame.body).detail});
  if (!subscribed.ok())
    return lost(subscribed.error());
  m_complete = m_complete && subscribed.value().resumed;
  if (!m_complete)
    return;
  Batch batch = newBatch();
  batch.snapshotEnds = true;
  deliver(std::move(batch));
}

void Link::block(const FrameView& frame) {
  Batch batch = newBatch();
  const Duration ahead = offset(readClocks().wall);
  const uint32_t low = frame.header.command & 0xff;
  if (low == telemetry::gap) {
    const Result<uint64_t> blocks = readGap(frame.body);
    if (!blocks.ok())
      return lost(blocks.error());
    batch.missedBlocks = blocks.value();
    m_complete = false;
  } else if (low == telemetry::snapshotPage) {
    const Result<uint64_t> asOf = readSnapshotPage(frame.body, ahead, batch);
    if (!asOf.ok())
      return lost(asOf.error());
    if (batch.snapshotEnds)
      m_cursor = {m_status.incarnation, asOf.value()};
    m_complete = batch.snapshotEnds;
  } else {
    const Result<BlockCursor> cursor = readBlock(frame.body, ahead, batch);
    if (!cursor.ok())
      return lost(cursor.error());
    m_cursor = cursor.value();
  }
  const RecordedFrame recorded{low, ahead, frame.body};
  deliver(std::move(batch), &recorded);
}

void Link::answer(const FrameView& frame) {
  const auto found = m_pending.find(frame.header.serial);
  if (found == m_pending.end())
    return;
  const RequestId request = found->second.request;
  const bool fits = frame.header.code != 0 || frame.header.command == found->second.answer;
  PageRequest page = std::move(found->second.page);
  m_pending.erase(found);
  Batch batch = newBatch();
  const RecordedFrame traced{RecordedFrame::traced, offset(readClocks().wall), frame.body};
  if (frame.header.code != 0)
    batch.answers.push_back({request, Error{errorFromWire(frame.header.code), decodeRefusal(frame.body).detail}});
  else if (!fits)
    batch.answers.push_back({request, Error{ErrorCode::malformed, "answer"}});
  else
    takeAnswer(frame, traced.ahead, batch, request);
  batch.answers.back().page = std::move(page);
  deliver(std::move(batch), batch.factCount() > 0 ? &traced : nullptr);
}

void Link::takeAnswer(const FrameView& frame, Duration ahead, Batch& batch, RequestId request) {
  const auto onOurClock = [ahead](auto result) {
    if (result.ok())
      shift(result.value(), ahead);
    return result;
  };
  const auto take = [&](auto&& result) {
    if (result.ok())
      batch.answers.push_back({request, std::move(result).value()});
    else
      batch.answers.push_back({request, result.error()});
  };
  switch (frame.header.command) {
  case answerTo(admin::inject):
    return take(decodeInjected(frame.body));
  case answerTo(admin::manage):
  case answerTo(admin::touch):
  case answerTo(admin::control):
  case answerTo(admin::tag):
  case answerTo(admin::tokenRemove):
    return take(decodeChanged(frame.body));
  case answerTo(admin::peek):
    return take(onOurClock(decodePeeked(frame.body)));
  case answerTo(admin::queue):
    return take(onOurClock(decodeQueuePage(frame.body)));
  case answerTo(admin::deadLetters):
    return take(onOurClock(decodeDeadLetterPage(frame.body)));
  case answerTo(admin::history):
    return take(onOurClock(decodeHistoryPage(frame.body)));
  case answerTo(admin::audit):
    return take(onOurClock(decodeAuditPage(frame.body)));
  case answerTo(admin::tokenAdd):
    return take(decodeTokenAdded(frame.body));
  case answerTo(admin::tokenList):
    return take(onOurClock(decodeTokenList(frame.body)));
  case answerTo(fleet::control):
    return take(decodeControlled(frame.body));
  case answerTo(admin::trace): {
    const Status status = readTraced(frame.body, ahead, batch);
    if (!status.ok())
      batch = newBatch();
    return take(status.ok() ? Result<Traced>(Traced{uint32_t(batch.deliveries.size())}) : status.error());
  }
  }
  batch.answers.push_back({request, Error{ErrorCode::malformed, "answer"}});
}

void Link::ask(Request request) {
  if (!m_session || !m_subscribed)
    return answerWith(request.id, {ErrorCode::cannotConnect, {}});
  // The server speaks of all times by its own clock.
  const Duration ahead = offset(readClocks().wall);
  const auto toTheirs = [ahead](WallTime& at) { at += at > WallTime{} ? ahead : Duration{}; };
  if (Inject* inject = std::get_if<Inject>(&request.body)) {
    toTheirs(inject->composed);
    toTheirs(inject->notBefore);
  }
  if (Manage* manage = std::get_if<Manage>(&request.body))
    toTheirs(manage->until);
  const uint32_t serial = m_session->takeSerial();
  struct Encode {
    uint32_t serial;
    Bytes operator()(const Inject& inject) const { return encodeInject(serial, inject); }
    Bytes operator()(const Trace& trace) const { return encodeTrace(serial, trace); }
    Bytes operator()(const Manage& manage) const { return encodeManage(serial, manage); }
    Bytes operator()(const Touch& touch) const { return encodeTouch(serial, touch); }
    Bytes operator()(const Control& control) const { return encodeControl(serial, control); }
    Bytes operator()(const SessionControl& control) const { return encodeSessionControl(serial, control); }
    Bytes operator()(const Tag& tag) const { return encodeTag(serial, tag); }
    Bytes operator()(const Peek& peek) const { return encodePeek(serial, peek); }
    Bytes operator()(const ListRequest& request) const { return encodePageRequest(serial, request.list, request.page); }
    Bytes operator()(const TokenAdd& add) const { return encodeTokenAdd(serial, add); }
    Bytes operator()(const TokenRemove& remove) const { return encodeTokenRemove(serial, remove); }
  };
  const Bytes frame = std::visit(Encode{serial}, request.body);
  if (frame.size() > adminLimit)
    return answerWith(request.id, {ErrorCode::tooLarge, "request"});
  const ListRequest* list = std::get_if<ListRequest>(&request.body);
  m_pending[serial] = {request.id, readClocks().mono + requestLimit, answerTo(readHeader(frame).command),
                       list ? list->page : PageRequest{}};
  send(frame);
  arm();
}

void Link::tick() {
  const Now now = readClocks();
  // While the window takes nothing, nothing is read: the other side's silence is our doing.
  if (m_session && !m_undelivered.empty())
    m_session->forgive(now.mono);
  if (now.mono >= m_retryAt)
    return connectNow();
  for (auto it = m_pending.begin(); it != m_pending.end();) {
    if (it->second.due > now.mono) {
      ++it;
      continue;
    }
    answerWith(it->second.request, {ErrorCode::timedOut, {}});
    it = m_pending.erase(it);
  }
  while (m_session) {
    const Session::Step step = m_session->tick(now.mono);
    if (step == Session::Step::none)
      break;
    if (step == Session::Step::sendPing)
      ping(now);
    if (step == Session::Step::handshakeLate)
      return lost({ErrorCode::timedOut, "hello"});
    if (step == Session::Step::heartbeatLost)
      return lost({ErrorCode::heartbeatLost, {}});
  }
  arm();
}

void Link::arm() {
  MonoTime due = std::min(m_retryAt, m_session ? m_session->deadline() : never);
  for (const auto& [serial, pending] : m_pending)
    due = std::min(due, pending.due);
  if (due == never)
    return m_timer.stop();
  const auto wait = duration_cast<milliseconds>(due - readClocks().mono) + milliseconds(1);
  m_timer.start(std::clamp(wait, milliseconds(0), milliseconds(60'000)));
}

void Link::endSession() {
  m_session.reset();
  m_subscribed = false;
  for (const auto& [serial, pending] : std::exchange(m_pending, {}))
    answerWith(pending.request, {ErrorCode::outcomeUnknown, {}});
  m_socket->abort();
}

void Link::lost(const Error& why) {
  if (!m_session)
    return;
  endSession();
  const Error cause = why.code == ErrorCode::ok ? Error{ErrorCode::connectionClosed, {}} : why;
  if (isFinalRefusal(cause.code)) {
    say(LinkStatus::State::refused, cause);
    return m_timer.stop();
  }
  const Now now = readClocks();
  const Duration wait = m_backoff.next(m_random);
  m_retryAt = now.mono + wait;
  say(LinkStatus::State::waiting, cause, now.wall + wait);
  arm();
}

void Link::say(LinkStatus::State state, const Error& error, WallTime retryAt) {
  m_status.state = state;
  m_status.error = error;
  m_status.retryAt = retryAt;
  Batch batch = newBatch();
  batch.status = m_status;
  deliver(std::move(batch));
}

void Link::answerWith(RequestId request, const Error& error) {
  Batch batch = newBatch();
  batch.answers.push_back({request, error});
  deliver(std::move(batch));
}

Batch Link::newBatch() const {
  Batch batch;
  batch.link = m_id;
  batch.kind = m_target.kind;
  return batch;
}

void Link::deliver(Batch&& batch, const RecordedFrame* frame) {
  if (m_undelivered.empty() && m_deliver(batch, frame))
    return;
  m_undelivered.push_back({std::move(batch), frame ? std::optional(*frame) : std::nullopt,
                           frame ? Bytes(frame->body.begin(), frame->body.end()) : Bytes()});
  m_pauseTimer.start(pause);
}

void Link::flushBacklog() {
  while (!m_undelivered.empty()) {
    Undelivered& next = m_undelivered.front();
    if (next.frame)
      next.frame->body = next.body;
    if (!m_deliver(next.batch, next.frame ? &*next.frame : nullptr))
      return m_pauseTimer.start(pause);
    m_undelivered.pop_front();
  }
  readable();
}

} // namespace pushscope
