#include "app/ctl/report_command.h"

#include "app/ctl/export_command.h"
#include "app/ctl/output.h"
#include "models/export/bug_report.h"
#include "models/feed/clocks.h"
#include "models/query/row_order.h"
#include "models/text/sentences.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QRandomGenerator>

#include <array>

namespace pushscope::ctl {
namespace {

class ReportCommand : public Command {
 public:
  explicit ReportCommand(const ReportOptions& options) : m_options(options) {}

  void ready(Feed& feed) override {
    m_feed = &feed;
    m_end = readClocks().mono + m_options.span;
    if (!m_options.push)
      return;
    for (uint32_t link = 0; link < feed.world().links().size(); ++link)
      if (feed.world().links()[link].kind == LinkKind::node)
        feed.ask({link}, Trace{*m_options.push}), ++m_asked;
  }

  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    m_asked -= changes.answers.size(); // nothing else was asked
    if (m_exit || m_report)
      return m_exit;
    if (QFileInfo::exists(m_options.path)) { // said before anybody waits
      printError(QStringLiteral("%1 exists already, and is left alone").arg(m_options.path));
      return localFile;
    }
    if (m_asked > 0 || readClocks().mono < m_end)
      return std::nullopt;
    std::optional<DeliveryTable::Number> delivery;
    if (m_options.push) {
      const auto known = feed.world().deliveries().ofPush(*m_options.push);
      if (known.empty()) {
        printError(Sentences::error({ErrorCode::notFound, {}}, QStringLiteral("The push")));
        return refused;
      }
      delivery = known.front();
    }
    begin(delivery);
    return std::nullopt;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  void begin(std::optional<DeliveryTable::Number> delivery) {
    const World& world = m_feed->world();
    BugReport::Request request;
    std::array<quint32, 8> salt;
    QRandomGenerator::system()->fillRange(salt.data(), qsizetype(salt.size()));
    request.salt = QByteArray(reinterpret_cast<const char*>(salt.data()), sizeof salt);
    request.made = m_feed->now();
    request.choice = {!m_options.keepIds, !m_options.keepIds};
    request.delivery = delivery;
    std::tie(request.from, request.to) =
        BugReport::spanOf(delivery ? world.deliveries().find(*delivery) : nullptr, m_feed->now());
    for (const char* name : {"sessions", "deliveries", "wakes"}) {
      const RowSource& source = rowsNamed(QLatin1String(name));
      request.tables.push_back({QLatin1String(name), allOf(source.columns()),
                                std::make_shared<Arrangement>(orderOf(source, world, {}, m_feed->now()))});
    }
    request.shown = {{"at", rfc3339(m_feed->now())}};
    if (m_options.push)
      request.shown["push"] = QString::fromStdString(m_options.push->text());
    request.console = BugReport::consoleBesideUs();
    m_report = std::make_unique<BugReport>(*m_feed, *m_feed, std::move(request));
    QObject::connect(m_report.get(), &BugReport::prepared, [this] { m_report->write(m_options.path); });
    QObject::connect(m_report.get(), &BugReport::written, [this] { tell(); });
    QObject::connect(m_report.get(), &BugReport::failed, [this](const Error& error) {
      printError(Sentences::error(error, m_options.path));
      m_exit = localFile;
    });
    m_report->prepare();
  }

  // Its exit code is asked for at the next change.
  void tell() {
    m_exit = asExpected;
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
        printLine(QStringLiteral("%1 values of kind %2 were replaced")
                      .arg(redaction.count(kind).values)
                      .arg(QLatin1String(Redaction::name(kind))));
    for (const QString& remark : m_report->remarks())
      printError(remark);
    printLine(QStringLiteral("%1: %2").arg(m_options.path, bytesForPeople(uint64_t(QFileInfo(m_options.path).size()))));
  }

  ReportOptions m_options;
  Feed* m_feed = nullptr;
  MonoTime m_end{};
  size_t m_asked = 0; // servers, for the ladder
  std::unique_ptr<BugReport> m_report;
  std::optional<int> m_exit;
};

} // namespace

std::unique_ptr<Command> reportCommand(const ReportOptions& options) {
  return std::make_unique<ReportCommand>(options);
}

} // namespace pushscope::ctl
