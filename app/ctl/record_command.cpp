#include "app/ctl/record_command.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/recording/record.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <QFile>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace pushscope::ctl {
namespace {

// How late a mark is at most: less than a person or a script is by itself.
constexpr std::chrono::milliseconds marksInterval{20};

constexpr qsizetype mostOfALine = 4 * qsizetype(longestMark); // UTF-8

class RecordCommand : public Command {
 public:
  explicit RecordCommand(const RecordOptions& options) : m_path(options.path), m_options(options) {}

  void ready(Feed& feed) override {
    m_feed = &feed;
    m_end = m_options.span > Duration::zero() ? readClocks().mono + m_options.span : never;
    if (m_options.replaces)
      QFile::remove(m_path);         // a recorder makes new files alone
    feed.startRecording(m_path, {}); // with the snapshots, which have come already
    if (!m_options.marks)
      return;
    QObject::connect(&m_marks, &QTimer::timeout, [this] { readMarks(); });
    m_marks.start(marksInterval);
  }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const RecordingStatus& status = feed.recording();
    m_begun |= status.recording;
    if (status.path == m_path && status.error.code != ErrorCode::ok) {
      printError(Sentences::error(status.error, m_path));
      return localFile;
    }
    if (m_begun && !m_stopped && (m_interrupted || readClocks().mono >= m_end))
      stop();
    if (!m_stopped || status.recording)
      return std::nullopt;
    tell(status);
    return m_interrupted ? ctl::interrupted : asExpected;
  }
  // The file is closed as it is at the end of its time.
  std::optional<int> interrupted(const Feed&) override {
    m_interrupted = true;
    if (m_begun && !m_stopped)
      stop();
    return std::nullopt;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  // What a script writes while it goes on. Its end ends the marks, not the recording.
  void readMarks() {
    while (m_marks.isActive() && readSome())
      ;
  }
  bool readSome() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, 0) <= 0)
      return false;
    char piece[4096];
    const ssize_t got = ::read(STDIN_FILENO, piece, sizeof piece);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
      return false;
    m_line.append(piece, std::max<qsizetype>(got, 0));
    if (got <= 0)
      endMarks();
    for (qsizetype end; (end = m_line.indexOf('\n')) >= 0; m_line.remove(0, end + 1))
      markBy(m_line.first(end));
    if (m_line.size() > mostOfALine)
      m_line.truncate(mostOfALine); // longer than a mark may be, so nothing of it is lost
    return true;
  }
  void markBy(const QByteArray& line) {
    if (const QString text = QString::fromUtf8(line).trimmed(); !text.isEmpty())
      m_feed->mark(text);
  }
  // What has no end of line ends here.
  void endMarks() {
    m_marks.stop();
    m_line += '\n';
  }

  void stop() {
    m_stopped = true;
    if (m_options.marks && m_marks.isActive()) {
      readMarks();
      markBy(m_line);
      m_marks.stop();
    }
    m_feed->stopRecording();
  }

  void tell(const RecordingStatus& status) const {
    if (m_options.json)
      return printJson({{"file", m_path},
                        {"facts", qint64(status.facts)},
                        {"bytes", qint64(status.bytes)},
                        {"dropped_blocks", qint64(status.dropped)}});
    printLine(QStringLiteral("%1: %2, %3").arg(m_path, counted(status.facts, "fact"), bytesForPeople(status.bytes)));
    if (status.dropped > 0)
      printError(QStringLiteral("%1: %2 left out, because more came than could be written")
                     .arg(m_path, counted(status.dropped, "block")));
  }

  QString m_path;
  RecordOptions m_options;
  Feed* m_feed = nullptr;
  QTimer m_marks;
  QByteArray m_line; // that has not ended
  MonoTime m_end{};
  bool m_begun = false, m_stopped = false, m_interrupted = false;
};

} // namespace

std::unique_ptr<Command> recordCommand(const RecordOptions& options) {
  return std::make_unique<RecordCommand>(options);
}

} // namespace pushscope::ctl
