#include "ui/connect/connect_page.h"

#include "ui/theme/heading.h"
#include "ui/theme/theme.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int formWidth = 520;

} // namespace

ConnectPage::ConnectPage(QWidget* parent) : QWidget(parent) {
  auto* sandbox = new QPushButton(tr("Start a sandbox"), this);
  sandbox->setObjectName(QStringLiteral("startSandbox"));
  sandbox->setToolTip(tr("A server and 200 simulated phones on this computer, gone when the window closes"));
  connect(sandbox, &QPushButton::clicked, this, &ConnectPage::sandboxWanted);
  auto* sandboxText =
      new QLabel(tr("A server and 200 simulated phones on this computer, gone when the window closes."), this);
  sandboxText->setTextFormat(Qt::PlainText);
  sandboxText->setWordWrap(true);
  auto* recording = new QPushButton(tr("Open recording…"), this);
  recording->setObjectName(QStringLiteral("openRecording"));
  recording->setToolTip(tr("Watch what was recorded (Ctrl+Shift+O)"));
  connect(recording, &QPushButton::clicked, this, &ConnectPage::recordingWanted);
  m_recentTitle = heading(tr("Recent servers"), this);
  m_recent = new QListWidget(this);
  m_recent->setAccessibleName(tr("Recent servers"));
  m_recent->setMaximumHeight(5 * Theme::rowHeight);
  connect(m_recent, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { emit connectWanted(m_known[m_recent->row(item)]); });

  auto* column = new QWidget(this);
  column->setFixedWidth(formWidth);
  auto* layout = new QVBoxLayout(column);
  layout->setSpacing(Theme::unit);
  layout->addStretch(1);
  layout->addWidget(heading(tr("Try it"), column));
  layout->addWidget(sandboxText);
  auto* without = new QHBoxLayout; // what needs no server
  without->addWidget(sandbox);
  without->addWidget(recording);
  layout->addLayout(without);
  layout->addSpacing(2 * Theme::unit);
  layout->addWidget(m_recentTitle);
  layout->addWidget(m_recent);
  layout->addWidget(heading(tr("Connect to a server"), column));
  layout->addWidget(makeForm());
  layout->addStretch(2);
  auto* centre = new QHBoxLayout(this);
  centre->addStretch(1);
  centre->addWidget(column);
  centre->addStretch(1);
  setRecent({});
}

QWidget* ConnectPage::makeForm() {
  auto* form = new QWidget(this);
  auto* layout = new QFormLayout(form);
  layout->setContentsMargins(0, 0, 0, 0);
  const auto field = [&](const QString& name, const QString& hint, bool file) {
    auto* edit = new QLineEdit(form);
    edit->setPlaceholderText(hint);
    edit->setAccessibleName(name);
    auto* label = new QLabel(name, form);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(edit);
    if (file) {
      auto* row = new QHBoxLayout;
      auto* choose = new QToolButton(form);
      choose->setText(QStringLiteral("…"));
      choose->setToolTip(tr("Choose a file"));
      choose->setAccessibleName(tr("Choose a file for: %1").arg(name));
      connect(choose, &QToolButton::clicked, this, [this, edit] { chooseFile(edit); });
      row->addWidget(edit);
      row->addWidget(choose);
      layout->addRow(label, row);
    } else {
      layout->addRow(label, edit);
    }
    return edit;
  };
  m_server = field(tr("Admin port"), QStringLiteral("127.0.0.1:7802"), false);
  m_server->setObjectName(QStringLiteral("connectServer"));
  m_tokenFile = field(tr("Token file"), tr("the file given to pushnode as --token-file"), true);
  m_tokenFile->setObjectName(QStringLiteral("connectToken"));
  m_trust = field(tr("Certificate"), tr("with TLS: sha256:… from its ready line, or a PEM file"), true);
  m_trust->setObjectName(QStringLiteral("connectTrust"));
  m_fleet = field(tr("Fleet port"), tr("optional: 127.0.0.1:7803"), false);
  m_fleetTokenFile = field(tr("Fleet token file"), tr("if it is another one"), true);
  m_fleetTrust = field(tr("Fleet certificate"), tr("if it is another one"), true);
  m_problem = new QLabel(form);
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->setWordWrap(true);
  m_problem->hide();
  auto* go = new QPushButton(tr("Connect"), form);
  go->setObjectName(QStringLiteral("connectGo"));
  layout->addRow(m_problem);
  layout->addRow(go);
  const auto submit = [this] {
    emit connectWanted({m_server->text().trimmed(), m_tokenFile->text().trimmed(), m_fleet->text().trimmed(),
                        m_fleetTokenFile->text().trimmed(), m_trust->text().trimmed(), m_fleetTrust->text().trimmed()});
  };
  connect(go, &QPushButton::clicked, this, submit);
  for (QLineEdit* edit : {m_server, m_tokenFile, m_trust, m_fleet, m_fleetTokenFile, m_fleetTrust})
    connect(edit, &QLineEdit::returnPressed, this, submit);
  return form;
}

void ConnectPage::chooseFile(QLineEdit* field) {
  const QString path = QFileDialog::getOpenFileName(this, field->accessibleName(), field->text());
  if (!path.isEmpty())
    field->setText(path);
}

void ConnectPage::setRecent(const QList<ConnectRequest>& recent) {
  m_known = recent;
  m_recent->clear();
  for (const ConnectRequest& request : recent)
    m_recent->addItem(request.fleet.isEmpty() ? request.server
                                              : tr("%1 with fleet %2").arg(request.server, request.fleet));
  m_recent->setVisible(!recent.isEmpty());
  m_recentTitle->setVisible(!recent.isEmpty());
}

void ConnectPage::setProblem(const QString& sentence) {
  QPalette colors = palette();
  colors.setColor(QPalette::WindowText, Theme::tone(Tone::dead, palette()));
  m_problem->setPalette(colors);
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
}

} // namespace pushscope
