#pragma once

#include <QString>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QWidget;

// What pages are put together from, each made in one way. The parent owns it.
namespace pushscope {

// Text as it is: a label of Qt's own takes what looks like markup for markup, and most texts here come from devices,
// servers and files. So labels are made by these alone.
QLabel* plainLabel(const QString& text, QWidget* parent);
// Which breaks into lines. A word that nobody can break is cut, rather than the window made wider by it.
QLabel* paragraph(const QString& text, QWidget* parent);
// What stands above a part of a page: bold.
QLabel* heading(const QString& text, QWidget* parent);
// The same label, which then breaks into lines as a paragraph does.
QLabel* wrapping(QLabel* label);

// What is taken for markup if it looks like it, such as a tooltip, gets its text by this: it is shown as it is, line
// breaks included, and no longer than fits on a screen.
QString asToolTip(const QString& text);
// What is always taken for markup: titles and legends of charts.
QString asRichText(const QString& text);
// For a menu or a button, where an ampersand makes a letter underlined.
QString literally(QString text);
// A line of a menu that is not in the program's own words; Qt shows the text of a line as its tooltip, too.
QAction* addLine(QMenu* menu, const QString& text);
// Sentences, until they are put away.
void showWarning(QWidget* window, const QString& title, const QString& sentence);
void showInformation(QWidget* window, const QString& title, const QString& sentence);

// The number of a tile: whole, or with one digit if it is small.
QString roundNumber(double value);

// How far back a picture of time reaches: a minute, five or ten, as seconds in the items' data.
QComboBox* makeSpanChoice(const char* objectName, QWidget* parent);

} // namespace pushscope
