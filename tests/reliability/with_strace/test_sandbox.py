"""No socket, and no file beside those that were named, the installation and the cache: seen in what the system was asked.

Every command line runs under strace, over the bundled data and over the corpus of broken and hostile files.
"""

import os
import re
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest
from every_command import RECORD, SOUND, command_lines
from sizes import LONG, chance, repeat
from traced import strace
from warm import Warm
from world import World

import kgraph

CORPUS = Path(__file__).parent.parent / "corpus"
CALLS = "%network,open,openat,openat2,creat,execve,execveat,io_uring_setup"
_OPEN = re.compile(
    r'^(\d+) +(?:open|openat|openat2|creat|execve)\((?:AT_FDCWD, )?(?:\d+, )?"((?:[^"\\]|\\.)*)".* = (-?\d+)'
)
# Pairs of connected sockets (socketpair) lead nowhere but to a process of our own.
_SOCKET = re.compile(r"^(\d+) +(socket|connect|bind|listen|io_uring_setup)\(")
_FINISHED = re.compile(r"<unfinished \.\.\.>|<\.\.\. \w+ resumed>")


def installation():
    """Where Python, its libraries, kgraph and the system's own files for starting programs lie."""
    roots = {sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), *sysconfig.get_paths().values()}
    package = Path(kgraph.__file__).parent
    roots |= {str(package), *(str(package.parent / name) for name in ("data", "ontology", "viz"))}
    # Beside the libraries: what the C library and Python read to start, none of it a user's.
    roots |= {"/lib", "/lib64", "/usr/lib", "/usr/share/locale", "/usr/share/zoneinfo", "/etc/ld.so.cache"}
    roots |= {"/etc/localtime", "/etc/mime.types", "/dev/null", "/dev/urandom", "/proc/self", "/proc/sys/vm"}
    # Under `make coverage`: what the measuring of the processes writes.
    roots |= {os.path.dirname(os.environ[name]) for name in ("COVERAGE_FILE",) if name in os.environ}
    roots |= {"/proc/meminfo", "/proc/cpuinfo", "/sys/devices/system/cpu", "/sys/fs/cgroup", "/proc/mounts"}
    return tuple(roots)


INSTALLATION = installation()


def inside(path, roots):
    return any(path == root or path.startswith(root.rstrip("/") + "/") for root in roots)


def seen(log, cwd):
    """The sockets asked for, and the files opened, as absolute paths."""
    sockets, opened = [], set()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _SOCKET.match(line)
        if match:
            sockets.append(line)
        match = _OPEN.match(line)
        if match and int(match.group(3)) >= 0:
            opened.add(os.path.normpath(os.path.join(cwd, match.group(2))))
    return sockets, opened


def outside(opened, place):
    """The files among the opened ones that are neither installed nor the cache nor temporary."""
    # To find a module Python lists the folders of its path; a checkout is one of them.
    allowed = {*sys.path, str(Path(kgraph.__file__).parent.parent), str(Path(__file__).parents[2] / "warm.py")}
    # A file that a command line names; and what the library that sets a PDF asks of the system when it is loaded.
    allowed |= {SOUND, RECORD, "/proc/filesystems"}
    # What draws letters in pictures looks for the fonts of the system.
    fonts = (
        "/etc/fonts",
        "/usr/share/fonts",
        "/usr/share/fontconfig",
        "/usr/local/share/fonts",
        "/var/cache/fontconfig",
    )
    # The library that draws PNG and PDF finds cairo as `ctypes.util.find_library` does: by asking the linker.
    linker = ("/sbin", "/bin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
    roots = (*INSTALLATION, *fonts, *linker, str(place.cache), str(place.temporary))
    return {path for path in opened - allowed if not inside(path, roots)}


class TracedWarm(Warm):
    """A warm process all of whose command lines leave a trace."""

    def __init__(self, log, **given):
        self._log = log
        super().__init__(before=["strace", "-f", "-qq", "-s", "4096", "-o", str(log), "-e", f"trace={CALLS}"], **given)


@pytest.fixture
def place(tmp_path):
    """A world with files lying about that nobody asked to be read."""
    world = World.under(tmp_path)
    for folder in (world.work, world.home):
        for name in (
            "context",
            "context.jsonld",
            "x.dtd",
            ".kgraph",
            "kgraph.toml",
            ".netrc",
            "mechanisms.ttl",
            "click.py",
        ):
            (folder / name).write_text("nobody asked for this\n", encoding="utf-8")
    shutil.copytree(CORPUS, world.work / "corpus")
    return world


def test_no_socket_and_no_other_file(place):
    """Whatever the command and the file: 0 sockets, 0 files outside, no program but Python started."""
    names = sorted(file.name for file in CORPUS.iterdir())
    lines = list(command_lines())
    draw = chance("sandbox")
    if not LONG:
        names = sorted(draw.sample(names, 40))
        lines = [line for line in lines if line[0] not in ("check", "export")]
        lines = draw.sample(lines, 24)
    asked = [*lines]
    for name in names:
        asked += [
            ("check", "--syntax-only", f"corpus/{name}"),
            ("path", "KDT", "IESS", "--no-bundled", "--data", f"corpus/{name}"),
        ]
    log = place.root / "trace.log"
    with TracedWarm(log, cwd=place.work, **place.environment, PYTHONDONTWRITEBYTECODE="1") as warm:
        for line in asked:
            done = warm.run(*line)
            assert "Traceback" not in done.err, (line, done.err)
    sockets, opened = seen(log, place.work)
    assert sockets == [], repeat()
    given = {str(place.work / "corpus" / name) for name in names}
    assert given & opened, "the trace shows the files that were named"
    # index build writes what it is told to write, and looks for the halves that other writers left beside it.
    written = {path for path in opened if Path(path).parent == place.work and "built.index" in Path(path).name}
    assert outside(opened, place) - {str(place.work)} - written <= given, repeat()


@pytest.mark.parametrize("line", [("--help",), ("info",), ("explore", "-o", "-")], ids=lambda line: line[0])
def test_starting_up_reaches_for_nothing(line, place):
    """Also the start of the program, before any command, opens no socket and no file that lies about."""
    log = place.root / "trace.log"
    done = strace(place, line, "-s", "4096", "-e", f"trace={CALLS}", log=log)
    assert done.returncode == 0
    sockets, opened = seen(log, place.work)
    assert sockets == []
    assert outside(opened, place) == set()
