"""Claims, entities, references and all other values that were added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgraph.differences.difference_values import ADDED, CHANGED, REMOVED, FieldChange, ThingChange
from kgraph.model import PARTS, Claim, Contents, EvidenceLine, Measurement

# Claims first: everything else is told as far as it bears on them.
_PARTS = ("claims", *(part for part in PARTS if part != "claims"))


def changed_things(before: Contents, after: Contents) -> Iterator[ThingChange]:
    """Every value that is in one of the two alone, or is not the same in both; claims first, then by identifier."""
    for part in _PARTS:
        old, new = getattr(before, part), getattr(after, part)
        for name in sorted(old.keys() | new.keys()):
            if name not in old:
                yield ThingChange(part, name, ADDED, label_of(after, new[name]))
            elif name not in new:
                yield ThingChange(part, name, REMOVED, label_of(before, old[name]))
            elif old[name] != new[name]:
                fields = tuple(_fields(old[name], new[name]))
                yield ThingChange(part, name, CHANGED, label_of(after, new[name]), fields)


def label_of(graph: Contents, thing: Any) -> str:
    """A value in words: a claim as its triple with the sign, anything else by its label, title or question."""
    if isinstance(thing, Claim):
        sign = f" ({thing.sign})" if thing.sign else ""
        relation = graph.relations[thing.relation].label if thing.relation in graph.relations else thing.relation
        return f"{graph.label(thing.subject)} {relation}{sign} {graph.label(thing.object)}"
    for name in ("label", "question", "title", "short", "name"):
        if said := getattr(thing, name, ""):
            return str(said)
    return str(thing.id)


def _fields(old: Any, new: Any) -> Iterator[FieldChange]:
    for name in old.__match_args__:
        was, now = getattr(old, name), getattr(new, name)
        if was == now:
            continue
        if name == "evidence":
            yield from _lines(was, now)
        else:
            yield FieldChange(name, said(was), said(now))


def _lines(old: tuple[EvidenceLine, ...], new: tuple[EvidenceLine, ...]) -> Iterator[FieldChange]:
    """The lines of evidence that are not the same, each under its own name."""
    was, now = ({line.id: line for line in lines} for lines in (old, new))
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield FieldChange(name, said(was.get(name, "")), said(now.get(name, "")))


def said(value: Any) -> str:
    """A field of a value on one line; empty for what is missing."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, EvidenceLine):
        parts = (value.direction, value.reference or "no reference", value.directness, *value.study_kinds)
        place = f"{value.locator.source} {value.locator.section}/{value.locator.sentence}" if value.locator else ""
        return ", ".join(part for part in (*parts, value.attachment, place, value.row) if part)
    if isinstance(value, Measurement):
        return value.printed
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(said, value))
    return str(value)
