"""Turtle in canonical order: what it says, where each block stands, and what a diff of it shows."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kgraph.files.bundled import bundled
from kgraph.formats.turtle import canonical_file, canonical_turtle
from kgraph.vocabulary import PREFIXES, expand

XSD, RDF = PREFIXES["xsd"], PREFIXES["rdf"]
IRIS = st.sampled_from(
    [
        f"{RDF}type", f"{RDF}first", f"{RDF}rest", f"{RDF}nil", "https://w3id.org/kgraph/", "https://w3id.org/kgraph/Claim",
        "https://w3id.org/kgraph/claim/a", "https://w3id.org/kgraph/claim/a#1", "https://w3id.org/kgraph/claim/a.",
        "https://w3id.org/kgraph/claim/-a", "https://w3id.org/kgraph/claim/é", "https://w3id.org/kgraph/evidence",
        "https://w3id.org/kgraph/evidence/a", "http://a.example/b", "urn:a:b",
    ]
).map(NamedNode)  # fmt: skip
BLANKS = st.sampled_from("abcd").map(BlankNode)
# Left out is a whole number that says it is a decimal: Oxigraph writes 1.0 as 1, so it is written as 1.0 again.
NUMBERS = st.sampled_from(
    ["true", "TRUE", "1", "01", "+1", "-0.50", ".5", "5.", "1e3", "1.e3", ".5E-1", "e5", " 1", "1 ", "", "x", "٣"]
)
LITERALS = st.one_of(
    st.text(max_size=8).map(Literal),
    st.text(max_size=4).map(lambda text: Literal(text, language="en")),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(name)),
        NUMBERS,
        st.sampled_from([f"{XSD}boolean", f"{XSD}integer", f"{XSD}double", f"{XSD}duration", "urn:a:b"]),
    ),
    st.sampled_from(["0.50", "-.5", "+1.0", "1.", "1e3", ""]).map(
        lambda text: Literal(text, datatype=NamedNode(f"{XSD}decimal"))
    ),
)
NODES = IRIS | BLANKS
STATEMENTS = st.builds(Triple, NODES, IRIS, NODES | LITERALS | st.builds(Triple, NODES, IRIS, NODES | LITERALS))


def statements(text):
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def isomorphic(*graphs):
    found = []
    for triples in graphs:
        dataset = Dataset(Quad(*triple) for triple in triples)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found.append(set(dataset))
    return all(one == found[0] for one in found)


def renamed(term):
    if isinstance(term, BlankNode):
        return BlankNode("zyxw"["abcd".index(term.value)])
    return Triple(*map(renamed, (term.subject, term.predicate, term.object))) if isinstance(term, Triple) else term


@given(st.lists(STATEMENTS, max_size=12), st.randoms())
def test_the_same_statements_are_the_same_text_and_are_all_there(triples, chance):
    """Whatever their order and the names of blank nodes: rings, lists, shared and quoted nodes and odd numbers too."""
    written = canonical_turtle(triples)
    assert isomorphic(triples, statements(written))
    others = [renamed(triple) for triple in triples]
    chance.shuffle(others)
    assert canonical_turtle(others) == written


def test_nothing_is_the_empty_text():
    assert canonical_turtle([]) == ""


@pytest.mark.parametrize("last", ["", "_:n0 <urn:p> <urn:o> .", "_:n80 <urn:p> _:n0 .", "_:n80 <urn:p> _:n79 ."])
def test_long_chains_of_blank_nodes_are_written(last):
    """A chain of eighty, with an end, a ring or a fork: brackets in brackets end at some depth."""
    text = "".join(f"_:n{n} <urn:p> _:n{n + 1} .\n" for n in range(80)) + f"<urn:s> <urn:p> _:n0 .\n{last}"
    written = canonical_turtle(statements(text))
    assert len(set(statements(written))) == len(set(statements(text)))
    assert max(line.count("    ") for line in written.splitlines()) < 20


def test_many_nodes_that_are_alike_are_written():
    """Twelve blank nodes, each said of each other: trying their orders out would take for ever."""
    text = "".join(f"_:n{n} <urn:p> _:n{m} .\n" for n in range(12) for m in range(12) if n != m)
    assert len(statements(canonical_turtle(statements(text)))) == 132


def test_long_lists_are_lists():
    """Two thousand items are one list, an item a line, and a list in a list is one too."""
    items = " ".join(f"<urn:i{n}>" for n in range(2000))
    written = canonical_turtle(statements(f"<urn:s> <urn:p> ( {items} ( 1 2 ) () ) ."))
    assert written.count("\n        <urn:i") == 2000
    assert written.endswith("\n        (\n            1\n            2\n        )\n        ()\n    ) .\n")


def blocks(text):
    """The subjects of the blocks of a file, in order, each with the heading that it stands under."""
    heading, found = "", []
    for block in text.split("\n\n"):
        line = block.lstrip("\n").partition("\n")[0]
        if line.startswith("# --"):
            heading = line.lstrip("#- ")
        elif not line.startswith(("#", "@prefix")):
            subject = line.partition(" ")[0]
            found.append((heading, subject[1:-1] if subject.startswith("<") else expand(subject)))
    return found


@pytest.fixture(scope="module")
def mechanisms():
    return bundled("data", "mechanisms.ttl").read_text(encoding="utf-8")


HEADINGS = {
    "mechanisms.ttl": ["Entities", "Claims", "Hypotheses", "Open questions"],
    "references.ttl": ["References"],
    "sources.ttl": ["Sources", "The data set"],
}


@pytest.mark.parametrize("name", HEADINGS)
def test_a_data_file_has_its_parts_and_nothing_outside_them(name):
    """The parts stand in order, none has things that nothing refers to, and the first line says what they are."""
    text = bundled("data", name).read_text(encoding="utf-8")
    assert list(dict.fromkeys(heading for heading, _ in blocks(text))) == HEADINGS[name]
    assert text.startswith(f"# The parts of this file, each under a heading: {', '.join(HEADINGS[name]).lower()}.\n")
    assert {subject for _, subject in blocks(text)} == {
        triple.subject.value for triple in statements(text) if isinstance(triple.subject, NamedNode)
    }


def heads(text):
    """Each thing that heads a group, with what stands from it to the next."""
    kinds = {
        t.subject.value: t.object.value.rpartition("/")[2]
        for t in statements(text)
        if t.predicate.value == f"{RDF}type"
    }
    following = {"EvidenceLine", "Locator", "Measurement"}
    groups = {}
    for heading, subject in blocks(text):
        if kinds[subject] not in following:
            group = groups[heading, subject] = []
        group.append(subject)
    return groups


def test_parts_are_sorted_by_identifier(mechanisms):
    """Within a part, by the whole identifier."""
    found = list(heads(mechanisms))
    order = HEADINGS["mechanisms.ttl"]
    assert found == sorted(found, key=lambda head: (order.index(head[0]), head[1]))


def test_the_blocks_of_a_claim_stand_together(mechanisms):
    """Evidence lines and numbers directly after their claim or question; places too, unless an earlier one has them."""
    values = {}
    for triple in statements(mechanisms):
        name = triple.predicate.value.rpartition("/")[2]
        if name in {"evidence", "measurement", "locator", "marker"}:
            values.setdefault((triple.subject.value, name), []).append(triple.object.value)
    seen = set()
    for (heading, head), group in heads(mechanisms).items():
        lines = sorted(values.get((head, "evidence"), []))
        numbers = sorted(values.get((head, "measurement"), []))
        expected = [head]
        for line in lines:
            places = [*sorted(values.get((line, "locator"), [])), *sorted(values.get((line, "marker"), []))]
            expected += [line, *(place for place in dict.fromkeys(places) if place not in {*seen, *expected})]
        expected += numbers
        assert group == expected
        assert heading in {"Claims", "Open questions"} or group == [head]
        seen.update(group)


NEW = """
claim:{0} a kg:Claim ; rdfs:label "{0}"@en ; rdf:subject entity:seizure ; rdf:predicate kg:increases ;
    rdf:object entity:ketone-bodies ; kg:certainty certainty:asserted ; kg:evidence evidence:{0}-2 , evidence:{0}-1 ;
    kg:disputes claim:acetoacetate-decreases-seizure ; kg:diseaseContext entity:epilepsy ; kg:sign "+" ;
    kg:measurement <https://w3id.org/kgraph/claim/{0}#1> ; kg:mechanism mechanism:mTOR ; kg:origin source:review ;
    kg:studyKind study:animal .
<https://w3id.org/kgraph/claim/{0}#1> a kg:Measurement ; kg:value 1.5 .
evidence:{0}-1 a kg:EvidenceLine ; kg:locator <https://w3id.org/kgraph/source/review#char={1}> .
evidence:{0}-2 a kg:EvidenceLine ; kg:locator <https://w3id.org/kgraph/source/review#char=1,2> ;
    kg:marker <https://w3id.org/kgraph/source/review#char=3,4> .
<https://w3id.org/kgraph/source/review#char=1,2> a kg:Locator ; oa:start 1 ; oa:end 2 .
<https://w3id.org/kgraph/source/review#char=3,4> a kg:Locator ; oa:start 3 ; oa:end 4 .
"""


def hunk(before, after):
    """The lines between what two texts begin with and what they end with."""
    old, new = before.splitlines(), after.splitlines()
    start = next(n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    rest = list(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    end = next((n for n, (one, other) in enumerate(rest) if one != other), len(rest))
    return old[start : len(old) - end], new[start : len(new) - end]


def reformatted(text, folder):
    file = folder / "mechanisms.ttl"
    file.write_text(text, encoding="utf-8")
    return canonical_file(file)


@pytest.mark.parametrize("name", ["0-first", "ketone-bodies-in-the-middle", "zz-last"])
@pytest.mark.parametrize("place", ["5,6", "10685,10712"])
def test_a_new_claim_is_one_hunk(mechanisms, tmp_path, name, place):
    """Nothing else moves, whoever it speaks about or disputes; a place that an earlier claim cites stays with that."""
    if place != "5,6" and name == "0-first":
        place = "7,8"
    removed, added = hunk(mechanisms, reformatted(mechanisms + NEW.format(name, place), tmp_path))
    assert removed == []
    subjects = [line.partition(" a ")[0] for line in added if re.match(r"\S+ a ", line)]
    assert sorted(subjects) == sorted(
        [
            f"claim:{name}", f"evidence:{name}-1", f"evidence:{name}-2", f"<https://w3id.org/kgraph/claim/{name}#1>",
            "<https://w3id.org/kgraph/source/review#char=1,2>", "<https://w3id.org/kgraph/source/review#char=3,4>",
        ]
    )  # fmt: skip


def test_a_changed_claim_is_one_hunk(mechanisms, tmp_path):
    """Another sign is one line, and a step more in a hypothesis is one line."""
    for old, new in [
        ('kg:sign "+" ;', 'kg:sign "-" ;'),
        ("    kg:steps (\n", "    kg:steps (\n        claim:acetoacetate-decreases-seizure\n"),
    ]:
        changed = mechanisms.replace(old, new, 1)
        assert reformatted(changed, tmp_path) == changed
        removed, added = hunk(mechanisms, changed)
        assert len(removed) + len(added) <= 2


def test_blocks_in_any_order_are_the_same_file(mechanisms, tmp_path):
    """Shuffled blocks come back into their places, and the statements are those that were there."""
    head, *rest = mechanisms.split("\n\n")[1:]
    assert head.startswith("@prefix")
    random.Random(7).shuffle(rest)
    again = reformatted("\n\n".join([head, *rest]) + "\n", tmp_path)
    assert again == mechanisms
    assert isomorphic(statements(again), statements("\n\n".join([head, *rest]) + "\n"))


def test_what_nothing_refers_to_comes_last(tmp_path):
    """An evidence line without its claim, and things of other vocabularies, have a part of their own."""
    text = reformatted(
        """@prefix kg: <https://w3id.org/kgraph/> . @prefix claim: <https://w3id.org/kgraph/claim/> .
        <urn:person> <urn:name> "P" . <https://w3id.org/kgraph/evidence/lost> a kg:EvidenceLine .
        claim:a kg:sign "+" ; <urn:by> <urn:person> ; kg:evidence [ a kg:EvidenceLine ; kg:locator <urn:place> ] .
        <urn:place> a kg:Locator . <urn:molecule> a kg:Metabolite .""",
        tmp_path,
    )
    assert blocks(text) == [
        ("Entities", "urn:molecule"),
        ("Claims", "https://w3id.org/kgraph/claim/a"),
        ("Claims", "urn:place"),
        ("Everything else", "https://w3id.org/kgraph/evidence/lost"),
        ("Everything else", "urn:person"),
    ]
