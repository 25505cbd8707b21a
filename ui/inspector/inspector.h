#pragma once

#include "ui/console_context.h"

#include <QWidget>

class QFormLayout;
class QGridLayout;
class QLabel;
class QMenu;
class QPushButton;

namespace pushscope {

class ResumeGauge;

// The selected device in full: what its server believes beside what the fleet knows, its resumes against the limit, all
// that the table has, and what can be done with it.
class Inspector : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(ConsoleContext& context, QWidget* parent = nullptr);
  void refresh(WallTime now);

 private:
  // One line of the comparison of both roads.
  struct Road {
    QLabel* name;
    QLabel* believed;
    QLabel* real;
    QString (*value)(const World&, Row, LinkKind road, WallTime now);
  };
  QLabel* addValue(const QString& name = {});
  void addField(int column);
  void addRoad(const QString& name, QString (*value)(const World&, Row, LinkKind, WallTime));
  void addButtons(class QVBoxLayout* layout);
  void refreshRoads(Row device, bool one, WallTime now);

  ConsoleContext& m_context;
  QLabel* m_title;
  QLabel* m_hint;
  QWidget* m_body;
  QGridLayout* m_roads;
  QList<Road> m_roadRows;
  QList<QLabel*> m_roadHeads;
  ResumeGauge* m_gauge;
  QLabel* m_gaugeText;
  QFormLayout* m_form;
  QList<QPair<int, QLabel*>> m_fields; // column of deviceRows() and where it is shown
  QPushButton *m_push, *m_foreground, *m_background, *m_phone;
  QMenu* m_phoneMenu;
};

} // namespace pushscope
