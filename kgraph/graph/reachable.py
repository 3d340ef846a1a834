"""The questions of a graph that leave one end open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from kgraph.graph.choices import resolved
from kgraph.model import Contents

if TYPE_CHECKING:
    from kgraph.graph.listings import Listing
    from kgraph.paths.open_ends import OpenAnswer, Reached
    from kgraph.paths.search_options import PathOptions


class OpenEnds(Contents):
    """What leads where, without naming both ends; part of `KnowledgeGraph`."""

    def downstream(self, start: str, **options: Unpack[PathOptions]) -> Listing[Reached]:
        """What a thing leads to in `max_hops` steps, 3 unless given: an item an end, best graded first; may be empty.

        An item has the `effects` of all paths within the limit, the best `path` with the `grades` of its steps, and its
        papers; forms of another item's end come last.  The options are those of `paths`; `seconds` is the time for all.
        Raises what `paths` raises.  How each pair is answered: docs/reading-paths.md.

        >>> import kgraph
        >>> "entity:seizure" in {row.end for row in kgraph.load().downstream("acetoacetate", max_hops=1)}
        True
        """
        from kgraph.paths.open_ends import downstream

        return self._listed(downstream(self, resolved(self, start), **self._named(options)), "downstream")

    def upstream(self, end: str, **options: Unpack[PathOptions]) -> Listing[Reached]:
        """What leads to a thing, an item a start; otherwise as `downstream`, and may be empty.  Raises what it raises.

        >>> import kgraph
        >>> "entity:acetoacetate" in {row.start for row in kgraph.load().upstream("seizures", max_hops=1)}
        True
        """
        from kgraph.paths.open_ends import upstream

        return self._listed(upstream(self, resolved(self, end), **self._named(options)), "upstream")

    def loops(self, through: str, **options: Unpack[PathOptions]) -> Listing[Reached]:
        """What leads from a thing back to itself, an item for each first stop and sign; may be empty.

        ``raises`` is a loop that strengthens what went in, ``lowers`` one that weakens it.  Raises what `paths` raises.

        >>> import kgraph
        >>> [loop.effects for loop in kgraph.load().loops("acetoacetate")]
        []
        """
        from kgraph.paths.open_ends import loops

        return self._listed(loops(self, resolved(self, through), **self._named(options)), "loops")

    def _named(self, options: PathOptions) -> PathOptions:
        from kgraph.paths.search_options import resolved_names

        return resolved_names(options, lambda _, name: resolved(self, name))

    def _listed(self, answer: OpenAnswer, kind: str) -> Listing[Reached]:
        from kgraph.formats.reached_rows import BRIEF, COLUMNS, open_row
        from kgraph.graph.listings import Listing

        return Listing(answer.found, COLUMNS, lambda row: open_row(self, row), brief=BRIEF[kind])
