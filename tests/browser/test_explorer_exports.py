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


def smallest_letter(root):
    """The smallest letters of a figure in points, when it is 180 mm across."""
    sizes = [float(text.get("font-size")) for text in root.iterfind(".//{*}text")]
    return min(sizes) * (180 / 25.4 * 72) / float(root.get("width"))


@pytest.mark.parametrize(
    "hash_",
    [
        "#view=paths", "#question=ketone-bodies~seizure&view=paths", "#path=1", "#view=near&near=katp-channel",
        "#view=near&near=beta-hydroxybutyrate&depth=2",
    ],
)  # fmt: skip
def test_a_saved_figure_is_whole_in_itself(saved, hash_):
    """Letters of 6 points at 180 mm, every thing by name, a key to each colour, numbers of papers and what they are."""
    file, page = saved("SVG", hash_)
    root = ET.parse(file).getroot()
    text = " ".join(root.itertext())
    assert smallest_letter(root) >= 6
    labels = page.evaluate("globalThis.kgraphExplorer.scene.boxes.map(({ label }) => label)")
    assert [label for label in labels if re.sub(r"\s", "", label) not in re.sub(r"\s", "", text)] == []
    assert "Not medical advice" in text
    assert "kgraph 0." in text
    cited = [int(n) for n in re.findall(r"(?:References: |; )(\d+) ", text.replace("\n", " "))]
    assert cited == list(range(1, len(cited) + 1)) != []
    key = {told for told in ("helpful", "harmful", "direction unknown", "no effect on an end") if told in text}
    drawn = page.evaluate("[...new Set(globalThis.kgraphExplorer.scene.links.map(({ color }) => color))]")
    words = {"helps": "helpful", "harms": "harmful", "unknown": "direction unknown", "quiet": "no effect on an end"}
    assert {words[color] for color in drawn if color in words} <= key
    edges = [float(part.get("x")) for part in root.iterfind(".//{*}rect")]
    assert all(float(root.get("viewBox").split()[0]) <= x for x in edges)


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
