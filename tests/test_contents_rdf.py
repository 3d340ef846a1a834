"""Typed contents as RDF: whatever the model holds is written, and reads back as the same values."""

import pytest
from pyoxigraph import RdfFormat, parse

from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.model import (
    Claim,
    Contents,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    OpenQuestion,
    Reference,
    Source,
)
from kgraph.reading.contents import read_contents

SECTIONS = ("entities", "claims", "references", "hypotheses", "questions", "sources")
# Text that every syntax stumbles over.
ODD = 'a "quoted" \\ back\nslash, <tag> # no\tcomment \u202e ü'
PLACE = Locator("mine", "1.2", 3, 4, 9, ODD)


def line(name):
    return EvidenceLine(
        id=f"evidence:{name}",
        reference="reference:r",
        direction="disputes",
        directness="relayed",
        study_kinds=("animal", "trial"),
        attachment="carried",
        species=("entity:mouse", "entity:rat"),
        locator=PLACE,
        marker=Locator("mine", "1.2", 3, 20, 22, "28"),
        row="P001",
        candidates=("reference:q",),
        primary_value=ODD,
        notes=(ODD, "other"),
    )


def number(printed):
    return Measurement(
        printed=printed,
        value=1e-7,
        lower=-2.0,
        upper=1e21,
        comparator="<",
        approximate=True,
        unit="%",
        time_point="P28D",
        sample_size=12,
        events=3,
        arm="entity:a",
        comparator_arm="entity:b",
        measure=ODD,
        disputed=ODD,
        primary_value=ODD,
        population=ODD,
    )


VALUES = {
    "entities": Entity(
        id="entity:a",
        label=ODD,
        kind="drug",
        synonyms=("one", "two"),
        definition=ODD,
        valence="wanted",
        opposite="entity:b",
        misprints=("wun",),
        mappings=(("exactMatch", "MESH:D1"), ("closeMatch", "GO:2")),
        germline=True,
        ends_here=ODD,
        plural=True,
        individuals=ODD,
    ),
    "claims": Claim(
        id="claim:c",
        subject="entity:a",
        relation="affects",
        object="MESH:D1",
        sign="?",
        certainty="suggested",
        study_kind="animal",
        origin="mine",
        evidence=(line("c-1"), line("c-2")),
        mechanisms=("inflammation", "mTOR"),
        disease="entity:d",
        species=("entity:mouse",),
        population=ODD,
        tissue="entity:t",
        condition=ODD,
        outcome="entity:o",
        implied=True,
        uncited=True,
        good_when_high=True,
        printed_subject=ODD,
        printed_object=ODD,
        slip=ODD,
        notes=(ODD, "n"),
        measurements=tuple(number(str(n)) for n in range(12)),
        relations=(("disputes", "claim:x"), ("qualifies", "claim:y")),
        deprecated=True,
        retired=(("deprecated", ""),),
        definitional=True,
        dose=ODD,
        regimen=ODD,
        timing=ODD,
        age=ODD,
    ),
    "references": Reference(
        id="reference:r",
        short=ODD,
        title=ODD,
        number=3,
        first_author=ODD,
        year=1999,
        journal=ODD,
        doi="10.1000/x",
        pmid="1",
        pmcid="PMC1",
        link="https://example.org/a#b",
        cited_for=ODD,
        candidates=("reference:q",),
        candidate_confidence="plausible",
        confirmed_in=ODD,
        notes=(ODD,),
        volume=ODD,
        issue=ODD,
        pages=ODD,
        authors=ODD,
        in_list_of="source:mine",
        notation=ODD,
        listed_as="reference:q",
        registration="NCT1",
        trial_status="stopped",
        participants=1,
        arms=("diet", "placebo"),
        primary_outcome="weight",
        advice="not advised",
    ),
    "hypotheses": Hypothesis(
        id="hypothesis:h",
        label=ODD,
        mechanism="mTOR",
        start="entity:a",
        end="entity:b",
        steps=("claim:c", "claim:x", "claim:c"),
        status="proposed",
        stated_effect="helps",
        notes=(ODD,),
    ),
    "questions": OpenQuestion(
        id="question:q",
        question=ODD,
        settled_by=ODD,
        origin="mine",
        evidence=(line("q-1"),),
        about=("entity:a",),
        mechanisms=("mTOR",),
        disease="entity:d",
    ),
    "sources": Source(
        id="source:mine",
        short="mine",
        title=ODD,
        link="https://example.org/",
        sha256="0" * 64,
        citation=ODD,
        notes=(ODD,),
        entry="reference:r",
        caution=ODD,
        retracts=("claim:x", "claim:y"),
    ),
}


def contents(**sections):
    return Contents(**{name: {} for name in (*SECTIONS, "relations", "terms")} | sections)


def read_back(written):
    return read_contents(parse(written, format=RdfFormat.TURTLE))


def inside(value):
    """A value with all values in it."""
    yield value
    for name in value.__match_args__:
        cell = getattr(value, name)
        for part in cell if isinstance(cell, tuple) else (cell,):
            if hasattr(part, "__match_args__"):
                yield from inside(part)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_survives(section):
    """A value of which each field says something reads back equal."""
    value = VALUES[section]
    again = read_back(contents_as_turtle(contents(**{section: {value.id: value}})))
    found = getattr(again, section)[value.id]
    assert found == value


@pytest.mark.parametrize("section", SECTIONS)
def test_no_field_is_left_out_of_the_test(section):
    """A new field of the model has to be tried above: none there has the value that it has when nothing is said."""
    for value in inside(VALUES[section]):
        kind = type(value)
        plain = {name: default for name, default in kind._defaults.items() if getattr(value, name) == default}
        assert not plain, (kind.__name__, plain)


def test_the_bundled_graph_survives(graph):
    """Entities, claims with evidence and numbers, references, hypotheses, questions and sources are the same."""
    again = read_back(contents_as_turtle(graph))
    for section in SECTIONS:
        assert getattr(again, section) == dict(getattr(graph, section))


def test_the_order_of_contents_makes_no_difference(graph):
    """The same values in another order give the same bytes."""
    turned = {name: dict(reversed(getattr(graph, name).items())) for name in SECTIONS}
    assert contents_as_turtle(contents(**turned)) == contents_as_turtle(graph)


def test_nothing_is_written_as_nothing():
    """Contents without a value give the empty text."""
    assert contents_as_turtle(contents()) == ""


@pytest.mark.parametrize(
    "address", ["http://x.example/a[b]", "http://x.example/%zz", "http://x.example/a#b#c", "a b", "http://ä.example/"]
)
def test_an_address_that_is_no_iri_comes_back_letter_for_letter(address):
    """What people write as an address may be none; it is kept as a text."""
    reference = Reference("reference:r", "r", link=address)
    written = contents_as_turtle(contents(references={reference.id: reference}))
    assert read_back(written).references == {reference.id: reference}


def test_an_identifier_that_no_iri_can_be_made_of_is_refused():
    """It would be another thing once it is read."""
    entity = Entity("a b", "x", "drug")
    with pytest.raises(ValueError, match="a b"):
        contents_as_turtle(contents(entities={entity.id: entity}))
