"""Whether the content of a nanopublication is that which its trusty name was made from.

A trusty name ends in RA and 43 characters: the SHA-256 digest of the statements, in an order and spelling that the
specification of trusty URIs (version 1) lays down, with the digest itself left out of every name.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

_CODE = re.compile(r"RA[A-Za-z0-9_-]{43}\Z")


def belies_its_name(iri: str, quads: Iterable[Quad]) -> bool:
    """Whether a name is a trusty one and does not fit the statements.

    A name that is none fits everything, and so does any where a statement has a node without a name, of which the
    specification knows none.
    """
    found = _CODE.search(iri)
    statements = set(quads)
    if found is None or any(isinstance(term, BlankNode) for quad in statements for term in quad):
        return False
    return artifact_code(statements, found.group()) != found.group()


def artifact_code(quads: Iterable[Quad], code: str) -> str:
    """The code that some statements give to a name that holds `code`."""
    rows = sorted(
        (
            _name(quad.graph_name, code),
            _name(quad.subject, code),
            _name(quad.predicate, code),
            isinstance(quad.object, Literal),
            _value(quad.object, code),
        )
        for quad in quads
    )
    digest = sha256()
    for graph, subject, predicate, _, value in rows:
        digest.update("".join(f"{part}\n" for part in (graph, subject, predicate, value)).encode())
    return f"RA{urlsafe_b64encode(digest.digest()).decode().rstrip('=')}"


def _name(term: object, code: str) -> str:
    return term.value.replace(code, " ") if isinstance(term, NamedNode) else ""


def _value(term: object, code: str) -> str:
    if not isinstance(term, Literal):
        return _name(term, code)
    text = term.value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{term.language.lower()} {text}" if term.language else f"^{term.datatype.value} {text}"
