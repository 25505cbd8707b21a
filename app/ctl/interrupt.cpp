#include "app/ctl/interrupt.h"

#include "app/ctl/exit_code.h"

#include <chrono>
#include <csignal>
#include <unistd.h>

namespace pushscope::ctl {
namespace {

// A handler may do no more than this, and end the process.
volatile std::sig_atomic_t isInterrupted = 0;

void handle(int) {
  if (isInterrupted)
    ::_exit(interrupted);
  isInterrupted = 1;
}

} // namespace

Interrupt::Interrupt() {
  std::signal(SIGINT, handle);
  std::signal(SIGTERM, handle);
  connect(&m_look, &QTimer::timeout, this, [this] {
    if (!isInterrupted)
      return;
    m_look.stop();
    emit came();
  });
  m_look.start(std::chrono::milliseconds(50));
}

Interrupt::~Interrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

} // namespace pushscope::ctl
