"""What the bundled graph answers, and what it must never say."""

import re
from itertools import pairwise

import pytest

from kgraph.debates import debates
from kgraph.evidence import is_disputed
from kgraph.files.bundled import bundled
from kgraph.formats.outcomes import outcome_row
from kgraph.formats.path_json import step_json, to_json
from kgraph.formats.references import short_names
from kgraph.formats.turtle import canonical_file
from kgraph.hypotheses import evaluate_all
from kgraph.matrix import mechanism_matrix, shared_mechanisms
from kgraph.network import is_edge
from kgraph.outcomes import outcomes
from kgraph.paths import PathFilter, find_paths
from kgraph.vocabulary import CERTAINTIES, DIRECTNESS, STUDY_KINDS, TENTATIVE

MECHANISMS = [
    "neurotransmitters", "ion-channels", "growth-factors", "inflammation", "energy-and-oxidative-stress", "mTOR",
    "cell-death", "gut-microbiota", "ketone-metabolism", "nutrition-and-weight",
]  # fmt: skip


def numbers_of(graph, claims):
    """The review's numbers behind claims, as the review attaches them."""
    lines = [line for claim in claims for line in claim.evidence if line.marker and line.counts]
    return {graph.references[line.reference].number for line in lines}


def labels(graph, path):
    return [graph.label(entity) for entity in path.entities]


def claims_between(graph, subject, target):
    ends = (graph.names.resolve(subject).id, graph.names.resolve(target).id)
    return [claim for claim in graph.claims.values() if (claim.subject, claim.object) == ends]


def test_the_way_through_katp_channels_and_its_references(graph):
    """KDT → KATP channel → … → seizure threshold → seizure → spasms → IESS; 28–31 up to the threshold, then 32."""
    via = graph.names.resolve("KATP channel").id
    answer = find_paths(graph, "ketogenic diet", "IESS", path_filter=PathFilter(via=(via,)))
    found = [path for path in answer.paths if "seizure threshold" in labels(graph, path)]
    best = found[0]
    assert best.effect == "helps"
    names = labels(graph, best)
    assert names[0] == "ketogenic diet therapy"
    assert names[-3:] == ["seizure", "epileptic spasms", "infantile epileptic spasms syndrome"]
    threshold = names.index("seizure threshold")
    for step in best.steps[:threshold]:
        assert {28, 29, 30, 31} <= numbers_of(graph, step.claims) or step.subject != best.steps[0].subject
    assert numbers_of(graph, best.steps[threshold].claims) & set(range(28, 33)) == {32}
    folded = [route for entry in answer.mechanisms for chain in entry.chains for route in chain.variants]
    assert any("membrane hyperpolarization" in labels(graph, path) for path in folded)


@pytest.mark.parametrize("waypoint", ["voltage-dependent calcium channels", "excitatory postsynaptic currents"])
def test_acetoacetate_acts_through_channels_and_currents(graph, waypoint):
    """Each of the two ways rests on reference 31."""
    via = graph.names.resolve(waypoint).id
    answer = find_paths(graph, "acetoacetate", "seizures", path_filter=PathFilter(via=(via,)))
    best = answer.of_effect("helps")[0]
    assert all(numbers_of(graph, step.claims) == {31} for step in best.steps)


def test_als_has_both_sides_and_says_that_its_page_cites_nothing(graph):
    """Ketone fuel and inflammation on one side, weight loss on the other; every step of the page is uncited there."""
    answer = find_paths(graph, "KDT", "ALS", top=40)
    helpful = {name for path in answer.of_effect("helps") for name in labels(graph, path)}
    assert "neuroinflammation" in helpful
    fuel = find_paths(graph, "KDT", "ALS", path_filter=PathFilter(via=(graph.names.resolve("energy crisis").id,)))
    assert fuel.of_effect("helps")
    harmful = [labels(graph, path) for path in answer.of_effect("harms")]
    assert any("weight loss" in names for names in harmful)
    assert all(claim.uncited for claim in graph.claims.values() if claim.origin == "als-page")
    steps = [step for path in to_json(graph, fuel)["paths"] for step in path["steps"]]
    assert all(step["uncited"] for step in steps if step["sources"] == ["als-page"])


def test_kdt_and_iess_show_the_opposing_side(graph):
    """The fall of IGF-1 is on the harmful side."""
    answer = find_paths(graph, "KDT", "IESS", top=20)
    assert any("IGF-1" in labels(graph, path) for path in answer.of_effect("harms"))


@pytest.mark.parametrize("target", ["mTOR signalling", "serotonin", "dopamine"])
def test_unknown_signs_stay_unknown(graph, target):
    """The review gives no direction for these, so it has none here; papers that do have claims of their own."""
    told = [c for c in claims_between(graph, "KDT", target) if c.origin == "review"]
    assert told
    assert {claim.sign for claim in told} == {"?"}
    assert all(is_edge(claim) for claim in told)


def test_contested_claims_are_no_edges_and_no_default_steps(graph):
    """Glutamate metabolism and bifidobacteria are debated by their own source."""
    contested = [claim for claim in graph.claims.values() if claim.certainty in TENTATIVE]
    objects = {graph.label(claim.object) for claim in contested if claim.certainty == "contested"}
    assert "glutamate metabolism" in objects
    assert "Bifidobacterium" in objects
    assert not any(is_edge(claim) for claim in contested)
    for end in ("IESS", "ALS", "seizure"):
        answer = find_paths(graph, "KDT", end, top=30)
        used = {
            c.id
            for path in (*answer.paths, *answer.outcomes)
            for s in path.steps
            if s.kind != "structural"
            for c in s.claims
        }
        assert not used & {claim.id for claim in contested}


def test_contested_claims_can_be_let_in(graph):
    """--include contested opens the debated steps."""
    kept = PathFilter(include=frozenset({"contested"}), via=(graph.names.resolve("bifidobacteria").id,))
    assert find_paths(graph, "KDT", "seizure", path_filter=kept).paths
    assert find_paths(graph, "KDT", "seizure", path_filter=PathFilter(via=kept.via)).because.code == "filter"


def test_the_two_claims_on_glutamate_dispute_each_other(graph):
    told = [c for c in graph.claims.values() if any(name == "disputes" for name, _ in c.relations)]
    pairs = {frozenset({c.id, target}) for c in told for name, target in c.relations if name == "disputes"}
    glutamate = {c.id for c in claims_between(graph, "KDT", "effects of glutamate")}
    metabolism = {c.id for c in claims_between(graph, "KDT", "glutamate metabolism")}
    assert any(pair & glutamate and pair & metabolism for pair in pairs)


def test_no_path_leads_from_one_disease_to_the_other(graph):
    """No source joins the spasms syndrome and ALS, so neither is a step on the way to the other."""
    iess, als = graph.names.resolve("IESS").id, graph.names.resolve("ALS").id
    for start, end, other in (("KDT", "IESS", als), ("KDT", "ALS", iess)):
        answer = find_paths(graph, start, end, top=60)
        assert all(other not in path.entities for path in (*answer.paths, *answer.outcomes))


def test_every_mechanism_has_a_hypothesis(graph):
    """All ten for the spasms syndrome or as a caution; for ALS those of its page, and three that papers alone lead to."""
    found = evaluate_all(graph)
    assert {e.hypothesis.mechanism for e in found} == set(MECHANISMS)
    als = {e.hypothesis.mechanism for e in found if e.hypothesis.end == graph.names.resolve("ALS").id}
    of_the_page = {"inflammation", "energy-and-oxidative-stress", "ketone-metabolism", "nutrition-and-weight"}
    assert als == of_the_page | {"growth-factors", "mTOR", "gut-microbiota"}
    assert any(e.effect == "harms" and e.hypothesis.mechanism == "growth-factors" for e in found)
    assert any(e.effect == "harms" and e.hypothesis.mechanism == "nutrition-and-weight" for e in found)


def test_hypotheses_add_up_to_what_they_say(graph):
    """Connected chains, computed effect as stated, and every one ends in references or says that it has none."""
    for found in evaluate_all(graph):
        steps = found.path.steps
        assert all(first.object == second.subject for first, second in pairwise(steps))
        assert found.agrees, found.hypothesis.id
        for claim in found.claims:
            assert claim.uncited or any(line.counts for line in claim.evidence), claim.id
            assert all(line.locator or line.row for line in claim.evidence)


def test_the_matrix_has_a_cell_for_each_mechanism_and_disease(graph):
    cells = mechanism_matrix(graph)
    assert {cell.mechanism for cell in cells} == set(MECHANISMS)
    assert all(cell.effect == "none" or cell.chains for cell in cells)
    assert any(cell.disputed for cell in cells)
    where = {
        compared.first.mechanism: compared.where
        for compared in shared_mechanisms(graph, *(graph.names.resolve(n).id for n in ("IESS", "ALS")))
    }
    assert where["inflammation"] == "shared"
    assert where["mTOR"] == "shared"
    assert where["ion-channels"] == "infantile epileptic spasms syndrome"


def test_slips_are_kept_as_printed_beside_what_is_meant(graph):
    """Cysteine is printed, caspases are meant; calmodulin stays; spasticity is spasms."""
    printed = {claim.printed_object.lower() for claim in graph.claims.values() if claim.slip}
    assert any("cysteine" in text for text in printed)
    labels_and_synonyms = {n.lower() for e in graph.entities.values() for n in (e.label, *e.synonyms)}
    assert "cysteine" not in labels_and_synonyms
    assert "calmodulin" in labels_and_synonyms
    assert graph.names.resolve("spasticity").label == "epileptic spasms"
    assert claims_between(graph, "KDT", "calmodulin")
    diet = graph.names.resolve("KDT").id
    assert "calbindin" not in {graph.label(claim.object) for claim in graph.claims_by_entity[diet]}


def test_disputed_numbers_keep_the_printed_value(graph):
    """27% stays as printed, and the paper's 47% disputes it."""
    found = [debate for debate in debates(graph) if debate.kind == "number"]
    assert any("27" in debate.printed and "47" in debate.primary for debate in found)
    assert {debate.kind for debate in debates(graph)} == {"contested", "disputed", "number", "opposing", "slip"}


def test_outcomes_have_both_arms(graph):
    """The trial of KDT against ACTH stands with both shares, and the Leigh series with its small arms."""
    acth = graph.names.resolve("ACTH").id
    rows = outcomes(graph, comparator=acth)
    printed = " ".join(row.measurement.printed for row in outcomes(graph) if row.measurement)
    assert rows
    assert "48%" in printed
    assert re.search(r"\b14%|one of seven|1 of 7", printed)
    assert any(row.disputed for row in outcomes(graph))


def test_the_sign_of_a_comparison_is_that_of_the_arm_in_the_row(graph):
    """Nobody reads that no diet did better than the diet, or that the hormone had fewer adverse effects."""
    signs = {
        (row.arm, row.comparator, row.measurement.printed): outcome_row(graph, row)["sign"]
        for row in outcomes(graph)
        if row.claim.relation == "compared_with" and row.measurement
    }
    none = "entity:no-diet-therapy"
    diets = ("entity:modified-atkins-diet", "entity:ketogenic-diet-therapy")
    expected = {pair: sign for diet in diets for pair, sign in (((diet, none), "+"), ((none, diet), "-"))}
    assert {key[:2]: sign for key, sign in signs.items() if none in key} == expected
    acth, kdt = "entity:adrenocorticotropic-hormone", "entity:ketogenic-diet-therapy"
    assert (signs[kdt, acth, "30%"], signs[acth, kdt, "94%"]) == ("-", "+")
    # An arm that is neither side of the comparison gets no sign from it.
    assert signs["entity:modified-atkins-diet", "entity:standard-therapy", "184 patients"] == ""
    contested = "claim:ketogenic-diet-therapy-compared-with-first-line-medications-on-treatment-efficacy"
    assert [row.disputed for row in outcomes(graph) if row.claim.id == contested] == [True]


def test_disputes_are_seen(graph):
    assert sum(is_disputed(claim) for claim in graph.claims.values()) > 10


@pytest.mark.parametrize("name", ["mechanisms.ttl", "references.ttl", "sources.ttl"])
def test_data_files_are_in_canonical_order(name):
    """What `make data-format` writes is what is there."""
    file = bundled("data", name)
    assert file.read_text(encoding="utf-8") == canonical_file(file)


def test_papers_are_called_by_their_identifiers(graph):
    """Numbers of the review come first and in order; papers by DOI, PMID or PMC where one is known."""
    names = short_names(graph, graph.references)
    assert names[:84] == [f"Wang 2024, ref. {number}" for number in range(1, 85)]
    for reference in graph.references.values():
        if reference.doi:
            assert reference.code == f"doi:{reference.doi}"


@pytest.mark.parametrize(
    ("kind", "names"), [("certainty", CERTAINTIES), ("study", STUDY_KINDS), ("directness", DIRECTNESS)]
)
def test_the_values_that_can_be_asked_for_are_those_of_the_ontology(graph, kind, names):
    """No value of an axis of evidence is left out of what users can choose, and none is made up."""
    known = [identifier.partition(":")[2] for identifier in graph.terms if identifier.startswith(f"{kind}:")]
    assert sorted(names) == sorted(known)
    assert set(CERTAINTIES) >= TENTATIVE


def test_a_step_is_relayed_only_whatever_unsupported_claims_stand_beside(graph):
    """A claim that cites nothing does not turn hearsay into a finding."""
    answer = find_paths(graph, "medium-chain triglycerides", "ketone bodies", max_hops=1)
    (step,) = [step for path in (*answer.paths, *answer.outcomes) for step in path.steps]
    assert len(step.claims) > 1
    assert step_json(graph, step)["relayed_only"]
