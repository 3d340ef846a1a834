"""Pictures for papers: paths as SVG, PNG, PDF, Mermaid or DOT, and the matrix of mechanisms as SVG, PNG or PDF.

Every picture carries a caption with the version and the references, and says what it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kgraph.formats.arrows import BASES, evidence_counts
from kgraph.formats.documents import MatrixDocument, PathsDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.lane_key import effect_key
from kgraph.formats.notices import cautions
from kgraph.formats.palette import colors, effect_color
from kgraph.formats.path_flags import is_disputed
from kgraph.formats.path_lanes import caption_lines, lanes_figure, step_words
from kgraph.formats.pictures import picture
from kgraph.formats.references import supporting
from kgraph.formats.svg import document, rectangle, text
from kgraph.matrix import Cell
from kgraph.model import Claim, Curie
from kgraph.paths.values import PathAnswer, Step
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

# The heads of DOT by sign.
HEADS = {"+": "normal", "-": "tee", "?": "odot", "0": "none", "": "vee"}
_BAR = 6
_NARROWEST = 780


def write_paths(document: PathsDocument, form: str) -> str | bytes:
    """The paths of an answer as one picture: svg, png, pdf, mermaid or dot."""
    if form in ("mermaid", "dot"):
        return path_figure(document.graph, document.answer, form)
    return picture(path_figure(document.graph, document.answer, "svg"), form)


def write_matrix(document: MatrixDocument, form: str) -> str | bytes:
    """The matrix as one picture: svg, png or pdf."""
    return picture(matrix_figure(document.graph, document.cells), form)


def path_figure(graph: Contents, answer: PathAnswer, form: str) -> str:
    """The mechanism paths of an answer as one svg, mermaid or dot text; outcome paths where there are no others.

    An answer without paths gives a picture with its caption alone.  The same answer gives the same text.
    """
    if form == "svg":
        return lanes_figure(graph, answer)
    steps, words = _steps(answer), Words(graph)
    implied, disputed = (words.phrase("flag", flag) for flag in ("implied", "disputed"))
    introduction = (
        f"Paths from {graph.label(answer.start)} to {graph.label(answer.end)}. Dashed: {implied}; dotted: {disputed}."
    )
    caption = caption_of(graph, introduction, (claim for step in steps for claim in step.claims))
    return _mermaid(graph, steps, caption) if form == "mermaid" else _dot(graph, answer, steps, caption)


def matrix_figure(graph: Contents, cells: Sequence[Cell]) -> str:
    """The matrix of mechanisms and diseases as SVG: effect in words and colour, chains, papers, disputed or not."""
    words = Words(graph)
    diseases = list(dict.fromkeys(cell.disease for cell in cells))
    mechanisms = list(dict.fromkeys(cell.mechanism for cell in cells))
    left, width, height, top = 200, 270, 61, 60
    parts = [
        text(left + width * (column + 0.5), top - 14, graph.label(disease), weight="bold")
        for column, disease in enumerate(diseases)
    ]
    for row, mechanism in enumerate(mechanisms):
        y = top + row * height
        parts.append(text(left - 12, y + height / 2 + 2, mechanism.replace("-", " "), anchor="end"))
        for column, disease in enumerate(diseases):
            cell = next(c for c in cells if (c.mechanism, c.disease) == (mechanism, disease))
            x = left + column * width
            parts.append(rectangle(x, y, width - 6, height - 6, fill=colors()["paper"]))
            parts += _effect_bar(cell, x, y, height - 6)
            parts += _cell_words(words, cell, x + width / 2 - 3, y)
    bases = [words.phrase("basis", name, plural=True) for name in BASES]
    introduction = (
        "Mechanisms by disease. helps, harms: what the chains from the intervention come to; mixed: they differ; "
        f"{words.phrase('flag', 'disputed')}: there is evidence against a claim on the way. Papers are counted once; "
        f"below them stands how many claims rest on {', '.join(bases[:-1])}, or on {bases[-1]} alone."
    )
    caption = caption_of(graph, introduction, (claim for cell in cells for claim in cell.claims))
    bottom = top + len(mechanisms) * height
    drawn = [effect_color(cell.effects) for cell in cells if cell.effects]
    samples, _, down = effect_key(bottom + 8, words, drawn)
    return document(max(left + len(diseases) * width + 20, _NARROWEST), bottom + down, [*parts, *samples], caption)


def _effect_bar(cell: Cell, x: float, y: float, height: float) -> list[str]:
    """The colour of what the chains of a cell come to; none without a chain."""
    if not cell.effects:
        return []
    color = colors()[effect_color(cell.effects)]
    return [f'<rect x="{x:g}" y="{y:g}" width="{_BAR}" height="{height:g}" fill="{color}"/>']


def _cell_words(words: Words, cell: Cell, x: float, y: float) -> list[str]:
    if not cell.chains:
        return [text(x, y + 24, words.phrase("effect", "none"))]
    chains = f"{cell.chains} chain{'' if cell.chains == 1 else 's'}"
    papers = f"{cell.papers} paper{'' if cell.papers == 1 else 's'}"
    disputed = f" · {words.phrase('flag', 'disputed')}" if cell.disputed else ""
    kinds = ", ".join(f"{kind} {count}" for kind, count in evidence_counts(cell.claims).items())
    return [
        text(x, y + 17, cell.effect, weight="bold"),
        text(x, y + 32, f"{chains} · {papers}{disputed}", size=11),
        text(x, y + 46, kinds, size=11),
    ]


def _steps(answer: PathAnswer) -> list[Step]:
    paths = answer.paths or answer.outcomes
    return list(dict.fromkeys(step for path in paths for step in path.steps))


def caption_of(graph: Contents, introduction: str, claims: Iterable[Claim]) -> list[str]:
    """The lines under a picture: what it shows, the version, what it is not, and the references behind the claims."""
    shown = list(claims)
    told = "".join(f" {line}." for line in cautions(graph, shown))
    return caption_lines(introduction + told, "; ".join(supporting(graph, shown)), _NARROWEST)


def _is_implied(step: Step) -> bool:
    return bool(step.claims) and all(claim.implied for claim in step.claims)


def _is_dashed(step: Step) -> bool:
    return step.kind == "structural" or _is_implied(step)


def _names(steps: Iterable[Step]) -> dict[Curie, str]:
    """A short name for every entity, in the order of the steps."""
    entities = dict.fromkeys(entity for step in steps for entity in (step.subject, step.object))
    return {entity: f"n{number}" for number, entity in enumerate(entities)}


def _mermaid(graph: Contents, steps: Sequence[Step], caption: Sequence[str]) -> str:
    names, words = _names(steps), Words(graph)
    # A directive in a comment is obeyed: %%{init: …}%% changes the picture wherever it stands.
    lines = [*(f"%% {for_mermaid(line)}" for line in caption), "flowchart LR"]
    lines += [f'  {name}["{for_mermaid(graph.label(entity))}"]' for entity, name in names.items()]
    for step in steps:
        arrow = "-.->" if is_disputed(step) or _is_dashed(step) else "-->"
        lines.append(f'  {names[step.subject]} {arrow}|"{for_mermaid(step_words(words, step))}"| {names[step.object]}')
    return "\n".join(lines) + "\n"


def for_mermaid(text: str) -> str:
    """Text inside Mermaid quotes: quotes, marks of markup and the escape sign itself as character codes."""
    return "".join(c if c.isalnum() or c in " -_.,:()/+−→" else f"#{ord(c)};" for c in for_terminal(text))


def _dot(graph: Contents, answer: PathAnswer, steps: Sequence[Step], caption: Sequence[str]) -> str:
    names, words = _names(steps), Words(graph)
    tones = _tones(answer)
    label = "\\n".join(for_dot(line) for line in caption)
    lines = ["digraph kgraph {", f'  rankdir=LR; label="{label}"; node [shape=box];']
    lines += [f'  {name} [label="{for_dot(graph.label(entity))}"];' for entity, name in names.items()]
    for step in steps:
        style = "dotted" if is_disputed(step) else "dashed" if _is_dashed(step) else "solid"
        head = HEADS["" if step.kind == "structural" else step.sign]
        told = for_dot(step_words(words, step))
        lines.append(
            f'  {names[step.subject]} -> {names[step.object]} [label="{told}", arrowhead={head}, style={style}, '
            f'color="{colors()[tones.get(step, "line")]}"];'
        )
    return "\n".join([*lines, "}"]) + "\n"


def for_dot(text: str) -> str:
    """Text inside the quotes of DOT."""
    return for_terminal(text).replace("\\", "\\\\").replace('"', '\\"')


def _tones(answer: PathAnswer) -> dict[Step, str]:
    """For each step that carries evidence the colour of what the paths over it come to, by its name in the palette."""
    effects: dict[Step, set[str]] = {}
    for path in answer.paths or answer.outcomes:
        for step in path.steps:
            if step.kind != "structural":
                effects.setdefault(step, set()).add(path.effect)
    return {step: effect_color(found) for step, found in effects.items()}
