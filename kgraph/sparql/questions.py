"""Competency questions: named queries with a title, a description and typed parameters, kept as files.

A file starts with lines ``#+ key: value``: one ``title``, one ``description``, and one ``param`` for each parameter, as
in ``#+ param start: entity = ketogenic diet therapy | where the path starts``.  A parameter without a value after ``=``
is left free, so that its column shows what was found.  Parameters are variables that the query selects and are bound to
terms; nothing is ever put into the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import ChoiceError, DataError, UnknownNameError, UnknownParameterError, UsageError
from kgraph.files.bundled import bundled
from kgraph.names import names_of
from kgraph.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from kgraph.model import Contents

_MARK = "#+"
_LINE = re.compile(r"#\+ (?P<key>title|description|param (?P<name>[a-z][a-z0-9_]*)): (?P<value>\S.*)")
_PARAMETER = re.compile(r"(?P<kind>[a-z-]+)(?: = (?P<default>[^|]*[^|\s]))?(?: \| (?P<description>\S.*))?")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+")
_XSD = PREFIXES["xsd"]
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}
# The vocabularies that a parameter may take its values from, the words of closed lists, and all kinds.
_VOCABULARIES = ("certainty", "study", "direction", "directness", "attachment", "mechanism", "source")
_WORDS = {
    "sign": ("+", "-", "0", "?"),
    "status": ("proposed", "contested", "tested-in-animals", "tested-in-patients"),
}
_READ = ("entity", "reference", "claim", "hypothesis", "relation", "text", "integer", "boolean")
KINDS = (*_READ, *_WORDS, *_VOCABULARIES)

Term = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its kind (one of KINDS), its value when none is given ("" for free), what it means."""

    name: str
    kind: str
    default: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A competency question; `text` is the whole file, which is a SPARQL query."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def header(self) -> str:
        """The lines of the text that describe the question, before the query itself."""
        lines = self.text.splitlines(keepends=True)
        return "".join(takewhile(lambda line: line.startswith(_MARK), lines))

    def bind(self, graph: Contents, given: Mapping[str, str], *, elsewhere: bool = False) -> dict[str, Term]:
        """The terms of the parameters, by variable; names are looked up in the graph.

        Where the question is asked `elsewhere`, of a store that may hold other things, identifiers are taken as they
        are: IRIs, and ``entity:…`` for an entity.

        Raises UnknownParameterError for a parameter that the question has not, ChoiceError for a value of the wrong
        kind, UnknownNameError and AmbiguousNameError for names.
        """
        known = {parameter.name for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UnknownParameterError(self.name, name, [parameter.name for parameter in self.parameters])
        values = {parameter.name: given.get(parameter.name, parameter.default) for parameter in self.parameters}
        return {
            parameter.name: _term(graph, parameter, values[parameter.name], elsewhere=elsewhere)
            for parameter in self.parameters
            if values[parameter.name]
        }


def named_queries() -> tuple[NamedQuery, ...]:
    """The questions that come with kgraph, by name.  Raises DataError for a file that is not well formed."""
    return tuple(read_named_query(file) for file in sorted(bundled("queries").glob("*.rq")))


def named_query(name: str) -> NamedQuery:
    """The question with this name.  Raises UnknownNameError with the nearest names."""
    from difflib import get_close_matches

    folder = bundled("queries")
    names = sorted(file.stem for file in folder.glob("*.rq"))
    if name not in names:
        raise UnknownNameError(name, get_close_matches(name, names, n=3, cutoff=0.5))
    return read_named_query(folder / f"{name}.rq")


def read_named_query(file: Path) -> NamedQuery:
    """A question from its file.  Raises DataError, with file, line and column, for a bad header."""
    text = file.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    parameters: list[Parameter] = []
    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith(_MARK):
            break
        match = _LINE.fullmatch(line)
        if not match:
            raise _bad(
                file, number, 1, "expected '#+ title: …', '#+ description: …' or '#+ param NAME: KIND = VALUE | …'"
            )
        key, value = match["key"], match["value"]
        if match["name"]:
            parameter = _parameter(file, number, match)
            if any(parameter.name == other.name for other in parameters):
                raise _bad(file, number, match.start("name") + 1, f"parameter {parameter.name!r} stands here twice")
            parameters.append(parameter)
        elif key in found:
            raise _bad(file, number, 4, f"{key!r} stands here twice")
        else:
            found[key] = value
    for key in ("title", "description"):
        if key not in found:
            raise _bad(file, number, 1, f"the lines before this one lack '{_MARK} {key}: …'")
    return NamedQuery(file.stem, found["title"], found["description"], tuple(parameters), text)


def _parameter(file: Path, number: int, line: re.Match[str]) -> Parameter:
    match = _PARAMETER.fullmatch(line["value"])
    column = line.start("value") + 1
    if not match:
        raise _bad(file, number, column, "expected KIND, then '= VALUE' and '| what it means' where wanted")
    if match["kind"] not in KINDS:
        raise _bad(file, number, column, f"no kind is called {match['kind']!r}; use one of {', '.join(KINDS)}")
    return Parameter(line["name"], match["kind"], match["default"] or "", match["description"] or "")


def _bad(file: Path, line: int, column: int, reason: str) -> DataError:
    return DataError(reason, file=str(file), line=line, column=column)


def _term(graph: Contents, parameter: Parameter, value: str, *, elsewhere: bool) -> Term:
    kind, name = parameter.kind, parameter.name
    if kind == "text":
        return {"type": "literal", "value": value}
    if kind in _WORDS:
        return {"type": "literal", "value": _one_of(name, value, _WORDS[kind], f"a {kind}")}
    if kind == "integer":
        try:
            return {"type": "literal", "value": str(int(value)), "datatype": f"{_XSD}integer"}
        except ValueError:
            raise ChoiceError(name, value, "a whole number") from None
    if kind == "boolean":
        word = _one_of(name, value.lower(), tuple(_TRUTH), "a truth value")
        return {"type": "literal", "value": _TRUTH[word], "datatype": f"{_XSD}boolean"}
    if elsewhere and _is_identifier(kind, value):
        return {"type": "uri", "value": expand(value)}
    try:
        return {"type": "uri", "value": expand(_identifier(graph, parameter, value))}
    except UnknownNameError as error:
        if not elsewhere:
            raise
        hint = f"Names are looked up in the files; of a thing that only the store holds give {kind}:NAME or its IRI."
        raise UsageError(f"{error.fact} {hint}") from None


def _is_identifier(kind: str, value: str) -> bool:
    if value.startswith(f"{kind}:"):
        return True
    return _IRI.fullmatch(value) is not None


def _identifier(graph: Contents, parameter: Parameter, value: str) -> str:
    kind, name = parameter.kind, parameter.name
    if kind == "entity":
        return names_of(graph).resolve(value).id
    if kind == "relation":
        return f"kg:{_one_of(name, value, tuple(graph.relations), 'a relation')}"
    if kind == "mechanism":
        value = names_of(graph).mechanism(value.removeprefix("mechanism:")) or value
    if kind in _VOCABULARIES:
        home: Sequence[str] = list(graph.sources if kind == "source" else graph.terms)
        names = tuple(known.partition(":")[2] for known in home if known.startswith(f"{kind}:"))
        return f"{kind}:{_one_of(name, value.removeprefix(f'{kind}:'), names, f'a {kind}')}"
    thing = names_of(graph).of_kind(kind, value)
    if not thing.id.startswith(f"{kind}:"):
        raise ChoiceError(name, value, f"a {kind} but {thing.id}")
    return thing.id


def _one_of(name: str, value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise ChoiceError(name, value, what, known)
    return value
