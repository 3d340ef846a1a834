"""The choices of a path search are declared once, and every door takes the same ones and refuses the same values."""

import inspect
import json
import math
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from command import kgraph as run

import kgraph
from kgraph.cli.main import COMMANDS
from kgraph.errors import ChoiceError, UsageError
from kgraph.index.answering import find_indexed_paths
from kgraph.index.build import build_index
from kgraph.index.open_index import GraphIndex
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.search_options import PATH_OPTIONS, PathOptions, read_options
from kgraph.service.operations import PATH_PARAMETERS, path_answer
from kgraph.service.parameters import read_arguments
from kgraph.service.problems import ProblemError

OPTIONS = {option.name: option for option in PATH_OPTIONS}
# What no door takes, with the words by which it is refused.
IMPOSSIBLE = [
    ("max_hops", 0, "1 to 12"),
    ("max_hops", 13, "1 to 12"),
    ("top", 0, "1 to 1000"),
    ("top", 1001, "1 to 1000"),
    ("effect", "help", "helps, harms, raises, lowers, unknown, any"),
    ("order", "price", "grade, product"),
    ("evidence", "humans", "human, animal, any"),
    ("study", "guess", "meta-analysis"),
    ("include", "asserted", "contested"),
    ("certainty", "sure", "asserted"),
    ("directness", "hearsay", "primary"),
    ("hub_penalty", "maybe", "auto, on, off"),
    ("mechanism", "magic", "neurotransmitters"),
    ("source", "hearsay", "als-page, primary, review"),
]


# What stands for several options: its class, and what they are.
TOGETHER = {
    "data": ("DataFiles", {"data", "no_bundled", "workspace"}),
    "asked": ("Asked", {"data", "no_bundled", "workspace", "store"}),
    "into": ("Into | None", {"into", "licence", "data_version", "source_name", "same_name"}),
    "output": ("Output", {"form", "output", "force"}),
    "options": ("PathOptions", set(OPTIONS)),
    "spark": ("SparkAsked", {"engine", "edges", "master", "checkpoint", "batch"}),
    "wanted": ("Wanted", {"about", "mechanism", "disease", "details"}),
}


def command_of(name):
    return import_module(f"kgraph.cli.{name}").command


def commands():
    for name in COMMANDS:
        command = command_of(name)
        if isinstance(command, click.Group):
            yield from command.commands.values()
        else:
            yield command


def signature_of(command):
    """What the function that a command calls takes, but for the context."""
    function = command.callback
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return {name: one for name, one in inspect.signature(function).parameters.items() if name != "ctx"}, function


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.name)
def test_every_command_says_what_it_takes(command):
    """Each option and argument is a parameter with a type, by itself or in a value of a known class; none is left over."""
    taken, function = signature_of(command)
    grouped = {name for name, one in taken.items() if name in TOGETHER and one.annotation == TOGETHER[name][0]}
    offered = {parameter.name for parameter in command.params} - {"help"}
    assert {name for group in grouped for name in TOGETHER[group][1]} | (set(taken) - grouped) == offered
    for one in taken.values():
        assert one.kind not in (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
        assert one.annotation not in (inspect.Parameter.empty, "object", "Any", "dict[str, Any]")
    assert "ctx.params" not in inspect.getsource(inspect.getmodule(function))


def test_the_keywords_of_python_are_those_that_are_declared():
    """One key a row, in the same order, and one cell of a filter for each row that narrows the claims."""
    assert list(PathOptions.__annotations__) == list(OPTIONS)
    cells = {option.cell or option.name for option in PATH_OPTIONS}
    assert set(PathFilter.__match_args__) <= cells


def test_the_facade_has_the_keywords_written_out():
    """Whoever looks at the signature finds every option, with the default that it has everywhere."""
    written = inspect.signature(kgraph.KnowledgeGraph.paths).parameters
    defaults = {name: one.default for name, one in written.items() if name not in ("self", "start", "end")}
    assert defaults.pop("path_filter") is None
    assert defaults.pop("hub_penalty") is None
    expected = {name: () if option.many else option.default for name, option in OPTIONS.items()}
    del expected["hub_penalty"]
    assert defaults == expected


def test_every_door_offers_what_is_declared():
    """The command line and the service name, describe and limit each choice as the table does."""
    shown = {one.name: one for one in command_of("path").params}
    offered = {one.name: one for one in PATH_PARAMETERS}
    assert list(offered) == ["start", "end", *(name for name in OPTIONS if name != "seconds")]
    for name, option in OPTIONS.items():
        at_command_line = shown[name]
        assert at_command_line.help.startswith(option.help)
        assert f"--{name.replace('_', '-')}" in at_command_line.opts
        assert at_command_line.multiple == bool(option.many)
        if option.kind == "whole":
            assert (at_command_line.type.min, at_command_line.type.max) == (option.least, option.most)
        if option.kind == "choice":
            assert tuple(at_command_line.type.choices) == option.choices
        if name in offered:
            assert (offered[name].description, offered[name].choices) == (option.help, option.choices)
            assert (offered[name].minimum, offered[name].maximum) == (option.least, option.most)


@pytest.mark.parametrize(("name", "value", "words"), IMPOSSIBLE)
def test_what_is_no_value_is_refused_in_python(graph, name, value, words):
    """The error is a ChoiceError that carries the name and says what is possible."""
    with pytest.raises(ChoiceError) as caught:
        find_paths(graph, "KDT", "IESS", **{name: value})
    assert (caught.value.choice, caught.value.value) == (name, value)
    assert repr(value) in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(("name", "value", "words"), IMPOSSIBLE)
def test_what_is_no_value_is_refused_at_the_command_line(name, value, words):
    """Exit code 2 and one line that names the option and says what is possible."""
    code, out, errors = run("path", "KDT", "IESS", f"--{name.replace('_', '-')}", value)
    assert (code, out) == (2, "")
    assert f"--{name.replace('_', '-')}" in errors
    assert all(word in errors for word in words.replace(",", "").split() if word != "to")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(("name", "value", "words"), IMPOSSIBLE)
def test_what_is_no_value_is_refused_in_a_request(graph, name, value, words):
    """The problem is the client's, names the parameter, and says what is possible; so it is for assistants."""
    with pytest.raises(ProblemError) as caught:
        path_answer(graph, read_arguments(PATH_PARAMETERS, [("start", "KDT"), ("end", "IESS"), (name, str(value))]))
    assert (caught.value.status, caught.value.more["parameter"]) == (400, name)
    assert words in caught.value.detail


@pytest.mark.parametrize("seconds", [math.nan, math.inf, -math.inf, 0, -1, "1", True])
def test_a_time_is_a_number_above_0_that_ends(graph, seconds):
    """Neither nan nor infinity is one, at any door; nothing is searched for ever, or not at all."""
    with pytest.raises(ChoiceError, match="not a number of seconds above 0"):
        find_paths(graph, "KDT", "IESS", seconds=seconds)


@pytest.mark.parametrize("command", [("path", "KDT", "IESS"), ("query", "most-cited"), ("serve",)], ids=lambda c: c[0])
@pytest.mark.parametrize("seconds", ["nan", "inf", "0"])
def test_no_command_takes_a_time_that_is_none(command, seconds):
    """One line with exit code 2, before anything is done."""
    code, out, errors = run(*command, "--seconds", seconds)
    assert (code, out) == (2, "")
    assert "--seconds" in errors
    assert len(errors.splitlines()) == 1


def test_an_index_takes_the_same_numbers(tmp_path):
    """None is no limit of hops; 0 paths, 0 hops and a time that never ends are refused."""
    build_index(tmp_path / "small.index")
    index = GraphIndex(tmp_path / "small.index")
    assert find_indexed_paths(index, "KDT", "IESS", max_hops=None, top=1).paths
    for wrong in ({"top": 0}, {"max_hops": 0}, {"seconds": math.nan}, {"seconds": math.inf}):
        with pytest.raises(UsageError, match=next(iter(wrong))):
            find_indexed_paths(index, "KDT", "IESS", **wrong)


def test_an_answer_knows_its_effects(graph):
    """Asking for the paths of an effect that is none raises, and says which there are."""
    answer = find_paths(graph, "KDT", "IESS", top=1)
    for ask in (answer.of_effect, answer.only):
        with pytest.raises(
            UsageError, match="'help' is not possible; use one of helps, harms, raises, lowers, unknown"
        ):
            ask("help")
    assert answer.of_effect("raises") == ()


def test_every_keyword_means_what_the_command_line_means(graph):
    """The paths under a filter are the same for Python, the command line and the service."""
    cases = [
        ({"evidence": "human", "top": 2}, ["--evidence", "human", "--top", "2"]),
        ({"via": "KATP channel"}, ["--via", "KATP channel"]),
        ({"via": ["KATP channel"], "effect": "helps"}, ["--via", "KATP channel", "--effect", "helps"]),
        ({"avoid": ("mTOR", "GABA"), "max_hops": 3}, ["--avoid", "mTOR", "--avoid", "GABA", "--max-hops", "3"]),
        ({"include": {"contested"}, "associations": False}, ["--include", "contested", "--no-associations"]),
        ({"study": "animal", "separate": True}, ["--study", "animal", "--separate"]),
        ({"mechanism": "mtor", "hub_penalty": True}, ["--mechanism", "mtor", "--hub-penalty", "on"]),
        ({"species": "mouse", "primary_only": True}, ["--species", "mouse", "--primary-only"]),
        ({"mechanism": None, "via": None, "source": "review"}, ["--source", "review"]),
    ]
    for keywords, options in cases:
        answer = find_paths(graph, "KDT", "IESS", **keywords)
        found = json.loads(run("path", "KDT", "IESS", "--format", "json", *options)[1])
        given = [
            (
                name,
                str(one).lower()
                if isinstance(one, bool) and name != "hub_penalty"
                else "on"
                if one is True
                else str(one),
            )
            for name, value in keywords.items()
            if value is not None
            for one in ([value] if isinstance(value, str | int) else value)
        ]
        asked = path_answer(graph, read_arguments(PATH_PARAMETERS, [("start", "KDT"), ("end", "IESS"), *given]))
        ours = [[graph.label(entity) for entity in path.entities] for path in answer.paths]
        assert ours == [
            [path["steps"][0]["subject"], *(step["object"] for step in path["steps"])] for path in found["paths"]
        ]
        assert (asked.paths, asked.outcomes) == (answer.paths, answer.outcomes)


def test_a_whole_filter_stands_alone_and_is_looked_at(graph):
    """Its values are checked like keywords, and none of them may be given besides; numbers may."""
    plain = PathFilter(evidence="human")
    assert find_paths(graph, "KDT", "IESS", path_filter=plain, top=1) == find_paths(
        graph, "KDT", "IESS", evidence="human", top=1
    )
    with pytest.raises(ChoiceError, match="evidence 'humans' is not possible; use one of"):
        find_paths(graph, "KDT", "IESS", path_filter=PathFilter(evidence="humans"))
    with pytest.raises(UsageError, match="path_filter stands for all that narrows the claims: leave it or via out"):
        find_paths(graph, "KDT", "IESS", path_filter=plain, via="mTOR")


def test_options_that_are_none_are_refused(graph):
    """A misspelt keyword, a flag that is neither, too many of one."""
    with pytest.raises(UsageError, match="has no choice 'max_hop'; it has via, avoid"):
        read_options(graph, {"max_hop": 3})
    with pytest.raises(ChoiceError, match="'no' is not True or False"):
        find_paths(graph, "KDT", "IESS", associations="no")
    six = ["mTOR", "GABA", "glutamate", "KATP channel", "acetoacetate", "IGF-1"]
    with pytest.raises(UsageError, match="via takes at most 5 different ones, not 6"):
        find_paths(graph, "KDT", "IESS", via=six)
    assert len(read_options(graph, {"via": [*six[:5], "mTOR"]}).path_filter.via) == 5


MISSPELT = """
from kgraph import find_paths, load
from kgraph.cli.options import DataFiles, Output
from kgraph.paths import PathOptions

find_paths(load(), "KDT", "IESS", max_hops=3, evidence="human")
find_paths(load(), "KDT", "IESS", max_hop=3)
find_paths(load(), "KDT", "IESS", max_hops="3")


def command(options: PathOptions, data: DataFiles, output: Output) -> object:
    return options["max_hop"], data.load(), output.forse
"""


def test_a_misspelt_option_fails_the_types(tmp_path):
    """A checker of types knows every keyword of `find_paths` and what a command takes, and fails on any other."""
    file = tmp_path / "user.py"
    file.write_text(MISSPELT, encoding="utf-8")
    root = Path(kgraph.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", root / "pyproject.toml", file],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MYPYPATH": str(root)},
        cwd=root,
    )
    assert done.returncode == 1
    found = [line.split(": error: ")[1] for line in done.stdout.splitlines() if ": error: " in line]
    assert [re.search(r'"(max_hops?|forse)"', line)[0] for line in found] == [
        '"max_hop"', '"max_hops"', '"max_hop"', '"forse"',
    ]  # fmt: skip
