#pragma once

#include "ui/connect/link_row.h"

class QAction;
class QPushButton;
class QVBoxLayout;

namespace pushscope {

// The servers and fleets that a person wants to see, a row each, and the name under which they are kept, if any.
class ConnectForm : public QWidget {
  Q_OBJECT
 public:
  explicit ConnectForm(QWidget* parent = nullptr);

  ConnectionProfile profile() const;
  void setProfile(const ConnectionProfile& profile);
  // One more row, and the cursor in it.
  void addRow(LinkKind kind);
  // Each at its row and field; those of the whole below. None: all is well.
  void setMistakes(const QList<ProfileMistake>& mistakes);

 signals:
  void submitted(const pushscope::ConnectionProfile& profile);

 private:
  LinkRow* appendRow(LinkKind kind);
  void remove(LinkRow* row);
  void numberRows();

  QVBoxLayout* m_layout;
  QList<LinkRow*> m_rows; // never empty
  QLineEdit* m_name;
  QLabel* m_problem;
  QAction *m_addServer, *m_addFleet;
  QList<QPushButton*> m_buttons; // in the order of Tab, behind the rows; the name stands before the last
};

} // namespace pushscope
