#include "ui/ladder/ladder_page.h"

#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {

LadderPage::LadderPage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(std::make_unique<JudgedDeliveryRows>(context.verdicts())) {
  m_model.setNaturalOrder(Qt::DescendingOrder);
  m_search = new QLineEdit(this);
  m_search->setPlaceholderText(tr("Find a push by its id, then Enter"));
  m_search->setAccessibleName(tr("Id of a push"));
  m_search->setClearButtonEnabled(true);
  m_search->setObjectName(QStringLiteral("ladderSearch"));
  makeAction(this, {"ladderFind", tr("Find a push…"), tr("Finds a push by its id, also one that is not shown here")},
             [this] {
               m_search->setFocus();
               m_search->selectAll();
             });
  m_problem = paragraph({}, this);
  m_problem->hide();
  m_list = new TableView(&m_model, this);
  m_list->showOnly(
      {"device", "state", "verdict", "state_reason", "notification", "attempts", "acknowledged_after_ms", "accepted"});
  m_list->setAccessibleName(tr("Deliveries"));
  m_list->setEmptyText(tr("No push was sent yet. Send one on the Push page, or find an older one by its id above."));
  m_ladder = new LadderView(context.verdicts(), this);
  m_ladder->setEmptyText(tr("Choose a delivery to see its ladder, or two to compare them."));

  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(m_list);
  splitter->addWidget(m_ladder);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 5);
  splitter->setSizes({150, 480});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_search);
  layout->addWidget(m_problem);
  layout->addWidget(splitter, 1);

  connect(m_search, &QLineEdit::returnPressed, this, &LadderPage::find);
  connect(m_list, &TableView::selectedRowsChanged, this, [this] {
    const auto rows = m_list->selectedSourceRows();
    if (rows.isEmpty())
      return;
    const QScopedValueRollback choosing(m_choosing, true);
    if (!m_context.delivery() || !rows.contains(*m_context.delivery()))
      m_context.selectDelivery(rows.first());
    showSelected();
  });
  connect(&m_context, &ConsoleContext::deliverySelected, this, &LadderPage::showSelected);
  connect(&m_context, &ConsoleContext::ladderWanted, this, [this](const Uuid& push) {
    m_search->setText(QString::fromStdString(push.text()));
    find();
  });
  connect(&m_context, &ConsoleContext::traceAnswered, this, [this](const QString& sentence, bool good) {
    if (good || !m_wanted)
      return;
    m_problem->setText(sentence);
    m_problem->show();
  });
}

void LadderPage::find() {
  const Result<Uuid> uuid = Uuid::parse(m_search->text().trimmed().toStdString());
  m_problem->setVisible(!uuid.ok());
  if (!uuid.ok())
    return m_problem->setText(
        tr("“%1” is not the id of a push: 36 characters such as 01a1fc51-e41a-7dba-8f23-30673ba5ffb9.")
            .arg(m_search->text().left(60)));
  const auto known = m_context.world().deliveries().ofPush(uuid.value());
  if (!known.empty())
    return m_context.selectDelivery(known.front());
  if (!m_context.isLive()) {
    m_problem->setText(
        tr("The recording does not know this push at this time. Move the time cursor, or go back to live."));
    return m_problem->show();
  }
  m_wanted = uuid.value();
  m_context.trace(uuid.value());
}

void LadderPage::showSelected() {
  // What is chosen elsewhere is looked at alone.
  if (const auto delivery = m_context.delivery();
      delivery && !m_choosing && m_list->selectedSourceRows() != QList<uint64_t>{*delivery})
    m_list->selectSourceRow(*delivery);
  m_ladder->show(m_context.world(), wanted(), m_context.now());
}

// The delivery that is chosen everywhere, and if two are chosen here the other one; the older first.
QList<DeliveryTable::Number> LadderPage::wanted() const {
  const auto delivery = m_context.delivery();
  if (!delivery)
    return {};
  QList<DeliveryTable::Number> chosen = m_list->selectedSourceRows();
  if (chosen.size() != 2 || !chosen.contains(*delivery))
    return {*delivery};
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

void LadderPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_wanted.reset();
  m_ladder->show(world, wanted(), now);
}

void LadderPage::refresh(const World& world, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_ladder->refresh(world, changes, now);
  if (m_wanted && changes.deliveries)
    if (const auto found = world.deliveries().ofPush(*m_wanted); !found.empty()) {
      m_wanted.reset();
      m_problem->hide();
      m_context.selectDelivery(found.front());
    }
}

} // namespace pushscope
