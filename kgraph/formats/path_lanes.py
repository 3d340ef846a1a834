"""The paths of an answer as a picture of lanes, with numbered references in its caption."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.escape import for_terminal
from kgraph.formats.lanes import WIDTH, Arrow, Lane, lanes
from kgraph.formats.numbering import Numbering, numbers_text
from kgraph.formats.path_flags import is_disputed
from kgraph.formats.svg import document
from kgraph.paths.grades import Grading
from kgraph.paths.values import Grade, Path, PathAnswer, Step
from kgraph.version import __version__
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

_NOTICE = "Not medical advice, not a ranking of treatments."
_LETTER = 7.2  # a wide letter of the caption


def lanes_figure(graph: Contents, answer: PathAnswer, *, notice: bool = True) -> str:
    """The mechanism paths of an answer as SVG, a lane each; outcome paths where there are no others.

    An answer without paths gives a picture with its caption alone.  Without `notice` the page around the picture says
    that it is no medical advice.
    """
    numbering, grading, words = Numbering(graph), Grading(graph, answer.end), Words(graph)
    mechanisms = {
        route: mechanism_name(graph, entry.mechanism)
        for entry in answer.mechanisms
        for chain in entry.chains
        for route in (chain.path, *chain.variants)
    }
    drawn = []
    for number, path in enumerate(answer.paths or answer.outcomes, 1):
        parts = (f"{number}.", mechanisms.get(path, ""), f"({words.phrase('effect', path.effect)})")
        drawn.append(lane_of(graph, " ".join(filter(None, parts)), path, grading.grades(path), numbering))
    start, end = graph.label(answer.start), graph.label(answer.end)
    shapes, height = lanes(start, end, drawn, words)
    cited = "; ".join(f"{entry.number} {entry.brief}" for entry in numbering.entries())
    introduction = f"Paths from {start} to {end}. Numbers below an arrow are references."
    return document(WIDTH, height, shapes, caption_lines(introduction, cited, WIDTH, notice=notice))


def chains_picture(graph: Contents, answer: PathAnswer) -> str:
    """The best chain of each mechanism as SVG, a lane each, its references numbered below; empty without mechanisms."""
    numbering, words = Numbering(graph), Words(graph)
    drawn = []
    for entry in answer.mechanisms:
        chain = entry.shown
        heading = f"{mechanism_name(graph, entry.mechanism)} ({words.phrase('effect', chain.effect)})"
        weakest = chain.weakest_number
        drawn.append(lane_of(graph, heading, chain.path, chain.grades, numbering, weakest=weakest))
    return _numbered(graph, answer.start, answer.end, drawn, numbering)


def path_picture(graph: Contents, path: Path) -> str:
    """One path as SVG, its references numbered below."""
    start, end = path.entities[0], path.entities[-1]
    numbering, grades = Numbering(graph), Grading(graph, end).grades(path)
    lane = lane_of(graph, Words(graph).phrase("effect", path.effect), path, grades, numbering)
    return _numbered(graph, start, end, [lane], numbering)


def _numbered(graph: Contents, start: Curie, end: Curie, drawn: Sequence[Lane], numbering: Numbering) -> str:
    shapes, height = lanes(graph.label(start), graph.label(end), drawn, Words(graph))
    cited = "; ".join(f"{entry.number} {entry.brief}" for entry in numbering.entries())
    return document(WIDTH, height, shapes, caption_lines("", cited, WIDTH, notice=False)) if drawn else ""


def lane_of(
    graph: Contents,
    heading: str,
    path: Path,
    grades: Sequence[Grade | None],
    numbering: Numbering,
    *,
    weakest: int | None = None,
) -> Lane:
    """A path as a lane, its papers numbered; `weakest` is the number of the step that is marked as such."""
    words = Words(graph)
    arrows = []
    for place, (step, grade) in enumerate(zip(path.steps, grades, strict=True), 1):
        inconclusive = any(
            line.counts and line.direction == "inconclusive" for claim in step.claims for line in claim.evidence
        )
        tests = {"▲": place == weakest, "≠": is_disputed(step), "~": inconclusive}
        arrows.append(
            Arrow(
                "" if step.kind == "structural" else step.sign,
                grade.letter if grade else "",
                grade.chip if grade else "",
                "".join(mark for mark, holds in tests.items() if holds),
                numbers_text(numbering.supporting(step.claims)),
                f"{graph.label(step.subject)} {step_words(words, step)} {graph.label(step.object)}",
            )
        )
    stops = tuple(graph.label(entity) for entity in path.entities[1:-1])
    return Lane(heading, path.effect, stops, tuple(arrows))


def step_words(words: Words, step: Step) -> str:
    """The verb of a step, which agrees with what it speaks of, and what its sign is called."""
    plural = words.is_plural(step.object if step.reversed else step.subject)
    verb = words.relation(step.relation, plural=plural)
    return verb if step.kind == "structural" else f"{verb} ({words.sign_on(step.kind, step.sign)})"


def caption_lines(introduction: str, references: str, width: float, *, notice: bool = True) -> list[str]:
    """What stands below a picture: what it shows, the version, what it is not, and its references."""
    ending = f"kgraph {__version__}. {f'{_NOTICE} ' if notice else ''}References: {references or 'none'}."
    return textwrap.wrap(for_terminal(f"{introduction} {ending}"), round(width / _LETTER))
