"""Libraries of others read what kgraph writes, each in an environment of its own that `make test-engines` makes once.

What a library finds is printed as JSON by a few lines that run in its environment, and compared with the graph.
"""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

import kgraph
from kgraph.evidence import is_disputed
from kgraph.formats.sign_colors import sign_colors
from kgraph.vocabulary import PREFIXES, expand

READERS = Path(os.environ["KGRAPH_READERS"]).absolute()
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The bundled graph in every format that a library here reads."""
    graph, folder = kgraph.load(), tmp_path_factory.mktemp("exported")
    for name in ("a.graphml", "a.gexf", "a.cx2", "a.sif", "a.ttl"):
        graph.save(folder / name)
    for form in ("kgx", "kgx-jsonl", "parquet", "nanopub", "prefixes"):
        graph.save(folder / form, to=form)
    return folder


def found(environment, program, *arguments):
    """What a program prints as JSON in one of the environments, without the network."""
    done = subprocess.run(
        [READERS / environment / "bin" / "python", "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def signs(graph):
    return dict(sorted(Counter(claim.sign for claim in graph.claims.values()).items()))


IGRAPH = """
import json, sys, igraph
from collections import Counter
g = igraph.Graph.Read_GraphML(sys.argv[1])
print(json.dumps({"nodes": g.vcount(), "edges": g.ecount(), "directed": g.is_directed(),
  "signs": dict(sorted(Counter(g.es["sign"]).items())), "disputed": sum(map(bool, g.es["disputed"])),
  "labels": sorted(g.vs["label"])[:3]}))
"""
NETWORKX = """
import json, sys, networkx as nx
from collections import Counter
out = []
for read, file in ((nx.read_graphml, sys.argv[1]), (nx.read_gexf, sys.argv[2])):
    g = read(file)
    out.append({"nodes": len(g), "edges": g.number_of_edges(),
      "signs": dict(sorted(Counter(d["sign"] for *_, d in g.edges(data=True)).items())),
      "disputed": sum(bool(d["disputed"]) for *_, d in g.edges(data=True))})
print(json.dumps(out))
"""


def test_igraph_reads_graphml(graph, exported):
    """Nodes, edges, signs and the marks of dispute are as many as in the graph."""
    said = found("networks", IGRAPH, exported / "a.graphml")
    labels = sorted(entity.label for entity in graph.entities.values())[:3]
    assert said == {"directed": True, "labels": labels, **counts(graph)}


def test_networkx_reads_graphml_and_gexf(graph, exported):
    """The same from both."""
    assert found("networks", NETWORKX, exported / "a.graphml", exported / "a.gexf") == [counts(graph)] * 2


def counts(graph):
    return {
        "nodes": len(graph.entities),
        "edges": len(graph.claims),
        "signs": signs(graph),
        "disputed": sum(map(is_disputed, graph.claims.values())),
    }


NDEX = """
import json, sys
from collections import Counter
from ndex2.cx2 import RawCX2NetworkFactory
net = RawCX2NetworkFactory().get_cx2network(json.load(open(sys.argv[1])))
edges, nodes = net.get_edges().values(), net.get_nodes().values()
style = net.get_visual_properties()["edgeMapping"]["EDGE_LINE_COLOR"]["definition"]
again = Counter(e["v"].get("sign", "") for e in edges)
names = {e["s"] for e in edges} | {e["t"] for e in edges}
print(json.dumps({"nodes": len(nodes), "edges": len(edges), "signs": dict(sorted(again.items())),
  "disputed": sum(bool(e["v"]["disputed"]) for e in edges), "colours": {m["v"]: m["vp"] for m in style["map"]},
  "written again": len(net.to_cx2()) > 4, "ends": names <= set(net.get_nodes())}))
"""


def test_ndex2_reads_cx2(graph, exported):
    """As a network with its attributes and the colours of its signs, which it can write again."""
    said = found("networks", NDEX, exported / "a.cx2")
    colours = {sign: sign_colors()[sign] for sign in "+-?0"}
    assert said == {**counts(graph), "colours": colours, "written again": True, "ends": True}


TABLES = """
import json, sys, duckdb, polars
folder = sys.argv[1]
query = ("SELECT c.id, l.direction, r.short FROM '{0}/claims.parquet' c JOIN '{0}/lines.parquet' l ON l.about = c.id "
  "JOIN '{0}/references.parquet' r ON r.id = l.reference WHERE c.object = 'entity:seizure' AND c.sign = '-' AND l.counts "
  "AND l.direction = 'supports'")
rows = duckdb.sql(query.format(folder)).fetchall()
claims = polars.read_parquet(folder + "/claims.parquet")
print(json.dumps({"papers": sorted({r[2] for r in rows}),
  "signs": dict(sorted(claims["sign"].value_counts().iter_rows())),
  "disputed": claims["disputed"].sum(), "publications": claims["publications"].list.len().sum()}))
"""


def test_duckdb_and_polars_read_parquet(graph, exported):
    """A join over claims, lines and references, and counts of a column, are what the graph says."""
    lowering = [claim for claim in graph.claims.values() if claim.object == "entity:seizure" and claim.sign == "-"]
    cited = {
        line.reference for claim in lowering for line in claim.evidence if line.counts and line.direction == "supports"
    }
    said = found("networks", TABLES, exported / "parquet")
    assert said["papers"] == sorted({graph.references[name].short for name in cited})
    assert said["signs"] == signs(graph)
    assert said["disputed"] == sum(map(is_disputed, graph.claims.values()))
    assert said["publications"] > 500


LADYBUG = """
import json, sys, real_ladybug
folder, start, end = sys.argv[1:]
graph = real_ladybug.Connection(real_ladybug.Database(":memory:"))
def rows(query): return graph.execute(query).get_all()
rows("CREATE NODE TABLE Entity(id STRING PRIMARY KEY, label STRING)")
rows("CREATE REL TABLE Claim(FROM Entity TO Entity, id STRING, sign STRING, disputed BOOLEAN)")
rows(f"COPY Entity FROM (LOAD FROM '{folder}/entities.parquet' RETURN id, label)")
rows(f"COPY Claim FROM (LOAD FROM '{folder}/claims.parquet' RETURN subject, object, id, sign, disputed)")
print(json.dumps({"nodes": rows("MATCH (a:Entity) RETURN count(*)")[0][0],
  "edges": rows("MATCH ()-[r:Claim]->() RETURN count(*)")[0][0],
  "signs": dict(rows("MATCH ()-[r:Claim]->() RETURN r.sign, count(*) ORDER BY r.sign")),
  "disputed": rows("MATCH ()-[r:Claim]->() WHERE r.disputed RETURN count(*)")[0][0],
  "ways": rows(f"MATCH (:Entity {{id: '{start}'}})-[r:Claim]->(m)-[s:Claim]->(:Entity {{id: '{end}'}}) RETURN r.id, s.id")}))
"""


def test_ladybug_reads_parquet_as_a_graph(graph, exported):
    """Entities as nodes and claims as edges, and the ways of two claims that it finds are those of the graph."""
    start, end = "entity:ketogenic-diet-therapy", "entity:seizure"
    said = found("networks", LADYBUG, exported / "parquet", start, end)
    claims = graph.claims.values()
    ways = sorted(
        [one.id, two.id] for one in claims if one.subject == start for two in claims
        if two.subject == one.object and two.object == end
    )  # fmt: skip
    assert sorted(said.pop("ways")) == ways
    assert said == counts(graph)


SIF = """
import json, sys, igraph
from collections import Counter
lines = [line.split("\\t") for line in open(sys.argv[1], encoding="utf-8").read().splitlines()]
edges = [(source, target, word) for source, word, *targets in (line for line in lines if len(line) > 2) for target in targets]
g = igraph.Graph.TupleList(edges, directed=True, edge_attrs=["interaction"])
print(json.dumps({"edges": g.ecount(), "alone": sum(len(line) == 1 for line in lines), "nodes": g.vcount(),
  "interactions": dict(sorted(Counter(g.es["interaction"]).items()))}))
"""


def test_igraph_makes_a_graph_of_sif(graph, exported):
    """As many edges as there are claims, by the words of their relations; things without one stand alone."""
    said = found("networks", SIF, exported / "a.sif")
    ends = {end for claim in graph.claims.values() for end in (claim.subject, claim.object)}
    assert (said["edges"], said["nodes"]) == (len(graph.claims), len(ends))
    assert said["alone"] == len(graph.entities) - len(ends)
    assert sum(said["interactions"].values()) == len(graph.claims)


OAKLIB = """
import json, sys
from oaklib.implementations.sparql.sparql_implementation import SparqlImplementation
from oaklib.resource import OntologyResource
adapter = SparqlImplementation(OntologyResource(slug=sys.argv[1], local=True))
names = json.loads(sys.argv[2])
print(json.dumps({"entities": sorted(set(adapter.entities()) & set(names)),
  "aliases": {name: sorted(adapter.entity_aliases(name)) for name in names[:5]},
  "mappings": {name: sorted(m.object_id for m in adapter.sssom_mappings([name]) if m.predicate_id == "skos:exactMatch")
    for name in names[:5]}}))
"""


def test_oaklib_reads_turtle(graph, exported):
    """It finds each thing with its names, and as many exact matches as it has; labels it looks for in RDFS alone."""
    things = [thing for thing in graph.entities.values() if exact(thing) and thing.synonyms]
    names = {expand(thing.id): thing for thing in things}
    said = found("oaklib", OAKLIB, exported / "a.ttl", json.dumps([*names]))
    assert said["entities"] == sorted(names)
    for name, aliases in said["aliases"].items():
        assert set(names[name].synonyms) <= set(aliases)
        assert len(said["mappings"][name]) == len(exact(names[name]))


def exact(thing):
    return [other for kind, other in thing.mappings if kind == "exactMatch"]


NANOPUBS = """
import json, sys, rdflib
from nanopub import Nanopub
whole = rdflib.Dataset(); whole.parse(sys.argv[1], format="trig")
NP = rdflib.Namespace("http://www.nanopub.org/nschema#")
heads = sorted(((s, g) for s, _, _, g in whole.quads((None, rdflib.RDF.type, NP.Nanopublication, None))), key=str)
valid = 0
for name, head in heads[:: max(1, len(heads) // 40)]:
    parts = [head, *(o for p in ("Assertion", "Provenance", "PublicationInfo") for o in whole.graph(head).objects(name, NP["has" + p]))]
    one = rdflib.Dataset()
    for part in parts:
        for t in whole.graph(part):
            one.graph(part).add(t)
    valid += Nanopub(rdf=one).is_valid
print(json.dumps({"all": len(heads), "valid": valid, "looked at": len(heads[:: max(1, len(heads) // 40)])}))
"""


def test_nanopub_finds_them_valid(graph, exported):
    """Every one that is looked at is valid by the library's rules, and there is one for each claim."""
    said = found("networks", NANOPUBS, exported / "nanopub")
    assert said["all"] == len(graph.claims)
    assert said["valid"] == said["looked at"] > 30


CURIES = """
import curies, json, sys
converter = curies.load_prefix_map(sys.argv[1])
names = json.loads(sys.argv[2])
print(json.dumps({name: converter.expand(name) for name in names}))
"""


def test_curies_expands_our_names(graph, exported):
    """By the prefix map, as kgraph expands them."""
    names = [next(iter(graph.entities)), next(iter(graph.claims)), "MONDO:0004976", "CHEBI:15344"]
    said = found("networks", CURIES, exported / "prefixes", json.dumps(names))
    assert said == {name: expand(name) for name in names}


# KGX asks the network for the Biolink model and its context when it is imported.  The model is what the package
# biolink-model brings, the context its prefixes, with ours declared besides; everything else is KGX's own.
KGX = """
import importlib.resources, io, json, sys, urllib.request, yaml, requests
model = importlib.resources.files("biolink_model") / "schema" / "biolink_model.yaml"
prefixes = yaml.safe_load(model.read_text(encoding="utf-8"))["prefixes"]
context = {"@context": {**{k: v for k, v in prefixes.items() if isinstance(v, str)}, **json.loads(sys.argv[2])}}
class Answer(io.BytesIO):
    status = 200
    def json(self): return context
def opened(*_, **__): return Answer(json.dumps(context).encode())
urllib.request.urlopen, requests.get = opened, opened
from bmt import Toolkit
Toolkit.__init__.__defaults__ = (str(model), {"predicate mappings": []})
import kgx.validator as validator
from kgx.transformer import Transformer
validator.Validator._currently_active_toolkit = Toolkit()
check = validator.Validator()
folder, form = sys.argv[1], sys.argv[3]
seen = []
def look(kind, record):
    seen.append(record)
    check(kind, record)
Transformer(stream=True).transform({"filename": [f"{folder}/nodes.{form}", f"{folder}/edges.{form}"], "format": form},
  {"format": "null"}, inspector=look)
nodes, edges = [r[1] for r in seen if len(r) == 2], [r[3] for r in seen if len(r) == 4]
flag = lambda value: str(value).lower() == "true"
print(json.dumps({"errors": check.get_errors(), "nodes": len(nodes), "edges": len(edges),
  "negated": sum(flag(d.get("negated")) for d in edges), "disputed": sum(flag(d.get("kgraph_disputed")) for d in edges),
  "up": sum(d.get("object_direction_qualifier") == "increased" for d in edges),
  "publications": sum(len(d.get("publications") or []) for d in edges)}))
"""


@pytest.mark.parametrize("form", ["tsv", "jsonl"])
def test_kgx_validates_and_reads_both_forms(graph, exported, form):
    """Its validator has no error, and what it reads has our negations, directions and publications."""
    folder = exported / ("kgx" if form == "tsv" else "kgx-jsonl")
    said = found("kgx", KGX, folder, json.dumps(dict(PREFIXES)), form)
    assert said.pop("errors") in ({}, [])
    edges = [json.loads(line) for line in (exported / "kgx-jsonl" / "edges.jsonl").read_text("utf-8").splitlines()]
    assert said == {
        "nodes": len(graph.entities),
        "edges": len(graph.claims),
        "negated": sum(edge["negated"] for edge in edges),
        "disputed": sum(map(is_disputed, graph.claims.values())),
        "up": sum(edge.get("object_direction_qualifier") == "increased" for edge in edges),
        "publications": sum(len(edge.get("publications", ())) for edge in edges),
    }


def test_sssom_validates_the_mapping_table():
    """`sssom validate` says nothing against our table."""
    table = Path(kgraph.__file__).parent.parent / "ontology" / "mappings.sssom.tsv"
    done = subprocess.run(
        [READERS / "sssom" / "bin" / "sssom", "validate", table],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "error" not in (done.stdout + done.stderr).lower()
