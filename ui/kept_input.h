#pragma once

#include <QHash>
#include <QVariant>
#include <QWidget>

namespace pushscope {

// What a person typed, chose and selected in widgets, to be given to others that are made in the same way: text and
// cursor of fields, what is checked and chosen, tabs, splitters, selected rows, how far it is scrolled, the focus.
// Widgets are known by their object names, or by class and number below the nearest one with a name; one that is not
// there any more is left out. Rows are selected by what they stand for, as far as the other table shows them already.
class KeptInput {
 public:
  explicit KeptInput(const QWidget& root);
  void selectRows(QWidget& root) const;
  // All else.
  void giveTo(QWidget& root) const;

 private:
  QHash<QString, QVariantMap> m_parts;
  QString m_focus;
};

} // namespace pushscope
