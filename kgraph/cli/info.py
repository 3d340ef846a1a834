"""`kgraph info`."""

from __future__ import annotations

from collections import Counter

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing
from kgraph.version import __version__


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
