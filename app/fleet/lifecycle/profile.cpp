#include "app/fleet/lifecycle/profile.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

using std::chrono::milliseconds;

constexpr std::array<Profile, 2> known{
    Profile{"desktop", milliseconds(1), milliseconds(12), milliseconds(3), milliseconds(1), milliseconds(5)},
    Profile{"android-exempt", milliseconds(15), milliseconds(90), milliseconds(25), milliseconds(20),
            milliseconds(300)},
};

} // namespace

std::span<const Profile> profiles() {
  return known;
}

const Profile* findProfile(std::string_view name) {
  const auto found = std::find_if(known.begin(), known.end(), [name](const Profile& p) { return p.name == name; });
  return found == known.end() ? nullptr : &*found;
}

} // namespace pushscope
