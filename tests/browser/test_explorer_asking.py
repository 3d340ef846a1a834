"""Any question in the page: the boxes ask it, the page searches and draws the answer, the address keeps it."""

import re
from itertools import product
from urllib.parse import unquote

import pytest
from conftest import READY
from playwright.sync_api import expect
from small import claim, small_graph

from kgraph.explorer import Explorer
from kgraph.explorer.lane_rows import Lanes
from kgraph.paths.grades import Grading


def ask(page, **boxes):
    """Type into the boxes, as a reader without a mouse does, and wait for the answer."""
    for box, text in boxes.items():
        page.focus(f"#{box}")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.wait_for_selector(READY, state="attached")


def rows_of(graph, answer):
    """The names of the rows in the order in which Python draws them, and the chips of each."""
    numbers = {entity: number for number, entity in enumerate(graph.entities)}
    grading = Grading(graph, answer.end)
    known = {entry.mechanism: entry for entry in answer.mechanisms}
    rows = Lanes(graph, answer, numbers, id).rows()
    chips = [[g.chip for g in grading.grades(known[row["mechanism"]].shown.path) if g is not None] for row in rows]
    return [row["label"] for row in rows], chips


def claims_of(answer):
    """The claims that any route of an answer rests on."""
    chains = [chain for entry in answer.mechanisms for chain in entry.chains]
    routes = [route for chain in chains for route in (chain.path, *chain.variants)]
    return {claim.id for route in routes for step in route.steps for claim in step.claims}


def drawn_rows(page):
    """The same, as the page shows them."""
    rows = page.locator("#lanes .lane")
    chips = [row.locator(".kind").all_text_contents() for row in rows.all()]
    return [row.get_attribute("aria-label") for row in rows.all()], chips


def test_the_boxes_ask_what_the_file_holds_no_answer_to(explorer_file, open_page, graph):
    """Two names give the rows of Python in its order, with its chips; the address opens on the same again."""
    page = open_page(explorer_file)
    ask(page, **{"from": "acetoacetate", "to": "seizure"})
    expect(page.locator("h1:visible")).to_have_text("How might acetoacetate act on seizure?")
    assert drawn_rows(page) == rows_of(graph, graph.paths("acetoacetate", "seizure"))
    assert unquote(page.url).endswith("#question=acetoacetate~seizure")
    again = open_page(explorer_file, "#question=acetoacetate~seizure")
    assert again.inner_text("#sheet") == page.inner_text("#sheet")


def test_an_address_may_name_things_as_a_reader_does(explorer_file, open_page):
    """Synonyms and abbreviations stand for the things, and the page goes on with their identifiers."""
    page = open_page(explorer_file, "#question=KDT~MND")
    assert "amyotrophic lateral sclerosis" in page.inner_text("h1:visible")
    page.click("#lanes .arr")
    assert "amyotrophic-lateral-sclerosis" in page.url


def test_through_asks_anew(explorer_file, open_page, graph):
    """The third box gives the rows of `--via`; each chain passes the thing, and emptied it asks without it."""
    page = open_page(explorer_file)
    ask(page, through="katp")
    assert "through=katp-channel" in page.url
    assert drawn_rows(page) == rows_of(graph, graph.paths("KDT", "IESS", via="KATP channel"))
    assert all("KATP channel" in text for text in page.locator("#lanes .lane .ch").all_text_contents())
    page.fill("#through", "")
    page.keyboard.press("Enter")
    expect(page.locator("#lanes .lane")).to_have_count(len(graph.paths("KDT", "IESS").mechanisms))


def test_an_answer_is_walked_and_opened_with_the_keyboard(explorer_file, open_page):
    """Arrow keys go along its rows, Enter opens the evidence of an arrow and Escape leads back to it."""
    page = open_page(explorer_file)
    ask(page, **{"from": "acetoacetate", "to": "seizure"})
    page.focus("#lanes [tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    arrow = page.evaluate("document.activeElement.dataset.arrow")
    page.keyboard.press("Enter")
    assert page.locator("#panel .item").count() > 0
    assert "claim=" in page.url
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.arrow") == arrow


def test_a_mechanism_of_an_answer_opens(explorer_file, open_page, graph):
    """Its chains stand one below the other, as many as Python has."""
    page = open_page(explorer_file, "#question=acetoacetate~seizure")
    page.click("#lanes .nm:has-text('Ion channels')")
    entry = next(one for one in graph.paths("acetoacetate", "seizure").mechanisms if one.mechanism == "ion-channels")
    assert page.locator("#opened .lane").count() == len(entry.chains)


def test_what_was_asked_is_drawn_as_a_graph_and_says_what_speaks_against(explorer_file, open_page):
    """The other views of a question are there for one that the page answered."""
    page = open_page(explorer_file, "#question=acetoacetate~seizure&view=paths")
    labels = page.evaluate("globalThis.kgraphExplorer.scene.boxes.map((box) => box.label)")
    assert {"acetoacetate", "seizure", "KATP channel"} <= set(labels)
    page.click("#tab-against")
    assert "ketone bodies decrease seizure" in page.inner_text("#page").lower()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("#question=glutamate~glutamate", "glutamate is both ends; name two different things."),
        ("#question=glutamate~ketogenic-diet-therapy", "No claim is proposed to join them"),
        ("#question=norepinephrine~amyotrophic-lateral-sclerosis", "Nearest miss: "),
        (
            "#question=ketogenic-diet-therapy~infantile-epileptic-spasms-syndrome&through=hippocampus",
            "“through” keeps every path out",
        ),
    ],
)
def test_without_a_path_the_page_says_why(explorer_file, open_page, address, told):
    """The same thing at both ends, nothing that leads there, and a stop that no path makes."""
    page = open_page(explorer_file, address)
    assert told in page.inner_text("#sheet .slip")
    assert page.locator("#lanes").count() == 0


def test_an_unknown_name_is_told_with_what_it_may_mean(explorer_file, open_page):
    """Nothing is asked; a suggestion asks the question with it."""
    page = open_page(explorer_file, "#question=acetoacetate~glutamat")
    assert "Nothing is called “glutamat”." in page.inner_text("#sheet")
    page.click("#sheet button:text-is('glutamate release')")
    expect(page.locator("h1:visible")).to_have_text("How might acetoacetate act on glutamate release?")
    assert unquote(page.url).endswith("#question=acetoacetate~glutamate-release")


def test_the_boxes_forgive_a_slip(explorer_file, open_page):
    """A name with a letter missing is found."""
    page = open_page(explorer_file)
    ask(page, **{"from": "acetoacetat", "to": "seizzure"})
    assert page.inner_text("h1:visible") == "How might acetoacetate act on seizure?"


def test_a_box_offers_what_is_near_and_takes_nothing_unasked(explorer_file, open_page):
    """A name with a word too many keeps the question on Enter, and shows what its words find; an arrow key takes that."""
    page = open_page(explorer_file)
    page.focus("#from")
    page.keyboard.type("acetoacetate ester")
    assert "Nothing is called so; these are near" in page.inner_text("#from-hits")
    page.keyboard.press("Enter")
    assert "ketogenic diet therapy" in page.inner_text("h1:visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY, state="attached")
    assert page.inner_text("h1:visible").startswith("How might acetoacetate act on")


def test_a_side_that_only_long_routes_have_is_told_as_such(explorer_file, open_page, graph, tmp_path):
    """Both sides, of which the rows can show one: the sentence says why, on the page's own sheet and on one of the file."""
    assert {path.sign for path in graph.paths("acetoacetate", "seizure").paths} == {"-"}
    told = "routes point both ways, one of them only in more than 6 steps"
    assert told in open_page(explorer_file, "#question=acetoacetate~seizure").inner_text("#sheet .v")
    file = tmp_path / "acetoacetate.html"
    Explorer(graph, start="acetoacetate", end="seizure").write(file)
    assert told in open_page(file).inner_text("#sheet .v")


@pytest.mark.parametrize("end", ["infantile-epileptic-spasms-syndrome", "amyotrophic-lateral-sclerosis"])
def test_the_page_words_an_answer_as_python_does(explorer_file, open_page, go_to, end):
    """The sentence, counts, numbers in people, trials, advice and rows read alike on a sheet of the file and of the page."""
    page = open_page(explorer_file, f"#question=ketogenic-diet-therapy~{end}")
    words = """() => [
      document.querySelector("#sheet h1"), document.querySelector("#sheet .v"), ...document.querySelectorAll("#sheet .cards article > .sm, #sheet .no"),
      ...document.querySelectorAll("#sheet .cards article .hl"), ...document.querySelectorAll("#lanes .lane"), ...document.querySelectorAll("#sheet .dots tr, #sheet .cards .lg:has(.go)"),
      ...document.querySelectorAll("#sheet .dots svg, #sheet .dots circle"),
    ].map((part) => [part.getAttribute("cx"), part.getAttribute("aria-label"), part.textContent.replace(/\\s+/g, "").replace(/\\[\\d+\\]$/, "")].join(" "))"""
    written = page.evaluate(words)
    assert any("Largeststudy" in text for text in written)
    go_to(page, "view=references")
    page.evaluate("globalThis.kgraphExplorer.model.questions.length = 0")
    go_to(page, f"question=ketogenic-diet-therapy~{end}")
    assert page.evaluate("Boolean(globalThis.kgraphExplorer.model.questions[0].answer)")
    assert page.evaluate(words) == written


def test_a_graph_without_a_question_is_asked_one(graph, tmp_path, open_page):
    """The first box waits for the second; then the page answers."""
    file = tmp_path / "own.html"
    Explorer(
        small_graph(graph, claim("fish increases calm"), claim("calm decreases fear", sign="-")), everything=True
    ).write(file)
    page = open_page(file)
    ask(page, **{"from": "fish"})
    assert page.input_value("#from") == "fish"
    assert page.evaluate("document.activeElement.id") == "to"
    ask(page, to="fear")
    assert page.inner_text("h1:visible") == "How might fish act on fear?"
    assert page.locator("#lanes .lane").count() == 1


def test_on_a_phone_every_row_ends_in_what_was_asked_about(explorer_file, open_page):
    """Short chains and long ones alike, where no bar stands at their ends."""
    page = open_page(explorer_file, "#question=ketone-bodies~seizure", width=390, height=844)
    assert page.locator("#lanes .ch.long").count() > 0
    ends = page.locator("#lanes .ch > :last-child")
    assert ends.count() == page.locator("#lanes .lane").count()
    assert all(end.is_visible() and end.inner_text() == "seizure" for end in ends.all())


def test_a_link_to_a_claim_shows_a_question_that_rests_on_it(explorer_file, open_page, graph):
    """A claim that only the answer for ALS uses opens beside that answer, not beside another."""
    name = min(claims_of(graph.paths("KDT", "ALS")) - claims_of(graph.paths("KDT", "IESS")))
    page = open_page(explorer_file, f"#claim={name.partition(':')[2]}")
    assert "amyotrophic lateral sclerosis" in page.inner_text("h1:visible")
    assert page.locator("#panel h2").count() > 0


def test_a_long_search_can_be_stopped_and_taken_up_again(graph, tmp_path, open_page):
    """While the page searches it tells so and still answers; stopped, it says so, and Escape stops it too."""
    names = [f"n{number}" for number in range(45)]
    dense = [claim(f"{one} increases {other}") for one, other in product(names, names) if one != other]
    file = tmp_path / "dense.html"
    Explorer(small_graph(graph, *dense), everything=True).write(file)
    page = open_page(file, "#question=n0~n44&view=question", ready="html[data-ready]")
    page.click("#sheet .stop")
    assert "The search was stopped." in page.inner_text("#sheet")
    page.click("#sheet button:has-text('Search again')")
    assert re.search(r"Searching 1980 claims", page.inner_text("#sheet"))
    page.keyboard.press("Escape")
    assert "The search was stopped." in page.inner_text("#sheet")
