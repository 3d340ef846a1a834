"""A real SPARQL server, Oxigraph's, takes the graph and gives it back."""

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from command import kgraph as run

READERS = Path(os.environ["KGRAPH_READERS"]).absolute()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server over an empty folder, on loopback, stopped at the end."""
    program = str(READERS / "oxigraph" / "bin" / "oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("oxigraph")
    with subprocess.Popen(
        [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/query?query=ASK%20%7B%7D", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        process.terminate()


def test_the_graph_goes_there_and_comes_back(server, tmp_path):
    """Pushed twice it is there once; pulled, the question has the same answer, and the endpoint answers queries too."""
    push = ("push", f"{server}/update", "--query-at", f"{server}/query")
    assert run(*push)[0] == 0
    assert "of them before" in run(*push)[2]
    copy = tmp_path / "theirs.nt"
    assert run("pull", f"{server}/query", "-o", copy)[0] == 0
    theirs = run("path", "KDT", "IESS", "--no-bundled", "--data", copy, "--format", "json")
    assert (theirs[0], theirs[1]) == run("path", "KDT", "IESS", "--format", "json")[:2]
    query = ("query", "SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x } ORDER BY ?x", "--format", "csv")
    assert run(*query, "--store", f"{server}/query")[1].split() == run(*query)[1].split()
