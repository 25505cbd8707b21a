#include "app/ctl/advise_command.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/query/advice_text.h"

namespace pushscope::ctl {
namespace {

class AdviseCommand : public Command {
 public:
  AdviseCommand(const AdviceWish& wish, Duration span, bool json) : m_wish(wish), m_span(span), m_json(json) {}

  void ready(Feed&) override { m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never; }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const HeartbeatAdvice advice = adviseHeartbeat(feed.world().silences(), m_wish);
    if (readClocks().mono < m_end && (m_end != never || !advice.interval))
      return std::nullopt;
    printAdvice(feed.world().silences(), m_wish, m_json);
    return asExpected;
  }
  int timedOut(const Feed&) override { return asExpected; }
  bool bounded() const override { return false; }

 private:
  AdviceWish m_wish;
  Duration m_span;
  bool m_json;
  MonoTime m_end{};
};

} // namespace

void printAdvice(const SilenceLog& silences, const AdviceWish& wish, bool json) {
  const HeartbeatAdvice advice = adviseHeartbeat(silences, wish);
  const AdviceText text(advice, wish);
  if (json)
    return printJson(text.json());
  for (const QString& line : {text.sentence(), text.confidence(), text.change()})
    if (!line.isEmpty())
      printLine(line);
  if (advice.interval)
    for (const QString& line : {text.serverLine(), text.deviceLine()})
      printLine(QStringLiteral("  ") + line);
  std::vector<QStringList> lines{{"Silence from s", "to s", "Beats passed", "No connection"}};
  for (const HeartbeatAdvice::Evidence& line : advice.evidence)
    lines.push_back({QString::number(double(line.from.count()) / 1e6, 'f', 1),
                     QString::number(double(line.to.count()) / 1e6, 'f', 1), QString::number(line.held),
                     QString::number(line.dead)});
  printColumns(lines, {true, true, true, true});
}

std::unique_ptr<Command> adviseCommand(const AdviceWish& wish, Duration span, bool json) {
  return std::make_unique<AdviseCommand>(wish, span, json);
}

} // namespace pushscope::ctl
