#include "ui/export/export_actions.h"

#include "models/export/table_writer.h"
#include "models/text/format.h"
#include "ui/export/picture.h"
#include "ui/table/table_view.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace pushscope {
namespace {

QString proposedName(const Page& page, const char* ending) {
  return QStringLiteral("pushscope-%1-%2.%3")
      .arg(page.id(), QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")), QLatin1String(ending));
}

} // namespace

ExportActions::ExportActions(ConsoleContext& context, QString version, QObject* parent)
    : QObject(parent), m_context(context), m_version(std::move(version)) {}

QString ExportActions::stamp(const Page& page) const {
  QStringList servers;
  for (const World::LinkInfo& link : m_context.world().links())
    if (!link.status.name.empty())
      servers << QStringLiteral("%1 (%2)").arg(plain(link.status.name, 40), plain(link.status.server, 40));
  return tr("%1 · %2 · %3 · pushscope %4")
      .arg(page.title(), servers.isEmpty() ? tr("no server") : servers.join(QStringLiteral(", ")),
           absoluteTime(m_context.now()), m_version);
}

Status ExportActions::writeTable(const Page& page, const QString& path) const {
  // Either the whole file or none: a half-written export would look like evidence.
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly))
    return {ErrorCode::file, (path + QStringLiteral(": ") + file.errorString()).toStdString()};
  if (Status status = writeCsv(*page.table()->tableModel(), page.table()->visibleColumns(), file); !status.ok())
    return status;
  if (!file.commit())
    return {ErrorCode::file, (path + QStringLiteral(": ") + file.errorString()).toStdString()};
  return Done{};
}

Status ExportActions::writePicture(Page& page, const QString& path, double scale) const {
  return savePicture(pictureOf(page, stamp(page), scale), path);
}

void ExportActions::askTable(Page& page, QWidget* window) {
  const QString path =
      QFileDialog::getSaveFileName(window, tr("Export table"), proposedName(page, "csv"), tr("CSV (*.csv)"));
  if (!path.isEmpty())
    tell(writeTable(page, path), path, window);
}

void ExportActions::askPicture(Page& page, QWidget* window) {
  const QString path =
      QFileDialog::getSaveFileName(window, tr("Export picture"), proposedName(page, "png"), tr("PNG (*.png)"));
  if (!path.isEmpty())
    tell(writePicture(page, path, 2), path, window);
}

void ExportActions::tell(const Status& status, const QString& path, QWidget* window) {
  if (status.ok()) {
    emit m_context.said(tr("Written: %1").arg(QDir::toNativeSeparators(path)));
    return;
  }
  QMessageBox box(QMessageBox::Warning, tr("Export"),
                  tr("The file could not be written. %1").arg(plain(status.error().detail)), QMessageBox::Ok, window);
  box.setTextFormat(Qt::PlainText);
  box.exec();
}

} // namespace pushscope
