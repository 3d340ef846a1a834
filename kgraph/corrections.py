"""Misspellings that were read as something else: whoever answers a question says so, in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str, str], None]

_REPORT: ContextVar[Report | None] = ContextVar("kgraph_corrections", default=None)


@contextmanager
def corrections_to(report: Report) -> Iterator[None]:
    """While this lasts, `report` is called with every name that is read as another, and with that other name."""
    token = _REPORT.set(report)
    try:
        yield
    finally:
        _REPORT.reset(token)


def report_correction(name: str, read_as: str) -> None:
    """Tell whoever asked that a name was read as another; nobody may be listening."""
    report = _REPORT.get()
    if report is not None:
        report(name, read_as)


def reported_elsewhere() -> bool:
    """Whether somebody listens to corrections, so that no warning is needed."""
    return _REPORT.get() is not None
