#include "models/compare/compared_rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pushscope {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("Compared", text);
}

struct Title {
  std::string_view id;
  const char* title;
};
constexpr Title titles[] = {
    {"round_trip_p50_ms", QT_TRANSLATE_NOOP("Compared", "round trip p50, ms")},
    {"round_trip_p90_ms", QT_TRANSLATE_NOOP("Compared", "round trip p90, ms")},
    {"round_trip_p99_ms", QT_TRANSLATE_NOOP("Compared", "round trip p99, ms")},
    {"acknowledge_p50_ms", QT_TRANSLATE_NOOP("Compared", "acknowledgement p50, ms")},
    {"acknowledge_p90_ms", QT_TRANSLATE_NOOP("Compared", "acknowledgement p90, ms")},
    {"acknowledge_p99_ms", QT_TRANSLATE_NOOP("Compared", "acknowledgement p99, ms")},
    {"wake_latency_p50_ms", QT_TRANSLATE_NOOP("Compared", "wake latency p50, ms")},
    {"wake_latency_p90_ms", QT_TRANSLATE_NOOP("Compared", "wake latency p90, ms")},
    {"wake_latency_p99_ms", QT_TRANSLATE_NOOP("Compared", "wake latency p99, ms")},
    {"missed_beats_per_thousand", QT_TRANSLATE_NOOP("Compared", "missed beats, of 1,000")},
    {"deaths_per_thousand_devices", QT_TRANSLATE_NOOP("Compared", "heartbeat deaths, of 1,000 devices")},
    {"dead_letters_per_thousand", QT_TRANSLATE_NOOP("Compared", "dead letters, of 1,000 deliveries")},
    {"unacknowledged_per_thousand", QT_TRANSLATE_NOOP("Compared", "not acknowledged, of 1,000 deliveries")},
    {"expired_per_thousand", QT_TRANSLATE_NOOP("Compared", "expired, of 1,000 deliveries")},
    {"missed_wakes_per_thousand", QT_TRANSLATE_NOOP("Compared", "missed wakes, of 1,000")},
};

enum Trend : int64_t { same, worse, better, few, trends };

int64_t trendOf(const ComparedFigure& figure) {
  if (figure.worse)
    return worse;
  if (!figure.before || !figure.after)
    return unknownNumber;
  return figure.few ? few : figure.better ? better : same;
}

QString trendWord(int64_t trend) {
  static constexpr const char* words[] = {QT_TRANSLATE_NOOP("Compared", "same"), QT_TRANSLATE_NOOP("Compared", "worse"),
                                          QT_TRANSLATE_NOOP("Compared", "better"),
                                          QT_TRANSLATE_NOOP("Compared", "too few")};
  return translated(words[trend]);
}

int64_t thousandths(std::optional<double> value) {
  return value && std::abs(*value) < 1e15 ? std::llround(*value * 1000) : unknownNumber;
}
std::optional<double> difference(const ComparedFigure& figure) {
  return figure.before && figure.after ? std::optional(*figure.after - *figure.before) : std::nullopt;
}

// What got worse first, by how much; then what got no better; last what one of the runs does not have.
double badness(const ComparedFigure& figure) {
  constexpr double most = std::numeric_limits<double>::max();
  if (!figure.before || !figure.after)
    return figure.worse ? most : -most;
  const double ratio = figure.ratio ? *figure.ratio : *figure.after > 0 ? most / 4 : 1;
  return figure.worse ? most / 2 + ratio : ratio;
}

} // namespace

QString comparedFigureTitle(std::string_view id) {
  const auto* found = std::find_if(std::begin(titles), std::end(titles), [&](const Title& t) { return t.id == id; });
  return found == std::end(titles) ? QString::fromLatin1(id.data(), qsizetype(id.size())) : translated(found->title);
}

void ComparedRows::show(std::span<const ComparedFigure> figures) {
  m_figures.assign(figures.begin(), figures.end());
  std::stable_sort(m_figures.begin(), m_figures.end(), [](const ComparedFigure& a, const ComparedFigure& b) {
    return a.worse != b.worse ? a.worse : badness(a) > badness(b);
  });
}

ComparedRows::ComparedRows() {
  const auto numberOf = [this](auto value) -> NumberCell {
    return [this, value](const World&, uint64_t row) {
      const ComparedFigure* figure = find(row);
      return figure ? int64_t(value(*figure)) : unknownNumber;
    };
  };
  const auto tone = [this](const World&, uint64_t row) {
    const ComparedFigure* figure = find(row);
    return !figure ? Tone::neutral : figure->worse ? Tone::dead : figure->better ? Tone::alive : Tone::neutral;
  };
  using Figure = ComparedFigure;
  m_columns = {
      {"figure", "", QT_TRANSLATE_NOOP("Columns", "Figure"),
       QT_TRANSLATE_NOOP("Columns", "What is compared, with its unit"), Kind::text, 28, true,
       TextCell{[this](const World&, uint64_t row, std::string&) -> std::optional<std::string_view> {
         const Figure* figure = find(row);
         return figure ? std::optional<std::string_view>(figure->id) : std::nullopt;
       }}},
      {"title", "", QT_TRANSLATE_NOOP("Columns", "Figure"),
       QT_TRANSLATE_NOOP("Columns", "What is compared, with its unit"), Kind::text, 32, false,
       TextCell{[this](const World&, uint64_t row, std::string& room) -> std::optional<std::string_view> {
         const Figure* figure = find(row);
         return figure ? std::optional<std::string_view>(room = comparedFigureTitle(figure->id).toStdString())
                       : std::nullopt;
       }}},
      {"count_before", "", QT_TRANSLATE_NOOP("Columns", "Count A"),
       QT_TRANSLATE_NOOP("Columns", "In the first run: of how many a percentile is, or how often it happened"),
       Kind::count, 9, true, numberOf([](const Figure& f) { return f.countBefore; })},
      {"count_after", "", QT_TRANSLATE_NOOP("Columns", "Count B"),
       QT_TRANSLATE_NOOP("Columns", "In the second run: of how many a percentile is, or how often it happened"),
       Kind::count, 9, true, numberOf([](const Figure& f) { return f.countAfter; })},
      {"before", "a", QT_TRANSLATE_NOOP("Columns", "A, before"), QT_TRANSLATE_NOOP("Columns", "In the first run"),
       Kind::number, 9, true, numberOf([](const Figure& f) { return thousandths(f.before); })},
      {"after", "b", QT_TRANSLATE_NOOP("Columns", "B, after"), QT_TRANSLATE_NOOP("Columns", "In the second run"),
       Kind::number, 9, true, numberOf([](const Figure& f) { return thousandths(f.after); })},
      {"difference", "", QT_TRANSLATE_NOOP("Columns", "B − A"),
       QT_TRANSLATE_NOOP("Columns", "How much more there is in the second run"), Kind::number, 9, true,
       numberOf([](const Figure& f) { return thousandths(difference(f)); }), tone},
      {"ratio", "", QT_TRANSLATE_NOOP("Columns", "B : A"),
       QT_TRANSLATE_NOOP("Columns", "How many times as much there is in the second run"), Kind::number, 8, true,
       numberOf([](const Figure& f) { return thousandths(f.ratio); }), tone},
      {"verdict", "", QT_TRANSLATE_NOOP("Columns", "Verdict"),
       QT_TRANSLATE_NOOP("Columns",
                         "Worse or better by more than the threshold, and by more than can be chance; too few: "
                         "less than 20 values"),
       Kind::text, 8, true,
       CodedCell{numberOf(trendOf), [](const World&, int64_t code) { return trendWord(code); }, trends}, tone},
  };
}

} // namespace pushscope
