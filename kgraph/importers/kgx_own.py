"""Claims and entities of our own that went out as KGX: made again from the columns that Biolink has no slot for.

What Biolink's slots say beside those columns must be the same.  A row in which somebody changed one of the two alone is
refused, so that what is negated or disputed is never read as support.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from kgraph.importers.kgx_records import MARK, OWN_LISTS, Record
from kgraph.model import Claim, Curie, Entity, EvidenceLine, Measurement, Reference
from kgraph.reading.value_json import from_plain
from kgraph.vocabulary import CLAIM_RELATIONS, MAPPING_RELATIONS, expand

_T = TypeVar("_T", EvidenceLine, Measurement, Reference)
_TEXTS = (
    "sign", "certainty", "study_kind", "outcome", "population", "condition", "dose", "regimen", "timing", "age",
    "printed_subject", "printed_object", "slip",
)  # fmt: skip
_FLAGS = ("implied", "uncited", "good_when_high", "definitional", "deprecated")
_RELATED = MappingProxyType({name: "agrees_with" if name == "agreesWith" else name for name in CLAIM_RELATIONS})
_SIDES = MappingProxyType({"supporting": "supports", "disputing": "disputes", "inconclusive": "inconclusive"})
_MATCHES = tuple(name.removesuffix("Match") for name in MAPPING_RELATIONS)
# Columns that follow from others, and are only shown.
_SHOWN = (
    "iri", "study_kinds", "disputed", "is_edge", "disputing_publications", "supporting_quotes", "disputing_quotes",
    "inconclusive_quotes",
)  # fmt: skip
_EDGE = frozenset(
    f"kgraph_{name}" for name in (*_TEXTS, *_FLAGS, *_RELATED.values(), *_SIDES, *_SHOWN, *OWN_LISTS, "lines",
                                  "numbers", "references")
) | {"has_confidence_score"}  # fmt: skip
_NODE_TEXTS = ("valence", "opposite", "ends_here", "individuals")
_NODE_FLAGS = ("germline", "plural")
_NODE = frozenset(
    f"kgraph_{name}" for name in ("iri", "kind", "misprints", *_NODE_TEXTS, *_NODE_FLAGS,
                                  *(f"{name}_matches" for name in _MATCHES))
) | {"description"}  # fmt: skip
OWN_FIELDS = MappingProxyType({"nodes": _NODE, "edges": _EDGE})
# What Biolink's slots say of a sign.
_SIGNS = MappingProxyType({
    "predicate": {"biolink:positively_correlated_with": "+", "biolink:negatively_correlated_with": "-"},
    "object_direction_qualifier": {"increased": "+", "decreased": "-"},
})  # fmt: skip
# Biolink has no word for what these relations deny.
_NOT_DENIED = "biolink:related_to"


def is_own(record: Record) -> bool:
    """Whether a record says that it is one of kgraph's own things, under the name that it has here."""
    iri = record.one(MARK)
    return bool(iri) and expand(record.needed("id")) == iri


def own_entity(record: Record) -> Entity:
    """The entity that a node was made of."""
    texts: dict[str, Any] = {name: record.one(f"kgraph_{name}") for name in _NODE_TEXTS}
    flags: dict[str, Any] = {name: record.one(f"kgraph_{name}") == "true" for name in _NODE_FLAGS}
    mappings = [(f"{name}Match", target) for name in _MATCHES for target in record.all(f"kgraph_{name}_matches")]
    return Entity(
        id=record.needed("id"),
        label=record.one("name"),
        kind=record.needed("kgraph_kind"),
        synonyms=record.all("synonym"),
        definition=record.one("description"),
        misprints=record.all("kgraph_misprints"),
        mappings=tuple(mappings),
        **texts,
        **flags,
    )


def own_claim(record: Record) -> tuple[Claim, Sequence[Reference]]:
    """The claim that an edge was made of, and the references that it cites.

    Raises DataError where the slots of Biolink say something else than the columns of kgraph.
    """
    origin = record.needed("primary_knowledge_source").removeprefix("source:")
    relations = [(name, target) for name, column in _RELATED.items() for target in record.all(f"kgraph_{column}")]
    texts: dict[str, Any] = {name: record.one(f"kgraph_{name}") for name in _TEXTS}
    flags: dict[str, Any] = {name: record.one(f"kgraph_{name}") == "true" for name in _FLAGS}
    claim = Claim(
        id=record.needed("id"),
        subject=record.needed("subject"),
        relation=record.needed("original_predicate").removeprefix("kg:"),
        object=record.needed("object"),
        origin=origin,
        evidence=tuple(_values(record, "lines", EvidenceLine)),
        mechanisms=record.all("kgraph_mechanisms"),
        disease=record.one("disease_context_qualifier"),
        species=record.all("kgraph_species"),
        tissue=record.one("anatomical_context_qualifier"),
        notes=record.all("kgraph_notes"),
        measurements=tuple(_values(record, "numbers", Measurement)),
        relations=tuple(relations),
        **texts,
        **flags,
    )
    references = tuple(_values(record, "references", Reference))
    _compare(record, claim, references)
    return claim, references


def _compare(record: Record, claim: Claim, references: Iterable[Reference]) -> None:
    """See that Biolink's slots, and the columns that show who says what, are those of the claim."""
    negated = record.one("negated") == "true"
    denied = claim.sign == "0" and record.one("predicate") != _NOT_DENIED
    if negated != denied:
        raise _differs(record, "negated", str(negated).lower(), f"kgraph_sign {claim.sign!r}")
    for field, signs in _SIGNS.items():
        way = signs.get(record.one(field), claim.sign)
        if way != claim.sign:
            raise _differs(record, field, record.one(field), f"kgraph_sign {claim.sign!r}")
    for column, direction in _SIDES.items():
        cited = {line.reference for line in claim.evidence if line.direction == direction and line.counts}
        shown = set(record.all(f"kgraph_{column}"))
        if shown != cited:
            raise _differs(record, f"kgraph_{column}", ", ".join(sorted(shown)), "kgraph_lines")
    supporting = {line.reference for line in claim.evidence if line.direction == "supports" and line.counts}
    names = {name for reference in references if reference.id in supporting for name in _public_names(reference)}
    for publication in record.all("publications"):
        if publication not in names:
            raise _differs(record, "publications", publication, "kgraph_lines")


def _public_names(reference: Reference) -> Iterator[str]:
    for prefix, name in (("PMID", reference.pmid), ("doi", reference.doi), ("PMC", reference.pmcid)):
        if name:
            yield f"{prefix}:{name}"


def _differs(record: Record, field: str, said: str, other: str) -> Exception:
    reason = f"{field} is {said!r}, and {other} says otherwise; change both, or leave the columns of kgraph out"
    return record.refused(reason, field)


def _values(record: Record, name: str, kind: type[_T]) -> Iterator[_T]:
    text = record.one(f"kgraph_{name}")
    try:
        said = json.loads(text) if text else []
        if not isinstance(said, list):
            raise ValueError("no list")  # noqa: TRY004, TRY301  # of a file, not of a call
        found = [from_plain(kind, one) for one in said]
    except (ValueError, RecursionError) as error:
        raise record.refused(f"kgraph_{name} is not what an export writes: {error}", f"kgraph_{name}") from None
    yield from found


def named_in(claim: Claim) -> set[Curie]:
    """The things that a claim names."""
    lines = {thing for line in claim.evidence for thing in line.species}
    arms = {arm for number in claim.measurements for arm in (number.arm, number.comparator_arm)}
    ends = {claim.subject, claim.object, claim.disease, claim.tissue, claim.outcome, *claim.species}
    return (lines | arms | ends) - {""}
