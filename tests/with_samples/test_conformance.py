"""Parsing and querying through kgraph is as good as the engine behind it."""

from pathlib import Path

import pytest
from conftest import outside

from kgraph.engines.oxigraph import parse_file
from kgraph.errors import DataError

BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"


def turtle_tests():
    """(file, whether it must be refused) for the Turtle, N-Triples and TriG syntax tests."""
    root = outside("KGRAPH_SAMPLES") / "standards" / "rdf-tests" / "rdf" / "rdf11"
    files = [file for ending in ("ttl", "nt", "nq", "trig") for file in sorted(root.rglob(f"*.{ending}"))]
    return [(file, "-bad-" in file.name) for file in files if "syntax" in file.name]


@pytest.mark.parametrize(("file", "refused"), turtle_tests(), ids=lambda v: v.name if isinstance(v, Path) else "")
def test_syntax(file, refused):
    """Bad files are refused with their place; good ones are read."""
    if refused:
        with pytest.raises(DataError) as caught:
            parse_file(file, base_iri=BASE)
        assert caught.value.file == str(file)
    else:
        parse_file(file, base_iri=BASE)
