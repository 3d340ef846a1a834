"""What a reader does with the explorer, in a real browser without a network."""

import io
import json
import re

import pytest
from command import kgraph
from playwright.sync_api import expect
from pypdf import PdfReader
from waiting import until

from kgraph.evidence import HUMAN_STUDIES
from kgraph.formats.references import link_of
from kgraph.matrix import mechanism_matrix

GLUTAMATE = "#claim=ketogenic-diet-therapy-decreases-effects-of-glutamate"


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


def show(page, view):
    """Go to a view that stands behind *More*."""
    if not page.is_visible("#more"):
        page.click("#more-button")
    page.click(f"#more-views button:has-text('{view}')")


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


def test_it_opens_on_the_answer(explorer_file, open_page, graph):
    """Question, one sentence, two cards and a row for each mechanism of the answer; the page says once what it is not."""
    page = open_page(explorer_file)
    answer = graph.paths("KDT", "IESS")
    assert "ketogenic diet therapy" in page.inner_text("h1:visible")
    assert page.locator(".cards article h2").all_inner_texts() == ["In people", "How it might work"]
    assert page.locator("#lanes .lane").count() == len(answer.mechanisms)
    assert {entry.shown.effect for entry in answer.mechanisms} == {"helps", "harms"}
    assert page.locator("#lanes .lane.harms").count() == sum(e.shown.effect == "harms" for e in answer.mechanisms)
    assert page.inner_text("body").lower().count("medical advice") == 1


def test_rows_draw_the_chains_of_the_answer(explorer_file, open_page, graph):
    """Each row has the names and the chips of the chain that Python shows first, and its papers, in all and in people."""
    page = open_page(explorer_file)
    drawn = page.locator("#lanes .lane").evaluate_all("""rows => rows.map((row) => [
      row.dataset.mechanism,
      [...row.querySelectorAll('.nd')].map((one) => one.textContent),
      [...row.querySelectorAll('.arr .kind')].map((one) => one.textContent),
      [row.querySelector('.pn').firstChild.data, row.querySelector('.ph').firstChild.data].map(Number),
    ])""")
    expected = [
        [
            entry.mechanism,
            list(entry.shown.path.labels),
            [grade.chip for grade in entry.shown.grades if grade],
            [len(entry.papers), len(entry.human_papers)],
        ]
        for entry in graph.paths("KDT", "IESS").mechanisms
    ]
    assert sorted(drawn) == sorted(expected)


def test_the_first_screen_holds_both_cards_and_nine_rows(explorer_file, open_page):
    """Within 811 pixels at 1440 by 900, with a chain through KATP; at three sizes no text is under 11 pixels."""
    page = open_page(explorer_file, width=1440, height=900)
    bottoms = page.locator("#lanes .lane").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().bottom)")
    assert bottoms[8] <= 811
    katp = page.locator("#lanes .nd:has-text('KATP channel')")
    assert katp.evaluate("one => one.getBoundingClientRect().bottom") <= 811
    sizes = """() => {
      const walker = document.createTreeWalker(document.querySelector('#content'), NodeFilter.SHOW_TEXT);
      const small = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const { parentElement: place } = node;
        if (!node.data.trim() || !place.checkVisibility() || place.closest('.wk, .hidden, noscript')) continue;
        if (parseFloat(getComputedStyle(place).fontSize) < 11) small.push(node.data);
      }
      return small;
    }"""
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(sizes) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_click_leads_to_what_speaks_against_numbers_and_comparison(explorer_file, open_page):
    """Each is a view of its own, linked from the first screen; a citation is two clicks away."""
    page = open_page(explorer_file)
    page.click("#lanes .arr >> nth=1")
    assert page.locator("#panel .item a[href^='https://']").count() > 0
    for link, title in (("a.go >> nth=0", "Numbers in people"), ("a.go >> nth=1", "What speaks against")):
        page.goto(page.url.partition("#")[0])
        page.wait_for_selector("html[data-ready]", state="attached")
        page.click(link)
        assert page.inner_text("h1:visible") == title
    page.click("[role='tab']:has-text('Compare')")
    assert "amyotrophic lateral sclerosis" in page.inner_text("#page")


def test_a_filter_searches_the_rows_anew(explorer_file, open_page, go_to, graph):
    """With studies in people alone each row, and each path of the graph, is a whole route that rests on them."""
    page = open_page(explorer_file)
    page.click("#legend summary")
    page.click("button[aria-label^='Only Evidence: study in people']")
    left = page.locator("#lanes .lane").evaluate_all("rows => rows.map((row) => row.dataset.mechanism)")
    human = {
        entry.mechanism for entry in graph.paths("KDT", "IESS").mechanisms for chain in entry.chains if chain.in_people
    }
    assert human <= set(left)
    assert 0 < len(left) < len(graph.paths("KDT", "IESS").mechanisms)
    kinds = page.locator("#lanes .arr .kind").evaluate_all("all => all.map((one) => one.textContent[0])")
    assert set(kinds) == {"H"}
    told = int(page.inner_text("#facets .choice:has-text('study in people') .note"))
    assert told == page.evaluate("globalThis.kgraphExplorer.visibleClaims().length") > 0
    go_to(page, page.url.partition("#")[2] + "&view=paths")
    answer = graph.paths("KDT", "IESS", evidence="human")
    listed = page.locator("#answer ol.paths").evaluate_all("all => all.map((one) => one.children.length)")
    counts = dict(answer.routes)
    assert listed == [min(5, counts[effect]) for effect in ("helps", "harms", "unknown")] + [len(answer.outcomes)]
    loose = """() => {
      const { boxes, links } = globalThis.kgraphExplorer.scene;
      return boxes.filter(({ id, role }) => !role && links.filter(({ from, to }) => [from, to].includes(id)).length < 2);
    }"""
    assert page.evaluate(loose) == []


def test_rows_are_one_stop_and_arrow_keys_walk_them(explorer_file, open_page):
    """At most eight stops lie before the rows; Enter opens the evidence of an arrow, Escape gives the focus back."""
    page = open_page(explorer_file)
    page.keyboard.press("Tab")
    stops = 1
    while not page.evaluate("document.activeElement.closest('.lane')"):
        page.keyboard.press("Tab")
        stops += 1
    assert stops - 1 <= 8
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == chosen
    assert not page.is_visible("#panel")


def test_the_skip_link_leads_to_the_picture(explorer_file, open_page):
    """It is the first stop, and goes to the rows, or in a graph to the canvas."""
    page = open_page(explorer_file)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("Boolean(document.activeElement.closest('.lane'))")
    page = open_page(explorer_file, "#view=near&near=glutamate")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "picture"


def test_a_mechanism_opens_in_full_width(explorer_file, open_page, graph):
    """Its chains are rows, the others fold into a strip, and the way back is one click."""
    page = open_page(explorer_file)
    page.click(".lane[data-mechanism='ion-channels'] .nm")
    assert page.inner_text("h1:visible") == "Ion channels"
    entry = next(e for e in graph.paths("KDT", "IESS").mechanisms if e.mechanism == "ion-channels")
    assert page.locator("#opened .lane").count() == len(entry.chains)
    page.click(".strip button >> nth=0")
    assert page.locator("#lanes .lane").count() > 5


def test_every_colour_of_the_rows_is_in_their_key(explorer_file, open_page):
    """Lines, bars and words of effects have colours of the key; all else is ink, greys and paper."""
    page = open_page(explorer_file)
    used = """place => new Set([...document.querySelectorAll(place)].flatMap((one) => {
      const style = getComputedStyle(one);
      return [style.color, style.backgroundColor, style.backgroundImage].join(' ').match(/rgb\\([^)]*\\)/g) ?? [];
    }))"""
    names = ["helps", "harms", "both", "unknown"]
    meant = page.evaluate(
        """names => names.map((name) => {
      const one = document.createElement('i');
      one.className = `ef ${name}`;
      document.querySelector('#lanes').append(one);
      const { color } = getComputedStyle(one);
      one.remove();
      return color;
    })""",
        names,
    )
    assert len(set(meant)) == len(names)
    drawn = set(page.evaluate(f"[...({used})('#lanes *, .cards *')]"))
    keyed = set(page.evaluate(f"[...({used})('.lane-keys .tb')]"))
    assert drawn & set(meant)
    assert drawn & set(meant) <= keyed


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
    assert page.inner_text("h1:visible") == "Around glutamate"


@pytest.mark.parametrize(
    ("typed", "found"), [("zzqxw", ""), ("Bergqvist", "2007"), ("glutamte", "glutamate"), ("35503712", "ILAE")]
)
def test_search_finds_authors_identifiers_and_misspellings(explorer_file, open_page, typed, found):
    """A first author, a PubMed number, and a name with a letter missing lead to what they mean; nonsense says so."""
    page = open_page(explorer_file)
    page.keyboard.press("/")
    page.fill("#search", typed)
    page.wait_for_selector("#hits li")
    assert (found or "Nothing found") in page.inner_text("#hits")


def test_the_boxes_ask_another_question_of_the_file(explorer_file, open_page):
    """Another end by a synonym opens the answer to it, with its sheet and its rows."""
    page = open_page(explorer_file)
    page.fill("#to", "ALS")
    page.keyboard.press("Enter")
    assert "amyotrophic lateral sclerosis" in page.inner_text("h1:visible")
    assert page.locator("#lanes .lane").count() > 5
    page.go_back()
    assert "infantile epileptic spasms syndrome" in page.inner_text("h1:visible")


def test_a_table_sorts_by_a_column_both_ways(explorer_file, open_page):
    """A click on a title sorts its rows, a second one turns them; the title says which way."""
    page = open_page(explorer_file, "#view=hypotheses")
    column = "() => [...document.querySelector('#page table').tBodies[0].rows].map((row) => row.cells[1].textContent)"
    title = page.locator("#page table >> nth=0 >> thead th >> nth=1")
    title.locator("button").click()
    up = page.evaluate(column)
    assert up == sorted(up, key=str.lower)
    assert title.get_attribute("aria-sort") == "ascending"
    title.locator("button").click()
    down = page.evaluate(column)
    assert down == sorted(down, key=str.lower, reverse=True)
    assert len(set(down)) > 3


def test_references_of_the_views_lead_to_papers(explorer_file, open_page):
    """In the tables of numbers and of doubts papers are linked, and a claim opens its evidence beside them."""
    page = open_page(explorer_file, "#view=outcomes")
    cells = page.locator("#page td[data-title='References']")
    named = [text for text in cells.all_inner_texts() if text]
    assert cells.locator("a[href^='https://']").count() >= len(named) * 0.8
    page.click("#page tbody th a >> nth=0")
    assert page.locator("#panel .strength").count() > 0
    assert page.inner_text("h1:visible") == "Numbers in people"


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
    """A click on a part of the key leaves the routes without it, in picture and table; the page says so until all is shown."""
    page = open_page(explorer_file, "#view=paths")
    signs = "globalThis.kgraphExplorer.scene.links.map(({ sign }) => sign)"
    before = page.evaluate(signs)
    page.click("#key button:has-text('lowers')")
    assert "-" in before
    assert "+" in page.evaluate(signs)
    assert "-" not in page.evaluate(signs)
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
    page = open_page(explorer_file, "#view=near&near=beta-hydroxybutyrate")
    page.click("#legend summary")
    page.wait_for_selector("#facets fieldset")
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
    "question": "#view=paths",
    "one path": "#path=1",
    "mechanism": "#view=mechanism&mechanism=growth-factors",
    "around": "#view=near&near=glutamate",
    "kinds": "#view=all&open=diet~process",
}


def test_every_colour_drawn_is_in_the_key_that_is_shown(explorer_file, open_page, go_to):
    """In each view the colours of the arrows stand in the key with a word, and the key shows no kind of study in one."""
    page = open_page(explorer_file)
    for view, hash_ in COLORED.items():
        go_to(page, hash_)
        drawn = set(page.evaluate("globalThis.kgraphExplorer.scene.links.map(({ color }) => color)"))
        samples = page.locator("#key .tb, #key .sample").evaluate_all("all => all.map((one) => one.classList[1])")
        told = {name for name in samples if name}
        assert drawn <= told, view
        assert told <= {"helps", "harms", "both", "unknown", "line", "quiet", "ink"}, view


def test_path_mode_steps_and_names_the_weakest(explorer_file, open_page):
    """Stepping opens each step's evidence in turn; exactly one step is called the weakest."""
    page = open_page(explorer_file, "#view=paths")
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
    page = open_page(explorer_file, "#view=paths")
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
    page = open_page(explorer_file, "#view=paths")
    page.locator("#table tbody button").first.click()
    assert page.locator("#panel .strength").count() > 0


def test_an_old_address_of_a_mechanism_still_leads_to_it(explorer_file, open_page):
    """What named a mechanism among the others opens its chains; what named none, the comparison."""
    page = open_page(explorer_file, "#view=mechanisms&open=inflammation")
    assert page.inner_text("h1:visible") == "Inflammation"
    page = open_page(explorer_file, "#view=mechanisms")
    assert page.inner_text("h1:visible") == "Mechanisms by disease"


FAULTS = """() => {
  const { picture, scene } = globalThis.kgraphExplorer;
  const curves = [...picture.curves.values()];
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '12px system-ui, sans-serif';
  const drawn = curves.filter(({ link, hushed }) => link.label && !hushed && !link.dim).map(({ link, label }) => {
    const half = pen.measureText(link.label).width / 2;
    return { left: label.x - half, right: label.x + half, top: label.y - 6, bottom: label.y + 6, name: link.label };
  });
  const boxes = picture.places.map((place) => ({ ...place, name: place.box.label }));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const overlaps = [...drawn, ...boxes].flatMap((a, n) => [...drawn, ...boxes].slice(n + 1).filter((b) => meet(a, b)).map((b) => [a.name, b.name]));
  const at = ([a, b, c, d], t) => {
    const u = 1 - t;
    const [i, j, k, l] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return { left: i * a.x + j * b.x + k * c.x + l * d.x, top: i * a.y + j * b.y + k * c.y + l * d.y };
  };
  const behind = curves.flatMap(({ link, segments }) => boxes.filter(({ box }) => ![link.from, link.to].includes(box.id)).filter((place) =>
    segments.some((segment) => Array.from({ length: 25 }, (_, n) => at(segment, n / 24)).some(({ left, top }) =>
      left > place.left + 1 && left < place.right - 1 && top > place.top + 1 && top < place.bottom - 1))).map((place) => [link.words, place.name]));
  const whole = picture.network?.getScale() ?? 1;
  const shown = !document.querySelector('#stage').hidden;
  return { boxes: scene.boxes.length, letters: shown ? 12 * whole : 12, overlaps: shown ? overlaps : [], behind: shown ? behind : [] };
}"""


def test_no_picture_hides_a_label_or_a_line(explorer_file, open_page, go_to):
    """Questions, mechanisms and hubs: nothing overlaps, no line runs behind a foreign box, letters have 11 pixels."""
    page = open_page(explorer_file, "#view=paths", width=1440)
    names = page.evaluate("""() => {
      const { questions, mechanisms, entities } = globalThis.kgraphExplorer.model;
      const id = (n) => entities[n].id;
      return [questions.map(({ start, end }) => `${id(start)}~${id(end)}`), mechanisms.map(({ name }) => name)];
    }""")
    views = [f"#view=paths&question={name}" for name in names[0]]
    assert len(views) == 6
    views += [f"#view=mechanism&mechanism={name}" for name in names[1]]
    hubs = ("ketogenic-diet-therapy", "glutamate", "seizure", "mtor-signalling")
    views += [f"#view=near&depth={depth}&near={name}" for name in hubs for depth in (1, 2)]
    for view in views:
        go_to(page, view)
        found = page.evaluate(FAULTS)
        assert found["boxes"] > 1, view
        assert (found["overlaps"], found["behind"]) == ([], []), view
        assert found["letters"] >= 11, view


SMALL = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.hidden, noscript, [aria-hidden="true"] .static');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { parentElement: one, data } = texts.currentNode;
    if (!data.trim() || !seen(one) || one.matches('script, style')) continue;
    const svg = one.closest('svg');
    const scale = svg?.viewBox.baseVal?.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    if (parseFloat(getComputedStyle(one).fontSize) * scale < 10.99) found.push(data.trim().slice(0, 30));
  }
  const { picture } = globalThis.kgraphExplorer;
  const drawn = document.querySelector('#stage')?.checkVisibility();
  if (drawn && 12 * picture.network.getScale() < 10.99) found.push('the picture');
  return found;
}"""
READ = (
    "", "#mechanism=ion-channels", "#claim=ketogenic-diet-therapy-activates-katp-channel", "#view=outcomes", "#view=against",
    "#view=debates", "#view=open", "#view=hypotheses", "#view=compare", "#view=compare&cell=inflammation~", "#view=references",
    "#view=paths", "#path=1", "#view=mechanism&mechanism=mTOR", "#view=near&near=katp-channel",
    "#view=near&near=ketogenic-diet-therapy&node=ketogenic-diet-therapy", "#view=cites&cites=kossoff-2008", "#view=all&open=diet~process",
)  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_no_text_is_smaller_than_11_pixels(explorer_file, open_page, go_to, width, height):
    """At first fit, in every view, at the width of a desk, of a tablet and of a phone."""
    page = open_page(explorer_file, "#view=all", width=width, height=height)
    small = {}
    for view in READ:
        go_to(page, view or "#view=question")
        small[view] = page.evaluate(SMALL)
    assert small == {view: [] for view in READ}


def test_one_chain_and_a_narrow_window_are_lists(explorer_file, open_page):
    """A path is its things from top to bottom with arrows between; on a phone so is what acts on what."""
    page = open_page(explorer_file, "#path=1")
    things, steps = page.locator("#list .thing"), page.locator("#list .step")
    assert (page.is_visible("#stage"), things.count()) == (False, steps.count() + 1)
    assert page.locator("#list .step:has-text('weakest step')").count() == 1
    page.locator("#list .step").first.click()
    assert page.locator("#panel .strength").count() > 0
    page = open_page(explorer_file, "#view=near&near=katp-channel", width=390, height=844)
    told = page.locator("#list .step").all_inner_texts()
    assert not page.is_visible("#stage")
    assert len(told) == page.evaluate("globalThis.kgraphExplorer.scene.links.length") > 5
    assert any("activate" in words for words in told)


def test_everything_is_a_matrix_of_kinds_that_opens(explorer_file, open_page, graph):
    """Its numbers are those of the claims; a number opens its claims as a picture and as a table."""
    page = open_page(explorer_file, "#view=all")
    cells = page.locator("#list .matrix button")
    told = sum(int(text) for text in cells.all_inner_texts())
    kept = [claim for claim in graph.claims.values() if not claim.retired]
    assert told == len([one for one in kept if {one.subject, one.object} <= set(graph.entities)])
    cell = page.locator("button[aria-label$='from diet to process']")
    count = int(cell.inner_text())
    cell.click()
    assert page.locator("#table tbody tr").count() == min(count, 100)
    assert page.is_visible("#stage")
    kinds = {claim.id for claim in kept if graph.entities[claim.subject].kind == "diet"}
    assert count == len([one for one in kinds if graph.entities[graph.claims[one].object].kind == "process"])


def test_back_takes_the_last_view_back(explorer_file, open_page):
    """The browser's own back and forward buttons go through the views."""
    page = open_page(explorer_file)
    show(page, "Hypotheses")
    page.click("#views button:has-text('Open questions')")
    page.go_back()
    assert page.inner_text("h1:visible") == "Hypotheses"
    page.go_back()
    assert "infantile epileptic spasms syndrome" in page.inner_text("h1:visible")
    page.go_forward()
    assert page.inner_text("h1:visible") == "Hypotheses"


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


def test_no_cell_of_the_comparison_looks_better_than_its_evidence(graph, explorer_file, open_page):
    """Each says how many of its claims rest on studies in people, animals and cells, as the command does."""
    page = open_page(explorer_file, "#view=compare")
    told = page.locator("#page td:has(a.cell)").evaluate_all(
        "all => Object.fromEntries(all.map((one) => [one.querySelector('a').hash.slice(6), one.textContent]))"
    )
    cells = [cell for cell in mechanism_matrix(graph) if cell.effect != "none"]
    assert len(told) == len(cells) > 10
    for cell in cells:
        letters = dict(re.findall(r"\b([HACS])(\d+)", told[f"{cell.mechanism}~{cell.disease.partition(':')[2]}"]))
        kinds = dict(cell.profile)
        assert ("H" in letters) == bool(HUMAN_STUDIES & set(kinds))
        assert [letters.get("A"), letters.get("C")] == [
            str(kinds[k]) if k in kinds else None for k in ("animal", "in-vitro")
        ]
    page.click("a[href='#cell=ion-channels~infantile-epileptic-spasms-syndrome']")
    expect(page.locator("#panel")).to_contain_text("None of them rests on a study in people")


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_rows_are_there_before_the_rest_is_read(explorer_file, open_page, browser, width, height):
    """What the first JSON draws is what stands there later, at the same places."""
    rows = """[...document.querySelectorAll('#lanes .lane')].map((row) => [row.textContent, row.getBoundingClientRect().top])"""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.add_init_script(f"""
      const inflate = globalThis.DecompressionStream;
      globalThis.DecompressionStream = function (...how) {{
        globalThis.early ??= {rows};
        return new inflate(...how);
      }};
    """)
    page.goto(explorer_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    early = page.evaluate("globalThis.early")
    context.close()
    later = open_page(explorer_file, width=width, height=height).evaluate(rows)
    assert len(later) > 5
    assert early == later


def test_the_picture_does_not_move(explorer_file, open_page):
    """Every box stands at the same pixels after thirty frames as at first."""
    page = open_page(explorer_file, "#view=paths")
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
    page.click("#more-button")
    page.click("button.theme")
    assert page.evaluate(background) != before


def test_print_shows_picture_and_evidence_without_controls(explorer_file, open_page):
    """On paper the picture is vector, the panel and the notice are there, the buttons are not."""
    page = open_page(explorer_file, GLUTAMATE)
    page.emulate_media(media="print")
    page.wait_for_selector("#print-lanes svg")
    assert not page.is_visible("#lanes")
    assert not page.is_visible(".ask")
    assert page.is_visible("#panel .item")
    assert page.is_visible("text=Not medical advice.")


def test_a_dark_page_is_printed_on_white(explorer_file, open_page):
    """The picture and the words on paper have the colours of the light page."""
    page = open_page(explorer_file, GLUTAMATE, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    # Looked at from outside: the page's own policy forbids what waits inside it.
    expect(page.locator("#print-lanes rect").first).to_have_attribute("fill", "#ffffff")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 33, 40)"


def test_an_answer_is_printed_on_three_pages_at_most(explorer_file, open_page, go_to):
    """As a sheet and as a graph: the picture on the first, words, numbered references, and how much a table leaves out."""
    page = open_page(explorer_file)
    raw = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", raw)) <= 3
    go_to(page, "view=paths")
    graph = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    assert len(graph) <= 3
    assert "epileptic" in graph[0].extract_text()
    words = " ".join(one.extract_text() for one in graph)
    assert re.search(r"\d+ more claims are not printed", words)
    assert "References: 1 " in words
    go_to(page, "view=question")
    page.set_viewport_size({"width": 688, "height": 1000})
    page.emulate_media(media="print")
    page.wait_for_selector("#print-lanes svg")
    bottom = page.locator("#print-lanes svg").evaluate("one => one.getBoundingClientRect().bottom")
    assert bottom < 1016  # what A4 holds between margins of 14 mm
    cited = page.locator(".words .rn a").evaluate_all("all => all.map((one) => one.getAttribute('href').slice(1))")
    assert set(cited) <= set(page.locator(".refs li").evaluate_all("all => all.map(({ id }) => id)"))
    assert len(set(cited)) > 20


def test_without_scripts_the_answer_is_there(explorer_file, browser):
    """Question, sentence, picture, chains in words, disputes and references need no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(explorer_file.as_uri())
    assert page.locator("h1:visible").count() == 1
    assert page.is_visible("noscript svg, .static svg")
    for part in (".words li", ".refs li", ".cards article"):
        assert page.locator(part).first.is_visible()
    context.close()


def test_a_phone_scrolls_in_one_direction_only(explorer_file, open_page):
    """At phone width nothing is wider than the screen, and an opened claim comes into view."""
    page = open_page(explorer_file, "#view=paths", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#table tbody button").first.click()
    until(page, "document.querySelector('#panel').getBoundingClientRect().top < innerHeight")


# The four questions that someone who has never seen the page should answer with the mouse, in under ten clicks each.


def test_walk_which_papers_stand_behind_the_opening_of_katp_channels(explorer_file, open_page):
    """Ion channels, in the rows → the arrow from the diet to the channel: papers with links."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#lanes button.nm:has-text('Ion channels')")
    mouse.on("#opened-lanes .arr:has-text('KATP channel')")
    assert "activates" in page.inner_text("#panel .polarity")
    assert page.locator("#panel .reference a").count() >= 4
    assert mouse.clicks < 10


def test_walk_what_disputes_the_glutamate_claim(explorer_file, open_page):
    """Neurotransmitters → all its claims → the arrow from the diet to glutamate → evidence against, with papers."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("#lanes button.nm:has-text('Neurotransmitters')")
    mouse.on("button:has-text('All its claims')")
    mouse.on("#list .step:has-text('decreases effects of glutamate')")
    assert "lowers effects of glutamate" in page.inner_text("#panel .polarity")
    assert page.locator("#panel .against .reference").count() >= 1
    assert mouse.clicks < 10


def test_walk_which_mechanisms_the_two_diseases_share(explorer_file, open_page):
    """One click: the comparison lists those of `kgraph compare` and no others, and those with opposite effects."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("[role='tab']:has-text('Compare')")
    told = page.locator("#page tbody tr").evaluate_all("""rows => Object.fromEntries(rows.map((row) =>
      [row.cells[0].textContent.toLowerCase(), row.querySelector('td:last-child b')?.textContent ?? '']))""")
    code, listed, _ = kgraph("compare", "IESS", "ALS", "--format", "json")
    assert code == 0
    rows = json.loads(listed)
    for where in ("shared", "opposite"):
        known = {row["mechanism"].replace("-", " ").lower() for row in rows if row["where"] == where}
        assert {name for name, word in told.items() if word == where} == known
    assert mouse.clicks == 1


def test_walk_what_might_be_harmful_in_als(explorer_file, open_page):
    """Compare → the cell of weight in ALS: its harmful chains; and the harmful paths of the other question."""
    page = open_page(explorer_file, width=1366, height=768)
    mouse = Mouse(page)
    mouse.on("[role='tab']:has-text('Compare')")
    mouse.on("a[href='#cell=nutrition-and-weight~amyotrophic-lateral-sclerosis']")
    assert "Harmful" in page.inner_text("#panel .strength")
    assert "Weight lost" in page.inner_text("#panel ul.claims")
    mouse.on("#more-button")
    mouse.on("#more-views button:has-text('Chains')")
    page.select_option("#question", label="ketogenic diet therapy → amyotrophic lateral sclerosis")
    assert "weight" in page.inner_text("h3.effect.harms + ol")
    assert mouse.clicks + 2 < 10
