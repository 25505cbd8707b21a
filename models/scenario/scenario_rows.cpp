#include "models/scenario/scenario_rows.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

using Judged = ScenarioRun::Judged;

// A verdict lists numbers and names, each bounded by the parser.
constexpr qsizetype longestSentence = 1000;

QString translated(const char* text) {
  return QCoreApplication::translate("Columns", text);
}

template <class Find, class Value>
NumberCell numberOf(Find find, Value value) {
  return [find, value](const World&, uint64_t row) {
    const auto* found = find(row);
    return found ? int64_t(value(*found)) : unknownNumber;
  };
}
template <class Find, class Text>
TextCell textOf(Find find, Text text) {
  return {[find, text](const World&, uint64_t row, std::string&) -> std::optional<std::string_view> {
            const auto* found = find(row);
            const std::string* made = found ? &text(*found) : nullptr;
            return made && !made->empty() ? std::optional<std::string_view>(*made) : std::nullopt;
          },
          longestSentence, false};
}

enum StepState : int64_t { waiting, running, done, leftOut, stepStates };

// How far one entry is: by what was asked of the shell, not by the clock.
int64_t stateOf(const ScenarioDesk& desk, uint64_t row) {
  const ScenarioRun* run = desk.run();
  if (!run || row >= run->agenda().size())
    return waiting;
  const uint64_t taken = run->turnsTaken(row), turns = run->agenda()[row].turns;
  if (taken >= turns && turns > 0)
    return done;
  if (run->state() == ScenarioRun::State::done)
    return leftOut;
  return taken > 0 ? running : waiting;
}

QString stepWord(int64_t state) {
  static constexpr const char* words[] = {QT_TRANSLATE_NOOP("Columns", "waiting"),
                                          QT_TRANSLATE_NOOP("Columns", "running"), QT_TRANSLATE_NOOP("Columns", "done"),
                                          QT_TRANSLATE_NOOP("Columns", "not all done")};
  return translated(words[state]);
}
Tone stepTone(int64_t state) {
  static constexpr Tone tones[] = {Tone::faint, Tone::info, Tone::alive, Tone::late};
  return tones[state];
}

// Before a run nothing is open: it waits.
constexpr int64_t notBegun = 4, judgedStates = 5;

int64_t judgedOf(const ScenarioDesk& desk, uint64_t row) {
  if (row >= desk.standings().size())
    return unknownNumber;
  return desk.run() ? int64_t(desk.standings()[row].judged) : notBegun;
}

QString judgedWord(int64_t judged) {
  static constexpr const char* words[] = {
      QT_TRANSLATE_NOOP("Columns", "open"), QT_TRANSLATE_NOOP("Columns", "pass"), QT_TRANSLATE_NOOP("Columns", "FAIL"),
      QT_TRANSLATE_NOOP("Columns", "not judged"), QT_TRANSLATE_NOOP("Columns", "waiting")};
  return translated(words[judged]);
}
Tone judgedTone(int64_t judged) {
  static constexpr Tone tones[] = {Tone::info, Tone::alive, Tone::dead, Tone::faint, Tone::faint};
  return tones[judged];
}

} // namespace

ScenarioStepRows::ScenarioStepRows(const ScenarioDesk& desk) : m_desk(desk) {
  const auto find = [&desk](uint64_t row) {
    return row < desk.agenda().size() ? &desk.agenda()[size_t(row)] : nullptr;
  };
  using Entry = scenario::AgendaEntry;
  m_columns = {
      {"state", "", QT_TRANSLATE_NOOP("Columns", "State"),
       QT_TRANSLATE_NOOP("Columns", "Whether every phone of it has had its turn"), Kind::text, 11, true,
       CodedCell{[&desk](const World&, uint64_t row) { return stateOf(desk, row); },
                 [](const World&, int64_t code) { return stepWord(code); }, stepStates},
       [&desk](const World&, uint64_t row) { return stepTone(stateOf(desk, row)); }},
      {"begins_ms", "at", QT_TRANSLATE_NOOP("Columns", "Begins"),
       QT_TRANSLATE_NOOP("Columns", "Since the start of the scenario"), Kind::duration, 9, true,
       numberOf(find, [](const Entry& e) { return e.begin.count(); })},
      {"ends_ms", "", QT_TRANSLATE_NOOP("Columns", "Ends"),
       QT_TRANSLATE_NOOP("Columns", "When the last phone has its last turn, since the start of the scenario"),
       Kind::duration, 9, false, numberOf(find, [](const Entry& e) { return e.end.count(); })},
      {"turns_done", "done", QT_TRANSLATE_NOOP("Columns", "Done"),
       QT_TRANSLATE_NOOP("Columns", "How often a phone has had its turn"), Kind::count, 7, true,
       [&desk](const World&, uint64_t row) {
         const ScenarioRun* run = desk.run();
         return run && row < run->agenda().size() ? int64_t(run->turnsTaken(size_t(row))) : int64_t{0};
       }},
      {"turns", "of", QT_TRANSLATE_NOOP("Columns", "Of"), QT_TRANSLATE_NOOP("Columns", "Phones times repetitions"),
       Kind::count, 7, true, numberOf(find, [](const Entry& e) { return int64_t(e.turns); })},
      {"step", "", QT_TRANSLATE_NOOP("Columns", "Step"), QT_TRANSLATE_NOOP("Columns", "In the words of the file"),
       Kind::text, 26, true, textOf(find, [](const Entry& e) -> const std::string& { return e.text; })},
      {"phones", "", QT_TRANSLATE_NOOP("Columns", "Phones"), QT_TRANSLATE_NOOP("Columns", "Groups of the file"),
       Kind::text, 18, true, textOf(find, [](const Entry& e) -> const std::string& { return e.phones; })},
  };
}

ScenarioVerdictRows::ScenarioVerdictRows(const ScenarioDesk& desk) : m_desk(desk) {
  const auto find = [&desk](uint64_t row) {
    return row < desk.standings().size() ? &desk.standings()[size_t(row)].verdict : nullptr;
  };
  using scenario::Verdict;
  m_columns = {
      {"verdict", "", QT_TRANSLATE_NOOP("Columns", "Verdict"),
       QT_TRANSLATE_NOOP("Columns", "Pass or FAIL as soon as nothing can change it any more; open until then"),
       Kind::text, 13, true,
       CodedCell{[&desk](const World&, uint64_t row) { return judgedOf(desk, row); },
                 [](const World&, int64_t code) { return judgedWord(code); }, judgedStates},
       [&desk](const World&, uint64_t row) {
         const int64_t judged = judgedOf(desk, row);
         return judged == unknownNumber ? Tone::neutral : judgedTone(judged);
       }},
      {"line", "", QT_TRANSLATE_NOOP("Columns", "Line"),
       QT_TRANSLATE_NOOP("Columns", "Of the file; what is asked of every scenario has none"), Kind::count, 5, true,
       numberOf(find, [](const Verdict& v) { return v.line > 0 ? int64_t(v.line) : unknownNumber; })},
      {"expectation", "", QT_TRANSLATE_NOOP("Columns", "Expectation"),
       QT_TRANSLATE_NOOP("Columns", "What is asked, in words"), Kind::text, 40, true,
       textOf(find, [](const Verdict& v) -> const std::string& { return v.expectation; })},
      {"seen", "", QT_TRANSLATE_NOOP("Columns", "Seen"),
       QT_TRANSLATE_NOOP("Columns", "What was found; of one that is open, so far"), Kind::text, 40, true,
       textOf(find, [](const Verdict& v) -> const std::string& { return v.sentence; })},
  };
}

} // namespace pushscope
