"""Building an index from whatever holds edges: a table, a typed graph, a store on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.index.columns import is_table
from kgraph.index.compile import Edges, compile_edges
from kgraph.index.file_layout import write_arrays
from kgraph.model import Contents


def build_index(
    place: Path,
    source: Path | None = None,
    *,
    data: Sequence[Path] = (),
    bundled: bool = True,
    names: Path | None = None,
    columns: Mapping[str, str] | None = None,
    unit_cost: bool = False,
    force: bool = False,
) -> dict[str, Any]:
    """Compile an index at `place` in one step, and give its facts and size.

    `source` is an edge table (CSV, TSV, Parquet; see `read_edges`), a store on disk (see `open_folder`), or an RDF
    file; without one the bundled graph is meant, with the RDF files of `data` laid over it.  Raises ExistingFileError
    unless `force` is given, DataError for data that cannot be read, and UsageError for what does not go together.
    """
    if place.exists() and not force:
        # Before an hour of work rather than after it; the write looks again.
        from kgraph.errors import ExistingFileError

        raise ExistingFileError(str(place))
    edges = _edges(source, data, names, columns, bundled=bundled, unit_cost=unit_cost)
    arrays, facts = compile_edges(edges)
    return {**facts, "bytes": write_arrays(place, arrays, facts, force=force)}


def _edges(
    source: Path | None,
    data: Sequence[Path],
    names: Path | None,
    columns: Mapping[str, str] | None,
    *,
    bundled: bool,
    unit_cost: bool,
) -> Edges:
    from kgraph.index.edge_tables import read_edges
    from kgraph.index.typed_graph import graph_edges

    if source is not None and is_table(source) and not source.is_dir():
        if data:
            raise UsageError("an edge table and {data} do not go together: build two indexes.", choices=["data"])
        return read_edges(source, names=names, columns=columns, unit_cost=unit_cost)
    if names is not None or columns or unit_cost:
        raise UsageError(
            "{names}, {columns} and {unit_cost} are for edge tables.", choices=["names", "columns", "unit_cost"]
        )
    if source is not None and source.is_dir():
        if data:
            raise UsageError("a store and {data} do not go together:", choices=["data"], hint="fill-store")
        return graph_edges(_of_store(source))
    from kgraph.reading.load import load_contents

    if source is not None:
        return graph_edges(load_contents(source, *data, bundled=False))
    return graph_edges(load_contents(*data, bundled=bundled))


def _of_store(folder: Path) -> Contents:
    """The typed graph that a store on disk holds."""
    from pyoxigraph import Quad

    from kgraph.files.bundled import bundled_data
    from kgraph.reading.contents import read_contents
    from kgraph.reading.rdf_files import parse_files
    from kgraph.sparql.disk_stores import open_folder

    store = open_folder(folder)
    try:
        quads = [Quad(*quad.triple) for quad in store]
    except (OSError, ValueError, RuntimeError) as error:
        raise DataError(str(error).replace("\n", " "), file=str(folder)) from None
    vocabulary = bundled_data()[:1]
    return read_contents([*parse_files(vocabulary), *quads], files=vocabulary)
