#include "ui/theme/parts.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QTextDocument>

namespace pushscope {
namespace {

QMessageBox* makeBox(QMessageBox::Icon icon, QWidget* window, const QString& title, const QString& sentence) {
  auto* box = new QMessageBox(icon, title, sentence, QMessageBox::Ok, window);
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  return box;
}

} // namespace

QLabel* plainLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  return label;
}

QLabel* wrapping(QLabel* label) {
  label->setWordWrap(true);
  label->setMinimumWidth(1);
  return label;
}

QLabel* paragraph(const QString& text, QWidget* parent) {
  return wrapping(plainLabel(text, parent));
}

QLabel* heading(const QString& text, QWidget* parent) {
  QLabel* label = plainLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  return label;
}

QString asToolTip(const QString& text) {
  constexpr qsizetype longest = 2000;
  const QString shown = text.size() > longest ? text.left(longest - 1) + QChar(0x2026) : text;
  return Qt::mightBeRichText(shown) ? QStringLiteral("<qt>%1</qt>").arg(asRichText(shown)) : shown;
}

QString asRichText(const QString& text) {
  return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
}

QString literally(QString text) {
  return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QAction* addLine(QMenu* menu, const QString& text) {
  QAction* action = menu->addAction(literally(text));
  action->setToolTip(asToolTip(text));
  return action;
}

void showWarning(QWidget* window, const QString& title, const QString& sentence) {
  makeBox(QMessageBox::Warning, window, title, sentence)->exec();
}

void showInformation(QWidget* window, const QString& title, const QString& sentence) {
  makeBox(QMessageBox::Information, window, title, sentence)->open();
}

QString roundNumber(double value) {
  return value < 10 && value != double(int64_t(value)) ? QLocale().toString(value, 'f', 1)
                                                       : QLocale().toString(qlonglong(value + 0.5));
}

QComboBox* makeSpanChoice(const char* objectName, QWidget* parent) {
  const auto translated = [](const char* text) { return QCoreApplication::translate("Parts", text); };
  auto* choice = new QComboBox(parent);
  choice->setObjectName(QLatin1String(objectName));
  choice->setAccessibleName(translated(QT_TRANSLATE_NOOP("Parts", "Time span")));
  choice->addItem(translated(QT_TRANSLATE_NOOP("Parts", "last minute")), 60);
  choice->addItem(translated(QT_TRANSLATE_NOOP("Parts", "last 5 minutes")), 300);
  choice->addItem(translated(QT_TRANSLATE_NOOP("Parts", "last 10 minutes")), 600);
  return choice;
}

} // namespace pushscope
