"""Parsing and querying through kgraph is as good as the engine behind it."""

import re

import pytest
from command import kgraph
from outside import outside
from pyoxigraph import CanonicalizationAlgorithm, Dataset

from kgraph.errors import DataError
from kgraph.files.bundled import bundled
from kgraph.reading.rdf_files import new_store, parse_file

BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
# Tests that fail, with the reason.  The list is checked both ways: a test that starts or stops failing breaks it.
EXCEPTIONS = {
    "rdf-xml/xml-canon/test001.rdf": "the engine keeps an XML literal as written instead of in exclusive canonical form",
    "rdf-xml/xml-canon/test002.rdf": "the engine keeps an XML literal as written instead of in exclusive canonical form",
}
ENTRIES = f"""PREFIX mf: <{MF}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?action ?kind ?result {{
  ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test a ?kind ; mf:action ?action . OPTIONAL {{ ?test mf:result ?result }} }}"""


def entries():
    """(file, base, whether it must be refused, file with the same statements or None) for every test in the manifests."""
    root = outside("KGRAPH_SAMPLES") / "standards" / "rdf-tests" / "rdf" / "rdf11"
    found = []
    for manifest in sorted(root.glob("*/manifest.ttl")):
        store = new_store(parse_file(manifest, base_iri=f"{BASE}{manifest.parent.name}/manifest.ttl"))
        for action, kind, result in store.query(ENTRIES):
            name = action.value.removeprefix(BASE)
            same = root / result.value.removeprefix(BASE) if result else None
            found.append((root / name, BASE + name, "Negative" in kind.value, same))
    return found


def dataset(file, base):
    found = Dataset(parse_file(file, base_iri=base))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def passes(file, base, refused, same):
    if refused:
        with pytest.raises(DataError) as caught:
            parse_file(file, base_iri=base)
        return (caught.value.file, bool(caught.value.line)) == (str(file), True)
    found = dataset(file, base)
    return same is None or found == dataset(same, base)


def test_the_rdf_tests_of_the_w3c():
    """All 312 bad files are refused with their place, and all but the listed ones of 680 good files read as they should."""
    tests = entries()
    assert (len(tests), sum(refused for _, _, refused, _ in tests)) == (992, 312)
    failed = {base.removeprefix(BASE) for file, base, refused, same in tests if not passes(file, base, refused, same)}
    assert failed == set(EXCEPTIONS)


def test_bad_files_through_the_command():
    """A sample of every syntax: one line, no traceback, exit 3, with a base and without; good files exit 0 with theirs."""
    tests = entries()
    bad = [test for test in tests if test[2]]
    for file, base, _, _ in bad[:: len(bad) // 7]:
        for arguments in (("--base", base), ()):
            code, out, errors = kgraph("check", "--syntax-only", *arguments, file)
            assert (code, out, len(errors.splitlines())) == (3, "", 1), file
            assert re.match(rf"{re.escape(str(file))}:\d+:\d+: syntax: ", errors)
    for file, base, _, _ in [test for test in tests if not test[2]][::150]:
        assert kgraph("check", "--syntax-only", "--base", base, file)[0] == 0, file


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
