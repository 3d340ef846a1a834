"""Queries in processes of their own: right answers, limits that hold, nothing left behind."""

import csv
import io
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pyoxigraph
import pytest

from kgraph.errors import DataError, KgraphError, NotAcceptableError, QueryError, QueryLimitError, WorkersBusyError
from kgraph.files.bundled import bundled_data
from kgraph.sparql.disk_stores import fill_folder
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.worker_handles import Holder
from kgraph.sparql.worker_messages import receive, send

CLAIMS = "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)


@pytest.fixture(scope="module")
def workers():
    with QueryWorkers(StoreSource(bundled_data()), limits=QueryLimits(seconds=20)) as pool:
        yield pool


def number(workers, query=CLAIMS, **options):
    """The one number that a query gives."""
    return int(json.loads(workers.run(query, **options).read())["results"]["bindings"][0]["n"]["value"])


def test_a_worker_answers_what_the_graph_answers(workers, graph):
    assert number(workers) == len(graph.claims)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        (ENDLESS, "seconds"),
        (
            'SELECT (GROUP_CONCAT(CONCAT(STR(?o), STR(?b)); separator=" ") AS ?n) { ?s ?p ?o . ?a kg:sign ?b FILTER (!isBlank(?o)) }',
            "memory",
        ),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", "nesting"),
        ("ASK { FILTER(" + "1+" * 5000 + "1) }", "parts"),
        ("ASK { " + " " * 2_000_000 + "}", "length"),
    ],
)
def test_a_query_over_a_limit_is_stopped_and_the_next_is_right(workers, graph, query, limit):
    """The message names the limit; the pool goes on."""
    seconds = 0.2 if limit == "seconds" else 60.0
    with pytest.raises(QueryLimitError, match="limit") as caught:
        workers.run(query, limits=QueryLimits(seconds=seconds, memory=None if limit == "seconds" else 64 * 1024 * 1024))
    assert caught.value.limit == limit
    assert number(workers) == len(graph.claims)


def test_a_query_that_breaks_the_engine_breaks_nothing_else(workers, graph):
    """Twenty thousand braces run out of stack in the worker, and only there."""
    with pytest.raises(QueryError, match="too deeply"):
        workers.run("SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}", limits=QueryLimits(nesting=10**6, parts=10**6))
    assert number(workers) == len(graph.claims)


@pytest.mark.parametrize("rows", [1, 2, 7, 8, 9, 500])
@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_a_cut_table_is_a_valid_document_and_says_so(workers, media_type, rows):
    """Exactly the first rows, in a document that parses; a table that is just as long as the limit is not cut."""
    query = 'SELECT ?s ?t { VALUES (?s ?t) { ("},{" 1) ("a\\"}},{\\"" 2) (UNDEF UNDEF) ("x\\ny,\\"z" UNDEF) ("{}" 3) (UNDEF 4) ("</result>" 5) ("last" 6) } }'
    outcome = workers.run(query, accept=[media_type], limits=QueryLimits(rows=rows))
    whole = list(rows_of(workers.run(query, accept=[media_type]).read(), media_type))
    document = outcome.read()
    assert list(rows_of(document, media_type)) == whole[:rows]
    assert outcome.found == (rows > 0)
    assert bool(outcome.cut) == (rows < 8)
    if rows < 8:
        assert f"{rows} rows" in outcome.cut
        assert media_type in (CSV, TSV) or outcome.cut in document.decode()


@pytest.mark.parametrize("size", [1, 300, 1000, 5000])
@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_a_table_is_cut_at_the_last_whole_row_before_the_limit(workers, media_type, size):
    query = "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s"
    outcome = workers.run(query, accept=[media_type], limits=QueryLimits(size=size))
    document = outcome.read()
    assert "bytes" in outcome.cut
    rows = len(list(rows_of(document, media_type)))
    assert outcome.found == (rows > 0)
    assert f"after {rows:,} rows" in outcome.cut
    assert len(document) < size + 400


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_cut_graph_is_a_valid_document(workers, media_type):
    outcome = workers.run("CONSTRUCT WHERE { ?s a ?o }", accept=[media_type], limits=QueryLimits(rows=5))
    assert (outcome.kind, outcome.found) == ("graph", True)
    assert "5 triples" in outcome.cut
    form = pyoxigraph.RdfFormat.from_media_type(media_type)
    assert len(set(pyoxigraph.parse(outcome.read(), format=form))) == 5


def rows_of(document, media_type):
    if media_type == JSON:
        # A reader stricter than json: it takes nothing after the results.
        list(pyoxigraph.parse_query_results(document, pyoxigraph.QueryResultsFormat.JSON))
        for row in json.loads(document)["results"]["bindings"]:
            yield {name: term["value"] for name, term in row.items()}
    elif media_type == XML:
        for row in ET.fromstring(document).iter("{http://www.w3.org/2005/sparql-results#}result"):
            yield {cell.get("name"): "".join(cell.itertext()) for cell in row}
    elif media_type == CSV:
        yield from list(csv.reader(io.StringIO(document.decode(), newline="")))[1:]
    else:
        yield from document.decode().split("\n")[1:-1]


def test_the_format_is_the_first_acceptable_one_that_fits_the_answer(workers):
    accept = ["text/turtle", "text/csv", JSON]
    for query, wanted, media_type in (
        ("SELECT * {}", accept, "text/csv"),
        ("CONSTRUCT WHERE { ?s a kg:Source }", accept, "text/turtle"),
        ("ASK {}", ["image/*", "*/*"], JSON),
    ):
        outcome = workers.run(query, accept=wanted)
        outcome.close()
        assert outcome.media_type == media_type
    with pytest.raises(NotAcceptableError, match="text/csv"):
        workers.run("ASK {}", accept=["text/turtle"])


def test_terms_are_bound_as_terms(workers):
    """A binding is a value, whatever it looks like."""
    odd = {"x": {"type": "literal", "value": '"} SERVICE <http://127.0.0.1/> {', "xml:lang": "en"}}
    bindings = json.loads(workers.run("SELECT ?x {}", bindings=odd).read())["results"]["bindings"]
    assert bindings == [odd]


def test_graphs_that_are_not_in_the_store_are_refused(workers):
    for options in ({"default_graphs": ["http://a/"]}, {"named_graphs": ["http://a/"]}):
        with pytest.raises(QueryError, match="nothing is fetched"):
            workers.run("ASK {}", **options)
    with pytest.raises(QueryError, match=r"http://example\.org/g"):
        workers.run("PREFIX e: <http://example.org/> SELECT * FROM NAMED e:g { ?s ?p ?o }")


# A worker whose guard lets everything through, as a guard with a fault might.
UNGUARDED = """
import sys
import tempfile
from kgraph.sparql import worker
from kgraph.sparql.query_guard import GuardedQuery
worker.guard = lambda query, limits: GuardedQuery(query, "SELECT")
worker.main(int(sys.argv[1]))
"""


def test_a_worker_can_open_no_connection():
    """Behind the guard stands a second wall: a worker has no file number left for a socket."""
    ours, theirs = socket.socketpair()
    query_ours, query_theirs = socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as server, ours, query_ours, tempfile.TemporaryFile() as sink:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with theirs, query_theirs:
            holder = subprocess.Popen(
                [sys.executable, "-c", UNGUARDED, str(theirs.fileno())], pass_fds=[theirs.fileno()]
            )
            send(ours, {"files": [], "folder": None})
            assert receive(ours)[0] == {"ready": True}
            send(ours, {"fork": True}, query_theirs.fileno())
            assert receive(ours)[0]["pid"]
        request = {
            "accept": [],
            "bindings": {},
            "default_graphs": [],
            "named_graphs": [],
            "limits": asdict(QueryLimits()),
        }
        send(query_ours, {**request, "query": f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"}, sink.fileno())
        assert "error" in receive(query_ours)[0]
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
        ours.close()
        assert holder.wait(timeout=30) == 0


def test_too_many_queries_are_turned_away():
    """One runs, one waits, the third is told to come back; closing the pool ends what runs."""
    with QueryWorkers(
        StoreSource(bundled_data()), limits=QueryLimits(seconds=60), size=1, waiting=1, patience=60
    ) as pool:
        errors = []
        slow = [threading.Thread(target=outlive, args=(pool, errors)) for _ in range(2)]
        for thread in slow:
            thread.start()
        while pool._queue < 1:
            time.sleep(0.01)
        with pytest.raises(WorkersBusyError, match="try again"):
            pool.run("ASK {}")
        pool.close()
        for thread in slow:
            thread.join()
        assert len(errors) == 2


def outlive(pool, errors):
    """Ask something that only the end of the pool ends."""
    try:
        pool.run(ENDLESS)
    except KgraphError as error:
        errors.append(error)


def test_nothing_is_left_behind(graph):
    """After a hundred queries, some of them killed, the files are those of before, and closing ends every process."""
    before = set(os.listdir("/proc/self/fd"))
    with QueryWorkers(StoreSource(bundled_data())) as pool:
        session = pool._holder._process.pid
        for turn in range(100):
            if turn % 25:
                assert number(pool) == len(graph.claims)
            else:
                with pytest.raises(QueryLimitError):
                    pool.run(ENDLESS, limits=QueryLimits(seconds=0.05))
        assert len(members(session)) == 2
    assert members(session) == []
    assert set(os.listdir("/proc/self/fd")) == before


def members(session):
    """The processes of a session, zombies included."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == session:
                found.append(entry.parent.name)
    return found


PARENT = """
import sys
import tempfile
from pathlib import Path
from kgraph.sparql.worker_messages import receive, send
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.files.bundled import bundled_data
pool = QueryWorkers(StoreSource(bundled_data()))
pool.run("ASK {}").close()
print(pool._holder._process.pid, flush=True)
pool.run(%r)
"""


def test_workers_die_with_their_parent():
    """A parent that is killed in the middle of a query takes holder and worker with it."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT % ENDLESS], stdout=subprocess.PIPE, text=True)
    with parent:
        session = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 30
    while members(session) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert members(session) == []


def test_a_worker_ends_by_itself_when_its_pool_is_gone(tmp_path):
    """Over a store on disk: it answers, says what is wrong, goes on, and ends in order when nobody is there any more."""
    place = tmp_path / "s"
    fill_folder(place, bundled_data()[:1])
    holder = Holder(StoreSource(folder=place))
    worker = holder.fork()

    def run(query, **given):
        limits = given.pop("limits", QueryLimits())
        request = {"query": query, "accept": [], "bindings": {}, "default_graphs": [], "named_graphs": [], **given}
        return worker.run({**request, "limits": asdict(limits)}, limits)

    assert json.loads(run("ASK { ?s ?p ?o }").read())["boolean"] is True
    with pytest.raises(QueryError, match="not a SPARQL query"):
        run("SELECT")
    with pytest.raises(NotAcceptableError, match="text/csv"):
        run("ASK {}", accept=["image/png"])
    with pytest.raises(QueryLimitError, match="100 brackets"):
        run("ASK {" + "{" * 200 + "}" * 200 + "}")
    outcome = run("SELECT * { ?s ?p ?o }", limits=QueryLimits(rows=2))
    assert (outcome.found, outcome.cut) == (True, "cut after 2 rows: the limit is 2 rows")
    outcome.close()
    worker._channel.close()
    assert holder.reap(worker._pid) == 0
    holder.close()


def test_a_holder_that_is_lost_is_started_again(graph):
    with QueryWorkers(StoreSource(bundled_data())) as pool:
        os.kill(pool._holder._process.pid, signal.SIGKILL)
        pool._holder._process.wait()
        assert number(pool) == len(graph.claims)


def test_a_file_that_cannot_be_read_is_said_with_its_place(tmp_path):
    file = tmp_path / "bad.ttl"
    file.write_text("<a:a> <a:b> .", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.ttl:1:13: "), QueryWorkers(StoreSource((file,))):
        pass


def test_a_lower_limit_of_memory_that_was_there_before_holds():
    """Who starts kgraph under a limit of its own, as batch systems do, has answers all the same."""
    limit = 512 * 1024 * 1024
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", "query", "ASK { ?claim a kg:Claim }", "--format", "csv"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "true\n", "")
