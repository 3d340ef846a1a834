"""Answers as HTML for notebooks: escaped, whole by themselves, without scripts and without a request to anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from kgraph.formats.answer_words import answer_lines, mechanism_name
from kgraph.formats.escape import for_terminal, plain
from kgraph.formats.notices import CUT_SEARCH, NOT_ADVICE
from kgraph.formats.path_lanes import chains_picture, path_picture
from kgraph.formats.path_words import OUTCOMES, arrow, headings, remarks, summary

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.values import Path, PathAnswer

Row = Mapping[str, object]

_SHOWN = 50
_LEFT = 'style="text-align: left; vertical-align: top"'


def table_html(columns: Sequence[str], rows: Sequence[Row], *, notice: bool = True, remark: str = "") -> str:
    """Rows as a table, the first 50 of them, and how many more there are."""
    head = "".join(f"<th {_LEFT}>{_text(column.replace('_', ' '))}</th>" for column in columns)
    lines = ["".join(f"<td {_LEFT}>{_text(plain(row.get(c), ', '))}</td>" for c in columns) for row in rows[:_SHOWN]]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    left = len(rows) - _SHOWN
    notes = [f"{left} more rows: to_df() has all of them" if left > 0 else remark, NOT_ADVICE if notice else ""]
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_notes(notes)}</div>"


def record_html(record: Row) -> str:
    """A record as a table of two columns; lists are folded."""
    lines = []
    for name, value in record.items():
        title = _text(name.replace("_", " "))
        if isinstance(value, list):
            items = "".join(f"<li>{_text(plain(item))}</li>" for item in value)
            cell = f"<details><summary>{len(value)}</summary><ul>{items}</ul></details>"
        else:
            cell = _text(plain(value))
        lines.append(f"<tr><th {_LEFT}>{title}</th><td {_LEFT}>{cell}</td></tr>")
    return f"<div><table><tbody>{''.join(lines)}</tbody></table>{_notes([NOT_ADVICE])}</div>"


def path_html(graph: Contents, path: Path) -> str:
    """One path: its chain and summary, its picture, and its steps in a list."""
    picture = path_picture(graph, path)
    return f"<div>{picture}{_path(graph, path, folded=False)}{_notes([NOT_ADVICE])}</div>"


def answer_html(graph: Contents, answer: PathAnswer) -> str:
    """The answer by mechanism as a terminal shows it, its picture, and each mechanism unfolding its chains.

    Without mechanisms its paths stand by effect.
    """
    if not answer.mechanisms:
        return _answer_by_effect(graph, answer)
    screen = "\n".join(_text(line) for line in answer_lines(graph, answer))
    picture = chains_picture(graph, answer)
    parts = [f"<pre>{screen}</pre>", f"<details open><summary>Picture</summary>{picture}</details>"]
    for entry in answer.mechanisms:
        head = f"{mechanism_name(graph, entry.mechanism)}: {entry.effect} ({len(entry.chains)})"
        parts.append(_folded(graph, head, [chain.path for chain in entry.chains]))
    if answer.outcomes:
        parts.append(_folded(graph, OUTCOMES.capitalize(), answer.outcomes))
    return f"<div>{''.join(parts)}</div>"


def _answer_by_effect(graph: Contents, answer: PathAnswer) -> str:
    parts = [f"<h3>{_text(f'{graph.label(answer.start)} → {graph.label(answer.end)}')}</h3>", _notes([NOT_ADVICE])]
    if answer.because:
        parts.append(f"<p>No path. {_text(answer.because.message)}</p>")
    blocks = [(heading, answer.of_effect(effect)) for effect, heading in headings(graph).items()]
    for heading, paths in (*blocks, (OUTCOMES, answer.outcomes)):
        if paths:
            parts.append(f"<h4>{_text(heading.capitalize())}</h4>{_list(graph, paths)}")
    notes = [*answer.shared, "There are more paths." if answer.more else "", "" if answer.complete else CUT_SEARCH]
    return f"<div>{''.join(parts)}{_notes(notes)}</div>"


def _folded(graph: Contents, head: str, paths: Iterable[Path]) -> str:
    return f"<details><summary>{_text(head)}</summary>{_list(graph, paths)}</details>"


def _list(graph: Contents, paths: Iterable[Path]) -> str:
    return f"<ol>{''.join(f'<li>{_path(graph, path, folded=True)}</li>' for path in paths)}</ol>"


def counts_html(title: str, counts: Iterable[tuple[str, int]], notes: Iterable[str]) -> str:
    """How many there are of what, under a title."""
    cells = "".join(f"<tr><td {_LEFT}>{_text(what)}</td><td>{number:,}</td></tr>" for what, number in counts)
    return f"<div><h3>{_text(title)}</h3><table><tbody>{cells}</tbody></table>{_notes(notes)}</div>"


def _path(graph: Contents, path: Path, *, folded: bool) -> str:
    chain = _text(" → ".join(graph.label(entity) for entity in path.entities))
    said = f"<small>{_text(summary(graph, path))}</small>"
    steps = "".join(
        f"<li>{_text(arrow(graph, step))}<br><small>{_text(remarks(graph, step))}</small></li>" for step in path.steps
    )
    if folded:
        return f"<details><summary>{chain}<br>{said}</summary><ol>{steps}</ol></details>"
    return f"<p>{chain}<br>{said}</p><ol>{steps}</ol>"


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"<p><small>{_text(note)}</small></p>" for note in notes if note)


def _text(text: str) -> str:
    """Text that is shown as it is written, with nothing unseen in it."""
    return escape(for_terminal(text))
