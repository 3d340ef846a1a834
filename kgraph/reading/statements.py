"""RDF statements gathered by subject, with typed access to their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kgraph.errors import DataError
from kgraph.vocabulary import KG, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, shorten

Node = NamedNode | BlankNode | Literal
_Number = TypeVar("_Number", int, float)


_LONGEST_QUOTE = 80


def quoted(value: str) -> str:
    """A value for a message, in quotes; a long one is cut, and the cut is shown."""
    return repr(value) if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]!r}…"


def _rank(node: Node) -> int:
    """English first, then English of a country, then what has no language, then the others."""
    language = (node.language or "").lower() if isinstance(node, Literal) else ""
    if language == "en":
        return 0
    return 1 if language.startswith("en-") else 3 if language else 2


class Statements:
    """Subjects with their values by predicate; predicates are full IRIs, `kg:` terms by local name in the getters."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        by_subject: dict[str, dict[str, list[Node]]] = {}
        # RDF is a set: a statement that two files make is one statement.
        for quad in dict.fromkeys(quads):
            subject, value = quad.subject, quad.object
            # A store that another program filled may hold statements about statements; claims are resources here.
            if isinstance(subject, Triple) or isinstance(value, Triple):
                continue
            by_subject.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value)
        self._by_subject = by_subject
        # Names come again and again; one text for each takes less time, and less memory in the values made of them.
        self._short_names: dict[str, str] = {}
        # Asked for once for each class, so found in one pass for all.
        self._by_type: dict[str, dict[str, None]] = {}
        for subject_iri, predicates in by_subject.items():
            for value in predicates.get(RDF_TYPE, ()):
                self._by_type.setdefault(value.value, {})[subject_iri] = None

    def subjects_of_type(self, type_iri: str) -> Iterator[str]:
        """The IRIs of everything that has this type, in the order of the files."""
        return iter(self._by_type.get(type_iri, ()))

    def types(self, subject: str) -> list[str]:
        """The type IRIs of a subject."""
        return [value.value for value in self._by_subject.get(subject, {}).get(RDF_TYPE, ())]

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """The values of a predicate; a name without a colon is a `kg:` term.  Empty when there are none."""
        iri = predicate if ":" in predicate else KG + predicate
        return self._by_subject.get(subject, {}).get(iri, [])

    def texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values as texts, sorted, so that the order of the file does not matter."""
        return tuple(sorted([node.value for node in self.nodes(subject, predicate)]))

    def text(self, subject: str, predicate: str) -> str:
        """The first value as a text, or the empty string: one in English, else without a language, else any.

        Within a language the alphabet decides, so that the order of the file does not matter.
        """
        nodes = self.nodes(subject, predicate)
        if len(nodes) <= 1:
            return nodes[0].value if nodes else ""
        return min((_rank(node), node.value) for node in nodes)[1]

    def other_texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values that `text` passes over, sorted."""
        chosen = self.text(subject, predicate)
        return tuple(text for text in self.texts(subject, predicate) if text != chosen)

    def curies(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values as CURIEs, sorted."""
        return tuple(sorted([self._short(node.value) for node in self.nodes(subject, predicate)]))

    def curie(self, subject: str, predicate: str) -> str:
        """The first value as a CURIE, or the empty string."""
        return min([self._short(node.value) for node in self.nodes(subject, predicate)], default="")

    def _short(self, iri: str) -> str:
        name = self._short_names.get(iri)
        if name is None:
            name = self._short_names[iri] = shorten(iri)
        return name

    def local(self, subject: str, predicate: str) -> str:
        """The first value's local name, or the empty string: `asserted` for `certainty:asserted`."""
        return self.curie(subject, predicate).partition(":")[2]

    def locals(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values' local names, sorted."""
        return tuple(curie.partition(":")[2] for curie in self.curies(subject, predicate))

    def flag(self, subject: str, predicate: str) -> bool:
        """Whether the value is true; absent is false."""
        return self.text(subject, predicate) in ("true", "1")

    def integer(self, subject: str, predicate: str) -> int | None:
        """The first value as a whole number, or None."""
        return self._parsed(subject, predicate, int, "a whole number")

    def number(self, subject: str, predicate: str) -> float | None:
        """The first value as a number, or None."""
        return self._parsed(subject, predicate, float, "a number")

    def _parsed(self, subject: str, predicate: str, kind: Callable[[str], _Number], name: str) -> _Number | None:
        value = self.text(subject, predicate)
        try:
            return kind(value) if value else None
        except ValueError:
            raise DataError(
                f"{shorten(predicate)} should be {name}, not {quoted(value)}", file=shorten(subject)
            ) from None

    def members(self, head: str) -> Iterator[str]:
        """The IRIs of an RDF list; a broken list ends where it breaks."""
        seen: set[str] = set()
        while head and head != RDF_NIL and head not in seen:
            seen.add(head)
            for node in self.nodes(head, RDF_FIRST):
                yield node.value
            head = next((node.value for node in self.nodes(head, RDF_REST)), "")
