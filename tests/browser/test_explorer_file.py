"""What the written file promises: one file, no address to load from, the same bytes, a size that lasts."""

import cProfile
import hashlib
import re
from pathlib import Path

import pytest
from command import kgraph

from kgraph.errors import UnknownNameError, UsageError
from kgraph.explorer import Explorer
from kgraph.explorer.vis_network import vis_network_file
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Contents, Entity

LARGEST = 950_000


def test_the_same_graph_gives_the_same_bytes(explorer_file, tmp_path):
    """A second process, with another hash seed, writes the same file."""
    again = tmp_path / "again.html"
    code, _, errors = kgraph("explore", "-o", again, PYTHONHASHSEED="7")
    assert code == 0, errors
    assert again.read_bytes() == explorer_file.read_bytes()


def test_the_file_stays_small(explorer_file):
    """The bundled graph fits in 950 kB, vis-network included."""
    assert explorer_file.stat().st_size <= LARGEST


def test_nothing_is_loaded_from_anywhere(explorer_file):
    """No script, style, image or frame has an address, and the policy forbids what is not in the file."""
    text = explorer_file.read_text(encoding="utf-8")
    assert not re.search(
        r"<(?:script|img|iframe)[^>]+src=|<link|@import|url\(", text.split('<script type="application/json"')[0]
    )
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'") or policy[1].startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy[1]


def test_an_existing_file_is_refused_without_force(tmp_path):
    """The old content stays, the message says what to do."""
    file = tmp_path / "mine.html"
    file.write_text("mine", encoding="utf-8")
    code, _, errors = kgraph("explore", "-o", file)
    assert code == 2
    assert "--force" in errors
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ({"start": "KDT"}, UsageError),
        ({"mechanism": "mTOR", "everything": True}, UsageError),
        ({"mechanism": "magic"}, UnknownNameError),
        ({"hypothesis": "magic"}, UnknownNameError),
        ({"start": "KDT", "end": "zzzzqqq"}, UnknownNameError),
    ],
)
def test_openings_that_make_no_sense_are_refused(graph, names, error):
    """Half a question, two openings at once, unknown names."""
    with pytest.raises(error):
        Explorer(graph, **names)


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ({"mechanism": "ion channels"}, "Ion channels"),
        ({"everything": True}, "Everything"),
        ({"start": "acetoacetate", "end": "seizure"}, "How might acetoacetate act on seizure?"),
        ({"hypothesis": "opening of KATP channels"}, "opening of KATP channels → infantile epileptic spasms syndrome"),
    ],
)
def test_every_opening_opens(graph, tmp_path, open_page, names, title):
    """Mechanism, hypothesis, another question, everything: the page opens on it."""
    file = tmp_path / "opening.html"
    Explorer(graph, **names).write(file)
    assert open_page(file).inner_text("h1:visible") == title


def grown(graph, size):
    """A graph of `size` entities with two claims each."""
    entities = {f"entity:n{n}": Entity(f"entity:n{n}", f"node {n}", "process") for n in range(size)}
    claims = {}
    for n in range(size):
        for step in (1, 7):
            name = f"claim:n{n}-{step}"
            target = f"entity:n{(n * 3 + step) % size}"
            claims[name] = Claim(
                name,
                f"entity:n{n}",
                "increases",
                target,
                "+",
                "asserted",
                "author-statement",
                "review",
                (),
                uncited=True,
            )
    return KnowledgeGraph(Contents(entities, claims, {}, {}, {}, {}, graph.relations, graph.terms))


def test_a_page_of_twice_the_claims_takes_no_more_than_twice_the_steps(graph):
    """Counted in calls of functions, which are the same on every machine: all of `explore --all` is linear."""
    calls = []
    for size in (400, 800):
        watched = cProfile.Profile()
        watched.runcall(lambda size=size: Explorer(grown(graph, size), everything=True).html)
        calls.append(sum(row.callcount for row in watched.getstats()))
    assert calls[1] <= 2.05 * calls[0]


def test_a_large_graph_opens_as_its_kinds(graph, tmp_path, open_page):
    """Its matrix counts every claim, a cell too full for a picture says so, and search finds a single thing."""
    file = tmp_path / "large.html"
    Explorer(grown(graph, 3_000), everything=True).write(file)
    page = open_page(file)
    assert page.inner_text("#list .matrix button") == "6000"
    page.click("#list .matrix button")
    assert "too many for a picture" in page.inner_text("#toolbar")
    assert page.locator("#table tbody tr").count() == 100
    page.keyboard.press("/")
    page.fill("#search", "node 2999")
    page.click("#hits li >> nth=0")
    assert page.inner_text("h1:visible") == "Around node 2999"


def test_third_party_scripts_are_the_recorded_ones():
    """The digests in THIRD_PARTY.md are those of the scripts that are used."""
    recorded = (Path(__file__).parents[2] / "viz" / "THIRD_PARTY.md").read_text(encoding="utf-8")
    axe = (Path(__file__).parent / "vendor" / "axe.min.js").read_bytes()
    for raw in (vis_network_file().read_bytes(), axe):
        assert hashlib.sha256(raw).hexdigest() in recorded


def test_the_file_is_ascii_and_shows_other_letters_all_the_same(graph, open_page, tmp_path):
    """One letter beyond Latin-1 would make a browser hold all its text at two bytes a letter."""
    file = tmp_path / "page.html"
    Explorer(graph).write(file)
    assert file.read_bytes().isascii()
    page = open_page(file)
    assert "→" in page.title()
    assert "→" in page.inner_text(".go >> nth=0")
    page.keyboard.press("/")
    page.fill("#search", "β-hydroxybutyrate")
    assert "hydroxybutyrate" in page.inner_text("#hits li >> nth=0")
