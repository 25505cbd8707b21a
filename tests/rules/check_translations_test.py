#!/usr/bin/env python3
"""Plants faults in a catalogue, and expects check_translations.py to name each."""

import unittest

import check_translations

SOURCES = {("Menu", "&Save %1…"): (False, [""], "unfinished"), ("Page", "Of:"): (False, [""], "unfinished")}
GOOD = {("Menu", "&Save %1…"): (False, ["保存 %1(&S)…"], "finished"), ("Page", "Of:"): (False, ["属于："], "finished")}

# text, what it becomes, what is said
CHANGES = [
    ("&Save %1…", ("保存(&S)…", "finished"), "placeholders"),
    ("&Save %1…", ("保存 %2(&S)…", "finished"), "placeholders"),
    ("&Save %1…", ("保存 %1…", "finished"), "mnemonics"),
    ("&Save %1…", ("保存 %1(&S)", "finished"), "ends otherwise"),
    ("Of:", ("属于", "finished"), "ends otherwise"),
    ("Of:", ("属于：", "unfinished"), "unfinished"),
    ("Of:", ("", "finished"), "no translation"),
]


class CheckTranslations(unittest.TestCase):
    def test_finds_nothing_in_a_good_one(self):
        self.assertEqual(check_translations.compare(SOURCES, GOOD, "a.ts"), [])

    def test_names_each_change(self):
        for text, (translation, state), said in CHANGES:
            catalogue = dict(GOOD)
            key = next(key for key in GOOD if key[1] == text)
            catalogue[key] = (False, [translation], state)
            faults = check_translations.compare(SOURCES, catalogue, "a.ts")
            with self.subTest(translation=translation):
                self.assertEqual(len(faults), 1, faults)
                self.assertIn(repr(text), faults[0])
                self.assertIn(said, faults[0])

    def test_names_what_is_missing_and_what_is_gone(self):
        less = {key: value for key, value in GOOD.items() if key[0] == "Menu"}
        self.assertIn("is missing", check_translations.compare(SOURCES, less, "a.ts")[0])
        more = {**GOOD, ("Page", "Gone"): (False, ["没了"], "finished")}
        self.assertIn("'Gone' is in no source any more", check_translations.compare(SOURCES, more, "a.ts")[0])

    def test_a_text_may_have_several_numbers(self):
        sources = {("Page", "%n row(s)"): (True, ["", ""], "unfinished")}
        self.assertEqual(check_translations.compare(sources, {("Page", "%n row(s)"): (True, ["%n 行"], "finished")}, "a.ts"), [])


if __name__ == "__main__":
    unittest.main()
