#pragma once

#include "protocol/base/error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace pushscope {

// Either a value or an Error. It cannot be ignored, and it has no truth value: ask ok().
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {
    assert(this->error().code != ErrorCode::ok);
  }
  Result(ErrorCode code, std::string detail = {}) : Result(Error{code, std::move(detail)}) {}
  explicit operator bool() const = delete;

  bool ok() const { return m_state.index() == 0; }
  const T& value() const& { return std::get<0>(m_state); }
  T& value() & { return std::get<0>(m_state); }
  T&& value() && { return std::get<0>(std::move(m_state)); }
  const Error& error() const { return std::get<1>(m_state); }

 private:
  std::variant<T, Error> m_state;
};

struct Done {};
using Status = Result<Done>;

} // namespace pushscope
