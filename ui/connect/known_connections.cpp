#include "ui/connect/known_connections.h"

#include "models/text/format.h"
#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int mostRowsSeen = 4;
constexpr int mostFlawsSaid = 3;
constexpr int widestName = 280;

QString linksOf(const ConnectionProfile& profile) {
  QStringList words;
  for (const ProfileLink& link : profile.links)
    words << (link.kind == LinkKind::fleet ? KnownConnections::tr("fleet %1") : QStringLiteral("%1"))
                 .arg(plain(link.address.toStdString(), 64));
  return words.join(QStringLiteral(", "));
}

} // namespace

KnownConnections::KnownConnections(QWidget* parent) : QWidget(parent) {
  m_list = new QTreeWidget(this);
  m_list->setObjectName(QStringLiteral("knownConnections"));
  m_list->setAccessibleName(tr("Known connections"));
  m_list->setToolTip(tr("Enter connects, F2 renames, Delete forgets"));
  m_list->setColumnCount(2);
  m_list->setHeaderHidden(true);
  m_list->setRootIsDecorated(false);
  m_list->setUniformRowHeights(true);
  m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
  m_list->installEventFilter(this);
  m_problem = paragraph({}, this);
  m_problem->setObjectName(QStringLiteral("knownProblem"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(Theme::unit);
  const auto connectChosen = [this] {
    if (const auto* known = chosen())
      emit connectWanted(known->profile);
  };
  const auto edit = [this] {
    if (const auto* known = chosen())
      emit editWanted({known->named ? known->profile.name : QString(), known->profile.links});
  };
  const auto rename = [this] {
    if (m_list->currentItem())
      m_list->editItem(m_list->currentItem(), 0);
  };
  const auto forget = [this] {
    if (const auto* known = chosen())
      emit forgetWanted(QString(known->profile.name)); // of its own, as the list changes meanwhile
  };
  m_actions = {
      makeAction(this, {"knownConnect", tr("C&onnect"), tr("Connect to all of its servers and fleets (Enter)")},
                 connectChosen),
      makeAction(this, {"knownEdit", tr("&Edit"), tr("Puts its servers and fleets into the form below")}, edit),
      makeAction(this, {"knownRename", tr("&Rename"), tr("Gives it a name (F2)")}, rename),
      makeAction(this,
                 {"knownForget", tr("For&get"), tr("Takes it off this list; nothing happens to its servers (Delete)")},
                 forget)};
  for (QAction* action : m_actions)
    buttons->addWidget(makeButton(action, this));
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(heading(tr("Connections"), this));
  layout->addWidget(m_list);
  layout->addLayout(buttons);
  layout->addWidget(m_problem);
  connect(m_list, &QTreeWidget::itemActivated, this, connectChosen);
  connect(m_list, &QTreeWidget::itemSelectionChanged, this, &KnownConnections::enableButtons);
  connect(m_list, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
    const QString from = m_known[m_list->indexOfTopLevelItem(item)].profile.name;
    // When the item is done with it: the list is made anew for its answer.
    QMetaObject::invokeMethod(
        this, [this, from, to = item->text(0).trimmed()] { emit renameWanted(from, to); }, Qt::QueuedConnection);
  });
  setReading({});
}

const ConnectionProfiles::Known* KnownConnections::chosen() const {
  const auto items = m_list->selectedItems();
  return items.isEmpty() ? nullptr : &m_known[m_list->indexOfTopLevelItem(items.first())];
}

void KnownConnections::enableButtons() {
  for (QAction* action : m_actions)
    allow(action, chosen() ? QString() : tr("Choose a connection first"));
}

bool KnownConnections::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Delete)) {
    m_actions.last()->trigger();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

void KnownConnections::setReading(const ConnectionProfiles::Reading& reading) {
  const QSignalBlocker quiet(m_list);
  m_known = reading.profiles;
  m_flaws = reading.problems.mid(0, mostFlawsSaid);
  if (reading.problems.size() > mostFlawsSaid)
    m_flaws << tr("And %1 more.").arg(reading.problems.size() - mostFlawsSaid);
  m_list->clear();
  for (const ConnectionProfiles::Known& known : m_known) {
    // One without a name of its own is called by its addresses.
    const bool isSaid = !known.named && known.profile.links.size() <= 2;
    auto* item = new QTreeWidgetItem(m_list, {known.profile.name, isSaid ? QString() : linksOf(known.profile)});
    item->setSizeHint(0, {fontMetrics().horizontalAdvance(item->text(0)) + 2 * Theme::unit, Theme::rowHeight});
    item->setFlags(item->flags() | Qt::ItemIsEditable);
    item->setForeground(1, Theme::faintText(palette()));
    item->setToolTip(1, asToolTip(linksOf(known.profile)));
  }
  m_list->resizeColumnToContents(0);
  m_list->setColumnWidth(0, std::min(m_list->columnWidth(0) + 2 * Theme::unit, widestName));
  const int rows = int(std::clamp<qsizetype>(m_known.size(), 1, mostRowsSeen));
  m_list->setFixedHeight(rows * Theme::rowHeight + 2 * m_list->frameWidth());
  if (!m_known.isEmpty())
    m_list->setCurrentItem(m_list->topLevelItem(0));
  enableButtons();
  say();
}

void KnownConnections::setProblem(const QString& sentence) {
  m_trouble = sentence;
  say();
}

void KnownConnections::say() {
  setTint(m_problem, m_trouble.isEmpty() ? Tint::none : Tint::wrong);
  m_problem->setText(m_trouble.isEmpty() ? m_flaws.join(QLatin1Char('\n')) : m_trouble);
  m_problem->setVisible(!m_problem->text().isEmpty());
  setVisible(!m_known.isEmpty() || !m_problem->text().isEmpty());
}

} // namespace pushscope
