"""Statements of other projects gathered into claims: what says the same is one claim, with a line for each time.

A statement is a claim by its triple, sign and context, as everywhere in kgraph.  What several records or edges say
becomes evidence lines of that one claim, each with the row where it stands, so that support and dispute of the same
statement meet in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from kgraph.errors import DataError
from kgraph.frozen import frozen, replace
from kgraph.importers.citations import distinct_slug, reference_of, slug
from kgraph.importers.imported import Imported, Tallies, contents_of
from kgraph.importers.merged_entities import Things
from kgraph.model import Claim, Contents, Curie, EvidenceLine, Reference, Source
from kgraph.spelling import is_date
from kgraph.vocabulary import CERTAINTIES

STATEMENT = "author-statement"
SELF = "statements of a thing about itself"
_DATES = "things that are called by a date, as spreadsheets make of symbols of genes"
_LONGEST_NAME = 140
# A contested claim takes no side, but these two relations can go one way only.
_ONE_WAY = frozenset({"treats", "causes_adverse_effect"})
_SIGN_WORDS = {"+": "positive", "-": "negative", "?": "unsigned", "0": "none", "": ""}
_EITHER_SIGN = frozenset({"affects", "associated_with", "predicts", "has_outcome", "compared_with"})


@frozen
class Statement:
    """What makes a claim: the triple, its sign, and the circumstances under which it is said to hold."""

    subject: Curie
    relation: str
    object: Curie
    sign: str
    disease: Curie = ""
    species: tuple[Curie, ...] = ()
    tissue: Curie = ""
    population: str = ""
    condition: str = ""

    @property
    def context(self) -> str:
        """The circumstances but for the disease, as one text."""
        return " ".join(filter(None, (*self.species, self.tissue, self.population, self.condition)))


@frozen
class Line:
    """What one reference says of a statement; without a reference the statement stands there uncited."""

    reference: Curie = ""
    direction: str = "supports"
    directness: str = "relayed"
    study_kinds: tuple[str, ...] = (STATEMENT,)
    attachment: str = "direct"
    species: tuple[Curie, ...] = ()
    notes: tuple[str, ...] = ()


class _Gathered:
    """What was said of one statement."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.lines: list[tuple[str, Line]] = []
        self.notes: dict[str, None] = {}
        self.certainty = ""
        self.study_kind = STATEMENT
        self.implied = True
        self.id = ""


class Draft:
    """Gathers what files of one kind say, until all of them are read."""

    def __init__(self, source: Source, *, project: str) -> None:
        self._source, self.origin = source, source.short
        self.found, self.losses, self.remarks = Tallies(), Tallies(), Tallies()
        self.faults: list[DataError] = []
        self.licences: set[str] = set()
        self.things = Things(project)
        self._said: dict[Statement, _Gathered] = {}
        self._references: dict[Curie, Reference] = {}
        self._named: dict[str, Statement] = {}
        self._alone: set[Curie] = set()
        self._kept: set[Curie] = set()

    def cite(self, cited: str, *, title: str = "") -> Curie:
        """The name of the reference that a citation stands for; the `title` is taken where it has none."""
        reference = reference_of(cited, origin=self.origin)
        known = self._references.get(reference.id, reference)
        if title and not known.title:
            self._references[reference.id] = replace(known, title=" ".join(title.split()))
        return self.cite_reference(reference)

    def cite_reference(self, reference: Reference) -> Curie:
        """The name of a reference; the words that came first are kept."""
        return self._references.setdefault(reference.id, reference).id

    def keep_reference(self, reference: Curie) -> None:
        """Keep a reference although no statement may cite it."""
        self._kept.add(reference)

    def keep(self, thing: Curie) -> None:
        """Keep a thing although no statement may name it."""
        self._alone.add(thing)

    def say(
        self,
        statement: Statement,
        lines: Sequence[Line],
        *,
        place: str,
        note: str = "",
        certainty: str = "asserted",
        study_kind: str = STATEMENT,
        claim: Curie = "",
        implied: bool = False,
    ) -> bool:
        """Take a statement in, with what is cited for it at a place, ``file:line``.

        Whether it was carried: what is said of a thing and itself is lost.  `claim` is the name that a file of our own
        gives it; `implied` is what the file does not say in so many words.
        """
        if statement.subject == statement.object:
            self.losses.add(SELF, place)
            return False
        known = self._said.setdefault(statement, _Gathered(len(self._said)))
        row = row_of(place)
        known.lines += [(row, line) for line in lines or (Line(attachment=""),)]
        if note:
            known.notes[note] = None
        known.certainty = min(filter(None, (known.certainty, certainty)), key=CERTAINTIES.index)
        known.study_kind = known.study_kind if known.study_kind != STATEMENT else study_kind
        known.id = known.id or claim
        known.implied = known.implied and implied
        return True

    def imported(self, kind: str, files: Iterable[object]) -> Imported:
        """Everything that was gathered."""
        return Imported(
            kind=kind,
            files=tuple(map(str, files)),
            contents=self.contents(),
            found=self.found.all(),
            losses=self.losses.all(),
            remarks=self.remarks.all(),
            faults=tuple(self.faults),
            licences=tuple(sorted(self.licences)),
        )

    def contents(self) -> Contents:
        """The claims, with the entities that they name, what they cite, and the source that they come from."""
        # What was gathered is let go of as it is used: of a million statements memory holds one form, not two.
        claims = [self._claim(statement, self._said.pop(statement)) for statement in list(self._said)]
        used = {
            thing
            for claim in claims
            for thing in (claim.subject, claim.object, claim.disease, claim.tissue, *claim.species)
            if thing
        }
        used |= {thing for claim in claims for line in claim.evidence for thing in line.species} | self._alone
        cited = {line.reference for claim in claims for line in claim.evidence} | self._kept
        entities = list(self.things.entities(used, self.remarks))
        self.remarks.add(_DATES, times=sum(is_date(entity.label) for entity in entities))
        return contents_of(
            entities=entities,
            claims=claims,
            references=(reference for reference in self._references.values() if reference.id in cited),
            sources=(self._source,) if claims or used else (),
        )

    def _claim(self, statement: Statement, said: _Gathered) -> Claim:
        name = said.id or f"claim:{self._name(statement)}"
        lines = tuple(sorted(self._lines(name.partition(":")[2], said), key=lambda line: line.id))
        return Claim(
            id=name,
            subject=statement.subject,
            relation=statement.relation,
            object=statement.object,
            sign=statement.sign,
            certainty=certainty_of(statement.relation, statement.sign, lines, worded=said.certainty),
            study_kind=said.study_kind,
            origin=self.origin,
            evidence=lines,
            disease=statement.disease,
            species=statement.species,
            tissue=statement.tissue,
            population=statement.population,
            condition=statement.condition,
            implied=said.implied,
            uncited=not any(line.counts for line in lines),
            notes=tuple(sorted(said.notes)),
        )

    def _lines(self, name: str, said: _Gathered) -> Iterable[EvidenceLine]:
        counts: dict[str, int] = {}
        for row, line in said.lines:
            number = counts[row] = counts.get(row, 0) + 1
            yield EvidenceLine(
                id=f"evidence:{name}-{slug(row)}-{number}",
                reference=line.reference,
                direction=line.direction,
                directness=line.directness,
                study_kinds=line.study_kinds,
                attachment=line.attachment if line.reference else "",
                species=line.species,
                row=row,
                notes=line.notes,
            )

    def _name(self, statement: Statement) -> str:
        """The local name of a claim; no other statement shares it."""
        words = [self._word(statement.subject), slug(statement.relation), self._word(statement.object)]
        if statement.relation in _EITHER_SIGN or statement.sign == "0":
            words.insert(2, _SIGN_WORDS[statement.sign])
        if statement.disease:
            words += ["in", self._word(statement.disease)]
        name = "-".join((self.origin, *filter(None, words)))
        full = repr(statement)
        if statement.context or len(name) > _LONGEST_NAME:
            name = f"{name[:_LONGEST_NAME].rstrip('-')}-{distinct_slug(full)[-8:]}"
        if self._named.setdefault(name, statement) == statement:
            return name
        return f"{name[:_LONGEST_NAME].rstrip('-')}-{distinct_slug(full)[-8:]}"

    def _word(self, thing: Curie) -> str:
        return slug(thing.removeprefix(f"entity:{self.origin}-").removeprefix("entity:"))


def certainty_of(relation: str, sign: str, lines: Sequence[EvidenceLine], *, worded: str) -> str:
    """The certainty of a claim that its source words so.

    Where something that is cited speaks against it and nothing that counts speaks for it, nobody asserts it any more,
    and no path walks it.
    """
    counting = {line.direction for line in lines if line.counts}
    if "supports" in counting or "disputes" not in {line.direction for line in lines}:
        return worded
    return "contested" if sign not in ("+", "-") or relation in _ONE_WAY else "unknown"


def row_of(place: str) -> str:
    """The row of an evidence line for a place, ``file:line``: the name of the file, a slash, the line.

    >>> from kgraph.importers.drafts import row_of
    >>> row_of("some folder/my graph.tsv:12")
    'my-graph.tsv/12'
    """
    file, _, line = place.rpartition(":")
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', PurePath(file).name) or 'file'}/{line}"
