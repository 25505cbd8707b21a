#pragma once

#include "models/settings/named_texts.h"
#include "models/settings/table_state.h"

class QSettings;

namespace pushscope {

// The views that a person gave names, for each page of the console; they are the same for all servers.
//
// In the file: views/PAGE/NAME, percent-encoded: TableState::encode().
class SavedViews {
 public:
  static constexpr qsizetype mostOfAPage = 32; // a menu that fits on a screen

  explicit SavedViews(QSettings& settings) : m_settings(settings) {}

  // In the order of the alphabet.
  QStringList names(const QString& page) const;
  // Nothing if there is none of this name, or what is kept of it cannot be read.
  std::optional<TableState> find(const QString& page, const QString& name) const;
  // Over one of the same name. The sentence if it cannot be: a name that is none, or too many of them.
  QString save(const QString& page, const QString& name, const TableState& view);
  void forget(const QString& page, const QString& name);

 private:
  NamedTexts of(const QString& page) const;

  QSettings& m_settings;
};

} // namespace pushscope
