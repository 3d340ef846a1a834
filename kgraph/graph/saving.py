"""Answers of the facade as files: the ending says the format."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import UsageError
from kgraph.files.writing import write_file

if TYPE_CHECKING:
    from kgraph.formats.listing import Row
    from kgraph.model import Contents
    from kgraph.paths.values import PathAnswer

_ROWS = {".txt": "table", ".tsv": "tsv", ".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".md": "md"}
_PICTURES = {".svg": "svg", ".dot": "dot", ".mmd": "mermaid"}


def save_table(
    rows: Sequence[Row], columns: Sequence[str], file: str | PathLike[str], *, force: bool, notice: bool
) -> Path:
    """Write rows; see `Tabular.save`."""
    from kgraph.formats.listing import render

    path = Path(file)
    form = _form(path, _ROWS)
    write_file(path, _noticed(render(rows, columns, form), form, notice=notice), force=force)
    return path


def save_paths(graph: Contents, answer: PathAnswer, file: str | PathLike[str], *, force: bool) -> Path:
    """Write an answer; see `PathAnswer.save`."""
    path = Path(file)
    form = _form(path, {**_ROWS, **_PICTURES})
    if form in _PICTURES.values():
        from kgraph.formats.figures import path_figure

        text = path_figure(graph, answer, form)
    else:
        from kgraph.formats.paths import render_paths

        text = _noticed(render_paths(graph, answer, form), form, notice=form == "md")
    write_file(path, text, force=force)
    return path


def _form(path: Path, forms: dict[str, str]) -> str:
    form = forms.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path} has an ending that no format has; use one of {', '.join(forms)}.")
    return form


def _noticed(text: str, form: str, *, notice: bool) -> str:
    from kgraph.formats.notices import NOT_ADVICE

    return f"{text}\n{NOT_ADVICE}\n" if notice and form in ("table", "md") else text
