"""How many entities each of some is joined to in the whole of a store, of which only a part was read."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.endpoints.fetched_statements import ENTITIES
from kgraph.endpoints.reader import Reader, values_of
from kgraph.vocabulary import DEPRECATED, KG, PREFIXES, RDF_TYPE

_BATCH = 100
_TYPE = f"<{RDF_TYPE}>"


def degrees_of(reader: Reader, entities: Iterable[str], walked: Iterable[str]) -> dict[str, int]:
    """By IRI, the number of other entities that steps lead to or come from; as `kgraph.paths.hubs` counts them.

    `walked` are the IRIs of the relations that can be steps.  Claims that were taken back, or say that there is no
    effect, and things that nobody described, do not count.
    """
    names = list(dict.fromkeys(entities))
    relations = ", ".join(f"<{name}>" for name in walked)
    found = dict.fromkeys(names, 0)
    for place in range(0, len(names), _BATCH):
        pattern = _pattern(names[place : place + _BATCH], relations)
        for entity, count in reader.listed("?entity ?count", pattern):
            found[str(getattr(entity, "value", ""))] = int(getattr(count, "value", "0"))
    return found


def _pattern(entities: list[str], relations: str) -> str:
    """What gives each entity with its number; the entities stand in every branch, which servers then begin with."""
    these = values_of(entities, "?entity")
    joins = f"{{ {these} ?entity <{KG}opposite> ?other }} UNION {{ {these} ?other <{KG}opposite> ?entity }}"
    steps = " UNION ".join(
        f"{{ {these} {_steps(*ends, relations)} }}" for ends in (("?entity", "?other"), ("?other", "?entity"))
    )
    near = f"SELECT DISTINCT ?entity ?other WHERE {{ {steps} UNION {joins} }}"
    kinds = ", ".join(f"<{name}>" for name in ENTITIES)
    described = f"?other {_TYPE} ?class FILTER(?class IN ({kinds}))"
    count = "SELECT ?entity (COUNT(DISTINCT ?other) AS ?count)"
    return f"{{ {count} WHERE {{ {{ {near} }} {described} }} GROUP BY ?entity }}"


def _steps(subject: str, target: str, relations: str) -> str:
    rdf = PREFIXES["rdf"]
    claim = f"?claim <{rdf}subject> {subject} ; <{rdf}predicate> ?relation ; <{rdf}object> {target} ."
    back = f"VALUES ?how {{ <{KG}retracts> <{KG}supersedes> }} ?by ?how ?claim"
    gone = (f'?claim <{KG}sign> "0"', back, f"?claim <{DEPRECATED}> true")
    standing = " ".join(f"FILTER NOT EXISTS {{ {pattern} }}" for pattern in gone)
    # That a disease predicts something is no step.
    leads = f"FILTER(?relation != <{KG}predicts> || NOT EXISTS {{ {subject} {_TYPE} <{KG}Disease> }})"
    return f"{claim} FILTER(?relation IN ({relations})) {standing} {leads}"
