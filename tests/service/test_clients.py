"""Real clients: curl, rdflib's SPARQLStore and SPARQLWrapper; and the endpoint as they and others use it."""

import csv
import io
import json
import shutil
import subprocess
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, XML, SPARQLWrapper

LABELS = "SELECT ?e ?l { ?e a kg:Complex ; skos:prefLabel ?l } ORDER BY ?l"
COMPLEXES = "PREFIX kg: <https://w3id.org/kgraph/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + LABELS
TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
CHANNEL = "https://w3id.org/kgraph/entity/katp-channel"


def post(server, query, **headers):
    given = {"Content_Type": "application/sparql-query", **headers}
    return server.ask("/sparql", method="POST", body=query.encode(), **given)


def test_curl(server):
    """As the documentation shows it: --data-urlencode, -H Accept, --data-binary of a file."""
    if shutil.which("curl") is None:
        pytest.fail("curl is needed for this test: apt-get install curl", pytrace=False)

    def curl(*arguments):
        return subprocess.run(["curl", "-sS", "--fail", *arguments], capture_output=True, check=True, timeout=60).stdout

    by_get = curl("-G", f"{server.url}/sparql", "--data-urlencode", f"query={LABELS}", "-H", "Accept: text/csv")
    by_form = curl(f"{server.url}/sparql", "--data-urlencode", f"query={LABELS}", "-H", "Accept: text/csv")
    direct = curl(
        f"{server.url}/sparql",
        "-H",
        "Content-Type: application/sparql-query",
        "-H",
        "Accept: text/csv",
        "--data-binary",
        LABELS,
    )
    assert by_get == by_form == direct
    assert b"KATP channel" in by_get
    assert b"prefLabel" in curl("-L", "-H", "Accept: text/turtle", f"{server.url}/entity/K-ATP")


def test_rdflib_store(server):
    """A graph over the endpoint answers patterns and queries."""
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    labels = list(graph.objects(rdflib.URIRef(CHANNEL), rdflib.SKOS.prefLabel))
    assert labels == [rdflib.Literal("KATP channel", lang="en")]
    assert len(list(graph.query(COMPLEXES))) > 3
    posting = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method="POST"))
    assert list(posting.query(COMPLEXES)) == list(graph.query(COMPLEXES))


def test_sparqlwrapper(server):
    """GET and POST, tables in two formats, a graph as Turtle, an ASK."""
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(COMPLEXES)
    client.setReturnFormat(JSON)
    rows = client.query().convert()["results"]["bindings"]
    assert "KATP channel" in {row["l"]["value"] for row in rows}
    client.setMethod(POST)
    client.setReturnFormat(XML)
    assert len(client.query().convert().getElementsByTagName("result")) == len(rows)
    client.setQuery(f"DESCRIBE <{CHANNEL}>")
    client.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=client.query().convert(), format="turtle")) > 5


def test_the_formats_of_tables_hold_the_same(server):
    """JSON, XML, CSV and TSV by Accept header have the same rows."""
    answers = {form: post(server, LABELS, Accept=form) for form in TABLES}
    assert all(headers["content-type"].startswith(form) for form, (_, headers, _) in answers.items())
    bodies = {form: body.decode() for form, (_, _, body) in answers.items()}
    rows = [row["l"]["value"] for row in json.loads(bodies[TABLES[0]])["results"]["bindings"]]
    xml = ET.fromstring(bodies[TABLES[1]])
    assert [node.text for node in xml.iter("{http://www.w3.org/2005/sparql-results#}literal")] == rows
    assert [row["l"] for row in csv.DictReader(io.StringIO(bodies[TABLES[2]]))] == rows
    assert [line.split("\t")[1] for line in bodies[TABLES[3]].splitlines()[1:]] == [f'"{row}"@en' for row in rows]


# rdflib reads JSON-LD with a class of its own that it calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_the_formats_of_graphs_hold_the_same(server):
    answers = {form: post(server, f"DESCRIBE <{CHANNEL}>", Accept=form) for form in GRAPHS}
    graphs = [set(rdflib.Graph().parse(data=answers[form][2], format=name)) for form, name in GRAPHS.items()]
    assert all(graph == graphs[0] and graph for graph in graphs)


def test_a_cut_answer_says_so_in_header_and_body(server):
    """More rows than the limit: a valid document, with the reason in the header and, where it can be, in the body."""
    status, headers, body = post(server, "SELECT * { ?s ?p ?o }")
    answer = json.loads(body)
    assert status == 200
    assert len(answer["results"]["bindings"]) == 10_000
    assert "10,000 rows" in headers["kgraph-cut"]
    assert answer["kgraph:cut"] == headers["kgraph-cut"]
    _, headers, body = post(server, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", Accept="application/n-triples")
    assert headers["kgraph-cut"] in body.decode().splitlines()[-1]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT * FROM <http://evil.example/> { ?s ?p ?o }", 400, "no such graph"),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", 422, "nest"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", 422, "limit"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?l != ?i) }", 422, "seconds"),
        ("SELECT ?s { ?s ?p", 400, "line 1"),
        ("", 400, "not a SPARQL query"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "not a SPARQL query"),
    ],
    ids=["service", "escaped service", "from", "braces", "memory", "time", "syntax", "empty", "update"],
)
def test_hostile_queries_get_a_problem_and_the_next_one_its_answer(open_server, query, status, words):
    """Each is refused or stopped with a reason; the service answers the next query right."""
    found, headers, body = post(open_server, query)
    assert (found, headers["content-type"]) == (status, "application/problem+json")
    assert words in json.loads(body)["detail"]
    assert json.loads(post(open_server, "ASK { entity:katp-channel a kg:Complex }")[2])["boolean"] is True


def test_a_browser_that_shows_the_endpoint_gets_the_query_page(server):
    """The address of a query, opened in a browser, leads to the editor with the query in it."""
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    status, headers, _ = server.ask(f"/sparql?query={quote('ASK {}')}", Accept=browser)
    assert (status, headers["location"]) == (303, "/query?query=ASK+%7B%7D")
    assert b"ASK {}" in server.ask(headers["location"])[2]


def test_parameters_that_clients_add_are_let_be(server):
    """SPARQLWrapper and others add format, output and results."""
    assert server.ask("/sparql?query=ASK%7B%7D&format=json&output=json&results=json")[0] == 200
