"""Cutting a source into sections, sentences and markers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.reading.passages import Passages, expand_numbers

TEXT = """An opening line. It has two sentences.
1 First Part

One sentence (1, 2). A study by G. Prezioso et al. Found this, e.g. That (21–23)! Is it so? Yes.
A new line starts a new sentence.
 FIGURE 1
The figure's words.
1.1 inner part
Numbers start again (4)."""


@pytest.fixture
def passages():
    return Passages.from_text(TEXT)


def test_sections_and_numbers(passages):
    """Numbering restarts with each section, and the text before the first heading is the abstract."""
    found = [(s.section, s.number) for s in passages.sentences]
    assert found == [
        ("abstract", 1), ("abstract", 2),
        ("1", 1), ("1", 2), ("1", 3), ("1", 4), ("1", 5),
        ("1.1", 1),
    ]  # fmt: skip


def test_initials_and_abbreviations_do_not_end_a_sentence(passages):
    """An initial, "et al." and "e.g." before a capital do not end a sentence."""
    words = passages.words(passages.find("1", 2))
    assert words == "A study by G. Prezioso et al. Found this, e.g. That (21–23)! Is it so?"


def test_sources_without_numbers_have_their_headings_as_sections():
    """Without numbered headings, a line without a full stop is a heading."""
    passages = Passages.from_text("What it Is\nIt is this.\n- A point.\nLimits\nNone known.")
    assert [(s.section, s.number) for s in passages.sentences] == [("What it Is", 1), ("What it Is", 2), ("Limits", 1)]


def test_blanks_around_a_line_make_no_heading_of_it():
    """What ends in a full stop is a sentence, whatever white space follows, and the sentence leaves that out."""
    passages = Passages.from_text("  Heading \n\tIt is this. \t\n")
    assert [(s.section, s.number, passages.words(s)) for s in passages.sentences] == [("Heading", 1, "It is this.")]


def test_markers_are_expanded(passages):
    """A range in a marker stands for every number in it; the span leaves the brackets out."""
    assert [m.numbers for m in passages.markers] == [(1, 2), (21, 22, 23), (4,)]
    for marker in passages.markers:
        assert TEXT[marker.start : marker.end] == marker.printed


def test_a_falling_range_has_no_numbers():
    assert expand_numbers("9–7") == ()


@pytest.mark.parametrize("space", ["\x1c", "\x1e", "\x85", "\xa0", "\u2009"])
def test_any_space_may_stand_beside_a_number(space):
    """Also the separators of records, which are white space in text and none in a number."""
    (marker,) = Passages.from_text(f"A line ({space}1).\nB line (12,{space}14{space}–{space}16).").markers
    assert marker.numbers == (12, 14, 15, 16)


def test_positions_outside_sentences_are_in_none(passages):
    """A heading is in no sentence, and what stands between two sentences neither."""
    assert passages.sentence_at(TEXT.index("First Part")) is None
    assert passages.sentence_at(passages.sentences[0].end) is None
    assert passages.find("1", 99) is None


@given(st.text(alphabet="aB .?!\n1(),–é😀", max_size=200))
def test_sentences_never_overlap_and_positions_fit(text):
    """Sentences come in order, do not overlap, stay in one line, and every position in one is found in it."""
    passages = Passages.from_text(text)
    last = 0
    for sentence in passages.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        assert "\n" not in passages.words(sentence)
        assert passages.sentence_at(sentence.start) == sentence
        assert passages.sentence_at(sentence.end - 1) == sentence
        last = sentence.end


def test_sentences_of_one_endless_line_are_found_in_one_pass():
    """A text without line ends costs as much as one with them; initials without end are one sentence."""
    count = 100_000
    passages = Passages.from_text("A b. " * count)
    assert len(passages.sentences) == count
    assert passages.sentences[-1].end == 5 * count - 1
    assert len(Passages.from_text("A. " * count + "Is it?").sentences) == 1
    assert len(Passages.from_text("See e.g. Kim et al. Here. X" + " " * count + ".").sentences) == 2
