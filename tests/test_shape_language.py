"""The shapes say the same when they are read here and when pyshacl reads them."""

import logging

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from pyshacl import validate
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from test_overlays import written

from kgraph.check import shape_language
from kgraph.check.findings import FindingPositions, Report
from kgraph.check.shape_language import ShapedData, read_shapes, violations
from kgraph.check.shapes import check_shapes
from kgraph.errors import DataError
from kgraph.files.bundled import bundled, bundled_data
from kgraph.reading.load import load_to_check
from kgraph.reading.rdf_files import new_store
from kgraph.sparql.loading import load_store
from kgraph.vocabulary import PREFIXES, RDF_TYPE, expand

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
FILE = bundled("ontology", "shapes.ttl")
SHAPES = read_shapes(FILE)
XSD = PREFIXES["xsd"]


def found_here(store):
    return {
        (one.focus.value, one.shape.path.value, one.constraint.lower(), one.value and one.value.value)
        for one in violations(ShapedData(store), SHAPES)
    }


@pytest.fixture(autouse=True)
def texts_as_written(monkeypatch):
    """Values that are not of their datatype stay as they are written, in silence."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    monkeypatch.setattr(logging.getLogger("rdflib.term"), "disabled", True)


def found_by_pyshacl(store):
    """The same of a store; through the engine's terms, so that plain texts are of the datatype string on both sides."""
    graphs = []
    for each in (store, load_store([FILE], edges=False)):
        stored = rdflib.Graph(store=OxigraphStore(store=each), identifier=DATASET_DEFAULT_GRAPH_ID)
        graphs.append(rdflib.Graph())
        graphs[-1] += stored
    _, results, _ = validate(graphs[0], shacl_graph=graphs[1], inference="none", inplace=True)
    return {
        (
            str(results.value(one, SH.focusNode)),
            str(results.value(one, SH.resultPath)),
            str(results.value(one, SH.sourceConstraintComponent))
            .removeprefix(str(SH))
            .removesuffix("ConstraintComponent")
            .lower(),
            None if (value := results.value(one, SH.value)) is None else str(value),
        )
        for one in results.subjects(rdflib.RDF.type, SH.ValidationResult)
    }


def test_the_bundled_data_fit_the_shapes_by_both():
    """Neither finds a fault."""
    store = load_store(bundled_data())
    assert found_here(store) == found_by_pyshacl(store) == set()


PATHS = sorted({part.path.value for shape in SHAPES for part in shape.properties})
THINGS = [NamedNode(expand(f"entity:thing-{number}")) for number in range(4)]
VALUES = [
    *THINGS,
    BlankNode("b"),
    NamedNode(expand("certainty:asserted")),
    NamedNode("https://example.org/x"),
    *(Literal(text) for text in ("+", "helps", "", "x" * 81, "10.1234/x", "7", "PMC7", "P012", "a/1", "0" * 64)),
    Literal("+", language="en"),
    *(
        Literal(text, datatype=NamedNode(XSD + kind))
        for kind, text in [
            ("boolean", "true"), ("boolean", "1"), ("boolean", "yes"), ("integer", "0"), ("integer", "7"), ("integer", "+8"),
            ("integer", "x"), ("decimal", "7.5"), ("decimal", "-1"), ("duration", "P3M"), ("duration", "PT1.5S"), ("double", "7.5"),
        ]
    ),
]  # fmt: skip
TYPES = [shape.target for shape in SHAPES] + [NamedNode(expand(name)) for name in ("kg:Certainty", "kg:Protein")]
NO_BLANKS = {expand("oa:start"), expand("oa:end")}  # pyshacl gives up where these are blank
STATEMENTS = st.one_of(
    st.builds(Quad, st.sampled_from(THINGS), st.just(NamedNode(RDF_TYPE)), st.sampled_from(TYPES)),
    st.builds(Quad, st.sampled_from(THINGS), st.sampled_from([NamedNode(path) for path in PATHS]), st.sampled_from(VALUES)),
).filter(lambda quad: not (quad.predicate.value in NO_BLANKS and isinstance(quad.object, BlankNode)))  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(STATEMENTS, min_size=8, max_size=60))
def test_any_statements_break_the_same_shapes_by_both(quads):
    """The same things, properties, constraints and values, whatever is said of what."""
    store = new_store(quads)
    # Subclasses count as well.
    store.add(
        Quad(NamedNode(expand("kg:Protein")), NamedNode(expand("rdfs:subClassOf")), NamedNode(expand("kg:Entity")))
    )
    assert found_here(store) == found_by_pyshacl(store)


SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
ex:shape a sh:NodeShape ; sh:targetClass ex:Thing ; {of_shape}
    sh:property [ sh:path ex:of ; sh:message "A message." ; {of_property} ] .
"""


@pytest.mark.parametrize(
    ("of_shape", "of_property", "named"),
    [
        ("sh:closed true ;", "sh:minCount 1", "sh:closed is not known here"),
        ("", "sh:uniqueLang true", "sh:uniqueLang is not known here"),
        ("", "sh:nodeKind sh:IRIOrLiteral", "sh:nodeKind IRIOrLiteral is not known here"),
        ("", "sh:datatype xsd:gYear", "sh:datatype gYear is not known here"),
        ("", "sh:class ex:A , ex:B", "2 of sh:class, and needs one"),
    ],
)
def test_a_part_of_shacl_that_is_not_known_is_refused(of_shape, of_property, named, tmp_path):
    """No constraint is passed over in silence."""
    file = tmp_path / "shapes.ttl"
    file.write_text(SHAPE.format(of_shape=of_shape, of_property=of_property), encoding="utf-8")
    with pytest.raises(DataError, match=named):
        read_shapes(file)


FAULTY = """claim:{0} a kg:Claim ; rdf:subject entity:absent-{0} ; rdf:predicate kg:increases ; rdf:object entity:absent ;
    kg:sign "+", "-" .
"""


def test_no_fault_makes_statements_be_looked_up_again(tmp_path, monkeypatch):
    """A hundred times the faults, and no look-up more."""
    looked_up, look_up = [], shape_language._quads
    monkeypatch.setattr(shape_language, "_quads", lambda *asked: looked_up.append(asked) or look_up(*asked))
    found, counts = [], []
    for number in (1, 100):
        file = written(tmp_path, "".join(FAULTY.format(each) for each in range(number)), f"{number}.ttl")
        graph, report = load_to_check(file, bundled=False)[0], Report()
        looked_up.clear()
        check_shapes(graph, FindingPositions(graph.files), report)
        found.append(len(report.findings))
        counts.append(len(looked_up))
    assert found[1] >= 50 * found[0] > 0
    assert counts[0] == counts[1] > 0
