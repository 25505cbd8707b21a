#pragma once

#include "protocol/base/result.h"
#include "protocol/message/telemetry.h"

#include <string_view>
#include <vector>

namespace pushscope {

// Which devices an operator means, in words that a server can check against each of its records without keeping an
// index: terms with a space between them, all of which must hold.
//
//   device:ID  profile:P  client:C  address:A  tag:T  link:online  app:suspended      equal
//   device~part  (and ~ with each of the others)                                      contains
//   -term                                                                             does not hold
class DeviceQuery {
 public:
  // `malformed` with the term that is wrong. At least one term, so that nothing is ever sent to all by an empty text;
  // device~ matches everything.
  static Result<DeviceQuery> parse(std::string_view text);
  bool matches(const DeviceRecord& record) const;

 private:
  enum class Field { device, profile, client, address, tag, link, app };
  struct Term {
    Field field = Field::device;
    bool contains = false, negated = false;
    std::string value;
  };
  static bool holds(const Term& term, const DeviceRecord& record);
  std::vector<Term> m_terms;
};

} // namespace pushscope
