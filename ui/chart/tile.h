#pragma once

#include "models/items/column.h"

#include <QAbstractButton>

#include <optional>
#include <vector>

namespace pushscope {

// One number with its name, its recent history and its high-water mark. A button: it leads to the rows behind the
// number.
class Tile : public QAbstractButton {
  Q_OBJECT
 public:
  Tile(const QString& name, const QString& tip, QWidget* parent = nullptr);

  // `detail` is the small line below. Unknown history values are gaps.
  void show(const QString& number, const QString& detail, Tone tone, std::vector<std::optional<double>> history);

  // Without the history, for small windows.
  void setCompact(bool compact);

  QSize sizeHint() const override { return {176, m_compact ? 78 : 104}; }
  QSize minimumSizeHint() const override { return {136, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_number, m_detail;
  Tone m_tone = Tone::neutral;
  bool m_compact = false;
  std::vector<std::optional<double>> m_history;
};

} // namespace pushscope
