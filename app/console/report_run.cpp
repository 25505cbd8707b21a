#include "app/console/report_run.h"

#include "models/export/ladder_text.h"
#include "models/feed/clocks.h"
#include "models/query/device_wakes.h"
#include "models/text/sentences.h"
#include "ui/export/picture.h"
#include "ui/table/table_view.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>

#include <algorithm>
#include <cstdio>

namespace pushscope {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds stepInterval{50};
constexpr Duration connectLimit = seconds(20);
constexpr Duration finishLimit = seconds(10);
constexpr Duration wordInterval = seconds(2);
constexpr milliseconds readLimit{2000}; // of a page that asks for what it shows
constexpr int pushesWanted = 12;
constexpr int devicesPerPush = 3;
constexpr int sleepersWanted = 9;

} // namespace

ReportRun::ReportRun(Console& console, Config config)
    : m_console(console), m_config(std::move(config)), m_began(readClocks().mono) {
  m_console.window().resize(m_config.window);
  m_console.window().show();
  connect(&m_timer, &QTimer::timeout, this, &ReportRun::step);
  connect(&m_console, &Console::sandboxFailed, this, [this](const QString& sentence) { fail(sentence, 3); });
  m_timer.start(stepInterval);
  if (Replay* replay = m_console.window().timeTravel().replay()) {
    m_phase = Phase::replaying;
    replay->seek(replay->playback().end());
  } else {
    say(tr("connecting"));
  }
}

void ReportRun::say(const QString& text) const {
  const double at = double((readClocks().mono - m_began).count()) / 1e6;
  std::printf("%6.1f s  %s\n", at, text.toUtf8().constData());
  std::fflush(stdout);
}

void ReportRun::fail(const QString& sentence, int code) {
  if (std::exchange(m_done, true))
    return;
  m_timer.stop();
  std::fprintf(stderr, "pushscope: %s\n", sentence.toUtf8().constData());
  QCoreApplication::exit(code);
}

int ReportRun::onlineDevices() const {
  return int(m_console.feed().world().countByLink()[static_cast<size_t>(LinkState::online)]);
}

void ReportRun::step() {
  const MonoTime now = readClocks().mono;
  const World& world = m_console.feed().world();
  for (const World::LinkInfo& link : world.links())
    if (link.status.state == LinkStatus::State::refused)
      return fail(Sentences::link(link, m_console.feed().now()), 4);
  switch (m_phase) {
  case Phase::replaying:
    say(tr("replay, at its end: %1").arg(absoluteTime(m_console.window().context().now())));
    return write();
  case Phase::connecting: {
    const bool complete = !world.links().empty() && std::all_of(world.links().begin(), world.links().end(),
                                                                [](const auto& l) { return l.snapshotComplete; });
    if (complete && onlineDevices() >= std::max(1, m_config.expectedDevices * 9 / 10)) {
      say(tr("live: %1 devices online").arg(onlineDevices()));
      m_phase = Phase::watching;
      // Another's phones are left alone.
      if (m_config.expectedDevices > 0)
        sleepSome();
    } else if (now - m_began > connectLimit) {
      QString why = tr("no device came online in time.");
      for (const World::LinkInfo& link : world.links())
        why += QLatin1Char(' ') + Sentences::link(link, m_console.feed().now());
      fail(why, 3);
    }
    return;
  }
  case Phase::watching:
    return watch(now);
  case Phase::finishing: {
    const Deliveries counts = deliveries();
    if (counts.open > 0 && now - m_began < m_config.span + finishLimit)
      return;
    say(tr("%1 of %2 deliveries acknowledged").arg(counts.acknowledged).arg(counts.all));
    return counts.acknowledged > 0 ? write() : fail(tr("no push was acknowledged in time."), 1);
  }
  }
}

void ReportRun::watch(MonoTime now) {
  const Duration pushEvery = m_config.span / (pushesWanted + 2);
  if (m_sent < pushesWanted && now >= m_nextPush) {
    m_nextPush = now + pushEvery;
    sendPush();
  }
  if (now >= m_nextWord) {
    m_nextWord = now + wordInterval;
    const auto totals = m_console.feed().world().series().totals(m_console.feed().now(), 10);
    say(tr("%1 online, %2 beats/s, round trip p99 %3, %4 wakes, %5 pushes sent")
            .arg(onlineDevices())
            .arg(totals.beatsPerSecond, 0, 'f', 1)
            .arg(totals.roundTripP99 ? durationForPeople(*totals.roundTripP99) : QStringLiteral("–"))
            .arg(countWakes(m_console.feed().world()))
            .arg(m_sent));
  }
  if (now - m_began >= m_config.span)
    m_phase = Phase::finishing;
}

// So that there are wakes to see: some phones whose apps are suspended soon after they are left.
void ReportRun::sleepSome() {
  const DeviceTable& devices = m_console.feed().world().devices();
  for (Row row = 0; row < devices.size() && m_sleepers.size() < sleepersWanted; ++row)
    if (devices.truth(row).known && devices.truth(row).mostResumes > 0)
      m_sleepers << row;
  m_console.window().context().control({tr("To background"), PhoneAction::background}, m_sleepers);
}

// To phones that sleep, once each, else to phones as they come.
QStringList ReportRun::targetsNow() {
  const DeviceTable& devices = m_console.feed().world().devices();
  QStringList targets;
  const auto take = [&](Row row) { targets << QString::fromUtf8(QByteArrayView(devices.device(row))); };
  for (qsizetype i = 0; i < m_sleepers.size() && targets.size() < devicesPerPush; ++i)
    if (devices.truth(m_sleepers[i]).app == AppState::suspended && !m_woken.contains(m_sleepers[i])) {
      take(m_sleepers[i]);
      m_woken << m_sleepers[i];
    }
  for (Row i = 0; i < devices.size() && targets.size() < devicesPerPush; ++i) {
    const Row row = (i + Row(m_sent * devicesPerPush)) % Row(devices.size());
    if (devices.belief(row).link == LinkState::online && !m_sleepers.contains(row))
      take(row);
  }
  return targets;
}

void ReportRun::sendPush() {
  const QStringList targets = targetsNow();
  PushDraft draft;
  draft.targets = targets.join('\n');
  draft.payload = QStringLiteral("{\"alert\": \"Report run, push %1\"}").arg(m_sent + 1);
  if (draft.problem().field == PushDraft::Field::none && m_console.window().context().sendPush(draft))
    ++m_sent;
}

ReportRun::Deliveries ReportRun::deliveries() const {
  Deliveries counts;
  const DeliveryTable& table = m_console.feed().world().deliveries();
  for (size_t i = 0; i < table.size(); ++i, ++counts.all) {
    counts.acknowledged += table.at(i).state == Stage::acknowledged;
    counts.open += !isFinal(table.at(i).state);
  }
  return counts;
}

QString ReportRun::path(const QString& name) const {
  return QDir(m_config.directory).filePath(name);
}

bool ReportRun::writeOne(const Status& status, const QString& path, const QString& what) {
  if (!status.ok()) {
    fail(tr("%1 could not be written. %2").arg(what, plain(status.error().detail)), 6);
    return false;
  }
  say(tr("%1: %2").arg(what, QDir::toNativeSeparators(path)));
  return true;
}

void ReportRun::write() {
  if (!QDir().mkpath(m_config.directory))
    return fail(tr("%1 cannot be made.").arg(QDir::toNativeSeparators(m_config.directory)), 6);
  m_timer.stop();
  MainWindow& window = m_console.window();
  const World& world = m_console.window().context().world();
  // The delivery that was asked for, or the newest acknowledged one, is what the ladder shows, its device what the
  // inspector does, and the phones that were sent to sleep are what the lanes do.
  QList<Row> inspected;
  for (DeliveryTable::Number n = world.deliveries().endNumber(); n-- > world.deliveries().firstNumber();)
    if (const DeliveryRow* row = world.deliveries().find(n);
        row && (m_config.push ? row->uuid == *m_config.push : row->state == Stage::acknowledged) &&
        (m_config.device.isEmpty() || plain(row->device) == m_config.device)) {
      window.context().selectDelivery(n);
      if (const auto device = world.devices().find(row->device))
        inspected = {*device};
      emit window.context().composeWanted({QString::fromStdString(row->device)});
      break;
    }
  if (m_config.push && !window.context().delivery())
    return fail(
        m_config.device.isEmpty()
            ? tr("The push %1 is not known here.").arg(m_config.push->text().c_str())
            : tr("The push %1 is not known here as one to %2.").arg(m_config.push->text().c_str(), m_config.device),
        4);
  window.context().selectDevices(m_sleepers.isEmpty() ? inspected : m_sleepers);
  for (Page* page : window.pages()) {
    window.showPage(page->id());
    QCoreApplication::processEvents();
    for (QDeadlineTimer limit(readLimit); page->isReading() && !limit.hasExpired();)
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    const QString picture = path(page->id() + QStringLiteral(".png"));
    if (!writeOne(window.exports().writePicture(*page, picture, m_config.scale), picture, page->title()))
      return;
    if (page->table() && page->id() != QLatin1String("ladder")) {
      const QString csv = path((page->id() == QLatin1String("push") ? QStringLiteral("deliveries") : page->id()) +
                               QStringLiteral(".csv"));
      if (!writeOne(window.exports().writeTable(*page, csv), csv, tr("%1 as CSV").arg(page->title())))
        return;
    }
  }
  window.context().selectDevices(inspected);
  window.showPage(QStringLiteral("overview"));
  QCoreApplication::processEvents();
  const QString whole = path(QStringLiteral("window.png"));
  if (!window.grab().save(whole))
    return fail(tr("%1 could not be written.").arg(QDir::toNativeSeparators(whole)), 6);
  say(tr("The window: %1").arg(QDir::toNativeSeparators(whole)));
  if (!writeLadder())
    return;
  if (m_console.window().context().isLive())
    writeReport();
  else
    finish(); // whoever has a recording can make a report of it, and a report has its pictures made by such a run
}

// Ids of devices are those of a sandbox, or of the servers that the caller named: as in the tables beside it.
void ReportRun::writeReport() {
  m_report = m_console.window().makeReport({false, false});
  const QString file = path(QStringLiteral("report.zip"));
  connect(m_report.get(), &BugReport::prepared, this, [this, file] { m_report->write(file); });
  connect(m_report.get(), &BugReport::failed, this,
          [this](const Error& error) { writeOne(error, {}, tr("The bug report")); });
  connect(m_report.get(), &BugReport::written, this, [this, file] {
    if (writeOne(Done{}, file, tr("The bug report")))
      finish();
  });
  m_report->prepare();
}

void ReportRun::finish() {
  m_done = true;
  say(tr("done"));
  QCoreApplication::exit(0);
}

bool ReportRun::writeLadder() {
  const World& world = m_console.window().context().world();
  if (!m_console.window().context().delivery()) {
    say(tr("No push was acknowledged in it, so there is no ladder."));
    return true;
  }
  const DeliveryTable::Number number = *m_console.window().context().delivery();
  const DeliveryRow& delivery = *world.deliveries().find(number);
  const QString text = ladderText(world, number, plain(delivery.device), m_console.window().context().now());
  std::printf("\n%s\n", text.toUtf8().constData());
  const QString file = path(QStringLiteral("ladder.txt"));
  if (!writeOne(saveBytes(text.toUtf8(), file), file, tr("The ladder")))
    return false;
  const QString picture = path(QStringLiteral("ladder.svg"));
  return writeOne(m_console.window().exports().writeLadder(delivery, m_console.window(), picture), picture,
                  tr("The ladder as SVG"));
}

} // namespace pushscope
