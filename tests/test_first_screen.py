"""The first screen of an answer: what was seen in people, by mechanism, in lines that a terminal holds."""

import pytest

from kgraph import load
from kgraph.formats.answer_table import write_paths
from kgraph.formats.answer_words import answer_lines
from kgraph.formats.documents import PathsDocument, RecordDocument
from kgraph.formats.mechanism_json import people_json
from kgraph.formats.registry import write
from kgraph.service.tool_words import answer_text


@pytest.fixture(scope="module")
def graph():
    return load()


@pytest.fixture(scope="module")
def als(graph):
    return graph.paths("KDT", "ALS")


@pytest.mark.parametrize("end", ["IESS", "ALS"])
def test_both_main_questions_fit_a_terminal(graph, end):
    """Twenty-one lines and the hint below them, none wider than eighty columns."""
    lines = list(answer_lines(graph, graph.paths("KDT", end), width=80))
    assert len(lines) <= 21, lines
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [60, 40])
def test_a_narrow_screen_keeps_the_verdict(als, graph, width):
    """No line is wider than the screen, and what is cut from a line is not the verdict."""
    lines = list(answer_lines(graph, als, width=width))
    assert max(map(len, lines)) <= width
    assert any(line.startswith("HOW IT MIGHT WORK   both sides") for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        "  registered trial          NCT01016522 stopped, no results posted (n=1)",
        "  experts                   not advised on present evidence (2024)",
        "  largest study, n=590      less disease progression, survival unchanged",
    ],
)
def test_the_trial_the_cohort_and_the_advice_stand_first(als, graph, line):
    """The trial that stopped after one participant, the advice of experts and the largest cohort are on the screen."""
    assert line in list(answer_lines(graph, als, width=80))


@pytest.mark.parametrize("told", ["NCT01016522 stopped", "not advised on present evidence", "590 people"])
def test_an_assistant_is_told_the_same(als, graph, told):
    """The tool of an assistant names trial, advice and cohort, as the screen does."""
    assert told in answer_text(graph, als)


def test_programs_get_trial_advice_and_size(als, graph):
    """JSON has the trial in parts, the advice with its paper, and how many people the largest study looked at."""
    rows = {row["outcome"]: row for row in people_json(graph, als.people)}
    (trial,) = rows["treatment feasibility"]["trials"]
    assert (trial["registration"], trial["participants"]) == ("NCT01016522", 1)
    assert rows["treatment feasibility"]["advice"][0]["advice"] == "not advised on present evidence"
    assert (rows["survival"]["people"], rows["survival"]["unchanged"]) == (590, True)


def test_an_opened_mechanism_hangs_its_lines(als, graph):
    """On a terminal no line of an opened mechanism is too wide, and the head of a chain names the lowest grade."""
    text = write_paths(PathsDocument(graph, als, view="inflammation", width=72), "table")
    assert max(map(len, text.splitlines())) <= 72
    chain = next(entry for entry in als.mechanisms if entry.mechanism == "inflammation").chains[0]
    assert f"  1. {chain.effect}; weakest step {chain.weakest_number};" in text


def test_what_is_known_of_a_thing_hangs_its_lines_too(graph):
    """On a terminal a long item of a record goes on below its first word, and its names stay whole."""
    document = RecordDocument(graph, graph.entities["entity:cdkl5"])
    narrow, plain = write(document, "table", width=80), write(document, "table")
    assert narrow.split() == plain.split()
    assert all(len(line) <= 80 or len(line.split()) == 1 for line in narrow.splitlines())
    assert max(map(len, plain.splitlines())) > 80


@pytest.mark.parametrize("end", ["IESS", "ALS"])
def test_on_a_narrow_screen_no_sentence_and_no_number_is_cut(graph, end):
    """At sixty columns what is said in words goes on below, and counts of routes are whole or left out."""
    lines = list(answer_lines(graph, graph.paths("KDT", end), width=60))
    text = " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 60
    for told in ("Not medical advice.", "says the diet is not approved for ALS", "⊣ lowers ○ ?", " chains"):
        assert told in text
    (heading,) = (line for line in lines if line.startswith("HOW IT MIGHT WORK"))
    assert heading.endswith((" help", " harm", " unsigned", ", …"))


def test_a_curated_chain_has_no_bare_number_beside_its_effect(graph):
    """People who read a hypothesis are told its effect and its weakest step; its confidence is for programs."""
    hypothesis = graph.hypotheses["hypothesis:adenosine-through-katp-channels"]
    document = RecordDocument(graph, hypothesis)
    assert "confidence" not in write(document, "table")
    assert '"confidence"' in write(document, "json")
