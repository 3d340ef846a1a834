"""A warm process, and a world of its own for each test module."""

import shutil
from pathlib import Path

import pytest
from traced import strace_works
from warm import Warm
from world import World

CORPUS = Path(__file__).parent / "corpus"


def pytest_ignore_collect(collection_path):
    return True if collection_path.name == "with_strace" and not strace_works() else None


def pytest_report_header():
    return [] if strace_works() else ["not collected, because strace is missing or may not trace: with_strace"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World.under(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def warm(world):
    """A warm process in that world, its cache filled."""
    with Warm(cwd=world.work, **world.environment) as process:
        assert process.run("info").code == 0
        yield process


@pytest.fixture(scope="module")
def corpus(world):
    """A copy of the corpus, so that whatever happens to it is seen and harms nothing."""
    return Path(shutil.copytree(CORPUS, world.work / "corpus"))
