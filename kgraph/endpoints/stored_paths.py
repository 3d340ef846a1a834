"""Paths between two entities of a stored graph: the same search as over files, over what was fetched for it."""

from __future__ import annotations

from typing import Unpack

from kgraph.endpoints.degrees import degrees_of
from kgraph.endpoints.stored_graph import StoredGraph
from kgraph.evidence import Weights
from kgraph.frozen import replace
from kgraph.model import Contents
from kgraph.paths import PathAnswer, PathOptions, find_paths
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.hubs import Hubs
from kgraph.paths.reason_words import Reason, sentence
from kgraph.paths.search_options import LARGE_GRAPH, read_options, resolved_names
from kgraph.paths.verdict import BOTH_SIDES, CUT_SHORT, NOT_DECIDED
from kgraph.vocabulary import KG, expand, shorten


def stored_paths(
    stored: StoredGraph, start: str, end: str, **options: Unpack[PathOptions]
) -> tuple[Contents, PathAnswer]:
    """The answer of `kgraph.paths.find_paths`, and the part of the graph that it speaks of.

    Where more lies between the two entities than is read, paths within the hop limit are the same, the verdict is *not
    decided* unless both sides are found, and a reason is not looked for.  Raises what that does, DataError where the
    store gives no usable answer, and LimitError where too many claims lie within the hop limit.
    """
    first, last = stored.resolve(start).id, stored.resolve(end).id
    options = resolved_names(options, lambda _, name: stored.resolve(name).id)
    settings = read_options(stored.contents(), options)
    both_ways = settings.path_filter.undirected
    complete = stored.fetch_between(first, last, max_hops=settings.max_hops, both_ways=both_ways)
    penalised = stored.claims > LARGE_GRAPH if settings.hub_penalty is None else settings.hub_penalty
    options = {**options, "hub_penalty": penalised}

    def answered() -> tuple[Contents, PathAnswer]:
        contents = stored.contents()
        if "hubs" not in contents.derived:
            # Ties go to the less connected, whether or not that costs something.
            contents.derived["hubs"] = _hubs(stored, contents)
        return contents, find_paths(contents, first, last, **options)

    contents, answer = answered()
    if answer.because and answer.because.code not in ("same", "cut"):
        # The reason may lie anywhere near, with arrows in any direction.
        code = answer.because.code
        if stored.fetch_around(first, last):
            contents, answer = answered()
            complete = True
        elif not complete or code == "unreachable":
            answer = replace(answer, because=Reason("cut", (sentence("reason-cut"),)))
    verdict = answer.verdict
    if not complete and verdict is not None and verdict.says != BOTH_SIDES:
        verdict = replace(verdict, says=NOT_DECIDED, one_sided="", looked=CUT_SHORT, unknown=True)
    return contents, replace(answer, verdict=verdict)


def _hubs(stored: StoredGraph, contents: Contents) -> Hubs:
    """The hubs among the entities that were read, with the degrees that they have in the whole graph."""
    walked = [KG + name for name, relation in contents.relations.items() if relation.kind != "descriptive"]
    near = {expand(entity) for way in groundwork(contents).ways for entity in (way.subject, way.object)}
    stored.degrees |= degrees_of(stored.reader, sorted(near - stored.degrees.keys()), walked)
    degrees = {shorten(entity): degree for entity, degree in stored.degrees.items()}
    return Hubs(Weights(contents), degrees, stored.entities)
