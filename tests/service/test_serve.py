"""Starting, stopping, and what cannot be started."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
import rdflib
from command import kgraph
from serving import Server

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
BUSY = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_and_leaves_no_process(tmp_path, number):
    """While a query runs: exit code 0, the workers ended, and a line that says so."""
    server = Server(tmp_path)
    with socket.create_connection((server.host, server.port)) as busy:
        busy.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
            % len(BUSY)
            + BUSY
        )
        while len(family := server.family()) < 3:
            time.sleep(0.02)
        server.process.send_signal(number)
        while "stopping" not in server.log.read_text(encoding="utf-8"):
            time.sleep(0.02)
        # A second signal does not wait for what is under way.
        assert server.stop(number) == 0
        answer = b"".join(iter(lambda: busy.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b'"detail": "The service is stopping."' in answer
    assert b"retry-after: " in answer
    assert "Traceback" not in server.log.read_text(encoding="utf-8")
    assert all(gone(pid) for pid in family)
    assert server.log.read_text(encoding="utf-8").endswith("kgraph: stopped\n")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port))


def test_a_port_in_use_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, out, err = kgraph("serve", "--port", other.getsockname()[1])
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "is in use. Try another --port" in err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--host", "999.1.1.1"), "cannot listen"),
        (("--host", ""), "is no host name"),
        (("--host", "a b"), "is no host name"),
        (("--host", "x" * 80), "cannot listen"),
        (("--host", "http://localhost"), "is no host name"),
        (("--seconds", "nan"), "is no time in seconds"),
        (("--seconds", "inf"), "not in the range"),
        (("--patience", "1e309"), "not in the range"),
        (("--memory", "9" * 30), "not in the range"),
        (("--rows", "9" * 30), "not in the range"),
        (("--port", "70000"), "70000"),
        (("--cors", "example.org"), "is no origin"),
        (("--cors", "*"), "is no origin"),
        (("--allowed-host", "http://x"), "is no host name"),
        (("--data", "nowhere.ttl"), "nowhere.ttl"),
        (("--workers", "0"), "0"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_what_cannot_be_served_is_one_line(options, words):
    code, out, err = kgraph("serve", "--port", "0", *options)
    assert code in (2, 3)
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(("command", "module", "extra"), [("serve", "starlette", "service"), ("mcp", "mcp", "mcp")])
def test_a_missing_extra_is_one_line(command, module, extra):
    """Without the library the command says what to install."""
    script = f"import sys; sys.modules[{module!r}] = None; sys.argv = ['kgraph', {command!r}]; from kgraph.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (2, "")
    advice = f'pip install "kgraph-mechanisms[{extra}]"'
    assert done.stderr == f"kgraph: {command} needs the extra '{extra}'. Try: {advice}\n"


def test_beyond_this_machine_it_warns_and_still_answers_to_known_names_only(tmp_path):
    """Any interface: two warnings; the name that was bound says nothing about the names that are answered."""
    server = Server(tmp_path, "--host", "0.0.0.0")
    text = server.log.read_text(encoding="utf-8")
    server.host = "127.0.0.1"
    assert server.ask("/health", Host="0.0.0.0")[0] == 421
    assert server.ask("/health", Host="localhost")[0] == 200
    server.stop()
    assert "can be reached from other machines" in text
    assert "--allowed-host" in text


def test_a_worker_that_is_killed_is_replaced(server):
    """The next query is answered after every worker process was ended from outside."""
    assert server.ask("/sparql?query=ASK%7B%7D")[0] == 200
    for pid in server.family()[1:]:
        os.kill(pid, signal.SIGKILL)
    statuses = [server.ask("/sparql?query=ASK%7B%7D")[0] for _ in range(3)]
    assert statuses[-1] == 200
    assert server.ask("/health")[0] == 200


def test_vendored_scripts_are_those_on_record():
    """Each file under viz/vendor has its digest in THIRD_PARTY.md."""
    import hashlib

    from kgraph.files.bundled import bundled

    record = bundled("viz", "THIRD_PARTY.md").read_text(encoding="utf-8")
    files = [file for file in bundled("viz", "vendor").rglob("*") if file.is_file() and file.name != "LICENSE.txt"]
    assert len(files) == 2
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert any(file.name in line and digest in line for line in record.splitlines()), file


def test_a_store_on_disk_is_served_with_the_names_of_its_graphs(tmp_path):
    """One of Oxigraph's own: its graphs are named, and can be asked for; a graph without an IRI has no name."""
    store = pyoxigraph.Store(str(tmp_path / "mine.store"))
    statements = b"<x:s> <x:p> 0 . <x:b> { <x:s> <x:p> 1 } <x:a> { <x:s> <x:p> 2 } _:c { <x:s> <x:p> 3 }"
    store.load(statements, pyoxigraph.RdfFormat.TRIG)
    store.flush()
    del store
    server = Server(tmp_path, "--store", tmp_path / "mine.store")
    status, headers, body = server.ask("/sparql", Accept="application/n-triples")
    described = rdflib.Graph().parse(data=body, format="nt")
    [dataset] = described.objects(None, SD.defaultDataset)
    names = {name for graph in described.objects(dataset, SD.namedGraph) for name in described.objects(graph, SD.name)}
    assert (status, headers["content-type"].partition(";")[0]) == (200, "application/n-triples")
    assert names == {rdflib.URIRef("x:a"), rdflib.URIRef("x:b")}
    for name, value in (("x:b", b"1"), ("x:a", b"2")):
        query = quote(f"SELECT ?o FROM <{name}> {{ ?s ?p ?o }}")
        assert server.ask(f"/sparql?query={query}", Accept="text/csv")[2] == b"o\r\n" + value + b"\r\n"
    assert server.stop() == 0


@pytest.mark.parametrize("given", ["kgraph", "/a b", "//x", "/k?x", '/"><script>'])
def test_a_root_path_that_is_none_is_one_line(given):
    """It goes into every page and header, so it is made of a few letters only."""
    code, out, err = kgraph("serve", "--port", "0", "--root-path", given)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "is no path, such as /kgraph" in err
