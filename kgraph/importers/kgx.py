"""Graphs in the Knowledge Graph Exchange format as claims: nodes and edges as TSV, JSON, JSON lines or RDF.

An edge is a claim with the relation and sign of its Biolink predicate and qualifiers.  Its publications are lines of
evidence.  A negated edge says that something does not hold, so its claim has the sign 0.  What kgraph itself exported
comes back as it was.  Nodes and edges may come in any order and in many files; tables and lines are read one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.errors import DataError
from kgraph.frozen import frozen, replace
from kgraph.importers.biolink import (
    UNKNOWN,
    Predicate,
    denied,
    is_context,
    of_another,
    of_subject,
    without_not,
)
from kgraph.importers.biolink_categories import kind_of
from kgraph.importers.drafts import STATEMENT, Draft, Line, Statement
from kgraph.importers.edge_predicates import edge_predicate
from kgraph.importers.imported import Imported, contents_of
from kgraph.importers.kgx_own import OWN_FIELDS, is_own, named_in, own_claim, own_entity
from kgraph.importers.kgx_records import Record, read_records
from kgraph.importers.known_curies import curie_for, known_curie
from kgraph.model import Claim, Curie, Entity, Reference, Source
from kgraph.vocabulary import shorten

NAME = "kgx"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="A graph in the Knowledge Graph Exchange format",
    link="https://github.com/biolink/kgx",
    notes=("What each edge says of its own source stands in the notes of its lines.",),
)
_YES, _NO = frozenset({"true", "1", "yes"}), frozenset({"", "false", "0", "no"})
# Evidence codes whose kind of study is one of kgraph's, as the ontology maps them.
STUDIES = MappingProxyType({"ECO:0000179": "animal", "ECO:0000181": "in-vitro", "ECO:0000204": STATEMENT})
CERTAINTIES_OF_LEVELS = MappingProxyType({"prediction": "suggested", "statistical_association": "asserted"})
# Fields of an edge that become parts of the claim, and fields that its lines tell in a note, with their words there.
_CARRIED = frozenset(
    {
        "id", "subject", "predicate", "object", "negated", "publications", "qualified_predicate", "has_evidence",
        "object_aspect_qualifier", "object_direction_qualifier", "subject_aspect_qualifier",
        "subject_direction_qualifier", "subject_form_or_variant_qualifier", "species_context_qualifier",
        "anatomical_context_qualifier", "disease_context_qualifier", "population_context_qualifier",
        "edge_label", "category", "type", "original_subject", "original_object", "original_predicate",
    }
)  # fmt: skip
_NOTED = MappingProxyType(
    {
        "primary_knowledge_source": "Primary source", "aggregator_knowledge_source": "Gathered by",
        "knowledge_source": "Source", "provided_by": "Provided by", "relation": "Relation",
        "knowledge_level": "Level of knowledge", "agent_type": "Made by",
        "object_form_or_variant_qualifier": "Variant of the object", "stage_qualifier": "Stage",
        "frequency_qualifier": "Frequency", "onset_qualifier": "Onset", "sex_qualifier": "Sex",
        "qualifiers": "Qualifiers",
    }
)  # fmt: skip
_NODE = frozenset({"id", "name", "category", "synonym", "xref", "equivalent_identifiers", "same_as", "type"})


def read_kgx(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of KGX files: tables of nodes and of edges, JSON, JSON lines, and RDF.

    An edge that cannot be read is a fault; reading goes on with the next one.  Raises DataError for a file that is none
    of these at all.
    """
    reading = _Reading()
    for file in files:
        reading.file(file)
    reading.count_unused()
    return reading.imported(files)


@frozen
class _Meaning:
    """What the predicate and the qualifiers of an edge say, and the words they say it in."""

    predicate: Predicate
    printed: str


class _Reading:
    def __init__(self) -> None:
        self.draft = Draft(SOURCE, project="the graph")
        self._nodes: dict[Curie, str] = {}
        self._ends: set[Curie] = set()
        # What we exported ourselves.
        self._entities: dict[Curie, Entity] = {}
        self._claims: dict[Curie, Claim] = {}
        self._references: dict[Curie, Reference] = {}

    def file(self, file: Path) -> None:
        draft = self.draft
        for record in read_records(file, draft):
            draft.found.add(record.what)
            try:
                if is_own(record):
                    self._own(record)
                elif record.what == "edges":
                    self._edge(record)
                else:
                    self._node(record)
            except DataError as error:
                draft.faults.append(error)

    def imported(self, files: Sequence[Path]) -> Imported:
        """Everything that was read: what others say, and what kgraph itself exported."""
        draft = self.draft
        for claim in self._claims.values():
            for thing in named_in(claim) - self._entities.keys():
                draft.things.add(thing)
                draft.keep(thing)
        read = draft.imported(NAME, files)
        if not (self._entities or self._claims):
            return read
        said = read.contents
        origins = {claim.origin for claim in self._claims.values()} - {NAME}
        contents = contents_of(
            entities=({**said.entities, **self._entities}).values(),
            claims=({**said.claims, **self._claims}).values(),
            references=({**said.references, **self._references}).values(),
            sources=(
                *(said.sources.values() if said.claims or NAME in {c.origin for c in self._claims.values()} else ()),
                *(Source(id=f"source:{origin}", short=origin, title="", link="") for origin in sorted(origins)),
            ),
        )
        return replace(read, contents=contents)

    def _own(self, record: Record) -> None:
        if record.what == "nodes":
            entity = own_entity(record)
            self._entities[entity.id] = entity
            self._lost(record, _NODE | OWN_FIELDS["nodes"], "node")
            return
        claim, references = own_claim(record)
        if claim.id in self._claims:
            raise record.refused(f"{claim.id} is there twice", "id")
        self._claims[claim.id] = claim
        self._references |= {reference.id: reference for reference in references}
        self._ends |= named_in(claim)
        self._lost(record, _CARRIED | _NOTED.keys() | OWN_FIELDS["edges"], "edge")

    def count_unused(self) -> None:
        """Count the nodes that no edge names; no claim is about them."""
        for thing, place in self._nodes.items():
            if thing not in self._ends:
                self.draft.losses.add("nodes that no edge names", place)

    def _node(self, record: Record) -> None:
        draft, things = self.draft, self.draft.things
        identifier = record.needed("id")
        thing = self._thing(identifier, record)
        categories = record.all("category") or record.all("type")
        kinds = [kind for kind in map(kind_of, categories) if kind]
        if categories and not kinds:
            draft.remarks.add(f"nodes of the unknown category {categories[0]}, carried as other", record.place)
        self._nodes.setdefault(thing, record.place)
        # The first is the most special one; what is said beside it is more general.
        kind = next((kind for kind in kinds if kind != "other"), "other")
        things.add(thing, name=record.one("name"), kind=kind, other_names=record.all("synonym"))
        for field, close in (("xref", True), ("equivalent_identifiers", True), ("same_as", False)):
            for other in record.all(field):
                known = known_curie(other)
                if not known:
                    draft.losses.add("further identifiers of nodes that have no namespace here", record.place)
                elif known != thing:
                    (things.close if close else things.same)(thing, known)
        self._lost(record, _NODE, "node")

    def _edge(self, record: Record) -> None:
        draft = self.draft
        subject, target = (self._thing(record.needed(end), record) for end in ("subject", "object"))
        self._ends |= {subject, target}
        meaning = self._meaning(record)
        if meaning.predicate.turned:
            subject, target = target, subject
        statement = Statement(
            subject=subject,
            relation=meaning.predicate.relation,
            object=target,
            sign=meaning.predicate.sign,
            disease=self._context(record, "disease_context_qualifier"),
            species=tuple(filter(None, (self._context(record, "species_context_qualifier", "species"),))),
            tissue=self._context(record, "anatomical_context_qualifier", "anatomy"),
            population=record.one("population_context_qualifier"),
        )
        level = record.one("knowledge_level")
        carried = draft.say(
            statement,
            self._lines(record),
            place=record.place,
            note=f"Predicate: {meaning.printed}.",
            certainty=CERTAINTIES_OF_LEVELS.get(level, "asserted"),
            claim=_own_claim(record.one("id")),
        )
        if carried:
            self._lost(record, _CARRIED | _NOTED.keys() | {*_of_another(record)}, "edge")

    def _meaning(self, record: Record) -> _Meaning:
        """What an edge says.  A denied predicate is one of sign 0, never the opposite and never the thing itself."""
        written = record.one("predicate") or record.one("edge_label") or record.needed("predicate")
        plain, has_not = without_not(written)
        aspect, direction = record.one("object_aspect_qualifier"), record.one("object_direction_qualifier")
        qualified = record.one("qualified_predicate")
        known = edge_predicate(plain, qualified=qualified, aspect=aspect, direction=direction)
        if known is None:
            self.draft.remarks.add(f"edges with the unknown predicate {written}, carried as associations", record.place)
        elif known.wider:
            self.draft.remarks.add(f"edges with {known.name!r}, carried as {known.relation}", record.place)
        predicate = of_subject(
            known or UNKNOWN,
            aspect=record.one("subject_aspect_qualifier"),
            direction=record.one("subject_direction_qualifier"),
            form=_form(record, "subject"),
        )
        if _of_another(record):
            self.draft.remarks.add("edges on a part, form or derivative of a thing, carried unsigned", record.place)
            predicate = of_another(predicate)
        negated = self._negated(record) != has_not
        qualifiers = (*_QUALIFIERS, *_of_another(record))
        words = [written, *(f"{field.removesuffix('_qualifier')} {', '.join(record.all(field))}" for field in qualifiers
                            if record.all(field))]  # fmt: skip
        if negated:
            self.draft.remarks.add("edges that say that something does not hold, carried with the sign 0", record.place)
            words.append("negated")
            predicate = denied(predicate)
        return _Meaning(predicate, ", ".join(words))

    def _negated(self, record: Record) -> bool:
        said = record.one("negated").lower()
        if said not in _YES | _NO:
            raise record.refused(f"negated is {said!r}, neither true nor false", "negated")
        return said in _YES

    def _lines(self, record: Record) -> list[Line]:
        codes = [shorten(code) for code in record.all("has_evidence")]
        kinds = tuple(dict.fromkeys(STUDIES[code] for code in codes if code in STUDIES)) or (STATEMENT,)
        notes = [f"{words}: {', '.join(record.all(field))}." for field, words in _NOTED.items() if record.all(field)]
        notes += [f"Evidence code: {code}." for code in codes if code not in STUDIES]
        cited = [self.draft.cite(text) for text in record.all("publications")]
        if not cited:
            self.draft.remarks.add("edges without a publication, carried as uncited", record.place)
        return [Line(reference=reference, study_kinds=kinds, notes=tuple(sorted(notes))) for reference in cited or [""]]

    def _context(self, record: Record, field: str, kind: str = "disease") -> Curie:
        said = record.one(field)
        if not said:
            return ""
        thing = self._thing(said, record)
        self.draft.things.add(thing, kind="" if self.draft.things.knows(thing) else kind)
        return thing

    def _thing(self, identifier: str, record: Record) -> Curie:
        """The name of a thing, also of one that no node describes."""
        known = known_curie(identifier)
        if known:
            self.draft.things.add(known)
            return known
        thing = curie_for(identifier, origin=NAME)
        self.draft.things.add(thing, other_names=(identifier,))
        self.draft.remarks.add("things whose identifier has no namespace here", record.place)
        return thing

    def _lost(self, record: Record, carried: frozenset[str] | set[str], what: str) -> None:
        for field in record.fields:
            if field not in carried:
                self.draft.losses.add(f"field {field!r} of {'an' if what == 'edge' else 'a'} {what}", record.place)


_QUALIFIERS = (
    "qualified_predicate", "subject_aspect_qualifier", "subject_direction_qualifier",
    "subject_form_or_variant_qualifier", "object_aspect_qualifier", "object_direction_qualifier",
)  # fmt: skip


def _form(record: Record, end: str) -> str:
    """The form or variant that is meant of an end; empty where it is the thing as it is."""
    form = record.one(f"{end}_form_or_variant_qualifier")
    return "" if form.replace("_", " ").lower() == "wild type" else form


def _of_another(record: Record) -> list[str]:
    """The qualifiers by which an edge is about something else than its two ends: a part, a form, a derivative."""
    return [
        field
        for field in record.fields
        if field.endswith("_qualifier")
        and field not in _QUALIFIERS
        and not is_context(field)
        and not (field == "object_form_or_variant_qualifier" and not _form(record, "object"))
    ]


def _own_claim(identifier: str) -> Curie:
    """The name of one of our own claims that went out as an edge; empty for any other edge."""
    name = shorten(identifier) if "claim" in identifier else ""
    return name if name.startswith("claim:") and known_curie(name.replace("claim:", "entity:", 1)) else ""
