#include "ui/alerts/alert_menu.h"

#include "models/query/condition.h"
#include "ui/actions/action.h"
#include "ui/console_context.h"
#include "ui/table/table_view.h"

#include <QItemSelectionModel>
#include <QMenu>

namespace pushscope {

namespace {

// Of a cell, if a rule can watch for what it shows.
std::optional<AlertDraft> draftOf(const TableView& table, AlertRows rows, const QModelIndex& cell) {
  const TableModel& model = *table.tableModel();
  if (!cell.isValid() || !model.world())
    return std::nullopt;
  const Column& column = model.columns()[size_t(cell.column())];
  const auto query = cellQuery(column, *model.world(), model.sourceRow(cell.row()));
  // Columns that a table adds to its kind of row are not those of a rule.
  if (!query || Condition::of(*query, rowSourceOf(rows).columns()).mistake)
    return std::nullopt;
  AlertDraft draft;
  draft.name = QStringLiteral("%1 %2").arg(columnTitle(column), cell.data().toString()).left(longestAlertName);
  draft.watched = QLatin1String(alertRowsName(rows));
  draft.query = *query;
  return draft;
}

} // namespace

void addAlertAction(QMenu* menu, ConsoleContext& context, TableView* table, AlertRows rows, const QPoint& position) {
  // By the keyboard's menu key the place is that of no cell: the current one is meant.
  const QModelIndex at = table->indexAt(position);
  const auto draft = draftOf(*table, rows, at.isValid() ? at : table->currentIndex());
  if (!draft)
    return;
  QString shown = draft->query.size() > 40 ? draft->query.left(39) + QChar(0x2026) : draft->query;
  shown.replace('&', QStringLiteral("&&"));
  QAction* action = menu->addAction(ConsoleContext::tr("Alert on %1…").arg(shown));
  action->setObjectName(QStringLiteral("alertOnCell"));
  QObject::connect(action, &QAction::triggered, &context,
                   [&context, draft = *draft] { emit context.alertWanted(draft); });
}

void makeAlertAction(ConsoleContext& context, TableView* table, AlertRows rows) {
  QAction* action = makeAction(table,
                               {"alertOnCurrent", ConsoleContext::tr("Alert on the current cell…"),
                                ConsoleContext::tr("Begins a rule that watches for rows with this value")},
                               [&context, table, rows] {
                                 if (const auto draft = draftOf(*table, rows, table->currentIndex()))
                                   emit context.alertWanted(*draft);
                               });
  const auto judge = [action, table, rows] {
    allow(action, draftOf(*table, rows, table->currentIndex())
                      ? QString()
                      : ConsoleContext::tr("Choose a cell first whose value a rule can watch for"));
  };
  judge();
  QObject::connect(table->selectionModel(), &QItemSelectionModel::currentChanged, action, judge);
}

void installAlertMenu(ConsoleContext& context, TableView* table, AlertRows rows) {
  makeAlertAction(context, table, rows);
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
