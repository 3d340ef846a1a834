"""A SPARQL endpoint on loopback over a store of its own, which fails in the ways that servers fail when told to."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize


class Endpoint:
    """`store` is what it holds; `faults` are used up one a request, of the kind `fault_of` names."""

    def __init__(self):
        self.store, self.faults, self.heads, self.most = Store(), [], [], None

    def answer(self, query):
        """The media type and the document of an answer, cut after `most` statements."""
        found = self.store.query(query)
        if isinstance(found, QuerySolutions):
            return "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON)
        return "application/n-triples", serialize(list(found)[: self.most], format=RdfFormat.N_TRIPLES)


@contextmanager
def serving():
    """An endpoint that is served while the block runs, and its address."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.heads.append(dict(self.headers))
            is_update = self.headers["Content-Type"] == "application/sparql-update"
            fault = (
                endpoint.faults.pop(0) if endpoint.faults and is_update == endpoint.faults[0].endswith("update") else ""
            )
            if fault.startswith("busy"):
                self.send_error(503)
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
                self.reply(*endpoint.answer(parse_qs(body)["query"][0]))

        def reply(self, media_type, document):
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
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
