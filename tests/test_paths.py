"""Filters hold on every step, both sides are searched, and no answer is silent about why."""

from itertools import pairwise
from math import isclose, prod

import pytest

from kgraph.errors import AmbiguousNameError, UnknownNameError
from kgraph.evidence import HUMAN_STUDIES, study_kinds
from kgraph.formats.documents import PathsDocument
from kgraph.formats.explanation import explain_step
from kgraph.formats.path_json import to_json
from kgraph.formats.registry import write
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.steps import effect_of, product, related_contexts
from kgraph.paths.values import Path, Step, times

STEP_KEYS = {
    "claims", "subject", "relation", "sign", "object", "kind", "certainty", "study_kinds", "sources", "references",
    "uncited", "disputed", "implied",
}  # fmt: skip
PATH_KEYS = {"effect", "sign", "confidence", "weakest", "translation_gap", "references", "steps"}


def evidenced(answer):
    return [s for path in (*answer.paths, *answer.outcomes) for s in path.steps if s.kind != "structural"]


@pytest.fixture(scope="module")
def answer(graph):
    return find_paths(graph, "KDT", "IESS", top=25)


def test_paths_are_simple_connected_and_within_the_limit(graph, answer):
    """No entity twice, each step starts where the last ended, the sign is the product, at most six steps."""
    for path in (*answer.paths, *answer.outcomes):
        assert path.entities[0] == answer.start
        assert path.entities[-1] == answer.end
        assert len(set(path.entities)) == len(path.entities) <= 7
        assert all(first.object == second.subject for first, second in pairwise(path.steps))
        assert path.sign == product(path.steps)
        assert path.effect == effect_of(path.sign, graph.entities[answer.end].valence)
        assert isclose(path.confidence, prod(step.confidence for step in path.steps))
        assert path.weakest.confidence == min(step.confidence for step in path.steps)


def test_by_product_each_side_is_ranked_by_confidence(graph):
    """The order of the product of confidences can be asked for."""
    answer = find_paths(graph, "KDT", "IESS", order="product")
    assert not answer.mechanisms
    for effect in ("helps", "harms", "unknown"):
        values = [path.confidence for path in answer.of_effect(effect)]
        assert values
        assert values == sorted(values, reverse=True)


def test_strong_helpful_paths_do_not_hide_a_harmful_one(graph):
    """With one path a side, the harmful side still has its best."""
    assert {path.effect for path in find_paths(graph, "KDT", "IESS", top=1).paths} == {"helps", "harms", "unknown"}


@pytest.mark.parametrize(
    ("kept", "holds"),
    [
        (PathFilter(evidence="human"), lambda c: study_kinds(c) & HUMAN_STUDIES),
        (PathFilter(evidence="animal"), lambda c: "animal" in study_kinds(c)),
        (PathFilter(study_kinds=frozenset({"in-vitro"})), lambda c: "in-vitro" in study_kinds(c)),
        (PathFilter(source="review"), lambda c: c.origin == "review"),
        (PathFilter(primary_only=True), lambda c: any(li.directness == "primary" for li in c.evidence)),
        (PathFilter(certainties=frozenset({"asserted"})), lambda c: c.certainty == "asserted"),
        (PathFilter(mechanism="inflammation"), lambda c: not c.mechanisms or "inflammation" in c.mechanisms),
    ],
    ids=["human", "animal", "in-vitro", "review", "primary", "asserted", "mechanism"],
)
def test_filters_hold_on_every_step(graph, kept, holds):
    for end in ("IESS", "seizure"):
        for step in evidenced(find_paths(graph, "KDT", end, path_filter=kept, top=10)):
            assert all(holds(claim) for claim in step.claims)


def test_a_mechanism_path_has_a_claim_of_its_mechanism(graph):
    found = find_paths(graph, "KDT", "IESS", path_filter=PathFilter(mechanism="mTOR")).paths
    assert found
    assert all(any("mTOR" in claim.mechanisms for step in path.steps for claim in step.claims) for path in found)


def test_via_and_avoid(graph):
    """Every path goes through what was asked for, and none through what was ruled out."""
    gaba = graph.names.resolve("GABA").id
    through = find_paths(graph, "KDT", "IESS", path_filter=PathFilter(via=(gaba,)))
    around = find_paths(graph, "KDT", "IESS", path_filter=PathFilter(avoid=(gaba,)), top=40)
    assert through.paths
    assert all(gaba in path.entities for path in through.paths)
    assert all(gaba not in path.entities for path in around.paths)


def test_without_associations_no_step_is_one(graph):
    found = find_paths(graph, "KDT", "IESS", path_filter=PathFilter(associations=False), top=30)
    assert "association" not in {step.kind for step in evidenced(found)}


def test_separate_steps_have_one_claim_each(graph):
    found = find_paths(graph, "KDT", "seizure", separate=True, top=10)
    assert all(len(step.claims) == 1 for step in evidenced(found))


def test_a_question_on_a_thing_finds_its_opposite_with_the_sign_turned(graph):
    """Cognition and cognitive impairment are two ends of one scale."""
    good, bad = (find_paths(graph, "KDT", name, top=20) for name in ("cognition", "cognitive impairment"))
    turned = {path.entities[:-1] for path in bad.paths + bad.outcomes if path.steps[-1].note == "opposite"}
    direct = {path.entities for path in good.paths + good.outcomes if path.steps[-1].note != "opposite"}
    assert turned & direct


def test_outcome_evidence_stands_apart(graph, answer):
    """KDT treats IESS, and KDT → seizures → IESS, explain no mechanism."""
    kinds = {"disease", "phenotype", "outcome", "adverse-effect", "diet", "population", "species"}
    assert any(len(path.steps) == 1 for path in answer.outcomes)
    for path in answer.outcomes:
        assert {graph.entities[entity].kind for entity in path.entities} <= kinds
    assert not {path.entities for path in answer.paths} & {path.entities for path in answer.outcomes}


@pytest.mark.parametrize(
    ("start", "end", "options", "code", "words"),
    [
        ("KDT", "KDT", {}, "same", "both ends"),
        ("vomiting", "KDT", {}, "unreachable", "No claim leads on"),
        ("KDT", "IESS", {"max_hops": 1, "path_filter": PathFilter(evidence="animal")}, "hop-limit", "max_hops="),
        ("KDT", "ALS", {"path_filter": PathFilter(mechanism="ion-channels")}, "filter", "mechanism keeps"),
        ("KDT", "calmodulin", {"path_filter": PathFilter(primary_only=True)}, "filter", "primary_only keeps"),
        ("Bifidobacterium", "seizure", {"path_filter": PathFilter(source="review")}, "filter", "include='contested'"),
    ],
)
def test_no_path_because(graph, start, end, options, code, words):
    """Unreachable, the hop limit, a filter, or only contested claims: the answer says which, and what to try."""
    found = find_paths(graph, start, end, **options)
    assert found.paths + found.outcomes == ()
    assert found.because.code == code
    assert words in found.because.message


def test_what_the_message_suggests_works(graph):
    """Following the advice on the hop limit gives a path."""
    kept = PathFilter(evidence="animal")
    refused = find_paths(graph, "KDT", "IESS", path_filter=kept, max_hops=1)
    found = find_paths(graph, "KDT", "IESS", path_filter=kept, max_hops=refused.because.shortest)
    assert found.paths + found.outcomes


def test_a_search_that_was_cut_says_so(graph):
    found = find_paths(graph, "KDT", "IESS", seconds=1e-9, max_hops=12, top=1000)
    assert not found.complete
    assert to_json(graph, found)["complete"] is False


@pytest.mark.parametrize("name", ["nothing like this", "MCT"])
def test_names_are_never_guessed(graph, name):
    with pytest.raises((UnknownNameError, AmbiguousNameError)):
        find_paths(graph, name, "IESS")


def test_json_has_the_promised_shape(graph, answer):
    """Every key of the documented object is there, labels are preferred labels, references are short names."""
    document = to_json(graph, answer)
    assert {"start", "end", "version", "paths", "outcomes", "complete", "because"} <= set(document)
    assert document["because"] is None
    for path in (*document["paths"], *document["outcomes"]):
        assert set(path) >= PATH_KEYS
        for step in path["steps"]:
            assert set(step) >= STEP_KEYS
            assert step["subject"] in {entity.label for entity in graph.entities.values()}


def test_the_table_explains_itself(graph, answer):
    """Signs, weakest step, references, the other side and the caution are all in the words."""
    words = write(PathsDocument(graph, answer, view="paths"), "table")
    for text in ("HELPFUL", "HARMFUL", "DIRECTION UNKNOWN", "weakest step", "refs B", "Not medical advice", "CURATED"):
        assert text in words


def test_the_arithmetic_of_every_step_ends_in_its_confidence(graph, answer):
    """The last number that is printed for a step is the one that was used."""
    for path in answer.paths:
        for step in path.steps:
            shown = [line for line in explain_step(graph, step) if " = " in line or line.startswith("=")]
            last = float(shown[-1].rsplit("= ", 1)[1].split()[0])
            assert isclose(last, step.confidence, rel_tol=0.01)


def test_findings_in_another_disease_weigh_less(graph):
    """A step known only from epilepsy is halved on the way to ALS, and says where it was seen."""
    found = find_paths(graph, "KDT", "ALS", top=40)
    elsewhere = [step for step in evidenced(found) if step.elsewhere]
    assert elsewhere
    related = related_contexts(graph, found.end)
    assert all(step.claims[0].disease not in related for step in elsewhere)
    assert "seen in" in write(PathsDocument(graph, found, view="paths"), "table")


@pytest.mark.parametrize(
    ("sign", "valence", "effect"),
    [
        ("+", "unwanted", "harms"), ("-", "unwanted", "helps"), ("+", "wanted", "helps"), ("-", "wanted", "harms"),
        ("+", "", "raises"), ("-", "", "lowers"), ("?", "unwanted", "unknown"),
    ],
)  # fmt: skip
def test_effects(sign, valence, effect):
    assert effect_of(sign, valence) == effect


def test_signs_multiply():
    """Unknown absorbs all, zero absorbs the known."""
    assert [times(a, b) for a, b in (("+", "-"), ("-", "-"), ("?", "0"), ("0", "-"))] == ["-", "+", "?", "0"]


def test_the_weakest_step_is_the_first_of_equals():
    step = Step("a", "b", "increases", "+", "causal", (), 0.5)
    assert Path((step, step), "+", "raises").weakest_number == 1


def test_nothing_follows_from_a_result(graph):
    """No step leads backwards over an association out of an outcome, a sign or a disease, nor from whom a diet suits."""
    results = {"outcome", "adverse-effect", "phenotype", "disease"}
    for end in ("IESS", "ALS", "seizure"):
        for step in evidenced(find_paths(graph, "KDT", end, top=60)):
            if step.kind == "association" and step.reversed:
                assert graph.entities[step.subject].kind not in results
            if step.relation == "predicts":
                assert not step.reversed
                assert graph.entities[step.subject].kind != "disease"
