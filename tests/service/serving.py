"""A real server in a process of its own, and ways to talk to it: plain sockets, and http.client."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

_READY = re.compile(r"serving on (http://\S+)")


class Server:
    """`kgraph serve` on a free port; what it says on standard error goes to a file."""

    def __init__(self, folder, *options, before=(), **environment):
        self.log = folder / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "kgraph", "serve", "--port", "0", *map(str, options)],
                stderr=log,
                stdout=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONWARNINGS": "error", **environment},
            )
        self.url = self._wait_until_ready()
        self.host, self.port = urlsplit(self.url).hostname, urlsplit(self.url).port

    def _wait_until_ready(self):
        # The line is written once the server answers; the process ends when it cannot.
        while True:
            match = _READY.search(self.log.read_text(encoding="utf-8"))
            if match:
                return match[1].rstrip("/")
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the server did not start:\n{self.log.read_text(encoding='utf-8')}", pytrace=False)

    def ask(self, path, *, method="GET", body=None, **headers):
        """Status, headers (lower case) and body of an answer; underscores in header names become hyphens."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            answer = connection.getresponse()
            given: dict[str, str] = {}
            for name, value in answer.getheaders():
                given[name.lower()] = f"{given[name.lower()]}, {value}" if name.lower() in given else value
            return answer.status, given, answer.read()
        finally:
            connection.close()

    def json(self, path, *, status=200):
        """The JSON of an answer, which must have this status."""
        found, headers, body = self.ask(path)
        assert found == status, body
        assert "json" in headers["content-type"]
        return json.loads(body)

    def raw(self, request):
        """Everything that comes back for these bytes until the server closes the connection."""
        with socket.create_connection((self.host, self.port), timeout=60) as connection:
            connection.sendall(request)
            received = b""
            while piece := connection.recv(65536):
                received += piece
        return received

    def stop(self, number=signal.SIGTERM):
        """Ask it to stop; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(30)

    def family(self):
        """The process and all that came from it, as identifiers."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as children:
                    waiting += [int(child) for child in children.read().split()]
        return found
