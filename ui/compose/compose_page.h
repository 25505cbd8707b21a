#pragma once

#include "ui/console_context.h"
#include "ui/ladder/ladder_view.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace pushscope {

// Write a push, send it, watch what becomes of it.
class ComposePage : public Page {
  Q_OBJECT
 public:
  explicit ComposePage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("push"); }
  QString title() const override { return tr("Push"); }
  QString icon() const override { return QStringLiteral("push"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_list; }

  void compose(const QStringList& devices);
  // As it is written there; what was typed here is replaced.
  void compose(const PushDraft& draft);

 private:
  QWidget* makeForm();
  QWidget* makeHistory();
  PushDraft draft() const;
  void check();
  void send();
  void say(const QString& sentence, Tone tone);
  void showVerdict();

  ConsoleContext& m_context;
  QPlainTextEdit* m_targets;
  QPlainTextEdit* m_payload;
  QLineEdit* m_timeToLive;
  QCheckBox* m_highPriority;
  QLineEdit* m_expectation;
  QLabel* m_size;
  QLabel* m_status;
  QLabel* m_verdict;
  QPushButton* m_send;
  TableModel m_model;
  QueryBar* m_query;
  TableView* m_list;
  LadderView* m_ladder;
  std::optional<Uuid> m_sent; // shown as soon as its first delivery is there
};

} // namespace pushscope
