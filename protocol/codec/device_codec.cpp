#include "protocol/codec/device_codec.h"

#include "protocol/codec/policy_codec.h"
#include "protocol/frame/command.h"

#include <algorithm>
#include <bit>

namespace pushscope {
namespace {

using codec::us;
using codec::wall;

// As 32 bits have it: 71 minutes.
Duration span(uint32_t us) {
  return Duration(us);
}
uint32_t span(Duration d) {
  return uint32_t(std::clamp<int64_t>(d.count(), 0, 0xffff'ffff));
}

void write(const PhoneStages& stages, v1::PhoneStages& out) {
  out.set_sequence(stages.sequence.value);
  out.set_woken_us(us(stages.woken));
  out.set_handled_us(us(stages.handled));
  out.set_shown_us(us(stages.shown));
  out.set_duplicate(stages.duplicate);
  out.set_not_shown(static_cast<v1::Reason>(stages.notShown));
  out.set_media_ready_us(us(stages.mediaReady));
}

PhoneStages read(const v1::PhoneStages& s) {
  return {{s.sequence()},          wall(s.woken_us()), wall(s.handled_us()),
          wall(s.shown_us()),      s.duplicate(),      codec::enumFrom(s.not_shown(), Reason::refused),
          wall(s.media_ready_us())};
}

void write(const Wake& wake, v1::WakeReport& out) {
  out.set_at_us(us(wake.at));
  out.set_cause(static_cast<v1::Cause>(wake.cause));
  out.set_latency_us(span(wake.latency));
  out.set_used_us(span(wake.used));
  out.set_budget_us(span(wake.budget));
  out.set_resumes(wake.resumes);
  out.set_pushes(wake.pushes);
  out.set_beats(wake.beats);
}

Wake read(const v1::WakeReport& in) {
  return {wall(in.at_us()),   codec::enumFrom(in.cause(), Cause::loggedOut),
          Reason::none,       span(in.latency_us()),
          span(in.used_us()), span(in.budget_us()),
          in.resumes(),       in.pushes(),
          in.beats()};
}

void write(const CollectionVersion& version, v1::CollectionVersion& out) {
  out.set_name(version.name);
  out.set_version(version.version);
}

} // namespace

// By hand, because it is the frame that is written most and there is nothing to it: fields in their order, those with
// the default left out.
Bytes encodePushView(const PushView& push) {
  const auto varintBytes = [](uint64_t value) { return (size_t(std::bit_width(value | 1)) + 6) / 7; };
  const auto numberBytes = [&](uint64_t value) { return value == 0 ? 0 : 1 + varintBytes(value); };
  const auto textBytes = [&](size_t size) { return size == 0 ? 0 : 1 + varintBytes(size) + size; };
  const BytesView uuid(push.uuid.bytes);
  const BytesView collapseKey = asBytes(push.collapseKey);
  Bytes frame(headerBytes + textBytes(uuid.size()) + numberBytes(push.sequence.value) + numberBytes(push.attempt) +
              textBytes(push.payload.size()) + numberBytes(push.highPriority) + textBytes(collapseKey.size()) +
              numberBytes(push.media));
  const HeaderBytes header = writeHeader({uint32_t(frame.size()), 0, device::push, 0});
  uint8_t* to = std::copy(header.begin(), header.end(), frame.data());
  const auto varint = [&](uint64_t value) {
    for (; value >= 0x80; value >>= 7)
      *to++ = uint8_t(value | 0x80);
    *to++ = uint8_t(value);
  };
  const auto number = [&](uint8_t field, uint64_t value) {
    if (value == 0)
      return;
    *to++ = uint8_t(field << 3);
    varint(value);
  };
  const auto text = [&](uint8_t field, BytesView bytes) {
    if (bytes.empty())
      return;
    *to++ = uint8_t(field << 3 | 2);
    varint(bytes.size());
    to = std::copy(bytes.begin(), bytes.end(), to);
  };
  text(v1::Push::kUuidFieldNumber, uuid);
  number(v1::Push::kSequenceFieldNumber, push.sequence.value);
  number(v1::Push::kAttemptFieldNumber, push.attempt);
  text(v1::Push::kPayloadFieldNumber, push.payload);
  number(v1::Push::kHighPriorityFieldNumber, push.highPriority);
  text(v1::Push::kCollapseKeyFieldNumber, collapseKey);
  number(v1::Push::kMediaFieldNumber, push.media);
  return frame;
}

Bytes encodePush(const Push& push) {
  return encodePushView(
      {push.uuid, push.sequence, push.attempt, push.payload, push.highPriority, push.collapseKey, push.media});
}

Result<Push> decodePush(BytesView body) {
  v1::Push in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "push"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  const std::string& payload = in.payload();
  return Push{uuid.value(),       {in.sequence()},   in.attempt(), Bytes(payload.begin(), payload.end()),
              in.high_priority(), in.collapse_key(), in.media()};
}

Bytes encodeAcknowledge(const Acknowledge& acknowledge) {
  v1::Acknowledge out;
  out.set_up_to(acknowledge.upTo.value);
  for (const PhoneStages& stages : acknowledge.stages)
    write(stages, *out.add_stages());
  for (Sequence sequence : acknowledge.refused)
    out.add_refused(sequence.value);
  return codec::frameOf(0, device::acknowledge, ErrorCode::ok, out);
}

Result<Acknowledge> decodeAcknowledge(BytesView body) {
  codec::Reused<v1::Acknowledge> reused(body.size());
  const v1::Acknowledge& in = *reused;
  if (!codec::parse(*reused, body))
    return {ErrorCode::malformed, "acknowledge"};
  if (size_t(in.refused_size()) > maxRefused)
    return {ErrorCode::limit, "refused"};
  Acknowledge acknowledge{{in.up_to()}, {}, {}};
  acknowledge.stages.reserve(size_t(in.stages_size()));
  for (const v1::PhoneStages& s : in.stages())
    acknowledge.stages.push_back(read(s));
  acknowledge.refused.reserve(size_t(in.refused_size()));
  for (uint64_t sequence : in.refused())
    acknowledge.refused.push_back({sequence});
  return acknowledge;
}

Bytes encodeReport(const Report& report) {
  v1::Report out;
  out.set_app_state(static_cast<v1::AppState>(report.appState));
  out.set_cause(static_cast<v1::Cause>(report.cause));
  for (const AppChange& change : report.changes) {
    v1::AppChange& c = *out.add_changes();
    c.set_app_state(static_cast<v1::AppState>(change.appState));
    c.set_cause(static_cast<v1::Cause>(change.cause));
    c.set_at_us(us(change.at));
  }
  for (const Wake& wake : report.wakes)
    write(wake, *out.add_wakes());
  for (const PhoneStages& stages : report.stages)
    write(stages, *out.add_stages());
  return codec::frameOf(0, device::report, ErrorCode::ok, out);
}

Result<Report> decodeReport(BytesView body) {
  v1::Report in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "report"};
  if (size_t(in.changes_size()) > maxReported || size_t(in.wakes_size()) > maxReported ||
      size_t(in.stages_size()) > maxReported)
    return {ErrorCode::limit, "report"};
  Report report{
      codec::enumFrom(in.app_state(), AppState::terminated), codec::enumFrom(in.cause(), Cause::loggedOut), {}, {}, {}};
  for (const v1::AppChange& c : in.changes())
    report.changes.push_back({codec::enumFrom(c.app_state(), AppState::terminated),
                              codec::enumFrom(c.cause(), Cause::loggedOut), wall(c.at_us())});
  for (const v1::WakeReport& wake : in.wakes())
    report.wakes.push_back(read(wake));
  for (const v1::PhoneStages& s : in.stages())
    report.stages.push_back(read(s));
  return report;
}

Bytes encodeSync(uint32_t serial, const Sync& sync) {
  v1::Sync out;
  for (const CollectionVersion& version : sync.collections)
    write(version, *out.add_collections());
  return codec::frameOf(serial, device::sync, ErrorCode::ok, out);
}

Result<Sync> decodeSync(BytesView body) {
  v1::Sync in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "sync"};
  Result<std::vector<CollectionVersion>> versions = codec::versionsOf(in.collections());
  if (!versions.ok())
    return versions.error();
  return Sync{std::move(versions).value()};
}

Bytes encodeCollectionPage(const CollectionPage& page) {
  v1::CollectionPage out;
  out.set_name(page.name);
  out.set_from(page.from);
  out.set_to(page.to);
  out.set_full(page.full);
  out.set_last(page.last);
  for (const CollectionItem& item : page.items) {
    v1::CollectionItem& i = *out.add_items();
    i.set_key(item.key);
    i.set_version(item.version);
    i.set_value(item.value.data(), item.value.size());
  }
  return codec::frameOf(0, device::collection, ErrorCode::ok, out);
}

Result<CollectionPage> decodeCollectionPage(BytesView body) {
  v1::CollectionPage in;
  if (!codec::parse(in, body) || in.name().size() > maxCollectionName)
    return {ErrorCode::malformed, "collection"};
  CollectionPage page{in.name(), in.from(), in.to(), in.full(), {}, in.last()};
  page.items.reserve(size_t(in.items_size()));
  for (const v1::CollectionItem& item : in.items())
    page.items.push_back({item.key(), item.version(), Bytes(item.value().begin(), item.value().end())});
  return page;
}

Bytes encodeSynced(uint32_t serial, const Synced& synced) {
  v1::Synced out;
  for (const CollectionVersion& version : synced.collections)
    write(version, *out.add_collections());
  return codec::frameOf(serial, serial == 0 ? device::synced : answerTo(device::sync), ErrorCode::ok, out);
}

Result<Synced> decodeSynced(BytesView body) {
  v1::Synced in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "synced"};
  Result<std::vector<CollectionVersion>> versions = codec::versionsOf(in.collections());
  if (!versions.ok())
    return versions.error();
  return Synced{std::move(versions).value()};
}

Bytes encodeRule(const Rule& rule) {
  v1::Rule out;
  codec::write(rule.foreground, *out.mutable_foreground());
  codec::write(rule.background, *out.mutable_background());
  return codec::frameOf(0, device::rule, ErrorCode::ok, out);
}

Result<Rule> decodeRule(BytesView body) {
  v1::Rule in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "rule"};
  const Rule rule{codec::read(in.foreground()), codec::read(in.background())};
  for (const HeartbeatPolicy& policy : {rule.foreground, rule.background})
    if (Status status = checkPolicy(policy); !status.ok())
      return status.error();
  return rule;
}

Bytes encodeNudge(const Nudge& nudge) {
  v1::Nudge out;
  out.set_device(nudge.device);
  out.set_uuid(nudge.uuid.bytes.data(), nudge.uuid.bytes.size());
  out.set_high_priority(nudge.highPriority);
  return codec::frameOf(0, device::nudge, ErrorCode::ok, out);
}

Result<Nudge> decodeNudge(BytesView body) {
  v1::Nudge in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "nudge"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  return Nudge{in.device(), uuid.value(), in.high_priority()};
}

} // namespace pushscope
