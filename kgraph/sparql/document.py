"""The answer to a query, as a document that is read once."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Self

_CHUNK = 1024 * 1024


@dataclass(slots=True)
class AnswerDocument:
    """An answer.  `kind` is select, ask or graph; `found` says whether it holds a row or a triple, or is a yes.

    `cut` is empty, or says in a few words what was cut and by which limit; the document is valid either way.  `columns`
    are the variables of a SELECT.  The document is read once, by `read` or `chunks`, both of which close it.
    """

    kind: str
    media_type: str
    columns: tuple[str, ...]
    found: bool
    cut: str
    size: int
    seconds: float
    body: IO[bytes] = field(repr=False)

    @classmethod
    def of(cls, written: Mapping[str, Any], body: IO[bytes], started: float) -> Self:
        """What was written to `body`, with what its writer says of it; `started` is on the monotonic clock."""
        size = body.seek(0, os.SEEK_END)
        body.seek(0)
        about = {name: written[name] for name in ("kind", "media_type", "found", "cut")}
        return cls(**about, columns=tuple(written["columns"]), size=size, seconds=time.monotonic() - started, body=body)

    def read(self) -> bytes:
        """The whole document."""
        with self.body:
            return self.body.read()

    def chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """The document, piece by piece."""
        with self.body:
            while chunk := self.body.read(size):
                yield chunk

    def close(self) -> None:
        """Let go of the document unread."""
        self.body.close()


def answer_file() -> IO[bytes]:
    """A file without a name, in memory where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("answer"), "rb+")
    return tempfile.TemporaryFile()
