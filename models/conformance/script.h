#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace pushscope::conformance {

// A conversation written from top to bottom: a coroutine that runs when it is waited for, and goes back to who waits
// when it is done. It owns its frame: a script that is destroyed in the middle is forgotten, with all that it waits
// for.
template <class T>
class [[nodiscard]] Script {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct Back {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(Handle done) noexcept { return done.promise().waiting; }
    void await_resume() noexcept {}
  };
  struct promise_type {
    std::coroutine_handle<> waiting = std::noop_coroutine();
    std::optional<T> value;

    Script get_return_object() { return Script(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    Back final_suspend() noexcept { return {}; }
    void return_value(T returned) { value = std::move(returned); }
    void unhandled_exception() { std::terminate(); }
  };

  Script(Script&& other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
  Script& operator=(Script&&) = delete;
  ~Script() {
    if (m_handle)
      m_handle.destroy();
  }

  // For the outermost one.
  void begin() { m_handle.resume(); }
  bool done() const { return m_handle.done(); }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept {
    m_handle.promise().waiting = waiting;
    return m_handle;
  }
  T await_resume() { return std::move(*m_handle.promise().value); }

 private:
  explicit Script(Handle handle) : m_handle(handle) {}
  Handle m_handle;
};

} // namespace pushscope::conformance
