#pragma once

#include "app/link/service_port.h"
#include "app/server/net/shards.h"
#include "app/server/store/ledger.h"

#include <functional>

namespace pushscope {

// What operators may ask of a server, beyond watching it: who may ask what, and the record of who did. Every request
// that changes something, and every look at a payload, leaves an entry in the audit log with its outcome; one that was
// refused for its role, too.
class AdminRequests : public ServicePort::Requests {
 public:
  AdminRequests(Shards& devices, Ledger& ledger, Tokens tokens)
      : m_devices(devices), m_ledger(ledger), m_tokens(std::move(tokens)) {}

  // What has no line of its own in there is for administrators alone.
  Role roleFor(uint32_t command) const override;
  bool request(const FrameView& frame, Now now, ServicePort::Reply reply) override;
  void forbidden(const FrameView& frame, Now now, const ServicePort::Reply& reply) override;

  // The token of this name does not count any more.
  std::function<void(const std::string& name)> onTokenRemoved;

  // Nothing new is accepted; what is under way is answered.
  void drain() { m_draining = true; }
  // Pushes that were asked for and not answered yet.
  size_t unanswered() const { return m_unanswered; }

 private:
  using Reply = ServicePort::Reply;
  void inject(const FrameView& frame, Now now, const Reply& reply);
  void manage(const FrameView& frame, Now now, const Reply& reply);
  void touch(const FrameView& frame, Now now, const Reply& reply);
  void control(const FrameView& frame, Now now, const Reply& reply);
  void tag(const FrameView& frame, Now now, const Reply& reply);
  void peek(const FrameView& frame, Now now, const Reply& reply);
  void trace(const FrameView& frame, const Reply& reply);
  void queue(const PageRequest& page, const Reply& reply);
  void deadLetters(const PageRequest& page, const Reply& reply);
  void history(const PageRequest& page, const Reply& reply);
  void audit(const PageRequest& page, const Reply& reply);
  void tokenAdd(const FrameView& frame, Now now, const Reply& reply);
  void tokenRemove(const FrameView& frame, Now now, const Reply& reply);
  void tokenList(const PageRequest& page, const Reply& reply); // it is short: always all

  AuditEntry entry(const Reply& reply, Now now, std::string_view action, std::string subject, const Uuid& uuid = {});
  // Answers `changed`, or, if that is nothing, that what `missing` names was not found, and writes it down.
  void answer(const Reply& reply, uint32_t request, AuditEntry entry, const Result<Changed>& changed,
              const char* missing = "devices");

  Shards& m_devices;
  Ledger& m_ledger;
  Tokens m_tokens;
  bool m_draining = false;
  size_t m_unanswered = 0;
};

} // namespace pushscope
