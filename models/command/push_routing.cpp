#include "models/command/push_routing.h"

namespace pushscope {

std::map<LinkId, Inject> splitByNode(const Inject& push, const World& world) {
  std::map<LinkId, Inject> parts;
  const auto fallback = world.onlineLink(LinkKind::node);
  for (const std::string& device : push.devices) {
    const auto row = world.devices().find(device);
    const bool known = row && world.devices().belief(*row).known;
    if (!known && !fallback)
      continue;
    auto [part, isNew] = parts.try_emplace(known ? world.devices().belief(*row).teller : *fallback, push);
    if (isNew)
      part->second.devices.clear();
    part->second.devices.push_back(device);
  }
  // Who has a tag or fits, each server knows of its own devices alone.
  if (!push.tag.empty() || !push.query.empty())
    for (const LinkId link : world.openLinks(LinkKind::node))
      if (auto [part, isNew] = parts.try_emplace(link, push); isNew)
        part->second.devices.clear();
  return parts;
}

} // namespace pushscope
