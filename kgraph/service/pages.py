"""The HTML pages: start, paths, search, API and problems, from autoescaped templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kgraph.formats.escape import visible
from kgraph.formats.path_flags import FLAGS
from kgraph.paths.search_options import MOST_HOPS
from kgraph.service.links import is_web_link
from kgraph.service.operations import OPERATIONS, PATH_PARAMETERS, path_answer
from kgraph.service.page_data import path_views
from kgraph.service.parameter_words import PARAMETERS
from kgraph.service.parameters import Arguments, read_arguments
from kgraph.service.problems import ProblemError
from kgraph.service.things import page_path
from kgraph.service.view_columns import VIEWS
from kgraph.version import __version__
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Claim

_TEMPLATES = Path(__file__).parent / "templates"
_QUESTIONS = 6


def _seen(value: Any) -> Any:
    """A text with its unseen characters shown, as a terminal shows them; what is made of templates is seen already."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class Pages:
    """The pages about one graph."""

    def __init__(self, graph: KnowledgeGraph, *, root: str = "") -> None:
        from jinja2 import Environment, FileSystemLoader

        self._graph = graph
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            auto_reload=False,
            finalize=_seen,
        )
        self._environment.globals.update(
            root=root,
            version=__version__,
            words=Words(graph),
            step_flags=FLAGS,
            views=VIEWS,
        )
        self._environment.filters.update(
            capital=capital, web=is_web_link, page=lambda identifier: root + page_path(identifier)
        )

    def render(
        self, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **shown: Any
    ) -> HTMLResponse:
        """A template as an answer."""
        text = self._environment.get_template(f"{template}.html.j2").render(**shown)
        # A lone surrogate in a label cannot be written; a question mark shows that something stood there.
        return HTMLResponse(text.encode("utf-8", "replace"), status_code=status, headers=headers)

    def sentence(self, claim: Claim) -> str:
        """A claim as a sentence."""
        return Words(self._graph).sentence(claim)

    def home(self, request: Request) -> Response:
        """The start page."""
        from kgraph.formats.matrix import cell_row
        from kgraph.matrix import mechanism_matrix

        graph = self._graph
        rows: dict[str, list[dict[str, Any]]] = {}
        for cell in mechanism_matrix(graph):
            rows.setdefault(cell.mechanism, []).append(cell_row(graph, cell))
        return self.render(
            "home",
            here="/",
            given=_form({}),
            mechanisms=graph.names.mechanisms,
            questions=self._curated_questions(),
            counts=[
                ("claims", len(graph.claims)),
                ("evidence lines", sum(len(claim.evidence) for claim in graph.claims.values())),
                ("references", len(graph.references)),
                ("entities", len(graph.entities)),
                ("hypotheses", len(graph.hypotheses)),
                ("open questions", len(graph.questions)),
            ],
            diseases=[cell["disease"] for cell in next(iter(rows.values()), [])],
            matrix=list(rows.items()),
        )

    def _curated_questions(self) -> list[dict[str, Any]]:
        """The ends that most hypotheses have, most first."""
        counts: dict[tuple[str, str], int] = {}
        for hypothesis in self._graph.hypotheses.values():
            ends = (hypothesis.start, hypothesis.end)
            counts[ends] = counts.get(ends, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: -item[1])[:_QUESTIONS]
        label = self._graph.label
        return [{"start": label(start), "end": label(end), "count": count} for (start, end), count in ranked]

    def search(self, request: Request) -> Response:
        """The hits for a text, each with its page."""
        text = request.query_params.get("q", "")[:500].strip()
        hits = self._graph.names.search(text, limit=101) if text else []
        return self.render("search", q=text, results=hits[:100], more=len(hits) > len(hits[:100]))

    def api(self, request: Request) -> Response:
        """The operations in words."""
        return self.render("api", here="/api", operations=OPERATIONS)

    def paths(self, request: Request) -> Response:
        """The form, and the paths that the address asks for, or what is wrong with it."""
        given = [(name, value) for name, value in request.query_params.multi_items() if value]
        shown: dict[str, Any] = {
            "here": "/path",
            "given": _form(dict(given)),
            "mechanisms": self._graph.names.mechanisms,
        }
        if not {"start", "end"} <= {name for name, _ in given}:
            return self.render("path", **shown)
        try:
            return self._answered(read_arguments(PATH_PARAMETERS, given), urlencode(given), shown)
        except ProblemError as problem:
            suggestions = _repaired(given, problem)
            return self.render("path", status=problem.status, problem=problem, suggestions=suggestions, **shown)

    def _answered(self, arguments: Arguments, query: str, shown: dict[str, Any]) -> Response:
        from kgraph.formats.path_json import to_json
        from kgraph.formats.path_lanes import lanes_figure

        answer = path_answer(self._graph, arguments)
        return self.render(
            "path",
            answer=to_json(self._graph, answer, PARAMETERS),
            blocks=path_views(self._graph, answer),
            # Made here from escaped words; see kgraph.formats.svg.
            picture=Markup(lanes_figure(self._graph, answer, notice=False)),  # noqa: S704
            query=query,
            **shown,
        )

    def problem(self, problem: ProblemError) -> Response:
        """A problem as a page."""
        from http import HTTPStatus

        paths = problem.more.get("suggestions", [])
        return self.render(
            "problem",
            status=problem.status,
            headers=problem.headers,
            title=HTTPStatus(problem.status).phrase,
            detail=problem.detail,
            suggestions=[(_name_of(path), path) for path in paths if path.startswith("/")],
        )


def _form(given: Arguments) -> dict[str, Any]:
    """What the form shows: what was given, else the defaults."""
    form = {p.name: given.get(p.name, p.default) for p in PATH_PARAMETERS}
    narrowing = ("via", "avoid", "mechanism", "evidence", "include", "primary_only")
    return {
        **form,
        "most_hops": MOST_HOPS,
        "via": given.get("via", ""),
        "avoid": given.get("avoid", ""),
        "contested": given.get("include") == "contested",
        "narrowed": any(given.get(name) not in (None, "", "any") for name in narrowing),
    }


def _repaired(given: list[tuple[str, str]], problem: ProblemError) -> list[tuple[str, str]]:
    """The same question with each of the names that were meant, perhaps."""
    names = problem.more.get("suggestions") or problem.more.get("candidates") or []
    parameter = problem.more.get("parameter", "")
    others = [(name, value) for name, value in given if name != parameter]
    return [(name, "/path?" + urlencode([*others, (parameter, name)])) for name in names]


def _name_of(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path.rpartition("/")[2]).replace("-", " ")
