"""The things that have a page: their kinds, their paths, and finding them by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from kgraph.errors import KgraphError
from kgraph.formats.registry import media_types
from kgraph.service.problems import ProblemError

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Curie
    from kgraph.names import Thing

KINDS = ("entity", "claim", "reference", "hypothesis", "mechanism", "question", "source")
# Suffix → media type, in the order in which representations are offered.
FORMS = {
    "html": media_types("page")["html"],
    "ttl": media_types("query graph")["ttl"],
    "jsonld": media_types("query graph")["jsonld"],
    "json": media_types("record")["json"],
    "nt": media_types("query graph")["nt"],
    "rdf": media_types("query graph")["rdfxml"],
}
_SUGGESTIONS = 3


def page_path(identifier: Curie) -> str:
    """The path of the page about a thing; empty for one that has none."""
    kind, _, name = identifier.partition(":")
    return f"/{kind}/{quote(name, safe='')}" if kind in KINDS and name else ""


def thing_at(graph: KnowledgeGraph, kind: str, name: str) -> tuple[Thing, str]:
    """The thing with this name, and the suffix that the name ends in, if it does (``ttl``).

    A synonym finds its entity; whether it was one, the path of the thing tells.  Raises ProblemError with the nearest
    names for one that is not there.
    """
    if not name:
        raise ProblemError(404, f"/{kind}/ is followed by a name, as in /{kind}/NAME; /search finds names.")
    home = _home(graph, kind)
    if f"{kind}:{name}" in home:
        return home[f"{kind}:{name}"], ""
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in FORMS:
        return _found(graph, kind, stem), suffix
    return _found(graph, kind, name), ""


def _home(graph: KnowledgeGraph, kind: str) -> Mapping[Curie, Thing]:
    homes: dict[str, Mapping[Curie, Thing]] = {
        "entity": graph.entities,
        "claim": graph.claims,
        "reference": graph.references,
        "hypothesis": graph.hypotheses,
        "mechanism": graph.terms,
        "question": graph.questions,
        "source": graph.sources,
    }
    return homes[kind]


def _found(graph: KnowledgeGraph, kind: str, name: str) -> Thing:
    known = _home(graph, kind).get(f"{kind}:{name}")
    if known is not None:
        return known
    try:
        thing = graph.names.find(name)
        if thing.id.startswith(f"{kind}:") and (kind != "entity" or graph.names.is_exact(name)):
            return thing
    except KgraphError:
        pass
    raise ProblemError(404, f"There is no {kind} called {name[:100]!r}.", suggestions=_nearest(graph, kind, name))


def _nearest(graph: KnowledgeGraph, kind: str, name: str) -> list[str]:
    """The paths of the things of this kind whose names are most alike."""
    alike = [page_path(f"{kind}:{match}") for match in graph.names.alike(kind, name)]
    if kind == "entity":
        hits = [hit.id for hit in graph.names.search(name[:100], limit=20) if hit.id.startswith("entity:")]
        return list(dict.fromkeys([*map(page_path, hits[:_SUGGESTIONS]), *alike]))[:_SUGGESTIONS]
    return alike
