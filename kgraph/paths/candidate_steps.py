"""What steps are made of, worked out once for a graph: each claim's ways to be a step, with their confidences.

None of it depends on a question or a filter, so for the bundled graph it is kept beside the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from kgraph.evidence import Assessment
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Entity

if TYPE_CHECKING:
    from kgraph.model import Contents

_MODULES = ("evidence.py", "paths/candidate_steps.py")

_BY_PLACE = ("claim", "subject", "object", "disease")
RESULTS = frozenset({"disease", "phenotype", "outcome", "adverse-effect"})
# Kinds of entities that are results or conditions; a path with only these between its ends explains nothing.
_NO_MECHANISM = frozenset({"disease", "phenotype", "outcome", "adverse-effect", "diet", "population", "species"})


class Way(NamedTuple):
    """One way for a claim to be a step; `claim` is empty for a step between opposites.

    `exploring` ways count only when arrows may be walked backwards.  `inside` says that the step leads to something
    inside the body, `filed` that its claim is filed under a mechanism.
    """

    claim: Curie
    subject: Curie
    object: Curie
    relation: str
    sign: str
    kind: str
    confidence: float
    note: str
    reversed: bool
    exploring: bool
    inside: bool
    filed: bool
    certainty: str
    disease: Curie


@frozen
class Groundwork:
    """The ways of all claims, in the order of the claims; what is known only elsewhere loses by the factor `elsewhere`.

    `diseases` are those that hypotheses end in, `subtypes` pairs of a general disease and a special form of it, and
    `silent` the sources that cite nothing.
    """

    ways: tuple[Way, ...]
    elsewhere: float
    diseases: frozenset[Curie]
    subtypes: tuple[tuple[Curie, Curie], ...]
    silent: tuple[str, ...]


def groundwork(graph: Contents) -> Groundwork:
    """The groundwork of a graph; kept with it."""
    known: Groundwork | None = graph.derived.get("groundwork")
    if known is None:
        known = _read(graph, graph.derive("steps", lambda: _plain(graph, _work(graph)), modules=_MODULES))
        known = graph.derived["groundwork"] = known or _work(graph)
    return known


def _work(graph: Contents) -> Groundwork:
    assessment = Assessment(graph)
    ways = [way for claim in graph.claims.values() for way in ways_of(graph, assessment, claim)]
    cited = {claim.origin for claim in graph.claims.values() if not claim.uncited}
    return Groundwork(
        ways=(*ways, *_opposites(graph, assessment)),
        elsewhere=assessment.weights.general("elsewhere"),
        diseases=frozenset(h.end for h in graph.hypotheses.values() if _kind(graph, h.end) == "disease"),
        subtypes=tuple(
            (claim.subject, claim.object)
            for claim in graph.claims.values()
            if claim.relation == "has_subtype"
            and not claim.retired
            and _kind(graph, claim.subject) == _kind(graph, claim.object) == "disease"
        ),
        silent=tuple(source.short for source in graph.sources.values() if source.short not in cited),
    )


def _plain(graph: Contents, work: Groundwork) -> dict[str, Any]:
    """The groundwork as JSON: the ways in columns, identifiers by their places in the graph; -1 is none.

    A context that nobody described has no place: `_read` then gives nothing.
    """
    columns = zip(*work.ways, strict=True) if work.ways else [()] * len(Way._fields)
    return {
        "ways": {
            name: [places.get(cell) for cell in column] if (places := _places(graph, name)) else list(column)
            for name, column in zip(Way._fields, columns, strict=True)
        },
        "elsewhere": work.elsewhere,
        "diseases": sorted(work.diseases),
        "subtypes": [list(pair) for pair in work.subtypes],
        "silent": list(work.silent),
    }


def _identifiers(graph: Contents, column: str) -> list[Curie]:
    return [*(graph.claims if column == "claim" else graph.entities), ""]


def _places(graph: Contents, column: str) -> dict[Curie, int]:
    if column not in _BY_PLACE:
        return {}
    return {name: place for place, name in enumerate(_identifiers(graph, column))} | {"": -1}


def _read(graph: Contents, raw: Any) -> Groundwork | None:
    """The groundwork in a copy, or None when it does not fit the graph."""
    entities = graph.entities.keys()
    try:
        columns = {name: raw["ways"][name] for name in Way._fields}
        for name in _BY_PLACE:
            known = _identifiers(graph, name)
            if min(columns[name], default=0) < -1:
                return None
            columns[name] = [known[place] for place in columns[name]]
        subtypes = tuple([(general, special) for general, special in raw["subtypes"]])
        numbers = [*columns["confidence"], raw["elsewhere"]]
        texts = {str: ("relation", "note", "certainty"), bool: ("reversed", "exploring", "inside", "filed")}
        fits = (
            entities >= {*columns["subject"], *columns["object"], *raw["diseases"], *chain(*subtypes)}
            and {"+", "-", "?"} >= set(columns["sign"])
            and {"causal", "association", "structural"} >= set(columns["kind"])
            and all(set(map(type, columns[name])) <= {kind} for kind, names in texts.items() for name in names)
            and set(map(type, numbers)) <= {float}
            and all(0.0 <= number <= 1.0 for number in (min(numbers), max(numbers)))
            and all(type(name) is str for name in raw["silent"])
        )
        ways = tuple(map(Way._make, zip(*columns.values(), strict=True)))
    except (TypeError, ValueError, KeyError, IndexError):
        return None
    if not fits:
        return None
    return Groundwork(ways, raw["elsewhere"], frozenset(raw["diseases"]), subtypes, tuple(raw["silent"]))


def ways_of(graph: Contents, assessment: Assessment, claim: Claim) -> Iterator[Way]:
    """The ways of one claim to be a step; none for what carries no path."""
    # Paths lead through described entities; `check` reports a claim about something that nobody described.
    if claim.subject not in graph.entities or claim.object not in graph.entities or claim.retired:
        return
    kind = graph.relations[claim.relation].kind if claim.relation in graph.relations else "descriptive"
    if kind == "structural":
        yield from _structural(graph, assessment, claim)
    elif kind in ("causal", "association") and claim.sign != "0":
        confidence = assessment.strength(claim).confidence
        if kind == "association":
            if not _leads_on(graph, claim):
                return
            confidence *= assessment.weights.general("association")
        yield _way(graph, claim, claim.sign, kind, confidence)
        backwards = kind == "association" and _reads_backwards(graph, claim)
        # What follows from an effect for its cause is not said; an association reads the same both ways.
        sign = claim.sign if backwards else "?"
        yield _way(graph, claim, sign, kind, confidence, back=True, exploring=not backwards)


def _way(
    graph: Contents,
    claim: Claim,
    sign: str,
    kind: str,
    confidence: float,
    note: str = "",
    *,
    back: bool = False,
    exploring: bool = False,
) -> Way:
    source, target = (claim.object, claim.subject) if back else (claim.subject, claim.object)
    return Way(
        claim=claim.id,
        subject=source,
        object=target,
        relation=claim.relation,
        sign=sign,
        kind=kind,
        confidence=confidence,
        note=note,
        reversed=back,
        exploring=exploring,
        inside=_kind(graph, target) not in _NO_MECHANISM,
        filed=kind != "structural" and bool(claim.mechanisms),
        certainty=claim.certainty,
        disease=claim.disease,
    )


def _kind(graph: Contents, entity: Curie) -> str:
    return graph.entities[entity].kind if entity in graph.entities else ""


def _leads_on(graph: Contents, claim: Claim) -> bool:
    """Whether an association can be a step at all.

    That a disease predicts a good response says whom a treatment suits, not what less of the disease would do.
    """
    return claim.relation != "predicts" or _kind(graph, claim.subject) != "disease"


def _reads_backwards(graph: Contents, claim: Claim) -> bool:
    """Whether an association may be walked from object to subject: not out of a result, from which nothing follows."""
    return graph.relations[claim.relation].symmetric and _kind(graph, claim.object) not in RESULTS


def _structural(graph: Contents, assessment: Assessment, claim: Claim) -> Iterator[Way]:
    relation, weights = graph.relations[claim.relation], assessment.weights
    sign = relation.path_sign_when_good if claim.good_when_high and relation.path_sign_when_good else relation.path_sign
    if claim.relation == "has_subtype":
        yield _way(graph, claim, sign, "structural", weights.general("extrapolation"), "extrapolation")
        yield _way(graph, claim, sign, "structural", weights.general("generalization"), "generalization", back=True)
    else:
        yield _way(graph, claim, sign, "structural", weights.general("structural"))


def _opposites(graph: Contents, assessment: Assessment) -> Iterator[Way]:
    for entity in graph.entities.values():
        if entity.opposite in graph.entities:
            yield way_to_opposite(graph, assessment, entity)


def way_to_opposite(graph: Contents, assessment: Assessment, entity: Entity) -> Way:
    """The step from an entity to its opposite, which no claim is needed for."""
    certain = assessment.weights.general("structural")
    inside = _kind(graph, entity.opposite) not in _NO_MECHANISM
    return Way(
        "", entity.id, entity.opposite, "opposite", "-", "structural", certain, "opposite",
        reversed=False, exploring=False, inside=inside, filed=False, certainty="", disease="",
    )  # fmt: skip


def is_inside(kind: str) -> bool:
    """Whether entities of a kind are inside the body, so that a path through one goes through a mechanism."""
    return kind not in _NO_MECHANISM
