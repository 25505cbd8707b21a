#include "app/ctl/export_command.h"

#include "app/ctl/output.h"
#include "models/export/destination.h"
#include "models/feed/clocks.h"

#include <QSaveFile>

namespace pushscope::ctl {
namespace {

class ExportCommand : public Command {
 public:
  explicit ExportCommand(const ExportOptions& options) : m_options(options) {}

  void ready(Feed&) override { m_end = readClocks().mono + m_options.span; }
  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    if (readClocks().mono < m_end)
      return std::nullopt;
    std::vector<uint64_t> rows = m_options.rows.select(feed.world(), feed.now());
    const size_t count = rows.size();
    QSaveFile file(m_options.path);
    const bool made =
        file.open(QIODevice::WriteOnly) &&
        writeTable(m_options.format, allOf(m_options.rows.source().columns()), &feed.world(), std::move(rows), file)
            .ok();
    if (const Status status = made ? commitFile(file) : Status(fileError(file)); !status.ok()) {
      printError(QString::fromStdString(status.error().detail));
      return localFile;
    }
    if (m_options.json)
      printJson({{"file", m_options.path}, {"rows", qint64(count)}});
    else
      printLine(m_options.path + QStringLiteral(": ") + counted(count, "row"));
    return asExpected;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  ExportOptions m_options;
  MonoTime m_end{};
};

} // namespace

std::unique_ptr<Command> exportCommand(const ExportOptions& options) {
  return std::make_unique<ExportCommand>(options);
}

} // namespace pushscope::ctl
