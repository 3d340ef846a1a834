"""Arcs that are laid out once give every question what its own ends and filter leave, and nothing of another's."""

import random

import pytest

from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.hubs import hubs_of
from kgraph.paths.search import Arc, cheapest_paths
from kgraph.paths.standing_arcs import kept_with
from kgraph.paths.steps import is_mechanistic, related_contexts

FILTERS = [
    PathFilter(),
    PathFilter(evidence="human", associations=False),
    PathFilter(include=frozenset({"contested"}), undirected=True),
]


def questions(graph, count):
    """Pairs of ends, among them often what ends of real questions are: diseases, signs of them and opposites."""
    generator = random.Random(11)
    names = sorted(graph.entities)
    special = sorted(entity.id for entity in graph.entities.values() if entity.kind == "disease" or entity.opposite)
    return [(generator.choice(names), generator.choice(generator.choice([names, special]))) for _ in range(count)]


@pytest.mark.parametrize("through_outcome", [True, False])
@pytest.mark.parametrize("hubs", [True, False])
@pytest.mark.parametrize("mechanistic", [True, False, None])
def test_the_arcs_of_a_question_are_its_usable_steps(graph, mechanistic, hubs, through_outcome):
    """Whatever was asked before: same steps in the same order for each entity, with what passing a hub costs."""
    for start, end in questions(graph, 25):
        for path_filter in FILTERS:
            search = PathSearch(
                graph,
                path_filter,
                contexts=related_contexts(graph, end),
                hubs=hubs_of(graph) if hubs else None,
                through_outcome=through_outcome,
            )
            wanted = {}
            for key, step in search.usable(start, end):
                if mechanistic is not False or not is_mechanistic(step, start, end):
                    wanted.setdefault(step.subject, []).append((key, is_mechanistic(step, start, end)))
            arcs, marks = search.network(start, end, mechanistic=mechanistic)
            assert {
                node: [(arc.key, bool(arc.marks & 1)) for arc in some] for node, some in arcs.items() if some
            } == wanted
            assert marks == bool(mechanistic)


def test_a_path_that_is_as_long_as_the_limit_is_found():
    """The last hop counts, and one hop less finds nothing; what leads away from the end is not looked at."""
    arcs = {f"n{number}": [Arc(f"n{number}", f"n{number + 1}", 1.0, "-")] for number in range(8)}
    assert [len(path) for path in cheapest_paths(arcs, "n0", "n5", sign="-", max_hops=5)] == [5]
    assert list(cheapest_paths(arcs, "n0", "n5", sign="-", max_hops=4)) == []


def test_a_few_layouts_are_kept_and_the_oldest_goes(graph):
    made = [kept_with(graph, "test of layouts", number, lambda n=number: [n]) for number in range(40)]
    assert [one for (one,) in made] == list(range(40))
    assert len(graph.derived.pop("test of layouts")) < 40
