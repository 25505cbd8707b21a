#pragma once

#include "app/server/store/ledger.h"
#include "app/server/store/sqlite_engine.h"

#include <deque>
#include <unordered_map>

namespace pushscope {

// The ledger in the file of the engine, which outlives it. Answers come by way of `post`, to the thread that it belongs
// to. What is asked for is answered by the engine's reading thread, with everything that was told before.
//
// What happened to a delivery is gathered for a quarter to half a second and then added to its row, so that most
// deliveries cost one change; what was gathered last is lost with the process, the end of a delivery is not.
class SqliteLedger : public Ledger {
 public:
  SqliteLedger(SqliteEngine& engine, SqliteEngine::Post post);
  ~SqliteLedger() override;

  void delivery(const DeliveryRecord& record) override;
  void stage(const StageFact& fact) override;
  void find(const Uuid& uuid, std::function<void(Result<std::vector<Ladder>>)> done) override;
  void deadLetters(Sequence after, size_t count, std::function<void(Result<std::vector<DeadLetter>>)> done) override;
  void session(PastSession session) override;
  void sessions(const std::string& device, uint64_t after, size_t count,
                std::function<void(Result<std::vector<PastSession>>)> done) override;
  void audit(AuditEntry entry) override;
  void audited(uint64_t after, size_t count, std::function<void(Result<std::vector<AuditEntry>>)> done) override;
  void tags(const std::string& device, const std::vector<std::string>& tags) override;
  Status recoverTags(const std::function<void(const std::string&, std::vector<std::string>)>& each) override;

  // Hands everything that was gathered to the engine; before it is closed.
  void flush();

  // 4 attempts and every other stage twice; a peer that acknowledges for ever adds nothing beyond.
  static constexpr uint8_t stagesPerDelivery = 32;
  // Deliveries that are final and may still be told of: what phones say afterwards.
  static constexpr size_t rememberedFinals = 20'000;
  // Gathered before they are written even if their time has not come.
  static constexpr size_t mostGathered = 50'000;
  static constexpr size_t mostLadders = 20'000; // in one answer

 private:
  struct Live {
    Sequence sequence;
    uint32_t gathered = none; // in m_gathered
    uint8_t stages = 0;       // told so far
    bool final = false;
  };
  struct Gathered {
    Sequence sequence;
    LadderPiece piece;
  };
  static constexpr uint32_t none = ~uint32_t{0};

  Gathered& gather(DeliveryHandle handle, Live& live);
  void remind();
  void turn();
  void write(size_t count);
  template <class Answer>
  void ask(std::function<Result<Answer>(SqliteConnection&)> query, std::function<void(Result<Answer>)> done);

  SqliteEngine& m_engine;
  SqliteEngine::Post m_post;
  std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); // read and written on this thread alone
  std::unordered_map<DeliveryHandle, Live> m_live;
  std::deque<DeliveryHandle> m_finals;
  std::deque<Gathered> m_gathered; // the oldest first
  uint32_t m_written = 0;          // how many were in front of them; wraps
  uint32_t m_old = 0;              // how many of them were there at the last turn
  bool m_reminded = false;
  uint64_t m_lastSession, m_lastAudited;
};

} // namespace pushscope
