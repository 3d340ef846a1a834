"""The example notebook is executed as it stands, exported, and looked at in a browser that is offline."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

EXAMPLE = Path(__file__).parents[2] / "examples" / "kdt_iess.ipynb"
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def executed():
    """The notebook with the outputs of its cells."""
    notebook = nbformat.read(EXAMPLE, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
    return notebook


@pytest.fixture(scope="module")
def exported(executed, tmp_path_factory):
    """The executed notebook as a page of its own."""
    file = tmp_path_factory.mktemp("notebook") / "kdt_iess.html"
    file.write_text(HTMLExporter(template_name="basic").from_notebook_node(executed)[0], encoding="utf-8")
    return file


def shown(notebook, source):
    """What the cell that ends with this line shows as HTML."""
    cell = next(one for one in notebook.cells if one.source.endswith(source))
    return "".join(output.data.get("text/html", "") for output in cell.outputs if "data" in output)


def test_every_cell_runs_without_a_word_on_standard_error(executed):
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert [output for output in outputs if output.get("name") == "stderr" or output.output_type == "error"] == []
    assert len(outputs) >= 9


def test_answers_paths_graphs_and_tables_show_themselves(executed):
    """An answer and a path come with a picture and numbered references, a graph with counts, a listing as a table."""
    answer = shown(executed, "answer")
    assert "<svg" in answer
    assert "References: 1 " in answer
    assert "HOW IT MIGHT WORK" in answer
    path = shown(executed, "channels.shown.path")
    assert "<svg" in path and "KATP channel" in path
    assert "Knowledge graph" in shown(executed, "kg")
    assert shown(executed, "kg.debates()[:10]").count("<tr>") == 11
    assert "<table" in shown(executed, '""")')


def test_the_exported_page_shows_picture_and_explorer(exported):
    """Offline, in a real browser: the pictures have a size, and the explorer draws inside its frame."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            page = browser.new_page(offline=True, viewport={"width": 1280, "height": 900})
            asked, failed = [], []
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.goto(exported.as_uri())
            pictures = page.locator("svg[width='960']")
            assert pictures.count() >= 2
            assert min(box["height"] for box in (pictures.nth(n).bounding_box() for n in range(2))) > 100
            frame = page.frame_locator("iframe[title='kgraph explorer']")
            frame.locator("h1, h2").first.wait_for(timeout=60_000)
            assert "ketogenic diet therapy" in frame.locator("body").inner_text()
        finally:
            browser.close()
    assert [address for address in asked if re.match(r"https?:", address)] == []
    assert failed == []
