#include "ui/connect/connect_page.h"

#include "ui/actions/action.h"
#include "ui/connect/connect_form.h"
#include "ui/connect/known_connections.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int widest = 760; // beyond that fields are only empty

} // namespace

ConnectPage::ConnectPage(QAction* sandbox, QAction* recording, QWidget* parent) : QWidget(parent) {
  auto* sandboxText =
      paragraph(tr("A server and 200 simulated phones on this computer, gone when the window closes."), this);
  m_known = new KnownConnections(this);
  m_form = new ConnectForm(this);

  auto* column = new QWidget(this);
  column->setMaximumWidth(widest);
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addStretch(1);
  layout->addWidget(heading(tr("Try it"), column));
  layout->addWidget(sandboxText);
  auto* without = new QHBoxLayout; // what needs no server
  QPushButton* open = makeButton(recording, this);
  open->setObjectName(QStringLiteral("openRecording"));
  without->addWidget(makeButton(sandbox, this));
  without->addWidget(open);
  without->addStretch(1);
  layout->addLayout(without);
  layout->addSpacing(Theme::unit);
  layout->addWidget(m_known);
  layout->addSpacing(Theme::unit);
  layout->addWidget(heading(tr("Connect to servers and fleets"), column));
  layout->addWidget(m_form);
  layout->addStretch(2);
  auto* all = new QWidget(this);
  auto* centre = new QHBoxLayout(all);
  centre->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  centre->addStretch(1);
  centre->addWidget(column, 100);
  centre->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(all);
  scroll->setAccessibleName(tr("Connect"));
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->addWidget(scroll);

  const auto ask = [this](bool known) {
    return [this, known](const ConnectionProfile& profile) {
      m_knownAsked = known;
      emit connectWanted(profile);
    };
  };
  connect(m_form, &ConnectForm::submitted, this, ask(false));
  connect(m_known, &KnownConnections::connectWanted, this, ask(true));
  connect(m_known, &KnownConnections::renameWanted, this, &ConnectPage::renameWanted);
  connect(m_known, &KnownConnections::forgetWanted, this, &ConnectPage::forgetWanted);
  connect(m_known, &KnownConnections::editWanted, this,
          [this](const ConnectionProfile& profile) { edit(profile, false); });
}

void ConnectPage::setKnown(const ConnectionProfiles::Reading& reading) {
  m_known->setReading(reading);
}

const QList<ConnectionProfiles::Known>& ConnectPage::known() const {
  return m_known->known();
}

void ConnectPage::edit(const ConnectionProfile& profile, bool oneMore) {
  m_form->setProfile(profile);
  if (oneMore)
    m_form->addRow(LinkKind::node);
}

ConnectionProfile ConnectPage::draft() const {
  return m_form->profile();
}

void ConnectPage::setMistakes(const QList<ProfileMistake>& mistakes) {
  QStringList sentences;
  for (const ProfileMistake& mistake : mistakes)
    sentences << mistake.sentence;
  m_form->setMistakes(m_knownAsked ? QList<ProfileMistake>() : mistakes);
  m_known->setProblem(m_knownAsked ? sentences.join(QLatin1Char('\n')) : QString());
}

void ConnectPage::setProblem(const QString& sentence) {
  m_knownAsked = false;
  setMistakes({ProfileMistake{-1, ProfileMistake::Field::links, ErrorCode::usage, sentence}});
}

} // namespace pushscope
