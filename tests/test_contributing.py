"""The worked examples of CONTRIBUTING do what they say, in a copy of the tree, within three files."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph

ROOT = Path(kgraph.__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def example(heading):
    """The changes under a heading: for each file the pieces of text that stand there, and what they become."""
    block = re.search(rf"### {heading}\n.*?```diff\n(.*?)```", TEXT, re.DOTALL).group(1)
    files = re.split(r"^--- (.*)\n", block, flags=re.MULTILINE)[1:]
    return {
        name: [changed(hunk.splitlines()) for hunk in hunks.split("@@\n")]
        for name, hunks in zip(files[::2], files[1::2], strict=True)
    }


def changed(lines):
    assert {line[:1] for line in lines} <= {"+", " "}
    before = [line[1:] for line in lines if line[0] == " "]
    return "\n".join(before), "\n".join(line[1:] for line in lines)


class Tree:
    """A copy of the tree in which examples are followed."""

    def __init__(self, folder):
        self.root = folder
        for name in ("kgraph", "data", "ontology", "viz", "pyproject.toml"):
            source, target = ROOT / name, folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            else:
                shutil.copy(source, target)

    def follow(self, changes):
        for name, hunks in changes.items():
            file = self.root / name
            for before, after in hunks:
                old = file.read_text(encoding="utf-8") if file.exists() else ""
                assert old.count(f"\n{before}\n") == 1 if before else not file.exists(), (name, before)
                new = old.replace(f"\n{before}\n", f"\n{after}\n") if before else f"{after}\n"
                file.write_text(new, encoding="utf-8")

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root), "XDG_CACHE_HOME": str(self.root / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def kgraph(self, *arguments):
        code, out, errors = self.run("-m", "kgraph", *arguments)
        assert code == 0, errors
        return out


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def test_an_output_format_is_one_row_and_one_writer(tree):
    """With the example followed, a listing is written as LaTeX by its ending and by its name, and Python saves it."""
    changes = example("Add an output format")
    assert len(changes) <= 3
    assert tree.run("-m", "kgraph", "compare", "IESS", "ALS", "-o", "shared.tex")[0] == 2
    tree.follow(changes)
    tree.kgraph("compare", "IESS", "ALS", "-o", "shared.tex")
    text = (tree.root / "shared.tex").read_text(encoding="utf-8")
    assert text.startswith("\\begin{tabular}{llllll}\nmechanism & where & first & first\\_effect &")
    assert text.endswith("\\\\\n\\end{tabular}\n")
    assert text == tree.kgraph("compare", "IESS", "ALS", "--format", "latex")
    assert tree.kgraph("path", "KDT", "IESS", "--top", "1", "--format", "latex").startswith("\\begin{tabular}")
    code = "from kgraph.formats.documents import Listing\nfrom kgraph.formats.registry import save\nsave(Listing([{'a': '50 % _x'}], ('a',)), 'a.tex')"
    assert tree.run("-c", code) == (0, "", "")
    assert (tree.root / "a.tex").read_text(
        encoding="utf-8"
    ) == "\\begin{tabular}{l}\na \\\\\n50 \\% \\_x \\\\\n\\end{tabular}\n"
    assert sound(tree, changes)


def test_a_path_filter_is_one_cell_and_one_row(tree):
    """With the example followed, every door knows the filter, applies it, and names it among the reasons."""
    changes = example("Add a path filter")
    assert len(changes) <= 3
    tree.follow(changes)
    assert "--tissue NAME" in tree.kgraph("path", "--help")
    code, _, errors = tree.run("-m", "kgraph", "path", "acetoacetate", "seizure", "--tissue", "hippocampus")
    assert code == 1
    assert "--tissue keeps every path out" in errors
    code, out, errors = tree.run("-c", DOORS)
    assert (code, out.split()) == (0, ["tissue", "tissue", "True"]), errors
    assert sound(tree, changes)


DOORS = """
import kgraph
from kgraph.service.operations import PATH_PARAMETERS
from kgraph.service.tools import tools
graph = kgraph.load()
print(next(one.name for one in PATH_PARAMETERS if one.name == "tissue"))
print(next(name for tool in tools(graph, None) if tool.name == "paths" for name in tool.schema()["properties"] if name == "tissue"))
one = next(c for c in graph.claims.values() if c.tissue and c.sign in "+-" and c.certainty == "asserted")
found = kgraph.find_paths(graph, one.subject, one.object, tissue=one.tissue, max_hops=1)
steps = [step for path in (*found.paths, *found.outcomes) for step in path.steps]
print(bool(steps) and all(claim.tissue == one.tissue for step in steps for claim in step.claims))
"""


def sound(tree, changes):
    """Whether what was added passes the checks of style and types that everything passes."""
    for tool in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]):
        code, out, errors = tree.run(
            "-m", *tool, "--config=pyproject.toml" if tool[0] == "ruff" else "--config-file=pyproject.toml", *changes
        )
        assert code == 0, out + errors
    return True
