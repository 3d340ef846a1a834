"""Ranks can be recomputed: bundles, filters, hubs and the printed arithmetic agree with plain enumeration."""

import json
import re
from math import isclose, log, prod

import pytest
from command import kgraph
from hypothesis import given, settings
from hypothesis import strategies as st
from test_because import every_path

from kgraph.formats.explanation import explain_path, explain_step
from kgraph.formats.path_json import to_json
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Contents, Entity
from kgraph.paths import LARGE_GRAPH, PathFilter, find_paths
from kgraph.paths.hubs import Hubs
from kgraph.paths.steps import build_steps

CERTAINTIES = ("asserted", "suggested", "contested", "needs-research", "unknown")


def shape(path):
    """What makes two paths the same chain of steps, whichever claims stand behind them."""
    return tuple((s.subject, s.object, s.sign, s.kind, s.note, s.reversed) for s in path.steps)


@pytest.mark.parametrize(("start", "end"), [("KDT", "seizure"), ("KDT", "cognition"), ("IGF-1", "IESS")])
def test_a_bundle_is_the_best_of_its_claims(graph, start, end):
    """Bundled and separate paths are the same chains; a bundled one has the confidence of the best separate one."""
    together = find_paths(graph, start, end, max_hops=3, top=1000, order="product")
    apart = find_paths(graph, start, end, max_hops=3, top=1000, separate=True, order="product")
    best = {}
    for path in (*apart.paths, *apart.outcomes):
        assert all(len(step.claims) <= 1 for step in path.steps)
        best[shape(path)] = max(best.get(shape(path), 0), path.confidence)
    bundled = {shape(path): path.confidence for path in (*together.paths, *together.outcomes)}
    assert bundled.keys() == best.keys()
    if together.end != graph.names.resolve("IESS").id:  # there, what is stated for another disease speaks last
        assert all(isclose(bundled[chain], best[chain]) for chain in best)


@given(st.sets(st.sampled_from(CERTAINTIES), min_size=1), st.sets(st.sampled_from(CERTAINTIES)))
@settings(max_examples=40, deadline=None)
def test_a_stricter_choice_of_certainties_takes_steps_away_and_adds_none(graph, few, more):
    """The steps of a subset are among the steps of the set, and all their claims are worded as asked."""
    strict, wide = (
        {claim.id for step in build_steps(graph, PathFilter(certainties=frozenset(chosen))) for claim in step.claims}
        for chosen in (few, few | more)
    )
    assert strict <= wide
    for step in build_steps(graph, PathFilter(certainties=frozenset(few))):
        assert step.kind == "structural" or {claim.certainty for claim in step.claims} <= few


@pytest.mark.parametrize("directness", ["primary", "relayed", "inferred"])
def test_directness_holds_on_every_step(graph, directness):
    """Each claim has a counting line of support of the kind that was asked for."""
    steps = build_steps(graph, PathFilter(directness=frozenset({directness})))
    evidenced = [claim for step in steps if step.kind != "structural" for claim in step.claims]
    assert evidenced
    for claim in evidenced:
        assert any(x.directness == directness and x.direction == "supports" and x.counts for x in claim.evidence)


def test_walking_against_the_arrow_says_nothing_about_effects(graph):
    """With --undirected a path over a causal step backwards is of unknown sign and says which step that is."""
    found = find_paths(graph, "KDT", "IESS", path_filter=PathFilter(undirected=True), top=50)
    against = [
        path for path in (*found.paths, *found.outcomes) if any(s.kind == "causal" and s.reversed for s in path.steps)
    ]
    assert against
    assert {path.effect for path in against} == {"unknown"}
    steps = to_json(graph, found)["paths"]
    assert any(path["against_steps"] for path in steps)
    directed = find_paths(graph, "KDT", "IESS", top=50)
    assert not any(s.kind == "causal" and s.reversed for path in directed.paths for s in path.steps)


@pytest.mark.parametrize("end", ["IESS", "ALS", "seizure"])
def test_hubs_cost_nothing_here_unless_asked(graph, end):
    """On the bundled graph the penalty is off by itself, and switched off it changes nothing."""
    plain = find_paths(graph, "KDT", end, top=30)
    assert not plain.hub_penalty
    assert plain == find_paths(graph, "KDT", end, top=30, hub_penalty=False)


def test_with_the_penalty_the_ranks_are_those_of_enumeration(graph):
    """Confidence times a factor for each hub in between, recomputed from the degrees; the best come first."""
    first, last = graph.names.resolve("KDT").id, graph.names.resolve("seizure").id
    hubs = Hubs.of(graph)

    def expected(path):
        factors = [
            1.0 if (d := hubs.degree(step.object)) <= hubs.threshold else (hubs.threshold / d) ** hubs.damping
            for step in path[:-1]
        ]
        return prod(step.confidence for step in path) * prod(factors)

    found = find_paths(graph, "KDT", "seizure", max_hops=3, top=1000, hub_penalty=True, order="product")
    values = [path.confidence for path in (*found.paths, *found.outcomes)]
    enumerated = [expected(path) for path in every_path(graph, PathFilter(), first, last, 3)]
    assert found.hub_penalty
    assert all(isclose(a, b) for a, b in zip(sorted(values), sorted(enumerated), strict=True))
    assert any(step.hub_factor < 1 for path in found.paths for step in path.steps)
    assert all(path.steps[-1].hub_factor == 1 for path in found.paths)


def test_degrees_are_counted_once_a_neighbour(graph):
    """Two claims between the same two entities, or one in each direction, are one neighbour."""
    hubs = Hubs.of(graph)
    kdt = graph.names.resolve("KDT").id
    pairs = {(step.subject, step.object) for step in build_steps(graph, PathFilter(include=frozenset(CERTAINTIES)))}
    assert hubs.degree(kdt) == len({b for a, b in pairs if a == kdt} | {a for a, b in pairs if b == kdt})


def test_in_a_large_merge_the_penalty_is_on(graph):
    """Beyond LARGE_GRAPH claims, a path through a hub ranks below an equal one that avoids it."""

    def joined(number, subject, target):
        ends = (f"entity:{subject}", "increases", f"entity:{target}")
        return Claim(f"claim:{number}", *ends, "+", "asserted", "animal", "review", (), uncited=True)

    links = [("start", "hub"), ("hub", "end"), ("start", "quiet"), ("quiet", "end")]
    links += [("hub", f"other-{number}") for number in range(LARGE_GRAPH)]
    claims = {claim.id: claim for claim in (joined(number, *link) for number, link in enumerate(links))}
    names = dict.fromkeys(name for link in links for name in link)
    entities = {f"entity:{name}": Entity(f"entity:{name}", name, "process") for name in names}
    merged = KnowledgeGraph(Contents(entities, claims, {}, {}, {}, {}, graph.relations, graph.terms))
    found = find_paths(merged, "start", "end")
    assert found.hub_penalty
    assert [path.entities[1] for path in found.paths] == ["entity:quiet", "entity:hub"]
    threshold, degree = 0.01 * len(entities), LARGE_GRAPH + 2
    assert isclose(found.paths[1].confidence, found.paths[0].confidence * (threshold / degree) ** 0.4)
    words = " ".join(explain_step(merged, found.paths[1].steps[0]))
    assert f"joined to {degree} of {len(entities)}" in words
    assert not find_paths(merged, "start", "end", hub_penalty=False).hub_penalty


@pytest.mark.parametrize("hub_penalty", [False, True])
def test_the_arithmetic_of_a_path_ends_in_its_confidence_and_cost(graph, hub_penalty):
    """The factors that are printed multiply to the confidence, whose logarithm is the cost."""
    for path in find_paths(graph, "KDT", "IESS", top=30, hub_penalty=hub_penalty).paths:
        left, confidence, cost = re.fullmatch(
            r"path: (.*) = (\S+), a cost of −ln \2 = (\S+)", explain_path(path)
        ).groups()
        factors = [float(part.split()[0]) for part in left.split(" × ")]
        assert isclose(prod(factors), path.confidence, rel_tol=0.02)
        # The number is that of every other door, to six decimals.
        assert float(confidence) == float(f"{round(path.confidence, 6):.6g}")
        assert isclose(float(cost), -log(path.confidence), rel_tol=0.01, abs_tol=0.001)


def test_marks_of_a_path_are_the_marks_of_its_steps(graph):
    """The lists at the head of a path name the steps that carry the mark."""
    document = to_json(graph, find_paths(graph, "KDT", "IESS", top=40))
    marks = {"laboratory_steps": "laboratory_only", "relayed_steps": "relayed_only", "disputed_steps": "disputed"}
    for path in (*document["paths"], *document["outcomes"]):
        for at_head, on_step in marks.items():
            assert path[at_head] == [place for place, step in enumerate(path["steps"], 1) if step[on_step]]
        assert path["uncited_steps"] == [
            place for place, step in enumerate(path["steps"], 1) if step["uncited"] and step["kind"] != "structural"
        ]
        assert path["translation_gap"] == bool(path["laboratory_steps"])
    assert {mark for mark in marks for path in document["paths"] if path[mark]} == set(marks)


@pytest.mark.parametrize("form", ["tsv", "csv", "md", "jsonl"])
def test_what_a_bare_table_cannot_say_stands_on_stderr(form):
    """Shared first and last steps, and that there are more paths; the table and JSON say it themselves."""
    _, _, errors = kgraph("path", "KDT", "IESS", "--format", form)
    document = json.loads(kgraph("path", "KDT", "IESS", "--format", "json")[1])
    table = kgraph("path", "KDT", "IESS", "--all", "--format", "table")[1]
    assert document["shared"]
    for note in document["shared"]:
        assert note in errors
        assert note in table
    assert "there are more paths" in errors
