#include "models/text/sentences.h"

#include "models/text/format.h"

namespace pushscope {
namespace {

QString withDetail(const QString& sentence, const Error& error) {
  return error.detail.empty() ? sentence : sentence + QStringLiteral(" (%1)").arg(plain(error.detail));
}

// "0 wait now" of "expected: 0 wait now".
QString numberThere(const Error& conflict) {
  const QString detail = plain(conflict.detail);
  return detail.startsWith(QLatin1String("expected: ")) ? detail.section(QLatin1String(": "), 1) : QString();
}

} // namespace

QString Sentences::error(const Error& e, const QString& thing) {
  switch (e.code) {
  case ErrorCode::ok:
    return tr("%1: done.").arg(thing);
  case ErrorCode::malformed:
    if (e.detail == "handshake")
      return tr("%1 does not answer as it should from the first frame on, so it is probably another port. Consoles "
                "connect to the admin port of a server (7802 if nobody chose another) or to the control port of a "
                "fleet "
                "(7803); the device port (7801) is for phones.")
          .arg(thing);
    return withDetail(tr("%1: the other side sent or received something that does not follow the protocol. Compare the "
                         "versions of both programs.")
                          .arg(thing),
                      e);
  case ErrorCode::tooLarge:
    return withDetail(tr("%1 is larger than allowed. Make it shorter or choose fewer devices.").arg(thing), e);
  case ErrorCode::unknownCommand:
    return tr("%1: this server does not know the request. A newer server may.").arg(thing);
  case ErrorCode::version:
    return withDetail(tr("%1: no protocol version in common. Update the older of the two programs.").arg(thing), e);
  case ErrorCode::unauthenticated:
    return tr("%1 does not accept this token. Check that the token file is the one that it uses, then connect again.")
        .arg(thing);
  case ErrorCode::forbidden:
    if (e.detail == "name")
      return tr("%1 is the first of this server and stays: it is the one in its token file.").arg(thing);
    return tr("%1: this token's role may not do that. Ask for a token with a higher role.").arg(thing);
  case ErrorCode::notFound:
    return notFound(QString::fromStdString(e.detail), thing);
  case ErrorCode::busy:
    return tr("%1: the server is busy. Try again in a moment.").arg(thing);
  case ErrorCode::conflict:
    if (e.detail == "name")
      return tr("%1: the name is taken. Choose another, or remove what has it first.").arg(thing);
    if (const QString there = numberThere(e); !there.isEmpty())
      return tr("%1: nothing was done, because another number was expected than there is: %2. Look again, then repeat "
                "it "
                "with that number.")
          .arg(thing, there);
    return withDetail(tr("%1 contradicts what is already there.").arg(thing), e);
  case ErrorCode::limit:
    return withDetail(tr("%1: a limit of the server would be exceeded.").arg(thing), e);
  case ErrorCode::storage:
    return tr("%1: the server could not store it. See the server's log.").arg(thing);
  case ErrorCode::outcomeUnknown:
    return tr("%1: the connection ended before the answer came, so it may or may not have happened. Sending it again "
              "with the same id is safe.")
        .arg(thing);
  case ErrorCode::draining:
    return tr("%1 is going down.").arg(thing);
  case ErrorCode::superseded:
    return tr("%1 connected from elsewhere.").arg(thing);
  case ErrorCode::heartbeatLost:
    return tr("%1 stopped answering heartbeats.").arg(thing);
  case ErrorCode::banned:
    return tr("%1: too many wrong tokens from this address. Wait a minute, then check the token file.").arg(thing);
  case ErrorCode::cannotConnect:
    return withDetail(tr("%1 cannot be reached. Check that it runs and listens on this address.").arg(thing), e);
  case ErrorCode::timedOut:
    return tr("%1 did not answer in time.").arg(thing);
  case ErrorCode::connectionClosed:
    return tr("%1 closed the connection.").arg(thing);
  case ErrorCode::file:
    return e.detail.empty() ? tr("%1: a file could not be read or written.").arg(thing) : plain(e.detail, 500);
  case ErrorCode::usage:
    return e.detail.empty() ? tr("%1: a flag or a setting makes no sense.").arg(thing) : plain(e.detail, 500);
  case ErrorCode::insecure:
    return withDetail(tr("%1: no encrypted connection could be made. It may be a server without TLS, which can only be "
                         "used on its own computer or through a tunnel, for example with ssh -L.")
                          .arg(thing),
                      e);
  case ErrorCode::untrusted:
    return untrusted(plain(e.detail), thing);
  case ErrorCode::local:
    break;
  }
  return tr("%1 answered with the private code %2.").arg(thing, QString::number(static_cast<uint32_t>(e.code)));
}

QString Sentences::refusal(ErrorCode code, std::string_view device) {
  return error({code, code == ErrorCode::notFound ? "device" : ""}, plain(device, 40));
}

QString Sentences::notFound(const QString& what, const QString& thing) {
  if (what == QLatin1String("device") || what == QLatin1String("devices"))
    return tr("%1 is not known to this server. A device is known once it has connected since the server was started; "
              "the list of sessions has all that are.")
        .arg(thing);
  if (what == QLatin1String("uuid"))
    return tr("%1: nothing under this id waits or is kept on this server. Compare the id with the lists of what waits "
              "and of what was given up; what is final can be traced until it is forgotten.")
        .arg(thing);
  if (what == QLatin1String("waiting"))
    return tr("%1: nothing waits.").arg(thing);
  if (what == QLatin1String("collection"))
    return tr("%1: this server knows no such device, or no such collection in its account. The list of sessions has "
              "the "
              "devices; collections are named when the server is started.")
        .arg(thing);
  if (what == QLatin1String("name"))
    return tr("%1: there is nothing of this name. The list of tokens has all names.").arg(thing);
  return withDetail(tr("%1 is not known to this server.").arg(thing), {ErrorCode::notFound, what.toStdString()});
}

QString Sentences::untrusted(const QString& detail, const QString& thing) {
  const QString cause = detail.section(QLatin1Char(' '), 0, 0);
  const QString fingerprint = detail.section(QLatin1Char(' '), 1);
  if (cause == QLatin1String("pin"))
    return tr("%1 shows another certificate than the one that is pinned: it may not be the server that you mean. Its "
              "certificate is %2. Only if the server names the same one in its ready line and log, pin that instead, "
              "with --tls-pin or in the field “Certificate”.")
        .arg(thing, fingerprint);
  const QString why = cause == QLatin1String("name")            ? tr("its certificate is for another name")
                      : cause == QLatin1String("expired")       ? tr("its certificate has expired")
                      : cause == QLatin1String("not_yet_valid") ? tr("its certificate is not valid yet")
                      : cause == QLatin1String("revoked") ? tr("its certificate is revoked, or that cannot be told")
                      : cause == QLatin1String("unknown") ? tr("nobody known here has signed its certificate")
                                                          : tr("its certificate is not fit for a server");
  return tr("%1 is not believed: %2. The certificate is %3. If the server names the same one in its ready line and "
            "log, "
            "accept it with --tls-pin or in the field “Certificate”.")
      .arg(thing, why, fingerprint);
}

QString Sentences::flaw(const RecordingFlaw& flaw, const QString& file) {
  const QString from = flaw.from == WallTime{} ? tr("its beginning") : absoluteTime(flaw.from);
  const QString to = flaw.to == WallTime{} ? tr("its end") : absoluteTime(flaw.to);
  switch (flaw.cause) {
  case RecordingFlaw::Cause::notClosed:
    return tr("%1 was not closed, perhaps because its program was ended. Everything up to %2 is kept.").arg(file, from);
  case RecordingFlaw::Cause::cutOff:
    if (flaw.from == WallTime{})
      return tr("%1 is cut off or damaged from byte %2 on, before anything that could be kept.")
          .arg(file, QString::number(flaw.offset));
    return tr("%1 is cut off or damaged from byte %2 on. Everything up to %3 is kept.")
        .arg(file, QString::number(flaw.offset), from);
  case RecordingFlaw::Cause::damaged:
    return tr("%1 is damaged: %2 bytes from byte %3 on cannot be read, so nothing is known from %4 to %5. The rest is "
              "kept.")
        .arg(file, QString::number(flaw.bytes), QString::number(flaw.offset), from, to);
  case RecordingFlaw::Cause::dropped:
    break;
  }
  return tr("%1 has a gap from %2 to %3: more came than could be written. The rest is kept.").arg(file, from, to);
}

QString Sentences::linkShort(LinkStatus::State state) {
  switch (state) {
  case LinkStatus::State::connecting:
    return tr("connecting");
  case LinkStatus::State::online:
    return tr("live");
  case LinkStatus::State::waiting:
    return tr("lost");
  case LinkStatus::State::refused:
    return tr("refused");
  case LinkStatus::State::closed:
    return tr("disconnected");
  }
  return {};
}

QString Sentences::link(const World::LinkInfo& link, WallTime now) {
  const QString kind = link.kind == LinkKind::node ? tr("Server") : tr("Fleet");
  const QString name = link.status.name.empty() ? plain(link.target)
                                                : tr("%1 at %2").arg(plain(link.status.name, 40), plain(link.target));
  const QString thing = kind + QLatin1Char(' ') + name;
  switch (link.status.state) {
  case LinkStatus::State::connecting:
    return tr("%1: connecting…").arg(thing);
  case LinkStatus::State::online:
    return tr("%1: live, its times ± %2.").arg(thing, durationForPeople(link.status.clockError));
  case LinkStatus::State::refused:
    return error(link.status.error, thing);
  case LinkStatus::State::closed:
    return tr("%1: disconnected, because you asked for it.").arg(thing);
  case LinkStatus::State::waiting: {
    const QString retry = link.status.retryAt > now
                              ? tr("Trying again in %1 s.").arg((link.status.retryAt - now).count() / 1'000'000 + 1)
                              : tr("Trying again now.");
    const QString stale = link.wasOnline ? tr(" What is shown of it is stale.") : QString();
    return error(link.status.error, thing) + stale + QLatin1Char(' ') + retry;
  }
  }
  return thing;
}

QString Sentences::closing(const Closing& c) {
  if (c == Closing{})
    return {};
  const QString by = c.side == Side::server  ? tr("closed by the server")
                     : c.side == Side::phone ? tr("closed by the phone's side")
                                             : tr("closed");
  if (c.code == ErrorCode::ok)
    return c.goodbye ? tr("%1 with goodbye").arg(by) : tr("%1 without goodbye").arg(by);
  switch (c.code) {
  case ErrorCode::heartbeatLost:
    return tr("%1: heartbeat").arg(by);
  case ErrorCode::superseded:
    return tr("%1: connected elsewhere").arg(by);
  case ErrorCode::draining:
    return tr("%1: going down").arg(by);
  case ErrorCode::limit:
    return tr("%1: too slow to read").arg(by);
  default:
    return QStringLiteral("%1: %2").arg(
        by, QString::fromLatin1(errorName(c.code).data(), qsizetype(errorName(c.code).size())));
  }
}

QString Sentences::appState(AppState state) {
  switch (state) {
  case AppState::unknown:
    return tr("unknown");
  case AppState::foreground:
    return tr("foreground");
  case AppState::background:
    return tr("background");
  case AppState::suspended:
    return tr("suspended");
  case AppState::woken:
    return tr("woken");
  case AppState::handler:
    return tr("handler");
  case AppState::terminated:
    return tr("terminated");
  }
  return {};
}

QString Sentences::cause(Cause cause) {
  switch (cause) {
  case Cause::unknown:
    return tr("unknown");
  case Cause::user:
    return tr("user");
  case Cause::system:
    return tr("system");
  case Cause::data:
    return tr("data");
  case Cause::peerClosed:
    return tr("end of the stream");
  case Cause::keepAlive:
    return tr("keep-alive");
  case Cause::timer:
    return tr("timer");
  case Cause::vendorPush:
    return tr("vendor's push");
  case Cause::crash:
    return tr("crash");
  case Cause::boot:
    return tr("phone started");
  case Cause::budget:
    return tr("time used up");
  case Cause::wakeLimit:
    return tr("woken too often");
  case Cause::taskLeaked:
    return tr("background task never ended");
  case Cause::loggedOut:
    return tr("logged out");
  }
  return tr("a cause that this version does not know");
}

QString Sentences::reason(Reason reason) {
  switch (reason) {
  case Reason::none:
    return tr("none");
  case Reason::notConnected:
    return tr("not connected");
  case Reason::attemptsUsed:
    return tr("written as often as allowed, never acknowledged");
  case Reason::wakeBudget:
    return tr("held for the wake budget");
  case Reason::asleep:
    return tr("asleep, and bytes do not wake it");
  case Reason::postponed:
    return tr("postponed");
  case Reason::collapsed:
    return tr("replaced by a newer push with the same key");
  case Reason::terminatedByUser:
    return tr("terminated by the user");
  case Reason::terminatedBySystem:
    return tr("terminated by the system");
  case Reason::crashed:
    return tr("crashed");
  case Reason::rebooting:
    return tr("the phone starts anew");
  case Reason::loggedOut:
    return tr("logged out");
  case Reason::notMarked:
    return tr("its socket is not marked to wake it");
  case Reason::socketClosed:
    return tr("its socket is closed");
  case Reason::airplane:
    return tr("airplane mode");
  case Reason::noNetwork:
    return tr("no network");
  case Reason::natExpired:
    return tr("a NAT forgot the connection");
  case Reason::halfOpen:
    return tr("half-open connection");
  case Reason::doze:
    return tr("dozing");
  case Reason::vendorLimit:
    return tr("the vendor's channel delivers no more for now");
  case Reason::alertsOff:
    return tr("alerts are off");
  case Reason::notificationLimit:
    return tr("too many notifications are pending");
  case Reason::frozen:
    return tr("the app runs and does nothing");
  case Reason::operatorAsked:
    return tr("an operator asked for it");
  case Reason::refused:
    return tr("the app refused it");
  }
  return tr("a reason that this version does not know");
}

QString Sentences::wake(const Wake& w) {
  return happened(w) ? tr("happened") : tr("missed: %1").arg(reason(w.missed));
}

QString Sentences::noticeKind(NoticeKind kind) {
  switch (kind) {
  case NoticeKind::unknown:
    return tr("unknown");
  case NoticeKind::inApp:
    return tr("shown in the app");
  case NoticeKind::banner:
    return tr("banner");
  case NoticeKind::alert:
    return tr("alert");
  case NoticeKind::suppressed:
    return tr("suppressed");
  case NoticeKind::scheduled:
    return tr("scheduled");
  case NoticeKind::dropped:
    return tr("dropped");
  case NoticeKind::replaced:
    return tr("replaced");
  }
  return tr("unknown");
}

QString Sentences::notice(const Notice& n) {
  const QString kind = noticeKind(n.kind);
  return n.reason == Reason::none ? kind : QStringLiteral("%1: %2").arg(kind, reason(n.reason));
}

QString Sentences::network(const Network& n) {
  QStringList words;
  if (n.airplane)
    words << tr("airplane mode");
  if (n.wifi)
    words << tr("Wi-Fi");
  if (n.cellular)
    words << tr("cellular");
  if (words.isEmpty())
    words << tr("no network");
  if (n.blackHole)
    words << tr("nothing passes");
  return words.join(QStringLiteral(", "));
}

QString Sentences::linkState(LinkState state) {
  switch (state) {
  case LinkState::unknown:
    return tr("unknown");
  case LinkState::online:
    return tr("online");
  case LinkState::suspect:
    return tr("suspect");
  case LinkState::offline:
    return tr("offline");
  }
  return {};
}

QString Sentences::stage(Stage stage) {
  switch (stage) {
  case Stage::unknown:
    return tr("unknown");
  case Stage::composed:
    return tr("composed");
  case Stage::accepted:
    return tr("accepted");
  case Stage::routed:
    return tr("routed");
  case Stage::written:
    return tr("written");
  case Stage::woken:
    return tr("woken");
  case Stage::handled:
    return tr("handled");
  case Stage::acknowledged:
    return tr("acknowledged");
  case Stage::shown:
    return tr("shown");
  case Stage::notShown:
    return tr("not shown");
  case Stage::duplicate:
    return tr("duplicate");
  case Stage::mediaReady:
    return tr("media ready");
  case Stage::queued:
    return tr("queued");
  case Stage::retrying:
    return tr("retrying");
  case Stage::held:
    return tr("held");
  case Stage::offline:
    return tr("offline");
  case Stage::expired:
    return tr("expired");
  case Stage::cancelled:
    return tr("cancelled");
  case Stage::dead:
    return tr("dead");
  case Stage::evicted:
    return tr("evicted");
  }
  return {};
}

QString Sentences::source(Source source) {
  switch (source) {
  case Source::server:
    return tr("server");
  case Source::reported:
    return tr("phone, reported");
  case Source::truth:
    return tr("phone, truth");
  }
  return {};
}

QString Sentences::stageNote(const LadderStage& s) {
  const QString why = s.reason == Reason::none ? QString() : reason(s.reason);
  const auto withReason = [&why](const QString& note) {
    return why.isEmpty() ? note : QStringLiteral("%1; %2").arg(why, note);
  };
  switch (s.stage) {
  case Stage::composed:
    return tr("in this console or script");
  case Stage::accepted:
    return tr("kept by the server's store");
  case Stage::routed:
    return tr("to the node that holds the connection");
  case Stage::written:
    return s.attempt > 1 ? tr("attempt %1 (resend)").arg(s.attempt) : tr("attempt 1");
  case Stage::duplicate:
    return tr("arrived again: acknowledged again, not shown again");
  case Stage::mediaReady:
    return tr("its second path is open");
  case Stage::queued:
    return withReason(tr("waits for a connection"));
  case Stage::retrying:
    return withReason(tr("attempt %1 was not acknowledged; waits for a connection").arg(s.attempt));
  case Stage::held:
    if (s.reason == Reason::postponed || s.reason == Reason::refused)
      return withReason(tr("comes back later as a new delivery"));
    return withReason(tr("waits until the phone may be woken"));
  case Stage::offline:
    return withReason(tr("waits for the next hello, until its time to live ends"));
  case Stage::expired:
    return tr("its time to live ended");
  case Stage::evicted:
    return tr("made room in a full backlog");
  default:
    return why;
  }
}

std::optional<Duration> Sentences::mediaSkew(const DeliveryRow& delivery, const LadderStage& stage) {
  if (stage.stage != Stage::mediaReady)
    return std::nullopt;
  for (const LadderStage& other : delivery.stages)
    if (other.stage == Stage::handled && other.source == stage.source)
      return stage.at - other.at;
  return std::nullopt;
}

QString Sentences::mediaSkew(Duration skew) {
  return skew < Duration::zero() ? tr("%1 before it was handled").arg(durationForPeople(-skew))
                                 : tr("%1 after it was handled").arg(durationForPeople(skew));
}

QString Sentences::outcome(const DeliveryRow& d) {
  const QString attempts = d.attempts == 1 ? tr("1 attempt") : tr("%1 attempts").arg(d.attempts);
  const auto accepted = d.timeOf(Stage::accepted);
  if (d.state == Stage::acknowledged && accepted)
    return tr("acknowledged after %1, %2").arg(durationForPeople(d.settled - *accepted), attempts);
  const QString state =
      d.reason == Reason::none ? stage(d.state) : QStringLiteral("%1 (%2)").arg(stage(d.state), reason(d.reason));
  if (isFinal(d.state))
    return QStringLiteral("%1, %2").arg(state, attempts);
  return tr("%1, not final yet, %2").arg(state, attempts);
}

} // namespace pushscope
