"""The claim network as CX2, for Cytoscape and NDEx: edges coloured by their sign, dotted where a claim is disputed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kgraph.evidence import Assessment
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import json_text
from kgraph.formats.graph_tables import COLUMNS, Row, claim_row, entity_row
from kgraph.formats.sign_colors import sign_colors
from kgraph.formats.stated_licences import licences
from kgraph.model import Contents, Entity
from kgraph.version import __version__
from kgraph.vocabulary import expand

_TYPES = MappingProxyType(
    {"text": "string", "texts": "list_of_string", "number": "double", "integer": "integer", "truth": "boolean"}
)
_ARROWS = MappingProxyType({"+": "triangle", "-": "tee", "?": "circle", "0": "none", "": "arrow"})


def write_cx2(document: GraphDocument, form: str) -> str:
    """The claim network as CX2, one aspect a line; an attribute without a value is left out."""
    graph = document.graph
    names = list(dict.fromkeys((*graph.entities, *graph.claims_by_entity)))
    numbers = {name: number for number, name in enumerate(names)}
    nodes = [{"id": numbers[name], "v": _node(graph, name)} for name in names]
    assessment = Assessment(graph)
    edges = [
        {
            "id": number,
            "s": numbers[claim.subject],
            "t": numbers[claim.object],
            "v": {"interaction": claim.relation, "name": claim.id, **_said(claim_row(graph, assessment, claim))},
        }
        for number, claim in enumerate(graph.claims.values())
    ]
    about = {"name": "kgraph claims", "version": __version__, "rights": "; ".join(licences(graph))}
    declared = {
        "networkAttributes": {name: {"d": "string"} for name in about},
        "nodes": {"name": {"d": "string"}, "represents": {"d": "string"}, **_declared("entities")},
        "edges": {"interaction": {"d": "string"}, "name": {"d": "string"}, **_declared("claims")},
    }
    aspects: list[tuple[str, list[Any]]] = [
        ("attributeDeclarations", [declared]),
        ("networkAttributes", [{name: text for name, text in about.items() if text}]),
        ("nodes", nodes),
        ("edges", edges),
        ("visualProperties", [_style()]),
    ]
    counts = [{"name": name, "elementCount": len(content)} for name, content in aspects]
    pieces = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": counts},
        *({name: content} for name, content in aspects),
        {"status": [{"success": True}]},
    ]
    return "[" + ",\n".join(json_text(piece) for piece in pieces) + "]\n"


def _node(graph: Contents, name: str) -> dict[str, Any]:
    entity: Entity | None = graph.entities.get(name)
    if entity is None:
        return {"name": name, "represents": name, "iri": expand(name)}
    return {"name": entity.label, "represents": entity.id, **_said(entity_row(entity))}


def _said(row: Row) -> dict[str, Any]:
    """The attributes that have a value; those named as a column of their own elsewhere are left out."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in row.items()
        if name not in ("id", "label") and value not in ("", (), None)
    }


def _declared(table: str) -> dict[str, Mapping[str, str]]:
    return {column.name: {"d": _TYPES[column.holds]} for column in COLUMNS[table] if column.name not in ("id", "label")}


def _style() -> dict[str, Any]:
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_SHAPE": "round-rectangle",
                "NODE_BACKGROUND_COLOR": "#EEEEEE",
                "NODE_LABEL_COLOR": "#000000",
            },
            "edge": {"EDGE_LINE_COLOR": sign_colors()[""], "EDGE_LINE_STYLE": "solid", "EDGE_WIDTH": 2},
        },
        "nodeMapping": {"NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}},
        "edgeMapping": {
            "EDGE_LINE_COLOR": _discrete("sign", sign_colors()),
            "EDGE_TARGET_ARROW_COLOR": _discrete("sign", sign_colors()),
            "EDGE_TARGET_ARROW_SHAPE": _discrete("sign", _ARROWS),
            "EDGE_LINE_STYLE": _discrete("disputed", {True: "dotted", False: "solid"}, "boolean"),
        },
    }


def _discrete(attribute: str, values: Mapping[Any, str], kind: str = "string") -> dict[str, Any]:
    mapped = [{"v": value, "vp": shown} for value, shown in values.items() if value != ""]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": kind, "map": mapped}}
