#include "app/ctl/record_command.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

namespace pushscope::ctl {
namespace {

class RecordCommand : public Command {
 public:
  RecordCommand(QString path, Duration span, bool json) : m_path(std::move(path)), m_span(span), m_json(json) {}

  void ready(Feed& feed) override {
    m_feed = &feed;
    m_end = readClocks().mono + m_span;
    feed.startRecording(m_path, {}); // with the snapshots, which have come already
  }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const RecordingStatus& status = feed.recording();
    m_begun |= status.recording;
    if (status.path == m_path && status.error.code != ErrorCode::ok) {
      printError(Sentences::error(status.error, m_path));
      return localFile;
    }
    if (m_begun && !m_stopped && readClocks().mono >= m_end) {
      m_stopped = true;
      m_feed->stopRecording();
    }
    if (!m_stopped || status.recording)
      return std::nullopt;
    tell(status);
    return asExpected;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  void tell(const RecordingStatus& status) const {
    if (m_json)
      return printJson({{"file", m_path},
                        {"facts", qint64(status.facts)},
                        {"bytes", qint64(status.bytes)},
                        {"dropped_blocks", qint64(status.dropped)}});
    printLine(QStringLiteral("%1: %2 facts, %3 bytes").arg(m_path).arg(status.facts).arg(status.bytes));
    if (status.dropped > 0)
      printError(QStringLiteral("%1: %2 blocks were left out, because they came faster than they could be written")
                     .arg(m_path)
                     .arg(status.dropped));
  }

  QString m_path;
  Duration m_span;
  bool m_json;
  Feed* m_feed = nullptr;
  MonoTime m_end{};
  bool m_begun = false, m_stopped = false;
};

} // namespace

std::unique_ptr<Command> recordCommand(const QString& path, Duration span, bool json) {
  return std::make_unique<RecordCommand>(path, span, json);
}

} // namespace pushscope::ctl
