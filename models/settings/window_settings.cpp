#include "models/settings/window_settings.h"

#include "models/settings/connection_profiles.h"

#include <QCryptographicHash>
#include <QSettings>

namespace pushscope {
namespace {

QString groupOf(const QString& profile) {
  return QStringLiteral("windows/") + (profile.isEmpty() ? QStringLiteral("-") : settingsKey(profile));
}

// Not against anybody: against a damaged file.
QByteArray sumOf(const QByteArray& bytes) {
  return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).left(6);
}

} // namespace

WindowSettings::State WindowSettings::read(const QString& profile) const {
  State state;
  m_settings.beginGroup(groupOf(profile));
  for (const QString& key : m_settings.allKeys())
    if (const QString value = m_settings.value(key).toString(); state.size() < mostKeys && value.size() <= longestValue)
      state[key] = value;
  m_settings.endGroup();
  return state;
}

void WindowSettings::write(const QString& profile, const State& before, const State& now) {
  if (before == now)
    return;
  m_settings.beginGroup(groupOf(profile));
  for (const auto& [key, value] : now.asKeyValueRange())
    if (before.value(key) != value)
      m_settings.setValue(key, value);
  m_settings.endGroup();
  m_settings.sync();
}

void WindowSettings::rename(const QString& from, const QString& to) {
  const State state = read(from);
  forget(from);
  write(to, {}, state);
}

void WindowSettings::forget(const QString& profile) {
  m_settings.remove(groupOf(profile));
}

QString WindowSettings::seal(const QByteArray& bytes) {
  return QString::fromLatin1((sumOf(bytes) + bytes).toBase64());
}

QByteArray WindowSettings::unseal(const QString& text) {
  const QByteArray all = QByteArray::fromBase64(text.toLatin1());
  const QByteArray bytes = all.mid(sumOf({}).size());
  return all == sumOf(bytes) + bytes ? bytes : QByteArray();
}

} // namespace pushscope
