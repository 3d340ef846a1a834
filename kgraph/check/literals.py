"""Values in files that are not of their datatype, and those that come out of loading in another form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store, Variable

from kgraph.check.catalogue import rule_named
from kgraph.check.findings import Finding
from kgraph.frozen import frozen
from kgraph.reading.rdf_files import parse_file
from kgraph.reading.statements import quoted
from kgraph.reading.subject_positions import SubjectPositions
from kgraph.vocabulary import KG, PREFIXES, shorten

_XSD = PREFIXES["xsd"]
_NAMES = frozenset(
    {
        "anyURI", "base64Binary", "boolean", "byte", "date", "dateTime", "dateTimeStamp", "dayTimeDuration",
        "decimal", "double", "duration", "float", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "hexBinary",
        "int", "integer", "language", "long", "NCName", "negativeInteger", "NMTOKEN", "Name", "nonNegativeInteger",
        "nonPositiveInteger", "normalizedString", "positiveInteger", "short", "string", "time", "token",
        "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort", "yearMonthDuration",
    }
)  # fmt: skip
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_FORMS = {"decimal": _DECIMAL, "double": _FLOAT, "float": _FLOAT}
_CAST = frozenset({"boolean", "date", "dateTime", "time", "duration", "dayTimeDuration", "yearMonthDuration"})
# The smallest and the largest value of each datatype of whole numbers; None where there is none.
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None), "nonNegativeInteger": (0, None), "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}  # fmt: skip
_ANYWHERE = NamedNode("urn:kgraph:any")


@frozen
class _Value:
    """A literal as a file has it: what it is said of and by which property, text and datatype, and what loads of it."""

    subject: str
    predicate: str
    text: str
    datatype: str
    loaded: str
    loaded_as: str

    @property
    def changed(self) -> bool:
        """Whether loading leaves another text or another datatype."""
        return (self.text, self.datatype) != (self.loaded, self.loaded_as)

    @property
    def matters(self) -> bool:
        """Whether a change is worth a note: our own properties are read from the file, and 7.0 is 7 there."""
        own = self.predicate.startswith(KG) and self.datatype == self.loaded_as
        return self.changed and not own


def literal_findings(files: Iterable[Path]) -> list[Finding]:
    """A finding for each value that is not of its datatype, and one for each way in which values come out changed."""
    return [finding for file in files for finding in _of_file(file)]


def _of_file(file: Path) -> Iterator[Finding]:
    values = _values(parse_file(file))
    if not values:
        return
    places = SubjectPositions((file,))
    changed: dict[tuple[str, str], list[_Value]] = {}
    for value in values:
        wrong = _fault(value)
        if wrong:
            where = places.of_value(value.subject, value.text)
            yield _finding("not-of-datatype", where, value.subject, wrong)
        elif value.matters:
            changed.setdefault((value.datatype, value.loaded_as), []).append(value)
    for (datatype, loaded_as), found in sorted(changed.items()):
        first = found[0]
        where = places.of_value(first.subject, first.text)
        others = f", and {len(found) - 1} more of this datatype" if found[1:] else ""
        kind = "" if datatype == loaded_as else f" as xsd:{loaded_as}"
        message = f"xsd:{datatype} {quoted(first.text)} is {quoted(first.loaded)}{kind} once it is loaded{others}"
        yield _finding("value-rewritten", where, first.subject, message)


def _values(quads: Iterable[Quad]) -> list[_Value]:
    """The typed literals of XML Schema, strings apart, in their order, each with what a store makes of it."""
    store, values = Store(), []
    for quad in quads:
        term = quad.object
        if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD):
            continue
        datatype = term.datatype.value.removeprefix(_XSD)
        if datatype == "string":
            continue
        store.add(Quad(_ANYWHERE, _ANYWHERE, term))
        loaded = next(iter(store)).object
        store.clear()
        if isinstance(loaded, Literal):
            subject = shorten(quad.subject.value) if isinstance(quad.subject, NamedNode) else ""
            values.append(
                _Value(
                    subject,
                    quad.predicate.value,
                    term.value,
                    datatype,
                    loaded.value,
                    loaded.datatype.value.removeprefix(_XSD),
                )
            )
    return values


def _fault(value: _Value) -> str:
    """What is wrong with a value; empty for one that is of its datatype."""
    if value.datatype not in _NAMES:
        near = next((name for name in sorted(_NAMES) if name.casefold() == value.datatype.casefold()), "")
        hint = f"; did you mean xsd:{near}?" if near else ""
        return f"XML Schema has no datatype {value.datatype!r}{hint}"
    return "" if _is_of(value.text, value.datatype) else f"{quoted(value.text)} is no xsd:{value.datatype}"


def _is_of(text: str, datatype: str) -> bool:
    """Whether a text is a value of a datatype; of those of texts and names every text is."""
    if datatype in _FORMS:
        return _FORMS[datatype].fullmatch(text) is not None
    if datatype in _BOUNDS:
        least, most = _BOUNDS[datatype]
        number = Decimal(text) if _WHOLE.fullmatch(text) else None
        return number is not None and (least is None or number >= least) and (most is None or number <= most)
    if datatype not in _CAST:
        return True
    # What the engine cannot cast it leaves unbound.
    asked = f"SELECT ?text {{ FILTER (COALESCE(STR(<{_XSD}{datatype}>(?text)) != '', false)) }}"
    rows: Any = Store().query(asked, substitutions={Variable("text"): Literal(text)})
    return any(True for _ in rows)


def _finding(rule: str, place: tuple[str, int, int], subject: str, message: str) -> Finding:
    known = rule_named(rule)
    return Finding(*place, rule, subject, message, known.repair, known.severity)
