"""Pictures for papers: paths as SVG, Mermaid or DOT, and the matrix of mechanisms as SVG.

Every picture carries a caption with the version and the references, and says what it is not.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kgraph import __version__
from kgraph.evidence import is_disputed
from kgraph.explorer.layout import layered
from kgraph.formats.cells import for_terminal
from kgraph.formats.references import supporting
from kgraph.matrix import Cell
from kgraph.model import Curie
from kgraph.paths.values import PathAnswer, Step

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

PATH_FORMATS = ("svg", "mermaid", "dot")

_NOTICE = "Not medical advice, not a ranking of treatments."
# Okabe and Ito's colours; the arrow head and the words carry the same meaning without colour.
_INK = {"+": "#0072b2", "-": "#d55e00", "?": "#555555", "0": "#555555"}
_WORD = {"+": "raises", "-": "lowers", "?": "direction not stated", "0": "no effect"}
_EFFECT_FILL = {"helps": "#cfe8f5", "harms": "#f9d9c6", "mixed": "#eee4b8", "unknown": "#e6e6e6", "none": "#ffffff"}
_BOX, _LINE = (170, 44), 15
_LABEL_WIDTH = 24
_CAPTION_WIDTH = 120


def path_figure(graph: KnowledgeGraph, answer: PathAnswer, form: str) -> str:
    """The mechanism paths of an answer as one picture in one of PATH_FORMATS; outcome paths where there are no others.

    An answer without paths gives a picture with its caption alone.  The same answer gives the same text.
    """
    steps = _steps(answer)
    caption = _caption(graph, answer, steps)
    if form == "mermaid":
        return _mermaid(graph, steps, caption)
    if form == "dot":
        return _dot(graph, steps, caption)
    return _svg(graph, answer, steps, caption)


def matrix_figure(graph: KnowledgeGraph, cells: Sequence[Cell]) -> str:
    """The matrix of mechanisms and diseases as SVG: effect in words and colour, hypotheses, papers, disputed or not."""
    diseases = list(dict.fromkeys(cell.disease for cell in cells))
    mechanisms = list(dict.fromkeys(cell.mechanism for cell in cells))
    left, width, height, top = 210, 260, 40, 70
    parts = [
        _text(left + width * (column + 0.5), top - 16, graph.label(disease), weight="bold")
        for column, disease in enumerate(diseases)
    ]
    for row, mechanism in enumerate(mechanisms):
        y = top + row * height
        parts.append(_text(left - 10, y + height / 2 + 4, mechanism, anchor="end"))
        for column, disease in enumerate(diseases):
            cell = next(c for c in cells if (c.mechanism, c.disease) == (mechanism, disease))
            x = left + column * width
            parts.append(_rectangle(x, y, width - 4, height - 4, fill=_EFFECT_FILL.get(cell.effect, "#ffffff")))
            parts.append(_text(x + width / 2 - 2, y + height / 2 + 2, _cell_words(cell)))
    caption = [f"Mechanisms by disease: effect of the curated hypotheses. kgraph {__version__}. {_NOTICE}"]
    bottom = top + len(mechanisms) * height
    return _document(left + len(diseases) * width + 20, bottom, parts, caption)


def _cell_words(cell: Cell) -> str:
    if not cell.hypotheses:
        return "no source says"
    chains = f"{len(cell.hypotheses)} hypothes{'i' if len(cell.hypotheses) == 1 else 'e'}s"
    words = f"{cell.effect} · {chains} · {cell.papers} paper{'' if cell.papers == 1 else 's'}"
    return f"{words} · disputed" if cell.disputed else words


def _steps(answer: PathAnswer) -> list[Step]:
    paths = answer.paths or answer.outcomes
    return list(dict.fromkeys(step for path in paths for step in path.steps))


def _caption(graph: KnowledgeGraph, answer: PathAnswer, steps: Iterable[Step]) -> list[str]:
    references = supporting(graph, (claim for step in steps for claim in step.claims))
    text = (
        f"Paths from {graph.label(answer.start)} to {graph.label(answer.end)}. Dashed: implied or structural; dotted: "
        f"disputed. kgraph {__version__}. {_NOTICE} References: {', '.join(references) or 'none'}."
    )
    return textwrap.wrap(for_terminal(text), _CAPTION_WIDTH)


def _words(step: Step) -> str:
    relation = step.relation.replace("_", " ")
    return relation if step.kind == "structural" else f"{relation} ({_WORD[step.sign]})"


def _is_disputed(step: Step) -> bool:
    return any(is_disputed(claim) for claim in step.claims)


def _is_dashed(step: Step) -> bool:
    return step.kind == "structural" or all(claim.implied for claim in step.claims)


def _names(steps: Iterable[Step]) -> dict[Curie, str]:
    """A short name for every entity, in the order of the steps."""
    entities = dict.fromkeys(entity for step in steps for entity in (step.subject, step.object))
    return {entity: f"n{number}" for number, entity in enumerate(entities)}


def _mermaid(graph: KnowledgeGraph, steps: Sequence[Step], caption: Sequence[str]) -> str:
    names = _names(steps)
    # A directive in a comment is obeyed: %%{init: …}%% changes the picture wherever it stands.
    lines = [*(f"%% {_for_mermaid(line)}" for line in caption), "flowchart LR"]
    lines += [f'  {name}["{_for_mermaid(graph.label(entity))}"]' for entity, name in names.items()]
    for step in steps:
        arrow = "-.->" if _is_disputed(step) or _is_dashed(step) else "-->"
        lines.append(f'  {names[step.subject]} {arrow}|"{_for_mermaid(_words(step))}"| {names[step.object]}')
    return "\n".join(lines) + "\n"


def _for_mermaid(text: str) -> str:
    """Text inside Mermaid quotes: quotes, marks of markup and the escape sign itself as character codes."""
    return "".join(c if c.isalnum() or c in " -_.,:()/+−→" else f"#{ord(c)};" for c in for_terminal(text))


def _dot(graph: KnowledgeGraph, steps: Sequence[Step], caption: Sequence[str]) -> str:
    names = _names(steps)
    label = "\\n".join(_for_dot(line) for line in caption)
    lines = ["digraph kgraph {", f'  rankdir=LR; label="{label}"; node [shape=box];']
    lines += [f'  {name} [label="{_for_dot(graph.label(entity))}"];' for entity, name in names.items()]
    heads = {"+": "normal", "-": "tee", "?": "odot", "0": "none"}
    for step in steps:
        style = "dotted" if _is_disputed(step) else "dashed" if _is_dashed(step) else "solid"
        head = "vee" if step.kind == "structural" else heads[step.sign]
        words = _for_dot(_words(step))
        lines.append(
            f'  {names[step.subject]} -> {names[step.object]} [label="{words}", arrowhead={head}, style={style}, '
            f'color="{_INK[step.sign]}"];'
        )
    return "\n".join([*lines, "}"]) + "\n"


def _for_dot(text: str) -> str:
    return for_terminal(text).replace("\\", "\\\\").replace('"', '\\"')


def _svg(graph: KnowledgeGraph, answer: PathAnswer, steps: Sequence[Step], caption: Sequence[str]) -> str:
    names = _names(steps)
    spots = layered(list(names), [(s.subject, s.object) for s in steps], start=answer.start, end=answer.end).positions
    least_x, least_y = (min((spot[axis] for spot in spots.values()), default=0) for axis in (0, 1))
    at = {node: (x - least_x + _BOX[0], y - least_y + _BOX[1] + 20) for node, (x, y) in spots.items()}
    parts = [_arrow(at[step.subject], at[step.object], step) for step in steps]
    for entity in names:
        x, y = at[entity]
        parts.append(_rectangle(x - _BOX[0] / 2, y - _BOX[1] / 2, *_BOX, fill="#f4f6f8"))
        lines = textwrap.wrap(for_terminal(graph.label(entity)), _LABEL_WIDTH)[:2] or [""]
        for number, line in enumerate(lines):
            parts.append(_text(x, y + 4 + (number - (len(lines) - 1) / 2) * _LINE, line))
    width = max((x for x, _ in at.values()), default=600) + _BOX[0]
    height = max((y for _, y in at.values()), default=0) + _BOX[1]
    return _document(max(width, 760), height, parts, caption)


def _arrow(start: tuple[int, int], end: tuple[int, int], step: Step) -> str:
    (x1, y1), (x2, y2) = start, end
    forward = x2 >= x1
    x1, x2 = (x1 + _BOX[0] // 2, x2 - _BOX[0] // 2 - 6) if forward else (x1 - _BOX[0] // 2, x2 + _BOX[0] // 2 + 6)
    dashes = ' stroke-dasharray="2 4"' if _is_disputed(step) else ' stroke-dasharray="7 4"' if _is_dashed(step) else ""
    head = "structural" if step.kind == "structural" else {"+": "plus", "-": "minus"}.get(step.sign, "unknown")
    middle = (x1 + x2) / 2
    ink = "#777777" if step.kind == "structural" else _INK[step.sign]
    path = f"M{x1} {y1} C{middle:g} {y1} {middle:g} {y2} {x2} {y2}"
    title = escape(for_terminal(_words(step)))
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="1.6"{dashes} marker-end="url(#{head})">'
        f"<title>{title}</title></path>"
    )


def _rectangle(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4" fill="{fill}" stroke="#333333"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "middle", weight: str = "normal") -> str:
    words = escape(for_terminal(text))
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-weight="{weight}">{words}</text>'


_MARKERS = (
    '<marker id="plus" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 L8 4 L0 8 z" fill="#0072b2"/></marker>'
    '<marker id="minus" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M4 0 L4 8" stroke="#d55e00" stroke-width="2"/></marker>'
    '<marker id="unknown" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<circle cx="4" cy="4" r="3" fill="#ffffff" stroke="#555555"/></marker>'
    '<marker id="structural" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
    '<path d="M0 1 L7 4 L0 7" fill="none" stroke="#777777"/></marker>'
)


def _document(width: float, height: float, parts: Iterable[str], caption: Sequence[str]) -> str:
    whole = height + 30 + len(caption) * _LINE
    notes = [_text(12, height + 20 + number * _LINE, line, anchor="start") for number, line in enumerate(caption)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" width="{width:g}" '
        f'height="{whole:g}" font-family="sans-serif" font-size="12">\n<defs>{_MARKERS}</defs>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join([*parts, *notes]) + "\n</svg>\n"
    )
