"""What an export of the graph cannot carry, by kind and count.

`LOSES` has a row for every format that the whole graph is written in.  What describes the graph and is no copy of it,
such as a prefix map, has an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from pyoxigraph import BlankNode, Triple

from kgraph.errors import UsageError
from kgraph.files.bundled import bundled_data_names
from kgraph.formats.graph_tables import COLUMNS, Value, table
from kgraph.importers.imported import Tally
from kgraph.model import CONTEXT, Claim, Contents, EvidenceLine, OpenQuestion, Reference
from kgraph.network import NOT_IN_XML
from kgraph.sparql.loading import store_of

Counter = Callable[[Contents], int]

_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]")


def losses(graph: Contents, form: str) -> tuple[Tally, ...]:
    """What the graph has that a format cannot carry, in the order of `KINDS`; empty when it carries all of it.

    Raises UsageError, with the formats that there are, for a name that none has.

    >>> import kgraph
    >>> from kgraph.formats.losses import losses
    >>> losses(kgraph.load(), "trig")
    ()
    """
    if form not in LOSES:
        raise UsageError(f"the graph has no format {form}; use one of {', '.join(LOSES)}.")
    lost = set(LOSES[form])
    found = ((kind, count(graph)) for kind, count in KINDS.items() if kind in lost)
    return tuple(Tally(kind, count) for kind, count in found if count)


def _lines(graph: Contents) -> Iterator[EvidenceLine]:
    things: tuple[Claim | OpenQuestion, ...] = (*graph.claims.values(), *graph.questions.values())
    return (line for thing in things for line in thing.evidence)


def _places(graph: Contents) -> int:
    return sum((line.locator is not None) + (line.marker is not None) for line in _lines(graph))


def _claims_with(has: Callable[[Claim], object]) -> Counter:
    return lambda graph: sum(1 for claim in graph.claims.values() if has(claim))


def _references_with(has: Callable[[Reference], object]) -> Counter:
    return lambda graph: sum(1 for reference in graph.references.values() if has(reference))


def _values(name: str) -> Counter:
    """How many values a column of entities has."""

    def count(graph: Contents) -> int:
        found = (getattr(entity, name) for entity in graph.entities.values())
        return sum(len(value) if isinstance(value, tuple) else bool(value) for value in found)

    return count


def _size(name: str) -> Counter:
    return lambda graph: len(getattr(graph, name))


def _identifiers(reference: Reference) -> list[str]:
    return [name for name in (reference.pmid, reference.doi, reference.pmcid) if name]


def _not_in_code(reference: Reference) -> bool:
    code = reference.code.lower()
    address = reference.link.partition("://")[2].lower() if not _identifiers(reference) else ""
    return any(name.lower() not in code for name in (*_identifiers(reference), address))


def _circumstances(claim: Claim) -> bool:
    said = (claim.species, claim.tissue, claim.outcome, *(getattr(claim, name) for name in CONTEXT))
    return any(said)


def _described(reference: Reference) -> bool:
    return bool(reference.title or reference.first_author or reference.journal or reference.year is not None)


def _notes(things: Iterable[Claim | EvidenceLine | Reference]) -> int:
    return sum(len(thing.notes) for thing in things)


def _properties(graph: Contents) -> int:
    names = ("valence", "opposite", "germline", "ends_here", "plural", "individuals")
    return sum(bool(getattr(entity, name)) for entity in graph.entities.values() for name in names)


def _idle(graph: Contents) -> int:
    return len(graph.entities.keys() - graph.claims_by_entity.keys())


def _uncited_references(graph: Contents) -> int:
    cited = {line.reference for claim in graph.claims.values() for line in claim.evidence}
    return len(graph.references.keys() - cited)


def _texts(names: Iterable[str], wrong: Callable[[Value], bool], graph: Contents) -> int:
    return sum(1 for name in names for row in table(graph, name) for value in row.values() if wrong(value))


def _parts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _not_in_xml(value: Value) -> bool:
    return any(NOT_IN_XML.search(part) for part in _parts(value))


def _breaks(value: Value) -> bool:
    return any(_BREAKS.search(part) for part in _parts(value))


def _bars(value: Value) -> bool:
    return isinstance(value, tuple) and any("|" in part for part in value)


def _unsafe_names(graph: Contents) -> int:
    names = (name for one in graph.entities.values() for name in (one.label, *one.synonyms, *one.misprints))
    return sum(1 for name in names if "|" in name or _BREAKS.search(name))


def _from_outside(graph: Contents) -> bool:
    """Whether the graph was read from other files than the bundled ones, so that its statements may be any."""
    return bool(set(map(str, graph.file_names)) - set(bundled_data_names()))


def _graph_names(graph: Contents, *, unnamed: bool) -> int:
    if not _from_outside(graph):
        return 0
    return sum(1 for name in store_of(graph).named_graphs() if isinstance(name, BlankNode) is unnamed)


def _quoted(graph: Contents) -> int:
    return sum(isinstance(quad.object, Triple) for quad in store_of(graph)) if _from_outside(graph) else 0


def _foreign(graph: Contents) -> int:
    return sum(count for _, count in graph.overlay.not_understood) if graph.overlay else 0


# Every kind of loss, in the words of a report, and how much of it a graph has.
KINDS: Mapping[str, Counter] = MappingProxyType(
    {
        "certainties of claims": _claims_with(lambda claim: claim.certainty),
        "kinds of study": _claims_with(lambda claim: claim.study_kind),
        "origins of claims": _claims_with(lambda claim: claim.origin),
        "marks of implied claims": _claims_with(lambda claim: claim.implied),
        "marks of uncited claims": _claims_with(lambda claim: claim.uncited),
        "marks of definitional claims": _claims_with(lambda claim: claim.definitional),
        "circumstances of claims (species, tissue, population and the like)": _claims_with(_circumstances),
        "disease contexts of claims": _claims_with(lambda claim: claim.disease),
        "mechanisms of claims": _claims_with(lambda claim: claim.mechanisms),
        "slips of sources": _claims_with(lambda claim: claim.slip),
        "wordings as printed": _claims_with(lambda claim: claim.printed_subject or claim.printed_object),
        "relations between claims": lambda graph: sum(len(claim.relations) for claim in graph.claims.values()),
        "numbers": lambda graph: sum(len(claim.measurements) for claim in graph.claims.values()),
        "evidence lines": lambda graph: sum(1 for _ in _lines(graph)),
        "evidence lines one by one (their own directness, attachment, place)": lambda graph: sum(
            1 for _ in _lines(graph)
        ),
        "places in sources": _places,
        "references": _size("references"),
        "references that no claim cites": _uncited_references,
        "descriptions of references": _references_with(_described),
        "identifiers of references that are not their code": _references_with(_not_in_code),
        "second identifiers of references": _references_with(lambda reference: len(_identifiers(reference)) > 1),
        "synonyms": _values("synonyms"),
        "misprints": _values("misprints"),
        "definitions": _values("definition"),
        "mappings": _values("mappings"),
        "valences, opposites and grammar of entities": _properties,
        "entities without a claim": _idle,
        "hypotheses": _size("hypotheses"),
        "open questions": _size("questions"),
        "sources": _size("sources"),
        "notes of claims": lambda graph: _notes(graph.claims.values()),
        "notes of evidence lines": lambda graph: _notes(_lines(graph)),
        "notes of references": lambda graph: _notes(graph.references.values()),
        "tabs and line ends in texts": partial(_texts, tuple(COLUMNS), _breaks),
        "tabs, line ends and bars (|) in names": _unsafe_names,
        "bars (|) within values of lists": partial(_texts, tuple(COLUMNS), _bars),
        "characters that XML does not hold": partial(_texts, ("entities", "claims"), _not_in_xml),
        "names of graphs": partial(_graph_names, unnamed=False),
        "graphs that only a blank node names": partial(_graph_names, unnamed=True),
        "quoted statements": _quoted,
        "statements that are nothing of this ontology": _foreign,
    }
)

_NO_RDF = (
    "names of graphs",
    "graphs that only a blank node names",
    "quoted statements",
    "statements that are nothing of this ontology",
)
_BESIDE_CLAIMS = ("hypotheses", "open questions", "sources", *_NO_RDF)
# An edge per claim with everything that is said of the claim itself.
_CITED = (
    "numbers",
    "evidence lines one by one (their own directness, attachment, place)",
    "descriptions of references",
    "second identifiers of references",
    "notes of evidence lines",
    "notes of references",
    *_BESIDE_CLAIMS,
)
_NETWORK = ("places in sources", *_CITED)
_KGX = ("references that no claim cites", *_BESIDE_CLAIMS)
_PICTURE = (
    "certainties of claims",
    "kinds of study",
    "origins of claims",
    "marks of uncited claims",
    "marks of definitional claims",
    "circumstances of claims (species, tissue, population and the like)",
    "disease contexts of claims",
    "mechanisms of claims",
    "slips of sources",
    "wordings as printed",
    "relations between claims",
    "numbers",
    "evidence lines",
    "places in sources",
    "references",
    "synonyms",
    "misprints",
    "definitions",
    "mappings",
    "valences, opposites and grammar of entities",
    "notes of claims",
    "notes of evidence lines",
    "notes of references",
    *_BESIDE_CLAIMS,
)

LOSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "claims-tsv": (
            "descriptions of references",
            "identifiers of references that are not their code",
            "definitions",
            "mappings",
            "valences, opposites and grammar of entities",
            "notes of references",
            "entities without a claim",
            "tabs, line ends and bars (|) in names",
            *_BESIDE_CLAIMS,
        ),
        "ttl": ("names of graphs", "graphs that only a blank node names"),
        "nt": ("names of graphs", "graphs that only a blank node names"),
        "nq": ("graphs that only a blank node names",),
        "trig": ("graphs that only a blank node names",),
        "jsonld": ("names of graphs", "graphs that only a blank node names", "quoted statements"),
        "kgx": (*_KGX, "tabs and line ends in texts", "bars (|) within values of lists"),
        "kgx-jsonl": _KGX,
        "graphml": (*_NETWORK, "bars (|) within values of lists", "characters that XML does not hold"),
        "gexf": (*_NETWORK, "bars (|) within values of lists", "characters that XML does not hold"),
        "cx2": _NETWORK,
        "sif": (*_PICTURE, "marks of implied claims"),
        "nanopub": (
            "descriptions of references",
            "notes of references",
            "synonyms",
            "misprints",
            "definitions",
            "mappings",
            "valences, opposites and grammar of entities",
            "entities without a claim",
            *_BESIDE_CLAIMS,
        ),
        "neo4j": (*_NO_RDF, "tabs and line ends in texts", "bars (|) within values of lists"),
        "parquet": _NO_RDF,
        "mermaid": (*_PICTURE, "entities without a claim"),
        "dot": (*_PICTURE, "entities without a claim"),
        "prefixes": (),
        "void": (),
    }
)
