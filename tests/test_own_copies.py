"""A file that a user brought is compiled once: the copy beside its digest gives what the file gives, or nothing."""

import os
import stat

import pytest
from test_overlays import CLAIM, written

from kgraph.explorer import page
from kgraph.files import cache as keeping
from kgraph.files.bundled import files_of_a_page
from kgraph.graph import load
from kgraph.reading import load as graphs
from kgraph.reading.load import load_contents

SECTIONS = ("entities", "claims", "references", "hypotheses", "questions", "sources", "relations", "terms")
OVER = (
    CLAIM
    + """study:animal kg:weight 0.99 .
entity:seizure skos:prefLabel "Anfall"@de .
"""
)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A file with a claim and statements that are set aside, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "SETTLED_SECONDS", -1.0)
    return written(tmp_path, OVER)


@pytest.fixture
def reads(monkeypatch):
    """How often files were read; a copy reads none."""
    seen, read = [], graphs._read
    monkeypatch.setattr(graphs, "_read", lambda places: seen.append(places) or read(places))
    return seen


def copies(own):
    return list((own.parent / "cache" / "kgraph").iterdir())


def test_the_second_look_at_a_file_reads_a_copy(own, reads):
    """Every value, their order, and what came of laying the file over the bundled ones are the same."""
    first, second = load_contents(own, bundled=False), load_contents(str(own), bundled=False)
    assert len(reads) == 1
    for name in SECTIONS:
        assert list(getattr(second, name).items()) == list(getattr(first, name).items())
    assert first.overlay.set_aside
    assert second.overlay == first.overlay
    assert second.file_names == first.file_names
    for copy in copies(own):
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    for copy in copies(own):
        copy.unlink()
    assert load_contents(own, bundled=False).overlay == first.overlay
    assert len(reads) == 2


def test_other_content_is_read_whatever_the_times_say(own, reads):
    """The digest of the content decides: same size and times with other words are another file, a touch is none."""
    load_contents(own, bundled=False)
    before = own.stat()
    os.utime(own, (1, 1))
    load_contents(own, bundled=False)
    assert len(reads) == 1
    own.write_text(own.read_text(encoding="utf-8").replace("yeast x", "yeast y"), encoding="utf-8")
    os.utime(own, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load_contents(own, bundled=False).entities["entity:yeast-x"].label == "yeast y"
    assert len(reads) == 2


@pytest.mark.parametrize(
    "harm", [lambda raw: raw[:-20], lambda raw: raw.replace(b"yeast", b"beast"), lambda raw: raw * 2]
)
def test_a_harmed_copy_is_none(own, reads, harm):
    load_contents(own, bundled=False)
    for copy in copies(own):
        copy.write_bytes(harm(copy.read_bytes()))
    assert load_contents(own, bundled=False).entities["entity:yeast-x"].label == "yeast x"
    assert len(reads) == 2


def test_a_copy_that_others_may_write_is_none(own, reads):
    load_contents(own, bundled=False)
    for copy in copies(own):
        copy.chmod(0o666)
    load_contents(own, bundled=False)
    assert len(reads) == 2


def test_files_with_and_without_the_bundled_ones_have_copies_of_their_own(own, reads):
    """And so have the same files in another order."""
    other = written(own.parent, 'entity:zest a kg:Process ; skos:prefLabel "zest"@en .', "other.ttl")
    asked = [((own,), True), ((own,), False), ((own, other), False), ((other, own), False)]
    first = [load_contents(*files, bundled=bundled) for files, bundled in asked[:3]]
    assert len(reads) == 3
    second = [load_contents(*files, bundled=bundled) for files, bundled in asked]
    assert len(reads) >= 4
    assert [len(contents.claims) for contents in second[:3]] == [len(contents.claims) for contents in first]


def test_a_pipe_is_read_by_nobody_but_the_reader(tmp_path, own):
    """What can be read once only is neither hashed nor waited for."""
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    assert keeping.Cache([str(own)], brought=[str(pipe)]).read("thing") is None


def test_the_usual_page_is_made_once_until_something_changes(own, monkeypatch):
    """A copy gives the same bytes; with another file of the package, or another opening, the page is made."""
    made, make = [], page.Explorer._made
    monkeypatch.setattr(page.Explorer, "_made", lambda self: made.append(self.opening) or make(self))
    part = own.with_name("part.py")
    part.write_text("before", encoding="utf-8")
    monkeypatch.setattr(page, "files_of_a_page", lambda: (str(part),))
    graph = load(own)
    first, again = (page.Explorer(graph).html for _ in range(2))
    assert again == first
    assert len(made) == 1
    part.write_text("after it", encoding="utf-8")
    assert page.Explorer(graph).html == first
    assert len(made) == 2
    assert page.Explorer(graph, mechanism="ion-channels").html != first


def test_a_page_depends_on_every_file_of_the_package():
    """Code, queries, the page's parts, the words of the ontology, and the libraries that draw it."""
    names = {os.path.basename(name) for name in files_of_a_page()}
    assert names >= {"payload.py", "explorer.js", "sheet.html.j2", "page.html.j2", "kgraph.ttl", "two-step-paths.rq"}
    assert all(os.path.isfile(name) for name in files_of_a_page())
    assert sum("site-packages" in name or "dist-packages" in name for name in files_of_a_page()) >= 4
