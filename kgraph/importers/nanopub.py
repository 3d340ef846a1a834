"""Nanopublications (TriG, N-Quads) as claims: what the assertion says, cited as the provenance says.

A nanopublication that breaks the rules (a graph that is missing, empty or one too many, no word of where the assertion
comes from) is a fault.  An assertion is carried where it joins two things by a relation that is known here.  Where it
says more of its statement than is understood, such as a level of expression that may be none, it is lost, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.errors import DataError
from kgraph.frozen import replace
from kgraph.importers.biolink import Predicate
from kgraph.importers.citations import reference_of
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.imported import Imported, contents_of
from kgraph.importers.known_curies import curie_for, known_curie
from kgraph.importers.nanopub_rules import Nanopub, nanopubs_of
from kgraph.importers.own_rdf import own_contents
from kgraph.importers.rdf_predicates import predicate_of_iri
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data
from kgraph.reading.rdf_files import read_quads
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE, shorten

NAME = "nanopub"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="Nanopublications",
    link="https://nanopub.net",
    notes=("Each nanopublication says in its own publication information who made it and under which licence.",),
)
_CLAIM = f"{KG}Claim"
_RDF, _RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]
_SUBJECT, _PREDICATE, _OBJECT = (f"{_RDF}{end}" for end in ("subject", "predicate", "object"))
_OCCURS = f"{PREFIXES['BFO']}0000066"
# An association of SIO that refers to the things that go together.
_REFERS = "http://semanticscience.org/resource/SIO_000628"
_RETRACTS, _SUPERSEDES = (f"http://purl.org/nanopub/x/{word}" for word in ("retracts", "supersedes"))
_TAXON = "http://www.ncbi.nlm.nih.gov/Taxonomy/Browser/wwwtax.cgi?id="
# What only describes the things of a statement.
_DESCRIBES = frozenset({RDF_TYPE, f"{_RDFS}label", f"{_RDFS}comment"})
_CITO = "http://purl.org/spar/cito/"
_AGAINST = frozenset({f"{_CITO}{word}" for word in ("disputes", "refutes", "disagreesWith", "critiques", "isRefutedBy",
                                                    "isDisputedBy")})  # fmt: skip
_ASSOCIATED = Predicate("refers to", "associated_with", "?", "says that the two go together, and not which way")
_CONTEXTS = MappingProxyType({"UBERON": "tissue", "CL": "tissue", "NCBITaxon": "species"})


def read_nanopub(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of nanopublications, of which a file may hold many.

    What another nanopublication of the same files retracts is lost and said.  Raises DataError for a file that is not
    RDF with named graphs.
    """
    draft = Draft(SOURCE, project="the nanopublication")
    found: list[tuple[str, Nanopub]] = []
    for file in files:
        with open_data(file) as data:
            nanopubs = nanopubs_of(file, data, list(read_quads(data)), draft.faults)
            found += [(f"{data.name}:{nanopub.line}", nanopub) for nanopub in nanopubs]
    retracted = {target for _, nanopub in found for target in nanopub.objects(_RETRACTS)}
    own: list[Quad] = []
    for place, nanopub in found:
        draft.found.add("nanopublications")
        draft.found.add("statements of assertions", times=len(nanopub.assertion))
        if nanopub.objects(_SUPERSEDES):
            draft.remarks.add("nanopublications that supersede another", place)
        if signed := nanopub.signatures():
            draft.remarks.add("signatures of nanopublications, which are not checked", place, times=signed)
        draft.licences.update(nanopub.licences())
        if nanopub.iri in retracted:
            draft.losses.add("nanopublications that another one retracts", place)
        elif any(_text(quad.object) == _CLAIM for quad in nanopub.assertion):
            own += (*nanopub.assertion, *nanopub.provenance, *nanopub.information)
        else:
            _Assertion(draft, nanopub, place).carry()
    return _with_own(draft.imported(NAME, files), own)


def _with_own(imported: Imported, own: list[Quad]) -> Imported:
    """What was imported, with the claims of our own that went out as nanopublications and come back."""
    if not own:
        return imported
    faults: list[DataError] = []
    ours, theirs = own_contents(own, faults), imported.contents
    contents = contents_of(
        entities={**theirs.entities, **ours.entities}.values(),
        claims={**theirs.claims, **ours.claims}.values(),
        references={**theirs.references, **ours.references}.values(),
        sources={**theirs.sources, **ours.sources}.values(),
    )
    return replace(imported, contents=contents, faults=(*imported.faults, *faults))


class _Assertion:
    """Carries one assertion."""

    def __init__(self, draft: Draft, nanopub: Nanopub, place: str) -> None:
        self._draft, self._nanopub, self._place = draft, nanopub, place
        self._about: dict[str, list[tuple[str, NamedNode | BlankNode | Literal]]] = {}
        for quad in nanopub.assertion:
            self._about.setdefault(_text(quad.subject), []).append((quad.predicate.value, quad.object))  # type: ignore[arg-type]
        self._carried: set[tuple[str, str]] = set()

    def carry(self) -> None:
        lines = self._lines()
        for subject in self._about:
            self._of_subject(subject, lines)
        for subject, said in self._about.items():
            for predicate, _ in said:
                if (subject, predicate) not in self._carried and predicate not in _DESCRIBES:
                    self._draft.losses.add(f"statements of assertions with {shorten(predicate)}", self._place)

    def _of_subject(self, subject: str, lines: Sequence[Line]) -> None:
        said = dict(self._about[subject])
        if {_SUBJECT, _PREDICATE, _OBJECT} <= said.keys():
            predicate = predicate_of_iri(_text(said[_PREDICATE]))
            if predicate and not isinstance(said[_OBJECT], Literal):
                context = self._context(subject)
                if context is not None:
                    self._carried |= {(subject, key) for key in (_SUBJECT, _PREDICATE, _OBJECT, _OCCURS)}
                    self._say(_text(said[_SUBJECT]), predicate, _text(said[_OBJECT]), lines, context)
            return
        referred = [_text(term) for key, term in self._about[subject] if key == _REFERS]
        if len(referred) == 2:  # noqa: PLR2004  # what goes together
            self._carried.add((subject, _REFERS))
            self._say(referred[0], _ASSOCIATED, referred[1], lines, {})
            return
        self._plain(subject, lines)

    def _plain(self, subject: str, lines: Sequence[Line]) -> None:
        """Triples of known relations, where nothing else is said that could change what they mean."""
        known = {key: found for key, _ in self._about[subject] if (found := predicate_of_iri(key))}
        others = {key for key, _ in self._about[subject]} - known.keys() - _DESCRIBES
        if known and others:
            self._draft.losses.add("assertions that say more of their statement than is known here", self._place)
            return
        for key, term in self._about[subject]:
            if key in known and not isinstance(term, Literal):
                self._carried.add((subject, key))
                self._say(subject, known[key], _text(term), lines, {})

    def _context(self, statement: str) -> Mapping[str, Curie] | None:
        """Where a statement holds; None where more is said of it than is understood."""
        found: dict[str, Curie] = {}
        for key, term in self._about[statement]:
            if key in (_SUBJECT, _PREDICATE, _OBJECT) or key in _DESCRIBES:
                continue
            iri = _text(term)
            thing = f"NCBITaxon:{iri.removeprefix(_TAXON)}" if iri.startswith(_TAXON) else known_curie(iri)
            slot = _CONTEXTS.get(thing.partition(":")[0]) if key == _OCCURS else None
            if slot is None or slot in found:
                self._draft.losses.add("assertions that say more of their statement than is known here", self._place)
                return None
            found[slot] = thing
            self._draft.things.add(thing, kind="species" if slot == "species" else "")
        return found

    def _say(
        self, subject: str, predicate: Predicate, target: str, lines: Sequence[Line], context: Mapping[str, Curie]
    ) -> None:
        ends = [self._thing(subject), self._thing(target)]
        first, second = ends[::-1] if predicate.turned else ends
        species = (context["species"],) if "species" in context else ()
        statement = Statement(
            first, predicate.relation, second, predicate.sign, species=species, tissue=context.get("tissue", "")
        )
        self._draft.say(statement, lines, place=self._place, note=f"Nanopublication: {predicate.name}.")

    def _thing(self, iri: str) -> Curie:
        label = next((term.value for key, term in self._about.get(iri, ()) if key == f"{_RDFS}label"
                      and isinstance(term, Literal)), "")  # fmt: skip
        thing = curie_for(iri, origin=NAME)
        if thing.startswith("entity:") and not label:
            label = self._words(iri)
        self._draft.things.add(thing, name=label)
        return thing

    def _words(self, iri: str) -> str:
        """A name for a thing without a label: what it is made of in the nanopublication, else the end of the IRI."""
        if iri.startswith(self._nanopub.iri) or "//" not in iri:
            inner = [_text(term) for key, term in self._about.get(iri, ()) if not isinstance(term, Literal)
                     and key not in _DESCRIBES]  # fmt: skip
            types = [_end(_text(term)) for key, term in self._about.get(iri, ()) if key == RDF_TYPE]
            parts = [self._words(one) if one in self._about and one != iri else _end(one) for one in inner[:1]]
            words = " of ".join(filter(None, (*types[:1], *parts)))
            return words or _end(iri)
        return _end(iri)

    def _lines(self) -> list[Line]:
        """A line for each paper that the provenance names, against the assertion where it says so."""
        lines = {}
        for quad in self._nanopub.provenance:
            if not isinstance(quad.object, NamedNode):
                continue
            reference = reference_of(quad.object.value, origin=NAME)
            if not (reference.pmid or reference.doi or reference.pmcid):
                continue
            direction = "disputes" if quad.predicate.value in _AGAINST else "supports"
            if direction == "disputes" or reference.id not in lines:
                name = self._draft.cite_reference(reference)
                lines[reference.id] = Line(reference=name, direction=direction, notes=(f"In {self._nanopub.iri}.",))
        return list(lines.values())


def _end(iri: str) -> str:
    """The last part of an IRI."""
    from urllib.parse import unquote

    return unquote(iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2].rpartition("=")[2])


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
