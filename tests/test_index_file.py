"""The file of a compiled index: opened at once, checked, never half-written, the same for the same edges."""

import os
import pickle
import random
import struct
import threading
import time

import numpy as np
import pytest
from command import kgraph
from signed_graphs import edges_of, random_rows

from kgraph.errors import DataError, ExistingFileError
from kgraph.files.cache import SETTLED_SECONDS, Cache
from kgraph.index.compile import compile_edges
from kgraph.index.file_layout import IndexFile, write_arrays
from kgraph.index.open_index import GraphIndex


@pytest.fixture
def rows():
    generator = random.Random(11)
    return next(rows for _ in range(99) for nodes, rows in [random_rows(generator)] if nodes == 7 and len(rows) > 15)


@pytest.fixture
def built(tmp_path, rows):
    """An index file of a small graph."""
    file = tmp_path / "graph.index"
    write_arrays(file, *compile_edges(edges_of(7, rows)))
    return file


def test_what_was_written_is_what_is_read(built, rows):
    """Every array comes back with its type and values, and none can be written to."""
    arrays, facts = compile_edges(edges_of(7, rows))
    read = IndexFile(built)
    assert read.facts == facts
    assert list(read.arrays) == list(arrays)
    for name, array in arrays.items():
        assert read.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(read.arrays[name], array)
        assert not read.arrays[name].flags.writeable


def test_every_row_is_found_behind_exactly_one_step(built, rows):
    """No parallel row is lost: the rows behind all steps are all rows, each with its own cost."""
    read = IndexFile(built).arrays
    assert sorted(read["row"].tolist()) == list(range(len(rows)))
    assert [rows[row][2] for row in read["row"]] == read["row_cost"].tolist()


def test_the_same_edges_give_the_same_bytes(built, tmp_path, rows):
    """Nothing of the time, the machine or the place gets into the file."""
    again = tmp_path / "elsewhere" / "other.index"
    again.parent.mkdir()
    write_arrays(again, *compile_edges(edges_of(7, rows)))
    assert again.read_bytes() == built.read_bytes()


def test_a_file_cut_anywhere_is_refused_in_one_line(built):
    """Whatever is missing, opening says so, and names the file."""
    whole = built.read_bytes()
    for length in [*range(200), *range(200, len(whole), 61), len(whole) - 1]:
        built.write_bytes(whole[:length])
        with pytest.raises(DataError) as error:
            GraphIndex(built)
        assert str(error.value).startswith(f"{built}: ")
        assert "\n" not in str(error.value)
        assert ("not an index" if 0 < length < 8 else "cut short" if length else "empty") in str(error.value)


def test_a_changed_byte_is_found(built):
    """In the opening or the header when it is opened, in the content when it is verified."""
    whole = built.read_bytes()
    content = IndexFile(built)._start
    GraphIndex(built).verify()
    for place in [*range(48), *range(64, content, 7), *range(content, len(whole), 29), len(whole) - 1]:
        changed = bytearray(whole)
        changed[place] ^= 0x10
        built.write_bytes(changed)
        with pytest.raises(DataError, match=r"damaged|not an index|layout|cut short"):
            GraphIndex(built).verify()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"@prefix kg: <https://w3id.org/kgraph/> .", "not an index"),
        (b"KGRAPHIX" + struct.pack("<II", 99, 10) + bytes(48), "layout 99"),
        (
            b"KGRAPHIX" + struct.pack("<II", 1, 10) + bytes(48),
            r"layout 1, and this kgraph reads layout 2.*; build it again",
        ),
        (b"KGRAPHIX" + struct.pack("<II", 2, 2**31) + bytes(48), "damaged"),
    ],
)
def test_foreign_and_newer_files_are_refused(tmp_path, content, words):
    """A file of another program or another layout is named as what it is."""
    file = tmp_path / "some.index"
    file.write_bytes(content)
    with pytest.raises(DataError, match=words):
        GraphIndex(file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere\.index: No such file"):
        GraphIndex(tmp_path / "nowhere.index")


def test_an_existing_file_is_not_replaced_unasked(built):
    before = built.read_bytes()
    with pytest.raises(ExistingFileError):
        write_arrays(built, {}, {})
    assert built.read_bytes() == before


def test_a_build_that_ends_early_leaves_the_old_file(built, rows, monkeypatch):
    """Interrupted when all is written but not yet on disk, nothing of the new one is left behind."""

    def interrupted(handle):
        raise KeyboardInterrupt

    before = built.read_bytes()
    monkeypatch.setattr("kgraph.files.writing.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_arrays(built, *compile_edges(edges_of(7, rows[:3])), force=True)
    assert built.read_bytes() == before
    assert list(built.parent.iterdir()) == [built]


def test_a_reader_keeps_what_it_opened(built, rows):
    """An index that is replaced goes on to answer for those who have it open."""
    old = GraphIndex(built)
    before = [path.cost for path in old.paths("n000000", "n000001", max_hops=None)]
    write_arrays(built, *compile_edges(edges_of(7, [])), force=True)
    assert [path.cost for path in old.paths("n000000", "n000001", max_hops=None)] == before
    assert list(GraphIndex(built).paths("n000000", "n000001")) == []


def test_threads_share_one_index(built):
    """Searches in several threads at once give what one gives alone."""
    index = GraphIndex(built)
    expected = [path.cost for path in index.paths("n000000", "n000001", max_hops=None)]
    found = []

    def ask():
        found.extend([path.cost for path in index.paths("n000000", "n000001", max_hops=None)] for _ in range(30))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 120


@pytest.mark.parametrize(
    "arguments",
    [
        ("path", "a", "b", "--index", "{pipe}"),
        ("index", "info", "{pipe}"),
        ("index", "build", "{pipe}", "-o", "{pipe}.index"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, arguments):
    """Neither an index nor an edge table is read from a pipe; nobody waits for a writer that never comes."""
    pipe = tmp_path / "pipe.tsv"
    os.mkfifo(pipe)
    code, _, errors = kgraph(*(argument.format(pipe=pipe) for argument in arguments))
    assert (code, errors) == (3, f"{pipe}:1:1: is a pipe, not a file\n")


def test_an_index_with_damaged_content_is_no_traceback(tmp_path):
    """Numbers that lead nowhere are told as damage, in one line, for one question and for a list in other processes."""
    place, pairs = tmp_path / "bundled.index", tmp_path / "pairs.tsv"
    assert kgraph("index", "build", "-o", place)[0] == 0
    pairs.write_text("KDT\tIESS\nKDT\tALS\n", encoding="utf-8")
    content = bytearray(place.read_bytes())
    targets = IndexFile(place).arrays["out_target"].tobytes()
    start = content.index(targets)
    content[start : start + len(targets)] = b"\x7f" * len(targets)
    place.write_bytes(content)
    for asked in (["KDT", "IESS"], ["--pairs", pairs, "-o", tmp_path / "out.jsonl"]):
        code, out, errors = kgraph("path", *asked, "--index", place)
        assert (code, out) == (3, "")
        assert errors.endswith(
            "is damaged: its content does not fit its checksum; build it again with kgraph index build\n"
        )
        assert len(errors.splitlines()) == 1


def test_an_error_of_data_comes_whole_out_of_another_process():
    """With its reason and its place."""
    error = pickle.loads(pickle.dumps(DataError("is bad", file="a.ttl", line=1, column=2)))
    assert (str(error), error.reason, error.line) == ("a.ttl:1:2: is bad", "is bad", 1)


def test_a_damaged_index_answers_nothing(built, tmp_path):
    """Whichever bytes of the content change, no search comes to an answer; a whole file is read through only once."""
    whole = built.read_bytes()
    content = IndexFile(built)._start
    draw = random.Random(24)
    for _ in range(60):
        changed = bytearray(whole)
        for _ in range(draw.choice((1, 1, 4))):
            changed[draw.randrange(content, len(whole))] ^= draw.randrange(1, 256)
        built.write_bytes(changed)
        with pytest.raises(DataError, match="its content does not fit its checksum"):
            GraphIndex(built)
    assert GraphIndex(built, verified=False).facts


def test_an_index_is_verified_once_while_it_stays_as_it_is(built):
    """A note says that the file was found whole; another content under the same name and times is read again."""
    long_ago = time.time() - 60
    os.utime(built, (long_ago, long_ago))
    before = built.stat()
    time.sleep(SETTLED_SECONDS + 0.1)
    GraphIndex(built)
    assert Cache([str(built)]).read("verified-index") is not None
    changed = bytearray(built.read_bytes())
    changed[-1] ^= 1
    built.write_bytes(changed)
    os.utime(built, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(DataError, match="checksum"):
        GraphIndex(built)
