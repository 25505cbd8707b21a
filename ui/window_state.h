#pragma once

#include "models/settings/window_settings.h"

#include <QObject>
#include <QTimer>

namespace pushscope {

class MainWindow;

// What a person made of the window: place and size, docks, page, and of each page its tables (columns, order, query),
// splitters and chosen time spans. Kept for each connection profile, and once for the window without one.
//
// It looks for what has changed once a second, because half of it says nothing when it changes, and writes that in one
// piece: after kill -9 at most `lookEvery` is lost. What is kept of a part and cannot be understood leaves the part as
// it is.
//
// Parts are known by their object names, or by their number on their page if they have none.
class WindowState : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds lookEvery{1000};

  // Takes over what is kept for the window without a profile. The window and the settings must outlive this.
  WindowState(MainWindow& window, WindowSettings settings);
  ~WindowState() override;

  // From now on the window is that of this profile: what is kept of it is taken over. Its place and size only as long
  // as nobody sees it, because a window that jumps is worse than one that stays.
  void show(const QString& profile);
  // The same window under another name, as it is.
  void renamed(const QString& profile);
  void save();

  // What is kept of a window, as it is now; sizes of parts that nobody has seen yet as they were before.
  static WindowSettings::State of(const MainWindow& window, const WindowSettings::State& before = {});
  static void give(MainWindow& window, const WindowSettings::State& state);

 protected:
  bool eventFilter(QObject* window, QEvent* event) override;

 private:
  MainWindow& m_window;
  WindowSettings m_settings;
  QString m_profile;
  WindowSettings::State m_written;
  bool m_wasSeen = false; // before, the window has no place and no sizes
  QTimer m_timer;
};

} // namespace pushscope
