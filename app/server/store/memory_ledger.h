#pragma once

#include "app/server/store/ledger.h"
#include "protocol/base/number_table.h"

#include <deque>
#include <map>
#include <vector>

namespace pushscope {

// Loses everything when the process ends. Answers at once.
class MemoryLedger : public Ledger {
 public:
  // The oldest are forgotten first.
  static constexpr size_t mostDeliveries = 20'000;
  static constexpr size_t mostDead = 10'000;
  static constexpr size_t mostSessions = 100'000;
  static constexpr size_t mostAudited = 10'000;
  // 4 attempts and every other stage twice; a peer that acknowledges for ever adds nothing beyond.
  static constexpr size_t stagesPerDelivery = 32;

  void delivery(const DeliveryRecord& record) override;
  void stage(const StageFact& fact) override;
  void find(const Uuid& uuid, std::function<void(Result<std::vector<Ladder>>)> done) override;
  void deadLetters(Sequence after, size_t count, std::function<void(Result<std::vector<DeadLetter>>)> done) override;
  void session(PastSession session) override;
  void sessions(const std::string& device, uint64_t after, size_t count,
                std::function<void(Result<std::vector<PastSession>>)> done) override;
  void audit(AuditEntry entry) override;
  void audited(uint64_t after, size_t count, std::function<void(Result<std::vector<AuditEntry>>)> done) override;
  // Who sets tags knows them as long as the process lives: there is nothing to keep.
  void tags(const std::string&, const std::vector<std::string>&) override {}
  Status recoverTags(const std::function<void(const std::string&, std::vector<std::string>)>&) override {
    return Done{};
  }

 private:
  using Slot = uint32_t;
  static constexpr Slot none = NumberTable::none;
  struct Receipt {
    Ladder ladder;
    Slot next = none; // of the same push, later
    Slot last = none; // of the same push; kept by its first one
  };
  Slot byHandle(DeliveryHandle handle) const;
  Slot firstOf(const Uuid& uuid) const;
  void forgetOldest();
  void bury(const DeliveryRecord& record, const StageFact& fact);

  std::vector<Receipt> m_receipts; // a ring once it is full, so that the memory of a ladder is used again
  Slot m_oldest = 0;
  NumberTable m_byHandle;
  NumberTable m_byUuid; // the first receipt of a push

  std::map<Sequence, DeadLetter> m_dead;
  std::map<std::pair<std::string, Uuid>, Sequence> m_deadByUuid;
  std::deque<PastSession> m_sessions;
  std::deque<AuditEntry> m_audited;
  uint64_t m_lastSession = 0;
  uint64_t m_lastAudited = 0;
};

} // namespace pushscope
