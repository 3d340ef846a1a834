"""The page under axe, with contrast, in every view and both themes."""

from pathlib import Path

from conftest import READY

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "question": "",
    "opened": "#mechanism=ion-channels",
    "narrowed": "#through=katp-channel&hide=evidence:statement",
    "asked in the page": "#question=acetoacetate~seizure",
    "without a path": "#question=glutamate~ketogenic-diet-therapy",
    "unknown names": "#question=foo~glutamat",
    "against what was asked": "#question=acetoacetate~seizure&view=against",
    "numbers": "#view=outcomes",
    "against": "#view=against",
    "debates": "#view=debates",
    "open questions": "#view=open",
    "hypotheses": "#view=hypotheses",
    "comparison": "#view=compare",
    "references": "#view=references",
    "path": "#path=1&step=1",
    "evidence": "#claim=ketogenic-diet-therapy-decreases-effects-of-glutamate",
    "cell": "#view=compare&cell=inflammation~amyotrophic-lateral-sclerosis",
    "hypothesis": "#view=paths&hypothesis=hypothesis:opening-of-katp-channels&step=1",
    "apart": "#apart=1&wide=1&claim=ketogenic-diet-therapy-decreases-effects-of-glutamate",
    "mechanism": "#view=mechanism&mechanism=gut-microbiota",
    "near": "#view=near&near=glutamate&node=glutamate",
    "hub": "#view=near&near=ketogenic-diet-therapy",
    "everything": "#view=all&hide=sign:%2B",
    "kinds": "#view=all&open=diet~process",
    "nothing": "#view=near&near=nonsense",
}


def violations(page, rules=()):
    """What axe finds by all its rules or by these, as lines of rule and element."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations", "incomplete"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])
    twins = [item for item in found["incomplete"] if item["id"].startswith("duplicate-id")]
    wrong = [*found["violations"], *twins]
    return [f"{item['id']}: {node['html'][:120]}" for item in wrong for node in item["nodes"]]


# What the colours of a page can change; a reader may force colours of their own.
SCHEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


def test_axe_finds_nothing(explorer_file, open_page, go_to):
    """No violation in any view, filter open; in the dark and with colours that the reader forces none of contrast."""
    page = open_page(explorer_file)
    page.click("#legend summary")
    # Rows fade while the pointer is on another.
    page.mouse.move(2, 2)
    found = {}
    for view, hash_ in VIEWS.items():
        if hash_:
            go_to(page, hash_)
        for scheme, media in SCHEMES.items():
            page.emulate_media(**media)
            page.wait_for_selector(READY, state="attached")
            found[view, scheme] = violations(page, () if scheme == "light" else ["color-contrast"])
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        page.emulate_media(**SCHEMES["light"])
    assert found == {asked: [] for asked in found}


def test_forced_colours_leave_every_meaning(explorer_file, open_page):
    """Bars of effects, letters of studies and pictures keep what tells them apart, on the paper that they are drawn for."""
    page = open_page(explorer_file, "#view=near&near=katp-channel", scheme="dark", forced="active")
    painted = page.evaluate("""() => {
      const { picture } = globalThis.kgraphExplorer;
      const style = (one) => getComputedStyle(document.querySelector(one));
      return [style('#picture').backgroundColor, picture.colors.paper, style('.kind.human').backgroundColor, style('.kind.human').color];
    }""")
    behind, paper, letter, ink = painted
    assert behind == f"rgb({', '.join(map(str, bytes.fromhex(paper.lstrip('#'))))})"
    assert letter != ink
    page = open_page(explorer_file, scheme="dark", forced="active")
    bars = page.locator("#lanes .lane .tb").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundImage + getComputedStyle(one).backgroundColor)"
    )
    assert len(set(bars)) > 2


def test_axe_finds_nothing_while_searching(explorer_file, open_page):
    """The list of hits is a proper listbox."""
    page = open_page(explorer_file)
    page.click("#more-button")
    page.fill("#search", "glut")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_axe_finds_nothing_on_a_phone(explorer_file, open_page):
    """Nor at phone width."""
    assert violations(open_page(explorer_file, "#path=1", width=390, height=844)) == []
