#include "app/ctl/stream_command.h"

#include "models/feed/clocks.h"
#include "models/text/format.h"

#include <algorithm>

namespace pushscope::ctl {
namespace {

class StreamCommand : public Command {
 public:
  StreamCommand(ChosenRows rows, const QStringList& devices, Duration span)
      : m_rows(std::move(rows)), m_devices(devices), m_span(span) {}

  void ready(Feed& feed) override {
    m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never;
    m_device = columnWithId(m_rows.all().columns(), "device");
    if (m_rows.format() == Format::table)
      printLine(line([](const Column& column) { return columnTitle(column); }));
    else if (m_rows.format() == Format::csv)
      printRows(Format::csv, m_rows.source(), feed.world(), {}, feed.now()); // the titles
  }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const World& world = feed.world();
    const uint64_t from = std::exchange(m_next, std::max(m_next, m_rows.all().end(world)));
    std::vector<uint64_t> rows = m_rows.select(world, feed.now(), from);
    std::erase_if(rows, [&](uint64_t row) { return !isWanted(world, row); });
    if (m_rows.format() != Format::table && !rows.empty())
      printRows(m_rows.format(), m_rows.source(), world, rows, feed.now(), true);
    if (m_rows.format() == Format::table)
      for (const uint64_t row : rows)
        printLine(line([&](const Column& column) { return cell(column, world, row); }));
    return readClocks().mono >= m_end ? std::optional<int>(asExpected) : std::nullopt;
  }
  int timedOut(const Feed&) override { return asExpected; }
  bool bounded() const override { return false; }

 private:
  bool isWanted(const World& world, uint64_t row) const {
    return m_devices.isEmpty() ||
           m_devices.contains(m_rows.all().columns()[size_t(m_device)].value(world, row).toString());
  }

  // A relative time would be wrong by the next line.
  static QString cell(const Column& column, const World& world, uint64_t row) {
    const QVariant value = column.value(world, row);
    return column.kind == Kind::time && value.isValid() ? timeOfDay(wallFromMicros(value.toLongLong()))
                                                        : forPeople(column.kind, value, readClocks().wall);
  }

  template <class Text>
  QString line(Text text) const {
    QStringList cells;
    for (const Column& column : m_rows.source().columns())
      if (column.shownAtFirst)
        cells << padded(text(column), column.kind == Kind::time ? 12 : column.width, isNumeric(column.kind));
    QString line = cells.join(QStringLiteral("  "));
    while (line.endsWith(QLatin1Char(' ')))
      line.chop(1);
    return line;
  }

  ChosenRows m_rows;
  QStringList m_devices;
  Duration m_span;
  int m_device = 0;
  MonoTime m_end{};
  uint64_t m_next = 0; // the first row that was not looked at
};

} // namespace

std::unique_ptr<Command> streamCommand(ChosenRows rows, const QStringList& devices, Duration span) {
  return std::make_unique<StreamCommand>(std::move(rows), devices, span);
}

} // namespace pushscope::ctl
