#include "models/command/push_draft.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Field = PushDraft::Field;

PushDraft good() {
  PushDraft draft;
  draft.targets = "phone-1\nphone-2";
  draft.payload = R"({"title":"hi"})";
  return draft;
}

PushDraft withTargets(const QString& targets) {
  PushDraft draft = good();
  draft.targets = targets;
  return draft;
}
PushDraft withPayload(const QString& payload) {
  PushDraft draft = good();
  draft.payload = payload;
  return draft;
}
PushDraft withTimeToLive(const QString& text) {
  PushDraft draft = good();
  draft.timeToLive = text;
  return draft;
}

void expectProblem(const PushDraft& draft, Field field, qsizetype position) {
  const PushDraft::Problem problem = draft.problem();
  EXPECT_EQ(problem.field, field);
  EXPECT_EQ(problem.position, position);
  EXPECT_TRUE(problem.sentence.endsWith('.')) << problem.sentence.toStdString();
  EXPECT_FALSE(problem.sentence.contains('%')) << problem.sentence.toStdString();
}
bool isGood(const PushDraft& draft) {
  const PushDraft::Problem problem = draft.problem();
  return problem.field == Field::none && problem.position == -1 && problem.sentence.isEmpty();
}

TEST(PushDraft, WhatIsExpectedIsCheckedAtItsPlace) {
  PushDraft draft = good();
  draft.expectation = "acknowledged within 2s, no resend";
  EXPECT_TRUE(isGood(draft));
  EXPECT_EQ(draft.expectations().size(), 2u);
  draft.expectation = "é, shwon";
  expectProblem(draft, Field::expectation, 0);
  draft.expectation = "shown, shwon";
  expectProblem(draft, Field::expectation, 7);
  EXPECT_TRUE(draft.expectations().empty());
}

TEST(PushDraft, TakesADeviceALineBecauseAnIdMayHoldSpacesAndCommas) {
  EXPECT_EQ(withTargets(" a \n\nb c, d\r\n;e\n a").devices(), (QStringList{"a", "b c, d", ";e"}));
  EXPECT_TRUE(withTargets(" \n\t\n").devices().isEmpty());
}

TEST(PushDraft, HasNoProblemWhenAllIsWell) {
  EXPECT_TRUE(isGood(good()));
  EXPECT_TRUE(isGood(withPayload("{}")));
  EXPECT_TRUE(isGood(withPayload("[1, 2]")));
  EXPECT_TRUE(isGood(withTargets(QString(128, 'x'))));
}

TEST(PushDraft, WantsADevice) {
  expectProblem(withTargets(""), Field::targets, 0);
  expectProblem(withTargets(" \n"), Field::targets, 0);
}

TEST(PushDraft, PointsAtTheDeviceThatCannotBeOne) {
  expectProblem(withTargets("phone-1\n " + QString(129, 'x')), Field::targets, 9);
  expectProblem(withTargets("phone-1\na" + QString(QChar(7)) + "b"), Field::targets, 8);
  expectProblem(withTargets("手机\n" + QString(43, u'手')), Field::targets, 3);
}

TEST(PushDraft, QuotesAWrongDeviceBoundedAndAsItIs) {
  const QString sentence = withTargets("%2" + QString(QChar(7)) + QString(9000, 'x')).problem().sentence;
  EXPECT_TRUE(sentence.contains("%2"));
  EXPECT_TRUE(sentence.contains("128"));
  EXPECT_LT(sentence.size(), 200);
}

TEST(PushDraft, TakesAsManyDevicesAsAFrameDoes) {
  QStringList ids;
  for (size_t i = 0; i < maxTargets; ++i)
    ids << QString::number(i);
  EXPECT_TRUE(isGood(withTargets(ids.join('\n'))));
  expectProblem(withTargets(ids.join('\n') + "\nmore"), Field::targets, 0);
}

TEST(PushDraft, PointsAtTheMistakeInThePayload) {
  expectProblem(withPayload(""), Field::payload, 0);
  const auto position = [](const QString& text) { return withPayload(text).problem().position; };
  const QString plainText = R"({"a": 1, b})", wideText = R"({"手😀": 1, b})";
  EXPECT_EQ(withPayload(plainText).problem().field, Field::payload);
  EXPECT_EQ(position(wideText), position(plainText) + 2) << "characters of the field, not bytes";
}

TEST(PushDraft, TakesAPayloadUpToTheLimitInBytes) {
  const auto ofBytes = [](size_t bytes) { return "[\"" + QString(qsizetype(bytes) - 4, 'x') + "\"]"; };
  EXPECT_TRUE(isGood(withPayload(ofBytes(maxPayloadBytes))));
  expectProblem(withPayload(ofBytes(maxPayloadBytes + 1)), Field::payload, 0);
  expectProblem(withPayload("[\"" + QString(maxPayloadBytes / 3 + 1, u'手') + "\"]"), Field::payload, 0);
}

TEST(PushDraft, TakesATimeToLiveThatTheWireCanCarry) {
  for (const char* text : {"", "  ", "30s", "10m", "24h", "168h", " 1ms "})
    EXPECT_TRUE(isGood(withTimeToLive(text))) << text;
  for (const char* text : {"soon", "0", "0s", "-1s", "1us", "0.5ms", "169h", "1d", "24 h"})
    expectProblem(withTimeToLive(text), Field::timeToLive, 0);
}

TEST(PushDraft, ReportsTheFirstFieldFirst) {
  PushDraft draft;
  draft.payload = "nonsense";
  draft.timeToLive = "soon";
  EXPECT_EQ(draft.problem().field, Field::targets);
  draft.targets = "phone";
  EXPECT_EQ(draft.problem().field, Field::payload);
  draft.payload = "{}";
  EXPECT_EQ(draft.problem().field, Field::timeToLive);
}

TEST(PushDraft, FillsItsPlacesAndSaysWhichHasNoValue) {
  PushDraft draft = withPayload(R"({"to": "{{device}}", "n": {{n}}, "hello": "{{name}}"})");
  expectProblem(draft, Field::payload, draft.payload.indexOf("{{name}}"));
  draft.values = "name=A\"na";
  EXPECT_TRUE(isGood(draft));
  EXPECT_TRUE(draft.isOfOneDevice());
  EXPECT_EQ(draft.filledPayload({}, 3, "phone-2"), R"({"to": "phone-2", "n": 3, "hello": "A\"na"})");
  draft.values = "name=A; oops";
  expectProblem(draft, Field::values, 7);
  draft.values = "name=A";
  draft.payload = R"({"to": "{{device}}", b})";
  EXPECT_EQ(draft.problem().position, draft.payload.indexOf('b')) << "of the text that was typed";
}

TEST(PushDraft, APayloadOfOneDeviceWantsDevicesByName) {
  PushDraft draft = withPayload(R"("{{device}}")");
  draft.tag = "qa";
  expectProblem(draft, Field::payload, 1);
  draft.tag.clear();
  QStringList ids;
  for (qsizetype i = 0; i <= PushDraft::mostOwnPayloads; ++i)
    ids << QString::number(i);
  draft.targets = ids.join('\n');
  expectProblem(draft, Field::targets, 0);
}

TEST(PushDraft, ChecksHowOftenAndUnderWhichKey) {
  PushDraft draft = good();
  EXPECT_EQ(draft.repeats(), 1u);
  for (const char* text : {"1", " 10 ", "10000"}) {
    draft.repeat = text;
    EXPECT_TRUE(isGood(draft)) << text;
  }
  for (const char* text : {"0", "10001", "-1", "many", "1.5"}) {
    draft.repeat = text;
    expectProblem(draft, Field::repeat, 0);
  }
  draft.repeat = "10";
  for (const char* text : {"1ms", "25h", "often"}) {
    draft.every = text;
    expectProblem(draft, Field::every, 0);
  }
  draft.every = "500ms";
  EXPECT_TRUE(isGood(draft));
  EXPECT_EQ(draft.interval(), 500ms);
  draft.collapseKey = QString(qsizetype(maxCollapseKey) + 1, 'x');
  expectProblem(draft, Field::collapseKey, 0);
  draft.collapseKey = "score";
  Random random(7);
  EXPECT_EQ(draft.inject(wallFromMicros(1), random).collapseKey, "score");
}

TEST(PushDraft, TakesNoPayloadThatIsNestedTooDeeply) {
  EXPECT_TRUE(isGood(withPayload(QString(64, '[') + QString(64, ']'))));
  expectProblem(withPayload(QString(65, '[') + QString(65, ']')), Field::payload, 64);
}

TEST(PushDraft, BecomesARequestWithAFreshIdEachTime) {
  Random random(7);
  const WallTime composed = wallFromMicros(1'700'000'000'000'000);
  PushDraft draft = withTimeToLive("10m");
  draft.payload = R"({"title":"手"})";
  draft.highPriority = true;
  const Inject inject = draft.inject(composed, random);
  EXPECT_EQ(inject.devices, (std::vector<std::string>{"phone-1", "phone-2"}));
  EXPECT_EQ(asText(inject.payload), R"({"title":"手"})");
  EXPECT_EQ(inject.composed, composed);
  EXPECT_EQ(inject.timeToLive, 10min);
  EXPECT_TRUE(inject.highPriority);
  EXPECT_FALSE(inject.uuid.isNull());
  EXPECT_FALSE(draft.inject(composed, random).uuid == inject.uuid);
  EXPECT_EQ(good().inject(composed, random).timeToLive, Duration::zero()) << "the server's default";
}

} // namespace
} // namespace pushscope
