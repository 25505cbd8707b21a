#include "models/settings/push_templates.h"

#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class PushTemplatesTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("settings.conf"));
  QSettings settings{path, QSettings::IniFormat};
  PushTemplates templates{settings};

  static PushDraft whole() {
    PushDraft draft;
    draft.payload = "{\"a\": \"{{name}}\",\n \"手\": 1}";
    draft.timeToLive = "10m";
    draft.notBefore = "5s";
    draft.highPriority = true;
    draft.expectation = "acknowledged within 2s";
    draft.collapseKey = "score";
    draft.values = "name=Anna; b=c";
    draft.repeat = "3";
    draft.every = "2s";
    return draft;
  }
};

TEST_F(PushTemplatesTest, KeepAllButWhoItGoesTo) {
  PushDraft draft = whole();
  draft.targets = "phone-1";
  draft.tag = "qa";
  draft.query = "link:online";
  ASSERT_EQ(templates.save("Score / 50 %", draft), QString());
  settings.sync();
  QSettings again(path, QSettings::IniFormat);
  EXPECT_EQ(PushTemplates(again).names(), QStringList{"Score / 50 %"});
  EXPECT_EQ(PushTemplates(again).find("Score / 50 %"), whole());
}

TEST_F(PushTemplatesTest, WhatIsWrongWhileItIsTypedIsKeptAsItIs) {
  PushDraft draft;
  draft.payload = "{ not yet";
  ASSERT_EQ(templates.save("half", draft), QString());
  EXPECT_EQ(templates.find("half"), draft);
}

TEST_F(PushTemplatesTest, HaveABoundAndCanBeDeletedAndReplaced) {
  for (qsizetype i = 0; i < PushTemplates::most; ++i)
    ASSERT_EQ(templates.save(QString::number(i), whole()), QString());
  EXPECT_FALSE(templates.save("more", whole()).isEmpty());
  EXPECT_EQ(templates.save("7", PushDraft()), QString());
  EXPECT_EQ(templates.find("7"), PushDraft());
  templates.forget("7");
  EXPECT_EQ(templates.find("7"), std::nullopt);
  EXPECT_EQ(templates.save("more", whole()), QString());
  EXPECT_FALSE(templates.save("", whole()).isEmpty());
}

TEST_F(PushTemplatesTest, DamageIsNoTemplate) {
  for (const char* damaged : {"", "7", "[]", "{", "[[[["}) {
    settings.setValue("templates/x", damaged);
    EXPECT_EQ(templates.find("x"), std::nullopt) << damaged;
  }
  settings.setValue("templates/x", R"({"payload": 7, "repeat": ["a"]})");
  EXPECT_EQ(templates.find("x"), PushDraft());
}

} // namespace
} // namespace pushscope
