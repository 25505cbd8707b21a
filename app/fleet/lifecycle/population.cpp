#include "app/fleet/lifecycle/population.h"

#include "protocol/scenario/roster.h"

#include <algorithm>
#include <functional>
#include <map>

namespace pushscope {
namespace {

const std::shared_ptr<const Profile>& draw(const std::vector<Group::Share>& mix, Random& random) {
  uint64_t total = 0;
  for (const Group::Share& share : mix)
    total += share.weight;
  uint64_t at = random.below(std::max<uint64_t>(1, total));
  for (const Group::Share& share : mix) {
    if (at < share.weight)
      return share.profile;
    at -= share.weight;
  }
  return mix.back().profile;
}

std::string numbered(const std::string& prefix, uint32_t number, uint32_t count) {
  const size_t digits = std::max<size_t>(4, std::to_string(count).size());
  const std::string text = std::to_string(number);
  return prefix + std::string(digits - std::min(digits, text.size()), '0') + text;
}

} // namespace

std::vector<Phone::Config> populate(const std::vector<Group>& groups, const PopulationOptions& options, uint64_t seed) {
  Random random = Random::stream(seed, 0);
  std::vector<Phone::Config> phones;
  for (const Group& group : groups) {
    std::vector<Group::Share> flaky = group.mix;
    for (Group::Share& share : flaky) {
      auto copy = std::make_shared<Profile>(*share.profile);
      copy->habits.dropEvery = group.flakyEvery;
      share.profile = std::move(copy);
    }
    for (uint32_t i = 0; i < group.count; ++i) {
      const bool loses = group.flakyPerMillion > 0 && random.chance(group.flakyPerMillion);
      phones.push_back({numbered(group.prefix, i + 1, group.count), draw(loses ? flaky : group.mix, random),
                        options.credential, options.gateway, options.backoff, options.servers});
    }
  }
  return phones;
}

Result<std::vector<Phone::Config>> populate(const scenario::Scenario& scenario, unsigned scalePercent,
                                            const PopulationOptions& options) {
  const scenario::Roster roster(scenario, scalePercent);
  std::vector<std::map<std::string, std::shared_ptr<const Profile>, std::less<>>> kinds(scenario.groups.size());
  for (size_t i = 0; i < scenario.groups.size(); ++i) {
    const scenario::PhoneGroup& group = scenario.groups[i];
    for (const scenario::Share& share : group.mix) {
      const Profile* known = findProfile(share.profile);
      if (!known)
        return {ErrorCode::usage, "group " + group.name + ": the profile " + share.profile + " is unknown"};
      auto profile = std::make_shared<Profile>(*known);
      for (const scenario::Setting& setting : group.settings)
        if (const Status status = set(*profile, setting.name, setting.value); !status.ok())
          return {ErrorCode::usage, "group " + group.name + ": " + status.error().detail};
      kinds[i][share.profile] = std::move(profile);
    }
  }
  std::vector<Phone::Config> phones;
  const std::vector<std::string_view> profiles = roster.profiles();
  for (uint32_t i = 0; i < roster.size(); ++i)
    phones.push_back({roster.device(i), kinds[roster.groupOf(i)].find(profiles[i])->second, options.credential,
                      options.gateway, options.backoff, options.servers});
  return phones;
}

bool wantsGateway(const std::vector<Phone::Config>& phones) {
  return std::any_of(phones.begin(), phones.end(),
                     [](const Phone::Config& phone) { return phone.profile->app.gateway; });
}

std::vector<Group::Share> defaultMix() {
  const std::pair<const char*, uint32_t> guess[] = {
      {"ios-voip-classic", 25}, {"ios-plain-modern", 20}, {"ios-localpush", 5}, {"ios-apns-fallback", 10},
      {"android-doze", 20},     {"android-exempt", 15},   {"desktop", 5}};
  std::vector<Group::Share> mix;
  for (const auto& [name, weight] : guess)
    mix.push_back({std::make_shared<const Profile>(*findProfile(name)), weight});
  return mix;
}

} // namespace pushscope
