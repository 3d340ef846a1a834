"""The pages about the project can be read: claims stand apart from measurements, and no table hides a page in a cell."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HARNESSES = ROOT / "tests" / "reliability"


@pytest.fixture(scope="module")
def sections():
    """The text of each section of the page on reliability, by its heading."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    found = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def test_every_harness_has_its_claim(sections):
    """The table names each harness that there is, and none that there is not."""
    named = set(re.findall(r"`((?:with_strace/)?test_\w+\.py)`", sections["What is claimed"].partition("\n- **")[0]))
    assert named == {file.relative_to(HARNESSES).as_posix() for file in HARNESSES.rglob("test_*.py")}


def test_claims_stand_apart_from_measurements(sections):
    """What was measured has a section of its own, and no measurement has a date elsewhere."""
    dated = [heading for heading, text in sections.items() if re.search(r"\d{4}-\d\d-\d\d", text)]
    assert dated == ["What was measured"]


def test_a_cell_of_a_table_is_a_line(sections):
    """No cell has more than 120 characters."""
    cells = [
        cell.strip()
        for text in sections.values()
        for line in text.splitlines()
        if line.startswith("|")
        for cell in line.split("|")
    ]
    assert len(cells) > 100
    assert max(map(len, cells)) <= 120


def test_the_changelog_lists_what_a_release_adds_changes_and_fixes():
    """No version has other headings than those three."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= {"Added", "Changed", "Fixed"}
    assert "### Added" in text
