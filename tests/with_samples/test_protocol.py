"""The protocol and service description tests of the W3C, against the real service over HTTP."""

import json
import sys
from pathlib import Path

import pytest
import rdflib
from outside import outside
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib.collection import Collection

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import Server

SUITE = outside("KGRAPH_SAMPLES") / "standards" / "rdf-tests" / "sparql" / "sparql11"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

# The service is read-only: what the suite expects of an update that succeeds is not to be had, and nothing else.
EXCEPTIONS = {
    "update_base_uri",
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_full",
    "update_dataset_named_graphs",
    "update_post_direct",
    "update_post_form",
}
DATA = "http://kasei.us/2009/09/sparql/data/"


def manifest(folder):
    graph = rdflib.Graph().parse(SUITE / folder / "manifest.ttl", publicID=f"http://example.org/{folder}/")
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return graph, {str(entry).rpartition("#")[2]: entry for entry in entries}


PROTOCOL, TESTS = manifest("protocol")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """The service over a store of the graphs that the suite names; data0.rdf, which it only mentions, is empty."""
    folder = tmp_path_factory.mktemp("store") / "store"
    store = Store(str(folder))
    for number in (1, 2, 3):
        content = (SUITE / "protocol" / f"data{number}.nt").read_bytes()
        store.load(content, RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{DATA}data{number}.rdf"))
    store.add_graph(NamedNode(f"{DATA}data0.rdf"))
    del store
    started = Server(tmp_path_factory.mktemp("protocol"), "--store", folder)
    yield started
    assert started.stop() == 0


def requests_of(test):
    """Each request of a test as method, path, headers, body, with the node of the answer it expects."""
    for request in Collection(PROTOCOL, PROTOCOL.value(PROTOCOL.value(test, MF.action), HT.requests)):
        headers = {}
        listed = PROTOCOL.value(request, HT.headers)
        for header in Collection(PROTOCOL, listed) if listed else ():
            headers[str(PROTOCOL.value(header, HT.fieldName))] = str(PROTOCOL.value(header, HT.fieldValue))
        content = PROTOCOL.value(request, HT.body)
        body = None
        if content is not None:
            body = str(PROTOCOL.value(content, CNT.chars)).encode(str(PROTOCOL.value(content, CNT.characterEncoding)))
        path = str(PROTOCOL.value(request, HT.absolutePath))
        yield str(PROTOCOL.value(request, HT.methodName)), path, headers, body, PROTOCOL.value(request, HT.resp)


def behaves(endpoint, test):
    """Whether every answer has an expected status, format and truth; and what the first wrong one was."""
    for method, path, headers, body, expected in requests_of(test):
        status, given, content = endpoint.ask(path, method=method, body=body, **headers)
        statuses = {str(s).rpartition("StatusCode")[2] for s in PROTOCOL.objects(expected, MF.expectedStatus)}
        if f"{status // 100}xx" not in statuses and str(status) not in statuses:
            return f"{method} {path}: {status}, expected {statuses}"
        if not _fits(given.get("content-type", ""), content, expected):
            return f"{method} {path}: {given.get('content-type')} {content[:200]!r}"
    return ""


def _fits(media_type, content, expected):
    form = str(PROTOCOL.value(expected, MF.expectedFormat) or "")
    truth = PROTOCOL.value(expected, MF.expectedBoolean)
    if form == "boolean" or truth is not None:
        return "json" in media_type and (truth is None or json.loads(content)["boolean"] == truth.toPython())
    if form == "tabular":
        return "json" in media_type and "results" in json.loads(content)
    if form == "RDF":
        return isinstance(rdflib.Graph().parse(data=content, format=media_type.partition(";")[0]), rdflib.Graph)
    return True


def everything(endpoint):
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s"
    return endpoint.ask(
        "/sparql", method="POST", body=query, Content_Type="application/sparql-query", Accept="text/csv"
    )[2]


def test_the_exceptions_are_the_updates_and_no_other(endpoint):
    """Of the 34 tests those that do not hold are exactly the ones listed, neither more nor fewer."""
    assert len(TESTS) == 34
    wrong = {name: reason for name, test in TESTS.items() if (reason := behaves(endpoint, test))}
    assert set(wrong) == EXCEPTIONS, wrong


@pytest.mark.parametrize("name", sorted(name for name in TESTS if "update" in name))
def test_updates_are_refused_and_change_nothing(endpoint, name):
    """The first request of each update test, well formed or not, gets a 4xx and leaves every triple where it was."""
    before = everything(endpoint)
    assert before.count(b"\n") == 4
    method, path, headers, body, _ = next(iter(requests_of(TESTS[name])))
    status, _, content = endpoint.ask(path, method=method, body=body, **headers)
    assert 400 <= status < 500, content
    assert everything(endpoint) == before


def test_the_service_description(endpoint):
    """Its three tests: it is RDF, it has a triple about this endpoint, and it keeps to the vocabulary."""
    assert set(manifest("service-description")[1]) == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}
    status, headers, content = endpoint.ask("/sparql")
    graph = rdflib.Graph().parse(data=content, format=headers["content-type"].partition(";")[0])
    assert status == 200
    [service] = graph.subjects(rdflib.RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [rdflib.URIRef(endpoint.url + "/sparql")]
    properties = {
        "endpoint",
        "supportedLanguage",
        "resultFormat",
        "defaultDataset",
        "defaultGraph",
        "namedGraph",
        "name",
    }
    assert {p for p in graph.predicates() if p != rdflib.RDF.type} == {SD[name] for name in properties}
    assert list(graph.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert all(isinstance(form, rdflib.URIRef) for form in graph.objects(service, SD.resultFormat))
    [dataset] = graph.objects(service, SD.defaultDataset)
    assert (graph.value(dataset, SD.defaultGraph), rdflib.RDF.type, SD.Graph) in graph
