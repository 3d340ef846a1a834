"""The documentation builds without a warning, and what its guide shows can be typed as it stands."""

import doctest
import glob
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import kgraph
from kgraph.cli.main import COMMANDS, cli
from kgraph.vocabulary import KG, expand

ROOT = Path(__file__).parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
# Pages on one tool each, whose commands read files of the reader's own: the examples stand in for those.
TOOLS = [ROOT / "docs" / f"{name}.md" for name in ("explorer", "references", "report", "importing", "large-graphs")]
OWN_FILES = {
    "mine.ttl": (ROOT / "examples" / "claims.ttl").read_text(encoding="utf-8"),
    "paths/record.yaml": (ROOT / "tests" / "drugmechdb.yaml")
    .read_text(encoding="utf-8")
    .replace("Aye", "lorazepam")
    .replace("Bee", "Status epilepticus"),
    "retraction_watch.csv": "OriginalPaperPubMedID,RetractionNature\n22905670,Retraction\n",
    "edges.tsv": "subject\tsign\tobject\tconfidence\nCHEBI:30805\t-\tMONDO:0004976\t0.5\n",
    "nodes.tsv": "id\tname\nCHEBI:30805\tdecanoic acid\n",
    "pairs.tsv": "CHEBI:30805\tMONDO:0004976\n",
    "nature.csl": (ROOT / "kgraph" / "formats" / "report" / "references.csl").read_text(encoding="utf-8"),
}
# What waits for a window, an article that the reader has, or another machine; tested where these are.
ELSEWHERE = re.compile(r"--open\b|--engine spark|references resolve|numbers\.ttl|store/")


def commands(page):
    """The lines that a page shows after a prompt, with the exit code that it names for them."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in re.findall(r"^\$ kgraph(.*)$", block, re.MULTILINE):
            words = [name for word in shlex.split(line, comments=True) for name in sorted(glob.glob(word)) or [word]]
            code = re.search(r"# exit (\d+)$", line)
            yield words, int(code.group(1)) if code else 0


@pytest.mark.parametrize(
    "page", [page for page in [*GUIDE, *TOOLS] if "$ kgraph" in page.read_text("utf-8")], ids=lambda page: page.stem
)
def test_the_commands_of_a_page_run(page, tmp_path, monkeypatch):
    """One after the other in an empty folder, each with the exit code that the page says."""
    monkeypatch.chdir(tmp_path)
    if page in TOOLS:
        for name, text in OWN_FILES.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    ran = 0
    for words, code in commands(page):
        if page in TOOLS and ELSEWHERE.search(" ".join(words)):
            continue
        ran += 1
        done = CliRunner().invoke(cli, words)
        assert (done.exit_code, done.exception if code == 0 else None) == (code, None), (words, done.output[-300:])
        assert done.output or not words
    assert ran


@pytest.mark.parametrize(
    "page", [page for page in GUIDE if ">>>" in page.read_text("utf-8")], ids=lambda page: page.stem
)
def test_the_python_of_a_page_runs(page, tmp_path, monkeypatch):
    """In order, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    text = "".join(re.findall(r"```pycon\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def public_names():
    """Every public name, and every public method and property of its own of each class, as the reference lists them."""
    for name in kgraph.__all__:
        yield name
        thing = getattr(kgraph, name)
        for part in vars(thing) if inspect.isclass(thing) else ():
            if not part.startswith("_") and (
                inspect.isfunction(vars(thing)[part]) or isinstance(vars(thing)[part], property)
            ):
                yield f"{name}.{part}"


def test_every_public_name_is_in_an_example_that_is_run():
    """In a page, a docstring or the notebook; each of these is run here or by the tests of the front door."""
    pages = [*GUIDE, ROOT / "docs" / "python.md", ROOT / "README.md"]
    examples = [
        block
        for page in pages
        for block in re.findall(r"```(?:python|pycon)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]
    examples.append((ROOT / "examples" / "kdt_iess.ipynb").read_text(encoding="utf-8"))
    things = [getattr(kgraph, name) for name in kgraph.__all__]
    docs = [
        inspect.getdoc(part) or "" for thing in things for part in (thing, *getattr(thing, "__dict__", {}).values())
    ]
    examples += [line for doc in docs for line in doc.splitlines() if line.startswith((">>>", "..."))]
    shown = set(re.findall(r"\w+", " ".join(examples)))
    assert [name for name in public_names() if name.rpartition(".")[2] not in shown] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as a reader of the checkout builds it; a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_every_command_is_in_the_reference(site):
    """With its options, as its help has them."""
    text = (site / "reference" / "commands" / "index.html").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"kgraph-{name}" not in text] == []
    assert "--max-hops" in text


def test_every_relation_and_term_is_in_the_reference(site, graph):
    """Relations with examples, other terms in tables."""
    pages = [(site / "reference" / name / "index.html").read_text(encoding="utf-8") for name in ("relations", "terms")]
    assert [name for name in graph.relations if f'id="{name}"' not in pages[0] or f"kg:{name}<" not in pages[0]] == []
    anchors = {term.id: expand(term.id).removeprefix(KG).replace("/", "-") for term in graph.terms.values()}
    assert [
        name for name, anchor in anchors.items() if f'id="{anchor}"' not in pages[1] or f"{name}<" not in pages[1]
    ] == []


def test_every_column_of_the_claims_table_is_in_the_reference(site):
    """With what it holds, and the values of a closed list."""
    text = (site / "reference" / "claims-table" / "index.html").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "ontology" / "claims-table.schema.json").read_text(encoding="utf-8"))
    assert [column for column in schema["properties"] if f"<code>{column}</code>" not in text] == []
    assert "<code>no_effect</code>" in text


def test_a_reader_of_the_site_asks_nobody(site):
    """No page loads a script, a style, a font or a picture from elsewhere."""
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"?(https?:[^\s\">]+)", page.read_text("utf-8")
        )
        assert [url for url in loaded if "canonical" not in url] == [], page.name
