#include "app/ctl/wakes_command.h"

#include "app/ctl/output.h"
#include "models/export/table_writer.h"
#include "models/feed/clocks.h"
#include "models/text/format.h"

#include <algorithm>

namespace pushscope::ctl {
namespace {

class WakesCommand : public Command {
 public:
  WakesCommand(const QStringList& devices, Duration span, bool json) : m_devices(devices), m_span(span), m_json(json) {}

  void ready(Feed&) override {
    m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never;
    if (!m_json)
      printLine(line([](const Column& column) { return columnTitle(column); }));
  }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const World& world = feed.world();
    // More than the table holds may have come at once.
    for (m_next = std::max(m_next, world.wakes().firstNumber()); m_next < world.wakes().endNumber(); ++m_next)
      if (isWanted(world, *world.wakes().find(m_next)))
        print(world, m_next);
    return readClocks().mono >= m_end ? std::optional<int>(asExpected) : std::nullopt;
  }
  int timedOut(const Feed&) override { return asExpected; }
  bool bounded() const override { return false; }

 private:
  bool isWanted(const World& world, const WakeRow& wake) const {
    return m_devices.isEmpty() ||
           m_devices.contains(QString::fromUtf8(QByteArrayView(world.devices().device(wake.device))));
  }

  template <class Text>
  static QString line(Text text) {
    QStringList cells;
    for (const Column& column : wakeRows().columns()) {
      const int width = column.kind == Kind::time ? 12 : column.width;
      const QString cell = text(column);
      cells << (isNumeric(column.kind) ? cell.rightJustified(width) : cell.leftJustified(width));
    }
    return cells.join(QStringLiteral("  ")).trimmed();
  }

  void print(const World& world, WakeTable::Number number) const {
    if (m_json)
      return printJson(jsonRow(wakeRows().columns(), world, number));
    printLine(line([&](const Column& column) {
      // A relative time would be wrong by the next line.
      return column.kind == Kind::time ? timeOfDay(world.wakes().find(number)->wake.at)
                                       : forPeople(column.kind, column.value(world, number), readClocks().wall);
    }));
  }

  QStringList m_devices;
  Duration m_span;
  bool m_json;
  MonoTime m_end{};
  WakeTable::Number m_next = 0;
};

} // namespace

std::unique_ptr<Command> wakesCommand(const QStringList& devices, Duration span, bool json) {
  return std::make_unique<WakesCommand>(devices, span, json);
}

} // namespace pushscope::ctl
