#include "ui/table/view_menu.h"

#include "ui/actions/action.h"
#include "ui/table/query_bar.h"
#include "ui/theme/parts.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>

namespace pushscope {
ViewMenu::ViewMenu(SavedViews& views, const QString& page, QueryBar& bar, TableView& table)
    : QToolButton(&bar), m_views(views), m_page(page), m_bar(bar), m_table(table) {
  setObjectName(page + QStringLiteral("Views"));
  setText(tr("Views"));
  setAccessibleName(tr("Saved views"));
  QAction* open = makeAction(this,
                             {"viewsOpen", tr("Saved views…"), tr("Query, columns, widths and order under a name"),
                              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)},
                             [this] { this->menu()->popup(mapToGlobal(rect().bottomLeft())); });
  m_save = makeAction(this, {"viewSave", tr("&Save view…"), tr("Keeps query, columns, widths and order under a name")},
                      [this] { askName(); });
  setToolTip(asToolTip(open->toolTip()));
  setFocusPolicy(Qt::StrongFocus);
  setPopupMode(InstantPopup);
  auto* menu = new QMenu(this);
  menu->setObjectName(page + QStringLiteral("ViewsMenu"));
  setMenu(menu);
  connect(menu, &QMenu::aboutToShow, this, &ViewMenu::fill);
  bar.addButton(this);
}

TableState ViewMenu::stateOf(const QueryBar& bar, const TableView& table) {
  TableState state = table.state();
  state.query = bar.edit()->text();
  return state;
}

void ViewMenu::fill() {
  qDeleteAll(menu()->findChildren<QMenu*>(Qt::FindDirectChildrenOnly)); // which clear() leaves
  menu()->clear();
  const QStringList names = m_views.names(m_page);
  for (const QString& name : names)
    connect(addLine(menu(), name), &QAction::triggered, this, [this, name] { choose(name); });
  if (names.isEmpty())
    menu()->addAction(tr("No view was saved yet"))->setEnabled(false);
  menu()->addSeparator();
  menu()->addAction(m_save);
  QMenu* remove = menu()->addMenu(tr("&Delete view"));
  remove->setEnabled(!names.isEmpty());
  for (const QString& name : names)
    connect(addLine(remove, name), &QAction::triggered, this, [this, name] {
      m_views.forget(m_page, name);
      m_bar.setNotice(tr("The view “%1” was deleted.").arg(name));
    });
}

void ViewMenu::choose(const QString& name) {
  const std::optional<TableState> view = m_views.find(m_page, name);
  if (!view)
    return m_bar.setNotice(
        tr("The view “%1” cannot be read: the settings file is damaged there. Delete it, or save it anew.").arg(name));
  const QStringList missing = m_table.take(*view);
  m_bar.edit()->setText(view->query); // whose mistakes are said there
  m_bar.setNotice(missing.isEmpty() ? QString()
                                    : tr("The view “%1” has columns that this table does not have: %2. The rest of it "
                                         "is shown.")
                                          .arg(name, missing.join(QStringLiteral(", "))));
}

void ViewMenu::askName() {
  auto* dialog = new QInputDialog(window());
  dialog->setObjectName(QStringLiteral("viewName"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save view"));
  dialog->setLabelText(tr("Name of this view; one of the same name is replaced:"));
  connect(dialog, &QInputDialog::textValueSelected, this, &ViewMenu::save);
  dialog->open();
}

void ViewMenu::save(const QString& name) {
  const QString problem = m_views.save(m_page, name.trimmed(), stateOf(m_bar, m_table));
  m_bar.setNotice(problem.isEmpty() ? tr("Saved as the view “%1”.").arg(name.trimmed()) : problem);
}

} // namespace pushscope
