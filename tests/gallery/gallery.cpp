#include "tests/gallery/gallery.h"

#include "ui/chart/histogram_painter.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/resume_gauge.h"
#include "ui/chart/sparkline.h"
#include "ui/chart/tile.h"
#include "ui/chart/time_axis.h"
#include "ui/heartbeat/evidence_painter.h"
#include "ui/heartbeat/heatmap_painter.h"
#include "ui/ladder/ladder_painter.h"
#include "ui/replay/distribution_painter.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/wake/lanes_painter.h"

#include <QPainter>

#include <cmath>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr int64_t second = 1'700'000'000;
const WallTime now = wallFromMicros(second * 1'000'000);

// A painter's picture.
class Canvas : public QWidget {
 public:
  using Paint = std::function<void(QPainter&, const QRectF&, const QPalette&, const QFont&)>;
  Canvas(Paint paint, QWidget* parent) : QWidget(parent), m_paint(std::move(paint)) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    m_paint(painter, QRectF(rect()).adjusted(8, 8, -8, -8), palette(), font());
  }

 private:
  Paint m_paint;
};

class Entries {
 public:
  std::vector<GalleryEntry> made;

  void paint(const QString& name, QSize size, Canvas::Paint paint) {
    made.push_back({name, size, [paint = std::move(paint)](QWidget* parent) { return new Canvas(paint, parent); }});
  }
  void widget(const QString& name, QSize size, std::function<QWidget*(QWidget*)> make) {
    made.push_back({name, size, std::move(make)});
  }
};

void addSparklines(Entries& entries) {
  using Values = std::vector<std::optional<double>>;
  Values waves, gaps, one(60, std::nullopt);
  for (int i = 0; i < 120; ++i) {
    waves.emplace_back(50 + 40 * std::sin(i / 7.0));
    gaps.push_back(i % 40 < 30 ? std::optional(1e12 * i) : std::nullopt);
  }
  one[30] = 1;
  for (const auto& [name, values] :
       {std::pair("waves", waves), {"gaps, huge", gaps}, {"a single value", one}, {"always zero", Values(60, 0.0)}})
    entries.paint(QStringLiteral("paintSparkline, %1").arg(QLatin1String(name)), {200, 48},
                  [values = values](QPainter& p, const QRectF& area, const QPalette& palette, const QFont&) {
                    paintSparkline(p, area, values, Theme::tone(Tone::info, palette));
                  });
}

void addTiles(Entries& entries) {
  const auto add = [&](const char* state, const QString& number, const QString& detail, Tone tone, int values,
                       bool compact) {
    entries.widget(QStringLiteral("Tile, %1").arg(QLatin1String(state)), {176, compact ? 78 : 104},
                   [=](QWidget* parent) {
                     auto* tile = new Tile(QStringLiteral("Beats per second"), {}, parent);
                     std::vector<std::optional<double>> history;
                     for (int i = 0; i < values; ++i)
                       history.emplace_back(20 + i % 17);
                     tile->setCompact(compact);
                     tile->show(number, detail, tone, std::move(history));
                     return tile;
                   });
  };
  add("full", QStringLiteral("1,234"), QStringLiteral("high 2,345 in 2 min"), Tone::alive, 120, false);
  add("without history", QStringLiteral("0"), QStringLiteral("of 59 with a limit"), Tone::neutral, 0, false);
  add("stale", QStringLiteral("–"), QStringLiteral("no server connected"), Tone::faint, 0, false);
  add("huge, long", QStringLiteral("123,456,789"), QString(60, QLatin1Char('m')), Tone::dead, 120, false);
  add("compact", QStringLiteral("209 ms"), QStringLiteral("p50 121 ms"), Tone::late, 120, true);
}

void addIcons(Entries& entries) {
  entries.paint(QStringLiteral("toneIcon, all"), {200, 40},
                [](QPainter& p, const QRectF& area, const QPalette& palette, const QFont&) {
                  int i = 0;
                  for (const Tone tone : {Tone::alive, Tone::late, Tone::dead, Tone::retried, Tone::info, Tone::faint})
                    toneIcon(tone, palette).paint(&p, QRectF(area.left() + 28 * i++, area.top(), 20, 20).toRect());
                });
  entries.paint(QStringLiteral("heat, from little to much"), {400, 40},
                [](QPainter& p, const QRectF& area, const QPalette& palette, const QFont&) {
                  for (int i = 0; i < 64; ++i)
                    p.fillRect(QRectF(area.left() + area.width() / 64 * i, area.top(), area.width() / 64, 24),
                               Theme::heat(i / 63.0, palette));
                });
  entries.paint(QStringLiteral("line colours"), {200, 120},
                [](QPainter& p, const QRectF& area, const QPalette& palette, const QFont&) {
                  for (int i = 0; i <= Theme::lineColours; ++i) {
                    p.setPen(QPen(Theme::line(i, palette), 2));
                    p.drawLine(area.topLeft() + QPointF(0, 12 * i), area.topRight() + QPointF(0, 12 * i));
                  }
                });
}

void addResumes(Entries& entries) {
  for (const Resumes& resumes : {Resumes{0, 15}, {7, 15}, {12, 15}, {15, 15}, {1, 2}, {900, 1000}})
    entries.paint(QStringLiteral("paintResumes, %1 of %2").arg(resumes.used).arg(resumes.limit), {216, 52},
                  [resumes](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintResumes(p, area, resumes, palette, font);
                  });
}

Stretch wave(double middle, double height, int from, int to) {
  Stretch stretch;
  for (int i = from; i < to; ++i)
    stretch.push_back({second + i, middle + height * std::sin(i / 5.0)});
  return stretch;
}

void addLineCharts(Entries& entries) {
  const auto add = [&](const char* state, QSize size, LineChart::Scale scale,
                       std::function<std::vector<LineChart::Line>(const QPalette&)> lines) {
    entries.paint(QStringLiteral("paintLineChart, %1").arg(QLatin1String(state)), size,
                  [=](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    const LineChart chart{QStringLiteral("Round trip of heartbeats"), scale, second, second + 120,
                                          lines(palette)};
                    paintLineChart(p, area, chart, palette, font);
                  });
  };
  using Scale = LineChart::Scale;
  const auto three = [](const QPalette& palette) {
    return std::vector<LineChart::Line>{{QStringLiteral("p99"),
                                         QPen(Theme::tone(Tone::dead, palette), 1.8),
                                         {wave(3e5, 1e5, 0, 50), wave(3e5, 2e5, 70, 120)}},
                                        {QStringLiteral("p90"),
                                         QPen(Theme::tone(Tone::late, palette), 1.8),
                                         {wave(1e5, 3e4, 0, 50), wave(1e5, 3e4, 70, 120)}},
                                        {QStringLiteral("p50"),
                                         QPen(Theme::tone(Tone::info, palette), 1.8),
                                         {wave(2e4, 5e3, 0, 50), wave(2e4, 5e3, 70, 120)}}};
  };
  add("with a gap", {640, 160}, Scale::duration, three);
  add("small", {300, 96}, Scale::duration, three);
  add("empty", {640, 160}, Scale::duration, [](const QPalette&) { return std::vector<LineChart::Line>{}; });
  add("eight groups, long names", {640, 160}, Scale::duration, [](const QPalette& palette) {
    std::vector<LineChart::Line> lines;
    for (int i = 0; i < Theme::lineColours; ++i)
      lines.push_back({QStringLiteral("ios-voip-classic-%1").arg(i),
                       QPen(Theme::line(i, palette), 1.8),
                       {wave(std::pow(4.0, i + 4), 50, 0, 120)}});
    return lines;
  });
  add("counts", {640, 104}, Scale::count, [](const QPalette& palette) {
    return std::vector<LineChart::Line>{
        {QStringLiteral("missed"), QPen(Theme::tone(Tone::late, palette), 1.6), {wave(4, 4, 0, 120)}},
        {QStringLiteral("ended"), QPen(Theme::tone(Tone::dead, palette), 1.6, Qt::DashLine), {wave(1, 1, 0, 120)}}};
  });
  add("huge counts", {640, 104}, Scale::count, [](const QPalette& palette) {
    return std::vector<LineChart::Line>{{{}, QPen(Theme::tone(Tone::late, palette), 1.6), {wave(2e9, 1e9, 0, 120)}}};
  });
  for (const auto& [name, span] : {std::pair("20 seconds", 20s), {"ten minutes", 600s}, {"a day", 86'400s}})
    entries.paint(
        QStringLiteral("paintTimeAxis, %1").arg(QLatin1String(name)), {640, 60},
        [span = span](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
          paintTimeAxis(p, {area, now - span, now}, area.top(), area.bottom() - timeLabelsHeight, palette, font);
        });
}

void addHeatmaps(Entries& entries) {
  const auto add = [&](const char* state, QSize size, const std::function<void(Series::Second&, int)>& tell) {
    Series series;
    for (int n = 0; n < 120; ++n) {
      const WallTime at = wallFromMicros((second + n) * 1'000'000);
      tell(*series.at(at, at), n);
    }
    entries.paint(QStringLiteral("paintHeatmap, %1").arg(QLatin1String(state)), size,
                  [map = heatmapOf(series, second, second + 120, 150, 24)](QPainter& p, const QRectF& area,
                                                                           const QPalette& palette, const QFont& font) {
                    paintHeatmap(p, HeatmapPlan(area, map), map, {}, {}, palette, font);
                  });
  };
  const auto full = [](Series::Second& s, int n) {
    s.heard = n < 40 || n > 60;
    if (!s.heard)
      return;
    for (int i = 0; i < 200; ++i)
      s.roundTrips.add(Duration(int64_t(20'000 + 18'000 * std::sin(n / 9.0) + i * i)));
    s.misses = n % 13 == 0;
    s.deaths = n % 29 == 0;
  };
  add("with a gap and marks", {640, 200}, full);
  add("small", {300, 112}, full);
  add("one beat", {640, 160}, [](Series::Second& s, int n) {
    s.heard = true;
    if (n == 60)
      s.roundTrips.add(40ms);
  });
  add("nothing measured", {640, 160}, [](Series::Second& s, int) { s.heard = true; });
}

NamedLane laneOf(const QString& name, const std::vector<std::pair<Duration, AppState>>& states) {
  NamedLane lane;
  lane.name = name;
  lane.lane.source = Source::truth;
  for (size_t i = 0; i < states.size(); ++i)
    lane.lane.states.push_back({now - states[i].first, i + 1 < states.size() ? now - states[i + 1].first : now,
                                states[i].second, Cause::user});
  return lane;
}

void addLanes(Entries& entries) {
  std::vector<NamedLane> lanes;
  lanes.push_back(laneOf(QStringLiteral("phone-0001"), {{600s, AppState::foreground},
                                                        {480s, AppState::background},
                                                        {440s, AppState::suspended},
                                                        {200s, AppState::woken},
                                                        {140s, AppState::suspended}}));
  for (const auto& [ago, used] : {std::pair(200s, 9s), {100s, 14s}}) {
    Wake wake;
    wake.at = now - ago;
    wake.cause = Cause::data;
    wake.latency = 300ms;
    wake.used = used;
    wake.budget = 10s;
    lanes[0].lane.wakes.push_back(wake);
  }
  lanes[0].lane.resumes = Resumes{12, 15};
  lanes.push_back(laneOf(QString(80, QLatin1Char('m')),
                         {{600s, AppState::suspended}, {300s, AppState::handler}, {180s, AppState::terminated}}));
  lanes[1].lane.keepsAwake = true;
  Wake missed;
  missed.at = now - 60s;
  missed.cause = Cause::data;
  missed.missed = Reason::airplane;
  lanes[1].lane.wakes.push_back(missed);
  lanes.push_back(laneOf(QStringLiteral("of which nothing is known"), {}));
  for (const auto& [name, size] : {std::pair("three phones", QSize(800, 150)), {"narrow", QSize(320, 150)}})
    entries.paint(QStringLiteral("paintLanes, %1").arg(QLatin1String(name)), size,
                  [lanes](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintLanes(p, {area, now - 600s, now}, lanes, 0, 0, palette, font);
                  });
  for (const int width : {800, 320})
    entries.paint(QStringLiteral("paintLanesLegend, %1 wide").arg(width), {width, width > 400 ? 60 : 110},
                  [](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintLanesLegend(p, area, palette, font);
                  });
}

void addLadders(Entries& entries) {
  DeliveryRow row;
  row.device = "phone";
  row.stages = {{Stage::composed, now, 0, {}, Source::server},
                {Stage::accepted, now + 2ms, 0, {}, Source::server},
                {Stage::written, now + 3ms, 1, {}, Source::server},
                {Stage::woken, now + 400ms, 0, 90ms, Source::reported},
                {Stage::shown, now + 600ms, 0, 90ms, Source::reported},
                {Stage::acknowledged, now + 800ms, 0, {}, Source::server}};
  DeliveryRow first = row, many = row;
  first.stages.resize(1);
  for (uint32_t attempt = 2; attempt < 7; ++attempt)
    many.stages.push_back({Stage::written, now + 15s * attempt, attempt, {}, Source::server});
  many.stages.push_back({Stage::notShown, now + 95s, 0, 9ms, Source::reported, {}, Reason::alertsOff});
  for (const auto& [name, size, delivery] : {std::tuple("acknowledged", QSize(800, 190), row),
                                             {"narrow", QSize(320, 190), row},
                                             {"only composed", QSize(800, 190), first},
                                             {"many attempts", QSize(800, 220), many}})
    entries.paint(QStringLiteral("paintLadder, %1").arg(QLatin1String(name)), size,
                  [delivery = delivery](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintLadder(p, area, delivery, palette, font);
                  });
}

void addHistograms(Entries& entries) {
  FineHistogram none, one, many;
  one.add(std::chrono::milliseconds(120));
  for (int i = 1; i <= 2000; ++i)
    many.add(Duration(3'000 * i) + Duration(i % 40 == 0 ? 20'000'000 : 0));
  for (const auto& [name, shown] : {std::pair("of nothing", &none), {"of one value", &one}, {"of 2,000", &many}})
    entries.paint(QStringLiteral("paintHistogram, %1").arg(QLatin1String(name)), {560, 160},
                  [values = *shown](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintHistogram(p, area, QStringLiteral("From the event until the app ran"), values,
                                   Theme::tone(Tone::info, palette), palette, font);
                  });
}

void addDistributions(Entries& entries) {
  DistributionPair pair{QStringLiteral("round trip"), QStringLiteral("A"), QStringLiteral("B"), {}, {}};
  for (int i = 1; i <= 1000; ++i) {
    pair.first.add(Duration(20'000 + 40 * i));
    pair.second.add(Duration(22'000 + i * i));
  }
  const DistributionPair none{QStringLiteral("round trip"), QStringLiteral("A"), QStringLiteral("B"), {}, {}};
  DistributionPair one = pair;
  one.second = {};
  for (const auto& [name, size, shown] : {std::tuple("both", QSize(480, 240), pair),
                                          {"narrow", QSize(260, 180), pair},
                                          {"one of them", QSize(480, 240), one},
                                          {"nothing", QSize(480, 240), none}})
    entries.paint(QStringLiteral("paintDistributions, %1").arg(QLatin1String(name)), size,
                  [shown = shown](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintDistributions(p, area, shown, palette, font);
                  });
}

void addEvidence(Entries& entries) {
  HeartbeatAdvice advice;
  for (int i = 0; i < 10; ++i)
    advice.evidence.push_back({Duration(int64_t(5e6 * std::pow(1.6, i))), Duration(int64_t(5e6 * std::pow(1.6, i + 1))),
                               uint64_t(5000 >> i), uint64_t(i > 6 ? 40 * (i - 6) : 0)});
  advice.interval = 60s;
  advice.limit = 140s;
  for (const auto& [name, size, shown] : {std::tuple("limit and advice", QSize(480, 160), advice),
                                          {"narrow", QSize(240, 140), advice},
                                          {"nothing seen", QSize(480, 140), HeartbeatAdvice()}})
    entries.paint(QStringLiteral("paintEvidence, %1").arg(QLatin1String(name)), size,
                  [shown = shown](QPainter& p, const QRectF& area, const QPalette& palette, const QFont& font) {
                    paintEvidence(p, area, shown, palette, font);
                  });
}

} // namespace

std::vector<GalleryEntry> galleryEntries() {
  Entries entries;
  addIcons(entries);
  addTiles(entries);
  addSparklines(entries);
  addResumes(entries);
  addLineCharts(entries);
  addHeatmaps(entries);
  addLanes(entries);
  addLadders(entries);
  addEvidence(entries);
  addDistributions(entries);
  addHistograms(entries);
  return entries.made;
}

} // namespace pushscope
