#pragma once

#include "app/console/console.h"
#include "tests/support/feed_source.h"

#include <QSettings>
#include <QTemporaryDir>

#include <atomic>
#include <memory>
#include <thread>

namespace pushscope {

// A console's window in a state that a healthy sandbox never shows. What is in it came over a socket, from a feed
// source with a thread of its own.
class Scene {
 public:
  struct Spec {
    const char* name;                // of a folder
    bool connects = true;            // to a server
    uint32_t devices = 0;            // that it knows
    double factsPerSecond = 0;       // 0 only with no devices
    const char* prefix = "phone-";   // of their ids
    bool isLost = false;             // the server is killed once its devices are shown
    bool isReplayed = false;         // what it told is saved, and watched beside the live feed
    std::chrono::seconds watched{3}; // before there is something to see
  };
  static const std::vector<Spec>& all();

  explicit Scene(const Spec& spec);
  ~Scene();

  // Runs the event loop until the window shows what it is to show. False: it did not come to that in time.
  bool prepare();
  Console& console() { return m_console; }

 private:
  class Source;

  Spec m_spec;
  QTemporaryDir m_folder;
  QSettings m_settings{m_folder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  std::unique_ptr<Source> m_source;
  Console m_console{m_settings, QStringLiteral("gallery")};
};

} // namespace pushscope
