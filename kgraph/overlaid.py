"""What came of laying files over the bundled data; whoever answers from both says it."""

from __future__ import annotations

from kgraph.cited import Curie
from kgraph.frozen import frozen


@frozen
class Overlaid:
    """What came of laying files over the bundled ones.

    `own` are the identifiers that only the files describe; `set_aside` the statements that would change what is
    bundled, each as file, subject, predicate and value; `not_understood` the files in which nothing was understood,
    with the number of their statements; `borrowed` the references whose short name another one has, with both;
    `deprecated` the claims that a file marks as deprecated, each with the file; `edges` the plain edges that are read
    as claims that cite nothing, each as file, subject, relation and object; `imports` what files import by owl:imports,
    which nobody follows, each as file, subject and address.
    """

    own: frozenset[Curie]
    set_aside: tuple[tuple[str, str, str, str], ...]
    not_understood: tuple[tuple[str, int], ...]
    borrowed: tuple[tuple[Curie, str, Curie], ...] = ()
    deprecated: tuple[tuple[Curie, str], ...] = ()
    edges: tuple[tuple[str, Curie, Curie, Curie], ...] = ()
    imports: tuple[tuple[str, str, str], ...] = ()
