"""The pages of `kgraph serve` in a real browser: no request to another host, nothing against the policy, axe clean."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import Server
from waiting import until

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "home": "/",
    "form": "/path",
    "paths": "/path?start=acetoacetate&end=seizures&evidence=animal",
    "no path": "/path?start=IESS&end=KDT",
    "unknown": "/path?start=KTD&end=IESS",
    "entity": "/entity/katp-channel",
    "claim": "/claim/ketone-bodies-activate-katp-channel",
    "reference": "/reference/wang-2024-B41",
    "hypothesis": "/hypothesis/adenosine-through-katp-channels",
    "mechanism": "/mechanism/mTOR",
    "question": "/question/can-a-ketogenic-diet-give-enough-calories-in-als",
    "search": "/search?q=ketone",
    "api": "/api",
    "query": "/query",
    "missing": "/entity/katp-chanel",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("pages"))
    yield started
    assert started.stop() == 0


@pytest.fixture
def visit(browser, server):
    """A function that opens an address of the service; every request must go there, and nothing may be complained of."""
    seen, contexts = [], []

    def visit(path, *, width=1280, height=900, allowed=()):
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda request: (
                seen.append(request.url) if not request.url.startswith((server.url, "blob:", "data:")) else None
            ),
        )
        page.on(
            "console",
            lambda message: (
                seen.append(message.text)
                if message.type in ("error", "warning") and not any(word in message.text for word in allowed)
                else None
            ),
        )
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        page.goto(server.url + path)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert seen == []


def violations(page):
    """What axe finds in light by all rules, and in dark by that of contrast, as lines of rule and element."""
    # The policy of the page lets no script in from outside; the debugger may.
    page.evaluate(AXE)
    lines = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Another colour scheme changes nothing but colours.
        only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
        found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **only})
        assert any(rule["id"] == "color-contrast" for rule in found["passes"])
        lines += [f"{scheme} {v['id']}: {node['html'][:120]}" for v in found["violations"] for node in v["nodes"]]
    return lines


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name):
    """No violation in light or dark, everything unfolded, and the words on medical advice once."""
    page = visit(PAGES[name], allowed=("404",))
    page.evaluate("document.querySelectorAll('details').forEach((d, n) => { d.open = n < 12 })")
    assert violations(page) == []
    assert page.inner_text("body").lower().count("medical advice") == 1


def test_axe_finds_nothing_on_a_phone_and_nothing_sticks_out(visit):
    """At phone width no page scrolls sideways."""
    for name in ("home", "paths", "claim", "query"):
        page = visit(PAGES[name], width=390, height=844)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert violations(page) == []


def test_search_as_you_type_goes_to_the_page(visit):
    """Letters bring suggestions, the arrow keys choose, Enter goes there; axe is content meanwhile."""
    page = visit("/")
    page.click("#find")
    page.keyboard.type("katp")
    page.wait_for_selector("#find-hits li")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "find-hits-0"
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/katp-channel")


def test_a_path_is_asked_for_and_has_an_address(visit, server):
    """The form with suggestions leads to an address that shows the same again."""
    page = visit("/path")
    page.fill("#start", "KDT")
    page.click("#end")
    page.keyboard.type("infantile ep")
    page.click("#end-hits li >> text=infantile epileptic spasms syndrome")
    assert page.input_value("#end") == "infantile epileptic spasms syndrome"
    page.select_option("#effect", "harms")
    page.click("text=Show paths")
    page.wait_for_selector("section.path")
    assert "start=KDT" in page.url
    assert "effect=harms" in page.url
    text = page.inner_text("main")
    assert "Harmful" in text
    assert "Helpful (" not in text
    again = visit(page.url.removeprefix(server.url))
    assert again.inner_text("main") == text


def test_the_evidence_of_a_step_opens(visit):
    """A step unfolds into its claims, their evidence lines, and links to the papers."""
    page = visit(PAGES["paths"])
    page.click("ol.steps details summary >> nth=0")
    assert page.is_visible("ol.steps details[open] .item .direction >> nth=0")
    assert (
        page.get_attribute("ol.steps details[open] .item a[href^='https://doi.org'] >> nth=0", "rel")
        == "noopener noreferrer"
    )


def test_the_pages_work_without_scripts(browser, server):
    """Forms, links and unfolding need none."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + "/")
    page.fill("#start", "acetoacetate")
    page.fill("#end", "seizures")
    page.click("text=Show paths")
    assert "Helpful" in page.inner_text("main")
    page.fill("#find", "katp")
    page.press("#find", "Enter")
    page.click("main >> text=KATP channel >> nth=0")
    assert page.url.endswith("/entity/katp-channel")
    context.close()


def test_the_editor_runs_a_query(visit):
    """Typing into the editor and Ctrl+Enter give a table whose names lead to their pages; the address keeps the query."""
    page = visit("/query")
    page.click(".CodeMirror-code")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('SELECT ?e ?l { ?e a kg:Complex ; skos:prefLabel ?l . FILTER(CONTAINS(?l, "KATP")) }')
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    # A prefix that is known and was left out is no mistake.
    assert page.locator(".CodeMirror .parseErrorIcon").count() == 0
    page.wait_for_selector("#result tbody td >> nth=0 >> text=/^KATP channel$/")
    page.check("#iris")
    assert page.inner_text("#result tbody td >> nth=0") == "https://w3id.org/kgraph/entity/katp-channel"
    page.uncheck("#iris")
    assert page.inner_text("#result tbody td >> nth=0") == "KATP channel"
    assert page.get_attribute("#result tbody a", "href") == "/entity/katp-channel"
    assert "query=" in page.url
    with page.expect_download() as download:
        page.click("#result >> text=CSV")
    assert "katp-channel" in Path(download.value.path()).read_text(encoding="utf-8")
    assert violations(page) == []


def test_a_graph_is_shown_as_table_picture_and_turtle(visit):
    """A CONSTRUCT has three views of the same triples."""
    page = visit("/query?query=CONSTRUCT+WHERE+%7B+entity%3Akatp-channel+skos%3AaltLabel+%3Fo+%7D")
    page.click("#run >> text=Run")
    page.wait_for_selector("#result table")
    assert page.locator("#result tbody tr").count() == 6
    page.click("#result >> text=Picture")
    page.wait_for_selector("#picture canvas")
    page.click("#result button >> text=Turtle >> nth=0")
    page.wait_for_selector("#result pre")
    assert "skos:altLabel" in page.inner_text("#result pre")


def test_a_named_question_is_answered(visit):
    """Choosing one fills its fields with their defaults and answers it; other values give another answer."""
    page = visit("/query")
    page.fill("#narrow", "stand between")
    page.click("#questions button:visible")
    page.wait_for_selector("#result table")
    rows = page.inner_text("#status")
    page.fill("#asked-start", "ketone bodies")
    page.click("#asked >> text=Answer")
    until(page, "(before) => !['Running…', before].includes(document.querySelector('#status').textContent)", rows)
    page.wait_for_selector("#result table >> text=ketone bodies")
    assert violations(page) == []


def test_an_empty_field_of_a_question_stands_for_anything(visit):
    """As the field itself says; its default is for those who leave it out."""
    page = visit("/query")
    page.fill("#narrow", "By which names")
    page.click("#questions button:visible")
    page.wait_for_selector("#result table")
    page.fill("#asked-entity", "")
    page.click("#asked >> text=Answer")
    page.wait_for_selector("#status >> text=/[0-9]{3,} rows/")


def test_what_is_wrong_with_a_query_is_said(visit):
    """A mistake brings the cursor to its place, a name that is unknown is named, a cut answer says so."""
    page = visit("/query", allowed=("400", "404"))
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?s {\\n ?s ?p')")
    page.click("#run >> text=Run")
    page.wait_for_selector("#result [role=alert]")
    assert "line 1, column 11" in page.inner_text("#result [role=alert]")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * { ?s ?p ?o }')")
    page.click("#run >> text=Run")
    page.wait_for_selector("#result .warning >> text=not whole")
    assert page.locator("#result tbody tr").count() == 500
    page.click("#result >> text=Show more")
    assert page.locator("#result tbody tr").count() == 1000


def test_the_explorer_runs_under_its_own_policy(visit):
    """The explorer is served with the policy that it carries, and works."""
    page = visit("/explore?start=acetoacetate&end=seizure")
    assert page.locator("#lanes .lane").count() > 0
