#pragma once

#include "protocol/message/device.h"

#include <map>
#include <string>
#include <vector>

namespace pushscope {

// Versioned collections (friends, profiles, groups, members): what an app keeps of its account, brought up to date
// after hello by what is newer than its copy.
//
// The reference server has no address book, so CollectionSource makes one up: what it holds is a pure function of
// (seed, version), so that it stores one number a collection. Version 1 has `items` items; each later version changes
// one item, chosen by the seed: each once before any of them again. Changes further back than `kept` versions are
// forgotten: who is behind that gets everything, marked `full`.
class CollectionSource {
 public:
  struct Shape {
    uint32_t items = 50;
    uint64_t kept = 100;
    uint32_t valueBytes = 24;
  };
  CollectionSource(std::string name, const Shape& shape, uint64_t seed);

  const std::string& name() const { return m_name; }
  uint64_t version() const { return m_version; }
  void touch(uint64_t changes) { m_version += changes; }
  // What changed since `known`, in pages of at most `pageItems` items, the last one marked; nothing if it is current. A
  // version from the future is treated as unknown: everything.
  std::vector<CollectionPage> since(uint64_t known) const;
  // Everything, as it is now: what a replica must be equal to.
  std::map<uint32_t, CollectionItem> content() const;

  static constexpr size_t pageItems = 100; // × 64 bytes stays far below a frame's 64 KiB

 private:
  std::vector<uint64_t> changes() const;

  std::string m_name;
  Shape m_shape;
  uint64_t m_seed;
  uint64_t m_version = 1;
};

// The copy of a collection on a phone.
class CollectionReplica {
 public:
  uint64_t version() const { return m_version; }
  size_t size() const { return m_items.size(); }
  const std::map<uint32_t, CollectionItem>& content() const { return m_items; }
  // False, and nothing is changed, if the page does not build on what is here: the version is asked for again. Pages of
  // one change set come together and in order; the version moves with the last.
  bool apply(const CollectionPage& page);
  // A connection ended: a change set that is half here starts over.
  void interrupted();

 private:
  std::map<uint32_t, CollectionItem> m_items;
  uint64_t m_version = 0;
  uint64_t m_pendingTo = 0; // of an unfinished change set
  std::map<uint32_t, CollectionItem> m_pending;
  bool m_pendingFull = false;
};

} // namespace pushscope
