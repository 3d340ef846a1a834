"""The prefixes that the files of a user declare, put before a query that uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from kgraph.sparql.query_tokens import tokens
from kgraph.vocabulary import QUERY_PREFIXES

_DECLARED = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>\s\"{}|^`\\]*)>", re.IGNORECASE | re.MULTILINE)
_LANGUAGES = (".ttl", ".trig", ".n3")
# Letters at the start of a file, where prefixes stand.
_HEAD = 1_000_000


def with_prefixes_of(files: Iterable[Path], query: str) -> str:
    """The query with the PREFIX lines that it lacks and that Turtle or TriG files have; lines keep their numbers.

    A prefix that two files use for different namespaces is left undeclared.  Files that cannot be read are passed
    over: loading them says why.
    """
    found = list(tokens(query))
    declared = {name.text[:-1] for word, name in pairwise(found) if word.word == "PREFIX" and name.kind == "name"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    wanted = used - declared - QUERY_PREFIXES.keys()
    if not wanted:
        return query
    namespaces: dict[str, set[str]] = {}
    for file in files:
        for prefix, namespace in _declarations(file):
            namespaces.setdefault(prefix, set()).add(namespace)
    # One that is used in other capitals is declared too, so that it can be offered.
    lower = {prefix.lower() for prefix in wanted}
    known = {prefix: namespaces[prefix] for prefix in sorted(namespaces) if prefix.lower() in lower - declared}
    lines = [f"PREFIX {prefix}: <{min(those)}> " for prefix, those in known.items() if len(those) == 1]
    return "".join([*lines, query])


def _declarations(file: Path) -> list[tuple[str, str]]:
    if file.suffix.lower() not in _LANGUAGES or not file.is_file():
        return []
    try:
        with file.open(encoding="utf-8", errors="replace") as text:
            return _DECLARED.findall(text.read(_HEAD))
    except OSError:
        return []
