#include "ui/alerts/alert_menu.h"

#include "models/query/condition.h"
#include "ui/console_context.h"
#include "ui/table/table_view.h"

#include <QMenu>

namespace pushscope {

void addAlertAction(QMenu* menu, ConsoleContext& context, TableView* table, AlertRows rows, const QPoint& position) {
  // By the keyboard's menu key the place is that of no cell: the current one is meant.
  const QModelIndex at = table->indexAt(position);
  const QModelIndex cell = at.isValid() ? at : table->currentIndex();
  const TableModel& model = *table->tableModel();
  if (!cell.isValid() || !model.world())
    return;
  const Column& column = model.columns()[size_t(cell.column())];
  const auto query = cellQuery(column, *model.world(), model.sourceRow(cell.row()));
  // Columns that a table adds to its kind of row are not those of a rule.
  if (!query || Condition::of(*query, rowSourceOf(rows).columns()).mistake)
    return;
  AlertDraft draft;
  draft.name = QStringLiteral("%1 %2").arg(columnTitle(column), cell.data().toString()).left(longestAlertName);
  draft.watched = QLatin1String(alertRowsName(rows));
  draft.query = *query;
  QString shown = query->size() > 40 ? query->left(39) + QChar(0x2026) : *query;
  shown.replace('&', QStringLiteral("&&"));
  QAction* action = menu->addAction(ConsoleContext::tr("Alert on %1…").arg(shown));
  action->setObjectName(QStringLiteral("alertOnCell"));
  QObject::connect(action, &QAction::triggered, &context, [&context, draft] { emit context.alertWanted(draft); });
}

void installAlertMenu(ConsoleContext& context, TableView* table, AlertRows rows) {
  table->setContextMenuPolicy(Qt::CustomContextMenu);
  QObject::connect(table, &QWidget::customContextMenuRequested, table, [&context, table, rows](const QPoint& position) {
    // Not exec(): its loop would run while this table may be replaced.
    auto* menu = new QMenu(table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addAlertAction(menu, context, table, rows, position);
    if (menu->isEmpty())
      return delete menu;
    menu->popup(table->viewport()->mapToGlobal(position));
  });
}

} // namespace pushscope
