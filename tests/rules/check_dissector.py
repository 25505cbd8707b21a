#!/usr/bin/env python3
"""Checks that the Wireshark dissector, the document and the sources name the same commands and codes.

usage: check_dissector.py [ROOT]

The document is protocol/README.md: its tables of commands and of codes. Beside it stand the numbers in
protocol/frame/command.h, those in protocol/base/error.h, and the messages of the .proto files. Prints one line a difference
and exits with 1 if there is any.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def section(document, title):
    return document.split(f"\n## {title}\n")[1].split("\n## ")[0]


def table_rows(text):
    rows = [line.strip("|\n").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.replace("`", "").strip() for cell in row] for row in rows[2:]]


def documented_commands(document):
    """By number: name, body, body of the answer (None: there is none)."""
    commands = {}
    for numbers, name, _, body, answer in table_rows(section(document, "Commands")):
        for number in numbers.split():
            commands[int(number, 16)] = (name, body, None if answer == "–" else answer)
    return commands


def documented_codes(document):
    """By number: name. A row may name several: "11 12 | storage, outcome_unknown"."""
    codes = {}
    for numbers, names, _ in table_rows(section(document, "Codes")):
        if numbers.replace(" ", "").isdigit():
            codes.update(zip(map(int, numbers.split()), names.split(", ")))
    return codes


def dissected_commands(lua):
    rows = re.findall(r'^  \[(0x[0-9a-f]{4})\] = \{ "([^"]+)", "(\w+)"(?:, "(\w+)")? \},$', lua, re.MULTILINE)
    return {int(number, 16): (name, body, answer or None) for number, name, body, answer in rows}


def dissected_codes(lua):
    return {int(number): name for number, name in re.findall(r'^  \[(\d+)\] = "(\w+)",$', lua, re.MULTILINE)}


def source_commands(header):
    """The numbers of command.h: those of one port, and low bytes that several ports share."""
    ports = {name: int(number, 16) for name, number in re.findall(r"\b(device|admin|fleet) = (0x0\d00)", header)}
    of_each = [int(low, 16) for low in re.findall(r"\b(?:hello|ping|goodbye) = (0x[0-9a-f]{2})\b", header)]
    telemetry = [int(low, 16) for low in re.findall(r"constexpr uint32_t \w+ = (0x1[0-9a-f]);", header)]
    numbers = {int(number, 16) for number in re.findall(r"constexpr uint32_t \w+ = (0x0[0-9a-f]{3});", header)}
    numbers |= {port + low for port in ports.values() for low in of_each}
    return numbers | {ports[name] + low for name in ("admin", "fleet") for low in telemetry}


def source_codes(header):
    """The codes of error.h that go over the wire, in snake_case."""
    pairs = re.findall(r"^  (\w+) = (\d+),", header, re.MULTILINE)
    return {int(number): re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower() for name, number in pairs if int(number) < 1000}


def differences(what, one, other_name, other):
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            yield f"{what} {key:#06x}: the document says {one.get(key)}, {other_name} {other.get(key)}"


def check(root):
    document = (root / "protocol/README.md").read_text(encoding="utf-8")
    lua = (root / "resources/wireshark/pushscope.lua").read_text(encoding="utf-8")
    command_header = (root / "protocol/frame/command.h").read_text(encoding="utf-8")
    error_header = (root / "protocol/base/error.h").read_text(encoding="utf-8")
    protos = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "protocol/proto").rglob("*.proto")))

    commands, codes = documented_commands(document), documented_codes(document)
    yield from differences("command", commands, "pushscope.lua", dissected_commands(lua))
    yield from differences("code", codes, "pushscope.lua", dissected_codes(lua))
    yield from differences("code", codes, "error.h", source_codes(error_header))
    for number in sorted(commands.keys() ^ source_commands(command_header)):
        yield f"command {number:#06x} is in only one of the document and command.h"
    messages = set(re.findall(r"^message (\w+)", protos, re.MULTILINE))
    for number, (name, *bodies) in sorted(commands.items()):
        for body in bodies:
            if body and body not in messages:
                yield f"command {number:#06x}, {name}: no .proto file has a message {body}"


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = list(check(root))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
