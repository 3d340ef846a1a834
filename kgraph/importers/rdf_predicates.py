"""Predicates of RDF that importers know: those of Biolink, of the relation ontology, and of BEL."""

from __future__ import annotations

from types import MappingProxyType

from kgraph.importers.biolink import Predicate, predicate_of
from kgraph.vocabulary import KG, PREFIXES, shorten

# Relations of RO and OBO that Biolink predicates are mapped to.
RELATIONS = MappingProxyType(
    {
        "RO:0002200": "has phenotype", "RO:0002201": "phenotype of", "RO:0003302": "causes or contributes to condition",
        "RO:0003303": "causes", "RO:0003304": "contributes to", "RO:0002606": "treats", "RO:0002434": "interacts with",
        "RO:0002211": "regulates", "RO:0002213": "positively regulates", "RO:0002212": "negatively regulates",
        "RO:0002436": "molecularly interacts with", "RO:0002610": "correlated with", "RO:0002206": "expressed in",
        "RO:0003000": "produces", "RO:0002448": "directly interacts with", "RO:0002449": "decreases activity of",
        "RO:0002450": "increases activity of", "BFO:0000050": "part of", "BFO:0000051": "has part",
        "BFO:0000066": "occurs in", "rdfs:subClassOf": "subclass of",
    }
)  # fmt: skip
_BEL = "http://www.selventa.com/vocabulary/"
_OF_BEL = MappingProxyType(
    {
        "increases": "positively regulates", "directlyIncreases": "positively regulates",
        "decreases": "negatively regulates", "directlyDecreases": "negatively regulates", "regulates": "regulates",
        "association": "associated with", "positiveCorrelation": "positively correlated with",
        "negativeCorrelation": "negatively correlated with", "isA": "subclass of", "subProcessOf": "part of",
        "biomarkerFor": "biomarker for", "rateLimitingStepOf": "contributes to",
    }
)  # fmt: skip
_NO_CHANGE = Predicate("causes no change", "no_effect", "0", "the subject was found not to change the object")
_STRUCTURAL = frozenset({"manifestation_of", "aspect_of", "has_subtype", "part_of", "has_attribute"})
_OWN_SIGNS = MappingProxyType(
    {
        "increases": "+", "activates": "+", "produces": "+", "converts_to": "+", "provides_energy_to": "+",
        "contributes_to": "+", "causes_adverse_effect": "+", "decreases": "-", "inhibits": "-", "treats": "-",
        "protects_against": "-", "no_effect": "0",
    }
)  # fmt: skip


def predicate_of_iri(iri: str) -> Predicate | None:
    """How a predicate of RDF is carried; None for one that is not known here.

    >>> from kgraph.importers.rdf_predicates import predicate_of_iri
    >>> predicate_of_iri("http://www.selventa.com/vocabulary/decreases").sign
    '-'
    """
    if iri.startswith(_BEL):
        name = iri.removeprefix(_BEL)
        return _NO_CHANGE if name == "causesNoChange" else predicate_of(_OF_BEL.get(name, "?"))
    if iri.startswith(KG) and "/" not in iri.removeprefix(KG):
        return predicate_of_relation(iri.removeprefix(KG))
    if iri.startswith(PREFIXES["biolink"]):
        return predicate_of(iri.removeprefix(PREFIXES["biolink"]))
    name = shorten(iri)
    return predicate_of(RELATIONS[name]) if name in RELATIONS else None


def predicate_of_relation(relation: str) -> Predicate | None:
    """A relation of kgraph with the one sign that it has; unknown where it has several, None for no relation."""
    if relation in _STRUCTURAL:
        return Predicate(relation, relation, "", "is a relation of kgraph")
    if relation in _OWN_SIGNS or relation in ("affects", "associated_with", "predicts"):
        return Predicate(relation, relation, _OWN_SIGNS.get(relation, "?"), "is a relation of kgraph")
    return None
