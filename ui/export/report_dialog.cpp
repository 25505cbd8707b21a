#include "ui/export/report_dialog.h"

#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

QString kindForPeople(Redaction::Kind kind) {
  switch (kind) {
  case Redaction::Kind::device:
    return ReportDialog::tr("Ids of devices");
  case Redaction::Kind::address:
    return ReportDialog::tr("Addresses");
  case Redaction::Kind::client:
    return ReportDialog::tr("Names of clients");
  case Redaction::Kind::token:
    return ReportDialog::tr("What looks like a credential");
  }
  return {};
}

} // namespace

ReportDialog::ReportDialog(Make make, QWidget* parent) : QDialog(parent), m_make(std::move(make)) {
  setWindowTitle(tr("Bug report"));
  setObjectName(QStringLiteral("reportDialog"));
  resize(720, 560);
  m_note = new QLineEdit(this);
  m_note->setObjectName(QStringLiteral("reportNote"));
  m_note->setPlaceholderText(tr("What happened, and what you expected (may be empty)"));
  m_note->setAccessibleName(tr("Note"));
  m_note->setMaxLength(2000);
  m_files = makeList("reportFiles", {tr("File"), tr("Size")}, tr("Files of the report"));
  m_replaced = makeList("reportReplaced", {tr("Replaced"), tr("Values"), tr("Times"), tr("For example")},
                        tr("What was replaced"));
  m_replaced->setMaximumHeight((int(Redaction::kinds.size()) + 2) * Theme::rowHeight);
  m_remarks = paragraph({}, this);
  m_remarks->setObjectName(QStringLiteral("reportRemarks"));
  m_progress = new QProgressBar(this);
  m_progress->setObjectName(QStringLiteral("reportProgress"));
  m_progress->setAccessibleName(tr("Progress"));
  auto* buttons = new QDialogButtonBox(this);
  m_save = buttons->addButton(tr("&Save…"), QDialogButtonBox::AcceptRole);
  m_save->setObjectName(QStringLiteral("reportSave"));
  m_save->setToolTip(tr("Write these files as one archive"));
  buttons->addButton(QDialogButtonBox::Cancel);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_note);
  layout->addWidget(makeChoices());
  layout->addWidget(m_files, 1);
  layout->addWidget(m_replaced);
  layout->addWidget(m_remarks);
  layout->addWidget(m_progress);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_save, &QPushButton::clicked, this, &ReportDialog::askName);
  prepare();
}

ReportDialog::~ReportDialog() {
  retire();
}

QWidget* ReportDialog::makeChoices() {
  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  m_devices = new QCheckBox(tr("Replace ids of &devices"), box);
  m_devices->setObjectName(QStringLiteral("reportDevices"));
  m_devices->setToolTip(tr("The same device has the same placeholder in every file of this report"));
  m_addresses = new QCheckBox(tr("Replace &addresses and names of clients"), box);
  m_addresses->setObjectName(QStringLiteral("reportAddresses"));
  m_addresses->setToolTip(tr("Of phones, servers and fleets"));
  auto* always = plainLabel(tr("Payloads and credentials are never in a report."), box);
  setTint(always, Tint::faint);
  for (QCheckBox* choice : {m_devices, m_addresses}) {
    choice->setChecked(true);
    layout->addWidget(choice);
    connect(choice, &QCheckBox::toggled, this, &ReportDialog::prepare);
  }
  layout->addWidget(always);
  return box;
}

QTreeWidget* ReportDialog::makeList(const char* name, const QStringList& titles, const QString& accessibleName) {
  auto* list = new QTreeWidget(this);
  list->setObjectName(QLatin1String(name));
  list->setAccessibleName(accessibleName);
  list->setHeaderLabels(titles);
  list->setRootIsDecorated(false);
  list->setUniformRowHeights(true);
  list->header()->setSectionsMovable(false);
  list->header()->setStretchLastSection(titles.size() > 2);
  list->header()->setSectionResizeMode(0, titles.size() > 2 ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
  for (int column = 1; column < std::max(2, int(titles.size()) - 1); ++column) // of numbers
    list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  return list;
}

void ReportDialog::setBusy(bool busy) {
  m_progress->setVisible(busy);
  m_save->setEnabled(!busy);
}

// What goes on is ended, and nobody waits for it here.
void ReportDialog::retire() {
  if (!m_report)
    return;
  BugReport* report = m_report.release();
  report->disconnect(this);
  report->end();
}

void ReportDialog::prepare() {
  retire();
  m_files->clear();
  m_replaced->clear();
  m_remarks->clear();
  m_remarks->hide();
  setBusy(true);
  m_progress->setValue(0);
  m_report = m_make({m_devices->isChecked(), m_addresses->isChecked()});
  connect(m_report.get(), &BugReport::progressed, this, [this](int percent, const QString& what) {
    m_progress->setValue(percent);
    m_progress->setFormat(what + QStringLiteral(" %p%"));
  });
  connect(m_report.get(), &BugReport::prepared, this, [this] { list(*m_report); });
  connect(m_report.get(), &BugReport::failed, this, &ReportDialog::fail);
  connect(m_report.get(), &BugReport::written, this, [this](const QString& path) {
    emit written(path);
    accept();
  });
  m_report->prepare();
}

void ReportDialog::list(const BugReport& report) {
  for (const BugReport::File& file : report.files()) {
    auto* item = new QTreeWidgetItem(m_files, {file.name, bytesForPeople(uint64_t(file.size))});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
  }
  for (const Redaction::Kind kind : Redaction::kinds) {
    const Redaction::Count count = report.redaction().count(kind);
    const auto& [text, placeholder] = report.redaction().sample(kind);
    auto* item = new QTreeWidgetItem(m_replaced, {kindForPeople(kind), tr("not replaced"), {}, {}});
    if (report.redaction().replaces(kind)) {
      item->setText(1, countForPeople(count.values));
      item->setText(2, countForPeople(count.times));
    }
    if (count.values > 0)
      item->setText(3, QStringLiteral("%1 → %2").arg(text, placeholder));
    for (int column : {1, 2})
      item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  }
  m_remarks->setText(report.remarks().join('\n'));
  m_remarks->setVisible(!report.remarks().isEmpty());
  setBusy(false);
  m_save->setFocus();
}

void ReportDialog::askName() {
  const QString proposed = QStringLiteral("pushscope-report-%1.zip")
                               .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
  QString path = QFileDialog::getSaveFileName(this, tr("Save bug report"), proposed, tr("Bug reports (*.zip)"));
  if (path.isEmpty())
    return;
  if (!path.endsWith(QLatin1String(".zip"), Qt::CaseInsensitive))
    path += QStringLiteral(".zip");
  setBusy(true);
  m_devices->setEnabled(false);
  m_addresses->setEnabled(false);
  m_report->write(path, m_note->text());
}

void ReportDialog::fail(const Error& error) {
  m_remarks->setText(Sentences::error(error, tr("The bug report")));
  m_remarks->show();
  m_devices->setEnabled(true);
  m_addresses->setEnabled(true);
  // What was prepared is still there; what was not can be tried again by another choice.
  setBusy(false);
  m_save->setEnabled(m_files->topLevelItemCount() > 0);
}

} // namespace pushscope
