#pragma once

#include "models/store/world.h"

#include <map>

namespace pushscope {

// Each server is asked for the devices that it knows; the first server that can be reached is asked for those that
// nobody knows, so that the answer names them. All are asked if there is a tag or a query. Empty if there is no server
// at all.
std::map<LinkId, Inject> splitByNode(const Inject& push, const World& world);

} // namespace pushscope
