"""Servers that tests talk to."""

import pytest
from serving import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The service of the bundled graph."""
    started = Server(tmp_path_factory.mktemp("service"))
    yield started
    assert started.stop() == 0
    assert "Traceback" not in started.log.read_text(encoding="utf-8")


@pytest.fixture
def serve(tmp_path):
    """A function that starts a server of one's own."""
    started = []

    def start(*options, **environment):
        started.append(Server(tmp_path, *options, **environment))
        return started[-1]

    yield start
    for one in started:
        one.stop()
