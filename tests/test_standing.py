"""Claims that somebody takes back: they stay on record, say who took them back, and carry no path."""

import csv
import io
import json

import pytest
from command import kgraph as command

import kgraph
from kgraph.check.findings import FindingPositions, Report
from kgraph.check.rules import check_signs
from kgraph.debates import debates
from kgraph.evidence import Assessment
from kgraph.explorer.payload import payload
from kgraph.explorer.views import Opening
from kgraph.formats.claims_table import claims_table
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.documents import TraceDocument
from kgraph.formats.record import describe
from kgraph.formats.trace import to_json, trace_words
from kgraph.importers.claims_tsv import read_claims_tsv
from kgraph.network import is_edge
from kgraph.paths import find_paths
from kgraph.sparql.loading import edges_of
from kgraph.trace import SourceTexts, trace
from kgraph.vocabulary import shorten

HEAD = "".join(
    f"@prefix {name}: <https://w3id.org/kgraph/{name}/> .\n"
    for name in ("claim", "entity", "evidence", "source", "certainty", "direction", "directness", "reference")
) + (
    "@prefix kg: <https://w3id.org/kgraph/> .\n@prefix study: <https://w3id.org/kgraph/study-kind/> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    'source:mine a kg:Source ; kg:shortName "mine" .\n'
)
GONE = "claim:ketone-bodies-decrease-seizure"
MINE = """
claim:mine a kg:Claim ; rdf:subject entity:ketone-bodies ; rdf:predicate kg:increases ; rdf:object entity:seizure ;
    kg:sign "+" ; kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin source:mine ; kg:uncited true ;
    kg:evidence evidence:mine ; RELATION .
evidence:mine a kg:EvidenceLine ; kg:direction direction:supports ; kg:directness directness:relayed ;
    kg:studyKind study:animal ; kg:row "mine/1" .
"""


def laid_over(folder, text):
    file = folder / "mine.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    return kgraph.load(file)


def direct(graph, claim=GONE):
    """The claims of the paths of one step between the ends of a claim."""
    ends = graph.claims[claim]
    answer = find_paths(graph, ends.subject, ends.object, top=None, max_hops=1)
    return {claim.id for path in (*answer.paths, *answer.outcomes) for step in path.steps for claim in step.claims}


WAYS = {
    "retracted by source:mine": f"source:mine kg:retracts {GONE} .",
    "retracted by claim:mine": MINE.replace("RELATION", f"kg:retracts {GONE}"),
    "superseded by claim:mine": MINE.replace("RELATION", f"kg:supersedes {GONE}"),
    "marked as deprecated in ": f"{GONE} owl:deprecated true .",
}


@pytest.fixture(scope="module", params=WAYS)
def taken(request, tmp_path_factory):
    """How a claim was taken back, in words, and the graph in which it was."""
    return request.param, laid_over(tmp_path_factory.mktemp("own"), WAYS[request.param])


def test_what_is_taken_back_carries_no_path(graph, taken):
    """The step that the claim made is gone, and no edge of the store and no arrow of the page is left of it."""
    _, without = taken
    assert GONE in direct(graph)
    assert GONE not in direct(without)
    edge = ("entity:ketone-bodies", "kg:decreases", "entity:seizure")
    edges = {tuple(shorten(term.value) for term in quad.triple) for quad in edges_of(without.store)}
    assert edge not in edges
    assert edge in {tuple(shorten(term.value) for term in quad.triple) for quad in edges_of(graph.store)}
    assert not is_edge(without.claims[GONE])
    assert {claim.id for claim in without.claims.values() if is_edge(claim)} >= {
        claim.id for claim in graph.claims.values() if is_edge(claim) and claim.id != GONE
    }


def test_every_door_says_by_whom(taken):
    """A record, a trace in words and as JSON, the flat table, the page and the list of what is in doubt."""
    words, graph = taken
    claim = graph.claims[GONE]
    traced = trace(graph, claim)
    document = TraceDocument(graph, traced, SourceTexts({}))
    page = json.dumps(payload(graph, Opening(view="all")).rest, ensure_ascii=False)
    rows = csv.DictReader(io.StringIO(claims_table(graph)), delimiter="\t", quoting=csv.QUOTE_NONE)
    note = next(row["note"] for row in rows if row["claim"] == GONE)
    (debate,) = [debate for debate in debates(graph) if debate.claim == GONE]
    said = to_json(graph, traced, SourceTexts({}))["claims"][0]
    assert words in describe(graph, claim)["retired"][0]
    assert words in trace_words(document.graph, document.traced, document.texts)
    assert words in said["notes"][0]
    assert said["retired_by"] == [by for _, by in claim.retired]
    assert words in page
    assert words in note.lower()
    assert (debate.kind, words in debate.note) == ("retired", True)
    assert Assessment(graph).strength(claim).confidence == 0
    assert words in Assessment(graph).strength(claim).factors[-1][0]


def test_a_chain_over_it_is_shown_nowhere_and_the_check_says_why(taken):
    """A note, no problem: the file did what it may do."""
    words, graph = taken
    report = Report()
    check_signs(graph, FindingPositions(graph.files), report)
    (found,) = report.findings
    assert (found.rule, found.severity) == ("retired-step", "note")
    assert words in found.message
    record = describe(graph, graph.hypotheses[found.subject])
    assert words in record["retired"][0]
    assert "computed_effect" not in record
    assert len(record["steps"]) == len(graph.hypotheses[found.subject].steps)


def test_what_supersedes_is_not_heard_when_it_was_taken_back_itself(tmp_path):
    """The claim that it superseded stands again, in paths and among the edges."""
    text = MINE.replace("RELATION", f"kg:supersedes {GONE}") + "claim:mine owl:deprecated true ."
    graph = laid_over(tmp_path, text)
    assert not graph.claims[GONE].retired
    assert direct(graph) >= {GONE}
    assert not direct(graph) & {"claim:mine"}
    edges = {tuple(shorten(term.value) for term in quad.triple) for quad in edges_of(graph.store)}
    assert ("entity:ketone-bodies", "kg:decreases", "entity:seizure") in edges
    assert ("entity:ketone-bodies", "kg:increases", "entity:seizure") not in edges


def test_a_claim_that_was_taken_back_disputes_nothing(tmp_path):
    """Its rival loses nothing by it and is not called disputed by it; a dispute by a claim that stands counts."""
    rival = "claim:acetoacetate-decreases-seizure"
    disputing = MINE.replace("RELATION", f"kg:disputes {rival}")
    standing = laid_over(tmp_path, disputing)
    assert ("disputes", "claim:mine") in standing.claims[rival].relations
    graph = laid_over(tmp_path, disputing + "source:mine kg:retracts claim:mine .")
    assert ("disputes", "claim:mine") not in graph.claims[rival].relations
    assert "claim:mine" not in trace(graph, graph.claims[rival]).claims[0].disputed_by


def test_nothing_that_is_bundled_is_made_to_take_a_claim_back(graph, tmp_path):
    """A file speaks for itself: that the review retracts something is set aside, and the claim stands."""
    text = f"source:review kg:retracts {GONE} . claim:acetoacetate-decreases-seizure kg:supersedes {GONE} ."
    other = laid_over(tmp_path, text)
    assert not other.claims[GONE].retired
    assert {predicate for _, _, predicate, _ in other.overlay.set_aside} == {"kg:retracts", "kg:supersedes"}


def test_the_command_line_says_it_once(tmp_path):
    """On stderr, whatever is asked."""
    (tmp_path / "mine.ttl").write_text(HEAD + f"source:mine kg:retracts {GONE} .", encoding="utf-8")
    code, _, said = command("search", "seizure", "--data", tmp_path / "mine.ttl")
    assert code == 0
    assert f"{GONE} is retracted by source:mine; it carries no path" in said


def test_a_row_without_a_claim_takes_one_back(graph, tmp_path):
    """In a table a row that has relations alone retracts; what is written reads back as the same."""
    table = tmp_path / "mine.tsv"
    header = "subject\trelation\tobject\tcertainty\tstudy_kind\trelations\tnote\n"
    table.write_text(f"{header}\t\t\t\t\tretracts {GONE}\tRead again.\n", encoding="utf-8")
    imported = read_claims_tsv([table], graph)
    assert not imported.faults
    (source,) = imported.contents.sources.values()
    assert (source.retracts, source.notes) == ((GONE,), ("Read again.",))
    turtle = tmp_path / "own.ttl"
    turtle.write_text(contents_as_turtle(imported.contents), encoding="utf-8")
    assert kgraph.load(turtle).claims[GONE].retired == (("retracts", "source:mine"),)
    table.write_text(f"{header}\t\t\t\t\tretracts claim:never-made\t\n", encoding="utf-8")
    assert "claim:never-made is no claim known here" in str(read_claims_tsv([table], graph).faults[0])


def test_an_export_of_what_was_taken_back_is_read(taken, tmp_path):
    """The claims come back without a fault, and the same but for who took them back, which another file says."""
    _, graph = taken
    file = tmp_path / "claims.tsv"
    file.write_text(claims_table(graph), encoding="utf-8")
    imported = read_claims_tsv([file], graph)
    assert not imported.faults
