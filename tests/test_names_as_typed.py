"""Names and identifiers resolve as people type, print and copy them, and never to another thing."""

import csv
from pathlib import Path

import pytest

from kgraph.corrections import corrections_to
from kgraph.errors import AmbiguousNameError, NotFoundError, UnknownNameError
from kgraph.reading.look_alikes import look_alikes
from kgraph.spelling import key

AS_TYPED = Path(__file__).parent / "as_typed"
ENOUGH = 0.95


def rows(name):
    with (AS_TYPED / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


def found(look, name):
    try:
        return look(name).id
    except NotFoundError:
        return "-"


def test_names_as_typed_resolve_and_none_to_another_thing(graph):
    """Greek letters, hyphens, plurals and British spelling are no other name; what is not in the data is not found."""
    got = {
        typed: (found(graph.names.resolve, typed).removeprefix("entity:"), wanted)
        for typed, wanted in rows("names.tsv")
    }
    assert len(got) >= 150
    assert [(typed, pair) for typed, pair in got.items() if pair[0] not in ("-", pair[1])] == []
    there = [is_ == wanted for is_, wanted in got.values() if wanted != "-"]
    assert sum(there) >= ENOUGH * len(there)


@pytest.mark.parametrize(("typed", "wanted"), rows("identifiers.tsv"))
def test_identifiers_resolve_in_every_form_in_which_they_are_copied(graph, typed, wanted):
    """With an underscore, as a PURL, under a resolver, in brackets, a DOI bare or as an address."""
    assert found(graph.names.find, typed) == wanted


@pytest.mark.parametrize(("typed", "label"), [("MESH:D013036", "West syndrome"), ("CHEBI:29985", "glutamate")])
def test_an_identifier_that_is_mapped_loosely_offers_what_it_is_mapped_to(graph, typed, label):
    """A close match is no answer, and no reason to say that nothing is called so."""
    with pytest.raises(UnknownNameError, match=r"is mapped \(close") as caught:
        graph.names.find(typed)
    assert label in caught.value.suggestions


@pytest.mark.parametrize(
    ("one", "other"),
    [("aspartame", "aspartate"), ("linolenic", "linoleic"), ("macroglia", "microglia"), ("typical", "atypical"),
     ("nitrite", "nitrate"), ("lactase", "lactose"), ("inulin", "insulin"), ("fasting", "lasting"), ("cytosines", "cytokines"), ("glutaric", "glutamic"),
     ("decenoic", "decanoic"), ("generic", "genetic"), ("simulation", "stimulation")],
)  # fmt: skip
def test_look_alikes_are_different_things(one, other):
    """Pairs of the table, and words told apart by a beginning or an ending of it, in either order."""
    assert look_alikes().are(one, other)
    assert look_alikes().are(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("ketogenc", "ketogenic"), ("seizrue", "seizure"), ("glutamte", "glutamate")]
)
def test_slips_are_no_look_alikes(one, other):
    """A letter that is missing or in the wrong place inside a word is a misspelling."""
    assert not look_alikes().are(one, other)


def test_every_correction_is_reported(graph):
    """Whoever answers hears which name was read as which, and hears nothing of names that are right."""
    heard = []
    with corrections_to(lambda name, read_as: heard.append((name, read_as))):
        graph.names.find("ketogenc diet")
        graph.names.find("ketogenic diets")
        graph.names.find("spasticity")  # as the source prints it by a slip
    assert heard == [("ketogenc diet", "ketogenic diet therapy"), ("spasticity", "epileptic spasms")]


def test_a_slip_of_a_slip_is_nothing(graph):
    """What is near a misprint of the source is not taken for what the misprint means."""
    with pytest.raises(UnknownNameError, match="GABA-A receptor"):
        graph.names.resolve("GABAA")


@pytest.mark.parametrize(
    ("name", "label"), [("ketogenic diet therapy (KDT)", "ketogenic diet therapy"), ("GABA (KDT)", None)]
)
def test_a_name_with_its_short_form_is_that_name(graph, name, label):
    """As the first line of an answer prints it; two things side by side are neither."""
    if label:
        assert graph.names.resolve(name).label == label
    else:
        with pytest.raises(UnknownNameError):
            graph.names.resolve(name)


@pytest.mark.parametrize("name", ["mTOR", "inflammation", "gut microbiota"])
def test_a_name_of_an_entity_and_a_mechanism_lists_both(graph, name):
    """Where either can be meant neither is taken; where only an entity can, it is."""
    with pytest.raises(AmbiguousNameError) as caught:
        graph.names.find(name)
    assert {candidate.partition(":")[0] for candidate in caught.value.candidates} == {"entity", "mechanism"}
    assert graph.names.resolve(name).kind


def test_short_names_are_found_as_whole_words_only(graph):
    """GABA is not in vigabatrin, and ST for standard therapy is not in steroids."""
    assert [hit.label for hit in graph.names.search("vigabatrin")] == ["vigabatrin"]
    assert graph.names.search("steroids") == []


def test_what_is_not_in_the_data_says_so(graph):
    """The nearest names are offered, those that hold the word first."""
    with pytest.raises(UnknownNameError, match="'dysfunction' is not in the sources read") as caught:
        graph.names.find("dysfunction")
    assert "dysfunction" in caught.value.suggestions[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("IL-1β", "IL1-beta"), ("ketone bodies", "Ketone-body"), ("tumours", "tumor"), ("E. coli", "E coli")],
)
def test_spellings_of_a_name_have_one_key(one, other):
    """What people write in different ways is not in the key."""
    assert key(one) == key(other)
    assert key("2,3-diol") != key("23-diol")
