"""Claims of one's own from a table: looked up, placed, told where they are wrong, and the same again after an export."""

import csv
import io
from pathlib import Path

import pytest
from command import kgraph as command
from hypothesis import given, settings
from hypothesis import strategies as st

import kgraph
from kgraph.check.findings import FindingPositions, Report
from kgraph.check.locators import check_locators
from kgraph.claim_rows import COLUMNS
from kgraph.errors import DataError
from kgraph.formats.claim_templates import write_template
from kgraph.formats.claims_table import claims_table
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.documents import TemplateDocument
from kgraph.frozen import replace
from kgraph.importers import guess, read
from kgraph.importers.claims_tsv import read_claims_tsv
from kgraph.importers.imported import contents_of
from kgraph.reading.passages import Passages

HEADER = (
    "subject",
    "subject_kind",
    "relation",
    "sign",
    "object",
    "object_kind",
    "certainty",
    "study_kind",
    "directness",
    "references",
)
# What DisMech tells of glucose transporter deficiency, with the papers that it cites.
ROWS = (
    ("KDT", "", "decreases", "-", "cerebral glucose energy deficit", "phenotype", "asserted", "clinical-observation", "relayed", "pmid:20301603"),
    ("cerebral glucose energy deficit", "", "increases", "+", "neuronal excitability", "", "asserted", "clinical-observation", "relayed", "pmid:25487684"),
    ("neuronal excitability", "", "increases", "+", "seizures", "", "asserted", "clinical-observation", "relayed", "pmid:25487684"),
)  # fmt: skip


def table(folder, *rows, header=HEADER, name="mine.tsv"):
    file = folder / name
    file.write_text("\n".join("\t".join(cells) for cells in (header, *rows)) + "\n", encoding="utf-8")
    return file


def row(**cells):
    """The first of the rows, with other cells."""
    return tuple({**dict(zip(HEADER, ROWS[0], strict=True)), **cells}.values())


def one(folder, graph, header=HEADER, **cells):
    """What is read of the first row with other cells, or more of them."""
    cells = dict(zip(HEADER, ROWS[0], strict=True)) | cells
    return read_claims_tsv([table(folder, tuple(cells.values()), header=tuple(cells))], graph)


def fault(folder, graph, **cells):
    """The one fault of the first row with other cells, without the folder."""
    (found,) = one(folder, graph, **cells).faults
    return str(found).removeprefix(f"{folder}/")


def example_of_turtle(folder):
    """The example of the Turtle template, with its marks taken away and a name of its own."""
    file = folder / "example.ttl"
    file.write_text(
        write_template(TemplateDocument(), "ttl").replace("#|", "").replace("mine", "other"), encoding="utf-8"
    )
    return file


def test_three_claims_are_on_a_path_with_their_reference(tmp_path):
    """From the template to the answer a new curator types three rows and four commands, and opens no Turtle of ours."""
    file, turtle = tmp_path / "mine.tsv", tmp_path / "mine.ttl"
    typed = 0
    assert command("new", "claims", "-o", file)[0] == 0
    header = file.read_text(encoding="utf-8").splitlines()[-1].split("\t")
    with file.open("a", encoding="utf-8") as out:
        for cells in ROWS:
            said = dict(zip(HEADER, cells, strict=True))
            out.write("\t".join(said.get(column, "") for column in header) + "\n")
            typed += 1
    assert command("import", "tsv", file, "-o", turtle)[0] == 0
    code, out, _ = command("check", turtle, example_of_turtle(tmp_path))
    assert (code, [line for line in out.splitlines() if "note: dead-end" not in line]) == (0, [])
    code, out, _ = command("path", "cerebral glucose energy deficit", "seizures", "--data", turtle, "--all")
    assert code == 0
    assert "pmid:25487684" in out
    assert typed + 4 <= 12


def test_the_example_of_the_template_is_read(graph, tmp_path):
    """With its marks taken away the example is a row, and what is read of the Turtle says the same."""
    filled = tmp_path / "mine.tsv"
    lines = write_template(TemplateDocument(), "tsv").splitlines()
    example = [line.removeprefix("#|") for line in lines if line.startswith("#|")]
    filled.write_text("\n".join([*lines, *example]), encoding="utf-8")
    imported = read_claims_tsv([filled], graph)
    assert not imported.faults
    (claim,) = imported.contents.claims.values()
    (other,) = kgraph.load(example_of_turtle(tmp_path), bundled=False).claims.values()
    assert all(
        getattr(claim, name) == getattr(other, name) for name in ("subject", "relation", "object", "sign", "certainty")
    )


def test_the_exported_table_gives_the_same_claims(graph, tmp_path):
    """Every claim of the graph is equal in all its fields, evidence, numbers, places and quotes included."""
    file = tmp_path / "claims.tsv"
    file.write_text(claims_table(graph), encoding="utf-8")
    imported = read([file], known=graph)
    assert guess(file).name == "tsv"
    assert not imported.faults
    assert imported.contents.claims == dict(graph.claims)
    assert not imported.contents.entities


def test_claims_of_ones_own_come_back_from_their_export(tmp_path):
    """Imported, written as Turtle, read, exported and imported again, they are the same claims and references."""
    first = read([table(tmp_path, *ROWS)])
    turtle, again = tmp_path / "mine.ttl", tmp_path / "again.tsv"
    turtle.write_text(contents_as_turtle(first.contents), encoding="utf-8")
    whole = kgraph.load(turtle)
    rows = list(csv.reader(io.StringIO(claims_table(whole)), delimiter="\t", quoting=csv.QUOTE_NONE))
    own = [cells for cells in rows[1:] if cells[0] in first.contents.claims]
    table(tmp_path, *own, header=tuple(rows[0]), name=again.name)
    second = read([again])
    assert not second.faults
    assert second.contents.claims == first.contents.claims
    assert second.contents.references == first.contents.references
    assert second.contents.entities.keys() == first.contents.entities.keys()


_WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@settings(max_examples=25)
@given(
    texts=st.fixed_dictionaries(dict.fromkeys(("condition", "dose", "printed_subject", "slip"), _WORDS)),
    notes=st.lists(_WORDS.filter(bool), max_size=3, unique=True),
)
def test_no_text_is_changed_by_the_table(graph, tmp_path_factory, texts, notes):
    """Tabs, line ends, bars, quotation marks and letters that cannot be seen come back as they were."""
    before = next(claim for claim in graph.claims.values() if claim.measurements)
    claim = replace(before, notes=tuple(notes), **texts)
    file = tmp_path_factory.mktemp("table") / "claims.tsv"
    file.write_text(claims_table(graph.replace(claims={claim.id: claim})), encoding="utf-8", newline="\n")
    imported = read([file], known=graph)
    assert not imported.faults
    assert imported.contents.claims[claim.id] == claim


FAULTS = [
    ({"subject": "KTD diet of mice"}, "mine.tsv:2:1: nothing is called 'KTD diet of mice'"),
    ({"object": "siezures", "object_kind": ""}, "did you mean 'seizure"),
    ({"relation": "decrease"}, "mine.tsv:2:6: 'decrease' is no relation; did you mean decreases"),
    ({"sign": "+"}, "'+' is no sign of decreases; it takes - ?"),
    ({"relation": "affects", "sign": ""}, "the sign is empty; write one of"),
    ({"certainty": ""}, "certainty is empty; use one of asserted"),
    ({"certainty": "assertd"}, "certainty 'assertd' is none; did you mean 'asserted'?"),
    ({"study_kind": "mouse"}, "study kind 'mouse' is none; use one of meta-analysis"),
    ({"directness": ""}, "directness is empty; use one of primary, relayed, inferred"),
    ({"references": "Smith 2020"}, "'Smith 2020' is no reference known here; cite a DOI"),
    ({"object_kind": "phenotyp"}, "'phenotyp' is no kind of entity; did you mean 'phenotype'?"),
    ({"object": "seizures", "object_kind": "drug"}, "'seizures' is entity:seizure here, of the kind"),
    ({"subject": "", "subject_kind": ""}, "mine.tsv:2:1: the subject is empty"),
    ({"n": "12"}, "the number is empty, and something is said of it"),
    ({"mechanism": "magic"}, "'magic' is no mechanism; they are"),
    ({"relations": "beats claim:x"}, "'beats claim:x' relates to no claim; write one of disputes"),
    ({"quote": "some words"}, "a quote needs the column 'source_file'"),
    ({"source": "review", "source_title": "Mine"}, "'review' is a source already"),
    ({"uncited": "perhaps"}, "'perhaps' is neither yes nor empty"),
    ({"lines": "[{}]", "claim": "claim:x"}, "is not what an export writes: EvidenceLine() lacks id"),
    ({"exact": "{", "lines": "[]", "claim": "claim:x"}, "is no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), FAULTS)
def test_a_wrong_cell_is_told_where_it_stands(graph, tmp_path, cells, said):
    """The file, the line and the column in bytes, what is wrong with which value, and what would be right."""
    assert said.lower() in fault(tmp_path, graph, **cells).lower()


def test_the_column_of_a_fault_counts_bytes(graph, tmp_path):
    """As in every other reader, a letter outside of ASCII counts as its bytes."""
    found = fault(tmp_path, graph, subject="β-hydroxybutyrate", relation="decrease")
    assert found.startswith(f"mine.tsv:2:{len('β-hydroxybutyrate'.encode()) + 3}:")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("subject", "object", "sign"), ":1:1: the header has no column 'relation'"),
        (("subject", "Relation", "object"), ":1:9: no column of a table of claims is called 'Relation'; did you mean 'relation'?"),
        (("subject", "subject"), ":1:9: the column 'subject' stands twice"),
        (("",), ":1:1: is empty: a table of claims begins with a header"),
    ],
)  # fmt: skip
def test_a_header_that_is_none_is_refused(graph, tmp_path, header, said):
    """With the place, and the name that was meant where one is near."""
    with pytest.raises(DataError) as caught:
        read_claims_tsv([table(tmp_path, header=header)], graph)
    assert said in str(caught.value)


def test_every_faulty_row_is_told_and_nothing_is_written(tmp_path):
    """All faults at once, exit code 3, and no file."""
    file = table(tmp_path, row(relation="x"), ROWS[1], row(certainty="y"))
    code, out, said = command("import", "tsv", file, "-o", tmp_path / "out.ttl")
    assert (code, out, (tmp_path / "out.ttl").exists()) == (3, "", False)
    assert [line.split(":")[1] for line in said.splitlines()] == ["2", "4"]


def test_an_export_that_was_changed_in_one_place_alone_is_refused(graph, tmp_path):
    """References, numbers and notes stand twice in a row; where they differ nobody knows which is meant."""
    claim = next(claim for claim in graph.claims.values() if claim.notes and claim.measurements)
    header, line = claims_table(graph.replace(claims={claim.id: claim})).splitlines()
    for column in ("references", "value", "note", "species", "subject"):
        cells = dict(zip(header.split("\t"), line.split("\t"), strict=True)) | {column: "rat"}
        file = table(tmp_path, tuple(cells.values()), header=tuple(cells))
        (found, *_) = read_claims_tsv([file], graph).faults
        assert ":2:" in str(found)
        assert "'rat'" in str(found)


def test_a_sign_or_certainty_of_an_export_may_be_changed(graph, tmp_path):
    """What stands once in a row is what the row says."""
    claim = next(claim for claim in graph.claims.values() if claim.relation == "affects" and claim.sign == "?")
    header, line = claims_table(graph.replace(claims={claim.id: claim})).splitlines()
    cells = dict(zip(header.split("\t"), line.split("\t"), strict=True)) | {"sign": "+", "certainty": "unknown"}
    (found,) = read_claims_tsv(
        [table(tmp_path, tuple(cells.values()), header=tuple(cells))], graph
    ).contents.claims.values()
    assert found == replace(claim, sign="+", certainty="unknown")


def test_rows_that_say_the_same_of_one_study_are_one_claim(graph, tmp_path):
    """With an evidence line for each row; another kind of study makes a claim of its own with another name."""
    rows = (ROWS[0], row(references="pmid:25487684"), row(study_kind="animal"))
    imported = read_claims_tsv([table(tmp_path, *rows)], graph)
    assert not imported.faults
    claims = list(imported.contents.claims.values())
    assert sorted((claim.study_kind, len(claim.evidence)) for claim in claims) == [
        ("animal", 1),
        ("clinical-observation", 2),
    ]


def test_a_row_that_cites_nothing_is_uncited_and_said_so(graph, tmp_path):
    """The claim says that it is uncited, and the remark counts it."""
    imported = one(tmp_path, graph, references="", directness="")
    (claim,) = imported.contents.claims.values()
    assert claim.uncited
    assert [line.reference for line in claim.evidence] == [""]
    assert imported.count("claims that cite nothing") == 1


def test_a_reference_that_is_known_is_not_made_again(graph, tmp_path):
    """By its DOI, its PubMed number, its address or its short name; disputing ones dispute."""
    known = next(reference for reference in graph.references.values() if reference.doi and reference.pmid)
    for cited in (known.id, known.short, f"https://doi.org/{known.doi.upper()}", f"PMID: {known.pmid}"):
        imported = one(tmp_path, graph, references="", disputing=cited)
        (claim,) = imported.contents.claims.values()
        assert [(line.reference, line.direction) for line in claim.evidence] == [(known.id, "disputes")]
        assert not imported.contents.references


RULE = Path(__file__).parents[1] / "ontology" / "rules" / "marker-without-attachment-violation.rq"
TEXT = "1 Results\nThe fat slowed the fits in mice. Fits came back later.\n"


def test_a_quote_finds_its_place_in_a_source_of_ones_own(tmp_path):
    """The place is counted, and the check of it against the text of the source finds nothing wrong."""
    (tmp_path / "paper.txt").write_text(TEXT, encoding="utf-8")
    said = {"source": "paper", "source_title": "A paper", "source_file": "paper.txt", "quote": "slowed the fits"}
    cells = dict(zip(HEADER, ROWS[0], strict=True)) | {"directness": "primary"} | said
    imported = read([table(tmp_path, tuple(cells.values()), header=tuple(cells))])
    (claim,) = imported.contents.claims.values()
    place = claim.evidence[0].locator
    assert TEXT[place.start : place.end] == place.quote == "slowed the fits"
    assert (place.source, place.section, place.sentence) == ("paper", "1", 1)
    turtle = tmp_path / "mine.ttl"
    turtle.write_text(contents_as_turtle(imported.contents), encoding="utf-8")
    report = Report()
    own = kgraph.load(turtle, bundled=False)
    check_locators(own, {"paper": Passages.from_text(TEXT)}, FindingPositions(own.files), report)
    assert (report.findings, report.checked["locators"]) == ([], 1)
    assert not list(own.sparql(RULE.read_text(encoding="utf-8")).rows)


@pytest.mark.parametrize(
    ("quote", "said"), [("slept", "stands nowhere"), ("its", "stands 2 times"), ("mice. Fits", "not inside one")]
)
def test_a_quote_that_has_no_one_place_is_refused(graph, tmp_path, quote, said):
    """It stands nowhere, several times, or over the end of a sentence."""
    (tmp_path / "paper.txt").write_text(TEXT, encoding="utf-8")
    assert said in fault(tmp_path, graph, source="paper", source_file="paper.txt", quote=quote)


def test_names_of_ones_own_data_are_found(tmp_path):
    """An entity that another file of one's own describes is known with --data."""
    described = tmp_path / "things.ttl"
    described.write_text(contents_as_turtle(contents_of(
        entities=read([table(tmp_path, ROWS[0])]).contents.entities.values(), claims=(), references=(), sources=(),
    )), encoding="utf-8")  # fmt: skip
    file = table(tmp_path, ROWS[1])
    assert command("import", "tsv", file)[0] == 3
    code, out, _ = command("import", "tsv", file, "--data", described)
    assert code == 0
    assert "entity:cerebral-glucose-energy-deficit a" not in out


def test_the_flat_table_reads_as_before():
    """What people read comes first, and the columns for programs stand behind it."""
    assert COLUMNS[:6] == ("claim", "subject_id", "subject", "relation", "sign", "object_id")
    assert COLUMNS.index("object_synonyms") < min(map(COLUMNS.index, ("lines", "numbers", "exact")))
