"""Tables on standard output, and the statistics in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown, at once."""
    print(f"\n{title}\n")
    print("| " + " | ".join(columns) + " |")
    print("| " + " | ".join("---" for _ in columns) + " |")
    for row in rows:
        print("| " + " | ".join(_cell(value) for value in row) + " |", flush=True)


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def p50(values: Sequence[float]) -> float:
    """The median."""
    return float(np.median(values))


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return float(np.quantile(values, 0.95))
