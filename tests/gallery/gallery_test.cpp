#include "tests/gallery/gallery.h"
#include "tests/gallery/scene.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QWidget>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// Not of one colour, nor of almost only one.
bool isBlank(const QImage& image) {
  int other = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      other += image.pixel(x, y) != image.pixel(image.width() - 1, image.height() - 1);
  return other < 2; // a single value is a dot
}

QImage pictureOf(const GalleryEntry& entry) {
  QWidget ground;
  ground.resize(entry.size);
  entry.make(&ground)->resize(entry.size);
  return ground.grab().toImage();
}

TEST(Gallery, ShowsSomethingOfEachEntryInBothLooks) {
  std::vector<QImage> light;
  for (const auto choice : {Theme::Choice::light, Theme::Choice::dark}) {
    Theme::apply(*qApp, choice);
    const std::vector<GalleryEntry> entries = galleryEntries();
    for (size_t i = 0; i < entries.size(); ++i) {
      const QImage image = pictureOf(entries[i]);
      EXPECT_FALSE(isBlank(image)) << entries[i].name.toStdString();
      if (choice == Theme::Choice::light)
        light.push_back(image);
      else
        EXPECT_NE(image, light[i]) << entries[i].name.toStdString() << " does not follow the look";
    }
  }
  Theme::apply(*qApp, Theme::Choice::light);
}

// A painter that is declared in ui/ and not shown here was forgotten.
TEST(Gallery, HasEveryPainter) {
  QStringList names;
  for (const GalleryEntry& entry : galleryEntries())
    names << entry.name;
  int painters = 0;
  static const QRegularExpression painter(QStringLiteral("^(?:void|double) (paint\\w+)\\(QPainter"),
                                          QRegularExpression::MultilineOption);
  QDirIterator headers(QStringLiteral(PUSHSCOPE_UI_SOURCES), {QStringLiteral("*.h")}, QDir::Files,
                       QDirIterator::Subdirectories);
  while (headers.hasNext()) {
    QFile header(headers.next());
    ASSERT_TRUE(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    for (auto found = painter.globalMatch(text); found.hasNext();) {
      const QString name = found.next().captured(1);
      ++painters;
      EXPECT_TRUE(std::any_of(names.begin(), names.end(),
                              [&](const QString& n) { return n.startsWith(name + QLatin1Char(',')); }))
          << name.toStdString() << " of " << header.fileName().toStdString();
    }
  }
  EXPECT_GE(painters, 8);
}

class GalleryScene : public ::testing::TestWithParam<const char*> {};

TEST_P(GalleryScene, ShowsEveryPage) {
  for (const Scene::Spec& spec : Scene::all())
    if (QLatin1String(spec.name) == QLatin1String(GetParam())) {
      Scene scene(spec);
      MainWindow& window = scene.console().window();
      window.resize(1280, 800);
      window.show();
      ASSERT_TRUE(scene.prepare());
      for (Page* page : window.pages()) {
        window.showPage(page->id());
        QCoreApplication::processEvents();
        ASSERT_TRUE(page->isVisible());
        EXPECT_FALSE(isBlank(page->grab().toImage())) << page->id().toStdString();
      }
      return;
    }
  FAIL() << "there is no such scene";
}

// The million is for eyes: it is what the benchmarks measure.
INSTANTIATE_TEST_SUITE_P(Each, GalleryScene,
                         ::testing::Values("not-connected", "no-phones", "phones", "long-names", "disconnected",
                                           "replay"),
                         [](const auto& scene) {
                           return QString::fromLatin1(scene.param).remove(QLatin1Char('-')).toStdString();
                         });

} // namespace
} // namespace pushscope
