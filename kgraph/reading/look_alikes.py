"""Words that look like others and mean something else, from the table that comes with the data."""

from __future__ import annotations

from functools import cache

from kgraph.files.bundled import bundled
from kgraph.frozen import frozen


@frozen
class LookAlikes:
    """Pairs of words that are different things, and pairs of endings and of beginnings that make words so."""

    words: frozenset[frozenset[str]]
    endings: tuple[tuple[str, str], ...]
    beginnings: tuple[tuple[str, str], ...]

    def are(self, one: str, other: str) -> bool:
        """Whether two words in lower case are different things, rather than a word and its misspelling.

        A misspelling keeps its first letter.  Two plurals differ as what they are plurals of does.
        """
        if one[:1] != other[:1] or frozenset((one, other)) in self.words:
            return True
        if one.endswith("s") and other.endswith("s") and self.are(one[:-1], other[:-1]):
            return True
        return any(_differ_by(one, other, a, b) for a, b in self.endings) or any(
            _differ_by(one[::-1], other[::-1], a[::-1], b[::-1]) for a, b in self.beginnings
        )


def _differ_by(one: str, other: str, a: str, b: str) -> bool:
    """Whether two words are the same but that one ends in `a` where the other ends in `b`."""
    return any(
        first.endswith(a) and second.endswith(b) and first[: len(first) - len(a)] == second[: len(second) - len(b)]
        for first, second in ((one, other), (other, one))
    )


@cache
def look_alikes() -> LookAlikes:
    """The table of look-alikes.  Raises DataError when the installation lacks it."""
    lines = bundled("data", "look-alikes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    pairs = [(kind, *(part.replace("-", "") for part in parts)) for kind, *parts in rows]
    return LookAlikes(
        frozenset(frozenset(pair) for kind, *pair in pairs if kind == "word"),
        tuple((one, other) for kind, one, other in pairs if kind == "ending"),
        tuple((one, other) for kind, one, other in pairs if kind == "beginning"),
    )
