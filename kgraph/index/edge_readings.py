"""How the words of an edge table are read: qualifiers by their effect on the sign, predicates by the kind of step.

A direction qualifier speaks of an aspect of a node, not of the node.  More degradation of a protein is less of it; more
of a localization is neither more nor less.  What is not in the tables here makes the sign unknown, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from math import prod
from types import MappingProxyType

from kgraph.importers.biolink import OPEN, PREDICATES, is_context, of_another, of_subject, plain_value, predicate_of
from kgraph.importers.edge_predicates import edge_predicate
from kgraph.reading.missing_marks import is_missing

KEEPS, TURNS, UNKNOWN = 1, -1, 0

# The aspect of a node that a direction speaks of: what more of it says about the node.
_ASPECTS = MappingProxyType(
    {
        **dict.fromkeys(("activity", "activity or abundance"), (KEEPS, "the node works harder")),
        **dict.fromkeys(("abundance", "expression", "synthesis"), (KEEPS, "more of the node is there")),
        "stability": (KEEPS, "what is stable lasts"),
        "degradation": (TURNS, "what is broken down is no longer there"),
    }
)
_DIRECTIONS = MappingProxyType(
    {
        **dict.fromkeys(("increased", "upregulated"), (KEEPS, "more of the node")),
        **dict.fromkeys(("decreased", "downregulated"), (TURNS, "less of the node")),
    }
)
_FORMS = MappingProxyType({"wild type": (KEEPS, "the node as it is")})
_QUALIFIED = MappingProxyType(
    dict.fromkeys(("causes", "contributes to", "affects", "regulates"), (KEEPS, "from subject to object"))
)
_CONTEXT = (KEEPS, "says where or in whom, not which way")
_TABLES: Mapping[str, Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        "object_aspect_qualifier": _ASPECTS,
        "subject_aspect_qualifier": _ASPECTS,
        "subject_direction_qualifier": _DIRECTIONS,
        "object_form_or_variant_qualifier": _FORMS,
        "subject_form_or_variant_qualifier": _FORMS,
        "qualified_predicate": _QUALIFIED,
    }
)
_NOT_READ = "not in the table of qualifiers"
# What is said of no row: the usual values.
_USUAL = frozenset(
    {"activity", "activity or abundance", "abundance", "expression", "synthesis", "increased", "upregulated"}
)


def is_qualifier(column: str) -> bool:
    """Whether a column may stand between a direction and a node; the direction of the object itself does not."""
    return column == "qualified_predicate" or (column.endswith("_qualifier") and column != "object_direction_qualifier")


def effect_of(column: str, value: str) -> tuple[int, str]:
    """What a qualifier does to the sign (keeps it, turns it, makes it unknown), and the reason; empty cells keep it.

    >>> from kgraph.index.edge_readings import effect_of
    >>> effect_of("object_aspect_qualifier", "degradation")
    (-1, 'what is broken down is no longer there')
    >>> effect_of("object_aspect_qualifier", "localization")
    (0, 'not in the table of qualifiers')
    """
    if is_missing(value):
        return KEEPS, ""
    if is_context(column):
        return _CONTEXT
    known = _TABLES.get(column)
    return known.get(_plain(value), (UNKNOWN, _NOT_READ)) if known else (UNKNOWN, _NOT_READ)


# What stands between a direction and a node by the predicate; other qualifiers speak of something else than the node.
WITH_PREDICATE = (
    "qualified_predicate", "object_aspect_qualifier", "subject_aspect_qualifier", "subject_direction_qualifier",
    "subject_form_or_variant_qualifier",
)  # fmt: skip


@cache
def sign_of_edge(predicate: str, sign: str, qualifiers: tuple[tuple[str, str], ...]) -> str:
    """The sign of an edge by its predicate, the sign its direction stands for, and its qualifiers, as an import has it.

    The sign is `?` where no direction is given; then a predicate has the sign that it has by itself, unless it is one
    that leaves the direction to a qualifier (`causes`).

    >>> from kgraph.index.edge_readings import sign_of_edge
    >>> sign_of_edge("biolink:treats", "?", ()), sign_of_edge("biolink:treats", "+", ())
    ('-', '?')
    >>> sign_of_edge("biolink:affects", "+", (("object_aspect_qualifier", "degradation"),))
    '-'
    """
    said = {column: "" if is_missing(value) else value for column, value in qualifiers}
    plain = said.pop("qualified_predicate", "")
    aspect = said.pop("object_aspect_qualifier", "")
    direction = {"+": "increased", "-": "decreased"}.get(sign, "")
    known = edge_predicate(predicate, qualified=plain, aspect=aspect, direction=direction)
    if known is None or (is_missing(predicate) and not is_missing(plain)):
        effect = prod(effect_of(column, value)[0] for column, value in qualifiers)
        return sign if sign == "?" or effect == KEEPS else "?" if effect == UNKNOWN else "+-"[sign == "+"]
    form = said.pop("subject_form_or_variant_qualifier", "")
    known = of_subject(
        known,
        aspect=said.pop("subject_aspect_qualifier", ""),
        direction=said.pop("subject_direction_qualifier", ""),
        form="" if effect_of("subject_form_or_variant_qualifier", form)[0] == KEEPS else form,
    )
    if any(effect_of(column, value)[0] == UNKNOWN for column, value in said.items()):
        known = of_another(known)
    without = not direction and known.name in OPEN
    return "?" if known.turned or without else known.sign or "?"


def is_told(column: str, value: str) -> bool:
    """Whether the rows with this value are counted for the reader: all but the usual ones."""
    effect, _ = effect_of(column, value)
    return effect != KEEPS or not (is_missing(value) or _plain(value) in _USUAL or column == "qualified_predicate")


def _plain(value: str) -> str:
    return plain_value(value).replace("_", " ")


_STRUCTURAL = frozenset({"has_subtype", "part_of", "manifestation_of"})
_ALIKE = frozenset(
    {
        "related to", "related to at concept level", "related to at instance level", "interacts with",
        "physically interacts with", "directly physically interacts with", "molecularly interacts with",
        "directly interacts with", "genetically interacts with", "binds", "orthologous to", "paralogous to",
        "xenologous to", "homologous to", "correlated with", "positively correlated with", "negatively correlated with",
        "associated with", "genetically associated with", "coexists with", "colocalizes with", "in complex with",
        "coexpressed with", "similar to", "chemically similar to", "has sequence similarity", "same as", "exact match",
        "close match", "opposite of", "overlaps", "occurs together in literature with", "in pathway with",
        "in cell population with",
    }
)  # fmt: skip


def is_symmetric(predicate: str, sign: str = "?") -> bool:
    """Whether a predicate says of the object to the subject what it says of the subject to the object.

    Where its qualifiers gave a sign to a predicate that has none, it says more of the object than of the subject.
    """
    plain = _plain(predicate)
    known = predicate_of(plain)
    if known is not None and known.sign == "?" and sign != "?":
        return False
    return plain in _ALIKE or plain.replace(" ", "_") in _own_symmetric()


def kind_of_predicate(predicate: str) -> str:
    """The kind of step of a predicate: causal, association or structural; ``edge`` where no table says it.

    A predicate whose cause stands in the object (`caused by`) is an association: walked from subject to object, it is
    no cause.

    >>> from kgraph.index.edge_readings import kind_of_predicate
    >>> kind_of_predicate("biolink:part_of"), kind_of_predicate("biolink:orthologous_to"), kind_of_predicate("links")
    ('structural', 'association', 'edge')
    """
    plain = _plain(predicate)
    known = predicate_of(plain)
    if known is not None:
        if known.relation in _STRUCTURAL:
            return "structural"
        return "association" if known.turned or known.relation == "associated_with" else "causal"
    if plain in _ALIKE:
        return "association"
    return _own_kinds().get(plain.removeprefix("kg:").replace(" ", "_"), "edge")


def is_turned(predicate: str) -> bool:
    """Whether the cause stands in the object, so that a sign from subject to object is not known."""
    known = PREDICATES.get(_plain(predicate))
    return known is not None and known.turned


_NOT = re.compile(r"(not|no)\b|not\||(does|do|is|has|was|did) not\b|no effect\b|negative evidence")


def is_negated(predicate: str) -> bool:
    """Whether a predicate, or what modifies it, says that something is not so."""
    return bool(_NOT.match(_plain(predicate.rpartition(":")[2])))


@cache
def _own_relations() -> tuple[tuple[str, str, bool], ...]:
    from kgraph.reading.load import load_contents

    relations = load_contents(bundled=False).relations.values()
    return tuple((one.name, one.kind, one.symmetric) for one in relations if one.kind != "descriptive")


@cache
def _own_kinds() -> dict[str, str]:
    return {name: kind for name, kind, _ in _own_relations()}


@cache
def _own_symmetric() -> frozenset[str]:
    return frozenset(name for name, _, symmetric in _own_relations() if symmetric)
