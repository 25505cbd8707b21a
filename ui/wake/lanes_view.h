#pragma once

#include "ui/wake/lanes_painter.h"

#include <QAbstractScrollArea>

namespace pushscope {

// The lanes as a widget: scrolls when there are more than fit, says what is under the mouse, and lets one be chosen
// with mouse or arrow keys. Asks for another part of time when a person zooms (Ctrl and wheel, + and −), pans (drags,
// Left and Right) or goes back to now (Escape).
class LanesView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit LanesView(QWidget* parent = nullptr);

  // The chosen lane stays chosen as long as its device has one.
  void show(std::vector<NamedLane> lanes, WallTime from, WallTime to, bool isPast);
  // Said in the middle while there is no lane.
  void setEmptyText(const QString& text);
  QString emptyText() const { return m_emptyText; }
  const std::vector<NamedLane>& lanes() const { return m_lanes; }
  std::optional<Row> current() const;
  LanesPlan plan() const;
  QRectF rowRect(size_t lane) const { return plan().row(lane, scrolled()); }

 signals:
  void laneChosen(quint32 device);
  void laneActivated(quint32 device);
  void timeWanted(pushscope::WallTime from, pushscope::WallTime to);
  void nowWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;

 private:
  double scrolled() const;
  QRectF legendArea(double top) const;
  void arrange();
  void choose(size_t lane);
  void zoom(double factor, double x);
  void pan(Duration by);
  std::optional<size_t> currentIndex() const;

  std::vector<NamedLane> m_lanes;
  WallTime m_from{}, m_to{};
  bool m_isPast = false;
  struct Grip {
    double x;
    WallTime from, to;
  };
  std::optional<Grip> m_grip; // where the mouse went down, and what was shown then
  std::optional<Row> m_current;
  double m_legendHeight = 0;
  QString m_emptyText;
};

} // namespace pushscope
