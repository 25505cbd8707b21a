#include "models/export/zip_writer.h"

#include <QFile>

#include <memory>

#include <zip.h>

namespace pushscope {
namespace {

// 1980-01-01 00:00, the first moment that the format knows.
constexpr zip_uint16_t firstDate = 1 << 5 | 1, firstTime = 0;
// What is compressed already is stored.
bool isCompressed(const QString& name) {
  return name.endsWith(QLatin1String(".png")) || name.endsWith(QLatin1String(".psrec"));
}

// How far it came, for callbacks in C.
struct Course {
  const std::function<bool(double)>& goOn;
  bool cancelled = false;

  static void advance(zip_t*, double done, void* self) {
    auto& course = *static_cast<Course*>(self);
    course.cancelled = course.cancelled || !course.goOn(done);
  }
  static int isCancelled(zip_t*, void* self) { return static_cast<Course*>(self)->cancelled ? 1 : 0; }
};

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Error failure(const QString& path, zip_t* zip) {
  return {ErrorCode::file, (path + QStringLiteral(": ") + QString::fromUtf8(zip_strerror(zip))).toStdString()};
}

bool add(zip_t* zip, const ZipEntry& entry) {
  zip_source_t* source = zip_source_file(zip, QFile::encodeName(entry.path).constData(), 0, -1);
  if (!source)
    return false;
  const zip_int64_t index = zip_file_add(zip, entry.name.toUtf8().constData(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  const auto at = zip_uint64_t(index);
  // A file that anybody may read and nobody runs, whatever it is here.
  return zip_set_file_compression(zip, at, isCompressed(entry.name) ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) == 0 &&
         zip_file_set_dostime(zip, at, firstTime, firstDate, 0) == 0 &&
         zip_file_set_external_attributes(zip, at, 0, ZIP_OPSYS_UNIX, zip_uint32_t{0100644} << 16) == 0;
}

} // namespace

Status writeZip(const QString& path, const QList<ZipEntry>& entries, const std::function<bool(double)>& goOn) {
  int code = 0;
  Zip zip(zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_TRUNCATE, &code), &zip_discard);
  if (!zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const QString cause = QString::fromUtf8(zip_error_strerror(&error));
    zip_error_fini(&error);
    return {ErrorCode::file, (path + QStringLiteral(": ") + cause).toStdString()};
  }
  for (const ZipEntry& entry : entries)
    if (!add(zip.get(), entry))
      return failure(path, zip.get());
  Course course{goOn};
  zip_register_progress_callback_with_state(zip.get(), 0.01, &Course::advance, nullptr, &course);
  zip_register_cancel_callback_with_state(zip.get(), &Course::isCancelled, nullptr, &course);
  if (zip_close(zip.get()) != 0)
    return course.cancelled ? Error{ErrorCode::timedOut, path.toStdString()} : failure(path, zip.get());
  (void)zip.release(); // closed is gone
  return Done{};
}

} // namespace pushscope
