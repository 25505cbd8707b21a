#include "ui/connect/link_row.h"

#include "ui/theme/icons.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int kindWidth = 88, removeWidth = 24;

} // namespace

QWidget* LinkRow::makeHeader(QWidget* parent) {
  auto* header = new QWidget(parent);
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit / 2);
  layout->addSpacing(kindWidth + Theme::unit / 2);
  for (const QString& name : {tr("Address"), tr("Token file"), tr("Certificate")}) {
    auto* label = plainLabel(name, header);
    label->setFont(Theme::caption(label->font()));
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(label, 1);
  }
  layout->addSpacing(removeWidth + Theme::unit / 2);
  return header;
}

LinkRow::LinkRow(LinkKind kind, QWidget* parent) : QWidget(parent) {
  m_kind = new QComboBox(this);
  m_kind->addItem(tr("Server"));
  m_kind->addItem(tr("Fleet"));
  m_kind->setFixedWidth(kindWidth);
  m_kind->setAccessibleName(tr("Server or fleet"));
  m_kind->setToolTip(tr("A server by its admin port, or a fleet of simulated phones by its control port"));
  m_kind->setCurrentIndex(kind == LinkKind::fleet ? 1 : 0);
  m_address = makeField(tr("Address"), false);
  m_tokenFile = makeField(tr("Token file"), true);
  m_trust = makeField(tr("Certificate"), true);
  m_remove = new QToolButton(this);
  m_remove->setText(QStringLiteral("–"));
  m_remove->setFixedWidth(removeWidth);
  m_remove->setFocusPolicy(Qt::StrongFocus);
  m_remove->setAccessibleName(tr("Remove this row"));
  m_remove->setToolTip(tr("Remove this row"));
  m_mistake = paragraph({}, this);
  m_mistake->hide();
  auto* fields = new QHBoxLayout;
  fields->setSpacing(Theme::unit / 2);
  fields->addWidget(m_kind);
  for (QLineEdit* field : {m_address, m_tokenFile, m_trust})
    fields->addWidget(field, 1);
  fields->addWidget(m_remove);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit / 2);
  layout->addLayout(fields);
  layout->addWidget(m_mistake);
  connect(m_remove, &QToolButton::clicked, this, &LinkRow::removeWanted);
  connect(m_kind, &QComboBox::currentIndexChanged, this, &LinkRow::describe);
  setPlace(0, false);
}

QLineEdit* LinkRow::makeField(const QString& name, bool file) {
  auto* field = new QLineEdit(this);
  field->setAccessibleName(name);
  field->setMaxLength(int(ConnectionProfile::longestText));
  connect(field, &QLineEdit::returnPressed, this, &LinkRow::submitted);
  if (!file)
    return field;
  QAction* choose = field->addAction(pageIcon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
  choose->setText(tr("Choose a file"));
  choose->setToolTip(tr("Choose a file (F4)"));
  choose->setShortcut(Qt::Key_F4);
  choose->setShortcutContext(Qt::WidgetShortcut);
  connect(choose, &QAction::triggered, this, [this, field] { chooseFile(field); });
  return field;
}

void LinkRow::chooseFile(QLineEdit* field) {
  const QString path = QFileDialog::getOpenFileName(this, field->accessibleName(), field->text());
  if (!path.isEmpty())
    field->setText(path);
}

QWidget* LinkRow::followInTabOrder(QWidget* before) {
  for (QWidget* field : std::initializer_list<QWidget*>{m_kind, m_address, m_tokenFile, m_trust, m_remove}) {
    if (before)
      setTabOrder(before, field);
    before = field;
  }
  return before;
}

ProfileLink LinkRow::link() const {
  return {m_kind->currentIndex() == 1 ? LinkKind::fleet : LinkKind::node, m_address->text().trimmed(),
          m_tokenFile->text().trimmed(), m_trust->text().trimmed()};
}

void LinkRow::setLink(const ProfileLink& link) {
  m_kind->setCurrentIndex(link.kind == LinkKind::fleet ? 1 : 0);
  m_address->setText(link.address);
  m_tokenFile->setText(link.tokenFile);
  m_trust->setText(link.trust);
}

void LinkRow::setPlace(int place, bool removable) {
  const auto name = [&](const char* base) {
    return QLatin1String(base) + (place == 0 ? QString() : QString::number(place + 1));
  };
  m_kind->setObjectName(name("connectKind"));
  m_address->setObjectName(name("connectServer"));
  m_tokenFile->setObjectName(name("connectToken"));
  m_trust->setObjectName(name("connectTrust"));
  m_remove->setObjectName(name("connectRemove"));
  m_mistake->setObjectName(name("connectMistake"));
  m_remove->setEnabled(removable);
  m_first = place == 0;
  describe();
}

void LinkRow::describe() {
  const bool fleet = m_kind->currentIndex() == 1;
  m_address->setPlaceholderText(fleet ? QStringLiteral("127.0.0.1:7803") : QStringLiteral("127.0.0.1:7802"));
  m_address->setToolTip(fleet ? tr("Host and control port of a pushfleet") : tr("Host and admin port of a pushnode"));
  m_tokenFile->setPlaceholderText(m_first ? tr("given to it as --token-file") : tr("as above"));
  m_tokenFile->setToolTip(tr("The file whose first line is the token of this port; empty: that of the row above"));
  m_trust->setPlaceholderText(m_first ? tr("with TLS: sha256:… or a file") : tr("as above, or: none"));
  m_trust->setToolTip(tr("Whose certificate is believed under TLS: sha256:… from the ready line, a PEM file of an "
                         "authority, or the word system; empty: as the row above, none: nobody in particular"));
}

QLineEdit* LinkRow::fieldOf(ProfileMistake::Field field) const {
  return field == ProfileMistake::Field::tokenFile ? m_tokenFile
         : field == ProfileMistake::Field::trust   ? m_trust
                                                   : m_address;
}

void LinkRow::setMistakes(const QList<ProfileMistake>& mistakes, bool focus) {
  QStringList sentences;
  for (QLineEdit* field : {m_address, m_tokenFile, m_trust}) {
    setTint(field, Tint::none);
    field->setAccessibleDescription({});
  }
  for (const ProfileMistake& mistake : mistakes) {
    QLineEdit* field = fieldOf(mistake.field);
    setTint(field, Tint::wrong);
    field->setAccessibleDescription(mistake.sentence);
    sentences << mistake.sentence;
  }
  setTint(m_mistake, Tint::wrong);
  m_mistake->setText(sentences.join(QLatin1Char('\n')));
  m_mistake->setVisible(!sentences.isEmpty());
  if (focus && !mistakes.isEmpty())
    fieldOf(mistakes.first().field)->setFocus();
}

} // namespace pushscope
