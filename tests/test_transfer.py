"""What is copied to and from an endpoint arrives whole, whatever the server does."""

import pytest
from click.testing import CliRunner
from faulty_endpoint import serving
from pyoxigraph import RdfFormat, parse
from rdflib import XSD, Literal

from kgraph import load
from kgraph.cli.main import cli
from kgraph.errors import DataError, UsageError
from kgraph.frozen import replace
from kgraph.sparql import transfer
from kgraph.sparql.loading import store_of
from kgraph.sparql.query_limits import LOCAL


@pytest.fixture(scope="module")
def triples(graph):
    """All statements of the bundled data, with the derived edges."""
    return [quad.triple for quad in store_of(graph)]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(transfer, "_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.delenv("KGRAPH_STORE_TOKEN", raising=False)


def timeless(claim):
    """A claim without the time points of its numbers."""
    return replace(claim, measurements=tuple(replace(one, time_point="") for one in claim.measurements))


def duration(text):
    """How long a duration is, however it is written."""
    return Literal(text, datatype=XSD.duration).value if text else None


def test_what_was_sent_comes_back_as_the_same_graph(triples, graph, tmp_path, monkeypatch):
    """Every claim, list and number: questions have the same answers over the copy."""
    monkeypatch.chdir(tmp_path)
    with serving() as (_, address):
        assert transfer.push(triples, address, limits=LOCAL) == 0
        assert CliRunner().invoke(cli, ["pull", address, "-o", "theirs.nt"]).exit_code == 0
    copy = load("theirs.nt", bundled=False)
    assert copy.overlay.set_aside == ()
    for claim in graph.claims.values():
        other = copy.claims[claim.id]
        assert timeless(other) == timeless(claim)
        # Stores write twelve months as a year.
        assert [duration(one.time_point) for one in other.measurements] == [
            duration(one.time_point) for one in claim.measurements
        ]
    assert sorted(copy.hypotheses) == sorted(graph.hypotheses)
    for pair in (("KDT", "IESS"), ("KDT", "ALS"), ("glutamate", "seizures")):
        assert str(copy.paths(*pair)) == str(graph.paths(*pair))


@pytest.mark.parametrize("fault", ["busy update", "lost update"])
def test_a_batch_arrives_once(triples, fault):
    """A busy server is asked again; a batch whose answer was lost is not sent twice."""
    some = triples[:5000]
    with serving() as (endpoint, address):
        endpoint.faults = [fault]
        transfer.push(some, address, limits=LOCAL)
        assert len(endpoint.store) == len(set(some))


def test_an_interrupted_copy_goes_on(triples):
    """From what has arrived, told by its count alone."""
    arrived = []

    class StopError(Exception):
        pass

    def told(count):
        arrived.append(count)
        if len(arrived) == 3:
            raise StopError

    with serving() as (endpoint, address):
        with pytest.raises(StopError):
            transfer.push(triples, address, limits=LOCAL, told=told)
        assert transfer.push(triples, address, limits=LOCAL) == arrived[-1]
        assert len(endpoint.store) == len(triples)


def test_lists_are_never_parted(triples):
    """Statements that share blank nodes go in one request, in whose names alone they are known."""
    seen = {}
    for place, batch in enumerate(transfer._groups(triples)):
        assert len(batch) <= 500
        for triple in batch:
            for term in (triple.subject, triple.object):
                if type(term).__name__ == "BlankNode":
                    assert seen.setdefault(term, place) == place
    assert seen


def test_another_graph_is_not_added_to(triples):
    """An endpoint that holds something else is left alone."""
    with serving() as (endpoint, address):
        transfer.push(triples[:7], address, limits=LOCAL)
        with pytest.raises(UsageError, match="7 statements, which are no beginning"):
            transfer.push(triples[100:5000], address, limits=LOCAL)
        assert len(endpoint.store) == 7


def test_a_server_that_cuts_its_answers_is_found_out(triples, tmp_path):
    """No file is written, and the numbers are told."""
    with serving() as (endpoint, address):
        transfer.push(triples[:1500], address, limits=LOCAL)
        endpoint.most = 1000
        done = CliRunner().invoke(cli, ["pull", address, "-o", str(tmp_path / "theirs.nt")])
        assert isinstance(done.exception, DataError)
        assert "gave 1,000 of the 1,500 statements" in str(done.exception)
        assert not (tmp_path / "theirs.nt").exists()


@pytest.mark.parametrize(("fault", "said"), [("malformed answer", "does not say how many"), ("busy answer", "503")])
def test_a_server_that_answers_badly_is_told(fault, said):
    """In one line, and nothing is taken for an answer."""
    with serving() as (endpoint, address):
        endpoint.faults = [fault] * 5
        with pytest.raises(DataError, match=said):
            transfer.fetch(address, limits=LOCAL)


def test_a_named_graph_is_filled_and_read(triples):
    """Beside others, which are not touched."""
    with serving() as (endpoint, address):
        name = "https://lab.example.org/mine"
        transfer.push(triples[:50], address, graph=name, limits=LOCAL)
        assert set(transfer.fetch(address, graph=name, limits=LOCAL)) == set(triples[:50])
        assert {quad.graph_name.value for quad in endpoint.store} == {name}


def test_who_asks_is_said_by_environment_or_netrc(tmp_path, monkeypatch):
    """The token goes first; a netrc file is read where there is none."""
    with serving() as (endpoint, address):
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n")
        (tmp_path / ".netrc").chmod(0o600)
        monkeypatch.setenv("HOME", str(tmp_path))
        transfer.fetch(address, limits=LOCAL)
        assert endpoint.heads[-1]["Authorization"].startswith("Basic ")
        monkeypatch.setenv("KGRAPH_STORE_TOKEN", "a-token")
        transfer.fetch(address, limits=LOCAL)
        assert endpoint.heads[-1]["Authorization"] == "Bearer a-token"


def test_only_what_says_so_is_written(tmp_path):
    """N-Triples under a name that says it."""
    done = CliRunner().invoke(cli, ["pull", "http://127.0.0.1:9/", "-o", str(tmp_path / "theirs.ttl")])
    assert done.exit_code == 2
    assert "does not end in .nt" in done.output


def test_the_copy_is_read_by_any_engine(triples):
    """As plain N-Triples."""
    with serving() as (_, address):
        transfer.push(triples[:20], address, limits=LOCAL)
        found = transfer.fetch(address, limits=LOCAL)
    from pyoxigraph import serialize

    text = serialize(found, format=RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)} == set(triples[:20])
