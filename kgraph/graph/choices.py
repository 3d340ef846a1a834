"""What callers choose by keyword: names looked up, values that are none refused with those that are possible."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kgraph.errors import ChoiceError, UsageError
from kgraph.names import names_of
from kgraph.vocabulary import CERTAINTIES, DIRECTNESS, STUDY_KINDS, TENTATIVE

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie
    from kgraph.paths import PathFilter

EFFECTS = ("any", "helps", "harms", "raises", "lowers", "unknown")
_EVIDENCE = ("any", "human", "animal")
MOST_HOPS = 12
MOST_PATHS = 1000

Names = str | Iterable[str]


def path_filter_of(
    graph: Contents,
    whole: PathFilter | None,
    *,
    via: Names,
    avoid: Names,
    mechanism: str,
    evidence: str,
    study: Names,
    species: str,
    disease: str,
    source: str,
    primary_only: bool,
    include: Names,
    certainty: Names,
    directness: Names,
    associations: bool,
    undirected: bool,
) -> PathFilter:
    """The filter that the keywords of `KnowledgeGraph.paths` ask for, or the one given whole; raises as that does."""
    from kgraph.paths import MOST_WAYPOINTS, PathFilter

    names = names_of(graph)
    through = tuple(dict.fromkeys(resolved(graph, name) for name in _each(via)))
    if len(through) > MOST_WAYPOINTS:
        raise UsageError(f"via has {len(through)} entities; at most {MOST_WAYPOINTS}.")
    known = names.mechanism(mechanism) if mechanism else ""
    if known is None:
        raise _no_choice("mechanism", mechanism, names.mechanisms)
    chosen = PathFilter(
        via=through,
        avoid=tuple(resolved(graph, name) for name in _each(avoid)),
        mechanism=known,
        evidence=one_of("evidence", evidence, _EVIDENCE),
        primary_only=primary_only,
        include=_some_of("include", include, sorted(TENTATIVE)),
        study_kinds=_some_of("study", study, STUDY_KINDS),
        species=resolved(graph, species) if species else "",
        disease=resolved(graph, disease) if disease else "",
        source=one_of("source", source, graph.origins) if source else "",
        directness=_some_of("directness", directness, DIRECTNESS),
        certainties=_some_of("certainty", certainty, CERTAINTIES),
        associations=associations,
        undirected=undirected,
    )
    if whole is not None and chosen != PathFilter():
        raise UsageError("path_filter says everything: give it alone, or the keywords in its place.")
    return whole or chosen


def resolved(graph: Contents, name: str) -> Curie:
    """The identifier of the entity with this name; warns of one that is read as a misspelling."""
    warn_of_misspelt(graph, name)
    return names_of(graph).resolve(name).id


def warn_of_misspelt(graph: Contents, name: str) -> None:
    """Warn when the name of an entity is read as another one; raises UnknownNameError or AmbiguousNameError."""
    names = names_of(graph)
    if not names.is_exact(name):
        import warnings

        warnings.warn(f"reading {name!r} as {names.resolve(name).label!r}", stacklevel=4)


def two_diseases(graph: Contents, first: str, second: str) -> tuple[Curie, Curie]:
    """The identifiers of two different diseases; raises UsageError for anything else."""
    ends = [graph.entities[resolved(graph, name)] for name in (first, second)]
    for entity in ends:
        if entity.kind != "disease":
            raise UsageError(f"{entity.label} is a {entity.kind}; compare takes two diseases.")
    if ends[0] == ends[1]:
        raise UsageError(f"{ends[0].label} stands on both sides; compare takes two diseases.")
    return ends[0].id, ends[1].id


def one_of(choice: str, value: str, possible: Collection[str]) -> str:
    """The value, if it is one of those possible; raises UsageError, with those, for any other."""
    if value not in possible:
        raise _no_choice(choice, value, possible)
    return value


def whole_number(choice: str, value: int, most: int) -> int:
    """The value, if it is a whole number from 1 to `most`; raises UsageError for any other."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ChoiceError(choice, value, f"a whole number from 1 to {most}")
    return value


def _some_of(choice: str, values: Names, possible: Collection[str]) -> frozenset[str]:
    return frozenset(one_of(choice, value, possible) for value in _each(values))


def _each(values: Names) -> tuple[str, ...]:
    """Several names, or one by itself."""
    return (values,) if isinstance(values, str) else tuple(values)


def _no_choice(choice: str, value: object, possible: Collection[str]) -> ChoiceError:
    return ChoiceError(choice, value, "possible", tuple(possible))
