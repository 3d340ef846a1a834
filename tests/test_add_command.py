"""`kgraph add`: asks on a terminal, looks at each answer, and adds a row that the import reads."""

import os
import pty
import subprocess
import sys

import pytest
from command import kgraph as command

from kgraph.errors import DataError
from kgraph.formats.claim_templates import with_row
from kgraph.importers.claims_tsv import read_claims_tsv
from kgraph.importers.typed_rows import TypedRows

CELLS = {
    "subject": "KDT", "relation": "decreases", "object": "cerebral glucose energy deficit", "object_kind": "phenotype",
    "certainty": "asserted", "study_kind": "clinical-observation", "references": "pmid:20301603", "directness": "relayed",
}  # fmt: skip
# What is typed: a name that nothing has and another, a relation that is none, and a new object with its kind.
TYPED = [
    "KDTT", "KDT", "decrease", "decreases", "", "cerebral glucose energy deficit", "phenotype", "asserted", "clinical-observation",
    "pmid:20301603", "", "relayed", "", "", "", "y",
]  # fmt: skip


def asked(arguments, typed):
    """What a command says on a terminal when these lines are typed, and its exit code."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, close_fds=True
    )
    os.close(slave)
    os.write(master, "".join(f"{line}\n" for line in typed).encode())
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            # A terminal whose other end is closed is at its end, on Linux by this error.
            break
        if not piece:
            break
        said += piece
    os.close(master)
    return process.wait(timeout=60), said.decode()


def test_what_is_typed_becomes_a_row_that_is_read(graph, tmp_path):
    """A wrong answer is told and asked again, a new thing is asked for its kind, and the file is begun."""
    file = tmp_path / "mine.tsv"
    code, said = asked(["add", file], TYPED)
    assert code == 0, said
    assert "'decrease' is no relation; did you mean decreases" in said
    assert "ketogenic diet therapy decreases (−) cerebral glucose energy deficit; asserted" in said
    imported = read_claims_tsv([file], graph)
    assert not imported.faults
    (claim,) = imported.contents.claims.values()
    assert (claim.subject, claim.relation, claim.sign) == ("entity:ketogenic-diet-therapy", "decreases", "-")
    assert [line.reference for line in claim.evidence] == ["reference:own-pmid-20301603"]


def test_without_a_terminal_it_says_what_to_do(tmp_path):
    """A script is told of the template, and nothing is written."""
    code, out, said = command("add", tmp_path / "mine.tsv", given="KDT\n")
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert "fill in the table of kgraph new claims" in said


@pytest.mark.parametrize(
    ("column", "wrong", "said"),
    [
        ("subject", "", "the subject is empty"),
        ("relation", "heals", "'heals' is no relation"),
        ("sign", "+", "'+' is no sign of decreases"),
        ("certainty", "", "certainty is empty"),
        ("references", "Smith", "'Smith' is no reference known here"),
        ("disease", "gout of kings", "nothing is called 'gout of kings'"),
        ("species", "unicorn", "nothing is called 'unicorn'"),
    ],
)
def test_each_answer_is_looked_at(graph, tmp_path, column, wrong, said):
    """The fault of the answer is told; the right one has none."""
    rows = TypedRows(tmp_path / "mine.tsv", graph)
    assert said in rows.fault({**CELLS, column: wrong}, column)
    assert rows.fault(CELLS, column if column in CELLS else "note") == ""


def test_a_row_is_added_to_a_table_that_is_there(graph, tmp_path):
    """Under its columns, with everything that stood there before; a table without a needed column is refused."""
    first = with_row("", CELLS, "mine.tsv")
    both = with_row(first, {**CELLS, "relation": "affects", "sign": "?"}, "mine.tsv")
    assert both.startswith(first)
    file = tmp_path / "mine.tsv"
    file.write_text(both, encoding="utf-8")
    assert len(read_claims_tsv([file], graph).contents.claims) == 2
    with pytest.raises(DataError, match=r"mine\.tsv:1:1: the header has no column 'subject'"):
        with_row("relation\tobject\n", CELLS, "mine.tsv")
