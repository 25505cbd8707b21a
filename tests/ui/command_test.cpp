#include "ui/actions/command.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

Command named(const char* name, const char* place = "", const char* tip = "") {
  Command command;
  command.name = QLatin1String(name);
  command.place = QLatin1String(place);
  command.tip = QLatin1String(tip);
  return command;
}

TEST(CommandFit, IsBestAtTheBeginningOfTheName) {
  const int first = fitOf(named("Record…"), "rec"), word = fitOf(named("Stop recording"), "rec"),
            inside = fitOf(named("Direct"), "rec"), place = fitOf(named("Open", "Recording"), "rec"),
            letters = fitOf(named("Reset connection"), "rcn"), tip = fitOf(named("Open", "", "a recording"), "rec");
  EXPECT_GT(first, word);
  EXPECT_GT(word, inside);
  EXPECT_GT(inside, place);
  EXPECT_GT(place, letters);
  EXPECT_GT(letters, tip);
  EXPECT_GT(tip, 0);
}

TEST(CommandFit, NeedsEveryWordInWhateverOrder) {
  EXPECT_GT(fitOf(named("Export table…", "File"), "table export"), 0);
  EXPECT_GT(fitOf(named("Export table…", "File"), "file TABLE"), 0);
  EXPECT_EQ(fitOf(named("Export table…", "File"), "export picture"), 0);
  EXPECT_EQ(fitOf(named("Export table…"), "elbatx"), 0);
}

TEST(CommandFit, TakesNothingForEverything) {
  EXPECT_GT(fitOf(named("Export table…"), ""), 0);
  EXPECT_EQ(fitOf(named("Export table…"), "  "), fitOf(named("Quit"), ""));
}

} // namespace
} // namespace pushscope
