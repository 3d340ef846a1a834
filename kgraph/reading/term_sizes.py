"""Are the terms and lists of a file of a sane size?  Measured statement by statement, as the engine gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgraph.errors import DataError
from kgraph.reading.file_limits import MAX_DOCUMENT, MAX_IRI, MAX_LIST, MAX_UNFOLDING
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import place_of
from kgraph.vocabulary import RDF_REST

REST = NamedNode(RDF_REST)


def short_terms(data: Data, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements, as long as no IRI is longer than MAX_IRI and all together are not far longer than the file.

    Datatypes count.  Raises DataError for a triple term, and as soon as the names that were given are
    MAX_UNFOLDING times as long as what was read of the file, and longer than MAX_DOCUMENT.
    """
    unfolded, most = 0, MAX_DOCUMENT
    for quad in quads:
        for term in quad:
            kind = type(term)
            if kind is NamedNode:
                name = term.value
            elif kind is Literal:
                name = term.datatype.value
            elif kind is Triple:
                raise triple_term(data)
            else:
                continue
            length = len(name)
            unfolded += length
            if length > MAX_IRI:
                raise _too_long(data, name)
        if unfolded > most:
            most = max(most, MAX_UNFOLDING * data.file.tell())
            if unfolded > most:
                reason = f"its names unfold to more than {MAX_UNFOLDING} times its size; write shorter prefixes"
                raise data.refused(reason)
        yield quad


def _too_long(data: Data, name: str) -> DataError:
    place = place_of(data, name[:100]) or (1, 1)
    return data.refused(f"an IRI of more than {MAX_IRI:,} characters: {name[:40]!r}…", *place)


# How Turtle and its relatives write a triple term, and an annotation, which makes one.
TRIPLE_TERMS = (b"<<(", b"<<", b"{|")


def triple_term(data: Data) -> DataError:
    """The refusal of a file with statements about statements in the manner of RDF 1.2; claims say that here."""
    where = (place_of(data, mark.decode()) for mark in TRIPLE_TERMS)
    reason = "triple terms (RDF 1.2) are not read; say it of a claim with an IRI of its own"
    return data.refused(reason, *next(filter(None, where), (1, 1)))


def short_lists(data: Data, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements as they come; DataError when a list has more than MAX_LIST members, at the last one or before.

    Looking each time that there are twice as many rests stops a long list early and costs little.
    """
    rests: dict[Any, object] = {}
    due = MAX_LIST + 1
    for quad in quads:
        if quad.predicate == REST:
            rests[quad.subject] = quad.object
            if len(rests) >= due:
                refuse_long_lists(data, rests)
                due *= 2
        yield quad
    refuse_long_lists(data, rests)


def refuse_long_lists(data: Data, rests: Mapping[Any, object]) -> None:
    """Raise DataError when one of the lists, given as each node's rest, has more than MAX_LIST members."""
    if len(rests) > MAX_LIST and longest_list(rests) > MAX_LIST:
        raise data.refused(f"a list of more than {MAX_LIST:,} members; split it")


def longest_list(rests: Mapping[Any, object]) -> int:
    """The members of the longest chain of rests; of one that runs in a circle those before it comes round.

    Takes time in proportion to the rests, however many lists share their ends.

    >>> longest_list({"a": "b", "b": "nil", "c": "b"})
    2
    """
    lengths: dict[Any, int] = {}
    for head in rests:
        chain = []
        node: Any = head
        while node in rests and node not in lengths:
            lengths[node] = 0
            chain.append(node)
            node = rests[node]
        length = lengths.get(node, 0)
        for member in reversed(chain):
            length += 1
            lengths[member] = length
    return max(lengths.values(), default=0)
