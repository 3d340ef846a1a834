"""Well-formed files that make no sense: one line with the place, or a sensible answer, and never a traceback."""

import pytest
import rdflib
from command import kgraph

from kgraph.errors import QueryError
from kgraph.files.bundled import bundled
from kgraph.graph import load
from kgraph.reading.rdf_files import parse_file
from kgraph.sparql.disk_stores import fill_folder, open_folder
from kgraph.sparql.loading import load_store

PREFIXES = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> .
@prefix evidence: <https://w3id.org/kgraph/evidence/> .
@prefix hypothesis: <https://w3id.org/kgraph/hypothesis/> .
@prefix mechanism: <https://w3id.org/kgraph/mechanism/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
"""
SEIZURE = "rdf:subject entity:seizure ; rdf:predicate kg:increases ; rdf:object"
UNREADABLE = {
    "no triple": "claim:odd a kg:Claim .",
    "literal object": f'claim:odd a kg:Claim ; {SEIZURE} "text" .',
    "blank claim": f"[] a kg:Claim ; {SEIZURE} entity:gaba .",
    "blank evidence": f"claim:odd a kg:Claim ; {SEIZURE} entity:gaba ; kg:evidence [ a kg:EvidenceLine ] .",
    "sentence in words": f"""claim:odd a kg:Claim ; {SEIZURE} entity:gaba ; kg:evidence evidence:odd .
evidence:odd kg:locator <http://x.example/place> .
<http://x.example/place> kg:sentence "three" .""",
}
READABLE = {
    "undescribed ends": "claim:odd a kg:Claim ; rdf:subject entity:nobody ; rdf:predicate kg:magic ; rdf:object entity:noone .",
    "subtype of nothing": "claim:odd a kg:Claim ; rdf:subject entity:epilepsy ; rdf:predicate kg:has_subtype ; rdf:object entity:noone .",
    "circular list": """hypothesis:odd a kg:Hypothesis ; kg:start entity:ketogenic-diet-therapy ;
    kg:end entity:infantile-epileptic-spasms-syndrome ; kg:steps _:l . _:l rdf:first claim:none ; rdf:rest _:l .""",
    "undescribed context": f"claim:odd a kg:Claim ; {SEIZURE} entity:gaba ; kg:diseaseContext entity:noone .",
    "opposite of itself": "entity:seizure kg:opposite entity:seizure .",
    "disputes itself": f"claim:odd a kg:Claim ; {SEIZURE} entity:gaba ; kg:disputes claim:odd .",
}


def written(tmp_path, text, name="odd.ttl"):
    file = tmp_path / name
    file.write_text(PREFIXES + text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_one_line_with_its_place(name, tmp_path):
    """file:line:column: reason on stderr, nothing on stdout, exit 3."""
    file = written(tmp_path, UNREADABLE[name])
    code, out, errors = kgraph("path", "KDT", "IESS", "--data", file)
    assert (code, out) == (3, "")
    assert errors.startswith(f"{file}:")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("name", READABLE)
def test_what_makes_no_sense_does_not_stop_the_rest(name, tmp_path):
    """A path between other things is still found, and check reports what is wrong, without a traceback."""
    file = written(tmp_path, READABLE[name])
    assert kgraph("path", "KDT", "IESS", "--data", file)[0] == 0
    assert kgraph("explore", "--data", file, "-o", tmp_path / "page.html")[0] == 0
    assert kgraph("check", "--data", file)[0] in (0, 1)


def test_the_same_data_twice_is_the_same_graph():
    """RDF is a set: a file laid over itself adds nothing."""
    once, twice = load(), load(bundled("data", "mechanisms.ttl"))
    assert dict(once.claims) == dict(twice.claims)
    assert dict(once.entities) == dict(twice.entities)


def test_a_copy_of_the_data_laid_over_them_adds_nothing(tmp_path):
    """Curators check the file they edit: its lists of steps are those that are there already."""
    copy = tmp_path / "mechanisms.ttl"
    copy.write_bytes(bundled("data", "mechanisms.ttl").read_bytes())
    assert len(load(copy).store) == len(load().store)
    code, out, errors = kgraph("check", copy)
    assert (code, out) == (0, "")
    assert "0 problems" in errors


def test_other_lists_stay_apart(tmp_path):
    """In another order, of another thing or property, or with more said of a node, a list is another list."""
    prefixes = "@prefix x: <x:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    first = tmp_path / "first.ttl"
    first.write_text(prefixes + "x:a x:p (1 2) . x:b x:p (1 2) .", encoding="utf-8")
    others = [
        "x:a x:p (2 1)",
        "x:a x:q (1 2)",
        "x:a x:p (1 2 3)",
        "x:a x:p [ a x:l ; rdf:first 1 ; rdf:rest (2) ]",
        "x:a x:p ()",
    ]
    alone = len(load_store([first]))
    for number, other in enumerate(others):
        file = tmp_path / f"{number}.ttl"
        file.write_text(f"{prefixes}{other} .", encoding="utf-8")
        assert len(load_store([first, file])) == alone + len(load_store([file]))
        assert len(load_store([first, file, first, file])) == len(load_store([first, file]))


def test_a_list_that_something_else_has_stays_whole(tmp_path):
    """Leaving out the second of two equal lists takes nothing from those who share its nodes."""
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    first.write_text("<x:a> <x:p> (1 2) .", encoding="utf-8")
    second.write_text(
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
        "<x:a> <x:p> _:l . <x:b> <x:p> _:l . _:l rdf:first 1 ; rdf:rest (2) .",
        encoding="utf-8",
    )
    members = "SELECT ?thing ?member { ?thing <x:p>/rdf:rest*/rdf:first ?member } ORDER BY ?thing ?member"
    found = load_store([first, second]).query(members, prefixes={"rdf": str(rdflib.RDF)})
    assert [(row[0].value, row[1].value) for row in found] == [("x:a", "1"), ("x:a", "2"), ("x:b", "1"), ("x:b", "2")]


def test_named_graphs_are_read_whole(tmp_path):
    """What a TriG file says in a graph of its own is found by name and by SPARQL alike."""
    text = 'entity:mine a kg:Process ; skos:prefLabel "a thing of mine"@en .'
    file = written(tmp_path, f"<http://x.example/g> {{ {text} }}", "odd.trig")
    graph = load(file)
    assert graph.names.resolve("a thing of mine").id == "entity:mine"
    assert graph.sparql("ASK { entity:mine a kg:Process }").boolean is True


TWO_GRAPHS = "<x:g1> { <x:a> <x:p> <x:b> } <x:g2> { <x:a> <x:p> <x:c> }"
EACH = "SELECT ?g ?o { GRAPH ?g { <x:a> ?p ?o } } ORDER BY ?g"


def test_graphs_keep_their_names_in_files_and_stores(tmp_path):
    """GRAPH and FROM know what stands in which graph; a question without them sees all, each statement once."""
    file = written(tmp_path, TWO_GRAPHS, "two.trig")
    fill_folder(tmp_path / "two.store", [file])
    for store in (load_store([file]), open_folder(tmp_path / "two.store")):
        assert [tuple(term.value for term in row) for row in store.query(EACH)] == [("x:g1", "x:b"), ("x:g2", "x:c")]
        assert [row[0].value for row in store.query("SELECT ?o { <x:a> ?p ?o } ORDER BY ?o")] == ["x:b", "x:c"]
    asked = load(file, bundled=False).sparql("SELECT ?o FROM <x:g2> { <x:a> ?p ?o }")
    assert list(asked.texts) == [("x:c",)]
    with pytest.raises(QueryError, match="no such graph"):
        load(file, bundled=False).sparql("SELECT ?o FROM <x:g3> { <x:a> ?p ?o }")


def test_a_triple_term_of_an_answer_is_no_statement_of_rdflib(tmp_path):
    """It is refused in one line, and written as the engine writes it."""
    graph = load().sparql("CONSTRUCT { <x:r> rdf:reifies <<( <x:a> <x:p> <x:b> )>> } WHERE {}")
    assert "<<" in graph.serialize("nt")
    with pytest.raises(QueryError, match="no counterpart in rdflib"):
        graph.to_rdflib()


def test_two_entities_of_one_label_are_listed(tmp_path):
    """Neither is guessed; the identifiers tell them apart."""
    file = written(tmp_path, 'entity:other a kg:Phenotype ; skos:prefLabel "seizure"@en .')
    code, _, errors = kgraph("show", "seizure", "--data", file)
    assert code == 1
    assert "entity:other" in errors
    assert "entity:seizure" in errors


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("compare", "IESS", "KATP channel"), 2, "two diseases"),
        (("compare", "IESS", "IESS"), 2, "two diseases"),
        (("path", "acetoacetate", "seizures", "--effect", "harms"), 1, "without --effect"),
        (("path", "KDT", "IESS", "--explain", "--format", "tsv"), 2, "--format table"),
        (
            ("path", "KDT", "IESS", *("--via=" + n for n in ("GABA", "seizure", "IGF-1", "mTOR", "BHB", "COX-2"))),
            2,
            "at most",
        ),
        (("query", "a" * 5000), 2, "neither a query nor a file"),
        (("info", "-o", "x" * 300), 2, "cannot write"),
        (("info", "-o", "/dev/full", "--force"), 2, "device"),
    ],
)
def test_odd_requests_get_a_reason(arguments, code, words):
    got, _, errors = kgraph(*arguments)
    assert got == code
    assert words in errors


def test_one_side_alone_does_not_deny_the_other():
    """With --effect helps nothing is said about harm; without it the harmful side is there."""
    assert "No harmful path" not in kgraph("path", "KDT", "ALS", "--effect", "helps", "--format", "table")[1]
    assert "HARMFUL" in kgraph("path", "KDT", "ALS", "--all", "--format", "table")[1]


def test_a_graph_without_any_step_has_no_path_and_says_so(tmp_path):
    """Two described things and no claim between any."""
    text = 'entity:one a kg:Process ; skos:prefLabel "one thing"@en . entity:two a kg:Process ; skos:prefLabel "two things"@en .'
    code, _, errors = kgraph("path", "one thing", "two things", "--no-bundled", "--data", written(tmp_path, text))
    assert code == 1
    assert "No claim leads on from one thing to two things" in errors


def test_steps_can_be_asked_for_from_a_source_of_one_s_own(tmp_path):
    """A source that only the user's file names is a choice of --source like any other."""
    text = """@prefix certainty: <https://w3id.org/kgraph/certainty/> . @prefix source: <https://w3id.org/kgraph/source/> .
claim:mine a kg:Claim ; rdf:subject entity:gaba ; rdf:predicate kg:decreases ; rdf:object entity:acetoacetate ;
    kg:sign "-" ; kg:certainty certainty:asserted ; kg:origin source:notebook ; kg:uncited true ."""
    asked = ("path", "GABA", "acetoacetate", "--source", "notebook", "--format", "json")
    assert "claim:mine" in kgraph(*asked, "--data", written(tmp_path, text))[1]
    assert "als-page, primary, review" in kgraph(*asked)[2]


ILL_TYPED = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
entity:odd a kg:Protein ; <http://x.example/p> "abc"^^xsd:integer, "1_000"^^xsd:integer, "٣"^^xsd:integer, " 5 "^^xsd:integer,
    "true . <javascript:alert(1)> a true"^^xsd:boolean, "maybe"^^xsd:boolean, "2020-99-99"^^xsd:date, "25:61"^^xsd:time,
    "!"^^xsd:base64Binary, "zz"^^xsd:hexBinary, "1.2.3"^^xsd:decimal, "P1000000000Y"^^xsd:duration, "<a"^^rdf:XMLLiteral,
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><a>&b;</a>"^^rdf:XMLLiteral, "NaN"^^xsd:double, 0.5, 5 .
"""


def test_values_that_are_not_of_their_datatype_are_neither_printed_nor_changed(tmp_path):
    """Left alone, rdflib prints a traceback for each, rewrites some, and takes what stands in a truth value for Turtle."""
    file = written(tmp_path, ILL_TYPED)
    code, _, errors = kgraph("check", "--no-bundled", file)
    assert (code, len(errors.splitlines())) == (1, 2)
    for form in ("ttl", "nt"):
        code, out, errors = kgraph("export", "--to", form, "--no-bundled", "--data", file)
        assert (code, errors) == (0, "")
        back = tmp_path / f"back.{form}"
        back.write_text(out, encoding="utf-8")
        assert set(parse_file(file)) <= set(parse_file(back))
