#pragma once

#include <QMap>
#include <QString>

class QSettings;

namespace pushscope {

// What a window looked like with each connection profile: texts by key, of which only the window knows the meaning.
//
// In the file: windows/PROFILE/KEY; PROFILE is percent-encoded, or "-" for the window that shows none (sandbox, replay,
// connect page).
class WindowSettings {
 public:
  using State = QMap<QString, QString>;
  // Of one profile; what is beyond is not read. A window has some fifty, of which the docks are the longest.
  static constexpr qsizetype mostKeys = 500, longestValue = 64 * 1024;

  explicit WindowSettings(QSettings& settings) : m_settings(settings) {}

  State read(const QString& profile) const;
  // Writes what differs from `before`, in one piece: the file is the one before or the one after, whenever the program
  // ends.
  void write(const QString& profile, const State& before, const State& now);
  // The window goes with its profile.
  void rename(const QString& from, const QString& to);
  void forget(const QString& profile);

  // Bytes that only the program itself may have written: with a sum over them, so that what the file was damaged to
  // is nothing.
  static QString seal(const QByteArray& bytes);
  static QByteArray unseal(const QString& text);

 private:
  QSettings& m_settings;
};

} // namespace pushscope
