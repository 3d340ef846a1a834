"""The W3C evaluation tests of SPARQL 1.0 and 1.1 through kgraph: not one is worse than with the engine alone."""

import io
import re

import pytest
from outside import outside
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kgraph.errors import KgraphError
from kgraph.sparql.evaluation import evaluate
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import IN_PROCESS
from kgraph.sparql.results import write_answer

BASE = "https://w3c.github.io/rdf-tests/sparql/"
TESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?query ?result (GROUP_CONCAT(DISTINCT STR(?data)) AS ?datas) (GROUP_CONCAT(DISTINCT STR(?graph)) AS ?graphs) {
  ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test mf:action ?action ; mf:result ?result .
  ?test a ?kind FILTER (?kind IN (mf:QueryEvaluationTest, mf:CSVResultFormatTest))
  ?action qt:query ?query .
  OPTIONAL { ?action qt:data ?data }
  OPTIONAL { ?action qt:graphData ?named . OPTIONAL { ?named qt:graph ?inner } BIND (COALESCE(?inner, ?named) AS ?graph) }
}
GROUP BY ?test ?query ?result"""
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
# Tests that the engine passes and kgraph does not, with the reason.  The list is checked both ways.
REFUSED = {"sparql11/service#service7": "SERVICE is refused, SILENT or not"}
FORMATS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
    ".csv": QueryResultsFormat.CSV,
}


def manifests():
    root = outside("KGRAPH_SAMPLES") / "standards" / "rdf-tests" / "sparql"
    return root, sorted([*root.glob("sparql10/*/manifest.ttl"), *root.glob("sparql11/*/manifest.ttl")])


def load(store, file, name, graph=None):
    form = RdfFormat.RDF_XML if file.suffix == ".rdf" else RdfFormat.TURTLE
    store.load(path=file, format=form, base_iri=name, to_graph=graph)


def cases():
    """(name, file of the query, its IRI, file of the result, filled store) of every test."""
    root, files = manifests()
    for manifest in files:
        entries = Store()
        load(entries, manifest, BASE + str(manifest.relative_to(root)))
        for row in entries.query(TESTS):
            query = row["query"].value
            text = (root / query.removeprefix(BASE)).read_text(encoding="utf-8")
            store = Store()
            for name in row["datas"].value.split() if row["datas"] else ():
                load(store, root / name.removeprefix(BASE), name)
            named = row["graphs"].value.split() if row["graphs"] else []
            if not (row["datas"] and row["datas"].value) and not named:
                # A data set that the query itself names.
                folder = query.rpartition("/")[0]
                named = [
                    f"{folder}/{name}" for name in sorted(set(re.findall(r"FROM\s+(?:NAMED\s+)?<([^:>]+)>", text)))
                ]
            for name in named:
                load(store, root / name.removeprefix(BASE), name, NamedNode(name))
            place = str((root / query.removeprefix(BASE)).relative_to(root))
            identifier = f"{place.rpartition('/')[0]}#{row['test'].value.rpartition('#')[2]}"
            yield identifier, text, query, root / row["result"].value.removeprefix(BASE), store


def canonical(result):
    """An answer in a form that two equal answers share: rows as statements about a blank node each."""
    if isinstance(result, QueryBoolean):
        return bool(result)
    if not isinstance(result, QuerySolutions):
        found = Dataset(Quad(*triple) for triple in result)
    else:
        names = [variable.value for variable in result.variables]
        found = Dataset()
        for row in result:
            node = BlankNode()
            found.add(Quad(node, NamedNode("row:row"), Literal("")))
            for name, value in zip(names, row, strict=True):
                if value is not None:
                    found.add(Quad(node, NamedNode(f"row:{name}"), value))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def expected(file):
    if file.suffix in FORMATS:
        return canonical(parse_query_results(path=file, format=FORMATS[file.suffix]))
    store = Store()
    load(store, file, BASE)
    if not store.query(f"ASK {{ ?set a <{RS}ResultSet> }}"):
        return canonical(quad.triple for quad in store)
    truth = list(store.query(f"SELECT ?b {{ ?set <{RS}boolean> ?b }}"))
    if truth:
        return truth[0]["b"].value == "true"
    found, rows = Dataset(), {}
    for solution, name, value in store.query(
        f"SELECT ?s ?n ?v {{ ?set <{RS}solution> ?s . OPTIONAL {{ ?s <{RS}binding> ?b . ?b <{RS}variable> ?n ; <{RS}value> ?v }} }}"
    ):
        node = rows.setdefault(solution, BlankNode())
        found.add(Quad(node, NamedNode("row:row"), Literal("")))
        if name is not None:
            found.add(Quad(node, NamedNode(f"row:{name.value}"), value))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def csv_of(result):
    """CSV keeps no types: its lines are compared, in any order."""
    return sorted(result.serialize(format=QueryResultsFormat.CSV).decode().splitlines())


def by_engine(store, text, base):
    return store.query(text, base_iri=base)


def by_kgraph(store, text, base):
    """Guarded, evaluated, written as a worker writes it, and read again."""
    out = io.BytesIO()
    accept = ["application/sparql-results+json", "application/n-triples"]
    written = write_answer(evaluate(store, guard(text, IN_PROCESS), base_iri=base), out, accept, IN_PROCESS)
    if written.kind == "graph":
        return [quad.triple for quad in parse(out.getvalue(), RdfFormat.N_TRIPLES)]
    return parse_query_results(out.getvalue(), QueryResultsFormat.JSON)


def passes(ask, store, text, base, result):
    try:
        if result.suffix == ".csv":
            return csv_of(ask(store, text, base)) == sorted(result.read_text(encoding="utf-8").splitlines())
        return canonical(ask(store, text, base)) == expected(result)
    except (SyntaxError, ValueError, OSError, RuntimeError, KgraphError):
        return False


@pytest.fixture(scope="module")
def outcomes():
    """By test: whether the engine alone passes, and whether kgraph does."""
    return {
        name: tuple(passes(ask, store, text, base, result) for ask in (by_engine, by_kgraph))
        for name, text, base, result, store in cases()
    }


def test_no_test_is_worse_than_with_the_engine_alone(outcomes):
    """What kgraph refuses on purpose is listed."""
    assert len(outcomes) > 500
    assert sum(engine for engine, _ in outcomes.values()) > 440
    assert {name for name, (engine, kgraph) in outcomes.items() if engine and not kgraph} == set(REFUSED)
