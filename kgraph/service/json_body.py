"""A value as the JSON body of an answer."""

from __future__ import annotations

import json
from typing import Any

from kgraph.formats.cells import for_json


def json_body(value: Any) -> bytes:
    """JSON in UTF-8 with a line end, unseen characters as escapes, as on the command line.

    A lone surrogate, which many readers of JSON refuse, becomes a question mark.  Raises ValueError for a number that
    is none.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return for_json(text.encode("utf-8", "replace").decode("utf-8")).encode("utf-8") + b"\n"
