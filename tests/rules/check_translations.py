#!/usr/bin/env python3
"""Checks that each catalogue has each text of the sources, finished, with the same placeholders.

usage: check_translations.py [ROOT]

The texts are read by lupdate, into a file that nobody keeps. Prints one line a fault, with context and text, and exits
with 1 if there is any; with 77 if lupdate is not here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# Whose texts people see in the console; as the target update_translations has it.
FOLDERS = ["models", "ui", "app/console", "app/sandbox"]
SKIPPED = 77


def lupdate():
    beside_qt = ["/usr/lib/qt6/bin", "/opt/homebrew/opt/qt/bin", "/usr/local/opt/qt/bin"]
    return shutil.which("lupdate6") or next(
        (found for place in [*beside_qt, None] if (found := shutil.which("lupdate", path=place))), None)


def messages(path):
    """By context and text: whether it is for numbers, the translations, and whether they are finished."""
    found = {}
    for context in ElementTree.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
            key = (context.findtext("name"), message.findtext("source") or "")
            found[key] = (message.get("numerus") == "yes", forms, translation.get("type") or "finished")
    return found


def placeholders(text):
    return sorted(re.findall(r"%L?\d+|%n", text))


def mnemonics(text):
    return re.findall(r"&(\w)", text.replace("&&", ""))


def ends_alike(source, translation):
    """An ellipsis and a colon at the end, before a mnemonic in brackets, mean something."""
    bare = re.sub(r"\(&\w\)", "", translation)
    return source.endswith("…") == bare.endswith("…") and source.endswith(":") == bare.endswith((":", "："))


def faults_of(source, translation):
    if not translation.strip():
        return ["has no translation"]
    faults = []
    if placeholders(source) != placeholders(translation):
        faults.append(f"has other placeholders: {translation!r}")
    if len(mnemonics(source)) != len(mnemonics(translation)):
        faults.append(f"has another number of mnemonics: {translation!r}")
    if not ends_alike(source, translation):
        faults.append(f"ends otherwise: {translation!r}")
    return faults


def compare(sources, catalogue, name):
    faults = []
    for key in sources:
        if key not in catalogue:
            faults.append((key, "is missing"))
            continue
        _, forms, state = catalogue[key]
        if state != "finished":
            faults.append((key, "is " + state))
        faults += [(key, fault) for form in forms for fault in faults_of(key[1], form)]
    faults += [(key, "is in no source any more") for key in catalogue if key not in sources]
    return [f"{name}: {context}: {text!r} {fault}" for (context, text), fault in faults]


def texts_of_sources(program, root):
    """The texts, and what lupdate says that means that a text is looked up in another context than it is kept in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources.ts"
        said = subprocess.run(
            [program, "-no-obsolete", "-locations", "none", "-I", str(root), *FOLDERS, "-source-language", "en",
             "-target-language", "zh_CN", "-ts", str(path)],
            cwd=root, capture_output=True, text=True, check=True)
        lost = [line for line in (said.stdout + said.stderr).splitlines()
                if "cannot be called without context" in line or "lacks Q_OBJECT" in line]
        texts = messages(path)
    # A function outside of any class has no context of its own.
    lost += [f"{text!r} is translated outside of a class: give it a context by Q_DECLARE_TR_FUNCTIONS"
             for context, text in texts if context in ("", "pushscope")]
    return texts, lost


def check(program, root):
    sources, faults = texts_of_sources(program, root)
    if not sources:
        return ["lupdate found no text"]
    for catalogue in sorted((root / "resources/translations").glob("*.ts")):
        faults += compare(sources, messages(catalogue), catalogue.name)
    return faults


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    program = lupdate()
    if not program:
        print("lupdate is not here: skipped")
        return SKIPPED
    faults = check(program, root)
    print("\n".join(faults) or "The catalogues are those of the sources.")
    if faults:
        print("./dev translate takes in what is new and takes out what is gone.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
