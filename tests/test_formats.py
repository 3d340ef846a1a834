"""Output is safe where it goes, and can be read back."""

import csv
import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import parse

from kgraph.formats.documents import Listing
from kgraph.formats.escape import (
    for_markdown,
    for_spreadsheet,
    for_terminal,
    for_tsv,
    from_spreadsheet,
    plain,
    visible,
)
from kgraph.formats.registry import names, write

HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "\x1b[31mred",
    "\u202eevil",
    "a\tb",
    "a\nb",
    "<script>",
    "|x|",
]


@given(st.text())
def test_the_guard_against_formulas_can_be_undone(text):
    """Whatever the cell, its text comes back."""
    assert from_spreadsheet(for_spreadsheet(text)) == text


@pytest.mark.parametrize("text", ["+", "-", "?", "0", "-1.5", "+2e-3", "B28|B29", "words"])
def test_signs_numbers_and_words_stay_as_they_are(text):
    assert for_spreadsheet(text) == text


@pytest.mark.parametrize("text", ["=1+1", "@A", "+a", "-a", "'x", "\tx", "\rx"])
def test_no_cell_starts_a_formula(text):
    assert for_spreadsheet(text).startswith("'")


@given(st.text())
def test_a_terminal_sees_no_control_or_direction_characters(text):
    """Nothing that moves the cursor, changes colour or turns text around gets through."""
    shown = for_terminal(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in shown)


def render(rows, columns, form, **more):
    return write(Listing(rows, columns, notice=False), form, **more)


# Text without anything that is shown as its number, because nobody could see it.
READABLE = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])).filter(
    lambda text: visible(text) == text
)


@pytest.mark.parametrize("signs", ["-+-", "--start", "+-", "=", "'-"])
def test_signs_are_themselves_in_tsv_and_guarded_in_csv(signs):
    """Programs read the signs of a path as they are; only the cell of a spreadsheet gets an apostrophe."""
    assert render([{"signs": signs}], ("signs",), "tsv") == f"signs\n{signs}\n"
    assert render([{"signs": signs}], ("signs",), "csv") == f"signs\n'{signs}\n"


@given(st.lists(st.fixed_dictionaries({"a": READABLE, "b": READABLE}), max_size=5))
def test_json_and_csv_round_trip(rows):
    """What is written as json, jsonl or csv is read back as it was, but for the guard in csv."""
    columns = ("a", "b")
    assert json.loads(render(rows, columns, "json")) == rows
    assert [json.loads(line) for line in render(rows, columns, "jsonl").split("\n")[:-1]] == rows
    read = list(csv.DictReader(io.StringIO(render(rows, columns, "csv"), newline="")))
    assert [{k: from_spreadsheet(v) for k, v in row.items()} for row in read] == rows


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.text()}), max_size=5))
def test_tsv_has_one_line_and_one_tab_a_row(rows):
    lines = render(rows, ("a", "b"), "tsv").split("\n")
    assert lines[-1] == ""
    assert [line.count("\t") for line in lines[:-1]] == [1] * (len(rows) + 1)


@pytest.mark.parametrize("form", names("listing"))
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_do_no_harm_in_any_format(form, text):
    """No escape sequence is emitted raw, no row is broken, whatever the cell."""
    out = render([{"a": text}], ("a",), form)
    assert "\x1b" not in out
    if form in ("table", "md"):
        assert "\u202e" not in out
    if form == "md":
        assert len(out.splitlines()) == 3


def test_empty_listings_keep_their_header():
    assert render([], ("a", "b"), "tsv") == "a\tb\n"
    assert render([], ("a", "b"), "json") == "[]\n"
    assert render([], ("a", "b"), "jsonl") == ""


def test_values_as_text():
    """Lists are joined, true is yes, false and missing are nothing; numbers keep the six digits that JSON has."""
    assert [plain(v) for v in (["x", "y"], True, False, None, 0, 0.123456)] == ["x|y", "yes", "", "", "0", "0.123456"]
    assert for_markdown("a|b_c") == r"a\|b\_c"
    assert for_tsv("a\tb\nc") == "a b c"


RECORD = {"claim": "claim:" + "long-name-" * 6, "arm": "ketogenic diet therapy", "empty": None, "papers": ["B1", "B2"]}


def test_a_table_that_does_not_fit_is_a_record_a_row():
    """Columns squeezed to a few letters cannot be read; one cell under the other can, and nothing is left out."""
    narrow = render([RECORD, RECORD], list(RECORD), "table", width=50)
    blocks = narrow.split("\n\n")
    assert len(blocks) == 2
    assert blocks[0].splitlines()[-2:] == ["arm     ketogenic diet therapy", "papers  B1, B2"]
    assert RECORD["claim"] in "".join(line.removeprefix("claim").strip() for line in blocks[0].splitlines()[:2])
    wide = render([RECORD, RECORD], list(RECORD), "table", width=160)
    assert wide.splitlines()[0].split() == list(RECORD)
    assert wide.count(RECORD["claim"]) == 2


@given(
    st.lists(st.lists(st.text("abc: ", max_size=60), min_size=3, max_size=3), min_size=1, max_size=3),
    st.integers(20, 200),
)
def test_every_character_of_a_table_is_there_at_every_width(cells, width):
    """Folded or not, in columns or under each other."""
    text = render([dict(zip("xyz", line, strict=True)) for line in cells], "xyz", "table", width=width)
    for letter in "abc:":
        assert text.count(letter) == sum(cell.count(letter) for line in cells for cell in line)
    assert all(len(line) <= width for line in text.splitlines())


def test_a_turtle_file_is_put_into_its_one_order(tmp_path):
    """Blocks in any order, prefixes or none: the same file comes out, it says the same, and it stays as it is."""
    blocks = ["e:b e:p 0010 , 'x'@en .", "e:a e:q e:b ; e:p 1.50 .", '<https://example.org/c> e:p "P1Y"^^e:t .']
    written = set()
    for order in (blocks, blocks[::-1]):
        file = tmp_path / "data.ttl"
        file.write_text("@prefix e: <https://example.org/> .\n" + "\n".join(order), encoding="utf-8")
        before = {quad.triple for quad in parse(path=file)}
        for _ in range(2):
            subprocess.run([sys.executable, "-m", "kgraph.formats.turtle", file], check=True)
            written.add(file.read_bytes())
        assert {quad.triple for quad in parse(path=file)} == before
    assert len(written) == 1
