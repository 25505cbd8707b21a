#include "protocol/message/device_query.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

constexpr std::array<std::string_view, 7> fieldNames{"device", "profile", "client", "address", "tag", "link", "app"};
// Each is checked for each device.
constexpr size_t mostTerms = 16;

} // namespace

Result<DeviceQuery> DeviceQuery::parse(std::string_view text) {
  DeviceQuery query;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty())
      continue;
    Term term;
    term.negated = word.front() == '-';
    const std::string_view rest = word.substr(term.negated ? 1 : 0);
    const size_t sign = rest.find_first_of(":~");
    const auto field = std::find(fieldNames.begin(), fieldNames.end(), rest.substr(0, sign));
    if (sign == std::string_view::npos || field == fieldNames.end() || query.m_terms.size() >= mostTerms)
      return {ErrorCode::malformed, std::string(word)};
    term.field = static_cast<Field>(field - fieldNames.begin());
    term.contains = rest[sign] == '~';
    term.value = rest.substr(sign + 1);
    query.m_terms.push_back(std::move(term));
  }
  if (query.m_terms.empty())
    return {ErrorCode::malformed, "query"};
  return query;
}

bool DeviceQuery::matches(const DeviceRecord& record) const {
  return std::all_of(m_terms.begin(), m_terms.end(),
                     [&](const Term& term) { return holds(term, record) != term.negated; });
}

bool DeviceQuery::holds(const Term& term, const DeviceRecord& record) {
  const auto fits = [&](std::string_view text) {
    return term.contains ? text.find(term.value) != std::string_view::npos : text == term.value;
  };
  switch (term.field) {
  case Field::device:
    return fits(record.device);
  case Field::profile:
    return fits(record.profile);
  case Field::client:
    return fits(record.client);
  case Field::address:
    return fits(record.address);
  case Field::tag:
    return std::any_of(record.tags.begin(), record.tags.end(), fits);
  case Field::link:
    return fits(linkStateName(record.link));
  case Field::app:
    return fits(appStateName(record.appState));
  }
  return false;
}

} // namespace pushscope
