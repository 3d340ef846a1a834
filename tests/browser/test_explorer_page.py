"""What a reader does with the explorer, in a real browser without a network."""

import re

import pytest

from kgraph.formats.references import link_of

GLUTAMATE = "#claim=ketogenic-diet-therapy-decreases-glutamate"


def centre_of_arrow(page, subject, target):
    """Where on the screen the middle of an arrow is drawn."""
    page.wait_for_function("document.querySelector('#picture canvas')")
    found = page.evaluate(
        """([subject, target]) => {
          const { picture, scene } = globalThis.kgraphExplorer;
          const [a, b] = [subject, target].map((label) => scene.boxes.find((box) => box.label === label));
          const edge = scene.links.find((link) => link.from === a.id && link.to === b.id);
          const body = picture.network.body.edges[edge.id];
          const at = picture.network.canvasToDOM(body.edgeType.getPoint(0.5));
          const place = document.querySelector('#picture').getBoundingClientRect();
          return { x: place.x + at.x, y: place.y + at.y };
        }""",
        [subject, target],
    )
    return found["x"], found["y"]


def test_it_opens_on_the_question_with_both_sides(explorer_file, open_page):
    """The page opens on KDT and IESS with helpful and harmful paths in words, and says once what it is not."""
    page = open_page(explorer_file)
    assert "ketogenic diet therapy" in page.inner_text("p.question")
    assert page.locator("h3.effect.helps").count() == 1
    assert page.locator("h3.effect.harms").count() == 1
    assert page.inner_text("body").lower().count("medical advice") == 1


def test_a_click_on_an_arrow_opens_its_evidence(explorer_file, open_page):
    """The canvas is clicked where an arrow is drawn; the panel shows polarity, strength, studies and references."""
    page = open_page(explorer_file, "#view=near&near=glutamate")
    page.mouse.click(*centre_of_arrow(page, "glutamate", "seizure"))
    page.wait_for_selector("#panel .item")
    panel = page.inner_text("#panel")
    assert "Glutamate raises seizure" in panel
    assert re.search(r"\d+ papers?: \d+ supports?", panel)
    assert page.locator("#panel .item a[href^='https://']").count() > 0


def test_evidence_says_where_and_links_to_the_words(explorer_file, open_page):
    """An item shows section, sentence and quote, and its link carries the quote as a text fragment."""
    page = open_page(explorer_file, "#claim=ketogenic-diet-therapy-activates-katp-channel")
    panel = page.inner_text("#panel")
    assert "section 3.2, sentence" in panel
    assert page.locator("a[href*='#:~:text=open%20KATP%20channels']").count() > 0
    assert page.locator("#panel a[href$='#B28']").count() > 0


def test_every_reference_keeps_its_link(explorer_file, open_page, graph):
    """The page shortens links to save room; what it shows is what the graph has."""
    page = open_page(explorer_file)
    links = page.evaluate("globalThis.kgraphExplorer.model.references.map(({ link }) => link)")
    assert links == [link_of(reference) for reference in graph.references.values()]


def test_disputing_evidence_stands_first(explorer_file, open_page):
    """Under a disputed arrow the first items are those against it."""
    page = open_page(explorer_file, GLUTAMATE)
    kinds = page.locator("#panel .item").evaluate_all("items => items.map((item) => item.classList[1])")
    assert kinds[0] == "disputes"
    assert kinds == sorted(kinds, key=lambda kind: kind != "disputes")


def test_search_finds_synonyms_as_one_types(explorer_file, open_page):
    """Typing a synonym offers the entity; Enter shows its surroundings."""
    page = open_page(explorer_file)
    page.keyboard.press("/")
    page.keyboard.type("l-glutamate")
    page.wait_for_selector("#hits li")
    assert "glutamate" in page.inner_text("#hits li >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("h1") == "Around glutamate"


def test_the_filter_drives_picture_table_and_address(explorer_file, open_page):
    """Showing disputed claims only leaves fewer rows, all of them disputed, and the address keeps it."""
    page = open_page(explorer_file, "#view=all")
    before = page.evaluate("globalThis.kgraphExplorer.visibleClaims().length")
    page.click("#legend summary")
    page.locator(".choice", has_text="disputed").locator("button").click()
    after = page.evaluate("globalThis.kgraphExplorer.visibleClaims().length")
    assert 0 < after < before
    marks = page.locator("#table tbody tr td:nth-child(7)").all_inner_texts()
    assert all("disputed" in mark for mark in marks)
    assert "hide=" in page.url
    page.click("text=Show everything again")
    assert page.evaluate("globalThis.kgraphExplorer.visibleClaims().length") == before


def test_path_mode_steps_and_names_the_weakest(explorer_file, open_page):
    """Stepping opens each step's evidence in turn; exactly one step is called the weakest."""
    page = open_page(explorer_file)
    page.click("li[data-path='1'] button.path")
    assert page.locator("li[data-path='1'] .weak").count() == 1
    titles = []
    for _ in range(page.locator("li[data-path='1'] .steps ol li").count()):
        page.click("text=Step ▶")
        titles.append(page.inner_text("#panel h2"))
    assert len(set(titles)) == len(titles) > 1


def test_stepping_by_keyboard_keeps_the_focus(explorer_file, open_page):
    """Enter on the step button, pressed twice, goes two steps, because the button keeps the focus."""
    page = open_page(explorer_file, "#path=1")
    page.focus("button:has-text('Step ▶')")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert "step 2 of" in page.inner_text("li[data-path='1'] .steps")


def test_a_deep_link_shows_the_same_again(explorer_file, open_page):
    """The address of a page, opened anew, gives the same paths, panel and table."""
    first = open_page(explorer_file, "#path=2")
    first.click("text=Step ▶")
    first.check("input[name='by'] >> nth=1")
    second = open_page(explorer_file, "#" + first.url.partition("#")[2])
    for part in ("#answer", "#panel", "#table", "#key"):
        assert second.inner_text(part) == first.inner_text(part)


def test_the_keyboard_walks_along_arrows(explorer_file, open_page):
    """From the start an arrow is followed to its end, told in words, and Enter opens its evidence."""
    page = open_page(explorer_file)
    page.focus("#picture")
    page.keyboard.press("Home")
    assert page.inner_text("#live").startswith("ketogenic diet therapy.")
    page.keyboard.press("ArrowDown")
    told = page.inner_text("#live")
    assert "Arrow 2 of" in told
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .strength")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.focus("#picture")
    page.keyboard.press("ArrowRight")
    assert not page.inner_text("#live").startswith("ketogenic diet therapy.")


def test_the_table_opens_the_same_evidence(explorer_file, open_page):
    """Without the canvas: the table's button opens the panel."""
    page = open_page(explorer_file)
    page.locator("#table tbody button").first.click()
    assert page.locator("#panel .strength").count() > 0


def test_mechanisms_open_and_collapse(explorer_file, open_page):
    """The overview names what the diseases share; a mechanism opens and collapses."""
    page = open_page(explorer_file, "#view=mechanisms")
    assert "Shared by" in page.inner_text("#answer")
    page.click("#answer button:has-text('ion channels')")
    assert page.inner_text("h1") == "Mechanism: ion channels"
    page.click("text=Collapse")
    assert page.inner_text("h1") == "Mechanisms and diseases"


def test_a_hub_is_capped_and_more_can_be_shown(explorer_file, open_page):
    """Around the diet at most 40 neighbours per arrow are drawn, until more are asked for."""
    page = open_page(explorer_file, "#view=near&near=ketogenic-diet-therapy")
    drawn = "globalThis.kgraphExplorer.scene.boxes.length"
    assert page.evaluate(drawn) == 41
    page.click("text=Show 40 more")
    assert page.evaluate(drawn) > 41


def test_the_picture_does_not_move(explorer_file, open_page):
    """Positions are those of the file, and stay."""
    page = open_page(explorer_file)
    where = "JSON.stringify(globalThis.kgraphExplorer.picture.network.getPositions())"
    first = page.evaluate(where)
    page.wait_for_timeout(400)
    assert page.evaluate(where) == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light_follow_the_system_and_can_be_turned(explorer_file, open_page, scheme):
    """The background follows the system's scheme; the button turns it."""
    page = open_page(explorer_file, scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)
    assert (before == "rgb(255, 255, 255)") == (scheme == "light")
    page.click("button.theme")
    assert page.evaluate(background) != before


def test_print_shows_picture_and_evidence_without_controls(explorer_file, open_page):
    """On paper the picture is vector, the panel and the notice are there, the buttons are not."""
    page = open_page(explorer_file, GLUTAMATE)
    page.emulate_media(media="print")
    page.wait_for_selector("#print-picture svg")
    assert not page.is_visible("#toolbar")
    assert not page.is_visible("#picture")
    assert page.is_visible("#panel .item")
    assert page.is_visible("text=Not medical advice.")


def test_a_phone_scrolls_in_one_direction_only(explorer_file, open_page):
    """At phone width nothing is wider than the screen, and an opened claim comes into view."""
    page = open_page(explorer_file, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#table tbody button").first.click()
    page.wait_for_function("document.querySelector('#panel').getBoundingClientRect().top < innerHeight")


# The four questions that someone who has never seen the page should answer with the mouse, in under ten clicks each.


def test_walk_which_papers_stand_behind_the_opening_of_katp_channels(explorer_file, open_page):
    """Mechanisms → ion channels → the row of the claim: papers with links."""
    page = open_page(explorer_file)
    page.click("text=Mechanisms")
    page.click("#answer button:has-text('ion channels')")
    row = page.locator("#table tbody tr").filter(has_text="KATP channel").filter(has_text="ketogenic diet therapy")
    row.locator("button").first.click()
    assert page.locator("#panel .reference a").count() >= 4


def test_walk_what_disputes_the_glutamate_claim(explorer_file, open_page):
    """Search glutamate → its claim with the diet → evidence against, with references."""
    page = open_page(explorer_file)
    page.fill("#search", "glutamate")
    page.click("#hits li >> nth=0")
    page.click("#panel button:has-text('Ketogenic diet therapy lowers glutamate')")
    assert page.locator("#panel .against .reference").count() >= 1


def test_walk_which_mechanisms_the_two_diseases_share(explorer_file, open_page):
    """One click: the overview lists them."""
    page = open_page(explorer_file)
    page.click("text=Mechanisms")
    assert "inflammation" in page.inner_text("h3:has-text('Shared by') + ul")


def test_walk_what_might_be_harmful_in_als(explorer_file, open_page):
    """Another question → KDT and ALS → the harmful paths."""
    page = open_page(explorer_file)
    page.select_option("#question", label="ketogenic diet therapy → amyotrophic lateral sclerosis")
    harmful = page.inner_text("h3.effect.harms + ol")
    assert "weight" in harmful
