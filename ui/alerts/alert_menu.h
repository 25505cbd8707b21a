#pragma once

#include "models/alerts/alert_rule.h"

class QMenu;
class QPoint;

namespace pushscope {

class ConsoleContext;
class TableView;

// "Alert on Missed >= 3…" for the cell at this place of the table's viewport, if a rule can be made of it.
void addAlertAction(QMenu* menu, ConsoleContext& context, TableView* table, AlertRows rows, const QPoint& position);
// The same of the current cell, as an action of the table: for keys and the command palette.
void makeAlertAction(ConsoleContext& context, TableView* table, AlertRows rows);
// A menu that has this alone, by the right button or the menu key, for a table without another.
void installAlertMenu(ConsoleContext& context, TableView* table, AlertRows rows);

} // namespace pushscope
