#include "models/export/zip_reader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <memory>
#include <sstream>

#include <zip.h>

namespace pushscope {
namespace {

constexpr zip_int64_t mostEntries = 10'000;
constexpr uint64_t mostBytes = 256 * 1024 * 1024;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Archive)
};

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Entry = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

Error refusal(const QString& path, const QString& cause) {
  return {ErrorCode::file, (path + QStringLiteral(": ") + cause).toStdString()};
}

bool isZip(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) && file.read(2) == "PK";
}

// Names that some system takes for a device, with any ending.
bool isDeviceName(const QString& part) {
  static const QSet<QString> devices{QStringLiteral("con"), QStringLiteral("prn"), QStringLiteral("aux"),
                                     QStringLiteral("nul")};
  const QString stem = part.section('.', 0, 0).trimmed().toLower();
  const bool numbered = stem.size() == 4 &&
                        (stem.startsWith(QLatin1String("com")) || stem.startsWith(QLatin1String("lpt"))) &&
                        stem[3].isDigit();
  return devices.contains(stem) || numbered;
}

// A sentence if no archive of ours has such a name.
QString nameProblem(const QString& name) {
  if (name.isEmpty() || name.startsWith('/') || name.contains('\\') || name.contains(':'))
    return Words::tr("an entry has a name that is not relative to it");
  const QStringList parts = name.split('/');
  for (const QString& part : parts) {
    if (part == QLatin1String("..") || part == QLatin1String("."))
      return Words::tr("an entry has a name that leads outside of it");
    if (isDeviceName(part))
      return Words::tr("an entry has the name of a device");
  }
  return {};
}

bool isOrdinary(zip_t* zip, zip_uint64_t index) {
  constexpr zip_uint32_t typeMask = 0170000, regular = 0100000, folder = 0040000;
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(zip, index, 0, &system, &attributes) != 0)
    return false;
  const zip_uint32_t type = attributes >> 16 & typeMask;
  return system != ZIP_OPSYS_UNIX || type == 0 || type == regular || type == folder;
}

// A sentence if it is to be refused.
QString problemOf(zip_t* zip) {
  const zip_int64_t count = zip_get_num_entries(zip, 0);
  if (count > mostEntries)
    return Words::tr("it has more than %1 entries").arg(mostEntries);
  QSet<QString> names;
  uint64_t bytes = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip, zip_uint64_t(i), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME) ||
        !(stat.valid & ZIP_STAT_SIZE))
      return Words::tr("an entry of it cannot be read");
    const QString name = QString::fromUtf8(stat.name);
    if (const QString problem = nameProblem(name); !problem.isEmpty())
      return problem;
    if (!isOrdinary(zip, zip_uint64_t(i)))
      return Words::tr("an entry is a link, or no file at all");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
      return Words::tr("an entry is encrypted");
    const QString folded = name.toCaseFolded();
    if (names.contains(folded))
      return Words::tr("two entries have the same name, but for upper and lower case");
    names << folded;
    if (stat.size > mostBytes || (bytes += stat.size) > mostBytes)
      return Words::tr("it would be larger than 256 MiB");
  }
  return {};
}

// What the entry says of its own length was checked and is not believed.
Result<std::string> contentOf(zip_t* zip, zip_uint64_t index, const QString& path) {
  const Entry entry(zip_fopen_index(zip, index, 0), &zip_fclose);
  std::string content;
  std::string piece(1024 * 1024, '\0');
  zip_int64_t read = entry ? 1 : -1;
  while (read > 0 && content.size() <= mostBytes) {
    read = zip_fread(entry.get(), piece.data(), piece.size());
    content.append(piece.data(), size_t(std::max<zip_int64_t>(read, 0)));
  }
  if (read < 0)
    return refusal(path, Words::tr("its recording is damaged"));
  if (content.size() > mostBytes)
    return refusal(path, Words::tr("it would be larger than 256 MiB"));
  return content;
}

Result<RecordingReader> openReport(const QString& path) {
  if (QFileInfo(path).size() > qint64(mostBytes))
    return refusal(path, Words::tr("it is larger than 256 MiB"));
  int code = 0;
  const Zip zip(zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY | ZIP_CHECKCONS, &code), &zip_discard);
  if (!zip)
    return refusal(path, Words::tr("it is a damaged archive"));
  if (const QString problem = problemOf(zip.get()); !problem.isEmpty())
    return refusal(path, Words::tr("this archive is refused, because %1").arg(problem));
  const zip_int64_t index = zip_name_locate(zip.get(), recordingInReport, 0);
  if (index < 0)
    return refusal(path, Words::tr("there is no recording in this archive"));
  Result<std::string> content = contentOf(zip.get(), zip_uint64_t(index), path);
  if (!content.ok())
    return content.error();
  return RecordingReader::open(std::make_unique<std::istringstream>(std::move(content).value()), path.toStdString());
}

} // namespace

Result<RecordingReader> openRecording(const QString& path) {
  return isZip(path) ? openReport(path) : RecordingReader::open(QFile::encodeName(path).toStdString());
}

} // namespace pushscope
