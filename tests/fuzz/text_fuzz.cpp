#include "protocol/base/duration_text.h"
#include "protocol/base/ids.h"
#include "protocol/message/fleet.h"
#include "protocol/message/policy_text.h"
#include "tests/fuzz/fuzz.h"

namespace pushscope {
namespace {

void checkDuration(std::string_view text) {
  const Result<Duration> duration = parseDuration(text);
  if (!duration.ok())
    return;
  constexpr Duration hundredYears = std::chrono::hours(24 * 366 * 100);
  FUZZ_CHECK(duration.value() >= Duration::zero() && duration.value() <= hundredYears);
  const Result<Duration> again = parseDuration(durationText(duration.value()));
  FUZZ_CHECK(again.ok() && again.value() == duration.value());
}

void checkUuid(std::string_view text) {
  const Result<Uuid> uuid = Uuid::parse(text);
  if (!uuid.ok())
    return;
  FUZZ_CHECK(Uuid::parse(uuid.value().text()).value() == uuid.value());
  FUZZ_CHECK(uuid.value().text().size() == text.size());
}

void checkDevice(std::string_view text) {
  if (!checkDeviceId(text).ok())
    return;
  FUZZ_CHECK(!text.empty() && text.size() <= maxDeviceIdBytes && isValidUtf8(text));
  FUZZ_CHECK(text.find_first_of(std::string_view("\0\n\r\x1b\x7f", 5)) == std::string_view::npos);
}

void checkAction(std::string_view text) {
  const PhoneAction action = phoneActionFromName(text);
  FUZZ_CHECK(action == PhoneAction::unknown || phoneActionName(action) == text);
}

void checkPolicyText(std::string_view text) {
  const Result<HeartbeatPolicy> policy = parsePolicy(text);
  if (!policy.ok())
    return;
  FUZZ_CHECK(checkPolicy(policy.value()).ok());
  const Result<HeartbeatPolicy> again = parsePolicy(policyText(policy.value()));
  FUZZ_CHECK(again.ok() && again.value() == policy.value());
}

} // namespace

void fuzzOne(BytesView input) {
  const Choice choice(input);
  switch (choice.number % 5) {
  case 0:
    return checkDuration(asText(choice.rest));
  case 1:
    return checkUuid(asText(choice.rest));
  case 2:
    return checkDevice(asText(choice.rest));
  case 3:
    return checkAction(asText(choice.rest));
  default:
    return checkPolicyText(asText(choice.rest));
  }
}

} // namespace pushscope
