"""The verdict on gene–trait pairs of PhysioMap whose direction is known."""

import sys
from pathlib import Path

import pytest
from outside import outside

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from verdict import LESION, read_map, read_pairs, shortest, told_by, verdict_on

from kgraph.paths.search import PathSpace, SearchBudget
from kgraph.paths.verdict import NONE, NOT_DECIDED, UNKNOWN_ONLY, judge

FOLDER = outside("KGRAPH_SAMPLES") / "physiomap"


@pytest.fixture(scope="module")
def network():
    return read_map(FOLDER)


@pytest.fixture(scope="module")
def verdicts(network):
    """The verdict on each pair, with the budget that every question has."""
    return {pair: verdict_on(network, pair) for pair in read_pairs(FOLDER)}


def test_one_side_is_right_where_it_is_told(verdicts):
    """At least 98 of 100 directions are right, there are at least 95, and few pairs are left open."""
    told = told_by({pair: verdict.one_sided for pair, verdict in verdicts.items()})
    assert len(verdicts) == told.pairs == 464
    assert told.told >= 95
    assert told.right / told.told >= 0.98
    assert sum(verdict.says == NOT_DECIDED for verdict in verdicts.values()) <= 15


def test_the_verdict_is_more_often_right_than_the_shortest_path(network, verdicts):
    """What it leaves open or calls both sides is where the shortest path goes wrong."""
    told = told_by({pair: verdict.one_sided for pair, verdict in verdicts.items()})
    short = told_by({pair: shortest(network | {LESION: pair.start}, pair.variable) for pair in verdicts})
    assert told.right / told.told > short.right / short.told


def test_no_short_path_contradicts_one_side(network, verdicts):
    """All simple paths of at most nine steps agree with it, and with none and unknown directions."""
    for pair, verdict in verdicts.items():
        if verdict.one_sided or verdict.says in (NONE, UNKNOWN_ONLY):
            limits = SearchBudget(seconds=600.0, expansions=10**7)
            space = PathSpace(network | {LESION: pair.start}, LESION, pair.variable, max_hops=9, limits=limits)
            sides = {sign for sign in ("+", "-") if next(space.cheapest(sign, limits), None)}
            assert sides <= {verdict.one_sided}
            assert not limits.hit


def test_a_smaller_budget_leaves_pairs_open_and_turns_none(network, verdicts):
    """With no budget beyond walks, what is decided is decided as before."""
    opened = 0
    for pair, verdict in verdicts.items():
        less = judge(network | {LESION: pair.start}, LESION, pair.variable, most=0)
        opened += less.says == NOT_DECIDED
        assert less.says in (verdict.says, NOT_DECIDED)
        assert less.one_sided in (verdict.one_sided, "")
    assert 0 < opened < 60
