#pragma once

#include "models/recording/recording_flaw.h"
#include "models/store/delivery_table.h"
#include "models/store/world.h"

#include <QCoreApplication>
#include <QString>

namespace pushscope {

// Sentences for people: the only place where codes become words. Each names the thing, the cause and, where there is
// one, the next step. Translated by QCoreApplication; device text in them is made plain.
class Sentences {
  Q_DECLARE_TR_FUNCTIONS(Sentences)
 public:
  // Why a request about `thing` failed.
  static QString error(const Error& error, const QString& thing);
  // Why a push to a device was refused.
  static QString refusal(ErrorCode code, std::string_view device);
  // What of a recording cannot be read, and what is kept of it.
  static QString flaw(const RecordingFlaw& flaw, const QString& file);
  // The state of a link, in full.
  static QString link(const World::LinkInfo& link, WallTime now);
  static QString linkShort(LinkStatus::State state);
  // "closed by the phone's side without goodbye", "closed by the server: heartbeat".
  static QString closing(const Closing& closing);
  static QString appState(AppState state);
  // What brought an app into its state, or woke it: "data", "keep-alive", "time used up".
  static QString cause(Cause cause);
  // Why something waits, did not happen or ended otherwise: "terminated by the user". "none" if there is none.
  static QString reason(Reason reason);
  // "happened", or "missed: the phone is in airplane mode".
  static QString wake(const Wake& wake);
  // "banner, badge 3", "suppressed: alerts are off".
  static QString notice(const Notice& notice);
  static QString noticeKind(NoticeKind kind);
  // "Wi-Fi, cellular", "airplane mode", "no network"; says if nothing passes.
  static QString network(const Network& network);
  static QString linkState(LinkState state);
  static QString stage(Stage stage);
  static QString source(Source source);
  // What a stage means, with attempt and reason.
  static QString stageNote(const LadderStage& stage);
  // How much later than the push was handled its second path was open, as far as one source tells both.
  static std::optional<Duration> mediaSkew(const DeliveryRow& delivery, const LadderStage& stage);
  static QString mediaSkew(Duration skew);
  // "acknowledged after 34.1 ms, 1 attempt".
  static QString outcome(const DeliveryRow& delivery);

 private:
  // `what`: the field that the server's answer names, as protocol/README.md has it.
  static QString notFound(const QString& what, const QString& thing);
  // `detail`: "CAUSE FINGERPRINT", as models/feed/trust.h has it.
  static QString untrusted(const QString& detail, const QString& thing);
};

} // namespace pushscope
