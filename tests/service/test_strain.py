"""The service under strain: few file descriptors, more connections than it keeps, and processes that hang."""

import http.client
import json
import os
import resource
import signal
import socket
import time
from contextlib import ExitStack

import pytest
from serving import Server

ASK = "/sparql?query=ASK%7B%7D"
IDLE = 3000
LARGEST_LOG = 100_000


@pytest.fixture
def descriptors():
    """Room for the many sockets of a client; the server gets less."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def idle_connections(server, count, stack):
    for _ in range(count):
        stack.enter_context(socket.create_connection((server.host, server.port), timeout=60))


@pytest.mark.parametrize("most", [160, 1024])
def test_idle_connections_keep_nobody_out(tmp_path, descriptors, most):
    """With few descriptors and thousands of clients that say nothing, a request is answered and the log stays short."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, descriptors[1]))
    server = Server(tmp_path, before=("prlimit", f"--nofile={most}:{most}"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors[1], descriptors[1]))
    with ExitStack() as stack:
        idle_connections(server, IDLE, stack)
        assert server.ask("/health")[0] == 200
        assert server.ask(ASK)[0] == 200
        assert server.log.stat().st_size < LARGEST_LOG
    assert server.stop() == 0
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_more_descriptors_are_asked_for_where_that_is_allowed(tmp_path, descriptors):
    """A low limit that may be raised is raised."""
    server = Server(tmp_path, before=("prlimit", f"--nofile=200:{descriptors[1]}"))
    found, _ = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    assert server.stop() == 0
    assert found > 200


def holder_of(server):
    """The process that holds the store: the child of the service that started first."""
    return server.family()[1]


def test_a_holder_that_hangs_is_replaced(tmp_path):
    """Health says that queries are not answered; the next query starts another process and is answered by it."""
    server = Server(tmp_path)
    stopped = holder_of(server)
    os.kill(stopped, signal.SIGSTOP)
    health = server.json("/health", status=503)
    assert (health["status"], health["queries"]) == ("degraded", "not answered")
    assert server.ask(ASK)[0] == 200
    assert server.json("/health")["status"] == "ok"
    assert stopped not in server.family()
    assert server.stop() == 0


def test_a_service_whose_holder_hangs_ends_on_a_signal(tmp_path):
    """While a query waits for the process that is stopped, SIGTERM still ends the service and every process."""
    server = Server(tmp_path)
    os.kill(holder_of(server), signal.SIGSTOP)
    with socket.create_connection((server.host, server.port)) as asking:
        asking.sendall(f"GET {ASK} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.2)
        family = server.family()
        assert server.stop() == 0
    assert [pid for pid in family if os.path.exists(f"/proc/{pid}")] == []


def test_an_unexpected_error_is_a_problem(tmp_path):
    """What nobody foresaw is answered as problem+json without its inside, and is told in full in the log."""
    server = Server(tmp_path)
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    connection.request("GET", "/health")
    connection.getresponse().read()
    # From here on no file can be opened, not even that of an answer.
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    connection.request("GET", ASK)
    answer = connection.getresponse()
    problem = json.loads(answer.read())
    connection.close()
    assert server.stop() == 0
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert problem["detail"] == "The service failed; its log says how. Please report it."
    assert "Too many open files" in server.log.read_text(encoding="utf-8")
