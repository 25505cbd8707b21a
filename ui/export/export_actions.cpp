#include "ui/export/export_actions.h"

#include "models/export/destination.h"
#include "models/export/table_writer.h"
#include "models/feed/replay.h"
#include "models/text/format.h"
#include "ui/export/report_dialog.h"
#include "ui/ladder/ladder_painter.h"
#include "ui/table/table_view.h"
#include "ui/theme/parts.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QSpinBox>
#include <QThread>
#include <QTimer>

namespace pushscope {
namespace {

QString proposedName(const QString& what, const char* ending) {
  return QStringLiteral("pushscope-%1-%2.%3")
      .arg(what, QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")), QLatin1String(ending));
}

bool endsWith(const QString& path, const char* ending) {
  return path.endsWith(QLatin1Char('.') + QLatin1String(ending), Qt::CaseInsensitive);
}

TableFormat formatOf(const QString& path) {
  const TableFormat lines = TableFormat::jsonLines;
  return endsWith(path, endingOf(lines)) ? lines : TableFormat::csv;
}

// With the ending of the filter that was chosen, if it has none.
QString withEnding(const QString& path, const QString& filter, const char* other, const char* otherwise) {
  if (path.isEmpty() || !QFileInfo(path).suffix().isEmpty())
    return path;
  const bool isOther = filter.contains(QLatin1String("*.") + QLatin1String(other));
  return path + QLatin1Char('.') + QLatin1String(isOther ? other : otherwise);
}

// Tables have the names of what is in them.
QString tableName(const Page& page) {
  return page.id() == QLatin1String("push") ? QStringLiteral("deliveries") : page.id();
}

// As they are shown, or, of a page that was never looked at, all that there are.
std::shared_ptr<const Arrangement> rowsOf(const TableModel& model) {
  const RowSource& source = model.source();
  const uint64_t end = source.end(*model.world());
  if (model.unfilteredCount() > 0 || source.first(*model.world()) == end)
    return model.arrangement();
  std::vector<uint64_t> rows;
  for (uint64_t row = source.first(*model.world()); row < end; ++row)
    if (source.shown(*model.world(), row))
      rows.push_back(row);
  return std::make_shared<Arrangement>(std::move(rows));
}

QByteArray randomSalt() {
  std::array<quint32, 8> words;
  QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
  return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words);
}

// A slice of an export: half a frame stays for the rest.
constexpr Duration slice = std::chrono::milliseconds(6);

} // namespace

struct ExportActions::Running {
  Running(const TableView& view, uint64_t worldNumber, std::unique_ptr<QSaveFile> to, QWidget* from)
      : world(worldNumber), file(std::move(to)),
        table(tableExport(formatOf(file->fileName()), *view.tableModel(), view.visibleColumns(), *file)), window(from) {
  }

  uint64_t world;
  std::shared_ptr<QSaveFile> file;
  std::unique_ptr<TableExport> table;
  QPointer<QWidget> window;
  QTimer timer; // as often as the window has nothing else to do
};

ExportActions::ExportActions(ConsoleContext& context, QString version, QObject* parent)
    : QObject(parent), m_context(context), m_version(std::move(version)) {}

ExportActions::~ExportActions() {
  for (QThread* commit : findChildren<QThread*>())
    commit->wait(); // a file that was asked for is whole when the window is gone
}

bool ExportActions::isWriting() const {
  return m_running != nullptr;
}

PictureStamp ExportActions::stamp(const QString& title) const {
  QStringList servers;
  for (const World::LinkInfo& link : m_context.world().links())
    if (!link.status.name.empty() && !link.isClosed())
      servers << QStringLiteral("%1 (%2)").arg(plain(link.status.name, 40), plain(link.status.server, 40));
  const QString shown = m_context.isLive() ? title : tr("%1 · REPLAY").arg(title);
  const QString time = absoluteTime(m_context.now()) + QDateTime::currentDateTime().toString(QStringLiteral(" t"));
  return {shown,
          tr("%1 · %2 · %3 · pushscope %4")
              .arg(shown, servers.isEmpty() ? tr("no server") : servers.join(QStringLiteral(", ")), time, m_version)};
}

Status ExportActions::writeTable(const Page& page, const QString& path) const {
  return writeTable(*page.table(), path);
}

Status ExportActions::writeTable(const TableView& table, const QString& path) const {
  // Either the whole file or none: a half-written export would look like evidence.
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly))
    return {ErrorCode::file, (path + QStringLiteral(": ") + file.errorString()).toStdString()};
  if (Status status = pushscope::writeTable(formatOf(path), *table.tableModel(), table.visibleColumns(), file);
      !status.ok())
    return status;
  return commitFile(file);
}

Status ExportActions::writePicture(Page& page, const QString& path, double scale) const {
  const PictureStamp line = stamp(page.title());
  return saveBytes(endsWith(path, "svg") ? svgOf(page, line, scale) : pngOf(pictureOf(page, line, scale)), path);
}

Status ExportActions::writeLadder(const DeliveryRow& delivery, const QWidget& look, const QString& path) const {
  constexpr QSize size(960, 400);
  return saveBytes(
      svgOf(size, look,
            stamp(tr("Push %1 to %2").arg(QString::fromStdString(delivery.uuid.text()), plain(delivery.device, 24))), 1,
            [&](QPainter& painter, const QRect& area) {
              paintLadder(painter, QRectF(area).adjusted(8, 8, -8, -8), delivery, look.palette(), look.font());
            }),
      path);
}

void ExportActions::askTable(Page& page, QWidget* window) {
  QString filter;
  const QString chosen = QFileDialog::getSaveFileName(window, tr("Export table"), proposedName(page.id(), "csv"),
                                                      tr("CSV (*.csv);;JSON lines (*.jsonl)"), &filter);
  const QString path = withEnding(chosen, filter, "jsonl", "csv");
  if (path.isEmpty())
    return;
  auto file = std::make_unique<QSaveFile>(path);
  if (!file->open(QIODevice::WriteOnly))
    return tell({ErrorCode::file, file->errorString().toStdString()}, path, window);
  m_running = std::make_unique<Running>(*page.table(), m_context.feed().worldNumber(), std::move(file), window);
  connect(&m_running->timer, &QTimer::timeout, this, &ExportActions::goOn);
  m_running->timer.start();
}

void ExportActions::askSmallTable(const TableView& table, const QString& name, QWidget* window) {
  QString filter;
  const QString chosen = QFileDialog::getSaveFileName(window, tr("Export table"), proposedName(name, "csv"),
                                                      tr("CSV (*.csv);;JSON lines (*.jsonl)"), &filter);
  if (const QString path = withEnding(chosen, filter, "jsonl", "csv"); !path.isEmpty())
    tell(writeTable(table, path), path, window);
}

void ExportActions::goOn() {
  Running& running = *m_running;
  Status status = Done{};
  if (running.world != m_context.feed().worldNumber())
    status = {ErrorCode::file, tr("Its server was left meanwhile.").toStdString()};
  else
    status = running.table->step(slice);
  if (status.ok() && !running.table->isDone())
    return;
  const std::unique_ptr<Running> over = std::move(m_running);
  over->timer.stop();
  if (!status.ok())
    return tell(status, over->file->fileName(), over->window);
  // It waits until the disk has all of it.
  const auto outcome = std::make_shared<Status>(Done{});
  auto* commit = QThread::create([file = over->file, outcome] { *outcome = commitFile(*file); });
  commit->setParent(this);
  connect(commit, &QThread::finished, this, [this, commit, outcome, file = over->file, window = over->window] {
    commit->deleteLater();
    tell(*outcome, file->fileName(), window);
  });
  commit->start();
}

void ExportActions::askPicture(Page& page, QWidget* window) {
  QFileDialog dialog(window, tr("Export picture"), proposedName(page.id(), "png"), tr("PNG (*.png);;SVG (*.svg)"));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setOption(QFileDialog::DontUseNativeDialog); // which has no room for the scale
  dialog.selectFile(proposedName(page.id(), "png"));
  auto* scale = new QSpinBox(&dialog);
  scale->setObjectName(QStringLiteral("pictureScale"));
  scale->setRange(1, 4);
  scale->setValue(2);
  scale->setToolTip(tr("How many times larger than on the screen"));
  auto* label = plainLabel(tr("S&cale:"), &dialog);
  label->setBuddy(scale);
  if (auto* grid = qobject_cast<QGridLayout*>(dialog.layout())) {
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(scale, row, 1, Qt::AlignLeft);
  }
  // The other format is another ending, also of a name that has one.
  connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString& filter) {
    auto* name = dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    const QFileInfo file(name ? name->text() : QString());
    if (name && !file.completeBaseName().isEmpty())
      name->setText(file.completeBaseName() +
                    (filter.contains(QLatin1String("*.svg")) ? QStringLiteral(".svg") : QStringLiteral(".png")));
  });
  if (dialog.exec() != QDialog::Accepted)
    return;
  const QString path = withEnding(dialog.selectedFiles().value(0), dialog.selectedNameFilter(), "svg", "png");
  tell(writePicture(page, path, scale->value()), path, window);
}

BugReport::Request ExportActions::request(const QList<Page*>& pages, const Page* shown, const QStringList& log,
                                          Redaction::Choice choice) const {
  BugReport::Request request;
  request.salt = randomSalt();
  request.made = m_context.feed().now();
  request.choice = choice;
  request.log = log;
  request.console = BugReport::consoleBesideUs();
  request.delivery = m_context.delivery();
  const DeliveryRow* delivery = request.delivery ? m_context.world().deliveries().find(*request.delivery) : nullptr;
  // Of a replay also what follows the cursor.
  const Duration beyond = m_context.isLive() ? Duration::zero() : BugReport::around;
  std::tie(request.from, request.to) = BugReport::spanOf(delivery, m_context.now() + beyond);
  if (const auto* replay = qobject_cast<const Replay*>(&m_context.source()))
    request.recording = QString::fromStdString(replay->playback().recording().name());
  QJsonObject queries;
  for (Page* page : pages) {
    const TableView* table = page->table();
    if (!table || page->id() == QLatin1String("ladder"))
      continue;
    page->refresh(m_context.world(), World::Changes::everything(), m_context.now());
    const TableModel& model = *table->tableModel();
    if (model.world() != &m_context.world())
      continue;
    std::vector<const Column*> columns;
    for (const int column : table->visibleColumns())
      columns.push_back(&model.columns()[size_t(column)]);
    request.tables.push_back({tableName(*page), columns, rowsOf(model)});
    const auto* query = page->findChild<QLineEdit*>(page->id() + QStringLiteral("Filter"));
    if (query && !query->text().isEmpty())
      queries[page->id()] = query->text();
  }
  request.shown = {{"page", shown ? shown->id() : QString()},
                   {"is_replay", !m_context.isLive()},
                   {"at", rfc3339(m_context.now())},
                   {"queries", queries},
                   {"devices", QJsonArray::fromStringList(m_context.deviceIds().mid(0, 100))}};
  if (delivery)
    request.shown["push"] = QString::fromStdString(delivery->uuid.text());
  return request;
}

std::unique_ptr<BugReport> ExportActions::makeReport(const QList<Page*>& pages, const Page* shown,
                                                     const QStringList& log, Redaction::Choice choice) const {
  return std::make_unique<BugReport>(&m_context.feed(), m_context.source(), request(pages, shown, log, choice));
}

void ExportActions::askReport(const QList<Page*>& pages, const Page* shown, const QStringList& log, QWidget* window) {
  auto* dialog =
      new ReportDialog([=, this](Redaction::Choice choice) { return makeReport(pages, shown, log, choice); }, window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ReportDialog::written, this,
          [this](const QString& path) { emit m_context.said(tr("Written: %1").arg(QDir::toNativeSeparators(path))); });
  dialog->open();
}

void ExportActions::tell(const Status& status, const QString& path, QWidget* window) {
  if (status.ok()) {
    emit m_context.said(tr("Written: %1").arg(QDir::toNativeSeparators(path)));
    return;
  }
  showWarning(window, tr("Export"), tr("The file could not be written. %1").arg(plain(status.error().detail)));
}

} // namespace pushscope
