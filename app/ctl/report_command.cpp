#include "app/ctl/report_command.h"

#include "app/ctl/recording_moment.h"
#include "app/ctl/rows.h"
#include "models/export/bug_report.h"
#include "models/export/table_writer.h"
#include "models/export/zip_reader.h"
#include "models/feed/clocks.h"
#include "models/feed/replay.h"
#include "models/items/event_log.h"
#include "models/query/row_order.h"
#include "models/text/sentences.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QJsonArray>
#include <QRandomGenerator>

#include <array>
#include <functional>
#include <variant>

namespace pushscope::ctl {
namespace {

using Chosen = std::optional<DeliveryTable::Number>;

// Of the push that was asked for, the delivery to the device that was asked for. A sentence if there is none, `unknown`
// if the push is not known at all.
std::variant<Chosen, QString> chosenIn(const World& world, const ReportOptions& options, const QString& unknown) {
  if (!options.push)
    return Chosen();
  const QString push = QString::fromStdString(options.push->text());
  const auto known = world.deliveries().ofPush(*options.push);
  if (known.empty())
    return unknown.arg(push);
  if (options.device.isEmpty())
    return Chosen(known.front());
  for (const DeliveryTable::Number number : known)
    if (plain(world.deliveries().find(number)->device) == options.device)
      return Chosen(number);
  return QStringLiteral("the push %1 did not go to %2").arg(push, options.device);
}

// One report of what a source shows, told when it is written. In the source's thread.
class ReportWriting {
 public:
  ReportWriting(const ReportOptions& options, Feed* feed, const WorldSource& source)
      : m_options(options), m_feed(feed), m_source(source) {}

  // `recording`: the file that the source plays; empty: it is the feed.
  void begin(Chosen delivery, const QStringList& log, const QString& recording, WallTime end) {
    const World& world = m_source.world();
    BugReport::Request request;
    std::array<quint32, 8> salt;
    QRandomGenerator::system()->fillRange(salt.data(), qsizetype(salt.size()));
    request.salt = QByteArray(reinterpret_cast<const char*>(salt.data()), sizeof salt);
    request.made = readClocks().wall;
    request.choice = {!m_options.keepIds, !m_options.keepIds};
    request.recording = recording;
    request.delivery = delivery;
    std::tie(request.from, request.to) =
        BugReport::spanOf(delivery ? world.deliveries().find(*delivery) : nullptr, end);
    for (const char* name : {"sessions", "deliveries", "wakes"}) {
      const RowSource& source = *rowsNamed(QLatin1String(name));
      request.tables.push_back({QLatin1String(name), allOf(source.columns()),
                                std::make_shared<Arrangement>(orderOf(source, world, {}, m_source.now()))});
    }
    request.log = log;
    request.shown = {{"at", rfc3339(m_source.now())}};
    if (m_options.push)
      request.shown["push"] = QString::fromStdString(m_options.push->text());
    request.console = BugReport::consoleBesideUs();
    m_report = std::make_unique<BugReport>(m_feed, m_source, std::move(request));
    QObject::connect(m_report.get(), &BugReport::prepared, [this] { m_report->write(m_options.path); });
    QObject::connect(m_report.get(), &BugReport::written, [this] {
      tell();
      finish(asExpected);
    });
    QObject::connect(m_report.get(), &BugReport::failed, [this](const Error& error) {
      printError(Sentences::error(error, m_options.path));
      finish(localFile);
    });
    m_report->prepare();
  }
  bool hasBegun() const { return m_report != nullptr; }
  std::optional<int> exitCode() const { return m_exit; }
  // When there is an exit code.
  void whenFinished(std::function<void()> tell) { m_finished = std::move(tell); }

 private:
  void finish(int code) {
    m_exit = code;
    if (m_finished)
      m_finished();
  }
  void tell() {
    const Redaction& redaction = m_report->redaction();
    if (m_options.json) {
      QJsonObject replaced;
      for (const Redaction::Kind kind : Redaction::kinds)
        if (redaction.replaces(kind))
          replaced[QLatin1String(Redaction::name(kind))] = qint64(redaction.count(kind).values);
      QJsonArray files;
      for (const BugReport::File& file : m_report->files())
        files << QJsonObject{{"name", file.name}, {"bytes", file.size}};
      return printJson({{"file", m_options.path},
                        {"files", files},
                        {"replaced", replaced},
                        {"remarks", QJsonArray::fromStringList(m_report->remarks())}});
    }
    for (const BugReport::File& file : m_report->files())
      printLine(QStringLiteral("%1  %2").arg(bytesForPeople(uint64_t(file.size)), 12).arg(file.name));
    for (const Redaction::Kind kind : Redaction::kinds)
      if (redaction.replaces(kind))
        printLine(QStringLiteral("%1 of kind %2 replaced")
                      .arg(counted(redaction.count(kind).values, "value"), QLatin1String(Redaction::name(kind))));
    for (const QString& remark : m_report->remarks())
      printError(remark);
    printLine(QStringLiteral("%1: %2").arg(m_options.path, bytesForPeople(uint64_t(QFileInfo(m_options.path).size()))));
  }

  ReportOptions m_options;
  Feed* m_feed;
  const WorldSource& m_source;
  std::unique_ptr<BugReport> m_report;
  std::optional<int> m_exit;
  std::function<void()> m_finished;
};

class ReportCommand : public Command {
 public:
  explicit ReportCommand(const ReportOptions& options) : m_options(options) {}

  void ready(Feed& feed) override {
    m_end = readClocks().mono + m_options.span;
    m_writing.emplace(m_options, &feed, feed);
    if (!m_options.push)
      return;
    for (uint32_t link = 0; link < feed.world().links().size(); ++link)
      if (feed.world().links()[link].kind == LinkKind::node)
        feed.ask({link}, Trace{*m_options.push}), ++m_asked;
  }

  // The exit code is asked for at the next change.
  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    m_asked -= changes.answers.size(); // nothing else was asked
    m_log.watch(feed.world(), feed.now());
    if (m_writing->hasBegun())
      return m_writing->exitCode();
    if (m_asked > 0 || readClocks().mono < m_end)
      return std::nullopt;
    const auto chosen =
        chosenIn(feed.world(), m_options,
                 QStringLiteral("no server remembers the push %1; it was sent elsewhere, or is forgotten by now"));
    if (const QString* sentence = std::get_if<QString>(&chosen)) {
      printError(*sentence);
      return refused;
    }
    m_writing->begin(std::get<Chosen>(chosen), m_log.recent(), {}, feed.now());
    return std::nullopt;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  ReportOptions m_options;
  MonoTime m_end{};
  EventLog m_log;
  size_t m_asked = 0; // servers, for the ladder
  std::optional<ReportWriting> m_writing;
};

} // namespace

std::unique_ptr<Command> reportCommand(const ReportOptions& options) {
  return std::make_unique<ReportCommand>(options);
}

int reportOf(const QString& recording, const QString& at, const ReportOptions& options) {
  Result<RecordingReader> reader = openRecording(recording);
  if (!reader.ok()) {
    printError(Sentences::error(reader.error(), recording));
    return localFile;
  }
  Replay replay(std::move(reader).value());
  const std::optional<WallTime> moment = momentOf("--at", at, replay.playback());
  if (!moment)
    return usageError;
  replay.seek(*moment);
  for (const QString& sentence : flawsOf(replay.playback(), recording))
    printError(sentence);
  if (isLost(replay.playback()))
    return localFile;
  const auto chosen = chosenIn(replay.world(), options, QStringLiteral("the recording knows no push %1 at this time"));
  if (const QString* sentence = std::get_if<QString>(&chosen)) {
    printError(*sentence);
    return refused;
  }
  QEventLoop loop;
  ReportWriting writing(options, nullptr, replay);
  writing.whenFinished([&] { loop.quit(); });
  // Until that moment, so that pictures, which are those of its end, show the same as the tables.
  writing.begin(std::get<Chosen>(chosen), {}, recording, replay.now());
  if (!writing.exitCode())
    loop.exec();
  return *writing.exitCode();
}

} // namespace pushscope::ctl
