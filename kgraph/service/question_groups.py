"""The named questions in groups, by what they ask of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# A question belongs to the first group that has a word of its name.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Numbers and outcomes": ("outcome", "arms", "numbers", "adverse", "treats", "long-term", "disputed-numbers"),
    "Disputes and doubt": ("dispute", "against", "both-ways", "opposite", "slips", "negative", "agreement"),
    "What is missing": (
        "open-questions", "untested", "uncited", "unknown", "unmapped", "gaps", "weakest", "implied", "only", "loosely",
    ),
    "Paths and signs": ("path", "step", "signs", "edges", "effects", "hypotheses", "mechanisms"),
    "Claims": ("claim", "microbes", "qualified"),
    "Papers and sources": ("cited", "papers", "evidence", "reference", "source", "candidates", "review"),
    "Names": ("names", "identifiers", "mapped"),
}  # fmt: skip
OTHERS = "Other questions"


def group_of(name: str) -> str:
    """The group of a question by its name."""
    found = (group for group, words in _GROUPS.items() if any(word in name for word in words))
    return next(found, OTHERS)


def grouped(records: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The questions of each group, in the order of the groups; groups without one are left out."""
    found: dict[str, list[Mapping[str, Any]]] = {group: [] for group in (*_GROUPS, OTHERS)}
    for record in records:
        found[group_of(record["name"])].append(record)
    return [(group, members) for group, members in found.items() if members]
