#pragma once

#include "models/alerts/alert_rule.h"
#include "models/command/bulk_manage.h"
#include "models/command/push_series.h"
#include "models/feed/feed.h"
#include "models/scenario/push_verdicts.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace pushscope {

// Something to be done to simulated phones, and what it is called.
struct PhoneCommand {
  QString name;
  PhoneAction action = PhoneAction::unknown;
  uint64_t value = 0;
};

// What pages share: the feed, the world that is shown, what is selected, and the ways to ask for something. No page
// knows another page.
class ConsoleContext : public QObject {
  Q_OBJECT
 public:
  explicit ConsoleContext(Feed& feed, QObject* parent = nullptr);

  Feed& feed() { return m_feed; }
  // What pages show: the live feed, or a replay beside it. Requests go to the live feed in either case.
  void watch(WorldSource& source);
  const WorldSource& source() const { return *m_source; }
  bool isLive() const { return m_source == &m_feed; }
  const World& world() const { return m_source->world(); }
  WallTime now() const { return m_source->now(); }
  void chooseBeats(const BeatRange& range) { m_source->chooseBeats(range); }
  // Why pages have nothing to show; empty if a server or fleet is connected, or was at this time of a recording.
  QString whyEmpty() const;

  const QList<Row>& devices() const { return m_devices; }
  QStringList deviceIds() const;
  // Selected again, by their names, when the world is another one: so many as a push may go to.
  static constexpr qsizetype mostRemembered = maxTargets;
  void selectDevices(const QList<Row>& devices);
  std::optional<DeliveryTable::Number> delivery() const { return m_delivery; }
  void selectDelivery(DeliveryTable::Number delivery);

  // The first of what it asks for, at once; what it repeats, in its time. What became of each comes as pushAnswered().
  // Empty if no server can take it. A series that goes on is ended.
  std::optional<Uuid> sendPush(const PushDraft& draft);
  // What is still to be sent; null: nothing.
  const PushSeries* series() const { return m_series ? &*m_series : nullptr; }
  void stopSeries();
  void trace(const Uuid& uuid);
  // How the pushes stand of which something was expected.
  const PushVerdicts& verdicts() const { return m_verdicts; }
  // Leaves out devices that are no simulated phones. What became of it is said.
  void control(const PhoneCommand& command, const QList<Row>& devices);
  // To what waits, or to dead letters; `name` is what it is called. What became of all of it comes as managed().
  void manage(const QString& name, QueueAction action, WallTime until, const std::vector<DeliveryName>& deliveries);
  // Cancels all that waits on a server, if it is as many as expected. What became of it comes as managed().
  void purge(LinkId link, uint32_t expected);
  // The payload goes to `then`, or why it does not; neither if the server is left meanwhile, or who asked is gone.
  using Peeking = std::function<void(const Result<Peeked>&)>;
  void peek(const DeliveryName& delivery, const QObject* asker, Peeking then);

  // Called when the world is another one, before pages are reset: rows of the old one mean nothing any more.
  void worldReplaced();
  // After that: what was selected is selected again, as far as the new world knows it.
  void selectAgain();

 signals:
  // From live to a replay, or back, or to another one.
  void sourceChanged();
  // Of the world that is shown. After watch(), everything.
  void changed(const pushscope::World::Changes& changes);
  void devicesSelected();
  void deliverySelected();
  void pageWanted(const QString& id);
  void composeWanted(const QStringList& devices);
  void draftWanted(const pushscope::PushDraft& draft);
  // The ladder of a push, wherever it is known.
  void ladderWanted(const pushscope::Uuid& push);
  // What is known of a device's sessions that are over.
  void historyWanted(const QString& device);
  // A page, and the rows of it that this query finds.
  void rowsWanted(const QString& page, const QString& query);
  // A rule that somebody began to make.
  void alertWanted(const pushscope::AlertDraft& draft);
  void pushAnswered(const QString& sentence, bool good);
  void seriesChanged();
  void traceAnswered(const QString& sentence, bool good);
  void managed(const QString& sentence, bool good);
  // Something that a person should be able to read later, too.
  void said(const QString& sentence);

 private:
  struct SelectedDelivery {
    Uuid uuid;
    std::string device;
    Sequence sequence{};
  };
  // Under way: the parts of one action on many deliveries.
  struct Managing {
    QString name;
    BulkManage bulk;
  };
  struct ManagePart {
    std::shared_ptr<Managing> all;
    size_t devices = 0;
  };
  void askParts(const std::shared_ptr<Managing>& managing);
  void manageAnswer(const ManagePart& part, const Answer& answer);
  void purgeAnswer(const Answer& answer);
  void takeAnswers(const World::Changes& changes);
  std::optional<Uuid> sendDue();
  void sendNext();
  bool sendOne(const Inject& push);
  void forgetAnswers();
  void pushAnswer(const Answer& answer, const Uuid& push);
  void worldChanged(const World::Changes& changes);
  void judgePushes();
  QString controlled(const QString& name, const Answer& answer) const;

  Feed& m_feed;
  WorldSource* m_source;
  Random m_random;
  uint64_t m_feedWorld = 0; // to which requests went
  QList<Row> m_devices;
  std::optional<DeliveryTable::Number> m_delivery;
  std::vector<std::string> m_deviceNames; // of the selection, which outlive their world
  std::optional<SelectedDelivery> m_deliveryName;
  PushVerdicts m_verdicts;
  std::optional<PushSeries> m_series;
  QTimer m_seriesTimer;
  QHash<quint64, Uuid> m_pushes;      // requests without an answer
  int m_accepted = 0;                 // of those that were answered since there was none
  QStringList m_refusals;             // ditto
  QSet<quint64> m_traces;             // ditto
  QHash<quint64, QString> m_controls; // ditto, and what they are called
  QHash<quint64, ManagePart> m_manages;
  QHash<quint64, Peeking> m_peeks;
  QSet<quint64> m_purges;
};

} // namespace pushscope
