"""A path answer in words, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.formats.escape import for_terminal
from kgraph.formats.notices import CUT_SEARCH, NOT_ADVICE, cautions, more_paths
from kgraph.formats.path_flags import (
    is_against_the_arrow,
    is_disputed,
    is_laboratory,
    is_relayed,
    is_uncited,
    is_uncited_in_source,
)
from kgraph.formats.path_json import curated, disease_contexts, step_json
from kgraph.formats.references import supporting
from kgraph.hypotheses import EvaluatedHypothesis
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.values import Path, PathAnswer, Step
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents

_EFFECTS = ("helps", "harms", "raises", "lowers", "unknown")
OUTCOMES = "OUTCOME EVIDENCE (no mechanism between the ends)"


def headings(graph: Contents) -> dict[str, str]:
    """The heading of each block of paths by effect, in the order in which they are told."""
    words = Words(graph)
    return {effect: words.phrase("effect", effect).upper() for effect in _EFFECTS}


def words(graph: Contents, answer: PathAnswer, *, explain: bool, door: DoorWords = PYTHON) -> Iterator[str]:
    """The lines of an answer in the words of a door; `explain` adds the arithmetic."""
    yield f"{graph.label(answer.start)} → {graph.label(answer.end)}"
    yield NOT_ADVICE
    if answer.because:
        yield ""
        yield f"No path. {answer.because.said(door)}"
    number = 0
    for effect, heading in headings(graph).items():
        paths = answer.of_effect(effect)
        for place, path in enumerate(paths):
            if place == 0:
                yield ""
                yield heading
            number += 1
            yield from lines_of_path(graph, path, number, explain=explain)
    if answer.outcomes:
        yield ""
        yield OUTCOMES
        for path in answer.outcomes:
            number += 1
            yield from lines_of_path(graph, path, number, explain=explain)
    yield from _hypotheses_words(graph, answer, door)
    yield ""
    yield from answer.shared
    if answer.of_effect("helps") and not answer.of_effect("harms") and answer.complete and not answer.filtered:
        yield "No harmful path within the hop limit."
    yield from _silent_sources(graph, answer)
    if answer.more:
        yield more_paths(door)
    if answer.hub_penalty:
        yield f"Paths through generic hubs rank lower here: {door.hint('no-hub-penalty')}."
    if not answer.complete:
        yield CUT_SEARCH
    arithmetic, marks = door.hint("arithmetic"), Words(graph).signs_key()
    yield f"{marks} Confidence: {arithmetic}." if arithmetic else marks


def lines_of_path(graph: Contents, path: Path, number: int, *, explain: bool, weakest: int = 0) -> Iterator[str]:
    """A path with its number: a summary, then each step and what is said of it; for `weakest` see `summary`."""
    yield f"{number:>3}. {summary(graph, path, weakest=weakest)}"
    for place, step in enumerate(path.steps, 1):
        yield f"     {place}. {arrow(graph, step)}"
        yield f"        {remarks(graph, step)}"
        if explain:
            yield from (f"        {line}" for line in _arithmetic(graph, step))
    if explain:
        from kgraph.formats.explanation import explain_path

        yield f"     {explain_path(path)}"


def arrow(graph: Contents, step: Step) -> str:
    """A step as an arrow in words, with its sign."""
    mark = "·" if step.kind == "structural" else {"-": "−"}.get(step.sign, step.sign)
    # The verb agrees with what it speaks of, which is the end of a step that is walked backwards.
    words = Words(graph)
    verb = words.relation(step.relation, plural=words.is_plural(step.object if step.reversed else step.subject))
    if step.reversed:
        return f"{graph.label(step.subject)} ←{verb} {mark}─ {graph.label(step.object)}"
    return f"{graph.label(step.subject)} ─{verb} {mark}→ {graph.label(step.object)}"


def path_words(graph: Contents, path: Path) -> str:
    """One path in words: its summary, then for each step the arrow and what is said of it."""
    lines = [summary(graph, path)]
    for place, step in enumerate(path.steps, 1):
        lines += [f"  {place}. {arrow(graph, step)}", f"     {remarks(graph, step)}"]
    return "\n".join(map(for_terminal, lines))


def _silent_sources(graph: Contents, answer: PathAnswer) -> Iterator[str]:
    """For each source that cites nothing and takes part, a line that says so, and what else has to be said of it."""
    steps = [step for path in (*answer.paths, *answer.outcomes) for step in path.steps]
    taking_part = {claim.origin for step in steps for claim in step.claims}
    for source in groundwork(graph).silent:
        if source in taking_part:
            yield f"{source} cites nothing: its steps are uncited there; papers shown for them were found apart."
    yield from cautions(graph, (claim for step in steps for claim in step.claims))


def _hypotheses_words(graph: Contents, answer: PathAnswer, door: DoorWords) -> Iterator[str]:
    """The best curated chain of each mechanism and effect, in two lines each."""
    chains = curated(graph, answer)
    best: dict[tuple[str, str], EvaluatedHypothesis] = {}
    for found in chains:
        best.setdefault((found.hypothesis.mechanism, found.effect), found)
    if not best:
        return
    yield ""
    everything = door.hint("all-hypotheses")
    total = f"{len(chains)} in all: {everything}" if everything else f"{len(chains)} in all"
    yield f"CURATED HYPOTHESES, the best of each mechanism and effect ({total})"
    for (mechanism, effect), found in best.items():
        path, hypothesis = found.path, found.hypothesis
        cited = supporting(graph, found.claims)
        remarks = [
            effect,
            f"weakest step {path.weakest_number}",
            hypothesis.status,
        ]
        remarks += [Words(graph).phrase("flag", "disputed")] if found.disputed else []
        remarks += _flagged(graph, path, "laboratory-only", is_laboratory)
        remarks += _flagged(graph, path, "relayed-only", is_relayed)
        remarks += _uncited_remark(graph, path)
        yield f"   {mechanism}: {hypothesis.label} ({'; '.join(remarks)})"
        chain = graph.label(path.entities[0])
        for step in path.steps:
            mark = "·" if step.kind == "structural" else {"-": "−", "+": "+"}.get(step.sign, "?")
            chain += f" ─{mark}→ {graph.label(step.object)}"
        yield f"     {chain}  [{'; '.join(cited) or 'no reference'}]"


def summary(graph: Contents, path: Path, *, weakest: int = 0) -> str:
    """What is said at the head of a path: effect, weakest step, and which steps are marked for what.

    `weakest` is the number of the step with the lowest grade, where grades were given; else it is the least confident.
    """
    steps = path.steps
    parts = [path.effect, f"weakest step {weakest or path.weakest_number}"]
    parts += _flagged(graph, path, "against-arrow", is_against_the_arrow)
    parts += _flagged(graph, path, "laboratory-only", is_laboratory)
    parts += _flagged(graph, path, "relayed-only", is_relayed)
    parts += _flagged(graph, path, "disputed", is_disputed)
    parts += _named("through a generic hub", path, lambda step: step.hub_factor < 1)
    evidenced = [step for step in steps if step.kind != "structural"]
    parts += _uncited_remark(graph, path)
    parts += _sharing(graph, path)
    sources = sorted({claim.origin for step in evidenced for claim in step.claims})
    if len(sources) > 1:
        parts.append(f"joins {' and '.join(sources)}")
    contexts = disease_contexts(graph, path)
    if len(contexts) > 1:
        parts.append(f"joins findings in {' and '.join(contexts)}")
    return "; ".join(parts)


def _uncited_remark(graph: Contents, path: Path) -> list[str]:
    evidenced = [step for step in path.steps if step.kind != "structural"]
    if evidenced and all(is_uncited_in_source(step) for step in evidenced):
        return ["EVERY step is uncited in its source"]
    return _flagged(graph, path, "uncited", is_uncited)


def _flagged(graph: Contents, path: Path, flag: str, test: Callable[[Step], bool]) -> list[str]:
    return _named(Words(graph).phrase("flag", flag), path, test)


def _named(what: str, path: Path, test: Callable[[Step], bool]) -> list[str]:
    """Which steps pass a test, in words; nothing when none does."""
    chosen = [str(place) for place in path.places(test)]
    return [f"{what}: step{'s' if len(chosen) > 1 else ''} {', '.join(chosen)}"] if chosen else []


def remarks(graph: Contents, step: Step) -> str:
    """What is said below an arrow: certainty, kinds of study, references, doubts."""
    record = step_json(graph, step)
    words = Words(graph)
    parts: list[str] = []
    if record["kind"] == "structural":
        parts.append(str(record["note"] or "structural"))
    else:
        kinds: list[str] = record["study_kinds"]  # type: ignore[assignment]
        parts += [words.phrase("certainty", str(record["certainty"])), ", ".join(words.study((k,)) for k in kinds)]
        if record["kind"] == "association":
            parts.append("association")
    parts.append(_cited(graph, step))
    parts += [f"seen in {record['disease']}"] if record["elsewhere"] else []
    flags = ["uncited"] if record["uncited"] and record["kind"] != "structural" else []
    flags += [name for name in ("implied", "disputed") if record[name]]
    parts += [words.phrase("flag", name) for name in flags]
    parts += [f"from {', '.join(step_origins(step))}"] if graph.overlay is not None and step.claims else []
    return " · ".join([*parts, *_told_apart(graph, step)])


def step_origins(step: Step) -> list[str]:
    """The names of the sources whose claims make a step, sorted; none between opposites."""
    return sorted({claim.origin for claim in step.claims})


def _told_apart(graph: Contents, step: Step) -> list[str]:
    """What tells a step from others with the same arrow: for what its one claim holds, and the claim's name."""
    from kgraph.formats.trace import context_words

    if len(step.claims) != 1:
        return []
    (claim,) = step.claims
    if _like(graph)[_look(claim)] == 1:
        return []
    regimen = [part for part in (claim.dose, claim.regimen, claim.timing, claim.age) if part]
    return [*context_words(graph, claim), *regimen, claim.id]


def _like(graph: Contents) -> Counter[tuple[str, ...]]:
    """How many claims have the same arrow, counted once."""
    counts: Counter[tuple[str, ...]] | None = graph.derived.get("claims of one arrow")
    if counts is None:
        counts = graph.derived["claims of one arrow"] = Counter(map(_look, graph.claims.values()))
    return counts


def _look(claim: Claim) -> tuple[str, ...]:
    return claim.subject, claim.relation, claim.sign, claim.object


def _cited(graph: Contents, step: Step) -> str:
    """The references of the claim that gives the step its strength, then those of the other claims."""
    first = supporting(graph, step.claims[:1])
    others = [short for short in supporting(graph, step.claims[1:]) if short not in first]
    words = f"refs {'; '.join(first)}" if first else "no reference"
    return f"{words} (other claims: {'; '.join(others)})" if others else words


def _sharing(graph: Contents, path: Path) -> list[str]:
    """Which steps rest on one and the same paper alone."""
    resting: dict[str, list[str]] = {}
    for place, step in enumerate(path.steps, 1):
        cited = supporting(graph, step.claims[:1]) if step.kind != "structural" else []
        if len(cited) == 1:
            resting.setdefault(cited[0], []).append(str(place))
    return [f"steps {', '.join(places)} rest on {short} alone" for short, places in resting.items() if len(places) > 1]


def _arithmetic(graph: Contents, step: Step) -> list[str]:
    from kgraph.formats.explanation import explain_step

    return explain_step(graph, step)
