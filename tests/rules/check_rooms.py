#!/usr/bin/env python3
"""Checks what each folder of the source tree may include; see README.md, "Include rules".

usage: check_rooms.py [ROOT]

Prints one line a breach, `file:line: rule`, and exits with 1 if there is any.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

ROOTS = ("protocol", "models", "ui", "app")
SUFFIXES = {".h", ".hpp", ".cpp", ".cc", ".mm"}

# ---- Libraries: what the name in an #include belongs to. The first pattern that matches decides.

LIBRARIES = [
    ("generated messages", r"pushscope/v\d+/.*\.pb\.h|google/protobuf/.*"),
    ("Asio", r"asio(\.hpp|/.*)|boost/asio.*"),
    ("spdlog", r"(spdlog|fmt)/.*"),
    ("OpenSSL", r"openssl/.*"),
    ("CLI11", r"CLI/.*"),
    ("toml++", r"toml\+\+/.*|toml\.hpp"),
    ("zstd", r"zstd.*"),
    ("libzip", r"zip\.h|zipconf\.h"),
    ("SQLite", r"sqlite3.*"),
    ("prometheus", r"prometheus/.*"),
    ("threads", r"thread|stop_token|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|pthread\.h"),
    ("files", r"fstream|filesystem"),
    ("C++", r"[a-z0-9_]+"),
    ("C", r"(assert|ctype|errno|float|inttypes|limits|locale|math|setjmp|stdarg|stddef|stdint|stdio|stdlib|string)\.h"),
    ("operating system", r"(sys|netinet|arpa|net|linux|mach|mach-o|TargetConditionals)(/.*|\.h)|(unistd|malloc|fcntl|signal|time|poll"
                         r"|netdb|dirent|pwd|grp|dlfcn|spawn|termios|sched|windows|winsock2|io|crt_externs|libproc)\.h"),
]

QT_NAME = re.compile(r"Q[A-Z]\w*|Qt\w*")
QT_SOCKETS = re.compile(
    r"QtNetwork.*|QNetwork\w+|QTcp\w+|QUdpSocket|QSctp\w+|QLocalS\w+|QAbstractSocket|QSsl\w*|QDtls\w*|QHost\w+|QDns\w+"
    r"|QHttp\w+|QAuthenticator|QHstsPolicy|QOcsp\w+|QPasswordDigestor|QSocket(Notifier|Descriptor)")
QT_FILES = re.compile(r"QFile|QFileDevice|QSaveFile|QTemporaryFile|QTextStream")
# A class that is on neither list is taken for one of Widgets, Gui or Charts: add a missing class of QtCore here.
QT_CORE = re.compile(
    r"Qt(Core|Global|Algorithms|CborCommon|Compare|Config|ContainerFwd|Debug|Endian|Logging|Math|MessageHandler|Minmax"
    r"|Numeric|Plugin|Tr\w*|Types|VersionChecks|EnvironmentVariables|Assert|TypeTraits|Preprocessor|SystemDetection)?|Q("
    r"Abstract(Animation|EventDispatcher|ItemModel|ListModel|NativeEventFilter|ProxyModel|TableModel)|AnimationGroup"
    r"|AnyStringView|ApplicationStatic|Array\w+|Atomic\w+|BasicMutex|BasicTimer|Bindable|BindingStorage|BitArray|Buffer"
    r"|ByteArray\w*|Cache|Calendar|Cbor\w+|Char|ChildEvent|Chrono\w*|Collator\w*|CommandLine(Option|Parser)"
    r"|ConcatenateTablesProxyModel|ContiguousCache|CoreApplication|CryptographicHash|DataStream|Date|DateTime"
    r"|DeadlineTimer|Debug|DebugStateSaver|Dir|DirIterator|DynamicPropertyChangeEvent|EasingCurve|ElapsedTimer"
    r"|EnableSharedFromThis|Event|EventLoop|EventLoopLocker|Exception|ExplicitlySharedDataPointer|File|FileDevice|FileInfo"
    r"|FileSelector|FileSystemWatcher|Flag|Flags|Float16|Function\w*|Future\w*|GlobalStatic|Hash\w*|IODevice|IODeviceBase"
    r"|IdentityProxyModel|ItemSelection|ItemSelectionModel|ItemSelectionRange|Iterable|Iterator|Json\w+|KeyCombination"
    r"|Latin1\w+|Library|LibraryInfo|Line|LineF|List|ListIterator|Locale|LockFile|LoggingCategory|Map|MapIterator|Margins"
    r"|MarginsF|Message(AuthenticationCode|LogContext|Logger)|Meta\w+|Mime(Data|Database|Type)|ModelIndex|ModelIndexList"
    r"|ModelRoleData|ModelRoleDataSpan|Multi(Hash|Map)\w*|Mutex|MutexLocker|Object|ObjectBindableProperty"
    r"|ObjectCleanupHandler|ObjectList|OperatingSystemVersion|Pair|ParallelAnimationGroup|PauseAnimation"
    r"|PersistentModelIndex|PluginLoader|PluginMetaData|Point|PointF|Pointer|Process|ProcessEnvironment|Promise|Property\w*"
    r"|Queue|RandomGenerator\w*|ReadLocker|ReadWriteLock|Rect|RectF|RecursiveMutex|RegularExpression\w*|Resource|Runnable"
    r"|SaveFile|ScopeGuard|Scoped\w+|Semaphore\w*|SequentialAnimationGroup|Set|SetIterator|Settings|Shared\w+|SignalBlocker"
    r"|SignalMapper|Size|SizeF|SortFilterProxyModel|Stack|StandardPaths|StaticPlugin|StorageInfo|String|StringAlgorithms"
    r"|StringBuilder|StringConverter|StringDecoder|StringEncoder|StringList|StringListModel|StringLiteral|StringMatcher"
    r"|StringTokenizer|StringView|SysInfo|SystemSemaphore|TaggedPointer|Temporary(Dir|File)|TextBoundaryFinder|TextStream"
    r"|Thread|ThreadPool|ThreadStorage|Time|TimeLine|TimeZone|Timer|TimerEvent|Translator|TransposeProxyModel"
    r"|TypeInfo|TypeRevision|Url|UrlQuery|Utf8StringView|Uuid|VarLengthArray|Variant\w*|Vector|VersionNumber|WaitCondition"
    r"|WeakPointer|WriteLocker|XmlStream\w+)")

CLOCK = re.compile(r"\b(steady_clock|system_clock|high_resolution_clock|utc_clock|clock_gettime|gettimeofday)\b|\bstd::time\s*\(")


def qt_module(name):
    prefix, _, rest = name.rpartition("/")
    if QT_SOCKETS.fullmatch(rest) or prefix == "QtNetwork":
        return "Qt sockets"
    if prefix not in ("", "QtCore"):
        return "Qt windows"
    if QT_FILES.fullmatch(rest):
        return "Qt files"
    return "QtCore" if QT_CORE.fullmatch(rest) else "Qt windows"


# ---- Rooms: a folder, and everything below it that has no line of its own.

ANY_QT = {"QtCore", "Qt files", "Qt windows"}
PLAIN = {"C++", "C"}
PURE = ("protocol/base/", "protocol/frame/", "protocol/message/", "protocol/machine/")
SHELL = PLAIN | {"threads", "files", "operating system", "Asio", "spdlog", "OpenSSL", "CLI11", "toml++"}


@dataclass
class Room:
    folder: str
    paths: tuple        # of this project
    libraries: set
    may_read_clock: bool = True

    def __post_init__(self):
        self.paths = (self.folder + "/",) + self.paths


ROOMS = [
    *(Room(f"protocol/{name}", PURE, PLAIN, False) for name in ("base", "frame", "message", "machine", "mqtt")),
    Room("protocol/scenario", PURE, PLAIN | {"toml++"}, False),
    Room("protocol/codec", PURE, PLAIN | {"generated messages"}, False),

    Room("models", ("protocol/",), PLAIN | {"threads", "files", "QtCore", "Qt files"}),
    Room("models/feed", ("protocol/", "models/"),
         PLAIN | {"threads", "files", "QtCore", "Qt files", "Qt sockets", "generated messages"}),
    Room("models/conformance", ("protocol/",), PLAIN | {"generated messages"}, False),
    Room("models/recording", ("protocol/", "models/store/"), PLAIN | {"files", "zstd"}),
    Room("models/export", ("protocol/", "models/"), PLAIN | {"threads", "files", "QtCore", "Qt files", "libzip"}),

    Room("ui", ("protocol/", "models/"), PLAIN | {"threads", "QtCore", "Qt windows"}),
    Room("ui/export", ("protocol/", "models/", "ui/"), PLAIN | {"threads", "files"} | ANY_QT),

    Room("app/process", (), PLAIN | {"operating system"}, False),
    Room("app/spec", ("protocol/base/",), PLAIN | {"CLI11"}, False),
    Room("app/telemetry", ("protocol/",), PLAIN | {"generated messages"}, False),
    Room("app/link", ("protocol/", "app/telemetry/"), SHELL),
    Room("app/server", ("protocol/", "app/telemetry/", "app/link/", "app/process/", "app/spec/"), SHELL),
    Room("app/server/core", ("protocol/", "app/telemetry/", "app/server/store/store.h"), PLAIN, False),
    Room("app/server/store", ("protocol/", "app/telemetry/", "app/link/", "app/server/"), SHELL | {"SQLite"}),
    Room("app/server/monitor", ("protocol/", "app/telemetry/", "app/link/"), SHELL | {"prometheus"}),
    Room("app/fleet", ("protocol/", "app/telemetry/", "app/link/", "app/process/", "app/spec/"), SHELL),
    Room("app/fleet/lifecycle", ("protocol/", "app/telemetry/", "app/fleet/network/"), PLAIN, False),
    Room("app/fleet/network", ("protocol/", "app/telemetry/", "app/fleet/lifecycle/"), PLAIN, False),
    Room("app/sandbox", ("protocol/", "models/"), PLAIN | {"files", "operating system", "QtCore", "Qt files"}),
    Room("app/ctl", ("protocol/", "models/", "app/sandbox/", "app/process/", "app/spec/"),
         PLAIN | {"threads", "files", "operating system", "QtCore", "Qt files", "CLI11"}),
    Room("app/console", ("protocol/", "models/", "ui/", "app/"),
         PLAIN | ANY_QT | {"threads", "files", "operating system", "Qt sockets", "spdlog", "OpenSSL", "CLI11", "toml++", "zstd",
                           "libzip"}),
]


# Of a room that may use a library, the files that do: nobody else needs to know what stands behind their interface.
HOMES = {"SQLite": "app/server/store/sqlite", "libzip": "models/export/zip_"}


def room_of(path):
    inside = [room for room in ROOMS if path.startswith(room.folder + "/")]
    return max(inside, key=lambda room: len(room.folder), default=None)


# ---- Reading files

TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\[^\n]{1,8}|[^'\\\n])'", re.DOTALL)
INCLUDE = re.compile(r"\s*#\s*include\s*([<\"])([^>\"]+)[>\"]")


def without_comments(text):
    def blank(match):
        token = match.group()
        return "\n" * token.count("\n") if token.startswith("/") else token
    return TOKEN.sub(blank, text)


@dataclass
class Include:
    line: int
    name: str
    path: str | None = None     # of this project


def resolve(root, file, name):
    """The project path that an include names: from the root, or beside the file."""
    if name.split("/")[0] in ROOTS:
        return name
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
    return beside if (root / beside).is_file() else None


def read(root, file):
    lines = without_comments((root / file).read_text(encoding="utf-8", errors="replace")).split("\n")
    includes = []
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            name = match.group(2)
            includes.append(Include(number, name, resolve(root, file, name)))
    return lines, includes


def library_of(name):
    if QT_NAME.fullmatch(name.split("/")[-1]) and (("/" not in name) or name.startswith("Qt")):
        return qt_module(name)
    for library, pattern in LIBRARIES:
        if re.fullmatch(pattern, name):
            return library
    return None


# ---- The rules

def breach_of_include(room, include, file):
    name = include.name
    if name.endswith(".moc") or re.fullmatch(r"(moc|ui)_\w+\.(cpp|h)", name):
        return None
    if include.path:
        if include.path.startswith(room.paths):
            return None
        return f"{room.folder} may not include {include.path}; of this project it may include {', '.join(room.paths)}"
    library = library_of(name)
    if library in room.libraries:
        home = HOMES.get(library, "")
        return None if file.startswith(home) else f"<{name}> ({library}) is for {home}* alone"
    if library is None:
        return f"{room.folder} may not include <{name}>, which belongs to no library that check_rooms.py knows"
    return f"{room.folder} may not include <{name}> ({library}); it may use {', '.join(sorted(room.libraries))}"


def check_file(root, file, breaches, graph):
    lines, includes = read(root, file)
    graph[file] = [include for include in includes if include.path]
    room = room_of(file)
    if room is None:
        breaches.append((file, 1, "is in no room: move it, or add its folder to ROOMS in check_rooms.py"))
        return
    for include in includes:
        if breach := breach_of_include(room, include, file):
            breaches.append((file, include.line, breach))
    if room.may_read_clock:
        return
    for number, line in enumerate(lines, 1):
        if match := CLOCK.search(line):
            breaches.append((file, number, f"{room.folder} may not read a clock ({match.group().strip('( ')}); it is told the time"))


def shortest_way_back(graph, start):
    """The shortest list of files that begins and ends with `start`, each including the next."""
    came_from, queue = {}, deque([start])
    while queue:
        file = queue.popleft()
        for include in graph.get(file, ()):
            if include.path == start:
                way = [file]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1] + [start]
            if include.path not in came_from and include.path in graph:
                came_from[include.path] = file
                queue.append(include.path)
    return None


def check_cycles(graph, breaches):
    ways = [way for file in sorted(graph) if (way := shortest_way_back(graph, file))]
    if not ways:
        return
    way = min(ways, key=len)
    line = next(include.line for include in graph[way[0]] if include.path == way[1])
    breaches.append((way[0], line, "include cycle: " + " → ".join(way)))


def sources(root):
    for top in ROOTS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path.relative_to(root).as_posix()


def check(root):
    root = root.resolve()
    breaches, graph = [], {}
    for file in sources(root):
        check_file(root, file, breaches, graph)
    check_cycles(graph, breaches)
    return breaches, len(graph)


def main(arguments):
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[0]) if arguments else Path(__file__).parents[2]
    breaches, files = check(root)
    for file, line, rule in breaches:
        print(f"{file}:{line}: {rule}")
    if files == 0:
        print(f"There is no source file below {root}.", file=sys.stderr)
        return 2
    print(f"{files} files, {len(breaches)} breaches of the include rules.")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
