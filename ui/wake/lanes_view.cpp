#include "ui/wake/lanes_view.h"

#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr double zoomStep = 1.25; // four of them are two and a half
constexpr int panShare = 8;       // of what is shown

} // namespace

LanesView::LanesView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Lanes of devices over time"));
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  setMinimumHeight(int(2 * LanesPlan::laneHeight + LanesPlan::axisHeight + 2 * 17));
}

void LanesView::show(std::vector<NamedLane> lanes, WallTime from, WallTime to, bool isPast) {
  m_lanes = std::move(lanes);
  m_from = from;
  m_to = to;
  m_isPast = isPast;
  if (!currentIndex())
    m_current.reset();
  arrange();
  setAccessibleDescription(m_lanes.size() == 1 ? tr("1 lane") : tr("%1 lanes").arg(m_lanes.size()));
  viewport()->update();
}

void LanesView::setEmptyText(const QString& text) {
  if (text == m_emptyText)
    return;
  m_emptyText = text;
  viewport()->update();
}

std::optional<Row> LanesView::current() const {
  return m_current;
}

std::optional<size_t> LanesView::currentIndex() const {
  for (size_t i = 0; i < m_lanes.size(); ++i)
    if (m_current == m_lanes[i].lane.device)
      return i;
  return std::nullopt;
}

// The legend stands below the axis and does not scroll.
QRectF LanesView::legendArea(double top) const {
  return {6, top, double(viewport()->width() - 12), 100};
}

LanesPlan LanesView::plan() const {
  return {QRectF(viewport()->rect()).adjusted(0, 0, 0, -m_legendHeight - 2), m_from, m_to, m_isPast};
}

double LanesView::scrolled() const {
  return verticalScrollBar()->value();
}

void LanesView::arrange() {
  QImage nowhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&nowhere);
  m_legendHeight = paintLanesLegend(painter, legendArea(0), palette(), font());
  const double room = plan().plot().height(), wanted = LanesPlan::laneHeight * double(m_lanes.size());
  verticalScrollBar()->setPageStep(int(room));
  verticalScrollBar()->setSingleStep(int(LanesPlan::laneHeight));
  verticalScrollBar()->setRange(0, std::max(0, int(wanted - room)));
}

void LanesView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  arrange();
}

void LanesView::scrollContentsBy(int, int) {
  viewport()->update();
}

void LanesView::choose(size_t lane) {
  m_current = m_lanes[lane].lane.device;
  const QRectF row = rowRect(lane);
  const double bottom = plan().plot().bottom();
  if (row.top() < 0)
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(row.top()));
  else if (row.bottom() > bottom)
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(row.bottom() - bottom) + 1);
  setAccessibleDescription(wordsAt(plan(), m_lanes, scrolled(), rowRect(lane).center()));
  viewport()->update();
  emit laneChosen(*m_current);
}

void LanesView::mousePressEvent(QMouseEvent* event) {
  m_grip = Grip{event->position().x(), m_from, m_to};
  for (size_t i = 0; i < m_lanes.size(); ++i)
    if (rowRect(i).contains(event->position()) && event->position().y() < plan().plot().bottom())
      return choose(i);
}

void LanesView::mouseMoveEvent(QMouseEvent* event) {
  if (!m_grip || !(event->buttons() & Qt::LeftButton) || plan().plot().width() < 1)
    return;
  const double moved = event->position().x() - m_grip->x;
  if (!m_isPast && std::abs(moved) < QApplication::startDragDistance())
    return;
  const Duration by(int64_t(double((m_grip->to - m_grip->from).count()) * moved / plan().plot().width()));
  emit timeWanted(m_grip->from - by, m_grip->to - by);
}

void LanesView::wheelEvent(QWheelEvent* event) {
  if (!(event->modifiers() & Qt::ControlModifier))
    return QAbstractScrollArea::wheelEvent(event);
  zoom(std::pow(zoomStep, -double(event->angleDelta().y()) / 120), event->position().x());
  event->accept();
}

// What lies at `x` stays there.
void LanesView::zoom(double factor, double x) {
  const LanesPlan where = plan();
  if (m_lanes.empty() || where.plot().width() < 1)
    return;
  const WallTime at = where.timeAt(std::clamp(x, where.plot().left(), where.plot().right()));
  const auto scaled = [&](Duration d) { return Duration(int64_t(double(d.count()) * factor)); };
  emit timeWanted(at - scaled(at - m_from), at + scaled(m_to - at));
}

void LanesView::pan(Duration by) {
  emit timeWanted(m_from + by, m_to + by);
}

void LanesView::mouseDoubleClickEvent(QMouseEvent* event) {
  mousePressEvent(event);
  if (m_current)
    emit laneActivated(*m_current);
}

void LanesView::keyPressEvent(QKeyEvent* event) {
  if (m_lanes.empty())
    return QAbstractScrollArea::keyPressEvent(event);
  const auto now = currentIndex();
  const size_t last = m_lanes.size() - 1;
  switch (event->key()) {
  case Qt::Key_Down:
    return choose(now ? std::min(*now + 1, last) : 0);
  case Qt::Key_Up:
    return choose(now && *now > 0 ? *now - 1 : 0);
  case Qt::Key_Plus:
  case Qt::Key_Equal: // the same key on many keyboards
    return zoom(1 / zoomStep, plan().plot().center().x());
  case Qt::Key_Minus:
    return zoom(zoomStep, plan().plot().center().x());
  case Qt::Key_Left:
    return pan((m_from - m_to) / panShare);
  case Qt::Key_Right:
    return pan((m_to - m_from) / panShare);
  case Qt::Key_Escape:
    if (m_isPast)
      return emit nowWanted();
    return QAbstractScrollArea::keyPressEvent(event);
  case Qt::Key_Home:
    return choose(0);
  case Qt::Key_End:
    return choose(last);
  case Qt::Key_Return:
  case Qt::Key_Enter:
    if (now)
      emit laneActivated(*m_current);
    return;
  default:
    QAbstractScrollArea::keyPressEvent(event);
  }
}

void LanesView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}
void LanesView::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

bool LanesView::viewportEvent(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return QAbstractScrollArea::viewportEvent(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString words = wordsAt(plan(), m_lanes, scrolled(), help->pos());
  QToolTip::showText(help->globalPos(), asToolTip(words), viewport());
  return true;
}

void LanesView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  if (m_lanes.empty()) {
    painter.setPen(Theme::faintText(palette()));
    const int margin = 3 * Theme::unit;
    painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
    return;
  }
  const LanesPlan where = plan();
  paintLanes(painter, where, m_lanes, currentIndex(), scrolled(), palette(), font());
  paintLanesLegend(painter, legendArea(where.area.bottom() + 2), palette(), font());
  if (hasFocus()) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
  }
}

} // namespace pushscope
