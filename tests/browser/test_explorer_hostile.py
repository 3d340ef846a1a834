"""Labels are text: none of them runs, whatever it holds and wherever it is shown."""

import pytest

from kgraph.explorer import Explorer
from kgraph.graph import KnowledgeGraph
from kgraph.model import (
    Claim,
    Contents,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    Reference,
    Source,
)

HIT = "globalThis.hit=1"
KINDS = {
    "script": f"<script>{HIT}</script>",
    "end of script": f"</script><script>{HIT}</script>",
    "comment": f"<!--<script>{HIT}</script>",
    "image": f"<img src=x onerror={HIT}>",
    "svg": f"<svg onload={HIT}><a xlink:href='javascript:{HIT}'>x</a></svg>",
    "attribute": f"\"' onmouseover={HIT} autofocus onfocus={HIT} x='",
    "address": f"javascript:{HIT}",
    "template": "{{ 7*7 }}{% raw %}${" + HIT + "}<%= 1 %>",
    "frame": f'<iframe srcdoc="<script>parent.{HIT}</script>"></iframe>',
    "style": f"</style><style>*{{display:none}}</style><script>{HIT}</script>",
    "line ends": f"a\u2028{HIT}//\u2029\r\n\t\u202e\u0007{HIT}",
    "json": f'"}}]}};{HIT};//\\u003cscript\\u003e\ud83d\ude00]]>&lt;script&gt;',
}
# A page is opened for each way out of where a text stands.  Texts that take the same way, and so are stopped by the same
# means or not at all, stand behind each other; an address has to come first, and what swallows the rest last.
TOGETHER = {
    "elements": "".join(KINDS[kind] for kind in ("script", "image", "svg", "frame", "style")),
    "end of script and comment": KINDS["end of script"] + KINDS["comment"],
    "quotes": KINDS["attribute"] + KINDS["template"] + KINDS["json"],
    "address and line ends": f"{KINDS['address']}//{KINDS['line ends']}",
}
A, B, C = "entity:a", "entity:b", "entity:c"


def poisoned(text, graph):
    """A small graph with the text in every field that a page shows."""
    kinds = {A: "diet", B: "metabolite", C: "disease"}
    entities = {
        name: Entity(name, f"{name} {text}", kind, (text,), text, "unwanted", mappings=(("exactMatch", text),))
        for name, kind in kinds.items()
    }
    locator = Locator("review", text, 1, 0, 5, text)
    references = {
        "reference:r": Reference(
            "reference:r", text, text, 1, text, 2020, text, text, text, text, text, text, notes=(text,)
        ),
        "reference:l": Reference("reference:l", f"L {text}", link=text, cited_for=text),
    }
    lines = tuple(
        EvidenceLine(
            f"evidence:{direction}{text}", reference, direction, "relayed", ("animal", text), "direct", (text,), locator,
            row=text, primary_value=text, notes=(text,),
        )
        for direction, reference in (("supports", "reference:r"), ("disputes", "reference:l"), ("inconclusive", ""))
    )  # fmt: skip
    claims = {
        name: Claim(
            name, subject, "increases", target, "+", "asserted", "animal", "review", lines, ("ion-channels",), C, (A, text),
            text, B, text, B, implied=True, uncited=False, printed_subject=text, printed_object=text, slip=text,
            notes=(text,), measurements=(Measurement(text, measure=text, disputed=text),), relations=(("disputes", "claim:two"),),
        )
        for name, subject, target in (("claim:one", A, B), ("claim:two", B, C))
    }  # fmt: skip
    hypotheses = {
        "hypothesis:h": Hypothesis(
            "hypothesis:h", text, "ion-channels", A, C, ("claim:one", "claim:two"), text, "harms", (text,)
        )
    }
    sources = {"source:review": Source("source:review", "review", text, text, citation=text)}
    return KnowledgeGraph(Contents(entities, claims, references, hypotheses, {}, sources, graph.relations, graph.terms))


def test_every_text_is_in_a_page():
    """No hostile text is left out where several stand in one page."""
    assert all(any(text in page for page in TOGETHER.values()) for text in KINDS.values())


@pytest.mark.parametrize("kind", TOGETHER)
def test_no_label_runs_anywhere(kind, graph, tmp_path, open_page, go_to):
    """Every view, the panel, the search, the print view and the exports show the text and run nothing."""
    text = TOGETHER[kind]
    file = tmp_path / "hostile.html"
    Explorer(poisoned(text, graph), start=A, end=C).write(file)
    page = open_page(file)
    assert page.locator("#lanes .lane").count() > 0
    views = (
        "#mechanism=ion-channels", "#through=b", "#claim=one", "#question=b~c", "#question=b~c&view=against", "#question=c~a",
        "#question=b~c&view=paths", f"#question={text}~c&through={text}", "#view=outcomes", "#view=against", "#view=debates", "#view=open",
        "#view=hypotheses", "#view=compare", "#view=references", "#path=1&step=1&claim=one", "#hypothesis=hypothesis:h", "#node=b", "#view=mechanisms&cell=ion-channels~c",
        "#view=mechanism&mechanism=ion-channels", "#view=mechanisms&open=ion-channels&wide=1", "#view=near&near=a&apart=1",
        "#view=near&near=b&node=b&depth=2", "#view=cites&cites=l",
        "#view=all&claim=two", f"#near={text}&view=near", f"#view=mechanism&mechanism={text}",
    )  # fmt: skip
    for view in views:
        go_to(page, view)
        page.evaluate("""() => {
          const { picture, scene } = globalThis.kgraphExplorer;
          for (const link of scene.links) picture.handlers.onHover(link, null, 1, 1);
          for (const box of scene.boxes) picture.handlers.onHover(null, box, 1, 1);
        }""")
        assert page.locator("body img, body iframe, body a[href^='javascript']").count() == 0
    page.keyboard.press("/")
    page.fill("#search", "a")
    page.wait_for_selector("#hits li")
    page.emulate_media(media="print")
    page.wait_for_selector("#print-picture svg", state="attached")
    for name in ("SVG", "TSV", "BibTeX", "JSON-LD"):
        with page.expect_download():
            page.evaluate(
                "name => [...document.querySelectorAll('#toolbar button')].find((b) => b.textContent === name).click()",
                name,
            )
    svg = page.evaluate("new XMLSerializer().serializeToString(document.querySelector('#print-picture svg'))")
    page.evaluate(
        "svg => new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement.tagName === 'svg' || (() => { throw svg; })()",
        svg,
    )
    assert page.evaluate("globalThis.hit") is None


@pytest.mark.parametrize("kind", ["end of script", "attribute", "frame"])
def test_the_frame_of_a_notebook_holds_the_page_and_nothing_gets_out(kind, graph, tmp_path, open_page):
    """In a sandboxed srcdoc frame the page works, cannot reach its parent, and runs no label."""
    file = tmp_path / "notebook.html"
    page = Explorer(poisoned(KINDS[kind], graph), start=A, end=C)
    file.write_text(f"<!DOCTYPE html><title>n</title><h1>n</h1>{page._repr_html_()}", encoding="utf-8")
    opened = open_page(file, ready="iframe")
    frame = opened.frame_locator("iframe")
    frame.locator("#lanes .arr").first.click()
    assert frame.locator("#panel .item").count() > 0
    assert "allow-same-origin" not in opened.get_attribute("iframe", "sandbox")
    assert opened.evaluate("globalThis.hit") is None


def test_a_frame_of_a_notebook_keeps_no_address_and_still_copies(graph, tmp_path, open_page):
    """Views, steps and copying work without an address of its own; a link is copied as what follows the # in a file."""
    file = tmp_path / "notebook.html"
    file.write_text(
        f"<!DOCTYPE html><title>n</title><textarea></textarea>{Explorer(graph)._repr_html_()}", encoding="utf-8"
    )
    opened = open_page(file, ready="iframe")
    frame = opened.frame_locator("iframe")
    frame.locator("#more-button").click()
    frame.locator("#more-views button", has_text="Everything").click()
    frame.locator("button[aria-label$='from diet to process']").click()
    assert frame.locator("h1:visible").inner_text() == "Everything"
    frame.locator("#table tbody button").first.click()
    frame.locator("button", has_text="Copy link to this claim").first.click()
    assert frame.locator("#live").inner_text().startswith("Copy link to this claim: copied. It opens in this file")
    opened.locator("textarea").click()
    opened.keyboard.press("Control+V")
    assert opened.input_value("textarea").startswith("#view=all&open=diet%7Eprocess&claim=")
