#include "models/settings/window_settings.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using State = WindowSettings::State;

class WindowSettingsTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  WindowSettings window{settings};
};

TEST_F(WindowSettingsTest, AreKeptForEachProfileAndOnceWithoutOne) {
  window.write("a / b", {}, {{"page", "wakes"}, {"wakes/table0", "x, \"y\""}});
  window.write({}, {}, {{"page", "sessions"}});
  QSettings again(settings.fileName(), QSettings::IniFormat);
  const WindowSettings read(again);
  EXPECT_EQ(read.read("a / b"), (State{{"page", "wakes"}, {"wakes/table0", "x, \"y\""}}));
  EXPECT_EQ(read.read({}), (State{{"page", "sessions"}}));
  EXPECT_TRUE(read.read("nobody").isEmpty());
}

TEST_F(WindowSettingsTest, OnlyWhatChangedIsWritten) {
  const State before{{"page", "wakes"}, {"docks", "d"}};
  window.write("p", {}, before);
  // Another console of this person changes its own part meanwhile.
  QSettings other(settings.fileName(), QSettings::IniFormat);
  other.setValue(QStringLiteral("windows/p/docks"), "other");
  other.sync();
  window.write("p", before, {{"page", "push"}, {"docks", "d"}});
  EXPECT_EQ(window.read("p"), (State{{"page", "push"}, {"docks", "other"}}));
}

TEST_F(WindowSettingsTest, GoWithTheirProfile) {
  window.write("from", {}, {{"page", "wakes"}});
  window.rename("from", "to");
  EXPECT_TRUE(window.read("from").isEmpty());
  EXPECT_EQ(window.read("to"), (State{{"page", "wakes"}}));
  window.forget("to");
  EXPECT_TRUE(window.read("to").isEmpty());
}

TEST_F(WindowSettingsTest, NoMoreIsReadThanAWindowHas) {
  settings.setValue(QStringLiteral("windows/p/long"), QString(100'000, 'x'));
  for (int i = 0; i < 1000; ++i)
    settings.setValue(QStringLiteral("windows/p/%1").arg(i), "x");
  EXPECT_EQ(window.read("p").size(), WindowSettings::mostKeys);
  EXPECT_FALSE(window.read("p").contains("long"));
}

TEST_F(WindowSettingsTest, SealedBytesAreWholeOrNothing) {
  const QByteArray bytes = QByteArrayLiteral("\0docks \xff and what Qt made of them");
  const QString sealed = WindowSettings::seal(bytes);
  EXPECT_EQ(WindowSettings::unseal(sealed), bytes);
  EXPECT_EQ(WindowSettings::unseal({}), QByteArray());
  EXPECT_EQ(WindowSettings::unseal("!!"), QByteArray());
  Random random(testSeed("WindowSettings"));
  for (int round = 0; round < 2'000; ++round) {
    QString damaged = sealed;
    for (uint64_t changes = 1 + random.below(3); changes > 0; --changes)
      damaged[qsizetype(random.below(uint64_t(damaged.size())))] = QChar(char16_t(32 + random.below(95)));
    if (random.below(4) == 0)
      damaged.truncate(qsizetype(random.below(uint64_t(damaged.size()))));
    const QByteArray read = WindowSettings::unseal(damaged);
    EXPECT_TRUE(read.isEmpty() || read == bytes) << damaged.toStdString();
  }
}

} // namespace
} // namespace pushscope
