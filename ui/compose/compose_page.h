#pragma once

#include "models/settings/push_templates.h"
#include "ui/compose/push_form.h"
#include "ui/console_context.h"
#include "ui/ladder/ladder_view.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

class QAction;
class QLabel;
class QToolButton;

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

  // They must outlive the page.
  void offerTemplates(PushTemplates& templates);
  std::any handOver() const override { return m_sentDrafts; }
  void takeOver(const std::any& before) override;

  void compose(const QStringList& devices);
  // As it is written there; what was typed here is replaced.
  void compose(const PushDraft& draft);
  // As it stands, right or wrong.
  PushDraft draft() const { return m_form->draft(); }

 private:
  static constexpr qsizetype mostSent =
      10; // drafts that were sent from here, to be had again; a menu without scrolling

  QWidget* makeLeft();
  QWidget* makeHistory();
  QWidget* makeButtons(QWidget* parent);
  void check();
  void showSending();
  QString inThePast() const;
  void send();
  void sendOrStop();
  void tryOut();
  void copyCommand();
  void chooseList();
  void takeList(const QString& path);
  void fillMore();
  void takeTemplate(const QString& name);
  void askTemplateName();
  void say(const QString& sentence, Tone tone);
  void showVerdict();

  ConsoleContext& m_context;
  PushTemplates* m_templates = nullptr;
  PushForm* m_form;
  QLabel* m_status;
  QLabel* m_verdict;
  QAction *m_send, *m_try, *m_saveTemplate, *m_fromFile, *m_copyCommand;
  QToolButton* m_more;
  QString m_whyNot;              // what is wrong with what is typed; empty: nothing
  QList<PushDraft> m_sentDrafts; // the newest first
  TableModel m_model;
  QueryBar* m_query;
  TableView* m_list;
  LadderView* m_ladder;
  std::optional<Uuid> m_sent; // shown as soon as its first delivery is there
};

} // namespace pushscope
