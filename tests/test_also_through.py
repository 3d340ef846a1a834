"""A screen with room names what else a mechanism works through."""

import re

import pytest

from kgraph.formats.answer_words import answer_lines, mechanism_name
from kgraph.paths import find_paths


@pytest.mark.parametrize("end", ["IESS", "ALS"])
def test_a_wide_screen_names_what_other_chains_of_the_same_effect_pass_through(graph, end):
    """Where there is room, and never what only chains of another effect pass through."""
    answer = find_paths(graph, graph.names.resolve("KDT").id, graph.names.resolve(end).id)
    lines = list(answer_lines(graph, answer, width=160))
    named = set()
    for entry in answer.mechanisms:
        alike = {graph.label(one.path.entities[1]) for one in entry.chains if one.effect == entry.shown.effect}
        name = mechanism_name(graph, entry.mechanism)
        line = next(line for line in lines if line[9:].startswith(name[:17]))
        also = re.search(r"  also (.+?)(?:  |$)", line)
        told = set(also[1].split(", ")) if also else set()
        assert told <= alike - {graph.label(one) for one in entry.shown.path.entities}
        named |= told
    assert ("Parabacteroides" in named) == (end == "IESS")
    assert max(map(len, lines)) <= 160
