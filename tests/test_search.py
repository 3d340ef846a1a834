"""The path search against brute force."""

from itertools import islice, pairwise
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.paths.search import Arc, PathSpace, SearchBudget, cheapest_paths
from kgraph.paths.values import times

NODES = "abcdef"


@st.composite
def networks(draw):
    """Small signed multigraphs with parallel arcs, loops, free arcs and marks."""
    count = draw(st.integers(0, 14))
    return [
        Arc(
            draw(st.sampled_from(NODES)),
            draw(st.sampled_from(NODES)),
            draw(st.sampled_from([0.0, 0.5, 1.0, 1.5, 3.0])),
            draw(st.sampled_from("+-?")),
            draw(st.sampled_from([0, 0, 1, 2])),
            draw(st.sampled_from(["", "", "g"])),
            draw(st.sampled_from(["", "", "g"])),
            key,
        )
        for key in range(count)
    ]


def by_source(arcs):
    network = {}
    for arc in arcs:
        network.setdefault(arc.source, []).append(arc)
    return network


def every_path(arcs, start, end, max_hops):
    """All simple paths by plain recursion."""
    found = []

    def walk(node, path, visited):
        if node == end:
            found.append(tuple(path))
            return
        if len(path) == max_hops:
            return
        for arc in arcs:
            turned = path and path[-1].leaves and path[-1].leaves == arc.enters
            if arc.source == node and arc.target not in visited and not turned:
                walk(arc.target, [*path, arc], visited | {arc.target})

    if start != end:
        walk(start, [], {start})
    return found


def sign_of(path):
    sign = "+"
    for arc in path:
        sign = times(sign, arc.sign)
    return sign


def marks_of(path):
    marks = 0
    for arc in path:
        marks |= arc.marks
    return marks


@given(networks(), st.sampled_from("+-?"), st.integers(1, 5), st.sampled_from([0, 1, 2, 3]))
@settings(max_examples=1500, deadline=None)
def test_the_search_finds_what_brute_force_finds_in_order_of_cost(arcs, sign, hops, marks):
    """Same paths, same costs, cheapest first, for every sign, hop limit and set of marks."""
    wanted = [
        path for path in every_path(arcs, "a", "b", hops) if sign_of(path) == sign and marks & ~marks_of(path) == 0
    ]
    found = list(cheapest_paths(by_source(arcs), "a", "b", sign=sign, max_hops=hops, marks=marks))
    assert sorted(tuple(a.key for a in p) for p in found) == sorted(tuple(a.key for a in p) for p in wanted)
    costs = [sum(arc.cost for arc in path) for path in found]
    assert all(first <= second + 1e-9 for first, second in pairwise(costs))


@given(networks(), st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_the_first_k_are_the_k_cheapest(arcs, k):
    """Stopping after k paths gives the k lowest costs, whichever paths share a cost."""
    costs = sorted(sum(a.cost for a in p) for p in every_path(arcs, "a", "b", 5) if sign_of(p) == "-")
    found = islice(cheapest_paths(by_source(arcs), "a", "b", sign="-", max_hops=5), k)
    assert all(isclose(sum(a.cost for a in p), cost) for p, cost in zip(found, costs, strict=False))


def test_no_path_from_a_node_to_itself():
    arcs = [Arc("a", "a", 1.0, "+"), Arc("a", "b", 1.0, "+"), Arc("b", "a", 1.0, "+")]
    assert list(cheapest_paths(by_source(arcs), "a", "a", sign="+", max_hops=4)) == []


@pytest.mark.parametrize("size", [10, 12])
def test_a_clique_is_cut_by_its_limit_and_says_so(size):
    """A search with too much to do stops at its limit and flags it."""
    nodes = [str(n) for n in range(size)]
    arcs = [Arc(x, y, 1.0, "+", key=i) for i, (x, y) in enumerate((x, y) for x in nodes for y in nodes if x != y)]
    limits = SearchBudget(expansions=500)
    found = list(cheapest_paths(by_source(arcs), "0", "1", sign="+", max_hops=8, limits=limits))
    assert limits.hit
    assert found[0][0].target == "1"


def test_an_unreachable_end_costs_nothing():
    """Nothing is expanded when no walk leads to the end."""
    arcs = [Arc("a", "c", 1.0, "+"), Arc("c", "d", 1.0, "+")]
    limits = SearchBudget(expansions=1)
    assert list(cheapest_paths(by_source(arcs), "a", "b", sign="+", max_hops=6, limits=limits)) == []
    assert not limits.hit


def test_of_equal_costs_fewer_hops_come_first_then_the_order_of_the_arcs():
    """The order that the search promises, whichever arcs it looked at first."""
    arcs = [
        Arc("a", "c", 0.5, "+", key=0), Arc("c", "b", 0.5, "+", key=1),
        Arc("a", "b", 1.0, "+", key=2), Arc("a", "b", 1.0, "+", key=3),
    ]  # fmt: skip
    found = cheapest_paths(by_source(arcs), "a", "b", sign="+", max_hops=3)
    assert [[arc.key for arc in path] for path in found] == [[2], [3], [0, 1]]


def test_without_time_there_is_no_path_and_the_limit_says_so():
    """Neither the bounds nor the search start when the time is over."""
    limits = SearchBudget(seconds=-1.0)
    assert list(cheapest_paths({"a": [Arc("a", "b", 1.0, "+")]}, "a", "b", sign="+", max_hops=2, limits=limits)) == []
    assert limits.hit


def test_the_best_path_is_found_without_looking_aside():
    """On the way to the first path only its own nodes are expanded, however cheap the ways beside it begin."""
    nodes = ["a", "m0", "m1", "m2", "b"]
    arcs = [Arc(one, other, 1.0, "+", key=place) for place, (one, other) in enumerate(pairwise(nodes))]
    for node in nodes[:-1]:
        for number in range(50):
            arcs += [Arc(node, f"{node}-{number}", 0.0, "+"), Arc(f"{node}-{number}", "b", 5.0, "+")]
    limits = SearchBudget(expansions=len(nodes) - 1)
    first = next(cheapest_paths(by_source(arcs), "a", "b", sign="+", max_hops=5, limits=limits))
    assert [arc.key for arc in first] == [0, 1, 2, 3]
    assert not limits.hit


def test_a_space_of_paths_asks_for_no_marks_unless_told():
    """One space serves every sign."""
    arcs = [Arc("a", "b", 1.0, "+", key=1), Arc("a", "b", 2.0, "-", key=2), Arc("a", "b", 3.0, "?", marks=1, key=3)]
    space = PathSpace(by_source(arcs), "a", "b", max_hops=1)
    assert {sign: [arc.key for (arc,) in space.cheapest(sign, SearchBudget())] for sign in "+-?"} == {
        "+": [1],
        "-": [2],
        "?": [3],
    }
