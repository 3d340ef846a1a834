"""Which entities are dead ends: reached from an intervention, leading to no disease, and saying no reason."""

from dataclasses import replace

import pytest
from small import claim, small_graph

from kgraph.check.dead_ends import check_dead_ends, dead_ends
from kgraph.check.findings import FindingPositions, Report

KINDS = {"diet": "diet", "drug": "drug", "illness": "disease"}


def ends(graph, *claims, kinds=KINDS):
    return dead_ends(small_graph(graph, *claims, kinds=kinds))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("diet increases marker"), claim("diet increases cause"), claim("cause increases illness")], ["marker"]),
        ([claim("drug increases a"), claim("a increases b")], ["a", "b"]),
        ([claim("diet increases a"), claim("a associated_with illness")], []),
        ([claim("diet increases a"), claim("a aspect_of illness", sign="")], []),
        ([claim("diet increases a"), claim("b has_subtype a", sign=""), claim("b increases illness")], []),
        ([claim("a increases b"), claim("diet treats illness", sign="-")], []),
        ([claim("diet associated_with a")], []),
        ([claim("diet compared_with drug", sign="0")], []),
        ([claim("diet increases a"), claim("a increases illness", certainty="contested")], ["a"]),
        ([claim("diet increases a"), claim("a no_effect illness", sign="0")], ["a"]),
    ],
)
def test_what_is_a_dead_end(graph, claims, expected):
    """Causal steps lead in; steps of every kind lead on; contested ones and findings of no effect are none."""
    assert ends(graph, *claims) == [f"entity:{name}" for name in expected]


def test_without_a_disease_nothing_is_a_dead_end(graph):
    """Data on something else are not all dead ends."""
    assert ends(graph, claim("diet increases a"), kinds={"diet": "diet"}) == []


def test_a_reason_settles_it(graph):
    """An entity that says why its way ends is not named."""
    small = small_graph(graph, claim("diet increases a"), kinds=KINDS)
    said = {name: replace(entity, ends_here="a marker") for name, entity in small.entities.items()}
    assert dead_ends(small_graph(graph, claim("diet increases a"), kinds=KINDS, entities=said)) == []


def test_the_bundled_data_have_none(graph):
    """Each thing that a diet or a drug acts on leads to a disease or says why it does not."""
    report = Report()
    check_dead_ends(graph, FindingPositions(graph.files), report)
    assert [finding.subject for finding in report.findings] == []


def test_a_dead_end_is_a_note_and_no_problem(graph, tmp_path):
    """It names the entity, and counts as neither an error nor a warning."""
    file = tmp_path / "data.ttl"
    file.write_text("entity:a a kg:Process .\n", encoding="utf-8")
    report = Report()
    check_dead_ends(small_graph(graph, claim("diet increases a"), kinds=KINDS), FindingPositions((file,)), report)
    assert [(f.rule, f.subject, f.severity) for f in report.findings] == [("dead-end", "entity:a", "note")]
    assert (report.errors, report.warnings, report.notes) == (0, 0, 1)


def test_a_reason_is_not_given_where_the_way_goes_on(graph):
    """A reason beside a way to a disease would be wrong: it says that there is none."""
    plain = {name: replace(entity, ends_here="") for name, entity in graph.entities.items()}
    reasoned = [entity.id for entity in graph.entities.values() if entity.ends_here]
    diet = "ketogenic-diet-therapy"
    leading_in = [claim(f"{diet} increases {name.partition(':')[2]}", suffix="-tried") for name in reasoned]
    bare = small_graph(graph, *graph.claims.values(), *leading_in, entities=plain)
    assert dead_ends(bare) == reasoned
