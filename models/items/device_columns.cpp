#include "models/items/column.h"
#include "models/query/device_wakes.h"
#include "models/text/sentences.h"

namespace pushscope {
namespace {

const DeviceTable::Belief& belief(const World& w, uint64_t row) {
  return w.devices().belief(Row(row));
}
const DeviceTable::Truth& truth(const World& w, uint64_t row) {
  return w.devices().truth(Row(row));
}

QVariant time(WallTime t) {
  return t == WallTime{} ? QVariant() : QVariant(qint64(micros(t)));
}
QVariant positive(Duration d) {
  return d <= Duration::zero() ? QVariant() : QVariant(qint64(d.count()));
}
QVariant percentile(const World& w, uint64_t row, unsigned perThousand) {
  const auto value = w.devices().roundTrips(Row(row)).percentile(perThousand);
  return value ? QVariant(qint64(value->count())) : QVariant();
}
template <class T>
QVariant known(const World& w, uint64_t row, T value) {
  return belief(w, row).known ? QVariant(value) : QVariant();
}

Tone linkTone(LinkState link, bool stale) {
  if (stale)
    return Tone::faint;
  switch (link) {
  case LinkState::online:
    return Tone::alive;
  case LinkState::suspect:
    return Tone::late;
  case LinkState::offline:
    return Tone::dead;
  case LinkState::unknown:
    return Tone::faint;
  }
  return Tone::neutral;
}

QString staleOr(bool stale, const QString& text) {
  return stale ? text + QCoreApplication::translate("Columns", " (stale)") : text;
}

QVariant truthText(const World& w, uint64_t row) {
  const DeviceTable::Truth& t = truth(w, row);
  if (!t.known)
    return {};
  const QString link = Sentences::linkState(t.link);
  const QString text = t.link == LinkState::online ? Sentences::appState(t.app) : link;
  return staleOr(t.stale, w.devices().differs(Row(row)) ? QStringLiteral("≠ ") + text : text);
}

QVariant wakes(const World& w, uint64_t row, uint64_t WakeCount::*which) {
  const auto count = countWakes(w, Row(row));
  return count ? QVariant(qint64((*count).*which)) : QVariant();
}

const Notice* noticeOf(const World& w, uint64_t row) {
  const Activity* activity = betterActivity(w, Row(row));
  return activity && activity->notice ? &*activity->notice : nullptr;
}

QVariant sync(const World& w, uint64_t row, Duration SyncFact::*part) {
  const Activity* activity = betterActivity(w, Row(row));
  return activity && activity->sync ? positive((*activity->sync).*part) : QVariant();
}

const std::vector<Column>& allColumns() {
  static const std::vector<Column> all{
      {"device", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 16, true, [](const World& w, uint64_t r) -> QVariant { return plain(w.devices().device(Row(r))); }},
      {"link", QT_TRANSLATE_NOOP("Columns", "Link"),
       QT_TRANSLATE_NOOP("Columns", "What the server believes: online, suspect (a beat is missing) or offline"),
       Kind::text, 14, true,
       [](const World& w, uint64_t r) -> QVariant {
         const auto& b = belief(w, r);
         return b.known ? QVariant(staleOr(b.stale, Sentences::linkState(b.link))) : QVariant();
       },
       [](const World& w, uint64_t r) { return linkTone(belief(w, r).link, belief(w, r).stale); }},
      {"app_state", QT_TRANSLATE_NOOP("Columns", "App"),
       QT_TRANSLATE_NOOP("Columns", "The app's state as last reported to the server"), Kind::text, 11, true,
       [](const World& w, uint64_t r) -> QVariant { return known(w, r, Sentences::appState(belief(w, r).app)); }},
      {"app_cause", QT_TRANSLATE_NOOP("Columns", "Cause"),
       QT_TRANSLATE_NOOP("Columns", "What brought the app into that state, as last reported"), Kind::text, 16, true,
       [](const World& w, uint64_t r) -> QVariant {
         const auto& b = belief(w, r);
         return b.known && b.cause != Cause::unknown ? QVariant(Sentences::cause(b.cause)) : QVariant();
       }},
      {"truth", QT_TRANSLATE_NOOP("Columns", "Truth"),
       QT_TRANSLATE_NOOP("Columns", "What the fleet knows of its phone; ≠ where the server believes otherwise"),
       Kind::text, 14, true, truthText,
       [](const World& w, uint64_t r) { return w.devices().differs(Row(r)) ? Tone::late : Tone::neutral; }},
      {"truth_cause", QT_TRANSLATE_NOOP("Columns", "True cause"),
       QT_TRANSLATE_NOOP("Columns", "What brought the app into the state that the fleet knows"), Kind::text, 16, false,
       [](const World& w, uint64_t r) -> QVariant {
         const auto& t = truth(w, r);
         return t.known && t.cause != Cause::unknown ? QVariant(Sentences::cause(t.cause)) : QVariant();
       }},
      {"profile", QT_TRANSLATE_NOOP("Columns", "Profile"), QT_TRANSLATE_NOOP("Columns", "The kind of phone"),
       Kind::text, 14, true,
       [](const World& w, uint64_t r) -> QVariant { return plain(w.devices().profile(Row(r)), 64); }},
      {"round_trip_ms", QT_TRANSLATE_NOOP("Columns", "Round trip"),
       QT_TRANSLATE_NOOP("Columns", "Of the last heartbeat, network only"), Kind::duration, 10, true,
       [](const World& w, uint64_t r) { return positive(belief(w, r).roundTrip); }},
      {"round_trip_p50_ms", QT_TRANSLATE_NOOP("Columns", "≈ p50"),
       QT_TRANSLATE_NOOP("Columns", "Half of the round trips are shorter; within 20 %"), Kind::duration, 9, true,
       [](const World& w, uint64_t r) { return percentile(w, r, 500); }},
      {"round_trip_p99_ms", QT_TRANSLATE_NOOP("Columns", "≈ p99"),
       QT_TRANSLATE_NOOP("Columns", "99 of 100 round trips are shorter; within 20 %"), Kind::duration, 9, true,
       [](const World& w, uint64_t r) { return percentile(w, r, 990); }},
      {"missed", QT_TRANSLATE_NOOP("Columns", "Missed"),
       QT_TRANSLATE_NOOP("Columns", "Heartbeats that did not come since the server was started"), Kind::count, 7, true,
       [](const World& w, uint64_t r) { return known(w, r, qint64(belief(w, r).missed)); },
       [](const World& w, uint64_t r) { return belief(w, r).missed > 0 ? Tone::late : Tone::neutral; }},
      {"waiting", QT_TRANSLATE_NOOP("Columns", "Waiting"),
       QT_TRANSLATE_NOOP("Columns", "Deliveries that are not final yet"), Kind::count, 7, true,
       [](const World& w, uint64_t r) { return known(w, r, qint64(belief(w, r).waiting)); },
       [](const World& w, uint64_t r) { return belief(w, r).waiting > 0 ? Tone::retried : Tone::neutral; }},
      {"resumes_300s", QT_TRANSLATE_NOOP("Columns", "Resumes"),
       QT_TRANSLATE_NOOP("Columns", "Times that the app was resumed in the last 300 s"), Kind::count, 7, true,
       [](const World& w, uint64_t r) -> QVariant {
         const auto resumes = resumesOf(w, Row(r));
         return resumes ? QVariant(qint64(resumes->used)) : QVariant();
       },
       [](const World& w, uint64_t r) {
         const auto resumes = resumesOf(w, Row(r));
         return resumes && isShort(resumes->used, resumes->limit) ? Tone::late : Tone::neutral;
       }},
      {"most_resumes_300s", QT_TRANSLATE_NOOP("Columns", "of at most"),
       QT_TRANSLATE_NOOP("Columns", "Resumes in 300 s that the phone's system allows; one more ends the app"),
       Kind::count, 8, true,
       [](const World& w, uint64_t r) -> QVariant {
         const auto resumes = resumesOf(w, Row(r));
         return resumes && resumes->limit > 0 ? QVariant(qint64(resumes->limit)) : QVariant();
       }},
      {"wakes", QT_TRANSLATE_NOOP("Columns", "Wakes"),
       QT_TRANSLATE_NOOP("Columns", "That happened since this console looks on"), Kind::count, 6, true,
       [](const World& w, uint64_t r) { return wakes(w, r, &WakeCount::happened); }},
      {"missed_wakes", QT_TRANSLATE_NOOP("Columns", "Missed wakes"),
       QT_TRANSLATE_NOOP("Columns", "Wakes that were called for and did not happen since this console looks on"),
       Kind::count, 12, true, [](const World& w, uint64_t r) { return wakes(w, r, &WakeCount::missed); },
       [](const World& w, uint64_t r) {
         return wakes(w, r, &WakeCount::missed).toLongLong() > 0 ? Tone::dead : Tone::neutral;
       }},
      {"last_wake", QT_TRANSLATE_NOOP("Columns", "Last wake"),
       QT_TRANSLATE_NOOP("Columns", "When one was last called for, missed ones included"), Kind::time, 10, false,
       [](const World& w, uint64_t r) { return time(lastWake(w, Row(r))); }},
      {"kept_awake", QT_TRANSLATE_NOOP("Columns", "Kept awake"),
       QT_TRANSLATE_NOOP("Columns", "The app keeps itself awake: it ran for more than 60 s because of data, or it has "
                                    "at most one resume left"),
       Kind::text, 12, true,
       [](const World& w, uint64_t r) -> QVariant {
         return keepsItselfAwake(w, Row(r)) ? QVariant(QCoreApplication::translate("Columns", "keeps itself awake"))
                                            : QVariant();
       },
       [](const World& w, uint64_t r) { return keepsItselfAwake(w, Row(r)) ? Tone::late : Tone::neutral; }},
      {"network", QT_TRANSLATE_NOOP("Columns", "Network"),
       QT_TRANSLATE_NOOP("Columns", "Of a simulated phone, as its fleet knows"), Kind::text, 18, true,
       [](const World& w, uint64_t r) -> QVariant {
         return truth(w, r).known ? QVariant(Sentences::network(truth(w, r).network)) : QVariant();
       },
       [](const World& w, uint64_t r) {
         const Network& n = truth(w, r).network;
         const bool cut = n.airplane || n.blackHole || !(n.wifi || n.cellular);
         return truth(w, r).known && cut ? Tone::dead : Tone::neutral;
       }},
      {"badge", QT_TRANSLATE_NOOP("Columns", "Badge"),
       QT_TRANSLATE_NOOP("Columns", "Number at the app's icon, as last told"), Kind::count, 6, true,
       [](const World& w, uint64_t r) -> QVariant {
         const Notice* notice = noticeOf(w, r);
         return notice ? QVariant(qint64(notice->badge)) : QVariant();
       }},
      {"last_notice", QT_TRANSLATE_NOOP("Columns", "Notification"),
       QT_TRANSLATE_NOOP("Columns", "What became of the last local notification"), Kind::text, 18, false,
       [](const World& w, uint64_t r) -> QVariant {
         const Notice* notice = noticeOf(w, r);
         return notice ? QVariant(Sentences::notice(*notice)) : QVariant();
       }},
      {"session", QT_TRANSLATE_NOOP("Columns", "Session"),
       QT_TRANSLATE_NOOP("Columns", "Whether the last connection went on with a session"), Kind::text, 9, false,
       [](const World& w, uint64_t r) -> QVariant {
         if (!belief(w, r).known)
           return {};
         return belief(w, r).resumed ? QCoreApplication::translate("Columns", "resumed")
                                     : QCoreApplication::translate("Columns", "new");
       }},
      {"first_push_ms", QT_TRANSLATE_NOOP("Columns", "First push"),
       QT_TRANSLATE_NOOP("Columns", "From the last hello until the first waiting push was handled"), Kind::duration, 10,
       false, [](const World& w, uint64_t r) { return sync(w, r, &SyncFact::firstPush); }},
      {"sync_ms", QT_TRANSLATE_NOOP("Columns", "Sync"),
       QT_TRANSLATE_NOOP("Columns", "From the last hello until all was current"), Kind::duration, 10, false,
       [](const World& w, uint64_t r) { return sync(w, r, &SyncFact::sync); }},
      {"last_beat", QT_TRANSLATE_NOOP("Columns", "Last beat"),
       QT_TRANSLATE_NOOP("Columns", "When a round trip was last measured"), Kind::time, 10, true,
       [](const World& w, uint64_t r) { return time(belief(w, r).lastBeat); }},
      {"connected", QT_TRANSLATE_NOOP("Columns", "Connected"),
       QT_TRANSLATE_NOOP("Columns", "When this connection began"), Kind::time, 10, true,
       [](const World& w, uint64_t r) { return time(belief(w, r).connected); }},
      {"connects", QT_TRANSLATE_NOOP("Columns", "Connects"),
       QT_TRANSLATE_NOOP("Columns", "Connections since the server was started"), Kind::count, 8, true,
       [](const World& w, uint64_t r) { return known(w, r, qint64(belief(w, r).connects)); }},
      {"last_disconnect", QT_TRANSLATE_NOOP("Columns", "Last disconnect"),
       QT_TRANSLATE_NOOP("Columns", "By which side, and why"), Kind::text, 38, true,
       [](const World& w, uint64_t r) -> QVariant {
         const QString text = Sentences::closing(belief(w, r).closing);
         return text.isEmpty() ? QVariant() : QVariant(text);
       }},
      {"disconnected", QT_TRANSLATE_NOOP("Columns", "Disconnected"), QT_TRANSLATE_NOOP("Columns", "When that was"),
       Kind::time, 11, false, [](const World& w, uint64_t r) { return time(belief(w, r).closed); }},
      {"node", QT_TRANSLATE_NOOP("Columns", "Node"), QT_TRANSLATE_NOOP("Columns", "The server that knows this device"),
       Kind::text, 10, true,
       [](const World& w, uint64_t r) -> QVariant {
         const auto& b = belief(w, r);
         return b.known ? QVariant(plain(w.links()[b.node.value].status.name, 64)) : QVariant();
       }},
      {"address", QT_TRANSLATE_NOOP("Columns", "Address"), QT_TRANSLATE_NOOP("Columns", "Where it connected from"),
       Kind::text, 18, true, [](const World& w, uint64_t r) { return known(w, r, plain(belief(w, r).address, 64)); }},
      {"clock_offset_ms", QT_TRANSLATE_NOOP("Columns", "Clock ahead"),
       QT_TRANSLATE_NOOP("Columns", "How far the phone's clock is ahead of the server's, from heartbeats"),
       Kind::duration, 11, true,
       [](const World& w, uint64_t r) {
         const auto& b = belief(w, r);
         return b.clockError > Duration::zero() ? QVariant(qint64(b.clockOffset.count())) : QVariant();
       }},
      {"clock_error_ms", QT_TRANSLATE_NOOP("Columns", "± error"), QT_TRANSLATE_NOOP("Columns", "Of the clock offset"),
       Kind::duration, 9, false, [](const World& w, uint64_t r) { return positive(belief(w, r).clockError); }},
      {"client", QT_TRANSLATE_NOOP("Columns", "Client"),
       QT_TRANSLATE_NOOP("Columns", "Program and version, as told in the hello"), Kind::text, 12, false,
       [](const World& w, uint64_t r) { return known(w, r, plain(belief(w, r).client, 64)); }},
  };
  return all;
}

class DeviceRows : public RowSource {
 public:
  std::span<const Column> columns() const override { return allColumns(); }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World& world) const override { return world.devices().size(); }
  bool shown(const World& world, uint64_t row) const override {
    return world.devices().belief(Row(row)).known || world.devices().truth(Row(row)).known;
  }
  bool concerns(const World::Changes& changes) const override { return changes.devices || changes.newDevices; }
};

} // namespace

const RowSource& deviceRows() {
  static const DeviceRows rows;
  return rows;
}

} // namespace pushscope
