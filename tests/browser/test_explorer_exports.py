"""Every file that the page saves is opened and checked."""

import csv
import json
import re
import xml.etree.ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

from kgraph.vocabulary import KG, PREFIXES, shorten

RDF_PREDICATE = PREFIXES["rdf"] + "predicate"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def saved(explorer_file, open_page, tmp_path):
    """A function that saves one format from a page and gives the file and the page."""

    def save(name, hash_="#view=paths"):
        page = open_page(explorer_file, hash_)
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert re.fullmatch(r"kgraph-\d[\w.]*-\d{4}-\d\d-\d\d-[a-z0-9-]+\.\w+", file.name)
        return file, page

    return save


def test_png_is_a_picture_of_some_size(saved):
    """The PNG has the magic bytes and at least the size of a screen."""
    raw = saved("PNG")[0].read_bytes()
    assert raw.startswith(PNG_MAGIC)
    assert int.from_bytes(raw[16:20], "big") > 1000


def test_svg_is_well_formed_and_holds_every_label(saved):
    """The SVG parses, has a box per entity, says the version and what it is not."""
    file, page = saved("SVG")
    root = ET.parse(file).getroot()
    text = " ".join(root.itertext())
    boxes = page.evaluate("globalThis.kgraphExplorer.scene.boxes.length")
    assert len(root.findall(".//{*}g/{*}rect")) == boxes
    assert "Not medical advice" in text
    assert "kgraph 0." in text


def test_tsv_has_a_row_per_visible_claim(saved):
    """The rows are those that the filter shows, each of the header's width."""
    file, page = saved("TSV", "#view=paths&hide=sign:%2B")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) - 1 == page.evaluate("globalThis.kgraphExplorer.visibleClaims().length")
    assert "+" not in {row[3] for row in rows}


def test_bibtex_has_an_entry_per_reference_with_balanced_braces(saved):
    """Keys are unique and braces pair up."""
    text = saved("BibTeX")[0].read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,]+),$", text, re.MULTILINE)
    assert len(keys) == len(set(keys)) > 5
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_jsonld_names_the_same_claims_as_the_graph(saved, graph):
    """Claims, entities and references of the JSON-LD exist in the graph under the same names."""
    found = json.loads(saved("JSON-LD")[0].read_text(encoding="utf-8"))
    for claim in found["@graph"]:
        known = graph.claims[claim["@id"]]
        assert claim["subject"]["@id"] == known.subject
        assert claim["object"]["@id"] == known.object
        lines = {line["@id"]: line for line in claim["evidence_lines"]}
        assert set(lines) == {line.id for line in known.evidence}


def test_jsonld_is_rdf_with_the_terms_of_the_vocabulary(saved, graph):
    """Read by an RDF parser, its reified statements are those of the graph."""
    read = list(parse(saved("JSON-LD")[0].read_bytes(), format=RdfFormat.JSON_LD))
    found = {shorten(quad.subject.value): quad.object.value for quad in read if quad.predicate.value == RDF_PREDICATE}
    assert found == {claim: KG + graph.claims[claim].relation for claim in found}
    assert len(found) > 10
