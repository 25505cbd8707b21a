#pragma once

#include "ui/heartbeat/heatmap_painter.h"

#include <QWidget>

namespace pushscope {

// The heatmap as a widget: says what is under the mouse, and lets a part of it be brushed. A click takes a cell,
// dragging a rectangle of cells; below the cells, where the marks are, it takes whole times. By the keyboard: arrows
// move a cell, with Shift they widen the brush, Return takes it, with Shift its whole time, Escape lets go. What is
// brushed is kept as times and latencies, so it stays where it is while time goes on.
class HeatmapView : public QWidget {
  Q_OBJECT
 public:
  explicit HeatmapView(QWidget* parent = nullptr);

  // How much of the chart has room: no more cells than pixels.
  size_t mostColumns() const;
  size_t mostRows() const;
  void show(Heatmap map);
  const Heatmap& map() const { return m_map; }
  // Of what is shown now.
  HeatmapPlan plan() const { return {QRectF(rect()), m_map}; }
  const std::optional<BeatRange>& brush() const { return m_brush; }
  // Nobody is told.
  void setBrush(const std::optional<BeatRange>& range);
  void clearBrush();

 signals:
  void brushed(const pushscope::BeatRange& range);
  void cleared();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;

 private:
  std::optional<BeatRange> rangeAt(const QPointF& point, bool wholeTime) const;
  std::optional<Heatmap::Cells> shown(const std::optional<BeatRange>& range) const;
  void describe();
  void moveCursor(int columns, int rows, bool widen);

  Heatmap m_map;
  std::optional<BeatRange> m_brush;
  std::optional<BeatRange> m_anchor; // where dragging began, or widening by the keyboard
  std::optional<BeatRange> m_cursor; // a cell, by the keyboard
  bool m_dragging = false, m_wholeTime = false;
};

} // namespace pushscope
