"""Every locator fits the curated texts, every number stands where it is said to stand, nothing is left out."""

import dataclasses

import pytest
from command import kgraph as run
from outside import outside

from kgraph.check.coverage import check_coverage
from kgraph.check.findings import FindingPositions, Report
from kgraph.check.locators import check_locators
from kgraph.files.bundled import bundled
from kgraph.graph import KnowledgeGraph
from kgraph.reading.passages import Passages

FILES = {"review": "review-wang-2024.txt", "als-page": "als-page.txt"}


@pytest.fixture(scope="module")
def passages():
    folder = outside("KGRAPH_SOURCES")
    return {name: Passages.from_text((folder / file).read_text(encoding="utf-8")) for name, file in FILES.items()}


def report_on(graph, passages):
    report = Report()
    check_locators(graph, passages, FindingPositions(graph.files), report)
    return report


def test_the_check_finds_nothing_and_says_how_much_it_checked():
    """The command of the README on the real texts: no problem, and counts on stderr."""
    folder = outside("KGRAPH_SOURCES")
    code, out, errors = run("check", *(f"--source={name}={folder / file}" for name, file in FILES.items()))
    assert (code, out) == (0, "")
    assert "0 problems" in errors
    assert "reference occurrences" in errors


def test_all_claims_of_the_texts_were_checked(graph, passages):
    """Every claim that is not from primary papers has a locator that was checked, and there are more than 120."""
    report = report_on(graph, passages)
    told = [claim for claim in graph.claims.values() if claim.origin != "primary"]
    assert report.findings == []
    assert report.checked["claims with locators"] == len(told) > 120


def test_every_reference_occurrence_supports_a_claim(graph, passages):
    """119 of 119 occurrences of 84 numbers, and every sentence has a claim, a question or a reason."""
    report = Report()
    check_coverage(graph, passages, bundled("data", "coverage.tsv"), report)
    assert report.findings == []
    assert report.checked["reference occurrences"] == 119
    numbers = {
        graph.references[line.reference].number
        for claim in graph.claims.values()
        for line in claim.evidence
        if line.marker and line.counts
    }
    assert numbers == set(range(1, 85))


def with_line(graph, change):
    """The graph with one cited line of one claim changed."""
    claim = next(c for c in graph.claims.values() if any(li.marker and li.attachment == "direct" for li in c.evidence))
    line = next(li for li in claim.evidence if li.marker and li.attachment == "direct")
    lines = tuple(change(li) if li is line else li for li in claim.evidence)
    claims = {**graph.claims, claim.id: dataclasses.replace(claim, evidence=lines)}
    return KnowledgeGraph(graph.replace(claims=claims))


def moved(locator, by):
    return dataclasses.replace(locator, start=locator.start + by, end=locator.end + by)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda li: dataclasses.replace(li, locator=moved(li.locator, 1)), "locator"),
        (lambda li: dataclasses.replace(li, locator=dataclasses.replace(li.locator, sentence=99)), "locator"),
        (lambda li: dataclasses.replace(li, locator=dataclasses.replace(li.locator, section="9")), "locator"),
        (lambda li: dataclasses.replace(li, marker=moved(li.marker, 2)), "marker"),
        (lambda li: dataclasses.replace(li, reference="reference:wang-2024-B84"), "marker-number"),
        (lambda li: dataclasses.replace(li, attachment="carried"), "attachment"),
    ],
)
def test_a_line_that_does_not_fit_is_found(graph, passages, change, rule):
    """Moving a position, renumbering a sentence, or borrowing a number is caught."""
    report = report_on(with_line(graph, change), passages)
    assert rule in {finding.rule for finding in report.findings}


def test_a_neighbours_marker_is_not_direct(graph, passages):
    """A marker that another one precedes, or that stands in another sentence, cannot be direct."""
    text = passages["review"]
    crowded = next(s for s in text.sentences if len(text.markers_in(s)) > 1)
    later = text.markers_in(crowded)[1]

    def borrow(line):
        first = text.markers_in(crowded)[0]
        place = dataclasses.replace(
            line.locator, section=crowded.section, sentence=crowded.number, start=crowded.start, end=first.start - 2,
            quote=text.text[crowded.start : first.start - 2],
        )  # fmt: skip
        marker = dataclasses.replace(line.marker, start=later.start, end=later.end, quote=later.printed)
        return dataclasses.replace(
            line, locator=place, marker=marker, reference=f"reference:wang-2024-B{later.numbers[0]}"
        )

    report = report_on(with_line(graph, borrow), passages)
    assert "attachment" in {finding.rule for finding in report.findings}


def test_another_edition_is_noticed(graph, passages):
    """A text with one character more is a warning about its digest, and locators that no longer fit are errors."""
    other = {**passages, "review": Passages.from_text("X" + passages["review"].text)}
    rules = {finding.rule for finding in report_on(graph, other).findings}
    assert {"source-digest", "locator"} <= rules


def test_no_sentence_of_a_source_is_stored(graph, passages):
    """Labels, definitions, notes and questions share no run of eight words with a source."""
    runs = {run for text in passages.values() for run in word_runs(text.text)}
    for owner, text in texts_people_read(graph):
        assert not word_runs(text) & runs, (owner, text)


def word_runs(text, length=8):
    words = [word.strip(".,;:()[]“”\"'").lower() for word in text.split()]
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def texts_people_read(graph):
    for entity in graph.entities.values():
        yield entity.id, entity.definition
    for claim in graph.claims.values():
        for text in (*claim.notes, claim.slip, claim.population, claim.condition):
            yield claim.id, text
        for line in claim.evidence:
            for text in line.notes:
                yield line.id, text
        for number in claim.measurements:
            yield claim.id, number.measure
            yield claim.id, number.disputed
    for question in graph.questions.values():
        yield question.id, question.question
        yield question.id, question.settled_by
    for hypothesis in graph.hypotheses.values():
        for text in (hypothesis.label, *hypothesis.notes):
            yield hypothesis.id, text


def test_trace_shows_the_passage_from_the_readers_copy():
    """With a copy of the review, trace prints the full sentence behind a claim."""
    folder = outside("KGRAPH_SOURCES")
    source = f"review={folder / FILES['review']}"
    code, out, _ = run("trace", "KATP channel", "--source", source, "--format", "json")
    assert code == 0
    assert "In KDT, various pathways can be used" in out
