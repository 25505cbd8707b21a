#include "app/server/net/admin_requests.h"

#include "protocol/codec/admin_codec.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/message/device_query.h"

#include <algorithm>

namespace pushscope {
namespace {

// An answer is one frame: a push with more deliveries than this is told from the stream instead.
constexpr size_t laddersPerAnswer = 500;
// Of the subject in an audit entry: which devices, as far as a person reads on.
constexpr size_t namedInAudit = 3;

std::string subjectOf(const std::vector<std::string>& devices) {
  std::string out;
  for (size_t i = 0; i < devices.size() && i < namedInAudit; ++i)
    out += (i == 0 ? "" : ", ") + labelOf(devices[i]);
  if (devices.size() > namedInAudit)
    out += " and " + std::to_string(devices.size() - namedInAudit) + " more";
  return out;
}

std::string subjectOf(const Inject& inject) {
  std::string out = subjectOf(inject.devices);
  if (!inject.tag.empty())
    out += (out.empty() ? "tag:" : "; tag:") + labelOf(inject.tag);
  if (!inject.query.empty())
    out += (out.empty() ? "" : "; ") + labelOf(inject.query);
  return out;
}

// 2,000 deliveries of the longest ids fit a frame; what failed is what a person must see.
void trim(Injected& injected) {
  std::stable_partition(injected.deliveries.begin(), injected.deliveries.end(),
                        [](const InjectedDelivery& delivery) { return delivery.code != ErrorCode::ok; });
  injected.deliveries.resize(maxTargets);
}

template <class Page, class Entries, class Cursor>
Page pageOf(Entries entries, size_t count, Cursor cursorOf) {
  const uint64_t next = entries.size() < count ? 0 : cursorOf(entries.back());
  return Page{std::move(entries), next};
}

} // namespace

Role AdminRequests::roleFor(uint32_t command) const {
  switch (command) {
  case admin::trace:
  case admin::queue:
  case admin::deadLetters:
  case admin::history:
    return Role::view;
  case admin::inject:
  case admin::manage: // purging needs more: manage()
  case admin::touch:
  case admin::control:
  case admin::tag:
  case admin::peek:
  case admin::audit:
    return Role::operate;
  }
  return Role::administer; // tokens, and whatever has no line here
}

bool AdminRequests::request(const FrameView& frame, Now now, ServicePort::Reply reply) {
  switch (frame.header.command) {
  case admin::inject:
    inject(frame, now, reply);
    return true;
  case admin::manage:
    manage(frame, now, reply);
    return true;
  case admin::touch:
    touch(frame, now, reply);
    return true;
  case admin::control:
    control(frame, now, reply);
    return true;
  case admin::tag:
    tag(frame, now, reply);
    return true;
  case admin::peek:
    peek(frame, now, reply);
    return true;
  case admin::trace:
    trace(frame, reply);
    return true;
  case admin::tokenAdd:
    tokenAdd(frame, now, reply);
    return true;
  case admin::tokenRemove:
    tokenRemove(frame, now, reply);
    return true;
  }
  const auto list = frame.header.command == admin::queue         ? &AdminRequests::queue
                    : frame.header.command == admin::deadLetters ? &AdminRequests::deadLetters
                    : frame.header.command == admin::history     ? &AdminRequests::history
                    : frame.header.command == admin::audit       ? &AdminRequests::audit
                    : frame.header.command == admin::tokenList   ? &AdminRequests::tokenList
                                                                 : nullptr;
  if (!list)
    return false;
  const Result<PageRequest> page = decodePageRequest(frame.body);
  if (page.ok())
    (this->*list)(page.value(), reply);
  else
    reply.refuse(page.error());
  return true;
}

void AdminRequests::forbidden(const FrameView& frame, Now now, const ServicePort::Reply& reply) {
  AuditEntry refused = entry(reply, now, "refused", "command " + std::to_string(frame.header.command));
  refused.outcome = ErrorCode::forbidden;
  m_ledger.audit(std::move(refused));
}

AuditEntry AdminRequests::entry(const Reply& reply, Now now, std::string_view action, std::string subject,
                                const Uuid& uuid) {
  AuditEntry entry;
  entry.at = now.wall;
  entry.who = reply.principal().name;
  entry.role = reply.principal().role;
  entry.address = reply.address();
  entry.action = action;
  entry.subject = std::move(subject);
  entry.uuid = uuid;
  return entry;
}

void AdminRequests::answer(const Reply& reply, uint32_t request, AuditEntry entry, const Result<Changed>& changed,
                           const char* missing) {
  Error error;
  if (!changed.ok())
    error = changed.error();
  else if (changed.value().changed == 0)
    error = {ErrorCode::notFound, missing};
  entry.outcome = error.code;
  entry.affected = changed.ok() ? changed.value().changed : 0;
  m_ledger.audit(std::move(entry));
  if (error.code == ErrorCode::ok)
    reply(encodeChanged(reply.serial(), request, changed.value()));
  else
    reply.refuse(error);
}

void AdminRequests::inject(const FrameView& frame, Now now, const Reply& reply) {
  Result<Inject> decoded = decodeInject(frame.body);
  if (!decoded.ok())
    return reply.refuse(decoded.error());
  Inject inject = std::move(decoded).value();
  if (inject.devices.empty() && inject.tag.empty() && inject.query.empty())
    return reply.refuse({ErrorCode::malformed, "devices"});
  if (!inject.query.empty())
    if (const Result<DeviceQuery> query = DeviceQuery::parse(inject.query); !query.ok())
      return reply.refuse({ErrorCode::malformed, "query: " + query.error().detail});
  if (m_draining)
    return reply.refuse({ErrorCode::draining, ""});
  AuditEntry written = entry(reply, now, "inject", subjectOf(inject), inject.uuid);
  ++m_unanswered;
  m_devices.inject(std::move(inject), [this, reply, written = std::move(written)](Injected injected) mutable {
    --m_unanswered;
    written.affected = injected.accepted;
    if (injected.accepted == 0 && !injected.deliveries.empty())
      written.outcome = injected.deliveries.front().code;
    m_ledger.audit(std::move(written));
    if (injected.deliveries.size() > maxTargets)
      trim(injected);
    reply(encodeInjected(reply.serial(), injected));
  });
}

void AdminRequests::manage(const FrameView& frame, Now now, const Reply& reply) {
  const Result<Manage> decoded = decodeManage(frame.body);
  if (!decoded.ok())
    return reply.refuse(decoded.error());
  const Manage& manage = decoded.value();
  const bool purges = manage.action == QueueAction::purge;
  std::string subject = manage.devices.empty() ? "every device of the push" : subjectOf(manage.devices);
  if (purges)
    subject = manage.devices.empty() ? "all that waits" : "all that waits for " + subject;
  AuditEntry written = entry(reply, now, queueActionName(manage.action), std::move(subject), manage.uuid);
  if (purges) {
    if (reply.principal().role < Role::administer)
      return answer(reply, admin::manage, std::move(written), Error{ErrorCode::forbidden, "purge"});
    if (!manage.expected)
      return reply.refuse({ErrorCode::malformed, "expected"});
  } else if (manage.uuid.isNull()) {
    return reply.refuse({ErrorCode::malformed, "uuid"});
  }
  m_devices.manage(manage, [this, reply, purges, written = std::move(written)](const Result<Changed>& changed) mutable {
    answer(reply, admin::manage, std::move(written), changed, purges ? "waiting" : "uuid");
  });
}

void AdminRequests::touch(const FrameView& frame, Now now, const Reply& reply) {
  const Result<Touch> touch = decodeTouch(frame.body);
  if (!touch.ok())
    return reply.refuse(touch.error());
  AuditEntry written = entry(reply, now, "touch", touch.value().collection + " of " + subjectOf(touch.value().devices));
  m_devices.touch(touch.value(), [this, reply, written = std::move(written)](Changed changed) mutable {
    answer(reply, admin::touch, std::move(written), changed, "collection");
  });
}

void AdminRequests::control(const FrameView& frame, Now now, const Reply& reply) {
  const Result<SessionControl> control = decodeSessionControl(frame.body);
  if (!control.ok())
    return reply.refuse(control.error());
  AuditEntry written = entry(reply, now, sessionActionName(control.value().action), subjectOf(control.value().devices));
  m_devices.control(control.value(), [this, reply, written = std::move(written)](Changed changed) mutable {
    answer(reply, admin::control, std::move(written), changed);
  });
}

void AdminRequests::tag(const FrameView& frame, Now now, const Reply& reply) {
  const Result<Tag> tag = decodeTag(frame.body);
  if (!tag.ok())
    return reply.refuse(tag.error());
  std::string subject;
  for (const std::string& name : tag.value().add)
    subject += "+" + name + " ";
  for (const std::string& name : tag.value().remove)
    subject += "-" + name + " ";
  AuditEntry written = entry(reply, now, "tag", subject + "on " + subjectOf(tag.value().devices));
  m_devices.tag(tag.value(),
                [this, reply, written = std::move(written)](Changed changed, const Shards::Tags& tags) mutable {
                  for (const auto& [device, names] : tags)
                    m_ledger.tags(device, names);
                  answer(reply, admin::tag, std::move(written), changed);
                });
}

void AdminRequests::peek(const FrameView& frame, Now now, const Reply& reply) {
  const Result<Peek> peek = decodePeek(frame.body);
  if (!peek.ok())
    return reply.refuse(peek.error());
  AuditEntry written = entry(reply, now, "peek", labelOf(peek.value().device), peek.value().uuid);
  m_devices.peek(peek.value(), [this, reply, written = std::move(written)](const Result<Peeked>& peeked) mutable {
    written.outcome = peeked.ok() ? ErrorCode::ok : peeked.error().code;
    written.affected = peeked.ok();
    m_ledger.audit(std::move(written));
    if (peeked.ok())
      reply(encodePeeked(reply.serial(), peeked.value()));
    else
      reply.refuse(peeked.error());
  });
}

void AdminRequests::trace(const FrameView& frame, const Reply& reply) {
  const Result<Trace> trace = decodeTrace(frame.body);
  if (!trace.ok())
    return reply.refuse(trace.error());
  m_ledger.find(trace.value().uuid, [reply](Result<std::vector<Ladder>> found) {
    if (!found.ok())
      return reply.refuse(found.error());
    std::vector<Ladder>& ladders = found.value();
    if (ladders.empty())
      return reply.refuse({ErrorCode::notFound, "uuid"});
    if (ladders.size() > laddersPerAnswer)
      ladders.resize(laddersPerAnswer);
    reply(encodeTraced(reply.serial(), ladders));
  });
}

void AdminRequests::queue(const PageRequest& page, const Reply& reply) {
  m_devices.queue(page, [reply](const QueuePage& answer) { reply(encodeQueuePage(reply.serial(), answer)); });
}

void AdminRequests::deadLetters(const PageRequest& page, const Reply& reply) {
  m_ledger.deadLetters({page.after}, page.count, [reply, count = page.count](Result<std::vector<DeadLetter>> letters) {
    if (!letters.ok())
      return reply.refuse(letters.error());
    reply(encodeDeadLetterPage(reply.serial(),
                               pageOf<DeadLetterPage>(std::move(letters).value(), count,
                                                      [](const DeadLetter& letter) { return letter.sequence.value; })));
  });
}

void AdminRequests::history(const PageRequest& page, const Reply& reply) {
  m_ledger.sessions(
      page.device, page.after, page.count, [reply, count = page.count](Result<std::vector<PastSession>> sessions) {
        if (!sessions.ok())
          return reply.refuse(sessions.error());
        reply(encodeHistoryPage(reply.serial(), pageOf<HistoryPage>(std::move(sessions).value(), count,
                                                                    [](const PastSession& s) { return s.cursor; })));
      });
}

void AdminRequests::audit(const PageRequest& page, const Reply& reply) {
  m_ledger.audited(page.after, page.count, [reply, count = page.count](Result<std::vector<AuditEntry>> entries) {
    if (!entries.ok())
      return reply.refuse(entries.error());
    reply(encodeAuditPage(reply.serial(), pageOf<AuditPage>(std::move(entries).value(), count,
                                                            [](const AuditEntry& e) { return e.cursor; })));
  });
}

void AdminRequests::tokenAdd(const FrameView& frame, Now now, const Reply& reply) {
  const Result<TokenAdd> add = decodeTokenAdd(frame.body);
  if (!add.ok())
    return reply.refuse(add.error());
  const Result<std::string> token = m_tokens.add(add.value().name, add.value().role, now.wall);
  AuditEntry written =
      entry(reply, now, "token_add", add.value().name + " as " + std::string(roleName(add.value().role)));
  written.outcome = token.ok() ? ErrorCode::ok : token.error().code;
  written.affected = token.ok();
  m_ledger.audit(std::move(written));
  if (token.ok())
    reply(encodeTokenAdded(reply.serial(), {token.value()}));
  else
    reply.refuse(token.error());
}

void AdminRequests::tokenRemove(const FrameView& frame, Now now, const Reply& reply) {
  const Result<TokenRemove> remove = decodeTokenRemove(frame.body);
  if (!remove.ok())
    return reply.refuse(remove.error());
  const Status removed = m_tokens.remove(remove.value().name);
  AuditEntry written = entry(reply, now, "token_remove", remove.value().name);
  answer(reply, admin::tokenRemove, std::move(written),
         removed.ok() ? Result<Changed>(Changed{1, 0}) : Result<Changed>(removed.error()));
  if (removed.ok() && onTokenRemoved)
    onTokenRemoved(remove.value().name);
}

void AdminRequests::tokenList(const PageRequest&, const Reply& reply) {
  reply(encodeTokenList(reply.serial(), {m_tokens.list()}));
}

} // namespace pushscope
