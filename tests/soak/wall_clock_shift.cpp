#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>

// Loaded in front of a server (LD_PRELOAD): its wall clock, and no other, is ahead by what stands in the file that
// WALL_CLOCK_SHIFT names, a 64-bit number of seconds, looked at anew each time.
namespace {

const volatile int64_t* openShift() {
  const char* path = std::getenv("WALL_CLOCK_SHIFT");
  const int fd = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
  void* mapped = fd < 0 ? MAP_FAILED : ::mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
  return mapped == MAP_FAILED ? nullptr : static_cast<const volatile int64_t*>(mapped);
}

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static const auto real = reinterpret_cast<int (*)(clockid_t, timespec*)>(::dlsym(RTLD_NEXT, "clock_gettime"));
  static const volatile int64_t* const shift = openShift();
  const int result = real(clock, now);
  if (clock == CLOCK_REALTIME && result == 0 && shift)
    now->tv_sec += *shift;
  return result;
}
