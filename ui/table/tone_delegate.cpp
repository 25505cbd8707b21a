#include "ui/table/tone_delegate.h"

#include "models/items/table_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace pushscope {

void ToneDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const auto tone = static_cast<Tone>(index.data(TableModel::ToneRole).toInt());
  if (tone == Tone::neutral)
    return;
  option->features |= QStyleOptionViewItem::HasDecoration;
  option->icon = toneIcon(tone, option->palette);
  option->decorationSize = QSize(12, 12);
  if (tone == Tone::faint)
    option->palette.setColor(QPalette::Text, Theme::faintText(option->palette));
}

} // namespace pushscope
