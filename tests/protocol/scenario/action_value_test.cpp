#include "protocol/scenario/action_value.h"

#include <gtest/gtest.h>

namespace pushscope::scenario {
namespace {

TEST(ActionValue, IsReadAsTheActionTakesIt) {
  struct Case {
    PhoneAction action;
    const char* text;
    uint64_t value;
  };
  for (const Case& c :
       {Case{PhoneAction::background, "", 0}, Case{PhoneAction::airplane, "true", 1},
        Case{PhoneAction::airplane, "off", 0}, Case{PhoneAction::task, "1", 1}, Case{PhoneAction::loss, "30%", 300'000},
        Case{PhoneAction::dropAcknowledgements, "100%", 1'000'000}, Case{PhoneAction::delay, "300ms", 300},
        Case{PhoneAction::refuse, "50%", 500'000}, Case{PhoneAction::natTimeout, "0", 0},
        Case{PhoneAction::natTimeout, "5m", 300'000}, Case{PhoneAction::remind, "70", 70},
        Case{PhoneAction::slowReader, "1024", 1024}, Case{PhoneAction::alertStyle, "banner", 1},
        Case{PhoneAction::fetch, "", 0}}) {
    SCOPED_TRACE(phoneActionName(c.action));
    const Result<uint64_t> value = actionValue(c.action, c.text);
    ASSERT_TRUE(value.ok()) << value.error().detail;
    EXPECT_EQ(value.value(), c.value);
  }
}

TEST(ActionValue, WhatDoesNotFitIsASentence) {
  struct Case {
    PhoneAction action;
    const char* text;
    const char* words;
  };
  for (const Case& c :
       {Case{PhoneAction::background, "1", "takes no value"}, Case{PhoneAction::airplane, "", "none was given"},
        Case{PhoneAction::airplane, "2", "true or false"}, Case{PhoneAction::loss, "30", "percentage"},
        Case{PhoneAction::delay, "fast", "duration"}, Case{PhoneAction::delay, "100us", "whole milliseconds"},
        Case{PhoneAction::remind, "-1", "whole number"}, Case{PhoneAction::alertStyle, "loud", "banner"}}) {
    SCOPED_TRACE(c.text);
    const Result<uint64_t> value = actionValue(c.action, c.text);
    ASSERT_FALSE(value.ok());
    EXPECT_NE(value.error().detail.find(c.words), std::string::npos) << value.error().detail;
  }
}

// An action that is new to fleet.proto must be given its form here.
TEST(ActionValue, EveryActionHasAForm) {
  for (size_t i = 1; i < phoneActionCount; ++i) {
    bool taken = false;
    for (const char* text : {"", "true", "30%", "300ms", "banner", "7"})
      taken |= actionValue(PhoneAction(i), text).ok();
    EXPECT_TRUE(taken) << phoneActionName(PhoneAction(i));
  }
  EXPECT_NE(actionNames().find("forget_nat, "), std::string::npos);
  EXPECT_TRUE(takesText(PhoneAction::fetch));
  EXPECT_FALSE(takesText(PhoneAction::crash));
}

} // namespace
} // namespace pushscope::scenario
