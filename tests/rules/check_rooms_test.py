#!/usr/bin/env python3
"""Plants lines in a temporary tree and expects check_rooms.py to name exactly those that break a rule."""

import tempfile
import unittest
from pathlib import Path

import check_rooms

ALLOWED = [
    ("protocol/base/a.h", "#include <chrono>"),
    ("protocol/base/a.h", '#include "protocol/base/b.h"'),
    ("protocol/machine/a.h", '#include "protocol/message/b.h"'),
    ("protocol/scenario/a.h", "#include <toml++/toml.h>"),
    ("protocol/base/a.h", "// A steady_clock is never read here."),
    ("protocol/base/a.h", "/* #include <QString> */"),
    ("protocol/codec/a.cpp", '#include "pushscope/v1/device.pb.h"'),
    ("protocol/codec/a.h", "#include <google/protobuf/message_lite.h>"),
    ("models/store/a.h", "#include <QString>"),
    ("models/store/a.h", "#include <QtCore/QString>"),
    ("models/store/a.h", "#include <QtGlobal>"),
    ("models/store/a.cpp", "#include <thread>"),
    ("models/items/a.h", "#include <QAbstractTableModel>"),
    ("models/items/a.cpp", '#include "a.moc"'),
    ("models/feed/a.h", "#include <QTcpSocket>"),
    ("models/feed/a.h", "#include <QHostAddress>"),
    ("models/feed/a.cpp", '#include "pushscope/v1/telemetry.pb.h"'),
    ("models/recording/a.cpp", "#include <zstd.h>"),
    ("models/export/zip_a.cpp", "#include <zip.h>"),
    ("ui/sessions/a.h", "#include <QWidget>"),
    ("ui/sessions/a.h", "#include <QtCharts/QChart>"),
    ("ui/sessions/a.h", "#include <QFileDialog>"),
    ("ui/sessions/a.h", '#include "models/store/b.h"'),
    ("ui/export/a.cpp", "#include <QSaveFile>"),
    ("ui/export/a.cpp", "#include <fstream>"),
    ("app/server/core/a.h", '#include "app/server/store/store.h"'),
    ("app/server/core/a.h", '#include "app/telemetry/b.h"'),
    ("app/server/core/a.h", '#include "app/server/core/b.h"'),
    ("app/server/store/sqlite_store.cpp", "#include <sqlite3.h>"),
    ("app/telemetry/a.cpp", '#include "pushscope/v1/telemetry.pb.h"'),
    ("app/server/net/a.h", "#include <asio/ip/tcp.hpp>"),
    ("app/server/net/a.h", '#include "app/link/b.h"'),
    ("app/server/main.cpp", "#include <CLI/CLI.hpp>"),
    ("app/server/main.cpp", "const auto now = std::chrono::steady_clock::now();"),
    ("app/fleet/main.cpp", "#include <spdlog/spdlog.h>"),
    ("app/link/a.cpp", "#include <sys/stat.h>"),
    ("app/ctl/main.cpp", "#include <QCoreApplication>"),
    ("app/ctl/main.cpp", '#include "models/store/b.h"'),
    ("app/ctl/main.cpp", '#include "app/sandbox/b.h"'),
    ("app/sandbox/a.h", "#include <QProcess>"),
    ("app/sandbox/a.cpp", "#include <csignal>"),
    ("app/sandbox/a.cpp", '#include "protocol/scenario/b.h"'),
    ("models/scenario/a.h", '#include "protocol/scenario/b.h"'),
    ("app/console/main.cpp", "#include <QApplication>"),
    ("app/console/main.cpp", '#include "app/link/b.h"'),
]

FORBIDDEN = [
    ("protocol/base/a.h", "#include <QString>", "QtCore"),
    ("protocol/base/a.h", "#include <asio.hpp>", "Asio"),
    ("protocol/base/a.h", "#include <google/protobuf/message.h>", "generated messages"),
    ("protocol/frame/a.h", "#include <spdlog/spdlog.h>", "spdlog"),
    ("protocol/message/a.h", '#include "protocol/codec/b.h"', "protocol/codec/b.h"),
    ("protocol/machine/a.h", '#include "models/store/b.h"', "models/store/b.h"),
    ("protocol/machine/a.h", '#include "../codec/b.h"', "protocol/codec/b.h"),
    ("protocol/mqtt/a.h", "#  include <thread>", "threads"),
    ("protocol/scenario/a.h", "#include <mutex>", "threads"),
    ("protocol/machine/a.cpp", "#include <toml++/toml.h>", "toml++"),
    ("protocol/machine/a.cpp", "#include <unistd.h>", "operating system"),
    ("protocol/machine/a.cpp", "return std::chrono::steady_clock::now();", "may not read a clock"),
    ("protocol/codec/a.cpp", "auto t = std::time(nullptr);", "may not read a clock"),
    ("protocol/codec/a.cpp", '#include "app/link/b.h"', "app/link/b.h"),
    ("models/store/a.h", "#include <QColor>", "Qt windows"),
    ("models/store/a.h", "#include <QtWidgets/QLabel>", "Qt windows"),
    ("models/store/a.h", "#include <QtGui>", "Qt windows"),
    ("models/store/a.h", "#include <QTcpSocket>", "Qt sockets"),
    ("models/store/a.h", "#include <QtNetwork/QHostAddress>", "Qt sockets"),
    ("models/store/a.cpp", '#include "pushscope/v1/telemetry.pb.h"', "generated messages"),
    ("models/items/a.cpp", "#include <zstd.h>", "zstd"),
    ("models/recording/a.cpp", "#include <zip.h>", "libzip"),
    ("models/export/a.cpp", "#include <zip.h>", "models/export/zip_* alone"),
    ("models/feed/a.cpp", "#include <asio.hpp>", "Asio"),
    ("models/feed/a.cpp", '#include "ui/b.h"', "ui/b.h"),
    ("models/feed/a.cpp", '#include "app/link/b.h"', "app/link/b.h"),
    ("ui/sessions/a.cpp", "#include <QLocalSocket>", "Qt sockets"),
    ("ui/sessions/a.cpp", "#include <QNetworkAccessManager>", "Qt sockets"),
    ("ui/sessions/a.cpp", "#include <QFile>", "Qt files"),
    ("ui/sessions/a.cpp", "#include <QtCore/QSaveFile>", "Qt files"),
    ("ui/sessions/a.cpp", "#include <fstream>", "files"),
    ("ui/sessions/a.cpp", '#include "app/console/b.h"', "app/console/b.h"),
    ("ui/export/a.cpp", "#include <QTcpSocket>", "Qt sockets"),
    ("app/server/core/a.h", "#include <asio.hpp>", "Asio"),
    ("app/server/core/a.h", '#include "app/server/store/memory_store.h"', "app/server/store/memory_store.h"),
    ("app/server/core/a.h", '#include "app/link/b.h"', "app/link/b.h"),
    ("app/server/core/a.cpp", "system_clock::now();", "may not read a clock"),
    ("app/fleet/lifecycle/a.h", "#include <thread>", "threads"),
    ("app/fleet/network/a.h", "#include <spdlog/spdlog.h>", "spdlog"),
    ("app/telemetry/a.h", "#include <QObject>", "QtCore"),
    ("app/server/net/a.h", "#include <QObject>", "QtCore"),
    ("app/server/net/a.h", '#include "app/fleet/b.h"', "app/fleet/b.h"),
    ("app/server/net/a.cpp", "#include <sqlite3.h>", "SQLite"),
    ("app/server/store/memory_store.cpp", "#include <sqlite3.h>", "app/server/store/sqlite* alone"),
    ("app/server/net/a.cpp", '#include "pushscope/v1/device.pb.h"', "generated messages"),
    ("app/fleet/a.h", '#include "models/store/b.h"', "models/store/b.h"),
    ("app/ctl/main.cpp", "#include <QApplication>", "Qt windows"),
    ("app/ctl/main.cpp", "#include <asio.hpp>", "Asio"),
    ("app/sandbox/a.h", "#include <QWidget>", "Qt windows"),
    ("app/sandbox/a.cpp", '#include "app/server/core/b.h"', "app/server/core/b.h"),
    ("models/scenario/a.cpp", "#include <toml++/toml.h>", "toml++"),
    ("app/console/main.cpp", "#include <asio.hpp>", "Asio"),
    ("app/somewhere/a.cpp", "", "is in no room"),
    ("protocol/base/a.h", "#include <boost/hana.hpp>", "no library"),
]


def check_tree(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return check_rooms.check(root)[0]


class Rooms(unittest.TestCase):
    def test_allowed_line_is_no_breach(self):
        for path, line in ALLOWED:
            with self.subTest(path=path, line=line):
                self.assertEqual(check_tree({path: f"#pragma once\n{line}\n"}), [])

    def test_forbidden_line_is_named_with_its_rule(self):
        for path, line, rule in FORBIDDEN:
            with self.subTest(path=path, line=line):
                tree = {path: f"// {path}\n/*\n*/\n{line}\n", "protocol/codec/b.h": ""}
                breaches = check_tree(tree)
                self.assertEqual([(file, number if line else 4) for file, number, _ in breaches], [(path, 4)])
                self.assertIn(rule, breaches[0][2])

    def test_shortest_cycle_is_named(self):
        include = '#include "protocol/base/{}.h"\n'.format
        breaches = check_tree({
            "protocol/base/a.h": include("b"),
            "protocol/base/b.h": include("c"),
            "protocol/base/c.h": "\n" + include("d") + include("a"),
            "protocol/base/d.h": include("c"),
        })
        self.assertEqual(breaches, [("protocol/base/c.h", 2,
                                     "include cycle: protocol/base/c.h → protocol/base/d.h → protocol/base/c.h")])

    def test_file_that_includes_itself_is_a_cycle(self):
        breaches = check_tree({"protocol/base/a.h": '#include "protocol/base/a.h"\n'})
        self.assertEqual(len(breaches), 1)

    def test_tree_without_any_folder_is_no_breach(self):
        self.assertEqual(check_tree({"README.md": ""}), [])


if __name__ == "__main__":
    unittest.main()
