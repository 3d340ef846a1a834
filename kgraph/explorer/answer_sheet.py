"""The answer to a question as a sheet: what a page shows first, what it prints, and what is there without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from kgraph.debates import debates_about
from kgraph.explorer.people_numbers import Row, rows_in_people, short_name, source_of
from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.lanes import WIDTH, lanes
from kgraph.formats.numbering import Entry, Numbering
from kgraph.formats.palette import effect_color
from kgraph.formats.path_json import curated
from kgraph.formats.path_lanes import lane_of
from kgraph.formats.people_words import counted, looked_at, outcome_words, people_sentences, votes
from kgraph.formats.svg import document
from kgraph.frozen import frozen, replace
from kgraph.paths.grades import Grading
from kgraph.paths.search_options import MAX_HOPS
from kgraph.paths.verdict import BOTH_SIDES, NONE, ONE_SIDE, UNKNOWN_ONLY
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie
    from kgraph.paths.values import Chain, Grade, MechanismEntry, PathAnswer, SeenInPeople, Step

_MOST_DISPUTES = 12
_ADVERSE = 2


@frozen
class Said:
    """A step in words, with the chip of its kind of study, which is empty for one without evidence, and references."""

    words: str
    chip: str
    numbers: tuple[int, ...]
    marks: tuple[str, ...]


@frozen
class ChainInWords:
    """The best chain of a mechanism."""

    name: str
    color: str
    effect: str
    steps: tuple[Said, ...]


@frozen
class Dispute:
    """A claim on a chain, and what speaks against it."""

    claim: str
    against: tuple[str, ...]
    numbers: tuple[int, ...]
    differs: tuple[str, ...]


@frozen
class Units:
    """Curated hypotheses of one effect, by how many of their steps were seen in people: all, some, none."""

    color: str
    words: str
    every: int
    some: int
    none: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.every + self.some + self.none


class Sheet:
    """One question with its answer, as values that a template puts on a page."""

    def __init__(self, graph: Contents, answer: PathAnswer) -> None:
        self._graph = graph
        self._answer = answer
        self._words = Words(graph)
        self._numbers = Numbering(graph)
        self._grading = Grading(graph, answer.end)
        self.start = graph.label(answer.start)
        self.end = graph.label(answer.end)
        self.entries = order_of_lanes(answer, self._grading)
        self.figure = self._figure()
        self.chains = [self._in_words(entry) for entry in self.entries]
        self.disputes = list(self._disputed())
        self.units = self._units()
        self.rows: list[Row] = []
        self.people = looked_at(answer)
        self.also_in_people = [
            Said(text, "", self._numbers.of(papers), ()) for text, papers in people_sentences(graph, self.people)
        ]
        if self.people:
            self.rows = rows_in_people(graph, answer.start, answer.end, self.people[0].outcome)

    @property
    def ways(self) -> str:
        """What the rows are: mechanisms, or, for data without them, the first things passed through."""
        return f"{self.way}s"

    @property
    def way(self) -> str:
        """One of the rows by its name."""
        known = {term.id for term in self._graph.terms.values()}
        return "mechanism" if any(f"mechanism:{entry.mechanism}" in known for entry in self.entries) else "way"

    @property
    def in_people(self) -> str:
        """What papers on people report, in a sentence; empty where there are none."""
        return self._seen(self.people[0]) if self.people else ""

    @property
    def others_in_people(self) -> str:
        """The outcome with the next most papers, and how many more there are; empty without others."""
        if len(self.people) < 2:  # noqa: PLR2004  the first stands alone
            return ""
        more = len(self.people) - 2
        rest = f"; {counted(more, 'more outcome')}" if more else ""
        return f"{self._seen(self.people[1])}{rest}."

    @property
    def adverse(self) -> str:
        """Unwanted effects that are reported, the first few by name; empty without any."""
        names = [self._graph.label(row.outcome) for row in self._answer.people if row.adverse]
        more = f" and {len(names) - _ADVERSE} more" if len(names) > _ADVERSE else ""
        return f"{', '.join(names[:_ADVERSE])}{more}" if names else ""

    @property
    def verdict(self) -> str:
        """What is known of how it comes about, as the end of a sentence."""
        verdict, end = self._answer.verdict, self.end
        says = verdict.says if verdict else NONE
        if says == ONE_SIDE and verdict:
            return f"every route found points to {'more' if verdict.one_sided == '+' else 'less'} {end}"
        return {
            BOTH_SIDES: self._both_ways,
            UNKNOWN_ONLY: "no route found has a stated direction",
            NONE: f"no route through a mechanism leads to {end}",
        }.get(says, "whether all routes point one way was not decided")

    @property
    def _both_ways(self) -> str:
        """That routes point both ways, and that those which point one of them are longer than what is shown."""
        signed = {path.sign for path in (*self._answer.paths, *self._answer.outcomes)} - {"?"}
        if len(signed) == len("+-"):
            return "the routes found point both ways"
        return f"routes point both ways, one of them only in more than {MAX_HOPS} steps"

    @property
    def rests_on(self) -> str:
        """How many of the best chains were seen in people at every step; empty without a chain."""
        if not self.entries:
            return ""
        seen = sum(entry.shown.in_people for entry in self.entries)
        return (
            f"{seen} of {len(self.entries)} best chains {'was' if seen == 1 else 'were'} seen in people at every step"
        )

    @property
    def seen_chains(self) -> str:
        """Of how many chains every step was seen in people, and what those come to."""
        chains = [one for entry in self._answer.mechanisms for one in entry.chains]
        seen = [one for one in chains if one.in_people]
        told = "Every step seen in people: "
        if not seen:
            return f"{told}no chain of {len(chains)}."
        counts = {effect: sum(one.effect == effect for one in seen) for effect in dict.fromkeys(o.effect for o in seen)}
        sides = ", ".join(f"{count} {self._effect(effect)}" for effect, count in counts.items())
        return f"{told}{len(seen)} of {len(chains)} chains ({sides})."

    @property
    def routes(self) -> str:
        """How many routes there are of each effect, which are no votes; empty without a route."""
        routes = dict(self._answer.routes)
        words = {
            "helps": "help", "harms": "harm", "raises": "raise it", "lowers": "lower it",
            "unknown": "have no stated direction",
        }  # fmt: skip
        told = [f"{routes[effect]:,} {word}" for effect, word in words.items() if routes.get(effect)]
        more = "" if self._answer.counted else "At least so many were found. "
        return f"{more}Routes: {', '.join(told)}. They share steps, so they are not votes." if told else ""

    @property
    def disputed(self) -> int:
        """How many mechanisms have a dispute on a best chain."""
        return sum(entry.disputed for entry in self.entries)

    @property
    def without(self) -> str:
        """The mechanisms of the vocabulary that no route belongs to; empty where data have no mechanisms, or all."""
        known = [term.name for term in self._graph.terms.values() if term.id.startswith("mechanism:")]
        here = {entry.mechanism for entry in self.entries}
        if not here.intersection(known):
            return ""
        return ", ".join(mechanism_name(self._graph, name) for name in known if name not in here)

    @property
    def because(self) -> str:
        """Why there is no path; empty where there is one."""
        from kgraph.explorer.page_words import PAGE

        return self._answer.because.said(PAGE) if self._answer.because else ""

    @property
    def references(self) -> list[Entry]:
        """What the picture, the chains and the disputes cite, by number from 1."""
        return self._numbers.entries()

    def short(self, arm: str) -> str:
        """An arm by its abbreviation, or by its name where it has none."""
        return short_name(self._graph, arm)

    def source(self, row: Row) -> str:
        """Where the numbers of a row come from, in a few words."""
        if len(row.sources) != 1 and not row.other:
            return f"{len(row.sources)} sources"
        return source_of(self._graph, row.sources)

    def _figure(self) -> str:
        """The best chain of each mechanism as one SVG, with the numbers of this sheet; empty without a chain."""
        if not self.entries:
            return ""
        drawn = []
        for entry in self.entries:
            shown = entry.shown
            name = capital(mechanism_name(self._graph, entry.mechanism))
            heading = f"{name} ({effect_words(self._words, entry)})"
            args = (self._graph, heading, shown.path, shown.grades, self._numbers)
            lane = lane_of(*args, weakest=shown.weakest_number)
            drawn.append(replace(lane, sides=tuple(entry.best)))
        shapes, height = lanes(self.start, self.end, drawn, self._words)
        return document(WIDTH, height, shapes, ())

    def _effect(self, effect: str) -> str:
        return self._words.phrase("effect", effect)

    def _seen(self, row: SeenInPeople) -> str:
        return f"{capital(outcome_words(self._graph, row))}: {votes(row)}"

    def _in_words(self, entry: MechanismEntry) -> ChainInWords:
        shown = entry.shown
        pairs = list(zip(shown.path.steps, shown.grades, strict=True))
        # What a sign belongs to is not said again for each mechanism.
        while len(pairs) > 1 and pairs[-1][0].kind == "structural":
            pairs.pop()
        return ChainInWords(
            capital(mechanism_name(self._graph, entry.mechanism)),
            effect_color(entry.best),
            effect_words(self._words, entry),
            tuple(
                self._said(step, grade, weakest=place == shown.weakest_number)
                for place, (step, grade) in enumerate(pairs, 1)
            ),
        )

    def _said(self, step: Step, grade: Grade | None, *, weakest: bool) -> Said:
        from kgraph.formats.path_flags import is_disputed

        words = self._words
        verb = words.relation(step.relation, plural=words.is_plural(step.subject), reverse=step.reversed)
        sentence = f"{self._graph.label(step.subject)} {verb} {self._graph.label(step.object)}"
        disputed = grade is not None and is_disputed(step)
        marks = [*(["weakest step"] if weakest else []), *([words.phrase("flag", "disputed")] if disputed else [])]
        numbers = self._numbers.supporting(step.claims) if grade is not None else []
        return Said(sentence, grade.chip if grade is not None else "", tuple(numbers), tuple(marks))

    def _disputed(self) -> Iterator[Dispute]:
        steps = chain.from_iterable(one.path.steps for entry in self.entries for one in _first_of_each_side(entry))
        claims = {claim.id: claim for step in steps for claim in step.claims}
        found = [d for d in debates_about(self._graph, claims.values()) if d.kind in ("contested", "disputed")]
        for debate in found[:_MOST_DISPUTES]:
            rivals = [self._graph.claims[name] for name in debate.disputing if name in self._graph.claims]
            told = [self._words.signed_sentence(claim) for claim in rivals]
            papers = [name for name in debate.disputing if name in self._graph.references]
            papers += [line.reference for claim in rivals for line in claim.evidence if line.counts]
            against = (*told, *([debate.note] if debate.note else []))
            yield Dispute(debate.what, against, tuple(self._numbers.of(papers)), debate.differs)

    def _units(self) -> list[Units]:
        groups: dict[str, list[int]] = {}
        for found in curated(self._graph, self._answer):
            grades = [grade for grade in self._grading.grades(found.path) if grade is not None]
            seen = sum(grade.letter == "H" for grade in grades)
            counts = groups.setdefault(found.effect, [0, 0, 0])
            counts[0 if grades and seen == len(grades) else 1 if seen else 2] += 1
        order = sorted(groups, key=lambda effect: -sum(groups[effect]))
        return [Units(effect_color([effect]), self._effect(effect), *groups[effect]) for effect in order]


def effect_words(words: Words, entry: MechanismEntry) -> str:
    """What the chains of a mechanism come to: "helpful, also harmful, some direction unknown"."""
    shown = entry.shown.effect
    rest = [
        f"some {words.phrase('effect', effect)}" if effect == "unknown" else f"also {words.phrase('effect', effect)}"
        for effect in entry.best
        if effect != shown
    ]
    return ", ".join([words.phrase("effect", shown), *rest])


def landing(one: Chain) -> Curie:
    """The last thing before the end of a chain; the start where it has one step."""
    return one.path.steps[-1].subject


def order_of_lanes(answer: PathAnswer, grading: Grading) -> list[MechanismEntry]:
    """The mechanisms with those together that reach the end through the same thing, each group by its best chain.

    Inside a group stands first what was seen best, weakest step first, whether it helps or harms.
    """
    ranked = sorted(answer.mechanisms, key=lambda entry: grading.key(entry.shown.path))
    groups: dict[Curie, list[MechanismEntry]] = {}
    for entry in ranked:
        groups.setdefault(landing(entry.shown), []).append(entry)
    largest_first = sorted(groups.values(), key=lambda group: -len(group))
    return list(chain.from_iterable(largest_first))


def _first_of_each_side(entry: MechanismEntry) -> Iterable[Chain]:
    return entry.best.values()
