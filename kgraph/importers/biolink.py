"""Biolink predicates and categories in the terms of kgraph: relation, sign and kind, each predicate with its reason.

A sign is what more of the subject does to the object.  Where a predicate does not fix it, it is unknown: containment,
binding, similarity and participation say that two things meet, not which way one moves the other, so they become
associations of unknown sign, which claim no cause.
"""

from __future__ import annotations

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


def _neutral(reason: str, *names: str) -> tuple[Predicate, ...]:
    return tuple(Predicate(name, "associated_with", "?", reason, wider=True) for name in names)


_PREDICATES = (
    # More or less of the object.
    Predicate("positively regulates", "increases", "+", "more of the subject, more of the object"),
    Predicate("negatively regulates", "decreases", "-", "more of the subject, less of the object"),
    Predicate("increases abundance of", "increases", "+", "more of the object is there"),
    Predicate("decreases abundance of", "decreases", "-", "less of the object is there"),
    Predicate("increases expression of", "increases", "+", "more of the object is made", wider=True),
    Predicate("decreases expression of", "decreases", "-", "less of the object is made", wider=True),
    Predicate("increases synthesis of", "increases", "+", "more of the object is made", wider=True),
    Predicate("decreases synthesis of", "decreases", "-", "less of the object is made", wider=True),
    Predicate("increases stability of", "increases", "+", "what is stable lasts", wider=True),
    Predicate("decreases stability of", "decreases", "-", "what is unstable is lost", wider=True),
    Predicate("increases degradation of", "decreases", "-", "what is broken down is no longer there", wider=True),
    Predicate("decreases degradation of", "increases", "+", "what is not broken down stays", wider=True),
    # The object works harder or less.
    Predicate("increases activity of", "activates", "+", "the object works harder"),
    Predicate("decreases activity of", "inhibits", "-", "the object works less"),
    Predicate("disrupts", "inhibits", "-", "the object is kept from working or from happening"),
    Predicate("disrupted by", "inhibits", "-", "the object keeps the subject from working", turned=True),
    # Bringing about.
    Predicate("causes", "contributes_to", "+", "the subject brings the object about", wider=True),
    Predicate("caused by", "contributes_to", "+", "the object brings the subject about", turned=True, wider=True),
    Predicate("contributes to", "contributes_to", "+", "the subject is one cause of the object"),
    Predicate("predisposes", "contributes_to", "+", "the object comes more easily", wider=True),
    Predicate("predisposes to condition", "contributes_to", "+", "the object comes more easily", wider=True),
    Predicate("enables", "contributes_to", "+", "the subject carries the object out", wider=True),
    Predicate("produces", "produces", "+", "the subject makes the object"),
    Predicate("produced by", "produces", "+", "the object makes the subject", turned=True),
    Predicate("has output", "produces", "+", "the object is what comes out of the subject"),
    Predicate("expresses", "produces", "+", "the subject makes the object", wider=True),
    Predicate("has metabolite", "converts_to", "+", "the subject is turned into the object"),
    Predicate("is metabolite of", "converts_to", "+", "the object is turned into the subject", turned=True),
    Predicate("derives into", "converts_to", "+", "the subject is turned into the object"),
    Predicate("derives from", "converts_to", "+", "the object is turned into the subject", turned=True),
    # Conditions.
    Predicate("treats", "treats", "-", "the subject is used against the object"),
    Predicate("prevents", "protects_against", "-", "the object is kept from happening"),
    Predicate("preventative for condition", "protects_against", "-", "the object is kept from happening"),
    Predicate("ameliorates", "decreases", "-", "the object, a condition, gets milder", wider=True),
    Predicate("ameliorates condition", "decreases", "-", "the object, a condition, gets milder", wider=True),
    Predicate("exacerbates", "increases", "+", "the object, a condition, gets worse", wider=True),
    Predicate("exacerbates condition", "increases", "+", "the object, a condition, gets worse", wider=True),
    # Going together.
    Predicate("positively correlated with", "associated_with", "+", "more of the one goes with more of the other"),
    Predicate("negatively correlated with", "associated_with", "-", "more of the one goes with less of the other"),
    Predicate("correlated with", "associated_with", "?", "does not say which way the two go together"),
    Predicate("associated with", "associated_with", "?", "does not say which way the two go together"),
    # What belongs to what: no sign of its own, walked as the ontology says.
    Predicate("manifestation of", "manifestation_of", "", "the subject is a sign by which the object shows"),
    Predicate("phenotype of", "manifestation_of", "", "the subject is a sign by which the object shows"),
    Predicate("has phenotype", "manifestation_of", "", "the object is a sign by which the subject shows", turned=True),
    Predicate("part of", "part_of", "", "the subject is a piece of the object"),
    Predicate("has part", "part_of", "", "the object is a piece of the subject", turned=True),
    Predicate("subclass of", "has_subtype", "", "the subject is a special kind of the object", turned=True),
    Predicate("superclass of", "has_subtype", "", "the object is a special kind of the subject"),
    # An effect whose direction is not said, or is that of something else than the amount of the object.
    Predicate("affects", "affects", "?", "changes the object one way or the other"),
    Predicate("regulates", "affects", "?", "changes the object one way or the other"),
    Predicate("affected by", "affects", "?", "is changed by the object one way or the other", turned=True),
    Predicate("affects risk for", "affects", "?", "does not say whether the risk grows or falls", wider=True),
    Predicate("increases transport of", "affects", "?", "more in one place, less in another", wider=True),
    Predicate("decreases transport of", "affects", "?", "less in one place, more in another", wider=True),
    Predicate("increases uptake of", "affects", "?", "more inside and less outside", wider=True),
    Predicate("decreases uptake of", "affects", "?", "less inside and more outside", wider=True),
    Predicate("increases response to", "affects", "?", "the answer to the object grows, not the object", wider=True),
    Predicate("decreases response to", "affects", "?", "the answer to the object falls, not the object", wider=True),
    # No effect is claimed.
    *_neutral(
        "says that the subject takes part, not whether it drives or brakes",
        "participates in", "actively involved in", "capable of", "has participant",
    ),
    *_neutral(
        "says where, not what happens there",
        "occurs in", "located in", "location of", "expressed in", "in taxon",
    ),
    *_neutral("says what comes first, not that the one leads to the other", "precedes"),
    *_neutral(
        "says that the two meet, and nothing of the one moving the other",
        "molecularly interacts with", "directly interacts with", "directly physically interacts with",
        "physically interacts with", "interacts with", "binds", "in complex with", "coexists with",
    ),
    *_neutral("says that the two are alike, and nothing of an effect", "chemically similar to", "similar to"),
    *_neutral("says what a product holds, and nothing of an effect", "has active ingredient"),
    *_neutral("advice not to use the subject; no effect is stated", "contraindicated for", "contraindicated in"),
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

# Kinds of kgraph by Biolink category.
KINDS = MappingProxyType(
    {
        "Drug": "drug",
        "Disease": "disease",
        "PhenotypicFeature": "phenotype",
        "Protein": "protein",
        "GeneFamily": "protein",
        "Gene": "gene",
        "MacromolecularComplex": "complex",
        "ChemicalSubstance": "metabolite",
        "SmallMolecule": "metabolite",
        "BiologicalProcess": "process",
        "MolecularActivity": "process",
        "Pathway": "process",
        "Cell": "cell",
        "CellularComponent": "anatomy",
        "GrossAnatomicalStructure": "anatomy",
        # A host, a pathogen or a commensal: the category does not say which.
        "OrganismTaxon": "other",
    }
)


def predicate_of(name: str, *, aspect: str = "", direction: str = "") -> Predicate | None:
    """How a predicate is carried, with the qualifiers of its object; None for one that is not known.

    Spelling with underscores, capitals or the prefix ``biolink:`` makes no difference.  A qualifier that is not known
    leaves the direction open.

    >>> from kgraph.importers.biolink import predicate_of
    >>> predicate_of("biolink:decreases_activity_of").sign
    '-'
    >>> predicate_of("affects", aspect="degradation", direction="increased").sign
    '-'
    """
    plain = " ".join(name.removeprefix("biolink:").replace("_", " ").lower().split())
    way = _DIRECTIONS.get(direction, "")
    if plain == "regulates" and way:
        plain = _REGULATES[way]
    elif plain == "affects" and way and aspect in _ASPECTS:
        plain = f"{way} {_ASPECTS[aspect]} of"
    return PREDICATES.get(plain)


def kind_of(category: str) -> str:
    """The kind of kgraph for a Biolink category; empty for one that is not known."""
    return KINDS.get(category.removeprefix("biolink:"), "")
