#include "ui/queues/manage_dialog.h"

#include "protocol/base/duration_text.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// The longest time to live: later than that nothing waits any more.
constexpr Duration longest = std::chrono::hours(7 * 24);

} // namespace

ManageDialog::ManageDialog(const Question& question, QWidget* parent) : QDialog(parent), m_count(question.count) {
  setObjectName(QStringLiteral("manageDialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(question.title);
  setMinimumWidth(52 * Theme::unit);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(Theme::unit);
  layout->addWidget(paragraph(question.sentence, this));
  auto* form = new QFormLayout;
  if (question.asksHowLong) {
    m_howLong = new QLineEdit(QStringLiteral("5m"), this);
    m_howLong->setObjectName(QStringLiteral("manageHowLong"));
    m_howLong->setToolTip(tr("For example 30s, 5m or 2h; 7 days at most"));
    m_howLong->setAccessibleName(tr("For how long"));
    form->addRow(plainLabel(tr("For how long"), this), m_howLong);
    connect(m_howLong, &QLineEdit::textChanged, this, &ManageDialog::check);
  }
  if (question.count >= typedFrom) {
    m_number = new QLineEdit(this);
    m_number->setObjectName(QStringLiteral("manageNumber"));
    m_number->setToolTip(tr("A confirmation: how many deliveries that is"));
    QLabel* confirm = plainLabel(tr("Type %1 to confirm").arg(question.count), this);
    m_number->setAccessibleName(confirm->text());
    form->addRow(confirm, m_number);
    connect(m_number, &QLineEdit::textChanged, this, &ManageDialog::check);
  }
  layout->addLayout(form);
  m_problem = paragraph({}, this);
  layout->addWidget(m_problem);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setText(tr("Leave it"));
  m_do = buttons->addButton(question.button, QDialogButtonBox::AcceptRole);
  m_do->setObjectName(QStringLiteral("manageDo"));
  m_do->setDefault(true);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  check();
}

std::optional<Duration> ManageDialog::typedDuration() const {
  const Result<Duration> value = parseDuration(m_howLong->text().trimmed().toStdString());
  if (!value.ok() || value.value() <= Duration::zero() || value.value() > longest)
    return std::nullopt;
  return value.value();
}

Duration ManageDialog::howLong() const {
  return m_howLong ? typedDuration().value_or(Duration::zero()) : Duration::zero();
}

void ManageDialog::check() {
  const bool knowsTime = !m_howLong || typedDuration();
  const bool confirmed = !m_number || m_number->text().trimmed() == QString::number(m_count);
  m_problem->setText(
      !knowsTime
          ? tr("“%1” is no time to wait. Write for example 30s, 5m or 2h; 7 days at most.").arg(m_howLong->text())
          : QString());
  m_problem->setVisible(!knowsTime);
  m_do->setEnabled(knowsTime && confirmed);
}

} // namespace pushscope
