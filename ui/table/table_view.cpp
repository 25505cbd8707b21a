#include "ui/table/table_view.h"

#include "ui/table/tone_delegate.h"
#include "ui/theme/theme.h"

#include <QClipboard>
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

} // namespace

TableView::TableView(TableModel* model, QWidget* parent) : QTableView(parent), m_model(model) {
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
  header->setTextElideMode(Qt::ElideRight);
  header->setSortIndicatorClearable(true);
  header->setSortIndicator(-1, Qt::AscendingOrder);
  header->setStretchLastSection(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QHeaderView::customContextMenuRequested, this, &TableView::headerMenu);
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
  m_pointing.setSingleShot(true);
  m_pointing.setInterval(holdFor);
  connect(&m_pointing, &QTimer::timeout, this, &TableView::letGo);
  connect(model, &TableModel::orderPausedChanged, viewport(), qOverload<>(&QWidget::update));
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
  for (const QModelIndex& index : selectionModel()->selectedRows())
    rows << m_model->sourceRow(index.row());
  return rows;
}

void TableView::selectSourceRow(uint64_t row) {
  const int at = m_model->rowOf(row);
  if (at < 0)
    return;
  setCurrentIndex(m_model->index(at, visibleColumns().front()));
  selectRow(at);
}

void TableView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (m_model->isOrderPaused())
    drawOrderPaused();
  if (m_model->rowCount() > 0 || m_emptyText.isEmpty())
    return;
  QPainter painter(viewport());
  painter.setPen(Theme::faintText(palette()));
  const int margin = 3 * Theme::unit;
  painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                   m_emptyText);
}

void TableView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy))
    return copySelection();
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
  m_pointing.start();
  m_model->holdOrder(true);
}

void TableView::letGo() {
  m_pointing.stop();
  m_model->holdOrder(false);
}

// In a corner, over the rows: it comes and goes, and moves nothing.
void TableView::drawOrderPaused() {
  QPainter painter(viewport());
  painter.setFont(Theme::caption(font()));
  const QString text = tr("order paused while you point");
  QRect box = painter.fontMetrics().boundingRect(text).adjusted(-Theme::unit, -4, Theme::unit, 4);
  box.moveBottomRight(viewport()->rect().bottomRight() - QPoint(Theme::unit, Theme::unit));
  painter.fillRect(box, palette().window());
  painter.setPen(Theme::faintText(palette()));
  painter.drawText(box, Qt::AlignCenter, text);
}

void TableView::copySelection() const {
  QStringList lines;
  QModelIndexList rows = selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end());
  for (const QModelIndex& row : rows) {
    QStringList cells;
    for (int column : visibleColumns())
      cells << m_model->index(row.row(), column).data().toString();
    lines << cells.join('\t');
  }
  QGuiApplication::clipboard()->setText(lines.join('\n'));
}

void TableView::headerMenu(const QPoint& position) {
  // Not exec(): its loop would run while this table may be replaced.
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (int i = 0; i < m_model->columnCount(); ++i) {
    QAction* action = menu->addAction(columnTitle(m_model->columns()[size_t(i)]));
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(i));
    action->setEnabled(isColumnHidden(i) || visibleColumns().size() > 1);
    connect(action, &QAction::toggled, this, [this, i](bool shown) { setColumnHidden(i, !shown); });
  }
  menu->popup(horizontalHeader()->mapToGlobal(position));
}

} // namespace pushscope
