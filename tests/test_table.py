"""Answers in Python: rows as they are asked for, the same in every format, cut and bound as said."""

import csv
import io
import json

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.errors import QueryError, QueryLimitError, UsageError
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.table import Graph, Table
from kgraph.sparql.terms import text_of, to_rdflib

LABELS = "SELECT ?e ?l ?none { ?e skos:prefLabel ?l ; a kg:Diet } ORDER BY ?e"


def test_rows_are_read_as_they_are_asked_for(graph):
    """The first rows of an answer that would take for ever come at once, and reading twice gives the same."""
    table = graph.sparql("SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    first, second = table.rows, table.rows
    assert [next(first) for _ in range(3)] == [next(second) for _ in range(3)]


def test_every_format_holds_the_same_rows(graph):
    """json, xml and tsv read back as the cells; csv holds the texts; nothing is lost by reading before or after."""
    table = graph.sparql(LABELS)
    documents = {form: table.serialize(form) for form in ("json", "xml", "tsv", "csv")}
    assert len(table.cells) > 10
    for form, known in (("json", "JSON"), ("xml", "XML"), ("tsv", "TSV")):
        read = pyoxigraph.parse_query_results(documents[form], getattr(pyoxigraph.QueryResultsFormat, known))
        assert tuple(tuple(row) for row in read) == table.cells
    rows = list(csv.reader(io.StringIO(documents["csv"].decode(), newline="")))
    assert rows[0] == list(table.columns) == ["e", "l", "none"]
    assert [row[1] for row in rows[1:]] == [text[1] for text in table.texts]
    assert {form: table.serialize(form) for form in documents} == documents
    assert json.loads(table.to_json()) == json.loads(documents["json"])


def test_an_ask_is_a_table_of_one_row(graph):
    table = graph.sparql("ASK { ?s a kg:Claim }")
    assert (table.boolean, table.columns) == (True, ("answer",))
    assert list(table.rows) == [(rdflib.Literal(True),)]
    assert table.serialize("csv") == b"true"


def test_terms_of_rdflib_and_plain_values_are_bound(graph):
    iri = rdflib.URIRef("https://w3id.org/kgraph/entity/katp-channel")
    label = rdflib.Literal("KATP channel", lang="en")
    assert list(graph.sparql("SELECT ?e ?l { ?e skos:prefLabel ?l }", bindings={"e": iri}).rows) == [(iri, label)]
    assert list(graph.sparql("SELECT ?e ?l { ?e skos:prefLabel ?l }", bindings={"l": label}).rows) == [(iri, label)]
    assert list(graph.sparql("SELECT ?n {}", bindings={"n": 3}).rows) == [(rdflib.Literal(3),)]
    assert list(graph.sparql("SELECT ?n {}", bindings={"n": '" } #'}).rows) == [(rdflib.Literal('" } #'),)]
    for odd in (rdflib.BNode(), None, [iri]):
        with pytest.raises(QueryError, match="cannot be bound"):
            graph.sparql("SELECT ?n {}", bindings={"n": odd})
    with pytest.raises(QueryError, match="does not contain"):
        graph.sparql("SELECT ?n {}", bindings={"m": 3})


def test_limits_run_the_query_elsewhere(graph):
    """The same answers, cut where the limit says, and no endless ones."""
    assert graph.sparql(LABELS, limits=QueryLimits()).cells == graph.sparql(LABELS).cells
    table = graph.sparql(LABELS, limits=QueryLimits(rows=3))
    assert isinstance(table, Table)
    assert len(table.cells) == 3
    assert "3 rows" in table.cut
    cut = graph.sparql("CONSTRUCT WHERE { ?s a ?c }", limits=QueryLimits(rows=3))
    assert isinstance(cut, Graph)
    assert (len(cut.statements), bool(cut.cut)) == (3, True)
    with pytest.raises(QueryLimitError, match=r"0\.3 seconds"):
        graph.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=QueryLimits(seconds=0.3))


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdfxml"])
def test_a_graph_has_its_formats(graph, form):
    found = graph.sparql("CONSTRUCT WHERE { ?s a kg:Source ; kg:shortName ?n }")
    known = {
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "jsonld": "application/ld+json",
        "rdfxml": "application/rdf+xml",
    }
    read = pyoxigraph.parse(found.serialize(form), pyoxigraph.RdfFormat.from_media_type(known[form]))
    assert {quad.triple for quad in read} == set(found.statements)


def test_unknown_formats_are_refused_by_name(graph):
    with pytest.raises(UsageError, match="json, xml, csv, tsv"):
        graph.sparql("ASK {}").serialize("ttl")
    with pytest.raises(UsageError, match="ttl, nt, jsonld, rdfxml"):
        graph.sparql("CONSTRUCT WHERE { ?s a kg:Source }").serialize("csv")


def test_terms_that_are_no_names_and_texts_are_shown_and_refused_by_kind():
    """Blank nodes keep their label; a quoted triple has no counterpart in rdflib."""
    blank, text, absent = BlankNode("b"), Literal("a", language="en"), None
    assert [text_of(term) for term in (blank, text, absent)] == ["_:b", "a", ""]
    assert to_rdflib(blank) == rdflib.BNode("b")
    assert to_rdflib(absent) is None
    with pytest.raises(QueryError, match="quoted triples have no counterpart"):
        to_rdflib(Triple(blank, NamedNode("x:y"), text))
