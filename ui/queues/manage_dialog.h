#pragma once

#include "protocol/base/time.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace pushscope {

// What is asked before something is done to deliveries: says to how many; from `typedFrom` on the number has to be
// typed, so that nobody does it by two clicks too many. For postponing it also asks for how long.
class ManageDialog : public QDialog {
  Q_OBJECT
 public:
  static constexpr uint64_t typedFrom = 10;

  struct Question {
    QString title;    // "Cancel 12 deliveries"
    QString sentence; // what it means
    QString button;
    uint64_t count = 0;
    bool asksHowLong = false;
  };
  ManageDialog(const Question& question, QWidget* parent);

  // Only when it was accepted, and asks for it.
  Duration howLong() const;

 private:
  void check();
  std::optional<Duration> typedDuration() const;

  uint64_t m_count;
  QLineEdit* m_howLong = nullptr;
  QLineEdit* m_number = nullptr;
  QLabel* m_problem;
  QPushButton* m_do;
};

} // namespace pushscope
