"""The steps of the typed graph as the rows of an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kgraph.index.compile import Edges
from kgraph.index.node_names import name_list
from kgraph.index.step_flags import DOWN, ENDS_ONLY, OF_KIND, OF_SIGN, UP
from kgraph.index.text_arrays import Texts
from kgraph.paths.filters import PathFilter
from kgraph.paths.steps import build_steps, cost

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.values import Step

_RULES = {"opposite": ENDS_ONLY, "generalization": UP, "extrapolation": DOWN}


def graph_edges(graph: Contents) -> Edges:
    """Every step that a path may take without filters, one row a claim, with the names of all entities.

    What depends on the question is left out: claims of other diseases count in full, and paths with and without a
    mechanism are not told apart.
    """
    steps = build_steps(graph, PathFilter(), bundle=False)
    entities = sorted(graph.entities, key=str.encode)
    number = {entity: place for place, entity in enumerate(entities)}
    relations = sorted({_relation(step) for step in steps})
    labels = {number[entity.id]: entity.label for entity in graph.entities.values()}
    synonyms = {
        number[entity.id]: (
            *entity.synonyms,
            *entity.misprints,
            *(target for relation, target in entity.mappings if relation == "exactMatch"),
        )
        for entity in graph.entities.values()
    }
    ends = {hypothesis.end for hypothesis in graph.hypotheses.values()} & set(entities)
    diseases = sorted(number[end] for end in ends if graph.entities[end].kind == "disease")
    return Edges(
        nodes=Texts.of(entities),
        source=np.array([number[step.subject] for step in steps], np.int32),
        target=np.array([number[step.object] for step in steps], np.int32),
        cost=np.array([cost(step) for step in steps], np.float64) + 0.0,
        mark=np.array([_mark(step) for step in steps], np.uint8),
        keys=Texts.of(step.claims[0].id if step.claims else "" for step in steps),
        relation=np.array([relations.index(_relation(step)) for step in steps], np.int32),
        relations=Texts.of(relations),
        labels=Texts.of(labels[place] for place in range(len(entities))),
        names=name_list(labels, synonyms),
        ends_only=np.array(diseases, np.int32),
        facts={"costs": "confidence", "from": "typed graph"},
    )


def _mark(step: Step) -> int:
    return OF_SIGN[step.sign] | OF_KIND[step.kind] | _RULES.get(step.note, 0)


def _relation(step: Step) -> str:
    return f"{step.relation} (backwards)" if step.reversed else step.relation
