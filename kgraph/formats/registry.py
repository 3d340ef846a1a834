"""Every output format: its name, the endings of its files, its media type, and what writes which kind of answer in it.

To add a format is to add a row here and the function that it names: one that takes a document of a kind in
`kgraph.formats.documents` and the name of the format, and gives a text, bytes, pieces of bytes, or several files.  A
format of the whole graph also has a row in `kgraph.formats.losses`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kgraph.errors import UsageError
from kgraph.formats.documents import (
    Document,
    Files,
    Listing,
    MatrixDocument,
    PathsDocument,
    QueryDocument,
    RecordDocument,
    TraceDocument,
)
from kgraph.formats.escape import folded
from kgraph.frozen import frozen, replace

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

Written = str | bytes | Iterator[bytes] | Files

# Kinds of answers, in the words of a refusal.
KINDS: Mapping[str, str] = {
    "listing": "a listing",
    "cited listing": "a listing",
    "paths": "a path answer",
    "indexed paths": "a path answer of an index",
    "pairs": "a list of pairs",
    "pair table": "the answers to a list of pairs",
    "trace": "a trace",
    "record": "a record",
    "matrix": "the matrix",
    "outcomes": "a list of outcomes",
    "findings": "a check",
    "differences": "a comparison",
    "report": "a report",
    "graph": "the graph",
    "contents": "what is imported",
    "query table": "a table",
    "query graph": "a graph",
    "template": "a template for claims",
    "question": "the text of a query",
    "page": "the explorer",
}
# What makes a listing of answers of other kinds, so that whatever writes a listing writes them too.
ROWS: Mapping[str, str] = {
    "cited listing": "reference_list:cited_listing",
    "paths": "path_json:path_listing",
    "indexed paths": "index_paths:path_listing",
    "trace": "trace:trace_listing",
    "record": "record:record_listing",
    "matrix": "matrix:matrix_listing",
    "outcomes": "outcomes:outcome_listing",
}


@frozen
class Format:
    """One output format, for some kinds of answers.

    `writers` maps a kind to ``module:function`` within `kgraph.formats`, which is imported when it writes.  The first
    of `endings` is the usual one; a format without any is always named.
    """

    name: str
    endings: tuple[str, ...]
    media_type: str
    writers: Mapping[str, str]

    def writes(self, kind: str) -> bool:
        """Whether it is there for this kind of answer."""
        return kind in self.writers or (kind in ROWS and "listing" in self.writers)


_LISTING = {"listing": "listing:write_listing"}
_PATHS, _INDEXED, _TRACE = "path_json:write_paths", "index_paths:write_paths", "trace:write_trace"
_PICTURES = {"paths": "figures:write_paths", "matrix": "figures:write_matrix", "outcomes": "outcome_plot:write_plot"}
_BIBLIOGRAPHY = {
    "cited listing": "bibliography:write_cited",
    "paths": "bibliography:write_paths",
    "trace": "bibliography:write_trace",
}
_QUERY, _TEMPLATE = "query_results:write_answer", "claim_templates:write_template"
_DIFFERENCES = {"differences": "differences:write_differences"}
_REPORT = {"report": "report.report_formats:write_report"}

FORMATS = (
    Format(
        "table",
        ("txt", "table"),
        "text/plain",
        {
            **_LISTING,
            "matrix": "matrix:write_for_readers",
            "paths": "answer_table:write_paths",
            "indexed paths": _INDEXED,
            "trace": _TRACE,
            "record": "record:write_record",
            "query table": _QUERY,
        },
    ),
    Format("text", ("txt",), "text/plain", {"findings": "findings:write_findings", **_DIFFERENCES}),
    Format("claims-tsv", ("tsv", "tab"), "text/tab-separated-values", {"graph": "claims_table:write_claims"}),
    Format(
        "tsv",
        ("tsv", "tab"),
        "text/tab-separated-values",
        {**_LISTING, "pairs": "pair_records:write_record", "query table": _QUERY, "template": _TEMPLATE},
    ),
    Format("csv", ("csv",), "text/csv", {**_LISTING, "query table": _QUERY}),
    Format(
        "json",
        ("json",),
        "application/json",
        {
            **_LISTING,
            "paths": _PATHS,
            "indexed paths": _INDEXED,
            "trace": _TRACE,
            "record": "record:write_record",
            "findings": "findings:write_findings",
            **_DIFFERENCES,
        },
    ),
    Format("json", ("json", "srj"), "application/sparql-results+json", {"query table": _QUERY}),
    Format(
        "jsonl",
        ("jsonl", "ndjson"),
        "application/x-ndjson",
        {
            **_LISTING,
            "paths": _PATHS,
            "indexed paths": _INDEXED,
            "record": "record:write_record",
            "pairs": "pair_records:write_record",
            "query table": _QUERY,
        },
    ),
    Format(
        "md",
        ("md", "markdown"),
        "text/markdown",
        {**_LISTING, "matrix": "matrix:write_for_readers", "query table": _QUERY, **_DIFFERENCES},
    ),
    Format("md", ("md", "markdown"), "text/markdown", _REPORT),
    Format("xml", ("xml", "srx"), "application/sparql-results+xml", {"query table": _QUERY}),
    Format(
        "ttl",
        ("ttl",),
        "text/turtle",
        {
            "graph": "turtle:write_graph",
            "contents": "contents_rdf:write_contents",
            "query graph": _QUERY,
            "template": _TEMPLATE,
        },
    ),
    Format("nt", ("nt",), "application/n-triples", {"graph": "turtle:write_graph", "query graph": _QUERY}),
    Format("nq", ("nq",), "application/n-quads", {"graph": "rdf_datasets:write_dataset"}),
    Format("trig", ("trig",), "application/trig", {"graph": "rdf_datasets:write_dataset"}),
    Format(
        "jsonld",
        ("jsonld", "json"),
        "application/ld+json",
        {"graph": "rdf_datasets:write_jsonld", "query graph": _QUERY},
    ),
    Format("rdfxml", ("rdf",), "application/rdf+xml", {"query graph": _QUERY}),
    Format("bibtex", ("bib", "bibtex"), "application/x-bibtex", _BIBLIOGRAPHY),
    Format("ris", ("ris",), "application/x-research-info-systems", _BIBLIOGRAPHY),
    Format("csl-json", ("csl",), "application/vnd.citationstyles.csl+json", _BIBLIOGRAPHY),
    Format("svg", ("svg",), "image/svg+xml", _PICTURES),
    Format("png", ("png",), "image/png", _PICTURES),
    Format("pdf", ("pdf",), "application/pdf", {**_PICTURES, **_REPORT}),
    Format("docx", ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _REPORT),
    Format(
        "mermaid",
        ("mmd", "mermaid"),
        "text/vnd.mermaid",
        {"paths": "figures:write_paths", "graph": "network_figures:write_figure"},
    ),
    Format(
        "dot",
        ("dot", "gv"),
        "text/vnd.graphviz",
        {"paths": "figures:write_paths", "graph": "network_figures:write_figure"},
    ),
    Format("graphml", ("graphml",), "application/graphml+xml", {"graph": "network_files:write_network"}),
    Format("gexf", ("gexf",), "application/gexf+xml", {"graph": "network_files:write_network"}),
    Format("cx2", ("cx2",), "application/json", {"graph": "cx2:write_cx2"}),
    Format("sif", ("sif",), "text/plain", {"graph": "network_files:write_sif"}),
    # Those without an ending are named: their files end as those of another format, or are several in a folder.
    Format("nanopub", (), "application/trig", {"graph": "nanopublications:write_nanopubs"}),
    Format("kgx", (), "text/tab-separated-values", {"graph": "kgx_files:write_kgx"}),
    Format("kgx-jsonl", (), "application/x-ndjson", {"graph": "kgx_files:write_kgx"}),
    Format("neo4j", (), "text/csv", {"graph": "neo4j_files:write_neo4j"}),
    Format(
        "parquet",
        (),
        "application/vnd.apache.parquet",
        {"graph": "parquet_files:write_parquet", "pair table": "pair_tables:write_pair_table"},
    ),
    Format("prefixes", (), "application/json", {"graph": "prefix_map:write_prefixes"}),
    Format("void", (), "text/turtle", {"graph": "void_description:write_void"}),
    Format("sarif", ("sarif",), "application/sarif+json", {"findings": "findings:write_findings"}),
    Format("sparql", ("rq", "sparql"), "application/sparql-query", {"question": "listing:write_text"}),
    Format("html", ("html", "htm"), "text/html", {"page": "listing:write_text", **_REPORT}),
)


def names(*kinds: str) -> tuple[str, ...]:
    """The names of the formats that there are for answers of these kinds, in the order of the table."""
    return tuple(dict.fromkeys(one.name for one in _formats_of(kinds)))


def endings(*kinds: str) -> tuple[str, ...]:
    """The endings of files, without a dot, that there are for answers of these kinds."""
    return tuple(dict.fromkeys(ending for one in _formats_of(kinds) for ending in one.endings))


def media_types(kind: str) -> dict[str, str]:
    """For each format that an answer of this kind has the media type, by name."""
    return {one.name: one.media_type for one in _formats_of((kind,))}


def types_of(path: str | PathLike[str], *kinds: str) -> list[str]:
    """The media types that a file with this ending may hold."""
    return [one.media_type for one in _formats_of(kinds) if _ending(path) in one.endings]


def format_of(path: str | PathLike[str], *kinds: str) -> str:
    """The format that the ending of a file asks for; empty for a file without an ending.

    Raises UsageError, with the endings that there are, for an ending that nothing writes such an answer in.

    >>> format_of("paths.svg", "paths")
    'svg'
    """
    ending = _ending(path)
    found = next((one.name for one in _formats_of(kinds) if ending in one.endings), "")
    if ending and not found:
        there = ", ".join(f".{known}" for known in endings(*kinds))
        raise UsageError(f"nothing writes {_called(kinds)} as .{ending} ({path}); use one of {there}.")
    return found


def write(document: Document, form: str, *, width: int | None = None) -> Written:
    """An answer in one of its formats; what a query found comes in pieces, everything else whole.

    `width` is how many characters a line of a table may take.  Raises UsageError, with the formats that there are,
    for one that such an answer has not.
    """
    for one in _formats_of((document.kind,)):
        if one.name == form:
            break
    else:
        there = ", ".join(names(document.kind))
        raise UsageError(f"{_called((document.kind,))} has no format {form}; use one of {there}.")
    kind = document.kind
    if kind not in one.writers:
        document, kind = _function(ROWS[kind])(document), "listing"
    if isinstance(document, Listing | MatrixDocument | PathsDocument | QueryDocument) and width is not None:
        document = replace(document, width=width)
    written: Written = _function(one.writers[kind])(document, form)
    if form == "table" and isinstance(document, RecordDocument | TraceDocument) and isinstance(written, str):
        return folded(written, width)
    return written


def save(document: Document, path: str | PathLike[str], *, form: str = "", force: bool = False) -> Path:
    """Write an answer to a file, in the format that its ending asks for unless one is named; gives its path back.

    A format that is several files goes into a folder.  Raises UsageError for an ending that says no format of such an
    answer, ExistingFileError or ExistingFolderError unless `force` is given.
    """
    from pathlib import Path

    form = form or format_of(path, document.kind)
    if not form:
        there = ", ".join(f".{known}" for known in endings(document.kind))
        raise UsageError(f"{path} has no ending to tell the format by; use one of {there}.")
    put(write(document, form), place := Path(path), force=force)
    return place


def put(written: Written, place: Path, *, force: bool = False) -> None:
    """Put what was written at its place: a file, or a folder where it is several files.

    Raises ExistingFileError or ExistingFolderError unless `force` is given, OutputError where it cannot be written.
    """
    if isinstance(written, Files):
        from kgraph.formats.export_folders import write_folder

        write_folder(place, written, force=force)
    else:
        from kgraph.files.writing import write_file

        write_file(place, whole(written), force=force)


def shown_otherwise(kind: str) -> bool:
    """Whether answers of this kind have a table for readers that is more than their rows."""
    return any(one.name == "table" and kind in one.writers and kind != "listing" for one in FORMATS)


def whole(written: str | bytes | Iterator[bytes]) -> str | bytes:
    """What was written, in one piece."""
    return written if isinstance(written, str | bytes) else b"".join(written)


def _formats_of(kinds: Iterable[str]) -> Iterator[Format]:
    wanted = tuple(kinds)
    return (one for one in FORMATS if any(one.writes(kind) for kind in wanted))


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"kgraph.formats.{module}"), name)
    return found


def _ending(path: str | PathLike[str]) -> str:
    # As pathlib tells it: a name that only starts with a dot has none.
    stem, dot, ending = str(path).rpartition("/")[2].rpartition(".")
    return ending.lower() if dot and stem else ""


def _called(kinds: Iterable[str]) -> str:
    return " or ".join(KINDS[kind] for kind in kinds)
