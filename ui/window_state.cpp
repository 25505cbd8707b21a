#include "ui/window_state.h"

#include "ui/main_window.h"
#include "ui/table/query_bar.h"
#include "ui/table/view_menu.h"

#include <QComboBox>
#include <QEvent>
#include <QSplitter>

#include <algorithm>

namespace pushscope {
namespace {

const QString geometryKey = QStringLiteral("geometry"), docksKey = QStringLiteral("docks"),
              pageKey = QStringLiteral("page");

// The parts of one kind on a page, by their keys in the settings. A table that is made anew for what it shows has
// nothing of a person's that could be kept.
template <class Part>
QMap<QString, Part*> partsOf(const Page& page, const QString& kind) {
  QMap<QString, Part*> parts;
  int number = 0;
  for (Part* part : page.findChildren<Part*>()) {
    const QString name =
        part->objectName().isEmpty() ? QStringLiteral("%1%2").arg(kind).arg(number) : part->objectName();
    ++number;
    if (name != QLatin1String("ladderTable"))
      parts[page.id() + QLatin1Char('/') + name] = part;
  }
  return parts;
}

QueryBar* barOf(const Page& page, const TableView& table) {
  for (QueryBar* bar : page.findChildren<QueryBar*>())
    if (bar->model() == table.tableModel())
      return bar;
  return nullptr;
}

// Only what says how much is shown: an item with a number.
bool isSpan(const QComboBox& box) {
  return box.currentData().metaType().id() == QMetaType::Int ||
         box.currentData().metaType().id() == QMetaType::LongLong;
}

QString sizesOf(const QSplitter& splitter) {
  QStringList sizes;
  for (const int size : splitter.sizes())
    sizes << QString::number(size);
  return sizes.join(QLatin1Char(' '));
}

void setSizes(QSplitter& splitter, const QString& text) {
  constexpr int largest = 20'000;
  QList<int> sizes;
  for (const QString& part : text.split(QLatin1Char(' ')))
    if (const int size = part.toInt(); size > 0 && size <= largest)
      sizes << size;
  if (sizes.size() == splitter.count())
    splitter.setSizes(sizes);
}

} // namespace

WindowState::WindowState(MainWindow& window, WindowSettings settings) : m_window(window), m_settings(settings) {
  m_wasSeen = m_window.isVisible();
  m_window.installEventFilter(this);
  m_timer.setInterval(lookEvery);
  connect(&m_timer, &QTimer::timeout, this, &WindowState::save);
  m_timer.start();
  show({});
}

WindowState::~WindowState() {
  save();
}

void WindowState::show(const QString& profile) {
  save();
  m_profile = profile;
  m_written = m_settings.read(profile);
  give(m_window, m_written);
}

void WindowState::renamed(const QString& profile) {
  m_profile = profile;
  m_written.clear();
}

bool WindowState::eventFilter(QObject* window, QEvent* event) {
  m_wasSeen |= event->type() == QEvent::Show;
  if (event->type() == QEvent::Close)
    save();
  return QObject::eventFilter(window, event);
}

void WindowState::save() {
  if (!m_wasSeen)
    return;
  const WindowSettings::State now = of(m_window, m_written);
  m_settings.write(m_profile, m_written, now);
  m_written = now;
}

WindowSettings::State WindowState::of(const MainWindow& window, const WindowSettings::State& before) {
  WindowSettings::State state;
  state[geometryKey] = WindowSettings::seal(window.saveGeometry());
  state[docksKey] = WindowSettings::seal(window.saveState());
  state[pageKey] = window.chosenPage();
  for (const Page* page : window.pages()) {
    for (const auto& [key, table] : partsOf<TableView>(*page, QStringLiteral("table")).asKeyValueRange()) {
      const QueryBar* bar = barOf(*page, *table);
      state[key] = (bar ? ViewMenu::stateOf(*bar, *table) : table->state()).encode();
    }
    // Of a page that nobody has seen yet the sizes are not those that it will have.
    for (const auto& [key, splitter] : partsOf<QSplitter>(*page, QStringLiteral("splitter")).asKeyValueRange())
      if (splitter->isVisible())
        state[key] = sizesOf(*splitter);
      else if (before.contains(key))
        state[key] = before[key];
    for (const auto& [key, box] : partsOf<QComboBox>(*page, QStringLiteral("span")).asKeyValueRange())
      if (isSpan(*box))
        state[key] = box->currentData().toString();
  }
  return state;
}

void WindowState::give(MainWindow& window, const WindowSettings::State& state) {
  const auto bytes = [&](const QString& key) { return WindowSettings::unseal(state.value(key)); };
  if (const QByteArray geometry = bytes(geometryKey); !geometry.isEmpty() && !window.isVisible())
    window.restoreGeometry(geometry);
  if (const QByteArray docks = bytes(docksKey); !docks.isEmpty())
    window.restoreState(docks);
  if (state.contains(pageKey))
    window.choosePage(state[pageKey]);
  for (const Page* page : window.pages()) {
    for (const auto& [key, table] : partsOf<TableView>(*page, QStringLiteral("table")).asKeyValueRange())
      if (const auto kept = TableState::decode(state.value(key))) {
        table->take(*kept);
        if (const QueryBar* bar = barOf(*page, *table))
          bar->edit()->setText(kept->query);
      }
    for (const auto& [key, splitter] : partsOf<QSplitter>(*page, QStringLiteral("splitter")).asKeyValueRange())
      setSizes(*splitter, state.value(key));
    for (const auto& [key, box] : partsOf<QComboBox>(*page, QStringLiteral("span")).asKeyValueRange())
      for (int i = 0; i < box->count() && isSpan(*box); ++i)
        if (box->itemData(i).toString() == state.value(key))
          box->setCurrentIndex(i);
  }
}

} // namespace pushscope
