"""Parsing and querying through kgraph is as good as the engine behind it."""

import re
from pathlib import Path

import pytest
from outside import outside

from kgraph.engines.oxigraph import parse_file
from kgraph.errors import DataError
from kgraph.resources import bundled

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


def test_every_biolink_class_of_the_ontology_exists():
    """The kinds of entities are aligned with classes that Biolink has."""
    model = "\n".join(
        file.read_text(encoding="utf-8") for file in (outside("KGRAPH_SAMPLES") / "biolink").rglob("*.yaml")
    )
    text = bundled("ontology", "kgraph.ttl").read_text(encoding="utf-8")
    classes = set(re.findall(r"biolink:([A-Z]\w+)", text))
    assert len(classes) > 8
    for name in classes:
        spelled = re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()
        assert re.search(rf"^  {spelled}:", model, re.MULTILINE), name
