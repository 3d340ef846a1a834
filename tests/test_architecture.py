"""The house: floors import downwards only, one job a module, quick to start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph

ROOT = Path(kgraph.__file__).parent
# From the ground up.  Modules on one floor may know each other; nobody looks up.
FLOORS = [
    {"errors", "frozen", "locks", "model", "vocabulary", "resources", "writing"},
    {"engines", "parsing"},
    {"graph", "lookup", "network", "query", "resemblance"},
    {"evidence", "index", "paths", "hypotheses", "matrix", "debates", "outcomes", "tracing", "curation"},
    {"formats"},
    {"explorer"},
    {"service"},
    {"cli", "__main__"},
]
FILES = sorted(ROOT.rglob("*.py"))


def floor_of(module):
    return next(number for number, names in enumerate(FLOORS) if module in names)


def room_of(file):
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_at_run_time(tree):
    """The kgraph modules that a file imports anywhere but for type checking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kgraph."):
            yield node.module.split(".")[1]


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_no_file_looks_up(file):
    """A lower floor never imports a higher one."""
    if file == ROOT / "__init__.py":
        return
    mine = floor_of(room_of(file))
    for other in imports_at_run_time(ast.parse(file.read_text(encoding="utf-8"))):
        assert floor_of(other) <= mine, f"{file} imports {other}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_modules_are_small_and_say_what_they_do(file):
    """At most 400 lines, a docstring at the door, no drawer for odds and ends."""
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))
    assert file.stem not in ("utils", "helpers", "common", "misc")


def modules_after(code):
    script = f"import sys\n{code}\nprint('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.splitlines())


HEAVY = {"rdflib", "pyvis", "pandas", "networkx", "matplotlib", "numpy", "jinja2", "pyshacl"}


def test_importing_the_package_costs_nothing():
    assert not modules_after("import kgraph") & (HEAVY | {"click", "rich", "pyoxigraph", "rapidfuzz", "dataclasses"})


def test_help_and_paths_pay_for_no_heavy_library():
    """--help and a path on the bundled data load neither rdflib nor anything else that is slow to start."""
    run = "from kgraph.cli.main import main\nsys.argv = ['kgraph', {}]\ntry:\n    main()\nexcept SystemExit:\n    pass"
    assert not modules_after(run.format("'--help'")) & (HEAVY | {"rich", "pyoxigraph"})
    path = run.format("'path', 'KDT', 'IESS', '--format', 'tsv'")
    modules_after(path)  # the first run may make the snapshot
    slow = {
        "rich",
        "pyoxigraph",
        "rapidfuzz",
        "dataclasses",
        "pathlib",
        "hashlib",
        "tempfile",
        "csv",
        "importlib.resources",
    }
    assert not modules_after(path) & (HEAVY | slow)


def test_all_is_sorted_and_true():
    """What the package offers is what it has."""
    assert kgraph.__all__ == sorted(kgraph.__all__)
    assert all(hasattr(kgraph, name) for name in kgraph.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = kgraph.nonsense


def test_the_bundled_files_are_found():
    """The same names work in a checkout and in a wheel; a missing one is named."""
    from kgraph.errors import DataError
    from kgraph.resources import bundled

    assert bundled("ontology", "kgraph.ttl").is_file()
    with pytest.raises(DataError, match="nowhere"):
        bundled("data", "nowhere.ttl")
