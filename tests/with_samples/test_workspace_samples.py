"""The samples of several projects in one workspace: everything goes in, and one answer comes out across sources."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from outside import outside

from kgraph.cli.main import cli
from kgraph.graph.workspace_imports import ImportChoices, import_into
from kgraph.importers import read
from kgraph.reading.load import load_contents
from kgraph.workspaces.folder import open_workspace
from kgraph.workspaces.merged import merged_file

SAMPLES = outside("KGRAPH_SAMPLES")
DRUGMECHDB = sorted((SAMPLES / "drugmechdb").glob("*/*.yaml"))
PATHWAYS = [SAMPLES / "wikipathways" / name / f"{name}.gpml" for name in ("WP5639", "WP2447")]
DISMECH = sorted((SAMPLES / "dismech").glob("*.yaml"))
BROKEN = [
    *sorted((SAMPLES / "nanopub" / "invalid" / "plain").rglob("*.trig")),
    *sorted((SAMPLES / "drugmechdb").glob("*.yaml")),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples") / "w"
    outcomes = list(import_into(folder, [*PATHWAYS, *DRUGMECHDB, *DISMECH], ImportChoices()))
    assert {one.state for one in outcomes} == {"imported"}
    return folder


def test_files_one_by_one_say_what_they_say_together(workspace):
    """The claims of 83 records, imported one by one, are those that the importer reads from all of them at once."""
    together = read(DRUGMECHDB).contents
    found = load_contents(merged_file(open_workspace(workspace), bundled=False), bundled=False)
    mine = {name: claim for name, claim in found.claims.items() if claim.origin == "drugmechdb"}
    assert mine.keys() == together.claims.keys()
    assert {name: claim.evidence for name, claim in mine.items()} == {
        name: claim.evidence for name, claim in together.claims.items()
    }
    assert {name: claim.uncited for name, claim in mine.items()} == {
        name: claim.uncited for name, claim in together.claims.items()
    }


def test_counts_of_the_files_stand_in_the_provenance(workspace):
    """WP5639: 46 interactions and 26 PubMed ids; DrugMechDB: 83 records and 614 links; DisMech: its licence."""
    records = open_workspace(workspace).records
    (pathway,) = [one for one in records if one.files == ("WP5639.gpml",)]
    assert (pathway.count("in", "interactions"), pathway.count("in", "PubMed identifiers")) == (46, 26)
    paths = [one for one in records if one.kind == "drugmechdb"]
    assert (sum(one.count("in", "records") for one in paths), sum(one.count("in", "links") for one in paths)) == (
        83,
        614,
    )
    assert {one.licence for one in records if one.kind == "dismech"} == {"https://creativecommons.org/licenses/by/4.0/"}


def test_one_answer_across_sources(workspace):
    """From the ketogenic diet to epilepsy: paths of bundled and imported steps, each with its source."""
    asked = ["path", "ketogenic diet", "epilepsy", "--workspace", str(workspace), "--format", "json", "--top", "100"]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    steps = [step for path in answer["paths"] for step in path["steps"]]
    assert all(step["sources"] for step in steps if step["claims"])
    sources = {source for step in steps for source in step["sources"]}
    assert {"review", "drugmechdb", "gpml", "dismech"} <= sources
    joined = [path for path in answer["paths"] if len({s for step in path["steps"] for s in step["sources"]}) > 1]
    assert joined


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_a_broken_sample_leaves_the_workspace_as_it_was(workspace, file):
    """It is refused with its place, and not a byte of the workspace is another one."""
    before = {one: one.read_bytes() for one in Path(workspace).rglob("*") if one.is_file()}
    (outcome,) = import_into(workspace, [file], ImportChoices())
    assert outcome.state == "refused"
    assert outcome.faults[0].file == str(file)
    assert {one: one.read_bytes() for one in Path(workspace).rglob("*") if one.is_file()} == before
