#include "app/ctl/scenario_command.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/scenario/scenario_junit.h"
#include "models/text/format.h"
#include "protocol/base/duration_text.h"

#include <cstdio>
#include <unistd.h>

namespace pushscope::ctl {
namespace {

// Several minutes of text are one line that is written over; a file or a pipe gets none of it.
class ProgressLine {
 public:
  ~ProgressLine() { clear(); }

  void show(const QString& text) {
    if (!m_terminal || text == m_shown)
      return;
    m_shown = text;
    std::fprintf(stderr, "\r\033[K%s", text.toUtf8().constData());
    std::fflush(stderr);
  }
  void clear() {
    if (!m_shown.isEmpty())
      std::fprintf(stderr, "\r\033[K");
    m_shown.clear();
  }

 private:
  bool m_terminal = ::isatty(STDERR_FILENO) != 0;
  QString m_shown;
};

std::optional<LinkId> linkOf(const World& world, LinkKind kind) {
  for (uint32_t i = 0; i < world.links().size(); ++i)
    if (world.links()[i].kind == kind)
      return LinkId{i};
  return std::nullopt;
}

class ScenarioCommand : public Command {
 public:
  explicit ScenarioCommand(ScenarioOptions options) : m_options(std::move(options)) {}

  void ready(Feed& feed) override {
    m_run = std::make_unique<ScenarioRun>(feed, m_options.scenario, m_options.seed, m_options.scalePercent);
    m_run->start(linkOf(feed.world(), LinkKind::node).value(), linkOf(feed.world(), LinkKind::fleet).value());
    m_connectUntil = readClocks().mono + m_options.connectLimit;
  }

  std::optional<int> changed(const Feed&, const World::Changes&) override {
    if (m_run->state() == ScenarioRun::State::done)
      return finish();
    showProgress();
    if (m_run->state() != ScenarioRun::State::waiting || readClocks().mono < m_connectUntil)
      return std::nullopt;
    m_progress.clear();
    printError(QStringLiteral("%1 of %2 phones of the scenario connected within %3; are they those of "
                              "`pushfleet --scenario`, at the same scale?")
                   .arg(m_run->phonesSeen())
                   .arg(m_run->phoneCount())
                   .arg(durationForPeople(m_options.connectLimit)));
    return ctl::timedOut;
  }

  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  void showProgress() {
    const scenario::Progress progress = m_run->progress();
    const auto seconds = [](Duration d) { return QString::number(d.count() / 1'000'000); };
    if (m_run->state() == ScenarioRun::State::waiting)
      m_progress.show(
          QStringLiteral("%1 of %2 phones have connected").arg(m_run->phonesSeen()).arg(m_run->phoneCount()));
    else
      m_progress.show(QStringLiteral("%1 s of %2 s: %3 steps done, %4 of %5 deliveries acknowledged")
                          .arg(seconds(progress.elapsed), seconds(progress.duration), QString::number(progress.actions),
                               QString::number(progress.acknowledged), QString::number(progress.deliveries)));
  }

  int finish() {
    m_progress.clear();
    size_t passed = 0;
    for (const scenario::Verdict& verdict : m_run->verdicts()) {
      passed += verdict.passed;
      m_options.json ? printJson(jsonOf(verdict)) : printVerdict(verdict);
    }
    const QString name = plain(m_run->scenario().name);
    const size_t all = m_run->verdicts().size();
    if (m_options.json)
      printJson({{"scenario", name},
                 {"passed", m_run->passed()},
                 {"expectations", qint64(all)},
                 {"kept", qint64(passed)},
                 {"seed", QString::number(m_options.seed)}});
    else
      printLine(QStringLiteral("%1: %2, %3 of %4 expectations, seed %5")
                    .arg(name, m_run->passed() ? "passed" : "failed", QString::number(passed), QString::number(all),
                         QString::number(m_options.seed)));
    if (!m_options.junit.isEmpty())
      if (const Status written = writeJunit(m_options.junit, *m_run); !written.ok()) {
        printError(plain(written.error().detail));
        return localFile;
      }
    return m_run->passed() ? asExpected : expectationFailed;
  }

  QJsonObject jsonOf(const scenario::Verdict& verdict) const {
    QJsonObject object = verdictJson(verdict);
    object["scenario"] = plain(m_run->scenario().name);
    return object;
  }

  ScenarioOptions m_options;
  std::unique_ptr<ScenarioRun> m_run;
  MonoTime m_connectUntil = never;
  ProgressLine m_progress;
};

} // namespace

std::unique_ptr<Command> scenarioCommand(ScenarioOptions options) {
  return std::make_unique<ScenarioCommand>(std::move(options));
}

} // namespace pushscope::ctl
