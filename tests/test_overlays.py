"""Files laid over the bundled data add to them; what is bundled keeps its meaning."""

import pytest
from command import kgraph

from kgraph.check.overlays import skeleton
from kgraph.errors import AmbiguousNameError
from kgraph.graph import load

HEAD = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> .
@prefix evidence: <https://w3id.org/kgraph/evidence/> .
@prefix reference: <https://w3id.org/kgraph/reference/> .
@prefix study: <https://w3id.org/kgraph/study-kind/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
"""
CLAIM = """entity:yeast-x a kg:Metabolite ; skos:prefLabel "yeast x"@en ; skos:definition "Of the test."@en .
claim:test a kg:Claim ; rdf:subject obo:MAXO_0030010 ; rdf:predicate kg:increases ; rdf:object entity:yeast-x ; kg:sign "+" .
"""


def written(tmp_path, text, name="mine.ttl"):
    file = tmp_path / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "text",
    [
        'entity:seizure skos:prefLabel "Anfall"@de .',
        'entity:seizure skos:prefLabel "accesso" .',
        'entity:seizure skos:prefLabel "a fit"@en-GB .',
    ],
)
def test_a_translation_is_a_further_name(tmp_path, text):
    """The bundled label stays, in whatever order the alphabet has the two, and the new one finds the thing."""
    graph = load(written(tmp_path, text))
    assert graph.entities["entity:seizure"].label == "seizure"
    assert graph.names.resolve(text.split('"')[1]).id == "entity:seizure"
    assert graph.sparql("SELECT ?l { entity:seizure skos:prefLabel ?l }").cells[0][0].value == "seizure"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('entity:seizure rdfs:label "a fit"@en .', "a fit"),
        ('entity:seizure oio:hasExactSynonym "ictus" .', "ictus"),
        ('entity:own a kg:Process ; rdfs:label "of its own"@en .', "of its own"),
        ('entity:own a kg:Process ; rdfs:label "b"@en ; skos:prefLabel "a"@en ; oio:hasExactSynonym "c" .', "b"),
    ],
)
def test_names_are_read_as_other_ontologies_write_them(tmp_path, text, name):
    """rdfs:label and the exact synonyms of OBO are names; a bundled label stays, and so does a preferred one."""
    other = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    other += "@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .\n"
    graph = load(written(tmp_path, other + text))
    entity = graph.names.resolve(name)
    assert entity.id == text.split()[0]
    assert entity.label == ("seizure" if entity.id == "entity:seizure" else "a" if "prefLabel" in text else name)


@pytest.mark.parametrize(
    "text",
    [
        'entity:seizure skos:definition "Anders."@de .',
        'mechanism:ion-channels skos:prefLabel "Ionenkanal"@de .',
        'kg:increases rdfs:label "mehrt"@de .',
    ],
)
def test_a_text_in_another_language_changes_nothing_and_is_no_finding(tmp_path, text):
    """English is read wherever a thing has one text."""
    other = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    other += "@prefix mechanism: <https://w3id.org/kgraph/mechanism/> .\n"
    file, before = written(tmp_path, other + text), load()
    after = load(file)
    for part in ("entities", "relations", "terms"):
        assert dict(getattr(after, part)) == dict(getattr(before, part))
    assert after.overlay.set_aside == after.overlay.not_understood == ()


def test_of_several_languages_english_is_the_label(tmp_path):
    """Then English of a country, then what has no language; the others are names."""
    file = written(tmp_path, 'entity:a a kg:Process ; skos:prefLabel "an"@de, "ab", "zz"@en-US, "zy"@fr .')
    entity = load(file).entities["entity:a"]
    assert (entity.label, entity.synonyms) == ("zz", ("ab", "an", "zy"))


CHANGES = (
    "study:animal kg:weight 0.99 .",
    "study:animal kg:weight -5 .",
    "kg:decreases a kg:StructuralRelation .",
    'kg:decreases kg:allowedSign "+" .',
    "entity:seizure a kg:Drug .",
    'entity:seizure skos:definition "Another one."@en .',
    'entity:seizure kg:valence "good" .',
    'entity:seizure kg:endsHere "because" .',
    "reference:wang-2024-B28 dct:title 'Another title' .",
    "reference:wang-2024-B28 kg:doi '10.5555/other' .",
)


def test_what_would_change_the_bundled_data_is_set_aside_and_told(tmp_path):
    """Every value stays, the command says so, and the check has a finding at each place."""
    file, before = written(tmp_path, "\n".join(CHANGES)), load()
    after = load(file)
    for part in ("entities", "claims", "references", "relations", "terms"):
        assert dict(getattr(after, part)) == dict(getattr(before, part))
    assert len(after.overlay.set_aside) == len(CHANGES)
    code, _, errors = kgraph("show", "seizure", "--data", file)
    assert code == 0
    assert "would change what is bundled" in errors
    code, out, _ = kgraph("check", file)
    assert code == 1
    for line in range(len(HEAD.splitlines()) + 1, len(HEAD.splitlines()) + 1 + len(CHANGES)):
        assert [
            found for found in out.splitlines() if found.startswith(f"{file}:{line}:") and "changes-bundled" in found
        ]


def test_a_copy_of_the_bundled_statements_is_no_change(tmp_path):
    """What is said again is not set aside."""
    graph = load(written(tmp_path, 'entity:seizure a kg:Phenotype ; skos:prefLabel "seizure"@en .'))
    assert graph.overlay.set_aside == ()


def test_a_claim_on_a_mapped_identifier_is_a_claim_on_the_entity(tmp_path):
    """In look-ups, in paths and in SPARQL, with or without a description of the identifier."""
    term = 'obo:MAXO_0030010 a kg:Diet ; skos:prefLabel "ketogenic diet"@en .'
    for text in (CLAIM, CLAIM + term):
        graph = load(written(tmp_path, text))
        assert graph.claims["claim:test"].subject == "entity:ketogenic-diet-therapy"
        assert graph.names.resolve("ketogenic diet").id == "entity:ketogenic-diet-therapy"
        assert graph.names.resolve("MAXO:0030010").id == "entity:ketogenic-diet-therapy"
        assert graph.sparql("ASK { claim:test rdf:subject entity:ketogenic-diet-therapy }").boolean
        assert graph.sparql("ASK { entity:ketogenic-diet-therapy skos:exactMatch MAXO:0030010 }").boolean


def test_a_label_takes_no_name_away(tmp_path):
    """Where a new thing has a bundled synonym for its label, both are named and neither is guessed."""
    graph = load(written(tmp_path, 'entity:other a kg:Diet ; skos:prefLabel "ketogenic diet"@en .'))
    with pytest.raises(AmbiguousNameError) as raised:
        graph.names.resolve("ketogenic diet")
    # The label of the new thing finds both, so that it would not tell them apart.
    assert set(raised.value.candidates) == {"entity:ketogenic-diet-therapy", "entity:other"}


def test_a_reference_that_borrows_a_short_name_is_called_by_its_identifier(tmp_path):
    """B28 stays what it is, and the check says who calls itself so."""
    file = written(tmp_path, 'reference:spoof a kg:Reference ; dct:title "Not it" ; kg:shortName "B28" .')
    graph = load(file)
    assert graph.names.find("B28").id == "reference:wang-2024-B28"
    assert graph.references["reference:spoof"].short == "reference:spoof"
    assert "borrowed-name" in kgraph("check", file)[1]


@pytest.mark.parametrize("label", ["ѕеizure", "sei\u200bzure", "seizure\u202e"])
def test_a_name_that_only_looks_like_another_is_a_finding(tmp_path, label):
    """Letters of other alphabets and letters that cannot be seen."""
    file = written(
        tmp_path, f'entity:x a kg:Process ; skos:prefLabel "{label}"@en ; skos:definition "Of the test."@en .'
    )
    code, out, _ = kgraph("check", file)
    assert code == 1
    assert "look-alike" in out


def test_greek_letters_in_names_look_like_nothing_else():
    """A beta is no Latin letter, and no bundled name is a look-alike of another."""
    assert skeleton("β-oxidation") != skeleton("b-oxidation")
    assert "look-alike" not in kgraph("check")[1]


def test_a_file_with_nothing_of_ours_is_told(tmp_path):
    """It is no clean bill: the check ends in 1 and every other command says so in a line."""
    file = tmp_path / "other.ttl"
    file.write_text("<http://a.example/s> <http://a.example/p> 1 .", encoding="utf-8")
    code, out, errors = kgraph("check", file)
    assert code == 1
    assert "nothing-understood: 1 statements, no claim" in out
    assert "and with the bundled data" in errors
    code, _, errors = kgraph("show", "seizure", "--data", file)
    assert code == 0
    assert "only SPARQL sees them" in errors


def test_a_file_of_another_project_is_no_clean_bill(tmp_path):
    """It was read and nothing was understood; where its kind can be imported, the report says as what."""
    file = tmp_path / "edges.tsv"
    file.write_text("subject\tpredicate\tobject\nA\tbiolink:affects\tB\n", encoding="utf-8")
    code, out, errors = kgraph("check", file)
    assert code == 1
    assert (
        "edges.tsv:1:1: nothing-understood: read, nothing understood; it can be imported as kgx (try kgraph import KIND"
        in out
    )
    assert "edges.tsv (no RDF: its syntax alone was checked)" in errors


def test_candidates_are_told_by_what_finds_them(tmp_path):
    """A thing with a bundled name and a bundled label of its own is told by its identifier."""
    graph = load(written(tmp_path, 'entity:own a kg:Process ; skos:prefLabel "glutamate"@en ; skos:altLabel "KDT" .'))
    with pytest.raises(AmbiguousNameError) as caught:
        graph.names.resolve("KDT")
    assert caught.value.candidates == ("entity:ketogenic-diet-therapy", "entity:own")


def test_a_format_that_only_an_import_reads_is_told(tmp_path):
    """The check cannot read it, and says what can."""
    file = tmp_path / "script.bel"
    file.write_text('SET DOCUMENT Name = "x"\n', encoding="utf-8")
    code, _, errors = kgraph("check", file)
    assert code == 3
    assert errors.rstrip().endswith("; it can be imported as bel")
