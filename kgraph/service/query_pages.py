"""The pages for queries: the editor, each named question at an address of its own, and answers without scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kgraph.errors import KgraphError
from kgraph.explorer.payload import to_script_json
from kgraph.service.api import json_response
from kgraph.service.concurrency import Turnstile
from kgraph.service.named_questions import NamedQuestions
from kgraph.service.page_data import Link
from kgraph.service.pages import Pages
from kgraph.service.problems import ProblemError
from kgraph.service.question_groups import grouped
from kgraph.service.things import KINDS, page_path
from kgraph.sparql.pool import AnswerDocument, QueryWorkers
from kgraph.vocabulary import PREFIXES, expand, shorten

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_LONGEST_QUERY = 100_000
_MOST_ROWS = 500
_MOST_LABELS = 200
_TABLE, _GRAPH = "application/sparql-results+json", "application/n-triples"
_FIRST_QUERY = """\
# What does ketogenic diet therapy lower, and on whose word?
SELECT ?lowered ?label ?claim WHERE {
  entity:ketogenic-diet-therapy kg:lowers ?lowered .
  ?lowered skos:prefLabel ?label .
  ?claim rdf:subject entity:ketogenic-diet-therapy ; rdf:object ?lowered ; kg:sign "-" .
}
ORDER BY ?label
"""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as a page shows it: rows under columns, or triples as a text; and why it is cut, if it is."""

    columns: list[str]
    rows: list[list[Link]]
    text: str
    cut: str
    left: int


class QueryPages:
    """The query pages about one graph."""

    def __init__(
        self,
        graph: KnowledgeGraph,
        pages: Pages,
        questions: NamedQuestions,
        workers: QueryWorkers,
        queries: Turnstile,
    ) -> None:
        self._graph, self._pages, self._questions = graph, pages, questions
        self._workers, self._queries = workers, queries

    async def editor(self, request: Request) -> Response:
        """The editor with the query that the address holds, and with ``run=1`` its answer."""
        query = request.query_params.get("query") or _FIRST_QUERY
        shown: dict[str, Any] = {"query": query, "with_iris": "iris" in request.query_params}
        if "run" in request.query_params:
            shown |= await self._answered(request, lambda: self._workers.run(query, accept=[_TABLE, _GRAPH]))
        records = self._questions.records
        # JSON that is escaped for a script element.
        data = Markup(to_script_json({"prefixes": dict(PREFIXES), "questions": records}))  # noqa: S704
        return self._pages.render(
            "query",
            here="/query",
            groups=grouped(records),
            questions=records,
            longest=_LONGEST_QUERY,
            data=data,
            **{"status": 200, **shown},
        )

    async def named(self, request: Request) -> Response:
        """One named question: its form, and its answer for the parameters of the address."""
        question = self._questions.called(request.path_params["name"])
        given = [(name, value) for name, value in request.query_params.multi_items() if name != "iris"]
        shown = await self._answered(request, lambda: self._questions.run(question, given, [_TABLE, _GRAPH]))
        return self._pages.render(
            "question",
            here="/query",
            question=question,
            given={**{p.name: p.default for p in question.parameters}, **dict(given)},
            with_iris="iris" in request.query_params,
            plain=urlencode(given),
            **{"status": 200, **shown},
        )

    def labels(self, request: Request) -> Response:
        """The labels of the identifiers that the address names as ``of``, for the editor; unknown ones are left out."""
        asked = request.query_params.getlist("of")[:_MOST_LABELS]
        found = {name: self._label(name) for name in asked}
        return json_response({name: label for name, label in found.items() if label != name})

    async def _answered(self, request: Request, run: Any) -> dict[str, Any]:
        """What a page shows of an answer, or of what is wrong with the question, in one line."""
        try:
            outcome = await self._queries.run(run)
        except KgraphError as error:
            problem = ProblemError.of(error)
            return {"problem": problem, "status": problem.status}
        except ProblemError as problem:
            return {"problem": problem, "status": problem.status}
        return {"answer": self._view(outcome, with_iris="iris" in request.query_params)}

    def _view(self, outcome: AnswerDocument, *, with_iris: bool) -> AnswerView:
        text = outcome.read().decode("utf-8")
        if outcome.kind == "graph":
            lines = text.splitlines()
            return AnswerView([], [], "\n".join(lines[:_MOST_ROWS]), outcome.cut or "", len(lines[_MOST_ROWS:]))
        found: dict[str, Any] = json.loads(text)
        if "boolean" in found:
            return AnswerView(["answer"], [[Link("yes" if found["boolean"] else "no")]], "", outcome.cut or "", 0)
        columns: list[str] = found["head"].get("vars", [])
        rows = found["results"]["bindings"]
        shown = [
            [self._term(row.get(column, {}), with_iris=with_iris) for column in columns] for row in rows[:_MOST_ROWS]
        ]
        return AnswerView(columns, shown, "", outcome.cut or "", len(rows) - len(shown))

    def _term(self, term: Mapping[str, str], *, with_iris: bool) -> Link:
        """A term by its label, with its page; with IRIs as it is."""
        value = term.get("value", "")
        if term.get("type") != "uri":
            return Link(value)
        short = shorten(value)
        kind = short.partition(":")[0]
        has_page = kind in KINDS and expand(short) == value
        href = page_path(short) if has_page else ""
        return Link(value if with_iris else self._label(short), href)

    def _label(self, identifier: str) -> str:
        graph = self._graph
        if identifier in graph.entities or identifier in graph.hypotheses:
            return graph.label(identifier) if identifier in graph.entities else graph.hypotheses[identifier].label
        if identifier in graph.references:
            return graph.references[identifier].short
        if identifier in graph.questions:
            return graph.questions[identifier].question
        if identifier in graph.claims:
            return self._pages.sentence(graph.claims[identifier])
        term = graph.terms.get(identifier)
        relation = graph.relations.get(identifier.removeprefix("kg:"))
        return term.name if term else relation.label if relation else identifier
