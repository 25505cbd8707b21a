#include "models/compare/run_comparison.h"

#include "models/export/zip_reader.h"
#include "models/text/sentences.h"

#include <QDir>
#include <QThread>

#include <array>
#include <atomic>

namespace pushscope {
namespace {

constexpr std::chrono::milliseconds lookEvery{100};

} // namespace

// Shared by both threads; what is not atomic is the worker's until it has ended.
struct RunComparison::Work {
  std::array<Part, 2> parts;
  double worseThan = 0;
  std::atomic<bool> cancelled = false;
  std::atomic<double> done = 0;

  std::array<std::optional<RecordedRun>, 2> runs;
  int failedPart = -1;
  QString sentence;

  void run();
  bool read(size_t number);
};

bool RunComparison::Work::read(size_t number) {
  const Part& part = parts[number];
  const QString shown = QDir::toNativeSeparators(part.path);
  const auto fail = [&](const QString& why) {
    failedPart = int(number);
    sentence = why;
    return false;
  };
  Result<RecordingReader> reader = openRecording(part.path);
  if (!reader.ok())
    return fail(Sentences::error(reader.error(), shown));
  Playback playback(std::move(reader).value());
  if (playback.begin() == WallTime{})
    return fail(tr("%1 holds nothing that could be compared: it ended before anything was told.").arg(shown));
  std::optional<WallTime> to;
  if (part.until)
    to = playback.begin() + *part.until;
  auto run = readRun(playback, part.last, to, [&](double share) {
    done = (double(number) + share) / 2;
    return !cancelled;
  });
  if (!run.ok())
    return fail(tr("%1 holds nothing that could be compared.").arg(shown));
  runs[number] = std::move(run).value();
  return runs[number].has_value();
}

void RunComparison::Work::run() {
  for (size_t number = 0; number < parts.size(); ++number)
    if (cancelled || !read(number))
      return;
}

RunComparison::RunComparison(QObject* parent) : QObject(parent) {
  m_look.setInterval(lookEvery);
  connect(&m_look, &QTimer::timeout, this, [this] { emit progressed(m_work->done); });
}

RunComparison::~RunComparison() {
  cancel();
}

void RunComparison::start(const Part& before, const Part& after, double worseThan) {
  cancel();
  m_work = std::make_shared<Work>();
  m_work->parts = {before, after};
  m_work->worseThan = worseThan;
  m_thread.reset(QThread::create([work = m_work] { work->run(); }));
  m_thread->setObjectName("compare");
  connect(m_thread.get(), &QThread::finished, this, [this, work = m_work] { over(work); });
  m_look.start();
  m_thread->start();
}

void RunComparison::cancel() {
  if (!m_thread)
    return;
  m_look.stop();
  m_work->cancelled = true;
  m_thread->disconnect(this);
  m_thread->wait();
  m_thread.reset();
  m_work.reset();
}

void RunComparison::over(const std::shared_ptr<Work>& work) {
  if (work != m_work)
    return;
  m_look.stop();
  m_thread->wait();
  m_thread.release()->deleteLater(); // it is the one who says so
  m_work.reset();
  if (work->failedPart >= 0)
    return emit failed(work->failedPart == 1, work->sentence);
  if (!work->runs[0] || !work->runs[1])
    return;
  const FigureComparison comparison(work->runs[0]->figures, work->runs[1]->figures, work->worseThan);
  emit finished(
      std::make_shared<const Outcome>(Outcome{std::move(*work->runs[0]), std::move(*work->runs[1]), comparison}));
}

} // namespace pushscope
