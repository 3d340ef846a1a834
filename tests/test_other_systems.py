"""What kgraph does where a system lacks what Unix has: Windows has no fork, no fcntl, and other line ends and encodings.

Such a system is made here by taking those things away from Python before the package is imported.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Read by Python as it starts; what it takes away is what the documentation of Python says Windows does not have.
WITHOUT_UNIX = """
import os, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK", "O_DIRECTORY", "killpg", "setsid",
             "statvfs", "fchmod", "pread", "pwrite", "memfd_create", "sched_getaffinity", "mkfifo"):
    delattr(os, name)
for name in ("SIGHUP", "SIGALRM", "SIGPIPE", "SIGCHLD", "SIGXCPU", "setitimer", "pthread_sigmask"):
    delattr(signal, name)
sys.stdout.reconfigure(encoding="cp1252", newline="\\r\\n")
"""
COMMANDS = {
    "path": ("path", "KDT", "IESS", "--top", "2", "--format", "tsv"),
    "own file": (
        "path",
        "KDT",
        "IESS",
        "--top",
        "1",
        "--format",
        "json",
        "--data",
        str(ROOT / "examples" / "claims.ttl"),
    ),
    "trace": ("trace", "KATP channel", "--format", "csv"),
    "question": ("query", "most-cited", "--format", "csv"),
    "query": ("query", 'SELECT ("α" AS ?x) ?s { ?s a kg:Diet } ORDER BY ?s', "--format", "json"),
    "wrong query": ("query", "SELECT ?s { ?s a unknown:Diet }"),
    "check": ("check", str(ROOT / "examples" / "claims.ttl"), "--format", "json"),
    "references": ("references", "export", "mechanism:ion-channels", "--format", "bibtex"),
}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Runs kgraph as on the other system, in an empty folder with caches of its own; how it ended."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "sitecustomize.py").write_text(WITHOUT_UNIX, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "XDG_CACHE_HOME": str(folder / "cache")}

    def run(*arguments, changed=True):
        return subprocess.run(
            # An open() that leaves the encoding to the system is an error.
            [
                sys.executable,
                "-X",
                "warn_default_encoding",
                "-W",
                "error::EncodingWarning:kgraph",
                "-m",
                "kgraph",
                *arguments,
            ],
            cwd=folder,
            env=env if changed else {**env, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_system_gives_the_same_bytes(elsewhere, name):
    """The same answer with the same line ends, the same exit code, and the same errors."""
    there, here = elsewhere(*COMMANDS[name]), elsewhere(*COMMANDS[name], changed=False)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)
    assert here.stdout or here.returncode


def test_a_query_that_runs_too_long_is_stopped(elsewhere):
    """Its process is ended, though it cannot be forked."""
    done = elsewhere("query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }", "--seconds", "1")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"the query ran longer than 1 seconds, the limit, and was stopped." in done.stderr


def test_files_are_written_and_replaced(elsewhere, tmp_path):
    """Outputs, stores, indexes and workspaces, none of which leaves a lock or an unfinished file behind."""
    claims = str(ROOT / "examples" / "claims.tsv")
    for arguments in (
        ("export", "-o", tmp_path / "graph.graphml"),
        ("export", "-o", tmp_path / "graph.graphml", "--force"),
        ("index", "build", "-o", tmp_path / "bundled.index"),
        ("import", "tsv", claims, "--into", tmp_path / "workspace"),
        ("store", tmp_path / "small.store", "--no-bundled", "--data", ROOT / "examples" / "claims.ttl"),
        ("query", "ASK { ?c a kg:Claim }", "--store", tmp_path / "small.store"),
    ):
        done = elsewhere(*map(str, arguments))
        assert done.returncode == 0, done.stderr
    assert {entry.name for entry in tmp_path.iterdir()} == {
        "graph.graphml",
        "bundled.index",
        "workspace",
        "small.store",
    }


def test_line_ends_of_any_system_are_read_alike(elsewhere, tmp_path):
    """A table, a Turtle file and a query that an editor on Windows saved."""
    outputs = []
    for ends in (b"\n", b"\r\n"):
        folder = tmp_path / str(len(ends))
        folder.mkdir()
        (folder / "q.rq").write_bytes(b"SELECT ?c { ?c a kg:Claim }\nORDER BY ?c\n".replace(b"\n", ends))
        for name in ("claims.tsv", "claims.ttl"):
            (folder / name).write_bytes((ROOT / "examples" / name).read_bytes().replace(b"\n", ends))
        for arguments in (
            ("import", "tsv", folder / "claims.tsv", "-o", folder / "made.ttl"),
            ("query", folder / "q.rq", "--data", folder / "claims.ttl", "--format", "tsv"),
        ):
            done = elsewhere(*map(str, arguments))
            assert done.returncode == 0, done.stderr
            outputs.append(done.stdout)
        outputs.append((folder / "made.ttl").read_bytes())
    assert outputs[:3] == outputs[3:]
