#!/usr/bin/env python3
"""Changes one word in a copy of the compared files, and expects check_dissector.py to name the command or code."""

import shutil
import tempfile
import unittest
from pathlib import Path

import check_dissector

ROOT = Path(__file__).resolve().parents[2]
README, LUA = "protocol/README.md", "resources/wireshark/pushscope.lua"
COMPARED = [README, LUA, "protocol/frame/command.h", "protocol/base/error.h"]

# file, what is changed, into what, what is named
CHANGES = [
    (LUA, '[0x0110] = { "push"', '[0x0110] = { "pull"', "command 0x0110"),
    (LUA, '[0x0225] = { "tag", "Tag"', '[0x0225] = { "tag", "Tags"', "command 0x0225"),
    (LUA, '"Trace", "Traced"', '"Trace"', "command 0x0221"),
    (LUA, '  [0x0313] = { "gap", "Gap" },\n', "", "command 0x0313"),
    (LUA, '"superseded"', '"replaced"', "code 0x000e"),
    (LUA, '  [16] = "banned",\n', "", "code 0x0010"),
    (README, "| `0x0117` | rule |", "| `0x0118` | rule |", "command 0x0117"),
    (README, "`0x0213` `0x0313` | gap", "`0x0213` | gap", "command 0x0313"),
    (README, "| `Manage` | `Managed` |", "| `Manage` | `Changed` |", "command 0x0222"),
    (README, "| 11 12 | storage, outcome_unknown |", "| 11 12 | storage, unknown |", "code 0x000c"),
    ("protocol/frame/command.h", "0x022d", "0x022e", "command 0x022e"),
    ("protocol/frame/command.h", "uint32_t gap = 0x13", "uint32_t gap = 0x14", "command 0x0314"),
    ("protocol/base/error.h", "heartbeatLost = 15", "heartbeatLost = 17", "code 0x0011"),
    ("protocol/proto/pushscope/v1/device.proto", "message Nudge", "message Nudged", "Nudge"),
]


class CheckDissector(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        for path in COMPARED:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, self.root / path)
        shutil.copytree(ROOT / "protocol/proto", self.root / "protocol/proto")

    def tearDown(self):
        self.folder.cleanup()

    def test_nothing_is_named_if_nothing_differs(self):
        self.assertEqual(list(check_dissector.check(self.root)), [])

    def test_each_difference_is_named(self):
        for path, before, after, named in CHANGES:
            with self.subTest(path=path, before=before):
                whole = (self.root / path).read_text(encoding="utf-8")
                self.assertIn(before, whole)
                (self.root / path).write_text(whole.replace(before, after), encoding="utf-8")
                found = list(check_dissector.check(self.root))
                (self.root / path).write_text(whole, encoding="utf-8")
                self.assertTrue(any(named in line for line in found), found)


if __name__ == "__main__":
    unittest.main()
