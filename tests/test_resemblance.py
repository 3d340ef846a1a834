"""Finding names in graphs of many thousand: few are compared, and none that matters is left out."""

import sys
from pathlib import Path

import pytest

from kgraph.resemblance import Resemblance
from kgraph.spelling import normalise

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from generate import entity_names

LABELS = [normalise(label) for _, label in entity_names(6_000)]
NAMES = [name for number, label in enumerate(LABELS) for name in (label, f"gen{number}")]


@pytest.fixture(scope="module")
def index():
    return Resemblance(NAMES)


def found(index, text):
    return [NAMES[place] for place in index.candidates(normalise(text))]


def test_a_name_itself_is_always_among_the_few_that_are_compared(index):
    """Whatever is asked, at most a few hundred of 12,000 names are compared, the exact one first."""
    for name in NAMES[::97]:
        names = found(index, name)
        assert names[0] == name
        assert len(names) < 200


def test_a_letter_left_out_or_exchanged_does_not_hide_a_name(index):
    """The name that a misspelling was made from is among the candidates, whichever letter it was."""
    for number, name in enumerate(LABELS[::101]):
        place = number % (len(name) - 1)
        assert name in found(index, name[:place] + name[place + 1 :])
        swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        assert name in found(index, swapped)


def test_the_start_of_a_word_finds_names_with_it(index):
    """Two or more letters bring names that hold them."""
    for text in ("ki", "kin", "kina"):
        assert all(text in name for name in found(index, text))


@pytest.mark.parametrize("text", ["", "?", "zzzzqqqq", "ß", "a" * 10_000])
def test_texts_that_resemble_nothing_cost_nothing(index, text):
    assert len(found(index, text)) < 200


def test_few_names_are_all_compared():
    assert list(Resemblance(["a", "b"]).candidates("x")) == [0, 1]
