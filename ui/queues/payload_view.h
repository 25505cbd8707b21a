#pragma once

#include "protocol/message/admin.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace pushscope {

// A payload that was peeked at: as text, or as hex digits if it is none or a person wants it so. Plain text only.
// Closed by its button or Escape.
class PayloadView : public QWidget {
  Q_OBJECT
 public:
  explicit PayloadView(QWidget* parent = nullptr);

  // `title`: of which delivery.
  void show(const QString& title, const Peeked& peeked);
  // What is shown; nothing if that is no payload, or it was closed.
  std::optional<Peeked> shown() const;
  // Instead of a payload.
  void say(const QString& sentence);

 private:
  void draw();

  QLabel* m_title;
  QComboBox* m_form;
  QPlainTextEdit* m_text;
  std::optional<Peeked> m_peeked;
};

} // namespace pushscope
