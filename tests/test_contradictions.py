"""What a file says that is easily missed: opposite signs, values that change, imports, dates for names, near lines."""

import json

import pytest
from command import kgraph

from kgraph.check.literals import literal_findings
from kgraph.debates import debates
from kgraph.formats.documents import TraceDocument
from kgraph.formats.trace import write_trace
from kgraph.graph import load
from kgraph.spelling import is_date
from kgraph.trace import SourceTexts, trace

HEAD = "".join(
    f"@prefix {prefix}: <https://w3id.org/kgraph/{prefix}/> .\n"
    for prefix in ("entity", "claim", "evidence", "certainty", "study", "source")
).replace("kgraph/study/", "kgraph/study-kind/") + (
    "@prefix kg: <https://w3id.org/kgraph/> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def said(name, relation, target, sign, more=""):
    return (
        f"claim:{name} a kg:Claim ; rdf:subject entity:ketogenic-diet-therapy ; rdf:predicate kg:{relation} ; "
        f'rdf:object entity:{target} ; kg:sign "{sign}" ; kg:certainty certainty:asserted ; '
        f"kg:studyKind study:animal ; kg:uncited true {more}.\n"
    )


def written(tmp_path, text):
    file = tmp_path / "mine.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def contradicted(graph):
    return {one.claim: set(one.disputing) for one in debates(graph) if one.kind == "contradiction"}


def test_a_claim_that_contradicts_a_bundled_one_is_a_debate_and_a_finding(tmp_path):
    """Both claims are named, and the check warns at the sign."""
    file = written(tmp_path, said("worse", "increases", "seizure", "+"))
    rivals = contradicted(load(file))["claim:worse"]
    assert "claim:ketogenic-diet-therapy-decreases-seizure-in-iess" in rivals
    _, out, _ = kgraph("check", file)
    assert f"{file}:{HEAD.count(chr(10)) + 1}:" in out
    assert "warning: contradiction: claim:worse: has the opposite sign of" in out


def test_two_claims_of_one_file_contradict_each_other_once(tmp_path):
    """The first names the second, and the second does not say it again."""
    text = said("more", "increases", "insulin", "+") + said("less", "decreases", "insulin", "-")
    text += 'entity:insulin a kg:Protein ; skos:prefLabel "test insulin"@en ; skos:definition "A hormone."@en .'
    assert contradicted(load(written(tmp_path, text))) == {"claim:more": {"claim:less"}}


def test_less_of_the_opposite_contradicts_less_of_a_thing(tmp_path):
    """Cognition and cognitive deficit are opposites, so a diet that lowers both says two things."""
    graph = load()
    thing = next(one for one in graph.entities.values() if one.opposite and graph.entities[one.opposite].opposite)
    both = said("one", "decreases", thing.id.partition(":")[2], "-")
    both += said("two", "decreases", thing.opposite.partition(":")[2], "-")
    assert "claim:two" in contradicted(load(written(tmp_path, both)))["claim:one"]


@pytest.mark.parametrize("relation", ["disputes", "qualifies"])
def test_claims_that_name_each_other_are_no_contradiction(tmp_path, relation):
    """Who says kg:disputes or kg:qualifies has said how the two relate."""
    known = [claim.id for claim in load().claims.values() if claim.sign == "-" and claim.object == "entity:seizure"]
    named = f"; kg:{relation} {', '.join(known)} "
    assert not contradicted(load(written(tmp_path, said("worse", "increases", "seizure", "+", named))))


def test_the_bundled_claims_are_judged_by_their_curators():
    """Without a file of the user's nothing is called a contradiction."""
    assert not contradicted(load())


def test_owl_imports_is_said_not_to_be_followed(tmp_path):
    """By every command on stderr, and by the check at its place."""
    file = written(tmp_path, "<https://example.org/o> a owl:Ontology ; owl:imports <https://example.org/more> .\n")
    _, _, errors = kgraph("show", "seizure", "--data", file)
    assert "owl:imports https://example.org/more is not followed" in errors
    _, out, _ = kgraph("check", file)
    assert "import-not-followed" in out


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ('"2006-13-99"^^xsd:date', "not-of-datatype"),
        ('"TRUE"^^xsd:boolean', "not-of-datatype"),
        ('"1e3"^^xsd:decimal', "not-of-datatype"),
        ('"300"^^xsd:byte', "not-of-datatype"),
        ('"2006-08-23T10:00:00"^^xsd:datetime', "not-of-datatype"),
        ('"1"^^xsd:boolean', "value-rewritten"),
        ('"2006-08-23+00:00"^^xsd:date', "value-rewritten"),
        ('"2006-08-23T24:00:00"^^xsd:dateTime', "value-rewritten"),
        ('"007"^^xsd:integer', "value-rewritten"),
        ('"7"^^xsd:long', "value-rewritten"),
        ("1.50", "value-rewritten"),
        ('"2006-08-23Z"^^xsd:date', ""),
        ("true", ""),
        ('"text"', ""),
    ],
)
def test_values_that_are_not_what_they_seem_are_found(tmp_path, value, rule):
    """A value that is not of its datatype, one that loading changes, and neither."""
    file = written(tmp_path, f"claim:x dct:extent {value} .\n")
    found = literal_findings([file])
    assert [one.rule for one in found] == ([rule] if rule else [])
    assert all((one.line, one.severity) == (HEAD.count("\n") + 1, one.severity) for one in found)


def test_a_gene_that_a_spreadsheet_made_a_date_is_found(tmp_path):
    """2-Sep was SEPTIN2; symbols, years and vitamins are no dates."""
    file = written(tmp_path, 'entity:g a kg:Gene ; skos:prefLabel "2-Sep"@en ; skos:definition "A gene."@en .\n')
    assert "date-for-name: entity:g" in kgraph("check", file)[1]
    assert [is_date(name) for name in ("1-Mar", "Dec-01", "2021-03-01", "1.3.2021")] == [True] * 4
    assert not any(map(is_date, ("SEPTIN2", "MARCHF1", "2-deoxyglucose", "1-methylnicotinamide", "mar-1a", "2006")))


def test_a_line_that_is_only_near_does_not_count_at_any_door():
    """In JSON it does not count, in words its line says so, and SPARQL can leave it out."""
    graph = load()
    claim = next(one for one in graph.claims.values() if any(line.attachment == "near" for line in one.evidence))
    document = TraceDocument(graph, trace(graph, claim), SourceTexts({}))
    lines = json.loads(write_trace(document, "json"))["claims"][0]["evidence"]
    assert [line["counts"] for line in lines] == [line["attachment"] != "near" for line in lines]
    near = sum(line.attachment == "near" for line in claim.evidence)
    assert write_trace(document, "table").count("does not count") == near
    counted = graph.sparql(
        f"SELECT ?l {{ {claim.id} kg:evidence ?l . ?l kg:attachment attachment:near ; kg:counts true }}"
    )
    assert not counted.cells


def test_a_dispute_is_found_from_both_of_its_claims():
    """SPARQL has for each dispute its other direction."""
    graph = load()
    one_way = graph.sparql("SELECT ?c { ?c kg:disputes ?d FILTER NOT EXISTS { ?d kg:disputes ?c } }")
    assert not one_way.cells
    pairs = {
        (claim.id, other) for claim in graph.claims.values() for name, other in claim.relations if name == "disputes"
    }
    assert int(graph.sparql("SELECT (COUNT(*) AS ?n) { ?c kg:disputes ?d }").cells[0][0].value) >= len(pairs)
