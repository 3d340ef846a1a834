"""Importers: what other projects' files say comes in whole, or it is told what does not, and where."""

from pathlib import Path

import pytest
from command import kgraph as command
from hypothesis import given
from hypothesis import strategies as st

import kgraph
from kgraph.errors import ChoiceError, DataError, UsageError
from kgraph.evidence import is_unsupported
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.importers import IMPORTERS, guess, read
from kgraph.importers.biolink import PREDICATES, predicate_of
from kgraph.importers.citations import reference_of
from kgraph.importers.drugmechdb import curie_of

RECORD = (Path(__file__).parent / "drugmechdb.yaml").read_text(encoding="utf-8")


def put(folder, text=RECORD, name="record.yaml"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def as_list(*records):
    """The other layout: all records in one list."""
    return "".join("-" + "".join(f"   {line}\n" for line in record.splitlines())[1:] for record in records)


def all_of(imported):
    """Every value of what was imported."""
    contents = imported.contents
    return contents.entities, contents.claims, contents.references, contents.sources


def links(*arrows, text=RECORD):
    """The record with other links, each ``"predicate source target"`` with words of the predicate joined by _."""
    head, tail = text.split("links:\n")[0], text[text.index("multigraph:") :]
    lines = "".join(
        f"  - key: {key.replace('_', ' ')}\n    source: {source}\n    target: {target}\n"
        for key, source, target in map(str.split, arrows)
    )
    return f"{head}links:\n{lines}{tail}"


def laid_over(folder, imported):
    """The graph of what was imported, through the Turtle of it."""
    return kgraph.load(put(folder, contents_as_turtle(imported.contents), "imported.ttl"), bundled=False)


def test_a_record_becomes_claims_with_signs_and_its_own_identifiers(tmp_path):
    """Subject, relation, sign, object and indication of each link; entities under the identifiers of the record."""
    imported = read([put(tmp_path)])
    claims = [(c.subject, c.relation, c.sign, c.object, c.disease) for c in imported.contents.claims.values()]
    assert sorted(claims) == [
        ("MESH:D1", "inhibits", "-", "UniProt:P3", "MESH:D2"),
        ("UniProt:P3", "contributes_to", "+", "MESH:D2", "MESH:D2"),
    ]
    bee = imported.contents.entities["MESH:D2"]
    assert (bee.label, bee.kind, bee.valence, bee.synonyms) == ("Bee", "disease", "unwanted", ("the bees",))
    assert not imported.faults


def test_the_identifier_of_the_drug_is_exact_and_a_further_one_of_a_node_is_close(tmp_path):
    """That a record has two identifiers for its drug says they are one thing; a further one of a node may be wider."""
    entities = read([put(tmp_path)]).contents.entities
    assert entities["MESH:D1"].mappings == (("exactMatch", "DRUGBANK:DB1"),)
    assert entities["UniProt:P3"].mappings == (("closeMatch", "PR:4"),)


def test_an_identifier_of_two_drugs_is_no_exact_match(tmp_path):
    """One of two drugs with the same DrugBank number at least has it wrongly, so neither is joined by it."""
    other = RECORD.replace("DB1_D2_1", "DB1_D2_2").replace("MESH:D1", "MESH:D9")
    imported = read([put(tmp_path), put(tmp_path, other, "other.yaml")])
    mappings = {imported.contents.entities[drug].mappings for drug in ("MESH:D1", "MESH:D9")}
    assert mappings == {(("closeMatch", "DRUGBANK:DB1"),)}


def test_references_of_a_record_never_count_for_a_step(tmp_path):
    """They are shown as near, the claim is uncited, and nothing supports it."""
    for claim in read([put(tmp_path)]).contents.claims.values():
        assert {line.attachment for line in claim.evidence} == {"near"}
        assert len(claim.evidence) == 2
        assert claim.uncited
        assert is_unsupported(claim)


def test_the_rows_of_the_evidence_give_the_path_back(tmp_path):
    """A row is the record and the number of the link in it."""
    claims = read([put(tmp_path)]).contents.claims.values()
    rows = {line.row: claim.subject for claim in claims for line in claim.evidence}
    assert rows == {"DB1_D2_1/1": "MESH:D1", "DB1_D2_1/2": "UniProt:P3"}


def test_both_layouts_say_the_same(tmp_path):
    """A record a file, and all records in a list with other indentation, give equal contents."""
    second = RECORD.replace("DB1_D2_1", "DB1_D2_2").replace("decreases activity of", "regulates")
    apart = read([put(tmp_path), put(tmp_path, second, "second.yaml")])
    together = read([put(tmp_path, as_list(RECORD, second), "all.yaml")])
    assert all_of(together) == all_of(apart)
    assert together.found == apart.found


def test_older_spellings_of_fields_are_read(tmp_path):
    """One reference as a text, a DrugBank number without its prefix, and the id outside of the graph."""
    older = RECORD.replace("drugbank: DB:DB1", "drugbank: DB1").replace("  _id: DB1_D2_1\n", "")
    older = older.replace("references:\n  - https://pubmed.ncbi.nlm.nih.gov/123/\n  - ", "_id: DB1_D2_1\nreference: ")
    older = older.replace("comment:", "comemnt:")
    imported = read([put(tmp_path, older)])
    assert imported.contents.entities == read([put(tmp_path)]).contents.entities
    assert [reference.link for reference in imported.contents.references.values()] == ["https://example.org/aye#way"]
    assert imported.count("comments on a record, which may be words of a source") == 1


def test_records_that_draw_the_same_arrow_share_a_claim(tmp_path):
    """A claim is told once for each indication, with the rows of all records that make it."""
    second = RECORD.replace("DB1_D2_1", "DB1_D2_2")
    imported = read([put(tmp_path, as_list(RECORD, second))])
    assert len(imported.contents.claims) == 2
    rows = {line.row for claim in imported.contents.claims.values() for line in claim.evidence}
    assert rows == {"DB1_D2_1/1", "DB1_D2_1/2", "DB1_D2_2/1", "DB1_D2_2/2"}


EVIDENCE = """\
    evidence:
    - reference: PMID:7
      snippet: words
      supports: {supports}
      evidence_source: MODEL_ORGANISM
"""


@pytest.mark.parametrize(
    ("supports", "direction", "directness", "counts"),
    [
        ("SUPPORT", "supports", "relayed", True),
        ("PARTIAL", "supports", "inferred", True),
        ("REFUTE", "disputes", "relayed", True),
        ("WRONG_STATEMENT", "disputes", "relayed", True),
        ("NO_EVIDENCE", "inconclusive", "relayed", False),
        ("SOMETHING_NEW", "inconclusive", "relayed", False),
    ],
)
def test_evidence_of_a_link_keeps_its_meaning(tmp_path, supports, direction, directness, counts):
    """What refutes never supports, what is no evidence never counts, and the word of the source stays in a note."""
    text = RECORD.replace("    target: UniProt:P3\n", "    target: UniProt:P3\n" + EVIDENCE.format(supports=supports))
    imported = read([put(tmp_path, text)])
    claim = next(c for c in imported.contents.claims.values() if c.subject == "MESH:D1")
    line = next(line for line in claim.evidence if line.reference == "reference:drugmechdb-pmid-7")
    assert (line.direction, line.directness, line.counts) == (direction, directness, counts)
    assert line.study_kinds == ("animal",)
    assert supports in line.notes[0]
    assert claim.uncited is not counts
    assert (claim.certainty == "unknown") is (direction == "disputes")
    assert imported.count("field 'snippet' of an evidence item, words of a source") == 1


@pytest.mark.parametrize(
    ("arrows", "verdict"),
    [
        (["decreases_activity_of MESH:D1 UniProt:P3", "causes UniProt:P3 MESH:D2"], "coherent"),
        (["increases_activity_of MESH:D1 UniProt:P3", "causes UniProt:P3 MESH:D2"], "contrary"),
        (["regulates MESH:D1 UniProt:P3", "causes UniProt:P3 MESH:D2"], "undetermined"),
        (["participates_in MESH:D1 UniProt:P3", "causes UniProt:P3 MESH:D2"], "undetermined"),
        (["negatively_regulates MESH:D1 UniProt:P3", "manifestation_of UniProt:P3 MESH:D2"], "coherent"),
        (["negatively_regulates MESH:D1 UniProt:P3", "caused_by UniProt:P3 MESH:D2"], "undetermined"),
        (["treats MESH:D1 MESH:D2", "causes MESH:D1 MESH:D2", "causes MESH:D1 UniProt:P3"], "contrary"),
        (["treats MESH:D1 UniProt:P3", "treats MESH:D2 UniProt:P3"], "broken"),
    ],
)
def test_path_coherence_is_reported(tmp_path, arrows, verdict):
    """A drug treats its disease, so the signs along its record should multiply to minus; unknown is an answer."""
    imported = read([put(tmp_path, links(*arrows))])
    said = {tally.what for tally in imported.remarks if tally.what.startswith("records whose paths")}
    assert said == {f"records whose paths are {verdict}"}


def test_a_cause_that_stands_in_the_object_turns_the_claim(tmp_path):
    """B caused by A is the claim that A contributes to B."""
    imported = read([put(tmp_path, links("caused_by UniProt:P3 MESH:D1", "treats MESH:D1 MESH:D2"))])
    claim = next(c for c in imported.contents.claims.values() if c.relation == "contributes_to")
    assert (claim.subject, claim.object, claim.sign) == ("MESH:D1", "UniProt:P3", "+")


def test_what_is_unknown_comes_in_as_unknown_and_is_told(tmp_path):
    """An unknown predicate claims no effect, an unknown category is other, an unknown prefix gets a name of its own."""
    text = links("entangles MESH:D1 UniProt:P3", "treats MESH:D1 MESH:D2").replace("label: Protein", "label: Muse")
    imported = read([put(tmp_path, text.replace("UniProt:P3", "XX:P3"))])
    claim = next(c for c in imported.contents.claims.values() if c.relation == "associated_with")
    assert claim.sign == "?"
    assert claim.notes == ("Predicate of DrugMechDB: entangles.",)
    assert imported.contents.entities[claim.object].kind == "other"
    assert claim.object.startswith("entity:drugmechdb-xx-p3-")
    told = " ".join(tally.what for tally in imported.remarks)
    assert "'entangles'" in told
    assert "Muse" in told
    assert "no namespace" in told


def test_every_loss_has_its_count_and_its_line(tmp_path):
    """Comments, fields that nobody knows, and links from a thing to itself."""
    text = links("causes MESH:D1 MESH:D1", "treats MESH:D1 MESH:D2") + "mood: bright\n"
    file = put(tmp_path, text)
    losses = {tally.what: (tally.count, tally.places[0]) for tally in read([file]).losses}
    line = 1 + text[: text.index("mood")].count("\n")
    assert losses == {
        "comments on a record, which may be words of a source": (1, f"{file}:{line - 1}"),
        "field 'mood' of a record": (1, f"{file}:{line}"),
        "links from a thing to itself": (1, f"{file}:10"),
        "nodes that no link of their record names": (1, f"{file}:1"),
    }


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("    target: UniProt:P3\n", "", "lacks 'target'", 10),
        ("target: UniProt:P3", "target: UniProt:P4", "'UniProt:P4' of a link is no node", 12),
        ("  - id: UniProt:P3\n    label", "  - label", "lacks 'id'", 21),
        ("disease_mesh: MESH:D2", "disease_mesh: MESH:D5", "disease_mesh 'MESH:D5' is no node", 5),
        ("  _id: DB1_D2_1\n", "", "lacks '_id'", 3),
        ("links:\n", "lines:\n", "needs a list of maps under 'links'", 1),
        ("    name: Cee", "    name: [Cee]", "'name' is a text", 23),
        ("    alt_ids: [PR:4]", "    alt_ids: [{a: b}]", "'alt_ids' is a list of texts", 24),
    ],
)
def test_a_fault_has_its_line_and_its_record_stays_out(tmp_path, old, new, words, line):
    """The other records of the file are read, and nothing of the faulty one is in the contents."""
    assert old in RECORD
    whole = RECORD.replace("DB1_D2_1", "DB1_D2_2")
    bad = put(tmp_path, RECORD.replace(old, new))
    imported = read([bad, put(tmp_path, whole, "whole.yaml")])
    (fault,) = imported.faults
    assert words in fault.reason
    assert (fault.file, fault.line) == (str(bad), line)
    assert all_of(imported) == all_of(read([tmp_path / "whole.yaml"]))


def test_a_record_that_stands_twice_is_a_fault(tmp_path):
    """Two records of one name would count twice; the second is refused with the place of the first."""
    first, second = put(tmp_path), put(tmp_path, name="again.yaml")
    (fault,) = read([first, second]).faults
    assert (fault.file, fault.line) == (str(second), 1)
    assert f"{first}:1" in fault.reason
    assert len(read([first, first]).faults) == 1


INDEX = "- id: DB1_D2_1\n  file: DB1_D2_1.yaml\n  drug: aye\n  drug_mesh: MESH:D1\n  disease_mesh: MESH:D2\n"


def test_the_index_of_records_is_refused(tmp_path):
    """It holds no path, whatever its name is and whether or not the kind is named."""
    for kind in ("", "drugmechdb"):
        with pytest.raises(DataError, match="holds no path"):
            read([put(tmp_path, INDEX, "_index.yaml")], kind=kind)


@pytest.mark.parametrize("text", ["", "just words\n", "- 1\n- 2\n"])
def test_yaml_that_is_no_record_is_a_fault(tmp_path, text):
    """A file of the named kind that holds nothing of it is told, not passed over."""
    faults = read([put(tmp_path, text)], kind="drugmechdb").faults
    assert {fault.reason.split(",")[0] for fault in faults} == {"holds no DrugMechDB record"}


def test_what_is_no_yaml_is_refused_with_its_line(tmp_path):
    """The place is that of the first thing wrong."""
    with pytest.raises(DataError) as caught:
        read([put(tmp_path, RECORD + "  - : [\n")])
    assert caught.value.line == 1 + RECORD.count("\n")


def test_a_kind_is_told_by_content_and_named_when_it_cannot_be(tmp_path):
    """A DrugMechDB file is known by what is in it; another YAML file is refused with the kinds there are."""
    assert guess(put(tmp_path)).name == "drugmechdb"
    assert guess(put(tmp_path, as_list(RECORD))).name == "drugmechdb"
    with pytest.raises(DataError, match=r"of no kind that can be imported; the kinds are .*drugmechdb"):
        guess(put(tmp_path, "name: other\n"))
    with pytest.raises(DataError, match="no kind"):
        guess(put(tmp_path, RECORD, "record.txt"))


def test_a_kind_that_nothing_imports_is_refused_with_the_kinds(tmp_path):
    """A misspelling is an error of use, not an empty answer."""
    with pytest.raises(
        ChoiceError, match=r"'drugmech' is not a kind of file that is imported; use one of .*drugmechdb"
    ):
        read([put(tmp_path)], kind="drugmech")
    with pytest.raises(UsageError, match="name a file"):
        read([])


def test_every_row_of_the_registry_has_a_reader():
    """Names are told apart, and each importer reads no files as nothing."""
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS)
    for importer in IMPORTERS:
        imported = importer.read([])
        assert imported.kind == importer.name
        assert not imported.contents.claims


def test_every_predicate_has_a_relation_that_allows_its_sign_and_a_reason(graph):
    """The table stays within the ontology; a relation without signs gets none."""
    for predicate in PREDICATES.values():
        allowed = graph.relations[predicate.relation].allowed_signs
        assert predicate.sign in ((*allowed, "?") if allowed else ("",)), predicate.name
        assert predicate.reason
        assert predicate.name == predicate.name.lower()


@pytest.mark.parametrize(
    ("aspect", "direction", "relation", "sign"),
    [
        ("activity", "increased", "activates", "+"),
        ("activity", "decreased", "inhibits", "-"),
        ("abundance", "upregulated", "increases", "+"),
        ("degradation", "increased", "decreases", "-"),
        ("degradation", "decreased", "increases", "+"),
        ("uptake", "decreased", "affects", "?"),
        ("shape", "decreased", "affects", "?"),
        ("activity", "", "affects", "?"),
    ],
)
def test_qualifiers_say_the_direction_of_affects(aspect, direction, relation, sign):
    """A qualified predicate is what its old name of one phrase was; without a known qualifier the sign stays open."""
    predicate = predicate_of("biolink:affects", aspect=aspect, direction=direction)
    assert (predicate.relation, predicate.sign) == (relation, sign)


def test_spelling_of_a_predicate_makes_no_difference():
    """Underscores, capitals and a prefix are spellings; another word is another predicate."""
    assert predicate_of("biolink:Positively_Regulates") is predicate_of("positively  regulates")
    assert predicate_of("positively") is None


@pytest.mark.parametrize(
    ("cited", "short", "field"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/25899847/", "pmid:25899847", "pmid"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/25899847", "pmid:25899847", "pmid"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4480159/", "PMC4480159", "pmcid"),
        ("DOI:https://doi.org/10.1000/x.1", "doi:10.1000/x.1", "doi"),
        ("https://example.org/a?b=c#d", "example.org/a?b=c#d", "link"),
        ("a talk", "a talk", "title"),
    ],
)
def test_a_citation_gives_the_identifier_that_stands_in_it(cited, short, field):
    """Nothing is looked up and nothing is made up; what is no address and no identifier is a title."""
    reference = reference_of(cited, origin="x")
    assert reference.short == short
    assert getattr(reference, field)
    assert reference.id.startswith("reference:x-")


def test_long_addresses_that_begin_alike_have_short_names_of_their_own():
    """What tables print is cut, and still tells one reference from another."""
    first, second = (reference_of(f"https://example.org/{'a' * 90}{end}", origin="x") for end in "bc")
    assert first.short != second.short
    assert max(len(first.short), len(second.short)) <= 60
    plain, secure = (reference_of(f"{scheme}://example.org/a", origin="x") for scheme in ("http", "https"))
    assert plain.short != secure.short


def test_an_imported_graph_has_no_identifier_of_ours(tmp_path, graph):
    """Whatever is imported can be laid over the bundled data without speaking of something else there."""
    made = read([put(tmp_path)]).contents
    for section in ("entities", "claims", "references", "sources"):
        assert not getattr(made, section).keys() & getattr(graph, section).keys()


def test_the_checker_asks_of_an_import_only_who_confirmed_its_identifiers(tmp_path):
    """Shapes and rules hold; that a record gives an identifier is no confirmation, and the checker says so."""
    laid_over(tmp_path, read([put(tmp_path)]))
    code, out, _ = command("check", "--no-bundled", str(tmp_path / "imported.ttl"))
    assert code == 1
    rules = {line.split(": ")[1] for line in out.splitlines()} - {"warning"}
    assert rules == {"unconfirmed-identifier"}


def test_what_is_imported_gives_paths(tmp_path):
    """Through its Turtle it is a graph like any other: the drug helps by way of the protein."""
    imported = read([put(tmp_path)])
    graph = laid_over(tmp_path, imported)
    assert graph.claims == imported.contents.claims
    (path,) = kgraph.find_paths(graph, "aye", "the bees").paths
    assert path.effect == "helps"
    assert path.entities == ("MESH:D1", "UniProt:P3", "MESH:D2")


@given(st.text(max_size=30))
def test_any_identifier_becomes_one_of_its_own(identifier):
    """Known prefixes are kept; what has none becomes a name that no other identifier shares."""
    name = curie_of(identifier)
    prefix, _, local = name.partition(":")
    assert prefix
    assert local
    assert prefix == "entity" or identifier.endswith(local)
