#pragma once

#include "models/store/batch.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pushscope {

using Row = uint32_t;

// Every device that was ever heard of, one row each, in columns. Belief (what a server thinks) and truth (what a fleet
// knows of its phones) stand side by side. Rows are never removed, so a row number is an identity.
class DeviceTable {
 public:
  Row rowFor(const std::string& device);
  std::optional<Row> find(std::string_view device) const;
  size_t size() const { return m_device.size(); }

  struct Belief {
    LinkId node;
    bool known = false; // some server has seen this device
    bool stale = false; // that server cannot be reached now
    LinkState link = LinkState::unknown;
    AppState app = AppState::unknown;
    std::string address, client;
    WallTime connected{}, lastBeat{}, closed{};
    Duration roundTrip{};
    uint32_t missed = 0, waiting = 0, connects = 0;
    Closing closing;
    Duration clockOffset{}, clockError{};
  };
  struct Truth {
    LinkId fleet;
    bool known = false; // it is a phone of a fleet
    bool stale = false;
    LinkState link = LinkState::unknown;
    AppState app = AppState::unknown;
  };

  const std::string& device(Row row) const { return m_device[row]; }
  const std::string& profile(Row row) const { return m_profile[row]; }
  const Belief& belief(Row row) const { return m_belief[row]; }
  const Truth& truth(Row row) const { return m_truth[row]; }
  const LatencyHistogram& roundTrips(Row row) const { return m_roundTrips[row]; }
  // Belief and truth are both known and say different things: what people come to find.
  bool differs(Row row) const;

  Belief& belief(Row row) { return m_belief[row]; }
  Truth& truth(Row row) { return m_truth[row]; }
  LatencyHistogram& roundTrips(Row row) { return m_roundTrips[row]; }
  void setProfile(Row row, std::string profile) { m_profile[row] = std::move(profile); }

 private:
  std::vector<std::string> m_device;
  std::vector<std::string> m_profile;
  std::vector<Belief> m_belief;
  std::vector<Truth> m_truth;
  std::vector<LatencyHistogram> m_roundTrips;
  std::unordered_map<std::string, Row> m_byDevice;
};

} // namespace pushscope
