#pragma once

#include "tests/support/wait.h"

#include <QProcess>

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pushscope {

// A terminal of so many columns; what a program prints onto it is its text.
class Terminal {
 public:
  explicit Terminal(unsigned short columns) : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
    EXPECT_TRUE(m_master >= 0 && ::grantpt(m_master) == 0 && ::unlockpt(m_master) == 0);
    winsize size{};
    size.ws_row = 25;
    size.ws_col = columns;
    EXPECT_EQ(::ioctl(m_master, TIOCSWINSZ, &size), 0);
    m_name = QString::fromLocal8Bit(::ptsname(m_master));
    m_slave = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC); // else it hangs up between two programs
  }
  ~Terminal() {
    ::close(m_slave);
    ::close(m_master);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Its lines on standard output, and what it said on standard error, which is a pipe.
  struct Seen {
    QList<QByteArray> lines;
    QByteArray errors;
    int exitCode = -1;
  };
  Seen run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setStandardOutputFile(m_name, QIODevice::Append);
    process.start(program, arguments);
    QByteArray text;
    const auto drain = [&] {
      std::array<char, 4096> part;
      for (ssize_t count; (count = ::read(m_master, part.data(), part.size())) > 0;)
        text.append(part.data(), qsizetype(count));
    };
    waitUntil([&] {
      drain();
      return process.state() == QProcess::NotRunning;
    });
    drain();
    text.replace("\r\n", "\n");
    if (text.endsWith('\n'))
      text.chop(1);
    return {text.split('\n'), process.readAllStandardError(), process.exitCode()};
  }

 private:
  int m_master, m_slave = -1;
  QString m_name;
};

} // namespace pushscope
