#include "app/ctl/export_command.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/query/row_order.h"
#include "models/text/sentences.h"

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
    const RowSource& source = rowsNamed(m_options.rows);
    OrderWish wish;
    wish.condition = m_options.condition;
    std::vector<uint64_t> rows = orderOf(source, feed.world(), wish, feed.now());
    const size_t count = rows.size();
    QSaveFile file(m_options.path);
    if (!file.open(QIODevice::WriteOnly) ||
        !writeTable(m_options.format, allOf(source.columns()), &feed.world(), std::move(rows), file).ok() ||
        !file.commit()) {
      printError(Sentences::error({ErrorCode::file, file.errorString().toStdString()}, m_options.path));
      return localFile;
    }
    printLine(QStringLiteral("%1: %2 rows").arg(m_options.path).arg(count));
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

const RowSource& rowsNamed(const QString& name) {
  return name == QLatin1String("deliveries") ? deliveryRows()
         : name == QLatin1String("wakes")    ? wakeRows()
                                             : deviceRows();
}

} // namespace pushscope::ctl
