#pragma once

#include "models/settings/connection_profile.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace pushscope {

// One server or fleet in the connect form, with what is wrong with it below. Files are chosen by F4 or the folder in
// the field.
class LinkRow : public QWidget {
  Q_OBJECT
 public:
  explicit LinkRow(LinkKind kind, QWidget* parent = nullptr);

  ProfileLink link() const;
  void setLink(const ProfileLink& link);
  // Its place in the form, from 0: the first says more of what belongs into its fields.
  void setPlace(int place, bool removable);
  // Nothing typed is lost. The first field with a mistake gets the focus if it is asked for.
  void setMistakes(const QList<ProfileMistake>& mistakes, bool focus);
  QLineEdit* address() const { return m_address; }
  // The tab key comes from there, goes through the fields, and on from the last of them, which is returned.
  QWidget* followInTabOrder(QWidget* before);

  // What stands above the fields of all rows.
  static QWidget* makeHeader(QWidget* parent);

 signals:
  void submitted();
  void removeWanted();

 private:
  QLineEdit* makeField(const QString& name, bool file);
  void chooseFile(QLineEdit* field);
  void describe();
  QLineEdit* fieldOf(ProfileMistake::Field field) const;

  QComboBox* m_kind;
  QLineEdit *m_address, *m_tokenFile, *m_trust;
  QToolButton* m_remove;
  QLabel* m_mistake;
  bool m_first = true;
};

} // namespace pushscope
