"""Lists of pairs through one index: in order, on several processes, going on after an interruption."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import kgraph

from kgraph.errors import DataError
from kgraph.formats.pair_records import PRESENTERS, read_done
from kgraph.index.building import build_index
from kgraph.index.pairs import Asking, Pair, answer_pairs, read_pairs
from kgraph.locks import try_lock

ENDS = ("IESS", "ALS", "seizure", "mTOR", "cognition", "inflammation", "GABA", "gut microbiota")
STARTS = ("KDT", "acetoacetate", "beta-hydroxybutyrate", "IGF-1", "acetyl-CoA")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of the bundled graph."""
    place = tmp_path_factory.mktemp("index") / "bundled.index"
    build_index(place)
    return place


@pytest.fixture
def pairs(tmp_path):
    """Forty pairs of the bundled graph, with a header."""
    file = tmp_path / "pairs.tsv"
    lines = ["start\tend", *(f"{start}\t{end}" for start in STARTS for end in ENDS)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def run(index, pairs, *more):
    return kgraph("path", "--index", index, "--pairs", pairs, "--top", "2", "--max-hops", "4", *more)


def test_several_processes_answer_in_order_what_one_answers(index, pairs):
    """Records come in the order of the pairs and do not depend on who worked them out."""
    asking = Asking(4, 2)
    alone, together = (
        list(answer_pairs(index, read_pairs(pairs), asking, PRESENTERS["jsonl"], processes=n)) for n in (1, 3)
    )
    assert [record.pair.line for record in together] == list(range(2, 42))
    assert together == alone
    assert any(record.kept["paths"] for record in alone)


def test_a_generator_that_is_closed_ends_its_processes(index, pairs):
    """Whoever has seen enough pays for no more than what is under way."""
    records = answer_pairs(index, read_pairs(pairs), Asking(4, 2), PRESENTERS["jsonl"], processes=2)
    assert next(records).pair.line == 2
    records.close()
    assert next(records, None) is None


@pytest.mark.parametrize("missing", ["index", "pairs"])
def test_a_file_that_cannot_be_read_is_one_line_and_leaves_no_output(index, pairs, tmp_path, missing):
    """A wrong name is told as such, not as the death of a process, and the next try finds no output in its way."""
    absent, output = tmp_path / "absent", tmp_path / "answers.jsonl"
    files = {"index": index, "pairs": pairs} | {missing: absent}
    code, out, errors = run(files["index"], files["pairs"], "-o", output)
    assert (code, out) == (3, "")
    assert errors.startswith(f"{absent}:")
    assert len(errors.splitlines()) == 1
    assert not output.exists()


def test_faulty_lines_are_named_and_the_others_go_on(index, tmp_path):
    """file:line:column on stderr, a record with the fault in its place, exit 1."""
    file = tmp_path / "pairs.tsv"
    file.write_text("KDT\tIESS\n# a remark\nKDT\n\nKDT\tnobody\n\tALS\nKDT\tALS\n", encoding="utf-8")
    code, out, errors = run(index, file)
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [record["line"] for record in records] == [1, 3, 5, 6, 7]
    assert [bool(record.get("paths")) for record in records] == [True, False, False, False, True]
    lines = errors.splitlines()
    assert lines[0].startswith(f"{file}:3:1: 1 cells")
    assert lines[1].startswith(f"{file}:5:5: nothing is called 'nobody'")
    assert lines[2].startswith(f"{file}:6:1: START is empty")
    assert lines[3] == "kgraph: 5 pairs: 2 with paths, 0 without, 3 faulty and passed over"


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_a_run_cut_anywhere_goes_on_to_the_same_bytes(index, pairs, tmp_path, form):
    """After a cut at any byte, --resume completes the file that an unbroken run writes."""
    out = tmp_path / f"out.{form}"
    assert run(index, pairs, "-o", out)[0] == 0
    whole = out.read_bytes()
    for length in (0, 7, len(whole) // 3, whole.index(b"\n", len(whole) // 2) + 1, len(whole) - 1, len(whole)):
        out.write_bytes(whole[:length])
        code, _, errors = run(index, pairs, "-o", out, "--resume")
        assert code == 0, errors
        assert out.read_bytes() == whole


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_what_counts_as_done_is_never_more_than_was_written(index, pairs, tmp_path, form):
    """At every byte, the done part ends with a whole record of a pair whose records are all there."""
    out = tmp_path / f"out.{form}"
    run(index, pairs, "-o", out)
    whole = out.read_bytes()
    last = 0
    for length in range(0, len(whole), 499):
        out.write_bytes(whole[:length])
        done = read_done(out, form)
        assert done.size <= length
        assert done.line >= last
        assert whole[: done.size].endswith(b"\n") or not done.size
        last = done.line
    assert last > 30


def test_an_interrupted_run_keeps_whole_records_and_says_how_to_go_on(index, pairs, tmp_path):
    """Ctrl-C: exit 130, a file of whole records, and the rest on request."""
    many, out = tmp_path / "many.tsv", tmp_path / "out.jsonl"
    many.write_text(pairs.read_text(encoding="utf-8") * 60, encoding="utf-8")
    command = ["path", "--index", index, "--pairs", many, "--max-hops", "6", "--top", "40", "-o", out]
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", *map(str, command)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (out.exists() and out.stat().st_size) and process.poll() is None:
        os.sched_yield()
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=100)[1]
    assert process.returncode == 130, errors
    assert "--resume goes on" in errors
    assert "Traceback" not in errors
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["line"] for line in lines] == list(range(2, 2 + len(lines)))
    assert 0 < len(lines) < 2400


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_a_disk_that_fills_up_keeps_whole_records_and_says_how_to_go_on(index, pairs, tmp_path, form):
    """The system refuses to let the file grow: exit 2, one line, and with room again the same bytes as ever."""
    out, whole = tmp_path / f"out.{form}", tmp_path / f"whole.{form}"
    assert run(index, pairs, "-o", whole)[0] == 0
    room = whole.stat().st_size // 2
    limited = f"import resource, sys; from kgraph.cli.main import main; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); main()"
    line = ["path", "--index", index, "--pairs", pairs, "--top", "2", "--max-hops", "4", "-o", out]
    done = subprocess.run([sys.executable, "-c", limited, *map(str, line)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"kgraph: cannot write {out}: File too large; --resume goes on after the last whole record in it.\n"
    )
    assert whole.read_bytes().startswith(out.read_bytes())
    assert out.stat().st_size > room - 4096
    code, _, errors = run(index, pairs, "-o", out, "--resume")
    assert code == 0, errors
    assert out.read_bytes() == whole.read_bytes()


def test_a_killed_run_leaves_no_process(index, pairs, tmp_path):
    """Whoever is killed cannot end the processes that it started; they notice, and go."""
    many, out = tmp_path / "many.tsv", tmp_path / "out.jsonl"
    many.write_text(pairs.read_text(encoding="utf-8") * 60, encoding="utf-8")
    command = ["path", "--index", index, "--pairs", many, "--max-hops", "6", "--top", "40", "-o", out]
    with subprocess.Popen([sys.executable, "-m", "kgraph", *map(str, command)]) as process:
        while not (out.exists() and out.stat().st_size) and process.poll() is None:
            os.sched_yield()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        handles = [os.pidfd_open(int(child)) for child in children]
        process.kill()
    assert handles
    for handle in handles:
        assert select.select([handle], [], [], 60)[0]
        os.close(handle)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--resume",), "name it with -o"),
        (("--format", "csv"), "writes jsonl or tsv"),
        (("KDT", "IESS"), "leave one or the other out"),
    ],
)
def test_what_does_not_go_with_pairs_is_said(index, pairs, arguments, words):
    code, out, errors = run(index, pairs, *arguments)
    assert (code, out) == (2, "")
    assert words in errors


def test_pairs_need_an_index(pairs):
    code, out, errors = kgraph("path", "--pairs", pairs)
    assert (code, out) == (2, "")
    assert "needs --index" in errors


def test_an_output_of_other_pairs_is_not_gone_on_with(index, pairs, tmp_path):
    """Neither an output of another list nor another kind of file is touched."""
    out = tmp_path / "out.jsonl"
    run(index, pairs, "-o", out)
    before = out.read_bytes()
    other = tmp_path / "other.tsv"
    other.write_text("a\tb\n" * 60, encoding="utf-8")
    code, _, errors = run(index, other, "-o", out, "--resume")
    assert code == 2
    assert "made from other pairs" in errors
    code, _, errors = run(index, pairs, "-o", out)
    assert code == 2
    assert "--resume to go on" in errors
    assert out.read_bytes() == before
    out.write_text("something else\n", encoding="utf-8")
    code, _, errors = run(index, pairs, "-o", out, "--resume")
    assert code == 3
    assert errors.startswith(f"{out}:1:1: not the output of an earlier run")


@pytest.mark.parametrize("option", ["--resume", "--force"])
def test_one_run_at_a_time_writes_to_a_file(index, pairs, tmp_path, option):
    """A second run is told so and changes nothing."""
    out = tmp_path / "out.jsonl"
    run(index, pairs, "-o", out)
    whole = out.read_bytes()
    with out.open("r+b") as file:
        assert try_lock(file.fileno())
        code, _, errors = run(index, pairs, "-o", out, option)
    assert (code, errors) == (
        2,
        f"kgraph: {out} is being written by another process. Wait until it is done, or end it.\n",
    )
    assert out.read_bytes() == whole


def test_pairs_are_read_with_their_lines(tmp_path):
    """Headers, remarks and empty lines are passed over; a csv has commas and quotes."""
    file = tmp_path / "pairs.csv"
    file.write_text('subject,object\n"a, b",c\n\n#x,y\nd\n', encoding="utf-8")
    first, second = read_pairs(file)
    assert first == Pair(2, "a, b", "c")
    assert (second.line, second.start) == (5, "d")
    assert second.fault.startswith("1 cells")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("pipe.tsv", None, "is a pipe"),
        ("long.csv", "x" * 200_000 + ",y\n", "a line of more than 64 KiB"),
        ("long.tsv", "a\tb\n" + "x" * 200_000, "a line of more than 64 KiB"),
    ],
)
def test_a_list_that_is_no_list_is_neither_waited_for_nor_swallowed(tmp_path, name, content, words):
    """A pipe may never end, and no name is so long."""
    file = tmp_path / name
    if content is None:
        os.mkfifo(file)
    else:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        list(read_pairs(file))
