"""Every rule of the ontology catches what it is there for."""

import pytest

from kgraph.check.findings import FindingPositions, Report
from kgraph.check.retraction_lists import read_retractions
from kgraph.check.retractions import check_retractions
from kgraph.check.rules import check_rules, check_signs, rule_files
from kgraph.check.shapes import check_shapes
from kgraph.errors import DataError
from kgraph.graph import load
from kgraph.vocabulary import expand

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
    kg:studyKind study:animal ; kg:row "test/1" ; kg:reference reference:wang-2024-B1 .
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
    "text-for-entity": claim(more='kg:species "rat" ;'),
    "second-label": ENTITIES + 'entity:test-a skos:prefLabel "another a"@en .',
    "row-of-another-paper": (
        claim()
        + "".join(
            LINE.replace("evidence:test ", f"evidence:test-{n} ").replace("wang-2024-B1 ", "wang-2024-B2 ")
            for n in (1, 2)
        )
    ).replace("test/1", "P001"),
    "kind-that-cannot-act": claim(relation="kg:inhibits", sign='kg:sign "-" ;').replace(
        "entity:test-b a kg:Process", "entity:test-b a kg:Diet"
    ),
    "unknown-relation": claim(relation="kg:acts_on"),
    "sign-not-allowed": claim(sign='kg:sign "-" ;'),
    "sign-missing": claim(sign=""),
    "dangling-entity": claim(target="entity:nobody-described-this"),
    "entity-without-label": "entity:test-c a kg:Process .",
    "orphan-entity": ENTITIES,
    "duplicate-label": ENTITIES + 'entity:test-c a kg:Process ; skos:prefLabel "test a"@en ; skos:definition "C."@en .',
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
    "contested-sign": claim().replace("certainty:asserted", "certainty:contested"),
    "outweighed-sign": claim(more="kg:evidence evidence:test-against, evidence:test-too ;")
    + LINE.replace("evidence:test ", "evidence:test-against ").replace("direction:supports", "direction:disputes")
    + LINE.replace("evidence:test ", "evidence:test-too ")
    .replace("direction:supports", "direction:disputes")
    .replace("B1 ", "B2 "),
    "dangling-link": claim().replace("wang-2024-B1", "wang-2024-B999"),
    "dangling-step": "hypothesis:test a kg:Hypothesis ; kg:steps ( claim:never-made ) .",
    "orphan-evidence": LINE,
    "duplicate-reference": 'reference:a a kg:Reference ; kg:shortName "a" ; kg:pmid "1" . reference:b a kg:Reference ; kg:shortName "b" ; kg:pmid "1" .',
    "unfindable-reference": 'reference:test a kg:Reference ; kg:shortName "x" .',
    "unknown-term": claim(more='kg:cerainty "x" ;'),
    "interval-upside-down": "<https://w3id.org/kgraph/measurement/test> a kg:Measurement ; kg:lower 3.0 ; kg:upper 2.0 .",
    "one-sided-opposite": ENTITIES + "entity:test-a kg:opposite entity:test-b .",
    "cited-structure": claim(relation="kg:part_of", sign="", more="kg:implied true ; kg:evidence evidence:test-text ;")
    + TEXT_LINE.format(
        more="kg:reference reference:wang-2024-B1 ; kg:marker <https://w3id.org/kgraph/source/review#char=1,2>"
    ),
    "wrong-synonym": 'entity:test-c a kg:Protein ; skos:prefLabel "test c"@en ; skos:altLabel "mutant test c"@en .',
    "number-of-another-list": 'reference:test a kg:Reference ; kg:number 1 ; kg:shortName "B2" ; kg:link <https://x.example/#B1> .',
}


def findings_of(text, tmp_path, check, *, bundled=True):
    file = tmp_path / "more.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    graph = load(file, bundled=bundled)
    report = Report()
    check(graph, FindingPositions(graph.files), report)
    return report.findings


def test_every_rule_is_tried():
    """A rule without an example of what it catches could be one that catches nothing."""
    assert sorted(BROKEN) == sorted(file.name.removesuffix("-violation.rq") for file in rule_files())


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_rule_catches_its_violation(rule, tmp_path):
    """The broken example is reported under its rule, in the user's file."""
    found = [f for f in findings_of(BROKEN[rule], tmp_path, check_rules, bundled=False) if f.rule == rule]
    assert found
    assert any(finding.file.endswith("more.ttl") for finding in found)
    assert all(finding.hint for finding in found)


@pytest.mark.parametrize(
    ("rule", "each"),
    [
        (
            "duplicate-label",
            'entity:many-{n} a kg:Process ; skos:prefLabel "one of many"@en ; skos:definition "D."@en .',
        ),
        (
            "duplicate-reference",
            'reference:many-{n} a kg:Reference ; kg:shortName "Many {n}" ; kg:doi "10.5555/many" .',
        ),
    ],
)
def test_of_many_alike_each_is_told_once(rule, each, tmp_path):
    """Not with every other: the pairs of thousands would be millions."""
    text = "\n".join(each.format(n=n) for n in range(5))
    found = [finding for finding in findings_of(text, tmp_path, check_rules) if finding.rule == rule]
    assert len({finding.subject for finding in found}) == len(found) == 5
    assert all("many-0" in finding.message or "many-4" in finding.message for finding in found)


@pytest.mark.parametrize("field", ["dose", "regimen", "timing", "age", "condition", "population"])
def test_a_field_of_the_context_tells_claims_apart(field, tmp_path):
    """The same triple at another dose, in another way, at another time or age is no duplicate."""
    text = BROKEN["duplicate-claim"]
    apart = text.replace("claim:test a kg:Claim ;", f'claim:test a kg:Claim ; kg:{field} "once"@en ;')
    rules = [
        {finding.rule for finding in findings_of(one, tmp_path, check_rules, bundled=False)} for one in (text, apart)
    ]
    assert ["duplicate-claim" in one for one in rules] == [True, False]


@pytest.mark.parametrize(
    ("label", "synonym", "fault"),
    [
        ("SOD1 protein", "mutant SOD1", "is a model"),
        ("mouse", "SOD1-G93A mice", "is a model"),
        ("Parkinson disease", "MPTP model", "is a model"),
        ("ketogenic ratio", "4:1", "is a value"),
        ("phosphocreatine", "phosphocreatine/creatine ratio", "is a measure"),
        ("glutathione", "glutathione levels", "is a measure"),
        ("dietary protein", "adequate protein", "says how much"),
        ("neurotransmitter", "excitatory neurotransmitters", "is narrower"),
        ("cell proliferation", "abnormal cell proliferation", "is narrower"),
        ("VGLUT1", "VGLUT", "is broader"),
        ("KATP channel", "K-ATP", ""),
        ("glutamate", "L-glutamate", ""),
        ("COX-2", "cyclooxygenase 2", ""),
        ("voltage-dependent calcium channels", "VDCCs", ""),
        ("GABA-to-glutamate ratio", "GABA/glutamate", ""),
    ],
)
def test_a_wrong_synonym_is_told_by_its_form(label, synonym, fault, tmp_path):
    """Narrower, broader, a value, a measure or a model; another name of the same thing is none of these."""
    text = f'entity:test-c a kg:Protein ; skos:prefLabel "{label}"@en ; skos:altLabel "{synonym}"@en .'
    said = [f.message for f in findings_of(text, tmp_path, check_rules, bundled=False) if f.rule == "wrong-synonym"]
    assert [f"the synonym {synonym} {fault}" in one for one in said] == ([True] if fault else [])


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
        ('entity:test-a a kg:Process ; kg:pluralLabel "plural" .', "pluralLabel is true or false"),
        ('entity:test-a a kg:Species ; kg:individuals "mice" , "mouses" .', "called by one name"),
        ('reference:test a kg:Reference ; kg:shortName "x" ; kg:pmid "PMID1" .', "is a number"),
        ('reference:test a kg:Reference ; kg:shortName "x" ; kg:pmcid "123" .', "PMC and a number"),
        ('reference:test a kg:Reference ; kg:shortName "x" ; kg:link <javascript:alert(1)> .', "a web address"),
        ("claim:test a kg:Claim ; kg:evidence evidence:test .", None),
    ],
)
def test_shapes_refuse_what_the_model_forbids(text, message, tmp_path):
    """SHACL catches signs, certainties and identifiers of the wrong form; a claim without a triple is not even read."""
    if message is None:
        with pytest.raises(Exception, match="a claim needs one rdf:subject"):
            findings_of(text, tmp_path, check_shapes, bundled=False)
    else:
        found = findings_of(text, tmp_path, check_shapes, bundled=False)
        assert any(message in finding.message for finding in found)


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


@pytest.mark.parametrize(
    "text",
    [
        claim(sign='kg:sign "?" ;').replace("certainty:asserted", "certainty:contested"),
        claim(relation="kg:treats", sign='kg:sign "-" ;').replace("certainty:asserted", "certainty:contested"),
    ],
)
def test_a_contested_claim_that_takes_no_side_is_in_order(text, tmp_path):
    """The sign ? is what contested means; that something treats cannot be said without a sign."""
    assert "contested-sign" not in {finding.rule for finding in findings_of(text, tmp_path, check_rules, bundled=False)}


def test_a_disputed_claim_with_a_note_is_in_order(tmp_path):
    """A curator who says why the claim stands has looked twice."""
    found = findings_of(
        BROKEN["outweighed-sign"] + 'claim:test skos:note "Why."@en .', tmp_path, check_rules, bundled=False
    )
    assert "outweighed-sign" not in {finding.rule for finding in found}


def test_a_finding_stands_at_the_value_that_is_wrong(tmp_path):
    """Line and column lead to the name that does not exist, in the block of the claim, under any prefix."""
    text = claim(target="entity:never-described")
    (found,) = [f for f in findings_of(text, tmp_path, check_rules, bundled=False) if f.rule == "dangling-entity"]
    line = (tmp_path / "more.ttl").read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith("entity:never-described")
    renamed = (PREFIXES + text).replace("claim:", "c:")
    (tmp_path / "more.ttl").write_text(renamed, encoding="utf-8")
    graph = load(tmp_path / "more.ttl", bundled=False)
    file, number, _ = FindingPositions(graph.files).of("claim:test")
    assert (tmp_path / "more.ttl").read_text(encoding="utf-8").splitlines()[number - 1].startswith("c:test a kg:Claim")
    assert file.endswith("more.ttl")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.jsonld", '{"@context": {"kg": "https://w3id.org/kgraph/"},\n "@id": "kg:claim/x", "kg:y": 1}', 2),
        (
            "a.rdf",
            f'<rdf:RDF xmlns:rdf="{expand("rdf:")}">\n\n<y rdf:about="https://w3id.org/kgraph/claim/x"/></rdf:RDF>',
            3,
        ),
        ("a.nt", "<https://w3id.org/kgraph/claim/y> <p> <o> .\n<https://w3id.org/kgraph/claim/x> <p> <o> .\n", 2),
        ("a.trig", "@prefix claim: <https://w3id.org/kgraph/claim/> .\nclaim:g {\n  claim:x <p> <o> .\n}\n", 3),
    ],
)
def test_subjects_are_found_in_every_syntax(name, text, line, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert FindingPositions([tmp_path / name]).of("claim:x")[:2] == (str(tmp_path / name), line)


def retractions(tmp_path, text):
    file = tmp_path / "retracted.tsv"
    file.write_text(text, encoding="utf-8")
    return read_retractions(file)


def test_a_retracted_paper_is_named_with_the_claims_that_rest_on_it(graph, tmp_path):
    """The paper's own line and the numbers that probably are it lead to their claims; other papers lead to nothing."""
    report = Report()
    check_retractions(
        graph, retractions(tmp_path, "pmid\treason\n25899847\tx\n1\n"), FindingPositions(graph.files), report
    )
    (found,) = report.findings
    paper = "reference:doi-10-1002-ana-24424"
    assert (found.rule, found.subject) == ("retracted", paper)
    resting = {
        claim.id
        for claim in graph.claims.values()
        if any(line.reference == paper and line.direction == "supports" for line in claim.evidence)
    }
    assert resting
    assert resting <= {word.rstrip(",") for word in found.message.split()}
    assert report.checked["retracted identifiers known"] == 2


@pytest.mark.parametrize("text", ["1\nB12\n", "\n", "title\n"])
def test_a_list_without_pubmed_identifiers_is_refused(text, tmp_path):
    """A list of something else must not pass as a list in which nothing was found."""
    with pytest.raises(DataError, match="PubMed identifier"):
        retractions(tmp_path, text)
