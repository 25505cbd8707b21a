#include "protocol/machine/server_choice.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(ServerChoice, BeginsWithTheFirstAndGoesRoundAndRound) {
  ServerChoice choice(3, 1);
  for (size_t expected : {1u, 2u, 0u, 1u, 2u, 0u}) {
    EXPECT_EQ(choice.current(), expected);
    choice.failed();
  }
}

TEST(ServerChoice, StaysWithTheOneThatWelcomed) {
  ServerChoice choice(4, 0);
  choice.failed();
  choice.failed();
  choice.succeeded();
  EXPECT_EQ(choice.current(), size_t{2});
  choice.failed();
  EXPECT_EQ(choice.current(), size_t{3});
  choice.succeeded();
  choice.succeeded();
  EXPECT_EQ(choice.current(), size_t{3});
}

TEST(ServerChoice, SpreadsAFleetOverItsServers) {
  size_t phones[5] = {};
  for (size_t phone = 0; phone < 1000; ++phone)
    ++phones[ServerChoice(5, phone).current()];
  for (size_t count : phones)
    EXPECT_EQ(count, size_t{200});
}

TEST(ServerChoice, OfOneIsAlwaysThatOne) {
  for (size_t count : {0u, 1u}) {
    ServerChoice choice(count, 17);
    choice.failed();
    EXPECT_EQ(choice.current(), size_t{0});
  }
}

} // namespace
} // namespace pushscope
