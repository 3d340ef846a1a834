"""The views of the service: lists as pages and JSON, named questions at addresses of their own, all without scripts."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from kgraph.service.question_groups import OTHERS, group_of, grouped
from kgraph.service.view_columns import VIEWS
from kgraph.sparql.questions import named_queries

NAMES = [view.name for view in VIEWS]


class Page(HTMLParser):
    """The links, table rows, forms and figures of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.rows, self.forms, self.pictures = [], [], [], 0
        self._cells = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href"))
        if tag == "form":
            self.forms.append((given.get("method", "get"), given.get("action", "")))
        if tag == "tr":
            self.rows.append(0)
        if tag == "td":
            self.rows[-1] += 1
        self.pictures += tag == "svg" and given.get("width") == "960"


def page(server, address, *, status=200):
    found, headers, body = server.ask(address, Accept="text/html")
    assert found == status
    assert headers["content-type"].startswith("text/html")
    return body.decode()


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_a_view_is_a_table_that_leads_on(server, view):
    """Each has a row an item under its columns, and leads to every other view."""
    read = Page(page(server, f"/{view.name}"))
    assert {count for count in read.rows if count} == {len(view.columns)}
    assert {f"/{name}" for name in NAMES} <= set(read.links)
    assert any(re.match(r"/(claim|reference|hypothesis|mechanism|question)/", link) for link in read.links)


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_a_view_as_json_is_the_answer_of_the_api(server, view):
    """The same address gives the JSON of its operation to a client that asks for it."""
    status, headers, body = server.ask(f"/{view.name}", Accept="application/json")
    assert status == 200
    assert "Accept" in headers["vary"]
    given = f"?{urlencode(view.given)}" if view.given else ""
    assert json.loads(body) == server.json(f"/api/{view.asked}{given}")


def test_the_start_page_leads_to_every_view(server):
    assert {f"/{name}" for name in NAMES} <= set(Page(page(server, "/")).links)


def test_a_list_is_narrowed_and_goes_on(server):
    """A form narrows it, and a link leads further down, with the same choices."""
    narrowed = server.json("/api/debates?kind=number")
    assert {debate["kind"] for debate in narrowed["debates"]} == {"number"}
    first = Page(page(server, "/references?limit=10"))
    onward = next(link for link in first.links if link and "offset=" in link)
    assert onward == "/references?limit=10&offset=10"
    assert "11 to 20 of" in page(server, onward)
    about = server.json("/api/references?about=" + quote("KATP channel"))
    assert 0 < about["total"] < server.json("/api/references")["total"]


def test_what_is_wrong_with_a_view_is_said_in_one_line(server):
    """A name that nothing has, two times the same disease, an unknown choice."""
    wrong = {
        "/outcomes?disease=zzqx": (404, "nothing is called"),
        "/compare?first=ALS&second=ALS": (400, ""),
        "/debates?kind=loud": (400, "kind is"),
    }
    for address, (status, words) in wrong.items():
        said = re.search(r'role="alert"><p>([^<]*)</p>', page(server, address, status=status))[1]
        assert said.startswith(words)
        assert "\n" not in said
        assert server.json(address.replace("/", "/api/", 1), status=status)["detail"]


def test_a_path_page_begins_with_its_picture(server):
    """The static picture stands above the list of paths."""
    text = page(server, "/path?start=KDT&end=IESS&top=2")
    assert Page(text).pictures == 1
    assert text.index("<svg xmlns") < text.index('<section class="path"')


def test_every_question_has_an_address(server):
    """The query page leads to each, in groups, and none is left without one."""
    links = set(Page(page(server, "/query")).links)
    assert {f"/query/{question.name}" for question in named_queries()} <= links
    groups = grouped([{"name": question.name} for question in named_queries()])
    assert sum(len(members) for _, members in groups) == len(named_queries())
    assert OTHERS not in dict(groups)
    assert group_of("zzz") == OTHERS


def test_answers_show_labels_and_lead_to_pages(server):
    """A question shows what things are called; IRIs are shown when they are asked for."""
    text = page(server, "/query/two-step-paths?" + urlencode({"start": "KDT", "end": "seizure"}))
    assert "/entity/adenosine-a1-receptor" in Page(text).links
    shown = re.findall(r"<td>(?:<a [^>]*>)?([^<]*)", text)
    assert "adenosine A1 receptor" in shown
    assert not [cell for cell in shown if "w3id.org" in cell]
    with_iris = page(server, "/query/two-step-paths?iris=1&" + urlencode({"start": "KDT", "end": "seizure"}))
    assert "https://w3id.org/kgraph/entity/adenosine-a1-receptor" in re.findall(r"<td><a [^>]*>([^<]*)", with_iris)


def test_a_query_runs_without_scripts(server):
    """The form of the editor is answered with a table, with triples, or with what is wrong and where."""
    read = Page(page(server, "/query"))
    assert ("get", "/query") in read.forms

    def run(query):
        status, _, body = server.ask("/query?" + urlencode({"query": query, "run": "1"}), Accept="text/html")
        return status, body.decode()

    status, table = run("SELECT ?x { entity:ketone-bodies kg:activates ?x }")
    assert status == 200
    assert '<td><a href="/entity/katp-channel">KATP channel</a></td>' in table
    assert "<td>yes</td>" in run("ASK {}")[1]
    assert "<pre" in run("CONSTRUCT WHERE { entity:ketone-bodies kg:activates ?x }")[1]
    status, wrong = run("SELECT ?x {\n ?x kg:activates\n}")
    said = re.search(r'role="alert"><p>([^<]*)</p>', wrong)[1]
    assert status == 400
    assert re.search(r"line \d|\d:\d", said)
    assert "\n" not in said and len(said) < 300


def test_an_unknown_question_has_near_names(server):
    assert "two-step-paths" in server.json("/query/two-step-path", status=404)["suggestions"]
    text = page(server, "/query/two-step-paths?start=zzqx", status=404)
    assert "nothing is called" in text


def test_the_editor_learns_the_labels_of_what_an_answer_holds(server):
    """Things, papers and claims by their words; what has no label is left out."""
    asked = "of=entity:katp-channel&of=claim:ketogenic-diet-therapy-activates-katp-channel&of=entity:nonsense"
    labels = server.json(f"/labels?{asked}")
    assert labels["entity:katp-channel"] == "KATP channel"
    assert "activates KATP channel" in labels["claim:ketogenic-diet-therapy-activates-katp-channel"]
    assert "entity:nonsense" not in labels
