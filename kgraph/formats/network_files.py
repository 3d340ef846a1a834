"""The claim network for other programs: GraphML and GEXF by networkx, SIF; a node an entity, an edge a claim.

Several values of one attribute are joined by ``|``.  An edge has the sign of its claim, and says when the claim is
disputed or a negative finding; what supports a claim and what disputes it are attributes apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import networkx as nx

from kgraph.evidence import Assessment, is_disputed
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_tsv
from kgraph.formats.graph_tables import Row, claim_row, entity_row
from kgraph.formats.sign_colors import sign_colors
from kgraph.model import Claim, Contents, Curie
from kgraph.network import NOT_IN_XML
from kgraph.vocabulary import TENTATIVE, expand

# The writer of networkx puts the day in; the same graph is to give the same file.
_DAY = re.compile(rb' lastmodifieddate="[^"]*"')


def write_network(document: GraphDocument, form: str) -> bytes:
    """The claim network as ``graphml`` or ``gexf``."""
    network, out = _network(document.graph), BytesIO()
    if form == "graphml":
        nx.write_graphml_xml(network, out)
        return out.getvalue()
    _paint(network)
    nx.write_gexf(network, out)
    return _DAY.sub(b"", out.getvalue())


def write_sif(document: GraphDocument, form: str) -> str:
    """The claim network as SIF: subject, interaction and object, a line a claim; an idle entity stands alone.

    The interaction is the relation with its sign in brackets, and says of a claim that is not stated as a fact, or is
    disputed, that it is: "increases (+)", "affects (?) suggested", "treats (-) asserted disputed".
    """
    graph = document.graph
    lines = [
        "\t".join((for_tsv(claim.subject), for_tsv(interaction(claim)), for_tsv(claim.object)))
        for claim in graph.claims.values()
    ]
    lines += [for_tsv(entity) for entity in graph.entities if entity not in graph.claims_by_entity]
    return "".join(f"{line}\n" for line in lines)


def interaction(claim: Claim) -> str:
    """What stands between subject and object where there is one word for a claim: relation, sign, and what is in doubt.

    >>> import kgraph
    >>> interaction(kgraph.load().claims["claim:ketone-bodies-activate-katp-channel"])
    'activates (+)'
    """
    parts = [claim.relation]
    if claim.sign:
        parts.append(f"({claim.sign})")
    if claim.certainty in TENTATIVE:
        parts.append(claim.certainty)
    if is_disputed(claim) and claim.certainty != "contested":
        parts.append("disputed")
    return " ".join(parts)


def _network(graph: Contents) -> nx.MultiDiGraph[Curie]:
    network: nx.MultiDiGraph[Curie] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        network.add_node(entity.id, **_flat(entity_row(entity)))
    assessment = Assessment(graph)
    for claim in graph.claims.values():
        for end in (claim.subject, claim.object):
            if end not in network:
                network.add_node(end, label=end, iri=expand(end))
        network.add_edge(claim.subject, claim.object, key=claim.id, **_flat(claim_row(graph, assessment, claim)))
    return network


def _flat(row: Row) -> dict[str, str | float | bool]:
    """Attributes that every file of networkx holds; what XML cannot hold is the mark for a lost character."""
    return {name: _one(value) for name, value in row.items() if value is not None and name != "id"}


def _one(value: str | float | bool | tuple[str, ...]) -> str | float | bool:  # noqa: FBT001
    text = "|".join(value) if isinstance(value, tuple) else value
    return NOT_IN_XML.sub("\ufffd", text) if isinstance(text, str) else text


def _paint(network: nx.MultiDiGraph[Curie]) -> None:
    """Identifiers, weights and colours as GEXF has them: an edge is named by its claim and coloured by its sign."""
    edges: Any = network.edges(keys=True, data=True)
    for _, _, key, data in edges:
        data["id"], data["weight"] = key, data["confidence"]
        data["viz"] = {"color": _colour(sign_colors()[data["sign"]])}


def _colour(ink: str) -> Mapping[str, int | float]:
    red, green, blue = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}
