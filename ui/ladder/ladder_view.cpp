#include "ui/ladder/ladder_view.h"

#include "models/text/sentences.h"
#include "ui/ladder/ladder_painter.h"
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
  m_outcome = new QLabel(this);
  m_outcome->setTextFormat(Qt::PlainText);
  m_outcome->setObjectName(QStringLiteral("ladderOutcome"));
  m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_outcome->setWordWrap(true);
  m_canvas = new Canvas(this);
  m_canvas->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  m_canvas->setMinimumHeight(180);
  m_empty = new QLabel(this);
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
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

void LadderView::show(const World& world, std::optional<DeliveryTable::Number> delivery, WallTime now) {
  const bool sameDelivery = delivery == m_delivery && m_model && m_model->world() == &world;
  m_delivery = delivery;
  const DeliveryRow* row = delivery ? world.deliveries().find(*delivery) : nullptr;
  m_outcome->setVisible(row);
  m_empty->setVisible(!row);
  m_canvas->show(row);
  if (row)
    m_outcome->setText(outcome(*row));
  if (!sameDelivery)
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
  if (!m_delivery)
    return;
  m_model = std::make_unique<TableModel>(std::make_unique<LadderRows>(*m_delivery));
  m_model->setWorld(&world, now);
  m_table = new TableView(m_model.get(), this);
  m_table->setSortingEnabled(false);
  m_table->setObjectName(QStringLiteral("ladderTable"));
  m_table->setAccessibleName(tr("Stages of the delivery"));
  m_layout->addWidget(m_table, 3);
}

void LadderView::refresh(const World& world, const World::Changes& changes, WallTime now) {
  // A verdict may come with time alone.
  if (!m_model || !(changes.deliveries || changes.series))
    return;
  m_model->refresh(changes, now);
  show(world, m_delivery, now);
}

} // namespace pushscope
