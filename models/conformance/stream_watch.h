#pragma once

#include "models/conformance/clause.h"
#include "models/conformance/wire.h"
#include "protocol/base/ids.h"
#include "protocol/message/telemetry.h"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace google::protobuf {
class Message;
}

namespace pushscope::conformance {

// Looks at each telemetry frame of one subscription and notes what does not follow the contract. Keeps what was told of
// the one device that the conversation is about, and of its deliveries. It reads the generated messages itself, because
// the console's own reader does not tell one mistake from another.
class StreamWatch {
 public:
  struct ToldStage {
    Stage stage;
    uint64_t at = 0; // µs, by the server's clock
    uint32_t error = 0;
  };
  struct ToldDelivery {
    std::string device;
    uint64_t sequence = 0;
    std::vector<ToldStage> stages; // in the order in which they came

    bool has(Stage stage) const;
  };

  StreamWatch(Findings& findings, uint64_t incarnation, std::string device)
      : m_findings(findings), m_incarnation(incarnation), m_device(std::move(device)) {}

  // Frames that are no telemetry are not looked at.
  void frame(const Heard& frame);

  bool snapshotIsOver() const { return m_snapshotIsOver; }
  uint64_t lastBlock() const { return m_lastBlock; }
  uint64_t blocks() const { return m_blocks; }
  LinkState link() const { return m_link; }
  // Of a push to the device, its first one; nullptr if none was told.
  const ToldDelivery* delivery(const Uuid& push) const;

  // Some 100 MB; of more nothing is remembered, and handles are not checked any more.
  static constexpr size_t mostHandles = 1'000'000;

 private:
  void page(BytesView body);
  void block(BytesView body);
  template <class Record>
  void record(const Record& record);
  template <class Block>
  void columns(const Block& block);
  template <class Block>
  void deliveries(const Block& block);
  void use(uint32_t handle, const char* column);

  Findings& m_findings;
  uint64_t m_incarnation;
  std::string m_device;
  bool m_snapshotIsOver = false, m_inSnapshot = false;
  uint32_t m_lastHandle = 0; // of the pages
  uint64_t m_lastBlock = 0, m_blocks = 0;
  bool m_gap = false;
  uint32_t m_deviceHandle = 0;
  LinkState m_link = LinkState::unknown;
  std::unordered_map<uint32_t, std::string> m_handles;
  std::unordered_set<uint32_t> m_namedDeliveries, m_usedDeliveries; // by records; by columns before
  std::map<uint32_t, ToldDelivery> m_deliveries;                    // of the device, by handle
  std::map<Uuid, uint32_t> m_pushes;
};

// The arrays of a column that do not belong together: its name; empty: all do. `stages.reason` and `apps.cause` may be
// empty.
std::string unequalColumn(const google::protobuf::Message& block);

} // namespace pushscope::conformance
