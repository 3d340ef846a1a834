"""The documentation builds without a warning, and what its guide shows can be typed as it stands."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgraph.cli.main import COMMANDS, cli

ROOT = Path(__file__).parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))


def commands(page):
    """The lines that a page shows after a prompt, with the exit code that it names for them."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in re.findall(r"^\$ kgraph(.*)$", block, re.MULTILINE):
            words = shlex.split(line, comments=True)
            code = re.search(r"# exit (\d+)$", line)
            yield words, int(code.group(1)) if code else 0


@pytest.mark.parametrize(
    "page", [page for page in GUIDE if "$ kgraph" in page.read_text("utf-8")], ids=lambda page: page.stem
)
def test_the_commands_of_a_page_run(page, tmp_path, monkeypatch):
    """One after the other in an empty folder, each with the exit code that the page says."""
    monkeypatch.chdir(tmp_path)
    told = list(commands(page))
    assert told
    for words, code in told:
        done = CliRunner().invoke(cli, words)
        assert (done.exit_code, done.exception if code == 0 else None) == (code, None), (words, done.output[-300:])
        assert done.output or not words


@pytest.mark.parametrize(
    "page", [page for page in GUIDE if ">>>" in page.read_text("utf-8")], ids=lambda page: page.stem
)
def test_the_python_of_a_page_runs(page, tmp_path, monkeypatch):
    """In order, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    text = "".join(re.findall(r"```pycon\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


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
    assert [name for name in graph.relations if f"kg:{name}<" not in pages[0]] == []
    assert [term.id for term in graph.terms.values() if f"{term.id}<" not in pages[1]] == []


def test_a_reader_of_the_site_asks_nobody(site):
    """No page loads a script, a style, a font or a picture from elsewhere."""
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"?(https?:[^\s\">]+)", page.read_text("utf-8")
        )
        assert [url for url in loaded if "canonical" not in url] == [], page.name
