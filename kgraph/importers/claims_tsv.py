"""Claims from a table, one row a claim: the flat table as it is exported, or what somebody typed.

A row that the export wrote holds its evidence lines and numbers as JSON and gives the very claim back.  In a row that
was typed the references make the lines.  Nothing is guessed: certainty, kind of study and directness have to be said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from kgraph.claim_rows import COMPUTED, is_plain, row_of
from kgraph.curies import curie_of
from kgraph.errors import DataError
from kgraph.frozen import replace
from kgraph.importers.citations import slug
from kgraph.importers.claim_names import Named
from kgraph.importers.claim_table_rows import ClaimRow, read_claim_rows
from kgraph.importers.imported import Imported, Tallies, contents_of
from kgraph.model import CONTEXT, Claim, Contents, Curie, EvidenceLine, Measurement, Relation
from kgraph.reading.load import load_contents
from kgraph.reading.open_file import open_data
from kgraph.reading.standing import with_standing
from kgraph.reading.value_json import cell_of, from_plain
from kgraph.trace import lines_in_order
from kgraph.vocabulary import CERTAINTIES, CLAIM_RELATIONS, DIRECTNESS, STUDY_KINDS

NAME = "tsv"
_DIRECTIONS = {"references": "supports", "disputing": "disputes", "inconclusive": "inconclusive"}
_CHOICES = {"certainty": CERTAINTIES, "study_kind": STUDY_KINDS, "directness": DIRECTNESS}
_TRIPLE = ("subject", "subject_id", "relation", "object", "object_id")
_YES = {"": False, "yes": True, "true": True, "no": False, "false": False}
_SIGNS = {"−": "-", "–": "-", "'+": "+", "'-": "-"}
_NUMBER_CELLS = ("value", "measure", "n", "events", "timepoint")


def read_claims_tsv(files: Sequence[Path], known: Contents | None = None) -> Imported:
    """The claims of tables, with the entities, references and sources that they name and `known` contents lack.

    Without `known` contents names are those of the bundled data.  Rows that say the same of one study, and differ in
    what they cite, are one claim.  Raises DataError for a file that is no table of claims.
    """
    reader = TableReader(known or load_contents())
    for file in files:
        reader.read(file)
    return reader.imported(tuple(map(str, files)))


class TableReader:
    """Reads rows of tables one after the other; `imported` says what all of them say."""

    def __init__(self, known: Contents) -> None:
        self._known, self._named = known, Named(known)
        self._found, self._remarks = Tallies(), Tallies()
        self._faults: list[DataError] = []
        self._claims: dict[Curie, Claim] = {}
        self._by_key: dict[tuple[object, ...], Curie] = {}
        self._written: list[tuple[ClaimRow, Claim]] = []

    def read(self, file: Path) -> None:
        """Take the rows of a file in; what is wrong with one is a fault, and the others are read."""
        with open_data(file) as data:
            rows = list(read_claim_rows(data, self._faults))
        self.take(rows)

    def take(self, rows: Sequence[ClaimRow]) -> None:
        """Take rows in, as `read` does."""
        self._found.add("rows", times=len(rows))
        # What is new in one row may be named in an earlier one.
        for row in [row for row in rows if self._works(self._describe, row)]:
            self._works(self._row, row)

    def check_cell(self, row: ClaimRow, column: str) -> None:
        """Raise DataError for a cell that is wrong beside those that it belongs to; other columns take any text."""
        named = self._named
        self._describe(row)
        if column in ("subject", "object"):
            self._needed(row, column, named.end(row, column))
        elif column == "disease":
            named.end(row, column)
        elif column in ("relation", "sign"):
            relation = self._relation(row)
            if column == "sign":
                _sign(row, relation)
        elif column == "species":
            for name in row.items(column):
                named.entity(row, column, name)
        elif column in _DIRECTIONS:
            for cited in row.items(column):
                named.reference(row, column, cited)
        elif column in _CHOICES:
            _one_of(row, column, _CHOICES[column])

    def imported(self, files: tuple[str, ...]) -> Imported:
        """What all files say together."""
        self._compare()
        uncited = [claim for claim in self._claims.values() if claim.uncited]
        self._remarks.add("claims that cite nothing", times=len(uncited))
        return Imported(
            kind=NAME,
            files=files,
            contents=contents_of(
                entities=self._named.entities.values(),
                claims=self._claims.values(),
                references=self._named.references.values(),
                sources=self._named.sources.values(),
            ),
            found=self._found.all(),
            losses=(),
            remarks=self._remarks.all(),
            faults=tuple(self._faults),
        )

    def _works(self, work: Callable[[ClaimRow], None], row: ClaimRow) -> bool:
        """Whether a row gives rise to no fault; one is noted."""
        try:
            work(row)
        except DataError as error:
            self._faults.append(error)
            return False
        return True

    def _describe(self, row: ClaimRow) -> None:
        for part in ("subject", "object"):
            self._named.describe(row, part)

    def _row(self, row: ClaimRow) -> None:
        written = bool(row.get("lines"))
        source = self._named.source(row)
        if not any(row.get(column) for column in _TRIPLE) and row.get("relations"):
            self._retract(row, source)
            return
        claim = self._claim(row, source)
        claim = self._as_written(row, claim) if written else self._as_typed(row, claim, source)
        before = self._claims.get(claim.id)
        if before is not None and (written or row.get("claim")):
            raise row.refused("claim", f"{claim.id} stands in an earlier row")
        if before is not None:
            if (before.certainty, before.uncited) != (claim.certainty, claim.uncited):
                reason = (
                    f"{claim.id} stands in an earlier row, worded as {before.certainty}; say what tells the two apart"
                )
                raise row.refused("certainty", reason)
            lines = {line.id: line for line in (*before.evidence, *claim.evidence)}
            notes = tuple(sorted({*before.notes, *claim.notes}))
            claim = replace(before, evidence=tuple(lines[name] for name in sorted(lines)), notes=notes)
            self._remarks.add("rows that add evidence to the claim of an earlier one", row.place)
        self._claims[claim.id] = claim
        if written:
            self._written.append((row, claim))

    def _retract(self, row: ClaimRow, source: str) -> None:
        """Take in a row that makes no claim, and says which ones its source takes back."""
        targets = [target for name, target in _claim_relations(row) if name == "retracts"]
        if len(targets) != len(row.items("relations")):
            raise row.refused("relations", "a row without subject, relation and object can only retract")
        if f"source:{source}" in self._known.sources:
            raise row.refused("source", f"{source!r} is a source already, and did not say so; name one of your own")
        for target in targets:
            if target not in self._known.claims and target not in self._claims:
                raise row.refused("relations", f"{target} is no claim known here")
        self._named.retract(source, targets, row.get("note"))
        self._found.add("retractions", times=len(targets))

    def _claim(self, row: ClaimRow, source: str) -> Claim:
        """What a row says in cells that are typed and written alike."""
        relation = self._relation(row)
        named = self._named
        if row.get("lines"):
            for part in ("disease", "outcome"):
                named.written_entity(curie_of(row.get(f"{part}_id")), row.get(part), part, row.file)
        context: dict[str, Any] = {name: row.get(name) for name in CONTEXT}
        subject, target = (self._needed(row, part, named.end(row, part)) for part in ("subject", "object"))
        return Claim(
            id=curie_of(row.get("claim")),
            subject=subject,
            relation=relation.name,
            object=target,
            sign=_sign(row, relation),
            certainty=_one_of(row, "certainty", CERTAINTIES),
            study_kind=_one_of(row, "study_kind", STUDY_KINDS),
            origin=source,
            evidence=(),
            mechanisms=tuple(named.mechanisms(row)),
            disease=named.end(row, "disease"),
            outcome=named.end(row, "outcome"),
            implied=_flag(row, "implied"),
            relations=tuple(_claim_relations(row)),
            **context,
        )

    @staticmethod
    def _needed(row: ClaimRow, part: str, found: Curie) -> Curie:
        if not found:
            raise row.refused(part, f"the {part} is empty")
        return found

    def _relation(self, row: ClaimRow) -> Relation:
        name = row.get("relation").removeprefix("kg:").replace(" ", "_").replace("-", "_")
        known = {relation.name: relation for relation in self._known.relations.values()}
        if name not in known:
            near = get_close_matches(name, known, n=2)
            choice = f"did you mean {' or '.join(near)}?" if near else f"relations are {', '.join(sorted(known))}"
            raise row.refused("relation", f"{row.get('relation')!r} is no relation; {choice}")
        return known[name]

    def _as_written(self, row: ClaimRow, claim: Claim) -> Claim:
        """The claim with the lines, numbers and texts that an export wrote as JSON."""
        exact = _json(row, "exact", dict)
        cells: dict[str, Any] = {}
        for name, said in exact.items():
            try:
                cells[name] = cell_of(Claim, name, said)
            except (KeyError, ValueError) as error:
                raise row.refused("exact", f"is not what an export writes: {error}") from None
        if not claim.id:
            raise row.refused("lines", "only a claim with a name has lines; empty this cell in a row of your own")
        self._named.written_entity(cells.get("tissue", ""), row.get("compartment"), "anatomy", row.file)
        for identifier, label in zip(cells.get("species", ()), row.items("species"), strict=False):
            self._named.written_entity(identifier, label, "species", row.file)
        claim = replace(claim, evidence=tuple(_values(row, "lines", EvidenceLine)))
        for line, code in zip(lines_in_order(claim), row.codes_of_lines(), strict=False):
            self._named.written_reference(line.reference, code)
        for direction in _DIRECTIONS:
            for cited in row.items(direction):
                self._named.reference(row, direction, cited)
        return replace(
            claim,
            measurements=tuple(_values(row, "numbers", Measurement)),
            uncited=_flag(row, "uncited"),
            **cells,
        )

    def _as_typed(self, row: ClaimRow, claim: Claim, source: str) -> Claim:
        """The claim with the lines that its references make, a number, and a name where it has none."""
        named = self._named
        species = tuple(sorted(named.entity(row, "species", name) for name in row.items("species")))
        tissue = row.get("compartment")
        claim = replace(
            claim,
            species=species,
            tissue=named.entity(row, "compartment", tissue) if tissue else "",
            measurements=tuple(_number(row)),
            notes=row.items("note") if row.get("note") else (),
        )
        if not claim.id:
            claim = replace(claim, id=self._name_of(claim))
        cited = [(direction, item) for direction in _DIRECTIONS for item in row.items(direction)]
        if _flag(row, "uncited") and cited:
            raise row.refused("uncited", "says that nothing is cited, and the row cites something")
        lines = [
            self._line(row, claim, source, _DIRECTIONS[column], named.reference(row, column, item))
            for column, item in cited
        ] or [self._line(row, claim, source, "supports", "")]
        return replace(claim, evidence=tuple(sorted(lines, key=lambda line: line.id)), uncited=not cited)

    def _line(self, row: ClaimRow, claim: Claim, source: str, direction: str, reference: Curie) -> EvidenceLine:
        place = self._named.locator(row, source)
        pointer = row.get("row") or f"{Path(row.file).name.replace(' ', '-')}/{row.line}"
        cited = reference.partition(":")[2] or "nothing-cited"
        return EvidenceLine(
            id=f"evidence:{claim.id.partition(':')[2]}-{cited}-{slug(f'{source} {row.line}')}",
            reference=reference,
            direction=direction,
            directness=_one_of(row, "directness", DIRECTNESS) if reference or row.get("directness") else "relayed",
            study_kinds=(claim.study_kind,),
            species=claim.species,
            locator=place,
            row="" if place else pointer,
        )

    def _name_of(self, claim: Claim) -> Curie:
        """The name of a claim: its triple, and where another claim has that name, a digest of what tells them apart."""
        key = tuple(str(getattr(claim, name)) for name in _IDENTITY)
        if key not in self._by_key:
            ends = (claim.subject.partition(":")[2], claim.relation, claim.object.partition(":")[2])
            name = f"claim:{slug(' '.join((claim.origin, *ends)))}"
            if name in self._by_key.values() or name in self._known.claims:
                name = f"{name}-{sha256(repr(key).encode()).hexdigest()[:8]}"
            self._by_key[key] = name
        return self._by_key[key]

    def _compare(self) -> None:
        """See that what a written row shows is what its JSON says; else somebody changed one of the two alone."""
        together = self._named.together() if self._written else self._known
        claims = {**together.claims, **self._claims}
        standing = {one.id: one for one in with_standing(claims.values(), together.sources.values())}
        for row, claim in self._written:
            # That it is taken back is said by what takes it back, or by its file.
            said = row_of(together, replace(claim, retired=standing[claim.id].retired))
            # The file that a claim was called deprecated in is named in the note, and may be another one by now.
            computed = COMPUTED | {"note"} if claim.deprecated else COMPUTED
            for column, cell in row.cells.items():
                if column in said and column not in computed and is_plain(said[column]) and cell != said[column]:
                    reason = (
                        f"says {cell!r}, where the columns 'lines', 'numbers' and 'exact' of the row say "
                        f"{said[column]!r}; change those too, or empty them"
                    )
                    self._faults.append(row.refused(column, reason))


# What makes two rows say the same of one study.
_IDENTITY = (
    "origin", "subject", "relation", "object", "sign", "study_kind", "disease", "species", "tissue", "outcome",
    "implied", "measurements", *CONTEXT,
)  # fmt: skip


def _one_of(row: ClaimRow, column: str, values: Iterable[str]) -> str:
    said = row.get(column).lower().replace(" ", "-").replace("_", "-")
    if said in values:
        return said
    what = f"{row.get(column)!r} is none" if said else "is empty"
    near = get_close_matches(said, [*values], n=1) if said else []
    choice = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(values)}"
    raise row.refused(column, f"{column.replace('_', ' ')} {what}; {choice}")


def _flag(row: ClaimRow, column: str) -> bool:
    said = row.get(column).lower()
    if said not in _YES:
        raise row.refused(column, f"{row.get(column)!r} is neither yes nor empty")
    return _YES[said]


def _sign(row: ClaimRow, relation: Relation) -> str:
    said = _SIGNS.get(row.get("sign"), row.get("sign"))
    allowed = relation.allowed_signs
    if not said and len(allowed) == 1:
        # The relation itself says it.
        return allowed[0]
    possible = (*allowed, *(("?",) if allowed and "?" not in allowed else ()))
    if said in possible or (not said and not allowed):
        return said
    if not said:
        raise row.refused(
            "sign", f"the sign is empty; write one of {' '.join(possible)}, ? where the source gives none"
        )
    choice = f"it takes {' '.join(possible)}" if possible else "it has none"
    raise row.refused("sign", f"{said!r} is no sign of {relation.name}; {choice}")


def _claim_relations(row: ClaimRow) -> Iterable[tuple[str, Curie]]:
    for item in row.items("relations"):
        name, _, target = item.partition(" ")
        if name not in CLAIM_RELATIONS or not target:
            choice = f"write one of {', '.join(CLAIM_RELATIONS)}, a blank and the name of a claim"
            raise row.refused("relations", f"{item!r} relates to no claim; {choice}")
        yield name, curie_of(target)


def _number(row: ClaimRow) -> Iterable[Measurement]:
    said = {column: row.get(column) for column in _NUMBER_CELLS}
    if not any(said.values()):
        return
    if not said["value"]:
        raise row.refused("value", "the number is empty, and something is said of it; write it as it is printed")
    counts: dict[str, int | None] = {"n": None, "events": None}
    for column in counts:
        if said[column]:
            if not said[column].isdecimal():
                raise row.refused(column, f"{said[column]!r} is no count")
            counts[column] = int(said[column])
    yield Measurement(
        printed=said["value"],
        measure=said["measure"],
        sample_size=counts["n"],
        events=counts["events"],
        time_point=said["timepoint"],
    )


def _json(row: ClaimRow, column: str, kind: type) -> Any:
    said = row.get(column)
    if not said:
        return kind()
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise row.refused(column, f"is no JSON: {error}") from None
    if not isinstance(found, kind):
        raise row.refused(column, "is not what an export writes")
    return found


def _values(row: ClaimRow, column: str, kind: type[Any]) -> Iterable[Any]:
    for said in _json(row, column, list):
        try:
            yield from_plain(kind, said)
        except ValueError as error:
            raise row.refused(column, f"is not what an export writes: {error}") from None
