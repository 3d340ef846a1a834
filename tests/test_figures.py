"""Pictures for papers: well formed, captioned, safe, and the same every time."""

import dataclasses
import re
from xml.etree import ElementTree as ET

import pytest
from command import kgraph

from kgraph.evidence import HUMAN_STUDIES
from kgraph.formats.figures import matrix_figure, path_figure
from kgraph.formats.references import supporting
from kgraph.graph import KnowledgeGraph
from kgraph.matrix import mechanism_matrix
from kgraph.paths import find_paths

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"]; evil --> x <script>alert(1)</script> & \\" %% \u202e'


@pytest.fixture(scope="module")
def answer(graph):
    return find_paths(graph, "KDT", "IESS", top=3)


@pytest.fixture(scope="module")
def hostile(graph, answer):
    """The graph with a label that tries to break out of every format."""
    entity = answer.paths[0].entities[1]
    entities = {**graph.entities, entity: dataclasses.replace(graph.entities[entity], label=HOSTILE)}
    return KnowledgeGraph(graph.replace(entities=entities))


def test_the_svg_shows_every_entity_and_step(graph, answer):
    """A box per entity, an arrow per step, heads for raises, lowers and unknown, a caption with version and references."""
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    entities = {entity for path in answer.paths for entity in path.entities}
    steps = {step for path in answer.paths for step in path.steps}
    assert len([r for r in root.iter(f"{SVG}rect") if r.get("rx")]) == len(entities)
    arrows = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert len(arrows) == len(steps)
    heads = {ET.tostring(arrow.find(f"{SVG}g")[0]).partition(b" d=")[2][:12] for arrow in arrows}
    assert len(heads) >= len({"" if s.kind == "structural" else s.sign for s in steps}) == 4
    assert "Not medical advice" in words
    named = supporting(graph, [c for step in steps for c in step.claims[:1]])
    cited = [short for short in named if short[0] == "B" and short[1:].isdigit()]
    assert cited
    assert [short for short in cited if short not in words] == []
    assert "kgraph 0." in words


def test_no_two_arrows_of_the_svg_lie_on_each_other(graph, answer):
    """Arrows between the same two boxes, too, have a line of their own."""
    root = ET.fromstring(path_figure(graph, answer, "svg"))
    lines = [g.find(f"{SVG}path").get("d") for g in root.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert len(lines) > 5
    assert len(lines) == len(set(lines))


def test_captions_cite_papers_by_identifier_or_author(graph, answer):
    """No name that was made from a title stands among the references."""
    titled = {r.short for r in graph.references.values() if not (r.number or r.doi or r.pmid or r.pmcid) and r.title}
    for text in (path_figure(graph, answer, "svg"), matrix_figure(graph, mechanism_matrix(graph))):
        caption = " ".join(element.text or "" for element in ET.fromstring(text).iter(f"{SVG}text"))
        assert "References: B" in caption
        assert not [short for short in titled if f" {short}," in caption]


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
    first, second = (kgraph("path", "KDT", "ALS", "--format", "svg", PYTHONHASHSEED=seed)[1] for seed in ("1", "2"))
    assert first == second
