"""The house: floors import downwards only, one job a module, quick to start."""

import ast
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import kgraph

ROOT = Path(kgraph.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
# Modules of one name show the same thing on different floors: `paths/search.py` finds what `index/search.py` finds in a
# compiled graph; a command, its page and its table bear the name of what they show.
SHOWN = {
    "check", "debates", "differences", "engines", "explain", "explore", "export", "findings", "hypotheses", "index", "matrix", "mechanisms", "outcomes", "overlays",
    "path", "paths", "query", "questions", "references", "report", "search", "show", "store", "table", "trace",
}  # fmt: skip


def module_of(file):
    name = ".".join(file.relative_to(ROOT.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imports_of(file, known):
    """The modules of kgraph that a file imports anywhere: at its head, inside functions, for type checking."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "kgraph":
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield whole if whole in known else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.partition(".")[0] == "kgraph")


def circles(graph):
    """A circle of modules for each module that leads back to itself."""

    def back_to(start):
        stack, seen = [(start, (start,))], set()
        while stack:
            module, way = stack.pop()
            for other in graph[module]:
                if other == start:
                    return (*way, start)
                if other not in seen:
                    seen.add(other)
                    stack.append((other, (*way, other)))
        return None

    return [circle for circle in map(back_to, graph) if circle]


def import_graph():
    known = {module_of(file) for file in FILES}
    return {module_of(file): set(imports_of(file, known)) - {module_of(file)} for file in FILES}


def test_no_floor_knows_a_higher_one():
    """The contract in pyproject.toml holds, and fails when the ground imports a door."""
    from importlinter.cli import lint_imports

    assert lint_imports(no_cache=True) == 0


def test_the_contract_can_fail(tmp_path):
    """`from kgraph import cli` below the doors, inside a function, breaks the contract."""
    copy = tmp_path / "kgraph"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT.parent / "pyproject.toml", tmp_path)
    with (copy / "model.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef door():\n    from kgraph import cli\n\n    return cli\n")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "kgraph.model -> kgraph.cli" in done.stdout


def test_no_modules_import_each_other_in_a_circle():
    """Following imports never leads back to where one started, wherever the import statements stand."""
    assert not circles(import_graph())


def test_circles_are_seen():
    """The search above finds a circle of any length."""
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})


def test_one_name_means_one_thing():
    """No two modules share a name, but where they show the same thing on different floors."""
    names = Counter(file.stem for file in FILES if file.stem not in ("__init__", "__main__"))
    names.update(file.parent.name for file in FILES if file.stem == "__init__" and file.parent != ROOT)
    assert {name for name, count in names.items() if count > 1} <= SHOWN


def test_below_the_facade_contents_are_plain():
    """Only the facade and the doors know `KnowledgeGraph`; what lies below takes the contents."""
    above = ("cli", "service", "explorer", "graph", "__init__.py", "__main__.py")
    for file in FILES:
        if file.relative_to(ROOT).parts[0] not in above:
            assert "KnowledgeGraph" not in file.read_text(encoding="utf-8"), file


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


HEAVY = {"rdflib", "pyvis", "pandas", "networkx", "matplotlib", "numpy", "jinja2"}


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
    from kgraph.files.bundled import bundled

    assert bundled("ontology", "kgraph.ttl").is_file()
    with pytest.raises(DataError, match="nowhere"):
        bundled("data", "nowhere.ttl")
