"""Fixtures, and the rule for tests that need files from outside: set means required, unset means not collected."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

import kgraph

# A machine that is busy makes nothing wrong: speed is measured in benchmarks/.
settings.register_profile("kgraph", deadline=None)
settings.load_profile("kgraph")

_NEEDS = {
    "with_sources": "KGRAPH_SOURCES",
    "with_evidence": "KGRAPH_EVIDENCE",
    "with_samples": "KGRAPH_SAMPLES",
    "engines": "KGRAPH_ENGINES",
}
_HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    variable = _NEEDS.get(collection_path.name)
    if variable and collection_path.parent == _HERE and not os.environ.get(variable):
        return True
    return None


def pytest_report_header() -> list[str]:
    missing = [variable for variable in _NEEDS.values() if not os.environ.get(variable)]
    return [f"not collected, because {variable} is not set: tests/{_folder(variable)}" for variable in missing]


def _folder(variable: str) -> str:
    return next(folder for folder, name in _NEEDS.items() if name == variable)


@pytest.fixture(scope="session")
def graph() -> kgraph.KnowledgeGraph:
    """The bundled graph."""
    return kgraph.load()


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Snapshots of the tests stay out of the user's cache."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
