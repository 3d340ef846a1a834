"""Locators, attachment, coverage and identifiers on a text of a few sentences, each problem by itself."""

import hashlib

import pytest
from small import claim, small_graph

from kgraph.check.coverage import check_coverage
from kgraph.check.findings import Finding, FindingPositions, Report, in_order, syntax_finding
from kgraph.check.identifiers import check_identifiers, read_mappings
from kgraph.check.locators import check_locators
from kgraph.errors import DataError
from kgraph.model import Entity, EvidenceLine, Locator, OpenQuestion, Reference, Source
from kgraph.reading.passages import Passages, expand_numbers

TEXT = (
    "Intro\n"
    "Ketones open channels (1). Mice had fewer seizures (2, 3) and more sleep (4). Nothing is cited here.\n"
    "Later part\n"
    "Another sentence (5). One. Two. Three. Four. Five. Six. Seven. Eight (6).\n"
)
PASSAGES = Passages.from_text(TEXT)
REFERENCES = {
    f"reference:{number}": Reference(f"reference:{number}", f"D{number}", f"Title {number}", number)
    for number in range(1, 7)
}


def place(quote, section, sentence, *, source="doc", shift=0):
    start = TEXT.index(quote) + shift
    return Locator(source, section, sentence, start, start + len(quote), quote)


def marker(printed, *, quote=None):
    start = TEXT.index(f"({printed})") + 1
    return Locator("doc", "", 0, start, start + len(printed), printed if quote is None else quote)


def evidence(locator, printed=None, *, reference="reference:1", attachment="direct", name="one"):
    mark = marker(printed) if isinstance(printed, str) else printed
    return EvidenceLine(
        f"evidence:{name}", reference, "supports", "relayed", ("animal",), attachment, (), locator, mark
    )


def doc(text=TEXT):
    return {"source:doc": Source("source:doc", "doc", "Doc", sha256=hashlib.sha256(text.encode()).hexdigest())}


@pytest.fixture
def where(tmp_path):
    file = tmp_path / "data.ttl"
    file.write_text("evidence:one a kg:EvidenceLine .\nsource:doc a kg:Source .\n", encoding="utf-8")
    return FindingPositions((file,))


def found(graph, where, *lines, text=TEXT, passages=PASSAGES, source="doc"):
    small = small_graph(graph, claim("a increases b", evidence=lines), references=REFERENCES, sources=doc(text))
    report = Report()
    check_locators(small, {source: passages}, where, report)
    return [(f.rule, f.message) for f in report.findings], dict(report.checked)


def test_a_place_that_fits_is_counted_and_nothing_more(graph, where):
    """A direct marker is the first after the words, in their sentence."""
    findings, checked = found(graph, where, evidence(place("Ketones open", "Intro", 1), "1"))
    assert findings == []
    assert checked == {"locators": 1, "numbers": 1, "claims with locators": 1}


def test_one_problem_does_not_hide_the_next(graph, where):
    """Of one claim or of several, and besides what is said about the source."""
    lines = [evidence(place("Mice", "Intro", number), name=str(number)) for number in (1, 3)]
    claims = [
        claim(f"a {name} b", evidence=(line,)) for name, line in zip(("increases", "activates"), lines, strict=True)
    ]
    small = small_graph(graph, *claims, references=REFERENCES, sources=doc("another text"))
    report = Report()
    check_locators(small, {"doc": PASSAGES}, where, report)
    assert [(f.rule, f.subject) for f in report.findings] == [
        ("source-digest", "source:doc"), ("locator", "evidence:1"), ("locator", "evidence:3"),
    ]  # fmt: skip
    assert report.checked["claims with locators"] == 2
    findings, _ = found(graph, where, *lines)
    assert [message for _, message in findings] == [f"is in sentence Intro/2, not Intro/{number}" for number in (1, 3)]


def test_every_place_is_counted(graph, where):
    """Two places of one claim are two locators of one claim; only one of them has a number."""
    lines = (
        evidence(place("Ketones open", "Intro", 1), "1"),
        evidence(place("Mice", "Intro", 2), "2, 3", reference="reference:2", name="two"),
        evidence(place("Nothing", "Intro", 3), name="three"),
    )
    findings, checked = found(graph, where, *lines)
    assert findings == []
    assert checked == {"locators": 3, "numbers": 2, "claims with locators": 1}


def test_a_place_without_a_marker_is_no_number(graph, where):
    findings, checked = found(graph, where, evidence(place("Nothing", "Intro", 3)))
    assert (findings, checked["locators"], checked["numbers"]) == ([], 1, 0)


def test_a_place_in_another_source_is_left_alone(graph, where):
    findings, checked = found(graph, where, evidence(place("Ketones", "Intro", 1, source="other")))
    assert findings == []
    assert checked == {"claims with locators": 0}


@pytest.mark.parametrize(
    ("locator", "message"),
    [
        (place("Ketones", "Intro", 1, shift=1), "characters 7 to 14 do not read 'Ketones'"),
        (place("Intro", "Intro", 1), "characters 0 to 5 are not inside one sentence"),
        (place("(1). Mice", "Intro", 1), "characters 28 to 37 are not inside one sentence"),
        (place("Mice", "Intro", 1), "is in sentence Intro/2, not Intro/1"),
        (place("Mice", "Later part", 2), "is in sentence Intro/2, not Later part/2"),
    ],
)
def test_a_place_that_does_not_fit_says_how(graph, where, locator, message):
    """Its marker is not looked at then: one problem, not two."""
    findings, _ = found(graph, where, evidence(locator, "6"))
    assert findings == [("locator", message)]


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (Locator("doc", "", 0, 3, 4, "1"), "no marker '1' at 3"),
        (marker("1", quote="2"), f"no marker '2' at {TEXT.index('(1)') + 1}"),
    ],
)
def test_a_marker_is_a_printed_group(graph, where, mark, message):
    findings, _ = found(graph, where, evidence(place("Ketones", "Intro", 1), mark))
    assert findings == [("marker", message)]


@pytest.mark.parametrize(("reference", "short"), [("reference:4", "D4"), ("reference:nobody", "reference:nobody")])
def test_the_cited_number_is_in_the_group(graph, where, reference, short):
    findings, _ = found(graph, where, evidence(place("Mice", "Intro", 2), "2, 3", reference=reference))
    assert findings == [("marker-number", f"{short} is not in the group 2, 3")]


@pytest.mark.parametrize(
    ("quote", "section", "sentence", "printed", "number", "attachment", "message"),
    [
        ("Ketones", "Intro", 1, "2, 3", 2, "direct", "marker 2, 3 is in sentence Intro/2: not direct"),
        ("Mice", "Intro", 2, "4", 4, "direct", "marker 4 is not the first one after the words"),
        ("more sleep", "Intro", 2, "2, 3", 2, "direct", "marker 2, 3 is not the first one after the words"),
        ("Ketones", "Intro", 1, "1", 1, "carried", "marker 1 cannot be carried from Intro/1"),
        ("Nothing", "Intro", 3, "5", 5, "carried", "marker 5 cannot be carried from Later part/1"),
        ("Another", "Later part", 1, "6", 6, "carried", "marker 6 is 8 sentences away"),
    ],
)
def test_a_marker_belongs_to_the_words_in_the_way_it_says(
    graph, where, quote, section, sentence, printed, number, attachment, message
):
    line = evidence(place(quote, section, sentence), printed, reference=f"reference:{number}", attachment=attachment)
    assert found(graph, where, line)[0] == [("attachment", message)]


@pytest.mark.parametrize(
    ("quote", "section", "sentence", "printed", "number", "attachment"),
    [
        ("more sleep", "Intro", 2, "4", 4, "direct"),
        ("One", "Later part", 2, "6", 6, "carried"),
        ("Nothing", "Intro", 3, "4", 4, "carried"),
        ("more sleep", "Intro", 2, "2, 3", 2, "carried"),
        ("Another", "Later part", 1, "6", 6, "near"),
        ("seizures (2, 3)", "Intro", 2, "4", 4, "direct"),
        ("seizures (", "Intro", 2, "2, 3", 2, "direct"),
        ("cited here.", "Intro", 3, "4", 4, "carried"),
    ],
)
def test_what_belongs_is_in_order(graph, where, quote, section, sentence, printed, number, attachment):
    """Seven sentences are not too far; what is only near claims nothing."""
    line = evidence(place(quote, section, sentence), printed, reference=f"reference:{number}", attachment=attachment)
    assert found(graph, where, line)[0] == []


def test_a_marker_in_a_heading_is_in_no_sentence(graph, where):
    text = "Part (9)\nWords here.\n"
    line = EvidenceLine(
        "evidence:one", "reference:9", "supports", "relayed", ("animal",), "direct", (),
        Locator("doc", "Part (9)", 1, 9, 14, "Words"), Locator("doc", "", 0, 6, 7, "9"),
    )  # fmt: skip
    small = small_graph(
        graph,
        claim("a increases b", evidence=(line,)),
        references={"reference:9": Reference("reference:9", "D9", number=9)},
        sources=doc(text),
    )
    report = Report()
    check_locators(small, {"doc": Passages.from_text(text)}, where, report)
    assert [(f.rule, f.message) for f in report.findings] == [("attachment", "marker 9 is in no sentence")]


def test_another_edition_of_a_source_is_a_warning(graph, where):
    """With the first digits of both digests, at the place of the source."""
    small = small_graph(graph, claim("a increases b"), sources=doc("another text"))
    report = Report()
    check_locators(small, {"doc": PASSAGES}, where, report)
    given, curated = (hashlib.sha256(text.encode()).hexdigest()[:12] for text in (TEXT, "another text"))
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.subject, finding.line) == (
        "source-digest", "warning", "source:doc", 2,
    )  # fmt: skip
    assert finding.message == f"the given file has SHA-256 {given}…, the curated one {curated}…"
    assert (report.errors, report.warnings) == (0, 1)


def test_questions_have_places_too_and_are_no_claims(graph, where):
    """Their locators are checked; they are not counted among the claims."""
    question = OpenQuestion("question:q", "Why?", "A trial.", "review", (evidence(place("Mice", "Intro", 1)),))
    small = small_graph(
        graph, claim("a increases b"), sources=doc(), references=REFERENCES, questions={"question:q": question}
    )
    report = Report()
    check_locators(small, {"doc": PASSAGES}, where, report)
    assert [f.message for f in report.findings] == ["is in sentence Intro/2, not Intro/1"]
    assert dict(report.checked) == {"locators": 1, "numbers": 0, "claims with locators": 0}


# Coverage


HEADER = "source\tsection\tsentence\treason\n"


def covered(graph, tmp_path, table, *lines, questions=None):
    file = tmp_path / "coverage.tsv"
    file.write_text(table, encoding="utf-8")
    small = small_graph(
        graph, claim("a increases b", evidence=lines), references=REFERENCES, sources=doc(), questions=questions or {}
    )
    report = Report()
    check_coverage(small, {"doc": PASSAGES}, file, report)
    assert {f.file for f in report.findings} <= {str(file)}
    assert {(f.column, f.rule, f.subject, f.hint, f.severity) for f in report.findings} <= {
        (1, "coverage", "", "curate the sentence, or give the reason in data/coverage.tsv", "error")
    }
    return {(f.line, f.message) for f in report.findings}, dict(report.checked)


def rows(*places):
    return HEADER + "".join(f"doc\t{section}\t{sentence}\tA reason.\n" for section, sentence in places)


EVERY = [("Intro", n) for n in (1, 2, 3)] + [("Later part", n) for n in range(1, 10)]
NUMBERS = {
    (1, f"doc {place}: {numbers} no claim")
    for place, numbers in (
        ("Intro/1", "number 1 supports"),
        ("Intro/2", "numbers 2, 3 support"),
        ("Intro/2", "number 4 supports"),
        ("Later part/1", "number 5 supports"),
        ("Later part/9", "number 6 supports"),
    )
}


def test_every_sentence_and_every_number_is_accounted_for(graph, tmp_path):
    """A reason for each sentence leaves the numbers, which need claims."""
    found, checked = covered(graph, tmp_path, rows(*EVERY))
    assert found == NUMBERS
    assert checked == {"sentences": 12, "reference occurrences": 6}


def test_a_claim_and_a_question_cover_their_sentences(graph, tmp_path):
    """What has neither claim nor reason is named; what has both is named where the reason stands."""
    line = evidence(place("Ketones", "Intro", 1), "1")
    question = OpenQuestion("question:q", "?", "", "review", (evidence(place("Nothing", "Intro", 3), name="two"),))
    found, _ = covered(graph, tmp_path, rows(*EVERY[3:]), line, questions={"question:q": question})
    assert found == (NUMBERS - {(1, "doc Intro/1: number 1 supports no claim")}) | {
        (1, "sentence doc Intro/2 has neither a claim nor a reason")
    }
    found, _ = covered(graph, tmp_path, rows(*EVERY), line)
    assert (2, "sentence doc Intro/1 is listed as left out, and has a claim") in found


def test_a_number_that_is_only_near_supports_nothing(graph, tmp_path):
    line = evidence(place("Ketones", "Intro", 1), "1", attachment="near")
    found, _ = covered(graph, tmp_path, rows(*EVERY[1:]), line)
    assert found == NUMBERS


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("source\tsection\n", 1, "the columns should be source, section, sentence, reason"),
        (rows(*EVERY) + "doc\tIntro\n", 14, "a row needs a source, a section, a sentence number and a reason"),
        (rows(*EVERY) + "doc\tIntro\tone\tx\n", 14, "a row needs a source, a section, a sentence number and a reason"),
        (rows(*EVERY) + "doc\tIntro\t1\t \n", 14, "a row needs a source, a section, a sentence number and a reason"),
        (rows(*EVERY, ("Intro", 4)), 14, "sentence doc Intro/4 does not exist"),
        (rows(*EVERY, ("Nowhere", 1)), 14, "sentence doc Nowhere/1 does not exist"),
    ],
)
def test_the_table_of_reasons_is_checked_itself(graph, tmp_path, table, line, message):
    found, _ = covered(graph, tmp_path, table)
    assert (line, message) in found


def test_a_number_in_a_heading_is_named_by_its_position(graph, tmp_path):
    """It is in no sentence."""
    file = tmp_path / "coverage.tsv"
    file.write_text(HEADER + "doc\tPart (9)\t1\tA reason.\n", encoding="utf-8")
    report = Report()
    check_coverage(small_graph(graph), {"doc": Passages.from_text("Part (9)\nWords here.\n")}, file, report)
    assert [(f.line, f.message) for f in report.findings] == [(1, "doc 6: number 9 supports no claim")]


def test_sentences_of_sources_that_were_not_given_are_left_alone(graph, tmp_path):
    found, _ = covered(graph, tmp_path, rows(*EVERY) + "other\tIntro\t99\tA reason.\n")
    assert found == NUMBERS


# Identifiers and findings


MAPPINGS = (
    "# mapping_set_id: a head of comments\n"
    "subject_id\tpredicate_id\tobject_id\tobject_label\tsource\n"
    "entity:a\tskos:exactMatch\tGO:1\tβ-oxidation\tA page that was seen\n"
    'entity:a\tskos:closeMatch\tGO:2\t"in\rtwo lines"\t \n'
)
DATA = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
entity:b a kg:Process ; skos:prefLabel "b"@en .
entity:a a kg:Process ;
    skos:exactMatch GO:1 , GO:3 .
"""


def test_a_table_of_mappings_is_read_as_it_stands(tmp_path):
    """In UTF-8, with the ends of lines that a cell holds, and without the head of comments."""
    table = tmp_path / "mappings.tsv"
    table.write_bytes(MAPPINGS.encode())
    assert [row["object_label"] for row in read_mappings(table)] == ["β-oxidation", "in\rtwo lines"]


def test_an_identifier_that_no_row_confirms_is_named_where_it_stands(graph, tmp_path):
    """The pair of relation and identifier counts, not the identifier alone; a row without a source confirms nothing."""
    table, data = tmp_path / "mappings.tsv", tmp_path / "data.ttl"
    table.write_bytes(MAPPINGS.encode())
    data.write_text(DATA, encoding="utf-8")
    mappings = (("exactMatch", "GO:1"), ("closeMatch", "GO:1"), ("exactMatch", "GO:3"), ("closeMatch", "GO:2"))
    entities = {"entity:a": Entity("entity:a", "a", "process", mappings=mappings)}
    report = Report()
    check_identifiers(small_graph(graph, entities=entities), table, FindingPositions((data,)), report)
    assert report.checked["identifiers"] == 4
    assert [(f.line, f.column, f.rule, f.subject, f.message) for f in report.findings] == [
        (4, 1, "unconfirmed-identifier", "entity:a", "GO:2 names no source in the mapping table"),
        (5, 21, "unconfirmed-identifier", "entity:a", "closeMatch GO:1 is not in the mapping table"),
        (5, 28, "unconfirmed-identifier", "entity:a", "exactMatch GO:3 is not in the mapping table"),
    ]


def test_findings_are_sorted_and_each_is_said_once():
    one, two = (Finding("a", line, 1, "rule", "s", "m") for line in (1, 2))
    assert in_order([two, one, two]) == [one, two]


def test_a_file_that_cannot_be_read_is_a_finding_with_its_place():
    """Without a place it is the first one."""
    error = DataError("bad", file="f", line=3, column=7)
    assert syntax_finding(error) == Finding("f", 3, 7, "syntax", "", "bad")
    found = syntax_finding(DataError("bad", file="f"))
    assert (found.line, found.column, found.severity) == (1, 1, "error")


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("7", (7,)),
        ("21–23, 26", (21, 22, 23, 26)),
        ("2-4", (2, 3, 4)),
        ("5–3", ()),
        ("1-41-4, 7", (7,)),
        ("1,2", (1, 2)),
        ("9 – 10", (9, 10)),
    ],
)
def test_a_printed_group_is_a_list_of_numbers(printed, numbers):
    assert expand_numbers(printed) == numbers
