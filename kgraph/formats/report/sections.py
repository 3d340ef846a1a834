"""The sections of a report, from the question to how to ask it again."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.lanes import WIDTH, lanes
from kgraph.formats.notices import NOT_ADVICE
from kgraph.formats.numbering import Numbering
from kgraph.formats.path_lanes import lane_of
from kgraph.formats.report.chain_sentences import (
    chain_points,
    dispute_points,
    evidence_rows,
    gap_points,
    grade_words,
    settled_by,
    step_sentence,
    weakest_words,
)
from kgraph.formats.report.people_table import people_table
from kgraph.formats.report.sheet import (
    Block,
    Literature,
    Paragraph,
    Picture,
    Points,
    Section,
    Sentence,
    Sheet,
    Table,
)
from kgraph.formats.report.verdict_sentences import verdict_sentences
from kgraph.formats.svg import document as svg_document
from kgraph.report import HYPOTHESIS, MECHANISM, QUESTION, ReportContent, ToldChain, questions_of
from kgraph.version import __version__
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.formats.documents import ReportDocument
    from kgraph.formats.numbering import Entry
    from kgraph.model import Contents
    from kgraph.paths.values import PathAnswer, Step
    from kgraph.reading.citation_styles import CitationStyle

_EVIDENCE = ("Step", "Papers", "Study", "Known from", "Note")
_MOST_DISPUTES, _MOST_QUESTIONS, _MOST_IN_SHORT = 12, 6, 3


def sheet_of(document: ReportDocument) -> Sheet:
    """The sheet of a report; the same report of the same data is the same sheet."""
    return _Writer(document.graph, document.content, document.style).sheet()


class _Writer:
    """One report; papers get their numbers in the order of the sections."""

    def __init__(self, graph: Contents, content: ReportContent, style: CitationStyle | None) -> None:
        self._graph, self._content, self._numbering = graph, content, Numbering(graph)
        self._style, self._in_short = style, content.kind == QUESTION

    def sheet(self) -> Sheet:
        parts: tuple[tuple[str, Callable[[], Iterator[Block]]], ...] = (
            ("Verdict", self._verdict),
            ("", self._pictures),
            ("The chains in sentences" if self._several() else "The chain in sentences", self._chains),
            ("Seen in people", self._people),
            ("Evidence", self._evidence),
            ("What disputes it", self._disputes),
            ("Species and compartments", self._gaps),
            ("Weakest step, and what would settle it", self._weakest),
            ("Open questions", self._questions),
        )
        sections = [Section(heading, tuple(blocks())) for heading, blocks in parts]
        sections.append(Section("References", (Literature(self._literature()),)))
        sections.append(Section("How to reproduce", tuple(self._reproduce())))
        return Sheet(
            self._title(), NOT_ADVICE, tuple(section for section in sections if section.blocks), self._in_short
        )

    def _literature(self) -> tuple[Entry, ...]:
        entries = self._numbering.entries()
        if self._style is None:
            return tuple(entries)
        from kgraph.formats.styled_entries import styled_entries

        return styled_entries(self._graph, entries, self._style)

    def _title(self) -> str:
        content, label = self._content, self._graph.label
        ends = "; ".join(f"{label(answer.start)} → {label(answer.end)}" for answer in content.answers)
        if content.kind == HYPOTHESIS:
            return f"{capital(self._graph.hypotheses[content.name].label)}: {ends}"
        if content.kind == MECHANISM:
            return f"{capital(mechanism_name(self._graph, content.name))}: {ends}"
        return f"How might {label(content.answers[0].start)} act on {label(content.answers[0].end)}?"

    def _several(self) -> bool:
        return sum(1 for _ in self._content) > 1

    def _heading(self, answer: PathAnswer, told: ToldChain) -> str:
        if told.hypothesis is not None:
            return told.hypothesis.hypothesis.label
        name = mechanism_name(self._graph, told.chain.mechanism)
        return f"{name} in {self._graph.label(answer.end)}" if len(self._content.answers) > 1 else name

    def _verdict(self) -> Iterator[Block]:
        yield Paragraph(tuple(verdict_sentences(self._graph, self._content, self._numbering)))

    def _pictures(self) -> Iterator[Block]:
        words = Words(self._graph)
        for answer, told in zip(self._content.answers, self._content.chains, strict=True):
            drawn = [
                lane_of(
                    self._graph,
                    f"{self._heading(answer, one)} ({words.phrase('effect', one.chain.effect)})",
                    one.chain.path,
                    one.chain.grades,
                    self._numbering,
                    weakest=one.chain.weakest_number,
                )
                for one in told
            ]
            start, end = self._graph.label(answer.start), self._graph.label(answer.end)
            parts, height = lanes(start, end, drawn, words)
            if parts:
                count = f"{len(told)} chain{'' if len(told) == 1 else 's'}"
                yield Picture(svg_document(WIDTH, height, parts, ()), f"{count} from {start} to {end}")

    def _chains(self) -> Iterator[Block]:
        shared = self._shared_steps() if self._in_short else []
        if shared:
            said = [step_sentence(self._graph, step, None, self._numbering) for step in shared]
            last = ["."] if len(said) == 1 else [*[";"] * (len(said) - 1), "."]
            told = [Sentence(one.text, one.cited, end=end) for one, end in zip(said, last, strict=True)]
            yield Paragraph((Sentence("", lead="In several chains:"), *told))
        for answer, one in self._content:
            if self._in_short:
                yield self._chain_in_short(answer, one, shared)
                continue
            if self._several():
                yield Paragraph((self._effect_of(answer, one),))
            yield Points(tuple(chain_points(self._graph, one.chain, self._numbering)), numbered=True)

    def _shared_steps(self) -> list[Step]:
        """What belongs to what in more than one chain."""
        counts = Counter(
            step for _, told in self._content for step in told.chain.path.steps if step.kind == "structural"
        )
        return [step for step, count in counts.items() if count > 1]

    def _effect_of(self, answer: PathAnswer, told: ToldChain) -> Sentence:
        effect = told.chain.effect
        lead = f"{capital(self._heading(answer, told))}: {Words(self._graph).phrase('effect', effect)}."
        return Sentence("", lead=lead, effect=effect)

    def _chain_in_short(self, answer: PathAnswer, told: ToldChain, shared: list[Step]) -> Paragraph:
        """A chain in one paragraph, without what was said of several."""
        chain = told.chain
        steps = [
            step_sentence(self._graph, step, grade, self._numbering, in_short=True)
            for step, grade in zip(chain.path.steps, chain.grades, strict=True)
            if step not in shared
        ]
        ends = [*[";"] * (len(steps) - 1), "."]
        said = [Sentence(one.text, one.cited, end=end) for one, end in zip(steps, ends, strict=False)]
        return Paragraph((self._effect_of(answer, told), *said))

    def _people(self) -> Iterator[Block]:
        for answer in self._content.answers:
            table = people_table(self._graph, answer, self._numbering, in_full=self._in_short)
            if table is not None:
                yield table

    def _evidence(self) -> Iterator[Block]:
        if self._in_short:
            yield self._summary()
            return
        for answer, told in self._content:
            if self._several():
                yield Paragraph((Sentence(f"{capital(self._heading(answer, told))}:"),))
            yield Table(_EVIDENCE, tuple(evidence_rows(self._graph, told.chain, self._numbering)))

    def _summary(self) -> Table:
        """A row a chain, where there are many."""
        words, rows = Words(self._graph), []
        for answer, told in self._content:
            chain, entry = told.chain, told.entry
            weakest = chain.weakest_number
            grade = chain.grades[weakest - 1] if weakest else None
            told_grade = f"step {weakest}: {grade_words(words, grade)}" if grade else ""
            chips = " ".join(one.chip for one in chain.grades if one is not None)
            papers = f"{len(entry.papers)}, {len(entry.human_papers)} on people" if entry else ""
            rows.append(
                tuple(
                    map(
                        Sentence,
                        (
                            self._heading(answer, told),
                            chain.effect,
                            chips,
                            papers,
                            told_grade,
                            words.phrase("flag", "disputed") if chain.disputed else "",
                        ),
                    )
                )
            )
        return Table(("Mechanism", "Effect", "Evidence by step", "Papers", "Weakest step", "Disputed"), tuple(rows))

    def _disputes(self) -> Iterator[Block]:
        found = dispute_points(self._graph, [told.chain for _, told in self._content], self._numbering)
        opposite = [*self._opposite()]
        shown = found[:_MOST_DISPUTES]
        left = len(found) - len(shown)
        more = [Sentence(f"And {left} more; the list of debates has them.")] if left else []
        none = [] if found or opposite else [Sentence("No evidence line speaks against a step of it.")]
        yield Points((*shown, *more, *opposite, *none))

    def _opposite(self) -> Iterator[Sentence]:
        """That other routes between the ends say the opposite of a hypothesis or a mechanism."""
        if self._in_short:
            return
        for answer, told in zip(self._content.answers, self._content.chains, strict=True):
            effects = {one.chain.effect for one in told}
            for effect, other in (("helps", "harms"), ("harms", "helps")):
                count = dict(answer.routes).get(other, 0)
                if effect in effects and other not in effects and count:
                    ends = f"{self._graph.label(answer.start)} to {self._graph.label(answer.end)}"
                    kind = Words(self._graph).phrase("effect", other)
                    yield Sentence(f"Through other mechanisms {count} routes from {ends} are {kind}.")

    def _gaps(self) -> Iterator[Block]:
        if self._in_short:
            seen = [told for _, told in self._content if told.chain.in_people]
            count = sum(1 for _ in self._content)
            names = "; ".join(self._heading(answer, told) for answer, told in self._content if told in seen)
            text = f"Every step with evidence was seen in people in {len(seen)} of the {count} chains shown"
            yield Paragraph((Sentence(f"{text}: {names}." if seen else f"{text}."), *self._places_differ()))
            return
        for answer, told in self._content:
            found = gap_points(self._graph, told.chain)
            lead = f"{capital(self._heading(answer, told))}:" if self._several() else ""
            if found:
                yield Points((Sentence(found[0].text, lead=lead), *found[1:]))

    def _places_differ(self) -> Iterator[Sentence]:
        found = [self._heading(answer, told) for answer, told in self._content if told.chain.places_differ]
        if found:
            yield Sentence(f"One step was seen in another tissue or fluid than the next in: {', '.join(found)}.")

    def _weakest(self) -> Iterator[Block]:
        """The weakest steps, those together that the same study would settle."""
        settling: dict[str, dict[str, None]] = {}
        for answer, told in self._content:
            chain = told.chain
            if chain.weakest_number is not None:
                # Where there are many, the table has the words.
                step = f"step {chain.weakest_number}" if self._in_short else weakest_words(self._graph, chain)
                lead = f"{self._heading(answer, told)}: " if self._several() else ""
                settled = settled_by(self._graph, chain, answer.end) or "A study of this step in people."
                settling.setdefault(settled, {})[f"{lead}{step}"] = None
        items = [Sentence(f"{capital('; '.join(steps))}. To settle it: {how}") for how, steps in settling.items()]
        if items:
            yield Points(tuple(items)) if len(items) > 1 else Paragraph(tuple(items))

    def _questions(self) -> Iterator[Block]:
        found = questions_of(self._graph, self._content)
        most = _MOST_IN_SHORT if self._in_short else _MOST_QUESTIONS
        items = [
            Sentence(
                f"{question.question}{'' if self._in_short else f' What would settle it: {question.settled_by}'}",
                self._numbering.of(line.reference for line in question.evidence),
            )
            for question in found[:most]
        ]
        if len(found) > most:
            items.append(Sentence(f"And {len(found) - most} more; the list of open questions has them."))
        if items:
            yield Points(tuple(items))

    def _reproduce(self) -> Iterator[Block]:
        from kgraph.release import parts

        versions = {part.name: part for part in parts(self._graph.files)}
        told = [
            f"{part.name} {part.version} (sha256 {part.sha256[:16]}…)"
            for name, part in versions.items()
            if name != "code"
        ]
        text = f"Command: {self._command()}. kgraph {__version__}, {', '.join(told)}; "
        text += "the whole digests stand in the overview of the data (info)."
        own = [file.name for file in self._graph.files] if "data" not in versions else []
        yield Paragraph((Sentence(text + (f" Data: {', '.join(own)}." if own else "")), Sentence(NOT_ADVICE)))

    def _command(self) -> str:
        content = self._content
        ends = (content.answers[0].start, content.answers[0].end)
        name = f"mechanism:{content.name}" if content.kind == MECHANISM else content.name
        names = [name] if name else [self._graph.label(end) for end in ends]
        style = ["--style", self._style.name] if self._style else []
        return shlex.join(["kgraph", "report", *names, *style, "-o", "report.pdf"])
