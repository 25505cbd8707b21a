#include "ui/table/table_view.h"

#include "ui/actions/action.h"
#include "ui/table/tone_delegate.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QClipboard>
#include <QDeadlineTimer>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace pushscope {
namespace {

// After the last movement in the table: long enough to aim at a row and to choose what is done to it, and a mouse that
// was left lying there does not stop the table for ever.
constexpr std::chrono::seconds holdFor{10};

// Qt keeps each cell of a selection by itself while rows change their places; of so many that would be felt.
constexpr qsizetype mostMoving = 500;

// Rows are made into text for so long at a time; what is copied is for a person to paste, files are made by exports.
constexpr std::chrono::milliseconds copyingSlice{4};
constexpr qsizetype mostCopied = 20'000;
constexpr std::chrono::seconds notedFor{5};

} // namespace

TableView::TableView(TableModel* model, QWidget* parent) : QTableView(parent), m_model(model) {
  // Before the selection hears of it.
  connect(model, &TableModel::layoutAboutToBeChanged, this, &TableView::giveUpManyMoving);
  setModel(model);
  setItemDelegate(new ToneDelegate(this));
  setShowGrid(false);
  setAlternatingRowColors(true);
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setWordWrap(false);
  setCornerButtonEnabled(false);
  setHorizontalScrollMode(ScrollPerPixel);
  setFrameShape(QFrame::NoFrame);
  verticalHeader()->hide();
  verticalHeader()->setMinimumSectionSize(Theme::rowHeight);
  verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  QHeaderView* header = horizontalHeader();
  header->setSectionsMovable(true);
  header->setHighlightSections(false);
  // One that stays empty. For the table's own, Qt asks at each picture whether all of a column is selected, row by row:
  // 1.5 ms for each column and 100,000 rows.
  header->setSelectionModel(new QItemSelectionModel(model, this));
  header->setTextElideMode(Qt::ElideRight);
  header->setSortIndicatorClearable(true);
  header->setSortIndicator(-1, Qt::AscendingOrder);
  header->setStretchLastSection(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QHeaderView::customContextMenuRequested, this,
          [this, header](const QPoint& position) { showColumnsMenu(header->mapToGlobal(position)); });
  setSortingEnabled(true);
  const int character = fontMetrics().horizontalAdvance('0');
  for (int i = 0; i < model->columnCount(); ++i) {
    const Column& column = model->columns()[size_t(i)];
    const int title = fontMetrics().horizontalAdvance(columnTitle(column)) + 28; // room for the sort arrow
    header->resizeSection(i, std::max(title, column.width * character + 16));
    setColumnHidden(i, !column.shownAtFirst);
  }
  connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TableView::selectedRowsChanged);
  viewport()->setMouseTracking(true);
  setTabKeyNavigation(false); // Tab leads on, arrows move in it
  makeAction(this,
             {"tableCopy", tr("Copy rows"), tr("Copies the selected rows as text with tabs"),
              QKeySequence(QKeySequence::Copy), Qt::WidgetShortcut},
             [this] { copySelection(); });
  makeAction(this,
             {"tableColumns", tr("Columns and order…"), tr("Which columns are shown, and by which the rows are sorted"),
              QKeySequence(Qt::ALT | Qt::Key_Down), Qt::WidgetShortcut},
             [this] { showColumnsMenu(horizontalHeader()->mapToGlobal(QPoint(0, horizontalHeader()->height()))); });
  m_freeze = makeAction(this,
                        {"tableFreeze", tr("Freeze the order"),
                         tr("Rows keep their places while their numbers go on; new ones wait until then"),
                         QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F), Qt::WidgetShortcut},
                        [this] { freeze(m_freeze->isChecked()); });
  m_freeze->setCheckable(true);
  connect(model, &TableModel::modelReset, this, [this] {
    if (!m_freeze->isChecked() || m_model->world() == m_frozenWorld)
      return;
    m_freeze->setChecked(false); // of other rows nobody has seen an order yet
    letGo();
  });
  m_pointing.setSingleShot(true);
  m_pointing.setInterval(holdFor);
  connect(&m_pointing, &QTimer::timeout, this, &TableView::letGo);
  connect(model, &TableModel::orderPausedChanged, viewport(), qOverload<>(&QWidget::update));
  m_noted.setSingleShot(true);
  m_noted.setInterval(notedFor);
  connect(&m_noted, &QTimer::timeout, this, [this] { note({}); });
  connect(&m_copying, &QTimer::timeout, this, &TableView::copySome);
  connect(model, &TableModel::modelAboutToBeReset, &m_copying, &QTimer::stop);
  connect(this, &QTableView::activated, this,
          [this](const QModelIndex& index) { emit rowActivated(m_model->sourceRow(index.row())); });
}

void TableView::showOnly(const QStringList& columnIds) {
  for (int i = 0; i < m_model->columnCount(); ++i) {
    const QString id = QLatin1String(m_model->columns()[size_t(i)].id);
    setColumnHidden(i, !columnIds.contains(id));
  }
  for (int place = 0; place < columnIds.size(); ++place)
    for (int i = 0; i < m_model->columnCount(); ++i)
      if (columnIds[place] == QLatin1String(m_model->columns()[size_t(i)].id))
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(i), place);
}

TableState TableView::state() const {
  const QHeaderView* header = horizontalHeader();
  const auto idOf = [this](int column) { return QString::fromLatin1(m_model->columns()[size_t(column)].id); };
  TableState state;
  for (const int column : visibleColumns())
    state.columns << TableState::ColumnPlace{idOf(column), header->sectionSize(column)};
  if (const int sorted = header->sortIndicatorSection(); isSortingEnabled() && sorted >= 0)
    state.sortColumn = idOf(sorted);
  state.descending = !state.sortColumn.isEmpty() && header->sortIndicatorOrder() == Qt::DescendingOrder;
  return state;
}

QStringList TableView::take(const TableState& state) {
  QHeaderView* header = horizontalHeader();
  const auto columnOf = [this](const QString& id) { return columnWithId(m_model->columns(), id.toStdString()); };
  QStringList known, missing;
  for (const TableState::ColumnPlace& place : state.columns)
    (columnOf(place.id) < 0 ? missing : known) << place.id;
  if (!known.isEmpty())
    showOnly(known);
  for (const TableState::ColumnPlace& place : state.columns)
    if (const int column = columnOf(place.id); column >= 0)
      header->resizeSection(column, place.width);
  const int sorted = state.sortColumn.isEmpty() ? -1 : columnOf(state.sortColumn);
  if (sorted < 0 && !state.sortColumn.isEmpty() && !missing.contains(state.sortColumn))
    missing << state.sortColumn;
  if (isSortingEnabled())
    sortByColumn(sorted, state.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
  return missing;
}

void TableView::fitColumns() {
  horizontalHeader()->setStretchLastSection(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(visibleColumns().front(), QHeaderView::Stretch);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void TableView::setEmptyText(const QString& text) {
  if (text == m_emptyText)
    return;
  m_emptyText = text;
  viewport()->update();
}

std::vector<int> TableView::visibleColumns() const {
  std::vector<int> columns;
  for (int visual = 0; visual < m_model->columnCount(); ++visual)
    if (const int logical = horizontalHeader()->logicalIndex(visual); !isColumnHidden(logical))
      columns.push_back(logical);
  return columns;
}

QList<uint64_t> TableView::selectedSourceRows() const {
  QList<uint64_t> rows;
  QItemSelection selection = selectionModel()->selection(); // of whole rows
  std::sort(selection.begin(), selection.end(), [](const auto& a, const auto& b) { return a.top() < b.top(); });
  for (const QItemSelectionRange& range : std::as_const(selection))
    for (int row = range.top(); row <= range.bottom(); ++row)
      rows << m_model->sourceRow(row);
  return rows;
}

void TableView::selectSourceRow(uint64_t row) {
  const int at = m_model->rowOf(row);
  if (at < 0)
    return;
  setCurrentIndex(m_model->index(at, visibleColumns().front()));
  selectRow(at);
}

void TableView::selectSourceRows(const QList<uint64_t>& rows) {
  QItemSelection selection;
  for (const uint64_t row : rows)
    if (const int at = m_model->rowOf(row); at >= 0)
      selection.select(m_model->index(at, 0), m_model->index(at, m_model->columnCount() - 1));
  if (!selection.isEmpty())
    selectionModel()->setCurrentIndex(selection.first().topLeft(), QItemSelectionModel::NoUpdate);
  selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void TableView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (!m_note.isEmpty())
    drawNote(m_note);
  else if (m_model->isOrderPaused())
    drawNote(whyPaused());
  if (m_model->rowCount() > 0 || m_emptyText.isEmpty())
    return;
  QPainter painter(viewport());
  painter.setPen(Theme::faintText(palette()));
  const int margin = 3 * Theme::unit;
  painter.drawText(viewport()->rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void TableView::keyPressEvent(QKeyEvent* event) {
  hold();
  QTableView::keyPressEvent(event);
}

bool TableView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress || event->type() == QEvent::Wheel)
    hold();
  else if (event->type() == QEvent::Leave)
    letGo();
  return QTableView::viewportEvent(event);
}

void TableView::hold() {
  if (!m_model)
    return;
  m_pointing.start();
  m_model->holdOrder(true);
}

// Many that are selected stay where they are.
void TableView::letGo() {
  m_pointing.stop();
  if (!m_model)
    return;
  m_model->holdOrder(m_freeze->isChecked() || selectedRowCount() > mostMoving);
}

void TableView::freeze(bool frozen) {
  m_frozenWorld = m_model->world();
  frozen ? m_model->holdOrder(true) : letGo();
  viewport()->update();
}

QString TableView::whyPaused() const {
  return m_freeze->isChecked()             ? tr("order frozen; Ctrl+Alt+F lets it go on")
         : selectedRowCount() > mostMoving ? tr("order paused while many rows are selected")
                                           : tr("order paused while you point");
}

qsizetype TableView::selectedRowCount() const {
  qsizetype count = 0;
  for (const QItemSelectionRange& range : selectionModel()->selection())
    count += range.height();
  return count;
}

// When a person has the rows sorted or narrowed anew. All rows are no trouble to Qt.
void TableView::giveUpManyMoving() {
  if (const qsizetype selected = selectedRowCount(); selected > mostMoving && selected < m_model->rowCount())
    clearSelection();
}

void TableView::note(const QString& text) {
  m_note = text;
  text.isEmpty() ? m_noted.stop() : m_noted.start();
  viewport()->update();
}

// In a corner, over the rows: it comes and goes, and moves nothing.
void TableView::drawNote(const QString& text) {
  QPainter painter(viewport());
  painter.setFont(Theme::caption(font()));
  QRect box = painter.fontMetrics().boundingRect(text).adjusted(-Theme::unit, -4, Theme::unit, 4);
  box.moveBottomRight(viewport()->rect().bottomRight() - QPoint(Theme::unit, Theme::unit));
  painter.fillRect(box, palette().window());
  painter.setPen(Theme::faintText(palette()));
  painter.drawText(box, Qt::AlignCenter, text);
}

// In slices, because a person may have selected everything there is.
void TableView::copySelection() {
  m_copied = {};
  m_copied.rows = selectedSourceRows();
  m_copied.all = m_copied.rows.size();
  m_copied.rows.resize(std::min(m_copied.all, mostCopied));
  m_copied.columns = visibleColumns();
  m_copying.start(0);
  copySome();
}

void TableView::copySome() {
  const QDeadlineTimer end(copyingSlice);
  while (m_copied.next < m_copied.rows.size()) {
    if (end.hasExpired())
      return note(tr("copying: row %1 of %2").arg(m_copied.next).arg(m_copied.rows.size()));
    const int row = m_model->rowOf(m_copied.rows[m_copied.next++]);
    if (row < 0) // gone meanwhile
      continue;
    for (size_t i = 0; i < m_copied.columns.size(); ++i) {
      m_copied.text += QLatin1String(i > 0 ? "\t" : "");
      m_copied.text += m_model->index(row, m_copied.columns[i]).data().toString();
    }
    m_copied.text += QLatin1Char('\n');
  }
  m_copying.stop();
  m_copied.text.chop(1);
  QGuiApplication::clipboard()->setText(m_copied.text);
  note(m_copied.all > mostCopied
           ? tr("copied the first %1 of %2 rows; export the table for all").arg(mostCopied).arg(m_copied.all)
           : QString());
  m_copied = {};
}

void TableView::showColumnsMenu(const QPoint& where) {
  // Not exec(): its loop would run while this table may be replaced.
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("columnsMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (isSortingEnabled()) {
    addSorting(menu->addMenu(tr("&Sort by")));
    menu->addAction(m_freeze);
    menu->addSeparator();
  }
  for (int i = 0; i < m_model->columnCount(); ++i) {
    QAction* action = menu->addAction(columnTitle(m_model->columns()[size_t(i)]));
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(i));
    action->setEnabled(isColumnHidden(i) || visibleColumns().size() > 1);
    connect(action, &QAction::toggled, this, [this, i](bool shown) { setColumnHidden(i, !shown); });
  }
  menu->popup(where);
}

// What a click on the header does: a column, then its other direction.
void TableView::addSorting(QMenu* menu) {
  const QHeaderView* header = horizontalHeader();
  const auto add = [&](const QString& text, int column, Qt::SortOrder order) {
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(header->sortIndicatorSection() == column);
    connect(action, &QAction::triggered, this, [this, column, order] { sortByColumn(column, order); });
  };
  add(tr("No column"), -1, Qt::AscendingOrder);
  for (const int column : visibleColumns()) {
    const bool ascends = header->sortIndicatorSection() == column && header->sortIndicatorOrder() == Qt::AscendingOrder;
    add(columnTitle(m_model->columns()[size_t(column)]), column, ascends ? Qt::DescendingOrder : Qt::AscendingOrder);
  }
}

} // namespace pushscope
