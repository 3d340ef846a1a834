"""What is exported reads back: with the libraries that we have, and with the sign and the evidence that it had."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pyarrow.parquet as pq
import pytest
import rdflib
from command import kgraph as command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from small import claim, line, small_graph

from kgraph.errors import ExistingFolderError, OutputError, UsageError
from kgraph.evidence import is_disputed
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.documents import Files, GraphDocument
from kgraph.formats.export_folders import write_folder
from kgraph.formats.graph_tables import COLUMNS, table
from kgraph.formats.losses import KINDS, LOSES, losses
from kgraph.formats.network_files import interaction
from kgraph.formats.registry import FORMATS, names, write
from kgraph.graph import load
from kgraph.model import Claim, Entity, EvidenceLine, Locator, Measurement, Reference
from kgraph.vocabulary import CERTAINTIES, KG, expand

# rdflib warns of its own use of what it gave up.
pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning")

REFERENCES = {
    "reference:a": Reference("reference:a", "doi:10.1000/a", doi="10.1000/a"),
    "reference:b": Reference("reference:b", "pmid:1", pmid="1", doi="10.1000/b"),
    "reference:c": Reference("reference:c", "B3", number=3),
}
PUBLIC = {"reference:a": "doi:10.1000/a", "reference:b": "PMID:1", "reference:c": ""}
SIGNS = {
    "increases": "+", "decreases": "-", "affects": "?+-", "no_effect": "0", "associated_with": "+-0?", "has_outcome": "+-0?",
    "compared_with": "+-0?", "treats": "-", "part_of": "", "predicts": "+-?", "provides_energy_to": "+",
}  # fmt: skip


@st.composite
def claims(draw):
    """A claim of any relation and sign, with evidence on any side."""
    relation = draw(st.sampled_from(sorted(SIGNS)))
    lines = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["supports", "disputes", "inconclusive"]),
                st.sampled_from(sorted(REFERENCES)),
                st.sampled_from(["direct", "near"]),
            ),
            max_size=3,
        )
    )
    evidence = tuple(
        EvidenceLine(f"evidence:{n}", reference, direction, "primary", ("animal",), attachment)
        for n, (direction, reference, attachment) in enumerate(lines)
    )
    sign = draw(st.sampled_from(SIGNS[relation])) if SIGNS[relation] else ""
    return claim(f"a {relation} b", sign=sign, certainty=draw(st.sampled_from(CERTAINTIES)), evidence=evidence)


def cited(one, direction):
    """The public names of what a claim cites on one side, as far as it counts."""
    found = [line.reference for line in one.evidence if line.direction == direction and line.counts]
    return {PUBLIC[reference] for reference in found} - {""}


def rows(data, delimiter):
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter=delimiter))


def several(cell):
    return set(cell.split("|")) - {""}


# Format → the rows of its claims, as the program that reads it would see them.
def graphml(written):
    return [data for _, _, data in nx.parse_graphml(written.decode(), force_multigraph=True).edges(data=True)]


def gexf(written):
    return [data for _, _, data in nx.read_gexf(io.BytesIO(written)).edges(data=True)]


def cx2(written):
    [edges] = [piece["edges"] for piece in json.loads(written) if "edges" in piece]
    [declared] = [piece["attributeDeclarations"] for piece in json.loads(written) if "attributeDeclarations" in piece]
    assert all(edge["v"].keys() <= declared[0]["edges"].keys() for edge in edges)
    return [{**edge["v"], "relation": edge["v"]["interaction"]} for edge in edges]


def neo4j(written):
    found = rows(written.contents["claims-between-entities.csv"], ",")
    return [{name.partition(":")[0]: cell for name, cell in row.items() if not name.startswith(":")} for row in found]


def parquet(written):
    return pq.read_table(io.BytesIO(written.contents["claims.parquet"])).to_pylist()


def kgx(written):
    return [_of_kgx(row) for row in rows(written.contents["edges.tsv"], "\t")]


def kgx_jsonl(written):
    return [_of_kgx(json.loads(text)) for text in written.contents["edges.jsonl"].splitlines()]


def _of_kgx(row):
    return {name.removeprefix("kgraph_"): value for name, value in row.items()}


READERS = {
    "graphml": graphml, "gexf": gexf, "cx2": cx2, "neo4j": neo4j, "parquet": parquet, "kgx": kgx, "kgx-jsonl": kgx_jsonl,
}  # fmt: skip


def texts(value):
    """The values of a field, whatever a format joins them with."""
    return several(value) if isinstance(value, str) else set(value or ())


def truth(value):
    return value in (True, "true", "True")


@pytest.mark.parametrize("form", READERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(one=claims())
def test_sign_negation_and_sides_survive(graph, form, one):
    """Whatever the claim: its sign, its doubt, and what supports and what disputes it are apart, and as they were."""
    small = small_graph(graph, one, references=REFERENCES)
    [row] = READERS[form](write(GraphDocument(small), form))
    assert row.get("sign", "") == one.sign
    assert row["certainty"] == one.certainty
    assert truth(row["disputed"]) == is_disputed(one)
    assert texts(row.get("publications")) == cited(one, "supports")
    assert texts(row.get("disputing_publications")) == cited(one, "disputes")
    assert texts(row["study_kinds"]) == {"animal"}
    if not form.startswith("kgx"):
        assert truth(row["negated"]) == (one.sign == "0")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(one=claims())
def test_biolink_says_no_more_than_the_claim(graph, one):
    """A direction only with the same sign, a negation only of a negative finding, and no fact that is none."""
    small = small_graph(graph, one, references=REFERENCES)
    [edge] = kgx_jsonl(write(GraphDocument(small), "kgx-jsonl"))
    raises = edge.get("object_direction_qualifier") == "increased" or edge["predicate"].startswith("biolink:positively")
    lowers = edge.get("object_direction_qualifier") == "decreased" or edge["predicate"].startswith("biolink:negatively")
    assert not raises or one.sign == "+"
    assert not lowers or one.sign == "-"
    assert edge["negated"] == (one.sign == "0" and one.relation != "compared_with")
    assert (edge["knowledge_level"] == "knowledge_assertion") == (one.certainty == "asserted")
    assert edge["original_predicate"] == f"kg:{one.relation}"


def test_one_word_for_a_claim_tells_its_doubt():
    """SIF has the sign in brackets, and a disputed or tentative claim is another interaction than a sure one."""
    assert interaction(claim("a increases b")) == "increases (+)"
    assert interaction(claim("a affects b", sign="?")) == "affects (?)"
    assert interaction(claim("a part_of b", sign="")) == "part_of"
    assert interaction(claim("a treats b", sign="-", certainty="contested")) == "treats (-) contested"
    disputed = claim("a no_effect b", sign="0", evidence=(line("x", direction="disputes"),))
    assert interaction(disputed) == "no_effect (0) disputed"


def test_sif_has_every_claim_and_every_idle_entity(graph):
    """Three columns a claim, one for an entity that no claim is about."""
    found = [text.split("\t") for text in write(GraphDocument(graph), "sif").splitlines()]
    assert [(a, b) for a, _, b in (row for row in found if len(row) == 3)] == [
        (one.subject, one.object) for one in graph.claims.values()
    ]
    assert {row[0] for row in found if len(row) == 1} == set(graph.entities) - set(graph.claims_by_entity)


@pytest.fixture(scope="module")
def some(graph, tmp_path_factory):
    """Some bundled claims of every certainty and sign with what belongs to them, read from a file of their own."""
    chosen = [
        one for one in graph.claims.values() if one.certainty != "asserted" or one.sign in "0?" or one.measurements
    ]
    chosen = {one.id: one for one in chosen[:120]}
    ends = {name for one in chosen.values() for name in (one.subject, one.object)}
    part = graph.replace(
        claims=chosen,
        entities={name: one for name, one in graph.entities.items() if name in ends},
        hypotheses=dict(list(graph.hypotheses.items())[:5]),
        questions={},
    )
    file = tmp_path_factory.mktemp("some") / "some.ttl"
    file.write_text(contents_as_turtle(part), encoding="utf-8")
    return load(file, bundled=False)


@pytest.fixture(scope="module")
def vocabulary():
    """The statements of the vocabulary, which every graph has."""
    return rdflib.Graph().parse(data=write(GraphDocument(load(bundled=False)), "nt"), format="nt")


@pytest.fixture(scope="module")
def triples(some):
    """The statements of those claims, by rdflib."""
    return rdflib.Graph().parse(data=write(GraphDocument(some), "nt"), format="nt")


@pytest.mark.parametrize(("form", "parser"), [("nq", "nquads"), ("trig", "trig")])
def test_graph_names_hold_the_edges_apart(some, triples, form, parser):
    """All graphs together are the graph, isomorphic; without that of the edges no derived edge is left."""
    found = rdflib.Dataset().parse(data=write(GraphDocument(some), form), format=parser)
    assert isomorphic(union(found), triples)
    raises = {str(name) for *_, name in found.quads((None, rdflib.URIRef(KG + "raises"), None, None))}
    assert raises == {f"{KG}edges"}


def test_json_ld_is_the_graph(some, triples):
    """What rdflib reads is isomorphic to the statements of the store; the context types whatever has one type."""
    written = write(GraphDocument(some), "jsonld")
    assert isomorphic(rdflib.Graph().parse(data=written, format="json-ld"), triples)
    context = json.loads(written)["@context"]
    assert context["subject"] == {"@id": str(rdflib.RDF.subject), "@type": "@id"}
    assert context["start"]["@type"] == "xsd:integer"


NAMED = """@prefix kg: <https://w3id.org/kgraph/> . @prefix x: <http://x/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
x:g { x:a x:p [ x:q "one", "eins"@de, 1, 1.5, true ] ; x:l ( x:b _:s [ x:q x:c ] ) . _:s x:q _:s . }
x:h { _:s x:r x:a . x:evidence kg:evidence x:e . } x:a x:p x:d ; x:empty () .
"""


@pytest.mark.parametrize(("form", "parser"), [("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_odd_statements_come_back(tmp_path, vocabulary, form, parser):
    """Graphs of a file, nodes that two graphs share, lists, nodes in rings, and literals of every kind."""
    file = tmp_path / "named.trig"
    file.write_text(NAMED, encoding="utf-8")
    odd = load(file, bundled=False)
    written = write(GraphDocument(odd), form)
    theirs = union(rdflib.Dataset().parse(data=NAMED, format="trig"))
    ours = rdflib.Dataset().parse(data=written, format=parser)
    assert isomorphic(union(ours), theirs + vocabulary)
    if form != "jsonld":
        assert {str(name) for *_, name in ours.quads()} >= {"http://x/g", "http://x/h"}
    lost = {tally.what: tally.count for tally in losses(odd, form)}
    assert lost == ({"names of graphs": 2} if form == "jsonld" else {})


def union(dataset):
    """The statements of all graphs of a data set."""
    found = rdflib.Graph()
    for subject, predicate, target, _ in dataset.quads():
        found.add((subject, predicate, target))
    return found


def rebuilt(graph):
    """The values of a graph, made again from its tables alone."""
    found = {name: list(table(graph, name)) for name in COLUMNS}
    lines, numbers = {}, {}
    for row in found["lines"]:
        lines.setdefault(row["about"], []).append(
            EvidenceLine(**taken(row, EvidenceLine), locator=place(row, ""), marker=place(row, "marker_"))
        )
    for row in found["numbers"]:
        numbers.setdefault(row["claim"], []).append(Measurement(**taken(row, Measurement)))
    for row in found["claims"]:
        related = ("disputes", "qualifies", "agrees_with", "supersedes", "retracts")
        yield (
            Claim(
                **taken(row, Claim),
                evidence=tuple(lines.get(row["id"], ())),
                measurements=tuple(numbers.get(row["id"], ())),
            ),
            {(name.replace("agrees_with", "agreesWith"), target) for name in related for target in row[name]},
        )
    for row in found["entities"]:
        matches = {
            (f"{way}Match", target) for way in ("exact", "close", "broad", "narrow") for target in row[f"{way}_matches"]
        }
        yield Entity(**taken(row, Entity)), matches
    for row in found["references"]:
        yield Reference(**taken(row, Reference)), set()


def taken(row, kind):
    return {name: row[name] for name in kind.__dataclass_fields__ if name in row}


def place(row, prefix):
    fields = {name: row[f"{prefix}{name}"] for name in ("source", "section", "sentence", "start", "end", "quote")}
    return Locator(**fields) if fields["source"] else None


def test_the_tables_hold_everything(graph):
    """Every claim, entity and reference can be made again from the tables, equal in every field."""
    again = {value.id: (value, related) for value, related in rebuilt(graph)}
    things = {**graph.claims, **graph.entities, **graph.references}
    assert again.keys() == things.keys()
    for name, thing in things.items():
        value, related = again[name]
        given_relations = getattr(thing, "relations", getattr(thing, "mappings", ()))
        assert related == set(given_relations), name
        for field in type(thing).__dataclass_fields__:
            if field not in ("relations", "mappings"):
                assert getattr(value, field) == getattr(thing, field), (name, field)


def test_parquet_files_are_the_tables(graph):
    """A file a table, with the rows and types of its columns, and what each column is about in its schema."""
    files = write(GraphDocument(graph), "parquet").contents
    assert set(files) == {f"{name}.parquet" for name in COLUMNS}
    for name, columns in COLUMNS.items():
        read = pq.read_table(io.BytesIO(files[f"{name}.parquet"]))
        expected = [
            {key: list(v) if isinstance(v, tuple) else v for key, v in row.items()} for row in table(graph, name)
        ]
        assert read.to_pylist() == [{column.name: row[column.name] for column in columns} for row in expected]
        assert [field.metadata[b"about"].decode() for field in read.schema] == [column.about for column in columns]
        assert read.schema.metadata[b"licence"] == b"https://creativecommons.org/licenses/by/4.0/"


def test_no_end_of_a_neo4j_relationship_is_missing(graph):
    """Identifiers are given once, relationships join nodes that are there, and evidence hangs on every claim that has some."""
    files = {name: rows(content, ",") for name, content in write(GraphDocument(graph), "neo4j").contents.items()}
    given_names = [
        row["id:ID"] for name, found in files.items() if f"{name.removesuffix('.csv')}" in COLUMNS for row in found
    ]
    assert len(given_names) == len(set(given_names))
    links = files["links.csv"] + files["claims-between-entities.csv"]
    assert {row[end] for row in links for end in (":START_ID", ":END_ID")} <= set(given_names)
    evidence = {(row[":START_ID"], row[":END_ID"]) for row in files["links.csv"] if row[":TYPE"] == "HAS_EVIDENCE"}
    assert evidence >= {(one.id, each.id) for one in graph.claims.values() for each in one.evidence}


@pytest.fixture(scope="module")
def nanopubs(some):
    """Those claims as nanopublications, by rdflib."""
    return rdflib.Dataset().parse(data=write(GraphDocument(some), "nanopub"), format="trig")


NP = rdflib.Namespace("http://www.nanopub.org/nschema#")


def broken_rules(dataset):
    """What the rules for nanopublications find wrong with every one in a data set."""
    graphs = {g.identifier: g for g in dataset.graphs() if len(g)}
    heads = [(name, whole) for name, g in graphs.items() for whole in g.subjects(rdflib.RDF.type, NP.Nanopublication)]
    used = []
    for name, whole in heads:
        parts = [
            list(graphs[name].objects(whole, NP[f"has{part}"]))
            for part in ("Assertion", "Provenance", "PublicationInfo")
        ]
        if [len(part) for part in parts] != [1, 1, 1]:
            yield f"{whole}: not one of each part"
            continue
        assertion, provenance, info = (part[0] for part in parts)
        used += [name, assertion, provenance, info]
        if {assertion, provenance, info} - graphs.keys():
            yield f"{whole}: an empty or missing graph"
            continue
        if not any(assertion in triple for triple in graphs[provenance]):
            yield f"{whole}: the provenance says nothing of the assertion"
        if not any(whole in triple for triple in graphs[info]):
            yield f"{whole}: the publication info says nothing of the nanopublication"
    if not heads or len(used) != len(set(used)) or set(used) != set(graphs):
        yield "graphs beyond those of the nanopublications, or shared ones, or none"


def test_nanopublications_are_valid(some, nanopubs):
    """One for each claim, by the rules: four graphs, none empty, linked as they should be."""
    assert list(broken_rules(nanopubs)) == []
    assert len(list(nanopubs.quads((None, rdflib.RDF.type, NP.Nanopublication, None)))) == len(some.claims)


def test_a_nanopublication_supports_with_its_support_alone(some, nanopubs):
    """What counts and supports supports the assertion, what disputes disputes it; the claim has its sign inside."""
    cito, kg = rdflib.Namespace("http://purl.org/spar/cito/"), rdflib.Namespace(KG)
    for one in some.claims.values():
        name = f"{KG}nanopub/{one.id.partition(':')[2]}"
        assertion = rdflib.URIRef(f"{name}#assertion")
        provenance = nanopubs.graph(rdflib.URIRef(f"{name}#provenance"))
        for direction, word in (("supports", "isSupportedBy"), ("disputes", "isDisputedBy")):
            expected = {expand(each.reference) for each in one.evidence if each.counts and each.direction == direction}
            assert {str(found) for found in provenance.objects(assertion, cito[word])} == expected
        inside = nanopubs.graph(assertion)
        assert [str(sign) for sign in inside.objects(rdflib.URIRef(expand(one.id)), kg.sign)] == (
            [one.sign] if one.sign else []
        )


def test_claims_of_others_are_not_given_our_name(tmp_path, graph):
    """Creator and licence are those of the bundled claims; a reader's own has neither, and other names."""
    file = tmp_path / "own.ttl"
    file.write_text(
        contents_as_turtle(small_graph(graph, claim("a increases b")))
        .replace("claim:", "own:")
        .replace("@prefix own: <https://w3id.org/kgraph/claim/>", "@prefix own: <http://own.example/>"),
        encoding="utf-8",
    )
    written = write(GraphDocument(load(file, bundled=False)), "nanopub")
    assert "creator" not in written
    assert "createdWith" in written
    assert f"{KG}nanopub/a-increases-b" not in written


def test_cx2_is_coloured_by_sign(graph):
    """The mapping has a colour for every sign, and a disputed claim is dotted; counts are those of the aspects."""
    pieces = {
        name: content for piece in json.loads(write(GraphDocument(graph), "cx2")) for name, content in piece.items()
    }
    mapping = pieces["visualProperties"][0]["edgeMapping"]
    assert {one["v"] for one in mapping["EDGE_LINE_COLOR"]["definition"]["map"]} == {"+", "-", "?", "0"}
    assert {"v": True, "vp": "dotted"} in mapping["EDGE_LINE_STYLE"]["definition"]["map"]
    assert all(len(pieces[one["name"]]) == one["elementCount"] for one in pieces["metaData"])
    assert pieces["status"] == [{"success": True}]


def test_gexf_is_the_same_on_every_day(graph):
    """The writer of networkx puts the date in, which we take out; edges are named by their claims."""
    written = write(GraphDocument(graph), "gexf")
    assert b"lastmodified" not in written
    edges = ET.fromstring(written).iter("{http://www.gexf.net/1.2draft}edge")
    assert [edge.get("id") for edge in edges] == list(graph_edges_in_order(graph))


def graph_edges_in_order(graph):
    network = nx.MultiDiGraph()
    network.add_nodes_from(graph.entities)
    for one in graph.claims.values():
        network.add_edge(one.subject, one.object, key=one.id)
    return (key for _, _, key in network.edges(keys=True))


def test_figures_draw_every_claim_and_its_doubt(graph):
    """An arrow a claim in both; disputed ones are dotted and say so."""
    mermaid, dot = (write(GraphDocument(graph), form) for form in ("mermaid", "dot"))
    assert mermaid.count("->|") == dot.count(" -> ") == len(graph.claims)
    disputed = sum(map(is_disputed, graph.claims.values()))
    assert dot.count("style=dotted") == disputed
    assert all(
        "Not medical advice" in " ".join(text.replace("%%", " ").replace("\\n", " ").split()) for text in (mermaid, dot)
    )


def test_the_prefix_map_has_every_prefix(graph):
    """Names of the graph can be written out with it."""
    found = json.loads(write(GraphDocument(graph), "prefixes"))
    assert found["entity"] == f"{KG}entity/"
    used = {
        name.partition(":")[0]
        for entity in graph.entities.values()
        for name in (entity.id, *(t for _, t in entity.mappings))
    }
    assert used <= found.keys()


def test_the_description_counts_what_is_there(graph):
    """VoID and DCAT: triples, claims, licence, creator, and a file for each RDF format that is exported."""
    void = rdflib.Graph().parse(data=write(GraphDocument(graph), "void"), format="turtle")
    data, ns = rdflib.URIRef(f"{KG}data/"), rdflib.Namespace("http://rdfs.org/ns/void#")
    assert int(void.value(data, ns.triples)) == len(graph.store)
    part = next(void.subjects(ns["class"], rdflib.URIRef(KG + "Claim")))
    assert int(void.value(part, ns.entities)) == len(graph.claims)
    assert str(void.value(data, rdflib.DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(void.value(void.value(data, rdflib.DCTERMS.creator), rdflib.FOAF.name)) == "The kgraph developers"
    dumps = {str(dump).rpartition(".")[2] for dump in void.objects(data, ns.dataDump)}
    assert dumps == {"ttl", "nt", "nq", "trig", "jsonld"} <= set(names("graph"))


def test_every_export_has_its_row_of_losses():
    """A format that the graph is written in says what it loses, in kinds that can be counted."""
    assert set(LOSES) == set(names("graph"))
    assert {kind for row in LOSES.values() for kind in row} == set(KINDS)


def test_losses_are_counted(graph):
    """What the tables hold a Parquet file holds; what SIF loses is as many as there are."""
    assert losses(graph, "parquet") == losses(graph, "ttl") == ()
    lost = {tally.what: tally.count for tally in losses(graph, "sif")}
    assert lost["numbers"] == sum(len(one.measurements) for one in graph.claims.values())
    assert lost["hypotheses"] == len(graph.hypotheses)
    assert "signs of claims" not in lost
    assert "marks of disputed claims" not in lost


def test_strict_makes_a_loss_an_error(tmp_path):
    """Nothing is written, the losses are told, and the exit code is 1; what loses nothing is written."""
    file = tmp_path / "claims.sif"
    code, out, said = command("export", "-o", file, "--strict")
    assert (code, out, file.exists()) == (1, "", False)
    assert "lost hypotheses: " in said
    code, out, said = command("export", "--to", "prefixes", "--strict")
    assert (code, said) == (0, "")
    assert json.loads(out)["kg"] == KG


def test_losses_are_told_beside_the_file(tmp_path):
    """They are on stderr, and the file is there all the same."""
    file = tmp_path / "claims.sif"
    code, _, said = command("export", "-o", file)
    assert code == 0
    assert said.splitlines()[0] == f"wrote {file}"
    assert all(row.startswith("lost ") for row in said.splitlines()[1:])
    assert file.stat().st_size


def test_several_files_are_a_folder(tmp_path):
    """They are put there whole with a note; they go nowhere else, and replace nothing but an earlier export."""
    code, out, said = command("export", "--to", "neo4j")
    assert (code, out) == (2, "")
    assert "neo4j is several files; name a folder with -o." in said
    folder, files = tmp_path / "out", Files("kgx", {"a.tsv": b"a\n"})
    write_folder(folder, files)
    assert {one.name for one in folder.iterdir()} == {"a.tsv", "kgraph-export.json"}
    with pytest.raises(ExistingFolderError, match="Give force=True"):
        write_folder(folder, files)
    write_folder(folder, Files("kgx", {"b.tsv": b"b\n"}), force=True)
    assert {one.name for one in folder.iterdir()} == {"b.tsv", "kgraph-export.json"}
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExistingFolderError, match="not an export of kgraph alone"):
        write_folder(folder, files, force=True)
    assert (folder / "mine.txt").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_python_saves_the_graph(tmp_path, graph):
    """By the ending, or by the format that is named; a loss is an error when it is asked to be one."""
    assert graph.save(tmp_path / "a.sif") == tmp_path / "a.sif"
    assert pq.read_table(graph.save(tmp_path / "p", to="parquet") / "claims.parquet").num_rows == len(graph.claims)
    with pytest.raises(UsageError, match="has no ending"):
        graph.save(tmp_path / "q")
    with pytest.raises(OutputError, match=f"sif cannot carry .*hypotheses: {len(graph.hypotheses)}"):
        graph.save(tmp_path / "b.sif", strict=True)
    assert not (tmp_path / "b.sif").exists()
    for call in (lambda: graph.losses("docx"), lambda: graph.save(tmp_path / "c", to="docx")):
        with pytest.raises(UsageError, match="has no format docx; use one of"):
            call()


DOCS = (Path(__file__).parent.parent / "docs" / "exporting.md").read_text(encoding="utf-8")


def test_the_page_lists_every_kind_and_every_loss():
    """The table of kinds, what each loses, and the columns of the tables are those of the code."""
    sections = dict(re.findall(r"^##+ (.*)\n\n((?:(?!^#).*\n)*)", DOCS, re.MULTILINE))
    assert re.findall(r"^\| `(.*?)` \|", sections["The kinds"], re.MULTILINE) == list(LOSES)
    lost = {
        kind: tuple(words.split("; "))
        for kind, words in re.findall(r"^- `(.*?)`: (.*)\.$", sections["What is lost"], re.MULTILINE)
    }
    assert lost == {kind: words for kind, words in LOSES.items() if words}
    for name, columns in COLUMNS.items():
        listed = re.findall(r"^\| `(.*?)` \| (.*?) \| (.*?) \|$", sections[name], re.MULTILINE)
        assert listed == [(column.name, column.holds, column.about) for column in columns]


@pytest.mark.parametrize("form", [one.name for one in FORMATS if one.writes("graph")])
def test_an_empty_graph_is_written_too(form):
    """Without a claim every format is what it is, and nothing is lost."""
    empty = load(bundled=False)
    written = write(GraphDocument(empty), form)
    assert written is not None
    assert losses(empty, form) == ()
