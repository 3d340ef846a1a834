"""Every version of Python that is here and that the package names gives the same answers.

Found are those on the path and those of pyenv; the one that runs the tests is always among them.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_distribution import QUESTIONS, build

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def _here():
    """By version, a Python that is not this one."""
    found = {}
    for version in VERSIONS:
        places = [
            *sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")),
            shutil.which(f"python{version}"),
        ]
        place = next((place for place in reversed(places) if place and _starts(place)), None)
        if place and version != f"{sys.version_info.major}.{sys.version_info.minor}":
            found[version] = place
    return found


def _starts(place):
    """Not a stub of pyenv for a version that nobody chose."""
    return subprocess.run([place, "-c", "import venv"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the checkout."""
    (made,) = build("--wheel", folder=tmp_path_factory.mktemp("wheel"))
    return made


def answers(python, folder):
    """The bytes of a dozen answers, asked where the checkout is not on the path."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        question: subprocess.run(
            [python, "-P", "-m", "kgraph", *question], cwd=folder, env=env, capture_output=True, check=True
        ).stdout
        for question in QUESTIONS
    }


@pytest.mark.parametrize("python", [sys.executable, *_here().values()], ids=["this", *_here()])
def test_every_python_gives_the_same_answers(python, wheel, tmp_path):
    """Installed into an empty environment with the dependencies in the versions that the tests ran with."""
    versions = re.findall(r"^([\w.-]+==\S+)", (ROOT / "supply" / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    (tmp_path / "versions.txt").write_text("\n".join(versions), encoding="utf-8")
    subprocess.run([python, "-m", "venv", tmp_path / "env"], check=True)
    there = next((tmp_path / "env").glob("[bS]*/python"))
    subprocess.run(
        [there, "-m", "pip", "install", "--quiet", "--constraint", tmp_path / "versions.txt", wheel], check=True
    )
    assert answers(there, tmp_path) == answers(sys.executable, tmp_path)
