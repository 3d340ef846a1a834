"""Everything that a page shows, as two JSON values: what the first picture needs, and the rest.

Collections are tables, ``{"columns": […], "values": {…}, "rows": [[…], …]}``, because field names and words repeated
a thousand times would be most of the file.  Rows refer to each other by number.  A claim's name that begins with
``~`` stands for the names of its subject, relation and object.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.evidence import Assessment, is_disputed
from kgraph.explorer.first_view import Opening
from kgraph.explorer.people_numbers import SHARE_COLUMNS, share_rows
from kgraph.explorer.search_data import search_data
from kgraph.explorer.views import Views
from kgraph.explorer.vis_network import network_data
from kgraph.formats.arrows import Arrow, arrows_of, evidence_class, tally
from kgraph.formats.notices import cautions
from kgraph.formats.references import link_of
from kgraph.model import Claim, Curie, EvidenceLine, Locator, Measurement, Reference, Term
from kgraph.trace import lines_in_order
from kgraph.version import __version__
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.paths.values import PathAnswer

Table = dict[str, Any]

_NODE = ("label", "group")
_EDGE = ("from", "to", "sign", "kind", "width", "evidence", "confidence", "disputed", "implied", "papers")
_CLAIM = (
    "id", "subject", "relation", "object", "sign", "certainty", "study", "origin", "confidence", "papers", "evidence",
    "mechanisms", "disease", "implied", "uncited", "disputed", "notes", "tissue", "condition", "population",
    "outcome", "measurements", "relations", "slip", "printed_subject", "printed_object", "basis", "study_words",
)  # fmt: skip
_LINE = (
    "item", "reference", "direction", "directness", "study_words", "attachment", "locator", "notes", "row",
    "primary_value", "candidates",
)  # fmt: skip
_REFERENCE = (
    "id", "short", "link", "title", "year", "author", "journal", "doi", "pmid", "pmcid", "cited_for", "candidates",
    "candidate_confidence", "notes",
)  # fmt: skip


_STEP_CLAIMS = 5
_STEP_ENDS = slice(6, 8)
# The vocabularies whose phrases and marks the page shows.
_SPOKEN = ("certainty", "study", "direction", "directness", "attachment", "basis", "grade", "effect", "flag", "kg")
_SIGNS = ("+", "-", "0", "?")


@dataclass(frozen=True, slots=True)
class Payload:
    """The two values that the page's script reads: what the first rows need, and all the rest.

    A browser draws the rows before it has read the rest, which is a hundred times longer.  `answers` are those to the
    questions, in their order; the first is that of the opening, when it opens on a question.
    """

    first: dict[str, Any]
    rest: dict[str, Any]
    answers: Sequence[PathAnswer]


def payload(graph: KnowledgeGraph, opening: Opening) -> Payload:
    """What a page about this graph shows; `first` has a question only when the page opens on one."""
    assessment = Assessment(graph)
    return _Payload(graph, arrows_of(graph, assessment), assessment).build(opening)


def to_script_json(value: object) -> str:
    """JSON in ASCII that can stand in a script element: nothing in it can end the element or open a comment."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    for raw in "<>&":
        text = text.replace(raw, f"\\u{ord(raw):04x}")
    return text


def ascii_script(script: str) -> str:
    """A script in ASCII, for one that has other letters only in texts and patterns, where an escape means the same."""
    return re.sub(r"[^\x00-\x7f]", lambda letter: json.dumps(letter[0])[1:-1], script)


def to_script_base64(value: object) -> str:
    """JSON as zlib data in base64, a third as long; nothing in it can end the element."""
    return compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def compressed(text: str) -> str:
    """A text as zlib data in base64."""
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode("ascii")


class _Payload:
    def __init__(self, graph: KnowledgeGraph, arrows: Sequence[Arrow], assessment: Assessment) -> None:
        self._graph = graph
        self._arrows = arrows
        self._assessment = assessment
        self._entities = list(graph.entities)
        self._entity = {entity: number for number, entity in enumerate(graph.entities)}
        self._claim = {claim: number for number, claim in enumerate(graph.claims)}
        self._reference = {reference: number for number, reference in enumerate(graph.references)}
        self._mechanism = {name: number for number, name in enumerate(graph.names.mechanisms)}
        self._locators: dict[Locator, int] = {}
        self._lines: list[list[Any]] = []
        self._words = Words(graph)

    def build(self, opening: Opening) -> Payload:
        graph, views = self._graph, Views(self._graph, self._arrows)
        nodes, edges, options = network_data(graph, self._arrows, self._assessment)
        questions = views.questions(opening)
        early = [_seen_first(question) for question in questions[: opening.view == "question"]]
        first = {
            "version": __version__,
            "opening": {"view": opening.view, "mechanism": opening.mechanism, "hypothesis": opening.hypothesis},
            "options": options,
            "words": _words(graph),
            "several": len(questions) > 1,
            "questions": early,
            **self._seen_at_once(early, views.steps(), nodes, edges),
        }
        known = len(first["steps"])
        rest = {
            "nodes": _table(_NODE, (_picked(node, _NODE) for node in nodes)),
            "plural": [number for number, entity in enumerate(graph.entities.values()) if entity.plural],
            "entities": _table(
                ("id", "synonyms", "definition", "valence", "mappings"),
                (
                    [_local(e.id), [*e.synonyms, *e.misprints], e.definition, e.valence, [t for _, t in e.mappings]]
                    for e in graph.entities.values()
                ),
            ),
            "edges": _table((*_EDGE, "claims"), map(self._edge_row, edges, self._arrows)),
            "claims": _table(_CLAIM, [self._claim_row(claim) for claim in graph.claims.values()]),
            "lines": _table(_LINE, self._lines),
            "locators": _table(
                ("source", "section", "sentence", "start", "end", "quote"),
                ([p.source, p.section, p.sentence, p.start, p.end, p.quote] for p in self._locators),
            ),
            "references": _table(_REFERENCE, (self._reference_row(r) for r in graph.references.values())),
            "sources": {
                s.short: {"title": s.title, "link": s.link, "cite": s.citation} for s in graph.sources.values()
            },
            "numbers": _table(SHARE_COLUMNS, share_rows(graph, self._claim, self._entity)),
            "mechanisms": views.mechanisms(),
            "matrix": views.matrix(),
            "hypotheses": views.hypotheses(),
            "questions": questions,
            "search": search_data(graph, self._assessment),
        }
        return Payload(first, {**rest, "steps": views.steps()[known:]}, views.answers())

    def _seen_at_once(
        self,
        questions: Sequence[dict[str, Any]],
        steps: Sequence[list[Any]],
        nodes: Sequence[dict[str, Any]],
        edges: Sequence[dict[str, Any]],
    ) -> dict[str, Any]:
        """The entities, arrows and steps of the first rows, numbered as in the whole."""
        used = {number for question in questions for number in _steps_shown(question)}
        arrows = sorted({steps[number][0] for number in used})
        ends = {end for question in questions for end in (question["start"], question["end"])}
        entities = sorted(ends | {entity for number in used for entity in steps[number][_STEP_ENDS]})
        names = [(n, nodes[n], self._entities[n]) for n in entities]
        claims = sorted({claim for number in used for claim in steps[number][_STEP_CLAIMS]})
        relations = [claim.relation for claim in self._graph.claims.values()]
        return {
            "steps": list(steps[: max(used, default=-1) + 1]),
            "nodes": _table(
                ("n", "label", "kind", "id"), ([n, node["label"], node["group"], _local(e)] for n, node, e in names)
            ),
            "plural": [n for n in entities if self._graph.entities[self._entities[n]].plural],
            "claims": _table(("n", "relation"), ([n, relations[n]] for n in claims)),
            "edges": _table(
                ("n", *_EDGE, "claims", "relation"),
                ([n, *self._edge_row(edges[n], self._arrows[n]), _relation(self._arrows[n])] for n in arrows),
            ),
        }

    def _edge_row(self, edge: dict[str, Any], arrow: Arrow) -> list[Any]:
        return [*_picked(edge, _EDGE), [self._claim[claim.id] for claim in arrow.claims]]

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
            self._assessment.strength(claim).confidence,
            [counted.supports, counted.disputes, counted.inconclusive, counted.seen, counted.papers],
            [first, len(self._lines)],
            [self._mechanism[name] for name in claim.mechanisms if name in self._mechanism],
            self._graph.label(claim.disease),
            int(claim.implied),
            int(claim.uncited),
            int(is_disputed(claim)),
            [*self._words.retired(claim), *claim.notes, *cautions(self._graph, [claim])],
            self._graph.label(claim.tissue),
            claim.condition,
            claim.population,
            self._graph.label(claim.outcome),
            [_measurement(self._graph, m) for m in claim.measurements],
            [[name, self._claim[target]] for name, target in claim.relations if target in self._claim],
            claim.slip,
            claim.printed_subject,
            claim.printed_object,
            evidence_class([claim]),
            self._words.study_of(claim),
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
            self._words.study(line.study_kinds, line.species),
            line.attachment,
            place,
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


def _steps_shown(question: dict[str, Any]) -> set[int]:
    """The steps of the best chains of a question."""
    return {number for row in question["lanes"] for chain in row["best"] for number in chain[1]}


def _seen_first(question: dict[str, Any]) -> dict[str, Any]:
    """A question with the rows that are drawn at first, and without its routes."""
    shown = _steps_shown(question)
    grades = {number: grade for number, grade in question["grades"].items() if number in shown}
    return {**{name: question[name] for name in ("start", "end", "lanes", "because")}, "grades": grades}


def _relation(arrow: Arrow) -> str:
    """The one relation of an arrow's claims; empty when they have several."""
    names = {claim.relation for claim in arrow.claims}
    return names.pop() if len(names) == 1 else ""


def _words(graph: KnowledgeGraph) -> dict[str, Any]:
    """What the page tells its readers in place of codes: phrases, plural phrases, reversed ones, and marks."""
    words = Words(graph)
    kinds = dict.fromkeys(relation.kind for relation in graph.relations.values())
    return {
        "relations": {
            name: [
                words.relation(name),
                words.relation(name, plural=True),
                words.relation(name, reverse=True),
                words.relation(name, reverse=True, plural=True),
            ]
            for name in graph.relations
        },
        "signs": {
            kind: {
                sign: [words.sign_on(kind, sign), words.sign_on(kind, sign, plural=True)]
                for sign in (("",) if kind == "structural" else _SIGNS)
            }
            for kind in kinds
        },
        "marks": {sign: words.sign_mark(sign) for sign in (*_SIGNS, "")},
        **{
            vocabulary: {
                identifier.removeprefix(f"{vocabulary}:"): _spoken(term, explained=vocabulary == "directness")
                for identifier, term in graph.terms.items()
                if identifier.startswith(f"{vocabulary}:")
            }
            for vocabulary in _SPOKEN
        },
    }


def _spoken(term: Term, *, explained: bool) -> list[str]:
    """The phrases and the mark of a term, and its definition where the page explains it; no empty ones at the end."""
    told = [term.phrase or term.name, term.phrase_plural, term.phrase_reversed, term.mark]
    told += [term.definition] if explained else []
    while not told[-1] and len(told) > 1:
        told.pop()
    return told


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
        if all(isinstance(cell, int | float) for cell in column):
            continue
        keys = [cell if isinstance(cell, str) else (json.dumps(cell, ensure_ascii=False),) for cell in column]
        counts = Counter(keys)
        if len(counts) * 2 < len(cells):
            numbers = {key: number for number, (key, _) in enumerate(counts.most_common())}
            values[name] = [key if isinstance(key, str) else json.loads(key[0]) for key in numbers]
            for row, key in zip(cells, keys, strict=True):
                row[place] = numbers[key]
    return {"columns": list(columns), "values": values, "rows": [_trimmed(row, columns, values) for row in cells]}


def _trimmed(row: list[Any], columns: Sequence[str], values: Mapping[str, object]) -> list[Any]:
    while row and (row[-1] == 0 if columns[len(row) - 1] in values else row[-1] in ("", [], None)):
        row.pop()
    return row
