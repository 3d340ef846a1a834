"""The page of a thing in every representation: HTML, RDF, and the record of `kgraph show` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kgraph.formats.record import describe
from kgraph.service.api import json_response
from kgraph.service.negotiation import choose
from kgraph.service.page_data import thing_view
from kgraph.service.pages import Pages
from kgraph.service.problems import ProblemError
from kgraph.service.rdf import statements_about, write_statements
from kgraph.service.things import FORMS, page_path, thing_at
from kgraph.vocabulary import expand

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.names import Thing

_LONGEST_NUMBER = 6
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;="


class ThingPages:
    """The dereferenceable pages of one graph."""

    def __init__(self, graph: KnowledgeGraph, pages: Pages) -> None:
        self._graph, self._pages = graph, pages

    def thing(self, request: Request) -> Response:
        """The thing at a path.

        The name alone gives the representation that the Accept header likes best, and says in Content-Location which
        one it is; an ending asks for one.  A synonym leads to the page of its entity.
        """
        kind, name = request.path_params["kind"], request.path_params["name"]
        thing, suffix = thing_at(self._graph, kind, name)
        path = page_path(thing.id)
        ending = f".{suffix}" if suffix else ""
        if f"{kind}:{name}" != f"{thing.id}{ending}":
            return RedirectResponse(path + ending, status_code=303)
        media_type = FORMS.get(suffix) or choose(request.headers.get("accept", ""), list(FORMS.values()))
        if media_type is None:
            offered = ", ".join(FORMS.values())
            raise ProblemError(406, f"None of the media types asked for is offered; there are {offered}.")
        response = self._represented(thing, path, media_type, request)
        form = next(form for form, offered in FORMS.items() if offered == media_type)
        response.headers["Content-Location"] = f"{path}.{form}"
        response.headers["Vary"] = "Accept"
        response.headers["Link"] = _links(thing, path, media_type)
        return response

    def _represented(self, thing: Thing, path: str, media_type: str, request: Request) -> Response:
        if media_type == "text/html":
            number = request.query_params.get("page", "1")
            page = int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER else 1
            return self._pages.render("thing", thing=thing_view(self._graph, thing, page), path=path, forms=FORMS)
        if media_type == "application/json":
            return json_response(describe(self._graph, thing))
        return Response(write_statements(statements_about(self._graph, thing.id), media_type), media_type=media_type)


def _links(thing: Thing, path: str, media_type: str) -> str:
    """The Link header: what the page is about, and its other representations."""
    alternates = [
        f'<{path}.{form}>; rel="alternate"; type="{offered}"'
        for form, offered in FORMS.items()
        if offered != media_type
    ]
    # A header takes the URI that an IRI with letters beyond ASCII stands for (RFC 3987, section 3.1).
    iri = quote(expand(thing.id), safe=_IN_ADDRESSES)
    return ", ".join([f'<{iri}>; rel="describes"', *alternates])
