#include "ui/language.h"

#include "models/text/source_words.h"

#include <QApplication>
#include <QFont>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace pushscope {
namespace {

// What Qt says in our dialogs and fields, for where its own catalogue is not installed.
[[maybe_unused]] constexpr const char* textsOfQt[] = {
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QDockWidget", "Close"),
    QT_TRANSLATE_NOOP("QDockWidget", "Float"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Undo"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Redo"),
    QT_TRANSLATE_NOOP("QLineEdit", "Cu&t"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Copy"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Paste"),
    QT_TRANSLATE_NOOP("QLineEdit", "Delete"),
    QT_TRANSLATE_NOOP("QLineEdit", "Select All"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Undo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Redo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Cu&t"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Copy"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Paste"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Delete"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Select All"),
    QT_TRANSLATE_NOOP("QTabBar", "Scroll Left"),
    QT_TRANSLATE_NOOP("QTabBar", "Scroll Right"),
    QT_TRANSLATE_NOOP("QAbstractSpinBox", "&Step up"),
    QT_TRANSLATE_NOOP("QAbstractSpinBox", "Step &down"),
};

class Catalogue : public QTranslator {
 public:
  QString translate(const char* context, const char* text, const char* disambiguation, int number) const override {
    return SourceWords::wanted() ? QString() : QTranslator::translate(context, text, disambiguation, number);
  }
};

// A translator takes itself out of the application when it is deleted.
struct Spoken {
  Language::Choice choice = Language::Choice::system;
  std::unique_ptr<QTranslator> qt, own;
};

Spoken& spoken() {
  static Spoken one;
  return one;
}

std::unique_ptr<QTranslator> loaded(std::unique_ptr<QTranslator> translator, const QString& file,
                                    const QString& folder) {
  if (!translator->load(file, folder))
    return nullptr;
  QCoreApplication::installTranslator(translator.get());
  return translator;
}

// Han letters are drawn otherwise in Japan and Taiwan, and a font of there may be the first that is found.
void preferFonts(Language::Choice choice) {
  QFont font = QApplication::font();
  QStringList families = font.families().mid(0, 1);
  if (choice == Language::Choice::chinese)
    families << QStringLiteral("Noto Sans CJK SC") << QStringLiteral("Source Han Sans SC")
             << QStringLiteral("PingFang SC") << QStringLiteral("WenQuanYi Micro Hei")
             << QStringLiteral("WenQuanYi Zen Hei");
  if (families == font.families())
    return;
  font.setFamilies(families);
  QApplication::setFont(font);
}

} // namespace

void Language::apply(Choice choice) {
  Spoken& now = spoken();
  now.choice = choice;
  now.own.reset();
  now.qt.reset();
  if (choice == Choice::system)
    choice = preferred(QLocale::system().uiLanguages());
  preferFonts(choice);
  if (choice != Choice::chinese)
    return;
  // The one that is installed last is asked first.
  now.qt = loaded(std::make_unique<QTranslator>(), QStringLiteral("qtbase_zh_CN"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  now.own = loaded(std::make_unique<Catalogue>(), QStringLiteral("pushscope_zh_CN"), QStringLiteral(":/translations"));
}

Language::Choice Language::chosen() {
  return spoken().choice;
}

QString Language::name(Choice choice) {
  switch (choice) {
  case Choice::english:
    return QStringLiteral("en");
  case Choice::chinese:
    return QStringLiteral("zh_CN");
  case Choice::system:
    break;
  }
  return QStringLiteral("system");
}

Language::Choice Language::named(const QString& text) {
  for (const Choice choice : all)
    if (name(choice) == text)
      return choice;
  return Choice::system;
}

QString Language::title(Choice choice) {
  switch (choice) {
  case Choice::english:
    return QStringLiteral("English");
  case Choice::chinese:
    return QStringLiteral("简体中文");
  case Choice::system:
    break;
  }
  return QCoreApplication::translate("Language", "&System");
}

// Chinese in traditional letters is another catalogue, which there is not.
Language::Choice Language::preferred(const QStringList& languages) {
  for (const QString& language : languages) {
    const QStringList parts = QString(language).replace('_', '-').split('-');
    if (parts.first() == QLatin1String("en"))
      return Choice::english;
    const bool traditional = parts.contains(QStringLiteral("Hant")) ||
                             (!parts.contains(QStringLiteral("Hans")) &&
                              (parts.contains(QStringLiteral("TW")) || parts.contains(QStringLiteral("HK")) ||
                               parts.contains(QStringLiteral("MO"))));
    if (parts.first() == QLatin1String("zh") && !traditional)
      return Choice::chinese;
  }
  return Choice::english;
}

} // namespace pushscope
