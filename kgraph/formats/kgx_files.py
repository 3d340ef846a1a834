"""The claim network in the exchange format KGX: nodes and edges in the terms of Biolink, as TSV or JSON lines.

What Biolink has no slot for stands in columns of our own, whose names begin with ``kgraph_``.  Supporting publications
alone are ``publications``: what disputes a claim never stands among them.  Only a claim that its source states as a
fact is a ``knowledge_assertion``.  From our own columns the claim can be made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from kgraph.evidence import Assessment
from kgraph.formats.biolink_edges import biolink_curie, category_of, edge_of
from kgraph.formats.documents import Files, GraphDocument
from kgraph.formats.escape import for_tsv, json_text
from kgraph.formats.graph_tables import Row, Value, claim_row, entity_row
from kgraph.model import Claim, Contents
from kgraph.reading.value_json import as_plain

# Columns of the tables that a slot of Biolink holds.
_NODE_SLOTS = frozenset({"id", "label", "definition", "synonyms"})
_EDGE_SLOTS = frozenset(
    {"id", "subject", "relation", "object", "negated", "confidence", "publications", "disease", "tissue", "origin"}
)
# What two columns say to people, and identifiers to programs.
_LABELS = frozenset({"subject_label", "object_label"})


def write_kgx(document: GraphDocument, form: str) -> Files:
    """Nodes and edges: ``nodes.tsv`` and ``edges.tsv`` for ``kgx``, the same as JSON lines for ``kgx-jsonl``."""
    graph = document.graph
    tables = {"nodes": list(_nodes(graph)), "edges": list(_edges(graph))}
    if form == "kgx":
        return Files(form, {f"{name}.tsv": _tsv(rows).encode() for name, rows in tables.items()})
    return Files(form, {f"{name}.jsonl": _jsonl(rows).encode() for name, rows in tables.items()})


def _nodes(graph: Contents) -> Iterator[Row]:
    for entity in graph.entities.values():
        row = entity_row(entity)
        exact = tuple(biolink_curie(target) for name, target in entity.mappings if name == "exactMatch")
        yield {
            "id": entity.id,
            "category": (category_of(entity.kind),),
            "name": entity.label,
            "description": entity.definition,
            "synonym": entity.synonyms,
            "xref": exact,
            **_own(row, _NODE_SLOTS),
        }
    for end in graph.claims_by_entity:
        if end not in graph.entities:
            yield {"id": end, "category": (category_of(""),), "name": end}


def _edges(graph: Contents) -> Iterator[Row]:
    assessment = Assessment(graph)
    for claim in graph.claims.values():
        row, edge = claim_row(graph, assessment, claim), edge_of(graph, claim)
        yield {
            "id": claim.id,
            "category": ("biolink:Association",),
            "subject": claim.subject,
            "predicate": edge.predicate,
            "object": claim.object,
            "qualified_predicate": edge.qualified_predicate,
            "object_aspect_qualifier": edge.object_aspect_qualifier,
            "object_direction_qualifier": edge.object_direction_qualifier,
            "negated": edge.negated,
            "original_predicate": f"kg:{claim.relation}",
            "disease_context_qualifier": claim.disease,
            "species_context_qualifier": claim.species[0] if len(claim.species) == 1 else "",
            "anatomical_context_qualifier": (claim.tissue,) if claim.tissue else (),
            "publications": row["publications"],
            "has_confidence_score": row["confidence"],
            "knowledge_level": "knowledge_assertion" if claim.certainty == "asserted" else "not_provided",
            "agent_type": "not_provided",
            "primary_knowledge_source": f"source:{claim.origin}",
            "kgraph_supporting_quotes": _quotes(claim, "supports"),
            "kgraph_disputing_quotes": _quotes(claim, "disputes"),
            "kgraph_inconclusive_quotes": _quotes(claim, "inconclusive"),
            **_own(row, _EDGE_SLOTS),
            **_exact(graph, claim),
        }


def _own(row: Row, slots: frozenset[str]) -> Row:
    return {f"kgraph_{name}": value for name, value in row.items() if name not in slots | _LABELS}


def _exact(graph: Contents, claim: Claim) -> Row:
    """The lines, numbers and references as JSON, from which `kgraph.importers.kgx` makes the claim again."""
    cited = dict.fromkeys(line.reference for line in claim.evidence if line.reference in graph.references)
    return {
        "kgraph_lines": _json(claim.evidence),
        "kgraph_numbers": _json(claim.measurements),
        "kgraph_references": _json(tuple(graph.references[reference] for reference in cited)),
    }


def _json(values: tuple[object, ...]) -> str:
    """Values as a list of JSON in which no character is one that a table cannot hold; empty for none."""
    return json.dumps([as_plain(value) for value in values]) if values else ""


def _quotes(claim: Claim, direction: str) -> tuple[str, ...]:
    """The few words at the places of the lines that speak this way."""
    lines = (line for line in claim.evidence if line.direction == direction and line.attachment != "near")
    found = (line.locator.quote for line in lines if line.locator)
    return tuple(dict.fromkeys(filter(None, found)))


def _tsv(rows: Sequence[Row]) -> str:
    """Rows as a table; the columns are those that any row has, in their order, and several values are joined by |."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = ((_cell(row.get(name)) for name in columns) for row in rows)
    return "".join("\t".join(line) + "\n" for line in _headed(columns, cells))


def _headed(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[Iterable[str]]:
    yield columns
    yield from rows


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        # KGX takes every text in a truth value for true.
        return "true" if value else ""
    return for_tsv("|".join(value) if isinstance(value, tuple) else str(value))


def _jsonl(rows: Sequence[Row]) -> str:
    """Rows as JSON lines; what has no value is left out."""
    return "".join(
        json_text({name: value for name, value in row.items() if value not in ("", (), None)}) + "\n" for row in rows
    )
