"""The explorer as a page of the service, under its own policy."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kgraph.service.parameters import Parameter, read_arguments
from kgraph.service.problems import ProblemError

if TYPE_CHECKING:
    from kgraph.explorer import Explorer
    from kgraph.graph import KnowledgeGraph

_PARAMETERS = (
    Parameter("start", "Where the paths start."),
    Parameter("end", "Where the paths end."),
    Parameter("mechanism", "Open on this mechanism."),
    Parameter("hypothesis", "Open on this hypothesis."),
)
_KEPT = 4
_MOST_CLAIMS = 10_000


class ExplorerPage:
    """The explorer of one graph; the last few openings are kept, because a page takes a while to make."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._kept: OrderedDict[tuple[object, ...], Explorer] = OrderedDict()

    def explore(self, request: Request) -> Response:
        """The page that opens as the address asks."""
        arguments = read_arguments(_PARAMETERS, request.query_params.multi_items())
        if len(self._graph.claims) > _MOST_CLAIMS:
            detail = f"The explorer holds a whole graph in one page; this one has {len(self._graph.claims)} claims, "
            raise ProblemError(422, detail + f"more than {_MOST_CLAIMS}. Ask for paths, or search for a thing.")
        page = self._page(arguments)
        policy = f"{page.policy}; frame-ancestors 'none'"
        return HTMLResponse(page.html, headers={"Content-Security-Policy": policy})

    def _page(self, arguments: dict[str, str]) -> Explorer:
        from kgraph.explorer import Explorer

        page = Explorer(self._graph, **arguments)  # type: ignore[arg-type]
        opening = page.opening
        key = (opening.view, opening.start, opening.end, opening.mechanism, opening.hypothesis)
        kept = self._kept.pop(key, page)
        self._kept[key] = kept
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return kept
