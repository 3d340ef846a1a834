"""The README shows what really happens."""

import re
import shlex
from pathlib import Path

import pytest
from command import kgraph

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(scope="module")
def text():
    return README.read_text(encoding="utf-8")


def test_the_first_example_has_its_real_output(text):
    """The command at the top is run, and prints what stands below it."""
    block = re.search(r"```console\n\$ kgraph (.*?)\n(.*?)```", text, re.DOTALL)
    code, out, _ = kgraph(*shlex.split(block.group(1)))
    assert code == 0
    assert block.group(2) == out


@pytest.mark.parametrize(
    "line", [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("$ kgraph ")]
)
def test_the_commands_of_the_readme_are_valid(line, tmp_path):
    """Each runs, but for the two that need a file of the reader's."""
    arguments = shlex.split(line.partition("#")[0])[2:]
    if "--source" in arguments:
        arguments = ["check"]
    if "-o" in arguments:
        place = arguments.index("-o") + 1
        arguments[place] = str(tmp_path / arguments[place])
    assert kgraph(*arguments)[0] == 0


def test_it_is_short_and_says_what_it_is_not(text):
    assert len(text.splitlines()) <= 150
    assert "Not medical advice" in text


def test_links_to_files_work(text):
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (README.parent / target).is_file(), target
