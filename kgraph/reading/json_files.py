"""JSON that means one thing: no key twice, no number read differently elsewhere, no depth, nothing from outside."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from kgraph.errors import DataError
from kgraph.reading.file_limits import MAX_INTEGER, MAX_LIST, MAX_NESTING
from kgraph.reading.jsonld_contexts import check_contexts, list_terms, pairs_of, strings_of
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import whole_text

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)
_BLANKS = " \t\n\r"
_LONGEST_NUMBER = 400
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|\\^`]')
# Keywords whose value is an IRI, or a list of them.
_NAMING = ("@id", "@type", "@vocab", "@base")


class _OddValueError(ValueError):
    """A value that JSON allows and that is refused here."""


def read_json(data: Data) -> Any:
    """The value of a JSON file.

    Raises DataError for what is not JSON, keys that stand twice in one object, nesting over the limit, numbers that
    are not finite or not exact everywhere, and lone surrogates.
    """
    text = whole_text(data)
    check_depth(data, text)
    start = len(text) - len(text.lstrip(_BLANKS))
    value, end = Decoder().whole(data, text, start)
    if rest := text[end:].lstrip(_BLANKS):
        raise data.refused("is not JSON: Extra data", *_line_and_column(text, len(text) - len(rest)))
    return value


class Decoder:
    """Decodes values of JSON that mean the same to every program.

    With `long_as_text` integers that do not are given as they are written, for other projects number things with them.
    """

    def __init__(self, *, long_as_text: bool = False) -> None:
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_int=_integer_or_text if long_as_text else _integer,
            parse_float=_finite,
        )

    def whole(self, data: Data, text: str, start: int) -> tuple[Any, int]:
        """The value that begins at a place in a text, and where it ends.

        Raises DataError as `read_json` does; the nesting of the text is checked by the caller.
        """
        try:
            value, end = self._decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            raise data.refused(f"is not JSON: {error.msg}", error.lineno, error.colno) from None
        except _OddValueError as error:
            line, column = _place_of(text, str(error.args[1]), start)
            raise data.refused(str(error.args[0]), line, column) from None
        for part in strings_of(value):
            if any("\ud800" <= character <= "\udfff" for character in part):
                line, column = _place_of_pattern(text, re.compile(r"\\u[dD][89a-fA-F]"), start)
                raise data.refused("half of a surrogate pair; no text has one", line, column)
        return value, end


def check_jsonld(data: Data) -> None:
    """Check a JSON-LD file before it is parsed; leave the file at its start.

    Raises DataError as `read_json` does, and for contexts that lie elsewhere and identifiers that are no IRIs.
    """
    start = data.file.tell()
    value = read_json(data)
    contexts: list[Any] = []
    for key, inner in pairs_of(value):
        if key == "@context":
            contexts += inner if isinstance(inner, list) else [inner]
        found = _problem(key, inner)
        if found:
            data.file.seek(start)
            raise _at(data, whole_text(data), *found)
    if contexts:
        check_contexts(data, value, contexts)
    listing = {"@list", *list_terms(contexts)}
    if any(key in listing and isinstance(inner, list) and len(inner) > MAX_LIST for key, inner in pairs_of(value)):
        # The engine makes all of it before it gives the first statement out.
        raise data.refused(f"a list of more than {MAX_LIST:,} members; split it")
    data.file.seek(start)


def _problem(key: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a member of an object, and the text that shows where; None when nothing is."""
    if key == "@context":
        remote = next((c for c in (value if isinstance(value, list) else [value]) if isinstance(c, str)), None)
        if remote is not None:
            return f"the context {remote!r} lies elsewhere and is not fetched; put it into the file", remote
    if key == "@import":
        return "@import would read another file; put the context into this one", "@import"
    if key in _NAMING:
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and _NOT_IN_IRIS.search(text):
                return f"{text!r} is not an IRI: it holds blanks, quotes, brackets or control characters", text
    return None


def check_depth(data: Data, text: str) -> None:
    """Refuse nesting before the recursive readers see it.

    Raises DataError with the place of the bracket that goes too deep.
    """
    if text.count("[") + text.count("{") <= MAX_NESTING:
        return
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in ("[", "{"):
            depth += 1
            if depth > MAX_NESTING:
                line, column = _line_and_column(text, match.start())
                raise data.refused(f"arrays and objects stand more than {MAX_NESTING} deep", line, column)
        elif token in ("]", "}"):
            depth = max(0, depth - 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _OddValueError(f"the key {key!r} stands twice in one object", json.dumps(key))
        found[key] = value
    return found


def _integer_or_text(written: str) -> int | str:
    try:
        return _integer(written)
    except _OddValueError:
        return written


def _no_constant(name: str) -> float:
    raise _OddValueError(f"{name} is not a number of JSON", name)


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or abs(int(digits)) > MAX_INTEGER:
        raise _OddValueError("an integer beyond ±2^53 is read differently by every program; write it in quotes", digits)
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    if not math.isfinite(value):
        raise _OddValueError("a number too large or too long to be read exactly; write it in quotes", digits)
    return value


def _at(data: Data, text: str, reason: str, shown: str) -> DataError:
    place = text.find(json.dumps(shown, ensure_ascii=False)[1:-1])
    return data.refused(reason, *_line_and_column(text, max(place, 0)))


def _place_of(text: str, shown: str, start: int) -> tuple[int, int]:
    """Where what is shown stands.

    In a text of one value that is the last time, so that of a key that stands twice it is the second; in one of many
    values it is the first time from where this one begins.
    """
    place = text.find(shown, start) if text[:start].strip(_BLANKS) else text.rfind(shown)
    return _line_and_column(text, max(place, 0))


def _place_of_pattern(text: str, pattern: re.Pattern[str], start: int) -> tuple[int, int]:
    match = pattern.search(text, start)
    return _line_and_column(text, match.start() if match else 0)


def _line_and_column(text: str, place: int) -> tuple[int, int]:
    return text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
