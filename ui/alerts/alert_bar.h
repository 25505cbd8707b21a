#pragma once

#include "ui/alerts/alert_desk.h"

#include <QToolButton>
#include <QWidget>

class QLabel;

namespace pushscope {

// Above the page: the live alerts that fire and are not muted. Hidden when there are none, or by a person until the
// next is raised.
class AlertBar : public QWidget {
  Q_OBJECT
 public:
  AlertBar(AlertDesk& desk, ConsoleContext& context, QWidget* parent = nullptr);

 private:
  void refresh();
  void changeEvent(QEvent* event) override;

  AlertDesk& m_desk;
  QLabel* m_shape;
  QLabel* m_text;
};

// In the status bar: how many fire; leads to the page. Hidden when there are none.
class AlertBadge : public QToolButton {
  Q_OBJECT
 public:
  AlertBadge(AlertDesk& desk, ConsoleContext& context, QWidget* parent = nullptr);

 private:
  void refresh();

  AlertDesk& m_desk;
};

} // namespace pushscope
