"""Importing files into a workspace: each whole or not at all, again without a change, and resumable over many."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pyoxigraph import Literal as Term
from pyoxigraph import NamedNode, Quad

from kgraph.errors import DataError
from kgraph.formats.contents_rdf import contents_as_statements
from kgraph.frozen import frozen
from kgraph.importers import IMPORTERS, guess, read
from kgraph.release import digest
from kgraph.version import __version__
from kgraph.vocabulary import PREFIXES
from kgraph.workspaces.folder import Workspace
from kgraph.workspaces.import_records import Count, ImportRecord
from kgraph.workspaces.licences import all_of, licence_of

if TYPE_CHECKING:
    from kgraph.importers import Imported
    from kgraph.model import Contents

IMPORTED, THERE, REPLACED, REFUSED = "imported", "there", "replaced", "refused"
SameName = Literal["refuse", "replace", "beside"]
_DIGITS = 16
# Tables of one graph that are read together: its nodes and its edges.
_PART = re.compile(r"(?P<stem>.*?)[._-]?(?P<part>nodes|edges)(?P<ending>(\.\w+)+)", re.IGNORECASE)


@frozen
class Outcome:
    """What became of a file, or of files that belong together.

    `state` is imported, there (it had been imported before), replaced (an earlier version) or refused, with the
    `faults`.  `imported` is what was read, None where nothing had to be.
    """

    files: tuple[Path, ...]
    state: str
    record: ImportRecord | None
    imported: Imported | None = None
    faults: tuple[DataError, ...] = ()


@frozen
class ImportChoices:
    """How files are imported.

    `kind` is that of all of them; without it each is told from its content.  `licence` and `version` are what the data
    have; without a licence that is taken which the files say, and of projects with one licence that one.  `same_name`
    says what to do with another version of a file that is there.  With `strict`, a file from which something is lost is
    refused.  `known` gives the data in which readers that look names up find them; without it those are the bundled
    data.  `source` is what the source is called in place of its kind, so that two graphs of one kind are two sources.
    """

    kind: str = ""
    licence: str = ""
    version: str = ""
    same_name: SameName = "refuse"
    strict: bool = False
    known: Callable[[], Contents] | None = None
    source: str = ""


def import_into(folder: Path, files: Sequence[Path], choices: ImportChoices) -> Iterator[Outcome]:
    """Import files into the workspace in a folder, which is made when there is none; an outcome for each as it is done.

    What is refused leaves the workspace as it was, and the next file is gone on with.  Who is interrupted and starts
    again finds done what was done.  Raises FileBusyError while another process writes there, and OutputError where
    nobody can.
    """
    workspace = Workspace(folder)
    with workspace.writing():
        known = {record.name: record for record in workspace.records}
        for unit in _units(files):
            outcome = _outcome(workspace, unit, known, choices)
            if outcome.record is not None:
                known[outcome.record.name] = outcome.record
                known.pop(outcome.record.replaces, None)
            yield outcome


def _units(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    """The files, those together that are the tables of one graph, in the order of the first of each."""
    units: dict[object, list[Path]] = {}
    for file in files:
        part = _PART.fullmatch(file.name)
        key: object = (file.parent, part["stem"], part["ending"]) if part else file
        unit = units.setdefault(key, [])
        if file not in unit:
            unit.append(file)
    return [tuple(unit) for unit in units.values()]


def _outcome(
    workspace: Workspace, unit: tuple[Path, ...], known: dict[str, ImportRecord], choices: ImportChoices
) -> Outcome:
    try:
        kind = choices.kind or guess(unit[0]).name
        digests = [_digest(file) for file in unit]
    except DataError as error:
        return Outcome(unit, REFUSED, None, faults=(error,))
    whole = digests[0] if len(digests) == 1 else sha256("\n".join(sorted(digests)).encode()).hexdigest()
    name = f"{kind}-{whole[:_DIGITS]}"
    there = known.get(name)
    if there is not None and not _says_more(there, choices):
        return Outcome(unit, THERE, there)
    names = tuple(file.name for file in unit)
    older = next((one for one in known.values() if (one.kind, one.files) == (kind, names) and one.name != name), None)
    if older is not None and choices.same_name == "refuse":
        fault = DataError(
            f"another file of this name was imported on {older.time[:10]}", file=str(unit[0]), hint="same-name"
        )
        return Outcome(unit, REFUSED, None, faults=(fault,))
    try:
        looks_up = any(one.name == kind and one.looks_up for one in IMPORTERS)
        imported = read(unit, kind=kind, known=choices.known() if looks_up and choices.known else None)
    except DataError as error:
        return Outcome(unit, REFUSED, None, faults=(error,))
    if imported.faults or (choices.strict and imported.losses):
        return Outcome(unit, REFUSED, None, imported, imported.faults)
    record = _record(name, whole, names, imported, choices, there)
    if older is not None and choices.same_name == "replace":
        record = _in_place_of(record, older)
    graph, renaming = record.graph, _Renaming(imported, choices.source)
    workspace.put(
        record,
        (
            Quad(renaming.term(one.subject), one.predicate, renaming.term(one.object), graph)
            for one in contents_as_statements(imported.contents)
        ),
    )
    return Outcome(unit, REPLACED if record.replaces else IMPORTED, record, imported)


class _Renaming:
    """Gives the one source of an import, and everything that is named after it, another name."""

    def __init__(self, imported: Imported, name: str) -> None:
        shorts = [source.short for source in imported.contents.sources.values()]
        self._old, self._new = (shorts[0], name) if name and len(shorts) == 1 else ("", "")
        self._named = tuple(
            (f"{PREFIXES[kind]}{self._old}-", f"{PREFIXES[kind]}{name}-")
            for kind in ("claim", "evidence", "reference", "entity")
        )

    def term(self, term: Any) -> Any:
        """A term as it is called then."""
        if not self._old:
            return term
        if isinstance(term, Term) and not term.language and term.value == self._old:
            return Term(self._new)
        if not isinstance(term, NamedNode):
            return term
        if term.value == f"{PREFIXES['source']}{self._old}":
            return NamedNode(f"{PREFIXES['source']}{self._new}")
        for old, new in self._named:
            if term.value.startswith(old):
                return NamedNode(new + term.value.removeprefix(old))
        return term


def _says_more(there: ImportRecord, choices: ImportChoices) -> bool:
    """Whether the licence or the version of what is there is to be another one."""
    from kgraph.workspaces.licences import licence_iri

    licence = licence_iri(choices.licence) if choices.licence else there.licence
    return (licence_iri(there.licence), there.version) != (licence_iri(licence), choices.version or there.version)


def _record(
    name: str,
    whole: str,
    files: tuple[str, ...],
    imported: Imported,
    choices: ImportChoices,
    there: ImportRecord | None,
) -> ImportRecord:
    contents = imported.contents
    sources = tuple(sorted({source.short for source in contents.sources.values()}))
    licence = all_of(imported.licences) or licence_of(sources)
    if choices.source and sources:
        sources = (choices.source,)
    made = {"claims": contents.claims, "entities": contents.entities, "references": contents.references}
    lines = sum(len(claim.evidence) for claim in contents.claims.values())
    counts = (
        *(Count("in", tally.what, tally.count) for tally in imported.found),
        *(Count("out", what, len(things)) for what, things in made.items()),
        Count("out", "evidence lines", lines),
        *(Count("lost", tally.what, tally.count) for tally in imported.losses),
    )
    return ImportRecord(
        name=name,
        kind=imported.kind,
        files=files,
        sha256=whole,
        time=_now(),
        program=f"kgraph {__version__}",
        sources=sources,
        version=choices.version or (there.version if there else ""),
        licence=choices.licence or (there.licence if there else "") or licence,
        counts=counts,
    )


def _in_place_of(record: ImportRecord, older: ImportRecord) -> ImportRecord:
    from kgraph.frozen import replace

    return replace(record, replaces=older.name, licence=record.licence or older.licence)


def _digest(file: Path) -> str:
    """The SHA-256 of a file.  Raises DataError for what is no file or cannot be read."""
    from kgraph.reading.plain_files import open_regular

    with open_regular(file):
        pass
    try:
        return digest(file)
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(file), line=1, column=1) from None


def _now() -> str:
    """The time in UTC; that of SOURCE_DATE_EPOCH where it is set, so that a build can be repeated byte for byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
