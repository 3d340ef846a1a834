"""The ending of a file never lies: what a command writes is what the name says, or it is refused."""

import csv
import io
import json
import re
import sys
from importlib import import_module
from xml.etree import ElementTree as ET

import pytest
from command import kgraph

from kgraph.errors import ExistingFileError, UsageError
from kgraph.formats.documents import Listing, PathsDocument
from kgraph.formats.registry import FORMATS, KINDS, ROWS, endings, format_of, media_types, names, save, write
from kgraph.paths import find_paths


def is_svg(data):
    return ET.fromstring(data).tag == "{http://www.w3.org/2000/svg}svg"


def is_table(data, delimiter):
    rows = list(csv.reader(io.StringIO(data.decode()), delimiter=delimiter))
    return len(rows) > 1 and len({len(row) for row in rows}) == 1


# Ending → what a file that ends so is, by a reader of its own.
IS = {
    "svg": is_svg,
    "png": lambda data: data.startswith(b"\x89PNG\r\n"),
    "pdf": lambda data: data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"),
    "dot": lambda data: data.startswith(b"digraph "),
    "mmd": lambda data: b"\nflowchart LR\n" in data,
    "json": lambda data: isinstance(json.loads(data), dict | list),
    "srj": lambda data: "results" in json.loads(data),
    "sarif": lambda data: json.loads(data)["version"] == "2.1.0",
    "jsonl": lambda data: all(isinstance(json.loads(line), dict) for line in data.splitlines()),
    "csv": lambda data: is_table(data, ","),
    "tsv": lambda data: is_table(data, "\t"),
    "md": lambda data: re.match(rb"\|.*\|\n\|( --- \|)+\n", data) is not None,
    "txt": lambda data: b"\t" not in data,
    "xml": lambda data: ET.fromstring(data).tag.endswith("sparql"),
    "ttl": lambda data: b"@prefix " in data or b" .\n" in data,
    "nt": lambda data: all(line.endswith(b" .") for line in data.splitlines()),
    "nq": lambda data: all(line.endswith(b" .") for line in data.splitlines()),
    "trig": lambda data: b"<https://w3id.org/kgraph/edges> {" in data or b"kg:edges {" in data,
    "jsonld": lambda data: isinstance(json.loads(data), list) or "@context" in json.loads(data),
    "graphml": lambda data: ET.fromstring(data).tag.endswith("}graphml"),
    "gexf": lambda data: ET.fromstring(data).tag.endswith("}gexf"),
    "cx2": lambda data: json.loads(data)[0]["CXVersion"] == "2.0",
    "sif": lambda data: all(line.count(b"\t") in (0, 2) for line in data.splitlines()),
    "rdf": lambda data: ET.fromstring(data).tag.endswith("}RDF"),
    "rq": lambda data: b"SELECT" in data,
    "bib": lambda data: data.startswith(b"@"),
    "bibtex": lambda data: data.startswith(b"@"),
    "ris": lambda data: data.startswith(b"TY  - "),
    "csl": lambda data: all("id" in item for item in json.loads(data)),
    "html": lambda data: data.startswith(b"<!DOCTYPE html>"),
    "docx": lambda data: data.startswith(b"PK\x03\x04"),
}
TABLE = ("SELECT ?s ?o { ?s kg:raises ?o } ORDER BY ?s ?o LIMIT 3",)
GRAPH = ("CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }",)
COMMANDS = {
    "paths": ("path", "acetoacetate", "seizure", "--top", "1"),
    "matrix": ("mechanisms",),
    "outcomes": ("outcomes",),
    "trace": ("trace", "KATP channel"),
    "record": ("show", "mTOR signalling"),
    "listing": ("search", "ketone"),
    "cited listing": ("references", "list", "KATP channel"),
    "findings": ("check", "--syntax-only"),
    "graph": ("export",),
    "query table": ("query", *TABLE),
    "query graph": ("query", *GRAPH),
    "question": ("query", "microbes", "--show"),
    "page": ("explore",),
}
# What no command writes.
NO_FORMAT = ["docx", "xlsx", "jpeg", "gz", "yaml"]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(kind, ending) for kind in COMMANDS for ending in endings(kind) if ending in IS],
    ids=lambda value: value,
)
def test_a_file_is_what_its_ending_says(tmp_path, kind, ending):
    """For every kind of answer and every ending there is, a reader of that format reads the file."""
    file = tmp_path / f"answer.{ending}"
    code, out, errors = kgraph(*COMMANDS[kind], "-o", file)
    assert (code, out) == (0, ""), errors
    assert f"wrote {file}" in errors
    assert IS[ending](file.read_bytes())


def test_every_ending_has_a_reader_here():
    """The files above are all formats that there are: what is left out is another ending of one of them.

    A format without an ending is always named; what it is, `test_exports.py` reads.
    """
    for one in FORMATS:
        assert not one.endings or any(ending in IS for ending in one.endings)


@pytest.mark.parametrize("kind", COMMANDS)
def test_an_ending_that_nothing_writes_is_refused(tmp_path, kind):
    """One line names the endings that there are, with exit code 2, and no file is made."""
    for ending in [*NO_FORMAT, *IS]:
        if ending not in endings(kind):
            with pytest.raises(UsageError, match=rf"as \.{ending} \(x\.{ending}\); use one of \.{endings(kind)[0]}"):
                format_of(f"x.{ending}", kind)
    file = tmp_path / "answer.docx"
    code, out, errors = kgraph(*COMMANDS[kind], "-o", file)
    assert (code, out) == (2, "")
    assert f"as .docx ({file})" in errors
    assert all(f".{known}" in errors for known in endings(kind))
    assert len(errors.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", *TABLE, "-o", "q.ttl"), "this query gives a table, which has no format ttl; use one of table, tsv, csv"),
        (("query", *GRAPH, "-o", "q.csv"), "this query gives a graph, which has no format csv; use one of ttl, nt, jsonld"),
        (("query", *GRAPH, "-o", "q.srj"), "this query gives a graph, which has no format json; use one of ttl, nt, jsonld"),
        (("query", *GRAPH, "-o", "q.md"), "this query gives a graph, which has no format md; use one of ttl, nt, jsonld"),
        (("query", "microbes", "--show", "-o", "q.csv"), "nothing writes the text of a query as .csv (q.csv)"),
        (("outcomes", "--plot", "o.csv"), "a plot ends in .svg, .png, .pdf"),
        (("outcomes", "--plot", "o.docx"), "nothing writes a list of outcomes as .docx"),
        (("mechanisms", "-o", "M.DOT"), "nothing writes the matrix as .dot (M.DOT)"),
        (("query", "-o", "q.ttl"), "nothing writes a listing as .ttl (q.ttl)"),
        (("query", "--format", "ttl"), "a listing has no format ttl; use one of table, tsv, csv, json, jsonl, md"),
        (("query", "microbes", "--show", "--format", "json"), "the text of a query has no format json; use one of sparql"),
        (("export", "-o", "graph"), "Missing option '--to'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)  # fmt: skip
def test_what_cannot_be_written_is_refused_in_one_line(tmp_path, arguments, words):
    """Whether a file's ending asks for it or --format does; nothing is made."""
    code, out, errors = kgraph(*arguments, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert words in errors
    assert len(errors.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_format_that_is_named_needs_no_ending(tmp_path):
    """--format says what is written whatever the file is called, and a file without an ending is tsv as in a pipe."""
    for name, form, is_it in (("a", "svg", IS["svg"]), ("b.dat", "json", IS["json"]), ("c", None, IS["tsv"])):
        more = ("--format", form) if form else ()
        assert kgraph(*COMMANDS["paths"], "-o", tmp_path / name, *more)[0] == 0
        assert is_it((tmp_path / name).read_bytes())


@pytest.mark.parametrize("name", ["p.csv", "p.svg"])
def test_the_answers_to_pairs_are_what_their_ending_says(tmp_path, name):
    """A list of pairs is written as JSON lines or as a table; another ending is refused, with these two."""
    index, pairs = tmp_path / "small.index", tmp_path / "pairs.tsv"
    assert kgraph("index", "build", "-o", index)[0] == 0
    pairs.write_text("KDT\tIESS\n", encoding="utf-8")
    code, out, errors = kgraph("path", "--index", index, "--pairs", pairs, "-o", tmp_path / name)
    assert (code, out) == (2, "")
    assert "use one of .tsv, .tab, .jsonl, .ndjson." in errors
    assert not (tmp_path / name).exists()
    for ending in ("tsv", "jsonl"):
        assert kgraph("path", "--index", index, "--pairs", pairs, "-o", tmp_path / f"p.{ending}")[0] == 0
        assert IS[ending]((tmp_path / f"p.{ending}").read_bytes())


def test_an_index_of_costs_draws_nothing(tmp_path):
    """Pictures are of claims; an index that holds none refuses them by ending as by name, one with evidence draws."""
    table, index = tmp_path / "edges.tsv", tmp_path / "costs.index"
    table.write_text("subject\tobject\tsign\tcost\na\tb\t+\t1\nb\tc\t-\t1\n", encoding="utf-8")
    assert kgraph("index", "build", table, "-o", index)[0] == 0
    for more in (("-o", tmp_path / "p.png"), ("--format", "png")):
        code, _, errors = kgraph("path", "a", "c", "--index", index, *more)
        assert (code, "--format png draws claims" in errors) == (2, True)
    assert kgraph("path", "a", "c", "--index", index, "-o", tmp_path / "p.md")[0] == 0
    assert IS["md"]((tmp_path / "p.md").read_bytes())
    assert kgraph("index", "build", "-o", index, "--force")[0] == 0
    assert kgraph("path", "KDT", "IESS", "--index", index, "-o", tmp_path / "p.svg")[0] == 0
    assert IS["svg"]((tmp_path / "p.svg").read_bytes())


def test_pictures_as_png_and_pdf_are_the_same_every_time(graph):
    """No time, no number of a process: the same answer is the same file."""
    document = PathsDocument(graph, find_paths(graph, "acetoacetate", "seizure", top=1))
    for form in ("png", "pdf"):
        assert write(document, form) == write(document, form)
    assert b"19700101" in write(document, "pdf")


def test_pictures_without_their_library_name_the_extra(graph, monkeypatch):
    """One line says what to install; svg needs nothing."""
    monkeypatch.setitem(sys.modules, "cairosvg", None)
    document = PathsDocument(graph, find_paths(graph, "acetoacetate", "seizure", top=1))
    with pytest.raises(UsageError, match=r"pictures as png need CairoSVG: pip install .*\[figures\]"):
        write(document, "png")
    assert is_svg(write(document, "svg"))


def test_every_format_of_every_kind_has_a_writer():
    """Each row names functions that are there, of kinds that are there; a name means one format for a kind."""
    for one in FORMATS:
        for kind, place in (*one.writers.items(), *ROWS.items()):
            assert kind in KINDS
            module, _, name = place.partition(":")
            assert callable(getattr(import_module(f"kgraph.formats.{module}"), name))
    for kind in KINDS:
        assert names(kind)
        listed = [one.name for one in FORMATS if one.writes(kind)]
        assert len(listed) == len(set(listed)) == len(media_types(kind))
        said = [ending for one in FORMATS if one.writes(kind) for ending in one.endings]
        assert len(said) == len(set(said))


def test_the_ending_is_that_of_the_name():
    """Whatever the letters' case and the folder are called; what only starts with a dot has none."""
    assert format_of("a.b/P.SVG", "paths") == "svg"
    assert [format_of(name, "paths") for name in ("a.svg/p", ".svg", "p", "p.")] == ["", "", "", ""]
    with pytest.raises(UsageError, match=r"nothing writes a path answer as \.7 \(v1\.7\)"):
        format_of("v1.7", "paths")


def test_python_saves_by_the_ending(tmp_path, graph):
    """`save` writes what the ending says, keeps a file that is there, and wants an ending or a format."""
    listing = Listing([{"a": 1}], ("a",))
    save(listing, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "a\n1\n"
    with pytest.raises(ExistingFileError):
        save(listing, tmp_path / "a.csv")
    save(listing, tmp_path / "a.csv", form="json", force=True)
    assert json.loads((tmp_path / "a.csv").read_text(encoding="utf-8")) == [{"a": 1}]
    for name in ("a", "a.svg"):
        with pytest.raises(UsageError, match=r"use one of \.txt, \.table, \.tsv"):
            save(listing, tmp_path / name)
