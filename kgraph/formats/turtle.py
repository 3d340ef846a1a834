"""Turtle in one canonical order, so that one claim changed is one place of the file changed.

A graph is written in parts, each under a heading, and sorted by identifier within a part.  What belongs to a claim or a
question, such as its evidence lines and their places in the sources, follows it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.files.writing import write_file
from kgraph.formats.blank_nodes import BlankNodes, Facts, Node, Value, by_subject, named_by_content
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_rdf
from kgraph.model import Contents
from kgraph.reading.contents import ENTITY_KINDS
from kgraph.reading.rdf_files import parse_file
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import KG, PART_PREDICATES, PREFIXES, RDF_NIL, RDF_TYPE

# The heading of each part, the classes of what stands in it, and the namespace of what is not said to be of any class.
_PARTS = (
    ("Entities", ENTITY_KINDS, "entity"),
    ("Claims", ("Claim",), "claim"),
    ("Hypotheses", ("Hypothesis",), "hypothesis"),
    ("Open questions", ("OpenQuestion",), "question"),
    ("References", ("Reference",), "reference"),
    ("Sources", ("Source",), "source"),
    ("The data set", (), ""),
    ("Everything else", (), ""),
)
_BY_CLASS = {KG + name: number for number, (_, names, _) in enumerate(_PARTS) for name in names}
_BY_CLASS["http://www.w3.org/ns/dcat#Dataset"] = len(_PARTS) - 2
_BY_NAMESPACE = {PREFIXES[name]: number for number, (_, _, name) in enumerate(_PARTS) if name}
_LAST = len(_PARTS) - 1
_INDIVIDUAL = NamedNode(PREFIXES["owl"] + "NamedIndividual")

# What a reader looks for first in a block; the other predicates follow in the order of their IRIs.
_FIRST = (
    RDF_TYPE,
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    *(PREFIXES["rdf"] + name for name in ("subject", "predicate", "object")),
    *(PREFIXES["oa"] + name for name in ("start", "end", "exact")),
)

_XSD = PREFIXES["xsd"]
# What may stand without quotes and datatype, by the grammar of Turtle.
_SHORT = {
    f"{_XSD}boolean": re.compile("true|false"),
    f"{_XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_WHOLE = _SHORT[f"{_XSD}integer"]
# Local names that need no escape; the grammar allows more, and those IRIs are written in full.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
_STEP = "    "


class _Writer:
    """The text of terms and blocks, and the prefixes that it used."""

    def __init__(self, facts: Facts, blanks: BlankNodes) -> None:
        self.used: set[str] = set()
        self._facts = facts
        self._blanks = blanks
        self._names: dict[str, str] = {}

    def block(self, subject: Node) -> str:
        return f"{self._text(subject, '')} {self._statements(subject, _STEP)} .\n"

    def _statements(self, subject: Node, indent: str) -> str:
        """Predicates with their objects, in order; the first stands on the line that is open."""
        said = self._facts[subject]
        return f" ;\n{indent}".join(
            f"{self._predicate(name)} {self._objects(said[name], indent)}"
            for name in sorted(said, key=_predicate_order)
        )

    def _predicate(self, name: str) -> str:
        return "a" if name == RDF_TYPE else self._name(name)

    def _objects(self, values: list[Value], indent: str) -> str:
        texts = sorted((_value_order(value), self._text(value, indent)) for value in values)
        return f",\n{indent}{_STEP}".join(text for _, text in texts)

    def _text(self, value: Value, indent: str) -> str:
        if isinstance(value, NamedNode):
            return "()" if value.value == RDF_NIL else self._name(value.value)
        if isinstance(value, Literal):
            return self._literal(value)
        if isinstance(value, BlankNode):
            return self._blank(value, indent)
        return f"<<( {value} )>>"

    def _blank(self, node: BlankNode, indent: str) -> str:
        """The node where it is used, without a name, when it is used once; a list as a list, an item a line."""
        if node in self._blanks.named:
            return str(node)
        deeper = indent + _STEP
        items = self._blanks.items(node)
        if items:
            lines = "".join(f"{deeper}{self._text(item, deeper)}\n" for item in items)
            return f"(\n{lines}{indent})"
        return f"[\n{deeper}{self._statements(node, deeper)}\n{indent}]" if node in self._facts else "[]"

    def _literal(self, literal: Literal) -> str:
        """The literal; without quotes only what reads back as the same value."""
        if literal.language:
            return str(literal)
        datatype, text = literal.datatype.value, literal.value
        # Oxigraph writes a decimal number without a fraction like an integer.
        if datatype == f"{_XSD}decimal" and _WHOLE.fullmatch(text):
            text += ".0"
        if datatype in _SHORT and _SHORT[datatype].fullmatch(text):
            return text
        quoted = str(Literal(text))
        return quoted if datatype == f"{_XSD}string" else f"{quoted}^^{self._name(datatype)}"

    def _name(self, iri: str) -> str:
        known = self._names.get(iri)
        if known is None:
            known = self._names[iri] = self._shortened(iri)
        return known

    def _shortened(self, iri: str) -> str:
        for prefix, namespace in _LONGEST_FIRST:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return str(NamedNode(iri))


def _predicate_order(name: str) -> tuple[int, str]:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST), name


def _value_order(value: Value) -> tuple[int, str]:
    """By the value; what is equal by this, or has no value, is then ordered by what is written."""
    if isinstance(value, NamedNode):
        return 1, value.value
    return (2, value.value) if isinstance(value, Literal) else (0, "")


def _part(subject: Node, said: dict[str, list[Value]]) -> int:
    """The number of the part that a subject heads a group in."""
    classes = said.get(RDF_TYPE)
    # A name that was given up is of no class that says what it named; it stands where it stood.
    if classes and classes != [_INDIVIDUAL]:
        return min(_BY_CLASS.get(kind.value, _LAST) if isinstance(kind, NamedNode) else _LAST for kind in classes)
    # A file laid over another may add to a thing without saying again what it is.
    cut = max(subject.value.rfind(character) for character in "/#") + 1
    return _BY_NAMESPACE.get(subject.value[:cut], _LAST)


def _node_order(node: Node) -> tuple[bool, str]:
    return isinstance(node, BlankNode), node.value


class _Groups:
    """Which subjects head a group, and what follows each of them."""

    def __init__(self, facts: Facts, blanks: BlankNodes) -> None:
        self._facts = facts
        self._blanks = blanks
        self._parts = {subject: _part(subject, said) for subject, said in facts.items() if not blanks.nameless(subject)}

    def in_order(self) -> Iterator[tuple[str, list[Node]]]:
        """The heading of each part that has subjects, with these in order; each subject once, in one of the parts."""
        members: list[list[Node]] = [[] for _ in _PARTS]
        for subject, part in self._parts.items():
            members[part].append(subject)
        placed: dict[Node, None] = {}
        for (heading, _, _), heads in zip(_PARTS, members, strict=True):
            before = len(placed)
            for head in sorted(heads, key=_node_order):
                self._place(head, placed)
            if len(placed) > before:
                yield heading, list(placed)[before:]

    def _place(self, head: Node, placed: dict[Node, None]) -> None:
        waiting = [head]
        while waiting:
            node = waiting.pop()
            if node not in placed:
                placed[node] = None
                waiting += reversed(self._belonging_to(node))

    def _belonging_to(self, node: Node) -> list[Node]:
        """What follows a subject: its parts, by predicate and identifier, and the named blank nodes of its block."""
        found: list[tuple[int, tuple[bool, str], Node]] = []
        inside = [node]
        while inside:
            for name, values in self._facts.get(inside.pop(), {}).items():
                place = PART_PREDICATES.index(name) if name in PART_PREDICATES else len(PART_PREDICATES)
                for value in values:
                    if not isinstance(value, NamedNode | BlankNode):
                        continue
                    if self._blanks.nameless(value):
                        inside.append(value)
                    elif self._parts.get(value) == _LAST and (isinstance(value, BlankNode) or name in PART_PREDICATES):
                        found.append((place, _node_order(value), value))
        return [value for *_, value in sorted(found, key=lambda one: one[:2])]


def canonical_turtle(triples: Iterable[Triple]) -> str:
    """The statements in canonical order, a heading over each part; the empty text when there are none.

    The same statements give the same text, whatever their order and whatever their blank nodes are called.
    """
    return _written(triples)[1]


def _written(triples: Iterable[Triple]) -> tuple[list[str], str]:
    """The headings of the parts, and the text."""
    said = list(dict.fromkeys(triples))
    blanks = BlankNodes(said)
    if blanks.named:
        said = named_by_content(said)
        blanks = BlankNodes(said)
    facts = by_subject(said)
    writer = _Writer(facts, blanks)
    headings, parts = [], []
    for heading, subjects in _Groups(facts, blanks).in_order():
        headings.append(heading)
        parts.append(f"# {'-' * 64} {heading}\n")
        parts += map(writer.block, subjects)
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(writer.used))
    return headings, "\n".join([prefixes, *parts] if prefixes else parts)


def canonical_file(path: Path) -> str:
    """What a Turtle file should look like: first what is where, then the statements as `canonical_turtle` has them.

    Comments are written anew.  Raises DataError as `parse_file` does.
    """
    headings, text = _written(quad.triple for quad in parse_file(path))
    following = (
        "# A claim or question is followed by its evidence lines, each with its places in the source, and by its\n"
        "# numbers; what several of them share follows the first.\n"
    )
    return (
        f"# The parts of this file, each under a heading: {', '.join(headings).lower() or 'none'}.\n"
        "# Blocks are sorted by identifier within a part.\n"
        f"{following if {'Claims', 'Open questions'}.intersection(headings) else ''}"
        "# `make data-format` restores this order and writes the comments anew; a remark belongs into a skos:note.\n"
        "# The whole graph, with its plain edges and the references: kgraph export --to ttl\n"
        f"\n{text}"
    )


def write_graph(document: GraphDocument, form: str) -> str:
    """The whole graph as Turtle or N-Triples."""
    return graph_as_rdf(document.graph, form)


def graph_as_rdf(graph: Contents, form: str) -> str:
    """The whole graph, derived edges included: Turtle (``ttl``) in canonical order, or sorted N-Triples (``nt``).

    Blank nodes are named by what is said of them.
    """
    statements = [quad.triple for quad in store_of(graph)]
    if form == "ttl":
        return for_rdf(canonical_turtle(statements))
    return for_rdf("".join(sorted(f"{statement} .\n" for statement in named_by_content(statements))))


def main() -> None:
    """Rewrite the files named on the command line in canonical order."""
    for name in sys.argv[1:]:
        write_file(Path(name), canonical_file(Path(name)), force=True)


if __name__ == "__main__":
    main()
