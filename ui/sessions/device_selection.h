#pragma once

#include <QObject>

namespace pushscope {

class ConsoleContext;
class TableView;

// Keeps the selected rows of a table of devices and the devices that the console has chosen the same, while the table
// is seen: what is highlighted is what will be acted upon, wherever it was chosen. Devices that the table's query
// leaves out stay chosen until a person chooses others in it. The table owns it.
class DeviceSelection : public QObject {
  Q_OBJECT
 public:
  DeviceSelection(ConsoleContext& context, TableView& table);

  // More than these, chosen elsewhere, are not highlighted: a table keeps each cell of a selection by itself.
  static constexpr qsizetype mostFollowed = 500;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void tell();
  void follow();

  ConsoleContext& m_context;
  TableView& m_table;
  bool m_telling = false, m_following = false;
  bool m_missing = false; // some of the chosen are not in the table
};

} // namespace pushscope
