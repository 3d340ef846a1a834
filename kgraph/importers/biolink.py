"""Biolink predicates in the terms of kgraph: relation and sign, each predicate with its reason.

A sign is what more of the subject does to the object.  Where a predicate does not fix it, it is unknown: containment,
binding, similarity and participation say that two things meet, not which way one moves the other, so they become
associations of unknown sign, which claim no cause.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from kgraph.frozen import frozen


@frozen
class Predicate:
    """How a predicate is carried.

    `turned` is true where the cause stands in the object, so that the claim runs the other way.  `wider` is true where
    the relation says less than the predicate.
    """

    name: str
    relation: str
    sign: str
    reason: str
    turned: bool = False
    wider: bool = False

    @property
    def along(self) -> str:
        """The sign of a walk from subject to object: unknown against the arrow of a cause, + along a structure."""
        if self.relation in _STRUCTURAL:
            return "+"
        return "?" if self.turned else self.sign


_STRUCTURAL = frozenset({"has_subtype", "part_of", "manifestation_of"})


def _rows(
    relation: str, sign: str, reason: str, *names: str, turned: bool = False, wider: bool = False
) -> tuple[Predicate, ...]:
    """Predicates that are carried alike, for the same reason."""
    return tuple(Predicate(name, relation, sign, reason, turned=turned, wider=wider) for name in names)


def _neutral(reason: str, *names: str) -> tuple[Predicate, ...]:
    return _rows("associated_with", "?", reason, *names, wider=True)


_MADE, _UNMADE = "more of the object is made", "less of the object is made"

_PREDICATES = (
    # More or less of the object.
    *_rows("increases", "+", "more of the subject, more of the object", "positively regulates", "increases"),
    *_rows("decreases", "-", "more of the subject, less of the object", "negatively regulates", "decreases"),
    *_rows(
        "increases", "+", "more of the subject, more of the object",
        "entity positively regulates entity", "process positively regulates process",
        "positively regulates entity to entity", "positively regulates process to process",
        "acts upstream of positive effect", "acts upstream of or within positive effect",
        "increases amount or activity of", wider=True,
    ),
    *_rows(
        "decreases", "-", "more of the subject, less of the object",
        "entity negatively regulates entity", "process negatively regulates process",
        "negatively regulates entity to entity", "negatively regulates process to process",
        "acts upstream of negative effect", "acts upstream of or within negative effect",
        "decreases amount or activity of", wider=True,
    ),
    *_rows("increases", "+", "more of the object is there", "increases abundance of"),
    *_rows("decreases", "-", "less of the object is there", "decreases abundance of"),
    *_rows("increases", "+", _MADE, "increases expression of", "increases synthesis of", wider=True),
    *_rows("decreases", "-", _UNMADE, "decreases expression of", "decreases synthesis of", wider=True),
    *_rows("increases", "+", "what is stable lasts", "increases stability of", wider=True),
    *_rows("decreases", "-", "what is unstable is lost", "decreases stability of", wider=True),
    *_rows("decreases", "-", "what is broken down is no longer there", "increases degradation of", wider=True),
    *_rows("increases", "+", "what is not broken down stays", "decreases degradation of", wider=True),
    *_rows(
        "increases", "+", "more of the object, more of the subject",
        "positively regulated by", "abundance increased by", "expression increased by", turned=True, wider=True,
    ),
    *_rows(
        "decreases", "-", "more of the object, less of the subject",
        "negatively regulated by", "abundance decreased by", "expression decreased by", turned=True, wider=True,
    ),
    # The object works harder or less.
    *_rows("activates", "+", "the object works harder", "increases activity of", "activates"),
    *_rows("inhibits", "-", "the object works less", "decreases activity of", "inhibits"),
    *_rows("activates", "+", "the object makes the subject work harder", "activity increased by", turned=True),
    *_rows("inhibits", "-", "the object makes the subject work less", "activity decreased by", turned=True),
    *_rows("inhibits", "-", "the object is kept from working or from happening", "disrupts"),
    *_rows("inhibits", "-", "the object keeps the subject from working", "disrupted by", turned=True),
    # Bringing about.
    *_rows("contributes_to", "+", "the subject brings the object about", "causes", wider=True),
    *_rows("contributes_to", "+", "the object brings the subject about", "caused by", turned=True, wider=True),
    *_rows("contributes_to", "+", "the subject is one cause of the object", "contributes to"),
    *_rows("contributes_to", "+", "the object is one cause of the subject", "contribution from", turned=True),
    *_rows(
        "contributes_to", "+", "the object comes more easily",
        "predisposes", "predisposes to condition", wider=True,
    ),
    *_rows("contributes_to", "+", "the subject carries the object out", "enables", "catalyzes", wider=True),
    *_rows("produces", "+", "the subject makes the object", "produces"),
    *_rows("produces", "+", "the object makes the subject", "produced by", turned=True),
    *_rows("produces", "+", "the object is what comes out of the subject", "has output"),
    *_rows("produces", "+", "the subject is what comes out of the object", "is output of", turned=True),
    *_rows("produces", "+", "the subject makes the object", "expresses", "has gene product", wider=True),
    *_rows("produces", "+", "the object makes the subject", "gene product of", turned=True, wider=True),
    *_rows("converts_to", "+", "the subject is turned into the object", "has metabolite", "derives into"),
    *_rows(
        "converts_to", "+", "the object is turned into the subject",
        "is metabolite of", "derives from", turned=True,
    ),
    # Conditions.
    *_rows("treats", "-", "the subject is used against the object", "treats"),
    *_rows("treats", "-", "the object is used against the subject", "treated by", turned=True),
    *_rows(
        "protects_against", "-", "the object is kept from happening",
        "prevents", "preventative for condition",
    ),
    *_rows(
        "decreases", "-", "the object, a condition, gets milder",
        "ameliorates", "ameliorates condition", wider=True,
    ),
    *_rows(
        "increases", "+", "the object, a condition, gets worse",
        "exacerbates", "exacerbates condition", wider=True,
    ),
    *_rows(
        "causes_adverse_effect", "+", "the object is an unwanted effect of the subject",
        "has adverse event", "has side effect",
    ),
    *_rows(
        "causes_adverse_effect", "+", "the subject is an unwanted effect of the object",
        "adverse event of", "is side effect of", turned=True,
    ),
    # Going together.
    *_rows(
        "associated_with", "+", "more of the one goes with more of the other",
        "positively correlated with", "positively associated with",
    ),
    *_rows(
        "associated_with", "-", "more of the one goes with less of the other",
        "negatively correlated with", "negatively associated with",
    ),
    *_rows(
        "associated_with", "+", "where the one is, the other is more likely",
        "associated with increased likelihood of", wider=True,
    ),
    *_rows(
        "associated_with", "-", "where the one is, the other is less likely",
        "associated with decreased likelihood of", wider=True,
    ),
    *_rows(
        "associated_with", "?", "does not say which way the two go together",
        "correlated with", "associated with",
    ),
    *_rows("predicts", "?", "the subject tells of the object", "biomarker for", "diagnoses"),
    *_rows("predicts", "?", "the object tells of the subject", "has biomarker", turned=True),
    # What belongs to what: no sign of its own, walked as the ontology says.
    *_rows(
        "manifestation_of", "", "the subject is a sign by which the object shows",
        "manifestation of", "phenotype of",
    ),
    *_rows(
        "manifestation_of", "", "the object is a sign by which the subject shows",
        "has phenotype", "has manifestation", turned=True,
    ),
    *_rows("part_of", "", "the subject is a piece of the object", "part of"),
    *_rows("part_of", "", "the object is a piece of the subject", "has part", turned=True),
    *_rows("has_subtype", "", "the subject is a special kind of the object", "subclass of", turned=True),
    *_rows("has_subtype", "", "the object is a special kind of the subject", "superclass of"),
    # An effect whose direction is not said, or is that of something else than the amount of the object.
    *_rows("affects", "?", "changes the object one way or the other", "affects", "regulates"),
    *_rows(
        "affects", "?", "is changed by the object one way or the other",
        "affected by", "regulated by", turned=True,
    ),
    *_rows(
        "affects", "?", "does not say whether the object grows or falls",
        "affects risk for", "acts upstream of", "acts upstream of or within", wider=True,
    ),
    *_rows("affects", "?", "more in one place, less in another", "increases transport of", wider=True),
    *_rows("affects", "?", "less in one place, more in another", "decreases transport of", wider=True),
    *_rows("affects", "?", "more inside and less outside", "increases uptake of", wider=True),
    *_rows("affects", "?", "less inside and more outside", "decreases uptake of", wider=True),
    *_rows("affects", "?", "the answer to the object grows, not the object", "increases response to", wider=True),
    *_rows("affects", "?", "the answer to the object falls, not the object", "decreases response to", wider=True),
    # No effect is claimed.
    *_neutral(
        "says that the subject takes part, not whether it drives or brakes",
        "participates in", "actively involved in", "involved in", "capable of", "has participant", "has input",
    ),
    *_neutral(
        "says where, not what happens there",
        "occurs in", "located in", "location of", "expressed in", "in taxon",
    ),
    *_neutral("says what comes first, not that the one leads to the other", "precedes"),
    *_neutral(
        "says that the two meet, and nothing of the one moving the other",
        "molecularly interacts with", "directly interacts with", "directly physically interacts with",
        "physically interacts with", "interacts with", "genetically interacts with", "binds", "in complex with",
        "coexists with",
    ),
    *_neutral("says that the two have to do with each other", "related to", "related to at instance level"),
    *_neutral(
        "says that the two are found together, and not which way",
        "gene associated with condition", "condition associated with gene", "genetic association",
        "genetically associated with",
    ),
    *_neutral(
        "says that the two are alike, and nothing of an effect",
        "chemically similar to", "similar to", "homologous to", "orthologous to", "paralogous to", "xenologous to",
    ),
    *_neutral("says what a product holds, and nothing of an effect", "has active ingredient"),
    *_neutral("advice not to use the subject; no effect is stated", "contraindicated for", "contraindicated in"),
    *_neutral(
        "says that it was tried, not that it helps",
        "applied to treat", "studied to treat", "treats or applied or studied to treat", "in clinical trials for",
        "in preclinical trials for", "tested by clinical trials of",
    ),
)  # fmt: skip

PREDICATES = MappingProxyType({predicate.name: predicate for predicate in _PREDICATES})
UNKNOWN = Predicate("", "associated_with", "?", "is no predicate that is known here", wider=True)

# What a qualified `affects` says, by aspect: the predicate of one word for more and for less of it.
_ASPECTS = MappingProxyType(
    {
        "activity": "activity", "activity_or_abundance": "activity", "abundance": "abundance",
        "expression": "expression", "synthesis": "synthesis", "stability": "stability", "degradation": "degradation",
        "transport": "transport", "uptake": "uptake",
    }
)  # fmt: skip
_DIRECTIONS = MappingProxyType(
    {"increased": "increases", "upregulated": "increases", "decreased": "decreases", "downregulated": "decreases"}
)
_REGULATES = MappingProxyType({"increases": "positively regulates", "decreases": "negatively regulates"})
_SIGN_OF = MappingProxyType({"increases": "+", "decreases": "-"})
# Predicates that leave the direction to the qualifiers of the object.
OPEN = frozenset({"affects", "regulates", "causes", "contributes to"})
# Aspects of the subject of which more is more of the subject.
OF_AMOUNT = frozenset({"", "activity", "activity_or_abundance", "abundance", "expression", "synthesis", "stability"})
_OPPOSITES = MappingProxyType(
    {
        "increases": "decreases", "decreases": "increases", "activates": "inhibits", "inhibits": "activates",
        "contributes_to": "protects_against", "protects_against": "contributes_to",
    }
)  # fmt: skip
_FLIPPED = MappingProxyType({"+": "-", "-": "+", "?": "?", "": ""})
_NOT = ("not ", "does not ", "no ")
_IRI = "https://w3id.org/biolink/vocab/"


def predicate_of(name: str, *, aspect: str = "", direction: str = "") -> Predicate | None:
    """How a predicate is carried, with the qualifiers of its object; None for one that is not known.

    Spelling with underscores, capitals or the prefix ``biolink:`` makes no difference.  A direction is that of the
    object: what causes less of it has a negative sign.  A qualifier that is not known, or that fits badly with the
    predicate, leaves the direction open.

    >>> from kgraph.importers.biolink import predicate_of
    >>> predicate_of("biolink:decreases_activity_of").sign
    '-'
    >>> predicate_of("affects", aspect="degradation", direction="increased").sign
    '-'
    >>> predicate_of("causes", aspect="activity", direction="decreased").sign
    '-'
    """
    plain = _plain(name)
    aspect, direction = plain_value(aspect), plain_value(direction)
    way = _DIRECTIONS.get(direction, "")
    if plain in OPEN and way:
        if aspect and aspect not in _ASPECTS:
            return PREDICATES["affects"]
        return PREDICATES[f"{way} {_ASPECTS[aspect]} of" if aspect else _REGULATES[way]]
    known = PREDICATES.get(plain)
    if known is None or not direction or known.name.startswith(way or "?") or known.sign == _SIGN_OF.get(way):
        return known
    return _opened(known)


def of_subject(predicate: Predicate, *, aspect: str = "", direction: str = "", form: str = "") -> Predicate:
    """How a predicate is carried, with the qualifiers of its subject.

    What less of the subject raises, more of it lowers.  A variant of the subject need not act as the subject does, and
    an aspect that is none of amount may not either, so they leave the direction open.

    >>> from kgraph.importers.biolink import of_subject, predicate_of
    >>> of_subject(predicate_of("increases_activity_of"), aspect="abundance", direction="decreased").relation
    'inhibits'
    """
    aspect, direction = plain_value(aspect), plain_value(direction)
    if not (aspect or direction or form) or predicate.relation in _STRUCTURAL:
        return predicate
    less = _DIRECTIONS.get(direction) == "decreases"
    if aspect == "degradation":
        less = not less
    if predicate.turned or form or (aspect not in OF_AMOUNT and aspect != "degradation"):
        return _opened(predicate)
    if direction and direction not in _DIRECTIONS:
        return _opened(predicate)
    return _opposite(predicate) if less else predicate


# Of these every value says where or in whom, and leaves the sign as it is.
_CONTEXTS = re.compile(
    r"(anatomical|species|population|disease|cell|strain|subject|object)?_?context_qualifier|(sex|stage|onset|frequency|"
    r"severity|temporal|temporal_interval|catalyst|causal_mechanism)_qualifier"
)


def is_context(qualifier: str) -> bool:
    """Whether a qualifier says where or in whom something holds, and nothing of which way it goes.

    >>> from kgraph.importers.biolink import is_context
    >>> is_context("species_context_qualifier"), is_context("object_part_qualifier")
    (True, False)
    """
    return _CONTEXTS.fullmatch(qualifier) is not None


def of_another(predicate: Predicate) -> Predicate:
    """How a predicate is carried that is said of a part, a form or a derivative of a node: with no direction.

    >>> from kgraph.importers.biolink import of_another, predicate_of
    >>> of_another(predicate_of("increases_activity_of")).sign
    '?'
    """
    return _opened(predicate)


def denied(predicate: Predicate) -> Predicate:
    """What it is to say that a predicate does not hold: no effect, or no association, of sign 0.

    >>> from kgraph.importers.biolink import denied, predicate_of
    >>> denied(predicate_of("treats")).relation, denied(predicate_of("has_phenotype")).sign
    ('no_effect', '0')
    """
    causal = predicate.relation not in _STRUCTURAL | {"associated_with", "predicts"}
    reason = "the source says that the predicate does not hold"
    relation = "no_effect" if causal else "associated_with"
    return Predicate(predicate.name, relation, "0", reason, turned=predicate.turned, wider=True)


def without_not(name: str) -> tuple[str, bool]:
    """A predicate without the word that denies it, and whether there was one.

    >>> from kgraph.importers.biolink import without_not
    >>> without_not("biolink:not_treats"), without_not("treats")
    (('treats', True), ('treats', False))
    """
    plain = _plain(name)
    for word in _NOT:
        if plain.startswith(word):
            return plain.removeprefix(word), True
    return name, False


def plain_value(value: str) -> str:
    """A value of a qualifier as the tables here have it, whatever its capitals and blanks.

    >>> from kgraph.importers.biolink import plain_value
    >>> plain_value("biolink:Activity or abundance")
    'activity_or_abundance'
    """
    return _plain(value).replace(" ", "_")


def _plain(name: str) -> str:
    short = name.strip().removeprefix(_IRI).removeprefix("biolink:")
    return " ".join(short.replace("_", " ").lower().split())


def _opened(predicate: Predicate) -> Predicate:
    """A predicate whose qualifiers leave open which way it goes."""
    if predicate.relation in _STRUCTURAL or predicate.sign == "?":
        return predicate
    relation = "associated_with" if predicate.relation in ("associated_with", "predicts") else "affects"
    return _changed(predicate, relation, "?", "its qualifiers leave the direction open")


def _opposite(predicate: Predicate) -> Predicate:
    relation = predicate.relation
    if relation not in ("associated_with", "predicts"):
        relation = _OPPOSITES.get(relation, "affects")
    return _changed(predicate, relation, _FLIPPED[predicate.sign], "it is said of less of the subject")


def _changed(predicate: Predicate, relation: str, sign: str, reason: str) -> Predicate:
    return Predicate(predicate.name, relation, sign, reason, turned=predicate.turned, wider=True)
