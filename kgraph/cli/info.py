"""`kgraph info`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing
from kgraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@click.command("info")
@data_options
@output_options("listing")
def command(*, data: DataFiles, output: Output) -> None:
    """What is in the graph: versions, files, counts.

    The digest of a file is its SHA-256; that of code, ontology and data is the SHA-256 of what sha256sum prints of all
    their files, sorted by name. The same release has the same digests wherever it is installed.

    \b
    Example:
      kgraph info --format json
    """
    from kgraph.release import digest, parts

    graph = data.load()
    claims = graph.claims.values()
    rows: list[dict[str, object]] = [{"what": "version", "value": __version__}]
    for part in parts(graph.files):
        rows += [
            {"what": f"{part.name} version", "value": part.version},
            {"what": f"{part.name} sha256", "value": part.sha256},
        ]
    for file in graph.files:
        rows += [{"what": "file", "value": str(file)}, {"what": "file sha256", "value": digest(file)}]
    if data.workspace is not None:
        rows += _imports(data.workspace)
    for name in ("entities", "claims", "references", "hypotheses", "questions", "sources"):
        rows.append({"what": name, "value": len(getattr(graph, name))})
    rows.append({"what": "evidence lines", "value": sum(len(claim.evidence) for claim in claims)})
    rows.append({"what": "uncited claims", "value": sum(claim.uncited for claim in claims)})
    for field in ("origin", "certainty", "study_kind", "relation"):
        counts = Counter(getattr(claim, field) for claim in claims)
        rows += [
            {"what": f"claims, {field.replace('_', ' ')} {name}", "value": n} for name, n in sorted(counts.items())
        ]
    rows.append({"what": "notice", "value": "Not medical advice. Code MIT, data CC BY 4.0."})
    emit(Listing(rows, ("what", "value"), notice=False), output)


def _imports(folder: Path) -> Iterator[dict[str, object]]:
    """A row for each import of a workspace: its files, when it was made, its licence, and its counts in and out."""
    from kgraph.workspaces.folder import open_workspace

    for record in open_workspace(folder).records:
        counts = ", ".join(f"{one.count:,} {one.what} {one.flow}" for one in record.counts if one.flow != "lost")
        lost = sum(one.count for one in record.counts if one.flow == "lost")
        said = (
            " ".join(record.files),
            record.time,
            record.version,
            record.licence or "no licence known",
            f"sha256 {record.sha256}",
            counts,
            f"{lost:,} lost",
        )
        yield {"what": f"import {record.name}", "value": "; ".join(part for part in said if part)}
