"""A store on disk beside a model of it: filled, refused, replaced, killed, damaged and read in any order."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse
from sizes import LONG, SEED, size
from store_model import canonical, contents, held
from warm import standing

from kgraph.files.bundled import bundled_data
from kgraph.sparql.disk_stores import open_folder
from kgraph.sparql.loading import load_store

CORPUS = Path(__file__).parent / "corpus"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
BAD = ["latin-1.ttl", "cut-off.nt", "relative.jsonld", "entity-bomb.rdf", "bad-checksum.ttl.gz", "nested-graph.trig", "nowhere.ttl"]  # fmt: skip
# Fills a store and stands still when the statements of the files are in, until it is told to go on.
FILLING = """
import sys
from pathlib import Path
from kgraph.sparql import disk_stores as disk
from kgraph.sparql import loading

def wait(store, add_edges=loading.add_edges):
    print("filling", flush=True)
    sys.stdin.readline()
    add_edges(store)

loading.add_edges = wait
disk.fill_folder(Path(sys.argv[1]), [Path(file) for file in sys.argv[2:]], force=True)
"""


class StoreMachine(RuleBasedStateMachine):
    """`there` is what the store ought to hold: None where there is none."""

    warm = None
    vocabulary = None
    readers = Bundle("readers")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.place = self.folder / "graph.store"
        self.there = None
        self.damaged = False
        # Asking twice in a row tells nothing new.
        self.asked = False
        # A process that was killed may leave hidden things until the next filling.
        self.killed = False
        self.filling = None
        self.opened = []
        self.written = 0

    def teardown(self):
        if self.filling:
            self.end_filling(finish=False)
        self.opened.clear()
        shutil.rmtree(self.folder)

    def named(self, contents):
        """Files with these contents, as they are named to the command."""
        words = []
        for content in contents:
            self.written += 1
            file = self.folder / f"{self.written}{content.ending}"
            file.write_bytes(content.as_bytes())
            words += ["--data", file]
        return words

    def fill(self, *words, **how):
        return self.warm.run("store", self.place, "--no-bundled", *words, **how)

    def model(self, contents):
        return held(self.vocabulary, contents)

    def answer(self):
        """What the store answers when it is asked for everything; None where there is no store."""
        done = self.warm.run("query", EVERYTHING, "--store", self.place, "--format", "nt")
        if not self.place.exists():
            assert done.code == 3 and done.says_one_line(), done
            return None
        assert done.code == 0, done
        return canonical(quad.triple for quad in parse(done.out, format=RdfFormat.N_TRIPLES))

    @precondition(lambda self: not self.filling)
    @rule(files=st.lists(contents, max_size=3), force=st.booleans())
    def fill_it(self, files, force):
        """A new place, or --force: the new statements and no others.  Else a refusal that names the way out."""
        done = self.fill(*self.named(files), *(["--force"] if force else []))
        if self.there is not None and not force:
            assert done.code == 2 and done.says_one_line() and "--force" in done.err, done
            return
        assert done.code == 0, done
        self.there, self.damaged, self.killed, self.asked = self.model(files), False, False, False
        assert f": {len(self.there):,} statements" in done.err

    @precondition(lambda self: not self.filling)
    @rule(before=st.lists(contents, max_size=1), bad=st.sampled_from(BAD), after=st.lists(contents, max_size=1))
    def fill_it_with_a_bad_file(self, before, bad, after):
        """One line that names the file; what stood there stands, and what killed ones left is gone."""
        done = self.fill(*self.named(before), "--data", CORPUS / bad, *self.named(after), "--force")
        assert done.code == 3 and done.says_one_line() and done.err.startswith(str(CORPUS / bad)), done
        self.killed = False

    @precondition(lambda self: not self.filling)
    @rule(files=st.lists(contents, max_size=2), delay=st.floats(0, 0.2))
    def kill_a_filling(self, files, delay):
        """The old statements or the new, the new for certain when it said that they are there; the next one succeeds.

        With the next one the state is the same wherever the kill hit, as the repeating of a run needs it.
        """
        words = (*self.named(files), "--force")
        done = self.fill(*words, signal_after=(signal.SIGKILL, delay))
        assert done.code in (0, -signal.SIGKILL), done
        new, damaged = self.model(files), self.warm.run("query", "ASK {}", "--store", self.place).code == 3
        if self.place.exists() and not (damaged and self.damaged and done.code):
            found = self.answer()
            assert found == new or (done.code and not self.damaged and found == self.there)
        else:
            assert done.code and (self.damaged or self.there is None)
        assert self.fill(*words).code == 0
        self.there, self.damaged, self.killed, self.asked = new, False, False, False

    @precondition(lambda self: not self.filling)
    @rule(files=st.lists(contents, max_size=2))
    def start_filling(self, files):
        """From now on another process is in the middle of a filling."""
        process = subprocess.Popen(
            [sys.executable, "-c", FILLING, self.place, bundled_data()[0], *self.named(files)[1::2]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout.readline() == "filling\n"
        self.filling = process, self.model(files)

    @precondition(lambda self: self.filling)
    @rule(files=st.lists(contents, max_size=1), force=st.booleans())
    def fill_it_meanwhile(self, files, force):
        """One line with the process id of the one that fills it, and nothing changes."""
        done = self.fill(*self.named(files), *(["--force"] if force else []))
        assert done.code != 0 and done.says_one_line() and str(self.filling[0].pid) in done.err, done

    @precondition(lambda self: self.filling)
    @rule(finish=st.booleans())
    def end_filling(self, finish):
        """It comes to its end, or is killed; then the lock is free."""
        process, new = self.filling
        self.filling = None
        if not finish:
            process.kill()
        process.communicate("\n" if finish else None)
        assert process.returncode == (0 if finish else -signal.SIGKILL)
        self.killed = not finish
        if finish:
            self.there, self.damaged, self.asked = new, False, False

    @precondition(lambda self: self.there is not None and not self.damaged)
    @rule()
    def damage_it(self):
        """Only a store that is as kgraph made it is opened; --force makes a new one in its place."""
        (manifest,) = (self.place / "oxigraph").glob("MANIFEST-*")
        manifest.write_bytes(manifest.read_bytes()[:-5] + b"wrong")
        self.damaged, self.asked = True, False

    @precondition(lambda self: not self.asked)
    @rule()
    def ask_it(self):
        """The statements of the model; one line that names the store where it is damaged."""
        self.asked = True
        if self.damaged:
            done = self.warm.run("query", EVERYTHING, "--store", self.place)
            assert done.code == 3 and done.says_one_line() and done.err.startswith(str(self.place)), done
        else:
            assert self.answer() == self.there

    @precondition(lambda self: self.there is not None and not self.damaged)
    @rule(target=readers)
    def open_it(self):
        self.opened.append((open_folder(self.place), self.there))
        return len(self.opened) - 1

    @rule(number=readers)
    def read_on(self, number):
        """Whoever opened a store goes on reading that one, whatever stands at its place now."""
        store, there = self.opened[number]
        assert canonical(quad.triple for quad in store) == there

    @precondition(lambda self: not self.filling)
    @rule(kind=st.sampled_from(["file", "folder", "link", "link to nothing"]))
    def fill_what_is_no_store(self, kind):
        """Never replaced, --force or not."""
        other, thesis = self.folder / "papers", self.folder / "thesis.txt"
        thesis.write_text("mine", encoding="utf-8")
        if kind == "file":
            other.write_text("mine", encoding="utf-8")
        elif kind == "folder":
            other.mkdir()
            (other / "thesis.txt").write_text("mine", encoding="utf-8")
        else:
            other.symlink_to(thesis if kind == "link" else self.folder / "nothing")
        before = standing(self.folder)
        done = self.warm.run("store", other, "--no-bundled", "--force")
        assert done.code == 2 and done.says_one_line() and str(other) in done.err, done
        assert standing(self.folder) == before
        assert thesis.read_text(encoding="utf-8") == "mine"
        shutil.rmtree(other) if kind == "folder" else os.unlink(other)
        os.unlink(thesis)

    @invariant()
    def nothing_lies_about(self):
        """Beside the store and the files there is nothing, but for a filling that goes on or was killed."""
        hidden = {path.name for path in self.folder.iterdir() if path.name.startswith(".")}
        assert self.place.is_dir() == (self.there is not None)
        assert bool(hidden) <= bool(self.filling or self.killed), hidden


@seed(SEED)
@settings(max_examples=500 if LONG else 60, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(contents, min_size=1, max_size=3))
def test_files_together_say_what_the_model_says(tmp_path_factory, said):
    """Whatever the formats: one graph, blank nodes of their own for each file, and the edges of all claims."""
    folder = tmp_path_factory.mktemp("files")
    files = [folder / f"{number}{content.ending}" for number, content in enumerate(said)]
    for file, content in zip(files, said, strict=True):
        file.write_bytes(content.as_bytes())
    store = load_store(files)
    named = {content.graph for content in said if content.graph}
    assert {quad.graph_name for quad in store} <= {DefaultGraph(), *named}
    assert canonical(quad.triple for quad in store) == held((), said)


def test_a_store_holds_what_the_model_holds(warm):
    """Any order of filling, refusing, replacing, killing, damaging and reading, in real stores and processes."""
    machine = seed(SEED)(type("Machine", (StoreMachine,), {"warm": warm, "vocabulary": _vocabulary()}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=size("KGRAPH_STORE_RUNS", short=4, long=40),
            stateful_step_count=40 if LONG else 12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # To make a failure shorter takes minutes.
            phases=list(Phase) if LONG else [Phase.generate],
        ),
    )


def _vocabulary():
    """The statements of the vocabulary, which every store holds, as the engine keeps them: 1.0 and 1 are one number."""
    store = Store()
    store.extend(parse(path=bundled_data()[0]))
    return [quad.triple for quad in store]
