#include "ui/connect/connect_form.h"

#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {
ConnectForm::ConnectForm(QWidget* parent) : QWidget(parent) {
  m_layout = new QVBoxLayout;
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(Theme::unit / 2);
  m_addServer =
      makeAction(this, {"connectAddServer", tr("Add a &server"), tr("One more row, for the admin port of a server")},
                 [this] { addRow(LinkKind::node); });
  m_addFleet =
      makeAction(this, {"connectAddFleet", tr("Add a f&leet"), tr("One more row, for the control port of a pushfleet")},
                 [this] { addRow(LinkKind::fleet); });
  m_name = new QLineEdit(this);
  m_name->setObjectName(QStringLiteral("connectName"));
  m_name->setAccessibleName(tr("Name"));
  m_name->setPlaceholderText(tr("optional"));
  m_name->setToolTip(tr("Keeps these servers and fleets, and how the window looks with them, under a name"));
  m_name->setMaxLength(int(ConnectionProfile::longestName));
  auto* nameLabel = plainLabel(tr("Name"), this);
  nameLabel->setBuddy(m_name);
  m_problem = paragraph({}, this);
  m_problem->setObjectName(QStringLiteral("connectProblem"));
  m_problem->hide();
  const auto submit = [this] { emit submitted(profile()); };
  QAction* go = makeAction(this,
                           {"connectGo", tr("Connect"),
                            tr("Connect to all of them (Enter). Those that are connected already "
                               "stay so, others are ended")},
                           submit);
  for (QAction* action : {m_addServer, m_addFleet, go})
    m_buttons << makeButton(action, this);
  m_buttons.last()->setDefault(true);
  auto* more = new QHBoxLayout;
  more->setSpacing(Theme::unit);
  more->addWidget(m_buttons[0]);
  more->addWidget(m_buttons[1]);
  more->addStretch(1);
  more->addWidget(nameLabel);
  more->addWidget(m_name, 2);
  more->addWidget(m_buttons.last());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  m_layout->addWidget(LinkRow::makeHeader(this));
  layout->addLayout(m_layout);
  layout->addLayout(more);
  layout->addWidget(m_problem);
  connect(m_name, &QLineEdit::returnPressed, this, submit);
  appendRow(LinkKind::node);
}

LinkRow* ConnectForm::appendRow(LinkKind kind) {
  auto* row = new LinkRow(kind, this);
  m_rows << row;
  m_layout->addWidget(row);
  connect(row, &LinkRow::submitted, this, [this] { emit submitted(profile()); });
  connect(row, &LinkRow::removeWanted, this, [this, row] { remove(row); });
  numberRows();
  return row;
}

void ConnectForm::addRow(LinkKind kind) {
  appendRow(kind)->address()->setFocus();
}

void ConnectForm::remove(LinkRow* row) {
  const qsizetype place = m_rows.indexOf(row);
  m_rows.removeAt(place);
  m_layout->removeWidget(row);
  row->hide();
  row->deleteLater(); // it is in the middle of a signal
  numberRows();
  m_rows[std::min(place, m_rows.size() - 1)]->address()->setFocus();
}

void ConnectForm::numberRows() {
  for (int i = 0; i < m_rows.size(); ++i)
    m_rows[i]->setPlace(i, m_rows.size() > 1);
  const QString why = m_rows.size() < ConnectionProfile::mostLinks
                          ? QString()
                          : tr("There are %1 rows, as many as there may be").arg(ConnectionProfile::mostLinks);
  allow(m_addServer, why);
  allow(m_addFleet, why);
  QWidget* before = nullptr;
  for (LinkRow* row : m_rows)
    before = row->followInTabOrder(before);
  for (QWidget* next : std::initializer_list<QWidget*>{m_buttons[0], m_buttons[1], m_name, m_buttons[2]}) {
    setTabOrder(before, next);
    before = next;
  }
}

ConnectionProfile ConnectForm::profile() const {
  ConnectionProfile profile{m_name->text().trimmed(), {}};
  for (const LinkRow* row : m_rows)
    profile.links << row->link();
  return profile;
}

void ConnectForm::setProfile(const ConnectionProfile& profile) {
  while (m_rows.size() > 1)
    remove(m_rows.last());
  for (qsizetype i = 0; i < profile.links.size(); ++i)
    (i == 0 ? m_rows.first() : appendRow(profile.links[i].kind))->setLink(profile.links[i]);
  if (profile.links.isEmpty())
    m_rows.first()->setLink({});
  m_name->setText(profile.name);
  setMistakes({});
}

void ConnectForm::setMistakes(const QList<ProfileMistake>& mistakes) {
  QStringList ofAll;
  bool first = true;
  for (qsizetype i = 0; i < m_rows.size(); ++i) {
    QList<ProfileMistake> ofRow;
    for (const ProfileMistake& mistake : mistakes)
      if (mistake.link == i)
        ofRow << mistake;
    m_rows[i]->setMistakes(ofRow, std::exchange(first, first && ofRow.isEmpty()));
  }
  for (const ProfileMistake& mistake : mistakes)
    if (mistake.link < 0) {
      ofAll << mistake.sentence;
      if (mistake.field == ProfileMistake::Field::name)
        m_name->setFocus();
    }
  setTint(m_problem, Tint::wrong);
  m_problem->setText(ofAll.join(QLatin1Char('\n')));
  m_problem->setVisible(!ofAll.isEmpty());
}

} // namespace pushscope
