"""The files that the page on one's own data names: each is there, and does what the page says of it."""

import re
from pathlib import Path

import kgraph
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.importers import read
from kgraph.importers.claim_table_rows import OWN_COLUMNS
from kgraph.paths import find_paths

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs" / "your-own-data.md").read_text(encoding="utf-8")


def test_every_file_is_named_and_every_named_file_is_there():
    """The folder and the pages agree."""
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    assert set(re.findall(r"`examples/([\w.-]+)`", pages)) == {file.name for file in EXAMPLES.iterdir()}


def test_the_table_is_the_one_that_the_page_shows_and_makes_its_turtle(graph):
    """Row by row, and byte by byte."""
    imported = read([EXAMPLES / "claims.tsv"], known=graph)
    assert not imported.faults
    assert contents_as_turtle(imported.contents) == (EXAMPLES / "claims.ttl").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in (EXAMPLES / "claims.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    rows = [dict(zip(lines[0], cells, strict=False)) for cells in lines[1:]]
    shown = PAGE[PAGE.index("| subject | relation") :].split("\n\n")[0].splitlines()
    columns = [cell.strip() for cell in shown[0].strip("|").split("|")]
    assert [
        [row.get(column, "") for column in columns] for row in rows
    ] == [[cell.strip() for cell in line[1:-1].split("|")] for line in shown[2:]]  # fmt: skip


def test_every_column_of_ones_own_is_explained():
    """Also those that the flat table does not have."""
    assert all(f"`{column}`" in PAGE for column in OWN_COLUMNS if column != "object_definition")


def test_every_relation_is_listed(graph):
    """The closed list of the page is that of the vocabulary."""
    assert all(f"`{name}`" in PAGE for name in graph.relations)


def test_the_claims_are_on_a_path_with_their_references():
    """From the diet to seizures, over what the table adds."""
    graph = kgraph.load(EXAMPLES / "claims.ttl")
    answer = find_paths(graph, "entity:cerebral-glucose-energy-deficit", "entity:seizure")
    cited = {
        line.reference
        for path in answer.paths
        for step in path.steps
        for claim in step.claims
        for line in claim.evidence
    }
    assert "reference:own-pmid-25487684" in cited


def test_the_corrections_and_the_edges_do_what_the_page_says():
    """A bundled claim is taken back by the file, and an edge is a claim that cites nothing."""
    graph = kgraph.load(EXAMPLES / "corrections.ttl", EXAMPLES / "edges.ttl")
    gone = graph.claims["claim:ketogenic-diet-therapy-affects-uncoupling-proteins"]
    assert gone.retired == (("retracts", "source:corrections"),)
    (edge,) = [claim for claim in graph.claims.values() if claim.origin == "edges"]
    assert (edge.uncited, edge.relation, edge.sign) == (True, "inhibits", "-")
    assert not graph.overlay.set_aside
