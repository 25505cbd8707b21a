#pragma once

#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

class QMenu;
class QPushButton;

namespace pushscope {

// Every device and its session, live.
class SessionsPage : public Page {
  Q_OBJECT
 public:
  explicit SessionsPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("sessions"); }
  QString title() const override { return tr("Sessions"); }
  QString icon() const override { return QStringLiteral("sessions"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_view; }

 private:
  void showWorstFirst();
  void selectionChanged();
  void contextMenu(const QPoint& position);

  ConsoleContext& m_context;
  TableModel m_model;
  TableView* m_view;
  QueryBar* m_query;
  QPushButton *m_push, *m_phone;
  QMenu* m_phoneMenu;
};

} // namespace pushscope
