#include "ui/kept_input.h"

#include "ui/table/table_view.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTextCursor>
#include <QTreeWidget>

#include <algorithm>

namespace pushscope {
namespace {

const QString textKey = QStringLiteral("text"), cursorKey = QStringLiteral("cursor"),
              numberKey = QStringLiteral("number"), rowsKey = QStringLiteral("rows"), downKey = QStringLiteral("down"),
              acrossKey = QStringLiteral("across"), sizesKey = QStringLiteral("sizes");

// Parts of Qt's own widgets have names of its own, or stand in for the widget that they are part of.
bool isOurs(const QWidget& widget) {
  return !widget.objectName().startsWith(QLatin1String("qt_")) && !qobject_cast<QComboBox*>(widget.parentWidget()) &&
         !qobject_cast<QAbstractSpinBox*>(widget.parentWidget());
}

QHash<QString, QWidget*> partsOf(const QWidget& root) {
  QHash<QString, QWidget*> parts;
  QHash<QString, int> counts;
  for (QWidget* widget : root.findChildren<QWidget*>()) {
    if (!isOurs(*widget))
      continue;
    const QWidget* named = widget->parentWidget();
    while (named != &root && named->objectName().isEmpty())
      named = named->parentWidget();
    const QString group = named == &root ? QString() : named->objectName();
    const QString name =
        widget->objectName().isEmpty() ? QLatin1String(widget->metaObject()->className()) : widget->objectName();
    const QString key = group + QLatin1Char('/') + name;
    parts[key + QLatin1Char('#') + QString::number(counts[key]++)] = widget;
  }
  return parts;
}

QVariantList rowsOf(const TableView& table) {
  QVariantList rows;
  for (const uint64_t row : table.selectedSourceRows())
    rows << qulonglong(row);
  return rows;
}

QVariantMap inputOf(QWidget& widget) {
  QVariantMap input;
  if (const auto* line = qobject_cast<QLineEdit*>(&widget)) {
    input[textKey] = line->text();
    input[cursorKey] = line->cursorPosition();
  } else if (const auto* text = qobject_cast<QPlainTextEdit*>(&widget); text && !text->isReadOnly()) {
    input[textKey] = text->toPlainText();
    input[cursorKey] = text->textCursor().position();
  } else if (const auto* button = qobject_cast<QAbstractButton*>(&widget); button && button->isCheckable()) {
    input[numberKey] = button->isChecked();
  } else if (const auto* choice = qobject_cast<QComboBox*>(&widget)) {
    input[numberKey] = choice->currentIndex();
  } else if (const auto* number = qobject_cast<QSpinBox*>(&widget)) {
    input[numberKey] = number->value();
  } else if (const auto* tabs = qobject_cast<QTabWidget*>(&widget)) {
    input[numberKey] = tabs->currentIndex();
  } else if (const auto* table = qobject_cast<TableView*>(&widget)) {
    input[rowsKey] = rowsOf(*table);
  } else if (const auto* splitter = qobject_cast<QSplitter*>(&widget)) {
    if (splitter->testAttribute(Qt::WA_WState_Created)) // shown once: before that its sizes are nobody's choice
      input[sizesKey] = QVariant::fromValue(splitter->sizes());
  } else if (const auto* tree = qobject_cast<QTreeWidget*>(&widget)) {
    input[numberKey] = tree->indexOfTopLevelItem(tree->currentItem());
  }
  if (const auto* area = qobject_cast<QAbstractScrollArea*>(&widget)) {
    input[downKey] = area->verticalScrollBar()->value();
    input[acrossKey] = area->horizontalScrollBar()->value();
  }
  return input;
}

void give(QWidget& widget, const QVariantMap& input) {
  const int number = input[numberKey].toInt();
  if (auto* line = qobject_cast<QLineEdit*>(&widget)) {
    if (line->text() != input[textKey].toString())
      line->setText(input[textKey].toString());
    line->setCursorPosition(input[cursorKey].toInt());
  } else if (auto* text = qobject_cast<QPlainTextEdit*>(&widget); text && !text->isReadOnly()) {
    if (text->toPlainText() != input[textKey].toString())
      text->setPlainText(input[textKey].toString());
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(std::clamp(input[cursorKey].toInt(), 0, text->document()->characterCount() - 1));
    text->setTextCursor(cursor);
  } else if (auto* button = qobject_cast<QAbstractButton*>(&widget); button && button->isCheckable()) {
    button->setChecked(input[numberKey].toBool());
  } else if (auto* choice = qobject_cast<QComboBox*>(&widget)) {
    choice->setCurrentIndex(number);
  } else if (auto* box = qobject_cast<QSpinBox*>(&widget)) {
    box->setValue(number);
  } else if (auto* tabs = qobject_cast<QTabWidget*>(&widget)) {
    tabs->setCurrentIndex(number);
  } else if (auto* splitter = qobject_cast<QSplitter*>(&widget)) {
    // Also of pages that are hidden, whose sizes WindowState does not know.
    if (const auto sizes = input[sizesKey].value<QList<int>>(); sizes.size() == splitter->count() && sizes.first() > 0)
      splitter->setSizes(sizes);
  } else if (auto* tree = qobject_cast<QTreeWidget*>(&widget); tree && tree->topLevelItem(number)) {
    tree->setCurrentItem(tree->topLevelItem(number));
  }
}

// After all else: what is selected moves them.
void scroll(QWidget& widget, const QVariantMap& input) {
  if (auto* area = qobject_cast<QAbstractScrollArea*>(&widget)) {
    area->verticalScrollBar()->setValue(input[downKey].toInt());
    area->horizontalScrollBar()->setValue(input[acrossKey].toInt());
  }
}

} // namespace

KeptInput::KeptInput(const QWidget& root) {
  for (const auto& [key, widget] : partsOf(root).asKeyValueRange()) {
    if (QVariantMap input = inputOf(*widget); !input.isEmpty())
      m_parts[key] = input;
    if (widget->hasFocus())
      m_focus = key;
  }
}

void KeptInput::selectRows(QWidget& root) const {
  for (const auto& [key, widget] : partsOf(root).asKeyValueRange())
    if (auto* table = qobject_cast<TableView*>(widget)) {
      QList<uint64_t> rows;
      for (const QVariant& row : m_parts.value(key).value(rowsKey).toList())
        rows << row.toULongLong();
      if (!rows.isEmpty())
        table->selectSourceRows(rows);
    }
}

void KeptInput::giveTo(QWidget& root) const {
  const QHash<QString, QWidget*> parts = partsOf(root);
  for (const auto step : {&give, &scroll})
    for (const auto& [key, input] : m_parts.asKeyValueRange())
      if (QWidget* widget = parts.value(key))
        step(*widget, input);
  if (QWidget* widget = parts.value(m_focus))
    widget->setFocus();
}

} // namespace pushscope
