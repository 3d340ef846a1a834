"""Claims and entities in the terms of Biolink 4.4: predicate, qualifiers and negation, and categories.

A predicate never says more than its claim.  An effect is ``affects`` with the direction of its sign; without a sign it
has no direction.  A negative finding is negated, except where Biolink has no word for the relation and a negated
``related_to`` would deny too much.  What is said to treat gets the predicate that leaves open how well that is shown.
"""

from __future__ import annotations

from types import MappingProxyType

from kgraph.frozen import frozen
from kgraph.model import Claim, Contents

# By kind of kgraph; each is the category that the ontology calls a close match of the kind, or the most general one.
CATEGORIES = MappingProxyType(
    {
        "drug": "Drug",
        "metabolite": "SmallMolecule",
        "protein": "Protein",
        "complex": "MacromolecularComplex",
        "gene": "Gene",
        "process": "BiologicalProcess",
        "phenotype": "PhenotypicFeature",
        "disease": "Disease",
        "cell": "Cell",
        "anatomy": "AnatomicalEntity",
        "microbe": "OrganismTaxon",
        "species": "OrganismTaxon",
        "population": "PopulationOfIndividualOrganisms",
    }
)
_ANY = "NamedThing"
# Kinds of which Biolink qualifies the amount or the activity.
_MOLECULES = frozenset({"drug", "metabolite", "protein", "complex", "gene"})

_DIRECTIONS = MappingProxyType({"+": "increased", "-": "decreased"})
_CORRELATED = MappingProxyType(
    {
        "+": "positively_correlated_with",
        "-": "negatively_correlated_with",
        "?": "associated_with",
        "0": "associated_with",
    }
)
_NAMED = MappingProxyType(
    {
        "produces": "produces",
        "converts_to": "derives_into",
        "contributes_to": "contributes_to",
        "treats": "treats_or_applied_or_studied_to_treat",
        "causes_adverse_effect": "has_adverse_event",
        "manifestation_of": "manifestation_of",
        "has_subtype": "superclass_of",
        "part_of": "part_of",
    }
)
# Effects on an amount or an activity, and effects of which Biolink knows the direction alone.
_ASPECTS = MappingProxyType(
    {
        "increases": "activity_or_abundance",
        "decreases": "activity_or_abundance",
        "activates": "activity",
        "inhibits": "activity",
    }
)
_EFFECTS = frozenset({*_ASPECTS, "affects", "protects_against", "no_effect", "has_outcome", "provides_energy_to"})
# Relations whose effect has a cause in the subject: not an outcome, which is what was observed in an arm of a study.
_CAUSED = _EFFECTS - {"has_outcome", "provides_energy_to"}


@frozen
class Edge:
    """How a claim is said in Biolink; an empty qualifier is not there."""

    predicate: str
    negated: bool = False
    qualified_predicate: str = ""
    object_direction_qualifier: str = ""
    object_aspect_qualifier: str = ""


def edge_of(graph: Contents, claim: Claim) -> Edge:
    """A claim as an edge of Biolink; `related_to` where Biolink has nothing nearer.

    >>> import kgraph
    >>> kg = kgraph.load()
    >>> edge_of(kg, kg.claims["claim:ketone-bodies-activate-katp-channel"]).object_direction_qualifier
    'increased'
    """
    negated = claim.sign == "0"
    if claim.relation in ("associated_with", "predicts"):
        return Edge(f"biolink:{_CORRELATED.get(claim.sign, 'associated_with')}", negated=negated)
    if claim.relation in _EFFECTS:
        # To fuel something is no change of its amount.
        direction = "" if claim.relation == "provides_energy_to" else _DIRECTIONS.get(claim.sign, "")
        object_ = graph.entities.get(claim.object)
        molecule = object_ is not None and object_.kind in _MOLECULES
        return Edge(
            "biolink:affects",
            negated=negated,
            qualified_predicate="biolink:causes" if direction and claim.relation in _CAUSED else "",
            object_direction_qualifier=direction,
            object_aspect_qualifier=_ASPECTS.get(claim.relation, "") if direction and molecule else "",
        )
    if claim.relation in _NAMED:
        return Edge(f"biolink:{_NAMED[claim.relation]}", negated=negated)
    return Edge("biolink:related_to")


def category_of(kind: str) -> str:
    """The category of a kind of kgraph, as Biolink writes it."""
    return f"biolink:{CATEGORIES.get(kind, _ANY)}"


def biolink_curie(curie: str) -> str:
    """An identifier with the prefix that Biolink uses, where it is another one."""
    prefix, colon, local = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}{colon}{local}"


_PREFIXES = MappingProxyType({"UniProt": "UniProtKB"})
