#include "protocol/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace pushscope {
namespace {

TEST(ErrorName, NamesEveryCodeThatTravels) {
  std::set<std::string_view> names;
  for (uint32_t code = 0; code <= static_cast<uint32_t>(ErrorCode::banned); ++code)
    names.insert(errorName(errorFromWire(code)));
  EXPECT_EQ(names.size(), size_t{17});
  EXPECT_EQ(names.count("private"), size_t{0});
}

TEST(ErrorName, IsSnakeCase) {
  EXPECT_EQ(errorName(ErrorCode::heartbeatLost), "heartbeat_lost");
  EXPECT_EQ(errorName(ErrorCode::cannotConnect), "cannot_connect");
}

TEST(ErrorName, CallsACodeOfAnotherPartyPrivate) {
  EXPECT_EQ(errorName(errorFromWire(1000)), "private");
}

// The numbers are the contract with servers and clients that others write.
TEST(ErrorCode, KeepsItsNumbers) {
  EXPECT_EQ(errorFromWire(0), ErrorCode::ok);
  EXPECT_EQ(errorFromWire(1), ErrorCode::malformed);
  EXPECT_EQ(errorFromWire(2), ErrorCode::tooLarge);
  EXPECT_EQ(errorFromWire(3), ErrorCode::unknownCommand);
  EXPECT_EQ(errorFromWire(4), ErrorCode::version);
  EXPECT_EQ(errorFromWire(5), ErrorCode::unauthenticated);
  EXPECT_EQ(errorFromWire(6), ErrorCode::forbidden);
  EXPECT_EQ(errorFromWire(7), ErrorCode::notFound);
  EXPECT_EQ(errorFromWire(8), ErrorCode::busy);
  EXPECT_EQ(errorFromWire(9), ErrorCode::conflict);
  EXPECT_EQ(errorFromWire(10), ErrorCode::limit);
  EXPECT_EQ(errorFromWire(11), ErrorCode::storage);
  EXPECT_EQ(errorFromWire(12), ErrorCode::outcomeUnknown);
  EXPECT_EQ(errorFromWire(13), ErrorCode::draining);
  EXPECT_EQ(errorFromWire(14), ErrorCode::superseded);
  EXPECT_EQ(errorFromWire(15), ErrorCode::heartbeatLost);
  EXPECT_EQ(errorFromWire(16), ErrorCode::banned);
}

TEST(ErrorCode, OfANewerPeerStaysAsItIs) {
  EXPECT_EQ(static_cast<uint32_t>(errorFromWire(4711)), 4711u);
}

TEST(Result, HoldsEitherAValueOrAnError) {
  const Result<int> good = 7, bad = {ErrorCode::notFound, "device"};
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(good.value(), 7);
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.error(), (Error{ErrorCode::notFound, "device"}));
}

TEST(Result, HandsOverWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

} // namespace
} // namespace pushscope
