#include "models/settings/saved_views.h"

#include "models/settings/connection_profiles.h"

#include <QCoreApplication>

namespace pushscope {

NamedTexts SavedViews::of(const QString& page) const {
  return {m_settings, QStringLiteral("views/") + settingsKey(page), mostOfAPage};
}

QStringList SavedViews::names(const QString& page) const {
  return of(page).names();
}

std::optional<TableState> SavedViews::find(const QString& page, const QString& name) const {
  return TableState::decode(of(page).find(name));
}

QString SavedViews::save(const QString& page, const QString& name, const TableState& view) {
  if (!of(page).hasRoomFor(name))
    return QCoreApplication::translate("SavedViews", "This page has %1 views already. Delete one first.")
        .arg(mostOfAPage);
  return of(page).save(name, view.encode());
}

void SavedViews::forget(const QString& page, const QString& name) {
  of(page).forget(name);
}

} // namespace pushscope
