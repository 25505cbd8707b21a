#include "app/link/private_file.h"
#include "app/link/tokens.h"
#include "tests/app/link/tls_fixtures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class TokensTest : public ::testing::Test {
 protected:
  Folder folder;
  std::string path = folder.path("token");
  std::string rolesPath = folder.path("token.roles");

  Tokens open() {
    const auto tokens = Tokens::fromFile(path);
    EXPECT_TRUE(tokens.ok());
    return tokens.value();
  }
  std::string ownerToken() const {
    const std::string text = folder.read("token");
    return text.substr(0, text.find('\n'));
  }
  static WallTime at(int64_t seconds) { return WallTime(std::chrono::seconds(seconds)); }
  static unsigned modeOf(const std::string& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }
};

constexpr const char* hashA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr const char* hashB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

TEST_F(TokensTest, TheFirstStartMakesBothFilesForTheirOwnerAlone) {
  const Tokens tokens = open();
  EXPECT_EQ(modeOf(path), 0600u);
  EXPECT_EQ(modeOf(rolesPath), 0600u);
  const auto owner = tokens.admits(ownerToken());
  ASSERT_TRUE(owner.has_value());
  EXPECT_EQ(owner->name, "admin");
  EXPECT_EQ(owner->role, Role::administer);
  EXPECT_TRUE(isMadeToken(ownerToken()));
}

TEST_F(TokensTest, AdmitsWhatItHandedOutAlsoAfterARestart) {
  Tokens tokens = open();
  const auto viewer = tokens.add("Ana's screen", Role::view, at(1000)),
             operator_ = tokens.add("ci", Role::operate, at(2000));
  ASSERT_TRUE(viewer.ok() && operator_.ok());
  for (const Tokens& each : {tokens, open()}) {
    EXPECT_EQ(each.admits(viewer.value())->role, Role::view);
    EXPECT_EQ(each.admits(viewer.value())->name, "Ana's screen");
    EXPECT_EQ(each.admits(operator_.value())->role, Role::operate);
    EXPECT_EQ(each.admits(ownerToken())->role, Role::administer);
    ASSERT_EQ(each.list().size(), 3u);
    EXPECT_EQ(each.list()[1].added, at(1000));
  }
}

TEST_F(TokensTest, KeepsNoTokenAnywhere) {
  Tokens tokens = open();
  const std::string token = tokens.add("ci", Role::operate, at(1)).value();
  EXPECT_EQ(folder.read("token.roles").find(token), std::string::npos);
  EXPECT_EQ(folder.read("token").find(token), std::string::npos);
  EXPECT_EQ(folder.read("token.roles").find(ownerToken()), std::string::npos);
  EXPECT_EQ(modeOf(rolesPath), 0600u);
  EXPECT_EQ(folder.names().size(), 2u) << "nothing temporary stays";
}

TEST_F(TokensTest, AdmitsNothingElse) {
  Tokens tokens = open();
  const std::string token = tokens.add("ci", Role::operate, at(1)).value();
  std::string upper = token;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return char(std::toupper(c)); });
  for (const std::string& wrong : {std::string(), std::string("admin"), token + "0", token.substr(1), upper + " ",
                                   token + std::string(1, '\0'), std::string(64, '0')})
    EXPECT_FALSE(tokens.admits(wrong).has_value()) << wrong;
}

TEST_F(TokensTest, ARemovedTokenIsWorthNothing) {
  Tokens tokens = open();
  const std::string token = tokens.add("ci", Role::operate, at(1)).value();
  ASSERT_TRUE(tokens.remove("ci").ok());
  EXPECT_FALSE(tokens.admits(token).has_value());
  EXPECT_FALSE(open().admits(token).has_value());
  EXPECT_EQ(tokens.remove("ci").error(), (Error{ErrorCode::notFound, "name"}));
  EXPECT_EQ(tokens.remove("admin").error(), (Error{ErrorCode::forbidden, "name"}));
}

TEST_F(TokensTest, CopiesShareTheirTokens) {
  Tokens tokens = open();
  const Tokens copy = tokens;
  const std::string token = tokens.add("ci", Role::view, at(1)).value();
  EXPECT_TRUE(copy.admits(token).has_value());
}

TEST_F(TokensTest, RefusesNamesAndRolesThatAreNone) {
  Tokens tokens = open();
  for (const std::string& name : {std::string(), std::string(65, 'x'), std::string(" x"), std::string("x "),
                                  std::string("a\nb"), std::string("a\x1b[2J"), std::string("\xff")})
    EXPECT_EQ(tokens.add(name, Role::view, at(1)).error(), (Error{ErrorCode::malformed, "name"})) << name;
  EXPECT_EQ(tokens.add("x", Role::none, at(1)).error(), (Error{ErrorCode::malformed, "role"}));
  EXPECT_EQ(tokens.add("x", static_cast<Role>(200), at(1)).error(), (Error{ErrorCode::malformed, "role"}));
  EXPECT_EQ(tokens.add("admin", Role::view, at(1)).error(), (Error{ErrorCode::conflict, "name"}));
  ASSERT_TRUE(tokens.add("x", Role::view, at(1)).ok());
  EXPECT_EQ(tokens.add("x", Role::operate, at(1)).error(), (Error{ErrorCode::conflict, "name"}));
  EXPECT_EQ(open().list().size(), 2u);
}

TEST_F(TokensTest, HoldsAThousand) {
  open();
  std::string text = "pushscope-roles 1\n";
  for (int i = 0; i < 999; ++i) {
    std::string hash(64, '0');
    const std::string number = std::to_string(1000 + i);
    hash.replace(0, number.size(), number);
    text += hash + " viewer 1 name " + number + "\n";
  }
  folder.write("token.roles", text);
  Tokens tokens = open();
  const auto last = tokens.add("last", Role::view, at(1));
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(tokens.add("more", Role::view, at(1)).error().code, ErrorCode::limit);
  EXPECT_TRUE(open().admits(last.value()).has_value());
  folder.write("token.roles", folder.read("token.roles") + hashA + " viewer 1 one too many\n");
  const auto broken = Tokens::fromFile(path);
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().detail.find("line 1002"), std::string::npos) << broken.error().detail;
}

// 6-trust TE3: what cannot be read whole admits nobody, and the line is named.
TEST_F(TokensTest, ABrokenFileOfRolesRefusesTheStartAndNamesTheLine) {
  open();
  const std::string head = "pushscope-roles 1\n", good = std::string(hashA) + " viewer 1795240800 ci\n";
  struct Case {
    std::string text;
    int line;
  };
  const std::vector<Case> cases{
      {"", 1},
      {"\n", 1},
      {"pushscope-roles 1", 1},
      {"pushscope-roles 2\n", 1},
      {good, 1},
      {std::string(100, '\0'), 1},
      {head + "\n", 2},
      {head + "garbage\n", 2},
      {head + good + good, 3},
      {head + good + hashA + " viewer 1 other name\n", 3},
      {head + good + hashB + " viewer 1 ci\n", 3},
      {head + good.substr(0, good.size() - 1), 2},
      {head + good + hashB + " viewer 1", 3},
      {head + std::string(hashA).substr(1) + " viewer 1 ci\n", 2},
      {head + std::string(64, 'A') + " viewer 1 ci\n", 2},
      {head + std::string(64, 'x') + " viewer 1 ci\n", 2},
      {head + hashA + " none 1 ci\n", 2},
      {head + hashA + " root 1 ci\n", 2},
      {head + hashA + " Viewer 1 ci\n", 2},
      {head + hashA + " viewer -1 ci\n", 2},
      {head + hashA + " viewer 1x ci\n", 2},
      {head + hashA + " viewer 99999999999999999999 ci\n", 2},
      {head + hashA + " viewer 1 \n", 2},
      {head + hashA + " viewer 1\n", 2},
      {head + hashA + " viewer 1 admin\n", 2},
      {head + hashA + " viewer 1 " + std::string(65, 'n') + "\n", 2},
      {head + hashA + " viewer 1 a\x01\n", 2},
      {head + hashA + " viewer 1 \xff\xfe\n", 2},
      {head + good + "\n", 3},
      {"\xef\xbb\xbf" + head, 1},
  };
  for (const Case& one : cases) {
    folder.write("token.roles", one.text);
    const auto tokens = Tokens::fromFile(path);
    ASSERT_FALSE(tokens.ok()) << one.text;
    EXPECT_EQ(tokens.error().code, ErrorCode::file);
    EXPECT_NE(tokens.error().detail.find("token.roles: line " + std::to_string(one.line) + ":"), std::string::npos)
        << one.text << " -> " << tokens.error().detail;
  }
  folder.write("token.roles", std::string(2 * 1024 * 1024, 'x'));
  EXPECT_FALSE(Tokens::fromFile(path).ok());
  folder.write("token.roles", head, 0640);
  EXPECT_FALSE(Tokens::fromFile(path).ok());
}

TEST_F(TokensTest, ABrokenTokenFileRefusesTheStartAndNamesTheLine) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("\nsecret\n"), std::string("  \n"), std::string("two words\n"),
        std::string("a\x01\n"), std::string(600, 'x'), std::string("\xef\xbb\xbfsecret\n"), std::string(3, '\0')}) {
    folder.write("token", text);
    const auto tokens = Tokens::fromFile(path);
    ASSERT_FALSE(tokens.ok()) << text;
    EXPECT_NE(tokens.error().detail.find("token: line 1:"), std::string::npos) << tokens.error().detail;
  }
}

// Whoever starts first makes it; the others find the same one, whole.
TEST_F(TokensTest, ManyThatStartAtOnceAgreeOnOneToken) {
  for (int round = 0; round < 20; ++round) {
    const std::string file = folder.path("token" + std::to_string(round));
    std::vector<std::thread> threads;
    std::array<TokenHash, 8> hashes{};
    for (TokenHash& hash : hashes)
      threads.emplace_back([&hash, &file] {
        const auto read = readTokenFile(file);
        ASSERT_TRUE(read.ok());
        hash = read.value();
      });
    for (std::thread& thread : threads)
      thread.join();
    for (const TokenHash& hash : hashes)
      EXPECT_EQ(hash, hashes[0]);
  }
  EXPECT_EQ(folder.names().size(), 20u);
}

// Each Tokens stands for a process of its own: flock() holds between open files.
TEST_F(TokensTest, ProcessesOnOneFileDoNotLoseEachOthersTokens) {
  open();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([this, i] {
      Tokens mine = open();
      for (int j = 0; j < 10; ++j)
        EXPECT_TRUE(mine.add(std::to_string(i) + "-" + std::to_string(j), Role::view, at(1)).ok());
    });
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(open().list().size(), 81u);
  EXPECT_EQ(folder.names().size(), 2u);
}

TEST_F(TokensTest, AChangeThatCannotBeWrittenChangesNothing) {
  Tokens tokens = open();
  const std::string kept = tokens.add("kept", Role::view, at(1)).value();
  folder.write("token.roles", "spoilt meanwhile\n");
  EXPECT_EQ(tokens.add("new", Role::view, at(1)).error().code, ErrorCode::file);
  EXPECT_EQ(tokens.remove("kept").error().code, ErrorCode::file);
  EXPECT_TRUE(tokens.admits(kept).has_value());
  EXPECT_EQ(tokens.list().size(), 2u);
  EXPECT_EQ(folder.read("token.roles"), "spoilt meanwhile\n");
}

TEST_F(TokensTest, OneTokenWithoutAFileMayDoEverythingAndStaysAlone) {
  Tokens tokens = TokenGuard::fromToken("secret");
  EXPECT_EQ(tokens.admits("secret")->role, Role::administer);
  EXPECT_FALSE(tokens.admits("").has_value());
  EXPECT_EQ(tokens.add("x", Role::view, at(1)).error().code, ErrorCode::forbidden);
}

} // namespace
} // namespace pushscope
