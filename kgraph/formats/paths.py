"""A path answer in one of the output formats."""

from __future__ import annotations

from kgraph.door_words import PYTHON, DoorWords
from kgraph.formats.escape import for_terminal, json_text
from kgraph.formats.listing import render
from kgraph.formats.path_json import COLUMNS, path_rows, to_json
from kgraph.model import Contents
from kgraph.paths.values import PathAnswer


def render_paths(
    graph: Contents, answer: PathAnswer, form: str, *, explain: bool = False, door: DoorWords = PYTHON
) -> str:
    """An answer in one of the output formats, in the words of a door; `explain` adds the arithmetic to the table."""
    if form == "table":
        from kgraph.formats.path_words import words

        return "\n".join(map(for_terminal, words(graph, answer, explain=explain, door=door))) + "\n"
    if form == "json":
        return json_text(to_json(graph, answer, door), indent=2) + "\n"
    if form == "jsonl":
        lines = to_json(graph, answer, door)
        blocks = [("paths", path) for path in lines["paths"]] + [("outcomes", path) for path in lines["outcomes"]]  # type: ignore[attr-defined]
        return "".join(json_text({"block": block, **path}) + "\n" for block, path in blocks)
    return render(list(path_rows(graph, answer)), COLUMNS, form)
