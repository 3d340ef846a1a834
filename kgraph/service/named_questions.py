"""The named questions: their list, and their answers in the formats of the SPARQL endpoint."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from kgraph.errors import UnknownNameError
from kgraph.service.api import json_response
from kgraph.service.concurrency import Turnstile
from kgraph.service.operation import naming
from kgraph.service.parameters import Parameter, read_arguments
from kgraph.service.problems import ProblemError
from kgraph.service.sparql_protocol import acceptable, answer
from kgraph.sparql.questions import NamedQuery, named_queries, named_query

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.sparql.pool import AnswerDocument, QueryWorkers


class NamedQuestions:
    """The questions that come with kgraph, asked of one graph, or `elsewhere`: of a store that may hold others."""

    def __init__(
        self, graph: KnowledgeGraph, workers: QueryWorkers, queries: Turnstile, *, elsewhere: bool = False
    ) -> None:
        self._graph, self._workers, self._queries, self._elsewhere = graph, workers, queries, elsewhere

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The questions with their parameters, as JSON."""
        return [
            {
                "name": question.name,
                "title": question.title,
                "description": question.description,
                "parameters": [
                    {"name": p.name, "kind": p.kind, "default": p.default, "description": p.description}
                    for p in question.parameters
                ],
                "query": question.text,
            }
            for question in named_queries()
        ]

    def listing(self, request: Request) -> Response:
        """All questions."""
        return json_response({"queries": self.records})

    async def ask(self, request: Request) -> Response:
        """The answer to one question; its parameters are those of the address, names are looked up."""
        question = self.called(request.path_params["name"])
        wanted = acceptable(request)
        given = request.query_params.multi_items()
        return answer(request, await self._queries.run(self.run, question, given, wanted))

    @staticmethod
    def called(name: str) -> NamedQuery:
        """The question of this name.  Raises ProblemError with the nearest names."""
        return _question(name)

    def run(self, question: NamedQuery, given: list[tuple[str, str]], wanted: list[str]) -> AnswerDocument:
        """What the workers find; `given` are the parameters.  Raises ProblemError, which names the parameter."""
        known = [Parameter(p.name, p.description) for p in question.parameters]
        # One that is given empty is free; one that is left out has its default.
        values = {name: value for name, value in read_arguments(known, given).items() if name in dict(given)}
        for name, value in values.items():
            with naming(name):
                question.bind(self._graph, {name: value}, elsewhere=self._elsewhere)
        bindings = question.bind(self._graph, values, elsewhere=self._elsewhere)
        return self._workers.run(question.text, accept=wanted, bindings=bindings)


def _question(name: str) -> NamedQuery:
    try:
        return named_query(name)
    except UnknownNameError as error:
        detail = f"There is no question called {name[:100]!r}; /api/queries lists them."
        raise ProblemError(404, detail, suggestions=list(error.suggestions)) from None
