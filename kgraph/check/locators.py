"""Do the locators still fit the sources, and is every reference attached as the source attaches it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.check.findings import Finding, FindingPositions, Report
from kgraph.model import Claim, EvidenceLine, Locator, OpenQuestion
from kgraph.reading.passages import Marker, Passages, Sentence
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import KG, expand, shorten

if TYPE_CHECKING:
    from kgraph.model import Contents


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong with a line, or with its locator or marker as `part`; at which value, and how to repair it."""

    rule: str
    message: str
    part: str = ""
    value: str = ""
    repair: str = ""


# How far the sentence that carries a marker may be from the words it supports.
_CARRIED_SENTENCES = 7


def check_locators(graph: Contents, sources: Mapping[str, Passages], where: FindingPositions, report: Report) -> None:
    """Check every locator in the given sources, and every reference number against the marker group it claims.

    Adds findings to the report and counts claims, locators and numbers.  Lines in other sources are left alone.
    """
    for name, passages in sources.items():
        report.findings += _digest(graph, name, passages, where)
    owners: list[Claim | OpenQuestion] = [*graph.claims.values(), *graph.questions.values()]
    for owner in owners:
        lines = [
            (line, place) for line in owner.evidence for place in [line.locator] if place and place.source in sources
        ]
        for line, place in lines:
            report.checked["locators"] += 1
            report.checked["numbers"] += bool(line.marker)
            report.findings += [
                where.finding(
                    problem.rule,
                    line.id,
                    problem.message,
                    at=_part_of(graph, line.id, problem.part),
                    value=problem.value,
                    repair=problem.repair,
                )
                for problem in _problems(graph, line, place, sources[place.source])
            ]
        report.checked["claims with locators"] += bool(lines) and owner.id in graph.claims


def named_sources(graph: Contents) -> set[str]:
    """The sources in which evidence lines have places."""
    owners: list[Claim | OpenQuestion] = [*graph.claims.values(), *graph.questions.values()]
    return {line.locator.source for owner in owners for line in owner.evidence if line.locator}


def _part_of(graph: Contents, line: str, part: str) -> str:
    """The locator or marker of a line, by name; the line itself when it has none or none is asked for."""
    from pyoxigraph import NamedNode

    if not part:
        return line
    found = store_of(graph).quads_for_pattern(NamedNode(expand(line)), NamedNode(KG + part), None)
    return next((shorten(quad.object.value) for quad in found if isinstance(quad.object, NamedNode)), line)


def _digest(graph: Contents, name: str, passages: Passages, where: FindingPositions) -> Iterator[Finding]:
    source = next(s for s in graph.sources.values() if s.short == name)
    digest = hashlib.sha256(passages.text.encode()).hexdigest()
    if digest != source.sha256:
        yield where.finding(
            "source-digest",
            source.id,
            f"the given file has SHA-256 {digest[:12]}…, the curated one {source.sha256[:12]}…",
        )


def _problems(graph: Contents, line: EvidenceLine, place: Locator, passages: Passages) -> Iterator[_Problem]:
    sentence = _fits(place, passages)
    if isinstance(sentence, _Problem):
        yield sentence
        return
    if line.marker is None:
        return
    reference = graph.references.get(line.reference)
    marker = passages.marker_at(line.marker.start)
    if marker is None or marker.end != line.marker.end or marker.printed != line.marker.quote:
        yield _Problem("marker", f"no marker {line.marker.quote!r} at {line.marker.start}", "marker", line.marker.quote)
        return
    if reference is None or reference.number not in marker.numbers:
        short = reference.short if reference else line.reference
        yield _Problem("marker-number", f"{short} is not in the group {marker.printed}", value=line.reference)
    problem = _attachment(line, place, sentence, marker, passages)
    if problem:
        yield _Problem("attachment", problem, value="kg:attachment")


def _fits(place: Locator, passages: Passages) -> Sentence | _Problem:
    """The sentence at a locator, or what does not fit."""
    found = passages.text[place.start : place.end]
    if found != place.quote:
        message = f"characters {place.start} to {place.end} do not read {place.quote!r}"
        return _Problem("locator", message, "locator", place.quote, _elsewhere(place, passages))
    sentence = passages.sentence_at(place.start)
    if sentence is None or place.end > sentence.end:
        message = f"characters {place.start} to {place.end} are not inside one sentence"
        return _Problem("locator", message, "locator", place.quote)
    if (sentence.section, sentence.number) != (place.section, place.sentence):
        message = f"is in sentence {sentence.section}/{sentence.number}, not {place.section}/{place.sentence}"
        return _Problem("locator", message, "locator", "kg:sentence", _written(sentence))
    return sentence


def _elsewhere(place: Locator, passages: Passages) -> str:
    """How to repair a place whose quote stands once in the text; empty when it does not, or several times."""
    start = passages.text.find(place.quote)
    if not place.quote or start < 0 or passages.text.find(place.quote, start + 1) >= 0:
        return ""
    sentence = passages.sentence_at(start)
    words = f"write oa:start {start} and oa:end {start + len(place.quote)}"
    return f"{words}; {_written(sentence)}" if sentence else ""


def _written(sentence: Sentence) -> str:
    return f'write kg:section "{sentence.section}" and kg:sentence {sentence.number}'


def _attachment(
    line: EvidenceLine, place: Locator, sentence: Sentence, marker: Marker, passages: Passages
) -> str | None:
    """Why a marker does not belong to the words in the way the line says; None when it does."""
    home = passages.sentence_at(marker.start)
    if home is None:
        return f"marker {marker.printed} is in no sentence"
    if line.attachment == "direct":
        if home != sentence:
            return f"marker {marker.printed} is in sentence {home.section}/{home.number}: not direct"
        following = [m for m in passages.markers_in(sentence) if m.start >= place.end]
        if not following or following[0] != marker:
            return f"marker {marker.printed} is not the first one after the words"
    elif line.attachment == "carried":
        ahead = home == sentence and marker.end <= place.start
        if (home == sentence and not ahead) or home.section != sentence.section:
            return f"marker {marker.printed} cannot be carried from {home.section}/{home.number}"
        if abs(home.number - sentence.number) > _CARRIED_SENTENCES:
            return f"marker {marker.printed} is {abs(home.number - sentence.number)} sentences away"
    return None
