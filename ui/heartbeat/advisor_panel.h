#pragma once

#include "models/query/advice_text.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace pushscope {

class EvidenceView;

// The heartbeat advisor: a line with its advice, and below it, when it is opened, what the advice stands on, the wakes
// that a phone may spend, and how to set what is advised.
class AdvisorPanel : public QWidget {
  Q_OBJECT
 public:
  explicit AdvisorPanel(QWidget* parent = nullptr);

  void show(const SilenceLog& silences);
  bool isOpen() const;

 signals:
  void opened(bool open);
  // Another wish; show() is to be called.
  void wishChanged();

 private:
  void setOpen(bool open);

  AdviceWish m_wish;
  HeartbeatAdvice m_advice;
  QToolButton* m_toggle;
  QLabel* m_sentence;
  QWidget* m_details;
  QSpinBox* m_wakes;
  QComboBox* m_network;
  EvidenceView* m_evidence;
  QLabel *m_confidence, *m_change, *m_spent, *m_lines;
};

} // namespace pushscope
