#include "app/server/core/account.h"

#include "protocol/codec/device_codec.h"

#include <algorithm>

namespace pushscope {

CollectionSource* Account::collection(Device& device, const std::string& name) const {
  const auto known = std::find_if(device.collections.begin(), device.collections.end(),
                                  [&](const CollectionSource& c) { return c.name() == name; });
  if (known != device.collections.end())
    return &*known;
  const auto shape = m_config.collections.find(name);
  if (shape == m_config.collections.end())
    return nullptr;
  const auto* id = reinterpret_cast<const uint8_t*>(device.record.device.data());
  const uint64_t seed = keyedHash(m_config.collectionSeed, 0, {id, device.record.device.size()});
  return &device.collections.emplace_back(name, shape->second, seed);
}

bool Account::current(Device& device, const std::vector<CollectionVersion>& known) const {
  return std::all_of(known.begin(), known.end(), [&](const CollectionVersion& version) {
    const CollectionSource* source = collection(device, version.name);
    return !source || source->version() == version.version;
  });
}

Account::Update Account::since(Device& device, const std::vector<CollectionVersion>& known) const {
  Update update;
  for (const CollectionVersion& version : known) {
    const CollectionSource* source = collection(device, version.name);
    if (!source)
      continue;
    for (const CollectionPage& page : source->since(version.version)) {
      update.items += uint32_t(page.items.size());
      update.frames.push_back(encodeCollectionPage(page));
    }
    update.synced.collections.push_back({version.name, source->version()});
  }
  return update;
}

} // namespace pushscope
