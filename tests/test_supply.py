"""What comes from others is what was recorded, and an audit that audited nothing does not pass."""

import hashlib
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

import kgraph
from kgraph.cli.main import cli

ROOT = Path(kgraph.__file__).parent.parent
sys.path.insert(0, str(ROOT / "supply"))

from audit import UnreachableError, python_findings, script_findings  # noqa: E402
from release import NotReadyError, stated_versions, versions  # noqa: E402
from sbom import carried_scripts, complete  # noqa: E402

RECORDED = dict(
    re.findall(
        r"\(`([^`]+)`\).*`([0-9a-f]{64})` \|$",
        (ROOT / "viz" / "THIRD_PARTY.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def files():
    """Every script and style of others: in the vendor folders, and the one that pyvis carries."""
    found = [file for folder in ("viz/vendor", "tests/browser/vendor") for file in (ROOT / folder).rglob("*.min.*")]
    pyvis = Path(find_spec("pyvis").submodule_search_locations[0])
    return [*found, pyvis / "lib" / "vis-9.1.2" / "vis-network.min.js"]


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_a_carried_script_is_the_recorded_one(file):
    """Its SHA-256 stands in THIRD_PARTY.md; a file that nobody recorded fails here too."""
    assert hashlib.sha256(file.read_bytes()).hexdigest() == RECORDED[file.name]


def test_nothing_is_recorded_that_is_not_carried():
    assert sorted(RECORDED) == sorted(file.name for file in files())


@pytest.mark.parametrize("name", ["supply/constraints.txt", "supply/notebook.txt", "supply/tools.txt"])
def test_every_pinned_package_has_a_digest(name):
    """What is installed, and what audits it, is pinned to one version each, with the hashes of its files."""
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(
        r"^([A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        text,
        re.MULTILINE,
    )
    named = re.findall(r"^[A-Za-z0-9][^\n]*", text, re.MULTILINE)
    assert len(pins) == len(named) > 20


def test_the_bill_names_every_carried_script():
    bill = {part["name"]: part["hashes"][0]["content"] for part in carried_scripts()}
    assert bill == RECORDED
    assert all(part["version"][0].isdigit() and part["licenses"][0]["license"]["name"] for part in carried_scripts())


def test_the_bill_is_of_this_release():
    """Its own version, which a list of requirements does not know, and the carried scripts behind the packages."""
    bill = {"metadata": {"component": {"name": "kgraph-mechanisms"}}, "components": [{"name": "a"}]}
    complete(bill)
    assert bill["metadata"]["component"]["version"] == kgraph.__version__
    assert [part["name"] for part in bill["components"]] == ["a", *(part["name"] for part in carried_scripts())]


def test_an_audit_without_answers_does_not_pass():
    """Packages that were not found say nothing about their weaknesses."""
    skipped = {"name": "a", "version": "1", "skip_reason": "not found"}
    for report in ("", "{}", json.dumps({"dependencies": [skipped]})):
        with pytest.raises(UnreachableError):
            python_findings(report)
    for report in ("", json.dumps({"message": "405", "error": {}})):
        with pytest.raises(UnreachableError):
            script_findings(report)


def test_an_audit_names_what_it_found_and_what_it_left_out():
    weak = {"name": "b", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"]}]}
    sound, skipped = {"name": "c", "version": "1", "vulns": []}, {"name": "a", "skip_reason": "not found"}
    count, found = python_findings(json.dumps({"dependencies": [weak, sound, skipped]}))
    assert (count, found) == (2, ["b 2: X-1 (fixed in 3)", "a: not audited: not found"])
    report = {"metadata": {"dependencies": {"total": 5}}, "vulnerabilities": {"d": {"severity": "high"}}}
    assert script_findings(json.dumps(report)) == (5, ["d: high"])


@pytest.fixture
def release(tmp_path):
    """The files of the checkout that state versions, with a date in the changelog, as they are when it is released."""
    for name in ("kgraph/version.py", "CITATION.cff", ".zenodo.json", "CHANGELOG.md", "ontology/kgraph.ttl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = (ROOT / name).read_text(encoding="utf-8").replace(", unreleased", ", 2026-12-01")
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_release_has_one_version(release):
    """The checklist reads it in every file that states it."""
    assert versions(release) == kgraph.__version__
    assert set(stated_versions(ROOT).values()) == {kgraph.__version__}


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("CITATION.cff", "version: 0", "version: 1", "CITATION.cff has 1.1.0"),
        (".zenodo.json", '"version": "0', '"version": "1', ".zenodo.json has 1.1.0"),
        ("CHANGELOG.md", ", 2026-12-01", ", unreleased", "put the date in"),
        ("ontology/kgraph.ttl", 'owl:versionInfo "0', 'owl:versionInfo "1', "does not end in owl:versionInfo"),
    ],
)
def test_a_release_stops_where_a_version_differs(release, name, old, new, words):
    """With the file and what it says."""
    text = (release / name).read_text(encoding="utf-8")
    assert old in text
    (release / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(NotReadyError, match=re.escape(words)):
        versions(release)


def test_the_container_is_made_of_files_that_are_here_and_starts_a_command_that_is_there():
    """What it copies is in the checkout and not ignored, the versions that it installs are read, and it can begin."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--)(\S+) ", text, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert copied
    assert all((ROOT / name).exists() and name.partition("/")[0] not in ignored for name in copied)
    pins = re.search(r"sed -n '([^']+)' /tmp/constraints.txt", text)[1]
    read = subprocess.run(["sed", "-n", pins, ROOT / "supply" / "constraints.txt"], capture_output=True, check=True)
    assert {"rdflib", "uvicorn", "pyoxigraph"} <= {line.partition("==")[0] for line in read.stdout.decode().split()}
    name, *words = json.loads(re.search(r"^CMD (.+)$", text, re.MULTILINE)[1])
    given = cli.get_command(click.Context(cli), name).make_context(name, words).params
    assert (given["host"], given["port"]) == ("0.0.0.0", 8000)  # inside the container alone
