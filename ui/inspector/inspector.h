#pragma once

#include "ui/console_context.h"

#include <QWidget>

class QFormLayout;
class QGridLayout;
class QLabel;

namespace pushscope {

class DeviceActions;
class ResumeGauge;

// The selected device in full: what its server believes beside what the fleet knows, its resumes against the limit, all
// that the table has, and what can be done with it.
class Inspector : public QWidget {
  Q_OBJECT
 public:
  Inspector(ConsoleContext& context, const DeviceActions& actions, QWidget* parent = nullptr);
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
  void addButtons(class QVBoxLayout* layout, const DeviceActions& actions);
  void refreshRoads(Row device, WallTime now);

  ConsoleContext& m_context;
  QLabel* m_title;
  QLabel* m_hint;
  QWidget* m_body;
  QWidget* m_details; // of one device
  QGridLayout* m_roads;
  QList<Road> m_roadRows;
  QList<QLabel*> m_roadHeads;
  ResumeGauge* m_gauge;
  QLabel* m_gaugeText;
  QFormLayout* m_form; // none of its rows is ever hidden: that of Qt 6.4 writes beyond them when they are shown again
  QList<QPair<int, QLabel*>> m_fields; // column of deviceRows() and where it is shown
};

} // namespace pushscope
