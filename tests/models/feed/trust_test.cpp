#include "models/feed/trust.h"
#include "tests/support/certificates.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <QFile>

namespace pushscope {
namespace {

const QString pinA = QStringLiteral("sha256:") + QString(64, 'a'), pinB = QStringLiteral("sha256:") + QString(64, 'b');

TEST(Trust, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(parseTrust({}).value().by, Trust::By::nothing);
  EXPECT_EQ(parseTrust(QStringLiteral("  ")).value().by, Trust::By::nothing);
  EXPECT_EQ(parseTrust(QStringLiteral(" system ")).value().by, Trust::By::system);
  const Trust one = parseTrust(pinA).value();
  EXPECT_EQ(one.by, Trust::By::pins);
  EXPECT_EQ(one.pins.at(0).text(), pinA.toStdString());
  for (const QString& between : {QStringLiteral(","), QStringLiteral(" "), QStringLiteral(" ,\n")})
    EXPECT_EQ(parseTrust(pinA + between + pinB).value().pins.size(), 2u);
}

TEST(Trust, APinThatIsNoneIsAnErrorAndNotAFile) {
  for (const QString& text : {QStringLiteral("sha256:"), QStringLiteral("sha256:12"), pinA + 'a', pinA + ", x",
                              QStringLiteral("SHA256:") + QString(64, 'a')}) {
    const auto trust = parseTrust(text);
    ASSERT_FALSE(trust.ok()) << text.toStdString();
    EXPECT_EQ(trust.error().code, ErrorCode::malformed);
  }
}

TEST(Trust, AFileMustHoldCertificates) {
  const QTemporaryDir folder;
  const auto write = [&](const QString& name, const std::string& text) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text.data(), qint64(text.size()));
    return file.fileName();
  };
  const QString good = write("ca.pem", selfSigned({}).certificate);
  EXPECT_EQ(parseTrust(good).value(), (Trust{Trust::By::file, {}, good.toStdString()}));
  for (const QString& path : {write("text.pem", "no certificate"), write("key.pem", selfSigned({}).key),
                              folder.filePath("missing.pem"), folder.path()}) {
    const auto trust = parseTrust(path);
    ASSERT_FALSE(trust.ok()) << path.toStdString();
    EXPECT_EQ(trust.error().code, ErrorCode::file);
    EXPECT_NE(trust.error().detail.find(path.toStdString()), std::string::npos);
  }
}

} // namespace
} // namespace pushscope
