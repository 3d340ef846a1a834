"""The package is called kgraph and its distribution is not: whoever adds an extra is told the right name."""

import os
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

import kgraph
from kgraph.installation import distribution_name, install_command

ROOT = Path(kgraph.__file__).parent.parent
# What was made on this machine and is no part of the repository, as the hidden folders but one are not.
MADE = {"node_modules", "artefacts", "mutants", "__pycache__"}
# An installer that is given the name which is another project's on the public index, and an extra of that name.
OLD_WORDING = re.compile(
    r"""\b(?:pip[3x]?|uvx?|conda|poetry)\b[^\n`]*\s["']?kgraph(?![\w./-])|(?<![\w.-])kgraph\[[a-z]+(?:,[a-z]+)*\]"""
)


def written_files():
    """Every text file of the repository, by its place in it."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name == ".ci" or (name not in MADE and not name.startswith("."))]
        for name in names:
            file = Path(folder, name)
            try:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_nobody_is_told_to_install_the_other_project():
    """No file names the distribution by the name of the package: that would run a stranger's code."""
    files = dict(written_files())
    assert {"pyproject.toml", "README.md", "kgraph/cli/serve.py", "docs/service.md"} <= set(files)
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in files.items()
        for match in OLD_WORDING.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "wording",
    [
        "pip install {}",
        "pip install '{}[index]'",
        '"{}[mcp,service]"',
        "pip3 install -U {}",
        "uv add {}",
        "pipx run {} path",
    ],
)
def test_the_old_wording_would_be_found(wording):
    """Each way of naming the other project is seen, and the same with our own name or a folder is not."""
    assert OLD_WORDING.search(wording.format("kgraph"))
    assert not OLD_WORDING.search(wording.format("kgraph-mechanisms"))
    assert not OLD_WORDING.search(wording.format("."))


def test_the_distribution_is_named_by_its_own_metadata():
    """The name is that of the installed distribution, which offers the extra that is asked for."""
    assert distribution_name() == distribution("kgraph-mechanisms").name
    assert install_command("index") == 'pip install "kgraph-mechanisms[index]"'
    assert "index" in distribution("kgraph-mechanisms").metadata.get_all("Provides-Extra")


def test_a_checkout_without_metadata_names_its_folder(tmp_path):
    """A checkout that was never installed says where pip would install it from, whatever the current folder."""
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            "from kgraph.installation import *; print(distribution_name(), install_command('mcp'))",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == f'None pip install "{ROOT}[mcp]"\n'
    assert (ROOT / "pyproject.toml").is_file()
