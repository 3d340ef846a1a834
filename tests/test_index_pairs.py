"""Lists of pairs through one index: in order, on several processes, going on after an interruption."""

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest
from command import kgraph

from kgraph.cli.partial_output import record_file
from kgraph.errors import DataError, UsageError
from kgraph.files.locks import locked
from kgraph.formats.documents import PairDocument
from kgraph.formats.pair_records import COLUMNS, PRESENTERS, opening_text, read_done, write_record
from kgraph.index.build import build_index
from kgraph.index.open_index import GraphIndex
from kgraph.index.pairs import Asking, Pair, answer_pairs, read_pairs
from kgraph.names import names_of
from kgraph.paths import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.verdict import judge

ENDS = ("IESS", "ALS", "seizure", "mTOR", "cognition", "inflammation", "GABA", "gut microbiota")
STARTS = ("KDT", "acetoacetate", "beta-hydroxybutyrate", "IGF-1", "acetyl-CoA")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of the bundled graph."""
    place = tmp_path_factory.mktemp("index") / "bundled.index"
    build_index(place)
    return place


@pytest.fixture(scope="module")
def forty(tmp_path_factory):
    """Forty pairs of the bundled graph, with a header."""
    file = tmp_path_factory.mktemp("pairs") / "forty.tsv"
    lines = ["start\tend", *(f"{start}\t{end}" for start in STARTS for end in ENDS)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def pairs(tmp_path, forty):
    """The first eight of them, which one process answers: what becomes of files does not depend on how many do."""
    file = tmp_path / "pairs.tsv"
    file.write_text(head(forty, 8), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def unbroken(index, forty, tmp_path_factory):
    """What a run over the eight pairs writes in each form."""
    folder = tmp_path_factory.mktemp("unbroken")
    (folder / "pairs.tsv").write_text(head(forty, 8), encoding="utf-8")
    for form in PRESENTERS:
        assert run(index, folder / "pairs.tsv", "-o", folder / f"out.{form}")[0] == 0
    return {form: (folder / f"out.{form}").read_bytes() for form in PRESENTERS}


def head(pairs, count):
    """The header of a list and its first pairs."""
    return "".join(pairs.read_text(encoding="utf-8").splitlines(keepends=True)[: count + 1])


def partial(out):
    """Where the records of an output are until all are there."""
    return out.with_name(f"{out.name}.partial")


def under_way(index, forty, tmp_path, out, *more):
    """A run over many pairs that has written its first record."""
    many = tmp_path / "many.tsv"
    many.write_text("\n".join(forty.read_text(encoding="utf-8").splitlines()[1:] * 200) + "\n", encoding="utf-8")
    command = ["path", "--index", index, "--pairs", many, "--top", "2", "--max-hops", "4", "-o", out, *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", *map(str, command)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (partial(out).exists() and partial(out).stat().st_size) and process.poll() is None:
        sleep(0.01)
    return process


def run(index, pairs, *more):
    return kgraph("path", "--index", index, "--pairs", pairs, "--top", "2", "--max-hops", "4", *more)


def test_several_processes_answer_in_order_what_one_answers(index, forty):
    """Records come in the order of the pairs and do not depend on who worked them out."""
    asking = Asking(4, 2)
    alone, together = (
        list(answer_pairs(index, read_pairs(forty), asking, PRESENTERS["jsonl"], processes=n)) for n in (1, 3)
    )
    assert [record.pair.line for record in together] == list(range(2, 42))
    assert together == alone
    assert any(record.fields["paths"] for record in alone)


def test_every_pair_has_a_verdict_at_any_length(index, forty, graph):
    """It is that of the steps of the graph, whatever the hop limit; a table says it in its last two columns."""
    asking = Asking(max_hops=1, top=1)
    records = list(answer_pairs(index, read_pairs(forty), asking, PRESENTERS["jsonl"], processes=1))
    tables = list(answer_pairs(index, read_pairs(forty), asking, PRESENTERS["tsv"], processes=1))
    names = names_of(graph)
    said = set()
    for record, table in zip(records, tables, strict=True):
        first, last = names.resolve(record.pair.start).id, names.resolve(record.pair.end).id
        arcs, _ = PathSearch(graph, PathFilter()).network(first, last, mechanistic=None)
        expected = judge(arcs, first, last)
        assert record.fields["verdict"]["says"] == expected.says
        assert record.fields["verdict"]["one_sided"] == (expected.one_sided or None)
        rows = [line.split("\t") for line in write_record(PairDocument(table), "tsv").splitlines()]
        assert {tuple(row[-2:]) for row in rows} == {(expected.says, expected.one_sided)}
        assert {len(row) for row in rows} == {len(COLUMNS)}
        said.add(expected.says)
    assert {"both sides", "one side only", "none"} <= said


def test_what_is_avoided_counts_in_no_verdict(index):
    """An end that is avoided has no paths, and an open question stays open within a budget of nothing."""
    opened = GraphIndex(index)
    assert opened.verdict("KDT", "seizure").says == "both sides"
    assert opened.verdict("KDT", "seizure", avoid=["seizure"]).says == "none"
    assert opened.verdict("KDT", "KDT").says == "none"
    assert opened.verdict("KDT", "seizure", most=3).says == "not decided"


def test_a_generator_that_is_closed_ends_its_processes(index, forty):
    """Whoever has seen enough pays for no more than what is under way."""
    records = answer_pairs(index, read_pairs(forty), Asking(4, 2), PRESENTERS["jsonl"], processes=2)
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
def test_a_run_cut_anywhere_goes_on_to_the_same_bytes(index, pairs, unbroken, tmp_path, form):
    """After a cut at any byte, --resume completes what an unbroken run writes, and puts it in place of what was there."""
    out, whole = tmp_path / f"out.{form}", unbroken[form]
    for length in (0, 7, len(whole) // 3, whole.index(b"\n", len(whole) // 2) + 1, len(whole) - 1, len(whole)):
        out.write_text("what stood here before\n", encoding="utf-8")
        partial(out).write_bytes(whole[:length])
        code, _, errors = run(index, pairs, "-o", out, "--resume")
        assert code == 0, errors
        assert out.read_bytes() == whole
        assert {file.name for file in tmp_path.iterdir()} == {out.name, pairs.name}


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_without_an_unfinished_file_a_run_goes_on_with_the_output(index, forty, pairs, unbroken, tmp_path, form):
    """A list that has grown: the answers that are there are kept, and those of the new lines follow."""
    out, grown = tmp_path / f"out.{form}", tmp_path / "grown.tsv"
    grown.write_text(head(forty, 18), encoding="utf-8")
    assert run(index, grown, "-o", out)[0] == 0
    whole = out.read_bytes()
    assert whole.startswith(unbroken[form])
    out.write_bytes(unbroken[form])
    code, _, errors = run(index, grown, "-o", out, "--resume")
    # In a table the last pair may have had more rows, and is asked once more.
    assert (code, errors.split()[1]) == (0, "10" if form == "jsonl" else "11"), errors
    assert out.read_bytes() == whole


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_what_counts_as_done_is_never_more_than_was_written(index, forty, tmp_path, form):
    """At every byte, the done part ends with a whole record of a pair whose records are all there."""
    out = tmp_path / f"out.{form}"
    records = answer_pairs(index, read_pairs(forty), Asking(4, 2), PRESENTERS[form], processes=1)
    whole = "".join((opening_text(form), *(write_record(PairDocument(one), form) for one in records))).encode()
    last = 0
    for length in range(0, len(whole), 99):
        out.write_bytes(whole[:length])
        done = read_done(out, form)
        assert done.size <= length
        assert done.line >= last
        assert whole[: done.size].endswith(b"\n") or not done.size
        last = done.line
    assert last > 30


def test_an_interrupted_run_keeps_whole_records_and_says_how_to_go_on(index, forty, tmp_path):
    """Ctrl-C: exit 130, whole records beside an output that is not there yet, and where they are."""
    out = tmp_path / "out.jsonl"
    process = under_way(index, forty, tmp_path, out)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=100)[1]
    assert process.returncode == 130, errors
    lines = partial(out).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["line"] for line in lines] == list(range(1, 1 + len(lines)))
    assert 0 < len(lines) < 8000
    told, *_, last = errors.splitlines()
    assert re.fullmatch(
        rf"kgraph: the answers so far are in {re.escape(str(partial(out)))}; --resume goes on after them", told
    )
    assert last == "kgraph: interrupted"
    assert not out.exists()


def test_a_killed_run_leaves_the_old_output_and_its_records(index, forty, tmp_path):
    """Killed in the middle with --force: the old content stands, the next run names both choices, and --resume goes on."""
    out = tmp_path / "out.jsonl"
    out.write_text("what stood here before\n", encoding="utf-8")
    with under_way(index, forty, tmp_path, out, "--force") as process:
        process.kill()
        process.communicate(timeout=100)
    assert out.read_text(encoding="utf-8") == "what stood here before\n"
    records = partial(out).read_bytes()
    whole_records = records[: records.rindex(b"\n") + 1]
    few = tmp_path / "few.tsv"
    many = (tmp_path / "many.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(many[: whole_records.count(b"\n") + 1]), encoding="utf-8")
    code, _, errors = run(index, few, "-o", out)
    assert code == 2
    assert errors == (
        f"kgraph: {partial(out)} holds the answers of an interrupted run. "
        "Give --resume to go on with it, or --force to begin anew.\n"
    )
    assert partial(out).read_bytes() == records
    code, _, errors = run(index, few, "-o", out, "--resume")
    assert (code, errors.split()[1]) == (0, "1"), errors
    assert out.read_bytes().startswith(whole_records)
    assert out.read_bytes().count(b"\n") == whole_records.count(b"\n") + 1
    assert not {".out.jsonl.lock", partial(out).name} & {file.name for file in tmp_path.iterdir()}
    partial(out).write_bytes(records[:-5])
    assert run(index, few, "-o", out, "--force")[0] == 0
    assert out.read_bytes().startswith(whole_records)
    assert not partial(out).exists()


def test_what_came_after_the_records_is_replaced_only_on_request(index, pairs, unbroken, tmp_path):
    """Whoever wrote to the output after the interruption is not overwritten by going on."""
    out, whole = tmp_path / "out.jsonl", unbroken["jsonl"]
    partial(out).write_bytes(whole)
    out.write_text("precious\n", encoding="utf-8")
    os.utime(out, (0, 0))
    code, _, errors = run(index, pairs, "-o", out, "--resume")
    assert code == 2
    assert errors == (
        f"kgraph: {out} has changed since {partial(out)} was interrupted, which would replace it. "
        "Give --resume --force to go on all the same.\n"
    )
    assert (out.read_text(encoding="utf-8"), partial(out).read_bytes()) == ("precious\n", whole)
    assert run(index, pairs, "-o", out, "--resume", "--force")[0] == 0
    assert out.read_bytes() == whole


def test_what_comes_while_pairs_are_answered_is_left_alone(index, pairs, tmp_path):
    """The place was free at the start and is taken at the end: the answers wait beside it."""
    out = tmp_path / "out.jsonl"
    with record_file(out, "jsonl", pairs, force=False, resume=False) as (write, _):
        write("{}\n")
    assert out.read_text(encoding="utf-8") == "{}\n"
    out.unlink()
    taken = record_file(out, "jsonl", pairs, force=False, resume=False)
    write, _ = taken.__enter__()
    write("{}\n")
    out.write_text("precious\n", encoding="utf-8")
    with pytest.raises(UsageError, match="came while the pairs were answered"):
        taken.__exit__(None, None, None)
    assert (out.read_text(encoding="utf-8"), partial(out).read_text(encoding="utf-8")) == ("precious\n", "{}\n")


def test_a_link_is_replaced_and_permissions_are_kept(index, pairs, tmp_path):
    """What a link points to stays; a file that others may not read is not opened to them by writing it anew."""
    target, link, out = tmp_path / "target", tmp_path / "link.jsonl", tmp_path / "out.jsonl"
    for file in (target, out):
        file.write_text("mine\n", encoding="utf-8")
    link.symlink_to(target)
    out.chmod(0o640)
    for output in (link, out):
        assert run(index, pairs, "-o", output, "--force")[0] == 0
    assert target.read_text(encoding="utf-8") == "mine\n"
    assert not link.is_symlink()
    assert link.read_bytes() == out.read_bytes()
    assert out.stat().st_mode & 0o777 == 0o640
    with record_file(out, "jsonl", pairs, force=True, resume=False):
        assert partial(out).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("option", ["--force", "--resume"])
@pytest.mark.parametrize("where", ["out", "out.partial"])
def test_pipes_and_folders_are_no_place_for_answers(index, pairs, tmp_path, where, option):
    """Neither in the place of the output nor beside it; nothing waits, and nothing is left."""
    for make, words in ((os.mkfifo, "pipe"), (os.mkdir, "folder")):
        make(tmp_path / where)
        code, _, errors = run(index, pairs, "-o", tmp_path / "out", option)
        assert code == 2
        assert errors.startswith(f"kgraph: {tmp_path / where} is a ")
        assert words in errors
        assert len(errors.splitlines()) == 1
        assert {file.name for file in tmp_path.iterdir()} == {where, pairs.name}
        os.rmdir(tmp_path / where) if words == "folder" else os.unlink(tmp_path / where)


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_a_disk_that_fills_up_keeps_whole_records_and_says_how_to_go_on(index, pairs, unbroken, tmp_path, form):
    """The system refuses to let the file grow: exit 2, one line, and with room again the same bytes as ever."""
    out, whole = tmp_path / f"out.{form}", unbroken[form]
    # Two lines and part of the third.
    room = whole.index(b"\n", whole.index(b"\n") + 1) + 100
    limited = f"import resource, sys; from kgraph.cli.main import main; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); main()"
    line = ["path", "--index", index, "--pairs", pairs, "--top", "2", "--max-hops", "4", "-o", out]
    done = subprocess.run([sys.executable, "-c", limited, *map(str, line)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"kgraph: cannot write {partial(out)}: File too large; --resume goes on after the last whole record in it.\n"
    )
    assert whole.startswith(partial(out).read_bytes())
    assert partial(out).stat().st_size > room - 4096
    assert not out.exists()
    code, _, errors = run(index, pairs, "-o", out, "--resume")
    assert code == 0, errors
    assert out.read_bytes() == whole


def test_where_nothing_can_be_written_nothing_is_left(index, pairs, tmp_path):
    """Not even the first record fits: one line, and the next run finds nothing in its way."""
    out = tmp_path / "out.jsonl"
    limited = "import resource, sys; from kgraph.cli.main import main; resource.setrlimit(resource.RLIMIT_FSIZE, (99, 99)); main()"
    line = ["path", "--index", index, "--pairs", pairs, "-o", out]
    done = subprocess.run([sys.executable, "-c", limited, *map(str, line)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "File too large" in done.stderr
    assert {file.name for file in tmp_path.iterdir()} == {pairs.name}
    assert run(index, pairs, "-o", out)[0] == 0


def test_a_killed_run_leaves_no_process(index, forty, tmp_path):
    """Whoever is killed cannot end the processes that it started; they notice, and go."""
    with under_way(index, forty, tmp_path, tmp_path / "out.jsonl") as process:
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
        (("--format", "csv"), "writes tsv or jsonl"),
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


def test_an_output_of_other_pairs_is_not_gone_on_with(index, pairs, unbroken, tmp_path):
    """Neither an output of another list nor another kind of file is touched."""
    out, before = tmp_path / "out.jsonl", unbroken["jsonl"]
    out.write_bytes(before)
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


@pytest.mark.parametrize("option", [[], ["--resume"], ["--force"]])
def test_one_run_at_a_time_writes_to_a_file(index, pairs, unbroken, tmp_path, option):
    """A second run is told so and changes nothing."""
    out, whole = tmp_path / "out.jsonl", unbroken["jsonl"]
    out.write_bytes(whole)
    with locked(out):
        code, _, errors = run(index, pairs, "-o", out, *option)
    assert (code, errors) == (
        2,
        f"kgraph: {out} is being written by process {os.getpid()}. Wait until it is done, or end it.\n",
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


def test_a_byte_that_is_no_utf_8_is_told_with_its_line(tmp_path):
    """However far the reading was ahead of the lines."""
    file = tmp_path / "pairs.tsv"
    file.write_bytes(b"KDT\tIESS\nKDT\tA\xffLS\n")
    with pytest.raises(DataError, match=r"pairs\.tsv:2:6: byte 0xff at offset 14 is not UTF-8"):
        list(read_pairs(file))
