#pragma once

#include "tests/gallery/scene.h"
#include "ui/theme/theme_switch.h"

#include <QMainWindow>

class QScrollArea;

namespace pushscope {

// All entries side by side, with the look and the scale to choose; and windows in the states of the scenes.
class GalleryWindow : public QMainWindow {
 public:
  GalleryWindow();

 private:
  void arrange();
  void open(const Scene::Spec& spec);

  ThemeSwitch m_theme;
  QScrollArea* m_area;
  std::vector<std::unique_ptr<Scene>> m_scenes;
};

} // namespace pushscope
