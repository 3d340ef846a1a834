"""Terms of the engine, of rdflib and of the SPARQL JSON results, and how each becomes the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.errors import QueryError
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

Cell = NamedNode | BlankNode | Literal | Triple | None

_STRING = PREFIXES["xsd"] + "string"


def text_of(cell: Cell) -> str:
    """A term as a reader wants it: a literal's text, a short name, or nothing."""
    from kgraph.vocabulary import shorten

    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return cell.value
    if isinstance(cell, NamedNode):
        return shorten(cell.value)
    return str(cell)


def to_rdflib(cell: Cell) -> rdflib.term.Node | None:
    """A term as rdflib has it, its text unchanged; raises QueryError for a quoted triple."""
    return rows_to_rdflib()((cell,))[0]


@cache
def rows_to_rdflib() -> Callable[[Iterable[Cell]], tuple[rdflib.term.Node | None, ...]]:
    """What turns a row of the engine's terms into one of rdflib's, as `to_rdflib` does.

    It is made once, because looking up rdflib for every term would cost more than the terms.
    """
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    def other(cell: Cell) -> rdflib.term.Node | None:
        if isinstance(cell, Literal):
            if cell.language:
                return RdflibLiteral(cell.value, lang=cell.language)
            datatype = None if cell.datatype.value == _STRING else URIRef(cell.datatype.value)
            return RdflibLiteral(cell.value, datatype=datatype, normalize=False)
        if isinstance(cell, BlankNode):
            return BNode(cell.value)
        if cell is None:
            return None
        raise QueryError("quoted triples have no counterpart in rdflib; select their parts instead")

    # The engine has checked its IRIs; URIRef by itself would check each of them again.
    iri = str.__new__
    return lambda row: tuple([iri(URIRef, cell.value) if type(cell) is NamedNode else other(cell) for cell in row])


def to_json_term(term: object) -> dict[str, str]:
    """A term of rdflib, or a plain Python value, as the SPARQL 1.1 JSON results have it.

    Texts become plain literals, whole numbers, floats and truth values typed ones.  Raises QueryError for a blank node,
    which names nothing outside its own file, and for anything else.
    """
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return {"type": "uri", "value": str(term)}
    literal = term if isinstance(term, rdflib.Literal) else None
    if literal is None and isinstance(term, str | int | float) and not isinstance(term, rdflib.term.Identifier):
        literal = rdflib.Literal(term)
    if literal is None:
        raise QueryError(
            f"{term!r} cannot be bound: give an IRI or a literal of rdflib, a text, a number or a truth value."
        )
    found = {"type": "literal", "value": str(literal)}
    if literal.language:
        found["xml:lang"] = literal.language
    elif literal.datatype is not None:
        found["datatype"] = str(literal.datatype)
    return found
