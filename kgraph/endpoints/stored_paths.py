"""Paths between two entities of a stored graph: the same search as over files, over what was fetched for it."""

from __future__ import annotations

from typing import Unpack

from pyoxigraph import NamedNode

from kgraph.endpoints.fetched_statements import ENTITIES
from kgraph.endpoints.reader import values_of
from kgraph.endpoints.stored_graph import StoredGraph
from kgraph.errors import DataError
from kgraph.evidence import Weights
from kgraph.frozen import replace
from kgraph.model import Contents, Curie
from kgraph.paths import PathAnswer, PathOptions, find_paths
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.hubs import Hubs
from kgraph.paths.reason_words import Reason, sentence
from kgraph.paths.search_options import LARGE_GRAPH, read_options, resolved_names
from kgraph.paths.verdict import BOTH_SIDES, CUT_SHORT, NOT_DECIDED
from kgraph.vocabulary import DEPRECATED, KG, PREFIXES, RDF_TYPE, expand, shorten

_BATCH = 100


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
        if penalised and "hubs" not in contents.derived:
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
    relations = contents.relations.values()
    walked = [KG + relation.name for relation in relations if relation.kind != "descriptive"]
    ways = groundwork(contents).ways
    inner = dict.fromkeys(entity for way in ways for entity in (way.subject, way.object))
    # Whatever is said about an entity joins it to at least as many; what stands of it is counted for the few hubs.
    most = _counted(stored, [expand(entity) for entity in inner], walked, standing=False)
    hubs = Hubs(Weights(contents), most, stored.entities)
    large = [expand(entity) for entity, count in most.items() if count > hubs.threshold]
    return Hubs(Weights(contents), most | _counted(stored, large, walked, standing=True), stored.entities)


def _counted(stored: StoredGraph, names: list[str], walked: list[str], *, standing: bool) -> dict[Curie, int]:
    degrees: dict[Curie, int] = {}
    for place in range(0, len(names), _BATCH):
        batch = names[place : place + _BATCH]
        rows = stored.reader.solutions.rows(_degrees(batch, walked, standing=standing))
        found = {getattr(one, "value", ""): int(getattr(count, "value", "0")) for one, count in rows}
        if not found.keys() >= set(batch):
            fact = f"gave the degrees of {len(found)} of {len(batch)} entities, so its answers are cut"
            raise DataError(fact, file=stored.shown)
        degrees |= {shorten(name): count for name, count in found.items()}
    return degrees


def _degrees(entities: list[str], walked: list[str], *, standing: bool) -> str:
    """The query for how many entities each of some is joined to by steps, or by claims of which not all may stand."""
    rdf, kind = PREFIXES["rdf"], f"<{RDF_TYPE}>"
    gone = " ".join(
        f"FILTER NOT EXISTS {{ {by} }}"
        for by in (
            f'?claim <{KG}sign> "0"',
            f"?by <{KG}retracts> ?claim",
            f"?by <{KG}supersedes> ?claim",
            f"?claim <{DEPRECATED}> true",
        )
    )
    # That a disease predicts something is no step.
    leads = f"FILTER(?relation != <{KG}predicts> || NOT EXISTS {{ ?from {kind} <{KG}Disease> }})"
    step = f"?claim <{rdf}subject> ?from ; <{rdf}object> ?to ."
    if standing:
        step = f"{step} ?claim <{rdf}predicate> ?relation . {leads} {gone} {values_of(walked, '?relation')}"
    out = step.replace("?from", "?entity").replace("?to ", "?other ")
    into = step.replace("?from", "?other").replace("?to ", "?entity ")
    joins = (f"?entity <{KG}opposite> ?other .", f"?other <{KG}opposite> ?entity .")
    joined = " UNION ".join(f"{{ {part} }}" for part in (out, into, *joins))
    described = f"?other {kind} ?class . {values_of(ENTITIES, '?class')}" if standing else ""
    values = f"VALUES ?entity {{ {' '.join(str(NamedNode(name)) for name in entities)} }}"
    where = f"{values} {joined} {described}"
    return f"SELECT ?entity (COUNT(DISTINCT ?other) AS ?count) WHERE {{ {where} }} GROUP BY ?entity"
