#include "models/store/device_table.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(DeviceTable, GivesEachDeviceOneRowForEver) {
  DeviceTable table;
  const Row a = table.rowFor("a"), b = table.rowFor("b");
  EXPECT_NE(a, b);
  EXPECT_EQ(table.rowFor("a"), a);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.find("b"), std::optional(b));
  EXPECT_EQ(table.find("c"), std::nullopt);
  EXPECT_EQ(table.device(b), "b");
}

struct DiffersCase {
  const char* what;
  LinkState believed, real;
  AppState believedApp, realApp;
  bool differs;
};

class Differs : public ::testing::TestWithParam<DiffersCase> {
 protected:
  DeviceTable table;
  const Row row = table.rowFor("phone");

  void fill() {
    DeviceTable::Belief& belief = table.belief(row);
    DeviceTable::Truth& truth = table.truth(row);
    belief.known = truth.known = true;
    belief.link = GetParam().believed;
    truth.link = GetParam().real;
    belief.app = GetParam().believedApp;
    truth.app = GetParam().realApp;
  }
};

TEST_P(Differs, WhenBothAreKnown) {
  fill();
  EXPECT_EQ(table.differs(row), GetParam().differs);
}

TEST_P(Differs, NeverWhileEitherIsUnknownOrStale) {
  fill();
  table.belief(row).known = false;
  EXPECT_FALSE(table.differs(row));
  fill();
  table.truth(row).known = false;
  EXPECT_FALSE(table.differs(row));
  fill();
  table.belief(row).stale = true;
  EXPECT_FALSE(table.differs(row));
  table.belief(row).stale = false;
  table.truth(row).stale = true;
  EXPECT_FALSE(table.differs(row));
}

constexpr auto up = LinkState::online, late = LinkState::suspect, down = LinkState::offline;
constexpr auto front = AppState::foreground, back = AppState::background;

INSTANTIATE_TEST_SUITE_P(BeliefAndTruth, Differs,
                         ::testing::Values(DiffersCase{"Agree", up, up, front, front, false},
                                           DiffersCase{"HalfOpen", up, down, front, front, true},
                                           DiffersCase{"NotYetSeen", down, up, front, front, true},
                                           DiffersCase{"SuspectIsStillBelievedUp", late, up, front, front, false},
                                           DiffersCase{"SuspectAndDown", late, down, front, front, true},
                                           DiffersCase{"AnotherAppState", up, up, front, back, true},
                                           DiffersCase{"TheAppStateOfALostPhoneIsNoNews", down, down, front, back,
                                                       false}),
                         [](const auto& test) { return std::string(test.param.what); });

} // namespace
} // namespace pushscope
