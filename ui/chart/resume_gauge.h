#pragma once

#include "models/query/device_wakes.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QWidget>

class QPainter;

namespace pushscope {

// Resumes of an app in the last 300 s against its system's limit: a cell for each, the last third marked off, where
// only what is urgent may wake the phone. The number beside it says the same.
void paintResumes(QPainter& painter, const QRectF& area, const Resumes& resumes, const QPalette& palette,
                  const QFont& font);

class ResumeGauge : public QWidget {
  Q_OBJECT
 public:
  explicit ResumeGauge(QWidget* parent = nullptr);
  // Nothing: hidden.
  void show(const std::optional<Resumes>& resumes);
  QSize sizeHint() const override { return {200, 36}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Resumes m_resumes;
};

} // namespace pushscope
