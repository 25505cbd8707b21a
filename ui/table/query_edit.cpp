#include "ui/table/query_edit.h"

#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QTextCharFormat>
#include <QTimer>

namespace pushscope {
namespace {

constexpr int candidateRole = Qt::UserRole;
constexpr int shownCandidates = 12;

} // namespace

QueryEdit::QueryEdit(const RowSource& rows, QWidget* parent)
    : QLineEdit(parent), m_rows(rows), m_candidates(new QStandardItemModel(this)), m_completer(new QCompleter(this)) {
  setClearButtonEnabled(true);
  m_completer->setModel(m_candidates);
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setMaxVisibleItems(shownCandidates);
  m_completer->setWidget(this);
  m_completer->popup()->setObjectName(QStringLiteral("queryCandidates"));
  m_completer->popup()->setAccessibleName(tr("What may come next in the query"));
  connect(this, &QLineEdit::textEdited, this, [this] {
    if (text().isEmpty())
      m_completer->popup()->hide();
    else
      complete();
  });
  connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          [this](const QModelIndex& index) { insert(index.data(candidateRole).toString()); });
}

void QueryEdit::keyPressEvent(QKeyEvent* event) {
  const bool asks = event->key() == Qt::Key_Down ||
                    (event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ControlModifier));
  if (asks && !m_completer->popup()->isVisible())
    return complete();
  QLineEdit::keyPressEvent(event);
}

void QueryEdit::hideEvent(QHideEvent* event) {
  m_completer->popup()->hide(); // it is a window of its own, and would stay over the next page
  QLineEdit::hideEvent(event);
}

void QueryEdit::complete() {
  const QueryCompletion completion = completeQuery(text(), cursorPosition(), m_rows, m_world);
  m_replaces = completion.replaces;
  const QString typed = text().mid(m_replaces.position, m_replaces.length);
  const bool nothingNew = completion.candidates.empty() ||
                          (completion.candidates.size() == 1 && completion.candidates.front().text == typed);
  if (nothingNew)
    return m_completer->popup()->hide();
  m_candidates->clear();
  for (const QueryCompletion::Candidate& candidate : completion.candidates) {
    auto* item = new QStandardItem(
        candidate.help.isEmpty() ? candidate.text : QStringLiteral("%1   %2").arg(candidate.text, candidate.help));
    item->setData(candidate.text, candidateRole);
    m_candidates->appendRow(item);
  }
  m_completer->complete();
}

void QueryEdit::insert(const QString& candidate) {
  setSelection(int(m_replaces.position), int(m_replaces.length));
  QLineEdit::insert(candidate);
  // After a field come its comparisons and values; when the popup is gone.
  if (!candidate.isEmpty() && QStringLiteral(":~=<>").contains(candidate.back()))
    QTimer::singleShot(0, this, &QueryEdit::complete);
}

// The one way in which a line edit takes formats is that of input methods.
void QueryEdit::mark(const std::optional<QueryPlace>& place) {
  QList<QInputMethodEvent::Attribute> marks;
  if (place) {
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(Theme::tone(Tone::dead, palette()));
    marks << QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, int(place->position) - cursorPosition(),
                                          int(place->length), format);
  }
  QInputMethodEvent event({}, marks);
  QLineEdit::inputMethodEvent(&event);
}

} // namespace pushscope
