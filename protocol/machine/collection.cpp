#include "protocol/machine/collection.h"

#include "protocol/base/random.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// The order in which the items change in one round: each once, so that the last change of an item lies in this round or
// in the one before, however many there were.
std::vector<uint32_t> orderOf(uint64_t seed, uint64_t round, uint32_t items) {
  std::vector<uint32_t> keys(items);
  for (uint32_t i = 0; i < items; ++i)
    keys[i] = i;
  Random random = Random::stream(seed, round);
  for (size_t left = keys.size(); left > 1; --left)
    std::swap(keys[left - 1], keys[size_t(random.below(left))]);
  return keys;
}

Bytes valueOf(uint64_t seed, uint32_t key, uint64_t version, uint32_t bytes) {
  Random random = Random::stream(Random::stream(~seed, key).next(), version);
  Bytes value(bytes);
  for (uint8_t& byte : value)
    byte = uint8_t(random.next());
  return value;
}

} // namespace

CollectionSource::CollectionSource(std::string name, const Shape& shape, uint64_t seed)
    : m_name(std::move(name)), m_shape(shape), m_seed(seed) {}

// At which version each item last changed, by its key.
std::vector<uint64_t> CollectionSource::changes() const {
  std::vector<uint64_t> changed(m_shape.items, 1);
  if (m_shape.items == 0 || m_version < 2)
    return changed;
  const uint64_t done = m_version - 1, items = m_shape.items; // version 2 was the first change
  const uint64_t latest = (done - 1) / items;
  for (uint64_t round = latest == 0 ? 0 : latest - 1; round <= latest; ++round) {
    const std::vector<uint32_t> order = orderOf(m_seed, round, m_shape.items);
    const uint64_t before = round * items;
    for (uint64_t i = 0; i < items && before + i < done; ++i)
      changed[order[size_t(i)]] = before + i + 2;
  }
  return changed;
}

std::vector<CollectionPage> CollectionSource::since(uint64_t known) const {
  std::vector<CollectionPage> pages;
  if (known == m_version)
    return pages;
  const bool full = known == 0 || known > m_version || m_version - known > m_shape.kept;
  const uint64_t from = full ? 0 : known;
  pages.push_back({m_name, from, m_version, full, {}, true});
  const std::vector<uint64_t> changed = changes();
  for (uint32_t key = 0; key < m_shape.items; ++key) {
    if (changed[key] <= from)
      continue;
    if (pages.back().items.size() == pageItems) {
      pages.back().last = false;
      pages.push_back({m_name, from, m_version, full, {}, true});
    }
    pages.back().items.push_back({key, changed[key], valueOf(m_seed, key, changed[key], m_shape.valueBytes)});
  }
  return pages;
}

std::map<uint32_t, CollectionItem> CollectionSource::content() const {
  std::map<uint32_t, CollectionItem> items;
  const std::vector<uint64_t> changed = changes();
  for (uint32_t key = 0; key < m_shape.items; ++key)
    items[key] = {key, changed[key], valueOf(m_seed, key, changed[key], m_shape.valueBytes)};
  return items;
}

bool CollectionReplica::apply(const CollectionPage& page) {
  if (page.to == 0 || (!page.full && (page.from != m_version || page.to <= page.from)))
    return false;
  if (m_pendingTo != 0 && (page.to != m_pendingTo || page.full != m_pendingFull))
    return false;
  m_pendingTo = page.to;
  m_pendingFull = page.full;
  for (const CollectionItem& item : page.items)
    m_pending[item.key] = item;
  if (!page.last)
    return true;
  if (page.full)
    m_items.clear();
  // What is in both keeps the newer one: merge() moves only what is not there yet.
  m_pending.merge(m_items);
  m_items = std::move(m_pending);
  m_version = page.to;
  interrupted();
  return true;
}

void CollectionReplica::interrupted() {
  m_pending.clear();
  m_pendingTo = 0;
  m_pendingFull = false;
}

} // namespace pushscope
