"""Whether what a workspace holds may be passed on, said before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.errors import UsageError
from kgraph.formats.escape import for_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.workspaces.import_records import ImportRecord

_NAMED = 3


def heed_licences(folder: Path, *, passed_on: bool) -> None:
    """Tell on stderr under which licences the imports of a workspace stand.

    Raises UsageError for imports that may not be passed on when that is what it is for.
    """
    from kgraph.workspaces.folder import open_workspace
    from kgraph.workspaces.licences import OPEN, REFUSED, standing_of

    groups: dict[tuple[str, str, str], list[ImportRecord]] = {}
    for record in open_workspace(folder).records:
        standing = standing_of(record.licence)
        groups.setdefault((standing.standing, record.licence, standing.words), []).append(record)
    refused = [(words, records) for (kind, _, words), records in groups.items() if kind == REFUSED]
    if refused and passed_on:
        told = "; ".join(f"{_files(records)} ({words})" for words, records in refused)
        raise UsageError(
            f"{folder} holds what may not be passed on: {told}. Say the licence with kgraph import FILE "
            f"--into {folder} --licence NAME, or write it for yourself with --for-myself."
        )
    for (kind, licence, words), records in sorted(groups.items()):
        if kind != OPEN:
            may = "not to be passed on" if kind == REFUSED else f"licence {licence}"
            click.echo(for_terminal(f"kgraph: {may}: {_files(records)}: {words}"), err=True)


def _files(records: list[ImportRecord]) -> str:
    names = [" ".join(record.files) for record in records]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
