"""A compiled index for large graphs: built once, opened at once, searched exactly."""

from kgraph.errors import UsageError
from kgraph.installation import install_command

try:
    import numpy as _  # noqa: F401, ICN001
except ModuleNotFoundError:
    raise UsageError(f"an index is searched with numpy: {install_command('index')}") from None
