"""What a workspace knows of an import: its file, kind, digest, time, licence, and counts in and out, as PROV-O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.frozen import frozen
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE
from kgraph.workspaces.licences import licence_iri

IMPORT = f"{KG}import/"
_PROV, _DCT, _RDFS, _XSD = (PREFIXES[name] for name in ("prov", "dct", "rdfs", "xsd"))
_DCAT = "http://www.w3.org/ns/dcat#"
# What came in, what was made of it, and what was lost: statements of the activity, by the part of an import's name.
_COUNTS = {"in": f"{_PROV}used", "out": f"{_PROV}generated", "lost": f"{_PROV}invalidated"}
_UNSAFE = '<>"{}|\\^` \t\r\n'


@frozen
class Count:
    """How many of something came in, were made or were lost; `flow` is in, out or lost."""

    flow: str
    what: str
    count: int


@frozen
class ImportRecord:
    """One import of one file or of files that belong together.

    `name` is its name in the workspace, made of kind and digest.  `files` are the names of the files and `sha256` is
    the digest of their content; `time` is when they were imported, ISO 8601 in UTC.  `version` is the version that the
    data give of themselves, `licence` an SPDX identifier or an address; both are empty where nobody said.  `replaces`
    is the import of an earlier version, whose place it takes.
    """

    name: str
    kind: str
    files: tuple[str, ...]
    sha256: str
    time: str
    program: str
    sources: tuple[str, ...] = ()
    version: str = ""
    licence: str = ""
    counts: tuple[Count, ...] = ()
    replaces: str = ""

    def __repr__(self) -> str:
        return f"<ImportRecord {self.name}: {', '.join(self.files)}>"

    @property
    def graph(self) -> NamedNode:
        """The named graph of its statements."""
        return NamedNode(IMPORT + self.name)

    @property
    def provenance(self) -> NamedNode:
        """The named graph of what is known of it."""
        return NamedNode(f"{IMPORT}{self.name}/provenance")

    def count(self, flow: str, what: str) -> int:
        """How many of something there were; 0 where none are recorded."""
        return sum(one.count for one in self.counts if (one.flow, one.what) == (flow, what))

    def quads(self) -> Iterator[Quad]:
        """What is known of it as statements of PROV-O, DCAT and Dublin Core, in its provenance graph."""
        me, activity = self.graph, NamedNode(f"{IMPORT}{self.name}/activity")
        file, program = NamedNode(f"urn:sha256:{self.sha256}"), NamedNode(f"{IMPORT}{self.name}/program")
        said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
            (me, RDF_TYPE, NamedNode(f"{_PROV}Entity")),
            (me, RDF_TYPE, NamedNode(f"{_DCAT}Dataset")),
            (me, f"{_PROV}wasDerivedFrom", file),
            (me, f"{_PROV}wasGeneratedBy", activity),
            *((me, f"{_PROV}hadPrimarySource", NamedNode(f"{PREFIXES['source']}{one}")) for one in self.sources),
            (file, RDF_TYPE, NamedNode(f"{_PROV}Entity")),
            *((file, f"{_DCT}title", Literal(name)) for name in self.files),
            (file, f"{_DCT}format", Literal(self.kind)),
            (file, f"{_DCT}identifier", Literal(self.sha256)),
            (activity, RDF_TYPE, NamedNode(f"{_PROV}Activity")),
            (activity, f"{_PROV}endedAtTime", Literal(self.time, datatype=NamedNode(f"{_XSD}dateTime"))),
            (activity, f"{_PROV}wasAssociatedWith", program),
            (program, RDF_TYPE, NamedNode(f"{_PROV}SoftwareAgent")),
            (program, f"{_RDFS}label", Literal(self.program)),
        ]
        if self.version:
            said.append((file, f"{PREFIXES['owl']}versionInfo", Literal(self.version)))
        if self.licence:
            said.append((me, f"{_DCT}license", _licence(self.licence)))
        if self.replaces:
            said.append((me, f"{_PROV}wasRevisionOf", NamedNode(IMPORT + self.replaces)))
        for number, one in enumerate(self.counts, 1):
            node = NamedNode(f"{IMPORT}{self.name}/count-{number}")
            said += [
                (activity, _COUNTS[one.flow], node),
                (node, RDF_TYPE, NamedNode(f"{_PROV}Entity")),
                (node, f"{_RDFS}label", Literal(one.what)),
                (node, f"{_PROV}value", Literal(str(one.count), datatype=NamedNode(f"{_XSD}integer"))),
            ]
        return (Quad(subject, NamedNode(predicate), value, self.provenance) for subject, predicate, value in said)


def read_record(name: str, quads: Iterable[Quad]) -> ImportRecord:
    """The record of an import from the statements of its provenance graph; what they do not say is empty."""
    found: dict[tuple[str, str], list[str]] = {}
    for quad in quads:
        subject = str(getattr(quad.subject, "value", ""))
        found.setdefault((subject, quad.predicate.value), []).append(str(getattr(quad.object, "value", "")))
    me, activity = IMPORT + name, f"{IMPORT}{name}/activity"

    def first(subject: str, predicate: str) -> str:
        return next(iter(found.get((subject, predicate), ())), "")

    file = first(me, f"{_PROV}wasDerivedFrom")
    counts = [
        (int(node.rpartition("-")[2]), Count(flow, first(node, f"{_RDFS}label"), int(first(node, f"{_PROV}value"))))
        for flow, predicate in _COUNTS.items()
        for node in found.get((activity, predicate), ())
    ]
    prefix = PREFIXES["source"]
    return ImportRecord(
        name=name,
        kind=first(file, f"{_DCT}format"),
        files=tuple(found.get((file, f"{_DCT}title"), ())),
        sha256=first(file, f"{_DCT}identifier"),
        time=first(activity, f"{_PROV}endedAtTime"),
        program=first(f"{IMPORT}{name}/program", f"{_RDFS}label"),
        sources=tuple(one.removeprefix(prefix) for one in found.get((me, f"{_PROV}hadPrimarySource"), ())),
        version=first(file, f"{PREFIXES['owl']}versionInfo"),
        licence=first(me, f"{_DCT}license"),
        counts=tuple(one for _, one in sorted(counts, key=lambda pair: pair[0])),
        replaces=first(me, f"{_PROV}wasRevisionOf").removeprefix(IMPORT),
    )


def _licence(licence: str) -> NamedNode | Literal:
    address = licence_iri(licence)
    whole = ":" in address and not any(sign in address for sign in _UNSAFE)
    return NamedNode(address) if whole else Literal(licence)
