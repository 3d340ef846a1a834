"""`kgraph import … --into DIR`: what becomes of each file, one after the other."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.options import FILE, DataFiles
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.escape import for_terminal
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kgraph.graph.workspace_imports import ImportChoices, Outcome
    from kgraph.importers import Tally

_REFUSED, _UNREADABLE = 1, 3
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# Names that sources of the bundled data have.
_BUNDLED = ("review", "als-page", "primary")
# So many outcomes are told one by one; more of a kind are counted.
_TOLD = 10


@frozen
class Into:
    """The workspace that files are imported into, with what is said of them: --into, --licence and the like."""

    folder: Path
    licence: str
    version: str
    same_name: str
    source: str

    def choices(self, kind: str, data: DataFiles, *, strict: bool) -> ImportChoices:
        """How they are imported; names are looked up in `data` and in what is in the workspace."""
        from kgraph.graph.workspace_imports import ImportChoices
        from kgraph.workspaces.folder import is_workspace

        there = self.folder if is_workspace(self.folder) else None
        known = DataFiles(data.own, data.bundled, data.workspace or there).load
        return ImportChoices(kind, self.licence, self.version, self.same_name, strict, known, self.source)  # type: ignore[arg-type]


def into_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --into and what goes with it; the command takes them as `into`, which is None without --into."""

    @wraps(command)
    def collected(
        *given: Any,
        into: Path | None,
        licence: str,
        data_version: str,
        same_name: str,
        source_name: str,
        **others: Any,
    ) -> Any:
        if into is None and (licence or data_version or source_name or same_name != "refuse"):
            raise click.UsageError("--licence, --data-version, --source-name and --same-name go with --into DIR.")
        if source_name and (not _NAME.fullmatch(source_name) or source_name in _BUNDLED):
            raise click.UsageError(
                f"--source-name {source_name!r}: use lower-case letters, digits and hyphens, and none of "
                f"{', '.join(_BUNDLED)}."
            )
        chosen = None if into is None else Into(into, licence, data_version, same_name, source_name)
        return command(*given, into=chosen, **others)

    for option in (
        click.option(
            "--same-name",
            type=click.Choice(["refuse", "replace", "beside"]),
            default="refuse",
            show_default=True,
            help="With --into: what to do with another version of a file that is there.",
        ),
        click.option(
            "--source-name",
            default="",
            metavar="NAME",
            help="With --into: what the source is called; without it, as its kind.",
        ),
        click.option("--data-version", default="", metavar="TEXT", help="With --into: the version of the data."),
        click.option(
            "--licence", default="", metavar="NAME", help="With --into: the licence of the data (SPDX, or an address)."
        ),
        click.option("--into", type=FILE, metavar="DIR", help="Import into this workspace, which is made if need be."),
    ):
        collected = option(collected)
    return collected


def import_files(files: Sequence[Path], kind: str, into: Into, *, strict: bool, data: DataFiles) -> int:
    """Import files into a workspace, tell what became of them on stderr, and give the exit code.

    What is refused leaves the workspace as it was; the others are imported all the same.
    """
    from kgraph.graph.workspace_imports import REFUSED, import_into
    from kgraph.workspaces.folder import Workspace, is_workspace
    from kgraph.workspaces.merged import merged_file

    told: Counter[str] = Counter()
    totals = _Totals()
    code = 0
    with _bar(len(files)) as bar:
        for outcome in import_into(into.folder, files, into.choices(kind, data, strict=strict)):
            told[outcome.state] += 1
            totals.add(outcome)
            if bar is not None:
                bar.update(len(outcome.files))
            if outcome.state == REFUSED:
                code = _tell_refused(outcome, code)
            elif told[outcome.state] <= _TOLD:
                _tell(outcome)
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(told.items()))
    _say(f"{into.folder}: {states}")
    totals.tell()
    if is_workspace(into.folder):
        # Made now, so that the next question need not wait for it.
        merged_file(Workspace(into.folder))
    return code


def _bar(length: int) -> AbstractContextManager[Any]:
    if length == 1 or not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=length, label="importing", show_pos=True, file=sys.stderr)


def _tell_refused(outcome: Outcome, code: int) -> int:
    for fault in outcome.faults:
        _say(fault.said(COMMAND_LINE))
    if outcome.faults:
        return _UNREADABLE
    lost = outcome.imported.losses if outcome.imported is not None else ()
    words = "; ".join(f"{tally.what}: {tally.count:,}" for tally in lost)
    _say(f"{outcome.files[0]}: refused, because --strict is given and something is lost ({words})")
    return max(code, _REFUSED)


def _tell(outcome: Outcome) -> None:
    record = outcome.record
    if record is None:
        return
    names = " ".join(map(str, outcome.files))
    if outcome.imported is None:
        _say(f"{names}: there since {record.time[:10]}, nothing to do")
        return
    what = f"{record.count('out', 'claims'):,} claims, {record.licence or 'no licence known'}"
    _say(f"{names}: {outcome.state} as {record.name} ({what})")


class _Totals:
    """What was read, made, lost and remarked, over all files."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {"read": Counter(), "lost": Counter(), "note": Counter()}
        self._places: dict[tuple[str, str], list[str]] = {}

    def add(self, outcome: Outcome) -> None:
        """Take in what came of a file that was imported."""
        if outcome.imported is None or outcome.record is None:
            return
        for word, tallies in (
            ("read", outcome.imported.found),
            ("lost", outcome.imported.losses),
            ("note", outcome.imported.remarks),
        ):
            self._add(word, tallies)

    def _add(self, word: str, tallies: Iterable[Tally]) -> None:
        for tally in tallies:
            self._counts[word][tally.what] += tally.count
            places = self._places.setdefault((word, tally.what), [])
            places += tally.places[: 3 - len(places)]

    def tell(self) -> None:
        """Tell them, each with the first places."""
        for word, counts in self._counts.items():
            for what, count in sorted(counts.items()):
                places = self._places[word, what]
                where = f" ({', '.join(places)}{' …' if count > len(places) else ''})" if places else ""
                _say(f"{word} {what}: {count:,}{where}")


def _say(message: str) -> None:
    click.echo(for_terminal(message), err=True)
