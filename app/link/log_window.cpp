#include "app/link/log_window.h"

#include <spdlog/spdlog.h>

namespace pushscope {

bool LogWindow::admits(MonoTime now) {
  if (now >= m_end) {
    if (m_asked > m_lines)
      spdlog::warn("{} more lines about {} are left out", m_asked - m_lines, m_about);
    m_end = now + length;
    m_asked = 0;
  }
  return ++m_asked <= m_lines;
}

} // namespace pushscope
