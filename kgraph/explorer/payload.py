"""Everything that a page shows, as one JSON value.

Collections are tables, ``{"columns": […], "values": {…}, "rows": [[…], …]}``, because field names and words repeated
a thousand times would be most of the file.  Rows refer to each other by number.  A claim's name that begins with
``~`` stands for the names of its subject, relation and object.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.evidence import Assessment, is_disputed
from kgraph.explorer.arrows import Arrow, arrows_of, tally
from kgraph.explorer.network import network_data
from kgraph.explorer.opening import Opening
from kgraph.explorer.views import Views
from kgraph.formats.references import link_of
from kgraph.model import Claim, Curie, EvidenceLine, Locator, Measurement, Reference
from kgraph.tracing import lines_in_order

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

Table = dict[str, Any]

_NODE = ("label", "group", "x", "y")
_EDGE = ("from", "to", "sign", "kind", "width", "evidence", "confidence", "disputed", "implied", "papers")
_CLAIM = (
    "id", "subject", "relation", "object", "sign", "certainty", "study", "origin", "confidence", "papers", "evidence",
    "mechanisms", "disease", "implied", "uncited", "disputed", "notes", "species", "tissue", "condition", "population",
    "outcome", "measurements", "relations", "slip", "printed_subject", "printed_object",
)  # fmt: skip
_LINE = (
    "item", "reference", "direction", "directness", "studies", "attachment", "locator", "species", "notes", "row",
    "primary_value", "candidates",
)  # fmt: skip
_REFERENCE = (
    "id", "short", "link", "title", "year", "author", "journal", "doi", "pmid", "pmcid", "cited_for", "candidates",
    "candidate_confidence", "notes",
)  # fmt: skip


def payload(graph: KnowledgeGraph, opening: Opening) -> dict[str, Any]:
    """The value that the page's script reads."""
    return _Payload(graph, arrows_of(graph)).build(opening)


def to_script_json(value: object) -> str:
    """JSON that can stand in a script element: nothing in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for raw in "<>&\u2028\u2029":
        text = text.replace(raw, f"\\u{ord(raw):04x}")
    # A lone surrogate cannot be written as UTF-8; its escape can.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class _Payload:
    def __init__(self, graph: KnowledgeGraph, arrows: Sequence[Arrow]) -> None:
        self._graph = graph
        self._arrows = arrows
        self._assessment = Assessment(graph)
        self._entity = {entity: number for number, entity in enumerate(graph.entities)}
        self._claim = {claim: number for number, claim in enumerate(graph.claims)}
        self._reference = {reference: number for number, reference in enumerate(graph.references)}
        self._mechanism = {name: number for number, name in enumerate(graph.names.mechanisms)}
        self._locators: dict[Locator, int] = {}
        self._lines: list[list[Any]] = []

    def build(self, opening: Opening) -> dict[str, Any]:
        graph, views = self._graph, Views(self._graph, self._arrows)
        nodes, edges, options = network_data(graph, self._arrows, views.columns())
        claims = [self._claim_row(claim) for claim in graph.claims.values()]
        mechanisms = views.mechanisms()
        questions = views.questions(opening)
        return {
            "version": __version__,
            "opening": {
                "view": opening.view,
                "mechanism": opening.mechanism,
                "hypothesis": opening.hypothesis,
            },
            "options": options,
            "nodes": _table(_NODE, (_picked(node, _NODE) for node in nodes)),
            "entities": _table(
                ("id", "synonyms", "definition", "valence", "mappings"),
                (
                    [_local(e.id), [*e.synonyms, *e.misprints], e.definition, e.valence, [t for _, t in e.mappings]]
                    for e in graph.entities.values()
                ),
            ),
            "edges": _table((*_EDGE, "claims"), self._edge_rows(edges)),
            "claims": _table(_CLAIM, claims),
            "lines": _table(_LINE, self._lines),
            "locators": _table(
                ("source", "section", "sentence", "start", "end", "quote"),
                ([p.source, p.section, p.sentence, p.start, p.end, p.quote] for p in self._locators),
            ),
            "references": _table(_REFERENCE, (self._reference_row(r) for r in graph.references.values())),
            "sources": {
                s.short: {"title": s.title, "link": s.link, "cite": s.citation} for s in graph.sources.values()
            },
            "relations": {name: relation.label for name, relation in graph.relations.items()},
            "mechanisms": mechanisms,
            "matrix": views.matrix(),
            "hypotheses": views.hypotheses(),
            "questions": questions,
        }

    def _edge_rows(self, edges: Iterable[dict[str, Any]]) -> Iterable[list[Any]]:
        for edge, arrow in zip(edges, self._arrows, strict=True):
            yield [*_picked(edge, _EDGE), [self._claim[claim.id] for claim in arrow.claims]]

    def _claim_row(self, claim: Claim) -> list[Any]:
        counted = tally(self._graph, self._assessment, [claim])
        first = len(self._lines)
        self._lines += [self._line_row(claim, line) for line in lines_in_order(claim)]
        return [
            _short_name(claim),
            self._entity.get(claim.subject, -1),
            claim.relation,
            self._entity.get(claim.object, -1),
            claim.sign,
            claim.certainty,
            claim.study_kind,
            claim.origin,
            round(self._assessment.strength(claim).confidence, 4),
            [counted.supports, counted.disputes, counted.inconclusive, counted.seen],
            [first, len(self._lines)],
            [self._mechanism[name] for name in claim.mechanisms if name in self._mechanism],
            self._graph.label(claim.disease),
            int(claim.implied),
            int(claim.uncited),
            int(is_disputed(claim)),
            list(claim.notes),
            [self._graph.label(species) for species in claim.species],
            self._graph.label(claim.tissue),
            claim.condition,
            claim.population,
            self._graph.label(claim.outcome),
            [_measurement(self._graph, m) for m in claim.measurements],
            [[name, self._claim[target]] for name, target in claim.relations if target in self._claim],
            claim.slip,
            claim.printed_subject,
            claim.printed_object,
        ]

    def _line_row(self, claim: Claim, line: EvidenceLine) -> list[Any]:
        place = -1
        if line.locator:
            place = self._locators.setdefault(line.locator, len(self._locators))
        return [
            _local(line.id).removeprefix(_local(claim.id) + "-"),
            self._reference.get(line.reference, -1),
            line.direction,
            line.directness,
            list(line.study_kinds),
            line.attachment,
            place,
            [self._graph.label(species) for species in line.species],
            list(line.notes),
            line.row,
            line.primary_value,
            self._numbers(line.candidates),
        ]

    def _reference_row(self, reference: Reference) -> list[Any]:
        return [
            _local(reference.id),
            reference.short,
            self._short_link(reference),
            reference.title,
            reference.year,
            reference.first_author,
            reference.journal,
            reference.doi,
            reference.pmid,
            reference.pmcid,
            reference.cited_for,
            self._numbers(reference.candidates),
            reference.candidate_confidence,
            list(reference.notes),
        ]

    def _short_link(self, reference: Reference) -> str:
        """The link of a reference; ``=`` stands for its DOI, ``~`` for the page of the review."""
        link = link_of(reference)
        if reference.doi and link == f"https://doi.org/{reference.doi}":
            return "="
        review = self._graph.sources.get("source:review")
        return f"~{link.removeprefix(review.link)}" if review and review.link and link.startswith(review.link) else link

    def _numbers(self, references: Iterable[Curie]) -> list[int]:
        return [self._reference[reference] for reference in references if reference in self._reference]


def _measurement(graph: KnowledgeGraph, measured: Measurement) -> list[str]:
    return [measured.printed, measured.measure, graph.label(measured.arm), measured.time_point, measured.disputed]


def _short_name(claim: Claim) -> str:
    usual = f"{_local(claim.subject)}-{claim.relation.replace('_', '-')}-{_local(claim.object)}"
    name = _local(claim.id)
    return f"~{name.removeprefix(usual)}" if name.startswith(usual) else name


def _local(curie: Curie) -> str:
    return curie.partition(":")[2] or curie


def _picked(record: dict[str, Any], names: Sequence[str]) -> list[Any]:
    return [record[name] for name in names]


def _table(columns: Sequence[str], rows: Iterable[list[Any]]) -> Table:
    """Rows as a table; a column of few different texts or lists holds places in a list of its values, under `values`.

    The most frequent value gets place 0, which is left away at the end of a row.
    """
    cells = [[int(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows]
    values: dict[str, list[Any]] = {}
    for place, name in enumerate(columns):
        column = [row[place] for row in cells]
        counts = Counter(json.dumps(cell, ensure_ascii=False) for cell in column)
        if len(counts) * 2 < len(cells) and not all(isinstance(cell, int | float) for cell in column):
            ranked = [text for text, _ in counts.most_common()]
            values[name] = [json.loads(text) for text in ranked]
            numbers = {text: number for number, text in enumerate(ranked)}
            for row in cells:
                row[place] = numbers[json.dumps(row[place], ensure_ascii=False)]
    return {"columns": list(columns), "values": values, "rows": [_trimmed(row, columns, values) for row in cells]}


def _trimmed(row: list[Any], columns: Sequence[str], values: Mapping[str, object]) -> list[Any]:
    while row and (row[-1] == 0 if columns[len(row) - 1] in values else row[-1] in ("", [], None)):
        row.pop()
    return row
