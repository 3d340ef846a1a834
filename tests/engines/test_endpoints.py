"""Two real SPARQL servers take the graph, and answer for it as the local engine does."""

import subprocess
import sys
import time

import pytest
from command import kgraph as run
from faulty_endpoint import serving
from sparql_servers import SERVERS
from stored_pairs import differences, loaded, some_pairs

from kgraph.endpoints.solutions import EndpointSolutions
from kgraph.endpoints.stored_graph import StoredGraph
from kgraph.errors import DataError
from kgraph.sparql.endpoint import Endpoint
from kgraph.sparql.loading import store_of
from kgraph.sparql.query_limits import LOCAL
from kgraph.sparql.transfer import count

PAIRS = 8


@pytest.fixture(scope="module", params=SERVERS)
def server(request, tmp_path_factory):
    """A server that holds the graph: the push was killed amid its batches, and another one went on."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as started:
        push = ("push", started.update, *started.push)
        graph = started.push[1] if started.push[0] == "--graph" else ""
        asked = Endpoint(started.query)
        with subprocess.Popen([sys.executable, "-m", "kgraph", *push], stderr=subprocess.DEVNULL) as process:
            while count(asked, graph, LOCAL) < 3000:
                time.sleep(0.01)
            process.kill()
        assert count(asked, graph, LOCAL) < 39_000
        code, _, said = run(*push)
        assert code == 0, said
        assert "of them before" in said
        yield started, graph


@pytest.fixture(scope="module")
def local(graph, tmp_path_factory):
    """The graph that the local engine reads from the statements that were pushed."""
    return loaded([quad.triple for quad in store_of(graph)], tmp_path_factory.mktemp("local") / "graph.nt")


def test_an_interrupted_push_ended_with_the_same_statements(server, graph):
    """As many as there are, and once more changes nothing."""
    started, name = server
    assert count(Endpoint(started.query), name, LOCAL) == len(store_of(graph))
    assert run("push", started.update, *started.push)[0] == 0
    assert count(Endpoint(started.query), name, LOCAL) == len(store_of(graph))


def test_paths_are_those_of_the_local_engine(server, local):
    """Verdict, mechanisms, people, routes and reasons included."""
    started, _ = server
    stored = StoredGraph(EndpointSolutions(started.query))
    pairs = [("entity:ketogenic-diet-therapy", "entity:infantile-epileptic-spasms-syndrome"), *some_pairs(local, PAIRS)]
    assert differences(stored, local, pairs) == {}


@pytest.mark.parametrize(
    "words",
    [
        ("path", "KDT", "ALS", "--top", "3", "--format", "json"),
        ("trace", "KATP channel", "--format", "json"),
        ("show", "B31", "--format", "json"),
        ("search", "ketone", "--format", "tsv"),
        ("compare", "IESS", "ALS", "--format", "json"),
        ("query", "SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x }", "--format", "csv"),
    ],
    ids=lambda words: words[0],
)
def test_commands_print_the_same(server, words):
    """Byte for byte, as from the files."""
    started, _ = server
    theirs, ours = run(*words, "--store", started.query), run(*words)
    if words[0] == "query":
        # The standard leaves the order of rows to the engine.
        theirs, ours = ((one[0], sorted(one[1].split())) for one in (theirs, ours))
    assert theirs[:2] == ours[:2]


@pytest.mark.parametrize("fault", ["busy answer", "short answer", "cut answer"])
def test_a_proxy_that_fails_now_and_then_changes_no_answer(server, graph, fault):
    """What a proxy in front of the server drops, cuts or refuses is asked for again."""
    started, _ = server
    with serving(started.query) as (proxy, address):
        proxy.faults, proxy.most = [fault] * 2, 5
        assert StoredGraph(EndpointSolutions(address)).search("ketone") == graph.names.search("ketone")


def test_a_proxy_that_keeps_cutting_is_told_of(server):
    """In an error with its address; nothing is taken for an answer."""
    started, _ = server
    with serving(started.query) as (proxy, address):
        proxy.always, proxy.most = "cut answer", 1
        with pytest.raises(DataError, match="its answers are cut"):
            StoredGraph(EndpointSolutions(address)).resolve("KDT")


def test_a_copy_is_whole_or_refused(server, tmp_path):
    """A pull gives every statement, or says that the server's answers are cut."""
    started, name = server
    copy = tmp_path / "theirs.nt"
    code, _, said = run("pull", started.query, "-o", copy, *(("--graph", name) if name else ()))
    if code:
        assert "so its answers are cut" in said
        assert not copy.exists()
    else:
        theirs = run("path", "KDT", "IESS", "--no-bundled", "--data", copy, "--format", "json")
        assert theirs[:2] == run("path", "KDT", "IESS", "--format", "json")[:2]
