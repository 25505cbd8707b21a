#!/usr/bin/env python3
"""Plants lines and expects check_text_sinks.py to name exactly those that break a rule."""

import unittest

import check_text_sinks

CHART = "#include <QChart>\n"

ALLOWED = [
    'button->setToolTip(tr("What it does (Enter)"));',
    'button->setToolTip(tr("A long one, "\n "in two parts"));',
    'button->setToolTip(live ? tr("What it does") : tr("Why: not, now?"));',
    'button->setToolTip(a ? tr("one") : f(b, "?") == 2 ? tr("two") : QString());',
    'item->setToolTip(2, asToolTip(device.name + QStringLiteral("<b>")));',
    "button->setToolTip(action->toolTip());",
    'edit->setToolTip(ReportDialog::tr("What happened"));',
    "QToolTip::showText(event->globalPos(), asToolTip(wordsAt(plan(), event->pos())), this);",
    "icon->showMessage(noticeText(title), noticeText(text), kind, 10);",
    "// new QLabel(name) would guess",
    'log(tr("new QLabel, QMessageBox and setHtml( are words here"));',
    "QList<QTextEdit::ExtraSelection> marks;",
    "QLabel* label = plainLabel(name, this);",
    "for (QLabel* label : page->findChildren<QLabel*>()) {}",
    "series->setName(name);",  # of no chart
    CHART + "series->setName(asRichText(name));",
    CHART + 'chart->setTitle(tr("Round trip"));',
    "form->addRow(plainLabel(name, this), edit);",
    "void setToolTip(const QString& text);",
]

FORBIDDEN = [
    ("button->setToolTip(name);", "setToolTip"),
    ('button->setToolTip(tr("%1 is here").arg(name));', "setToolTip"),
    ('button->setToolTip(tr("Of ") + name);', "setToolTip"),
    ('button->setToolTip(live ? tr("What it does") : name);', "setToolTip"),
    ('button->setToolTip(a ? name : tr("What it does"));', "setToolTip"),
    ('button->setToolTip(asToolTip(a) + name);', "setToolTip"),
    ('button->setToolTip(QStringLiteral("<qt>%1</qt>").arg(name));', "setToolTip"),
    ("item->setToolTip(2, name);", "setToolTip"),
    ('widget->setWhatsThis(name);', "setWhatsThis"),
    ("QToolTip::showText(event->globalPos(), words, this);", "showText"),
    ("icon->showMessage(noticeText(title), text);", "showMessage"),
    ("dialog->setLabelText(name);", "setLabelText"),
    ("auto* label = new QLabel(name, this);", "plainLabel"),
    ("QLabel label(name);", "plainLabel"),
    ("label->setWordWrap(true);", "paragraph"),
    ("class Words : public QLabel {};", "plainLabel"),
    ("QMessageBox::warning(this, title, name);", "showWarning"),
    ("edit->setHtml(name);", "markup"),
    ("label->setTextFormat(Qt::AutoText);", "markup"),
    ("auto* text = new QTextEdit(this);", "QPlainTextEdit"),
    ("auto* text = new QTextBrowser(this);", "markup"),
    ('form->addRow(tr("Type %1").arg(n), edit);', "plainLabel"),
    (CHART + "series->setName(name);", "setName"),
    (CHART + "chart->setTitle(title + name);", "setTitle"),
    ("QDesktopServices::openUrl(QUrl(name));", "opens a link"),
    ("label->setOpenExternalLinks(true);", "opens a link"),
    ("label->setTextInteractionFlags(Qt::TextBrowserInteraction);", "clicked"),
    ("label->setTextInteractionFlags(Qt::LinksAccessibleByMouse);", "clicked"),
    ("QProcess::startDetached(browser, {address});", "another program"),
]


class TextSinks(unittest.TestCase):
    def test_allowed_line_is_no_breach(self):
        for line in ALLOWED:
            with self.subTest(line=line):
                self.assertEqual(check_text_sinks.check_text("ui/a.cpp", line), [])

    def test_forbidden_line_is_named_with_its_rule(self):
        for text, rule in FORBIDDEN:
            with self.subTest(text=text):
                breaches = check_text_sinks.check_text("ui/a.cpp", "// a\n/* b\n */\n" + text)
                self.assertEqual(len(breaches), 1, breaches)
                self.assertEqual(breaches[0][0], 4 + text.startswith(CHART))
                self.assertIn(rule, breaches[0][1])

    def test_labels_and_boxes_are_made_in_one_file(self):
        text = "auto* label = new QLabel(text, parent);\nQMessageBox box;\n"
        self.assertEqual(check_text_sinks.check_text(check_text_sinks.PARTS, text), [])
        self.assertEqual(len(check_text_sinks.check_text("ui/theme/other.cpp", text)), 2)


if __name__ == "__main__":
    unittest.main()
