"""What the contexts of a JSON-LD file make of it, counted before the engine does it.

The engine follows terms through terms on its stack, makes all names of a file before it gives one out, and processes a
context anew wherever a term or type that has one is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgraph.reading.file_limits import MAX_CONTEXT, MAX_DOCUMENT, MAX_NESTING, MAX_UNFOLDING
from kgraph.reading.plain_files import Data

# Keywords of a term that say which IRI it stands for, or which others it needs.
_NAMING = ("@id", "@reverse", "@type", "@index")
# Definitions that using the contexts of terms and types may come to.
_MOST_WORK = 50_000_000


def check_contexts(data: Data, value: Any, contexts: list[Any]) -> None:
    """Check the contexts of a file, given with its whole value; every context counts as one term at least.

    Raises DataError when they define more than MAX_CONTEXT terms, when these stand on each other more than MAX_NESTING
    deep, when the names of the file may unfold too far, and when contexts of terms are used too often.
    """
    terms = sum(max(1, len(context)) if isinstance(context, dict) else 1 for context in contexts)
    if terms > MAX_CONTEXT:
        raise data.refused(f"contexts that define more than {MAX_CONTEXT:,} terms")
    found = [_reach(context) for context in contexts if isinstance(context, dict)]
    if max((depth for depth, _ in found), default=0) > MAX_NESTING:
        raise data.refused(f"terms of a context stand on each other more than {MAX_NESTING} deep; write their IRIs out")
    longest = max((length for _, length in found), default=0)
    names = sum(1 for _ in strings_of(value))
    if longest * names > max(MAX_DOCUMENT, MAX_UNFOLDING * data.file.tell()):
        raise data.refused(f"its names may unfold to more than {MAX_UNFOLDING} times its size; write shorter terms")
    if _work(value, contexts, terms) > _MOST_WORK:
        raise data.refused("contexts of terms or types are used too often; put their terms into the outer context")


def _reach(context: dict[str, Any]) -> tuple[int, int]:
    """How many terms of a context stand on each other, and how long an IRI they make at most; 0 and 0 without terms."""
    known: dict[str, tuple[int, int]] = {}
    entered: set[str] = set()
    for first in context:
        waiting = [first]
        while waiting:
            term = waiting[-1]
            parts = list(_parts(context, term))
            below = [other for _, other in parts if other is not None and other not in known]
            if below and term not in entered:
                entered.add(term)
                waiting += below
                continue
            waiting.pop()
            # Terms that stand on themselves are not known yet here; the engine refuses them.
            under = [(length, *known.get(other or "", (0, 0))) for length, other in parts]
            known[term] = (
                1 + max((depth for _, depth, _ in under), default=0),
                max((length + more for length, _, more in under), default=0),
            )
    return max((depth for depth, _ in known.values()), default=0), max((most for _, most in known.values()), default=0)


def _parts(context: dict[str, Any], term: str) -> Iterator[tuple[int, str | None]]:
    """The texts that a term is made of: the length of each, and the other term of the context that it begins with."""
    definition = context[term]
    texts = [term, definition] if isinstance(definition, str) else [term]
    if isinstance(definition, dict):
        texts += [text for key in _NAMING if isinstance(text := definition.get(key), str)]
    for text in texts:
        start = text if text in context else text.partition(":")[0]
        yield len(text), start if start != term and start in context else None


def _work(value: Any, contexts: list[Any], terms: int) -> int:
    """The definitions that using the contexts of terms and types comes to: each use carries all the others along."""
    scoped = {
        term
        for context in contexts
        if isinstance(context, dict)
        for term, definition in context.items()
        if isinstance(definition, dict) and "@context" in definition
    }
    if not scoped:
        return 0
    return terms * sum(1 for text in strings_of(value) if text in scoped)


def list_terms(contexts: list[Any]) -> Iterator[str]:
    """The terms whose values are RDF lists by one of the contexts: other names of @list, and containers."""
    for context in contexts:
        for term, definition in context.items() if isinstance(context, dict) else ():
            said = definition if isinstance(definition, dict) else {"@id": definition}
            if said.get("@id") == "@list" or "@list" in strings_of(said.get("@container")):
                yield term


def pairs_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, all the way down."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield from current.items()
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def strings_of(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, dict):
            waiting.extend(current)
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)
