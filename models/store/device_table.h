#pragma once

#include "models/store/batch.h"
#include "models/store/source.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pushscope {

using Row = uint32_t;

// An app's state for a time, as one road tells it.
struct AppSpan {
  WallTime from{}, to{};
  AppState state = AppState::unknown;
  Cause cause = Cause::unknown;
};

// What a device did while the console looked on, as one road tells it.
struct Activity {
  // As many as a phone has in ten minutes that is resumed as often as its system allows.
  static constexpr size_t statesKept = 64, wakesKept = 64;

  std::vector<AppSpan> states;    // that have ended, by time
  std::vector<uint64_t> newWakes; // numbers in the WakeTable, by time of the wake
  uint32_t wakes = 0, missedWakes = 0;
  WallTime lastWake{};
  std::optional<SyncFact> sync; // the newest
  std::optional<Notice> notice; // ditto
};

// Whether a server that believes one state of an app is wrong if the other is true. A suspended app is woken and
// suspended again within seconds, and its server hears of it afterwards: these states are one belief.
bool isSameApp(AppState believed, AppState real);

// Every device that was ever heard of, one row each, in columns. Belief (what a server thinks) and truth (what a fleet
// knows of its phones) stand side by side. Rows are never removed, so a row number is an identity.
class DeviceTable {
 public:
  Row rowFor(const std::string& device);
  std::optional<Row> find(std::string_view device) const;
  size_t size() const { return m_device.size(); }

  // What both roads tell.
  struct Told {
    bool known = false; // by some server, or as a phone of a fleet
    bool stale = false; // who told it cannot be reached now
    LinkState link = LinkState::unknown;
    AppState app = AppState::unknown;
    Cause cause = Cause::unknown; // of that state
    WallTime appSince{};          // as far as known; zero: it is not
    bool resumed = false;         // the connection went on with a session
    bool wakesOnData = false;
    uint32_t mostResumes = 0; // in the system's window; 0 is no limit
  };
  struct Belief : Told {
    LinkId node;
    std::string address, client;
    WallTime connected{}, lastBeat{}, closed{};
    Duration roundTrip{};
    uint32_t missed = 0, waiting = 0, connects = 0;
    Closing closing;
    Duration clockOffset{}, clockError{};
  };
  struct Truth : Told {
    LinkId fleet;
    Network network;
  };

  const std::string& device(Row row) const { return m_device[row]; }
  const std::string& profile(Row row) const { return m_profile[row]; }
  const Belief& belief(Row row) const { return m_belief[row]; }
  const Truth& truth(Row row) const { return m_truth[row]; }
  const Told& told(Row row, LinkKind road) const {
    return road == LinkKind::node ? static_cast<const Told&>(m_belief[row]) : m_truth[row];
  }
  const LatencyHistogram& roundTrips(Row row) const { return m_roundTrips[row]; }
  // Null while that road told of no change of state, no wake, no notification and no sync.
  const Activity* activity(Row row, LinkKind road) const { return m_activity[row][size_t(road)].get(); }
  // Belief and truth are both known and say different things: what people come to find.
  bool differs(Row row) const;

  Belief& belief(Row row) { return m_belief[row]; }
  Truth& truth(Row row) { return m_truth[row]; }
  Told& told(Row row, LinkKind road) { return const_cast<Told&>(std::as_const(*this).told(row, road)); }
  LatencyHistogram& roundTrips(Row row) { return m_roundTrips[row]; }
  Activity& makeActivity(Row row, LinkKind road);
  // From `at` on; what is told of a time that was told of before replaces it.
  void setApp(Row row, LinkKind road, AppState state, Cause cause, WallTime at);
  // Nothing is known of the state from `at` on.
  void endApp(Row row, LinkKind road, WallTime at);
  void setProfile(Row row, std::string profile) { m_profile[row] = std::move(profile); }

 private:
  std::vector<std::string> m_device;
  std::vector<std::string> m_profile;
  std::vector<Belief> m_belief;
  std::vector<Truth> m_truth;
  std::vector<LatencyHistogram> m_roundTrips;
  std::vector<std::array<std::unique_ptr<Activity>, 2>> m_activity; // by LinkKind
  std::unordered_map<std::string, Row> m_byDevice;
};

} // namespace pushscope
