"""Samples of other projects import, and what comes out agrees with counts of the files that are made in another way."""

import csv
import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
import yaml
from outside import outside

from kgraph.errors import DataError
from kgraph.evidence import is_unsupported
from kgraph.importers import guess, read

SAMPLES = outside("KGRAPH_SAMPLES")
DISORDERS = sorted(SAMPLES.glob("dismech/*.yaml"))
DRAWINGS = {name: SAMPLES / f"wikipathways/{name}/{name}.gpml" for name in ("WP5639", "WP2447")}
SCRIPTS = [
    SAMPLES / "bel" / name
    for name in ("pybel_tests/test_bel.bel", "pybel_tests/thorough.bel", "pybel_tests/misordered.bel",
                 "pybel_tests/isolated.bel", "conib_mito/qi2019.bel")
]  # fmt: skip
VALID = sorted([*SAMPLES.glob("nanopub/valid/*/*.trig"), *SAMPLES.glob("nanopub/from_nanopub-py/*.trig")])
INVALID = sorted(SAMPLES.glob("nanopub/invalid/*/*.trig"))
GPML = "{http://pathvisio.org/GPML/2013a}"
BIOPAX = "{http://www.biopax.org/release/biopax-level3.owl#}"


def rows(file):
    """The rows of a table by another reader."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t"))


def drawn(name):
    """The interactions of a drawing, each as the arrow heads of its points."""
    top = ET.parse(DRAWINGS[name]).getroot()
    return top, [[p.get("ArrowHead") for p in one.iter(f"{GPML}Point")] for one in top.iter(f"{GPML}Interaction")]


@pytest.mark.parametrize("file", [*DISORDERS, *DRAWINGS.values(), *SCRIPTS, *VALID], ids=lambda file: file.name)
def test_the_kind_of_a_sample_is_told(file):
    """By its content, and the kind is that of the folder it is in."""
    folders = {"dismech": "dismech", "wikipathways": "gpml", "bel": "bel", "nanopub": "nanopub"}
    assert guess(file).name == folders[file.relative_to(SAMPLES).parts[0]]


def test_tables_of_a_graph_have_as_many_edges_as_another_reader_finds():
    """Edges, nodes, pairs of things, and things that the nodes name."""
    files = [SAMPLES / "kgx" / name for name in ("graph_nodes.tsv", "graph_edges.tsv")]
    nodes, edges = map(rows, files)
    imported = read(files)
    assert imported.faults == ()
    assert (imported.count("nodes"), imported.count("edges")) == (len(nodes), len(edges))
    distinct = {(e["subject"], e["predicate"], e["object"]) for e in edges if e["subject"] != e["object"]}
    turned = {"biolink:has_phenotype": "manifestation_of", "biolink:part_of": "part_of"}
    counts = Counter(turned.get(predicate) for _, predicate, _ in distinct)
    found = Counter(claim.relation for claim in imported.contents.claims.values())
    assert (found["manifestation_of"], found["part_of"]) == (counts["manifestation_of"], counts["part_of"])


def test_a_graph_as_json_says_what_its_edges_say():
    """A claim for each triple, whatever else an edge has."""
    file = SAMPLES / "kgx/graph.json"
    edges = json.loads(file.read_text(encoding="utf-8"))["edges"]
    imported = read([file])
    assert imported.faults == ()
    assert imported.count("edges") == len(edges) == 532
    assert len(imported.contents.claims) == len({(e["subject"], e["predicate"], e["object"]) for e in edges})


def test_publications_of_edges_are_their_evidence():
    """Each PubMed identifier of the table is a reference, and every edge that has one is cited."""
    file = SAMPLES / "kgx/monarch-tiny_edges.tsv"
    table = rows(file)
    imported = read([file])
    wanted = {p for row in table for p in (row["publications"] or "").split("|") if p.startswith("PMID:")}
    assert {f"PMID:{one.pmid}" for one in imported.contents.references.values() if one.pmid} == wanted
    assert imported.count("edges") == len(table)


def test_associations_of_oban_are_edges():
    """As many as have that type."""
    file = SAMPLES / "kgx/rdf/oban-test.nt"
    text = file.read_text(encoding="utf-8")
    assert read([file]).count("edges") == text.count("<http://purl.org/oban/association> .")


def test_items_and_evidence_of_disorders_are_all_carried_or_told_to_be_lost():
    """Counts of sections and of evidence, in the files as a plain YAML reader has them."""
    imported = read(DISORDERS)
    assert imported.faults == ()
    plain = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in DISORDERS]
    for section in ("pathophysiology", "phenotypes", "genetic", "environmental", "treatments", "has_subtypes"):
        assert imported.count(section) == sum(len(disorder.get(section) or ()) for disorder in plain), section
    edges = sum(len(item.get("downstream") or ()) for one in plain for item in one["pathophysiology"])
    assert imported.count("causal edges") == edges
    written = sum(file.read_text(encoding="utf-8").count("supports:") for file in DISORDERS)
    carried, lost = (
        imported.count(what) for what in ("evidence items", "evidence items in fields that are not carried")
    )
    assert carried + lost == written


def test_what_refutes_never_supports():
    """The one refuting item of the samples disputes its claim, and no line of its paper supports it."""
    imported = read(DISORDERS)
    (against,) = [
        (claim, line)
        for claim in imported.contents.claims.values()
        for line in claim.evidence
        if line.direction == "disputes"
    ]
    claim, line = against
    assert imported.contents.references[line.reference].pmid == "35006266"
    assert claim.relation == "treats"
    assert not is_unsupported(claim)
    assert {one.direction for one in claim.evidence if one.reference == line.reference} == {"disputes"}


def test_treatments_are_negative_and_causal_edges_unsigned():
    """As many treatments as are listed lower the disorder; what affects has no sign."""
    claims = read(DISORDERS).contents.claims.values()
    assert {claim.sign for claim in claims if claim.relation == "treats"} == {"-"}
    assert {claim.sign for claim in claims if claim.relation == "affects"} == {"?"}


@pytest.mark.parametrize(("name", "interactions", "unsigned"), [("WP5639", 46, 11), ("WP2447", 83, 15)])
def test_interactions_of_a_drawing_are_all_found(name, interactions, unsigned):
    """Each one is in the contents, is of a thing and itself, or hangs in the air; those without a head are told."""
    _, heads = drawn(name)
    imported = read([DRAWINGS[name]])
    assert imported.faults == ()
    assert imported.count("interactions") == len(heads) == interactions
    assert imported.count("unsigned interactions, which have no arrow head") == unsigned
    assert sum(not any(one) for one in heads) == unsigned
    wanted = sum("mim-inhibition" in one or "TBar" in one for one in heads)
    rest = imported.count("interactions with an end that is attached to nothing")
    inhibiting = [c for c in imported.contents.claims.values() if c.relation == "inhibits" and not c.implied]
    assert wanted - rest <= len(inhibiting) <= wanted


def test_the_literature_of_a_drawing_hangs_on_its_interactions():
    """26 PubMed identifiers, and each interaction cites those that it names."""
    top, _ = drawn("WP5639")
    pmids = {one.findtext(f"{BIOPAX}ID") for one in top.iter(f"{BIOPAX}PublicationXref")}
    imported = read([DRAWINGS["WP5639"]])
    references = imported.contents.references
    assert {one.pmid for one in references.values()} == pmids
    assert imported.count("PubMed identifiers") == len(pmids) == 26
    named = {ref.text for one in top.iter(f"{GPML}Interaction") for ref in one.iter(f"{GPML}BiopaxRef")}
    cited = {references[line.reference].pmid for c in imported.contents.claims.values() for line in c.evidence
             if line.reference}  # fmt: skip
    keys = {one.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}id"): one.findtext(f"{BIOPAX}ID")
            for one in top.iter(f"{BIOPAX}PublicationXref")}  # fmt: skip
    assert cited == {keys[key] for key in named}


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_valid_scripts_import_without_a_fault(file):
    """As many statements as lines of the file begin with a term and hold a relation; a chain is one more."""
    imported = read([file])
    assert imported.faults == ()
    relation = re.compile(
        r"\)\s+(?:->|=>|-\||=\||--|:>|>>|cnc|reg|pos|neg|eq|isA|increases|decreases|directlyDecreases|regulates|"
        r"rateLimitingStepOf|orthologous|hasMembers|subProcessOf|association|partOf|directlyIncreases)\s"
    )
    text = re.sub(r'"[^"]*"', '""', file.read_text(encoding="utf-8"))
    lines = [
        re.sub(r"\(\S+\([^()]*\)\s+-\S\s.*", "(x)", line) if "-| (a(" in line else line for line in text.splitlines()
    ]
    lines = [line for line in lines if not line.startswith(("#", "SET", "UNSET", "DEFINE", " DEFINE"))]
    assert imported.count("statements") == sum(len(relation.findall(line)) for line in lines)


def test_a_broken_script_has_faults_with_their_lines():
    """Those of its lines that break a rule which needs no vocabulary from elsewhere."""
    file = SAMPLES / "bel/pybel_tests/slushy.bel"
    lines = file.read_text(encoding="utf-8").splitlines()
    broken = [lines[fault.line - 1].strip() for fault in read([file]).faults]
    for start in ('SET Citation = {"PubMed"}', "p(UNDEFINED:", 'biologicalProcess("response', "tloc(p(HGNC:AKT1))",
                  "SET UNDEFINED_ANNOTATION", 'SET Citation = {"PubMed", "Fake Name", "Fake Reference"}'):  # fmt: skip
        assert any(line.startswith(start) for line in broken), start


def test_valid_nanopublications_import():
    """As many as declare their type, with every statement of their assertions counted."""
    imported = read(VALID)
    assert imported.faults == ()
    assert imported.count("nanopublications") == len(VALID)
    signs = {claim.sign for claim in imported.contents.claims.values()}
    assert signs <= {"-", "?"}


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.name)
def test_invalid_nanopublications_have_their_line(file):
    """Each breaks a rule, and the fault is in its file."""
    faults = read([file]).faults
    assert faults
    assert {fault.file for fault in faults} == {str(file)}
    assert all(fault.line for fault in faults)


def test_the_map_and_its_table_of_edges_agree():
    """Signs of causal and production edges, in the map and in the table that was made of it."""
    files = [SAMPLES / "physiomap/map.json", SAMPLES / "physiomap/edges.tsv"]
    whole, table = (read([file]) for file in files)
    raw = json.loads(files[0].read_text(encoding="utf-8"))
    assert whole.count("causal edges") == len(raw["causal_edges"])
    assert whole.count("production edges") == len(raw["production_edges"])
    assert table.count("edges") == len(rows(files[1])) == len(raw["causal_edges"]) + len(raw["production_edges"])
    pairs = {(c.subject, c.object, c.sign) for c in whole.contents.claims.values() if not c.implied}
    assert {(c.subject, c.object, c.sign) for c in table.contents.claims.values()} <= pairs


def test_tables_of_mappings_import_or_have_their_line():
    """Every row of a table without a fault is a match, a claim or a loss that is told."""
    read_well = 0
    for file in sorted(SAMPLES.glob("standards/sssom/tests/data/*.tsv")):
        try:
            imported = read([file], kind="sssom")
        except DataError as error:
            assert error.line
            continue
        if not imported.faults:
            read_well += 1
            text = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
            assert imported.count("mappings") == len(text) - 1, file.name
    assert read_well > 20
