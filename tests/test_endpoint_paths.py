"""A graph that lies in a store is asked for what a question needs, and answered as from files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from faulty_endpoint import serving
from pyoxigraph import NamedNode, Quad
from stored_pairs import differences, loaded, some_pairs

from kgraph.cli.main import cli
from kgraph.endpoints import reader, solutions
from kgraph.endpoints.capabilities import probe
from kgraph.endpoints.solutions import EndpointSolutions, FolderSolutions
from kgraph.endpoints.stored_graph import StoredGraph
from kgraph.errors import DataError, QueryLimitError, UnknownNameError
from kgraph.frozen import frozen
from kgraph.sparql.loading import store_of
from kgraph.sparql.query_limits import QueryLimits


@pytest.fixture(scope="module")
def store(graph):
    """The bundled graph in an engine."""
    return store_of(graph)


@pytest.fixture(scope="module")
def local(store, tmp_path_factory):
    """The graph that the local engine reads from the same statements."""
    return loaded([quad.triple for quad in store], tmp_path_factory.mktemp("local") / "graph.nt")


@pytest.fixture(scope="module")
def stored(store):
    """The store, with all that questions of this module read."""
    return StoredGraph(FolderSolutions(Path("store"), store))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(solutions, "PAUSES", (0.0, 0.0))
    monkeypatch.delenv("KGRAPH_STORE_TOKEN", raising=False)


def test_paths_are_those_of_the_local_engine(stored, local):
    """Verdict, mechanisms, people, routes and reasons included."""
    pairs = [("entity:ketogenic-diet-therapy", "entity:amyotrophic-lateral-sclerosis"), *some_pairs(local, 4)]
    assert differences(stored, local, pairs) == {}


@pytest.mark.parametrize(
    "options",
    [
        {"hub_penalty": True, "max_hops": 3, "evidence": "human"},
        {"undirected": True, "max_hops": 2, "include": ("contested",)},
        {"order": "product", "via": "ketone bodies", "max_hops": 3},
    ],
    ids=str,
)
def test_options_mean_the_same(stored, local, options):
    """Filters look at claims that were fetched, hubs at degrees in the whole graph."""
    assert differences(stored, local, some_pairs(local, 2, seed=3), **options) == {}


class Capped(FolderSolutions):
    """A store that gives so many rows and says nothing of it."""

    def rows(self, query):
        return super().rows(query)[:700]


def test_a_server_that_cuts_its_answers_gives_the_same(store, local):
    """It is asked for less at a time, and large things are read page by page."""
    capped = StoredGraph(Capped(Path("store"), store))
    assert differences(capped, local, [("entity:ketogenic-diet-therapy", "entity:seizure")], max_hops=2) == {}
    assert capped.reader.batch < reader.MOST_NAMES


def test_what_lies_beyond_the_budget_is_not_decided(store, monkeypatch):
    """Paths within the hop limit are the same, and the verdict says that it does not know."""
    from kgraph.endpoints import neighbourhood
    from kgraph.endpoints.stored_paths import stored_paths

    pair = ("entity:acetone", "entity:excitatory-postsynaptic-currents")
    whole = stored_paths(StoredGraph(FolderSolutions(Path("store"), store)), *pair, max_hops=2)[1]
    monkeypatch.setattr(neighbourhood, "MOST_CLAIMS", 10)
    part = stored_paths(StoredGraph(FolderSolutions(Path("store"), store)), *pair, max_hops=2)[1]
    assert whole.verdict.says == "one side only"
    assert part.verdict.says == "not decided"
    assert part.paths == whole.paths


@pytest.mark.parametrize(
    "name", ["B31", "KATP channel", "mechanism:mTOR", "IESS", "claim:acetoacetate-decreases-seizure"]
)
def test_things_are_found_by_the_same_names(stored, graph, name):
    """References, entities, mechanisms and claims, with the same claims behind them."""
    from kgraph.trace import claims_behind

    contents, thing = stored.find(name)
    known = graph.names.find(name)
    assert thing.id == known.id
    assert [claim.id for claim in claims_behind(contents, thing)] == [claim.id for claim in claims_behind(graph, known)]


def test_search_finds_the_same(stored, graph):
    """By names and misspellings, with the same scores."""
    for text in ("ketone", "MONDO:0018097", "glutamat"):
        assert stored.search(text) == graph.names.search(text)
    with pytest.raises(UnknownNameError, match="warp drive"):
        stored.resolve("warp drive")


def test_in_a_large_store_names_are_looked_up(store, graph, monkeypatch):
    """By label, synonym and identifier, without reading all of them."""
    from kgraph.endpoints import stored_graph

    monkeypatch.setattr(stored_graph, "MOST_NAMED", 10)
    large = StoredGraph(FolderSolutions(Path("store"), store))
    for name in ("KDT", "katp channel", "entity:seizure", "MONDO:0004976"):
        assert large.resolve(name).id == graph.names.resolve(name).id
    assert len(large.contents().entities) < len(graph.entities)
    assert large.search("ketone")[0] == graph.names.search("ketone")[0]


SEARCH = ("search", "ketone", "--store")


@pytest.fixture(scope="module")
def server(store):
    """An endpoint over the bundled graph, which fails as it is told to."""
    with serving() as (endpoint, address):
        endpoint.store = store
        yield endpoint, address
        endpoint.always, endpoint.faults = "", []


@frozen
class Fault:
    """What a server does, and the words that tell it."""

    name: str
    said: str


@pytest.mark.parametrize(
    "fault",
    [
        Fault("busy answer", "503"),
        Fault("short answer", "ended .* bytes early"),
        Fault("malformed answer", "no valid application/sparql-results"),
        Fault("too much answer", "413"),
        Fault("cut answer", "its answers are cut"),
    ],
    ids=lambda fault: fault.name,
)
def test_a_server_that_keeps_failing_is_told_of(server, fault):
    """In one line, with the address, and nothing is taken for an answer."""
    endpoint, address = server
    endpoint.always, endpoint.most = fault.name, 1
    done = CliRunner().invoke(cli, [*SEARCH, address])
    endpoint.always = ""
    assert isinstance(done.exception, DataError)
    assert done.exception.file == address or address in str(done.exception)
    import re

    assert re.search(fault.said, str(done.exception))
    assert done.stdout == ""


@pytest.mark.parametrize("fault", ["dripping answer", "silent answer"])
def test_a_server_that_is_too_slow_is_told_of(server, fault):
    """However slowly an answer comes in, one limit of time holds for all of it."""
    endpoint, address = server
    endpoint.always = fault
    limited = StoredGraph(EndpointSolutions(address, QueryLimits(seconds=0.3)))
    with pytest.raises((QueryLimitError, DataError), match=r"limit|no answer"):
        limited.resolve("KDT")
    endpoint.always = ""


@pytest.mark.parametrize("fault", ["busy answer", "short answer", "cut answer"])
def test_a_server_that_fails_now_and_then_gives_the_same(server, graph, fault):
    """It is asked again, for less at a time where that may help."""
    endpoint, address = server
    endpoint.faults, endpoint.most = [fault, fault], 3
    assert StoredGraph(EndpointSolutions(address)).search("ketone") == graph.names.search("ketone")
    assert endpoint.faults == []


def test_the_store_may_be_named_by_the_environment(server, monkeypatch):
    """Every command that takes --store takes it from KGRAPH_STORE, and files beside it are refused."""
    _, address = server
    monkeypatch.setenv("KGRAPH_STORE", address)
    run = CliRunner()
    shown = run.invoke(cli, ["show", "B31", "--format", "json"])
    found = run.invoke(cli, ["query", "SELECT ?kind { entity:seizure a ?kind }", "--format", "tsv"])
    assert (shown.exit_code, found.exit_code) == (0, 0)
    both = run.invoke(cli, ["show", "B31", "--no-bundled"])
    assert "KGRAPH_STORE" in str(both.exception)


def test_what_a_server_can_do_is_found_out(server, graph):
    """How many claims, names and rows, and whether it takes updates; one that does not answer is not available."""
    endpoint, address = server
    endpoint.most = 2_000
    done = CliRunner().invoke(cli, ["engines", "--store", address, "--format", "json"])
    [row] = [row for row in json.loads(done.stdout) if row["chosen"]]
    assert row["engine"] == "endpoint"
    assert row["limits"] == f"{len(graph.claims):,} claims"
    endpoint.always = "busy answer"
    done = CliRunner().invoke(cli, ["engines", "--store", address, "--format", "json"])
    endpoint.always = ""
    assert done.exit_code == 1
    [row] = [row for row in json.loads(done.stdout) if row["engine"] == "endpoint"]
    assert (row["available"], "503" in row["why"]) == (False, True)


def test_claims_in_a_named_graph_alone_are_pointed_out(graph):
    """In what is found out, and in place of saying that nothing is called so."""
    with serving() as (endpoint, address):
        name = NamedNode("https://lab.example.org/graph")
        endpoint.store.extend(Quad(*quad.triple, name) for quad in store_of(graph))
        found = probe(address)
        assert (found.claims, found.graphs, found.is_union) == (0, ((name.value, len(graph.claims)),), False)
        with pytest.raises(DataError, match=r"add \?default-graph-uri=https://lab\.example\.org/graph"):
            StoredGraph(EndpointSolutions(address)).resolve("KDT")
