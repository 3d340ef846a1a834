"""A screen that was shown before is shown again as it was, until data, code or question differ."""

import json
import os

import pytest
from click.testing import CliRunner

from kgraph.cli import print_paths, shown_before, stores
from kgraph.cli.main import _Corrections, cli
from kgraph.cli.options import Output
from kgraph.corrections import corrections_to
from kgraph.files import cache as keeping
from kgraph.files.bundled import files_of_an_answer
from kgraph.files.cache import Cache
from kgraph.frozen import replace

QUESTION = ("path", "acetoacetat", "IESS")


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    """Output that counts as printed for a person, files that count as settled, and a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(keeping, "SETTLED_SECONDS", -1.0)
    monkeypatch.setattr(Output, "on_terminal", lambda _: True)
    return tmp_path / "kgraph"


@pytest.fixture
def no_search(monkeypatch):
    """Whoever would look for paths fails."""

    def search(*_, **__):
        raise AssertionError("searched")

    return lambda: monkeypatch.setattr(stores._Files, "paths", search)


def told(*arguments):
    with corrections_to(_Corrections()):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def screens(folder):
    return [place for place in folder.iterdir() if place.name.startswith("screen-")]


def test_a_question_asked_again_is_answered_without_a_search(terminal, no_search):
    """The same bytes on both streams, the misspelling that was read as a name among them, and the same exit code."""
    first = told(*QUESTION)
    assert "reading 'acetoacetat' as 'acetoacetate'" in first[2]
    no_search()
    assert told(*QUESTION) == first


def test_another_question_or_width_is_searched(terminal, monkeypatch):
    """What is typed and how wide the terminal is tell one screen from another."""
    told(*QUESTION)
    told(*QUESTION, "--max-hops", "3")
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, told(*QUESTION)[1].splitlines())) <= 60
    assert len(screens(terminal)) == 3


def test_programs_and_own_data_are_answered_anew(terminal, tmp_path):
    """Neither an answer in a format for programs nor one on data that were laid over is stored."""
    own = tmp_path / "own.ttl"
    own.write_text("")
    told(*QUESTION, "--format", "tsv")
    told(*QUESTION, "--data", str(own))
    assert screens(terminal) == []


def test_what_a_limit_of_time_cut_short_is_searched_anew(terminal, monkeypatch):
    """The next search may get further."""

    class Cut(stores._Files):
        def paths(self, *ends, **options):
            graph, answer = super().paths(*ends, **options)
            return graph, replace(answer, complete=False)

    monkeypatch.setattr(stores, "_Files", Cut)
    told(*QUESTION)
    assert screens(terminal) == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b'["text", [], [["one"]], 0]', b'["text", [], [], "x"]', b"[" * 9000]
)
def test_a_copy_of_another_shape_is_as_if_there_were_none(terminal, body):
    """A screen that cannot be taken apart is searched anew."""
    question = ("KDT", "IESS")
    about = json.dumps(question, sort_keys=True)
    Cache(files_of_an_answer(), about=about).write("screen", body)
    assert shown_before.ShownBefore(*question).read() is None


def test_only_the_latest_screens_stay(terminal):
    """However many questions are asked, the folder holds some dozens of screens."""
    for number in range(shown_before._MOST + 3):
        shown_before.ShownBefore(number).write((), "text", (), 0)
    assert len(screens(terminal)) == shown_before._MOST


def test_every_module_has_a_say(terminal):
    """A screen depends on every module of the package, on the data and on the vocabulary."""
    names = {os.path.basename(name) for name in files_of_an_answer()}
    assert {os.path.basename(print_paths.__file__), "evidence.py", "mechanisms.ttl", "kgraph.ttl"} <= names
