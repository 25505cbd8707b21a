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

  QSize sizeHint() const override { return {176, 104}; }
  QSize minimumSizeHint() const override { return {136, 104}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_number, m_detail;
  Tone m_tone = Tone::neutral;
  std::vector<std::optional<double>> m_history;
};

} // namespace pushscope
