"""A SPARQL endpoint on loopback which fails in the ways that servers fail when told to.

It answers from a store of its own, or stands in front of a real server as a proxy.
"""

import json
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize


class Endpoint:
    """`store` is what it holds; `faults` are used up one a request, and `always` befalls every query.

    A fault ends with the kind of request that it befalls: update or answer.
    """

    def __init__(self, upstream=""):
        self.store, self.faults, self.heads, self.most = Store(), [], [], None
        self.upstream, self.always, self.asked = upstream, "", 0

    def answer(self, query):
        """The media type and the document of an answer, cut after `most` statements."""
        if self.upstream:
            request = urllib.request.Request(
                self.upstream,
                data=urlencode({"query": query}).encode(),
                headers={"Accept": "application/sparql-results+json"},
            )
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.headers.get_content_type(), reply.read()
        found = self.store.query(query)
        if isinstance(found, QuerySolutions):
            return "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON)
        return "application/n-triples", serialize(list(found)[: self.most], format=RdfFormat.N_TRIPLES)


def fewer(document, most):
    """A document of results with no more rows than so many, and nothing that says so."""
    found = json.loads(document)
    found["results"]["bindings"] = found["results"]["bindings"][:most]
    return json.dumps(found).encode()


@contextmanager
def serving(upstream=""):
    """An endpoint that is served while the block runs, and its address."""
    endpoint = Endpoint(upstream)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.heads.append(dict(self.headers))
            is_update = self.headers["Content-Type"] == "application/sparql-update"
            fault = (
                endpoint.faults.pop(0) if endpoint.faults and is_update == endpoint.faults[0].endswith("update") else ""
            )
            endpoint.asked += not is_update
            fault = fault or (endpoint.always if not is_update else "")
            if fault.startswith("busy"):
                self.send_error(503)
                return
            if fault.startswith("too much"):
                self.send_error(413)
                return
            if fault == "silent answer":
                time.sleep(1.5)
                self.connection.close()
                return
            if is_update:
                endpoint.store.update(body)
                if fault == "lost update":
                    # All of it was done, and nobody hears of it.
                    self.connection.close()
                    return
                self.reply("text/plain", b"")
            elif fault == "malformed answer":
                self.reply("application/sparql-results+json", b'{"results": {"bindings": [{')
            else:
                media_type, document = endpoint.answer(parse_qs(body)["query"][0])
                if fault == "cut answer":
                    document = fewer(document, endpoint.most)
                self.reply(media_type, document, fault)

        def reply(self, media_type, document, fault=""):
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            if fault == "short answer":
                self.wfile.write(document[: len(document) // 2])
                self.connection.close()
            elif fault == "dripping answer":
                for place in range(len(document)):
                    self.wfile.write(document[place : place + 1])
                    time.sleep(0.05)
            else:
                self.wfile.write(document)

        def log_message(self, *_):
            pass

        def handle(self):
            try:
                super().handle()
            except (OSError, ValueError):
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield endpoint, f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
