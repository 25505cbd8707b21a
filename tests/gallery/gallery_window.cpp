#include "tests/gallery/gallery_window.h"

#include "tests/gallery/gallery.h"
#include "ui/theme/parts.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pushscope {

GalleryWindow::GalleryWindow() {
  setWindowTitle(QStringLiteral("Pushscope gallery"));
  m_theme.watch(*this);
  QMenu* look = menuBar()->addMenu(QStringLiteral("&Look"));
  for (const auto& [choice, name] : {std::pair(Theme::Choice::light, "&Light"), {Theme::Choice::dark, "&Dark"}})
    connect(look->addAction(QLatin1String(name)), &QAction::triggered, this,
            [this, choice = choice] { m_theme.choose(choice); });
  QMenu* scenes = menuBar()->addMenu(QStringLiteral("&Windows"));
  for (const Scene::Spec& spec : Scene::all())
    connect(scenes->addAction(QLatin1String(spec.name)), &QAction::triggered, this, [this, &spec] { open(spec); });
  m_area = new QScrollArea(this);
  m_area->setWidgetResizable(true);
  setCentralWidget(m_area);
  resize(1000, 800);
  arrange();
}

void GalleryWindow::arrange() {
  auto* all = new QWidget;
  auto* layout = new QVBoxLayout(all);
  for (const GalleryEntry& entry : galleryEntries()) {
    layout->addWidget(heading(entry.name, all));
    QWidget* made = entry.make(all);
    made->setFixedSize(entry.size);
    layout->addWidget(made);
  }
  m_area->setWidget(all);
}

void GalleryWindow::open(const Scene::Spec& spec) {
  m_scenes.push_back(std::make_unique<Scene>(spec));
  MainWindow& window = m_scenes.back()->console().window();
  window.resize(1280, 800);
  window.show();
  m_scenes.back()->prepare();
}

} // namespace pushscope
