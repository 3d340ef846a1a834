"""The flat table, the RDF export, the networkx view and the plot."""

import csv
import io

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from command import kgraph

from kgraph.errors import UsageError
from kgraph.evidence import Assessment
from kgraph.formats.claims_table import COLUMNS, claims_table
from kgraph.formats.outcome_plot import plot_outcomes
from kgraph.network import is_edge
from kgraph.outcomes import outcomes
from kgraph.sparql.loading import edges_of, load_store
from kgraph.sparql.table import Table
from kgraph.vocabulary import KG, shorten


@pytest.fixture(scope="module")
def rows(graph):
    text = claims_table(graph)
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_flat_table_has_one_row_per_claim(graph, rows):
    """Columns as documented, every claim once, signs and references in their written form."""
    assert tuple(rows[0]) == COLUMNS
    assert [row["claim"] for row in rows] == list(graph.claims)
    assert {row["sign"] for row in rows} == {"+", "-", "0", "?", ""}
    for row in rows:
        structural = row["relation"] in ("manifestation_of", "aspect_of", "has_subtype", "part_of", "has_attribute")
        assert (row["sign"] == "") == structural
        assert row["source"] in ("review", "als-page", "primary")
        if row["source"] == "als-page":
            assert "B" not in {name[:1] for name in row["references"].split("|")}
        assert row["subject"] in {entity.label for entity in graph.entities.values()}


def test_the_flat_table_tells_what_speaks_against_a_row(graph, rows):
    """A disputed claim, a number in doubt and a missing citation are told in the note of the row."""
    notes = {row["claim"]: row["note"] for row in rows}
    for claim in graph.claims.values():
        against = [line for line in claim.evidence if line.direction == "disputes"]
        rivals = [target for name, target in claim.relations if name == "disputes"]
        assert ("Disputed by" in notes[claim.id]) == bool(against or rivals)
        assert all(rival in notes[claim.id] for rival in rivals)
    assert all(("Uncited in its source." in notes[claim.id]) == claim.uncited for claim in graph.claims.values())
    trial = "claim:ketogenic-diet-therapy-has-outcome-electroclinical-remission-in-iess-at-28-days"
    assert "27% is in doubt: The abstract has 47%" in notes[trial]


def test_the_flat_table_has_a_column_for_each_dimension(graph, rows):
    """Identifiers beside labels, what a number measures, papers of each direction, and each line with its own place."""
    for row in rows:
        claim = graph.claims[row["claim"]]
        assert (row["subject_id"], row["object_id"], row["outcome_id"]) == (claim.subject, claim.object, claim.outcome)
        assert (row["population"], row["condition"], row["regimen"]) == (
            claim.population,
            claim.condition,
            claim.regimen,
        )
        assert row["measure"] == (claim.measurements[0].measure if claim.measurements else "")
        lines = row["evidence"].split("|") if row["evidence"] else []
        assert len(lines) == len(claim.evidence)
        told = sorted(tuple(line.split(" ")[:2]) for line in lines)
        assert told == sorted((line.direction, line.directness) for line in claim.evidence)
        pairs = {f"{at.source} {at.section}/{at.sentence}" for at in (line.locator for line in claim.evidence) if at}
        assert set(filter(None, row["places"].split("|"))) == pairs
        assert abs(float(row["confidence"]) - Assessment(graph).strength(claim).confidence) < 1e-6
    by_claim = {row["claim"]: row for row in rows}
    assert by_claim["claim:sex-predicts-treatment-efficacy-on-ketogenic-diet"]["inconclusive"] == "B70"
    assert any("3 to 24 months" in row["measure"] for row in rows)


def test_a_trace_says_what_was_measured():
    """What a number counts stands beside it."""
    claim = "claim:ketogenic-diet-therapy-has-outcome-seizure-freedom-in-drug-resistant-iess"
    assert "3 to 24 months" in kgraph("trace", claim, "--format", "table")[1].replace("\n", " ")
    assert "3 to 24 months" in kgraph("trace", claim, "--format", "tsv")[1]


def test_the_flat_table_is_what_the_command_writes(graph):
    assert kgraph("export", "--to", "claims-tsv")[1] == claims_table(graph)


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_rdf_export_reads_back_as_the_same_statements(graph, form):
    """What rdflib reads from the export has as many statements as the store, and the derived edges."""
    code, out, _ = kgraph("export", "--to", form)
    assert code == 0
    again = rdflib.Graph().parse(data=out, format=form)
    assert len(again) == len(graph.store)
    assert next(again.triples((None, rdflib.URIRef(KG + "raises"), None)))


def test_edges_are_the_firm_claims_and_nothing_else(graph):
    """No edge without a claim, no contested claim an edge, signed claims also as raises or lowers."""
    edges = {
        tuple(shorten(term.value) for term in quad.triple) for quad in edges_of(load_store(graph.files, edges=False))
    }
    firm = [claim for claim in graph.claims.values() if is_edge(claim)]
    assert edges == {(claim.subject, f"kg:{claim.relation}", claim.object) for claim in firm} | {
        (claim.subject, {"+": "kg:raises", "-": "kg:lowers"}[claim.sign], claim.object)
        for claim in firm
        if claim.sign in ("+", "-") and claim.relation != "compared_with"
    }
    answer = graph.sparql(
        "SELECT ?s ?p ?o { ?s ?p ?o . ?p a/rdfs:subClassOf kg:Relation "
        "FILTER NOT EXISTS { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"
    )
    assert isinstance(answer, Table)
    assert answer.cells == ()


def test_edges_of_odd_claims(tmp_path):
    """Without sign or certainty a claim is an edge; with parts that are no IRIs it is none, and nothing breaks."""
    file = tmp_path / "odd.ttl"
    file.write_text(
        """@prefix kg: <https://w3id.org/kgraph/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix certainty: <https://w3id.org/kgraph/certainty/> . @prefix x: <http://x/> .
        x:plain a kg:Claim ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object x:b .
        x:signed a kg:Claim ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object x:c ; kg:sign "-" .
        x:arms a kg:Claim ; rdf:subject x:a ; rdf:predicate kg:compared_with ; rdf:object x:d ; kg:sign "+" .
        x:none a kg:Claim ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object x:e ; kg:sign "0" .
        x:debated a kg:Claim ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object x:f ; kg:certainty certainty:contested .
        x:text a kg:Claim ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object "text" .
        x:blank a kg:Claim ; rdf:subject [] ; rdf:predicate x:rel ; rdf:object x:g .
        x:other a rdf:Statement ; rdf:subject x:a ; rdf:predicate x:rel ; rdf:object x:h .""",
        encoding="utf-8",
    )
    found = {str(quad.triple) for quad in edges_of(load_store([file], edges=False))}
    assert found == {
        "<http://x/a> <http://x/rel> <http://x/b>",
        "<http://x/a> <http://x/rel> <http://x/c>",
        "<http://x/a> <https://w3id.org/kgraph/lowers> <http://x/c>",
        "<http://x/a> <https://w3id.org/kgraph/compared_with> <http://x/d>",
    }


def test_naive_sparql_sees_the_edges(graph):
    """The example of the design: the diet activates KATP channels, and raises them."""
    ask = "ASK { entity:ketogenic-diet-therapy kg:activates entity:katp-channel ; kg:raises entity:katp-channel }"
    assert graph.sparql(ask).boolean is True


def test_sparql_rows_are_rdflib_terms(graph):
    """Texts with their language, numbers with their datatype, nothing for unbound."""
    answer = graph.sparql(
        "SELECT ?l ?n ?none { entity:katp-channel skos:prefLabel ?l . reference:wang-2024-B31 kg:number ?n }"
    )
    assert list(answer.rows) == [(rdflib.Literal("KATP channel", lang="en"), rdflib.Literal(31), None)]
    assert answer.columns == ("l", "n", "none")


def test_a_construct_is_a_graph(graph):
    answer = graph.sparql("CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }")
    assert len(answer.to_rdflib()) == len(answer.statements)
    assert pyoxigraph.parse(answer.serialize(), format=pyoxigraph.RdfFormat.TURTLE)


def test_the_network_has_an_edge_per_claim(graph):
    """Algorithms of networkx work on it, and each edge leads back to its claim."""
    network = graph.network(objects=True)
    assert network.number_of_nodes() == len(graph.entities)
    assert network.number_of_edges() == len(graph.claims)
    assert nx.has_path(network, "entity:ketogenic-diet-therapy", "entity:infantile-epileptic-spasms-syndrome")
    for subject, target, key, data in network.edges(keys=True, data=True):
        assert graph.claims[key] is data["claim"]
        assert (data["claim"].subject, data["claim"].object) == (subject, target)


@pytest.mark.parametrize(("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_plot_is_a_picture_and_the_same_every_time(graph, form, start):
    """A point or interval per percentage, drawn to the same bytes twice."""
    rows = outcomes(graph)
    first = plot_outcomes(graph, rows, form)
    assert first.startswith(start)
    assert first == plot_outcomes(graph, rows, form)
    if form == "svg":
        assert b"hollow: disputed" in first


def test_a_plot_of_nothing_is_refused(graph):
    with pytest.raises(UsageError, match="nothing to draw"):
        plot_outcomes(graph, [], "svg")


def test_the_plot_command_keeps_an_existing_file(tmp_path):
    file = tmp_path / "o.svg"
    assert kgraph("outcomes", "--plot", file)[0] == 0
    code, _, errors = kgraph("outcomes", "--plot", file)
    assert code == 2
    assert "--force" in errors


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize(
    "command",
    [
        ("path", "KDT", "IESS", "--top", "1"),
        ("mechanisms",),
        ("hypotheses",),
        ("outcomes",),
        ("debates",),
        ("compare", "IESS", "ALS"),
        ("show", "KDT"),
        ("trace", "KATP channel"),
        ("query", "microbes"),
    ],
    ids=lambda command: command[0],
)
def test_what_people_read_says_once_that_it_is_no_medical_advice(command, form):
    """Whether it stays in a terminal or goes into a document."""
    code, out, _ = kgraph(*command, "--format", form)
    assert code == 0
    assert out.count("Not medical advice") == 1
