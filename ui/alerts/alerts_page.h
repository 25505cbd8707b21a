#pragma once

#include "models/alerts/alert_rows.h"
#include "ui/alerts/alert_desk.h"
#include "ui/page.h"
#include "ui/replay/time_travel.h"
#include "ui/table/query_bar.h"

class QAction;
class QCheckBox;
class QLabel;

namespace pushscope {

class AlertForm;

// The rules with their state, what they raised, and the way from there to the rows and to the time.
class AlertsPage : public Page {
  Q_OBJECT
 public:
  AlertsPage(ConsoleContext& context, AlertDesk& desk, TimeTravel& travel, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("alerts"); }
  QString title() const override { return tr("Alerts"); }
  QString icon() const override { return QStringLiteral("alerts"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  // What fired.
  TableView* table() const override { return m_firedView; }

  std::any handOver() const override;
  void takeOver(const std::any& before) override;

  // Begins a new rule.
  void compose(const AlertDraft& draft);

 private:
  QWidget* makeRules();
  QWidget* makeFired();
  std::optional<uint64_t> selectedRule() const;
  const AlertRecord* selectedRecord() const;
  void editSelected();
  void saved(const AlertRule& rule);
  void showForm(bool shown);
  void rulesChanged();
  void selectionChanged();
  void openRows();
  void goToTime();

  ConsoleContext& m_context;
  AlertDesk& m_desk;
  TimeTravel& m_travel;
  TableModel m_rules, m_fired;
  TableView* m_rulesView;
  TableView* m_firedView;
  QueryBar* m_query;
  AlertForm* m_form;
  QLabel* m_evidence;
  QAction* m_new;
  QAction* m_edit;
  QAction* m_mute;
  QAction* m_delete;
  QAction* m_rows;
  QAction* m_time;
  QCheckBox* m_notices;
};

} // namespace pushscope
