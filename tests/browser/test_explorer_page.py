"""What a reader does with the explorer, in a real browser without a network."""

import json
import re

import pytest
from command import kgraph
from playwright.sync_api import expect
from waiting import until

from kgraph.evidence import HUMAN_STUDIES
from kgraph.formats.references import link_of
from kgraph.matrix import mechanism_matrix

GLUTAMATE = "#claim=ketogenic-diet-therapy-decreases-effects-of-glutamate"
MECHANISMS = (
    "neurotransmitters", "ion-channels", "growth-factors", "inflammation", "energy-and-oxidative-stress", "mTOR",
    "cell-death", "gut-microbiota", "ketone-metabolism", "nutrition-and-weight",
)  # fmt: skip


def arrow_at(page, subject, target):
    """Where on the screen the label of an arrow is drawn, which is on its line."""
    return on_screen(
        page,
        """([subject, target]) => {
          const { picture, scene } = globalThis.kgraphExplorer;
          const named = (label) => scene.boxes.filter((box) => box.label === label).map((box) => box.id);
          const [from, to] = [named(subject), named(target)];
          const link = scene.links.find((link) => from.includes(link.from) && to.includes(link.to));
          return picture.curves.get(link.id).label;
        }""",
        [subject, target],
    )


def box_at(page, label):
    """Where on the screen a box stands."""
    return on_screen(page, "label => globalThis.kgraphExplorer.scene.boxes.find((box) => box.label === label)", label)


def on_screen(page, find, argument):
    """The place on the screen of what a function finds in the picture."""
    return page.evaluate(
        f"""argument => {{
          const {{ x, y }} = ({find})(argument);
          const at = globalThis.kgraphExplorer.picture.network.canvasToDOM({{ x, y }});
          const place = document.querySelector('#picture').getBoundingClientRect();
          return [place.x + at.x, place.y + at.y];
        }}""",
        argument,
    )


class Mouse:
    """A reader with a mouse alone, whose clicks are counted: on words of the page, or on a place of the picture."""

    def __init__(self, page):
        self.page = page
        self.clicks = 0

    def on(self, selector):
        target = self.page.locator(selector).first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        self.at((box["x"] + min(box["width"], 40) / 2, box["y"] + min(box["height"], 20) / 2))

    def at(self, place):
        self.clicks += 1
        self.page.mouse.click(*place)


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
    page.mouse.click(*arrow_at(page, "glutamate", "seizure"))
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


def test_the_key_is_a_filter(explorer_file, open_page):
    """A click on a part of the key hides what it stands for, in picture and table; the page says so until all is shown again."""
    page = open_page(explorer_file)
    signs = "globalThis.kgraphExplorer.scene.links.map(({ sign }) => sign)"
    before = page.evaluate(signs)
    page.click("#key button:has-text('lowers')")
    assert page.evaluate(signs) == [sign for sign in before if sign != "-"]
    assert page.get_attribute("#key button:has-text('lowers')", "aria-pressed") == "false"
    assert "(lowers)" not in page.inner_text("#table")
    page.click("#key button:has-text('A filter is on')")
    assert page.evaluate(signs) == before
    assert page.locator("#key button:has-text('A filter is on')").count() == 0


def test_a_click_in_the_filter_hides_what_it_says(explorer_file, open_page):
    """Signs, which no identifier may hold, have boxes of their own: "direction not stated" leaves *raises* alone."""
    page = open_page(explorer_file, "#view=all")
    page.click("#legend summary")
    ids = page.locator("[id]").evaluate_all("all => all.map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    page.click("label:has-text('direction not stated')")
    signs = set(page.evaluate("globalThis.kgraphExplorer.visibleClaims().map(({ sign }) => sign)"))
    assert "+" in signs
    assert "?" not in signs


def test_counts_of_the_filter_are_of_what_is_shown(explorer_file, open_page):
    """In a small view they add up to its claims; another facet's choice lowers them; boxes without an arrow go."""
    page = open_page(explorer_file, "#view=near&near=glutamate")
    page.click("#legend summary")
    evidence = page.locator("#facets fieldset:has(legend:text-is('Evidence')) label .note")
    counted = [int(text) for text in evidence.all_inner_texts()]
    assert sum(counted) == page.evaluate("globalThis.kgraphExplorer.visibleClaims().length")
    page.locator(".choice", has_text="raises").first.locator("button").click()
    fewer = [int(text) for text in evidence.all_inner_texts()]
    assert sum(fewer) == page.evaluate("globalThis.kgraphExplorer.visibleClaims().length") < sum(counted)
    alone = """() => {
      const { scene } = globalThis.kgraphExplorer;
      return scene.boxes.filter(({ id, role }) => !role && !scene.links.some(({ from, to }) => [from, to].includes(id)));
    }"""
    assert page.evaluate(alone) == []


COLORED = {
    "question": "",
    "one path": "#path=1",
    "mechanisms": "#view=mechanisms&open=ion-channels",
    "mechanism": "#view=mechanism&mechanism=growth-factors",
    "around": "#view=near&near=glutamate",
    "everything": "#view=all",
}


def test_every_colour_drawn_is_in_the_key_that_is_shown(explorer_file, open_page, go_to):
    """In each view the colours of the arrows stand in the key with a word, and the key shows no kind of study in one."""
    page = open_page(explorer_file)
    for view, hash_ in COLORED.items():
        if hash_:
            go_to(page, hash_)
        drawn = set(page.evaluate("globalThis.kgraphExplorer.scene.links.map(({ color }) => color)"))
        samples = page.locator("#key .tb, #key .sample").evaluate_all("all => all.map((one) => one.classList[1])")
        told = {name for name in samples if name}
        assert drawn <= told, view
        assert told <= {"helps", "harms", "both", "unknown", "line", "quiet", "ink"}, view


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
    first.click("#key button:has-text('direction not stated')")
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


def test_a_mechanism_opens_and_closes_where_it_stands(explorer_file, open_page):
    """A click on its box opens the group among the others; a second click closes it; the address keeps what is open."""
    page = open_page(explorer_file, "#view=mechanisms")
    labels = "globalThis.kgraphExplorer.scene.boxes.map((box) => box.label)"
    closed = page.evaluate(labels)
    page.mouse.click(*box_at(page, "ion channels"))
    assert page.inner_text("h1") == "Mechanism: ion channels"
    opened = page.evaluate(labels)
    assert set(closed) < set(opened)
    assert "KATP channel" in opened
    assert page.evaluate("globalThis.kgraphExplorer.scene.frames.length") == 1
    page.mouse.click(*box_at(page, "mTOR"))
    assert page.evaluate("globalThis.kgraphExplorer.scene.frames.length") == 2
    assert "open=ion-channels%2CmTOR" in page.url
    page.mouse.click(*box_at(page, "mTOR"))
    page.mouse.click(*box_at(page, "ion channels"))
    assert page.evaluate(labels) == closed


def test_boxes_of_open_mechanisms_do_not_overlap(explorer_file, open_page):
    """With all ten open, and in the picture of the question, no two boxes share a place."""
    page = open_page(explorer_file, "#view=mechanisms&open=" + ",".join(MECHANISMS))
    overlaps = """() => {
      const { places } = globalThis.kgraphExplorer.picture;
      return places.flatMap((a, n) => places.slice(n + 1).filter((b) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map((b) => [a.box.label, b.box.label]));
    }"""
    assert page.evaluate("globalThis.kgraphExplorer.scene.frames.length") == len(MECHANISMS)
    assert page.evaluate(overlaps) == []
    page.click("#views button:has-text('Paths')")
    assert page.evaluate(overlaps) == []


def test_back_takes_the_last_view_back(explorer_file, open_page):
    """The browser's own back and forward buttons go through the views."""
    page = open_page(explorer_file)
    page.click("#views button:has-text('Mechanisms')")
    page.click("#answer button:has-text('inflammation')")
    page.go_back()
    assert page.inner_text("h1") == "Mechanisms and diseases"
    page.go_back()
    assert "infantile epileptic spasms syndrome" in page.inner_text("h1")
    page.go_forward()
    assert page.inner_text("h1") == "Mechanisms and diseases"


def test_claims_that_share_an_arrow_say_so_and_can_be_drawn_apart(explorer_file, open_page):
    """The label counts them and the panel lists them; apart, each claim has a line of its own, which opens it."""
    page = open_page(explorer_file, "#view=near&near=beta-hydroxybutyrate")
    links = "globalThis.kgraphExplorer.scene.links.map(({ label, arrow }) => [label, globalThis.kgraphExplorer.model.arrows[arrow].claims.length])"
    shared = [(label, count) for label, count in page.evaluate(links) if count > 1]
    assert shared
    assert all(f"×{count}" in label for label, count in shared)
    page.click("#apart")
    drawn = page.evaluate("globalThis.kgraphExplorer.scene.links.map(({ claim }) => claim)")
    claims = page.evaluate("globalThis.kgraphExplorer.scene.claims")
    assert sorted(n for n in drawn if n >= 0) == sorted(set(claims) - set(page.evaluate(
        "globalThis.kgraphExplorer.scene.links.filter(({ claim }) => claim < 0).flatMap(({ arrow }) => globalThis.kgraphExplorer.model.arrows[arrow].claims)"
    )))  # fmt: skip
    assert len([n for n in drawn if n >= 0]) == sum(count for _, count in shared)
    assert "apart=1" in page.url


def test_a_pointer_on_an_arrow_is_told_what_it_says(explorer_file, open_page):
    """Polarity and papers stand beside the pointer, and go when it leaves."""
    page = open_page(explorer_file, "#view=near&near=glutamate")
    page.mouse.move(*arrow_at(page, "glutamate", "seizure"))
    assert "Glutamate raises seizure" in page.inner_text("#hint")
    page.mouse.move(5, 5)
    assert not page.is_visible("#hint")


def test_a_hub_is_capped_and_more_can_be_shown(explorer_file, open_page):
    """Around the diet at most 40 neighbours per arrow are drawn, until more are asked for."""
    page = open_page(explorer_file, "#view=near&near=ketogenic-diet-therapy")
    drawn = "globalThis.kgraphExplorer.scene.boxes.length"
    assert page.evaluate(drawn) == 41
    page.click("text=Show 40 more")
    assert page.evaluate(drawn) > 41


def test_no_cell_of_the_overview_looks_better_than_its_evidence(graph, explorer_file, open_page):
    """Each arrow to a disease says how many of its claims rest on studies in people, animals and cells, as the command does."""
    page = open_page(explorer_file, "#view=mechanisms")
    labels = page.evaluate("""() => Object.fromEntries(globalThis.kgraphExplorer.scene.links
      .filter(({ cell }) => cell && !cell.endsWith('~')).map(({ cell, label }) => [cell, label]))""")
    cells = [cell for cell in mechanism_matrix(graph) if cell.hypotheses]
    assert len(labels) == len(cells) > 10
    for cell in cells:
        letters = dict(re.findall(r"\b([HACS])(\d+)", labels[f"{cell.mechanism}~{cell.disease.partition(':')[2]}"]))
        kinds = dict(cell.profile)
        assert ("H" in letters) == bool(HUMAN_STUDIES & set(kinds))
        assert [letters.get("A"), letters.get("C")] == [
            str(kinds[k]) if k in kinds else None for k in ("animal", "in-vitro")
        ]
    page.mouse.click(*arrow_at(page, "ion channels", "infantile epileptic spasms syndrome"))
    expect(page.locator("#panel")).to_contain_text("None of them rests on a study in people")


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (2560, 1440), (390, 844)])
def test_the_first_painted_frame_holds_the_paths_in_words(explorer_file, open_page, browser, width, height):
    """All that a window shows of the paths is there when the canvas is first painted, and nothing of it moves later."""
    parts = """[...document.querySelectorAll('#answer :is(h2, h3, p, li)')].filter((part) =>
      part.getBoundingClientRect().top < innerHeight && !part.querySelector('select')).map((part) =>
      [part.textContent.slice(0, 60), part.getBoundingClientRect().top])"""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.add_init_script(f"""
      const {{ prototype }} = CanvasRenderingContext2D, clear = prototype.clearRect;
      prototype.clearRect = function (...place) {{
        clear.apply(this, place);
        globalThis.firstFrame ??= {parts};
      }};
    """)
    page.goto(explorer_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    first = page.evaluate("globalThis.firstFrame")
    context.close()
    later = open_page(explorer_file, width=width, height=height).evaluate(parts)
    assert len(later) > 5
    assert first == later


def test_the_picture_does_not_move(explorer_file, open_page):
    """Every box stands at the same pixels after thirty frames as at first."""
    page = open_page(explorer_file)
    where = """() => {
      const { picture } = globalThis.kgraphExplorer;
      return picture.places.map(({ left, top }) => picture.network.canvasToDOM({ x: left, y: top }));
    }"""
    first = page.evaluate(where)
    page.evaluate("""() => new Promise((done) => {
      const tick = (left) => (left ? requestAnimationFrame(() => tick(left - 1)) : done());
      tick(30);
    })""")
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


def test_a_dark_page_is_printed_on_white(explorer_file, open_page):
    """The picture and the words on paper have the colours of the light page."""
    page = open_page(explorer_file, GLUTAMATE, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    # Looked at from outside: the page's own policy forbids what waits inside it.
    expect(page.locator("#print-picture rect").first).to_have_attribute("fill", "#ffffff")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 33, 40)"


def test_the_printed_page_is_more_than_a_screen(explorer_file, open_page):
    """Printing itself works with the network off and gives several pages of A4."""
    page = open_page(explorer_file, GLUTAMATE)
    raw = page.pdf(format="A4")
    assert raw.startswith(b"%PDF")
    assert raw.count(b"/Type /Page\n") + raw.count(b"/Type /Page ") > 1


def test_a_phone_scrolls_in_one_direction_only(explorer_file, open_page):
    """At phone width nothing is wider than the screen, and an opened claim comes into view."""
    page = open_page(explorer_file, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#table tbody button").first.click()
    until(page, "document.querySelector('#panel').getBoundingClientRect().top < innerHeight")


# The four questions that someone who has never seen the page should answer with the mouse, in under ten clicks each.


def test_walk_which_papers_stand_behind_the_opening_of_katp_channels(explorer_file, open_page):
    """Mechanisms → ion channels, in the picture → the arrow from the diet to the channel: papers with links."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#views button:has-text('Mechanisms')")
    mouse.at(box_at(page, "ion channels"))
    mouse.at(arrow_at(page, "ketogenic diet therapy", "KATP channel"))
    assert "activates" in page.inner_text("#panel .polarity")
    assert page.locator("#panel .reference a").count() >= 4
    assert mouse.clicks < 10


def test_walk_what_disputes_the_glutamate_claim(explorer_file, open_page):
    """Mechanisms → neurotransmitters → the dotted arrow from the diet to glutamate → evidence against, with papers."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#views button:has-text('Mechanisms')")
    mouse.on("#answer button:has-text('neurotransmitters')")
    mouse.at(arrow_at(page, "ketogenic diet therapy", "effects of glutamate"))
    assert "lowers effects of glutamate" in page.inner_text("#panel .polarity")
    assert page.locator("#panel .against .reference").count() >= 1
    assert mouse.clicks < 10


def test_walk_which_mechanisms_the_two_diseases_share(explorer_file, open_page):
    """One click: the overview lists them, those of `kgraph compare` and no others."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#views button:has-text('Mechanisms')")
    shared = page.locator("h3:has-text('Shared by') + ul > li > button").all_inner_texts()
    code, told, _ = kgraph("compare", "IESS", "ALS", "--format", "json")
    assert code == 0
    known = {row["mechanism"].replace("-", " ") for row in json.loads(told) if row["where"] == "shared"}
    assert {text.removeprefix("▸ ") for text in shared} == known
    assert mouse.clicks < 10


def test_walk_what_might_be_harmful_in_als(explorer_file, open_page):
    """Mechanisms → the orange arrow to ALS: its harmful chains; and the harmful paths of the other question."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#views button:has-text('Mechanisms')")
    mouse.at(arrow_at(page, "nutrition and weight", "amyotrophic lateral sclerosis"))
    assert "Harmful" in page.inner_text("#panel .strength")
    assert "Weight lost" in page.inner_text("#panel ul.claims")
    mouse.on("#views button:has-text('Paths')")
    page.select_option("#question", label="ketogenic diet therapy → amyotrophic lateral sclerosis")
    assert "weight" in page.inner_text("h3.effect.harms + ol")
    assert mouse.clicks + 2 < 10
