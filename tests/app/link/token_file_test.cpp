#include "app/link/token_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>

namespace pushscope {
namespace {

class TokenFileTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  const std::string path = folder.path("token");

  void write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
  }
  std::string firstLine() const {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
  }
};

TEST_F(TokenFileTest, MakesAMissingFileForItsOwnerAlone) {
  const auto guard = TokenGuard::fromFile(path);
  ASSERT_TRUE(guard.ok());
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(firstLine().size(), 64u);
  EXPECT_TRUE(guard.value().admits(firstLine()));
  EXPECT_FALSE(guard.value().admits(""));
  EXPECT_FALSE(guard.value().admits(firstLine() + "0"));
}

TEST_F(TokenFileTest, KeepsAFileThatIsThere) {
  write("secret\nsecond line\n");
  const auto guard = TokenGuard::fromFile(path);
  ASSERT_TRUE(guard.ok());
  EXPECT_TRUE(guard.value().admits("secret"));
  EXPECT_EQ(firstLine(), "secret");
}

TEST_F(TokenFileTest, RefusesAnEmptyFileRatherThanAdmittingEverybody) {
  for (const char* text : {"", "\n", "\nsecret\n"}) {
    write(text);
    const auto guard = TokenGuard::fromFile(path);
    ASSERT_FALSE(guard.ok());
    EXPECT_EQ(guard.error().code, ErrorCode::file);
    EXPECT_NE(guard.error().detail.find(path), std::string::npos);
  }
}

TEST_F(TokenFileTest, RefusesAFileThatOthersCanRead) {
  write("secret\n", 0644);
  EXPECT_FALSE(TokenGuard::fromFile(path).ok());
}

TEST_F(TokenFileTest, NamesAPathThatCannotBeMade) {
  const auto guard = TokenGuard::fromFile(folder.path("missing/token"));
  ASSERT_FALSE(guard.ok());
  EXPECT_NE(guard.error().detail.find("missing"), std::string::npos);
}

} // namespace
} // namespace pushscope
