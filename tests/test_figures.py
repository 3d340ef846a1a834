"""Pictures for papers: well formed, captioned, safe, and the same every time."""

import dataclasses
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from command import kgraph

from kgraph.evidence import HUMAN_STUDIES
from kgraph.formats.figures import matrix_figure, path_figure
from kgraph.formats.lanes import WIDTH, Arrow, Lane, lanes
from kgraph.formats.references import supporting
from kgraph.formats.svg import document
from kgraph.graph import KnowledgeGraph
from kgraph.matrix import mechanism_matrix
from kgraph.paths import find_paths
from kgraph.words import Words

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"]; evil --> x <script>alert(1)</script> & \\" %% \u202e'


@pytest.fixture(scope="module")
def answer(graph):
    return find_paths(graph, "KDT", "IESS", top=3)


@pytest.fixture(scope="module")
def words(graph):
    return Words(graph)


@pytest.fixture(scope="module")
def hostile(graph, answer):
    """The graph with a label that tries to break out of every format."""
    entity = answer.paths[0].entities[1]
    entities = {**graph.entities, entity: dataclasses.replace(graph.entities[entity], label=HOSTILE)}
    return KnowledgeGraph(graph.replace(entities=entities))


def test_the_svg_shows_every_path_as_a_lane(graph, answer):
    """A box for each stop, an arrow for each step, a head for each sign, a caption with version and references."""
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    steps = [step for path in answer.paths for step in path.steps]
    stops = [entity for path in answer.paths for entity in path.entities[1:-1]]
    assert len([r for r in root.iter(f"{SVG}rect") if r.get("rx")]) == len(stops) + 2
    arrows = arrows_of(root)
    assert len(arrows) == len(steps)
    signs = {"" if step.kind == "structural" else step.sign for step in steps}
    heads = {(head.tag, head.get("fill"), head.get("d", "").count("L")) for head in (arrow[2] for arrow in arrows)}
    shapes = {(tag, "none" if fill == "none" else "", lines) for tag, fill, lines in heads}
    assert len(shapes) == len(signs) == 4
    assert "Not medical advice" in words
    assert "kgraph 0." in words


def test_every_paper_of_a_figure_has_a_number_on_an_arrow_and_in_the_caption(graph, answer):
    """The caption numbers papers from 1 on, and every number stands below some arrow."""
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    caption = " ".join(texts).partition("References: ")[2]
    listed = [int(number) for number in re.findall(r"(?:^|; )(\d+) ", caption)]
    assert listed == list(range(1, len(listed) + 1))
    shown = set()
    for text in texts:
        if re.fullmatch(r"[\d, –]+", text):
            for first, last in re.findall(r"(\d+)(?:–(\d+))?", text):
                shown |= set(range(int(first), int(last or first) + 1))
    assert shown == set(listed)
    named = supporting(graph, [claim for path in answer.paths for step in path.steps for claim in step.claims])
    cited = [short for short in named if short.startswith("Wang 2024, ref. ")]
    assert cited
    assert [short for short in cited if not re.search(rf"\b{re.escape(short)}\b", caption)] == []


def test_figures_are_legible_at_the_width_of_a_page(graph, answer):
    """At 180 mm across no letter is smaller than 6 points, and nothing is wider than the picture."""
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    width = float(root.get("width"))
    sizes = [float(part.get("font-size", root.get("font-size"))) for part in root.iter(f"{SVG}text")]
    assert min(sizes) * 180 / 25.4 * 72 / width >= 6
    assert max(float(r.get("x", 0)) + float(r.get("width").rstrip("%")) for r in root.iter(f"{SVG}rect")) <= width


@pytest.mark.parametrize("length", [1, 2, 5, 9, 14])
def test_a_lane_of_any_length_wraps(words, length):
    """However many stops a chain has, its boxes stand apart and between the bars, and each arrow is drawn once."""
    step = Arrow("+", "A", "A1", "", "1–3", "step")
    lane = Lane("lane", "helps", tuple(f"stop {n}" for n in range(length)), (step,) * (length + 1))
    parts, height = lanes("start", "end", [lane], words)
    root = ET.fromstring(document(WIDTH, height, parts, ()))
    boxes = [
        {k: float(r.get(k)) for k in ("x", "y", "width", "height")} for r in root.iter(f"{SVG}rect") if r.get("rx")
    ]
    assert len(boxes) == length + 2
    assert len(arrows_of(root)) == length + 1
    for one, other in combinations(boxes, 2):
        beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert beside or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


def arrows_of(root):
    return [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]


def test_no_two_arrows_of_the_svg_lie_on_each_other(graph, answer):
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    lines = [arrow.find(f"{SVG}path").get("d") for arrow in arrows_of(root)]
    assert len(lines) > 5
    assert len(lines) == len(set(lines))


def test_captions_cite_papers_as_readers_do(graph, answer):
    """Numbers of the review and papers by author and year; no code and no identifier of ours among the references."""
    for text in (path_figure(graph, answer, "svg"), matrix_figure(graph, mechanism_matrix(graph))):
        caption = " ".join(element.text or "" for element in ET.fromstring(text).iter(f"{SVG}text"))
        assert re.search("References: (1 )?[a-zA-Z]", caption)
        assert "Wang 2024, ref. " in caption
        assert not re.search(r"\b(?:row|reference):|\bB\d+\b", caption)


def test_mermaid_and_dot_have_a_line_per_entity_and_step(graph, answer):
    entities = {entity for path in answer.paths for entity in path.entities}
    steps = {step for path in answer.paths for step in path.steps}
    mermaid = path_figure(graph, answer, "mermaid")
    dot = path_figure(graph, answer, "dot")
    assert len(re.findall(r'^  n\d+\["', mermaid, re.MULTILINE)) == len(entities)
    assert len(re.findall(r"^  n\d+ -\.?->", mermaid, re.MULTILINE)) == len(steps)
    assert len(re.findall(r"^  n\d+ \[label", dot, re.MULTILINE)) == len(entities)
    assert len(re.findall(r"^  n\d+ -> n\d+", dot, re.MULTILINE)) == len(steps)


@pytest.mark.parametrize("form", ["svg", "mermaid", "dot"])
def test_a_hostile_label_stays_a_label(hostile, answer, form):
    """It breaks no format: the picture has as many parts as with a harmless label."""
    text = path_figure(hostile, answer, form)
    assert "\u202e" not in text
    if form == "svg":
        root = ET.fromstring(text)
        assert "<script>" not in text
        assert not list(root.iter(f"{SVG}script"))
    if form == "mermaid":
        assert "<script>" not in text
        assert all(
            re.fullmatch(r'  n\d+\["[^"]*"\]|  n\d+ \S+\|"[^"]*"\| n\d+|%% .*|flowchart LR', line)
            for line in text.splitlines()
        )
    if form == "dot":
        quoted = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
        assert "evil" not in quoted
        assert "<" not in quoted


@pytest.mark.parametrize("form", ["svg", "mermaid", "dot"])
def test_no_paths_give_a_picture_with_its_caption(graph, form):
    text = path_figure(graph, find_paths(graph, "vomiting", "KDT"), form)
    assert "Not medical advice" in re.sub(r"(\s|%%|\\n|</text>|<text[^>]*>)+", " ", text)


def test_the_matrix_figure_has_a_cell_per_mechanism_and_disease(graph):
    cells = mechanism_matrix(graph)
    root = ET.fromstring(matrix_figure(graph, cells))
    assert len([r for r in root.iter(f"{SVG}rect") if r.get("rx")]) == len(cells)
    words = [part.text or "" for part in root.iter(f"{SVG}text")]
    human = [cell for cell in cells if HUMAN_STUDIES & {kind for kind, _ in cell.profile}]
    assert len([text for text in words if re.match(r"human \d", text)]) == len(human) < len(cells)


def test_the_commands_write_the_pictures(tmp_path):
    """Both commands take the picture formats and -o like any other."""
    assert kgraph("path", "KDT", "IESS", "--format", "svg", "-o", tmp_path / "p.svg")[0] == 0
    assert kgraph("mechanisms", "--format", "svg", "-o", tmp_path / "m.svg")[0] == 0
    ET.parse(tmp_path / "p.svg")
    ET.parse(tmp_path / "m.svg")
