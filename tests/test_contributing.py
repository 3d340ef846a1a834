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
    assert {line[:1] for line in lines} <= {"+", "-", " "}
    before = [line[1:] for line in lines if line[0] in " -"]
    return "\n".join(before), "\n".join(line[1:] for line in lines if line[0] != "-")


class Tree:
    """A copy of the tree in which examples are followed."""

    def __init__(self, folder, types):
        self.root, self.types = folder, types
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
            env={
                **os.environ,
                "PYTHONPATH": str(self.root),
                "XDG_CACHE_HOME": str(self.root / "cache"),
                "MYPY_CACHE_DIR": str(self.types),
            },
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
def tree(tmp_path, tmp_path_factory):
    """A copy for one example; what mypy knows of the files that no example changes is shared."""
    return Tree(tmp_path, tmp_path_factory.getbasetemp() / "types")


def test_an_output_format_is_one_row_and_one_writer(tree):
    """With the example followed, a listing is written as LaTeX by its ending and by its name, and Python saves it."""
    changes = example("Add an output format")
    assert len(changes) <= 3
    assert tree.run("-m", "kgraph", "compare", "IESS", "ALS", "-o", "shared.tex")[0] == 2
    tree.follow(changes)
    tree.kgraph("compare", "IESS", "ALS", "-o", "shared.tex")
    text = (tree.root / "shared.tex").read_text(encoding="utf-8")
    assert text.startswith("\\begin{tabular}{lllllll}\nmechanism & where & first & first\\_effect &")
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


OWN = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/kgraph/claim/mine> a kg:Claim ; rdfs:label "mine"@en ;
  rdf:subject <https://w3id.org/kgraph/entity/katp-channel> ; rdf:predicate kg:{relation} ;
  rdf:object <https://w3id.org/kgraph/entity/ketone-bodies> ; kg:sign "+" ; {more}
  kg:certainty <https://w3id.org/kgraph/certainty/asserted> ; kg:studyKind <https://w3id.org/kgraph/study-kind/animal> ;
  kg:origin <https://w3id.org/kgraph/source/primary> ; kg:uncited true .
"""


def test_a_relation_is_one_block_of_the_ontology(tree):
    """With the example followed, a claim with the new relation is said in its words, and leads on with its sign."""
    changes = example("Add a relation")
    assert len(changes) <= 3
    tree.follow(changes)
    (tree.root / "own.ttl").write_text(OWN.format(relation="transports", more=""), encoding="utf-8")
    told = tree.kgraph("show", "claim:mine", "--data", "own.ttl", "--format", "table")
    assert "KATP channel transports (+) ketone bodies" in told
    found = tree.kgraph(
        "path", "KATP channel", "ketone bodies", "--max-hops", "1", "--data", "own.ttl", "--format", "tsv"
    )
    assert "transports" in found


def test_a_rule_is_one_query(tree):
    """With the example followed, check finds what breaks the rule, with the hint of its second line."""
    changes = example("Add a rule")
    assert len(changes) <= 3
    tree.follow(changes)
    label = (
        '<https://w3id.org/kgraph/entity/x> a kg:Process ; <http://www.w3.org/2004/02/skos/core#prefLabel> "GABA"@en .'
    )
    (tree.root / "own.ttl").write_text(f"@prefix kg: <https://w3id.org/kgraph/> .\n{label}\n", encoding="utf-8")
    code, out, _ = tree.run("-m", "kgraph", "check", "own.ttl", "--no-bundled")
    assert code == 1
    assert "shouting-label: entity:x: the label GABA is in capitals alone" in out
    assert "write the name out" in out


def test_a_named_question_is_one_file(tree):
    """With the example followed, the question is listed and answered."""
    changes = example("Add a named question")
    assert len(changes) <= 3
    tree.follow(changes)
    assert "claims-of-an-age" in tree.kgraph("query", "--format", "tsv")
    assert tree.kgraph("query", "claims-of-an-age", "--format", "tsv").startswith("?claim\t?age\n")


def test_an_importer_is_one_module_and_one_row(tree):
    """With the example followed, such a file is recognised and becomes Turtle that kgraph reads."""
    changes = example("Add an importer")
    assert len(changes) <= 3
    tree.follow(changes)
    (tree.root / "net.tgf").write_text("1 aye\n2 bee\n#\n1 2 acts on\n", encoding="utf-8")
    assert "kg:affects" in tree.kgraph("import", "net.tgf")
    assert sound(tree, changes)


def test_a_field_of_a_claim_is_a_property_and_a_cell(tree):
    """With the example followed, the field is read from a file and shown with the claim."""
    changes = example("Add a field of a claim")
    assert len(changes) <= 3
    tree.follow(changes)
    more = 'kg:season "in winter"@en ;'
    (tree.root / "own.ttl").write_text(OWN.format(relation="increases", more=more), encoding="utf-8")
    assert "in winter" in tree.kgraph("show", "claim:mine", "--data", "own.ttl", "--format", "table")
    assert "in winter" in tree.kgraph("trace", "claim:mine", "--data", "own.ttl", "--format", "json")
    assert sound(tree, {"kgraph/model.py": []})


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
