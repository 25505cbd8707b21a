#include "models/feed/recorder.h"

#include "models/feed/clocks.h"
#include "models/feed/record_applier.h"
#include "models/recording/world_image.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

SealedBlock imageOf(const World& world, uint64_t next) {
  return sealBlock({BlockHead::Kind::image, next, world.now(), world.now(), 0, {}}, WorldImage::of(world));
}

void applySealed(World& world, const SealedBlock& block) {
  const Result<OpenedBlock> opened = openBlock(block.bytes);
  if (opened.ok())
    applyBlock(world, opened.value().content);
}

RecordingAbout about() {
  const QString program =
      QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion();
  return {protocolVersion, program.trimmed().left(64).toStdString(), readClocks().wall};
}

} // namespace

void Recorder::give(Finished&& block) {
  const uint64_t number = m_given++;
  const size_t size = block.content.size();
  if (m_waiting.load() > mostWaiting)
    return;
  m_waiting += size;
  QMetaObject::invokeMethod(this, [this, number, size, shared = std::make_shared<Finished>(std::move(block))] {
    m_waiting -= size;
    take(*shared, number);
  });
}

void Recorder::take(const Finished& block, uint64_t number) {
  m_status.dropped += number - m_next;
  m_next = number + 1;
  BlockHead head = block.head;
  head.number = number;
  SealedBlock sealed = sealBlock(head, block.content, block.seams);
  if (m_writer) {
    applyBlock(m_shadow, block.content);
    append(sealed);
    considerImage();
  }
  m_ring.add(std::move(sealed));
  if (m_ring.isFull())
    fold();
  say();
}

World Recorder::worldBefore() const {
  if (m_ring.base().bytes.empty())
    return {};
  const Result<OpenedBlock> opened = openBlock(m_ring.base().bytes);
  Result<World> world = opened.ok() ? WorldImage::read(opened.value().content) : opened.error();
  return world.ok() ? std::move(world).value() : World();
}

void Recorder::fold() {
  World world = worldBefore();
  uint64_t next = 0;
  for (const SealedBlock& block : m_ring.takeOldest()) {
    applySealed(world, block);
    next = block.head.number + 1;
  }
  m_ring.setBase(imageOf(world, next));
}

void Recorder::append(const SealedBlock& block) {
  const Status status = m_writer->append(block);
  m_factsSinceImage += block.head.facts;
  m_bytesSinceImage += block.bytes.size();
  m_status.bytes = m_writer->bytes();
  m_status.facts = m_writer->facts();
  if (status.ok())
    return;
  m_status.error = status.error();
  m_status.recording = false;
  m_writer.reset();
  m_shadow = {};
}

void Recorder::considerImage() {
  const bool isDue = m_factsSinceImage >= factsBetweenImages || m_shadow.now() - m_imageAt >= timeBetweenImages;
  if (!m_writer || !isDue || m_bytesSinceImage < recordsToImage * m_imageBytes)
    return;
  const SealedBlock image = imageOf(m_shadow, m_next);
  append(image);
  m_imageBytes = image.bytes.size();
  m_imageAt = m_shadow.now();
  m_factsSinceImage = m_bytesSinceImage = 0;
}

// `world` is the one before what was written first, or, `toTheEnd`, after all.
Status Recorder::writeRing(RecordingWriter& writer, WallTime since, World& world, bool toTheEnd) const {
  bool begun = false;
  for (const SealedBlock& block : m_ring.blocks()) {
    if (!begun && block.head.last > since) {
      begun = true;
      if (const Status status = writer.append(imageOf(world, block.head.number)); !status.ok())
        return status;
    }
    if (begun)
      if (const Status status = writer.append(block); !status.ok())
        return status;
    if (!begun || toTheEnd)
      applySealed(world, block);
  }
  return begun ? Status(Done{}) : writer.append(imageOf(world, m_next));
}

void Recorder::start(const QString& path, WallTime since) {
  stop();
  m_status = {false, path, 0, 0, {}, m_status.reachesBack, 0, 0};
  Result<RecordingWriter> writer = RecordingWriter::create(path.toStdString(), about());
  World world = worldBefore();
  const Status status = writer.ok() ? writeRing(writer.value(), since, world, true) : writer.error();
  if (status.ok()) {
    m_writer = std::move(writer).value();
    m_shadow = std::move(world);
    m_factsSinceImage = m_writer->facts();
    m_bytesSinceImage = m_writer->bytes();
    m_imageBytes = 0;
    m_imageAt = m_shadow.now();
    m_status.recording = true;
  } else {
    m_status.error = status.error();
  }
  say();
}

void Recorder::stop() {
  if (!m_writer)
    return;
  if (const Status status = m_writer->finish(); !status.ok())
    m_status.error = status.error();
  m_status.bytes = m_writer->bytes();
  m_status.recording = false;
  m_writer.reset();
  m_shadow = {};
  say();
}

void Recorder::save(const QString& path, WallTime since) {
  Result<RecordingWriter> writer = RecordingWriter::create(path.toStdString(), about());
  World world = worldBefore();
  Status status = writer.ok() ? writeRing(writer.value(), since, world, false) : writer.error();
  if (status.ok())
    status = writer.value().finish();
  emit saved(path, status.ok() ? Error{} : status.error());
}

void Recorder::clear() {
  stop();
  m_ring.clear();
  say();
}

void Recorder::say() {
  m_status.reachesBack = m_ring.blocks().empty() ? WallTime{} : m_ring.blocks().front().head.first;
  m_status.heldBytes = m_ring.bytes();
  emit changed(m_status);
}

} // namespace pushscope
