"""Who may ask, how much, and what every answer carries."""

import itertools
import json
import re
import socket

import pytest

from kgraph.service.hosts import Doorkeeper, host_name
from kgraph.service.settings import ServiceLimits

CONNECTIONS = ServiceLimits().connections
HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
BODY_TO_COME = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n"
    b"Expect: 100-continue\r\n\r\n"
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
PATHS = ("/", "/sparql?query=ASK%7B%7D", "/api/search?q=ketone", "/nothing")
# Host headers, each a list of header lines, and whether the service answers to them.
HOSTS = {
    "localhost": (["localhost"], True),
    "localhost with port": (["localhost:{port}"], True),
    "another port": (["localhost:1"], True),
    "upper case": (["LOCALHOST:{port}"], True),
    "127.0.0.1": (["127.0.0.1"], True),
    "127.0.0.1 with port": (["127.0.0.1:{port}"], True),
    "[::1]": (["[::1]"], True),
    "[::1] with port": (["[::1]:{port}"], True),
    "evil": (["evil.example"], False),
    "evil with port": (["evil.example:{port}"], False),
    "evil subdomain": (["127.0.0.1.evil.example"], False),
    "evil user": (["localhost@evil.example"], False),
    "evil end": (["evil.example#localhost"], False),
    "dot at the end": (["localhost."], False),
    "other loopback": (["127.0.0.2"], False),
    "any": (["0.0.0.0"], False),
    "decimal": (["2130706433"], False),
    "empty": ([""], False),
    "only a port": ([":{port}"], False),
    "two": (["localhost", "localhost"], False),
    "two, the second evil": (["localhost", "evil.example"], False),
    "two in one": (["localhost, evil.example"], False),
    "none": ([], False),
}
ORIGINS = {
    "http://localhost:{port}": True,
    "http://127.0.0.1:{port}": True,
    "http://[::1]:{port}": True,
    "https://localhost": True,
    "http://evil.example": False,
    "http://127.0.0.1.evil.example": False,
    "http://localhost.evil.example:{port}": False,
    "https://localhost@evil.example": False,
    "null": False,
    "": False,
    "file://": False,
    "localhost": False,
}


def head(server, method, path, lines):
    text = "".join(f"{line.format(port=server.port)}\r\n" for line in lines)
    answer = server.raw(f"{method} {path} HTTP/1.1\r\n{text}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    return int(answer.split(b" ", 2)[1]), answer


@pytest.mark.parametrize("name", HOSTS)
def test_only_loopback_names_are_answered(server, name):
    """Every method on every path: a foreign, empty, doubled or missing Host gets 400 or 421 and nothing else."""
    hosts, welcome = HOSTS[name]
    for method, path in itertools.product(METHODS, PATHS):
        status, answer = head(server, method, path, [f"Host: {host}" for host in hosts])
        assert (status not in (400, 421)) == (welcome or (method == "POST" and status == 415)), (method, path, status)
        assert b"ketogenic" not in answer or welcome


@pytest.mark.parametrize("origin", ORIGINS)
def test_pages_of_other_origins_are_refused(server, origin):
    """A page may ask when it came from the service's own names; no other learns anything."""
    for method, path in itertools.product(("GET", "POST", "OPTIONS"), PATHS):
        status, answer = head(server, method, path, ["Host: localhost", f"Origin: {origin}"])
        assert (status == 403) == (not ORIGINS[origin]), (method, path, status)
        assert b"access-control-allow-origin" not in answer.lower()


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://localhost:{port}/entity/katp%2Dchannel", "127.0.0.1", 200),
        ("HTTP://[::1]", "localhost", 200),
        ("http://evil.example/entity/katp-channel", "localhost", 421),
        ("http://localhost/entity/katp-channel", "evil.example", 421),
        ("http:///entity/katp-channel", "localhost", 421),
        ("http://localhost@evil.example/", "localhost", 421),
        ("//evil.example/entity/katp-channel", "localhost", 404),
        ("ftp://localhost/entity/katp-channel", "localhost", 404),
    ],
)
def test_a_target_may_be_a_whole_address_of_the_service(server, target, host, status):
    """RFC 9112, section 3.2.2, asks every server to take it; its name counts as the Host header does."""
    got, answer = head(server, "GET", target.format(port=server.port), [f"Host: {host}"])
    assert got == status
    assert (b"<h1>" in answer) == (status == 200)


def test_two_origins_are_refused(server):
    lines = ["Host: localhost", "Origin: http://localhost", "Origin: http://localhost"]
    assert head(server, "GET", "/", lines)[0] == 400


def test_the_page_behind_a_foreign_name_is_never_made(server):
    """The check comes before routing: a path that would change the log line still gets the refusal."""
    status, answer = head(server, "GET", "/entity/katp-channel", ["Host: evil.example"])
    assert status == 421
    assert b"KATP" not in answer


def test_cors_is_off_unless_asked_for(open_server):
    """An origin on the list may read answers and ask beforehand; others on the web are still refused."""
    server = open_server
    status, headers, _ = server.ask("/api/mechanisms", Origin="https://friend.example")
    assert (status, headers["access-control-allow-origin"]) == (200, "https://friend.example")
    assert "kgraph-cut" in headers["access-control-expose-headers"]
    asked = {"Origin": "https://friend.example", "Access_Control_Request_Method": "POST"}
    status, headers, _ = server.ask("/sparql", method="OPTIONS", **asked)
    assert (status, headers["access-control-allow-origin"]) == (204, "https://friend.example")
    assert "content-type" in headers["access-control-allow-headers"]
    assert server.ask("/api/mechanisms", Origin="https://stranger.example")[0] == 403


def test_another_name_is_answered_when_allowed(open_server):
    """--allowed-host adds one name, and not its subdomains."""
    server = open_server
    assert server.ask("/health", Host="graph.example:80")[0] == 200
    assert server.ask("/health", Host="sub.graph.example")[0] == 421


@pytest.mark.parametrize(
    "path", ["/", "/health", "/sparql", "/nothing", "/static/service.js", "/entity/katp-channel.ttl", "/explore"]
)
def test_every_answer_carries_the_security_headers(server, path):
    """Answers and problems alike; no policy allows inline code or foreign hosts."""
    _, headers, _ = server.ask(path, Accept="text/html")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_requests_that_are_too_large_are_refused(server):
    """Address, headers and body have limits, each with its own status and a problem that says so."""
    assert server.ask("/api/search?q=" + "x" * 20_000)[0] == 414
    many = {f"X_Header_{number}": "1" for number in range(80)}
    assert server.ask("/health", **many)[0] == 431
    status, _, body = server.ask(
        "/sparql", method="POST", body=b"#" * 1_200_000, Content_Type="application/sparql-query"
    )
    assert (status, json.loads(body)["title"]) == (413, "Request Entity Too Large")
    assert server.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000)[:12] == b"HTTP/1.1 400"


def test_a_chunked_body_has_the_same_limit(server):
    """Without a length announced the bytes are counted."""
    lines = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    chunk = b"10000\r\n" + b"#" * 65_536 + b"\r\n"
    answer = server.raw(lines + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk * 20 + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"\r\n" * 50 + b"\0",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET /%zz\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["tls", "short", "nothing", "length", "bytes"],
)
def test_what_is_no_http_gets_a_problem(server, garbage):
    """Bytes that are no request get a 400 with the same headers, and the connection ends."""
    answer = server.raw(garbage)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"application/problem+json" in answer
    assert b"x-frame-options" in answer
    assert b"content-security-policy: default-src 'none'" in answer


def test_the_log_cannot_be_forged(server):
    """Control and direction characters of a request stand in the log as escapes."""
    server.ask("/nothing/%1b[31m%0aforged", Accept="text/plain")
    server.raw(b"GET /plain HTTP/1.1\r\nHost: evil\xe2\x80\xae.example\r\nConnection: close\r\n\r\n")
    text = server.log.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not any(line.startswith("forged") for line in text.splitlines())


@pytest.mark.parametrize(
    "pieces",
    [
        [b"GET /health HT"],
        [b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /he"],
        [b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", b"query"],
    ],
    ids=["head", "second head", "body"],
)
def test_slow_heads_and_bodies_are_given_up(open_server, pieces):
    """A request that does not end gets 408 when patience does, and the connection is closed."""
    with socket.create_connection((open_server.host, open_server.port), timeout=60) as connection:
        received = b""
        for piece in pieces:
            connection.sendall(piece)
            if piece.startswith(b"GET /health HTTP"):
                while not received.endswith(b"}\n"):
                    received += connection.recv(65536)
        while more := connection.recv(65536):
            received += more
    assert received.count(b"HTTP/1.1 408") == 1
    assert b"took longer than 2 seconds" in received


def test_connections_that_say_nothing_give_way(open_server):
    """One more connection than the service keeps is answered; the one that has waited longest is closed for it."""
    held = [socket.create_connection((open_server.host, open_server.port), timeout=60) for _ in range(CONNECTIONS)]
    try:
        assert open_server.raw(HEALTH).startswith(b"HTTP/1.1 200")
        assert held[0].recv(100) == b""
        held[-1].sendall(HEALTH)
        assert held[-1].recv(100).startswith(b"HTTP/1.1 200")
    finally:
        for connection in held:
            connection.close()


def test_connections_above_capacity_are_told_to_come_back(server):
    """Where every connection has a request under way, one more gets 503 and Retry-After; those that are there go on."""
    held = []
    try:
        for _ in range(CONNECTIONS):
            held.append(socket.create_connection((server.host, server.port), timeout=60))
            held[-1].sendall(BODY_TO_COME)
            assert held[-1].recv(100).startswith(b"HTTP/1.1 100")
        answer = server.raw(HEALTH)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 2" in answer
        held[0].sendall(b"ASK {}")
        assert held[0].recv(100).startswith(b"HTTP/1.1 200")
    finally:
        for connection in held:
            connection.close()


@pytest.mark.parametrize(
    "authority", ["", ":80", "a b", "localhost:99999", "[::1", "local\thost", "ＬＯＣＡＬＨＯＳＴ"]
)
def test_what_is_no_authority_has_no_name(authority):
    assert host_name(authority) is None
    assert Doorkeeper((), ()).refusal([(b"host", authority.encode())]) is not None
