"""What files laid over the bundled data may not do: change what is bundled, say nothing, pass for something else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.catalogue import rule_named
from kgraph.check.findings import Finding, FindingPositions, Report
from kgraph.check.foreign_files import import_advice
from kgraph.contradictions import contradictions
from kgraph.reading.statements import quoted
from kgraph.reading.subject_positions import SubjectPositions
from kgraph.spelling import is_date

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

# Letters that look like another one in most typefaces, after NFKC and small letters: Cyrillic, Greek, Armenian, Latin.
_LIKE = str.maketrans("аеорсухіјѕһԁԛԝвкмнтгοανρτυικχɡıӏօսհ", "aeopcyxijshdqwbkmhtroavptuikxgilouh")
_MOST_NAMED = 3


def check_overlay(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Name each statement that was set aside, each file in which nothing was understood, and names that mislead."""
    if graph.overlay is None:
        return
    for file, subject, predicate, value in graph.overlay.set_aside:
        place = SubjectPositions((Path(file),)).of_value(subject, value)
        message = f"{predicate} {quoted(value)} would change what is bundled; it is not used"
        report.findings.append(_finding("changes-bundled", place, subject, message))
    for file, subject, relation, target in graph.overlay.edges:
        place = SubjectPositions((Path(file),)).of_value(subject, target, relation)
        message = f"{relation} {target} is read as a claim of this file that cites nothing"
        report.findings.append(_finding("plain-edge", place, subject, message))
    for file, subject, target in graph.overlay.imports:
        place = SubjectPositions((Path(file),)).of_value(subject, target)
        report.findings.append(_finding("import-not-followed", place, subject, f"owl:imports {target} is not followed"))
    for claim, rivals in contradictions(graph, graph.overlay.own):
        more = f" and {len(rivals) - _MOST_NAMED} more" if len(rivals) > _MOST_NAMED else ""
        named = ", ".join(rival.id for rival in rivals[:_MOST_NAMED])
        message = f"has the opposite sign of {named}{more}, and neither says so"
        report.findings.append(where.finding("contradiction", claim.id, message, value="kg:sign"))
    for file, count in graph.overlay.not_understood:
        message = (
            f"{count} statements, no claim, entity, reference or other thing of this ontology among them; "
            f"only SPARQL sees them{import_advice(Path(file))}"
        )
        report.findings.append(_finding("nothing-understood", (file, 1, 1), "", message))
    for reference, short, owner in graph.overlay.borrowed:
        message = f"calls itself {short!r}, as {owner} does"
        report.findings.append(where.finding("borrowed-name", reference, message, value=short))
    _check_names(graph, where, report)


def _finding(rule: str, place: tuple[str, int, int], subject: str, message: str) -> Finding:
    known = rule_named(rule)
    return Finding(*place, rule, subject, message, known.repair, known.severity)


def _check_names(graph: Contents, where: FindingPositions, report: Report) -> None:
    own = graph.overlay.own if graph.overlay else frozenset()
    bundled: dict[str, tuple[str, Curie]] = {}
    for identifier, name in _names(graph):
        if identifier not in own:
            bundled.setdefault(skeleton(name), (name, identifier))
    for identifier, name in _names(graph):
        if identifier in own and is_date(name):
            message = f"{name!r} is a date; spreadsheets turn symbols of genes such as SEPTIN2 and MARCHF1 into dates"
            report.findings.append(where.finding("date-for-name", identifier, message, value=name))
        if _invisible(name):
            message = f"{name!a} holds a letter that cannot be seen"
            report.findings.append(where.finding("look-alike", identifier, message, value=name))
        elif identifier in own and skeleton(name) in bundled:
            other, known = bundled[skeleton(name)]
            if known != identifier and other.casefold() != name.casefold():
                message = f"{name!a} looks like {other!r}, a name of {known}"
                report.findings.append(where.finding("look-alike", identifier, message, value=name))


def _names(graph: Contents) -> Iterator[tuple[Curie, str]]:
    for entity in graph.entities.values():
        for name in (entity.label, *entity.synonyms):
            yield entity.id, name
    for reference in graph.references.values():
        for name in filter(None, (reference.short, reference.title)):
            yield reference.id, name


def _invisible(name: str) -> bool:
    """Whether a name holds a letter of no width, or one that turns the direction of the text."""
    return not name.isascii() and any(unicodedata.category(letter) == "Cf" for letter in name)


def skeleton(name: str) -> str:
    """What a name looks like: names that are hard to tell apart have one skeleton.

    >>> from kgraph.check.overlays import skeleton
    >>> skeleton("ѕеіzurе") == skeleton("Seizure")
    True
    """
    if name.isascii():
        return name.casefold()
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Cf").translate(_LIKE)
