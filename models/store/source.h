#pragma once

#include <cstdint>

namespace pushscope {

// Where a word about a phone comes from.
enum class Source : uint8_t {
  server,   // the node's own doing, by its clock
  reported, // told by the phone to the server, its clock corrected
  truth,    // told by the fleet that simulates the phone
};

} // namespace pushscope
