#include "models/settings/saved_views.h"

#include "models/settings/connection_profiles.h"

#include <QCoreApplication>
#include <QSettings>

namespace pushscope {
namespace {

QString groupOf(const QString& page) {
  return QStringLiteral("views/") + settingsKey(page);
}
QString keyOf(const QString& page, const QString& name) {
  return groupOf(page) + QLatin1Char('/') + settingsKey(name);
}

} // namespace

QStringList SavedViews::names(const QString& page) const {
  m_settings.beginGroup(groupOf(page));
  QStringList names;
  for (const QString& key : m_settings.childKeys())
    if (const QString name = nameOfSettingsKey(key); nameProblem(name).isEmpty() && names.size() < mostOfAPage)
      names << name;
  m_settings.endGroup();
  names.sort(Qt::CaseInsensitive);
  return names;
}

std::optional<TableState> SavedViews::find(const QString& page, const QString& name) const {
  return TableState::decode(m_settings.value(keyOf(page, name)).toString());
}

QString SavedViews::save(const QString& page, const QString& name, const TableState& view) {
  if (const QString problem = nameProblem(name); !problem.isEmpty())
    return problem;
  const QStringList known = names(page);
  if (!known.contains(name) && known.size() >= mostOfAPage)
    return QCoreApplication::translate("SavedViews", "This page has %1 views already. Delete one first.")
        .arg(mostOfAPage);
  m_settings.setValue(keyOf(page, name), view.encode());
  return {};
}

void SavedViews::forget(const QString& page, const QString& name) {
  m_settings.remove(keyOf(page, name));
}

} // namespace pushscope
