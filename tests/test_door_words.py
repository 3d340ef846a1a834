"""Errors and reasons: caught by kind, with codes and data, and told by each door in its own words."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from click import Option
from command import kgraph as command_line

import kgraph
from kgraph import errors
from kgraph.cli.exits import EXIT_CODES, exit_code
from kgraph.cli.main import COMMANDS, cli
from kgraph.cli.wording import COMMAND_LINE
from kgraph.door_words import PYTHON
from kgraph.errors import (
    AmbiguousNameError,
    BusyError,
    ChoiceError,
    DataError,
    ExistingFileError,
    ExistingFolderError,
    FileBusyError,
    KgraphError,
    LimitError,
    MissingExtraError,
    NotAcceptableError,
    NotFoundError,
    OutputError,
    QueryError,
    QueryLimitError,
    UnknownNameError,
    UnknownParameterError,
    UsageError,
    WorkerError,
    WorkersBusyError,
)
from kgraph.explorer.page_words import PAGE
from kgraph.paths import PathFilter
from kgraph.paths.reason_words import SENTENCES, Reason, Relaxed, sentence
from kgraph.service.operations import PATH_PARAMETERS
from kgraph.service.parameter_words import PARAMETERS

DOORS = {"command line": COMMAND_LINE, "service": PARAMETERS, "page": PAGE, "Python": PYTHON}
PACKAGE = Path(kgraph.__file__).parent
BELOW = sorted(
    file for file in PACKAGE.rglob("*.*")
    if file.suffix in (".py", ".rq") and file.relative_to(PACKAGE).parts[0] not in ("cli", "service", "explorer")
)  # fmt: skip
# What only a command line says: an option, or a command by its name.
SPOKEN = re.compile(rf"--[a-z]| -o\b|(?<!from )\bkgraph (?:{'|'.join(COMMANDS)})\b")
# Whoever opens a data file has come through no door; its head tells how to get the whole graph.
IN_DATA_FILES = "# The whole graph, with its plain edges and the references: kgraph export --to ttl"
# A report of every door says with which command it is made again.
REPRODUCED = '["--style", self._style.name]'

EVERY = [
    KgraphError("something went wrong."),
    UsageError("an edge table and {data} do not go together.", choices=["data"]),
    ChoiceError("relation", "heals", "a relation", ["increases", "decreases"]),
    UnknownParameterError("a-question", "strat", ["start", "end"]),
    MissingExtraError("plots need matplotlib", "plot"),
    QueryError("this is no query."),
    NotAcceptableError(["text/html"], ["text/csv"]),
    DataError("this is no store", file="here", line=1, column=2, hint="make-store"),
    NotFoundError("no one thing is called x."),
    UnknownNameError("x"),
    UnknownNameError("x", ["y", "z"]),
    AmbiguousNameError("x", ["y", "z"]),
    LimitError("rows", "too many rows."),
    QueryLimitError("seconds", "too slow."),
    BusyError("somebody is at it."),
    FileBusyError("here", 1),
    WorkersBusyError(2, 16),
    OutputError("cannot write here.", hint="other-place"),
    ExistingFileError("here"),
    ExistingFolderError("here is there.", hint="replace-store"),
    WorkerError("the worker ended; ask again."),
]
CLASSES = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KgraphError)}

RELAXED = (Relaxed("evidence", 2), Relaxed("associations", 1, at_least=True))
LET_IN = (Relaxed("include", 3, value="contested"),)
DATA = {
    "both-ends": {"name": "a"},
    "search-cut": {},
    "reason-cut": {},
    "shortest-too-long": {"shortest": 7, "limit": 6},
    "longer-than-any-limit": {"shortest": 17, "limit": 6},
    "given-up": {"relaxed": RELAXED},
    "let-in": {"relaxed": LET_IN},
    "no-single-choice": {"shortest": 7},
    "avoided": {},
    "other-effects": {"effects": ("helps",), "others": 1},
    "every-effect": {},
    "leads-nowhere": {"start": "a", "end": "b"},
    "no-step-leads-on": {"start": "a", "end": "b"},
    "nothing-starts": {"start": "a"},
    "no-simple-path": {"start": "a", "end": "b"},
    "too-far": {"start": "a", "end": "b", "steps": 14, "longest": 12},
    "nothing-joined": {},
    "nothing-proposed": {},
    "nearest-miss": {"name": "a"},
    "missing-claim": {"subject": "a", "target": "b", "kinds": ("causal", "association"), "onward": 1},
    "other-way": {"subject": "a", "relation": "increases", "target": "b"},
}


@pytest.mark.parametrize("file", BELOW, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_below_the_doors_speaks_the_command_line(file):
    """No option and no command is named in code, messages or docstrings that every door shares."""
    lines = file.read_text(encoding="utf-8").replace(IN_DATA_FILES, "").replace(REPRODUCED, "").splitlines()
    assert [line for line in lines if SPOKEN.search(line)] == []


def test_what_is_looked_for_would_be_found():
    """The pattern of the test above finds the words that a command line uses, where there are some."""
    for words in ("try --max-hops 7", "another name with -o.", "kgraph search TEXT", "kgraph index build makes one"):
        assert SPOKEN.search(words)
    assert SPOKEN.search((PACKAGE / "cli" / "wording.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("door", DOORS)
def test_every_hint_has_words_at_every_door(door):
    """The same codes everywhere; a door that has nothing to offer says so by an empty text."""
    assert DOORS[door].hints.keys() == PYTHON.hints.keys()
    assert all(PYTHON.hints.values())
    assert all(COMMAND_LINE.hints.values())


def test_every_hint_that_is_given_is_known_and_every_known_one_is_given():
    """By the calls in the package: no error has a code without words, and no words are for nothing."""
    given = set()
    for file in BELOW:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.suffix == ".py" else ():
            if isinstance(node, ast.keyword) and node.arg == "hint":
                given |= {part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)}
            is_hint = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "hint"
            if is_hint and isinstance(node.args[0], ast.Constant):
                given.add(node.args[0].value)
    assert given - {""} == PYTHON.hints.keys()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_of_a_reason_is_whole_at_every_door(code, door):
    """It ends with a full stop, has no gap left, and options stand in it at the command line alone."""
    told = Reason("filter", (sentence(code, **DATA[code]),)).said(DOORS[door])
    assert re.fullmatch(r"\S.*[^\s.:]\.", told)
    assert not set("{}") & set(told)
    assert ("--" in told) <= (door == "command line")


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ("command line", "--no-associations each keep every path out: without --evidence there are 2 paths, without"),
        ("service", "associations=false each keep every path out: without evidence there are 2 paths, without"),
        ("page", "associations each keep every path out: without evidence there are 2 paths, without"),
        ("Python", "associations=False each keep every path out: without evidence there are 2 paths, without"),
    ],
)
def test_a_reason_names_choices_as_whoever_asked_wrote_them(door, words):
    assert words in Reason("filter", (sentence("given-up", relaxed=RELAXED),)).said(DOORS[door])


def test_a_reason_tells_its_message_in_terms_of_python():
    """What is proposed can be given as it stands."""
    reason = Reason(
        "hop-limit", (sentence("shortest-too-long", shortest=7, limit=6), sentence("let-in", relaxed=LET_IN))
    )
    assert "try max_hops=7." in reason.message
    assert "with include='contested' there are 3 paths." in reason.message


def test_every_restriction_is_an_option_and_a_parameter():
    """What a reason says of a filter can be taken back, at the command line and in a request."""
    command = cli.get_command(None, "path")
    options = {
        name
        for option in command.params
        if isinstance(option, Option)
        for name in (*option.opts, *option.secondary_opts)
    }
    parameters = {parameter.name for parameter in PATH_PARAMETERS}
    for name in (*(set(PathFilter.__match_args__) - {"associations"}), "max_hops", "top", "effect", "hub_penalty"):
        assert COMMAND_LINE.choice(name) in options
        assert PARAMETERS.choice(name) in parameters
    assert COMMAND_LINE.choice("associations") in options
    assert PARAMETERS.choice("associations").partition("=")[0] in parameters


@pytest.mark.parametrize("kind", sorted(CLASSES, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_kind_of_error_is_exported_described_and_tried_here(kind):
    """With a code of its own."""
    assert kind.__name__ in kgraph.__all__
    assert getattr(kgraph, kind.__name__) is kind
    assert kind.__doc__
    assert [other for other in CLASSES if other.code == kind.code] == [kind]
    assert kind in map(type, EVERY)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_is_a_whole_sentence_at_every_door(error):
    """Without gaps; options are named at the command line alone."""
    for name, door in DOORS.items():
        told = error.said(door)
        assert told
        assert not set("{}") & set(told)
        assert not told.endswith((" ", ":"))
        assert ("--" in told) <= (name == "command line")
    assert str(error) == error.said() == error.said(PYTHON)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_comes_whole_out_of_another_process(error):
    """Class, words and what it carries."""
    again = pickle.loads(pickle.dumps(error))  # our own
    assert type(again) is type(error)
    assert (str(again), again.__dict__) == (str(error), error.__dict__)
    assert again.said(COMMAND_LINE) == error.said(COMMAND_LINE)


@pytest.mark.parametrize(
    ("kind", "caught"),
    [
        (
            UsageError,
            {UsageError, ChoiceError, UnknownParameterError, MissingExtraError, QueryError, NotAcceptableError},
        ),
        (NotFoundError, {NotFoundError, UnknownNameError, AmbiguousNameError}),
        (LimitError, {LimitError, QueryLimitError}),
        (BusyError, {BusyError, FileBusyError, WorkersBusyError}),
        (OutputError, {OutputError, ExistingFileError, ExistingFolderError}),
        (DataError, {DataError}),
        (WorkerError, {WorkerError}),
    ],
)
def test_errors_are_caught_by_kind(kind, caught):
    assert {one for one in CLASSES if issubclass(one, kind)} == caught


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ({DataError}, 3),
        ({UsageError, ChoiceError, UnknownParameterError, MissingExtraError, QueryError, NotAcceptableError}, 2),
        ({OutputError, ExistingFileError, ExistingFolderError, WorkerError, FileBusyError}, 2),
        ({KgraphError, NotFoundError, UnknownNameError, AmbiguousNameError, LimitError, QueryLimitError}, 1),
        ({BusyError, WorkersBusyError}, 1),
    ],
)
def test_the_command_line_alone_knows_exit_codes(kinds, code):
    """Each kind of error has the one of the nearest class in the table."""
    assert {exit_code(error) for error in EVERY if type(error) in kinds} == {code}
    assert EXIT_CODES.keys() <= CLASSES
    assert not any(hasattr(kind, "exit_code") for kind in CLASSES)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("path", "xyzzy", "ALS"), "kgraph: nothing is called 'xyzzy'. 'xyzzy' is not in the sources read. Try: kgraph search TEXT"),
        (("query", "SELECT * {}", "--store", "gone"), "gone: this is no store; make one with kgraph store DIR"),
        (("query", "SELECT * {}", "--store", "ftp://x"), "kgraph: --store takes a folder, or the address of an endpoint"),
        (("query", "two-step-paths", "--start", "KDT", "--strat", "x"), "has no parameter --strat. Did you mean --start?"),
        (("explore", "-o", "x.html", "--from", "KDT"), "kgraph: a question has two ends: give both --from and --to."),
        (("explore", "-o", "x.html", "--all", "--mechanism", "mTOR"), "--from and --to, --mechanism, --hypothesis or --all."),
        (("check",), "not checked: locators (--source), coverage (--source, with the bundled data alone), retractions"),
    ],
)  # fmt: skip
def test_the_command_line_tells_errors_in_options(arguments, told, tmp_path, monkeypatch):
    """Also those that come out of another process."""
    monkeypatch.chdir(tmp_path)
    assert told in command_line(*arguments)[2]
