"""Files that are broken or hostile: one line with the place, exit 1 to 125, and nothing changed on disk.

`manifest.tsv` says for each file of the corpus what is wrong with it and what kgraph says.
"""

import csv
import re
from pathlib import Path

import pytest
from conftest import CORPUS
from sizes import LONG, chance, repeat
from warm import standing

MANIFEST = Path(__file__).parent / "manifest.tsv"
FAMILIES = {
    "turtle", "nt", "nq", "trig", "n3", "rdf-xml", "json-ld", "yaml", "relative", "encoding", "compression", "name",
    "meaning", "hostile",
}  # fmt: skip
SYNTAX = ("check", "--syntax-only")
PATH = ("path", "KDT", "IESS", "--data")
# What a terminal, a spreadsheet or a reader of lines would act on.
DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def manifest():
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


ROWS = manifest()
REFUSED = [name for name, row in ROWS.items() if row["verdict"] == "refused"]
READ = [name for name, row in ROWS.items() if row["verdict"] != "refused"]
UNREADABLE = [name for name, row in ROWS.items() if row["verdict"] == "unreadable"]


def test_the_manifest_lists_the_corpus():
    """Every file has its line, every family its files, and the corpus has at least 80 files."""
    assert {file.name for file in CORPUS.iterdir()} == set(ROWS)
    assert {row["family"] for row in ROWS.values()} == FAMILIES
    assert len(ROWS) >= 80


def one_line(done, file):
    """Nothing on stdout, one line on stderr, no traceback, no signal, and the line starts with the file."""
    assert 1 <= done.code <= 125, (done, repeat())
    assert done.out == b"" or done.arguments[0] == "check"
    assert done.says_one_line(), (done.err, repeat())
    assert not DANGEROUS.search(done.err.rstrip("\n"))
    assert done.err.startswith(str(file)), done.err
    assert len(done.err) < 1000 + len(str(file))


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused(name, warm, world, corpus):
    """One line that says where and what, exit 3, within a second and 200 MB; nothing else changes."""
    file, before = corpus / name, standing(world.root)
    done = warm.run(*SYNTAX, file)
    one_line(done, file)
    assert done.code == 3
    row = ROWS[name]
    assert done.err.startswith(f"{file}:{row['place']}: syntax: "), done.err
    assert row["words"] in done.err
    assert done.peak < 200 << 20
    assert standing(world.root) == before


def some(names, how_many):
    """All of them in the long run, a few drawn by the seed in the short one."""
    return names if LONG else sorted(chance("malformed").sample(names, how_many))


def reason(done):
    """The line of an error without the name of the rule."""
    return done.code, done.err.replace(": syntax: ", ": ")


@pytest.mark.parametrize("name", some(REFUSED, 24))
def test_a_broken_file_stops_every_command_that_reads_it(name, warm, world, corpus):
    """`path --data` and the whole `check` refuse what the syntax check refuses, with the same line."""
    file, before = corpus / name, standing(world.root)
    syntax = warm.run(*SYNTAX, file)
    for arguments in ((*PATH, file), ("check", "--data", file)):
        done = warm.run(*arguments)
        one_line(done, file)
        # YAML is data that other commands read; as RDF its name is refused before its content.
        if ROWS[name]["family"] != "name" and not name.endswith(".yaml"):
            assert reason(done) == reason(syntax)
    assert standing(world.root) == before


@pytest.mark.parametrize("name", READ)
def test_a_well_formed_file_passes_the_syntax_check(name, warm, corpus):
    """What is wrong with these is their meaning, or that they are hostile; their syntax is right."""
    done = warm.run(*SYNTAX, corpus / name)
    assert done.code == 0, done.err


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_makes_no_graph_is_one_line_with_its_place(name, warm, world, corpus):
    file, before = corpus / name, standing(world.root)
    done = warm.run(*PATH, file)
    one_line(done, file)
    assert done.code == 3
    assert ROWS[name]["words"] in done.err
    assert standing(world.root) == before


HARMLESS = [name for name, row in ROWS.items() if row["verdict"] == "harmless"]
SHOWN = [
    ("show", "entity:odd", "--format", "table"),
    ("show", "entity:odd", "--format", "tsv"),
    ("show", "entity:odd", "--format", "csv"),
    ("show", "entity:odd", "--format", "md"),
    ("search", "odd", "--format", "table"),
    ("query", "SELECT ?l { entity:odd skos:prefLabel ?l }", "--format", "tsv"),
    ("query", "SELECT ?l { entity:odd skos:prefLabel ?l }", "--format", "table"),
]


@pytest.mark.parametrize("name", HARMLESS)
def test_hostile_text_comes_out_harmless(name, warm, world, corpus):
    """No command of a terminal, no direction mark, no cell that is a formula, whatever the text holds."""
    file = corpus / name
    for arguments in SHOWN if LONG else SHOWN[::2]:
        done = warm.run(*arguments, "--no-bundled", "--data", file)
        assert done.code in (0, 1), done
        assert "Traceback" not in done.err
        text = done.out.decode("utf-8")
        assert not DANGEROUS.search(text.replace("\r\n", "\n")), (arguments, DANGEROUS.search(text))
        if "tsv" in arguments or "csv" in arguments:
            cells = [cell for line in text.splitlines() for cell in re.split(r"[\t,]", line)]
            # Quotes around a cell are of CSV; in TSV they belong to the cell.
            quote = '"?' if "csv" in arguments else ""
            assert not [cell for cell in cells if re.match(rf'{quote}([=@]|[+-][^\d\s"])', cell)]


@pytest.mark.parametrize("name", some(HARMLESS, 3))
def test_a_page_of_hostile_text_is_one_document(name, warm, corpus):
    """The explorer's page of such data has the scripts of the page and no other."""
    plain = warm.run("explore", "-o", "-").out
    done = warm.run("explore", "--all", "--data", corpus / name, "-o", "-")
    assert done.code == 0, done.err
    assert done.out.lower().count(b"<script") == plain.lower().count(b"<script")
    assert done.out.lower().count(b"</script") == plain.lower().count(b"</script")
