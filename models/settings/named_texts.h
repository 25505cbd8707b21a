#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace pushscope {

// Texts that a person gave names, in one group of the settings file: GROUP/NAME, percent-encoded.
class NamedTexts {
 public:
  // The settings must outlive it. `most` is how many there may be; more in the file are not seen.
  NamedTexts(QSettings& settings, QString group, qsizetype most)
      : m_settings(settings), m_group(std::move(group)), m_most(most) {}

  // In the order of the alphabet.
  QStringList names() const;
  // Empty: there is none of this name.
  QString find(const QString& name) const;
  bool hasRoomFor(const QString& name) const;
  // Over one of the same name. The sentence if the name is none.
  QString save(const QString& name, const QString& text);
  void forget(const QString& name);

 private:
  QString keyOf(const QString& name) const;

  QSettings& m_settings;
  QString m_group;
  qsizetype m_most;
};

} // namespace pushscope
