"""What is said on stderr of files that are laid over the bundled data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.formats.escape import for_terminal

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.overlaid import Overlaid


def say_overlay(graph: Contents, overlay: Overlaid) -> None:
    """Tell what of the files takes no part in the answers, what is made of them, and what they take back."""
    _say_unused(overlay)
    _say_taken_back(graph, overlay)


def _say_unused(overlay: Overlaid) -> None:
    """Tell on stderr what of the files takes no part in the answers."""
    from collections import Counter

    for file, count in overlay.not_understood:
        message = f"kgraph: {file}: {count} statements, nothing of this ontology among them; only SPARQL sees them"
        click.echo(for_terminal(message), err=True)
    for file, _, target in overlay.imports:
        message = f"kgraph: {file}: owl:imports {target} is not followed; give that file with --data as well"
        click.echo(for_terminal(message), err=True)
    for file, count in Counter(file for file, *_ in overlay.edges).items():
        edges = "plain edge is read as a claim" if count == 1 else "plain edges are read as claims"
        message = (
            f"kgraph: {file}: {count} {edges} of this file, citing nothing; "
            "kgraph new claims makes a table in which they get certainty and evidence"
        )
        click.echo(for_terminal(message), err=True)
    for file, count in Counter(file for file, *_ in overlay.set_aside).items():
        unused = f"{count} statements would change what is bundled and are not used; kgraph check says which"
        message = f"kgraph: {file}: {unused}"
        click.echo(for_terminal(message), err=True)


_MOST_SAID = 3


def _say_taken_back(graph: Contents, overlay: Overlaid) -> None:
    """Tell on stderr which bundled claims the files take back, so that nobody looks for them in vain."""
    from kgraph.words import Words

    words = Words(graph)
    # Those of the files come first: asking a claim whether it stands fetches all of it.
    gone = [claim for claim in graph.claims.values() if claim.id not in overlay.own and claim.retired]
    for claim in gone[:_MOST_SAID]:
        message = f"kgraph: {claim.id} is {' and '.join(words.retired(claim))}; it carries no path"
        click.echo(for_terminal(message), err=True)
    if len(gone) > _MOST_SAID:
        message = f"kgraph: {len(gone) - _MOST_SAID} more bundled claims are taken back; kgraph debates --kind retired"
        click.echo(message, err=True)
