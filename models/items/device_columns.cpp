#include "models/items/column.h"
#include "models/query/device_wakes.h"
#include "models/query/health.h"
#include "models/text/sentences.h"

#include <algorithm>

namespace pushscope {
namespace {

decltype(auto) belief(const World& w, uint64_t row) {
  return w.devices().belief(Row(row));
}
decltype(auto) truth(const World& w, uint64_t row) {
  return w.devices().truth(Row(row));
}

int64_t time(WallTime t) {
  return t == WallTime{} ? unknownNumber : micros(t);
}
int64_t positive(Duration d) {
  return d <= Duration::zero() ? unknownNumber : d.count();
}
int64_t percentile(const World& w, uint64_t row, unsigned perThousand) {
  const auto value = belief(w, row).roundTrips.percentile(perThousand);
  return value ? value->count() : unknownNumber;
}
int64_t known(const World& w, uint64_t row, uint32_t value) {
  return belief(w, row).known ? int64_t(value) : unknownNumber;
}
std::optional<std::string_view> knownText(const World& w, uint64_t row, std::string_view text) {
  return belief(w, row).known ? std::optional(text) : std::nullopt;
}

QString translated(const char* text) {
  return QCoreApplication::translate("Columns", text);
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

// A code that may be marked, as stale or as different.
constexpr int64_t stale = 1 << 8, differing = 1 << 9;
template <class State>
State stateOf(int64_t code) {
  return static_cast<State>(code & 0xff);
}
QString staleOr(int64_t code, const QString& text) {
  return (code & stale) != 0 ? text + translated(QT_TRANSLATE_NOOP("Columns", " (stale)")) : text;
}

CodedCell linkCell() {
  return {[](const World& w, uint64_t r) {
            const auto& b = belief(w, r);
            return b.known ? int64_t(b.link) | (b.stale ? stale : 0) : unknownNumber;
          },
          [](const World&, int64_t code) { return staleOr(code, Sentences::linkState(stateOf<LinkState>(code))); },
          linkStateCount};
}

// The app's state, and beyond these the link's if that is not online.
CodedCell truthCell() {
  constexpr int64_t links = appStateCount;
  return {[](const World& w, uint64_t r) {
            const auto& t = truth(w, r);
            if (!t.known)
              return unknownNumber;
            const int64_t state = t.link == LinkState::online ? int64_t(t.app) : links + int64_t(t.link);
            return state | (t.stale ? stale : 0) | (w.devices().differs(Row(r)) ? differing : 0);
          },
          [](const World&, int64_t code) {
            const int64_t state = code & 0xff;
            const QString text = state < links ? Sentences::appState(static_cast<AppState>(state))
                                               : Sentences::linkState(static_cast<LinkState>(state - links));
            return staleOr(code, (code & differing) != 0 ? QStringLiteral("≠ ") + text : text);
          }};
}

QString causeWord(const World&, int64_t code) {
  return Sentences::cause(static_cast<Cause>(code));
}
int64_t causeCode(Cause cause) {
  return cause == Cause::unknown ? unknownNumber : int64_t(cause);
}

CodedCell closingCell() {
  return {[](const World& w, uint64_t r) {
            const auto& c = belief(w, r).closing;
            return c == Closing{} ? unknownNumber : int64_t(c.side) << 32 | int64_t(c.code) << 1 | int64_t(c.goodbye);
          },
          [](const World&, int64_t code) {
            return Sentences::closing(
                {static_cast<Side>(code >> 32), static_cast<ErrorCode>(code >> 1 & 0x7fff'ffff), (code & 1) != 0});
          }};
}

int64_t wakes(const World& w, uint64_t row, uint64_t WakeCount::*which) {
  const auto count = countWakes(w, Row(row));
  return count ? int64_t((*count).*which) : unknownNumber;
}

const Notice* noticeOf(const World& w, uint64_t row) {
  return w.devices().notice(Row(row), betterRoad(w, Row(row)));
}

CodedCell noticeCell() {
  return {[](const World& w, uint64_t r) {
            const Notice* notice = noticeOf(w, r);
            return notice ? int64_t(notice->kind) << 8 | int64_t(notice->reason) : unknownNumber;
          },
          [](const World&, int64_t code) {
            Notice notice;
            notice.kind = static_cast<NoticeKind>(code >> 8);
            notice.reason = static_cast<Reason>(code & 0xff);
            return Sentences::notice(notice);
          }};
}

CodedCell networkCell() {
  return {[](const World& w, uint64_t r) {
            return truth(w, r).known ? int64_t(networkBits(truth(w, r).network)) : unknownNumber;
          },
          [](const World&, int64_t code) { return Sentences::network(networkOf(uint32_t(code))); }};
}

int64_t sync(const World& w, uint64_t row, Duration SyncFact::*part) {
  const SyncFact* sync = w.devices().sync(Row(row), betterRoad(w, Row(row)));
  return sync ? positive(sync->*part) : unknownNumber;
}

// The worst, and among equals the one that has more of it, stands first.
CodedCell healthCell() {
  constexpr int mostBits = 40;
  return {[](const World& w, uint64_t r) {
            const Health health = healthOf(w, Row(r));
            return health.state == Health::State::unknown ? unknownNumber : int64_t(health.state);
          },
          [](const World&, int64_t code) { return healthWord(static_cast<Health::State>(code)); }, healthStateCount,
          [](const World& w, uint64_t r) {
            const Health health = healthOf(w, Row(r));
            if (health.state == Health::State::unknown)
              return unknownNumber;
            const int64_t less =
                (int64_t{1} << mostBits) - 1 - std::clamp<int64_t>(health.amount, 0, (int64_t{1} << mostBits) - 1);
            return int64_t(health.state) << mostBits | less;
          }};
}

Tone toneOf(Health::State state) {
  switch (state) {
  case Health::State::lost:
    return Tone::dead;
  case Health::State::suspect:
  case Health::State::differs:
  case Health::State::keepsAwake:
  case Health::State::shortOfResumes:
  case Health::State::missedBeats:
    return Tone::late;
  case Health::State::waiting:
    return Tone::retried;
  case Health::State::well:
    return Tone::alive;
  case Health::State::gone:
  case Health::State::stale:
  case Health::State::unknown:
    return Tone::faint;
  }
  return Tone::neutral;
}

const std::vector<Column>& allColumns() {
  static const std::vector<Column> all{
      {"device", "id", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 16, true, TextCell{[](const World& w, uint64_t r, std::string&) -> std::optional<std::string_view> {
         return w.devices().device(Row(r));
       }}},
      {"link", "", QT_TRANSLATE_NOOP("Columns", "Link"),
       QT_TRANSLATE_NOOP("Columns", "What the server believes: online, suspect (a beat is missing) or offline"),
       Kind::text, 14, true, linkCell(),
       [](const World& w, uint64_t r) { return linkTone(belief(w, r).link, belief(w, r).stale); }},
      {"app_state", "state", QT_TRANSLATE_NOOP("Columns", "App"),
       QT_TRANSLATE_NOOP("Columns", "The app's state as last reported to the server"), Kind::text, 11, true,
       CodedCell{[](const World& w, uint64_t r) { return known(w, r, uint32_t(belief(w, r).app)); },
                 [](const World&, int64_t code) { return Sentences::appState(static_cast<AppState>(code)); },
                 appStateCount}},
      {"app_cause", "cause", QT_TRANSLATE_NOOP("Columns", "Cause"),
       QT_TRANSLATE_NOOP("Columns", "What brought the app into that state, as last reported"), Kind::text, 16, true,
       CodedCell{[](const World& w, uint64_t r) {
                   return belief(w, r).known ? causeCode(belief(w, r).cause) : unknownNumber;
                 },
                 causeWord, causeCount}},
      {"truth", "", QT_TRANSLATE_NOOP("Columns", "Truth"),
       QT_TRANSLATE_NOOP("Columns", "What the fleet knows of its phone; ≠ where the server believes otherwise"),
       Kind::text, 14, true, truthCell(),
       [](const World& w, uint64_t r) { return w.devices().differs(Row(r)) ? Tone::late : Tone::neutral; }},
      {"truth_cause", "", QT_TRANSLATE_NOOP("Columns", "True cause"),
       QT_TRANSLATE_NOOP("Columns", "What brought the app into the state that the fleet knows"), Kind::text, 16, false,
       CodedCell{
           [](const World& w, uint64_t r) { return truth(w, r).known ? causeCode(truth(w, r).cause) : unknownNumber; },
           causeWord, causeCount}},
      {"health", "", QT_TRANSLATE_NOOP("Columns", "Health"),
       QT_TRANSLATE_NOOP("Columns", "The worst that is known of it; sorted by this, the sickest come first"),
       Kind::text, 20, false, healthCell(),
       [](const World& w, uint64_t r) { return toneOf(healthOf(w, Row(r)).state); }},
      {"profile", "", QT_TRANSLATE_NOOP("Columns", "Profile"), QT_TRANSLATE_NOOP("Columns", "The kind of phone"),
       Kind::text, 14, true,
       TextCell{[](const World& w, uint64_t r, std::string&) -> std::optional<std::string_view> {
                  return w.devices().profile(Row(r));
                },
                64, true}},
      {"round_trip_ms", "rtt", QT_TRANSLATE_NOOP("Columns", "Round trip"),
       QT_TRANSLATE_NOOP("Columns", "Of the last heartbeat, network only"), Kind::duration, 10, true,
       [](const World& w, uint64_t r) { return positive(belief(w, r).roundTrip); }},
      {"round_trip_p50_ms", "p50", QT_TRANSLATE_NOOP("Columns", "≈ p50"),
       QT_TRANSLATE_NOOP("Columns", "Half of the round trips are shorter; within 20 %"), Kind::duration, 9, true,
       [](const World& w, uint64_t r) { return percentile(w, r, 500); }},
      {"round_trip_p99_ms", "p99", QT_TRANSLATE_NOOP("Columns", "≈ p99"),
       QT_TRANSLATE_NOOP("Columns", "99 of 100 round trips are shorter; within 20 %"), Kind::duration, 9, true,
       [](const World& w, uint64_t r) { return percentile(w, r, 990); }},
      {"missed", "", QT_TRANSLATE_NOOP("Columns", "Missed"),
       QT_TRANSLATE_NOOP("Columns", "Heartbeats that did not come since the server was started"), Kind::count, 7, true,
       [](const World& w, uint64_t r) { return known(w, r, belief(w, r).missed); },
       [](const World& w, uint64_t r) { return belief(w, r).missed > 0 ? Tone::late : Tone::neutral; }},
      {"waiting", "queue", QT_TRANSLATE_NOOP("Columns", "Waiting"),
       QT_TRANSLATE_NOOP("Columns", "Deliveries that are not final yet"), Kind::count, 7, true,
       [](const World& w, uint64_t r) { return known(w, r, belief(w, r).waiting); },
       [](const World& w, uint64_t r) { return belief(w, r).waiting > 0 ? Tone::retried : Tone::neutral; }},
      {"resumes_300s", "resumes", QT_TRANSLATE_NOOP("Columns", "Resumes"),
       QT_TRANSLATE_NOOP("Columns", "Times that the app was resumed in the last 300 s"), Kind::count, 7, true,
       [](const World& w, uint64_t r) {
         const auto resumes = resumesOf(w, Row(r));
         return resumes ? int64_t(resumes->used) : unknownNumber;
       },
       [](const World& w, uint64_t r) {
         const auto resumes = resumesOf(w, Row(r));
         return resumes && isShort(resumes->used, resumes->limit) ? Tone::late : Tone::neutral;
       }},
      {"most_resumes_300s", "most_resumes", QT_TRANSLATE_NOOP("Columns", "of at most"),
       QT_TRANSLATE_NOOP("Columns", "Resumes in 300 s that the phone's system allows; one more ends the app"),
       Kind::count, 8, true,
       [](const World& w, uint64_t r) {
         const auto resumes = resumesOf(w, Row(r));
         return resumes && resumes->limit > 0 ? int64_t(resumes->limit) : unknownNumber;
       }},
      {"wakes", "", QT_TRANSLATE_NOOP("Columns", "Wakes"),
       QT_TRANSLATE_NOOP("Columns", "That happened since this console looks on"), Kind::count, 6, true,
       [](const World& w, uint64_t r) { return wakes(w, r, &WakeCount::happened); }},
      {"missed_wakes", "", QT_TRANSLATE_NOOP("Columns", "Missed wakes"),
       QT_TRANSLATE_NOOP("Columns", "Wakes that were called for and did not happen since this console looks on"),
       Kind::count, 12, true, [](const World& w, uint64_t r) { return wakes(w, r, &WakeCount::missed); },
       [](const World& w, uint64_t r) { return wakes(w, r, &WakeCount::missed) > 0 ? Tone::dead : Tone::neutral; }},
      {"last_wake", "woken", QT_TRANSLATE_NOOP("Columns", "Last wake"),
       QT_TRANSLATE_NOOP("Columns", "When one was last called for, missed ones included"), Kind::time, 10, false,
       [](const World& w, uint64_t r) { return time(lastWake(w, Row(r))); }},
      {"kept_awake", "awake", QT_TRANSLATE_NOOP("Columns", "Kept awake"),
       QT_TRANSLATE_NOOP("Columns", "The app keeps itself awake: it ran for more than 60 s because of data, or it has "
                                    "at most one resume left"),
       Kind::text, 12, true,
       CodedCell{[](const World& w, uint64_t r) { return keepsItselfAwake(w, Row(r)) ? 0 : unknownNumber; },
                 [](const World&, int64_t) { return translated(QT_TRANSLATE_NOOP("Columns", "keeps itself awake")); },
                 1},
       [](const World& w, uint64_t r) { return keepsItselfAwake(w, Row(r)) ? Tone::late : Tone::neutral; }},
      {"network", "net", QT_TRANSLATE_NOOP("Columns", "Network"),
       QT_TRANSLATE_NOOP("Columns", "Of a simulated phone, as its fleet knows"), Kind::text, 18, true, networkCell(),
       [](const World& w, uint64_t r) {
         const Network& n = truth(w, r).network;
         const bool cut = n.airplane || n.blackHole || !(n.wifi || n.cellular);
         return truth(w, r).known && cut ? Tone::dead : Tone::neutral;
       }},
      {"badge", "", QT_TRANSLATE_NOOP("Columns", "Badge"),
       QT_TRANSLATE_NOOP("Columns", "Number at the app's icon, as last told"), Kind::count, 6, true,
       [](const World& w, uint64_t r) {
         const Notice* notice = noticeOf(w, r);
         return notice ? int64_t(notice->badge) : unknownNumber;
       }},
      {"last_notice", "notice", QT_TRANSLATE_NOOP("Columns", "Notification"),
       QT_TRANSLATE_NOOP("Columns", "What became of the last local notification"), Kind::text, 18, false, noticeCell()},
      {"last_notice_at", "notified", QT_TRANSLATE_NOOP("Columns", "Notified"),
       QT_TRANSLATE_NOOP("Columns", "When the last local notification was"), Kind::time, 10, false,
       [](const World& w, uint64_t r) {
         const Notice* notice = noticeOf(w, r);
         return notice ? time(notice->at) : unknownNumber;
       }},
      {"session", "", QT_TRANSLATE_NOOP("Columns", "Session"),
       QT_TRANSLATE_NOOP("Columns", "Whether the last connection went on with a session"), Kind::text, 9, false,
       CodedCell{[](const World& w, uint64_t r) { return known(w, r, belief(w, r).resumed); },
                 [](const World&, int64_t resumed) {
                   return resumed != 0 ? translated(QT_TRANSLATE_NOOP("Columns", "resumed"))
                                       : translated(QT_TRANSLATE_NOOP("Columns", "new"));
                 },
                 2}},
      {"first_push_ms", "first_push", QT_TRANSLATE_NOOP("Columns", "First push"),
       QT_TRANSLATE_NOOP("Columns", "From the last hello until the first waiting push was handled"), Kind::duration, 10,
       false, [](const World& w, uint64_t r) { return sync(w, r, &SyncFact::firstPush); }},
      {"sync_ms", "sync", QT_TRANSLATE_NOOP("Columns", "Sync"),
       QT_TRANSLATE_NOOP("Columns", "From the last hello until all was current"), Kind::duration, 10, false,
       [](const World& w, uint64_t r) { return sync(w, r, &SyncFact::sync); }},
      {"last_beat", "beat", QT_TRANSLATE_NOOP("Columns", "Last beat"),
       QT_TRANSLATE_NOOP("Columns", "When a round trip was last measured"), Kind::time, 10, true,
       [](const World& w, uint64_t r) { return time(belief(w, r).lastBeat); }},
      {"chosen_beats", "brushed", QT_TRANSLATE_NOOP("Columns", "In brush"),
       QT_TRANSLATE_NOOP("Columns",
                         "Round trips in the part of the heatmap that was chosen last, as far as they are known "
                         "one by one"),
       Kind::count, 8, false,
       [](const World& w, uint64_t r) {
         const uint32_t beats = w.chosenBeats().of(Row(r));
         return beats > 0 ? int64_t(beats) : unknownNumber;
       }},
      {"connected", "", QT_TRANSLATE_NOOP("Columns", "Connected"),
       QT_TRANSLATE_NOOP("Columns", "When this connection began"), Kind::time, 10, true,
       [](const World& w, uint64_t r) { return time(belief(w, r).connected); }},
      {"connects", "", QT_TRANSLATE_NOOP("Columns", "Connects"),
       QT_TRANSLATE_NOOP("Columns", "Connections since the server was started"), Kind::count, 8, true,
       [](const World& w, uint64_t r) { return known(w, r, belief(w, r).connects); }},
      {"last_disconnect", "disconnect", QT_TRANSLATE_NOOP("Columns", "Last disconnect"),
       QT_TRANSLATE_NOOP("Columns", "By which side, and why"), Kind::text, 38, true, closingCell()},
      {"disconnected", "", QT_TRANSLATE_NOOP("Columns", "Disconnected"), QT_TRANSLATE_NOOP("Columns", "When that was"),
       Kind::time, 11, false, [](const World& w, uint64_t r) { return time(belief(w, r).closed); }},
      {"node", "", QT_TRANSLATE_NOOP("Columns", "Node"),
       QT_TRANSLATE_NOOP("Columns", "The server that knows this device"), Kind::text, 10, true,
       CodedCell{[](const World& w, uint64_t r) {
                   return belief(w, r).known ? int64_t(belief(w, r).teller.value) : unknownNumber;
                 },
                 [](const World& w, int64_t link) { return plain(w.links()[size_t(link)].status.name, 64); }}},
      {"address", "ip", QT_TRANSLATE_NOOP("Columns", "Address"),
       QT_TRANSLATE_NOOP("Columns", "Where it connected from"), Kind::text, 18, true,
       TextCell{[](const World& w, uint64_t r, std::string& room) {
                  room = w.devices().address(Row(r));
                  return knownText(w, r, room);
                },
                64}},
      {"clock_offset_ms", "clock", QT_TRANSLATE_NOOP("Columns", "Clock ahead"),
       QT_TRANSLATE_NOOP("Columns", "How far the phone's clock is ahead of the server's, from heartbeats"),
       Kind::duration, 11, true,
       [](const World& w, uint64_t r) {
         const auto& b = belief(w, r);
         return b.clockError > Duration::zero() ? b.clockOffset.count() : unknownNumber;
       }},
      {"clock_error_ms", "clock_error", QT_TRANSLATE_NOOP("Columns", "± error"),
       QT_TRANSLATE_NOOP("Columns", "Of the clock offset"), Kind::duration, 9, false,
       [](const World& w, uint64_t r) { return positive(belief(w, r).clockError); }},
      {"client", "version", QT_TRANSLATE_NOOP("Columns", "Client"),
       QT_TRANSLATE_NOOP("Columns", "Program and version, as told in the hello"), Kind::text, 12, false,
       TextCell{[](const World& w, uint64_t r, std::string&) { return knownText(w, r, w.devices().client(Row(r))); },
                64, true}},
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
