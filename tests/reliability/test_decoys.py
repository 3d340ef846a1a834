"""Code that lies in the folder where kgraph runs is data: no process of it imports a module from there."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from every_command import PAIRS

import kgraph

KGRAPH = Path(sysconfig.get_path("scripts")) / "kgraph"
# What a start file or a library would be called, beside all of the standard library.
OTHERS = ("kgraph", "click", "numpy", "pyarrow", "rdflib", "pyoxigraph", "sitecustomize", "usercustomize")
NAMES = sorted({*OTHERS, *sys.stdlib_module_names} - {"__main__"})
# Every command that starts a process of its own.
STARTING = {
    "pairs": ("path", "--index", "bundled.index", "--pairs", "pairs.tsv", "--top", "1", "-o", "out.jsonl"),
    "query": ("query", "ASK {}"),
    "query of files": ("query", "ASK {}", "--data", "mine.ttl"),
    "query of a store": ("query", "ASK {}", "--store", "bundled.store"),
    "store": ("store", "another.store"),
    "check": ("check", "--syntax-only", "mine.ttl"),
    "path": ("path", "KDT", "IESS", "--top", "1", "--data", "mine.ttl"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An unpacked folder of data with a decoy for every module, each of which says that it ran."""
    where = tmp_path_factory.mktemp("unpacked")
    # So many that other processes answer them.
    (where / "pairs.tsv").write_text(PAIRS * 3, encoding="utf-8")
    (where / "mine.ttl").write_text("<x:s> <x:p> <x:o> .\n", encoding="utf-8")
    assert run(where, "index", "build", "-o", "bundled.index").returncode == 0
    assert run(where, "store", "bundled.store").returncode == 0
    for name in NAMES:
        (where / f"{name}.py").write_text(
            f"open({str(where / 'ran')!r}, 'a').write({name!r} + ' ')\n", encoding="utf-8"
        )
    return where


def run(where, *arguments, before=(KGRAPH,), **environment):
    given = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [*map(str, before), *arguments],
        cwd=where,
        env={**given, "XDG_CACHE_HOME": str(where / "cache"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_a_decoy_would_say_that_it_ran(folder):
    """The harness notices: a Python that looks in the current folder runs what lies there."""
    run(folder, before=(sys.executable, "-c", "import colorsys"))
    assert (folder / "ran").read_text(encoding="utf-8").split()[-1] == "colorsys"
    (folder / "ran").unlink()


@pytest.mark.parametrize("name", STARTING)
def test_no_process_imports_from_the_current_folder(folder, name):
    """Neither the command nor a process that it starts, at once or by way of another one, runs a decoy."""
    done = run(folder, *STARTING[name])
    assert not (folder / "ran").exists(), (folder / "ran").read_text(encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr


def test_pairs_import_nothing_where_python_is_told_to_ignore_its_environment(folder):
    """With -E no variable keeps the folder off the path, so no process is started."""
    done = run(folder, *STARTING["pairs"], "--force", before=(sys.executable, "-E", KGRAPH))
    assert not (folder / "ran").exists(), (folder / "ran").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert (folder / "out.jsonl").stat().st_size


def test_a_checkout_runs_its_own_code_in_every_process(tmp_path):
    """`python -m kgraph` in a folder that holds kgraph is that kgraph, and so is the process that guards queries."""
    ours = Path(kgraph.__file__).parent
    for name in ("kgraph", "data", "ontology", "viz/dist"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ours.parent / name, tmp_path / name, ignore=ignored)
    limits = tmp_path / "kgraph" / "sparql" / "worker.py"
    text = limits.read_text(encoding="utf-8")
    changed = text.replace(
        "def _answer(",
        "def _answer(*_: object) -> dict[str, Any]:\n    raise DataError('the copy', file='x')\n\n\ndef _unused(",
    )
    assert changed != text
    limits.write_text(changed, encoding="utf-8")
    done = run(tmp_path, "query", "ASK {}", before=(sys.executable, "-m", "kgraph"))
    assert "the copy" in done.stderr
