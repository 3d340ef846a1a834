"""Limits that are no numbers, or numbers that nothing can count to, are refused at every door."""

from math import inf, nan

import pytest
from command import kgraph as run

import kgraph
from kgraph.errors import ChoiceError
from kgraph.sparql.query_limits import QueryLimits

NONE = ("nan", "inf", "-inf", "1e309", "-1", "0")


@pytest.mark.parametrize("value", NONE)
@pytest.mark.parametrize("line", [("path", "KDT", "IESS"), ("query", "ASK {}")], ids=lambda line: line[0])
def test_no_command_takes_them_for_a_time(line, value):
    """One line that names the option, and exit code 2."""
    code, out, err = run(*line, f"--seconds={value}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "'--seconds'" in err


@pytest.mark.parametrize("option", ["memory", "rows"])
def test_no_command_counts_beyond_reason(option):
    """More than a machine can hold is refused before anything is asked."""
    code, out, err = run("query", "ASK {}", f"--{option}={'9' * 30}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"'--{option}'" in err


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_python_takes_no_such_time(graph, value):
    """A search and a query say which number they do not take."""
    with pytest.raises(ChoiceError, match="seconds"):
        kgraph.find_paths(graph, "KDT", "IESS", seconds=value)
    with pytest.raises(ChoiceError, match="seconds"):
        QueryLimits(seconds=value)


@pytest.mark.parametrize("name", ["memory", "rows", "size", "length", "nesting", "parts"])
@pytest.mark.parametrize("value", [-1, nan, inf, 10**30])
def test_python_takes_no_such_limit(name, value):
    """Each limit is told by its name."""
    with pytest.raises(ChoiceError, match=name):
        QueryLimits(**{name: value})


@pytest.mark.parametrize("name", ["memory", "length", "nesting", "parts"])
def test_a_query_of_nothing_is_no_query(name):
    """No row may be asked for, to learn whether there is one; no memory and no text may not."""
    assert QueryLimits(rows=0, size=0).rows == 0
    with pytest.raises(ChoiceError, match=name):
        QueryLimits(**{name: 0})
