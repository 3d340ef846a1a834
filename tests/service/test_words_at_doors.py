"""A claim is told in the same words at the command line, on its page and by the assistant's tools."""

import html
import re

import pytest
from command import kgraph
from sampled import has_to_say, is_mistakable, sampled

from kgraph.service.tools import _claim_line, tools
from kgraph.words import Words


def words_of_page(text):
    """What a reader sees of a page."""
    shown = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text.partition("<main")[2], flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(shown))


@pytest.fixture(scope="module")
def doors(graph, server):
    """What each door says of each claim of the sample."""
    claim_tool = {tool.name: tool for tool in tools(graph, None)}["claim"]
    return {
        claim: {
            "command line": kgraph("trace", claim.id, "--format", "table")[1],
            "page": words_of_page(
                server.ask(f"/claim/{claim.id.partition(':')[2]}", Accept="text/html")[2].decode("utf-8")
            ),
            "assistant": claim_tool.answer({"claim": claim.id}).text,
        }
        for claim in sampled(graph)
    }


def test_every_door_says_the_same_of_sign_certainty_study_and_directness(graph, doors):
    """The phrases of the ontology, and none of its codes."""
    codes = ("author-statement", "in-vitro", "needs-research", "clinical-observation", "case-report")
    for claim, told in doors.items():
        for door, text in told.items():
            for phrase in has_to_say(graph, claim):
                assert phrase in text or phrase.capitalize() in text, (door, claim.id, phrase)
            assert not [code for code in codes if code in text.replace(claim.id, "")], (door, claim.id)


def test_every_door_forms_the_same_sentence(graph, doors):
    """The verb is that of the relation, in the number of the subject; listings in letters put the sign behind it."""
    words = Words(graph)
    for claim, told in doors.items():
        assert words.sentence(claim) in told["page"]
        assert words.signed_sentence(claim) in told["command line"]
        assert words.signed_sentence(claim) in told["assistant"]
        assert words.signed_sentence(claim) in _claim_line(graph, claim)


def test_neither_cells_nor_statements_read_as_people_who_were_studied(graph, doors):
    """No door sets the bare species beside them, or says that something was seen in humans."""
    mistakable = {claim: told for claim, told in doors.items() if is_mistakable(claim)}
    assert {claim.study_kind for claim in mistakable} == {"author-statement", "in-vitro"}
    for claim, told in mistakable.items():
        kind = {"author-statement": "authors' statement about people", "in-vitro": "study in human cells or slices"}
        record = kgraph("show", claim.id, "--format", "table")[1]
        for door, text in {**told, "query": _claim_line(graph, claim), "record": record}.items():
            assert kind[claim.study_kind] in text, (door, claim.id)
            assert not re.search(r"\bin humans\b|(?:· |; |\n *)human(?= ·|;|\n| *$)", text), (door, claim.id)


def test_the_steps_of_a_path_are_told_in_the_same_words(graph, server):
    """Certainty and kinds of study of each step, at the command line and on the page."""
    words = Words(graph)
    page = words_of_page(server.ask("/path?start=KDT&end=IESS&top=3", Accept="text/html")[2].decode("utf-8"))
    line = kgraph("path", "KDT", "IESS", "--top", "3", "--all", "--format", "table")[1]
    steps = [step for path in server.json("/api/paths?start=KDT&end=IESS&top=3")["paths"] for step in path["steps"]]
    assert steps
    for step in steps:
        told = [words.study((kind,)) for kind in step["study_kinds"]]
        told += [words.phrase("certainty", step["certainty"])] if step["kind"] != "structural" else []
        for phrase in told:
            assert phrase in page
            assert phrase in line
    for effect in ("helps", "harms", "unknown"):
        assert words.phrase("effect", effect).upper() in line
        assert words.phrase("effect", effect).capitalize() in page
