#include "protocol/codec/operator_codec.h"

#include "protocol/codec/policy_codec.h"
#include "pushscope/v1/admin.pb.h"

namespace pushscope {
namespace {

using codec::enumFrom;
using codec::frameOf;
using codec::parse;
using codec::us;
using codec::wall;

void set(const Uuid& uuid, std::string* out) {
  out->assign(reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size());
}

// Of an answer: a server that sends no uuid, or half of one, means none.
Uuid uuidOf(const std::string& raw) {
  const Result<Uuid> uuid = Uuid::fromBytes(raw);
  return uuid.ok() ? uuid.value() : Uuid{};
}

Reason reasonOf(uint32_t value) {
  return enumFrom(value, Reason::refused);
}

Role roleOf(uint32_t value) {
  return enumFrom(value, Role::administer);
}

Status checkTag(const std::string& tag) {
  return isTag(tag) ? Status(Done{}) : Status(Error{ErrorCode::malformed, "tag"});
}

Status checkTokenName(const std::string& name) {
  return isTokenName(name) ? Status(Done{}) : Status(Error{ErrorCode::malformed, "name"});
}

template <class Out>
void addAll(const std::vector<std::string>& from, Out* out) {
  for (const std::string& text : from)
    *out->Add() = text;
}

template <class Message>
Bytes pageFrame(uint32_t serial, uint32_t request, uint64_t next, Message& out) {
  out.set_next(next);
  return frameOf(serial, answerTo(request), ErrorCode::ok, out);
}

} // namespace

bool isTag(std::string_view text) {
  return !text.empty() && text.size() <= maxTag && labelOf(text) == text;
}

bool isTokenName(std::string_view text) {
  return !text.empty() && text.size() <= maxTokenName && labelOf(text) == text;
}

Bytes encodeSessionControl(uint32_t serial, const SessionControl& control) {
  v1::SessionControl out;
  addAll(control.devices, out.mutable_devices());
  out.set_action(static_cast<v1::SessionAction>(control.action));
  if (control.action == SessionAction::heartbeat) {
    codec::write(control.foreground, *out.mutable_foreground());
    codec::write(control.background, *out.mutable_background());
  }
  return frameOf(serial, admin::control, ErrorCode::ok, out);
}

Result<SessionControl> decodeSessionControl(BytesView body) {
  v1::SessionControl in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "control"};
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  SessionControl control;
  control.devices.assign(in.devices().begin(), in.devices().end());
  control.action = enumFrom(in.action(), SessionAction::heartbeat);
  if (control.action == SessionAction::unknown)
    return {ErrorCode::malformed, "action"};
  if (control.action == SessionAction::heartbeat) {
    control.foreground = codec::read(in.foreground());
    control.background = codec::read(in.background());
    for (const HeartbeatPolicy& policy : {control.foreground, control.background})
      if (Status status = checkPolicy(policy); !status.ok())
        return status.error();
  }
  return control;
}

Bytes encodeTag(uint32_t serial, const Tag& tag) {
  v1::Tag out;
  addAll(tag.devices, out.mutable_devices());
  addAll(tag.add, out.mutable_add());
  addAll(tag.remove, out.mutable_remove());
  return frameOf(serial, admin::tag, ErrorCode::ok, out);
}

Result<Tag> decodeTag(BytesView body) {
  v1::Tag in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "tag"};
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  if (size_t(in.add_size()) > maxTagsPerDevice || size_t(in.remove_size()) > maxTagsPerDevice)
    return {ErrorCode::limit, "tags"};
  Tag tag{{in.devices().begin(), in.devices().end()},
          {in.add().begin(), in.add().end()},
          {in.remove().begin(), in.remove().end()}};
  for (const auto* names : {&tag.add, &tag.remove})
    for (const std::string& name : *names)
      if (Status status = checkTag(name); !status.ok())
        return status.error();
  return tag;
}

Bytes encodePeek(uint32_t serial, const Peek& peek) {
  v1::Peek out;
  out.set_device(peek.device);
  set(peek.uuid, out.mutable_uuid());
  return frameOf(serial, admin::peek, ErrorCode::ok, out);
}

Result<Peek> decodePeek(BytesView body) {
  v1::Peek in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "peek"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  return Peek{in.device(), uuid.value()};
}

Bytes encodePeeked(uint32_t serial, const Peeked& peeked) {
  v1::Peeked out;
  out.set_sequence(peeked.sequence.value);
  out.set_payload(peeked.payload.data(), peeked.payload.size());
  out.set_high_priority(peeked.highPriority);
  out.set_collapse_key(peeked.collapseKey);
  out.set_media(peeked.media);
  out.set_accepted_us(us(peeked.accepted));
  out.set_expires_us(us(peeked.expires));
  out.set_not_before_us(us(peeked.notBefore));
  return frameOf(serial, answerTo(admin::peek), ErrorCode::ok, out);
}

Result<Peeked> decodePeeked(BytesView body) {
  v1::Peeked in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "peeked"};
  return Peeked{{in.sequence()},
                {in.payload().begin(), in.payload().end()},
                in.high_priority(),
                in.collapse_key(),
                in.media(),
                wall(in.accepted_us()),
                wall(in.expires_us()),
                wall(in.not_before_us())};
}

Bytes encodePageRequest(uint32_t serial, uint32_t request, const PageRequest& page) {
  v1::PageRequest out;
  out.set_after(page.after);
  out.set_count(page.count);
  out.set_device(page.device);
  return frameOf(serial, request, ErrorCode::ok, out);
}

Result<PageRequest> decodePageRequest(BytesView body) {
  v1::PageRequest in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "page"};
  if (in.count() > mostPerPage)
    return {ErrorCode::limit, "count"};
  return PageRequest{in.after(), in.count() == 0 ? mostPerPage : in.count(), in.device()};
}

Bytes encodeQueuePage(uint32_t serial, const QueuePage& page) {
  v1::QueuePage out;
  for (const Queued& queued : page.queued) {
    v1::Queued& q = *out.add_queued();
    q.set_device(queued.device);
    set(queued.uuid, q.mutable_uuid());
    q.set_sequence(queued.sequence.value);
    q.set_stage(static_cast<uint32_t>(queued.stage));
    q.set_reason(static_cast<uint32_t>(queued.reason));
    q.set_attempt(queued.attempt);
    q.set_accepted_us(us(queued.accepted));
    q.set_expires_us(us(queued.expires));
    q.set_next_try_us(us(queued.nextTry));
    q.set_payload_bytes(queued.payloadBytes);
    q.set_high_priority(queued.highPriority);
  }
  return pageFrame(serial, admin::queue, page.next, out);
}

Result<QueuePage> decodeQueuePage(BytesView body) {
  v1::QueuePage in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "queue"};
  QueuePage page;
  page.next = in.next();
  for (const v1::Queued& q : in.queued())
    page.queued.push_back({q.device(),
                           uuidOf(q.uuid()),
                           {q.sequence()},
                           enumFrom(q.stage(), Stage::evicted),
                           reasonOf(q.reason()),
                           q.attempt(),
                           wall(q.accepted_us()),
                           wall(q.expires_us()),
                           wall(q.next_try_us()),
                           q.payload_bytes(),
                           q.high_priority()});
  return page;
}

Bytes encodeDeadLetterPage(uint32_t serial, const DeadLetterPage& page) {
  v1::DeadLetterPage out;
  for (const DeadLetter& letter : page.letters) {
    v1::DeadLetter& l = *out.add_letters();
    l.set_device(letter.device);
    set(letter.uuid, l.mutable_uuid());
    l.set_sequence(letter.sequence.value);
    l.set_at_us(us(letter.at));
    l.set_reason(static_cast<uint32_t>(letter.reason));
    l.set_payload_bytes(letter.payloadBytes);
  }
  return pageFrame(serial, admin::deadLetters, page.next, out);
}

Result<DeadLetterPage> decodeDeadLetterPage(BytesView body) {
  v1::DeadLetterPage in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "dead letters"};
  DeadLetterPage page;
  page.next = in.next();
  for (const v1::DeadLetter& l : in.letters())
    page.letters.push_back(
        {l.device(), uuidOf(l.uuid()), {l.sequence()}, wall(l.at_us()), reasonOf(l.reason()), l.payload_bytes()});
  return page;
}

Bytes encodeHistoryPage(uint32_t serial, const HistoryPage& page) {
  v1::HistoryPage out;
  for (const PastSession& session : page.sessions) {
    v1::PastSession& s = *out.add_sessions();
    s.set_cursor(session.cursor);
    s.set_device(session.device);
    s.set_address(session.address);
    s.set_client(session.client);
    s.set_connected_us(us(session.connected));
    s.set_closed_us(us(session.closed));
    s.set_closed_by(static_cast<uint32_t>(session.closing.side));
    s.set_closed_code(static_cast<uint32_t>(session.closing.code));
    s.set_closed_goodbye(session.closing.goodbye);
    s.set_resumed(session.resumed);
    s.set_beats(session.beats);
    s.set_missed(session.missed);
    s.set_acknowledged(session.acknowledged);
  }
  return pageFrame(serial, admin::history, page.next, out);
}

Result<HistoryPage> decodeHistoryPage(BytesView body) {
  v1::HistoryPage in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "history"};
  HistoryPage page;
  page.next = in.next();
  for (const v1::PastSession& s : in.sessions())
    page.sessions.push_back({s.cursor(),
                             s.device(),
                             s.address(),
                             s.client(),
                             wall(s.connected_us()),
                             wall(s.closed_us()),
                             {enumFrom(s.closed_by(), Side::phone), errorFromWire(s.closed_code()), s.closed_goodbye()},
                             s.resumed(),
                             s.beats(),
                             s.missed(),
                             s.acknowledged()});
  return page;
}

Bytes encodeAuditPage(uint32_t serial, const AuditPage& page) {
  v1::AuditPage out;
  for (const AuditEntry& entry : page.entries) {
    v1::AuditEntry& e = *out.add_entries();
    e.set_cursor(entry.cursor);
    e.set_at_us(us(entry.at));
    e.set_who(entry.who);
    e.set_role(static_cast<uint32_t>(entry.role));
    e.set_address(entry.address);
    e.set_action(entry.action);
    e.set_subject(entry.subject);
    if (!entry.uuid.isNull())
      set(entry.uuid, e.mutable_uuid());
    e.set_outcome(static_cast<uint32_t>(entry.outcome));
    e.set_affected(entry.affected);
  }
  return pageFrame(serial, admin::audit, page.next, out);
}

Result<AuditPage> decodeAuditPage(BytesView body) {
  v1::AuditPage in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "audit"};
  AuditPage page;
  page.next = in.next();
  for (const v1::AuditEntry& e : in.entries())
    page.entries.push_back({e.cursor(), wall(e.at_us()), e.who(), roleOf(e.role()), e.address(), e.action(),
                            e.subject(), uuidOf(e.uuid()), errorFromWire(e.outcome()), e.affected()});
  return page;
}

Bytes encodeTokenAdd(uint32_t serial, const TokenAdd& add) {
  v1::TokenAdd out;
  out.set_name(add.name);
  out.set_role(static_cast<uint32_t>(add.role));
  return frameOf(serial, admin::tokenAdd, ErrorCode::ok, out);
}

Result<TokenAdd> decodeTokenAdd(BytesView body) {
  v1::TokenAdd in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "token"};
  if (Status status = checkTokenName(in.name()); !status.ok())
    return status.error();
  if (roleOf(in.role()) == Role::none)
    return {ErrorCode::malformed, "role"};
  return TokenAdd{in.name(), roleOf(in.role())};
}

Bytes encodeTokenAdded(uint32_t serial, const TokenAdded& added) {
  v1::TokenAdded out;
  out.set_token(added.token);
  return frameOf(serial, answerTo(admin::tokenAdd), ErrorCode::ok, out);
}

Result<TokenAdded> decodeTokenAdded(BytesView body) {
  v1::TokenAdded in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "token"};
  return TokenAdded{in.token()};
}

Bytes encodeTokenRemove(uint32_t serial, const TokenRemove& remove) {
  v1::TokenRemove out;
  out.set_name(remove.name);
  return frameOf(serial, admin::tokenRemove, ErrorCode::ok, out);
}

Result<TokenRemove> decodeTokenRemove(BytesView body) {
  v1::TokenRemove in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "token"};
  if (Status status = checkTokenName(in.name()); !status.ok())
    return status.error();
  return TokenRemove{in.name()};
}

Bytes encodeTokenList(uint32_t serial, const TokenList& list) {
  v1::TokenList out;
  for (const TokenInfo& token : list.tokens) {
    v1::TokenInfo& t = *out.add_tokens();
    t.set_name(token.name);
    t.set_role(static_cast<uint32_t>(token.role));
    t.set_added_us(us(token.added));
  }
  return frameOf(serial, answerTo(admin::tokenList), ErrorCode::ok, out);
}

Result<TokenList> decodeTokenList(BytesView body) {
  v1::TokenList in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "tokens"};
  TokenList list;
  for (const v1::TokenInfo& t : in.tokens())
    list.tokens.push_back({t.name(), roleOf(t.role()), wall(t.added_us())});
  return list;
}

} // namespace pushscope
