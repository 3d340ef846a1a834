"""The claims as a networkx graph, for algorithms, for files of other tools, and for the user's own code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, study_kinds, supporting
from kgraph.model import Claim, Curie, Entity
from kgraph.vocabulary import TENTATIVE, expand

if TYPE_CHECKING:
    import networkx as nx

    from kgraph.model import Contents

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def claim_network(graph: Contents, *, objects: bool = False) -> nx.MultiDiGraph[Curie]:
    """A directed multigraph: a node per entity, an edge per claim from subject to object, keyed by the claim's id.

    Attributes are texts, numbers and truth values, which every file format of networkx can hold; several values of one
    are joined by ``|``.  `objects` adds the values themselves, under ``entity`` and ``claim``.  Entities without a
    claim are nodes too; without claims there are no edges.
    """
    # Others want what this module says of claims, and not the library, which takes twice as long to import as click.
    import networkx as nx

    network: nx.MultiDiGraph[Curie] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        network.add_node(entity.id, **_writable(_node(entity)), **({"entity": entity} if objects else {}))
    assessment = Assessment(graph)
    for claim in graph.claims.values():
        for end in (claim.subject, claim.object):
            if end not in network:
                network.add_node(end, label=end, kind="", iri=expand(end), synonyms="", definition="")
        edge = _writable(_edge(graph, assessment, claim))
        network.add_edge(claim.subject, claim.object, key=claim.id, **edge, **({"claim": claim} if objects else {}))
    return network


def _node(entity: Entity) -> dict[str, str]:
    return {
        "label": entity.label,
        "kind": entity.kind,
        "iri": expand(entity.id),
        "synonyms": "|".join(entity.synonyms),
        "definition": entity.definition,
    }


def _edge(graph: Contents, assessment: Assessment, claim: Claim) -> dict[str, str | float | bool]:
    """The attributes of a claim; its weight is the confidence in it, from 0 to 1."""
    return {
        "relation": claim.relation,
        "sign": claim.sign,
        "certainty": claim.certainty,
        "study_kinds": "|".join(sorted(study_kinds(claim))),
        "mechanisms": "|".join(claim.mechanisms),
        "disease": graph.label(claim.disease) if claim.disease else "",
        "origin": claim.origin,
        "references": "|".join(supporting(graph, [claim])),
        "weight": round(assessment.strength(claim).confidence, 6),
        "is_edge": is_edge(claim),
        "iri": expand(claim.id),
    }


def _writable(attributes: Mapping[str, str | float | bool]) -> dict[str, str | float | bool]:
    """Attributes in which a character that XML cannot hold is the mark for a lost one."""
    return {
        name: NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in attributes.items()
    }


def is_edge(claim: Claim) -> bool:
    """Whether a claim is part of the edge layer, and so a default step of paths."""
    return claim.certainty not in TENTATIVE and claim.sign != "0" and not claim.retired
