#include "ui/connect/log_panel.h"

#include "ui/table/table_view.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace pushscope {

LogPanel::LogPanel(const EventLog& log, QWidget* parent) : QWidget(parent), m_model(std::make_unique<EventRows>(log)) {
  m_model.setNaturalOrder(Qt::DescendingOrder);
  m_table = new TableView(&m_model, this);
  m_table->setObjectName(QStringLiteral("logTable"));
  m_table->setAccessibleName(tr("Log"));
  m_table->setEmptyText(tr("Nothing happened yet."));
  m_table->horizontalHeader()->hide(); // three columns that speak for themselves, and few lines of room
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_table);
}

void LogPanel::refresh(const World& world, WallTime now) {
  if (m_model.world() == &world)
    m_model.refresh({}, now);
  else
    m_model.setWorld(&world, now);
}

} // namespace pushscope
