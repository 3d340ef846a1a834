"""Many texts in two arrays: where each one starts, and all of them one after the other in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray


class Texts:
    """A sequence of texts over `starts`, one more than there are texts, and `content`; decoded when asked for."""

    __slots__ = ("_content", "_starts")

    def __init__(self, starts: NDArray[np.integer], content: NDArray[np.uint8]) -> None:
        self._starts, self._content = starts, content

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Texts from Python strings."""
        parts = [text.encode("utf-8") for text in texts]
        lengths = np.fromiter(map(len, parts), np.int64, len(parts))
        starts = np.zeros(len(parts) + 1, np.int64)
        np.cumsum(lengths, out=starts[1:])
        return cls(starts, np.frombuffer(b"".join(parts), np.uint8))

    @property
    def arrays(self) -> tuple[NDArray[np.integer], NDArray[np.uint8]]:
        """The two arrays, as they are stored."""
        return self._starts, self._content

    def __len__(self) -> int:
        return len(self._starts) - 1

    def raw(self, number: int) -> bytes:
        """One text as UTF-8, which sorts as its code points do."""
        return self._content[self._starts[number] : self._starts[number + 1]].tobytes()

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def first_from(self, text: str) -> int:
        """In sorted texts, the number of the first that is not before `text`; the count when all are before."""
        wanted, low, high = text.encode("utf-8"), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low
