"""Debian's Firefox, over WebDriver BiDi, draws every view of the page: a second engine beside Chromium."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kgraph.explorer import Explorer

DRAW = Path(__file__).parent / "firefox" / "draw.mjs"
SECONDS = 240
WIDE, NARROW = 1440, 390
PICTURES = {
    "#view=paths": 20,
    "#view=mechanism&mechanism=mTOR": 20,
    "#view=near&near=katp-channel": 8,
    "#view=near&near=ketogenic-diet-therapy&depth=2": 40,
    "#view=cites&cites=wang-2024-B41": 2,
    "#view=all&open=diet~process": 8,
}
WORDS = {
    "#view=question": "How might",
    "#mechanism=ion-channels": "Ion channels",
    "#claim=ketogenic-diet-therapy-decreases-effects-of-glutamate": "How might",
    "#view=outcomes": "Numbers in people",
    "#view=against": "What speaks against",
    "#view=debates": "Debates",
    "#view=open": "Open questions",
    "#view=hypotheses": "Hypotheses",
    "#view=compare": "Mechanisms by disease",
    "#view=references": "References",
    "#path=1&step=1": "ketogenic diet therapy",
    "#view=all": "Everything",
}


def drawn(file, *hashes):
    """What Firefox says of a page at each width and address.

    Its profile, and what a sandbox of Firefox needs of a home, are thrown away with the temporary folder.
    """
    command = [shutil.which("node"), DRAW, shutil.which("firefox-esr"), file, *hashes]
    environment = {**os.environ, "HOME": str(Path(file).parent)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def views(graph, tmp_path_factory):
    """The views of the bundled page by width and address."""
    file = tmp_path_factory.mktemp("firefox") / "explorer.html"
    Explorer(graph).write(file)
    return {(view["width"], view["hash"]): view for view in drawn(file, *WORDS, *PICTURES)}


def test_nothing_is_complained_about_and_nothing_asked_of_any_host(views):
    assert len(views) == 2 * (len(WORDS) + len(PICTURES))
    assert {key: view["wrong"] for key, view in views.items() if view["wrong"]} == {}


def test_every_view_has_its_title_and_its_rows(views):
    for width in (WIDE, NARROW):
        for hash_, title in WORDS.items():
            view = views[width, hash_]
            assert title in view["title"], view
            assert view["rows"] > 2, view


def test_pictures_are_painted_and_on_a_phone_are_lists(views):
    """A picture has more colours than paper and ink; on a phone as many boxes stand in a list of words."""
    for hash_, least in PICTURES.items():
        wide, narrow = views[WIDE, hash_], views[NARROW, hash_]
        assert wide["boxes"] == narrow["boxes"] >= least, wide
        assert not wide["drawn"] or wide["colours"] > 10, wide
        assert not narrow["drawn"], narrow
        assert narrow["rows"] > narrow["boxes"], narrow
    assert sum(view["drawn"] for view in views.values()) >= len(PICTURES) - 2


def test_no_view_scrolls_sideways_on_a_phone(views):
    assert {key: view["beyond"] for key, view in views.items() if view["beyond"] > 0} == {}


def test_what_a_page_complains_about_is_told(tmp_path):
    """The watching itself: a page that throws, and one that asks a host, are found out."""
    file = tmp_path / "bad.html"
    file.write_text(
        "<!DOCTYPE html><title>bad</title><script>console.error('seen'); fetch('http://127.0.0.1:47999/'); nothing();</script>",
        encoding="utf-8",
    )
    told = " ".join(drawn(file)[0]["wrong"])
    assert "seen" in told
    assert "127.0.0.1:47999" in told
    assert "nothing" in told
