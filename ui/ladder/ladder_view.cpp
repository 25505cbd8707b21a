#include "ui/ladder/ladder_view.h"

#include "models/items/ladder_comparison.h"
#include "models/items/ladder_rows.h"
#include "models/text/sentences.h"
#include "ui/ladder/ladder_painter.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace pushscope {

class LadderView::Canvas : public QWidget {
 public:
  using QWidget::QWidget;
  void show(const DeliveryRow* delivery) {
    m_delivery = delivery ? std::optional(*delivery) : std::nullopt;
    setVisible(delivery != nullptr);
    update();
  }
  QSize sizeHint() const override { return {480, 240}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    if (m_delivery)
      paintLadder(painter, QRectF(rect()).adjusted(4, 4, -4, -2), *m_delivery, palette(), font());
  }

 private:
  std::optional<DeliveryRow> m_delivery; // a copy: the table may drop the row between two paints
};

LadderView::LadderView(const PushVerdicts& verdicts, QWidget* parent) : QWidget(parent), m_verdicts(verdicts) {
  m_outcome = paragraph({}, this);
  m_outcome->setObjectName(QStringLiteral("ladderOutcome"));
  m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_canvas = new Canvas(this);
  m_canvas->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  m_canvas->setMinimumHeight(180);
  m_canvas->setObjectName(QStringLiteral("ladderPicture"));
  m_canvas->setAccessibleName(tr("Picture of the ladder"));
  m_empty = paragraph({}, this);
  m_empty->setAlignment(Qt::AlignCenter);
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(Theme::unit);
  m_layout->addWidget(m_outcome);
  m_layout->addWidget(m_canvas, 2);
  m_layout->addWidget(m_empty, 1);
}

void LadderView::setEmptyText(const QString& text) {
  m_empty->setText(text);
}

void LadderView::show(const World& world, const std::optional<DeliveryTable::Number>& delivery, WallTime now) {
  show(world, delivery ? QList<DeliveryTable::Number>{*delivery} : QList<DeliveryTable::Number>(), now);
}

void LadderView::show(const World& world, const QList<DeliveryTable::Number>& deliveries, WallTime now) {
  const bool isSame = deliveries == m_deliveries && m_model && m_model->world() == &world;
  m_deliveries = deliveries;
  QList<const DeliveryRow*> rows;
  QStringList outcomes;
  for (const DeliveryTable::Number number : deliveries)
    if (const DeliveryRow* row = world.deliveries().find(number)) {
      rows << row;
      outcomes << outcome(*row);
    }
  m_outcome->setVisible(!rows.isEmpty());
  m_empty->setVisible(rows.isEmpty());
  m_canvas->show(deliveries.size() == 1 && !rows.isEmpty() ? rows.first() : nullptr);
  m_outcome->setText(outcomes.join(QLatin1Char('\n')));
  if (!rows.isEmpty())
    m_canvas->setAccessibleDescription(tr("%1. %2 stages, which the table below lists")
                                           .arg(m_outcome->text(), QString::number(rows.first()->stages.size())));
  if (!isSame)
    rebuildTable(world, now);
}

QString LadderView::outcome(const DeliveryRow& delivery) const {
  const QString text =
      tr("Push %1 to %2: %3")
          .arg(QString::fromStdString(delivery.uuid.text()), plain(delivery.device), Sentences::outcome(delivery));
  const PushVerdicts::OfPush* push = m_verdicts.of(delivery.uuid);
  const PushVerdicts::OfDevice* verdict = push ? m_verdicts.of(delivery.uuid, delivery.device) : nullptr;
  return verdict ? tr("%1. Expected “%2”: %3").arg(text, plain(push->expected.toStdString()), verdict->text) : text;
}

void LadderView::rebuildTable(const World& world, WallTime now) {
  delete std::exchange(m_table, nullptr);
  m_model.reset();
  if (m_deliveries.isEmpty())
    return;
  if (m_deliveries.size() == 1)
    m_model = std::make_unique<TableModel>(std::make_unique<LadderRows>(m_deliveries.first()));
  else
    m_model = std::make_unique<TableModel>(std::make_unique<LadderComparison>(m_deliveries[0], m_deliveries[1]));
  m_model->setWorld(&world, now);
  m_table = new TableView(m_model.get(), this);
  m_table->setSortingEnabled(false);
  m_table->setObjectName(QStringLiteral("ladderTable"));
  m_table->setAccessibleName(m_deliveries.size() == 1 ? tr("Stages of the delivery") : tr("How two deliveries differ"));
  m_layout->addWidget(m_table, 3);
}

void LadderView::refresh(const World& world, const World::Changes& changes, WallTime now) {
  // A verdict may come with time alone.
  if (!m_model || !(changes.deliveries || changes.series))
    return;
  m_model->refresh(changes, now);
  show(world, m_deliveries, now);
}

} // namespace pushscope
