"""Stores on disk and endpoints on the web: whole or not at all, one writer, clear errors, no secrets in messages."""

import gc
import json
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from command import kgraph
from pyoxigraph import QueryResultsFormat, parse_query_results

from kgraph.errors import DataError, ExistingFolderError, FileBusyError, QueryError, QueryLimitError, UsageError
from kgraph.files.bundled import bundled_data
from kgraph.sparql.disk_stores import fill_folder, open_folder
from kgraph.sparql.endpoint import ask_endpoint, complete
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.sparql.query_limits import LOCAL, QueryLimits

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("stores") / "graph.store"
    assert fill_folder(place, bundled_data()) > 20_000
    return place


def test_a_store_on_disk_answers_what_the_files_answer(folder, graph):
    """Several readers at once, each in a process of its own."""
    with QueryWorkers(StoreSource(folder=folder), size=2) as first, QueryWorkers(StoreSource(folder=folder)) as second:
        answers = {pool.run(COUNT).read() for pool in (first, second, first)}
    assert answers == {graph.sparql(COUNT).serialize("json")}


def test_limits_hold_on_a_store_on_disk(folder):
    with QueryWorkers(StoreSource(folder=folder), limits=QueryLimits(memory=64 * 1024 * 1024, seconds=60)) as pool:
        with pytest.raises(QueryLimitError, match="memory"):
            pool.run(
                'SELECT (GROUP_CONCAT(CONCAT(STR(?o), STR(?b)); separator=" ") AS ?n) { ?s ?p ?o . ?a kg:sign ?b FILTER (!isBlank(?o)) }'
            )
        pool.run("ASK {}").close()


def test_the_command_fills_and_asks_a_store(tmp_path):
    """A file of one's own, the bundled data left out."""
    file = tmp_path / "mine.nt"
    file.write_text("<http://a/s> <http://a/p> <http://a/o> .\n", encoding="utf-8")
    place = tmp_path / "mine.store"
    assert kgraph("store", place, "--no-bundled", "--data", file)[0] == 0
    code, out, _ = kgraph("query", "ASK { <http://a/s> ?p ?o }", "--store", place, "--format", "csv")
    assert (code, out) == (0, "true\n")
    assert kgraph("query", "ASK {}", "--store", place, "--data", file)[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.nt", "mine.store"]


def test_a_question_is_asked_of_things_that_only_the_store_holds(tmp_path):
    kg, place = "https://w3id.org/kgraph/", tmp_path / "mine.store"
    file = tmp_path / "mine.nt"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    said = {
        f"{rdf}type": f"<{kg}Claim>",
        f"{rdf}subject": f"<{kg}entity/mine>",
        f"{rdf}predicate": f"<{kg}increases>",
        f"{rdf}object": f"<{kg}entity/yours>",
        f"{kg}sign": '"+"',
    }
    lines = [f"<{kg}claim/own> <{predicate}> {value} .\n" for predicate, value in said.items()]
    file.write_text("".join(lines), encoding="utf-8")
    kgraph("store", place, "--no-bundled", "--data", file)
    asked = ("query", "effects-of", "--store", place, "--format", "csv", "--start")
    for name in ("entity:mine", f"{kg}entity/mine"):
        code, out, errors = kgraph(*asked, name)
        assert (code, errors) == (0, "")
        assert out.splitlines()[1].startswith(f"{kg}entity/mine,{kg}raises,{kg}entity/yours")
    code, out, errors = kgraph(*asked, "mine")
    assert (code, out) == (2, "")
    assert "give entity:NAME or its IRI" in errors


def test_a_store_is_replaced_only_when_asked_and_nothing_else_ever(folder, tmp_path):
    with pytest.raises(ExistingFolderError, match="force=True"):
        fill_folder(folder, bundled_data())
    precious = tmp_path / "papers"
    precious.mkdir()
    (precious / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExistingFolderError, match="not a store"):
        fill_folder(precious, bundled_data(), force=True)
    assert (precious / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_bad_file_leaves_the_old_store_as_it_was(tmp_path):
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    bad.write_text("<a:a> <a:b> .", encoding="utf-8")
    place = tmp_path / "s"
    assert fill_folder(place, [good]) == 1
    with pytest.raises(DataError, match=r"bad\.ttl:1:13: "):
        fill_folder(place, [good, bad], force=True)
    assert len(open_folder(place)) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"good.ttl", "bad.ttl", "s"}


def test_nothing_is_left_of_fillings_that_failed(tmp_path):
    """However far the engine was, and whatever its threads still write: time after time nothing lies about."""
    good, bad, place = tmp_path / "good.nt", tmp_path / "bad.nt", tmp_path / "s"
    good.write_text("".join(f"<x:s{n}> <x:p> '{n}' .\n".replace("'", '"') for n in range(2000)), encoding="utf-8")
    bad.write_text("<x:s> <x:p> .\n", encoding="utf-8")
    for turn in range(12):
        with pytest.raises(DataError, match=r"bad\.nt:1:"):
            fill_folder(place, [*[good] * (turn % 4), *bundled_data()[:1], bad])
        assert {path.name for path in tmp_path.iterdir()} == {"good.nt", "bad.nt"}


# Fills a store, and stands still when the statements are in.
FILL = """
import signal, sys
from pathlib import Path
from kgraph.sparql import disk_stores as disk
from kgraph.sparql import loading

def wait(store):
    print("filling", flush=True)
    signal.pause()

loading.add_edges = wait
disk.fill_folder(Path(sys.argv[1]), [Path(sys.argv[2])], force=True)
"""


def test_a_killed_fill_leaves_the_old_store_and_is_swept_up(tmp_path):
    """SIGKILL while the new store is being filled: the old one answers, and the next fill removes the remains."""
    good = tmp_path / "good.ttl"
    good.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    place = tmp_path / "s"
    fill_folder(place, [good])
    with subprocess.Popen([sys.executable, "-c", FILL, place, good], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "filling\n"
        with pytest.raises(FileBusyError, match=f"process {process.pid}"):
            fill_folder(place, [good], force=True)
        process.send_signal(signal.SIGKILL)
    assert len(open_folder(place)) == 1
    assert list(tmp_path.glob(".s-*.new"))
    fill_folder(place, [good], force=True)
    assert not list(tmp_path.glob(".s-*"))


def test_the_lock_is_let_go(folder):
    """Nothing lies beside a store that was filled."""
    assert [file.name for file in folder.parent.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_what_is_no_store_is_said_so(tmp_path, place):
    code, out, errors = kgraph("query", "ASK {}", "--store", tmp_path / place)
    assert (code, out) == (3, "")
    assert "kgraph store DIR" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("part", ["MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_said_so(tmp_path, part):
    """Whatever asks it: exit 3 and one line that names the store, and --force makes a new one."""
    place = tmp_path / "s"
    fill_folder(place, bundled_data()[:1])
    for file in (place / "oxigraph").glob(part):
        file.write_bytes(file.read_bytes()[:20] + b"wrong" + file.read_bytes()[25:])
    for line in (("query", "ASK {}", "--store", place), ("index", "build", place, "-o", tmp_path / "i")):
        code, out, errors = kgraph(*line)
        assert (code, out) == (3, "")
        assert errors.startswith(f"{place}: the store cannot be opened: Corruption")
        assert len(errors.splitlines()) == 1
    fill_folder(place, bundled_data()[:1], force=True)
    assert len(open_folder(place)) > 900
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s"]


# Endpoints.


@pytest.fixture(scope="module")
def endpoint():
    """A real endpoint on this machine: kgraph's own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with process:
        address = re.search(r"http://\S+", process.stderr.readline()).group()
        yield address + "sparql"
        process.terminate()


def test_an_endpoint_is_asked_like_a_store(endpoint, graph):
    """Tables in every format, graphs, yes and no, and named questions with their parameters."""
    for form in ("csv", "tsv", "json", "xml"):
        query = "SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x } ORDER BY ?x"
        code, out, errors = kgraph("query", query, "--store", endpoint, "--format", form)
        assert (code, out) == (0, kgraph("query", query, "--format", form)[1]), errors
    assert kgraph("query", "ASK { ?x a kg:Nothing }", "--store", endpoint)[:2] == (1, "false\n")
    for name in ("two-step-signs", "most-cited", "steps-of-a-hypothesis", "adverse-effects"):
        assert kgraph("query", name, "--store", endpoint)[1] == kgraph("query", name)[1]
    here, there = (
        kgraph("query", "claim-as-graph", *more, "--format", "nt")[1] for more in ((), ("--store", endpoint))
    )
    assert sorted(here.splitlines()) == sorted(there.splitlines())


def test_the_refusal_of_an_endpoint_is_told(endpoint):
    with pytest.raises(QueryError, match="refuses the query"):
        ask_endpoint(endpoint, "SELECT * { ?s ?p }", accept=[], limits=LOCAL)
    with pytest.raises(QueryError, match="update"):
        ask_endpoint(endpoint, "DROP ALL", accept=[], limits=LOCAL)


def test_what_a_query_lacks_is_added_by_its_tokens():
    """Prefixes that are used and not declared; bindings as VALUES in the outermost group."""
    term = {"x": {"type": "literal", "value": '" } # \n'}}
    assert complete("SELECT ?x { ?x a kg:Claim }", {}).splitlines()[0] == "PREFIX kg: <https://w3id.org/kgraph/>"
    assert complete("PREFIX kg: <a:> SELECT * { ?x a kg:Claim # skos:no\n}", {}).startswith("PREFIX kg: <a:> SELECT")
    assert complete("ASK { ?s ?p ?x }", term) == 'ASK { VALUES (?x) { ("\\" } # \\n") }  ?s ?p ?x }'
    assert complete("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", term).startswith(
        "CONSTRUCT { ?s ?p ?x } WHERE { VALUES"
    )


class Odd(BaseHTTPRequestHandler):
    """Answers that endpoints should not give."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        getattr(self, self.path.strip("/").partition("?")[0])()

    def reply(self, code, media_type, body, **headers):
        self.send_response(code)
        for name, value in {"Content-Type": media_type, "Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def page(self):
        self.reply(200, "text/html", b"<h1>hello</h1>")

    def broken(self):
        self.reply(200, "application/sparql-results+json", b'{"head":{"vars":["x"]},"results":{"bindings":[{"x"')

    def cut(self):
        self.reply(200, "text/tab-separated-values", b"?x\n1\n", Kgraph_Cut='2 rows" --> left\tout')

    def cut_graph(self):
        self.reply(200, "text/turtle", b"<a:a> <a:b> <a:c> .\n", Kgraph_Cut="2 triples")

    def problem(self):
        self.reply(422, "application/problem+json", b'{"title": "Unprocessable", "detail": "it takes too long"}')

    def moved(self):
        self.reply(302, "text/plain", b"", Location="http://user:word@elsewhere.example/sparql")

    def locked(self):
        self.reply(401, "text/plain", b"")

    def busy(self):
        self.reply(503, "text/plain", b"come\r\nback", Retry_After="7")

    def whoami(self):
        found = {"head": {}, "boolean": self.headers["Authorization"] == "Basic dXNlcjpwQHNz"}
        self.reply(200, "application/sparql-results+json", json.dumps(found).encode())

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/tab-separated-values")
        self.end_headers()
        with self.swallow():
            while True:
                self.wfile.write(b"?x\n" + b"1\n" * 100_000)

    def dripping(self):
        with self.swallow():
            while not self.server.released.wait(0.2):
                self.wfile.write(b"H")

    def slow_heads(self):
        with self.swallow():
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.server.released.wait(0.2):
                self.wfile.write(b"X: y\r\n")

    def slow_body(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/tab-separated-values")
        self.end_headers()
        with self.swallow():
            while not self.server.released.wait(0.2):
                self.wfile.write(b"1\n")

    def unfolding(self):
        # Small as a document, and large as the terms of an engine.
        self.reply(200, "application/n-triples", b"<x:s> <x:p> <x:o> .\n" * 1_400_000)

    def silent(self):
        self.server.released.wait(30)

    @contextmanager
    def swallow(self):
        try:
            yield
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def odd():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


SLOW = {"silent", "dripping", "slow_heads", "slow_body"}


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("page", DataError, "text/html, which is no SPARQL result"),
        ("broken", DataError, "no valid application/sparql-results"),
        ("moved", DataError, "has moved to http://elsewhere.example/sparql; name that one"),
        ("problem", DataError, "422 Unprocessable Entity: it takes too long"),
        ("locked", DataError, "access is refused"),
        ("busy", DataError, "503 Service Unavailable; try again in 7 seconds: come back"),
        ("endless", QueryLimitError, "more than 10,000,000 bytes"),
        ("silent", QueryLimitError, "longer than 1 seconds"),
        ("dripping", QueryLimitError, "longer than 1 seconds"),
        ("slow_heads", QueryLimitError, "longer than 1 seconds"),
        ("slow_body", QueryLimitError, "longer than 1 seconds"),
    ],
)
def test_an_odd_endpoint_gets_one_line(odd, path, error, words):
    """What happened, where, and no password."""
    limits = QueryLimits(seconds=1 if path in SLOW else 60, memory=10_000_000)
    with pytest.raises(error) as caught:
        ask_endpoint(f"http://user:p%40ss@{odd}/{path}", "ASK {}", accept=[], limits=limits)
    assert words in str(caught.value)
    assert not {"user", "p@ss", "p%40ss", "word"} & set(re.split(r"[^\w%@]+", str(caught.value)))
    assert "\n" not in str(caught.value)
    # What the error holds on to may be an answer of the engine, which only the thread that made it may drop.
    del caught
    gc.collect()


def test_an_answer_that_unfolds_stays_within_the_limit_of_memory(odd):
    """What is read and written of it counts, not only the bytes that came."""
    limits = QueryLimits(seconds=60, memory=32_000_000, rows=None)
    with pytest.raises(QueryLimitError, match=r"needed more memory than the limit \(30 MiB\)"):
        ask_endpoint(f"http://{odd}/unfolding", "DESCRIBE <x:s>", accept=[], limits=limits)
    outcome = ask_endpoint(f"http://{odd}/unfolding", "DESCRIBE <x:s>", accept=[], limits=LOCAL)
    assert outcome.found
    outcome.close()


@pytest.mark.parametrize("form", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_what_an_endpoint_has_cut_is_told(odd, form):
    """In the outcome, and in the document, which stays valid whatever the endpoint wrote in its header."""
    outcome = ask_endpoint(f"http://{odd}/cut", "SELECT * {}", accept=[form], limits=LOCAL)
    assert outcome.cut == "2 rows left out"
    document = outcome.read()
    if "csv" not in form:
        assert b"2 rows left out" in document
        rows = parse_query_results(document, QueryResultsFormat.from_media_type(form))
        assert [row["x"].value for row in rows] == ["1"]


def test_the_limit_of_our_own_endpoint_is_told(endpoint):
    code, out, errors = kgraph("query", "SELECT ?s { ?s ?p ?o }", "--store", endpoint, "--format", "json")
    assert (code, errors) == (0, "kgraph: cut after 10,000 rows: the limit is 10,000 rows\n")
    assert json.loads(out)["kgraph:cut"] == "cut after 10,000 rows: the limit is 10,000 rows"


def test_a_graph_that_an_endpoint_has_cut_says_so(odd):
    outcome = ask_endpoint(f"http://{odd}/cut_graph", "DESCRIBE <a:a>", accept=["text/turtle"], limits=LOCAL)
    assert (outcome.cut, outcome.found) == ("2 triples", True)
    assert outcome.read().endswith(b"# 2 triples\n")


def test_name_and_password_are_sent(odd):
    assert ask_endpoint(f"http://user:p%40ss@{odd}/whoami", "ASK {}", accept=[], limits=LOCAL).read().endswith(b"true}")


@pytest.mark.parametrize("address", ["ftp://x/", "file:///etc/passwd", "http://", "http://[::1/", "http://x:port/"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(UsageError, match="takes a folder, or the address"):
        ask_endpoint(address, "ASK {}", accept=[], limits=LOCAL)


def test_nothing_listening_is_said(odd):
    with pytest.raises(DataError, match="no answer"):
        ask_endpoint("http://127.0.0.1:9/", "ASK {}", accept=[], limits=LOCAL)
