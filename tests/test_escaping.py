"""Whatever a label holds, it comes out as that text: real parsers read every format back."""

import csv
import html
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kgraph.explorer.payload import to_script_json
from kgraph.formats.documents import Listing, PathsDocument
from kgraph.formats.escape import for_spreadsheet, for_terminal, for_tsv, for_xml, from_spreadsheet, json_text, visible
from kgraph.formats.figures import path_figure
from kgraph.formats.registry import write
from kgraph.formats.turtle import canonical_turtle
from kgraph.paths import find_paths

# Texts that mean something somewhere, beside whatever hypothesis thinks of.
MARKS = st.sampled_from(
    ["=1+1", "@A", "-2", "+", "＝1", "<script>", "</script>", "<!--", "]]>", "&lt;", '"', "'", "\\", "\\N", "\\n", "%%{init: {}}%%",
     "#quot;", "|", "`", "$x$", "~~a~~", "[a](javascript:alert(1))", "\u202e", "\u2066", "\u2028", "\x1b[31m", "\x00", "\x9b",
     "\ufeff", "\U000e0041", "\ufffe", "é", "ﷺ", "\n", "\r", "\t", " ", ";", ","]
)  # fmt: skip
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=6).map("".join)
# Texts as they can stand in a file: no halves of surrogate pairs.
STORABLE = TEXTS.filter(lambda text: not any(unicodedata.category(c) == "Cs" for c in text))


class Page(HTMLParser):
    """The texts of a page, and the elements it has."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


@given(TEXTS)
def test_nothing_unseen_reaches_a_terminal(text):
    """Every character that is shown is one that a terminal shows; what was there can be told from the escapes."""
    shown = for_terminal(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(c) in
                ("RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")]  # fmt: skip
    assert len(shown) >= len(re.sub(r"[\t\r\n\u2028\u2029]+", " ", text))
    assert "\x1b" not in visible(text)


# Characters that Unicode calls ignorable by default (DerivedCoreProperties.txt), of every stretch of them.
IGNORABLE = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u180f\u200b\u200d\u202a\u2060\u2065\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\U0001bca0\U0001d173\U000e0001\U000e0041\U000e0100\U000e01ef"


@pytest.mark.parametrize("character", IGNORABLE, ids=ascii)
def test_a_label_with_something_invisible_does_not_pass_for_the_one_without(character):
    """What has no picture is shown as its number in every place for people, and read back from JSON and XML."""
    text = f"KDT{character}"
    for shown in (for_terminal(text), visible(text), json_text(text), for_xml(text), for_tsv(text)):
        assert shown.isascii()
        assert shown != "KDT"
    assert json.loads(json_text(text)) == text
    assert html.unescape(for_xml(text)) == text


@given(TEXTS)
def test_no_cell_is_a_formula_and_every_cell_is_what_it_was(text):
    """Only +, - and numbers may begin like a formula; taking the guard off gives the text back."""
    cell = for_spreadsheet(text)
    assert from_spreadsheet(cell) == text
    if cell[:1] in tuple("=+-@\t\r\n＝＋－＠"):
        assert cell == "" or cell in "+-" or float(cell) is not None


@given(st.lists(STORABLE, min_size=1, max_size=4))
def test_tables_are_read_back_by_the_csv_module(texts):
    """A row in, the same row out, up to what is shown as an escape."""
    row = {f"c{n}": text for n, text in enumerate(texts)}
    (read,) = csv.DictReader(io.StringIO(write(Listing([row], tuple(row), notice=False), "csv"), newline=""))
    assert [from_spreadsheet(read[name]) for name in row] == [visible(text) for text in texts]
    lines = write(Listing([row], tuple(row), notice=False), "tsv").split("\n")
    assert lines[1].split("\t") == [for_tsv(text) for text in texts]
    assert (len(lines), lines[2]) == (3, "")


@given(STORABLE)
def test_markdown_shows_the_text_and_no_markup(text):
    """A real Markdown parser finds a table with this text in its cell, and no element that the text asks for."""
    page = Page(
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(write(Listing([{"a": text}], ["a"], notice=False), "md"))
    )
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}
    shown = " ".join("".join(page.texts).split())
    assert shown == " ".join(f"a {for_terminal(text)}".split())


@given(TEXTS)
def test_json_in_a_script_is_one_script(text):
    """The element ends where it should, and what is in it is the value."""
    page = Page(f"<script>{to_script_json([text])}</script><p>end</p>")
    assert page.tags == ["script", "p"]
    assert json.loads("".join(page.texts[:-1])) == [text]


@given(STORABLE)
def test_turtle_keeps_every_text(text):
    """What is written in canonical order, the engine and rdflib read as the same text."""
    said = Triple(NamedNode("http://a.example/s"), NamedNode("http://a.example/p"), Literal(text))
    written = canonical_turtle([said])
    (quad,) = parse(written, format=RdfFormat.TURTLE)
    assert quad.triple == said
    ((_, _, value),) = rdflib.Graph(bind_namespaces="none").parse(data=written, format="turtle")
    assert str(value) == text


@pytest.fixture(scope="module")
def answer(graph):
    return find_paths(graph, "KDT", "IESS", top=1)


class Relabelled:
    """A graph in which every label is the same hostile text."""

    def __init__(self, graph, text):
        self._graph, self._text = graph, text

    def __getattr__(self, name):
        return getattr(self._graph, name)

    def label(self, _identifier):
        return self._text


@given(text=STORABLE)
def test_svg_holds_the_text_and_nothing_that_runs(graph, answer, text):
    """A real XML parser reads it; the elements are those of every figure, and no attribute came from a label."""
    plain, hostile = (ET.fromstring(path_figure(Relabelled(graph, t), answer, "svg")) for t in ("x", text))
    kinds = {element.tag for element in hostile.iter()}
    assert kinds <= {element.tag for element in plain.iter()}
    assert not any(name.startswith("on") or "href" in name for element in hostile.iter() for name in element.attrib)


DOT_TEXT = r'"(?:[^"\\]|\\.)*"'


@given(text=STORABLE)
def test_dot_strings_end_where_they_should(graph, answer, text):
    """Taking the quoted strings out of a figure leaves the same skeleton for every label; undone, they are the label."""
    plain, hostile = (path_figure(Relabelled(graph, t), answer, "dot") for t in ("x", text))
    assert re.sub(DOT_TEXT, "", hostile) == re.sub(DOT_TEXT, "", plain)
    labels = re.findall(rf"^  n\d+ \[label=({DOT_TEXT})\];$", hostile, re.MULTILINE)
    assert labels
    assert {re.sub(r"\\(.)", r"\1", label[1:-1]) for label in labels} == {for_terminal(text)}


@given(text=STORABLE)
def test_mermaid_has_no_directive_and_no_mark_of_its_own(graph, answer, text):
    """Without quoted strings the lines are those of every figure; a directive is nowhere, not even in a comment."""
    plain, hostile = (path_figure(Relabelled(graph, t), answer, "mermaid") for t in ("x", text))
    drawn = [
        [re.sub(r'"[^"]*"', "", line) for line in figure.splitlines() if not line.startswith("%%")]
        for figure in (plain, hostile)
    ]
    assert drawn[0] == drawn[1]
    assert "%%{" not in re.sub(r"\s", "", hostile)
    labels = re.findall(r'^  n\d+\["([^"]*)"\]$', hostile, re.MULTILINE)
    assert {re.sub(r"#(\d+);", lambda m: chr(int(m.group(1))), label) for label in labels} == {for_terminal(text)}


def test_a_hostile_label_in_every_view_of_a_path(graph, answer):
    """The table shows it; JSON keeps it; no view has a raw escape."""
    text = "=x\x1b[31m\u202e<b>"
    relabelled = Relabelled(graph, text)
    for form in ("table", "tsv", "csv", "json", "jsonl", "md"):
        out = write(PathsDocument(relabelled, answer), form)
        assert "\x1b" not in out
        if form == "json":
            assert json.loads(out)["start"] == text


@pytest.mark.parametrize("text", ['"', '"x', '"x" y', 'a "b"', "'", '""', '"a\tb'])
def test_a_cell_with_quotation_marks_swallows_no_row(text):
    """What reads tables with tabs as Python's csv and pandas do has every row, and the text as it was."""
    table = f"x\ty\n{for_tsv(text)}\t1\nplain\t2\n"
    rows = list(csv.reader(io.StringIO(table), delimiter="\t"))
    assert rows == [["x", "y"], [for_terminal(text), "1"], ["plain", "2"]]
