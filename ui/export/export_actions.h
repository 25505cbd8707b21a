#pragma once

#include "models/export/bug_report.h"
#include "ui/console_context.h"
#include "ui/export/picture.h"
#include "ui/page.h"

#include <memory>

namespace pushscope {

// Files that leave the console: a table as seen to CSV or JSON lines, a page to PNG or SVG, all of it as a bug report.
// The names that are proposed sort by time.
class ExportActions : public QObject {
  Q_OBJECT
 public:
  ExportActions(ConsoleContext& context, QString version, QObject* parent = nullptr);
  ~ExportActions() override;

  // In the format that the ending of the path says: .jsonl, .svg, or else CSV and PNG.
  Status writeTable(const Page& page, const QString& path) const;
  Status writeTable(const TableView& table, const QString& path) const;
  Status writePicture(Page& page, const QString& path, double scale) const;
  // The ladder of a delivery of the world that is shown, as SVG.
  Status writeLadder(const DeliveryRow& delivery, const QWidget& look, const QString& path) const;

  // A table is being written, from the columns of its page.
  bool isWriting() const;

  // Ask for a name first, and say how it went. A table is written while the window goes on.
  void askTable(Page& page, QWidget* window);
  // A small table of no page, at once.
  void askSmallTable(const TableView& table, const QString& name, QWidget* window);
  void askPicture(Page& page, QWidget* window);
  // See BugReport. `log` is what the console said.
  std::unique_ptr<BugReport> makeReport(const QList<Page*>& pages, const Page* shown, const QStringList& log,
                                        Redaction::Choice choice) const;
  // Shows what there would be, and asks then.
  void askReport(const QList<Page*>& pages, const Page* shown, const QStringList& log, QWidget* window);

 private:
  struct Running;
  void goOn();
  PictureStamp stamp(const QString& title) const;
  BugReport::Request request(const QList<Page*>& pages, const Page* shown, const QStringList& log,
                             Redaction::Choice choice) const;
  void tell(const Status& status, const QString& path, QWidget* window);

  ConsoleContext& m_context;
  QString m_version;
  std::unique_ptr<Running> m_running; // one at a time
};

} // namespace pushscope
