#pragma once

#include <QStyledItemDelegate>

namespace pushscope {

// Cells with a meaning get its shape in its colour; the word beside it is the cell's own text. Text is never rich.
class ToneDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace pushscope
