"""Exports are imported again: what a claim says comes back, and what does not is what the report of losses names."""

import json
import re
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from small import claim, small_graph

from kgraph.evidence import is_disputed, is_unsupported
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.documents import Files, GraphDocument
from kgraph.formats.losses import losses
from kgraph.formats.registry import write
from kgraph.frozen import replace
from kgraph.graph import load
from kgraph.importers import read
from kgraph.model import EvidenceLine, Locator, Measurement, Reference
from kgraph.vocabulary import CERTAINTIES, CLAIM_RELATIONS, STUDY_KINDS

# rdflib warns of its own use of what it gave up.
pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning")

# Format → the kind that reads it again.
KINDS = {
    "kgx": "kgx", "kgx-jsonl": "kgx", "trig": "rdf", "nq": "rdf", "ttl": "rdf", "jsonld": "rdf", "claims-tsv": "tsv",
}  # fmt: skip
ENDINGS = {"claims-tsv": "tsv"}
REFERENCES = {
    "reference:a": Reference("reference:a", "doi:10.1000/a", doi="10.1000/a", title="A title", year=2020),
    "reference:b": Reference("reference:b", "pmid:1", pmid="1", doi="10.1000/b"),
    "reference:c": Reference("reference:c", "B3", number=3),
    "reference:d": Reference("reference:d", "PMC5", pmcid="PMC5", notes=("a note",)),
}
# A text and a table both have to hold it.
WORDS = st.sampled_from(["", "in rats", 'said "so"', '"first" words', "Δ ≥ 5 μM", "a, b; c", "\\ and '", "−3"])
PLACES = st.sampled_from(
    [None, Locator("review", "3.1", 2, 10, 20, "few words"), Locator("review", "3.2", 1, 30, 40, "")]
)


def written(graph, form, folder):
    """The files of an export."""
    said = write(GraphDocument(graph), form)
    files = said.contents if isinstance(said, Files) else {f"graph.{ENDINGS.get(form, form)}": said}
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [folder / name for name in files]


def again(graph, form, folder):
    """What the export of a graph says to whoever imports it."""
    return read(written(graph, form, folder), kind=KINDS[form], known=graph)


@st.composite
def lines(draw, name):
    """An evidence line on any side, tied as closely as any, with or without a place, a reference and a number."""
    reference = draw(st.sampled_from(["", *REFERENCES]))
    return EvidenceLine(
        f"evidence:{name}",
        reference,
        draw(st.sampled_from(["supports", "disputes", "inconclusive"])),
        draw(st.sampled_from(["primary", "relayed", "inferred"])),
        (draw(st.sampled_from(STUDY_KINDS)),),
        draw(st.sampled_from(["direct", "carried", "near"])) if reference else "",
        locator=draw(PLACES),
        row=draw(st.sampled_from(["", "P001"])),
        notes=tuple(filter(None, [draw(WORDS)])),
    )


@cache
def relations():
    return dict(load().relations)


@st.composite
def claims(draw):
    """A claim of any relation and sign, worded in any way, with up to three lines of evidence."""
    name = draw(st.sampled_from(sorted(relations()))).removeprefix("kg:")
    signs = next(relation.allowed_signs for relation in relations().values() if relation.name == name)
    evidence = tuple([draw(lines(f"line-{number}")) for number in range(draw(st.integers(0, 3)))])
    related = draw(st.lists(st.sampled_from(CLAIM_RELATIONS), unique=True, max_size=2))
    return claim(
        f"a {name} b",
        sign=draw(st.sampled_from([*signs, *(["?"] if signs else [])])) if signs else "",
        certainty=draw(st.sampled_from(CERTAINTIES)),
        study_kind=draw(st.sampled_from(STUDY_KINDS)),
        evidence=evidence,
        uncited=not any(line.counts for line in evidence),
        implied=draw(st.booleans()),
        definitional=draw(st.booleans()),
        deprecated=draw(st.booleans()),
        disease=draw(st.sampled_from(["", "entity:b"])),
        tissue=draw(st.sampled_from(["", "entity:c"])),
        species=draw(st.sampled_from([(), ("entity:d",), ("entity:c", "entity:d")])),
        population=draw(WORDS),
        condition=draw(WORDS),
        dose=draw(WORDS),
        printed_subject=draw(WORDS),
        slip=draw(WORDS),
        notes=tuple(sorted({draw(WORDS), draw(WORDS)} - {""})),
        measurements=draw(
            st.sampled_from(
                [(), (Measurement("17%", 17.0, unit="%", time_point="P3M", sample_size=9, arm="entity:c"),)]
            )
        ),
        relations=tuple((way, "claim:c-increases-d") for way in CLAIM_RELATIONS if way in related),
    )


def graph_of(graph, found, folder):
    """A graph of these claims, each under a name of its own, and of another that they may be related to."""
    named = [replace(one, id=f"{one.id}-{number}", evidence=tuple(replace(line, id=f"{line.id}-{number}") for line in one.evidence))
             for number, one in enumerate(found)]  # fmt: skip
    other = claim("c increases d", evidence=(), uncited=True)
    made = small_graph(graph, *named, other, references=REFERENCES)
    file = folder / "made.ttl"
    file.write_text(contents_as_turtle(made), encoding="utf-8")
    return load(file, bundled=False)


@pytest.mark.parametrize("form", KINDS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)
@given(found=st.lists(claims(), min_size=4, max_size=8))
def test_any_claims_come_back_as_they_were(graph, tmp_path, form, found):
    """Sign, negation, who supports and who disputes, doubt, context, study, places and words: the very same claims."""
    there = graph_of(graph, found, tmp_path)
    assert len(there.claims) == len(found) + 1
    imported = again(there, form, tmp_path)
    assert not imported.faults
    back = imported.contents
    assert [(one.id, one.sign, is_disputed(one), is_unsupported(one)) for one in back.claims.values()] == [
        (one.id, one.sign, is_disputed(one), is_unsupported(one)) for one in there.claims.values()
    ]
    assert list(map(spelled, back.claims.values())) == list(map(spelled, there.claims.values()))
    if KINDS[form] != "tsv":
        # A table of claims is read beside the graph whose references and entities it names.
        cited = {line.reference for one in there.claims.values() for line in one.evidence} - {""}
        assert {name: back.references[name] for name in cited} == {name: REFERENCES[name] for name in cited}
        assert dict(back.entities) == dict(there.entities)
    assert not imported.losses


@pytest.mark.parametrize("form", ["kgx", "kgx-jsonl", "trig", "jsonld", "claims-tsv"])
def test_the_bundled_graph_comes_back(graph, tmp_path, form):
    """Every claim, and of everything else what the report of losses does not name."""
    imported = again(graph, form, tmp_path)
    assert not imported.faults
    back, lost = imported.contents, {tally.what: tally.count for tally in losses(graph, form)}
    assert {name: spelled(one) for name, one in back.claims.items()} == {
        name: spelled(one) for name, one in graph.claims.items()
    }
    if KINDS[form] == "tsv":
        return
    assert dict(back.entities) == dict(graph.entities)
    assert graph.references.items() >= back.references.items()
    assert len(graph.references) - len(back.references) == lost.get("references that no claim cites", 0)
    for kind, name in (("hypotheses", "hypotheses"), ("open questions", "questions")):
        assert len(getattr(graph, name)) - len(getattr(back, name)) == lost.get(kind, 0)
    assert sum(graph.sources[name] != back.sources[name] for name in graph.sources) == lost.get("sources", 0)


def spelled(one):
    """A claim without what other claims make of it, whose time points are months: a store writes a year for twelve."""
    return replace(
        one,
        retired=(),
        measurements=tuple(replace(number, time_point=_months(number.time_point)) for number in one.measurements),
    )


def _months(time_point):
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", time_point)
    return f"P{12 * int(found[1] or 0) + int(found[2] or 0)}M" if found and time_point else time_point


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_statements_are_isomorphic_after_a_round_trip(graph, tmp_path, form):
    """What another library reads from the export is what it reads from the Turtle of the same claims."""
    some = small_graph(graph, *SAMPLE, references=REFERENCES)
    file = tmp_path / "made.ttl"
    file.write_text(contents_as_turtle(some), encoding="utf-8")
    first = load(file, bundled=False)
    [export] = written(first, form, tmp_path)
    imported = read([export], kind="rdf")
    before, after, theirs = (
        Graph().parse(data=contents_as_turtle(one), format="turtle") for one in (first, imported.contents, first)
    )
    assert isomorphic(before, after)
    said = Dataset().parse(export, format={"jsonld": "json-ld", "nq": "nquads"}.get(form, form))
    assert set(theirs) <= {quad[:3] for quad in said.quads()}


SAMPLE = (
    claim("a increases b", evidence=(EvidenceLine("evidence:1", "reference:a", "disputes", "primary", ("trial",), "direct"),)),
    claim("a no_effect b", sign="0"),
    claim("b affects c", sign="?", evidence=(EvidenceLine("evidence:2", "reference:b", "inconclusive", "relayed", ("animal",)),)),
)  # fmt: skip

CHANGES = {
    "negated": ("true", "negated is 'true', and kgraph_sign '+' says otherwise"),
    "object_direction_qualifier": (
        "decreased",
        "object_direction_qualifier is 'decreased', and kgraph_sign '+' says otherwise",
    ),
    "predicate": (
        "biolink:negatively_correlated_with",
        "predicate is 'biolink:negatively_correlated_with', and kgraph_sign '+' says otherwise",
    ),
    "publications": ["PMID:1"],
    "kgraph_supporting": ["reference:a"],
    "kgraph_sign": "0",
    "kgraph_lines": "[",
}


@pytest.mark.parametrize("field", CHANGES)
def test_an_edge_that_says_two_things_is_refused(graph, tmp_path, field):
    """What was changed in Biolink's slots alone, or in ours alone, is a fault: a dispute never becomes support."""
    there = small_graph(graph, *SAMPLE, references=REFERENCES)
    nodes, edges = written(there, "kgx-jsonl", tmp_path)
    if "edges" in nodes.name:
        nodes, edges = edges, nodes
    rows = [json.loads(text) for text in edges.read_text(encoding="utf-8").splitlines()]
    change = CHANGES[field]
    rows[0][field] = change[0] if isinstance(change, tuple) else change
    edges.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    imported = read([nodes, edges], kind="kgx")
    [fault] = imported.faults
    assert (fault.line, fault.file) == (1, str(edges))
    if isinstance(change, tuple):
        assert change[1] in fault.reason
    assert rows[0]["id"] not in imported.contents.claims
    assert len(imported.contents.claims) == len(SAMPLE) - 1
