"""What a store on disk ought to hold: statements as sets, worked out beside the code that fills stores."""

import gzip
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, serialize

KG = "https://w3id.org/kgraph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_WITH_GRAPHS = (".nq", ".trig")
_DIRECTIONS = {Literal("+"): NamedNode(KG + "raises"), Literal("-"): NamedNode(KG + "lowers")}
_TENTATIVE = {NamedNode(f"{KG}certainty/{name}") for name in ("contested", "needs-research", "unknown")}


@dataclass(frozen=True)
class Content:
    """What a file says, and in which format it says it."""

    triples: tuple
    ending: str
    graph: NamedNode | None

    def as_bytes(self):
        ending = self.ending.removesuffix(".gz")
        graph = (self.graph,) if self.graph and ending in _WITH_GRAPHS else ()
        raw = serialize((Quad(*triple, *graph) for triple in self.triples), format=FORMATS[ending])
        return gzip.compress(raw, mtime=0) if self.ending != ending else raw


def held(vocabulary, contents):
    """The statements that a store of these files holds, its blank nodes in canonical order.

    A blank node is one thing within a file and another in the next; graphs are one; edges follow from all claims.
    """
    triples = set(vocabulary)
    for number, content in enumerate(contents):
        triples |= {tuple(_of_file(number, term) for term in triple) for triple in content.triples}
    return canonical(triples | set(_edges(triples)))


def canonical(triples):
    """The same set for the same statements, whatever their blank nodes are called."""
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(quad.triple for quad in dataset)


def _of_file(number, term):
    return BlankNode(f"f{number}{term.value}") if isinstance(term, BlankNode) else term


def _edges(triples):
    said = {}
    for subject, predicate, target in triples:
        said.setdefault(subject, {}).setdefault(predicate.value, set()).add(target)
    for things in said.values():
        signs = things.get(KG + "sign", set())
        if NamedNode(KG + "Claim") not in things.get(RDF + "type", ()) or Literal("0") in signs:
            continue
        if things.get(KG + "certainty", set()) & _TENTATIVE:
            continue
        for ends in product(*(things.get(RDF + part, ()) for part in ("subject", "predicate", "object"))):
            if not all(isinstance(end, NamedNode) for end in ends):
                continue
            yield ends
            if ends[1].value != KG + "compared_with":
                yield from ((ends[0], _DIRECTIONS[sign], ends[2]) for sign in signs & set(_DIRECTIONS))


# Few names, so that files speak of the same things.
_things = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in "abc"])
_blank = st.sampled_from([BlankNode("x"), BlankNode("y")])
_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"\\'<&>="), max_size=12)
_literals = st.builds(Literal, _texts) | st.builds(lambda text: Literal(text, language="de-at"), _texts)
_numbers = st.builds(Literal, st.integers(-(10**6), 10**6))
_relations = st.sampled_from([NamedNode(KG + name) for name in ("increases", "decreases", "compared_with")])
# Plain edges in terms of ours are read as claims, which have tests of their own.
_properties = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in ("p", "q")])
_facts = st.tuples(_things | _blank, _properties, _things | _blank | _literals | _numbers)


@st.composite
def _claims(draw):
    """The statements of a claim, some of them left out or said by another file."""
    name = draw(st.sampled_from([NamedNode(f"{KG}claim/{name}") for name in "st"]))
    said = [
        (RDF + "type", NamedNode(KG + "Claim")),
        (RDF + "subject", draw(_things | _blank)),
        (RDF + "predicate", draw(_relations)),
        (RDF + "object", draw(_things | _literals)),
    ]
    if draw(st.booleans()):
        said.append((KG + "sign", Literal(draw(st.sampled_from("++-0?")))))
    if draw(st.booleans()):
        certainty = draw(st.sampled_from(["asserted", "suggested", "contested", "unknown"]))
        said.append((KG + "certainty", NamedNode(f"{KG}certainty/{certainty}")))
    return [(name, NamedNode(predicate), target) for predicate, target in said]


contents = st.builds(
    lambda facts, claims, ending, graph: Content((*facts, *(t for claim in claims for t in claim)), ending, graph),
    st.lists(_facts, min_size=1, max_size=4),
    st.lists(_claims(), max_size=2),
    st.sampled_from([*FORMATS, ".ttl.gz", ".nt.gz"]),
    st.none() | _things,
)
