"""What the command line promises: formats, exit codes, one-line errors, help."""

import csv
import io
import json
import os
import subprocess
import sys
from importlib import import_module

import click
import pytest
from command import kgraph

from kgraph.cli.main import COMMANDS, cli
from kgraph.explorer.first_view import choose_opening
from kgraph.graph import load

LISTINGS = [
    ("search", "ketone"),
    ("mechanisms",),
    ("compare", "IESS", "ALS"),
    ("debates",),
    ("outcomes",),
    ("hypotheses",),
    ("questions",),
    ("info",),
    ("path", "KDT", "IESS"),
    ("trace", "KATP channel"),
    ("show", "KDT"),
    ("explain", "claim:ketogenic-diet-therapy-activates-katp-channel"),
    ("query", "SELECT ?c ?s { ?c a kg:Claim ; kg:sign ?s } ORDER BY ?c LIMIT 5"),
]


@pytest.mark.parametrize("arguments", LISTINGS, ids=lambda a: a[0])
def test_every_listing_has_every_format(arguments):
    """Tables in tsv and csv have a header and even rows, json and jsonl parse, md is a table; the default for a pipe is tsv."""
    outputs = {}
    for form in ("table", "tsv", "csv", "json", "jsonl", "md"):
        code, outputs[form], errors = kgraph(*arguments, "--format", form)
        assert code == 0, errors
        assert outputs[form].endswith("\n")
    rows = list(csv.reader(io.StringIO(outputs["csv"])))
    assert len({len(row) for row in rows}) == 1
    assert len({line.count("\t") for line in outputs["tsv"].splitlines()}) == 1
    json.loads(outputs["json"])
    # What a person reads says once what it is not; a search tells of names alone.
    assert outputs["table"].lower().count("not medical advice") == (arguments[0] != "search")
    assert "not medical advice" not in outputs["tsv"].lower() or arguments[0] == "info"
    for line in outputs["jsonl"].splitlines():
        json.loads(line)
    assert outputs["md"].splitlines()[1].startswith("| ---")
    assert kgraph(*arguments)[1] == outputs["tsv"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    """-h works everywhere, shows what the command does and how it is used."""
    code, out, _ = kgraph(name, "-h")
    assert code == 0
    assert "Example" in out
    assert f"kgraph {name}" in out


@pytest.mark.parametrize("arguments", [(), ("index",)], ids=["kgraph", "index"])
def test_a_group_without_a_command_shows_its_help(arguments):
    """The same readable lines as with --help, on stdout; exit code 2, as nothing was done."""
    code, out, errors = kgraph(*arguments)
    assert (code, errors) == (2, "")
    assert out == kgraph(*arguments, "--help")[1]
    assert len(out.splitlines()) > 10


def test_the_list_of_commands_is_the_folder_of_commands():
    """Every name in the table has its module with a command of that name, so help never lies."""
    for name, line in COMMANDS.items():
        command = import_module(f"kgraph.cli.{name}").command
        assert isinstance(command, click.Command)
        assert command.name == name
        assert line.endswith(".")
    assert cli.list_commands(click.Context(cli)) == list(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("path", "KDT", "infantile spasmz syndrom"), 1, "Did you mean"),
        (("path", "zzzzqqq", "IESS"), 1, "kgraph search"),
        (("path", "MCT", "seizure"), 1, "could be any of"),
        (("path",), 2, "Missing argument"),
        (("path", "KDT", "IESS", "--max-hops", "0"), 2, "--max-hops"),
        (("path", "KDT", "IESS", "--mechanism", "magic"), 2, "use one of neurotransmitters"),
        (("path", "KDT", "IESS", "--source", "hearsay"), 2, "use one of als-page, primary, review"),
        (("pth", "KDT", "IESS"), 2, "Did you mean 'path'"),
        (("query", "no braces"), 2, "neither a query nor a file"),
        (("query", "SELECT * { ?s ?p }"), 2, "not a SPARQL query"),
        (("query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), 2, "SERVICE is refused"),
        (("query", "SELECT * { \\u0053ervice <http://127.0.0.1/> { ?s ?p ?o } }"), 2, "SERVICE is refused"),
        (("query", "INSERT DATA { <a:a> <a:b> <a:c> }"), 2, "not a SPARQL query"),
        (("explain", "KDT"), 2, "neither a claim nor a hypothesis"),
        (("info", "--data", "/nowhere/file.ttl"), 3, "/nowhere/file.ttl"),
        (("trace", "KDT", "--source", "nonsense"), 2, "NAME=FILE"),
        (("show", ""), 1, "nothing is called"),
        (("info", "-o", "/dev/null"), 2, "/dev/null is a device or pipe; print to standard output instead"),
        (("info", "-o", "."), 2, "is a folder; name a file in it"),
        (("query", "--show"), 2, "name a question first"),
        (("query", "most-cited", "stray"), 2, "takes parameters as --name value, not 'stray'"),
        (("query", "two-step-paths", "--start"), 2, "--start needs a value"),
        (("query", "two-step-paths", "--start", "KDT", "--start=KDT"), 2, "--start is given twice"),
        (("query", "SELECT * { ?s ?p ?o }", "--show"), 2, "--show prints a named question"),
        (("explore", "-o", "-", "--hypothesis", "nobody's"), 1, "nothing is called"),
        (("explore", "-o", "-", "--from", "KDT"), 2, "give both --from and --to"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_bad_input_gets_one_clear_line(arguments, code, words):
    """The exit code tells the kind of error; one line on stderr says what, with which value, and what to try."""
    got, out, errors = kgraph(*arguments)
    assert (got, out) == (code, "")
    assert words in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("broken.ttl", b'@prefix a: <http://a/> .\na:b a:c "x" ;\n  a:d .. ', ":3:7: "),
        ("relative.ttl", b'<b> <http://a/c> "x" .', ":1:1: relative IRI"),
        ("latin.ttl", b"# caf\xe9", ":1:6: byte 0xe9 at offset 5"),
        ("words.ttl", b"This is not Turtle.", ":1:1: "),
        ("data.xyz", b"", ":1:1: cannot tell the RDF format"),
    ],
)
def test_a_broken_file_is_one_line_with_its_place(tmp_path, name, content, place):
    """file:line:column: reason, exit 3."""
    file = tmp_path / name
    file.write_bytes(content)
    code, out, errors = kgraph("path", "KDT", "IESS", "--data", file)
    assert (code, out) == (3, "")
    assert errors.startswith(f"{file}{place}")
    assert len(errors.splitlines()) == 1


def test_users_data_is_laid_over_the_bundled_graph(tmp_path):
    """A file given with --data can describe a new entity, which is then found."""
    file = tmp_path / "mine.ttl"
    file.write_text(
        "<https://w3id.org/kgraph/entity/mine> a <https://w3id.org/kgraph/Process> ;\n"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "a process of mine"@en .\n',
        encoding="utf-8",
    )
    code, out, _ = kgraph("show", "a process of mine", "--data", file, "--format", "json")
    assert code == 0
    assert json.loads(out)["id"] == "entity:mine"


def test_a_misspelling_is_read_and_said(capsys):
    """A typo in a long word is forgiven, and stderr says how it was read."""
    code, out, errors = kgraph("path", "ketogenc diet", "seizure")
    assert code == 0
    assert "reading 'ketogenc diet' as 'ketogenic diet therapy'" in errors
    assert out == kgraph("path", "KDT", "seizure")[1]
    told = json.loads(kgraph("show", "ketogenc diet", "--format", "json")[1])
    assert told["corrections"] == [{"given": "ketogenc diet", "read_as": "ketogenic diet therapy"}]


def test_an_existing_file_is_kept_without_force(tmp_path):
    """-o writes; a second time it refuses, and --force replaces."""
    file = tmp_path / "out.tsv"
    assert kgraph("info", "-o", file)[0] == 0
    written = file.read_text(encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    code, _, errors = kgraph("info", "-o", file)
    assert code == 2
    assert "--force" in errors
    assert file.read_text(encoding="utf-8") == "mine"
    assert kgraph("info", "-o", file, "--force")[0] == 0
    assert file.read_text(encoding="utf-8") == written
    assert list(tmp_path.iterdir()) == [file]


def test_queries_come_as_text_file_or_standard_input(tmp_path):
    """The three ways give the same answer."""
    query = "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }"
    file = tmp_path / "q.rq"
    file.write_text(query, encoding="utf-8")
    answers = {kgraph("query", query)[1], kgraph("query", file)[1], kgraph("query", "-", given=query)[1]}
    assert len(answers) == 1


def test_a_construct_gives_turtle():
    code, out, _ = kgraph("query", "CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o } LIMIT 3")
    assert code == 0
    assert "@prefix" in out


def test_nothing_found_is_exit_one():
    assert kgraph("search", "qqqqqqzzzz")[0] == 1
    assert kgraph("query", "SELECT ?x { ?x a kg:Nothing }")[0] == 1
    assert kgraph("query", "ASK { ?x a kg:Nothing }")[0] == 1


def test_a_closed_pipe_is_no_error():
    """`kgraph … | head` ends quietly."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "export", "--to", "claims-tsv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    # What the table cannot carry is said, and nothing of the pipe.
    assert [line for line in process.stderr.read().splitlines() if not line.startswith(b"lost ")] == []
    process.stderr.close()
    assert process.wait(timeout=60) == 0


INTERRUPTED = """
import signal, sys
from kgraph.cli.main import main

class Waiting:
    def read(self):
        signal.raise_signal(signal.SIGINT)

sys.stdin, sys.argv = Waiting(), ["kgraph", "query", "-"]
main()
"""


def test_an_interrupt_is_exit_130():
    """Ctrl-C while kgraph waits for input ends with one word and the usual code."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 130
    assert done.stderr.strip() == "kgraph: interrupted"


# What runs when an object goes away cannot raise; Python prints it and goes on.
DROPPED = """
import signal, sys, time, weakref
from kgraph.cli.main import main

class Waiting:
    def read(self):
        thing = type("Thing", (), {})()
        self.callback = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
        del thing
        while True:
            time.sleep(0.001)

sys.stdin, sys.argv = Waiting(), ["kgraph", "query", "-"]
main()
"""


def test_an_interrupt_is_heard_where_python_drops_it():
    """Ctrl-C in the middle of a callback of Python's own or of a library is not lost, and says nothing else."""
    done = subprocess.run([sys.executable, "-c", DROPPED], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 130
    assert done.stderr.strip() == "kgraph: interrupted"


def test_no_colour_codes_reach_a_pipe():
    _, out, _ = kgraph("mechanisms", "--format", "table")
    assert "\x1b" not in out
    assert os.linesep in out


def test_the_arithmetic_of_a_hypothesis_is_that_of_its_steps():
    """Each line of a claim's own arithmetic stands in that of the chain, which ends with the whole."""
    code, out, _ = kgraph("hypotheses", "--format", "json")
    name = json.loads(out)[0]["id"]
    code, out, errors = kgraph("explain", name, "--format", "json")
    assert (code, errors) == (0, "")
    rows = json.loads(out)
    assert [row["step"] for row in rows][-1] == "all"
    assert rows[-1]["claim"] == name
    assert {row["step"] for row in rows[:-1]} == set(range(1, max(row["step"] for row in rows[:-1]) + 1))
    for row in rows[:-1]:
        assert row["claim"].startswith("claim:") and row["arithmetic"]


def test_what_has_no_arithmetic_is_said_with_what_has():
    code, out, errors = kgraph("explain", "mTOR signalling")
    assert (code, out) == (2, "")
    assert (
        errors
        == "kgraph: 'mTOR signalling' is neither a claim nor a hypothesis; kgraph trace 'mTOR signalling' lists its claims.\n"
    )


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_passage_comes_from_the_readers_own_copy(graph, tmp_path, form):
    """The sentence around a locator is shown from the file; a copy that differs there is refused with the place."""
    claim = next(
        claim
        for claim in graph.claims.values()
        if len(claim.evidence) == 1 and claim.evidence[0].locator and claim.evidence[0].locator.source == "review"
    )
    at = claim.evidence[0].locator
    copy = tmp_path / "review.txt"
    for kept, given in ((at.quote, 0), (at.quote.swapcase(), 3)):
        copy.write_text("W" + "o" * (at.start - 2) + " " + kept + " and so on.\n", encoding="utf-8")
        code, out, errors = kgraph("trace", claim.id, "--source", f"review={copy}", "--format", form)
        assert code == given, errors
        if given:
            assert f"should read {at.quote!r}; this copy differs" in errors
        else:
            assert f"{at.quote} and so on." in out


def test_a_copy_of_no_source_is_refused(tmp_path):
    for given in ("nobody=x.txt", "review"):
        code, out, errors = kgraph("trace", "mTOR signalling", "--source", given)
        assert (code, out) == (2, "")
        assert f"'{given}' should be NAME=FILE with NAME one of" in errors


def test_a_broken_chain_is_left_out_and_said(tmp_path):
    """The others are listed as ever."""
    file = tmp_path / "chain.ttl"
    file.write_text(
        "@prefix kg: <https://w3id.org/kgraph/> . @prefix h: <https://w3id.org/kgraph/hypothesis/> .\n"
        "@prefix e: <https://w3id.org/kgraph/entity/> . @prefix c: <https://w3id.org/kgraph/claim/> .\n"
        "h:mine a kg:Hypothesis ; kg:start e:ketogenic-diet-therapy ; kg:end e:infantile-epileptic-spasms-syndrome ;\n"
        "  kg:steps ( c:ketone-bodies-activate-katp-channel ) .\n",
        encoding="utf-8",
    )
    code, out, errors = kgraph("hypotheses", "--data", file)
    assert code == 0
    assert errors == "kgraph: 1 broken chains are left out; kgraph check says why.\n"
    assert out == kgraph("hypotheses")[1]


def test_a_table_of_paths_says_what_to_know_about_it():
    """Why there is none; that hubs rank lower; that the search was cut."""
    code, out, _ = kgraph("path", "IESS", "KDT", "--format", "table")
    assert code == 1
    assert "No path. " in out
    out = kgraph("path", "KDT", "IESS", "--all", "--hub-penalty", "on", "--format", "table")[1]
    assert "--hub-penalty off ranks by evidence alone" in out
    out = kgraph("path", "KDT", "IESS", "--format", "table")[1]
    assert "hub-penalty" not in out


def test_a_graph_without_the_usual_question_opens_on_all_it_has(tmp_path):
    """The explorer of other things than kgraph's own."""
    file = tmp_path / "mine.ttl"
    file.write_text(
        "@prefix kg: <https://w3id.org/kgraph/> . @prefix e: <https://w3id.org/kgraph/entity/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "e:tea a kg:Entity ; skos:prefLabel 'tea'@en . e:sleep a kg:Entity ; skos:prefLabel 'sleep'@en .\n",
        encoding="utf-8",
    )
    graph = load(file, bundled=False)
    assert choose_opening(graph).view == "all"
    assert choose_opening(load()).view == "question"


@pytest.mark.parametrize("error", ["ImportError('numpy is broken')", "RuntimeError('__set_name__')"])
def test_an_interrupt_that_a_library_takes_for_a_fault_of_its_own_is_one(error):
    """Modules in C that are stopped while they load say that they cannot be loaded."""
    script = f"""
import os, signal
from kgraph.cli import main
def stopped(**_):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        raise {error} from None
main.cli.main = stopped
signal.signal(signal.SIGINT, signal.default_int_handler)
main.main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (130, "kgraph: interrupted\n")
