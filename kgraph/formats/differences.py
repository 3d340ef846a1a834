"""What differs between two sets of data, as text, as Markdown for a review, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kgraph.differences.difference_values import STATES, Conclusion, Difference, ThingChange
from kgraph.formats.documents import DifferencesDocument
from kgraph.formats.escape import for_markdown, for_terminal, json_text
from kgraph.formats.notices import NOT_ADVICE
from kgraph.version import __version__

_MARKS = {"added": "+", "removed": "−", "changed": "~"}
# So many things of a collection are listed for people; JSON has them all.
_SHOWN = 40
# So many changed things are named behind a conclusion for people.
_REASONS = 4
# Conclusions that answer no question between two things, under one heading.
_TOGETHER = {"hypothesis": "HYPOTHESES", "expected answer": "EXPECTED ANSWERS"}
_NOWHERE, _NONE_ITSELF = "(none)", "no change of its own: another chain leads or ranks before it"


def write_differences(document: DifferencesDocument, form: str) -> str:
    """The differences as text, JSON or Markdown.  Where nothing differs, each says so, and what was compared."""
    found = document.difference
    if form == "json":
        return json_text(_as_json(found), indent=2) + "\n"
    if form == "md":
        return "\n".join(_markdown(found)) + "\n"
    return "\n".join(map(for_terminal, _text(found))) + "\n"


def _as_json(found: Difference) -> dict[str, object]:
    return {
        "version": __version__,
        "before": found.before,
        "after": found.after,
        "compared": dict(found.compared),
        "things": [
            {
                "part": one.part,
                "id": one.id,
                "state": one.state,
                "label": one.label,
                "fields": [{"name": f.name, "before": f.before, "after": f.after} for f in one.fields],
            }
            for one in found.things
        ],
        "conclusions": [
            {
                "kind": one.kind,
                "question": one.question,
                "what": one.what,
                "state": one.state,
                "before": one.before,
                "after": one.after,
                "because": list(one.because),
            }
            for one in found.conclusions
        ],
    }


def _compared(found: Difference) -> str:
    return "Compared: " + ", ".join(f"{count:,} {what}" for what, count in found.compared) + "."


def _counted(changes: Iterable[ThingChange | Conclusion]) -> str:
    counts = Counter(one.state for one in changes)
    return ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])


def _text(found: Difference) -> Iterator[str]:
    yield f"{found.before} → {found.after}"
    yield NOT_ADVICE
    yield _compared(found)
    if not found:
        yield "Nothing differs."
    for part, things in groupby(found.things, lambda one: one.part):
        listed = list(things)
        yield ""
        yield f"{part.upper()}: {_counted(listed)}"
        for thing in listed[:_SHOWN]:
            yield f"  {_MARKS[thing.state]} {thing.id}  {thing.label}"
            yield from (f"      {f.name}: {f.before or _NOWHERE} → {f.after or _NOWHERE}" for f in thing.fields)
        yield from _rest(listed, "  ")
    if found and not found.conclusions:
        yield ""
        yield "No conclusion that was compared is another one."
    for question, conclusions in _by_question(found):
        yield ""
        yield f"{question}: {_counted(conclusions)}"
        for one in conclusions[:_SHOWN]:
            yield f"  {_MARKS[one.state]} {_headed(one)}"
            yield from (f"      {line}" for line in _standing(one))
            yield f"      because: {_because(one)}"
        yield from _rest(conclusions, "  ")


def _markdown(found: Difference) -> Iterator[str]:
    yield f"# {for_markdown(found.before)} → {for_markdown(found.after)}"
    yield ""
    yield f"{NOT_ADVICE} {_compared(found)}"
    if not found:
        yield ""
        yield "Nothing differs."
    for part, things in groupby(found.things, lambda one: one.part):
        listed = list(things)
        yield ""
        yield f"## {part.capitalize()}: {_counted(listed)}"
        yield ""
        for thing in listed[:_SHOWN]:
            yield f"- **{thing.state}** `{for_terminal(thing.id)}`: {for_markdown(thing.label)}"
            for f in thing.fields:
                change = f"{for_markdown(f.before or _NOWHERE)} → {for_markdown(f.after or _NOWHERE)}"
                yield f"  - {for_markdown(f.name)}: {change}"
        yield from _rest(listed, "- ")
    if found and not found.conclusions:
        yield ""
        yield "No conclusion that was compared is another one."
    for question, conclusions in _by_question(found):
        yield ""
        yield f"## {for_markdown(question)}: {_counted(conclusions)}"
        yield ""
        for one in conclusions[:_SHOWN]:
            yield f"- **{one.state}** {for_markdown(_headed(one))}"
            yield from (f"  - {for_markdown(line)}" for line in _standing(one))
            yield f"  - because: {for_markdown(_because(one))}"
        yield from _rest(conclusions, "- ")


def _by_question(found: Difference) -> Iterator[tuple[str, list[Conclusion]]]:
    """The conclusions under their questions; hypotheses and named queries each under one heading."""
    for heading, conclusions in groupby(found.conclusions, _heading):
        yield heading, list(conclusions)


def _heading(one: Conclusion) -> str:
    return _TOGETHER.get(one.kind, one.question)


def _headed(one: Conclusion) -> str:
    if one.kind in _TOGETHER:
        return f"{one.question}: {one.what}"
    return f"{one.kind}: {one.what}" if one.what else one.kind


def _standing(one: Conclusion) -> Iterator[str]:
    if one.before:
        yield f"was: {one.before}"
    if one.after:
        yield f"is: {one.after}"


def _because(one: Conclusion) -> str:
    if not one.because:
        return _NONE_ITSELF
    more = f" and {len(one.because) - _REASONS} more" if len(one.because) > _REASONS else ""
    return ", ".join(one.because[:_REASONS]) + more


def _rest(listed: Sequence[object], start: str) -> Iterator[str]:
    if len(listed) > _SHOWN:
        yield f"{start}and {len(listed) - _SHOWN:,} more; JSON lists them all"
