"""The nodes and edges of the picture, built with pyvis.

pyvis looks up every new node and edge in lists, which makes adding n of them cost n² (20,000 nodes: minutes).  Its
Node and Edge values are therefore made directly and put where `add_node` and `add_edge` put them; what comes out of
`get_network_data` is the same.  Its page template is not used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError
from kgraph.evidence import Assessment
from kgraph.formats.arrows import Arrow, evidence_class, is_disputed_arrow, tally
from kgraph.model import Curie

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

VIS_FOLDER = "vis-9.1.2"

# What vis-network is told.  It holds the canvas, the zoom and the pointer; the page paints boxes and arrows and finds
# what is hit itself, and colours follow in the page, because they depend on the reader's theme and encoding.
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 0, "improvedLayout": False},
    "interaction": {"zoomView": False, "hover": False, "selectable": False, "dragNodes": False, "multiselect": False},
    "nodes": {"shape": "box", "font": {"multi": False}},
}
_WIDEST = 7.0


def network_data(
    graph: KnowledgeGraph, arrows: Sequence[Arrow], assessment: Assessment
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """The nodes, the edges and the options of vis-network, as pyvis hands them to a template.

    Nodes are numbered in the order of the entities, edges in the order of the arrows.  Linear in both.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(directed=True)
    network.options = _OPTIONS
    numbers: dict[Curie, int] = {}
    for number, entity in enumerate(graph.entities.values()):
        numbers[entity.id] = number
        options = Node(number, "box", entity.label, group=entity.kind).options
        network.nodes.append(options)
        network.node_ids.append(number)
        network.node_map[number] = options
    for arrow in arrows:
        drawn = _drawn(graph, assessment, arrow)
        network.edges.append(Edge(numbers[arrow.subject], numbers[arrow.object], directed=True, **drawn).options)
    nodes, edges, _, _, _, options = network.get_network_data()
    return nodes, edges, json.loads(options)


def _drawn(graph: KnowledgeGraph, assessment: Assessment, arrow: Arrow) -> dict[str, Any]:
    counted = tally(graph, assessment, arrow.claims)
    return {
        "sign": arrow.sign,
        "kind": arrow.kind,
        "width": arrow_width(counted.supports),
        "evidence": evidence_class(arrow.claims),
        "confidence": round(max((assessment.strength(c).confidence for c in arrow.claims), default=1.0), 6),
        "disputed": is_disputed_arrow(arrow),
        "implied": bool(arrow.claims) and all(claim.implied for claim in arrow.claims),
        "papers": [counted.supports, counted.disputes, counted.inconclusive, counted.seen, counted.papers],
    }


def arrow_width(papers: int) -> float:
    """The width of an arrow: a thin line without a paper, wider with each, up to a limit."""
    return min(_WIDEST, 1.5 + 0.75 * papers)


def vis_network_file() -> Path:
    """Where the installed pyvis keeps the script of vis-network."""
    import pyvis

    return Path(pyvis.__file__).parent / "lib" / VIS_FOLDER / "vis-network.min.js"


@cache
def vis_network_script() -> str:
    """The script of vis-network that the installed pyvis carries.  Raises DataError when it carries another one."""
    path = vis_network_file()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise DataError("pyvis 0.3.2 should carry this script; install that version", file=str(path)) from None
    # Developer tools would fetch the map that this comment names.
    return text.partition("//# sourceMappingURL=")[0]
