#include "ui/actions/command_palette.h"

#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

constexpr int widest = 640, mostRows = 12, fromTop = 48;
constexpr int placeRole = Qt::UserRole, keysRole = placeRole + 1, whyNotRole = placeRole + 2;

// Name, faint place, and the key at the right; all faint if it cannot be done.
class CommandDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {option.rect.width(), Theme::rowHeight + 3};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const bool chosen = option.state & QStyle::State_Selected;
    const QPalette& palette = option.palette;
    const QColor faint = chosen ? palette.color(QPalette::HighlightedText) : Theme::faintText(palette);
    const bool can = index.data(whyNotRole).toString().isEmpty();
    const QColor ink = chosen ? palette.color(QPalette::HighlightedText) : can ? palette.color(QPalette::Text) : faint;
    painter->save();
    if (chosen)
      painter->fillRect(option.rect, palette.highlight());
    QRect room = option.rect.adjusted(Theme::unit, 0, -Theme::unit, 0);
    const QFontMetrics& metrics = option.fontMetrics;
    const QString keys = index.data(keysRole).toString();
    painter->setPen(faint);
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, keys);
    if (!keys.isEmpty())
      room.setRight(room.right() - metrics.horizontalAdvance(keys) - 2 * Theme::unit);
    const QString place = index.data(placeRole).toString();
    // The place keeps a third of the line if the name is long.
    const int placeWidth = std::min(metrics.horizontalAdvance(place), room.width() / 3);
    const QString name = metrics.elidedText(index.data().toString(), Qt::ElideMiddle,
                                            room.width() - (place.isEmpty() ? 0 : placeWidth + 2 * Theme::unit));
    painter->setPen(ink);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
    room.setLeft(room.left() + metrics.horizontalAdvance(name) + 2 * Theme::unit);
    painter->setPen(faint);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(place, Qt::ElideRight, room.width()));
    painter->restore();
  }
};

} // namespace

CommandPalette::CommandPalette(QWidget* window, Commands commands, Finder finder)
    : QFrame(window), m_window(window), m_commands(std::move(commands)), m_finder(std::move(finder)) {
  setObjectName(QStringLiteral("palette"));
  setAccessibleName(tr("Command palette"));
  setAutoFillBackground(true);
  m_line = new QLineEdit(this);
  m_line->setObjectName(QStringLiteral("paletteLine"));
  m_line->setAccessibleName(tr("Command"));
  m_line->setMaxLength(int(longestTyped));
  m_list = new QListWidget(this);
  m_list->setObjectName(QStringLiteral("paletteList"));
  m_list->setAccessibleName(tr("Commands"));
  m_list->setFocusPolicy(Qt::NoFocus); // the line keeps it, and moves in the list
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setUniformItemSizes(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setItemDelegate(new CommandDelegate(m_list));
  m_none = paragraph({}, this);
  m_none->setObjectName(QStringLiteral("paletteNone"));
  m_none->setContentsMargins(Theme::unit, Theme::unit, Theme::unit, Theme::unit);
  m_tip = plainLabel({}, this);
  m_tip->setObjectName(QStringLiteral("paletteTip"));
  m_tip->setFont(Theme::caption(font()));
  m_tip->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  setTint(m_tip, Tint::faint);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::unit, Theme::unit, Theme::unit, Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_line);
  layout->addWidget(m_list);
  layout->addWidget(m_none);
  layout->addWidget(m_tip);
  connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::list);
  connect(m_list, &QListWidget::currentRowChanged, this, &CommandPalette::describe);
  connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
  m_line->installEventFilter(this);
  m_window->installEventFilter(this);
  hide();
}

void CommandPalette::open() {
  appear(false);
}
void CommandPalette::openShortcuts() {
  appear(true);
}

void CommandPalette::appear(bool shortcutsOnly) {
  if (!isVisible())
    m_focusBefore = QApplication::focusWidget();
  m_shortcutsOnly = shortcutsOnly;
  m_line->setPlaceholderText(shortcutsOnly ? tr("Keyboard shortcuts: type a name or a page")
                                           : tr("What do you want to do? A command, page, view, connection or device"));
  m_all = m_commands();
  if (shortcutsOnly) {
    m_all.removeIf([](const Command& command) { return command.keys.isEmpty(); });
    std::stable_sort(m_all.begin(), m_all.end(),
                     [](const Command& a, const Command& b) { return a.place.compare(b.place) < 0; });
  }
  {
    const QSignalBlocker quiet(m_line);
    m_line->clear();
  }
  list();
  raise();
  show();
  m_line->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::leave() {
  if (!isVisible())
    return;
  const QPointer<QWidget> before = std::exchange(m_focusBefore, nullptr);
  hide(); // which moves the focus anywhere
  m_all.clear();
  m_shown.clear();
  m_list->clear();
  if (before && before->isVisible())
    before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::list() {
  const QString typed = m_line->text().trimmed();
  struct Ranked {
    int fit;
    qsizetype recent; // the smaller the later it was done
    const Command* command;
  };
  QList<Command> found = m_shortcutsOnly ? QList<Command>() : m_finder(typed);
  QList<Ranked> ranked;
  for (const Command& command : m_all)
    if (const int fit = fitOf(command, typed); fit > 0) {
      const qsizetype recent = m_shortcutsOnly ? -1 : m_recent.indexOf(command.key);
      ranked << Ranked{fit, recent < 0 ? mostRecent : recent, &command};
    }
  if (!m_shortcutsOnly || !typed.isEmpty())
    std::stable_sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
      if (a.fit != b.fit)
        return a.fit > b.fit;
      if (a.recent != b.recent)
        return a.recent < b.recent;
      const bool canA = a.command->whyNot.isEmpty(), canB = b.command->whyNot.isEmpty();
      if (typed.isEmpty() && canA != canB)
        return canA;
      return a.command->here && !b.command->here;
    });
  m_shown.clear();
  for (const Ranked& each : ranked)
    m_shown << *each.command;
  m_shown += found;
  const QSignalBlocker quiet(m_list);
  m_list->clear();
  for (const Command& command : m_shown)
    add(command);
  m_list->setVisible(!m_shown.isEmpty());
  m_none->setVisible(m_shown.isEmpty());
  m_none->setText(tr("Nothing is called “%1”. Fewer letters find more; each word has to be found.").arg(typed));
  m_list->setCurrentRow(m_shown.isEmpty() ? -1 : 0);
  place();
  describe();
}

void CommandPalette::add(const Command& command) {
  auto* item = new QListWidgetItem(command.name, m_list);
  item->setData(placeRole, command.place);
  item->setData(keysRole, command.keys);
  item->setData(whyNotRole, command.whyNot);
  QStringList words{command.name};
  for (const QString& word : {command.place, command.keys, command.whyNot})
    if (!word.isEmpty())
      words << word;
  item->setData(Qt::AccessibleTextRole, words.join(QStringLiteral(", ")));
}

void CommandPalette::describe() {
  const int row = m_list->currentRow();
  const Command* command = row >= 0 && row < m_shown.size() ? &m_shown[row] : nullptr;
  const QString words = !command                    ? QString()
                        : command->whyNot.isEmpty() ? command->tip
                                                    : tr("Not now: %1").arg(command->whyNot);
  m_tip->setText(m_tip->fontMetrics().elidedText(words, Qt::ElideRight, std::max(m_tip->width(), 200)));
  m_line->setAccessibleDescription(
      command ? QStringLiteral("%1. %2").arg(m_list->item(row)->data(Qt::AccessibleTextRole).toString(), words)
              : m_none->text());
}

// Below the menu bar, in the middle, as high as it has lines.
void CommandPalette::place() {
  const int rows = int(std::min<qsizetype>(m_shown.size(), mostRows));
  m_list->setFixedHeight(std::max(rows, 1) * (Theme::rowHeight + 3));
  const int width = std::min(widest, m_window->width() - 4 * Theme::unit);
  resize(width, 1);
  layout()->activate();
  resize(width, layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height());
  move((m_window->width() - width) / 2, fromTop);
}

void CommandPalette::choose(int by) {
  if (!m_shown.isEmpty())
    m_list->setCurrentRow(std::clamp(m_list->currentRow() + by, 0, int(m_shown.size()) - 1));
}

void CommandPalette::runCurrent() {
  const int row = m_list->currentRow();
  if (row < 0 || row >= m_shown.size() || !m_shown[row].whyNot.isEmpty())
    return;
  const Command command = m_shown[row];
  m_recent.removeAll(command.key);
  m_recent.prepend(command.key);
  m_recent = m_recent.mid(0, mostRecent);
  leave();
  // When this event is over: what is done may ask for something, and wait.
  QTimer::singleShot(0, m_window, command.run);
}

void CommandPalette::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(Theme::grid(palette()));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
  if (object == m_window) {
    if (event->type() == QEvent::Resize && isVisible())
      place();
    return false;
  }
  switch (event->type()) {
  case QEvent::ShortcutOverride: // no key of the window's while this is open
    event->accept();
    return true;
  case QEvent::FocusOut: {
    const auto reason = static_cast<QFocusEvent*>(event)->reason();
    if (reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason)
      return false;
    m_focusBefore.clear(); // something else was chosen
    leave();
    return false;
  }
  case QEvent::KeyPress:
    break;
  default:
    return false;
  }
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
  case Qt::Key_Escape:
    leave();
    return true;
  case Qt::Key_K:
    if (!key->modifiers().testFlag(Qt::ControlModifier))
      return false;
    leave();
    return true;
  case Qt::Key_Down:
  case Qt::Key_Tab:
    choose(1);
    return true;
  case Qt::Key_Up:
  case Qt::Key_Backtab:
    choose(-1);
    return true;
  case Qt::Key_PageDown:
    choose(mostRows);
    return true;
  case Qt::Key_PageUp:
    choose(-mostRows);
    return true;
  case Qt::Key_Return:
  case Qt::Key_Enter:
    runCurrent();
    return true;
  default:
    return false;
  }
}

} // namespace pushscope
