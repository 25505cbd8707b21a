#include "models/settings/named_texts.h"

#include "models/settings/connection_profiles.h"

#include <QSettings>

namespace pushscope {

QString NamedTexts::keyOf(const QString& name) const {
  return m_group + QLatin1Char('/') + settingsKey(name);
}

QStringList NamedTexts::names() const {
  m_settings.beginGroup(m_group);
  QStringList names;
  for (const QString& key : m_settings.childKeys())
    if (const QString name = nameOfSettingsKey(key); nameProblem(name).isEmpty() && names.size() < m_most)
      names << name;
  m_settings.endGroup();
  names.sort(Qt::CaseInsensitive);
  return names;
}

QString NamedTexts::find(const QString& name) const {
  return m_settings.value(keyOf(name)).toString();
}

bool NamedTexts::hasRoomFor(const QString& name) const {
  const QStringList known = names();
  return known.contains(name) || known.size() < m_most;
}

QString NamedTexts::save(const QString& name, const QString& text) {
  const QString problem = nameProblem(name);
  if (problem.isEmpty())
    m_settings.setValue(keyOf(name), text);
  return problem;
}

void NamedTexts::forget(const QString& name) {
  m_settings.remove(keyOf(name));
}

} // namespace pushscope
