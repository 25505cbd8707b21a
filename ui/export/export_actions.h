#pragma once

#include "ui/console_context.h"
#include "ui/page.h"

#include <memory>

namespace pushscope {

// Files that leave the console: a table as seen to CSV, a page to PNG. The names that are proposed sort by time.
class ExportActions : public QObject {
  Q_OBJECT
 public:
  ExportActions(ConsoleContext& context, QString version, QObject* parent = nullptr);
  ~ExportActions() override;

  Status writeTable(const Page& page, const QString& path) const;
  Status writePicture(Page& page, const QString& path, double scale) const;

  // Ask for a name first, and say how it went. A table is written while the window goes on.
  void askTable(Page& page, QWidget* window);
  void askPicture(Page& page, QWidget* window);

 private:
  struct Running;
  void goOn();
  QString stamp(const Page& page) const;
  void tell(const Status& status, const QString& path, QWidget* window);

  ConsoleContext& m_context;
  QString m_version;
  std::unique_ptr<Running> m_running; // one at a time
};

} // namespace pushscope
