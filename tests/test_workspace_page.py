"""Every command of the page on workspaces runs, in the order of the page, and says what the page says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click import Option
from click.testing import CliRunner

from kgraph.cli import diff, export, merge
from kgraph.cli.main import cli
from kgraph.cli.merge import _STATES

PAGE = Path(__file__).parent.parent / "docs" / "workspaces.md"
NODES = "id\tcategory\tname\nMESH:D004827\tbiolink:Disease\tEpilepsy\nCHEBI:16865\tbiolink:SmallMolecule\tGABA\n"
EDGES = "id\tsubject\tpredicate\tobject\tpublications\n1\tCHEBI:16865\tbiolink:ameliorates\tMESH:D004827\tPMID:1\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("page")
    shutil.copy(Path(__file__).with_name("drugmechdb.yaml"), place / "records.yaml")
    (place / "graph_nodes.tsv").write_text(NODES, encoding="utf-8")
    (place / "graph_edges.tsv").write_text(EDGES, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_command_runs_and_says_what_the_page_says(folder, page, monkeypatch):
    """In one folder, one after the other; where the page shows a line, the command prints it."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    ran = 0
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *shown = part.splitlines()
            program, *arguments = shlex.split(line)
            done = CliRunner().invoke(cli, arguments)
            assert (program, done.exit_code) == ("kgraph", 0), f"{line}\n{done.output}\n{done.exception}"
            assert set(shown) <= set(done.output.splitlines()), line
            ran += 1
    assert ran > 10
    assert (folder / "claims.tsv").read_text(encoding="utf-8").count("\tkgx\t") == 1
    assert (folder / "review.md").read_text(encoding="utf-8").startswith("# bundled → mine\n")


def test_the_page_names_what_there_is(page):
    """Each state of the report has its row, and the options that it names are options."""
    for state in _STATES:
        assert f"| {state} |" in page
    commands = (diff.command, export.command, merge.command, cli.get_command(None, "import"))
    given = [param for one in commands for param in one.params if isinstance(param, Option)]
    options = {name for param in given for name in (*param.opts, *param.secondary_opts)} | {"--all"}
    assert set(re.findall(r"--[a-z][a-z-]+", page)) <= options
