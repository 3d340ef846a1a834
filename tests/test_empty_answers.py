"""The first queries of somebody who has not read the model find something, or are told what to write instead."""

import pytest
from command import kgraph as run

from kgraph.sparql.empty_answers import empty_answer_hints

# Each with a word of the sentence that helps; none where the query finds something.
FIRST = {
    "SELECT ?s ?l { ?s rdfs:label ?l }": "",
    "SELECT ?r { ?r kg:year 2007 }": "",
    "SELECT ?o { entity:ketogenic-diet-therapy kg:affects ?o }": "",
    "SELECT ?d { ?d a kg:Disease }": "",
    "SELECT ?c ?p { ?c kg:reference ?p }": "",
    'SELECT ?s { ?s skos:definition ?d FILTER(CONTAINS(?d, "glutamat")) }': "",
    'SELECT ?e { ?e skos:prefLabel "seizure" }': '"seizure"@en',
    'SELECT ?e { ?e rdfs:label "KATP channel" }': "skos:prefLabel",
    'SELECT ?c { ?c a kg:Claim ; rdf:subject "KDT" }': "write entity:ketogenic-diet-therapy",
    "SELECT ?c { ?c a kg:Claim ; kg:subject ?s }": "instead: rdf:subject",
    "SELECT ?x { ?x a kg:Entity }": "kg:Process",
    "SELECT ?x { ?x a skos:Concept }": "kg:Process",
    "SELECT ?c ?v { ?c kg:confidence ?v }": "explain",
    "SELECT ?r ?t { ?r a kg:Reference ; kg:title ?t }": "dct:title",
    "SELECT ?r { ?r a kg:Reference ; dct:identifier ?i }": "kg:doi",
    'SELECT ?r { ?r kg:year "2007" }': "kg:year has values such as",
    'SELECT ?c { ?c kg:sign "positive" }': '"+"',
    "SELECT ?o { entity:KDT kg:increases ?o }": "entity:ketogenic-diet-therapy",
    "SELECT ?s ?o { ?s kg:causes ?o }": "kg:raises",
    "SELECT ?c { ?c kg:evidence ?e . ?e kg:studykind ?k }": "kg:studyKind",
    'SELECT ?c { ?c kg:evidence ?e . ?e kg:studyKind "human" }': "study:",
    'SELECT ?h { ?h a kg:Hypothesis ; kg:mechanism "mTOR" }': "mechanism:",
    "SELECT ?g { GRAPH ?g { ?s ?p ?o } }": "default graph",
    'SELECT ?r { ?r kg:doi "https://doi.org/10.1111/epi.13718" }': '"10.',
    "SELECT ?m { entity:ketogenic-diet-therapy owl:sameAs ?m }": "skos:exactMatch",
    "SELECT ?x { ?x kg:mechanism mechanism:mtor }": "mechanism:mTOR",
    "SELECT ?x { ?x kg:studyKind study:mice }": "study:animal",
    "SELECT ?x { ?x cito:citesAsEvidence ?y }": "kg:reference",
    "SELECT ?x { ?x kg:contradicts ?y }": "kg:disputes",
    "SELECT ?v { ?o a kg:Outcome ; kg:value ?v }": "what has kg:value is a kg:Measurement",
    "SELECT ?v { ?o kg:value ?v . ?o a kg:Outcome }": "Nothing that has kg:value is a kg:Outcome",
    "SELECT ?c ?d { ?c rdf:subject ?s ; kg:doi ?d }": "what has kg:doi is a kg:Reference",
    'SELECT ?l { entity:seizure rdfs:label ?l FILTER(LANG(?l) = "en") }': "skos:prefLabel",
    "SELECT ?o { <https://w3id.org/kgraph/entity/glutamate> kg:increase ?o }": "kg:increases",
}


@pytest.mark.parametrize("query", FIRST)
def test_a_first_query_answers_or_is_told_what_to_write(graph, query):
    """No empty answer without a sentence that leads on."""
    found = next(iter(graph.sparql(query)), None)
    assert (found is None) == bool(FIRST[query])
    if found is None:
        assert FIRST[query] in " ".join(empty_answer_hints(query, graph))
        assert '"en"@en' not in " ".join(empty_answer_hints(query, graph))


def test_a_right_query_that_finds_nothing_gets_no_hint(graph):
    """Names that occur, values that there are: nothing is wrong with it."""
    query = "SELECT ?x { entity:glutamate kg:evidence ?x ; a kg:Neurotransmitter }"
    kind = next(iter(graph.sparql("SELECT ?k { entity:glutamate a ?k }")))[0]
    assert empty_answer_hints(query.replace("kg:Neurotransmitter", kind), graph) == []


def test_the_command_says_it(tmp_path):
    """On standard error, with exit code 1."""
    code, out, err = run("query", "SELECT ?c { ?c a kg:Claim ; kg:subject ?s }", "--format", "tsv")
    assert (code, out) == (1, "?c\n")
    assert "nothing found. kg:subject occurs in no statement; instead: rdf:subject." in err
