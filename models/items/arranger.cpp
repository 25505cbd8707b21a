#include "models/items/arranger.h"

#include <QThreadPool>

namespace pushscope {

Arranger::Arranger(const RowSource& rows, QObject* parent) : QObject(parent), m_rows(rows) {
  m_slices.setInterval(0);
  connect(&m_slices, &QTimer::timeout, this, &Arranger::gatherSlice);
}

void Arranger::start(const World& world, OrderWish wish, WallTime now, std::shared_ptr<const Arrangement> before) {
  cancel();
  const auto job = std::make_shared<ArrangeJob>(m_rows, world, std::move(wish), now, std::move(before));
  m_job = job;
  if (m_rows.end(world) - m_rows.first(world) > mostAtOnce)
    return m_slices.start();
  while (job->gather(slice)) {
  }
  job->work();
  finish(job);
}

void Arranger::cancel() {
  m_slices.stop();
  m_job.reset();
}

void Arranger::gatherSlice() {
  if (m_job->gather(slice))
    return;
  m_slices.stop();
  const std::weak_ptr<ArrangeJob> weak = m_job;
  const auto taken = [this, weak] {
    if (const auto job = weak.lock(); job && job == m_job)
      finish(job);
  };
  connect(m_job.get(), &ArrangeJob::done, this, taken, Qt::QueuedConnection);
  m_job->moveToThread(nullptr); // the worker may be the last who holds it
  QThreadPool::globalInstance()->start([job = m_job] {
    job->work();
    emit job->done();
  });
}

void Arranger::finish(const std::shared_ptr<ArrangeJob>& job) {
  m_job.reset();
  emit arranged(job->result());
}

} // namespace pushscope
