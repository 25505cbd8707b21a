#include "ui/sessions/device_selection.h"

#include "ui/console_context.h"
#include "ui/table/table_view.h"

#include <QEvent>
#include <QScopedValueRollback>

#include <algorithm>

namespace pushscope {

DeviceSelection::DeviceSelection(ConsoleContext& context, TableView& table)
    : QObject(&table), m_context(context), m_table(table) {
  m_table.installEventFilter(this);
  connect(&m_table, &TableView::selectedRowsChanged, this, &DeviceSelection::tell);
  connect(&m_context, &ConsoleContext::devicesSelected, this, &DeviceSelection::follow);
  // A page fills its table after it is shown.
  connect(m_table.model(), &QAbstractItemModel::rowsInserted, this, [this] {
    if (m_missing)
      follow();
  });
}

bool DeviceSelection::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &m_table && event->type() == QEvent::Show)
    follow();
  return QObject::eventFilter(watched, event);
}

void DeviceSelection::tell() {
  if (m_following || !m_table.isVisible())
    return;
  const QScopedValueRollback telling(m_telling, true);
  m_missing = false;
  QList<Row> rows;
  for (const uint64_t row : m_table.selectedSourceRows())
    rows << Row(row);
  m_context.selectDevices(rows);
}

void DeviceSelection::follow() {
  if (m_telling || !m_table.isVisible())
    return;
  const QScopedValueRollback following(m_following, true);
  const QList<Row>& devices = m_context.devices();
  const QList<uint64_t> selected = m_table.selectedSourceRows();
  if (std::ranges::is_permutation(selected.first(std::min(selected.size(), mostFollowed + 1)),
                                  devices.first(std::min(devices.size(), mostFollowed + 1))) &&
      selected.size() == devices.size())
    return;
  const bool many = devices.size() > mostFollowed;
  m_table.selectSourceRows(many ? QList<uint64_t>() : QList<uint64_t>(devices.begin(), devices.end()));
  m_missing = !many && m_table.selectedSourceRows().size() < devices.size();
}

} // namespace pushscope
