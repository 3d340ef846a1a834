"""The ranking benchmark: its expectations are those of trying every order, and nothing of the answer is let in."""

import sys
from itertools import permutations
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import claim, line, small_graph

import kgraph
from kgraph.frozen import replace

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from ranking import (
    HITS,
    OURS,
    Question,
    degree_weighted,
    expected,
    held_out,
    helping_first,
    keys_of,
    orders,
    product,
    questions_of,
    routes_of,
)

from kgraph.importers.drugmechdb_records import Link, Record


def tried(keys, right):
    """Hits and reciprocal rank of the first right answer, averaged over every order that the keys leave open."""
    names = list(keys)
    hits, reciprocals = [], []
    for order in permutations(names):
        ranked = sorted(order, key=lambda name: keys[name])
        rank = next((place for place, name in enumerate(ranked, 1) if name in right), None)
        hits.append([float(rank is not None and rank <= depth) for depth in (1, 3)])
        reciprocals.append(1 / rank if rank else 0.0)
    return [fmean(column) for column in zip(*hits, strict=True)], fmean(reciprocals)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=6), st.sets(st.integers(0, 7)))
def test_expectations_equal_trying_every_order(values, right):
    """Ties are in random order: expected hits and reciprocal rank are means over all permutations."""
    keys = {(str(number),): (float(value),) for number, value in enumerate(values)}
    found, reciprocal = expected(keys, frozenset((str(number),) for number in right), (1, 3))
    hits, mean = tried(keys, {(str(number),) for number in right})
    assert found == pytest.approx(hits)
    assert reciprocal == pytest.approx(mean)


def test_random_is_the_order_that_holds_all_for_equal():
    """Two right answers among four: one of them is first in half of all orders."""
    keys = {(name,): () for name in "abcd"}
    found, _ = expected(keys, frozenset({("a",), ("b",)}), HITS)
    assert found == (0.5, 1.0)


def record(name, *links):
    """A record from a to z with these links, each of two letters."""
    drawn = (Link(n, "treats", f"MESH:{s}", f"MESH:{t}", "", "", (), "f:1") for n, (s, t) in enumerate(links, 1))
    return Record(name, "MESH:a", "", "", "MESH:z", "", (), tuple(drawn), (), "f:1")


def test_a_question_has_the_curated_paths_of_all_its_records():
    """Records with the same ends are one question; a branch makes two paths; what leads nowhere is no answer."""
    (question,) = questions_of([record("one", "ab", "bz", "bx"), record("two", "ac", "az", "cz")])
    assert question.right == {
        ("MESH:a", "MESH:b", "MESH:z"),
        ("MESH:a", "MESH:c", "MESH:z"),
        ("MESH:a", "MESH:z"),
    }
    assert question.records == {"one", "two"}


def test_a_shared_path_is_one_whose_arrows_other_questions_draw_too():
    """A record of the same ends does not count as another; one arrow of its own is enough to leave a path out."""
    other = replace(record("other", "yb", "bz", "ab"), drug="MESH:y")
    first, second = questions_of([record("one", "ab", "bz", "ac", "cz"), record("two", "ac", "cz"), other])
    assert first.right == {("MESH:a", "MESH:b", "MESH:z"), ("MESH:a", "MESH:c", "MESH:z")}
    assert first.shared == {("MESH:a", "MESH:b", "MESH:z")}
    assert second.shared == frozenset()


def stated(words, record, *, disease="entity:z"):
    """A claim that one record states for a disease."""
    lines = (replace(line(words.replace(" ", "-"), reference=""), row=f"{record}/1"),)
    return claim(words, disease=disease, evidence=lines, uncited=True)


@pytest.fixture
def two_ways(graph):
    """From a to z by b, which only the record of the question says, and by c, which another record says too."""
    mine = [stated("a increases b", "mine"), stated("b increases z", "mine")]
    other = [stated("a increases c", "other"), stated("c increases z", "other")]
    return small_graph(graph, *mine, *other, kinds={"a": "drug", "z": "disease"}, valence={"z": "unwanted"})


QUESTION = Question(
    "entity:a", "entity:z", frozenset({("entity:a", "entity:b", "entity:z")}), frozenset(), frozenset({"mine"})
)


def test_the_word_of_the_questions_own_records_is_held_out(two_ways):
    """Steps that only they state for the disease count as stated elsewhere, so they lose what kgraph takes for that."""
    routes = routes_of(two_ways, QUESTION, 6)
    assert len({round(route.confidence, 9) for route in routes}) == 1
    factor = two_ways.terms["weight:elsewhere"].weight
    after = [held_out(route, QUESTION, frozenset({"entity:z"}), factor) for route in routes]
    confidence = {route.entities[1]: route.confidence for route in after}
    assert confidence["entity:b"] == pytest.approx(confidence["entity:c"] * factor**2)
    assert {c.disease for route in after if route.entities[1] == "entity:b" for s in route.steps for c in s.claims} == {
        "MESH:none"
    }


def test_holding_out_gives_what_kgraph_gives_for_claims_stated_elsewhere(two_ways, graph):
    """The same confidences come out when the claims themselves name another disease."""
    claims = [
        replace(c, disease="MESH:none") if c.evidence[0].row.startswith("mine") else c for c in two_ways.claims.values()
    ]
    elsewhere = small_graph(graph, *claims, kinds={"a": "drug", "z": "disease"}, valence={"z": "unwanted"})
    wanted = keys_of(routes_of(elsewhere, QUESTION, 6), product)
    factor = two_ways.terms["weight:elsewhere"].weight
    routes = routes_of(two_ways, QUESTION, 6)
    assert keys_of((held_out(r, QUESTION, frozenset({"entity:z"}), factor) for r in routes), product) == wanted


def test_our_order_is_the_one_in_which_paths_are_answered(graph):
    """The keys of the answer's paths are in order, but for the last digit of a product, which the key rounds off."""
    paths = kgraph.find_paths(graph, "KDT", "IESS", top=40, order="product").paths
    assert len(paths) > 40
    costs = [product(path)[0] for path in paths]
    assert costs == sorted(costs)


def test_the_row_called_ours_is_the_order_of_the_answer(graph):
    """The keys of the default answer's paths are in order, within each effect."""
    answer = kgraph.find_paths(graph, "KDT", "IESS", top=40)
    question = Question(answer.start, answer.end, frozenset(), frozenset(), frozenset())
    ours = orders(graph, question, degree_weighted(graph))[OURS]
    for effect in ("helps", "harms", "unknown"):
        keys = [ours(path) for path in answer.of_effect(effect)]
        assert keys == sorted(keys)
        assert len(keys) > 1


def test_helping_first_puts_helpful_routes_before_all_others(graph):
    """Within each part the other order holds."""
    paths = kgraph.find_paths(graph, "KDT", "ALS").paths
    ranked = sorted(paths, key=helping_first(product))
    effects = [path.effect == "helps" for path in ranked]
    assert effects == sorted(effects, reverse=True)
    assert True in effects
    assert False in effects


def test_every_order_ranks_every_candidate(two_ways):
    """Each order gives keys that can be compared, for the same candidates."""
    routes = routes_of(two_ways, QUESTION, 6)
    for order in orders(two_ways, QUESTION, degree_weighted(two_ways)).values():
        keys = keys_of(routes, order)
        assert set(keys) == {route.entities for route in routes}
        assert sorted(keys.values())
