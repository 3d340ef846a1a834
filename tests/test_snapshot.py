"""A kept copy gives what the files give, or nothing: never a wrong answer, a wait or a traceback."""

import json
import os
import shutil
import subprocess
import sys
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.files import cache as keeping
from kgraph.files.bundled import bundled_data
from kgraph.files.cache import Cache
from kgraph.graph import KnowledgeGraph, load
from kgraph.paths import find_paths
from kgraph.paths.candidate_steps import groundwork
from kgraph.reading import load as graphs
from kgraph.reading.snapshot import read_snapshot, write_snapshot

SECTIONS = ("entities", "claims", "references", "hypotheses", "questions", "sources", "relations", "terms")


@pytest.fixture(scope="module")
def contents():
    """What the bundled files say, read without any copy."""
    return graphs._read([str(path) for path in bundled_data()])


@pytest.fixture(scope="module")
def body(contents):
    return write_snapshot(contents)


class Apart:
    """A snapshot in its parts, beside what it was made from; without a representation of its own, which would be huge."""

    def __init__(self, contents, body):
        self.contents, (self.index, self.rows) = contents, taken_apart(body)


@pytest.fixture(scope="module")
def apart(contents, body):
    return Apart(contents, body)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A copy of a file that counts as settled at once, in a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "SETTLED_SECONDS", -1.0)
    file = tmp_path / "file"
    file.write_bytes(b"one")
    Cache([str(file)]).write("thing", b"made from one")
    return file


def places(kept):
    return list((kept.parent / "cache" / "kgraph").iterdir())


def test_a_snapshot_is_everything_that_was_read(contents, body):
    """Every value of every kind comes back equal, in the same order, without a look at the files."""
    back = read_snapshot(memoryview(body), lambda: pytest.fail("the files were read"))
    for name in SECTIONS:
        assert list(getattr(back, name).items()) == list(getattr(contents, name).items())


def taken_apart(body):
    """The index, and for each kind of values their rows."""
    start = 8 + int(body[:8])
    index, rows = json.loads(body[8:start]), {}
    for name in SECTIONS:
        ends = list(accumulate(index[name][1], initial=start))
        rows[name] = [body[first:last] for first, last in pairwise(ends)]
        start = ends[-1]
    return index, rows


@given(st.sampled_from(SECTIONS), st.integers(0, 9999), st.integers(0, 99), st.sampled_from(["{}", "[null]", "[[1]]"]))
@settings(max_examples=200, deadline=None)
def test_a_cell_of_the_wrong_kind_gives_way_to_the_truth(apart, name, number, place, odd):
    """However a copy was forged, a value whose cells are not of the model's types is the one that the files give."""
    index, rows, contents = apart.index, apart.rows, apart.contents
    number %= len(rows[name])
    row = json.loads(rows[name][number])
    row[place % len(row)] = json.loads(odd)
    forged = json.dumps(row).encode()
    section = [*rows[name][:number], forged, *rows[name][number + 1 :]]
    heading = json.dumps({**index, name: [index[name][0], [len(each) for each in section]]}).encode()
    body = b"".join([b"%08d" % len(heading), heading, *(r for part in {**rows, name: section}.values() for r in part)])
    back = read_snapshot(memoryview(body), lambda: contents)
    key = index[name][0][number]
    assert getattr(back, name)[key] == getattr(contents, name)[key]


@given(st.binary(max_size=60))
def test_noise_is_no_snapshot(noise):
    assert read_snapshot(memoryview(noise), lambda: pytest.fail("the files were read")) is None


def test_a_kept_copy_comes_back(kept):
    assert bytes(Cache([str(kept)]).read("thing")) == b"made from one"
    assert Cache([str(kept)]).read("other") is None


@pytest.mark.parametrize("keeps_times", [False, True])
def test_an_edited_file_has_no_copy(kept, keeps_times):
    """Not even when the edit keeps the size and the modification time."""
    before = os.stat(kept)
    kept.write_bytes(b"two")
    if keeps_times:
        os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Cache([str(kept)]).read("thing") is None


def test_a_replaced_file_has_no_copy(kept):
    """A file of the same size and times that took the place of the old one is another file."""
    other = kept.with_name("other")
    other.write_bytes(b"two")
    shutil.copystat(kept, other)
    os.replace(other, kept)
    assert Cache([str(kept)]).read("thing") is None


def test_a_file_that_changes_meanwhile_gets_no_copy(kept):
    """What was read before an edit is not kept as if it had been read after it."""
    kept.write_bytes(b"two")
    before = Cache([str(kept)])
    kept.write_bytes(b"three")
    before.write("thing", b"made from two")
    assert before.read("thing") is None
    assert Cache([str(kept)]).read("thing") is None


def test_a_file_that_has_just_changed_gets_no_copy(kept, monkeypatch):
    """A second edit might fall into the same tick of the clock."""
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept.parent / "cache"))
    kept.write_bytes(b"two")
    Cache([str(kept)]).write("thing", b"made from two")
    assert Cache([str(kept)]).read("thing") is None


@pytest.mark.parametrize("where", [0, 10, 60, -12, -1])
def test_one_flipped_bit_is_noticed(kept, where):
    (place,) = places(kept)
    raw = bytearray(place.read_bytes())
    raw[where] ^= 4
    place.write_bytes(raw)
    assert Cache([str(kept)]).read("thing") is None


@pytest.mark.parametrize("length", [0, 5, 50])
def test_a_copy_that_was_cut_is_noticed(kept, length):
    (place,) = places(kept)
    place.write_bytes(place.read_bytes()[:length])
    assert Cache([str(kept)]).read("thing") is None


def test_what_others_could_have_written_is_not_read(kept):
    """A copy that the group or everybody may write to, a folder and a pipe are as if they were not there."""
    (place,) = places(kept)
    place.chmod(0o666)
    assert Cache([str(kept)]).read("thing") is None
    place.unlink()
    os.mkfifo(place)
    assert Cache([str(kept)]).read("thing") is None
    place.unlink()
    place.mkdir()
    assert Cache([str(kept)]).read("thing") is None


def test_a_relative_cache_folder_is_nobodys(kept, monkeypatch, tmp_path):
    """Nothing is written where the command happens to be run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", "home")
    before = sorted(tmp_path.iterdir())
    keep = Cache([str(kept)])
    keep.write("thing", b"made from one")
    assert keep.read("thing") is None
    assert sorted(tmp_path.iterdir()) == before


def test_only_the_latest_copies_stay(kept):
    """Editing again and again does not fill the disk."""
    for content in (b"b", b"bc", b"bcd", b"bcde"):
        kept.write_bytes(content)
        Cache([str(kept)]).write("thing", content)
    assert len(places(kept)) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.update(ways=7),
        lambda raw: raw["ways"].pop("sign"),
        lambda raw: raw["ways"]["sign"].pop(),
        lambda raw: raw["ways"].update(claim=[-2, *raw["ways"]["claim"][1:]]),
        lambda raw: raw["ways"].update(object=[10**6, *raw["ways"]["object"][1:]]),
        lambda raw: raw["ways"].update(confidence=["0.5", *raw["ways"]["confidence"][1:]]),
        lambda raw: raw["ways"].update(confidence=[5.0, *raw["ways"]["confidence"][1:]]),
        lambda raw: raw["ways"].update(relation=[None, *raw["ways"]["relation"][1:]]),
        lambda raw: raw.update(diseases=["entity:nobody"]),
        lambda raw: raw.update(subtypes=[["entity:nobody"]]),
    ],
)
def test_steps_that_do_not_fit_the_graph_are_worked_out_again(contents, damage):
    """Whatever is wrong with the kept steps, paths are the same."""
    whole = KnowledgeGraph(contents)
    expected = groundwork(whole)
    raw = json.loads(json.dumps(whole.derived["steps"]))
    damage(raw)
    broken = KnowledgeGraph(contents)
    broken.derived["steps"] = raw
    assert groundwork(broken) == expected


def test_names_that_do_not_fit_the_graph_are_collected_again(contents):
    for odd in (None, [], {"kdt": "entity:nobody"}, {"kdt": ["entity:nobody"]}, {"kdt": [["x"]]}, {"kdt": 5}):
        graph = KnowledgeGraph(contents)
        graph.derived["names"] = odd
        assert graph.names.resolve("KDT").label == "ketogenic diet therapy"


def test_with_and_without_a_copy_the_answer_is_the_same(tmp_path, monkeypatch):
    """The first run, which makes the copies, a later one, and one that may not keep anything find the same paths."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first, second = (find_paths(load(), "KDT", "IESS") for _ in range(2))
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert first == second == find_paths(load(), "KDT", "IESS")


READING = """
import sys
import kgraph
kgraph.load()
print("\\n".join(name for name in sys.modules if name.startswith("kgraph.")))
"""


def test_a_copy_depends_on_every_module_that_takes_part_in_the_reading(tmp_path):
    """Whoever changes how files are read is not answered from a copy of before the change."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", READING], env=environment, capture_output=True, text=True, check=True)
    listed = {"kgraph." + name.removesuffix(".py").replace("/", ".") for name in graphs.READERS}
    packages = {"kgraph.files", "kgraph.graph", "kgraph.names", "kgraph.reading", "kgraph.version"}
    keeping = {
        "kgraph.corrections",
        "kgraph.curies",
        "kgraph.door_words",
        "kgraph.reading.look_alikes",
        "kgraph.resemblance",
        "kgraph.spelling",
        "kgraph.installation",
        "kgraph.errors",
        "kgraph.files.bundled",
        "kgraph.files.cache",
        "kgraph.files.flags",
        "kgraph.files.locks",
        "kgraph.files.writing",
    }
    read = {name for name in done.stdout.split() if not name.startswith("kgraph.graph.")}
    assert read - packages - keeping == listed
