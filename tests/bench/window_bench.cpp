#include "app/console/console.h"
#include "app/process/large_blocks.h"
#include "models/export/csv_export.h"
#include "tests/support/watched_application.h"
#include "ui/table/table_view.h"
#include "ui/theme/theme.h"

#include <CLI/CLI.hpp>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

// The console's real window beside a feed source, in a process of its own: whose memory, stalls and repaints are then
// the console's alone. Prints one "NAME VALUE" a line; pushscope_bench reads them.
namespace pushscope {
namespace {

double seconds(const QElapsedTimer& timer) {
  return double(timer.nsecsElapsed()) * 1e-9;
}

void say(const char* name, double value) {
  std::printf("%s %.9g\n", name, value);
  std::fflush(stdout);
}

double percentile(std::vector<double> values, double share) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, size_t(double(values.size()) * share))];
}

// Runs the window until something is so, or for so long. False: it was not.
bool pump(const std::function<bool()>& until, double most,
          std::chrono::milliseconds look = std::chrono::milliseconds(2)) {
  QElapsedTimer timer;
  timer.start();
  QEventLoop loop;
  QTimer clock;
  QObject::connect(&clock, &QTimer::timeout, &loop, [&] {
    if (until() || seconds(timer) > most)
      loop.quit();
  });
  clock.start(look);
  loop.exec();
  return until();
}
void pumpFor(double most) {
  pump([] { return false; }, most, std::chrono::milliseconds(50)); // seldom, because the console's CPU is a figure
}

double cpuSeconds() {
  timespec spent{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return double(spent.tv_sec) + double(spent.tv_nsec) * 1e-9;
}
double residentMegabytes(const char* field) {
  QFile file(QStringLiteral("/proc/self/status"));
  (void)file.open(QIODevice::ReadOnly);
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith(field))
      return line.mid(qsizetype(qstrlen(field))).simplified().split(' ').front().toDouble() * 1024 / 1e6;
  return 0;
}

class Bench {
 public:
  explicit Bench(WatchedApplication& app) : m_app(app), m_console(m_settings, QStringLiteral("bench")) {
    m_console.window().resize(1280, 800);
    m_console.window().showPages();
    m_console.window().showPage(QStringLiteral("sessions"));
    m_table = m_console.window().findChild<TableView*>(QStringLiteral("sessionsTable"));
    m_console.window().show();
    pump([&] { return m_app.hasPainted(); }, 10);
    say("frame", 1);
  }

  void load(uint16_t port, uint32_t devices) {
    QElapsedTimer timer;
    timer.start();
    feed().open({LinkKind::node, "127.0.0.1", port, {}, {}});
    const auto isLoaded = [&] {
      const auto& links = feed().world().links();
      return !links.empty() && links[0].snapshotComplete && uint32_t(model().rowCount()) >= devices;
    };
    const bool usable = pump(isLoaded, 120);
    say("usable_s", usable ? seconds(timer) : -1);
    say("load_stall_ms", m_app.takeLongest().byWall.wallMs);
  }
  void playSandbox(int phones) {
    m_console.startSandbox(phones);
    const bool shown = pump([&] { return model().rowCount() > 0; }, 30);
    say("row", shown ? 1 : 0);
    pump([&] { return model().rowCount() >= phones; }, 30);
  }

  void watch(double forSeconds) {
    pumpFor(2); // the first facts, caches, the allocator
    m_app.takeRepaints();
    m_app.takeLongest();
    const uint64_t facts = feed().world().factCount(), missed = feed().world().links()[0].missedBlocks;
    const double cpu = cpuSeconds();
    QElapsedTimer timer;
    timer.start();
    pumpFor(forSeconds);
    const double spent = seconds(timer);
    say("facts_per_s", double(feed().world().factCount() - facts) / spent);
    say("drops", double(feed().world().links()[0].missedBlocks - missed));
    say("tick_p99_ms", double(feed().tickTime(990).value_or(Duration{}).count()) * 1e-3);
    say("cpu_percent", 100 * (cpuSeconds() - cpu) / spent);
    say("stall_ms", m_app.takeLongest().byWall.wallMs);
    const std::vector<double> repaints = m_app.takeRepaints();
    say("repaint_p99_ms", percentile(repaints, 0.99));
    say("memory_mb", residentMegabytes("VmRSS:"));
    say("memory_peak_mb", residentMegabytes("VmHWM:"));
  }
  void hide(double forSeconds) {
    m_console.window().hide();
    pumpFor(1);
    const double cpu = cpuSeconds();
    pumpFor(forSeconds);
    say("hidden_cpu_percent", 100 * (cpuSeconds() - cpu) / forSeconds);
  }

  void arrange() {
    const auto columns = model().columns();
    const auto isRoundTrip = [](const Column& c) { return QLatin1String(c.id) == QLatin1String("round_trip_ms"); };
    const int column = int(std::find_if(columns.begin(), columns.end(), isRoundTrip) - columns.begin());
    m_app.takeLongest();
    say("sort_ms",
        untilArranged([&](bool odd) { model().sort(column, odd ? Qt::DescendingOrder : Qt::AscendingOrder); }));
    say("sort_stall_ms", m_app.takeLongest().byWall.wallMs);
    model().sort(-1, Qt::AscendingOrder);
    pumpFor(0.2);
    QLineEdit& line = *m_console.window().findChild<QLineEdit*>(QStringLiteral("sessionsFilter"));
    say("query_ms", untilArranged([&](bool odd) { line.setText(odd ? QString() : QStringLiteral("link:offline")); }));
    say("query_stall_ms", m_app.takeLongest().byWall.wallMs);
    line.clear();
    pumpFor(1);
  }

  // Into a file, as the window does it.
  void writeCsv() {
    QTemporaryFile file;
    (void)file.open();
    m_app.takeLongest();
    const double before = residentMegabytes("VmRSS:");
    double most = before;
    std::optional<CsvExport> csv;
    QElapsedTimer timer;
    timer.start();
    csv.emplace(model(), m_table->visibleColumns(), file);
    QTimer slices;
    QObject::connect(&slices, &QTimer::timeout, &m_app, [&] {
      (void)csv->step(std::chrono::milliseconds(6));
      if (csv->isDone())
        slices.stop();
    });
    slices.start();
    pump(
        [&] {
          most = std::max(most, residentMegabytes("VmRSS:"));
          return csv->isDone();
        },
        300, std::chrono::milliseconds(20));
    say("csv_mb_per_s", double(file.size()) * 1e-6 / seconds(timer));
    say("csv_mb", double(file.size()) * 1e-6);
    say("csv_memory_mb", most - before);
    say("csv_stall_ms", m_app.takeLongest().byWall.wallMs);
  }

 private:
  Feed& feed() { return m_console.feed(); }
  TableModel& model() const { return *m_table->tableModel(); }

  // The median time from asking until the table has rearranged its rows, wherever that is worked out.
  double untilArranged(const std::function<void(bool odd)>& ask) {
    std::vector<double> times;
    for (int run = 0; run < 6; ++run) {
      bool arranged = false;
      const auto note = [&] { arranged = true; };
      const std::array connections{QObject::connect(&model(), &QAbstractItemModel::layoutChanged, note),
                                   QObject::connect(&model(), &QAbstractItemModel::rowsRemoved, note),
                                   QObject::connect(&model(), &QAbstractItemModel::rowsInserted, note),
                                   QObject::connect(&model(), &QAbstractItemModel::modelReset, note)};
      QElapsedTimer timer;
      timer.start();
      ask(run % 2 != 0);
      pump([&] { return arranged; }, 20);
      times.push_back(seconds(timer) * 1e3);
      for (const auto& connection : connections)
        QObject::disconnect(connection);
    }
    return percentile(times, 0.5);
  }

  WatchedApplication& m_app;
  // Not those of the person who measures.
  QTemporaryDir m_settingsFolder;
  QSettings m_settings{m_settingsFolder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  Console m_console;
  TableView* m_table = nullptr;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  using namespace pushscope;
  returnLargeBlocks(); // as the console does
  uint16_t port = 0;
  uint32_t devices = 0;
  int sandbox = 0;
  double watched = 8;
  bool arranges = false, writes = false;
  CLI::App cli{"pushscope_window_bench: measures the console's window"};
  cli.add_option("--port", port, "Of a feed source");
  cli.add_option("--devices", devices, "That it has");
  cli.add_option("--sandbox", sandbox, "So many phones instead");
  cli.add_option("--seconds", watched, "To look on; 0: not at all")->capture_default_str();
  cli.add_flag("--arrange", arranges, "Sort and query");
  cli.add_flag("--csv", writes, "Export");
  CLI11_PARSE(cli, argc, argv);
  WatchedApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("pushscope"));
  QApplication::setApplicationName(QStringLiteral("pushscope_window_bench"));
  Theme::apply(app, Theme::Choice::light);
  Bench bench(app);
  if (sandbox > 0)
    bench.playSandbox(sandbox);
  else if (port > 0)
    bench.load(port, devices);
  if (watched > 0)
    bench.watch(watched);
  if (sandbox > 0 && watched > 0)
    bench.hide(watched);
  if (arranges)
    bench.arrange();
  if (writes)
    bench.writeCsv();
  return 0;
}
