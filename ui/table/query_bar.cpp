#include "ui/table/query_bar.h"

#include "models/text/format.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// Longer than between two keys of somebody who knows what to type.
constexpr std::chrono::milliseconds typingPause{700};

} // namespace

QueryBar::QueryBar(TableModel* model, const QString& editName, QWidget* parent)
    : QWidget(parent), m_model(model), m_edit(new QueryEdit(model->source(), this)) {
  m_edit->setObjectName(editName);
  m_count = plainLabel({}, this);
  m_mistake = paragraph({}, this);
  m_mistake->setObjectName(editName + QStringLiteral("Mistake"));
  m_mistake->hide();
  m_notice = paragraph({}, this);
  m_notice->setObjectName(editName + QStringLiteral("Notice"));
  m_notice->hide();
  m_line = new QHBoxLayout;
  m_line->setSpacing(Theme::unit);
  m_line->addWidget(m_edit, 1);
  m_line->addWidget(m_count);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(m_line);
  layout->addWidget(m_mistake);
  layout->addWidget(m_notice);
  m_pause.setSingleShot(true);
  m_pause.setInterval(typingPause);
  connect(&m_pause, &QTimer::timeout, this,
          [this] { showMistake(Condition::of(m_edit->text(), m_model->columns()).mistake); });
  connect(m_edit, &QLineEdit::textChanged, this, &QueryBar::queryChanged);
  // Rows come and go also between two refreshes, when a worker has arranged them.
  for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
    connect(m_model, signal, this, &QueryBar::refresh);
  connect(m_model, &QAbstractItemModel::modelReset, this, &QueryBar::refresh);
  connect(m_edit, &QLineEdit::textEdited, this, [this] { setNotice({}); });
}

void QueryBar::addButton(QWidget* button) {
  m_line->addWidget(button);
}

void QueryBar::setNotice(const QString& sentence) {
  m_notice->setText(sentence);
  m_notice->setVisible(!sentence.isEmpty());
}

void QueryBar::queryChanged(const QString& text) {
  const auto mistake = m_model->setQuery(text);
  const bool unfinished = mistake && m_edit->hasFocus() && m_edit->cursorPosition() == text.size() &&
                          mistake->place.position + mistake->place.length == text.size();
  showMistake(unfinished ? std::nullopt : mistake);
  unfinished ? m_pause.start() : m_pause.stop();
  refresh();
}

void QueryBar::showMistake(const std::optional<QueryMistake>& mistake) {
  m_edit->mark(mistake ? std::optional(mistake->place) : std::nullopt);
  m_mistake->setVisible(mistake.has_value());
  m_mistake->setText(mistake ? mistake->sentence() : QString());
  setTint(m_mistake, Tint::wrong);
  m_edit->setAccessibleDescription(m_mistake->text());
}

void QueryBar::refresh() {
  m_edit->setWorld(m_model->world());
  const uint64_t all = m_model->unfilteredCount(), shown = uint64_t(m_model->rowCount());
  m_count->setText(shown == all ? countForPeople(all) : tr("%1 of %2").arg(countForPeople(shown), countForPeople(all)));
}

} // namespace pushscope
