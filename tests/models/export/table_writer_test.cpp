#include "models/export/table_writer.h"
#include "protocol/base/random.h"
#include "tests/models/export/read_csv.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <numeric>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

bool runsAsFormula(const QString& cell) {
  static const QString leading = QStringLiteral("=+-@\t\r\n＝＋－＠") + QChar(0);
  return !cell.isEmpty() && leading.contains(cell.front());
}

class TableWriterTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  TableModel model{deviceRows()};

  void addDevice(uint32_t handle, const std::string& device, const std::string& profile = {}, uint32_t waiting = 0) {
    DeviceRecord record = sample.record(handle, device);
    record.profile = profile;
    record.waiting = waiting;
    record.clockOffset = -1500us;
    record.clockError = 4us;
    sample.tell(node, record);
  }
  static int column(const char* id) {
    const auto columns = deviceRows().columns();
    return int(
        std::find_if(columns.begin(), columns.end(), [id](const Column& c) { return QLatin1String(c.id) == id; }) -
        columns.begin());
  }
  Records written(const std::vector<int>& columns) {
    model.setWorld(&sample.world, sample.now);
    QBuffer out;
    EXPECT_TRUE(out.open(QIODevice::WriteOnly));
    EXPECT_TRUE(writeTable(TableFormat::csv, model, columns, out).ok());
    return readCsv(QString::fromUtf8(out.data()));
  }
};

TEST(CsvCell, IsReadBackAsWhatItWasWhateverItHolds) {
  Random random(testSeed("CsvCell"));
  static const QString alphabet = QStringLiteral("ab\",;\r\n\t' =+-@手😀|") + QChar(0);
  for (uint64_t step = 0; step < testSteps(20'000); ++step) {
    QString text;
    for (uint64_t n = random.below(8); n > 0; --n)
      text += alphabet[qsizetype(random.below(uint64_t(alphabet.size())))];
    const Records records = readCsv(csvCell(text) + "\r\n");
    ASSERT_EQ(records.size(), 1);
    ASSERT_EQ(records[0].size(), 1);
    EXPECT_EQ(records[0][0], runsAsFormula(text) ? '\'' + text : text);
  }
}

TEST(CsvCell, NothingThatASpreadsheetWouldRunComesThrough) {
  for (const QString& lead :
       QStringList{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", QString(QChar(0))})
    for (const char* rest : {"", "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x\",\"y\")"}) {
      const QString cell = readCsv(csvCell(lead + rest) + "\r\n")[0][0];
      EXPECT_EQ(cell, '\'' + lead + rest);
    }
}

TEST(CsvCell, OrdinaryTextIsLeftAlone) {
  for (const char* text : {"", "phone-1", "a=b", "1-2", "a@b", "it's", "closed by the phone's side"})
    EXPECT_EQ(csvCell(text), text);
}

TEST_F(TableWriterTest, WritesTheColumnsAskedForInTheirOrderUnderTheirIds) {
  addDevice(1, "b", "ios", 3);
  const Records records =
      written({column("waiting"), column("device"), column("clock_offset_ms"), column("connected")});
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0], (QStringList{"waiting", "device", "clock_offset_ms", "connected"}));
  EXPECT_EQ(records[1], (QStringList{"3", "b", "-1.500", rfc3339(sample.now - 1s)}))
      << "a negative number is no formula";
}

TEST_F(TableWriterTest, WritesTheRowsAsSeen) {
  addDevice(1, "qa-1", {}, 1);
  addDevice(2, "prod-1", {}, 2);
  addDevice(3, "qa-2", {}, 3);
  model.setWorld(&sample.world, sample.now);
  model.setQuery("qa");
  model.sort(column("waiting"), Qt::DescendingOrder);
  const Records records = written({column("device")});
  EXPECT_EQ(records, (Records{{"device"}, {"qa-2"}, {"qa-1"}}));
}

TEST_F(TableWriterTest, AnEmptyTableIsAHeader) {
  EXPECT_EQ(written({0}), (Records{{"device"}}));
}

TEST_F(TableWriterTest, UnknownIsAnEmptyFieldInEveryColumn) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  DeviceRecord phone;
  phone.handle = {1};
  phone.device = "phone";
  sample.tell(fleet, phone);
  std::vector<int> all(deviceRows().columns().size());
  std::iota(all.begin(), all.end(), 0);
  const Records records = written(all);
  ASSERT_EQ(records.size(), 2);
  ASSERT_EQ(records[1].size(), qsizetype(all.size()));
  EXPECT_EQ(records[1][column("round_trip_ms")], "");
  EXPECT_EQ(records[1][column("connected")], "");
}

TEST_F(TableWriterTest, WhatADeviceCallsItselfNeitherRunsNorBreaksTheFile) {
  addDevice(1, "=cmd|'/C calc'!A0", "a\"b,c");
  addDevice(2,
            "\xef\xbc\x9d"
            "1+1",
            "@SUM(A1)");
  const Records records = written({column("device"), column("profile")});
  ASSERT_EQ(records.size(), 3);
  EXPECT_EQ(records[1], (QStringList{"'=cmd|'/C calc'!A0", "a\"b,c"}));
  EXPECT_EQ(records[2], (QStringList{"'＝1+1", "'@SUM(A1)"}));
}

// Has room for so many bytes, like a full disk.
class SmallDevice : public QIODevice {
 public:
  explicit SmallDevice(qint64 room) : m_room(room) { open(QIODevice::WriteOnly | QIODevice::Unbuffered); }

 protected:
  qint64 readData(char*, qint64) override { return -1; }
  qint64 writeData(const char*, qint64 size) override {
    const qint64 taken = std::min(size, m_room);
    m_room -= taken;
    if (taken < size)
      setErrorString("no room");
    return taken == 0 ? -1 : taken;
  }

 private:
  qint64 m_room;
};

TEST_F(TableWriterTest, ADeviceThatFailsHalfWayIsAFileError) {
  for (uint32_t i = 1; i <= 50; ++i)
    addDevice(i, "phone-" + std::to_string(i));
  model.setWorld(&sample.world, sample.now);
  for (const qint64 room : {0, 3, 8, 200}) {
    SmallDevice out(room);
    const std::vector<int> columns{0};
    const Status status = writeTable(TableFormat::csv, model, columns, out);
    ASSERT_FALSE(status.ok()) << room;
    EXPECT_EQ(status.error(), (Error{ErrorCode::file, "no room"}));
  }
}

TEST_F(TableWriterTest, JsonHasNumbersAsNumbersAndUnknownAsNull) {
  addDevice(1, "phone", "ios", 3);
  const QJsonObject row = jsonRow(deviceRows().columns(), sample.world, 0);
  EXPECT_EQ(row.size(), qsizetype(deviceRows().columns().size()));
  EXPECT_EQ(row["device"], QJsonValue("phone"));
  EXPECT_EQ(row["waiting"], QJsonValue(3));
  EXPECT_TRUE(row["clock_offset_ms"].isDouble());
  EXPECT_DOUBLE_EQ(row["clock_offset_ms"].toDouble(), -1.5);
  EXPECT_EQ(row["connected"], QJsonValue(rfc3339(sample.now - 1s)));
  EXPECT_TRUE(row["round_trip_ms"].isNull());
  const QByteArray line = QJsonDocument(row).toJson(QJsonDocument::Compact);
  EXPECT_FALSE(line.contains('\n'));
  EXPECT_EQ(QJsonDocument::fromJson(line).object(), row);
}

TEST_F(TableWriterTest, JsonOfHostileTextIsStillJson) {
  addDevice(1, std::string("a\"\\\x1b\n\0b", 7) + "\xff");
  const QJsonObject row = jsonRow(deviceRows().columns(), sample.world, 0);
  const QByteArray line = QJsonDocument(row).toJson(QJsonDocument::Compact);
  QJsonParseError error;
  EXPECT_EQ(QJsonDocument::fromJson(line, &error).object(), row);
  EXPECT_EQ(error.error, QJsonParseError::NoError);
}

TEST_F(TableWriterTest, JsonLinesAreTheSameObjectsInTheOrderOfTheColumns) {
  Random random(testSeed("JsonLines"));
  static const QString alphabet = QStringLiteral("ab\",\\/;\r\n\t' =+-@手😀|{}[]:\u2028") + QChar(0);
  for (uint32_t i = 1; i <= 100; ++i) {
    QString profile;
    for (uint64_t n = random.below(12); n > 0; --n)
      profile += alphabet[qsizetype(random.below(uint64_t(alphabet.size())))];
    addDevice(i, "=device\"\\" + std::to_string(i), profile.toStdString(), i);
  }
  model.setWorld(&sample.world, sample.now);
  std::vector<int> all(deviceRows().columns().size());
  std::iota(all.begin(), all.end(), 0);
  QBuffer out;
  ASSERT_TRUE(out.open(QIODevice::WriteOnly));
  ASSERT_TRUE(writeTable(TableFormat::jsonLines, model, all, out).ok());
  ASSERT_TRUE(out.data().endsWith('\n'));
  const QList<QByteArray> lines = out.data().chopped(1).split('\n');
  ASSERT_EQ(lines.size(), 100);
  for (int i = 0; i < lines.size(); ++i) {
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(lines[i], &error).object();
    ASSERT_EQ(error.error, QJsonParseError::NoError) << lines[i].toStdString();
    EXPECT_EQ(object, jsonRow(deviceRows().columns(), sample.world, model.sourceRow(i))) << lines[i].toStdString();
  }
  EXPECT_TRUE(lines[0].startsWith("{\"device\":")) << lines[0].toStdString();
  EXPECT_EQ(lines[0].count("\"clock_offset_ms\":-1.500"), 1) << "a number, to the digit";
}

TEST_F(TableWriterTest, AChangedTextIsQuotedLikeAnyOther) {
  addDevice(1, "phone", "ios");
  model.setWorld(&sample.world, sample.now);
  const std::vector<int> columns{column("device"), column("link"), column("waiting")};
  for (const TableFormat format : {TableFormat::csv, TableFormat::jsonLines}) {
    QBuffer out;
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    const auto table = tableExport(format, model, columns, out);
    table->setTextChange([](const Column& c, std::string_view text) {
      return std::string(c.id) == "device" ? "=\"" + std::string(text) : std::string(text);
    });
    ASSERT_TRUE(table->step(TableExport::noLimit).ok());
    if (format == TableFormat::csv) {
      EXPECT_EQ(readCsv(QString::fromUtf8(out.data()))[1], (QStringList{"'=\"phone", "online", "0"}));
    } else {
      EXPECT_EQ(QJsonDocument::fromJson(out.data()).object()["device"], "=\"phone");
    }
  }
}

// As the window does it, a slice at a time; what is not committed never was.
TEST_F(TableWriterTest, InSlicesItIsTheSameAndAbortedItLeavesNoFile) {
  for (uint32_t i = 1; i <= 500; ++i)
    addDevice(i, "phone-" + std::to_string(i), "profile");
  model.setWorld(&sample.world, sample.now);
  const std::vector<int> columns{column("device"), column("profile"), column("waiting")};
  QTemporaryDir folder;
  for (const TableFormat format : {TableFormat::csv, TableFormat::jsonLines}) {
    QBuffer whole;
    ASSERT_TRUE(whole.open(QIODevice::WriteOnly));
    ASSERT_TRUE(writeTable(format, model, columns, whole).ok());
    for (const bool aborted : {true, false}) {
      const QString path = folder.filePath(QLatin1String("a.") + endingOf(format));
      {
        QSaveFile file(path);
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        const auto table = tableExport(format, model, columns, file);
        int slices = 0;
        while (!table->isDone() && !(aborted && slices == 3)) {
          ASSERT_TRUE(table->step(Duration::zero()).ok());
          ++slices;
        }
        EXPECT_GE(slices, 3);
        EXPECT_EQ(table->isDone(), !aborted);
        if (!aborted) {
          ASSERT_TRUE(file.commit());
        }
      }
      EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).contains(QFileInfo(path).fileName()), !aborted);
      if (aborted)
        continue;
      QFile file(path);
      ASSERT_TRUE(file.open(QIODevice::ReadOnly));
      EXPECT_EQ(file.readAll(), whole.data());
    }
  }
}

} // namespace
} // namespace pushscope
