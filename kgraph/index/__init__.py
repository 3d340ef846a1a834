"""A compiled index for large graphs: built once, opened at once, searched exactly."""

from kgraph.errors import MissingExtraError

try:
    import numpy as _  # noqa: F401, ICN001
except ModuleNotFoundError:
    raise MissingExtraError("an index is searched with numpy", "index") from None
