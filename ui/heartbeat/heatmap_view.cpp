#include "ui/heartbeat/heatmap_view.h"

#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace pushscope {
namespace {

constexpr double narrowestColumn = 2, lowestRow = 4; // pixels; finer ones cannot be pointed at

BeatRange both(const BeatRange& a, const BeatRange& b) {
  return {std::min(a.fromSecond, b.fromSecond), std::max(a.toSecond, b.toSecond), std::min(a.fromBucket, b.fromBucket),
          std::max(a.toBucket, b.toBucket)};
}

} // namespace

HeatmapView::HeatmapView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setBackgroundRole(QPalette::Base);
  setAutoFillBackground(true);
  setAccessibleName(tr("Heatmap of heartbeats by latency and time"));
  setMinimumHeight(14 * Theme::unit);
}

size_t HeatmapView::mostColumns() const {
  return size_t(std::max(1.0, plan().plot().width() / narrowestColumn));
}
size_t HeatmapView::mostRows() const {
  return size_t(std::max(1.0, plan().plot().height() / lowestRow));
}

void HeatmapView::show(Heatmap map) {
  m_map = std::move(map);
  describe();
  update();
}

void HeatmapView::clearBrush() {
  m_dragging = false;
  m_anchor.reset();
  setBrush(std::nullopt);
}

void HeatmapView::setBrush(const std::optional<BeatRange>& range) {
  m_brush = range;
  describe();
  update();
}

// What is brushed, else all of it.
void HeatmapView::describe() {
  const Heatmap::Cells all{0, m_map.columns.size(), 0, m_map.rows};
  const bool empty = m_map.columns.empty() || m_map.rows == 0;
  setAccessibleDescription(empty ? tr("No heartbeat was measured in this time")
                                 : wordsOf(m_map, shown(m_brush).value_or(all)));
}

std::optional<BeatRange> HeatmapView::rangeAt(const QPointF& point, bool wholeTime) const {
  auto cells = plan().cellAt(m_map, point);
  if (!cells)
    return std::nullopt;
  if (wholeTime) {
    cells->fromRow = 0;
    cells->toRow = m_map.rows;
  }
  return m_map.rangeOf(*cells);
}

std::optional<Heatmap::Cells> HeatmapView::shown(const std::optional<BeatRange>& range) const {
  if (!range)
    return std::nullopt;
  const Heatmap::Cells cells = m_map.cellsOf(*range);
  return cells.toColumn > cells.fromColumn ? std::optional(cells) : std::nullopt;
}

void HeatmapView::mousePressEvent(QMouseEvent* event) {
  const QRectF plot = plan().plot();
  const QPointF at = event->position();
  if (event->button() != Qt::LeftButton || at.x() < plot.left() || at.x() > plot.right() || at.y() < plot.top())
    return;
  m_wholeTime = at.y() > plot.bottom();
  m_anchor = rangeAt(at, m_wholeTime);
  m_dragging = m_anchor.has_value();
  m_cursor.reset();
  setBrush(m_anchor);
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event) {
  if (!m_dragging)
    return;
  if (const auto range = rangeAt(event->position(), m_wholeTime))
    setBrush(both(*m_anchor, *range));
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !std::exchange(m_dragging, false) || !m_brush)
    return;
  m_anchor.reset();
  emit brushed(BeatRange(*m_brush));
}

// The first key stands on the newest time, in the middle.
void HeatmapView::moveCursor(int columns, int rows, bool widen) {
  if (m_map.columns.empty() || m_map.rows == 0)
    return;
  Heatmap::Cells cell{m_map.columns.size() - 1, m_map.columns.size(), m_map.rows / 2, m_map.rows / 2 + 1};
  if (const auto before = shown(m_cursor)) {
    const auto moved = [](size_t place, int by, size_t count) {
      return size_t(std::clamp<int64_t>(int64_t(place) + by, 0, int64_t(count) - 1));
    };
    cell.fromColumn = moved(before->fromColumn, columns, m_map.columns.size());
    cell.fromRow = moved(before->fromRow, rows, m_map.rows);
    cell.toColumn = cell.fromColumn + 1;
    cell.toRow = cell.fromRow + 1;
  }
  if (widen && !m_anchor)
    m_anchor = m_cursor;
  if (!widen)
    m_anchor.reset();
  m_cursor = m_map.rangeOf(cell);
  setBrush(m_anchor ? both(*m_anchor, *m_cursor) : *m_cursor);
}

void HeatmapView::keyPressEvent(QKeyEvent* event) {
  const bool widen = event->modifiers() & Qt::ShiftModifier;
  const int all = int(m_map.columns.size());
  switch (event->key()) {
  case Qt::Key_Left:
    return moveCursor(-1, 0, widen);
  case Qt::Key_Right:
    return moveCursor(1, 0, widen);
  case Qt::Key_Up:
    return moveCursor(0, 1, widen);
  case Qt::Key_Down:
    return moveCursor(0, -1, widen);
  case Qt::Key_Home:
    return moveCursor(-all, 0, widen);
  case Qt::Key_End:
    return moveCursor(all, 0, widen);
  case Qt::Key_Return:
  case Qt::Key_Enter:
    if (!m_brush)
      return;
    if (widen && m_map.rows > 0) {
      const BeatRange whole = m_map.rangeOf({0, 0, 0, m_map.rows});
      setBrush(BeatRange{m_brush->fromSecond, m_brush->toSecond, whole.fromBucket, whole.toBucket});
    }
    emit brushed(BeatRange(*m_brush));
    return;
  case Qt::Key_Escape:
    if (!m_brush && !m_cursor)
      break;
    m_cursor.reset();
    clearBrush();
    emit cleared();
    return;
  default:
    break;
  }
  QWidget::keyPressEvent(event);
}

void HeatmapView::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}
void HeatmapView::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

bool HeatmapView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), asToolTip(wordsAt(plan(), m_map, help->pos())), this);
  return true;
}

void HeatmapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintHeatmap(painter, plan(), m_map, shown(m_brush), shown(m_cursor), palette(), font());
  if (hasFocus()) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

} // namespace pushscope
