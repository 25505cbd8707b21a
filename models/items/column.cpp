#include "models/items/column.h"

#include <QCoreApplication>

namespace pushscope {

QString columnTitle(const Column& column) {
  return QCoreApplication::translate("Columns", column.title);
}
QString columnHelp(const Column& column) {
  return QCoreApplication::translate("Columns", column.help);
}

} // namespace pushscope
