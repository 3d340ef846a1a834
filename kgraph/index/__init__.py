"""A compiled index for large graphs: built once, opened at once, searched exactly."""

from kgraph.errors import UsageError

try:
    import numpy as _  # noqa: F401, ICN001
except ModuleNotFoundError:
    raise UsageError("an index is searched with numpy: pip install 'kgraph[index]'") from None
