#pragma once

#include "models/store/activity.h"
#include "models/store/batch.h"
#include "models/store/brief_duration.h"
#include "models/store/chunks.h"
#include "models/store/silence_log.h"
#include "models/store/source.h"
#include "models/store/stored_address.h"
#include "models/store/text_pool.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope {

using Row = uint32_t;

// Whether a server that believes one state of an app is wrong if the other is true. A suspended app is woken and
// suspended again within seconds, and its server hears of it afterwards: these states are one belief.
bool isSameApp(AppState believed, AppState real);

// Every device that was ever heard of, one row each. Belief (what a server thinks) and truth (what a fleet knows of its
// phones) stand side by side. Rows are never removed, so a row number is an identity.
//
// A million rows take some 170 MB with their ids: 128 bytes of belief, of which a heartbeat touches one cache line, and
// what only some devices have (truth, activity, notifications, syncs) when it is first told. Texts are ids in one pool.
class DeviceTable {
 public:
  Row rowFor(std::string_view device);
  std::optional<Row> find(std::string_view device) const;
  Row size() const { return m_size; }

  // What both roads tell.
  struct Told {
    WallTime appSince{};      // as far as known; zero: it is not
    LinkId teller;            // the node, or the fleet
    uint32_t mostResumes = 0; // in the system's window; 0 is no limit
    bool known = false;       // by some server, or as a phone of a fleet
    bool stale = false;       // who told it cannot be reached now
    bool resumed = false;     // the connection went on with a session
    bool wakesOnData = false;
    LinkState link = LinkState::unknown;
    AppState app = AppState::unknown;
    Cause cause = Cause::unknown; // of that state
  };
  struct alignas(64) Belief : Told {
    // Nothing but beats is known to have passed on this connection since the last beat but one, see SilenceLog.
    bool quiet : 1 = false;
    NetworkPath network : 2 = NetworkPath::unknown;
    // With the above, all that a beat touches.
    WallTime lastBeat{};
    BriefDuration roundTrip;
    LatencyHistogram roundTrips;
    // What changes seldom.
    WallTime connected{}, closed{};
    Duration clockOffset{};
    BriefDuration clockError;
    uint32_t missed = 0, waiting = 0, connects = 0;
    StoredAddress address;
    TextId client;
    Closing closing;
  };
  struct Truth : Told {
    Network network;
  };

  // Views end with the table, not with its next change.
  std::string_view device(Row row) const { return m_texts.view(m_device[row]); }
  std::string_view profile(Row row) const { return m_texts.view(m_profile[row]); }
  // The same for the same profile, always.
  TextId profileId(Row row) const { return m_profile[row]; }
  std::string_view client(Row row) const { return m_texts.view(m_belief[row].client); }
  std::string address(Row row) const { return m_belief[row].address.text(m_texts); }
  // References last until the row is changed.
  const Belief& belief(Row row) const { return m_belief[row]; }
  const Truth& truth(Row row) const { return m_truth[row]; }
  const Told& told(Row row, LinkKind road) const {
    return road == LinkKind::node ? static_cast<const Told&>(m_belief[row]) : m_truth[row];
  }
  // Null while that road told of no change of state, no wake, no notification and no sync.
  const Activity* activity(Row row, LinkKind road) const;
  // Of those that have ended the newest that are still here, by time.
  std::vector<AppSpan> states(Row row, LinkKind road) const;
  // The newest; null: there was none.
  const Notice* notice(Row row, LinkKind road) const;
  const SyncFact* sync(Row row, LinkKind road) const;
  // Belief and truth are both known and say different things: what people come to find.
  bool differs(Row row) const;

  const TextPool& texts() const { return m_texts; }

  Belief& makeBelief(Row row) { return m_belief.make(row); }
  Truth& makeTruth(Row row) { return m_truth.make(row); }
  Told& makeTold(Row row, LinkKind road) {
    return road == LinkKind::node ? static_cast<Told&>(makeBelief(row)) : makeTruth(row);
  }
  Activity& makeActivity(Row row, LinkKind road);
  // From `at` on; what is told of a time that was told of before replaces it.
  void setApp(Row row, LinkKind road, AppState state, Cause cause, WallTime at);
  // Nothing is known of the state from `at` on.
  void endApp(Row row, LinkKind road, WallTime at);
  void setProfile(Row row, std::string_view profile) { m_profile.make(row) = m_texts.intern(profile); }
  void setOrigin(Row row, std::string_view address, std::string_view client);
  // What is older than the newest is not taken; false then.
  bool takeNotice(Row row, LinkKind road, const Notice& notice);
  bool takeSync(Row row, LinkKind road, const SyncFact& sync);
  // For who is about to change many rows in no order.
  void prefetch(Row row) const { m_belief.prefetch(row); }

  // The changes of ten minutes of 20,000 phones with one each in 24 s; some 15 MiB.
  static constexpr size_t statesOfAll = 500'000;

 private:
  friend class WorldImage;
  struct StateRow {
    AppSpan span;
    uint64_t previous = Ring<AppSpan>::none; // of the same device by the same road
  };

  TextPool m_texts;
  NumberTable m_byDevice; // rows
  Row m_size = 0;
  Chunks<TextId> m_device, m_profile;
  Chunks<Belief> m_belief;
  Chunks<Truth> m_truth;
  std::array<Chunks<uint32_t>, 2> m_activityOf; // by LinkKind: place in m_activity, 0: none
  // Counted from 1.
  Chunks<Activity> m_activity;
  Chunks<Notice> m_notices;
  Chunks<SyncFact> m_syncs;
  uint32_t m_activities = 0, m_noticeCount = 0, m_syncCount = 0;
  Ring<StateRow> m_states{statesOfAll};
};

} // namespace pushscope
