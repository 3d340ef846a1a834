"""The graph as Parquet files, one for each of the tables of `kgraph.formats.graph_tables`."""

from __future__ import annotations

from io import BytesIO
from types import MappingProxyType
from typing import Any

from kgraph.errors import MissingExtraError
from kgraph.formats.documents import Files, GraphDocument
from kgraph.formats.graph_tables import COLUMNS, table
from kgraph.formats.stated_licences import licences
from kgraph.model import Contents
from kgraph.version import __version__


def write_parquet(document: GraphDocument, form: str) -> Files:
    """A file a table, with what each column is about, the version and the licences in its schema.

    Raises MissingExtraError without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("Parquet files need pyarrow", "parquet") from None
    about = {"kgraph": __version__, "licence": "; ".join(licences(document.graph))}
    found = {}
    for name in COLUMNS:
        out = BytesIO()
        pq.write_table(_table(pa, document.graph, name, about), out)
        found[f"{name}.parquet"] = out.getvalue()
    return Files(form, found)


def _table(pa: Any, graph: Contents, name: str, about: dict[str, str]) -> Any:
    kinds = MappingProxyType(
        {
            "text": pa.string(),
            "texts": pa.list_(pa.string()),
            "number": pa.float64(),
            "integer": pa.int64(),
            "truth": pa.bool_(),
        }
    )
    fields = [pa.field(one.name, kinds[one.holds], metadata={"about": one.about}) for one in COLUMNS[name]]
    schema = pa.schema(fields, metadata=about)
    rows = list(table(graph, name))
    return pa.table([[row[field.name] for row in rows] for field in schema], schema=schema)
