#pragma once

#include "app/fleet/lifecycle/phone.h"
#include "protocol/scenario/scenario.h"

#include <string>
#include <vector>

namespace pushscope {

// Phones that are made alike: device ids are `prefix` and a number; their kinds are drawn by weight.
struct Group {
  struct Share {
    std::shared_ptr<const Profile> profile;
    uint32_t weight = 1;
  };
  std::string prefix;
  uint32_t count = 1;
  std::vector<Share> mix;
  // Some of them lose their link now and then.
  uint32_t flakyPerMillion = 0;
  Duration flakyEvery = std::chrono::seconds(20);
};

struct PopulationOptions {
  std::string credential;
  std::string gateway; // device id of the vendor's channel
  Backoff::Policy backoff;
  size_t servers = 1;
};

// The configurations of all phones, in the order of their numbers: a pure function of groups and seed.
std::vector<Phone::Config> populate(const std::vector<Group>& groups, const PopulationOptions& options, uint64_t seed);
// The phones of a scenario, as its roster numbers them. An error names the group and the setting.
Result<std::vector<Phone::Config>> populate(const scenario::Scenario& scenario, unsigned scalePercent,
                                            const PopulationOptions& options);
bool wantsGateway(const std::vector<Phone::Config>& phones);

// A guess at phones in the wild: no public figure for a true mix is known (3-behaviour section 9).
std::vector<Group::Share> defaultMix();

} // namespace pushscope
