"""Dereferenceable pages: every kind in every representation, by suffix and by Accept header."""

import html
import json
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.compare import isomorphic

from kgraph.service.negotiation import choose, ranked
from kgraph.service.things import FORMS, page_path

PLACES = (
    "/entity/katp-channel",
    "/claim/ketone-bodies-activate-katp-channel",
    "/reference/wang-2024-B41",
    "/hypothesis/adenosine-through-katp-channels",
    "/mechanism/mTOR",
    "/question/can-a-ketogenic-diet-give-enough-calories-in-als",
    "/source/review",
)
RDF = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


def graph_of(server, path, form):
    status, headers, body = server.ask(f"{path}.{form}")
    assert (status, headers["content-type"].partition(";")[0]) == (200, FORMS[form])
    return rdflib.Graph().parse(data=body, format=RDF[form])


# rdflib reads JSON-LD with a class of its own that it calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("path", PLACES)
def test_the_rdf_representations_say_the_same(server, path):
    """Turtle, JSON-LD, N-Triples and RDF/XML hold one graph, about the thing itself."""
    graphs = {form: graph_of(server, path, form) for form in RDF}
    first = graphs["ttl"]
    assert all(isomorphic(first, other) for other in graphs.values())
    assert (rdflib.URIRef("https://w3id.org/kgraph" + path), rdflib.RDF.type, None) in first


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_the_accept_header_and_the_suffix_give_the_same(server, path, form):
    """The bare path varies by Accept, says where the representation is, and links the others."""
    by_suffix = server.ask(f"{path}.{form}")
    status, headers, body = server.ask(path, Accept=f"{FORMS[form]}, */*;q=0.1")
    assert (status, body) == (200, by_suffix[2])
    assert headers["content-location"] == f"{path}.{form}"
    assert headers["vary"].startswith("Accept")
    assert f'<https://w3id.org/kgraph{path}>; rel="describes"' in headers["link"]
    assert headers["link"].count('rel="alternate"') == len(FORMS) - 1


def test_json_is_the_record_of_kgraph_show(server):
    from command import kgraph

    for path in PLACES[1:4]:
        identifier = path[1:].replace("/", ":", 1)
        _, out, _ = kgraph("show", identifier, "--format", "json")
        assert server.json(path + ".json") == json.loads(out)


def test_claims_come_with_their_evidence_and_its_places(server):
    """The Turtle of a claim holds its evidence lines and their locators, which say nothing alone."""
    claim = graph_of(server, "/claim/ketone-bodies-contribute-to-energy-metabolism", "ttl")
    kg = rdflib.Namespace("https://w3id.org/kgraph/")
    assert list(claim.objects(None, kg.directness))
    assert list(claim.objects(None, kg.sentence))


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("ketone-bodies-activate-katp-channel", "raises"),
        ("ketogenic-diet-therapy-compared-with-adrenocorticotropic-hormone-on-electroclinical-remission-in-leigh-syndrome",
         "less than the other"),
        ("low-glycemic-index-treatment-compared-with-classic-ketogenic-diet-on-seizure-reduction-in-drug-resistant-epilepsy",
         "alike"),
        ("weight-loss-predicts-survival", "more goes with less"),
    ],
)  # fmt: skip
def test_a_sign_is_said_in_the_words_of_its_relation(server, claim, words):
    """Of two arms neither lowers the other, and what goes together need not be cause and effect."""
    page = server.ask(f"/claim/{claim}", Accept="text/html")[2].decode()
    lead = page.partition('<p class="lead">')[2].partition("</p>")[0]
    assert lead.endswith(f"</span>{words}")


def test_what_belongs_to_what_has_no_sign_to_speak_of(server):
    """Seizure does not belong to epileptic spasms: the relation says which is the kind of which, and nothing else does."""
    page = server.ask("/claim/seizure-has-subtype-epileptic-spasms", Accept="text/html")[2].decode()
    assert "<h1>seizure has the subtype epileptic spasms</h1>" in page
    assert '<p class="lead">' not in page


def test_a_synonym_leads_to_the_page(server):
    """303 to the page of the entity, in the representation asked for."""
    for path, place in {
        "/entity/KDT": "/entity/ketogenic-diet-therapy",
        "/entity/KDT.ttl": "/entity/ketogenic-diet-therapy.ttl",
        "/reference/B41": "/reference/wang-2024-B41",
    }.items():
        status, headers, _ = server.ask(path)
        assert (status, headers["location"]) == (303, place)


def test_what_is_not_there_has_near_names(server):
    """404 as a page for a browser and as a problem for a program, with the paths that may be meant."""
    status, headers, body = server.ask("/entity/katp-chanel", Accept="text/html")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b'href="/entity/katp-channel"' in body
    assert "/entity/katp-channel" in server.json("/entity/katp-chanel", status=404)["suggestions"]
    assert server.json("/claim/ketone-bodies-activates-katp-channel", status=404)["suggestions"]
    assert server.json("/reference/../entity/katp-channel", status=404)["suggestions"] == []


def test_nothing_acceptable_is_said(server):
    status, _, body = server.ask("/entity/katp-channel", Accept="image/png")
    assert status == 406
    assert "text/turtle" in json.loads(body)["detail"]


@pytest.mark.parametrize(
    ("query", "not_offered"), [("SELECT * { ?s a kg:Source }", "text/turtle"), ("DESCRIBE source:review", "text/csv")]
)
def test_every_format_that_a_refusal_names_is_given(server, query, not_offered):
    address = f"/sparql?{urlencode({'query': query})}"
    status, _, body = server.ask(address, Accept=not_offered)
    assert status == 406
    named = json.loads(body)["detail"].rpartition("use one of ")[2].rstrip(".").split(", ")
    assert len(named) > 4
    for media_type in named:
        status, headers, _ = server.ask(address, Accept=media_type)
        assert (status, headers["content-type"].partition(";")[0]) == (200, media_type)


def test_head_has_the_headers_of_get_and_no_body(server):
    for path in ("/", "/entity/katp-channel", "/sparql", "/sparql?query=ASK%7B%7D", "/api/mechanisms"):
        got, head = server.ask(path), server.ask(path, method="HEAD")
        assert (head[0], head[2]) == (got[0], b"")
        assert head[1].get("content-length", got[1]["content-length"]) == got[1]["content-length"]


def test_every_thing_has_a_page(graph):
    """Each identifier has a path, names are quoted in it, and no two share one."""
    identifiers = [
        *graph.entities,
        *graph.claims,
        *graph.references,
        *graph.hypotheses,
        *graph.questions,
        *graph.sources,
    ]
    paths = {page_path(identifier) for identifier in identifiers}
    assert len(paths) == len(identifiers)
    assert all(re.fullmatch(r"/[a-z]+/[\w.~%-]+", path) for path in paths)
    assert page_path("entity:a/b c") == "/entity/a%2Fb%20c"
    assert page_path("http://example.org/x") == ""


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.tags, self.attributes = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]


@pytest.mark.parametrize(
    "path",
    [
        "/entity/hostile",
        "/claim/hostile",
        "/reference/hostile",
        "/search?q=script",
        "/path?start=%3Cscript%3Ealert(1)%3C%2Fscript%3E%7B%7B%207*7%20%7D%7D&end=IESS",
        "/path?start=%3Cb%3Enobody&end=%22%3E",
    ],
)
def test_labels_are_text_and_nothing_else(open_server, path):
    """Markup, templates and script addresses in the data are shown, not obeyed."""
    _, _, body = open_server.ask(path, Accept="text/html")
    page = Page(body.decode())
    assert page.tags.count("script") == 1
    assert not {"iframe", "img", "b"} - {"b"} & set(page.tags)
    assert not [name for name in page.attributes if name.startswith("on")]
    assert all(
        link.startswith(("/", "#", "https://", "http://", "")) and "javascript" not in link.lower()
        for link in page.links
    )
    assert b"49" not in re.findall(rb"alert\(1\).{0,30}", body)


def test_pages_link_only_to_what_is_there(server):
    """Every internal link of a page of each kind answers 200."""
    seen = set()
    for place in ("/", "/api", "/path?start=KDT&end=IESS", *PLACES):
        _, _, body = server.ask(place, Accept="text/html")
        seen |= {link for link in Page(body.decode()).links if link.startswith("/") and link != "/explore"}
    wrong = {link for link in sorted(seen)[::3] if server.ask(link, method="HEAD", Accept="*/*")[0] != 200}
    assert wrong == set()


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/json;q=0.9", "application/json"),
        ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "text/html"),
        ("text/html;q=0, */*", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/turtle; q=1.000", "text/turtle"),
        ("nonsense", "text/html"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        (", ,", "text/html"),
    ],
)
def test_negotiation(accept, chosen):
    """RFC 9110: quality first, the most specific range decides, zero refuses, order of the offer breaks ties."""
    assert choose(accept, ["text/html", "text/turtle", "application/json"]) == chosen


def test_a_long_accept_header_costs_nothing():
    assert ranked("a/b," * 100_000 + "text/html", ["text/html"]) == []


def test_a_name_beyond_ascii_is_described_by_its_uri(open_server):
    """The Link header writes the IRI as RFC 3987 maps it, and the RDF as it is."""
    path = "/entity/%CE%B2%2F1%25202"
    status, headers, body = open_server.ask(f"{path}.nt")
    assert status == 200
    assert '<https://w3id.org/kgraph/entity/%CE%B2/1%202>; rel="describes"' in headers["link"]
    assert body.decode().startswith("<https://w3id.org/kgraph/entity/β/1%202> ")


def test_a_step_links_the_paper_it_cites_and_not_its_namesake(open_server):
    body = open_server.ask("/path?start=entity:hostile&end=katp-channel")[2].decode()
    assert 'href="/reference/hostile"' in body
    assert "/reference/another" not in body


def test_a_kind_without_a_name_says_what_follows(server):
    assert "/entity/NAME; /search finds names" in server.json("/entity/", status=404)["detail"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_error_that_varies_by_accept_says_so(server, accept):
    status, headers, _ = server.ask("/entity/nothing-like-it", Accept=accept)
    assert (status, "Accept" in headers["vary"].split(", ")) == (404, True)


@pytest.mark.parametrize(
    "path",
    ["/entity/turned", "/search?q=turned", "/path?start=entity:turned&end=IESS", "/path?start=a%E2%80%AEb&end=IESS"],
)
def test_a_page_shows_what_would_turn_or_hide_text(open_server, path):
    """Marks of direction and letters without a picture are escapes on every page, as on a terminal."""
    _, headers, body = open_server.ask(path, Accept="text/html")
    assert headers["content-type"].startswith("text/html")
    text = html.unescape(body.decode("utf-8"))
    assert "\\u202e" in text
    assert not {"\u202e", "\u200b", "\u2066"} & set(text)
