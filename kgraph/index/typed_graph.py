"""The steps of the typed graph as the rows of an index, with the claims and the evidence behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kgraph.index.compile import Edges
from kgraph.index.evidence_columns import BACKWARDS, INBORN, INSIDE, Arrays, evidence_of, texts_of
from kgraph.index.node_names import name_list
from kgraph.index.step_flags import DOWN, ENDS_ONLY, OF_KIND, OF_SIGN, UP
from kgraph.index.text_arrays import Texts
from kgraph.paths.candidate_steps import Way, groundwork, is_inside
from kgraph.paths.filters import PathFilter
from kgraph.paths.hubs import hubs_of
from kgraph.paths.outcome_rule import parts_of_outcomes, special_forms_of_each
from kgraph.paths.steps import cost_of

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

_RULES = {"opposite": ENDS_ONLY, "generalization": UP, "extrapolation": DOWN}


def graph_edges(graph: Contents) -> Edges:
    """Every step that a path may take without filters, one row a claim, with the names of all entities.

    Besides the rows of the search there are all claims with their evidence, and the rows that some filters let in.
    What depends on the question is left to the question: which findings are of other diseases, which paths have a
    mechanism.
    """
    entities = sorted(graph.entities, key=str.encode)
    number = {entity: place for place, entity in enumerate(entities)}
    claims = {claim: place for place, claim in enumerate(graph.claims)}
    ways = [way for way in groundwork(graph).ways if not way.exploring]
    plain = PathFilter()
    usual = [way.kind == "structural" or plain.lets_in(way.certainty) for way in ways]
    rows = _Rows([way for way, fits in zip(ways, usual, strict=True) if fits], number, claims)
    more = _Rows([way for way, fits in zip(ways, usual, strict=True) if not fits], number, claims)
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
    relations = sorted({_relation(way) for way in rows.ways})
    return Edges(
        nodes=Texts.of(entities),
        source=rows.source,
        target=rows.target,
        cost=rows.cost,
        mark=rows.mark,
        keys=Texts.of(graph.claims),
        relation=np.array([relations.index(_relation(way)) for way in rows.ways], np.int32),
        relations=Texts.of(relations),
        labels=Texts.of(labels[place] for place in range(len(entities))),
        names=name_list(labels, synonyms),
        ends_only=np.array(diseases, np.int32),
        evidence={
            "row_claim": rows.claim,
            "row_way": rows.way,
            "more_source": more.source,
            "more_target": more.target,
            "more_cost": more.cost,
            "more_mark": more.mark,
            "more_claim": more.claim,
            "more_way": more.way,
            **_claims(graph, number),
            **_nodes(graph, entities),
            **_rest(graph),
        },
        facts={"costs": "confidence", "from": "typed graph", "evidence": "typed graph", "claims": len(claims)},
    )


class _Rows:
    """Ways of claims as columns of rows."""

    def __init__(self, ways: Sequence[Way], number: Mapping[Curie, int], claims: Mapping[Curie, int]) -> None:
        self.ways = ways
        self.source = np.array([number[way.subject] for way in ways], np.int32)
        self.target = np.array([number[way.object] for way in ways], np.int32)
        self.cost = np.array([cost_of(way.confidence) for way in ways], np.float64) + 0.0
        self.mark = np.array(
            [OF_SIGN[way.sign] | OF_KIND[way.kind] | _RULES.get(way.note, 0) for way in ways], np.uint8
        )
        self.claim = np.array([claims.get(way.claim, -1) for way in ways], np.int32)
        self.way = np.array([BACKWARDS if way.reversed else 0 for way in ways], np.uint8)


def _claims(graph: Contents, number: Mapping[Curie, int]) -> Arrays:
    from kgraph.reading.snapshot import write_value

    claims = list(graph.claims.values())
    references = {reference: place for place, reference in enumerate(graph.references)}
    return {
        **evidence_of(claims, references),
        **texts_of("reference", references),
        **_raw("reference_cells", [write_value(reference) for reference in graph.references.values()]),
        **_raw("claim_cells", [write_value(claim) for claim in claims]),
        "claim_subject": np.array([number.get(claim.subject, -1) for claim in claims], np.int32),
        "claim_object": np.array([number.get(claim.object, -1) for claim in claims], np.int32),
    }


def _nodes(graph: Contents, entities: Sequence[Curie]) -> Arrays:
    from kgraph.reading.snapshot import write_value

    values, hubs = [graph.entities[entity] for entity in entities], hubs_of(graph)
    return {
        "node_flags": np.array([INSIDE * is_inside(one.kind) | INBORN * one.germline for one in values], np.uint8),
        "node_degree": np.array([hubs.degree(one.id) for one in values], np.int32),
        **_raw("node_cells", [write_value(one) for one in values]),
    }


def _rest(graph: Contents) -> Arrays:
    from kgraph.reading.snapshot import write_snapshot
    from kgraph.trace import disputes_of

    few = graph.replace(claims={}, entities={}, references={})
    work = groundwork(graph)
    worked_out: dict[str, Any] = {
        "disputes": disputes_of(graph),
        "parts of outcomes": {name: sorted(parts) for name, parts in parts_of_outcomes(graph).items()},
        "special forms": {name: sorted(forms) for name, forms in special_forms_of_each(graph).items()},
        "elsewhere": work.elsewhere,
        "diseases": sorted(work.diseases),
        "subtypes": work.subtypes,
        "silent": work.silent,
    }
    text = json.dumps(worked_out, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "held": np.frombuffer(write_snapshot(few), np.uint8),
        "worked_out": np.frombuffer(text.encode(), np.uint8),
    }


def _raw(name: str, cells: Sequence[bytes]) -> Arrays:
    return texts_of(name, (cell.decode() for cell in cells))


def _relation(way: Way) -> str:
    return f"{way.relation} (backwards)" if way.reversed else way.relation
