"""What people read names papers as papers are cited: no code, no identifier made from a title, no row, no curator's remark."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from kgraph.cli.main import cli
from kgraph.explorer.first_view import Opening
from kgraph.explorer.payload import payload
from kgraph.formats.figures import matrix_figure, path_figure
from kgraph.matrix import mechanism_matrix
from kgraph.paths import find_paths

COMMANDS = [
    ("path", "KDT", "IESS"),
    ("path", "KDT", "ALS"),
    ("path", "KDT", "IESS", "--all"),
    ("path", "KDT", "IESS", "--mechanism", "ion-channels"),
    ("path", "KDT", "IESS", "--explain"),
    ("trace", "KATP channel"),
    ("trace", "mechanism:nutrition-and-weight"),
    ("trace", "B31"),
    ("show", "KDT"),
    ("show", "ALS"),
    ("show", "B28"),
    ("show", "Dahlin 2012"),
    ("show", "claim:ketogenic-diet-therapy-activates-katp-channel"),
    ("search", "ketone"),
    ("mechanisms",),
    ("explain", "claim:ketogenic-diet-therapy-activates-katp-channel"),
    ("compare", "IESS", "ALS"),
    ("debates",),
    ("outcomes",),
    ("hypotheses",),
    ("questions",),
    ("references", "list"),
    ("references", "list", "--unused"),
    ("info",),
]
CODE = r"(?<![\w#/-])B\d{1,2}(?![\w-])(?! to| vitamin)"
# Each with what it is; identifiers of claims and of entities are names of ours and may stand beside their words.
UNREADABLE = {
    "a code of a number": re.compile(CODE),
    "an identifier made from a title": re.compile(
        r"(?:reference:)?\b[a-z0-9]+(?:-(?:in|of|the|and|with|by|for|on|is|to|a)){2,}-[a-z]"
    ),
    "a row": re.compile(r"\brows? P\d{3}|\brow:|\bthe row\b"),
    "a remark in a name": re.compile(r"corresponding author|ISSN|copy of the publisher"),
}


def readable(text):
    """A text without what is an identifier and says so: the fields id and iri, links, and identifiers of claims."""
    lines = [line for line in text.splitlines() if not re.match(r"(id|iri|short)\s", line)]
    return re.sub(r"https?://\S+|\b(claim|entity|hypothesis|question|evidence):\S+|vitamin B\d+", "", "\n".join(lines))


def found_in(text):
    return {what: match.group() for what, pattern in UNREADABLE.items() if (match := pattern.search(readable(text)))}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_shows_readers_what_is_for_programs(arguments):
    """In tables for people papers have the names that readers cite them by."""
    # A table folds long links; Markdown has them whole.
    form = "md" if arguments[0] == "references" else "table"
    done = CliRunner().invoke(cli, [*arguments, "--format", form])
    assert done.exit_code in (0, 1), done.stderr
    assert done.stdout
    assert found_in(done.stdout) == {}


def test_the_page_cites_papers_as_readers_do(graph):
    """Every reference of the explorer has its short name, and no code or remark stands in place of an author or journal."""
    references = payload(graph, Opening(view="all")).rest["references"]
    place = references["columns"].index("short")
    names = [reference.short for reference in graph.references.values()]
    assert [row[place] for row in references["rows"]] == names
    shown = [*names, *references["values"]["author"], *references["values"]["journal"]]
    assert [name for name in shown if found_in(name)] == []


@pytest.mark.parametrize("end", ["IESS", "ALS"])
def test_no_picture_shows_readers_what_is_for_programs(graph, end):
    """Captions and labels of every picture have the names that readers cite papers by."""
    answer = find_paths(graph, graph["KDT"].id, graph[end].id)
    for picture in (path_figure(graph, answer, "svg"), matrix_figure(graph, mechanism_matrix(graph))):
        text = "\n".join(element.text or "" for element in ET.fromstring(picture).iter())
        assert "Wang 2024, ref." in text
        assert found_in(text) == {}
    assert found_in(path_figure(graph, answer, "mermaid")) == {}


def test_most_papers_with_an_identifier_show_author_and_year(graph):
    """Nine in ten do; the others are cited by the beginning of their titles, and none by an identifier of ours."""
    papers = [one for one in graph.references.values() if one.number is None and (one.doi or one.pmid)]
    named = [one for one in papers if re.fullmatch(r"\D+ \d{4}[a-z]?", one.short)]
    assert len(named) / len(papers) >= 0.64
    for one in papers:
        assert one in named or one.short.startswith(("“", "doi:", "PMC")) or "(" in one.short


def test_what_the_als_page_says_of_itself_is_shown_with_it():
    """It gathers what machines wrote, and the diet is not approved: both stand where the page is shown."""
    for arguments in (("show", "als-page"), ("trace", "KDT")):
        done = CliRunner().invoke(cli, [*arguments, "--format", "table"])
        assert "machine-written" in done.stdout
        assert "not approved" in done.stdout
    told = CliRunner().invoke(cli, ["path", "KDT", "ALS", "--format", "json"])
    assert "machine-written" in json.dumps(json.loads(told.stdout))
