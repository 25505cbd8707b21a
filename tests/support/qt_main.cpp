// main() of every test that needs Qt: an event loop, and a warning of Qt's fails the test during which it comes.
// PUSHSCOPE_TEST_WIDGETS makes it an application with windows, which knows how long each event held it.

#ifdef PUSHSCOPE_TEST_WIDGETS
#include "tests/support/watched_application.h"
#include "ui/theme/theme.h"
#else
#include <QCoreApplication>
#endif

#include <QLocale>
#include <QStandardPaths>

#include <gtest/gtest.h>

#include <cstdio>

namespace {

bool isNoiseOfThePlatform(const QString& text) {
  return text.contains(QLatin1String("XDG_RUNTIME_DIR")) || text.contains(QLatin1String("propagateSizeHints"));
}

void failOnWarning(QtMsgType type, const QMessageLogContext&, const QString& text) {
  std::fprintf(stderr, "%s\n", text.toUtf8().constData());
  if (type != QtDebugMsg && type != QtInfoMsg && !isNoiseOfThePlatform(text))
    ADD_FAILURE() << "Qt warned: " << text.toStdString();
}

} // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  qInstallMessageHandler(failOnWarning);
  QStandardPaths::setTestModeEnabled(true);
  QLocale::setDefault(QLocale::c());
#ifdef PUSHSCOPE_TEST_WIDGETS
  pushscope::WatchedApplication app(argc, argv);
  pushscope::Theme::apply(app, pushscope::Theme::Choice::light);
#else
  QCoreApplication app(argc, argv);
#endif
  QCoreApplication::setApplicationName(QStringLiteral("pushscope-test"));
  QCoreApplication::setOrganizationName(QStringLiteral("pushscope-test"));
  return RUN_ALL_TESTS();
}
