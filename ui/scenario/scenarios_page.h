#pragma once

#include "models/items/table_model.h"
#include "models/scenario/scenario_rows.h"
#include "ui/console_context.h"
#include "ui/page.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QVBoxLayout;

namespace pushscope {

// A scenario is chosen, read, played, and judged while it plays. What failed leads to the phones and pushes that it
// names.
class ScenariosPage : public Page {
  Q_OBJECT
 public:
  static constexpr qsizetype mostRecent = 10;

  ScenariosPage(ConsoleContext& context, ScenarioDesk& desk, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("scenarios"); }
  QString title() const override { return tr("Scenarios"); }
  QString icon() const override { return QStringLiteral("scenarios"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_verdictView; }

  // Of files that a person opened, the newest first.
  void setRecent(const QStringList& paths);
  // Chooses a file; what cannot be opened is said, and what was chosen stays.
  void open(const QString& path);

 signals:
  void recentChanged(const QStringList& paths);

 private:
  void makeChoice(QVBoxLayout* layout);
  void makeControls(QVBoxLayout* layout);
  void makeTabs(QVBoxLayout* layout);
  QWidget* makeRun();
  void listFiles();
  void chosen(int index);
  void askOpen();
  void deskRestarted();
  void deskChanged();
  void showText();
  void showControls();
  void showExamples();
  void goTo(QListWidgetItem* example);
  void run();
  void save();
  void say(const QString& problem);
  std::optional<uint64_t> seed() const;
  bool inSandbox() const;
  QString obstacle() const;
  QString whatEnds() const;

  ConsoleContext& m_context;
  ScenarioDesk& m_desk;
  TableModel m_steps, m_verdicts;
  QStringList m_recent;
  WallTime m_looked{}; // at who is here
  QString m_problem;   // with a file; until something else is tried
  QComboBox *m_files, *m_where;
  QLabel *m_about, *m_obstacle, *m_sentence, *m_mistake, *m_found;
  QLineEdit* m_seed;
  QSpinBox* m_scale;
  QAction *m_run, *m_stop, *m_save;
  QPushButton* m_saveButton;
  QProgressBar* m_progress;
  QTabWidget* m_tabs;
  TableView *m_stepView, *m_verdictView;
  QListWidget* m_examples;
  QPlainTextEdit* m_text;
};

} // namespace pushscope
