"""Values of the bundled data that were once wrong or missing, each as its source has it."""

import pytest
from pyoxigraph import Literal, NamedNode

from kgraph.formats.record import describe
from kgraph.vocabulary import PREFIXES, expand


def between(graph, subject, relation, target):
    """The claims of a triple, whose ends are given by name."""
    ends = [graph.names.resolve(name).id for name in (subject, target)]
    return [c for c in graph.claims.values() if (c.subject, c.relation, c.object) == (ends[0], relation, ends[1])]


def numbers(graph, claim):
    """The numbers of the review that count for a claim."""
    return {graph.references[line.reference].number for line in claim.evidence if line.marker and line.counts}


@pytest.mark.parametrize(
    ("subject", "relation", "target", "sign", "certainty", "cited"),
    [
        ("KDT", "decreases", "effects of excitatory neurotransmitters", "-", "asserted", {18, 19}),
        ("KDT", "decreases", "effects of glutamate", "-", "asserted", {18, 19}),
        ("KDT", "decreases", "effects of monoamine neurotransmitters", "-", "asserted", {18, 19}),
        ("KDT", "increases", "effects of inhibitory neurotransmitters", "+", "asserted", set()),
        ("KDT", "activates", "agmatine", "+", "asserted", set()),
        ("glutamate", "converts_to", "GABA", "+", "asserted", {27}),
        ("GABA synthesis", "increases", "GABA", "+", "asserted", {27}),
        ("GABA degradation", "decreases", "GABA", "-", "asserted", {27}),
        ("uncoupling proteins", "decreases", "ROS production", "-", "asserted", {41, 43, 44, 45}),
        ("EEG improvement", "predicts", "treatment efficacy", "+", "suggested", {70}),
        ("deep brain stimulation", "has_outcome", "seizure freedom", "?", "asserted", {7}),
        ("gut microbiota", "affects", "GABA receptor", "?", "suggested", {56}),
        ("gut microbiota", "affects", "inflammatory mediators", "?", "asserted", set()),
        ("mTOR signalling", "increases", "dysplastic tissue", "+", "asserted", {46}),
        ("mTOR signalling", "increases", "abnormal cell proliferation", "+", "asserted", set()),
    ],
)
def test_a_statement_of_the_review_is_as_printed(graph, subject, relation, target, sign, certainty, cited):
    """Sign, certainty and the numbers that are cited for it."""
    (claim,) = [c for c in between(graph, subject, relation, target) if c.origin == "review"]
    assert (claim.sign, claim.certainty, numbers(graph, claim)) == (sign, certainty, cited)
    assert claim.uncited == (not cited)


def test_the_amount_of_gaba_is_apart_from_its_effects(graph):
    """27 is carried to the amount; that its effects are enhanced is a claim of its own, which cites nothing."""
    (amount,) = [c for c in between(graph, "KDT", "increases", "GABA") if c.origin == "review"]
    (effects,) = between(graph, "KDT", "activates", "GABA")
    assert numbers(graph, amount) == {27}
    assert effects.uncited


def test_acth_against_the_syndrome_cites_what_the_section_on_inflammation_cites(graph):
    """34 and 35 stand behind its selective efficacy."""
    told = between(graph, "ACTH", "treats", "IESS")
    assert {34, 35} in [numbers(graph, claim) for claim in told]


@pytest.mark.parametrize("outcome", ["adverse effects", "relapse"])
def test_arms_of_the_retrospective_comparison_have_their_sizes(graph, outcome):
    """13 infants on the diet and 20 on the hormone, on each outcome of that sentence."""
    outcome = graph.names.resolve(outcome).id
    (claim,) = [
        c
        for c in between(graph, "KDT", "compared_with", "ACTH")
        if c.outcome == outcome and c.study_kind == "clinical-observation"
    ]
    assert sorted((m.sample_size, graph.label(m.arm)) for m in claim.measurements) == [
        (13, "ketogenic diet therapy"), (20, "adrenocorticotropic hormone"),
    ]  # fmt: skip


def test_what_may_be_is_not_what_is(graph):
    """The sentence that the diet may mitigate is suggested; the others on neuronal damage are asserted."""
    told = [c for c in between(graph, "KDT", "protects_against", "neuronal damage") if c.origin == "review"]
    assert {(c.certainty, frozenset(line.locator.sentence for line in c.evidence if line.locator)) for c in told} == {
        ("asserted", frozenset({3, 4, 5})), ("suggested", frozenset({4})),
    }  # fmt: skip
    assert all(line.locator.section == "3.4.2" for c in told for line in c.evidence
               if c.certainty == "asserted" and line.locator and line.locator.sentence == 4)  # fmt: skip


def test_the_two_results_on_seizure_freedom_are_asserted_against_each_other(graph):
    """The trial of 53% and 20% says what it says; that others differ is a dispute between claims."""
    claim = graph.claims["claim:classic-ketogenic-diet-compared-with-modified-atkins-diet-on-seizure-freedom"]
    assert claim.certainty == "asserted"
    assert any(name == "disputes" for name, _ in claim.relations)


def test_loss_of_the_genes_comes_before_the_pathway(graph):
    """The row supports the arrow from the disease to mTOR; the review's wording of the reverse is noted as a slip."""
    (told,) = between(graph, "mTOR signalling", "contributes_to", "tuberous sclerosis complex")
    assert told.slip
    assert not any(line.row for line in told.evidence)
    (reverse,) = between(graph, "tuberous sclerosis complex", "increases", "mTOR signalling")
    assert [line.row for line in reverse.evidence] == ["P094"]


def test_implied_structural_steps_borrow_no_numbers(graph):
    """That spasms are seizures and what belongs to the syndrome is bookkeeping, and cites nothing."""
    structural = {r.name for r in graph.relations.values() if r.kind == "structural"}
    told = [c for c in graph.claims.values() if c.implied and c.relation in structural]
    assert told
    assert not any(numbers(graph, claim) for claim in told)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("excitatory neurotransmitters", "neurotransmitter"),
        ("inhibitory neurotransmitters", "neurotransmitter"),
        ("4:1", "ketogenic ratio"),
        ("MPTP model", "Parkinson disease"),
        ("phosphocreatine/creatine ratio", "phosphocreatine"),
        ("adequate protein", "dietary protein"),
        ("mutant SOD1", "SOD1 protein"),
        ("inflammatory mediators", "proinflammatory cytokines"),
        ("GABAH", "GABA-A receptor"),
        ("EEG improvement", "EEG normalization"),
    ],
)
def test_a_wrong_name_does_not_lead_to_another_thing(graph, name, wrong):
    """What is narrower, broader, a value or a model is no synonym."""
    (entity,) = [entity for entity in graph.entities.values() if entity.label == wrong]
    assert name not in {*entity.synonyms, *entity.misprints}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("KATP", "KATP channel"),
        ("K-ATP", "KATP channel"),
        ("microbiota", "gut microbiota"),
        ("microbiome", "gut microbiota"),
        ("gut bacteria", "gut microbiota"),
        ("calcium channels", "voltage-dependent calcium channels"),
        ("NFkB", "NF-kB signalling"),
        ("COX2", "COX-2"),
        ("IL-1b", "interleukin-1 beta"),
        ("Complex 1", "mitochondrial complex I"),
        ("SOD1", "SOD1 protein"),
        ("mutant SOD1", "mutant SOD1"),
        ("low glycemic index", "low glycemic index treatment"),
        ("energy production", "ATP production"),
        ("MND", "amyotrophic lateral sclerosis"),
        ("glutamate cysteine ligase", "glutamate cysteine ligase"),
    ],
)
def test_a_natural_name_leads_to_its_thing(graph, name, label):
    """As people type it."""
    assert graph.names.resolve(name).label == label


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "claim:ketogenic-diet-therapy-decreases-glutamate",
            "claim:ketogenic-diet-therapy-decreases-effects-of-glutamate",
        ),
        ("entity:vglut1", "entity:vesicular-glutamate-transporters"),
    ],
)
def test_a_name_that_was_given_up_says_what_took_its_place(graph, old, new):
    """It is deprecated, and what replaces it is there."""
    said = {
        quad.predicate.value: quad.object for quad in graph.store.quads_for_pattern(NamedNode(expand(old)), None, None)
    }
    assert said[PREFIXES["owl"] + "deprecated"] == Literal(True)
    assert said[PREFIXES["dct"] + "isReplacedBy"] == NamedNode(expand(new))
    assert new in {**graph.claims, **graph.entities}
    assert old not in {**graph.claims, **graph.entities}


@pytest.mark.parametrize(
    ("gene", "disorder"),
    [
        ("CDKL5", "CDKL5 deficiency disorder"),
        ("SCN2A", "SCN2A-related epilepsy"),
        ("ALG13", "ALG13-CDG"),
        ("TSC1", "tuberous sclerosis complex"),
        ("TSC2", "tuberous sclerosis complex"),
    ],
)
def test_a_gene_is_joined_to_its_disorder(graph, gene, disorder):
    """When mutated it contributes to the disorder, which is inborn."""
    (claim,) = between(graph, gene, "contributes_to", disorder)
    assert claim.condition == "when mutated"
    assert graph.entities[claim.object].germline


def test_showing_a_gene_finds_what_was_done_in_its_disorder(graph):
    """CDKL5 leads to what the diet did in CDKL5 deficiency disorder."""
    shown = describe(graph, graph.names.find("CDKL5"))
    assert any(
        "claim:ketogenic-diet-therapy-treats-cdkl5-deficiency-disorder" in line for line in shown["claims_on_disorder"]
    )


@pytest.mark.parametrize(
    ("subject", "target"),
    [
        ("modified Atkins diet", "start without fasting"),
        ("modified Atkins diet", "protein without restriction"),
        ("modified Atkins diet", "calories without restriction"),
        ("ketogenic diet therapy", "low carbohydrate content"),
        ("ketogenic diet therapy", "high fat content"),
        ("ketogenic diet therapy", "adequate protein content"),
        ("ketogenic diet therapy", "lower attrition rate"),
        ("medium-chain triglycerides", "direct transport to the liver"),
    ],
)
def test_what_a_diet_has_or_lacks_stands_in_the_triple(graph, subject, target):
    """Whoever reads the three parts alone reads what the source says, and not its opposite."""
    assert between(graph, subject, "has_attribute", target)


def test_no_diet_has_what_its_source_says_it_lacks(graph):
    """The plain things are no attributes where the source denies or limits them."""
    denied = {"fasting", "dietary protein", "energy intake", "dietary fat", "attrition rate", "portal vein"}
    told = {graph.label(claim.object) for claim in graph.claims.values() if claim.relation == "has_attribute"}
    assert not told & denied


@pytest.mark.parametrize(
    ("subject", "relation", "target"),
    [
        ("KDT", "affects", "glutamate metabolism"),
        ("KDT", "affects", "Bifidobacterium"),
        ("Bifidobacterium", "affects", "seizure"),
        ("KDT", "affects", "epilepsy"),
    ],
)
def test_numbers_that_are_cited_for_a_debate_take_no_side(graph, subject, relation, target):
    """21 to 23 and 59 to 61 are cited for the debate, so they support nothing."""
    told = [c for c in between(graph, subject, relation, target) if c.certainty == "contested"]
    cited = {
        (graph.references[line.reference].number, line.direction) for c in told for line in c.evidence if line.marker
    }
    expected = {21, 22, 23} if target == "glutamate metabolism" else {59, 60, 61}
    assert cited == {(number, "inconclusive") for number in expected}


def test_a_share_is_a_percentage_only_where_one_is_printed(graph):
    """Two thirds stay two thirds: no number is made of words."""
    told = [m for claim in graph.claims.values() for m in claim.measurements]
    assert any("two-thirds" in m.printed for m in told)
    assert all("%" in m.printed for m in told if m.unit == "%")
    assert all(m.value is None for m in told if "third" in m.printed)


def test_drugs_alone_are_no_arm_of_electroclinical_remission(graph):
    """That none of those patients was in clinical remission is a number of another outcome."""
    remission = graph.names.resolve("electroclinical remission").id
    told = [c for c in graph.claims.values() if remission in (c.object, c.outcome)]
    assert told
    drugs = graph.names.resolve("antiseizure medications").id
    assert not any(m.arm == drugs for c in told for m in c.measurements)


def test_a_number_says_of_whom_it_is(graph):
    """Both cohorts of the trial and its randomized part have a share each."""
    (claim,) = [
        c for c in between(graph, "KDT", "has_outcome", "electroclinical remission") if "47%" in
        [m.printed for m in c.measurements]
    ]  # fmt: skip
    of_whom = {m.printed: m.population for m in claim.measurements}
    assert of_whom["47%"] == "randomized and parallel cohorts together"
    assert of_whom["62%"] == "randomized part of the cohort"


def test_references_have_nothing_but_what_their_fields_say(graph):
    """No remark of a curator, no volume and no page stands in a name; pages where a paper was seen are addresses."""
    for one in graph.references.values():
        assert "(" not in one.first_author + one.journal, one.id
        assert not one.journal or not one.journal[-1].isdigit(), one.id
        assert "row:" not in one.short, one.id
        assert one.short != one.id.partition(":")[2] or not one.title, one.id
        if one.id != "reference:p099":
            assert all(page.startswith("http") for page in one.confirmed_in.split("; ") if page), one.id


def test_a_paper_without_an_identifier_can_be_opened(graph):
    """It has a page, wherever the address of one was kept."""
    for one in graph.references.values():
        if one.confirmed_in.startswith("http") and not (one.doi or one.pmid or one.pmcid or one.number):
            assert one.link, one.id


def test_the_page_on_als_says_what_it_is(graph):
    """It gathers reports that machines wrote, and the diet is not approved for ALS."""
    (page,) = [source for source in graph.sources.values() if source.short == "als-page"]
    said = " ".join(page.notes)
    assert "machines wrote" in said
    assert "not approved" in said


def test_one_paper_does_not_dispute_itself(graph):
    """What one and the same paper found under two conditions is a qualification, no dispute."""

    def papers(claim):
        return {line.reference for line in claim.evidence if line.direction == "supports"}

    alone = [
        (claim.id, other)
        for claim in graph.claims.values()
        for relation, other in claim.relations
        if relation == "disputes" and len(papers(claim)) == 1 and papers(claim) == papers(graph.claims[other])
    ]
    assert alone == []


def test_a_response_that_is_not_defined_is_no_halving(graph):
    """The children with tuberous sclerosis responded; the table does not say by how much."""
    objects = {c.object for c in graph.claims.values() for line in c.evidence if line.row == "P072"}
    assert "entity:50-percent-seizure-reduction" not in objects
