#pragma once

#include "models/compare/compared_rows.h"
#include "models/compare/run_comparison.h"
#include "models/items/table_model.h"
#include "ui/replay/distribution_painter.h"
#include "ui/table/table_view.h"

#include <QDialog>

#include <array>

class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace pushscope {

// The picture of a pair of distributions.
class DistributionView : public QWidget {
 public:
  explicit DistributionView(QWidget* parent = nullptr);
  void setPair(DistributionPair pair);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  DistributionPair m_pair;
};

// Two recordings side by side: what of each, the figures with the worst first, and the distribution behind the one
// that is chosen. The window goes on meanwhile.
class CompareDialog : public QDialog {
  Q_OBJECT
 public:
  explicit CompareDialog(QWidget* parent = nullptr);

  // What is to be compared at first; empty, and without a time, is left to the person.
  void setBefore(const QString& path, std::optional<Duration> until);

 signals:
  void exportWanted(pushscope::TableView* table, const QString& name);

 private:
  struct Side {
    QLineEdit *path = nullptr, *until = nullptr;
    QLabel* problem = nullptr;
  };
  void addSide(QGridLayout* grid, int number, const QString& title);
  void browse(Side& side);
  void compare();
  void stop();
  void showRunning(bool running);
  std::optional<RunComparison::Part> partOf(Side& side, Duration last);
  void finished(const std::shared_ptr<const RunComparison::Outcome>& outcome);
  void showDistribution();

  RunComparison m_comparison;
  std::shared_ptr<const RunComparison::Outcome> m_outcome;
  World m_world; // rows of none
  ComparedRows m_rows;
  TableModel m_model;
  std::array<Side, 2> m_sides;
  std::array<QString, 2> m_asked, m_names; // of the files that are read, and of those that are shown
  QLineEdit* m_last;
  QLabel *m_lastProblem, *m_verdict, *m_spans;
  QDoubleSpinBox* m_threshold;
  QPushButton *m_compare, *m_cancel, *m_export;
  QProgressBar* m_progress;
  TableView* m_view;
  DistributionView* m_picture;
};

} // namespace pushscope
