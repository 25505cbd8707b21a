#pragma once

#include "models/command/push_draft.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSyntaxHighlighter;

namespace pushscope {

// The fields of a push. What is typed stays as it was typed, right or wrong.
class PushForm : public QWidget {
  Q_OBJECT
 public:
  explicit PushForm(QWidget* parent = nullptr);

  PushDraft draft() const;
  void setDraft(const PushDraft& draft);
  void setTargets(const QStringList& devices);
  // A line under the place of the mistake; none: no mistake. Places where nothing was typed are not marked.
  void mark(const PushDraft::Problem& problem);
  void focusPayload();

 protected:
  // Marks have the colours of the look that there is.
  void changeEvent(QEvent* event) override;

 signals:
  void edited();

 private:
  struct Line {
    PushDraft::Field field;
    QString PushDraft::*text;
    QLineEdit* edit;
  };
  QLineEdit* addLine(PushDraft::Field field, QString PushDraft::*text, const char* objectName, const QString& name,
                     const QString& example, const QString& tip);

  QPlainTextEdit* m_targets;
  QPlainTextEdit* m_payload;
  QSyntaxHighlighter* m_marks;
  QCheckBox* m_highPriority;
  QLabel* m_size;
  QList<Line> m_lines;
};

} // namespace pushscope
