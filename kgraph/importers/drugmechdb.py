"""DrugMechDB paths as claims: one claim for each arrow, sign and indication, whichever records draw it.

References of DrugMechDB hang on a record as a whole.  Here each arrow of the record cites them as ``near``, which is
shown and never counted, and the claim is uncited: nobody said that a reference supports this very step.  Only evidence
that an arrow has of its own counts.  The row of a line is the record and the number of the link in it, so that each
path can be put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.importers.biolink import UNKNOWN, Predicate, predicate_of
from kgraph.importers.biolink_categories import kind_of
from kgraph.importers.citations import distinct_slug, reference_of, slug
from kgraph.importers.drafts import STATEMENT, certainty_of
from kgraph.importers.drugmechdb_records import Link, Record, read_records
from kgraph.importers.evidence_items import line_of
from kgraph.importers.imported import Imported, Tallies, contents_of
from kgraph.importers.merged_entities import Things
from kgraph.model import Claim, Contents, Curie, EvidenceLine, Reference, Source

NAME = "drugmechdb"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="DrugMechDB: curated paths from drugs to diseases",
    link="https://github.com/SuLab/DrugMechDB",
    notes=(
        "References of a record stand for the record as a whole; lines cite them as near, which never counts.",
        "Released under CC0 1.0.",
    ),
)
# Prefixes of DrugMechDB, old ones too, and how they are written here.
_PREFIXES = MappingProxyType(
    {
        "MESH": "MESH", "GO": "GO", "HP": "HP", "CL": "CL", "UBERON": "UBERON", "CHEBI": "CHEBI", "UniProt": "UniProt",
        "NCBITaxon": "NCBITaxon", "taxonomy": "NCBITaxon", "PR": "PR", "InterPro": "InterPro", "Pfam": "Pfam",
        "REACT": "REACT", "reactome": "REACT", "DB": "DRUGBANK", "KEGG": "KEGG",
    }
)  # fmt: skip
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
# Relations that take either sign have it in the names of their claims.
_SIGN_WORDS = MappingProxyType({"+": "positive", "-": "negative", "?": "unsigned"})
_EITHER_SIGN = frozenset({"affects", "associated_with"})


def read_drugmechdb(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of DrugMechDB files, in both layouts; records may be spread over many files.

    The drug treats the disease in every record, so its paths should multiply to a negative sign; those that do not are
    among the remarks.  A record that stands twice is a fault.  Raises DataError for a file that is not YAML, and for
    the index of records.
    """
    found, losses, remarks = Tallies(), Tallies(), Tallies()
    faults: list[DataError] = []
    draft = _Draft(losses, remarks)
    seen: dict[str, str] = {}
    for file in files:
        for record in read_records(file, losses, faults):
            name = slug(record.id)
            if name in seen:
                faults.append(_twice(record, seen[name]))
                continue
            seen[name] = record.place
            found.add("records")
            found.add("nodes", times=len(record.nodes))
            found.add("links", times=len(record.links))
            found.add("references of records", times=len(record.references))
            draft.add(record)
    return Imported(
        kind=NAME,
        files=tuple(map(str, files)),
        contents=draft.contents(),
        found=found.all(),
        losses=losses.all(),
        remarks=remarks.all(),
        faults=tuple(faults),
    )


def _twice(record: Record, first: str) -> DataError:
    file, _, line = record.place.rpartition(":")
    return DataError(f"the record {record.id} has the name of the one in {first}", file=file, line=int(line))


def coherence(record: Record) -> str:
    """Whether the signs along the ways of a record multiply to what it claims, that the drug treats the disease.

    ``coherent``: along every way.  ``contrary``: along one at least they multiply to the opposite.  ``undetermined``:
    along none to the opposite, and a step of unknown sign leaves one open.  ``broken``: no way leads from the drug to
    the disease.  A loop inside a record may be walked; the work is linear in the links.
    """
    signs = _signs(record)
    if not signs:
        return "broken"
    return "contrary" if "+" in signs else "undetermined" if "?" in signs else "coherent"


def _signs(record: Record) -> set[str]:
    """The signs with which the drug of a record reaches its disease."""
    ahead: dict[str, list[tuple[str, str]]] = {}
    for link in record.links:
        ahead.setdefault(link.source, []).append((link.target, predicate_for(link).along))
    reached = {(record.drug, "+")}
    fresh = [*reached]
    while fresh:
        node, sign = fresh.pop()
        if node != record.disease:
            states = {(target, _times(sign, along)) for target, along in ahead.get(node, ())} - reached
            reached |= states
            fresh += states
    return {sign for node, sign in reached if node == record.disease}


def _times(sign: str, along: str) -> str:
    return "?" if "?" in (sign, along) else "+" if sign == along else "-"


def predicate_for(link: Link) -> Predicate:
    """How the predicate of a link is carried; one that is not known becomes an association of unknown sign."""
    return predicate_of(link.predicate, aspect=link.aspect, direction=link.direction) or UNKNOWN


def curie_of(identifier: str) -> Curie:
    """An identifier of DrugMechDB in the prefixes of kgraph; one that has no namespace here gets a name of its own.

    >>> from kgraph.importers.drugmechdb import curie_of
    >>> curie_of("reactome:R-HSA-556833"), curie_of("TIGR:TIGR00001")[:33]
    ('REACT:R-HSA-556833', 'entity:drugmechdb-tigr-tigr00001-')
    """
    prefix, _, local = identifier.partition(":")
    if prefix in _PREFIXES and _LOCAL.fullmatch(local):
        return f"{_PREFIXES[prefix]}:{local}"
    return f"entity:{NAME}-{distinct_slug(identifier)}"


@frozen
class _Key:
    """What makes two links one claim."""

    subject: Curie
    relation: str
    sign: str
    object: Curie
    disease: Curie

    @property
    def name(self) -> str:
        words = [slug(self.subject), slug(self.relation), slug(self.object)]
        if self.relation in _EITHER_SIGN:
            words.insert(2, _SIGN_WORDS[self.sign])
        return "-".join((NAME, *words, "in", slug(self.disease)))


class _Draft:
    """Gathers what records say until all are read, for names and claims are shared between records."""

    def __init__(self, losses: Tallies, remarks: Tallies) -> None:
        self._losses, self._remarks = losses, remarks
        self._things = Things("DrugMechDB")
        self._predicates: dict[_Key, dict[str, None]] = {}
        self._lines: dict[_Key, list[EvidenceLine]] = {}
        self._references: dict[Curie, Reference] = {}
        self._named: dict[str, _Key] = {}

    def add(self, record: Record) -> None:
        """Take a record in."""
        self._describe(record)
        references = [self._reference(text) for text in record.references]
        if not references:
            self._remarks.add("records without a reference", record.place)
        near = "references of whole records, cited as near and never counted"
        self._remarks.add(near, record.place, times=len(references))
        for link in record.links:
            self._link(record, link, references)
        self._remarks.add(f"records whose paths are {coherence(record)}", record.place)

    def contents(self) -> Contents:
        """What all records say together."""
        claims = [self._claim(key, predicates) for key, predicates in self._predicates.items()]
        used = {end for claim in claims for end in (claim.subject, claim.object, claim.disease)}
        cited = {line.reference for claim in claims for line in claim.evidence}
        return contents_of(
            entities=self._things.entities(used, self._remarks),
            claims=claims,
            references=(reference for reference in self._references.values() if reference.id in cited),
            sources=(SOURCE,) if claims else (),
        )

    def _describe(self, record: Record) -> None:
        linked = {end for link in record.links for end in (link.source, link.target)}
        for node in record.nodes:
            if node.id not in linked:
                self._losses.add("nodes that no link of their record names", record.place)
            kind = kind_of(node.category)
            if not kind:
                self._remarks.add(f"nodes of the unknown category {node.category}, carried as other", record.place)
            thing = curie_of(node.id)
            if thing.startswith("entity:"):
                self._remarks.add("nodes whose identifier has no namespace here", record.place)
            self._things.add(thing, name=node.name, kind=kind or "other", other_names=node.synonyms)
            for other in map(curie_of, node.other_ids):
                if other.startswith("entity:"):
                    self._losses.add("further identifiers that have no namespace here", record.place)
                else:
                    self._things.close(thing, other)
        drug, disease = curie_of(record.drug), curie_of(record.disease)
        self._things.add(drug, other_names=(record.drug_name,))
        self._things.add(disease, other_names=(record.disease_name,))
        if record.drugbank and record.drugbank != record.drug:
            self._things.same(drug, curie_of(record.drugbank))

    def _name(self, key: _Key) -> str:
        """The local name of a claim; identifiers that differ in punctuation alone do not share one."""
        if self._named.setdefault(key.name, key) == key:
            return key.name
        return f"{NAME}-{distinct_slug(f'{key.subject} {key.relation} {key.sign} {key.object} {key.disease}')}"

    def _reference(self, cited: str) -> Curie:
        reference = reference_of(cited, origin=NAME)
        return self._references.setdefault(reference.id, reference).id

    def _link(self, record: Record, link: Link, references: Sequence[Curie]) -> None:
        predicate = predicate_for(link)
        if predicate is UNKNOWN:
            self._remarks.add(
                f"links with the unknown predicate {link.predicate!r}, carried as associations", link.place
            )
        elif predicate.wider:
            self._remarks.add(f"links with {link.predicate!r}, carried as {predicate.relation}", link.place)
        ends = curie_of(link.source), curie_of(link.target)
        subject, target = ends[::-1] if predicate.turned else ends
        if subject == target:
            self._losses.add("links from a thing to itself", link.place)
            return
        key = _Key(subject, predicate.relation, predicate.sign, target, curie_of(record.disease))
        self._predicates.setdefault(key, {})[_printed(link)] = None
        self._lines.setdefault(key, []).extend(self._evidence(key, record, link, references))

    def _evidence(self, key: _Key, record: Record, link: Link, references: Sequence[Curie]) -> Iterator[EvidenceLine]:
        row = f"{record.id}/{link.number}"
        name = f"evidence:{self._name(key)}-{slug(row)}"
        for number, item in enumerate(link.items, 1):
            line = line_of("DrugMechDB", self._reference(item.reference), item.supports, item.evidence_source)
            yield EvidenceLine(
                id=f"{name}-own-{number}",
                reference=line.reference,
                direction=line.direction,
                directness=line.directness,
                study_kinds=line.study_kinds,
                attachment=line.attachment,
                row=row,
                notes=line.notes,
            )
        for number, reference in enumerate(references or ("",), 1):
            yield EvidenceLine(
                id=f"{name}-{number}",
                reference=reference,
                direction="supports",
                directness="relayed",
                study_kinds=(STATEMENT,),
                attachment="near" if reference else "",
                row=row,
            )

    def _claim(self, key: _Key, predicates: dict[str, None]) -> Claim:
        lines = tuple(sorted(self._lines[key], key=lambda line: line.id))
        return Claim(
            id=f"claim:{self._name(key)}",
            subject=key.subject,
            relation=key.relation,
            object=key.object,
            sign=key.sign,
            certainty=certainty_of(key.relation, key.sign, lines, worded="asserted"),
            study_kind=STATEMENT,
            origin=NAME,
            evidence=lines,
            disease=key.disease,
            uncited=not any(line.counts for line in lines),
            notes=tuple(f"Predicate of DrugMechDB: {predicate}." for predicate in sorted(predicates)),
        )


def _printed(link: Link) -> str:
    qualifiers = " ".join(part for part in (link.aspect, link.direction) if part)
    return f"{link.predicate} ({qualifiers})" if qualifiers else link.predicate
