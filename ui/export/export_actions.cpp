#include "ui/export/export_actions.h"

#include "models/export/table_writer.h"
#include "models/text/format.h"
#include "ui/export/picture.h"
#include "ui/table/table_view.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPointer>
#include <QSaveFile>
#include <QThread>
#include <QTimer>

namespace pushscope {
namespace {

QString proposedName(const Page& page, const char* ending) {
  return QStringLiteral("pushscope-%1-%2.%3")
      .arg(page.id(), QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")), QLatin1String(ending));
}

// A slice of an export: half a frame stays for the rest.
constexpr Duration slice = std::chrono::milliseconds(6);

} // namespace

struct ExportActions::Running {
  Running(const TableView& table, uint64_t worldNumber, std::unique_ptr<QSaveFile> to, QWidget* from)
      : world(worldNumber), file(std::move(to)), csv(*table.tableModel(), table.visibleColumns(), *file), window(from) {
  }

  uint64_t world;
  std::shared_ptr<QSaveFile> file;
  CsvExport csv;
  QPointer<QWidget> window;
  QTimer timer; // as often as the window has nothing else to do
};

ExportActions::ExportActions(ConsoleContext& context, QString version, QObject* parent)
    : QObject(parent), m_context(context), m_version(std::move(version)) {}

ExportActions::~ExportActions() = default;

QString ExportActions::stamp(const Page& page) const {
  QStringList servers;
  for (const World::LinkInfo& link : m_context.world().links())
    if (!link.status.name.empty() && link.status.state != LinkStatus::State::closed)
      servers << QStringLiteral("%1 (%2)").arg(plain(link.status.name, 40), plain(link.status.server, 40));
  return tr("%1 · %2 · %3 · pushscope %4")
      .arg(m_context.isLive() ? page.title() : tr("%1 · REPLAY").arg(page.title()),
           servers.isEmpty() ? tr("no server") : servers.join(QStringLiteral(", ")), absoluteTime(m_context.now()),
           m_version);
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
  if (path.isEmpty())
    return;
  auto file = std::make_unique<QSaveFile>(path);
  if (!file->open(QIODevice::WriteOnly))
    return tell({ErrorCode::file, file->errorString().toStdString()}, path, window);
  m_running = std::make_unique<Running>(*page.table(), m_context.feed().worldNumber(), std::move(file), window);
  connect(&m_running->timer, &QTimer::timeout, this, &ExportActions::goOn);
  m_running->timer.start();
}

void ExportActions::goOn() {
  Running& running = *m_running;
  Status status = Done{};
  if (running.world != m_context.feed().worldNumber())
    status = {ErrorCode::file, tr("Its server was left meanwhile.").toStdString()};
  else
    status = running.csv.step(slice);
  if (status.ok() && !running.csv.isDone())
    return;
  const std::unique_ptr<Running> over = std::move(m_running);
  over->timer.stop();
  if (!status.ok())
    return tell(status, over->file->fileName(), over->window);
  // It waits until the disk has all of it.
  auto* commit = QThread::create([file = over->file] { file->commit(); });
  connect(commit, &QThread::finished, this, [this, commit, file = over->file, window = over->window] {
    commit->deleteLater();
    const bool written = file->error() == QFileDevice::NoError;
    tell(written ? Status(Done{}) : Status{ErrorCode::file, file->errorString().toStdString()}, file->fileName(),
         window);
  });
  commit->start();
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
