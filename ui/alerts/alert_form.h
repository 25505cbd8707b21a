#pragma once

#include "models/alerts/alert_rule.h"
#include "ui/table/query_edit.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace pushscope {

// Where a rule is written: its fields, the query with completion, and what is wrong at its place. What was typed stays.
class AlertForm : public QWidget {
  Q_OBJECT
 public:
  explicit AlertForm(QWidget* parent = nullptr);

  // `number` of the rule that is edited; nothing: a new one. `note` stands above the fields.
  void edit(const AlertDraft& draft, std::optional<uint64_t> number, const QString& note = {});
  std::optional<uint64_t> number() const { return m_number; }
  AlertDraft draft() const;
  // What queries are completed with; null: nothing.
  void setWorld(const World* world);

 signals:
  void saved(const pushscope::AlertRule& rule);
  void cancelled();

 private:
  QLineEdit* addEdit(const char* name, const QString& accessible, const QString& placeholder, const QString& tip);
  void check();
  void showProblem(const AlertDraft::Problem& problem);
  void save();
  void watchedChanged();

  std::optional<uint64_t> m_number;
  QLabel* m_note;
  QLineEdit* m_name;
  QComboBox* m_severity;
  QCheckBox* m_muted;
  QComboBox* m_watched;
  QLabel* m_where;
  QStackedWidget* m_queries; // one for each kind of row, then what a number means
  QList<QueryEdit*> m_queryOf;
  QLabel* m_meaning;
  QComboBox* m_side;
  QLineEdit* m_threshold;
  QLineEdit* m_holdsFor;
  QLineEdit* m_clearsAt;
  QLineEdit* m_clearsAfter;
  QLabel* m_problem;
  QAction* m_save;
  QTimer m_pause;
};

} // namespace pushscope
