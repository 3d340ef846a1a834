"""The part of SHACL Core in which the shapes are written: reading shapes, and what in a store does not fit them.

A shape has one target class; its properties have a path of one step, a message, and constraints of the kinds below.
Anything else in a file of shapes is refused, so that no constraint is passed over.  The meaning is that of the W3C
Recommendation of 20 July 2017; a test holds it against pyshacl, which takes twenty times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kgraph.errors import DataError
from kgraph.reading.rdf_files import new_store, parse_file
from kgraph.vocabulary import PREFIXES, RDF_FIRST, RDF_REST, RDF_TYPE

Node = NamedNode | BlankNode | Literal
Test = Callable[[Node, Node], bool]

_SH, _XSD = "http://www.w3.org/ns/shacl#", PREFIXES["xsd"]
_TYPE, _SUBCLASS = NamedNode(RDF_TYPE), NamedNode(PREFIXES["rdfs"] + "subClassOf")
_NODE_KINDS = {"IRI": NamedNode, "Literal": Literal, "BlankNode": BlankNode}
_COUNTS = ("minCount", "maxCount")
_TESTS = ("nodeKind", "class", "in", "datatype", "pattern", "minLength", "maxLength", "minInclusive", "lessThan")
_FORMS = {
    "boolean": re.compile(r"true|false|1|0"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "duration": re.compile(
        r"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
    ),
    "integer": re.compile(r"[+-]?[0-9]+"),
}  # fmt: skip
_NUMBERS = ("decimal", "integer")


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """What the values of one property must be like: constraints by the local name of their SHACL property."""

    path: NamedNode
    message: str
    constraints: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What instances of a class, and of its subclasses, must be like."""

    target: NamedNode
    properties: tuple[PropertyShape, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """A value of a property that breaks a constraint; None where it is the number of the `values`."""

    focus: Node
    shape: PropertyShape
    constraint: str
    value: Node | None
    values: Sequence[Node]


def read_shapes(file: Path) -> tuple[NodeShape, ...]:
    """The shapes of a file.

    Raises DataError for a file that cannot be read and for a part of SHACL that is not known here.
    """
    store = new_store(parse_file(file))
    shapes = []
    for quad in _quads(store, None, _TYPE, NamedNode(f"{_SH}NodeShape")):
        said = _said(store, quad.subject)
        parts = said.pop("property", [])
        target = _only(said, "targetClass", file)
        _refuse(said, file)
        shapes.append(NodeShape(target, tuple(_property(store, part, file) for part in parts)))
    return tuple(shapes)


def _property(store: Store, part: Any, file: Path) -> PropertyShape:
    said = _said(store, part)
    path, message = _only(said, "path", file), _only(said, "message", file)
    given = {name: _only(said, name, file) for name in (*_COUNTS, *_TESTS) if name in said}
    _refuse(said, file)
    read = {name: _parameter(store, name, value, file) for name, value in given.items()}
    return PropertyShape(path, message.value, read)


def _parameter(store: Store, name: str, given: Any, file: Path) -> Any:
    """What a constraint says, as its test takes it."""
    if name in ("minCount", "maxCount", "minLength", "maxLength"):
        return int(given.value)
    if name == "pattern":
        return re.compile(given.value)
    if name == "in":
        return tuple(_members(store, given))
    if name in ("nodeKind", "datatype"):
        known = given.value.removeprefix(_SH).removeprefix(_XSD)
        if known not in (_NODE_KINDS if name == "nodeKind" else _FORMS):
            raise DataError(f"sh:{name} {known} is not known here", file=str(file))
        return known
    return given


def _said(store: Store, node: Any) -> dict[str, list[Any]]:
    """What is said of a part of a shape, by local names of SHACL."""
    said = defaultdict(list)
    for quad in _quads(store, node, None, None):
        if quad.predicate != _TYPE:
            said[quad.predicate.value.removeprefix(_SH)].append(quad.object)
    return said


def _only(said: dict[str, list[Any]], name: str, file: Path) -> Any:
    found = said.pop(name, [])
    if len(found) != 1:
        raise DataError(f"a part of a shape has {len(found)} of sh:{name}, and needs one", file=str(file))
    return found[0]


def _refuse(rest: Mapping[str, object], file: Path) -> None:
    if rest:
        raise DataError(f"sh:{min(rest)} is not known here", file=str(file))


def _members(store: Store, node: Any) -> Iterator[Node]:
    while first := [quad.object for quad in _quads(store, node, NamedNode(RDF_FIRST), None)]:
        yield from first
        node = next(quad.object for quad in _quads(store, node, NamedNode(RDF_REST), None))


def violations(data: ShapedData, shapes: Iterable[NodeShape]) -> Iterator[Violation]:
    """Every violation of the shapes."""
    for shape in shapes:
        for part in shape.properties:
            said = data.values(part.path)
            least, most = part.constraints.get("minCount", 0), part.constraints.get("maxCount", float("inf"))
            tests = [(name, _test(data, name, part.constraints[name])) for name in _TESTS if name in part.constraints]
            for focus in data.instances(shape.target):
                values = said.get(focus, ())
                if len(values) < least:
                    yield Violation(focus, part, "minCount", None, values)
                if len(values) > most:
                    yield Violation(focus, part, "maxCount", None, values)
                for name, test in tests:
                    for value in values:
                        if not test(focus, value):
                            yield Violation(focus, part, name, value, values)


class ShapedData:
    """The statements of a store's default graph as constraints ask for them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._instances: dict[NamedNode, AbstractSet[Node]] = {}

    def values(self, path: NamedNode) -> Mapping[Node, Sequence[Node]]:
        """The values of a property, by what has them."""
        values: dict[Node, list[Node]] = {}
        for quad in _quads(self._store, None, path, None):
            values.setdefault(quad.subject, []).append(quad.object)
        return values

    def instances(self, wanted: NamedNode) -> AbstractSet[Node]:
        """The instances of a class and of its subclasses; looked up once for each class."""
        if wanted not in self._instances:
            below = [wanted]
            for one in below:
                found = [quad.subject for quad in _quads(self._store, None, _SUBCLASS, one)]
                below += [each for each in found if each not in below]
            self._instances[wanted] = {quad.subject for one in below for quad in _quads(self._store, None, _TYPE, one)}
        return self._instances[wanted]


def _quads(store: Store, subject: Any, predicate: Any, value: Any) -> Iterator[Any]:
    return store.quads_for_pattern(subject, predicate, value, DefaultGraph())


def _test(data: ShapedData, name: str, given: Any) -> Test:
    """What a value of a thing must fulfil."""
    match name:
        case "nodeKind":
            return lambda _, value: isinstance(value, _NODE_KINDS[given])
        case "class":
            instances = data.instances(given)
            return lambda _, value: value in instances
        case "in":
            return lambda _, value: value in given
        case "datatype":
            form, datatype = _FORMS[given], NamedNode(_XSD + given)
            return lambda _, value: (
                isinstance(value, Literal) and value.datatype == datatype and bool(form.fullmatch(value.value))
            )
        case "pattern":
            return lambda _, value: not isinstance(value, BlankNode) and bool(given.search(value.value))
        case "minLength":
            return lambda _, value: not isinstance(value, BlankNode) and len(value.value) >= given
        case "maxLength":
            return lambda _, value: not isinstance(value, BlankNode) and len(value.value) <= given
        case "minInclusive":
            least = _number(given)
            return lambda _, value: _in_order(least, _number(value), equal=True)
        case _:  # lessThan
            others = data.values(given)
            return lambda focus, value: all(
                _in_order(_number(value), _number(other), equal=False) for other in others.get(focus, ())
            )


def _number(value: Node) -> Decimal | None:
    """The number that a literal stands for; None for what is none."""
    kind = value.datatype.value.removeprefix(_XSD) if isinstance(value, Literal) else ""
    return Decimal(value.value) if kind in _NUMBERS and _FORMS[kind].fullmatch(value.value) else None


def _in_order(lesser: Decimal | None, greater: Decimal | None, *, equal: bool) -> bool:
    """Whether two numbers are in order; what is no number is not."""
    if lesser is None or greater is None:
        return False
    return lesser <= greater if equal else lesser < greater
