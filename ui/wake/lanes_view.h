#pragma once

#include "ui/wake/lanes_painter.h"

#include <QAbstractScrollArea>

namespace pushscope {

// The lanes as a widget: scrolls when there are more than fit, says what is under the mouse, and lets one be chosen
// with mouse or arrow keys.
class LanesView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit LanesView(QWidget* parent = nullptr);

  // The chosen lane stays chosen as long as its device has one.
  void show(std::vector<NamedLane> lanes, WallTime from, WallTime to);
  // Said in the middle while there is no lane.
  void setEmptyText(const QString& text);
  QString emptyText() const { return m_emptyText; }
  const std::vector<NamedLane>& lanes() const { return m_lanes; }
  std::optional<Row> current() const;
  QRectF rowRect(size_t lane) const { return plan().row(lane, scrolled()); }

 signals:
  void laneChosen(quint32 device);
  void laneActivated(quint32 device);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;

 private:
  LanesPlan plan() const;
  double scrolled() const;
  QRectF legendArea(double top) const;
  void arrange();
  void choose(size_t lane);
  std::optional<size_t> currentIndex() const;

  std::vector<NamedLane> m_lanes;
  WallTime m_from{}, m_to{};
  std::optional<Row> m_current;
  double m_legendHeight = 0;
  QString m_emptyText;
};

} // namespace pushscope
