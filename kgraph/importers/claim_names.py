"""What the cells of a table of claims name: entities, references and sources, known ones and new ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from kgraph.curies import curie_of, doi_of, pmid_of
from kgraph.errors import AmbiguousNameError, NotFoundError
from kgraph.frozen import replace
from kgraph.importers.citations import distinct_slug, reference_of, slug
from kgraph.importers.claim_table_rows import ClaimRow
from kgraph.model import Contents, Curie, Entity, Locator, Reference, Source
from kgraph.names import names_of
from kgraph.reading.contents import ENTITY_KINDS
from kgraph.reading.passages import Passages
from kgraph.reading.text_files import read_text
from kgraph.spelling import normalise

_ORIGIN = "own"
_LONGEST_QUOTE = 80


class Named:
    """The things that tables of claims name; new ones are gathered, known ones are those of the given contents."""

    def __init__(self, known: Contents) -> None:
        self._known = known
        self._names = names_of(known)
        self._by_name: dict[str, Entity] = {}
        self._cited = {way: one.id for one in known.references.values() for way in _ways_to_cite(one)}
        self._texts: dict[tuple[Curie, str], Passages] = {}
        self.entities: dict[Curie, Entity] = {}
        self.references: dict[Curie, Reference] = {}
        self.sources: dict[Curie, Source] = {}

    def together(self) -> Contents:
        """What is known, with what is new."""
        return self._known.replace(
            entities={**self._known.entities, **self.entities},
            references={**self._known.references, **self.references},
            sources={**self._known.sources, **self.sources},
        )

    def describe(self, row: ClaimRow, part: str) -> None:
        """Take up the subject or object of a row where the row says what kind of new thing it is.

        Raises DataError for a kind that is none, and for a name that is known as a thing of another kind.
        """
        kind, label, given = (row.get(column) for column in (f"{part}_kind", part, f"{part}_id"))
        if not kind or not (label or given):
            return
        if kind not in ENTITY_KINDS.values():
            near = get_close_matches(kind.lower(), [*ENTITY_KINDS.values()], n=1)
            choice = f"did you mean {near[0]!r}?" if near else f"kinds are {', '.join(ENTITY_KINDS.values())}"
            raise row.refused(f"{part}_kind", f"{kind!r} is no kind of entity; {choice}")
        there = self._there(given, label)
        if there is not None:
            if there.kind != kind:
                reason = f"{label or given!r} is {there.id} here, of the kind {there.kind}, not {kind}"
                raise row.refused(f"{part}_kind", reason)
            return
        if not label:
            raise row.refused(f"{part}_id", f"{given} is new, and has no name in the column {part!r}")
        entity = Entity(
            id=curie_of(given) if given else f"entity:{slug(label)}",
            label=label,
            kind=kind,
            synonyms=row.items(f"{part}_synonyms"),
            definition=row.get(f"{part}_definition")
            or f"What {Path(row.file).name} calls {label} ({kind}); it gives no definition.",
            valence="unwanted" if kind == "disease" else "",
        )
        other = self._known.entities.get(entity.id) or self.entities.get(entity.id)
        if other is not None:
            raise row.refused(part, f"{label!r} would be {entity.id}, which is {other.label!r}; give an {part}_id")
        self.entities[entity.id] = entity
        for name in (label, *entity.synonyms):
            self._by_name.setdefault(normalise(name), entity)

    def written_entity(self, identifier: Curie, label: str, kind: str, file: str) -> None:
        """Take up a thing that an exported row names beside its two ends, where it is new; where says its kind."""
        if not identifier or not label or identifier in self._known.entities or identifier in self.entities:
            return
        definition = f"What {Path(file).name} calls {label} ({kind}); it gives no definition."
        self.entities[identifier] = Entity(
            id=identifier, label=label, kind=kind, definition=definition,
            valence="unwanted" if kind == "disease" else "",
        )  # fmt: skip

    def _there(self, given: str, label: str) -> Entity | None:
        if given:
            curie = curie_of(given)
            return self._known.entities.get(curie) or self.entities.get(curie)
        if normalise(label) in self._by_name:
            return self._by_name[normalise(label)]
        return self._names.resolve(label) if self._names.is_exact(label) else None

    def end(self, row: ClaimRow, part: str) -> Curie:
        """The entity of the columns ``part_id`` and ``part``; empty where both are.

        Raises DataError with the nearest names for one that nothing has, and where the two disagree.
        """
        given, label = curie_of(row.get(f"{part}_id")), row.get(part)
        if not given:
            return self.entity(row, part, label) if label else ""
        entity = self._known.entities.get(given) or self.entities.get(given)
        if entity is None:
            raise row.refused(f"{part}_id", f"{given} is not described; give its name and its kind, or leave it out")
        if label and normalise(label) not in {normalise(n) for n in (entity.label, *entity.synonyms)}:
            raise row.refused(part, f"{label!r} is no name of {given}, which is {entity.label!r}")
        return given

    def entity(self, row: ClaimRow, column: str, name: str) -> Curie:
        """The entity with a name as it stands; a misspelling is told with the nearest names and never corrected."""
        own = self._by_name.get(normalise(name)) or self.entities.get(curie_of(name))
        if own is not None:
            return own.id
        try:
            if not self._names.is_exact(name):
                raise self._names.unknown(name)
            return self._names.resolve(name).id
        except AmbiguousNameError as error:
            raise row.refused(column, error.fact) from None
        except NotFoundError as error:
            new = f"; if it is new, give its {column}_kind" if column in ("subject", "object") else ""
            raise row.refused(column, f"{error.fact.rstrip('.')}{new}") from None

    def reference(self, row: ClaimRow, column: str, cited: str) -> Curie:
        """The reference that a cell cites: a known one by its name, DOI or PubMed number, else a new one of these.

        Raises DataError for what is neither known nor an identifier or a web address.
        """
        pmid, doi = pmid_of(cited), doi_of(cited)
        known = next(filter(None, map(self._cited.get, (cited.lower(), f"pmid:{pmid}", f"doi:{doi}"))), "")
        if known:
            return known
        if not (pmid or doi or cited.lower().startswith(("https://", "http://"))):
            reason = f"{cited!r} is no reference known here; cite a DOI, a PubMed number (pmid:…) or a web address"
            raise row.refused(column, reason)
        made = reference_of(f"PMID:{pmid}" if pmid else f"DOI:{doi}" if doi else cited, origin=_ORIGIN)
        self._cited |= dict.fromkeys(_ways_to_cite(made), made.id)
        self.references[made.id] = made
        return made.id

    def written_reference(self, identifier: Curie, code: str) -> None:
        """Take up a reference that an exported row has, by the code that the row tells it by, where it is new here."""
        if not identifier or not code or identifier in self._known.references or identifier in self.references:
            return
        pmid, doi = pmid_of(code), doi_of(code)
        cited = f"PMID:{pmid}" if pmid else f"DOI:{doi}" if doi else code.removeprefix("pmc:")
        # An address is told without its scheme; the digits at the end of the name say whether it was one.
        for address in (f"https://{code}", f"http://{code}"):
            if identifier.endswith(distinct_slug(address)):
                cited = address
        made = replace(reference_of(cited, origin=_ORIGIN), id=identifier)
        made = made if made.code == code else replace(made, short=code)
        self._cited |= dict.fromkeys(_ways_to_cite(made), made.id)
        self.references[made.id] = made

    def source(self, row: ClaimRow) -> str:
        """The short name of the source of a row; one that is not named is the table itself."""
        short = row.get("source") or slug(Path(row.file).name.partition(".")[0]) or "table"
        identifier = f"source:{short}"
        if slug(short) != short.lower():
            raise row.refused("source", f"{short!r} is no short name: letters, digits and hyphens")
        known = self._known.sources.get(identifier)
        if known is None:
            self._describe_source(row, identifier, short)
        elif row.get("source_title") or row.get("source_file"):
            raise row.refused("source", f"{short!r} is a source already ({known.title!r}); give yours another name")
        return short

    def _describe_source(self, row: ClaimRow, identifier: Curie, short: str) -> None:
        passages = self._passages(row, identifier)
        made = Source(
            id=identifier,
            short=short,
            title=row.get("source_title") or f"Claims of {Path(row.file).name}",
            link=row.get("source_link"),
            sha256=hashlib.sha256(passages.text.encode()).hexdigest() if passages else "",
        )
        before = self.sources.get(identifier)
        if before is None:
            self.sources[identifier] = made
            return
        # A title that stands in the first row of a source need not stand in the others.
        for column, mine, theirs in (
            ("source_title", row.get("source_title"), before.title),
            ("source_link", made.link, before.link),
            ("source_file", made.sha256, before.sha256),
        ):
            if mine and theirs and mine != theirs and not theirs.startswith("Claims of "):
                raise row.refused(column, f"the source {short} has another one in an earlier row: {theirs}")
        title = row.get("source_title") or before.title
        self.sources[identifier] = replace(
            before, title=title, link=made.link or before.link, sha256=made.sha256 or before.sha256
        )

    def retract(self, short: str, targets: Sequence[Curie], note: str) -> None:
        """Note that a new source takes claims back, and why.  Raises KeyError for a source that is not new."""
        identifier = f"source:{short}"
        before = self.sources[identifier]
        notes = {*before.notes, *([note] if note else [])}
        retracts = {*before.retracts, *targets}
        self.sources[identifier] = replace(before, notes=tuple(sorted(notes)), retracts=tuple(sorted(retracts)))

    def _passages(self, row: ClaimRow, identifier: Curie) -> Passages | None:
        name = row.get("source_file")
        if not name:
            return None
        if (identifier, name) not in self._texts:
            self._texts[identifier, name] = Passages.from_text(read_text(Path(row.file).parent / name))
        return self._texts[identifier, name]

    def locator(self, row: ClaimRow, source: str) -> Locator | None:
        """Where the words that a row quotes stand in its source file; None where it quotes nothing.

        Raises DataError for words that do not stand there once, in a sentence.
        """
        quote = row.get("quote")
        if not quote:
            return None
        passages = self._passages(row, f"source:{source}")
        if passages is None:
            raise row.refused("quote", "a quote needs the column 'source_file' with the text that it is from")
        if len(quote) > _LONGEST_QUOTE:
            raise row.refused("quote", f"is of {len(quote)} characters; a few words, {_LONGEST_QUOTE} at most, will do")
        starts = list(_places(passages.text, quote))
        if len(starts) != 1:
            count = f"{len(starts)} times" if starts else "nowhere"
            reason = f"{quote!r} stands {count} in {row.get('source_file')}; quote words that stand there once"
            raise row.refused("quote", reason)
        start, end = starts[0], starts[0] + len(quote)
        sentence = passages.sentence_at(start)
        if sentence is None or end > sentence.end:
            raise row.refused("quote", f"{quote!r} is not inside one sentence of {row.get('source_file')}")
        return Locator(source, sentence.section, sentence.number, start, end, quote)

    def mechanisms(self, row: ClaimRow) -> Sequence[str]:
        """The mechanisms of a row.  Raises DataError for one that there is not."""
        found = []
        for name in row.items("mechanism"):
            known = self._names.mechanism(name)
            if known is None:
                choice = ", ".join(self._names.mechanisms)
                raise row.refused("mechanism", f"{name!r} is no mechanism; they are {choice}")
            found.append(known)
        return tuple(sorted(found))


def _ways_to_cite(reference: Reference) -> Iterator[str]:
    """The names by which a reference is found, in lower case."""
    yield reference.id.lower()
    yield reference.short.lower()
    yield reference.code.lower()
    if reference.pmid:
        yield f"pmid:{reference.pmid}"
    if reference.doi:
        yield f"doi:{reference.doi.lower()}"


def _places(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
