"""Words for readers stand once, in the ontology, and agree with what they speak of."""

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from small import claim, line, small_graph
from spoken import FILE, text

import kgraph
from kgraph.evidence import HUMAN_STUDIES, Assessment
from kgraph.formats.arrows import BASES, evidence_class, tally
from kgraph.formats.record import describe
from kgraph.model import Entity, Reference, Relation, Term
from kgraph.vocabulary import PREFIXES, expand
from kgraph.words import Words, capital

ROOT = Path(kgraph.__file__).parents[1]
SPOKEN = (
    "certainty",
    "study",
    "direction",
    "directness",
    "attachment",
    "basis",
    "sign",
    "effect",
    "flag",
    "grade",
    "kg",
)


@pytest.fixture(scope="module")
def words(graph):
    return Words(graph)


def terms_of(graph, vocabulary):
    return [term for identifier, term in graph.terms.items() if identifier.startswith(f"{vocabulary}:")]


@pytest.mark.parametrize("vocabulary", SPOKEN)
def test_every_term_that_readers_meet_has_a_phrase_of_its_own(graph, vocabulary):
    """No door falls back to a code, and no two terms of a vocabulary read alike, but signs of different relations."""
    phrases = [term.phrase for term in terms_of(graph, vocabulary)]
    assert phrases
    assert all(phrases)
    if vocabulary != "sign":
        assert len(set(phrases)) == len(phrases)


def test_every_relation_has_a_verb_in_both_numbers_and_directions(graph):
    """One thing and several, read from the subject and from the object."""
    for relation in graph.relations.values():
        forms = (relation.phrase, relation.phrase_plural, relation.phrase_reversed, relation.phrase_reversed_plural)
        assert all(forms), relation.name


def test_every_sign_that_a_relation_may_carry_is_read(graph, words):
    """Whatever its kind, and with a character of its own."""
    for relation in graph.relations.values():
        for sign in relation.allowed_signs:
            assert words.sign(relation.name, sign), (relation.name, sign)
            assert words.sign_mark(sign)


def test_the_bases_are_those_that_arrows_are_drawn_by(graph):
    """The ontology says of each study kind what it is a basis for, as the code that draws arrows does."""
    assert tuple(term.name for term in terms_of(graph, "basis")) == BASES
    assert {term.name for term in terms_of(graph, "study") if term.basis == "human"} == HUMAN_STUDIES
    for kind in terms_of(graph, "study"):
        assert evidence_class([claim("a increases b", study_kind=kind.name, evidence=())]) == kind.basis


# The files that speak, and phrases of more than one word, which stand nowhere by chance.
SOURCES = [
    *(ROOT / "kgraph").rglob("*.py"),
    *(ROOT / "kgraph" / "service" / "templates").iterdir(),
    *(ROOT / "viz" / "src").rglob("*.js"),
]


def without_explanations(file):
    """The text of a file without what is written for those who read the code."""
    content = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        content = re.sub(r'"""(?s:.*?)"""', "", content)
        return re.sub(r"^\s*#.*$", "", content, flags=re.MULTILINE)
    return re.sub(r"/\*(?s:.*?)\*/|^\s*//.*$", "", content, flags=re.MULTILINE)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_door_keeps_words_of_its_own(graph, file):
    """A phrase that a file spelt out would be another one when the ontology changes."""
    content = without_explanations(file)
    phrases = {
        phrase for name in SPOKEN for term in terms_of(graph, name) for phrase in (term.phrase, term.phrase_plural)
    }
    assert not [phrase for phrase in phrases if " " in phrase and phrase in content]


SPECIES = {
    "entity:human": Entity("entity:human", "human", "species", individuals="people"),
    "entity:mouse": Entity("entity:mouse", "mouse", "species", individuals="mice"),
    "entity:rat": Entity("entity:rat", "rat", "species", individuals="rats"),
    "entity:zebrafish": Entity("entity:zebrafish", "zebrafish", "species"),
}


@pytest.mark.parametrize(
    ("kinds", "species", "count", "told"),
    [
        (("in-vitro",), ("entity:human",), 1, "study in human cells or slices"),
        (("in-vitro",), ("entity:human",), 2, "studies in human cells or slices"),
        (("in-vitro",), (), 1, "study in cells or slices"),
        (("author-statement",), ("entity:human",), 1, "authors' statement about people"),
        (("author-statement",), ("entity:mouse",), 3, "authors' statements about mice"),
        (("author-statement",), (), 1, "authors' statement"),
        (("animal",), ("entity:mouse", "entity:rat"), 1, "study in mice and rats"),
        (("animal",), ("entity:human",), 1, "study in animals"),
        (("trial",), ("entity:human",), 1, "trial"),
        (("meta-analysis",), (), 2, "meta-analyses"),
        (
            ("animal", "in-vitro"),
            ("entity:human", "entity:mouse"),
            1,
            "study in mice and study in human or mouse cells or slices",
        ),
        (("animal",), ("entity:zebrafish",), 1, "study in zebrafish"),
        (("field-notes",), ("entity:human",), 1, "field notes"),
        ((), ("entity:human",), 1, ""),
    ],
)
def test_the_study_kind_speaks_before_the_species(graph, kinds, species, count, told):
    """Neither isolated human cells nor an author's word reads as people who were studied."""
    assert Words(graph.replace(entities=SPECIES)).study(kinds, species, count=count) == told


HUMAN = ("entity:human",)


@pytest.mark.parametrize(
    ("given", "lines", "seen"),
    [
        # Two relayed statements about people are not two studies in people.
        (
            {"study_kind": "author-statement", "species": HUMAN},
            (
                line("1", kind="author-statement", directness="relayed"),
                line("2", kind="author-statement", reference="reference:2"),
            ),
            (("authors' statements about people", 2),),
        ),
        (
            {"study_kind": "in-vitro", "species": HUMAN},
            (line("1", kind="in-vitro"),),
            (("study in human cells or slices", 1),),
        ),
        # The species of a claim is not that of work of another kind.
        ({"study_kind": "trial", "species": HUMAN}, (line("1", kind="in-vitro"),), (("study in cells or slices", 1),)),
        # A paper that the review cites by a number keeps its own kind, although the review's word weighs more here.
        (
            {"study_kind": "trial", "species": HUMAN},
            (
                line("1", kind="in-vitro", directness="inferred", species=HUMAN),
                line("2", kind="trial", directness="relayed", reference="reference:number"),
            ),
            (("study in human cells or slices", 1),),
        ),
    ],
    ids=["statements", "cells", "another-kind", "a-number-of-the-review"],
)
def test_papers_are_counted_as_what_they_are(graph, given, lines, seen):
    """What the picture and the panel say of the papers behind an arrow follows the kind of study first."""
    number = Reference("reference:number", "B1", candidates=("reference:1",))
    references = {
        "reference:1": Reference("reference:1", "R1"),
        "reference:2": Reference("reference:2", "R2"),
        number.id: number,
    }
    one = claim("a increases b", evidence=lines, **given)
    small = small_graph(graph, one, references=references).replace(entities=SPECIES)
    assert tally(small, Assessment(small), [one]).seen == seen


def little(graph):
    """A graph of a claim whose subject is plural, and one whose object is."""
    ends = (
        Entity("entity:bodies", "ketone bodies", "metabolite", plural=True),
        Entity("entity:atp", "ATP", "metabolite"),
    )
    claims = claim("bodies increases atp"), claim("atp increases bodies")
    return small_graph(graph, *claims, entities={end.id: end for end in ends}), *claims


def test_a_verb_agrees_with_its_subject(graph):
    """Ketone bodies raise, ATP raises; the number is that of the data and not of a last letter."""
    contents, many, one = little(graph)
    told = Words(contents)
    assert told.sentence(many) == "ketone bodies increase ATP"
    assert told.sentence(one) == "ATP increases ketone bodies"
    assert [told.sign_on("causal", "+", plural=told.is_plural(c.subject)) for c in (many, one)] == ["raise", "raises"]
    assert told.signed_sentence(many) == "ketone bodies increase (+) ATP"


def test_the_label_of_a_claim_is_its_sentence(graph, words):
    """What RDF calls a claim is what readers are told; after a change of the words its rdfs:label follows."""
    store = graph.store
    label = NamedNode(PREFIXES["rdfs"] + "label")
    for one in graph.claims.values():
        (quad,) = store.quads_for_pattern(NamedNode(expand(one.id)), label, None)
        assert quad.object.value == words.sentence(one), one.id


def test_what_the_vocabulary_does_not_know_is_called_by_its_name(words):
    """Data can hold any code; it is shown, and nothing breaks."""
    assert words.phrase("certainty", "half-sure") == "half sure"
    assert words.relation("sits_beside", plural=True, reverse=True) == "sits beside"
    assert words.sign("sits_beside", "+") == "raises"
    assert words.sign("increases", "!") == ""
    assert words.mark("basis", "hearsay") == ""


def test_a_term_without_all_phrases_falls_back_to_what_it_has(graph):
    """A vocabulary of the reader's own may give one phrase, or none."""
    bare = {"near": Relation("near", "lies near", "causal"), "by": Relation("by", "by", "causal", phrase="stands by")}
    told = Words(graph.replace(relations=bare, terms={"flag:odd": Term("flag:odd", "odd", "", phrase="odd one")}))
    assert told.relation("near", plural=True) == "lies near"
    assert told.relation("by", plural=True) == "stands by"
    assert told.phrase("flag", "odd", plural=True) == "odd one"


@pytest.mark.parametrize(
    ("plain", "expected"), json.loads((ROOT / "viz" / "test" / "capitals.json").read_text(encoding="utf-8")).items()
)
def test_a_capital_at_the_beginning_leaves_names_as_they_are(plain, expected):
    """MTOR and PH are other things than mTOR and pH; the page follows the same examples."""
    assert capital(plain) == expected


def test_the_tests_of_the_page_read_what_python_says(graph):
    """The file that they compare with is what these words make of this data; if not: python tests/spoken.py."""
    assert FILE.read_text(encoding="utf-8") == text(graph)


def test_an_attribute_is_said_with_its_value(graph, words):
    """What a diet leaves out is not said to be in it: negations stand in the sentence, at every door that has one."""
    diet = "claim:modified-atkins-diet-has-attribute-"
    names = ("start-without-fasting", "protein-without-restriction", "calories-without-restriction")
    told = {name: words.sentence(graph.claims[diet + name]) for name in names}
    assert told[names[0]] == "modified Atkins diet has the attribute start without fasting: no fasting period"
    assert all(told[name].endswith(": no restriction") for name in names[1:])
    shown = describe(graph, graph.entities["entity:modified-atkins-diet"])["claims_from"]
    assert any(line.startswith(told[names[0]]) for line in shown)
    # Every other number stands behind its claim.
    assert any("has the outcome (+) seizure freedom" in line and "11 of 46" in line for line in shown)
