"""What is said of queries that do not parse, and of those that find nothing."""

import pytest

from kgraph.errors import QueryError
from kgraph.graph import load
from kgraph.sparql.declared_prefixes import with_prefixes_of
from kgraph.sparql.empty_answers import empty_answer_hints
from kgraph.sparql.query_limits import QueryLimits


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?x {\n  ?x a lab:Sample }", "line 2, column 8: the prefix lab: is not declared; add PREFIX lab: <…>. Known"),
        ("SELECT ?x { ?x a Sources:it }", "the prefix Sources: is not declared; add PREFIX Sources: <…>. Did you mean source:?"),
        ("SELECT ?a, ?b { ?a ?p ?b }", "line 1, column 10: a comma in the SELECT line"),
        ("SELECT COUNT(?x) { ?x ?p ?b }", "column 8: an aggregate stands in brackets and gets a name: (COUNT(…) AS ?name)"),
        ("SELECT ?p (COUNT(?x)) { ?x ?p ?b }", "column 11: an expression in the SELECT line gets a name"),
        ("SELECT ?p (COUNT(?x) AS ?n) { ?x ?p ?b }", "?p is neither counted nor grouped beside an aggregate; add GROUP BY ?p"),
        ("SELECT ?p ?b (COUNT(?x) AS ?n) { ?x ?p ?b } GROUP BY ?p", "add GROUP BY ?b"),
        ("SELECT ?x { ?x a kg:Claim ", "line 1, column 11: this { is never closed"),
        ("SELECT ?x { ?x a (kg:Claim } ", "this } closes nothing that is open"),
        ('SELECT ?x { ?x rdfs:label "seizure }', "column 27: this text is never closed"),
        ("SELECT ?x { ?x kg:sign “+” }", "column 24: a typographic quotation mark"),
        ("SELECT ?x { ?x ?p ?o } LIMIT ten", "column 24: LIMIT is followed by a whole number"),
        ("SELECT ?x { ?x ?p ?o FILTER ?x = 1 }", "what FILTER tests stands in brackets"),
        ("SELECT ?x { OPTIONAL ?x ?p ?o }", "OPTIONAL is followed by a pattern in braces"),
        ("SELECT ?x { ?x ?p ?o } ORDER BY DESC ?x", "DESC is followed by brackets: DESC(?x)"),
        ("SELECT (?x AS x) { ?x ?p ?o }", "AS is followed by a variable"),
        ("SELECT ?x { ?x ?p ?o FILTER (?o > 3 && ) }", "nothing stands behind this &&"),
        ("SELECT (GROUP_CONCAT(?x, ', ') AS ?g) { ?x ?p ?o }", "GROUP_CONCAT takes its separator behind a semicolon"),
        ("SELECT ?x { ?x ?p ?o };", "column 23: a query ends with its last }"),
        ("SELECT ?x { ?x ?p ?o, }", "column 21: nothing stands between this comma and the }"),
        ("SELECT ?x { ?x kg:raises ?y ?z kg:lowers ?w }", "column 29: a statement has three parts; a . is missing before ?z"),
        ("SELECT ?x { ?x ?p ?o } ORDER BY COUNT(?o)", "an expression stands in brackets here: BY (COUNT(…))"),
        ("SELECT ?x { ?x ?p ?o } GROUP BY ?x HAVING COUNT(?o) > 1", "what HAVING tests stands in brackets"),
        ("SELECT ?x { ?x ?p ?o HAVING (?o > 1) }", "HAVING stands behind the last }"),
        ('SELECT ?x { ?x ?p ?o FILTER REGEX(?o "a") }', 'a comma is missing before "a"'),
        ("SELECT ?x { ?x ?p ?o FILTER(?o == 3) }", "things are compared with one ="),
        ("SELECT ?x { ?x ?p ?o FILTER(?o = 3 AND ?x = 2) }", "AND is no word of SPARQL; write &&"),
        ("SELECT ?x { ?x ?p ?o } LIMT 3", "LIMT is no word of SPARQL. Did you mean LIMIT?"),
        ("SELECT x { ?x ?p ?o }", "a variable is written ?x"),
        ("SELECT ?x { ?x kg:raises entity:KATP channel }", "channel is no word of SPARQL; a name has a prefix and no blank"),
        ("SELECT ?x { ?x kg:raises <http://a b> }", "an IRI has no blank in it: <http://a b>"),
        ('SELECT ?x { ?x "kg:raises" ?y }', "stands where a property should be"),
        ("SELECT * { ?x ?p ?o } GROUP BY ?x", "SELECT * does not go with GROUP BY"),
        ("PREFIX a <http://x/> SELECT ?x { ?x a:p ?o }", "a prefix ends in a colon: PREFIX a: <…>"),
        ("@prefix a: <http://x/> . SELECT ?x { ?x a:p ?o }", "PREFIX has no @ before it"),
        ("PREFIX a: http://x/ SELECT ?x { ?x a:p ?o }", "the IRI of a prefix stands in angle brackets"),
        ("PREFIX a: <http://x/>; SELECT ?x { ?x a:p ?o }", "nothing stands behind the IRI of a PREFIX"),
        ("SELECT ?x { ?x ?p ?o BIND(3 ?z) }", "BIND gives its value a name: BIND(… AS ?name)"),
        ("SELECT ?x (STR(?x) AS ?x) { ?x ?p ?o }", "?x stands for something else already"),
        ("SELECT ?x FROM { ?x ?p ?o }", "FROM is followed by the IRI of a graph"),
        ("SELECT ?x { ?x ?p ?o } ORDER ?x", "ORDER is followed by BY"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(graph, query, words):
    """The undeclared prefix, the comma, the missing name or GROUP BY, the bracket: not what the parser hoped for."""
    with pytest.raises(QueryError) as caught:
        graph.sparql(query)
    assert words in str(caught.value)


def test_no_message_lists_code_points(graph):
    """A list of letters that may come next helps nobody."""
    with pytest.raises(QueryError) as caught:
        graph.sparql("SELECT ?x { ?x a kg:Claim ?y }")
    assert "u{" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    ["ASK { ?x skos:exactMatch mondo:0004976 }", "ASK { ?x dcterms:title ?t }", "ASK { ?x ?p obo:MONDO_0004976 }"],
)
def test_usual_prefixes_need_no_declaration(graph, query):
    """Those of the mappings are known in the spelling of others too."""
    assert graph.sparql(query)


def test_prefixes_of_own_files_are_known(tmp_path):
    """A prefix that a Turtle file declares is put before the query that uses it, on its first line."""
    file = tmp_path / "mine.ttl"
    file.write_text("@prefix lab: <http://lab.example/> .\nlab:s a lab:Sample .\n", encoding="utf-8")
    query = "SELECT ?x {\n ?x a lab:Sample }"
    assert with_prefixes_of([file], query) == f"PREFIX lab: <http://lab.example/> {query}"
    assert with_prefixes_of([file], "ASK { ?x a kg:Claim }") == "ASK { ?x a kg:Claim }"
    with pytest.raises(QueryError, match=r"Lab: is not declared.* Did you mean lab:\?"):
        load().sparql(with_prefixes_of([file], "ASK { ?x a Lab:Sample }"))


def test_prefixes_that_files_use_for_different_things_are_not_guessed(tmp_path):
    """Two namespaces for one prefix leave it to the query to say which."""
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for file in files:
        file.write_text(f"@prefix lab: <http://{file.stem}.example/> .\n", encoding="utf-8")
    assert with_prefixes_of(files, "ASK { ?x a lab:Sample }") == "ASK { ?x a lab:Sample }"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('SELECT ?e { ?e skos:prefLabel "seizure" }', 'write "seizure"@en'),
        ('SELECT ?e { ?e rdfs:label "seizure"@en }', "no rdfs:label"),
    ],
)
def test_an_empty_answer_says_why(query, words):
    """A text without its language and a property that nothing has find nothing."""
    assert words in " ".join(empty_answer_hints(query))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('SELECT ?e { ?e skos:prefLabel "seizure"@de }', "Labels here are in English, not 'de'"),
        ('SELECT ?e { ?e skos:prefLabel ?l FILTER(LANG(?l) = "") }', "none is without a language"),
        ('SELECT ?e { ?e skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), "fr")) }', "not 'fr'"),
        ('SELECT ?e { ?e skos:prefLabel "seizure"^^xsd:string }', 'write "seizure"@en'),
        ('SELECT ?e { ?e skos:prefLabel "KDT"@en }', "'KDT' is a name of entity:ketogenic-diet-therapy"),
        ('SELECT ?e { ?e skos:prefLabel ?l FILTER(STR(?l) = "Seizure") }', "'Seizure' is a name of entity:seizure"),
    ],
)
def test_a_label_that_is_written_otherwise_is_told(graph, query, words):
    """Another language, other capitals, or a synonym where a preferred label is asked for."""
    assert words in " ".join(empty_answer_hints(query, graph))


def test_a_query_that_asks_rightly_gets_no_hint():
    """A text with its language, or a comparison of bare texts, was no slip."""
    assert empty_answer_hints('SELECT ?e { ?e skos:prefLabel "seizure"@en }') == []
    assert empty_answer_hints('SELECT ?e { ?e skos:prefLabel ?l FILTER(STR(?l) = "seizure") }') == []


@pytest.mark.parametrize(
    "query", ["SELECT ?x { ?x ?p ?o } LIMT 3", "SELECT ?x { ?x kg:raises entity:KATP channel }", "SELECT"]
)
def test_what_is_wrong_is_said_where_nothing_can_be_opened_any_more(graph, query):
    """A worker behind its guards tells of a slip as the caller's own process does."""
    with pytest.raises(QueryError) as own:
        graph.sparql(query)
    with pytest.raises(QueryError) as guarded:
        graph.sparql(query, limits=QueryLimits())
    assert str(guarded.value) == str(own.value)
