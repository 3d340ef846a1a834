"""Names resolve, misspellings are forgiven with care, ambiguity is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import AmbiguousNameError, UnknownNameError
from kgraph.model import Claim, Hypothesis, Reference, Term
from kgraph.names import normalise


@pytest.mark.parametrize(
    "name",
    [
        "KDT", "kdt", "ketogenic diet", "Ketogenic  Diet", "ketogenic-diet", "keto diet", "KD", "ketogenc diet",
        "entity:ketogenic-diet-therapy", "https://w3id.org/kgraph/entity/ketogenic-diet-therapy", "MAXO:0030010",
        "mesh:D055423", "http://purl.obolibrary.org/obo/MAXO_0030010",
    ],
)  # fmt: skip
def test_every_name_of_the_diet_resolves(graph, name):
    """Synonyms, abbreviations, CURIEs, IRIs and a small misspelling all mean ketogenic diet therapy."""
    assert graph.names.resolve(name).label == "ketogenic diet therapy"


def test_every_label_synonym_and_exact_identifier_finds_its_entity(graph):
    """No entity is hidden by another: its label resolves to it, and its synonyms to it or to a list with it."""
    for entity in graph.entities.values():
        assert graph.names.resolve(entity.label) == entity
        assert graph.names.resolve(entity.id) == entity
        for synonym in entity.synonyms:
            try:
                found = [graph.names.resolve(synonym).label]
            except AmbiguousNameError as error:
                found = list(error.candidates)
            assert entity.label in found or normalise(synonym) in map(normalise, found)


@pytest.mark.parametrize(
    ("typed", "label"),
    [("ketog", "ketogenic diet therapy"), ("seiz", "seizure"), ("spas", "epileptic spasms"), ("ALS", "amyotrophic lateral sclerosis")],
)  # fmt: skip
def test_what_is_typed_finds_what_is_called_so_before_what_is_also_called_so(graph, typed, label):
    """KETOGenic MCT is a second name of a fat."""
    assert graph.names.search(typed)[0].label == label


def test_the_classic_diet_is_not_kidney_disease(graph):
    """CKD here is the classic ketogenic diet."""
    assert graph.names.resolve("CKD").label == "classic ketogenic diet"


def test_an_ambiguous_name_lists_its_candidates(graph):
    """MCT is a fat and a diet; neither is guessed."""
    with pytest.raises(AmbiguousNameError) as caught:
        graph.names.resolve("MCT")
    assert set(caught.value.candidates) >= {"medium-chain triglyceride diet", "medium-chain triglycerides"}


@pytest.mark.parametrize("name", ["UCP3", "IGF-2", "complex III", "B85", "", "   ", "entity:", "claim:nothing"])
def test_near_names_of_other_things_are_not_corrected(graph, name):
    """A number or a short word that differs is another thing, not a typo."""
    with pytest.raises(UnknownNameError):
        graph.names.find(name)


@given(st.text(max_size=40))
def test_any_text_resolves_or_says_why(graph, text):
    """Whatever is asked for, the answer is a thing, a list of candidates, or suggestions."""
    try:
        graph.names.find(text)
    except AmbiguousNameError as error:
        assert len(error.candidates) > 1
    except UnknownNameError as error:
        assert error.name == text


def test_other_things_are_found_by_name_too(graph):
    """Claims, references, hypotheses and mechanisms have names of their own."""
    claim = next(iter(graph.claims))
    hypothesis = next(iter(graph.hypotheses.values()))
    assert isinstance(graph.names.find(claim), Claim)
    assert isinstance(graph.names.find(claim.removeprefix("claim:")), Claim)
    assert isinstance(graph.names.find(hypothesis.label), Hypothesis)
    assert isinstance(graph.names.find("B31"), Reference)
    assert isinstance(graph.names.find("doi:10.1111/epi.13718"), Reference)
    assert isinstance(graph.names.find("ion channels"), Term)


@pytest.mark.parametrize(("text", "first"), [("gluta", "glutamate"), ("ketone b", "ketone bodies")])
def test_what_begins_with_a_text_comes_before_what_has_it_somewhere(graph, text, first):
    """Half a name is what a field for search sees; titles that hold it would hide the thing itself."""
    hits = graph.names.search(text, limit=1000)
    assert hits[0].label == first
    begins = [normalise(hit.matched).startswith(text) for hit in hits if hit.score == 90]
    assert begins == sorted(begins, reverse=True)
    assert len(set(begins)) == 2


def test_search_ranks_the_exact_name_first(graph):
    """The thing that bears the name stands before things that only contain it, and a typo still finds it."""
    assert graph.names.search("seizure")[0].label == "seizure"
    assert "seizure" in [hit.label for hit in graph.names.search("siezure")]
    assert graph.names.search("") == []


@pytest.mark.parametrize("name", ["gut-microbiota", "Gut microbiota", " GUT-MICROBIOTA "])
def test_a_mechanism_is_found_however_its_words_are_joined(graph, name):
    """Every door finds a mechanism by the same rule; a name that is none finds nothing."""
    assert graph.names.mechanism(name) == "gut-microbiota"
    assert graph.names.mechanism("magic") is None


def test_a_very_long_text_is_compared_by_its_beginning(graph):
    """A hundred thousand letters cost no more than the longest name, and find what they begin with."""
    known = graph.names
    long = "ketone bodies " + "a" * 100_000
    assert known.search(long) == known.search(long[:2000])
    with pytest.raises(UnknownNameError):
        known.resolve(long)
