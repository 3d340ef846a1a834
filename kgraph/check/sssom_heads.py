"""The head of an SSSOM table: its prefixes, and what it says of all its mappings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kgraph.frozen import frozen
from kgraph.reading.missing_marks import is_missing
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import read_text
from kgraph.vocabulary import PREFIXES, shorten

_SLOT = re.compile(r"""(\s*)(["']?)([\w.-]+)\2\s*:(?:\s+(.*))?""")
_IN_BRACES = re.compile(r"""(["']?)([\w.-]+)\1\s*:\s+(["']?)([^\s,"'{}]+)\3""")
# What stands behind a blank and a # is a comment; a namespace may end in #.
_REMARK = re.compile(r"\s+#.*$")
_MAP = "curie_map"
_ENDINGS = (".yml", ".yaml")
_IRI = re.compile(r"<?[A-Za-z][A-Za-z0-9+.-]*://")
NO_TERM = "sssom:NoTermFound"
# Prefixes that every table has without saying so.
_BUILT_IN = frozenset({"sssom", "semapv"})
_BY_LOWER_CASE = {prefix.lower(): namespace for prefix, namespace in PREFIXES.items()}


@frozen
class SssomHead:
    """Prefixes with their namespaces, slots of the whole table with their values, and the lines before the header."""

    prefixes: dict[str, str]
    slots: dict[str, str]
    lines: int

    def unknown_prefix(self, identifier: str) -> str | None:
        """The prefix of an identifier that nobody explains; None where all is known, or there is no prefix."""
        prefix, colon, _ = identifier.partition(":")
        if not colon or _IRI.match(identifier) or prefix in self.prefixes or prefix in _BUILT_IN:
            return None
        if prefix.lower() in _BY_LOWER_CASE:
            return None
        return prefix

    def curie(self, identifier: str) -> str:
        """An identifier of the table as the project writes it, whatever prefix or capitals the table uses."""
        prefix, colon, local = identifier.strip().partition(":")
        if _IRI.match(identifier) or not colon:
            return shorten(identifier.strip().strip("<>"))
        return shorten(self.prefixes.get(prefix, _BY_LOWER_CASE.get(prefix.lower(), f"{prefix}:")) + local)


def read_head(data: Data, path: Path) -> SssomHead:
    """The head of a table, and of the metadata file beside it (``mine.sssom.yml``); leaves the table at its start.

    What the table says itself goes before the file beside it.
    """
    lines: list[str] = []
    for raw in data.file:
        line = raw if lines else raw.removeprefix(codecs.BOM_UTF8)
        if not line.startswith(b"#"):
            break
        lines.append(line.decode("utf-8", "replace")[1:].rstrip())
    data.file.seek(0)
    prefixes: dict[str, str] = {}
    slots: dict[str, str] = {}
    for ending in _ENDINGS:
        beside = path.with_suffix(ending)
        if beside.is_file():
            _read(read_text(beside).splitlines(), prefixes, slots)
    # A blank before every line is part of the comment sign.
    indented = all(not line or line.startswith(" ") for line in lines)
    _read((line[1:] if indented else line for line in lines), prefixes, slots)
    return SssomHead(prefixes, slots, len(lines))


def _read(lines: Iterable[str], prefixes: dict[str, str], slots: dict[str, str]) -> None:
    """Add the prefixes and slots of a flat YAML document; lists and nested values other than the curie_map are not."""
    section = ""
    for indent, name, value in _slots(lines):
        if not indent:
            section = name
            if name == _MAP and value.startswith("{"):
                prefixes |= {found[2]: found[4] for found in _IN_BRACES.finditer(value)}
            elif value:
                slots[name] = value
        elif section == _MAP and value:
            prefixes[name] = value


def _slots(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        if found := _SLOT.fullmatch(line.rstrip()):
            yield found[1], found[3], _REMARK.sub("", found[4] or "").strip().strip("\"'")


def is_denied(row: Mapping[str, str], data: Data, line: int) -> bool:
    """Whether a row says that its mapping does *not* hold; raises DataError for a modifier that says neither."""
    modifier = row.get("predicate_modifier", "")
    if is_missing(modifier):
        return False
    if modifier.strip().lower() != "not":
        raise data.refused(f"the predicate_modifier {modifier!r} is not Not", line)
    return True
