#include "models/export/ladder_text.h"

#include "models/items/ladder_rows.h"
#include "models/text/sentences.h"

namespace pushscope {

QString ladderText(const World& world, DeliveryTable::Number delivery, const QString& device, WallTime now) {
  const DeliveryRow& row = *world.deliveries().find(delivery);
  const LadderRows rows(delivery);
  QString text = QCoreApplication::translate("LadderText", "Push %1 to %2: %3\n")
                     .arg(QString::fromStdString(row.uuid.text()), device, Sentences::outcome(row));
  for (uint64_t stage = 0; stage < rows.end(world); ++stage) {
    QString line;
    for (const Column& column : rows.columns()) {
      const QString cell = forPeople(column.kind, column.value(world, stage), now);
      line += isNumeric(column.kind) ? cell.rightJustified(10) + QStringLiteral("  ")
                                     : cell.leftJustified(column.width + 2);
    }
    text += QStringLiteral("  ") + line.trimmed() + QLatin1Char('\n');
  }
  return text;
}

} // namespace pushscope
