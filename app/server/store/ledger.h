#pragma once

#include "app/telemetry/ladder_codec.h"
#include "protocol/message/admin.h"

#include <functional>
#include <vector>

namespace pushscope {

// What became of deliveries, and who asked for what: kept beyond their end by policy, so that it can be asked for
// later. One thread calls it; answers come there, perhaps before the call returns. Pages go by a cursor: hand in that
// of the last entry to get what follows.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Of a delivery, stage by stage.
  virtual void delivery(const DeliveryRecord& record) = 0;
  virtual void stage(const StageFact& fact) = 0;
  // The deliveries of one push, in the order of acceptance.
  virtual void find(const Uuid& uuid, std::function<void(Result<std::vector<Ladder>>)> done) = 0;

  // Dead letters, the oldest first.
  virtual void deadLetters(Sequence after, size_t count, std::function<void(Result<std::vector<DeadLetter>>)> done) = 0;

  // The cursors of these two are given here.
  virtual void session(PastSession session) = 0;
  // Of one device, or of all if it is empty; the newest are kept.
  virtual void sessions(const std::string& device, uint64_t after, size_t count,
                        std::function<void(Result<std::vector<PastSession>>)> done) = 0;
  virtual void audit(AuditEntry entry) = 0;
  virtual void audited(uint64_t after, size_t count, std::function<void(Result<std::vector<AuditEntry>>)> done) = 0;

  // Tags of devices; the last list counts.
  virtual void tags(const std::string& device, const std::vector<std::string>& tags) = 0;
  // Those of an earlier life of the process; called once, before anything else.
  virtual Status recoverTags(const std::function<void(const std::string&, std::vector<std::string>)>& each) = 0;
};

} // namespace pushscope
