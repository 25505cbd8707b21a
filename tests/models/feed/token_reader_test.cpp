#include "models/feed/token_reader.h"
#include "tests/support/files.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <ostream>

namespace pushscope {
namespace {

struct AddressCase {
  const char* text;
  const char* host; // null: an error
  uint16_t port = 0;
};
void PrintTo(const AddressCase& c, std::ostream* out) {
  *out << '"' << c.text << '"';
}

class HostPortText : public ::testing::TestWithParam<AddressCase> {};

TEST_P(HostPortText, IsReadOrRefusedWithTheTextItself) {
  const AddressCase& c = GetParam();
  const Result<HostPort> result = parseHostPort(QString::fromUtf8(c.text));
  ASSERT_EQ(result.ok(), c.host != nullptr);
  if (c.host) {
    EXPECT_EQ(result.value().host, c.host);
    EXPECT_EQ(result.value().port, c.port);
  } else {
    EXPECT_EQ(result.error(), (Error{ErrorCode::malformed, c.text}));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Addresses, HostPortText,
    ::testing::Values(AddressCase{"127.0.0.1:7802", "127.0.0.1", 7802}, AddressCase{"[::1]:7802", "::1", 7802},
                      AddressCase{"push.example.com:1", "push.example.com", 1},
                      AddressCase{"localhost:65535", "localhost", 65535},
                      AddressCase{" 127.0.0.1:7802", "127.0.0.1", 7802}, AddressCase{"", nullptr},
                      AddressCase{"127.0.0.1", nullptr}, AddressCase{":7802", nullptr}, AddressCase{"[]:7802", nullptr},
                      AddressCase{"localhost:", nullptr}, AddressCase{"localhost:0", nullptr},
                      AddressCase{"localhost:65536", nullptr}, AddressCase{"localhost:-1", nullptr},
                      AddressCase{"localhost:+80", nullptr}, AddressCase{"localhost:80x", nullptr},
                      AddressCase{"localhost:0x50", nullptr}, AddressCase{"localhost:99999999999999999999", nullptr},
                      AddressCase{"two words:80", nullptr}, AddressCase{"two\tcolumns:80", nullptr},
                      AddressCase{"http://localhost:80", nullptr}));

TEST(HostPortText, QuotesNoMoreThanAHundredCharactersOfNonsense) {
  const Result<HostPort> result = parseHostPort(QString(100'000, 'x'));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().detail.size(), 100u);
}

class TokenFile : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("token"));

  Result<std::string> read(const QByteArray& content) { return readToken(writeFile(path, content)); }
  bool isFileError(const Result<std::string>& result) const {
    return !result.ok() && result.error().code == ErrorCode::file &&
           QString::fromStdString(result.error().detail).startsWith(path);
  }
};

TEST_F(TokenFile, HoldsTheTokenOnItsFirstLine) {
  EXPECT_EQ(read("abc").value(), "abc");
  EXPECT_EQ(read("abc\n").value(), "abc");
  EXPECT_EQ(read("abc\r\nsecond\n").value(), "abc");
  EXPECT_EQ(read("  abc \n").value(), "abc");
  EXPECT_EQ(read(QByteArray(512, 'x') + '\n').value(), std::string(512, 'x'));
}

TEST_F(TokenFile, IsRefusedWithItsPathWhenThereIsNoTokenInIt) {
  EXPECT_TRUE(isFileError(read("")));
  EXPECT_TRUE(isFileError(read("\nabc\n")));
  EXPECT_TRUE(isFileError(read(QByteArray(513, 'x'))));
  EXPECT_TRUE(isFileError(read(QByteArray(10'000'000, 'x')))) << "and not read to its end";
}

TEST_F(TokenFile, ThatIsMissingOrAFolderIsRefusedWithItsPath) {
  EXPECT_TRUE(isFileError(readToken(path)));
  const Result<std::string> directory = readToken(folder.path());
  ASSERT_FALSE(directory.ok());
  EXPECT_EQ(directory.error().code, ErrorCode::file);
}

// As ssh has it: a token that others could have read or written is not sent.
TEST_F(TokenFile, ThatOthersMayReadOrWriteIsRefusedWithTheNextStep) {
  writeFile(path, "abc\n");
  for (const QFile::Permission others : {QFile::ReadGroup, QFile::WriteGroup, QFile::ReadOther, QFile::WriteOther}) {
    ASSERT_TRUE(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | others));
    const Result<std::string> token = readToken(path);
    EXPECT_TRUE(isFileError(token));
    EXPECT_TRUE(!token.ok() && QString::fromStdString(token.error().detail).endsWith("chmod 600"));
  }
  ASSERT_TRUE(QFile::setPermissions(path, QFile::ReadOwner));
  EXPECT_EQ(readToken(path).value(), "abc");
}

TEST_F(TokenFile, ThatWasNotNamedIsSaidToBe) {
  const Result<std::string> none = readToken({});
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::file);
  EXPECT_FALSE(none.error().detail.empty());
}

} // namespace
} // namespace pushscope
