#include "models/command/bulk_manage.h"

#include <algorithm>
#include <map>

namespace pushscope {

BulkManage::BulkManage(QueueAction action, WallTime until, const std::vector<DeliveryName>& deliveries) {
  std::map<std::pair<LinkId, Uuid>, std::vector<std::string>> pushes;
  for (const DeliveryName& delivery : deliveries)
    pushes[{delivery.link, delivery.uuid}].push_back(delivery.device);
  for (const auto& [push, devices] : pushes)
    for (size_t from = 0; from < devices.size(); from += maxTargets) {
      const size_t to = std::min(from + maxTargets, devices.size());
      Manage manage{
          push.second, {devices.begin() + ptrdiff_t(from), devices.begin() + ptrdiff_t(to)}, action, until, {}};
      m_parts.push_back({push.first, std::move(manage)});
    }
}

std::optional<BulkManage::Part> BulkManage::next() {
  if (m_parts.empty() || m_onTheWay >= mostOnTheWay)
    return std::nullopt;
  ++m_onTheWay;
  Part part = std::move(m_parts.front());
  m_parts.pop_front();
  return part;
}

void BulkManage::answered(size_t devices, const Answer& answer) {
  --m_onTheWay;
  const Changed* changed = std::get_if<Changed>(&answer.outcome);
  const Error* error = std::get_if<Error>(&answer.outcome);
  if (changed) {
    m_changed += changed->changed;
    m_ended += devices - std::min<size_t>(changed->changed, devices);
  } else if (error && error->code == ErrorCode::notFound) {
    m_ended += devices;
  } else {
    m_refused += devices;
    if (!m_error)
      m_error = error ? *error : Error{ErrorCode::malformed, "answer"};
  }
}

} // namespace pushscope
