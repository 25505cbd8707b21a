#pragma once

#include "models/export/bug_report.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace pushscope {

// What a bug report will hold, before it leaves: each file with its size, and what was replaced in it by which
// placeholders. It is prepared while this is shown, and anew when a person chooses otherwise what is replaced. Nothing
// is written before a name is given.
class ReportDialog : public QDialog {
  Q_OBJECT
 public:
  // `make` is called for each preparation, on what is shown then.
  using Make = std::function<std::unique_ptr<BugReport>(Redaction::Choice choice)>;
  ReportDialog(Make make, QWidget* parent = nullptr);
  ~ReportDialog() override;

 signals:
  // The whole file is there.
  void written(const QString& path);

 private:
  void prepare();
  void retire();
  void list(const BugReport& report);
  void askName();
  void setBusy(bool busy);
  void fail(const Error& error);
  QWidget* makeChoices();
  QTreeWidget* makeList(const char* name, const QStringList& titles, const QString& accessibleName);

  Make m_make;
  std::unique_ptr<BugReport> m_report;
  QCheckBox* m_devices;
  QCheckBox* m_addresses;
  QLineEdit* m_note;
  QTreeWidget* m_files;
  QTreeWidget* m_replaced;
  QLabel* m_remarks;
  QProgressBar* m_progress;
  QPushButton* m_save;
};

} // namespace pushscope
