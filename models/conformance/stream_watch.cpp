#include "models/conformance/stream_watch.h"

#include "pushscope/v1/telemetry.pb.h"

#include <algorithm>

namespace pushscope::conformance {
namespace {

constexpr int mostRecords = 500; // of a page

bool mayBeEmpty(const std::string& field) {
  return field == "pushscope.v1.Apps.cause" || field == "pushscope.v1.Stages.reason";
}

std::string numberText(uint64_t number) {
  return std::to_string(number);
}

} // namespace

std::string unequalColumn(const google::protobuf::Message& block) {
  const google::protobuf::Reflection& of = *block.GetReflection();
  const google::protobuf::Descriptor& fields = *block.GetDescriptor();
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = fields.field(i);
    if (field->is_repeated() || field->message_type() == nullptr || !of.HasField(block, field))
      continue;
    const google::protobuf::Message& column = of.GetMessage(block, field);
    const google::protobuf::Descriptor& arrays = *column.GetDescriptor();
    const int rows = column.GetReflection()->FieldSize(column, arrays.field(0));
    for (int j = 1; j < arrays.field_count(); ++j) {
      const int size = column.GetReflection()->FieldSize(column, arrays.field(j));
      if (size != rows && !(size == 0 && mayBeEmpty(std::string(arrays.field(j)->full_name()))))
        return std::string(field->name()) + "." + std::string(arrays.field(j)->name()) + " has " +
               std::to_string(size) + " rows, " + std::string(arrays.field(0)->name()) + " has " + std::to_string(rows);
    }
  }
  return {};
}

bool StreamWatch::ToldDelivery::has(Stage stage) const {
  return std::any_of(stages.begin(), stages.end(), [stage](const ToldStage& told) { return told.stage == stage; });
}

const StreamWatch::ToldDelivery* StreamWatch::delivery(const Uuid& push) const {
  const auto handle = m_pushes.find(push);
  return handle == m_pushes.end() ? nullptr : &m_deliveries.at(handle->second);
}

void StreamWatch::frame(const Heard& frame) {
  if (frame.header.command == command(Port::admin, telemetry::snapshotPage))
    page(frame.body);
  else if (frame.header.command == command(Port::admin, telemetry::block))
    block(frame.body);
  else if (frame.header.command == command(Port::admin, telemetry::gap))
    m_gap = true; // a snapshot follows, and the numbers go on somewhere
}

template <class Record>
void StreamWatch::record(const Record& record) {
  const uint32_t handle = record.handle();
  m_findings.check(checkDeviceId(record.device()).ok(), Clause::deviceIds,
                   "the record of handle " + numberText(handle) + " has an id that is not allowed");
  if (handle == 0)
    m_findings.fails(Clause::handleMeaning, "the record of a device has handle 0");
  if (m_handles.size() < mostHandles) {
    const auto [known, isNew] = m_handles.try_emplace(handle, record.device());
    m_findings.check(isNew || known->second == record.device(), Clause::handleMeaning,
                     "handle " + numberText(handle) + " means two devices");
  }
  if (record.device() != m_device)
    return;
  m_deviceHandle = handle;
  m_link = LinkState(std::min<int>(record.link(), int(LinkState::offline)));
}

void StreamWatch::page(BytesView body) {
  v1::SnapshotPage page;
  if (!page.ParseFromArray(body.data(), int(body.size())))
    return m_findings.fails(Clause::snapshotFirst, "a snapshot page cannot be read");
  m_findings.check(page.first() != m_inSnapshot, Clause::snapshotFirst,
                   page.first() ? "a page inside of the snapshot is marked first"
                                : "the page with which the snapshot begins is not marked first");
  if (page.first() || !m_inSnapshot)
    m_lastHandle = 0;
  m_inSnapshot = true;
  m_findings.check(page.devices_size() <= mostRecords, Clause::pageSize,
                   "a page holds " + std::to_string(page.devices_size()) + " records");
  for (const v1::DeviceRecord& each : page.devices()) {
    m_findings.check(each.handle() > m_lastHandle, Clause::pageOrder,
                     "handle " + numberText(each.handle()) + " comes after " + numberText(m_lastHandle));
    m_lastHandle = each.handle();
    record(each);
  }
  if (!page.last())
    return;
  m_findings.holds(Clause::snapshotLast);
  m_inSnapshot = false;
  m_snapshotIsOver = true;
}

void StreamWatch::use(uint32_t handle, const char* column) {
  if (m_handles.size() < mostHandles)
    m_findings.check(m_handles.contains(handle), Clause::handleDefined,
                     std::string(column) + " has handle " + numberText(handle) + ", and no record named it before");
}

template <class Block>
void StreamWatch::columns(const Block& block) {
  const auto all = [this](const auto& column, const char* name) {
    for (const uint32_t handle : column.handle())
      use(handle, name);
  };
  all(block.beats(), "beats");
  all(block.misses(), "misses");
  all(block.links(), "links");
  all(block.apps(), "apps");
  all(block.clocks(), "clocks");
  all(block.queues(), "queues");
  all(block.wakes(), "wakes");
  all(block.notices(), "notices");
  all(block.networks(), "networks");
  all(block.syncs(), "syncs");
  for (int i = 0; i < std::min(block.links().handle_size(), block.links().link_size()); ++i)
    if (m_deviceHandle != 0 && block.links().handle(i) == m_deviceHandle)
      m_link = LinkState(std::min<uint32_t>(block.links().link(i), uint32_t(LinkState::offline)));
}

template <class Block>
void StreamWatch::deliveries(const Block& block) {
  for (const v1::DeliveryRecord& each : block.deliveries()) {
    m_findings.check(!m_usedDeliveries.contains(each.delivery()), Clause::handleDefined,
                     "stages had delivery " + numberText(each.delivery()) + " before its record came");
    if (each.delivery() == 0)
      m_findings.fails(Clause::handleMeaning, "the record of a delivery has handle 0");
    if (m_namedDeliveries.size() < mostHandles)
      m_namedDeliveries.insert(each.delivery());
    const Result<Uuid> uuid = Uuid::fromBytes(each.uuid());
    if (each.device() != m_device || !uuid.ok())
      continue;
    const auto [known, isNew] = m_deliveries.try_emplace(each.delivery());
    if (isNew)
      known->second = {each.device(), each.sequence(), {}};
    else
      m_findings.check(known->second.sequence == each.sequence(), Clause::handleMeaning,
                       "delivery " + numberText(each.delivery()) + " means two deliveries");
    m_pushes.try_emplace(uuid.value(), each.delivery());
  }
  const v1::Stages& stages = block.stages();
  const int rows = std::min({stages.delivery_size(), stages.at_us_size(), stages.stage_size()});
  for (int i = 0; i < rows; ++i) {
    const auto delivery = m_deliveries.find(stages.delivery(i));
    if (delivery == m_deliveries.end()) {
      if (m_namedDeliveries.size() < mostHandles && !m_namedDeliveries.contains(stages.delivery(i)) &&
          m_usedDeliveries.size() < mostHandles)
        m_usedDeliveries.insert(stages.delivery(i));
      continue;
    }
    delivery->second.stages.push_back({Stage(std::min<uint32_t>(stages.stage(i), 255)), stages.at_us(i),
                                       i < stages.error_us_size() ? stages.error_us(i) : 0});
  }
}

void StreamWatch::block(BytesView body) {
  v1::Block block;
  if (!block.ParseFromArray(body.data(), int(body.size())))
    return m_findings.fails(Clause::columnLength, "a block cannot be read");
  m_findings.check(block.incarnation() == m_incarnation, Clause::blockIncarnation,
                   "a block has incarnation " + numberText(block.incarnation()) + ", the welcome " +
                       numberText(m_incarnation));
  if (m_blocks > 0 && !m_gap)
    m_findings.check(block.sequence() == m_lastBlock + 1, Clause::blockSequence,
                     "block " + numberText(block.sequence()) + " comes after " + numberText(m_lastBlock));
  else
    m_findings.check(block.sequence() > 0, Clause::blockSequence, "a block has the number 0");
  m_gap = false;
  m_lastBlock = block.sequence();
  ++m_blocks;
  const std::string unequal = unequalColumn(block);
  m_findings.check(unequal.empty(), Clause::columnLength, "in block " + numberText(block.sequence()) + " " + unequal);
  for (const v1::DeviceRecord& each : block.devices())
    record(each);
  columns(block);
  deliveries(block);
}

} // namespace pushscope::conformance
