"""The pages of the views, which work without scripts: a form that narrows a list, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kgraph.formats.escape import plain
from kgraph.service.api import json_response
from kgraph.service.links import is_web_link
from kgraph.service.negotiation import choose
from kgraph.service.operations import OPERATIONS
from kgraph.service.page_data import Link
from kgraph.service.pages import Pages
from kgraph.service.parameters import read_arguments
from kgraph.service.problems import ProblemError
from kgraph.service.things import page_path
from kgraph.service.view_columns import Column, View

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_PAGING = ("limit", "offset")
_OPERATIONS = {operation.name: operation for operation in OPERATIONS}


class ViewPages:
    """The views of one graph."""

    def __init__(self, graph: KnowledgeGraph, pages: Pages) -> None:
        self._graph, self._pages = graph, pages
        self._short = {reference.short: reference.id for reference in graph.references.values()}

    def show(self, view: View, request: Request) -> Response:
        """The view as a page, or as JSON for a client that asks for it; what is wrong is said above the form."""
        operation = _OPERATIONS[view.asked]
        given = [(name, value) for name, value in request.query_params.multi_items() if value]
        asked = {**view.given, **dict(given)}
        address = f"/api/{operation.name}" + (f"?{urlencode(asked)}" if asked else "")
        shown: dict[str, Any] = {
            "here": f"/{view.name}",
            "view": view,
            "given": asked,
            "fields": [one for one in operation.parameters if one.name not in _PAGING],
            "mechanisms": self._graph.names.mechanisms,
            "as_json": address,
        }
        as_json = choose(request.headers.get("accept", ""), ["text/html", "application/json"]) == "application/json"
        try:
            pairs = [*((name, value) for name, value in view.given.items() if name not in dict(given)), *given]
            arguments = read_arguments(operation.parameters, pairs)
            answer = operation.answer(self._graph, arguments)
        except ProblemError as problem:
            if as_json:
                raise
            return self._pages.render("view", status=problem.status, problem=problem, rows=[], total=0, **shown)
        if as_json:
            return json_response(answer, headers={"Vary": "Accept"})
        records = answer[view.rows or view.name]
        first = arguments.get("offset", 0)
        return self._pages.render(
            "view",
            headers={"Vary": "Accept"},
            rows=[[self._cell(column, record) for column in view.columns] for record in records],
            total=answer.get("total", len(records)),
            first=first + 1,
            last=first + len(records),
            further=_moved(given, first + len(records)) if answer.get("more") else "",
            corrections=answer.get("corrections", []),
            **shown,
        )

    def _cell(self, column: Column, record: dict[str, Any]) -> list[Link]:
        value = record[column.field]
        if column.holds == "references":
            return [Link(short, self._place_of(short)) for short in value]
        if column.holds == "claim":
            return [Link("evidence", page_path(value))] if value else []
        if column.holds == "mechanism":
            return [Link(value.replace("-", " "), page_path(f"mechanism:{value}"))]
        if column.holds == "label":
            return [Link(str(value), page_path(record["id"]))]
        if column.holds == "web":
            return [Link(value.partition("://")[2].partition("/")[0], value)] if is_web_link(value) else []
        return [Link(plain(item)) for item in (value if isinstance(value, list) else [value]) if plain(item)]

    def _place_of(self, short: str) -> str:
        """The page of a reference by its short name, or of a claim that speaks against another."""
        if short in self._short:
            return page_path(self._short[short])
        return page_path(short) if short in self._graph.claims else ""


def _moved(given: list[tuple[str, str]], offset: int) -> str:
    """The same question, further down the list."""
    return urlencode([*((name, value) for name, value in given if name != "offset"), ("offset", str(offset))])
