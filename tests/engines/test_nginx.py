"""The service behind nginx under a path of its own, with the configuration that docs/service.md shows."""

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import Server

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
DOCS = (Path(__file__).parents[2] / "docs" / "service.md").read_text(encoding="utf-8")
[BLOCK] = re.findall(r"```nginx\n(.*?)```", DOCS, re.DOTALL)
ROOT = "/kgraph"
PASSWORD = {"Authorization": "Basic " + base64.b64encode(b"reader:secret").decode()}
START = ("/", "/path?start=KDT&end=IESS", "/path?start=KTD&end=IESS", "/search?q=ketone", "/query", "/api", "/entity/katp-channel",
         "/claim/ketone-bodies-activate-katp-channel", "/hypothesis/adenosine-through-katp-channels", "/mechanism/mTOR",
         "/reference/wang-2024-B41", "/entity/katp-chanel", "/nothing", "/outcomes", "/compare", "/references?limit=5",
         "/query/two-step-paths")  # fmt: skip
MOST_PAGES = 60


class Addresses(HTMLParser):
    """Every address that a page leads to, loads, or sends a form to."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src", "action")]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture(scope="module", params=["the path is taken off", "the path is left on"])
def proxied(request, tmp_path_factory):
    """The service with nginx in front; what is asked goes to nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    server = Server(folder, "--root-path", ROOT)
    port = free_port()
    (folder / "users").write_text("reader:{PLAIN}secret\n", encoding="ascii")
    block = BLOCK.replace("http://127.0.0.1:8000/", server.url + ("/" if "off" in request.param else ""))
    block = block.replace("/etc/nginx/kgraph.users", str(folder / "users"))
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; user root; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port}; {block} }} }}\n",
        encoding="utf-8",
    )
    with (folder / "nginx.log").open("wb") as log:
        nginx = subprocess.Popen(
            [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=log, stdout=log
        )
    front = Server.__new__(Server)
    front.host, front.port = "127.0.0.1", port
    while True:
        assert nginx.poll() is None, (folder / "nginx.log").read_text(encoding="utf-8")
        try:
            socket.create_connection((front.host, port)).close()
            break
        except ConnectionRefusedError:
            continue
    yield front
    nginx.terminate()
    nginx.wait(30)
    assert server.stop() == 0


def test_without_the_password_nothing_is_answered(proxied):
    """The proxy keeps the door."""
    assert proxied.ask(f"{ROOT}/health")[0] == 401


def test_every_address_of_every_page_stays_under_the_path(proxied):
    """Links, scripts, styles and forms begin with the path, and what they lead to is there."""
    waiting = [ROOT + path for path in START]
    seen = set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        status, headers, body = proxied.ask(path, Accept="text/html, */*;q=0.1", **PASSWORD)
        assert status < 400 or path.removeprefix(ROOT) in START, path
        if not headers.get("content-type", "").startswith("text/html"):
            continue
        page = Addresses()
        page.feed(body.decode("utf-8"))
        inside = [found for found in page.found if not urlsplit(found).netloc and not found.startswith(("#", "data:"))]
        assert all(found.startswith(f"{ROOT}/") for found in inside), (path, inside)
        waiting += [found.partition("#")[0] for found in inside]
    assert len(seen) == MOST_PAGES


def test_every_header_stays_under_the_path(proxied):
    """Redirects, alternates and the place of a representation."""
    status, headers, _ = proxied.ask(f"{ROOT}/entity/KDT", Accept="text/html", **PASSWORD)
    assert (status, headers["location"]) == (303, f"{ROOT}/entity/ketogenic-diet-therapy")
    status, headers, _ = proxied.ask(headers["location"], Accept="text/turtle", **PASSWORD)
    assert status == 200
    assert headers["content-location"] == f"{ROOT}/entity/ketogenic-diet-therapy.ttl"
    places = [place for place in re.findall(r"<([^>]*)>", headers["link"]) if not place.startswith("http")]
    assert len(places) == 5
    assert all(place.startswith(f"{ROOT}/") for place in places)


def test_programs_find_the_api_and_the_endpoint(proxied):
    """The OpenAPI document and the service description name the places where they are reached."""
    document = json.loads(proxied.ask(f"{ROOT}/openapi.json", **PASSWORD)[2])
    assert document["servers"] == [{"url": ROOT}]
    described = rdflib.Graph().parse(
        data=proxied.ask(f"{ROOT}/sparql", Accept="text/turtle", **PASSWORD)[2], format="turtle"
    )
    endpoint = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    [place] = described.objects(None, endpoint)
    assert str(place) == f"http://127.0.0.1:{proxied.port}{ROOT}/sparql"
    query = "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }"
    status, _, body = proxied.ask(
        urlsplit(str(place)).path,
        method="POST",
        body=query,
        Content_Type="application/sparql-query",
        Accept="text/csv",
        **PASSWORD,
    )
    assert status == 200
    assert int(body.split()[1]) == json.loads(proxied.ask(f"{ROOT}/health", **PASSWORD)[2])["claims"]
