"""Confidence can be recomputed by hand, counts papers once, and never exceeds its parts."""

from math import isclose, prod

import pytest

from kgraph.evidence import Assessment, is_laboratory_only
from kgraph.model import Claim, EvidenceLine, Locator


@pytest.fixture(scope="module")
def assessment(graph):
    return Assessment(graph)


def line(number, reference, *, direction="supports", directness="primary", kinds=("animal",), **more):
    return EvidenceLine(f"evidence:{number}", reference, direction, directness, kinds, **more)


def claim(*lines, certainty="asserted", **more):
    return Claim(
        f"claim:test-{id(lines)}-{certainty}-{sorted(more)}", "entity:a", "increases", "entity:b", "+", certainty, "animal",
        "primary", lines, **more,
    )  # fmt: skip


def test_one_primary_animal_paper(assessment):
    """Study kind times directness, here 0.5 × 1."""
    assert isclose(assessment.strength(claim(line(1, "reference:x"))).confidence, 0.5)


def test_two_papers_combine_and_one_paper_twice_does_not(assessment):
    """1 − (1 − 0.5)² for two papers; many lines of one paper are one paper."""
    twice = claim(line(1, "reference:x"), line(2, "reference:x"))
    both = claim(line(1, "reference:x"), line(2, "reference:y"))
    assert isclose(assessment.strength(twice).confidence, 0.5)
    assert isclose(assessment.strength(both).confidence, 0.75)


def test_a_number_and_its_candidate_are_one_paper(assessment):
    """A relay of the review and the paper it probably stands for count once, as the stronger of the two."""
    relay = line(1, "reference:wang-2024-B41", directness="relayed", kinds=("author-statement",))
    paper = line(2, "reference:doi-10-1002-ana-20062")
    strength = assessment.strength(claim(relay, paper))
    assert len(strength.supporting) == 1
    assert isclose(strength.confidence, 0.5)


def test_near_markers_and_undecided_papers_do_not_count(assessment):
    """What is only near, or leaves the matter open, is shown and not counted."""
    near = line(1, "reference:x", attachment="near")
    open_line = line(2, "reference:y", direction="inconclusive")
    strength = assessment.strength(claim(near, open_line))
    assert strength.supporting == ()
    assert isclose(strength.confidence, 0.1)


def test_disputes_certainty_and_implication_take_away(assessment):
    """Each lowers the confidence by its own factor."""
    support = line(1, "reference:x")
    against = line(2, "reference:y", direction="disputes")
    plain = assessment.strength(claim(support)).confidence
    assert isclose(assessment.strength(claim(support, against)).confidence, plain * (1 - 0.5 * 0.5))
    assert isclose(assessment.strength(claim(support, certainty="suggested")).confidence, plain * 0.7)
    assert isclose(assessment.strength(claim(support, implied=True)).confidence, plain * 0.6)


def test_no_number_of_papers_makes_certain(assessment):
    """A hundred papers stop at the ceiling."""
    strength = assessment.strength(claim(*(line(n, f"reference:{n}") for n in range(100))))
    assert isclose(strength.confidence, 0.95)


def test_the_factors_are_the_arithmetic(graph, assessment):
    """For every claim of the bundled graph the printed factors multiply to the confidence, which lies in [0, 1]."""
    for each in graph.claims.values():
        strength = assessment.strength(each)
        assert isclose(strength.confidence, prod(value for _, value in strength.factors))
        assert 0 <= strength.confidence <= 1


def test_every_weight_has_a_reason(graph):
    """The weights stand in the ontology, between 0 and 1, each with its reason."""
    weighted = [term for term in graph.terms.values() if term.weight is not None]
    assert len(weighted) > 15
    assert all(0 <= term.weight <= 1 and term.reason for term in weighted)


def test_what_one_sentence_relays_counts_once(assessment):
    """Four numbers behind one sentence are listed as four and weigh as one; another sentence adds to them."""
    here, there = Locator("review", "3.2", 1, 0, 5, "words"), Locator("review", "3.3", 2, 9, 12, "others")
    relayed = {"directness": "relayed", "kinds": ("author-statement",)}
    cluster = [line(n, f"reference:{n}", locator=here, **relayed) for n in range(4)]
    strength = assessment.strength(claim(*cluster))
    assert len(strength.supporting) == 4
    assert strength.parts == (0.18,)
    assert isclose(strength.confidence, 0.18)
    more = assessment.strength(claim(*cluster, line(9, "reference:9", locator=there, **relayed)))
    assert isclose(more.confidence, 1 - 0.82**2)


def test_a_dispute_is_known_on_both_claims_and_weighs_on_both(graph, assessment):
    """Who is disputed by a claim has a factor for it, unless the same paper disputes it already."""
    pairs = [(c, t) for c in graph.claims.values() for name, t in c.relations if name == "disputes"]
    assert pairs
    for each, target in pairs:
        assert ("disputes", each.id) in graph.claims[target].relations
        if assessment.papers(graph.claims[target], "supports"):
            named = [name for name, _ in assessment.strength(each).factors if name.startswith("disputed by")]
            assert named


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("animal",), True), (("animal", "author-statement"), True), (("in-vitro", "animal"), True),
        (("author-statement",), False), (("animal", "trial"), False),
    ],
)  # fmt: skip
def test_an_authors_word_does_not_turn_mice_into_people(kinds, expected):
    """Laboratory only: some laboratory work and no human study, whatever is stated beside it."""
    assert is_laboratory_only([claim(line(1, "reference:x", kinds=kinds))]) is expected
