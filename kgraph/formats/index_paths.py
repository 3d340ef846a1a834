"""An answer of an index as JSON, as rows, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.formats.documents import IndexedPathsDocument, Listing
from kgraph.formats.escape import for_terminal, json_text, plain
from kgraph.formats.notices import CUT_SEARCH, NOT_ADVICE, more_paths
from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.index.answering import IndexAnswer
    from kgraph.index.index_values import IndexPath
    from kgraph.index.open_index import GraphIndex
    from kgraph.words import Words

COLUMNS = (
    "path", "sign", "cost", "confidence", "step", "subject", "relation", "step_sign", "object", "kind", "step_cost",
    "subject_id", "object_id", "keys", "weakest",
)  # fmt: skip

# An index has signs and no valences, so its paths raise or lower their end.
_EFFECTS = {"+": "raises", "-": "lowers", "?": "unknown"}
_KEYS_SHOWN = 3
# A path must not look better than its evidence, so every answer says what an index does not hold.
_KNOWS = (
    "An index knows signs and costs alone. What disputes a claim, in whom it was seen, and which paths are outcomes "
    "without a mechanism, the graph tells."
)


def write_paths(document: IndexedPathsDocument, form: str) -> str:
    """An answer in words, as one JSON object, or as a line of JSON for each path."""
    index, answer, door = document.index, document.answer, document.door
    if form == "table":
        return "\n".join(for_terminal(line) for line in _lines(index, answer, document.words(), door)) + "\n"
    if form == "json":
        return json_text(to_json(index, answer, door), indent=2) + "\n"
    return "".join(json_text(path_json(index, path)) + "\n" for path in answer.paths)


def to_json(index: GraphIndex, answer: IndexAnswer, door: DoorWords = PYTHON) -> dict[str, object]:
    """The answer as one JSON object."""
    return {
        "start": index.names.label(answer.start),
        "end": index.names.label(answer.end),
        "version": __version__,
        "paths": [path_json(index, path) for path in answer.paths],
        "complete": answer.complete,
        "more": answer.more,
        "because": because_json(answer, door),
        "note": _KNOWS,
    }


def because_json(answer: IndexAnswer, door: DoorWords) -> dict[str, str] | None:
    """Why there is no path, as JSON; None when there is one."""
    return {"code": answer.because.code, "message": answer.because.said(door)} if answer.because else None


def path_json(index: GraphIndex, path: IndexPath) -> dict[str, object]:
    """One path as JSON; its confidence is null when the index was built from costs of another kind."""
    return {
        "sign": path.sign,
        "cost": path.cost,
        "confidence": confidence_of(index, path.cost),
        "weakest": path.weakest_number,
        "steps": [
            {
                "subject": index.names.label(step.subject),
                "subject_id": step.subject,
                "relation": step.relation,
                "sign": "" if step.kind == "structural" else step.sign,
                "path_sign": step.sign,
                "object": index.names.label(step.object),
                "object_id": step.object,
                "kind": step.kind,
                "cost": step.cost,
                "keys": list(step.keys),
            }
            for step in path.steps
        ],
    }


def confidence_of(index: GraphIndex, cost: float) -> float | None:
    """The confidence that a cost stands for, if it stands for one."""
    return exp(-cost) if index.facts["costs"] == "confidence" else None


def path_listing(document: IndexedPathsDocument) -> Listing:
    """A row for each step of the paths."""
    return Listing(list(indexed_rows(document.index, document.answer)), COLUMNS)


def indexed_rows(index: GraphIndex, answer: IndexAnswer) -> Iterator[dict[str, object]]:
    """A row for each step, in the order of the answer; the keys are COLUMNS."""
    for number, path in enumerate(answer.paths, 1):
        record = path_json(index, path)
        for place, step in enumerate(record["steps"], 1):  # type: ignore[arg-type,var-annotated]
            yield {
                **step,
                "path": number,
                "sign": path.sign,
                "cost": f"{path.cost:.6g}",
                "confidence": plain(record["confidence"]),
                "weakest": "yes" if place == path.weakest_number else "",
                "step": place,
                "step_sign": step["sign"],
                "step_cost": f"{step['cost']:.6g}",
            }


def _lines(index: GraphIndex, answer: IndexAnswer, words: Words, door: DoorWords) -> Iterator[str]:
    label = index.names.label
    yield f"{label(answer.start)} → {label(answer.end)}"
    yield NOT_ADVICE
    if answer.because:
        yield ""
        yield f"No path. {answer.because.said(door)}"
    heading = ""
    for number, path in enumerate(answer.paths, 1):
        if (effect := words.phrase("effect", _EFFECTS[path.sign]).upper()) != heading:
            heading = effect
            yield ""
            yield f"{heading} ({path.sign.replace('-', '−')})"
        confidence = confidence_of(index, path.cost)
        shown_as = "" if confidence is None else f", confidence {plain(confidence)}"
        yield f"{number:>3}. cost {path.cost:.4g}{shown_as}; weakest step {path.weakest_number}"
        for place, step in enumerate(path.steps, 1):
            mark = "·" if step.kind == "structural" else {"-": "−"}.get(step.sign, step.sign)
            told = " ".join(filter(None, (words.relation(step.relation) if step.relation else "", mark)))
            yield f"     {place}. {label(step.subject)} ─{told}→ {label(step.object)}"
            shown = [key for key in step.keys if key]
            rest = f" and {len(shown) - _KEYS_SHOWN} more" if len(shown) > _KEYS_SHOWN else ""
            cited = " ".join(shown[:_KEYS_SHOWN]) or "no claim"
            yield f"        {step.kind} · {cited}{rest} · cost {step.cost:.4g}"
    yield ""
    if answer.more:
        yield more_paths(door)
    if not answer.complete:
        yield CUT_SEARCH
    yield words.signs_key()
    yield f"{_KNOWS} Keys name the claims: {door.hint('trace-key')}."
