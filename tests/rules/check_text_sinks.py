#!/usr/bin/env python3
"""Checks that no text is taken for markup, and that no link is opened; see README.md, "Text and links".

usage: check_text_sinks.py [ROOT]

Prints one line a breach, `file:line: rule`, and exits with 1 if there is any.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDERS = ("ui", "app/console")
SUFFIXES = {".h", ".cpp"}
# The one place in which labels and boxes are made, and in which the safe functions are.
PARTS = "ui/theme/parts.cpp"

# What may stand nowhere but in PARTS: the pattern, and what to use instead.
FOR_PARTS_ALONE = [
    (r"\bnew\s+QLabel\b|\bQLabel\s+\w+\s*[({;]|make_unique<QLabel>|:\s*public\s+QLabel\b",
     "a QLabel guesses markup: use plainLabel(), paragraph() or heading()"),
    (r"\bsetWordWrap\s*\(\s*true\b", "a long word makes the window wider: use paragraph() or wrapping()"),
    (r"\bQMessageBox\b", "a QMessageBox guesses markup: use showWarning() or showInformation()"),
    (r"\bmightBeRichText\b", "use asToolTip()"),
]

# What may stand nowhere at all.
FORBIDDEN = [
    (r"\b(setHtml|insertHtml|appendHtml|setMarkdown|insertMarkdown|fromHtml)\s*\(", "shows markup"),
    (r"\bQt::(RichText|AutoText|MarkdownText)\b", "shows markup"),
    (r"\b(QTextBrowser|QStaticText|QErrorMessage|QProgressDialog|QWhatsThis|QSplashScreen)\b", "guesses markup"),
    (r"\bQTextEdit\b(?!::ExtraSelection)", "takes markup when it is pasted: use QPlainTextEdit"),
    (r"\baddRow\s*\(\s*(?:\w+::)?(?:tr|QStringLiteral|QString)\s*\(", "makes a label that guesses markup: use plainLabel()"),
    # The console opens no links. Whoever adds one shows the whole address first, takes http and https alone, in one
    # function, and makes that function the exception here.
    (r"\b(QDesktopServices|openUrl|setOpenExternalLinks|setOpenLinks|linkActivated|QWebEngine\w+)\b", "opens a link"),
    (r"\b(TextBrowserInteraction|LinksAccessibleBy\w+)\b", "makes links that can be clicked"),
    (r"\b(QProcess|xdg-open)\b", "starts another program"),
]

# What guesses markup or always takes it: which of its arguments. None: the last.
SINKS = {"setToolTip": (None,), "setWhatsThis": (None,), "showText": (1,), "setLabelText": (0,), "showMessage": (0, 1)}
# Of charts alone: other classes have methods of these names.
CHART_SINKS = {"setTitle": (0,), "setTitleText": (0,), "setName": (0,)}
SAFE_CALL = re.compile(r"(asToolTip|asRichText|noticeText)\s*\(")
SAFE_TEXT = re.compile(
    r'(?:\w+::)?(?:tr|QStringLiteral|QLatin1String)\s*\(\s*(?:"(?:\\.|[^"\\])*"\s*)+\)'  # a text of the program's own
    r"|QString\(\)|\{\}"
    r"|\w+(?:->|\.)toolTip\(\)",  # which went through here before
    re.DOTALL)

TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\[^\n]{1,8}|[^'\\\n])'", re.DOTALL)
OPEN, CLOSE = "([{", ")]}"


def without_comments(text):
    return TOKEN.sub(lambda m: re.sub(r"[^\n]", " ", m.group()) if m.group().startswith("/") else m.group(), text)


def without_texts(text):
    """With blanks for what stands in quotation marks, so that brackets and words are code."""
    def blank(match):
        token = match.group()
        return token[0] + re.sub(r"[^\n]", " ", token[1:-1]) + token[-1]
    return TOKEN.sub(blank, text)


def split(text, separators):
    """At these characters outside of brackets and texts; `::` is no `:`."""
    code, depth, parts, begin, at = without_texts(text), 0, [], 0, 0
    while at < len(code):
        char = code[at]
        depth += (char in OPEN) - (char in CLOSE)
        if code.startswith("::", at):
            at += 2
            continue
        if depth == 0 and char in separators:
            parts.append(text[begin:at])
            begin = at + 1
        at += 1
    return parts + [text[begin:]]


def end_of_call(code, bracket):
    depth = 0
    for at in range(bracket, len(code)):
        depth += (code[at] in OPEN) - (code[at] in CLOSE)
        if depth == 0:
            return at
    return len(code) - 1


def is_safe(expression):
    expression = expression.strip()
    code = without_texts(expression)
    if expression.startswith("(") and end_of_call(code, 0) == len(code) - 1:
        return is_safe(expression[1:-1])
    branches = split(expression, "?:")
    if len(branches) > 1:  # condition ? text : condition ? text : … : text
        return all(is_safe(branch) for branch in branches[1::2] + branches[-1:])
    if match := SAFE_CALL.match(expression):
        return end_of_call(code, match.end() - 1) == len(code) - 1
    return SAFE_TEXT.fullmatch(expression) is not None


def check_text(file, text):
    """The breaches of one file, as (line, rule)."""
    source = without_comments(text)
    code = without_texts(source)
    breaches = []

    def tell(at, rule):
        breaches.append((source.count("\n", 0, at) + 1, rule))

    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", code)]
    for start, line in lines:
        if line.lstrip().startswith("#"):
            continue
        for patterns in ([] if file == PARTS else FOR_PARTS_ALONE), FORBIDDEN:
            for pattern, rule in patterns:
                if match := re.search(pattern, line):
                    tell(start + match.start(), f"{match.group().strip()}: {rule}")
    sinks = dict(SINKS)
    if re.search(r"#\s*include\s*<(?:QtCharts/)?QChart>", source):
        sinks |= CHART_SINKS
    for match in re.finditer(r"(?:->|\.|::|\b)(" + "|".join(sinks) + r")\s*\(", code):
        before = code[:match.start()].rstrip()
        if re.search(r"(?:\bvoid|\bauto|\bbool)$", before):
            continue  # a declaration
        bracket = match.end() - 1
        arguments = split(source[bracket + 1:end_of_call(code, bracket)], ",")
        for which in sinks[match.group(1)]:
            if which is None:
                which = len(arguments) - 1
            if which < len(arguments) and not is_safe(arguments[which]):
                shown = " ".join(arguments[which].split())
                tell(match.start(1), f"{match.group(1)}({shown[:60]}) takes markup: use asToolTip() or asRichText()")
    return sorted(breaches)


def check(root):
    breaches, files = [], 0
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                files += 1
                name = path.relative_to(root).as_posix()
                breaches += [(name, line, rule) for line, rule in check_text(name, path.read_text(encoding="utf-8"))]
    return breaches, files


def main(arguments):
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = (Path(arguments[0]) if arguments else Path(__file__).parents[2]).resolve()
    breaches, files = check(root)
    for file, line, rule in breaches:
        print(f"{file}:{line}: {rule}")
    if files == 0:
        print(f"There is no source file below {root}.", file=sys.stderr)
        return 2
    print(f"{files} files, {len(breaches)} breaches of the rules of text and links.")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
