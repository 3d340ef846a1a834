"""`kgraph import`: Turtle on standard output or in a file, counts, losses and notes on standard error."""

from pathlib import Path

import pytest
from command import kgraph as command

from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.importers import read

RECORD = (Path(__file__).parent / "drugmechdb.yaml").read_text(encoding="utf-8")
LINES = len(RECORD.splitlines())


def put(folder, text=RECORD, name="record.yaml"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_command_writes_turtle_and_tells_what_is_lost(tmp_path):
    """The Turtle is that of the contents; counts, losses and remarks are on stderr, and the exit code is 0."""
    file, out = put(tmp_path), tmp_path / "out.ttl"
    code, printed, said = command("import", "drugmechdb", str(file), "-o", str(out))
    assert (code, printed) == (0, "")
    assert out.read_text(encoding="utf-8") == contents_as_turtle(read([file]).contents)
    assert said.splitlines() == [
        f"wrote {out}",
        "read links: 2, nodes: 3, records: 1, references of records: 2",
        "made claims: 2, entities: 3, references: 2",
        f"lost comments on a record, which may be words of a source: 1 ({file}:{LINES})",
        f"note records whose paths are coherent: 1 ({file}:1)",
        f"note references of whole records, cited as near and never counted: 2 ({file}:1 …)",
    ]


def test_the_command_tells_the_kind_that_it_guessed(tmp_path):
    """Without a kind it is that of the first file, and standard output holds the Turtle alone."""
    code, printed, said = command("import", str(put(tmp_path)))
    assert code == 0
    assert printed == "".join(contents_as_turtle(read([put(tmp_path)]).contents))
    assert "reading as drugmechdb" in said


def test_strict_makes_a_loss_an_error(tmp_path):
    """Nothing is written, what is lost is told, and the exit code is 1; without a loss it makes no difference."""
    out = tmp_path / "out.ttl"
    code, printed, said = command("import", "drugmechdb", str(put(tmp_path)), "--strict", "-o", str(out))
    assert (code, printed, out.exists()) == (1, "", False)
    assert "lost comments on a record" in said
    whole = put(tmp_path, RECORD[: RECORD.index("comment:")])
    assert command("import", "drugmechdb", str(whole), "--strict", "-o", str(out))[0] == 0
    assert out.exists()


def test_a_fault_leaves_everything_as_it_was(tmp_path):
    """Each fault is one line with its place, exit code 3, and the file that stood there is untouched."""
    out, bad = tmp_path / "out.ttl", put(tmp_path, RECORD.replace("    name: Cee\n", ""), "bad.yaml")
    out.write_text("old", encoding="utf-8")
    code, _, said = command("import", "drugmechdb", str(put(tmp_path)), str(bad), "-o", str(out), "--force")
    assert (code, out.read_text(encoding="utf-8")) == (3, "old")
    assert said == f"{bad}:21:5: lacks 'name'\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("drugmechdb",), 2, "name the files to import as drugmechdb"),
        (("drugmechdb", "FILE", "-o", "out.tsv"), 2, "use one of .ttl"),
        (("drugmechdb", "nowhere.yaml"), 3, "nowhere.yaml:1:1: No such file"),
        (("other.txt",), 3, "No such file"),
    ],
)
def test_wrong_use_of_the_command_is_one_line(tmp_path, words, code, said):
    """What is wrong, with which value, and the exit code of its kind."""
    got, printed, errors = command("import", *(str(put(tmp_path)) if word == "FILE" else word for word in words))
    assert (got, printed) == (code, "")
    assert said in errors
    assert len(errors.splitlines()) == 1
