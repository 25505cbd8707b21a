#include "ui/queues/payload_view.h"

#include "models/text/format.h"
#include "models/text/payload.h"
#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {

PayloadView::PayloadView(QWidget* parent) : QWidget(parent) {
  m_title = paragraph({}, this);
  m_title->setObjectName(QStringLiteral("payloadTitle"));
  m_form = new QComboBox(this);
  m_form->setObjectName(QStringLiteral("payloadForm"));
  m_form->setAccessibleName(tr("How the payload is shown"));
  m_form->addItem(tr("as text"));
  m_form->addItem(tr("as hex"));
  QAction* close = makeAction(this,
                              {"payloadClose", tr("Close payload"), tr("Close the payload"),
                               QKeySequence(Qt::Key_Escape), Qt::WidgetWithChildrenShortcut},
                              [this] { hide(); });
  m_text = new QPlainTextEdit(this);
  m_text->setObjectName(QStringLiteral("payloadText"));
  m_text->setAccessibleName(tr("Payload"));
  m_text->setReadOnly(true);
  m_text->setTabChangesFocus(true);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::unit);
  head->addWidget(m_title, 1);
  head->addWidget(m_form);
  head->addWidget(makeButton(close, this));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(head);
  layout->addWidget(m_text, 1);
  connect(m_form, &QComboBox::currentIndexChanged, this, &PayloadView::draw);
  setMinimumHeight(12 * Theme::unit);
  hide();
}

void PayloadView::show(const QString& title, const Peeked& peeked) {
  m_peeked = peeked;
  const Bytes& payload = peeked.payload;
  QStringList parts{title, payload.size() == 1 ? tr("1 byte") : tr("%1 bytes").arg(countForPeople(payload.size()))};
  if (payload.size() > maxPayloadBytes)
    parts << tr("the first %1 are shown").arg(countForPeople(maxPayloadBytes));
  if (peeked.highPriority)
    parts << tr("high priority");
  if (!peeked.collapseKey.empty())
    parts << tr("collapse key %1").arg(plain(peeked.collapseKey, 64));
  m_title->setText(parts.join(QStringLiteral(" · ")));
  m_form->setEnabled(true);
  m_form->setCurrentIndex(isText(payload) ? 0 : 1);
  draw();
  setVisible(true);
}

std::optional<Peeked> PayloadView::shown() const {
  return isHidden() ? std::nullopt : m_peeked;
}

void PayloadView::say(const QString& sentence) {
  m_peeked.reset();
  m_title->setText(sentence);
  m_form->setEnabled(false);
  m_text->clear();
  setVisible(true);
}

void PayloadView::draw() {
  if (m_peeked)
    m_text->setPlainText(m_form->currentIndex() == 0 ? payloadAsText(m_peeked->payload)
                                                     : payloadAsHex(m_peeked->payload));
}

} // namespace pushscope
