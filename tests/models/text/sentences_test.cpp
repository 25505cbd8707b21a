#include "models/text/sentences.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr ErrorCode everyCode[] = {
    ErrorCode::ok,       ErrorCode::malformed,        ErrorCode::tooLarge,  ErrorCode::unknownCommand,
    ErrorCode::version,  ErrorCode::unauthenticated,  ErrorCode::forbidden, ErrorCode::notFound,
    ErrorCode::busy,     ErrorCode::conflict,         ErrorCode::limit,     ErrorCode::storage,
    ErrorCode::banned,   ErrorCode::outcomeUnknown,   ErrorCode::draining,  ErrorCode::superseded,
    ErrorCode::local,    ErrorCode::heartbeatLost,    ErrorCode::file,      ErrorCode::cannotConnect,
    ErrorCode::timedOut, ErrorCode::connectionClosed, ErrorCode::usage,     errorFromWire(1000),
    ErrorCode::insecure, ErrorCode::untrusted};

std::string closing(Side side, ErrorCode code, bool goodbye) {
  return Sentences::closing({side, code, goodbye}).toStdString();
}

TEST(SentencesOfErrors, EachCodeNamesTheThing) {
  QStringList seen;
  for (const ErrorCode code : everyCode) {
    const QString sentence = Sentences::error({code, {}}, "Server stage");
    EXPECT_TRUE(sentence.contains("Server stage")) << uint32_t(code);
    EXPECT_TRUE(sentence.endsWith('.')) << sentence.toStdString();
    EXPECT_FALSE(seen.contains(sentence)) << "one sentence for each: " << sentence.toStdString();
    seen << sentence;
  }
}

TEST(SentencesOfErrors, WhatWasNotFoundHasASentenceForEachKindThatSaysWhereToLook) {
  QStringList seen;
  for (const auto& [detail, words] :
       {std::pair("device", "the list of sessions"), std::pair("uuid", "Compare the id"),
        std::pair("waiting", "nothing waits"), std::pair("collection", "no such collection"),
        std::pair("name", "The list of tokens")}) {
    const QString sentence = Sentences::error({ErrorCode::notFound, detail}, "This");
    EXPECT_TRUE(sentence.startsWith("This") && sentence.endsWith('.')) << sentence.toStdString();
    EXPECT_TRUE(sentence.contains(words)) << sentence.toStdString();
    EXPECT_FALSE(seen.contains(sentence));
    seen << sentence;
  }
  EXPECT_EQ(Sentences::error({ErrorCode::notFound, "devices"}, "This"), seen.first());
  const QString other = Sentences::error({ErrorCode::notFound, "moon\x1b"}, "This");
  EXPECT_TRUE(other.contains("moon") && !other.contains(QChar(0x1b))) << "a field that this version does not know";
}

TEST(SentencesOfErrors, AConflictSaysWhatIsInTheWay) {
  EXPECT_TRUE(Sentences::error({ErrorCode::conflict, "name"}, "Token x").contains("the name is taken"));
  EXPECT_TRUE(Sentences::error({ErrorCode::conflict, "expected: 3 wait now"}, "Purge").contains(": 3 wait now."));
}

TEST(SentencesOfErrors, AnotherPortIsSuspectedIfTheHandshakeIsNone) {
  EXPECT_TRUE(Sentences::error({ErrorCode::malformed, "handshake"}, "Server").contains("probably another port"));
}

TEST(SentencesOfErrors, ADetailIsShownAsPlainText) {
  for (const ErrorCode code : {ErrorCode::malformed, ErrorCode::tooLarge, ErrorCode::version, ErrorCode::conflict,
                               ErrorCode::limit, ErrorCode::cannotConnect, ErrorCode::file, ErrorCode::usage}) {
    const QString sentence = Sentences::error({code, "devices\x1b[31m"}, "Push");
    EXPECT_TRUE(sentence.contains("devices")) << uint32_t(code);
    EXPECT_FALSE(sentence.contains(QChar(0x1b)));
  }
}

TEST(SentencesOfErrors, ACertificateThatIsNotBelievedIsNamedWithTheWayToAcceptIt) {
  QStringList seen;
  for (const char* cause : {"pin", "unknown", "name", "expired", "not_yet_valid", "revoked", "unfit"}) {
    const QString sentence =
        Sentences::error({ErrorCode::untrusted, std::string(cause) + " sha256:00ff"}, "Server 10.0.0.1:7802");
    for (const char* part : {"Server 10.0.0.1:7802", "sha256:00ff", "--tls-pin", "field “Certificate”"})
      EXPECT_TRUE(sentence.contains(QString::fromUtf8(part))) << sentence.toStdString();
    EXPECT_FALSE(sentence.contains("pin sha256") || seen.contains(sentence)) << sentence.toStdString();
    seen << sentence;
  }
}

TEST(SentencesOfErrors, APrivateCodeIsShownAsItsNumber) {
  EXPECT_TRUE(Sentences::error({errorFromWire(1234), {}}, "Server").contains("1234"));
}

TEST(SentencesOfErrors, ANameThatLooksLikeAPlaceholderIsJustAName) {
  for (const ErrorCode code : everyCode)
    EXPECT_TRUE(Sentences::error({code, "%3"}, "%2 %1").contains("%2 %1") || code == ErrorCode::file ||
                code == ErrorCode::usage)
        << uint32_t(code);
}

TEST(SentencesOfClosings, SayBothWhoAndWhy) {
  EXPECT_EQ(Sentences::closing({}), "");
  EXPECT_EQ(closing(Side::phone, ErrorCode::ok, true), "closed by the phone's side with goodbye");
  EXPECT_EQ(closing(Side::phone, ErrorCode::ok, false), "closed by the phone's side without goodbye");
  EXPECT_EQ(closing(Side::server, ErrorCode::ok, true), "closed by the server with goodbye");
  EXPECT_EQ(closing(Side::server, ErrorCode::heartbeatLost, true), "closed by the server: heartbeat");
  EXPECT_EQ(closing(Side::server, ErrorCode::heartbeatLost, false), "closed by the server: heartbeat");
  EXPECT_EQ(closing(Side::server, ErrorCode::superseded, true), "closed by the server: connected elsewhere");
  EXPECT_EQ(closing(Side::server, ErrorCode::draining, true), "closed by the server: going down");
  EXPECT_EQ(closing(Side::server, ErrorCode::limit, true), "closed by the server: too slow to read");
  EXPECT_EQ(closing(Side::server, ErrorCode::malformed, true), "closed by the server: malformed");
  EXPECT_EQ(closing(Side::unknown, ErrorCode::connectionClosed, false), "closed: connection_closed");
  EXPECT_EQ(closing(Side::server, errorFromWire(1000), true), "closed by the server: private");
}

class SentencesOfLinks : public ::testing::Test {
 protected:
  World::LinkInfo link;
  const WallTime now = wallFromMicros(1'700'000'000'000'000);

  SentencesOfLinks() {
    link.target = "10.0.0.1:7802";
    link.status.name = "stage";
    link.status.clockError = 120us;
  }
  QString in(LinkStatus::State state, ErrorCode code = ErrorCode::ok) {
    link.status.state = state;
    link.status.error = {code, {}};
    return Sentences::link(link, now);
  }
};

TEST_F(SentencesOfLinks, NameTheServerAndItsAddress) {
  EXPECT_EQ(in(LinkStatus::State::online), "Server stage at 10.0.0.1:7802: live, its times ± 120 µs.");
  link.kind = LinkKind::fleet;
  link.status.name.clear();
  EXPECT_EQ(in(LinkStatus::State::connecting), "Fleet 10.0.0.1:7802: connecting…");
}

TEST_F(SentencesOfLinks, SayWhenTheNextTryIsAndWhatIsStale) {
  link.status.retryAt = now + 2500ms;
  QString sentence = in(LinkStatus::State::waiting, ErrorCode::connectionClosed);
  EXPECT_TRUE(sentence.contains("Trying again in 3 s.")) << sentence.toStdString();
  EXPECT_FALSE(sentence.contains("stale")) << "nothing was ever shown of it";
  link.wasOnline = true;
  link.status.retryAt = now - 1s;
  sentence = in(LinkStatus::State::waiting, ErrorCode::connectionClosed);
  EXPECT_TRUE(sentence.contains("stale"));
  EXPECT_TRUE(sentence.contains("Trying again now."));
}

TEST_F(SentencesOfLinks, ARefusalSaysWhatToDoAndPromisesNoRetry) {
  const QString sentence = in(LinkStatus::State::refused, ErrorCode::unauthenticated);
  EXPECT_TRUE(sentence.contains("token file"));
  EXPECT_FALSE(sentence.contains("Trying again"));
}

TEST_F(SentencesOfLinks, ShowANamePlain) {
  link.status.name = "st\x1b[31mage\xe2\x80\xae";
  const QString sentence = in(LinkStatus::State::online);
  EXPECT_FALSE(sentence.contains(QChar(0x1b)));
  EXPECT_FALSE(sentence.contains(QChar(0x202e)));
}

TEST_F(SentencesOfLinks, EachStateHasAShortWord) {
  QStringList words;
  for (int state = 0; state < 4; ++state)
    words << Sentences::linkShort(static_cast<LinkStatus::State>(state));
  EXPECT_FALSE(words.contains(""));
  EXPECT_EQ(words.removeDuplicates(), 0);
}

TEST(SentencesOfStates, EachHasAWordOfItsOwn) {
  QStringList words;
  for (size_t i = 0; i < appStateCount; ++i)
    words << Sentences::appState(static_cast<AppState>(i));
  EXPECT_FALSE(words.contains(""));
  EXPECT_EQ(words.removeDuplicates(), 0);
  words.clear();
  for (size_t i = 0; i < linkStateCount; ++i)
    words << Sentences::linkState(static_cast<LinkState>(i));
  EXPECT_FALSE(words.contains(""));
  EXPECT_EQ(words.removeDuplicates(), 0);
}

TEST(SentencesOfStages, AreTheNamesOfTheProtocolInEnglish) {
  for (int i = 0; i < 256; ++i) {
    const auto stage = static_cast<Stage>(i);
    const QString name = QString::fromStdString(std::string(stageName(stage))).replace('_', ' ');
    if (stage == Stage::unknown || name != "unknown") {
      EXPECT_EQ(Sentences::stage(stage), name);
    }
  }
}

TEST(SentencesOfStages, NoteTheAttempt) {
  EXPECT_EQ(Sentences::stageNote({Stage::written, {}, 1, {}, {}, {}, {}}), "attempt 1");
  EXPECT_EQ(Sentences::stageNote({Stage::written, {}, 3, {}, {}, {}, {}}), "attempt 3 (resend)");
  EXPECT_TRUE(Sentences::stageNote({Stage::retrying, {}, 2, {}, {}, {}, {}}).contains("attempt 2"));
  EXPECT_EQ(Sentences::stageNote({Stage::shown, {}, 0, {}, {}, {}, {}}), "");
}

TEST(SentencesOfStages, NoteTheReason) {
  const auto note = [](Stage stage, Reason reason) {
    return Sentences::stageNote({stage, {}, 0, {}, {}, {}, reason}).toStdString();
  };
  EXPECT_EQ(note(Stage::offline, Reason::terminatedByUser),
            "terminated by the user; waits for the next hello, until its time to live ends");
  EXPECT_EQ(note(Stage::held, Reason::wakeBudget), "held for the wake budget; waits until the phone may be woken");
  EXPECT_EQ(note(Stage::held, Reason::none), "waits until the phone may be woken");
  EXPECT_EQ(note(Stage::cancelled, Reason::postponed), "postponed");
  EXPECT_EQ(note(Stage::held, Reason::refused), "the app refused it; comes back later as a new delivery");
  EXPECT_EQ(note(Stage::cancelled, Reason::refused), "the app refused it");
  EXPECT_EQ(note(Stage::dead, Reason::refused), "the app refused it");
  EXPECT_EQ(note(Stage::notShown, Reason::alertsOff), "alerts are off");
  EXPECT_EQ(note(Stage::shown, Reason::none), "");
}

template <class Enum, class Words>
void expectWordsOfItsOwn(size_t count, Words words) {
  QStringList seen;
  for (size_t i = 0; i < count; ++i) {
    const QString text = words(static_cast<Enum>(i));
    EXPECT_FALSE(text.isEmpty()) << i;
    EXPECT_FALSE(text.contains('_')) << text.toStdString();
    seen << text;
  }
  EXPECT_EQ(seen.removeDuplicates(), 0);
}

TEST(SentencesOfWakes, EachCauseReasonAndNotificationHasWordsOfItsOwn) {
  expectWordsOfItsOwn<Cause>(causeCount, &Sentences::cause);
  expectWordsOfItsOwn<Reason>(reasonCount, &Sentences::reason);
  expectWordsOfItsOwn<NoticeKind>(noticeKindCount, &Sentences::noticeKind);
  EXPECT_EQ(Sentences::reason(Reason::terminatedByUser), "terminated by the user");
  EXPECT_EQ(Sentences::reason(Reason::wakeBudget), "held for the wake budget");
}

TEST(SentencesOfWakes, WhatThisVersionDoesNotKnowIsSaidSo) {
  EXPECT_TRUE(Sentences::reason(otherReason).contains("does not know"));
  EXPECT_TRUE(Sentences::cause(static_cast<Cause>(200)).contains("does not know"));
}

TEST(SentencesOfWakes, SayWhetherItHappenedElseWhyNot) {
  EXPECT_EQ(Sentences::wake(wakeOf({})), "happened");
  EXPECT_EQ(Sentences::wake(missedWake({}, Reason::airplane)), "missed: airplane mode");
}

TEST(SentencesOfWakes, ANotificationHasItsReason) {
  EXPECT_EQ(Sentences::notice({{}, NoticeKind::banner, Reason::none, 3, 0}), "banner");
  EXPECT_EQ(Sentences::notice({{}, NoticeKind::suppressed, Reason::alertsOff, 3, 0}), "suppressed: alerts are off");
}

TEST(SentencesOfWakes, ANetworkIsWhatThereIsAndWhetherAnythingPasses) {
  EXPECT_EQ(Sentences::network({}), "no network");
  EXPECT_EQ(Sentences::network({false, true, true, false}), "Wi-Fi, cellular");
  EXPECT_EQ(Sentences::network({true, false, false, false}), "airplane mode");
  EXPECT_EQ(Sentences::network({false, true, false, true}), "Wi-Fi, nothing passes");
}

TEST(SentencesOfStages, NameTheSourceOfATime) {
  EXPECT_EQ(Sentences::source(Source::server), "server");
  EXPECT_EQ(Sentences::source(Source::reported), "phone, reported");
  EXPECT_EQ(Sentences::source(Source::truth), "phone, truth");
}

TEST(SentencesOfOutcomes, SayHowItEndedAndAfterHowManyAttempts) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  sample.deliver(node, 1, uuidOf(1), "phone",
                 {stageFact(1, Stage::accepted, sample.now), stageFact(1, Stage::written, sample.now + 1ms, 1)});
  const auto outcome = [&] { return Sentences::outcome(sample.world.deliveries().at(0)).toStdString(); };
  EXPECT_EQ(outcome(), "written, not final yet, 1 attempt");
  Batch batch = sample.batchOf(node);
  batch.stages = {stageFact(1, Stage::written, sample.now + 30ms, 2),
                  stageFact(1, Stage::acknowledged, sample.now + 34'100us)};
  sample.apply(std::move(batch));
  EXPECT_EQ(outcome(), "acknowledged after 34.1 ms, 2 attempts");
  sample.deliver(node, 2, uuidOf(2), "phone", {stageFact(2, Stage::expired, sample.now)});
  EXPECT_EQ(Sentences::outcome(sample.world.deliveries().at(1)), "expired, 0 attempts");
  sample.deliver(node, 3, uuidOf(3), "phone", {stageFact(3, Stage::offline, sample.now, 0, Reason::terminatedByUser)});
  EXPECT_EQ(Sentences::outcome(sample.world.deliveries().at(2)),
            "offline (terminated by the user), not final yet, 0 attempts");
}

} // namespace
} // namespace pushscope
