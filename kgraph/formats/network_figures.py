"""The claim network as text that Mermaid and Graphviz draw: an arrow a claim, with its verb, its sign and any doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.evidence import is_disputed
from kgraph.formats.documents import GraphDocument
from kgraph.formats.figures import HEADS, caption_of, for_dot, for_mermaid
from kgraph.formats.sign_colors import sign_colors
from kgraph.vocabulary import TENTATIVE
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents, Curie

# Mermaid refuses more text and more arrows than this unless it is told otherwise.
_SETTINGS = '%%{init: {"maxTextSize": 10000000, "maxEdges": 100000}}%%'


def write_figure(document: GraphDocument, form: str) -> str:
    """The claim network as ``mermaid`` or ``dot``; entities without a claim are left out."""
    graph = document.graph
    words = Words(graph)
    introduction = (
        f"All claims. Dashed: {words.phrase('flag', 'implied')}, or without a sign; "
        f"dotted: {words.phrase('flag', 'disputed')}."
    )
    caption = caption_of(graph, introduction, graph.claims.values())
    names = {entity: f"n{number}" for number, entity in enumerate(graph.claims_by_entity)}
    return _mermaid(graph, names, caption) if form == "mermaid" else _dot(graph, names, caption)


def _mermaid(graph: Contents, names: dict[Curie, str], caption: list[str]) -> str:
    lines = [_SETTINGS, *(f"%% {for_mermaid(line)}" for line in caption), "flowchart LR"]
    lines += [f'  {name}["{for_mermaid(graph.label(entity))}"]' for entity, name in names.items()]
    for claim in graph.claims.values():
        arrow = "-->" if _style(claim) == "solid" else "-.->"
        told = for_mermaid(_told(graph, claim))
        lines.append(f'  {names[claim.subject]} {arrow}|"{told}"| {names[claim.object]}')
    return "\n".join(lines) + "\n"


def _dot(graph: Contents, names: dict[Curie, str], caption: list[str]) -> str:
    label = "\\n".join(for_dot(line) for line in caption)
    lines = ["digraph kgraph {", f'  rankdir=LR; label="{label}"; node [shape=box];']
    lines += [f'  {name} [label="{for_dot(graph.label(entity))}"];' for entity, name in names.items()]
    for claim in graph.claims.values():
        lines.append(
            f'  {names[claim.subject]} -> {names[claim.object]} [label="{for_dot(_told(graph, claim))}", '
            f'arrowhead={HEADS[claim.sign]}, style={_style(claim)}, color="{sign_colors()[claim.sign]}"];'
        )
    return "\n".join([*lines, "}"]) + "\n"


def _style(claim: Claim) -> str:
    return "dotted" if is_disputed(claim) else "dashed" if claim.implied or not claim.sign else "solid"


def _told(graph: Contents, claim: Claim) -> str:
    """The verb, what its sign is called, and what else a reader must not miss."""
    words = Words(graph)
    parts = [words.relation(claim.relation, plural=words.is_plural(claim.subject))]
    sign = words.sign(claim.relation, claim.sign) if claim.sign else ""
    parts += [f"({sign})"] if sign else []
    parts += [f"· {words.phrase('certainty', claim.certainty)}"] if claim.certainty in TENTATIVE else []
    parts += [f"· {words.phrase('flag', 'disputed')}"] if is_disputed(claim) else []
    parts += [f"· {words.phrase('flag', 'implied')}"] if claim.implied else []
    return " ".join(parts)
