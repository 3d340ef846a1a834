"""Everything that reads what strangers wrote, each as a function of bytes that claims something about any bytes.

The same functions run under hypothesis (a bounded share in every test run) and under atheris (`make fuzz`), which
follows the branches that an input takes.  What a function lets out is a fault: only KgraphError is expected, and it is
caught here.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import struct
import tempfile
import zipfile
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from kgraph.check.identifiers import read_own_mappings
from kgraph.check.retraction_lists import read_retractions
from kgraph.errors import DataError, KgraphError
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.escape import for_markdown, for_spreadsheet, for_terminal, for_tsv, from_spreadsheet, visible
from kgraph.importers import read
from kgraph.index.file_layout import VERSION, IndexFile
from kgraph.reading.citation_styles import read_citation_style
from kgraph.reading.contents import read_contents
from kgraph.reading.file_limits import MAX_LINE
from kgraph.reading.passages import Passages, expand_numbers
from kgraph.reading.snapshot import read_snapshot
from kgraph.reading.subject_positions import mentions_in
from kgraph.reading.syntax import count_parts
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.query_tokens import resolve_escapes, tokens
from kgraph.sparql.questions import read_named_query
from kgraph.vocabulary import expand, shorten

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z|[+-]\Z")
_FOLDER = tempfile.TemporaryDirectory(prefix="kgraph-fuzz-")


def _file(suffix, raw):
    """A file with these bytes; one for each process, written anew each time, and alone: readers look beside a file."""
    path = Path(_FOLDER.name) / (suffix or "none") / f"{os.getpid()}{suffix}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    return path


def _has_a_place(error, path):
    """A complaint about data names the file, and its place counts from 1."""
    assert error.file == str(path)
    assert (error.line or 1) >= 1
    assert (error.column or 1) >= 1
    assert not _CONTROL.search(for_terminal(str(error)))
    assert len(str(error)) < MAX_LINE


def _data(suffix):
    def read(raw):
        path = _file(suffix, raw)
        try:
            assert count_parts(path) >= 0
        except DataError as error:
            _has_a_place(error, path)

    return read


def _reads_file(suffix, reader):
    def read(raw):
        path = _file(suffix, raw)
        try:
            reader(path)
        except DataError as error:
            _has_a_place(error, path)

    return read


def _text(raw):
    return raw.decode("utf-8", "replace")


def question(raw):
    """The header of a question is right or has a place where it is wrong; the files are ours, and UTF-8."""
    _reads_file(".rq", read_named_query)(_text(raw).encode())


def index_header(raw):
    """A header that its checksum fits is no proof that it makes sense."""
    digest = blake2b(raw, digest_size=32).digest()
    opening = struct.pack("<8sII32s16x", b"KGRAPHIX", VERSION, len(raw), digest)
    _reads_file(".kgi", IndexFile)(opening + raw + bytes(64))


def query(raw):
    """A query that the guard lets through never leaves the store, and the engine answers or refuses it."""
    text = _text(raw)[:2000]
    spelled = list(tokens(resolve_escapes(text)))
    assert all(first.start < second.start for first, second in pairwise(spelled))
    try:
        guarded = guard(text, QueryLimits())
    except KgraphError as error:
        assert "\n" not in str(error)
        return
    words = {token.word for token in tokens(guarded.text)}
    assert "SERVICE" not in words
    try:
        Store().query(guarded.text)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return


def snapshot(raw):
    """A damaged copy is no copy; nothing else comes of it."""

    def truth():
        raise DataError("nothing to fall back on", file="none")

    found = read_snapshot(memoryview(raw), truth)
    if found is None:
        return
    for section in (found.entities, found.claims, found.references, found.sources):
        for value in section.values():
            try:
                for name in value.__match_args__:
                    getattr(value, name)
            except DataError:
                continue


def passages(raw):
    """Sentences follow each other, do not overlap, and are found again at each of their ends."""
    text = _text(raw)
    cut = Passages.from_text(text)
    end = 0
    for sentence in cut.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        assert cut.sentence_at(sentence.start) == cut.sentence_at(sentence.end - 1) == sentence
        end = sentence.end
    for marker in cut.markers:
        assert text[marker.start : marker.end] == marker.printed
        assert marker.numbers == expand_numbers(marker.printed)


def places(suffix):
    """Every name and text of a file has a place inside of it, also where the file is wrong."""

    def reader(raw):
        text = _text(raw)
        lines = re.split(r"\r\n|\n|\r" if suffix == ".rdf" else r"\n", text)
        for mention in mentions_in(text, suffix):
            assert 1 <= mention.line <= len(lines)
            assert 1 <= mention.column <= len(lines[mention.line - 1]) + 1

    return reader


def cells(raw):
    """Whatever a cell holds, a spreadsheet sees no formula, a terminal no command, and the text can be had back."""
    text = _text(raw)
    assert from_spreadsheet(for_spreadsheet(text)) == text
    made = for_spreadsheet(text)
    assert not _FORMULA.match(made) or _NUMBER.match(made)
    assert not _CONTROL.search(visible(text).replace("\r", ""))
    for made in (for_terminal(text), for_tsv(text), for_markdown(text)):
        assert not _CONTROL.search(made)
        assert len(made.splitlines()) <= 1


def names(raw):
    """Short and long names are two spellings of one thing."""
    text = _text(raw)
    assert shorten(expand(shorten(text))) == shorten(text)


def imported(kind, suffix):
    """What an importer makes of any file can be written, and reads back as the same values."""

    def reader(path):
        made = read([path], kind=kind).contents
        again = read_contents(parse(contents_as_turtle(made), format=RdfFormat.TURTLE))
        assert (again.entities, again.claims, again.references) == (made.entities, made.claims, made.references)

    return _reads_file(suffix, reader)


def _zip(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


# Name → (function, an input that is right, for the search to start from).
_TURTLE = b'@prefix e: <https://example.org/> .\n# note\ne:a e:b "c"@en , 1.5 , [ e:d ( e:f """g""" ) ] ; a <x:y> .\n'
_XML = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:e="https://example.org/"><rdf:Description rdf:about="https://example.org/a"><e:b xml:lang="en">c</e:b>'
    b'<e:d rdf:parseType="Resource"><e:f>&amp;</e:f></e:d></rdf:Description></rdf:RDF>\n'
)
_JSON = (
    b'{"@context": {"b": "https://example.org/b", "k": {"@id": "https://example.org/k", "@type": "@id"}}, '
    b'"@graph": [{"@id": "https://example.org/a", "b": ["c", 1.5e3, true, null], "k": "https://example.org/z"}]}\n'
)
_YAML = b"%YAML 1.2\n---\na: &one [b, 'c', \"d\\n\"]\ne: *one\nf: |\n  text\n...\n"
_QUERY = b"PREFIX e: <https://example.org/> SELECT ?s (COUNT(*) AS ?n) { ?s e:p+/^e:q ?o . OPTIONAL { ?s ?p 'x'@en } FILTER(?o < 3 && !BOUND(?p)) } GROUP BY ?s LIMIT 5"
_HEADER = (
    b"#+ title: What raises a thing\n#+ description: Claims on it.\n#+ param what: entity = seizure | The thing.\n"
    b"SELECT ?c { ?c rdf:object ?what }\n"
)
_INDEX = (
    b'{"size": 64, "facts": {"version": 1}, "content": "00", '
    b'"arrays": [{"name": "a", "type": "<i4", "length": 4, "place": 0}]}'
)
_DRUGMECHDB = (
    b"- graph: {_id: A_B_1, drug: aye, drug_mesh: MESH:D1, drugbank: DB:DB1, disease: bee, disease_mesh: MESH:D2}\n"
    b"  nodes:\n  - {id: MESH:D1, label: Drug, name: Aye}\n  - {id: MESH:D2, label: Disease, name: B, alt_ids: [GO:1]}\n"
    b"  links:\n  - key: affects\n    object_aspect_qualifier: activity\n    object_direction_qualifier: decreased\n"
    b"    source: MESH:D1\n    target: MESH:D2\n    evidence: [{reference: PMID:1, supports: REFUTE}]\n"
    b"  references: [https://example.org/x, DOI:10.1000/x]\n  comment: y\n"
)
_KGX = b"subject\tpredicate\tobject\tnegated\tpublications\nCHEBI:1\tbiolink:treats\tMONDO:2\ttrue\tPMID:1|PMID:2\n"
_GRAPH = b"""{"nodes": [{"id": "HGNC:1", "category": ["biolink:Gene"], "name": "a"}],
 "edges": [{"subject": "HGNC:1", "predicate": "biolink:affects", "object": "XX:2", "negated": false,
  "object_direction_qualifier": "decreased", "publications": ["PMID:1"]}]}
"""
_DISMECH = b"""name: Cee
disease_term: {term: {id: MONDO:1, label: cee}}
pathophysiology:
- {name: A, downstream: [{target: B, evidence: [{reference: PMID:1, supports: REFUTE}]}]}
phenotypes: [{name: B, phenotype_term: {preferred_term: B, term: {id: HP:1, label: B}}}]
treatments: [{name: T, target_mechanisms: [{target: A, treatment_effect: INHIBITS}]}]
"""
_GPML = b"""<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="n"><DataNode TextLabel="a" GraphId="a" GroupRef="G"/>
<Label TextLabel="b" GraphId="b"/><Interaction><Graphics><Point GraphRef="a"/><Point GraphRef="g" ArrowHead="TBar"/>
<Anchor GraphId="x"/></Graphics></Interaction><Interaction><Graphics><Point GraphRef="b" ArrowHead="Arrow"/>
<Point GraphRef="x"/></Graphics></Interaction><Group GroupId="G" GraphId="g" Style="Complex"/></Pathway>
"""
_BEL = b"""DEFINE NAMESPACE H AS URL "x"
SET Citation = {"PubMed", "j", "1"}
p(H:A, pmod(Ph, S, 9)) -| (act(p(H:B)) => tloc(p(H:"C d"), fromLoc(H:x), toLoc(H:y)))
complex(p(H:A), p(H:B)) cnc deg(r(H:C))
"""
_PYBEL = b"""{"source": {"function": "Protein", "concept": {"namespace": "H", "name": "A"}, "modifier": "Activity"},
 "relation": "decreases", "target": {"function": "Complex", "members": [
 {"function": "Gene", "concept": {"namespace": "H", "name": "B"}}]}, "citation": {"namespace": "pubmed", "identifier": "1"}}
"""
_STATEMENT = b"""[{"type": "Inhibition", "subj": {"name": "a", "db_refs": {"CHEBI": "CHEBI:1"}},
 "obj": {"name": "b", "db_refs": {"HGNC": "2"}, "mods": [{"mod_type": "phosphorylation"}]},
 "evidence": [{"pmid": "3", "epistemics": {"negated": true}}]}]
"""
_NANOPUB = b"""@prefix : <http://e.org/n#> . @prefix np: <http://www.nanopub.org/nschema#> .
:H { : a np:Nanopublication ; np:hasAssertion :a ; np:hasProvenance :p ; np:hasPublicationInfo :i . }
:a { <http://purl.obolibrary.org/obo/GO_1> <http://purl.obolibrary.org/obo/RO_0002212> <http://e.org/x> . }
:p { :a <http://e.org/from> <http://www.ncbi.nlm.nih.gov/pubmed/6> . } :i { : <http://e.org/by> "x" . }
"""
_MAP = b"""{"nodes": [{"id": "a", "label": "a"}, {"id": "b", "label": "b"}],
 "causal_edges": [{"id": "i", "source": "a", "target": "b", "sign": "-"}],
 "modulation_edges": [{"modulator": "b", "influence_id": "i", "sign": null}]}
"""
_CLAIMS = (
    b"# mine\nsubject\tsubject_kind\trelation\tsign\tobject\tcertainty\tstudy_kind\tdirectness\treferences\tdisputing\tspecies\t"
    b"value\tn\trelations\tnote\n"
    b"KDT\t\tdecreases\t-\tseizures\tasserted\ttrial\tprimary\tpmid:12345|doi:10.1234/x\t\thuman\t38 %\t12\t\t\n"
    b"a drug\tdrug\tinhibits\t\tmTOR\tsuggested\tanimal\trelayed\t\tpmid:54321\trat\t\t\tdisputes claim:x\t=1+1\n"
)
_STYLE = (
    b'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><macro name="a"><text variable="title"/></macro>'
    b'<bibliography><layout><choose><if variable="DOI"><text macro="a"/></if></choose></layout></bibliography></style>\n'
)
READERS = {
    "turtle": (_data(".ttl"), _TURTLE),
    "ntriples": (_data(".nt"), b'<x:a> <x:b> "c\\u00e9"@en-GB .\n_:d <x:e> "1"^^<x:f> . # note\n'),
    "nquads": (_data(".nq"), b'<x:a> <x:b> "c" <x:g> .\n'),
    "trig": (_data(".trig"), _TURTLE + b"e:g { e:a e:b e:c . }\nGRAPH e:h { [] e:b 1 }\n"),
    "n3": (_data(".n3"), _TURTLE + b"{ ?x e:b ?y } => { ?y e:c ?x } .\n"),
    "rdfxml": (_data(".rdf"), _XML),
    "jsonld": (_data(".jsonld"), _JSON),
    "yaml": (_data(".yaml"), _YAML),
    "tsv": (_data(".tsv"), b"# head\na\tb\n1\t2\n"),
    "csv": (_data(".csv"), b'a,b\n"1,5","say ""x"""\n'),
    "gzip": (_data(".ttl.gz"), gzip.compress(_TURTLE, mtime=0)),
    "bzip2": (_data(".ttl.bz2"), bz2.compress(_TURTLE)),
    "xz": (_data(".ttl.xz"), lzma.compress(_TURTLE)),
    "zip": (_data(".zip"), _zip("a.ttl", _TURTLE)),
    "retractions": (_reads_file(".tsv", read_retractions), b"pmid\treason\n12345\tx\n"),
    "citation style": (_reads_file(".csl", read_citation_style), _STYLE),
    "mappings": (
        _reads_file(".tsv", read_own_mappings),
        b"# head\nsubject_id\tpredicate_id\tobject_id\tsource\nentity:a\tskos:exactMatch\tGO:1\tx\n",
    ),
    "places-turtle": (places(".ttl"), _TURTLE),
    "places-rdfxml": (places(".rdf"), _XML),
    "places-jsonld": (places(".jsonld"), _JSON),
    "drugmechdb": (imported("drugmechdb", ".yaml"), _DRUGMECHDB),
    "kgx-table": (imported("kgx", ".tsv"), _KGX),
    "kgx-json": (imported("kgx", ".json"), _GRAPH),
    "dismech": (imported("dismech", ".yaml"), _DISMECH),
    "gpml": (imported("gpml", ".gpml"), _GPML),
    "bel": (imported("bel", ".bel"), _BEL),
    "pybel": (imported("bel", ".json"), _PYBEL),
    "indra": (imported("indra", ".json"), _STATEMENT),
    "nanopub": (imported("nanopub", ".trig"), _NANOPUB),
    "physiomap": (imported("physiomap", ".json"), _MAP),
    "sif": (imported("sif", ".sif"), b"a -> b c\nd\tinhibits\te\n"),
    "sssom": (
        imported("sssom", ".tsv"),
        b"subject_id\tpredicate_id\tobject_id\tpredicate_modifier\nHP:1\tskos:exactMatch\tHP:2\tNot\n",
    ),
    "claims-table": (imported("tsv", ".tsv"), _CLAIMS),
    "own-rdf": (imported("rdf", ".ttl"), _TURTLE),
    "question": (question, _HEADER),
    "index": (_reads_file(".kgi", IndexFile), b"KGRAPHIX\x01\x00\x00\x00\x02\x00\x00\x00"),
    "index-header": (index_header, _INDEX),
    "query": (query, _QUERY),
    "snapshot": (snapshot, b"00000002{}"),
    "passages": (passages, b"Title\nA first sentence (1). A second, e.g. this (2-4, 7).\n1.2 Heading\nThird? Fourth.\n"),
    "cells": (cells, b"=1+1\t'x'\r\n-5 \xe2\x80\xae"),
    "names": (names, b"https://w3id.org/kgraph/entity/seizure"),
}  # fmt: skip
