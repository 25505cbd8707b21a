#pragma once

#include "models/command/push_draft.h"
#include "models/settings/named_texts.h"

#include <optional>

namespace pushscope {

// Pushes that a person gave names: all that a draft has but to whom it goes, which is chosen each time.
//
// In the file: templates/NAME, percent-encoded: a JSON object with the fields' names.
class PushTemplates {
 public:
  static constexpr qsizetype most = 64; // a menu that scrolls once

  explicit PushTemplates(QSettings& settings) : m_texts(settings, QStringLiteral("templates"), most) {}

  QStringList names() const { return m_texts.names(); }
  // Without targets. Nothing if there is none of this name, or what is kept of it cannot be read.
  std::optional<PushDraft> find(const QString& name) const;
  // Over one of the same name. The sentence if it cannot be: a name that is none, or too many of them.
  QString save(const QString& name, const PushDraft& draft);
  void forget(const QString& name) { m_texts.forget(name); }

 private:
  NamedTexts m_texts;
};

} // namespace pushscope
