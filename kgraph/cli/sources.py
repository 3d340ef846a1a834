"""The --source option: the reader's own copies of the curated texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kgraph.curation.passages import Passages
    from kgraph.graph import KnowledgeGraph


def source_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --source NAME=FILE."""
    option = click.option(
        "--source", multiple=True, metavar="NAME=FILE", help="Your copy of a source: review=FILE, als-page=FILE."
    )
    return option(command)


def read_sources(graph: KnowledgeGraph, given: Sequence[str]) -> dict[str, Passages]:
    """The passages of the given copies by source name.

    Raises BadParameter for a name that is no source, and DataError for a file that cannot be read.
    """
    from kgraph.curation.passages import Passages
    from kgraph.parsing.texts import read_text

    known = {source.short: source for source in graph.sources.values() if source.sha256}
    passages = {}
    for item in given:
        name, equals, file = item.partition("=")
        if not equals or name not in known:
            raise click.BadParameter(f"{item!r} should be NAME=FILE with NAME one of {', '.join(known)}.")
        passages[name] = Passages.from_text(read_text(Path(file)))
    return passages
