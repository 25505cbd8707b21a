#pragma once

#include "ui/console_context.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPushButton;

namespace pushscope {

// The selected device in full: what the server believes, what the fleet knows, and what can be done with it.
class Inspector : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(ConsoleContext& context, QWidget* parent = nullptr);
  void refresh(WallTime now);

 private:
  QLabel* addField(const QString& name);

  ConsoleContext& m_context;
  QLabel* m_title;
  QLabel* m_hint;
  QWidget* m_body;
  QFormLayout* m_form;
  QList<QPair<int, QLabel*>> m_fields; // column of deviceRows() and where it is shown
  QPushButton *m_push, *m_foreground, *m_background;
};

} // namespace pushscope
