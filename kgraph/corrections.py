"""Misspellings that were read as something else: whoever answers a question says so, in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[str, str], None]

_REPORT: ContextVar[Report | None] = ContextVar("kgraph_corrections", default=None)
_SAID: ContextVar[dict[str, str] | None] = ContextVar("kgraph_corrections_said", default=None)


@contextmanager
def corrections_to(report: Report) -> Iterator[None]:
    """While this lasts, `report` is called with every name that is read as another, and with that other name."""
    token, said = _REPORT.set(report), _SAID.set({})
    try:
        yield
    finally:
        _REPORT.reset(token)
        _SAID.reset(said)


@contextmanager
def heard_corrections() -> Iterator[list[tuple[str, str]]]:
    """While this lasts, corrections are collected and passed on to whoever listens."""
    heard: list[tuple[str, str]] = []
    outer = _REPORT.get()

    def report(name: str, read_as: str) -> None:
        heard.append((name, read_as))
        if outer is not None:
            outer(name, read_as)

    with corrections_to(report):
        yield heard


def report_correction(name: str, read_as: str) -> None:
    """Tell whoever asked that a name was read as another; nobody may be listening."""
    report, said = _REPORT.get(), _SAID.get()
    if said is not None:
        said[name] = read_as
    if report is not None:
        report(name, read_as)


def reported_elsewhere() -> bool:
    """Whether somebody listens to corrections, so that no warning is needed."""
    return _REPORT.get() is not None


def corrections_so_far() -> Mapping[str, str]:
    """The names that were read as others while somebody listens, each with that other name; none otherwise."""
    return _SAID.get() or {}
