"""Where in RDF files the block of a subject starts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from kgraph.vocabulary import shorten

_BLOCK = re.compile(r"^(<[^>]*>|[A-Za-z][\w.-]*:[^\s;,]*)\s", re.MULTILINE)


class Whereabouts:
    """The places of subjects in some files, read when first asked for."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def _lines(self) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for file in self._files:
            for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
                match = _BLOCK.match(line)
                if match:
                    name = match.group(1)
                    found.setdefault(shorten(name[1:-1]) if name.startswith("<") else name, (str(file), number))
        return found

    def of(self, subject: str) -> tuple[str, int]:
        """File and line of a subject's block; the last file and line 1 when it cannot be told."""
        return self._lines.get(subject, (str(self._files[-1]), 1))
