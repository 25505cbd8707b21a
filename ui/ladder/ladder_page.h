#pragma once

#include "ui/console_context.h"
#include "ui/ladder/ladder_view.h"
#include "ui/page.h"

class QLineEdit;

namespace pushscope {

// What became of one push, found by its id or chosen from the list, stage by stage on one clock; or of two, compared.
class LadderPage : public Page {
  Q_OBJECT
 public:
  explicit LadderPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("ladder"); }
  QString title() const override { return tr("Ladder"); }
  QString icon() const override { return QStringLiteral("ladder"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_ladder->table() ? m_ladder->table() : m_list; }

 private:
  void find();
  void showSelected();
  QList<DeliveryTable::Number> wanted() const;

  ConsoleContext& m_context;
  TableModel m_model;
  TableView* m_list;
  LadderView* m_ladder;
  QLineEdit* m_search;
  QLabel* m_problem;
  bool m_choosing = false;      // in the list
  std::optional<Uuid> m_wanted; // asked for, not there yet
};

} // namespace pushscope
