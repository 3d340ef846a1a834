"""Which blank nodes Turtle can write where they are used, without a name, which need one, and what that name is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from kgraph.vocabulary import RDF_FIRST, RDF_NIL, RDF_REST

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal | Triple
Facts = dict[Node, dict[str, list[Value]]]

_NIL = NamedNode(RDF_NIL)
# Brackets in brackets deeper than this are broken by a name: the text stays readable, and reading it needs no stack.
_DEEPEST = 16
# A list whose members are alike at both ends takes as many rounds as it is long.
_MOST_ROUNDS = 64


def by_subject(triples: Iterable[Triple]) -> Facts:
    """The values of every predicate of every subject, in the order of the statements."""
    facts: Facts = {}
    for triple in triples:
        subject = triple.subject
        # The types of the engine allow a quoted statement as subject; RDF has none, and the engine refuses them.
        if not isinstance(subject, Triple):
            facts.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(triple.object)
    return facts


class BlankNodes:
    """The blank nodes of some statements.

    `named` are those that need a name: used more often than once or not at all, in a quoted statement, in a ring, or
    too deep.  The others are written where they are used; which those are depends on the statements alone.
    """

    def __init__(self, triples: list[Triple]) -> None:
        self._facts = by_subject(triples)
        users: dict[BlankNode, list[Node | None]] = {}
        for triple in triples:
            if isinstance(triple.subject, BlankNode):
                users.setdefault(triple.subject, [])
            if isinstance(triple.object, BlankNode) and not isinstance(triple.subject, Triple):
                users.setdefault(triple.object, []).append(triple.subject)
            for blank in _within(triple.object):
                users.setdefault(blank, []).extend((None, None))
        self._user = {blank: by[0] for blank, by in users.items() if len(by) == 1 and by[0] is not None}
        self._heads = self._lists()
        depths = self._depths()
        self.named = frozenset(
            blank for blank in users if blank not in self._user or (blank in depths and depths[blank] % _DEEPEST == 0)
        )

    def nameless(self, node: Node) -> bool:
        """Whether this is a blank node that is written where it is used."""
        return isinstance(node, BlankNode) and node not in self.named

    def items(self, node: BlankNode) -> list[Value]:
        """The items of the list that begins at a node; empty when none does that can be written as a list."""
        found = []
        cell: Value = node
        while isinstance(cell, BlankNode) and cell in self._heads:
            found.append(self._facts[cell][RDF_FIRST][0])
            cell = self._facts[cell][RDF_REST][0]
        return found

    def _lists(self) -> dict[Node, BlankNode]:
        """The cells of every proper list whose cells are used once, each with the first cell of its list."""
        heads: dict[Node, BlankNode] = {}
        for last in self._user:
            if self._rest(last) != _NIL:
                continue
            cells = [last]
            while isinstance(user := self._user[cells[-1]], BlankNode) and user in self._user:
                if self._rest(user) != cells[-1]:
                    break
                cells.append(user)
            heads.update(dict.fromkeys(cells, cells[-1]))
        return heads

    def _rest(self, node: BlankNode) -> Value | None:
        """What follows a node that is a cell of a list and nothing else."""
        said = self._facts.get(node, {})
        cell = said.keys() == {RDF_FIRST, RDF_REST} and all(len(values) == 1 for values in said.values())
        return said[RDF_REST][0] if cell else None

    def _depths(self) -> dict[Node, int]:
        """How deep in brackets each node that is used once would stand, first cells for their lists; 0 in a ring."""
        depths: dict[Node, int] = {}
        for blank in self._user:
            if self._heads.get(blank, blank) != blank:
                continue
            way: dict[Node, None] = {}
            node: Node | None = blank
            while isinstance(node, BlankNode) and node in self._user and node not in depths and node not in way:
                way[node] = None
                user = self._user[node]
                node = self._heads.get(user, user) if user is not None else None
            outwards = list(way)
            ring = set(outwards[outwards.index(node) :]) if node in way else set()
            depth = depths.get(node, 0) if node is not None else 0
            for one in reversed(outwards):
                depth = 0 if one in ring else depth + 1
                depths[one] = depth
        return depths


def named_by_content(triples: list[Triple]) -> list[Triple]:
    """The statements, each blank node with a name that follows from what is said of it; the order may be another."""
    apart = [triple for triple in triples if not _has_blank(triple)]
    others = [triple for triple in triples if _has_blank(triple)]
    if any(True for triple in others for _ in _within(triple.object)):
        dataset = Dataset(Quad(*triple) for triple in others)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return apart + [quad.triple for quad in dataset]
    return apart + (_named_by_refinement(others) or _named_by_rdflib(others))


def _named_by_refinement(triples: list[Triple]) -> list[Triple] | None:
    """As above, where what is said of blank nodes, and of those around them, tells each from all others; else None.

    A round takes into the digest of a node those of the nodes that it is joined to (colour refinement; Weisfeiler and
    Leman 1968).  Nodes that are alike, or that only long chains tell apart, are left to others.
    """
    said: dict[BlankNode, list[tuple[str, str, BlankNode | None]]] = {}
    for subject, predicate, value in triples:
        inner = value if isinstance(value, BlankNode) else None
        if isinstance(subject, BlankNode):
            said.setdefault(subject, []).append((f">{predicate}", "" if inner else str(value), inner))
        if inner:
            outer = subject if isinstance(subject, BlankNode) else None
            said.setdefault(inner, []).append((f"<{predicate}", "" if outer else str(subject), outer))
    known, count = dict.fromkeys(said, ""), 1
    for _ in range(_MOST_ROUNDS):
        known = {node: _digest(parts, known) for node, parts in said.items()}
        if len(set(known.values())) == len(known):
            names = {node: BlankNode(f"b{digest}") for node, digest in known.items()}
            return [_renamed(triple, names) for triple in triples]
        if len(set(known.values())) == count:
            return None
        count = len(set(known.values()))
    return None


def _digest(parts: list[tuple[str, str, BlankNode | None]], known: dict[BlankNode, str]) -> str:
    lines = sorted(f"{how}\t{term}\t{known[other] if other else ''}" for how, term, other in parts)
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def _renamed(triple: Triple, names: dict[BlankNode, BlankNode]) -> Triple:
    subject, value = triple.subject, triple.object
    return Triple(
        names[subject] if isinstance(subject, BlankNode) else subject,
        triple.predicate,
        names[value] if isinstance(value, BlankNode) else value,
    )


def _named_by_rdflib(triples: list[Triple]) -> list[Triple]:
    """As above, without quoted blank nodes: rdflib needs no factorial time where many nodes are alike."""
    import rdflib
    from rdflib.compare import to_canonical_graph

    # Values go through as opaque texts, so that they come back as they were.
    values = {str(t.object): t.object for t in triples if not isinstance(t.object, NamedNode | BlankNode)}

    def there(term: Value) -> rdflib.term.Node:
        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        return rdflib.BNode(term.value) if isinstance(term, BlankNode) else rdflib.Literal(str(term))

    def node(term: rdflib.term.Node) -> Node:
        return BlankNode(str(term)) if isinstance(term, rdflib.BNode) else NamedNode(str(term))

    graph = rdflib.Graph(bind_namespaces="none")
    for t in triples:
        graph.add((there(t.subject), there(t.predicate), there(t.object)))
    return [
        Triple(node(s), NamedNode(str(p)), values[str(o)] if isinstance(o, rdflib.Literal) else node(o))
        for s, p, o in to_canonical_graph(graph)
    ]


def _has_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode | Triple)


def _within(value: Value) -> Iterator[BlankNode]:
    """The blank nodes in a quoted statement."""
    waiting = [value] if isinstance(value, Triple) else []
    while waiting:
        quoted = waiting.pop()
        for part in (quoted.subject, quoted.object):
            if isinstance(part, BlankNode):
                yield part
            elif isinstance(part, Triple):
                waiting.append(part)
