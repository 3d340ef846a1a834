"""Every rule of the ontology catches what it is there for."""

import pytest

from kgraph.curation.findings import Report, Whereabouts
from kgraph.curation.rules import check_rules, check_shapes, check_signs, rule_files
from kgraph.graph import load

PREFIXES = """
@prefix kg: <https://w3id.org/kgraph/> . @prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> . @prefix evidence: <https://w3id.org/kgraph/evidence/> .
@prefix reference: <https://w3id.org/kgraph/reference/> . @prefix hypothesis: <https://w3id.org/kgraph/hypothesis/> .
@prefix source: <https://w3id.org/kgraph/source/> . @prefix certainty: <https://w3id.org/kgraph/certainty/> .
@prefix study: <https://w3id.org/kgraph/study-kind/> . @prefix direction: <https://w3id.org/kgraph/direction/> .
@prefix directness: <https://w3id.org/kgraph/directness/> . @prefix attachment: <https://w3id.org/kgraph/attachment/> .
@prefix question: <https://w3id.org/kgraph/question/> . @prefix mechanism: <https://w3id.org/kgraph/mechanism/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
ENTITIES = """
entity:test-a a kg:Process ; skos:prefLabel "test a"@en ; skos:definition "A."@en .
entity:test-b a kg:Process ; skos:prefLabel "test b"@en ; skos:definition "B."@en ; kg:valence "unwanted" .
"""
LINE = """
evidence:test a kg:EvidenceLine ; kg:direction direction:supports ; kg:directness directness:primary ;
    kg:studyKind study:animal ; kg:row "P001" ; kg:reference reference:wang-2024-B1 .
"""
CLAIM = (
    ENTITIES
    + LINE
    + """
claim:test a kg:Claim ; rdf:subject entity:test-a ; rdf:predicate {relation} ; rdf:object {object} ; {sign}
    kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin source:primary ; {more}
    kg:evidence evidence:test .
"""
)


def claim(relation="kg:increases", target="entity:test-b", sign='kg:sign "+" ;', more=""):
    return CLAIM.format(relation=relation, object=target, sign=sign, more=more)


PLACE = """
<https://w3id.org/kgraph/source/review#char=1,2> a kg:Locator ; kg:inSource source:review .
"""
TEXT_LINE = (
    PLACE
    + """
evidence:test-text a kg:EvidenceLine ; kg:locator <https://w3id.org/kgraph/source/review#char=1,2> ; {more} .
"""
)

BROKEN = {
    "unknown-relation": claim(relation="kg:acts_on"),
    "sign-not-allowed": claim(sign='kg:sign "-" ;'),
    "sign-missing": claim(sign=""),
    "dangling-entity": claim(target="entity:nobody-described-this"),
    "entity-without-label": "entity:test-c a kg:Process .",
    "orphan-entity": ENTITIES,
    "duplicate-label": 'entity:test-c a kg:Process ; skos:prefLabel "seizure"@en ; skos:definition "C."@en .',
    "duplicate-claim": claim()
    + """claim:test-again a kg:Claim ; rdf:subject entity:test-a ; rdf:predicate kg:increases ; rdf:object entity:test-b ;
    kg:sign "+" ; kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin source:primary ;
    kg:evidence evidence:test .""",
    "neither-cited-nor-uncited": claim().replace("kg:reference reference:wang-2024-B1", 'skos:note "none"'),
    "uncited-but-cited": claim(more="kg:uncited true ; kg:evidence evidence:test-text ;")
    + TEXT_LINE.format(
        more="kg:reference reference:wang-2024-B1 ; kg:attachment attachment:direct ; "
        "kg:marker <https://w3id.org/kgraph/source/review#char=1,2>"
    ),
    "primary-claim-without-row": claim(more="kg:evidence evidence:test-text ;")
    + TEXT_LINE.format(more='skos:note "x"'),
    "line-without-place": "evidence:test a kg:EvidenceLine .",
    "marker-without-attachment": TEXT_LINE.format(more="kg:reference reference:wang-2024-B1"),
    "primary-line-relayed": TEXT_LINE.format(more="kg:directness directness:primary"),
    "two-diseases": claim(
        target="entity:infantile-epileptic-spasms-syndrome",
        more="kg:diseaseContext entity:amyotrophic-lateral-sclerosis ;",
    ),
    "slip-as-entity": 'entity:cysteine a kg:Metabolite ; skos:prefLabel "cysteine"@en ; skos:definition "C."@en .',
    "unlinked-claim": claim(more="kg:disputes claim:never-made ;"),
    "question-about-nothing": "question:test a kg:OpenQuestion ; kg:about entity:never-described .",
    "term-without-definition": "kg:newTerm a owl:ObjectProperty .",
    "number-of-another-list": 'reference:wang-2024-B1 kg:shortName "B2" .',
}


def findings_of(text, tmp_path, check):
    file = tmp_path / "more.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    graph = load(file)
    report = Report()
    check(graph, Whereabouts(graph.files), report)
    return report.findings


def test_every_rule_is_tried():
    """A rule without an example of what it catches could be one that catches nothing."""
    assert sorted(BROKEN) == sorted(file.name.removesuffix("-violation.rq") for file in rule_files())


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_rule_catches_its_violation(rule, tmp_path):
    """The broken example is reported under its rule, in the user's file."""
    found = [f for f in findings_of(BROKEN[rule], tmp_path, check_rules) if f.rule == rule]
    assert found
    if rule not in ("duplicate-label", "number-of-another-list"):
        assert any(finding.file.endswith("more.ttl") for finding in found)


def test_a_sound_claim_breaks_no_rule(tmp_path):
    """The example that the broken ones are made from is itself in order."""
    assert findings_of(claim(), tmp_path, check_rules) == []
    assert findings_of(claim(), tmp_path, check_shapes) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (claim(sign='kg:sign "more" ;'), "one of + - 0 ?"),
        (claim(more="kg:certainty certainty:surely ;"), "one certainty"),
        ('reference:test a kg:Reference ; kg:shortName "x" ; kg:doi "doi:10.1/x" .', "starts with 10."),
        ("evidence:test a kg:EvidenceLine .", "one direction"),
        ("claim:test a kg:Claim ; kg:evidence evidence:test .", None),
    ],
)
def test_shapes_refuse_what_the_model_forbids(text, message, tmp_path):
    """SHACL catches signs, certainties and identifiers of the wrong form; a claim without a triple is not even read."""
    if message is None:
        with pytest.raises(Exception, match="a claim needs one rdf:subject"):
            findings_of(text, tmp_path, check_shapes)
    else:
        assert any(message in finding.message for finding in findings_of(text, tmp_path, check_shapes))


def hypothesis(effect, steps="claim:test"):
    return f"""
hypothesis:test a kg:Hypothesis ; skos:prefLabel "test"@en ; kg:mechanism mechanism:mTOR ; kg:status "proposed" ;
    kg:start entity:test-a ; kg:end entity:test-b ; kg:statedEffect "{effect}" ; kg:steps ( {steps} ) .
"""


def test_sign_logic_compares_the_computed_with_the_stated_effect(tmp_path):
    """A chain that raises something unwanted harms; a stated benefit is reported."""
    assert findings_of(claim() + hypothesis("harms"), tmp_path, check_signs) == []
    found = findings_of(claim() + hypothesis("helps"), tmp_path, check_signs)
    assert [finding.rule for finding in found] == ["sign-logic"]


def test_a_chain_with_a_gap_is_reported(tmp_path):
    """Steps must lead from the start to the end without a gap."""
    found = findings_of(claim() + hypothesis("harms", "claim:test claim:test"), tmp_path, check_signs)
    assert [finding.rule for finding in found] == ["broken-chain"]
