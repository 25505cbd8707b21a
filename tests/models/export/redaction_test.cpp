#include "models/export/redaction.h"

#include "models/text/format.h"
#include "protocol/base/ids.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pushscope {
namespace {

using Kind = Redaction::Kind;

TEST(Redaction, TheSameTextHasTheSamePlaceholderAndNoOtherHas) {
  Redaction redaction("salt", {});
  std::set<std::string> placeholders;
  for (int i = 0; i < 20'000; ++i) {
    const std::string device = "phone-" + std::to_string(i);
    const std::string placeholder = redaction.text(TextMeaning::device, device);
    EXPECT_TRUE(placeholders.insert(placeholder).second) << placeholder;
    EXPECT_TRUE(checkDeviceId(placeholder).ok());
    EXPECT_EQ(placeholder.find(device), std::string::npos);
  }
  EXPECT_TRUE(std::all_of(placeholders.begin(), placeholders.end(),
                          [](const std::string& each) { return each.starts_with("device-"); }));
  for (int i = 0; i < 100; ++i)
    EXPECT_TRUE(placeholders.contains(redaction.text(TextMeaning::device, "phone-" + std::to_string(i))));
  EXPECT_EQ(redaction.count(Kind::device).values, 20'000u);
  EXPECT_EQ(redaction.count(Kind::device).times, 20'100u);
}

TEST(Redaction, AnotherSaltMakesOtherPlaceholders) {
  Redaction a("one", {}), b("two", {}), again("one", {});
  const std::string placeholder = a.text(TextMeaning::device, "qa-7");
  EXPECT_NE(placeholder, b.text(TextMeaning::device, "qa-7"));
  EXPECT_EQ(placeholder, again.text(TextMeaning::device, "qa-7"));
  EXPECT_NE(placeholder.substr(7), a.text(TextMeaning::address, "qa-7").substr(8)) << "an address is no device";
}

TEST(Redaction, WhatIsNotToBeReplacedStays) {
  Redaction redaction("salt", {false, false});
  EXPECT_EQ(redaction.text(TextMeaning::device, "qa-7"), "qa-7");
  EXPECT_EQ(redaction.text(TextMeaning::address, "10.0.0.1:1234"), "10.0.0.1:1234");
  EXPECT_EQ(redaction.text(TextMeaning::client, "app/3"), "app/3");
  EXPECT_EQ(redaction.text(TextMeaning::other, "qa-7 at 10.0.0.1"), "qa-7 at 10.0.0.1");
  EXPECT_EQ(redaction.text(TextMeaning::address, ""), "");
  EXPECT_EQ(redaction.count(Kind::device).times, 0u);
}

TEST(Redaction, FreeTextNamesNobodyWhoWasReplaced) {
  Redaction redaction("salt", {});
  const std::string device = redaction.text(TextMeaning::device, "qa-7");
  const std::string server = redaction.text(TextMeaning::address, "push.example.com:7802");
  EXPECT_EQ(redaction.text(TextMeaning::other, "qa-7: lost, (qa-7)."), device + ": lost, (" + device + ").");
  EXPECT_EQ(redaction.text(TextMeaning::other, "to push.example.com:7802"), "to " + server);
  EXPECT_EQ(redaction.text(TextMeaning::other, "aqa-7 qa-77"), "aqa-7 qa-77") << "other words";
  const std::string longId(100, 'x');
  const std::string ofLong = redaction.text(TextMeaning::device, longId);
  EXPECT_EQ(redaction.text(TextMeaning::other, "Refused: " + plain(longId, 40).toStdString() + ", busy"),
            "Refused: " + ofLong + ", busy")
      << "also where a sentence cuts it";
  const std::string later = redaction.text(TextMeaning::device, "other phone");
  EXPECT_EQ(redaction.text(TextMeaning::other, "“other phone” is \xe6\x89\x8b"), "“" + later + "” is \xe6\x89\x8b");
}

TEST(Redaction, FreeTextHasNoCredentialAndNoAddressWhateverWasChosen) {
  const std::string token = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
  for (const bool choice : {true, false}) {
    Redaction redaction("salt", {choice, choice});
    for (const std::string& secret : {token, jwt}) {
      const std::string text = redaction.text(TextMeaning::other, "token=" + secret + "!");
      for (size_t at = 0; at + 20 <= secret.size(); ++at)
        EXPECT_EQ(text.find(secret.substr(at, 20)), std::string::npos) << text;
    }
    EXPECT_GE(redaction.count(Kind::token).values, 2u);
  }
  Redaction redaction("salt", {});
  for (const char* address : {"10.1.2.3", "10.1.2.3:80", "[fe80::1]:7801", "2001:db8::7", "::1"}) {
    const std::string text = redaction.text(TextMeaning::other, std::string("from ") + address + ", lost");
    EXPECT_TRUE(text.starts_with("from address-") && text.ends_with(", lost")) << text;
  }
}

TEST(Redaction, OrdinaryTextIsLeftAlone) {
  Redaction redaction("salt", {});
  for (const char* text : {"ios-voip-classic", "acknowledged after 34.1 ms, 1 attempt",
                           "01a1fc88-8e81-7717-95b5-a5aaf7872606", "12:03:07.123  stage: online", "pushnode 0.1.0",
                           "a very long word: internationalisation-of-everything", "", "-"})
    EXPECT_EQ(redaction.text(TextMeaning::other, text), text);
}

TEST(Redaction, NoKnownDeviceIsLeftInAnyText) {
  Random random(testSeed("Redaction"));
  Redaction redaction("salt", {});
  std::vector<std::string> devices;
  for (int i = 0; i < 50; ++i) {
    std::string device;
    for (uint64_t n = 3 + random.below(20); n > 0; --n)
      device += "abc-:. ()"[random.below(9)];
    devices.push_back("q" + device + "q");
    redaction.text(TextMeaning::device, devices.back());
  }
  for (uint64_t step = 0; step < testSteps(500); ++step) {
    const std::string& device = devices[random.below(devices.size())];
    const std::string text = redaction.text(TextMeaning::other, "[" + device + "] (" + device + ")");
    EXPECT_EQ(text.find(device), std::string::npos) << text;
  }
}

} // namespace
} // namespace pushscope
