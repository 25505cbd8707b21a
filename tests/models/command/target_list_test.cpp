#include "models/command/target_list.h"

#include "protocol/message/admin.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class TargetListTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("devices.txt"));

  Result<QStringList> read(const QByteArray& content) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    return readTargetList(path);
  }
  std::string why(const QByteArray& content) {
    const auto list = read(content);
    EXPECT_FALSE(list.ok());
    EXPECT_EQ(list.error().code, ErrorCode::file);
    EXPECT_NE(list.error().detail.find("devices.txt"), std::string::npos);
    return list.ok() ? std::string() : list.error().detail;
  }
};

TEST_F(TargetListTest, HoldsADeviceALine) {
  EXPECT_EQ(read("# phones of the lab\na\r\n\n b c \n手机\na\n").value(), (QStringList{"a", "b c", "手机"}));
}

TEST_F(TargetListTest, SaysWhatIsWrongAndWhere) {
  EXPECT_NE(why("a\n" + QByteArray(200, 'x') + "\n").find("line 2"), std::string::npos);
  EXPECT_NE(why("a\nb\x07\n").find("line 2"), std::string::npos);
  EXPECT_NE(why("a\n\xff\xfe\n").find("line 2"), std::string::npos);
  EXPECT_NE(why("\n# nobody\n").find("no device"), std::string::npos);
  EXPECT_NE(why(QByteArray(200'000, '\n')).find("lines"), std::string::npos);
  EXPECT_NE(why(QByteArray(20'000'000, 'x')).find("line 1"), std::string::npos);
  EXPECT_FALSE(readTargetList(folder.filePath("none")).ok());
  EXPECT_FALSE(readTargetList(folder.path()).ok());
}

TEST_F(TargetListTest, NamesNoMoreThanOnePushTakes) {
  QByteArray all;
  for (size_t i = 0; i < maxTargets; ++i)
    all += QByteArray::number(qulonglong(i)) + '\n';
  EXPECT_EQ(read(all).value().size(), qsizetype(maxTargets));
  EXPECT_NE(why(all + "more\n").find(std::to_string(maxTargets)), std::string::npos);
}

} // namespace
} // namespace pushscope
