"""Which kgraph gave an answer can be said: versions and digests, the same at every door and wherever it is installed."""

import json
import re
import subprocess
from pathlib import Path

from command import kgraph as ask

import kgraph
from kgraph.release import digest, digest_of_files, parts

ROOT = Path(kgraph.__file__).parent.parent


def rows(*options):
    code, out, _ = ask("info", "--format", "json", *options)
    assert code == 0
    return [(row["what"], row["value"]) for row in json.loads(out)]


def test_info_shows_versions_and_digests_of_code_ontology_and_data(graph):
    """Each part has the version it gives itself and the SHA-256 of its files."""
    found = dict(rows())
    assert [part.name for part in parts(graph.files)] == ["code", "ontology", "data"]
    for part in parts(graph.files):
        assert found[f"{part.name} version"] == part.version
        assert found[f"{part.name} sha256"] == part.sha256
        assert re.fullmatch(r"\d+\.\d+\.\d+", part.version)
        assert re.fullmatch("[0-9a-f]{64}", part.sha256)


def test_a_digest_can_be_redone_with_the_tools_of_any_machine(graph):
    """That of the data is what sha256sum gives for the list which it printed of all their files."""
    command = "find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    done = subprocess.run(
        command, shell=True, cwd=ROOT / "data", capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split()[0] == parts(graph.files)[-1].sha256


def test_one_changed_byte_or_name_gives_another_digest(tmp_path):
    """Content and names of files both count, and their order does not."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"a")
    two.write_bytes(b"b")
    whole = digest_of_files({"x": one, "y": two})
    assert digest_of_files({"y": two, "x": one}) == whole
    assert digest_of_files({"x": two, "y": one}) != whole
    assert digest_of_files({"x": one, "z": two}) != whole
    assert digest_of_files({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_own_files_have_their_digest_and_no_part_in_that_of_the_data(graph, tmp_path):
    """A file laid over the data is listed with its SHA-256; without the bundled data none of theirs is shown."""
    mine = tmp_path / "mine.ttl"
    mine.write_text('<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .\n', encoding="utf-8")
    laid_over, alone = rows("--data", mine), rows("--data", mine, "--no-bundled")
    for found in (laid_over, alone):
        assert found[found.index(("file", str(mine))) + 1] == ("file sha256", digest(mine))
    assert dict(laid_over)["data sha256"] == parts(graph.files)[-1].sha256
    assert "data sha256" not in dict(alone)


def test_the_citation_is_of_this_release():
    """The version to cite is the version of the code."""
    assert f"\nversion: {kgraph.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
