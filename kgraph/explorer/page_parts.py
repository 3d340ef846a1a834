"""The parts of a page that a template makes: the sheets of questions, and the views that are words and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kgraph.explorer.answer_sheet import Sheet
from kgraph.explorer.people_numbers import Row, short_name
from kgraph.explorer.word_views import (
    comparison,
    doubts_by_kind,
    doubts_on,
    hypothesis_rows,
    named_references,
    outcome_rows,
    question_rows,
)
from kgraph.files.bundled import bundled
from kgraph.formats.arrows import evidence_counts
from kgraph.version import __version__
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from jinja2 import Environment

    from kgraph.matrix import Cell
    from kgraph.model import Contents, Curie
    from kgraph.paths.values import PathAnswer

# Of 100 % that much of the width is drawn, so that the number behind the last point has room.
_ACROSS = 0.88


class Parts:
    """Fills the templates for one graph; every text in them is escaped."""

    def __init__(self, graph: Contents) -> None:
        self._graph = graph

    def sheet(self, answer: PathAnswer, *, inline: bool) -> str:
        """The sheet of an answer; one that stands inline keeps its picture for readers without scripts."""
        template = self.environment.get_template("sheet.html.j2")
        return template.render(
            sheet=Sheet(self._graph, answer), inline=inline, version=__version__, place=_place, shares=self._shares
        )

    def pages(self, answers: Sequence[PathAnswer]) -> dict[str, str]:
        """The other views by their names; what speaks against an answer is under ``against`` and its number."""
        graph = self._graph
        named = named_references(graph)
        module = self.environment.get_template("views.html.j2").make_module(
            {"named": named, "words": Words(graph), "place": _place, "letters": _letters(graph)}
        )
        views: Any = module
        against = {
            f"against {number}": views.against(graph.label(one.start), graph.label(one.end), doubts_on(graph, one))
            for number, one in enumerate(answers)
        }
        found = {
            **against,
            "debates": views.debates(doubts_by_kind(graph)),
            "outcomes": views.outcomes(outcome_rows(graph)),
            "open": views.questions(question_rows(graph)),
            "hypotheses": views.hypotheses(hypothesis_rows(graph)),
            "compare": views.compare(*comparison(graph)),
        }
        return {name: str(text) for name, text in found.items()}

    def questions(self, entities: Mapping[Curie, int]) -> list[list[Any]]:
        """The open questions for an opened mechanism: words, mechanisms, number of the disease or −1, what settles."""
        return [
            [one.question, list(one.mechanisms), entities.get(one.disease, -1), one.settled_by]
            for one in self._graph.questions.values()
        ]

    def _shares(self, row: Row) -> str:
        """The shares of a row for a reader who does not see the drawing."""
        told = ", ".join(f"{share.value:.0f}%{f' of {share.n}' if share.n else ''}" for share in row.shares)
        return f"{told}; {short_name(self._graph, row.arm)} {row.other.value:.0f}%" if row.other else told

    @cached_property
    def environment(self) -> Environment:
        """The templates, with what they need to put values into words."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup

        folder = bundled("viz", "parts", "sheet.html.j2").parent
        made = Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        made.filters |= {"capital": capital, "safe_link": _is_safe_link, "picture": Markup, "local": _local}
        return made


def _place(share: float) -> str:
    """Where a share of 100 % stands on its axis."""
    return f"{share * _ACROSS:.1f}%"


def _letters(graph: Contents) -> Callable[[Cell], str]:
    """How many claims of a cell rest on each kind of study, as letters and numbers, the best kind first."""
    words = Words(graph)

    def told(cell: Cell) -> str:
        return " ".join(f"{words.mark('basis', name)}{n}" for name, n in evidence_counts(cell.claims).items())

    return told


def _is_safe_link(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _local(curie: str) -> str:
    return curie.partition(":")[2] or curie
