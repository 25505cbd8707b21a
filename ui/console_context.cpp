#include "ui/console_context.h"

#include "models/command/push_routing.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace pushscope {

ConsoleContext::ConsoleContext(Feed& feed, QObject* parent)
    : QObject(parent), m_feed(feed), m_source(&feed), m_random(QRandomGenerator::system()->generate64()) {
  connect(&m_feed, &WorldSource::changed, this, &ConsoleContext::takeAnswers);
  connect(m_source, &WorldSource::changed, this, &ConsoleContext::worldChanged);
  m_seriesTimer.setSingleShot(true);
  m_seriesTimer.setTimerType(Qt::PreciseTimer);
  connect(&m_seriesTimer, &QTimer::timeout, this, &ConsoleContext::sendNext);
}

void ConsoleContext::worldChanged(const World::Changes& changes) {
  judgePushes();
  emit changed(changes);
}

void ConsoleContext::judgePushes() {
  if (m_verdicts.isEmpty())
    return;
  m_verdicts.refresh(world(), now());
  for (const Uuid& push : m_verdicts.takeSettled())
    emit said(tr("Push %1: %2").arg(QString::fromStdString(push.text()), m_verdicts.of(push)->sentence()));
}

void ConsoleContext::watch(WorldSource& source) {
  disconnect(m_source, &WorldSource::changed, this, &ConsoleContext::worldChanged);
  m_source = &source;
  connect(m_source, &WorldSource::changed, this, &ConsoleContext::worldChanged);
  emit sourceChanged();
  emit changed(World::Changes::everything());
}

void ConsoleContext::selectDevices(const QList<Row>& devices) {
  // Qt compares two empty lists by reading from where neither has anything, which UBSan reports.
  if (std::ranges::equal(devices, m_devices))
    return;
  m_devices = devices;
  m_deviceNames.clear();
  if (devices.size() <= mostRemembered)
    for (const Row row : devices)
      m_deviceNames.emplace_back(world().devices().device(row));
  emit devicesSelected();
}

QStringList ConsoleContext::deviceIds() const {
  QStringList ids;
  for (const Row row : m_devices)
    ids << QString::fromUtf8(QByteArrayView(world().devices().device(row)));
  return ids;
}

void ConsoleContext::selectDelivery(DeliveryTable::Number delivery) {
  m_delivery = delivery;
  m_deliveryName.reset();
  if (const DeliveryRow* row = world().deliveries().find(delivery))
    m_deliveryName = {row->uuid, std::string(row->device), row->sequence};
  emit deliverySelected();
}

std::optional<Uuid> ConsoleContext::sendPush(const PushDraft& draft) {
  m_series.emplace(draft, m_feed.now());
  return sendDue();
}

void ConsoleContext::stopSeries() {
  m_seriesTimer.stop();
  if (const std::optional<PushSeries> stopped = std::exchange(m_series, std::nullopt)) {
    const QString sentence = tr("Stopped after %1 of %2.").arg(stopped->taken()).arg(stopped->repeats());
    emit said(sentence);
    emit pushAnswered(sentence, true);
  }
  emit seriesChanged();
}

// The first of them; nothing if there is no server, which ends the series.
std::optional<Uuid> ConsoleContext::sendDue() {
  const std::vector<Inject> pushes = m_series->takeDue(m_feed.now(), m_random);
  const bool sent = std::all_of(pushes.begin(), pushes.end(), [this](const Inject& push) { return sendOne(push); });
  if (sent && m_series->next()) {
    m_seriesTimer.start(
        std::chrono::ceil<std::chrono::milliseconds>(std::max(*m_series->next() - m_feed.now(), Duration::zero())));
  } else {
    if (const uint32_t missing = m_series->repeats() - m_series->taken() + m_series->leftOut(); missing > 0 && sent)
      emit said(tr("%1 of %2 pushes were left out, because this computer was too late with them.")
                    .arg(missing)
                    .arg(m_series->repeats()));
    m_series.reset();
  }
  emit seriesChanged();
  return sent && !pushes.empty() ? std::optional(pushes.front().uuid) : std::nullopt;
}

void ConsoleContext::sendNext() {
  const uint32_t before = m_series->taken(), repeats = m_series->repeats();
  if (sendDue())
    return;
  const QString sentence =
      tr("No server is connected any more: %1 of %2 were sent, the rest is given up.").arg(before).arg(repeats);
  emit said(sentence);
  emit pushAnswered(sentence, false);
}

bool ConsoleContext::sendOne(const Inject& push) {
  const auto parts = splitByNode(push, m_feed.world());
  if (parts.empty())
    return false;
  const PushDraft& draft = m_series->draft();
  m_verdicts.expect(push.uuid, draft.expectation.trimmed(), draft.expectations(),
                    std::max(push.composed, push.notBefore));
  for (const auto& [link, part] : parts)
    m_pushes.insert(m_feed.ask(link, part).value, push.uuid);
  return true;
}

void ConsoleContext::trace(const Uuid& uuid) {
  for (const LinkId link : m_feed.world().openLinks(LinkKind::node))
    m_traces.insert(m_feed.ask(link, Trace{uuid}).value);
}

void ConsoleContext::control(const PhoneCommand& command, const QList<Row>& devices) {
  std::map<LinkId, Control> parts;
  if (!isLive())
    return emit said(tr("%1: not done, because this is a replay.").arg(command.name));
  for (Row row : devices)
    if (const auto& truth = world().devices().truth(row); truth.known) {
      Control& part = parts[truth.teller];
      part.action = command.action;
      part.value = command.value;
      part.devices.emplace_back(world().devices().device(row));
    }
  for (const auto& [link, part] : parts)
    for (size_t from = 0; from < part.devices.size(); from += maxTargets) {
      const size_t to = std::min(from + maxTargets, part.devices.size());
      Control some = part;
      some.devices.assign(part.devices.begin() + ptrdiff_t(from), part.devices.begin() + ptrdiff_t(to));
      m_controls.insert(m_feed.ask(link, std::move(some)).value, command.name);
    }
}

void ConsoleContext::manage(const QString& name, QueueAction action, WallTime until,
                            const std::vector<DeliveryName>& deliveries) {
  if (!isLive())
    return emit said(tr("%1: not done, because this is a replay.").arg(name));
  askParts(std::make_shared<Managing>(Managing{name, BulkManage(action, until, deliveries)}));
}

void ConsoleContext::askParts(const std::shared_ptr<Managing>& managing) {
  while (const auto part = managing->bulk.next())
    m_manages.insert(m_feed.ask(part->link, part->manage).value, {managing, part->manage.devices.size()});
}

void ConsoleContext::manageAnswer(const ManagePart& part, const Answer& answer) {
  BulkManage& bulk = part.all->bulk;
  bulk.answered(part.devices, answer);
  askParts(part.all);
  if (!bulk.isDone())
    return;
  QStringList parts;
  if (bulk.changed() > 0)
    parts << (bulk.changed() == 1 ? tr("done for 1 delivery") : tr("done for %1 deliveries").arg(bulk.changed()));
  if (bulk.ended() > 0)
    parts << (bulk.ended() == 1 ? tr("1 had ended meanwhile") : tr("%1 had ended meanwhile").arg(bulk.ended()));
  if (bulk.refused() > 0)
    parts << tr("refused for %1").arg(bulk.refused());
  QString sentence = tr("%1: %2.").arg(part.all->name, parts.join(QStringLiteral(", ")));
  if (bulk.error())
    sentence += QLatin1Char(' ') + Sentences::error(*bulk.error(), tr("The server"));
  emit said(sentence);
  emit managed(sentence, bulk.refused() == 0 && bulk.changed() > 0);
}

void ConsoleContext::purge(LinkId link, uint32_t expected) {
  if (!isLive())
    return emit said(tr("Purge: not done, because this is a replay."));
  m_purges.insert(m_feed.ask(link, Manage{{}, {}, QueueAction::purge, {}, expected}).value);
}

void ConsoleContext::purgeAnswer(const Answer& answer) {
  const Error* error = std::get_if<Error>(&answer.outcome);
  const Changed* changed = std::get_if<Changed>(&answer.outcome);
  const QString sentence =
      changed ? (changed->changed == 1 ? tr("Purge: 1 delivery was cancelled.")
                                       : tr("Purge: %1 deliveries were cancelled.").arg(changed->changed))
      : error && error->code == ErrorCode::conflict
          ? tr("Purge: nothing was done, because not as many wait as were counted (%1). Look again, then repeat it.")
                .arg(plain(error->detail, 80))
          : Sentences::error(error ? *error : Error{ErrorCode::malformed, "answer"}, tr("The purge"));
  emit said(sentence);
  emit managed(sentence, changed != nullptr);
}

void ConsoleContext::peek(const DeliveryName& delivery, const QObject* asker, Peeking then) {
  m_peeks.insert(m_feed.ask(delivery.link, Peek{delivery.device, delivery.uuid}).value,
                 [who = QPointer<const QObject>(asker), then = std::move(then)](const Result<Peeked>& peeked) {
                   if (who)
                     then(peeked);
                 });
}

void ConsoleContext::takeAnswers(const World::Changes& changes) {
  for (const Answer& answer : changes.answers) {
    const Error* error = std::get_if<Error>(&answer.outcome);
    if (const ManagePart part = m_manages.take(answer.request.value); part.all)
      manageAnswer(part, answer);
    if (m_purges.remove(answer.request.value))
      purgeAnswer(answer);
    if (const Peeking then = m_peeks.take(answer.request.value)) {
      const Peeked* peeked = std::get_if<Peeked>(&answer.outcome);
      then(peeked ? Result<Peeked>(*peeked) : Result<Peeked>(error ? *error : Error{ErrorCode::malformed, "answer"}));
    }
    if (m_pushes.contains(answer.request.value))
      pushAnswer(answer, m_pushes.take(answer.request.value));
    if (m_traces.remove(answer.request.value))
      emit traceAnswered(error ? Sentences::error(*error, tr("The push")) : QString(), !error);
    if (const QString name = m_controls.take(answer.request.value); !name.isEmpty())
      emit said(error ? Sentences::error(*error, tr("The fleet")) : controlled(name, answer));
  }
}

QString ConsoleContext::controlled(const QString& name, const Answer& answer) const {
  const Controlled* outcome = std::get_if<Controlled>(&answer.outcome);
  if (!outcome)
    return tr("%1: done.").arg(name);
  const QString phones = outcome->changed == 1 ? tr("1 phone") : tr("%1 phones").arg(outcome->changed);
  return outcome->unknown == 0 ? tr("%1: %2.").arg(name, phones)
                               : tr("%1: %2; the fleet does not know %3.").arg(name, phones).arg(outcome->unknown);
}

void ConsoleContext::forgetAnswers() {
  m_accepted = 0;
  m_refusals.clear();
}

// A push with a payload for each device is many requests: what is said is the sum of their answers.
void ConsoleContext::pushAnswer(const Answer& answer, const Uuid& push) {
  if (const Error* error = std::get_if<Error>(&answer.outcome)) {
    emit said(Sentences::error(*error, tr("The push")));
    emit pushAnswered(Sentences::error(*error, tr("The push")), false);
    if (m_pushes.isEmpty())
      forgetAnswers();
    return;
  }
  int accepted = 0;
  for (const InjectedDelivery& delivery : std::get<Injected>(answer.outcome).deliveries) {
    if (delivery.code == ErrorCode::ok)
      ++accepted;
    else {
      m_refusals << Sentences::refusal(delivery.code, delivery.device);
      m_verdicts.refused(push, delivery.device);
    }
  }
  m_verdicts.accepted(push, size_t(accepted));
  m_accepted += accepted;
  QString sentence = m_accepted == 1 ? tr("Accepted for 1 device.") : tr("Accepted for %1 devices.").arg(m_accepted);
  if (!m_refusals.isEmpty())
    sentence += tr(" Refused for %1: %2").arg(QString::number(m_refusals.size()), m_refusals.first());
  emit pushAnswered(sentence, m_refusals.isEmpty());
  if (!m_pushes.isEmpty())
    return;
  emit said(sentence);
  forgetAnswers();
}

void ConsoleContext::worldReplaced() {
  if (std::exchange(m_feedWorld, m_feed.worldNumber()) != m_feed.worldNumber()) {
    if (!m_pushes.isEmpty())
      emit pushAnswered(Sentences::error({ErrorCode::outcomeUnknown, {}}, tr("The push")), false);
    if (m_series)
      stopSeries();
    m_pushes.clear();
    forgetAnswers();
    m_traces.clear();
    m_controls.clear();
    m_manages.clear();
    m_purges.clear();
    m_peeks.clear();
  }
  m_devices.clear();
  m_delivery.reset();
  m_verdicts.restart();
  judgePushes();
  emit devicesSelected();
  emit deliverySelected();
}

void ConsoleContext::selectAgain() {
  for (const std::string& name : m_deviceNames)
    if (const auto row = world().devices().find(name))
      m_devices << *row;
  if (m_deliveryName)
    for (const DeliveryTable::Number number : world().deliveries().ofPush(m_deliveryName->uuid))
      if (const DeliveryRow* row = world().deliveries().find(number);
          row->device == m_deliveryName->device && row->sequence == m_deliveryName->sequence)
        m_delivery = number;
  if (!m_devices.isEmpty())
    emit devicesSelected();
  if (m_delivery)
    emit deliverySelected();
}

QString ConsoleContext::whyEmpty() const {
  if (world().onlineLink(LinkKind::node) || world().onlineLink(LinkKind::fleet))
    return {};
  if (!isLive())
    return tr("No server was connected at this time of the recording. Move the time cursor.");
  return world().links().empty() ? tr("Not connected to any server. Choose File → Connect, or start a sandbox.")
                                 : tr("No server is connected; the status bar says why.");
}

} // namespace pushscope
