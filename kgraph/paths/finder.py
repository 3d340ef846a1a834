"""What finds the paths of a graph whose steps are compiled elsewhere, in place of a search over its claims."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie
    from kgraph.paths.filters import PathFilter
    from kgraph.paths.finding import Found
    from kgraph.paths.reason_words import Reason
    from kgraph.paths.search import SearchBudget
    from kgraph.paths.values import Verdict


class Searching(Protocol):
    """The steps under one filter, ready to be searched for any pair of entities, as `PathSearch` is."""

    def mechanism_paths(self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]) -> Found:
        """For each sign, the paths that go through a mechanism, most confident first."""

    def outcome_paths(self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]) -> Found:
        """For each sign, the paths with no mechanism between the ends, most confident first."""


class Finder(Protocol):
    """The answers to what `find_paths` asks about steps; `has_hubs` says whether it knows what hubs cost."""

    has_hubs: bool

    def searching(
        self, path_filter: PathFilter, *, bundle: bool, contexts: frozenset[Curie], hubs: bool, expected: int
    ) -> Searching:
        """The steps under a filter; `expected` paths of a sign will probably be read."""

    def verdict(
        self, start: Curie, end: Curie, *, path_filter: PathFilter, found: Collection[str], most: int
    ) -> Verdict:
        """The verdict on all paths under a filter, of any length; see `kgraph.paths.verdict.judge`."""

    def absence(
        self, path_filter: PathFilter, start: Curie, end: Curie, *, max_hops: int, bundle: bool, cut: bool
    ) -> Reason:
        """Why nothing was found."""


def finder_of(graph: Contents) -> Finder | None:
    """What finds paths in place of a search over the claims; None where the claims are searched."""
    found: Finder | None = graph.finder
    return found
