#include "protocol/codec/quiet_protobuf.h"
#include "tests/gallery/gallery.h"
#include "tests/gallery/gallery_window.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QDir>
#include <QRegularExpression>

#include <cstdio>

using namespace pushscope;

namespace {

bool save(QWidget& widget, const QString& folder, const QString& name) {
  QString file = name;
  file.replace(QRegularExpression(QStringLiteral("[^a-zA-Z0-9]+")), QStringLiteral("-"));
  QDir().mkpath(folder);
  QCoreApplication::processEvents();
  return widget.grab().save(QDir(folder).filePath(file + QStringLiteral(".png")));
}

bool saveEntries(const QString& folder) {
  bool saved = true;
  for (const GalleryEntry& entry : galleryEntries()) {
    QWidget ground;
    ground.resize(entry.size);
    QWidget* made = entry.make(&ground);
    made->resize(entry.size);
    saved &= save(ground, folder, entry.name);
  }
  return saved;
}

bool saveScene(const Scene::Spec& spec, QSize size, const QString& folder) {
  Scene scene(spec);
  MainWindow& window = scene.console().window();
  window.resize(size);
  window.show();
  if (!scene.prepare()) {
    std::fprintf(stderr, "pushscope_gallery: the window did not come to the state \"%s\" in time\n", spec.name);
    return false;
  }
  bool saved = true;
  for (Page* page : window.pages()) {
    window.showPage(page->id());
    saved &= save(window, QDir(folder).filePath(QLatin1String(spec.name)), page->id());
  }
  if (!spec.connects) {
    window.showConnectPage();
    saved &= save(window, QDir(folder).filePath(QLatin1String(spec.name)), QStringLiteral("connect"));
  }
  return saved;
}

} // namespace

// pushscope_gallery: what the console draws, in the states that a healthy sandbox never shows, for eyes.
int main(int argc, char** argv) {
  quietProtobuf();
  std::string folder, only, scale, theme = "light";
  int width = 1280, height = 800;
  CLI::App cli{"pushscope_gallery: what the console draws, in all its states"};
  cli.add_option("--pictures", folder, "Write all of it into this folder and end");
  cli.add_option("--scene", only, "Only the window in this state");
  cli.add_option("--theme", theme, "light or dark")->check(CLI::IsMember({"light", "dark"}));
  cli.add_option("--width", width, "Of windows")->capture_default_str();
  cli.add_option("--height", height, "Of windows")->capture_default_str();
  cli.add_option("--scale", scale, "Of the screen, for example 1.25 or 2");
  CLI11_PARSE(cli, argc, argv);
  if (!scale.empty())
    qputenv("QT_SCALE_FACTOR", QByteArray::fromStdString(scale));
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("pushscope-gallery"));
  QApplication::setOrganizationName(QStringLiteral("pushscope-gallery"));
  Theme::apply(app, theme == "dark" ? Theme::Choice::dark : Theme::Choice::light);
  if (folder.empty()) {
    GalleryWindow window;
    window.show();
    return app.exec();
  }
  const QString pictures = QString::fromStdString(folder);
  bool saved = !only.empty() || saveEntries(QDir(pictures).filePath(QStringLiteral("parts")));
  for (const Scene::Spec& spec : Scene::all())
    if (only.empty() || only == spec.name) {
      std::printf("%s\n", spec.name);
      std::fflush(stdout);
      saved &= saveScene(spec, {width, height}, pictures);
    }
  return saved ? 0 : 1;
}
