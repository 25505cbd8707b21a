#include "models/export/bug_report.h"

#include "models/export/destination.h"
#include "models/export/ladder_text.h"
#include "models/export/table_writer.h"
#include "models/export/zip_reader.h"
#include "models/export/zip_writer.h"
#include "models/feed/recording_slice.h"
#include "models/text/sentences.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSysInfo>
#include <QThread>

#include <algorithm>

namespace pushscope {
namespace {

// A slice of a table: half a frame stays for the rest.
constexpr Duration slice = std::chrono::milliseconds(6);
constexpr int longestLine = 2000; // of the log
// How far each part goes, in percent of the whole.
constexpr int tablesDone = 20, recordingDone = 60, picturesDone = 95;

TextMeaning meaningOf(const QString& name) {
  if (name == QLatin1String("device") || name == QLatin1String("devices"))
    return TextMeaning::device;
  if (name == QLatin1String("address"))
    return TextMeaning::address;
  return name == QLatin1String("client") ? TextMeaning::client : TextMeaning::other;
}

QByteArray hashOf(QFile& file) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result().toHex() : QByteArray();
}

QString programHere() {
  return QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion();
}

} // namespace

BugReport::BugReport(Feed* feed, const WorldSource& source, Request request, QObject* parent)
    : QObject(parent), m_feed(feed), m_source(&source), m_world(source.worldNumber()), m_request(std::move(request)),
      m_redaction(m_request.salt, m_request.choice), m_recording(m_request.recording) {
  connect(&m_timer, &QTimer::timeout, this, &BugReport::step);
}

BugReport::~BugReport() {
  m_goesOn = false;
  if (m_worker)
    m_worker->wait();
}

void BugReport::end() {
  m_goesOn = false;
  m_timer.stop();
  if (m_worker && m_worker->isRunning())
    connect(m_worker.get(), &QThread::finished, this, &QObject::deleteLater);
  else
    deleteLater();
}

QString BugReport::consoleBesideUs() {
  const QFileInfo console(QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("pushscope")));
  return console.isExecutable() ? console.filePath() : QString();
}

std::pair<WallTime, WallTime> BugReport::spanOf(const DeliveryRow* delivery, WallTime now) {
  const bool isKnown = delivery && !delivery->stages.empty();
  return {std::max(isKnown ? delivery->stages.front().at - around : WallTime{}, now - longestRecording), now};
}

void BugReport::prepare() {
  const World& world = m_source->world();
  if (!QDir().mkpath(path(QStringLiteral("tables"))))
    return emit failed({ErrorCode::file, m_folder.errorString().toStdString()});
  for (const World::LinkInfo& link : world.links())
    m_links << QJsonObject{{"kind", link.kind == LinkKind::node ? "server" : "fleet"},
                           {"address", plain(link.target)},
                           {"name", plain(link.status.name)},
                           {"program", plain(link.status.server)},
                           {"capabilities",
                            [&] {
                              QJsonArray all;
                              for (const std::string& each : link.status.capabilities)
                                all << plain(each);
                              return all;
                            }()},
                           {"device_port_open_to_all", link.status.openDoor},
                           {"missed_blocks", qint64(link.missedBlocks)}};
  if (const Status status = writeLadders(); !status.ok())
    return emit failed(status.error());
  if (!m_recording.isEmpty() || !m_feed || world.links().empty()) {
    m_isSaved = true;
  } else {
    const QString recent = m_folder.filePath(QStringLiteral("recent.psrec"));
    connect(m_feed, &Feed::recordingSaved, this, [this, recent](const QString& saved, const Error& error) {
      if (saved != recent)
        return;
      m_isSaved = true;
      if (error.code == ErrorCode::ok)
        m_recording = recent;
      else
        m_remarks << Sentences::error(error, tr("The recording"));
    });
    m_feed->saveRecent(recent, m_request.from);
  }
  m_timer.start();
}

Status BugReport::writeLadders() {
  const World& world = m_source->world();
  const DeliveryRow* chosen = m_request.delivery ? world.deliveries().find(*m_request.delivery) : nullptr;
  if (!chosen)
    return Done{};
  std::vector<DeliveryTable::Number> all = world.deliveries().ofPush(chosen->uuid);
  std::stable_partition(all.begin(), all.end(), [&](auto number) { return number == *m_request.delivery; });
  if (all.size() > mostLadders) {
    m_remarks
        << tr("It has the ladders of %1 of the %2 devices to which the push went.").arg(mostLadders).arg(all.size());
    all.resize(mostLadders);
  }
  // As in the recording and the tables: what stands for an id is made of the id itself.
  const auto toldAs = [this](const std::string& device) {
    return plain(m_redaction.text(TextMeaning::device, device));
  };
  QStringList ladders;
  for (const DeliveryTable::Number number : all) {
    ladders << ladderText(world, number, toldAs(world.deliveries().find(number)->device), m_source->now());
  }
  m_device = toldAs(chosen->device);
  return writeFile(QStringLiteral("ladder.txt"), ladders.join(QLatin1Char('\n')).toUtf8());
}

void BugReport::step() {
  Status status = Done{};
  if (!m_goesOn)
    status = {ErrorCode::timedOut, {}};
  else if (!m_source || m_source->worldNumber() != m_world)
    status = {ErrorCode::file, tr("what is shown was replaced meanwhile").toStdString()};
  else if (m_table < m_request.tables.size())
    status = m_export ? m_export->step(slice) : beginTable();
  if (!status.ok()) {
    m_timer.stop();
    return emit failed(status.error());
  }
  if (m_export && m_export->isDone()) {
    m_export.reset();
    m_file.reset();
    ++m_table;
    emit progressed(int(size_t(tablesDone) * m_table / m_request.tables.size()), tr("tables"));
  }
  if (m_table < m_request.tables.size())
    return;
  m_timer.setInterval(20); // nothing to do but wait for the flight recorder
  if (!m_isSaved)
    return;
  m_timer.stop();
  inWorker([this] { return gather(); }, [this] { emit prepared(); });
}

Status BugReport::beginTable() {
  const Table& table = m_request.tables[m_table];
  std::shared_ptr<const Arrangement> rows = table.rows;
  if (rows->size() > mostRows) {
    m_remarks << tr("The table %1 has its first %2 of %3 rows.").arg(table.name).arg(mostRows).arg(rows->size());
    rows = std::make_shared<Arrangement>(
        std::vector<uint64_t>(rows->rows().begin(), rows->rows().begin() + ptrdiff_t(mostRows)));
  }
  m_file = std::make_unique<QFile>(path(QStringLiteral("tables/%1.csv").arg(table.name)));
  if (!m_file->open(QIODevice::WriteOnly))
    return fileError(*m_file);
  m_export = tableExport(TableFormat::csv, table.columns, &m_source->world(), rows, *m_file);
  m_export->setTextChange([this](const Column& column, std::string_view text) {
    return m_redaction.text(meaningOf(QLatin1String(column.id)), text);
  });
  return m_export->step(slice);
}

void BugReport::inWorker(std::function<Status()> work, std::function<void()> done) {
  if (m_worker)
    m_worker->wait();
  const auto status = std::make_shared<Status>(Done{});
  m_worker.reset(QThread::create([work = std::move(work), status] { *status = work(); }));
  connect(m_worker.get(), &QThread::finished, this, [this, status, done = std::move(done)] {
    if (!m_goesOn)
      emit failed({ErrorCode::timedOut, {}});
    else if (!status->ok())
      emit failed(status->error());
    else
      done();
  });
  m_worker->start();
}

// The worker's thread, told to whoever listens on the others.
bool BugReport::goesOn(int percent, const QString& what) {
  emit progressed(percent, what);
  return m_goesOn;
}

Status BugReport::gather() {
  if (const Status status = cutRecording(); !status.ok())
    return status;
  // After the recording: it tells which words are devices.
  if (const Status status = writeLog(); !status.ok())
    return status;
  takePictures();
  if (!goesOn(picturesDone, tr("manifest")))
    return {ErrorCode::timedOut, {}};
  return describe();
}

Status BugReport::cutRecording() {
  if (m_recording.isEmpty()) {
    m_remarks << tr("There is no recording in it, because nothing was connected.");
    return Done{};
  }
  Result<RecordingReader> reader = openRecording(m_recording);
  if (!reader.ok())
    return reader.error();
  const RecordingSlice wish{
      m_request.from, m_request.to,
      [this](TextMeaning meaning, std::string_view text) { return m_redaction.text(meaning, text); },
      mostRecordingBytes,
      [this](double done) { return goesOn(tablesDone + int((recordingDone - tablesDone) * done), tr("recording")); }};
  const QString target = path(QLatin1String(recordingInReport));
  const auto cut = wish.write(std::move(reader).value(), QFile::encodeName(target).toStdString());
  if (!cut.ok())
    return cut.error();
  m_recorded = {{"begin", rfc3339(cut.value().begin)},
                {"end", rfc3339(cut.value().end)},
                {"facts", qint64(cut.value().facts)},
                {"is_cut", cut.value().isCut}};
  if (cut.value().isCut)
    m_remarks << tr("The recording ends early, because it reached %1.").arg(bytesForPeople(mostRecordingBytes));
  return Done{};
}

Status BugReport::writeLog() {
  QByteArray lines;
  for (const QString& line : m_request.log)
    lines += m_redaction.words(TextMeaning::other, line.left(longestLine)).toUtf8() + '\n';
  return lines.isEmpty() ? Status(Done{}) : writeFile(QStringLiteral("log.txt"), lines);
}

void BugReport::takePictures() {
  if (m_recorded.isEmpty())
    return;
  const QString folder = m_folder.filePath(QStringLiteral("pictures"));
  if (const QString problem = runConsole(folder); !problem.isEmpty()) {
    m_remarks << tr("There are no pictures in it: %1").arg(problem);
    return;
  }
  QDir().mkpath(path(QStringLiteral("pictures")));
  for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.png")}, QDir::Files))
    QFile::rename(file.filePath(), path(QStringLiteral("pictures/") + file.fileName()));
  QFile::rename(QDir(folder).filePath(QStringLiteral("ladder.svg")), path(QStringLiteral("ladder.svg")));
}

// Why there are none; empty if there are.
QString BugReport::runConsole(const QString& folder) {
  if (m_request.console.isEmpty())
    return tr("the program pushscope is missing beside this one.");
  QStringList arguments{QStringLiteral("--replay"), QLatin1String(recordingInReport),
                        QStringLiteral("--report"), folder,
                        QStringLiteral("--scale"),  QStringLiteral("2")};
  if (const QString push = m_request.shown.value(QLatin1String("push")).toString(); !push.isEmpty())
    arguments << QStringLiteral("--push=") + push << QStringLiteral("--device=") + m_device;
  QProcess console;
  console.setWorkingDirectory(path({})); // so that no page shows a path of this computer
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  console.setProcessEnvironment(environment);
  console.setStandardInputFile(QProcess::nullDevice());
  console.start(m_request.console, arguments);
  const QDeadlineTimer deadline(picturesLimit);
  // The first wait may be over before it has begun to run.
  if (!console.waitForStarted())
    return tr("the program pushscope could not be started: %1.").arg(console.errorString());
  while (!console.waitForFinished(100) && console.state() != QProcess::NotRunning)
    if (!goesOn((recordingDone + picturesDone) / 2, tr("pictures")) || deadline.hasExpired()) {
      console.kill();
      console.waitForFinished();
      return tr("the program pushscope took too long.");
    }
  const bool good = console.exitStatus() == QProcess::NormalExit && console.exitCode() == 0;
  return good ? QString()
              : tr("the program pushscope could not make them. %1")
                    .arg(m_redaction.words(TextMeaning::other,
                                           plain(console.readAllStandardError().trimmed().toStdString(), 500)));
}

Status BugReport::describe() {
  QFile::remove(path(QStringLiteral("manifest.json"))); // of the preparation: it is not part of itself
  listFiles();
  if (const Status status = writeFile(QStringLiteral("README.txt"), readMe().toUtf8()); !status.ok())
    return status;
  listFiles();
  if (const Status status = writeFile(QStringLiteral("manifest.json"), QJsonDocument(manifest()).toJson());
      !status.ok())
    return status;
  listFiles();
  return Done{};
}

// The words of a person and of servers as they may be told; numbers as they are.
QJsonValue BugReport::redacted(const QJsonValue& value, const QString& key) {
  if (value.isString())
    return key == QLatin1String("push") ? value : m_redaction.words(meaningOf(key), value.toString());
  if (value.isArray()) {
    QJsonArray array;
    for (const QJsonValue& each : value.toArray())
      array << redacted(each, key);
    return array;
  }
  if (!value.isObject())
    return value;
  QJsonObject object = value.toObject();
  for (auto each = object.begin(); each != object.end(); ++each)
    each.value() = redacted(each.value(), each.key());
  return object;
}

QJsonObject BugReport::manifest() {
  const QJsonValue links = redacted(m_links, {});
  const QJsonValue shown = redacted(m_request.shown, {});
  QJsonObject redaction{{"payloads", "never included"}, {"credentials", "always replaced"}};
  for (const Redaction::Kind kind : Redaction::kinds)
    redaction[QLatin1String(Redaction::name(kind))] = QJsonObject{{"replaced", m_redaction.replaces(kind)},
                                                                  {"values", qint64(m_redaction.count(kind).values)},
                                                                  {"times", qint64(m_redaction.count(kind).times)}};
  QJsonArray files;
  for (const File& file : m_files)
    files << QJsonObject{{"name", file.name}, {"bytes", file.size}, {"sha256", QString::fromLatin1(file.sha256)}};
  return {{"what", "bug report of Pushscope"},
          {"format", 1},
          {"made", rfc3339(m_request.made)},
          {"note", m_redaction.words(TextMeaning::other, m_note)},
          {"program", programHere()},
          {"protocol", int(protocolVersion)},
          {"qt", QString::fromLatin1(qVersion())},
          {"system", QSysInfo::prettyProductName() + QLatin1Char(' ') + QSysInfo::currentCpuArchitecture()},
          {"links", links},
          {"shown", shown},
          {"recording", m_recorded.isEmpty() ? QJsonValue() : QJsonValue(m_recorded)},
          {"redaction", redaction},
          {"remarks", QJsonArray::fromStringList(m_remarks)},
          {"files", files}};
}

QString BugReport::readMe() const {
  const auto has = [this](const QString& name) {
    return std::any_of(m_files.begin(), m_files.end(), [&](const File& file) { return file.name.startsWith(name); });
  };
  QStringList lines{tr("A bug report of Pushscope, made %1 by %2.").arg(rfc3339(m_request.made), programHere()), {}};
  if (has(QLatin1String(recordingInReport)))
    lines << tr("To see what was seen, with a time cursor over all pages:") << QString()
          << QStringLiteral("    pushscope --replay report.zip") << QString()
          << tr("or Recording → Open recording in a console that runs. Nothing needs to be unpacked.") << QString();
  lines << tr("manifest.json   what this is: versions, selection, size and SHA-256 of each file");
  if (has(QStringLiteral("ladder.")))
    lines << tr("ladder.*        what became of the selected push, stage by stage");
  if (has(QStringLiteral("log.txt")))
    lines << tr("log.txt         what the console said");
  if (has(QStringLiteral("pictures/")))
    lines << tr("pictures/       every page at the end of the recording");
  if (has(QStringLiteral("tables/")))
    lines << tr("tables/         rows as they were shown, for a spreadsheet");
  lines << QString();
  const Redaction::Choice& choice = m_redaction.choice();
  lines << (choice.devices ? tr("Ids of devices are replaced: device-3f2a91 is the same device in every file.")
                           : tr("Ids of devices are in it as they are, also in the recording."));
  lines << (choice.addresses ? tr("Addresses and names of clients are replaced in the same way.")
                             : tr("Addresses and names of clients are in it as they are, also in the recording."));
  lines << tr("Payloads and credentials are never in it.");
  if (!m_note.isEmpty())
    lines << QString() << tr("The note of who made it is in manifest.json.");
  for (const QString& remark : m_remarks)
    lines << QString() << remark;
  return lines.join('\n') + QLatin1Char('\n');
}

void BugReport::listFiles() {
  m_files.clear();
  const QDir folder(path({}));
  for (QDirIterator each(folder.path(), QDir::Files, QDirIterator::Subdirectories); each.hasNext();) {
    QFile file(each.next());
    m_files << File{folder.relativeFilePath(file.fileName()), file.size(), hashOf(file)};
  }
  std::sort(m_files.begin(), m_files.end(), [](const File& a, const File& b) { return a.name < b.name; });
}

Status BugReport::writeFile(const QString& name, const QByteArray& content) {
  QFile file(path(name));
  const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush();
  return written ? Status(Done{}) : Status(fileError(file));
}

void BugReport::write(const QString& target, const QString& note) {
  m_note = note;
  inWorker(
      [this, target]() -> Status {
        if (const Status status = describe(); !status.ok())
          return status;
        QList<ZipEntry> entries;
        for (const File& file : m_files)
          entries << ZipEntry{file.name, path(file.name)};
        return writeZip(target, entries, [this](double done) { return goesOn(int(100 * done), tr("archive")); });
      },
      [this, target] { emit written(target); });
}

} // namespace pushscope
