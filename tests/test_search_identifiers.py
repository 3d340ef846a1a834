"""An identifier is found by searching, in every form in which people copy it."""

import pytest

from kgraph.graph import load


@pytest.fixture(scope="module")
def graph():
    return load()


@pytest.mark.parametrize(
    "form",
    [
        "MAXO:0030010",
        "MAXO_0030010",
        "obo:MAXO_0030010",
        "http://purl.obolibrary.org/obo/MAXO_0030010",
        "https://purl.obolibrary.org/obo/MAXO_0030010",
        "<http://purl.obolibrary.org/obo/MAXO_0030010>",
        "https://bioregistry.io/MAXO:0030010",
        "https://identifiers.org/MAXO:0030010",
    ],
)
def test_searching_finds_an_identifier_in_each_of_its_forms(graph, form):
    """All forms find the same things, and what the identifier means exactly is among them."""
    found = [hit.id for hit in graph.names.search(form)]
    assert "entity:ketogenic-diet-therapy" in found
    assert found == [hit.id for hit in graph.names.search("MAXO:0030010")]


@pytest.mark.parametrize("form", ["PMID:{}", "pmid: {}", "https://pubmed.ncbi.nlm.nih.gov/{}/"])
def test_searching_finds_a_paper_by_its_pubmed_number(graph, form):
    """Also a paper that is listed under its DOI."""
    paper = next(one for one in graph.references.values() if one.pmid and one.doi)
    assert graph.names.search(form.format(paper.pmid))[0].id == paper.id
