// What LibreOffice, if it is here, makes of our CSVs: the same cells, of which it runs none.

#include "models/export/table_writer.h"
#include "models/text/format.h"
#include "tests/models/export/read_csv.h"
#include "tests/models/sample_world.h"
#include "tests/support/files.h"
#include "tests/support/wait.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const char* const program = "soffice";

class Spreadsheet : public ::testing::Test {
 protected:
  QTemporaryDir folder;

  // Opened as somebody opens it by hand, in UTF-8, and written again with the results of what was run.
  Records opened(const QByteArray& csv) {
    const QString filter = QStringLiteral("Text - txt - csv (StarCalc):44,34,76,1,,0,");
    QProcess process;
    process.start(program, {"-env:UserInstallation=file://" + folder.filePath("profile"), "--headless", "--norestore",
                            "--infilter=" + filter + "false,false", "--convert-to", "csv:" + filter + "true,false",
                            "--outdir", folder.filePath("out"), writeFile(folder.filePath("in.csv"), csv)});
    EXPECT_TRUE(waitUntil([&] { return process.state() == QProcess::NotRunning; }, 120'000));
    EXPECT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
    return readCsv(QString::fromUtf8(contentOf(folder.filePath("out/in.csv"))), QStringLiteral("\n"));
  }
};

TEST_F(Spreadsheet, RunsAFormulaThatIsNotQuotedOrThisTestWouldProveNothing) {
  EXPECT_EQ(opened("a\r\n=1+1\r\n"), (Records{{"a"}, {"2"}}));
}

TEST_F(Spreadsheet, HasTheSameCellsAndRunsNone) {
  const QStringList texts{"=1+1",
                          "+1",
                          "-2",
                          "@SUM(A1)",
                          "\t=1+1",
                          QStringLiteral("＝1+1"),
                          QStringLiteral("＋1"),
                          QStringLiteral("－1"),
                          QStringLiteral("＠SUM(A1)"),
                          "=cmd|'/C calc'!A0",
                          "=HYPERLINK(\"http://x\",\"y\")",
                          "a,b",
                          "a;b",
                          "a\"b",
                          "\"\"",
                          "two\nlines",
                          "  blanks  ",
                          "it's",
                          "a=b",
                          QStringLiteral("日本 📱"),
                          QStringLiteral("e\u0301te\u0301"),
                          "phone-1"};
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  for (qsizetype i = 0; i < texts.size(); ++i) {
    DeviceRecord record = sample.record(uint32_t(i + 1), "phone-" + std::to_string(i));
    record.profile = texts[i].toStdString();
    record.clockOffset = -1500us;
    record.clockError = 4us;
    record.waiting = uint32_t(i);
    sample.tell(node, record);
  }
  std::vector<const Column*> columns;
  for (const char* id : {"profile", "clock_offset_ms", "waiting", "connected"})
    for (const Column& column : deviceRows().columns())
      if (QLatin1String(column.id) == QLatin1String(id))
        columns.push_back(&column);
  std::vector<uint64_t> rows(size_t(texts.size()));
  for (size_t i = 0; i < rows.size(); ++i)
    rows[i] = i;
  QBuffer csv;
  ASSERT_TRUE(csv.open(QIODevice::WriteOnly));
  ASSERT_TRUE(writeTable(TableFormat::csv, columns, &sample.world, rows, csv).ok());

  const Records ours = readCsv(QString::fromUtf8(csv.data())), theirs = opened(csv.data());
  ASSERT_EQ(theirs.size(), texts.size() + 1);
  EXPECT_EQ(theirs[0], ours[0]);
  for (qsizetype i = 0; i < texts.size(); ++i) {
    const QStringList &written = ours[i + 1], &read = theirs[i + 1];
    EXPECT_EQ(read[0], written[0]);
    const QString text = plain(texts[i].toStdString()); // as every table shows it: on one line
    EXPECT_TRUE(read[0] == text || read[0] == '\'' + text) << read[0].toStdString();
    EXPECT_EQ(read[1].toDouble(), written[1].toDouble()); // a number is one there
    EXPECT_EQ(read[2].toInt(), int(i));
    EXPECT_EQ(read[3], written[3]) << "a time is the text that it was";
  }
}

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  if (QStandardPaths::findExecutable(pushscope::program).isEmpty()) {
    std::puts("CSVs in LibreOffice, because soffice is missing: skipped");
    return 77;
  }
  QCoreApplication app(argc, argv);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
