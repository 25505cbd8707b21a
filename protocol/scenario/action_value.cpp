#include "protocol/scenario/action_value.h"

#include "protocol/base/duration_text.h"
#include "protocol/base/ids.h"
#include "protocol/scenario/bound.h"

#include <charconv>

namespace pushscope::scenario {
namespace {

enum class Form { none, onOff, share, time, number, style, text };

// What fleet.proto says of each.
Form formOf(PhoneAction action) {
  switch (action) {
  case PhoneAction::airplane:
  case PhoneAction::wifi:
  case PhoneAction::cellular:
  case PhoneAction::freeze:
  case PhoneAction::loggedIn:
  case PhoneAction::audio:
  case PhoneAction::location:
  case PhoneAction::task:
  case PhoneAction::screen:
    return Form::onOff;
  case PhoneAction::dropAcknowledgements:
  case PhoneAction::loss:
  case PhoneAction::duplicate:
  case PhoneAction::reorder:
  case PhoneAction::refuse:
    return Form::share;
  case PhoneAction::delay:
  case PhoneAction::jitter:
  case PhoneAction::natTimeout:
    return Form::time;
  case PhoneAction::slowReader:
  case PhoneAction::remind:
    return Form::number;
  case PhoneAction::alertStyle:
    return Form::style;
  case PhoneAction::fetch:
    return Form::text;
  default:
    return Form::none;
  }
}

struct Word {
  std::string_view text;
  uint64_t value;
};
constexpr Word onOffWords[] = {{"true", 1}, {"false", 0}, {"on", 1}, {"off", 0}, {"1", 1}, {"0", 0}};
constexpr Word styleWords[] = {{"none", 0}, {"banner", 1}, {"alert", 2}};

template <size_t n>
Result<uint64_t> word(const Word (&words)[n], std::string_view text, const Error& otherwise) {
  for (const Word& w : words)
    if (w.text == text)
      return w.value;
  return otherwise;
}

Result<uint64_t> number(std::string_view text, const Error& otherwise) {
  constexpr uint64_t greatest = 1'000'000'000;
  uint64_t value = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || stop != text.data() + text.size() || value > greatest)
    return otherwise;
  return value;
}

Result<uint64_t> milliseconds(std::string_view text, const Error& otherwise) {
  const Result<Duration> value = parseDuration(text);
  // The fleet counts in whole ms; a shorter time would silently become none.
  const bool whole = value.ok() && value.value().count() % 1000 == 0;
  const bool fits = whole && value.value() <= std::chrono::hours(24 * 366);
  return fits ? Result<uint64_t>(uint64_t(value.value().count() / 1000)) : otherwise;
}

} // namespace

bool takesText(PhoneAction action) {
  return formOf(action) == Form::text;
}

Result<uint64_t> actionValue(PhoneAction action, std::string_view text) {
  const std::string name(phoneActionName(action));
  const auto needs = [&](const char* what) {
    const std::string given = text.empty() ? std::string("none was given") : "\"" + labelOf(text) + "\" is none";
    return Error{ErrorCode::malformed, "\"" + name + "\" needs a value, " + what + "; " + given};
  };
  switch (formOf(action)) {
  case Form::none:
  case Form::text:
    if (!text.empty())
      return {ErrorCode::malformed, "\"" + name + "\" takes no value"};
    return uint64_t{0};
  case Form::onOff:
    return word(onOffWords, text, needs("true or false"));
  case Form::share: {
    const Result<uint32_t> share = parsePerMillion(text);
    return share.ok() ? Result<uint64_t>(share.value()) : needs("a percentage such as \"30%\"");
  }
  case Form::time:
    return milliseconds(text, needs("a duration such as \"300ms\", in whole milliseconds"));
  case Form::number:
    return number(text, needs("a whole number"));
  case Form::style:
    return word(styleWords, text, needs("one of none, banner, alert"));
  }
  return needs("which is not known"); // every form is above
}

std::string actionValueText(PhoneAction action, uint64_t value) {
  switch (formOf(action)) {
  case Form::none:
  case Form::text:
    return {};
  case Form::onOff:
    return value != 0 ? "on" : "off";
  case Form::share: {
    const std::string rest = std::to_string(10'000 + value % 10'000).substr(1);
    const size_t digits = rest.find_last_not_of('0') + 1; // npos + 1 is 0
    return std::to_string(value / 10'000) + (digits == 0 ? "" : "." + rest.substr(0, digits)) + "%";
  }
  case Form::time:
    return durationText(std::chrono::milliseconds(value));
  case Form::number:
    return std::to_string(value);
  case Form::style:
    for (const Word& w : styleWords)
      if (w.value == value)
        return std::string(w.text);
    return std::to_string(value);
  }
  return {};
}

std::string actionNames() {
  std::string names;
  for (size_t i = 1; i < phoneActionCount; ++i)
    names += (i > 1 ? ", " : "") + std::string(phoneActionName(PhoneAction(i)));
  return names;
}

} // namespace pushscope::scenario
