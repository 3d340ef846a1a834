"""Plain edges of a user's file: read as claims that cite nothing, said aloud, or refused with the way to write them."""

import pytest
from command import kgraph as command

import kgraph
from kgraph.check.findings import FindingPositions, Report
from kgraph.check.overlays import check_overlay
from kgraph.errors import DataError
from kgraph.paths import find_paths

HEAD = (
    "@prefix kg: <https://w3id.org/kgraph/> .\n@prefix entity: <https://w3id.org/kgraph/entity/> .\n"
    "@prefix ex: <https://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
EDGE = "ex:new-drug kg:decreases entity:seizure .\n"
ASKED = "ASK { <https://example.org/new-drug> kg:decreases entity:seizure ; kg:lowers entity:seizure }"


def mine(folder, text, name="mine.ttl"):
    file = folder / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_an_edge_becomes_an_uncited_claim_of_its_file(tmp_path):
    """With the sign that its relation has, on a path, and the same in the store; its end is called by its name."""
    graph = kgraph.load(mine(tmp_path, EDGE))
    (claim,) = [claim for claim in graph.claims.values() if claim.subject == "https://example.org/new-drug"]
    assert (claim.relation, claim.sign, claim.object, claim.origin) == ("decreases", "-", "entity:seizure", "mine")
    assert claim.uncited
    assert [line.reference for line in claim.evidence] == [""]
    assert graph.label(claim.subject) == "new drug"
    answer = find_paths(graph, claim.subject, claim.object)
    assert claim.id in {
        step.id for path in (*answer.paths, *answer.outcomes) for one in path.steps for step in one.claims
    }
    assert graph.sparql(ASKED).boolean
    assert graph.sparql(f"ASK {{ <https://w3id.org/kgraph/{claim.id.replace(':', '/')}> a kg:Claim }}").boolean


def test_a_relation_that_takes_either_sign_has_none_to_give(tmp_path):
    """Its claim is of unknown sign; a structural one has none."""
    graph = kgraph.load(mine(tmp_path, "ex:a kg:affects entity:seizure . entity:seizure kg:part_of ex:a ."))
    signs = {
        claim.relation: claim.sign
        for claim in graph.claims.values()
        if "https://example.org/a" in (claim.subject, claim.object)
    }
    assert signs == {"affects": "?", "part_of": ""}


def test_a_label_of_the_file_is_the_name(tmp_path):
    """Of a thing that the file types in words of its own."""
    graph = kgraph.load(mine(tmp_path, EDGE + 'ex:new-drug a ex:Drug ; rdfs:label "New Drug" .'))
    assert graph.names.resolve("New Drug").id == "https://example.org/new-drug"


def test_an_exported_graph_gives_no_claim_twice(graph, tmp_path):
    """Its edges follow from its claims, laid over the bundled data or alone."""
    file = tmp_path / "whole.nt"
    code, out, _ = command("export", "--to", "nt")
    file.write_text(out, encoding="utf-8")
    assert code == 0
    for bundled in (True, False):
        again = kgraph.load(file, bundled=bundled)
        assert again.claims.keys() == graph.claims.keys()
        assert not again.overlay.edges


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ex:new-drug kg:decreases entity:siezure .", "nothing describes entity:siezure; did you mean entity:seizure"),
        ('ex:new-drug kg:decreases "seizures" .', "leads from an entity to an entity, not to the text 'seizures'"),
        ("ex:new-drug kg:decreases [] .", "not to a node without a name"),
        ("ex:new-drug kg:lowers entity:seizure .", "follows from the signs of claims; write kg:decreases"),
        ("ex:new-drug kg:acts_on entity:seizure .", "write kg:affects, or another relation"),
    ],
)
def test_an_edge_that_makes_no_claim_is_refused_at_its_place(tmp_path, text, said):
    """By the typed reading and by the store alike."""
    file = mine(tmp_path, text)
    with pytest.raises(DataError) as caught:
        kgraph.load(file)
    assert said in str(caught.value)
    assert (caught.value.file, caught.value.line) == (str(file), HEAD.count("\n") + 1)
    code, out, err = command("query", ASKED, "--data", file)
    assert (code, out) == (3, "")
    assert said in err


def test_what_was_made_is_said_aloud(tmp_path):
    """On stderr with the way to give it certainty and evidence, and by the check at the place of the edge."""
    file = mine(tmp_path, EDGE)
    code, _, err = command("search", "seizure", "--data", file)
    assert code == 0
    assert f"{file}: 1 plain edge is read as a claim of this file, citing nothing; kgraph new claims" in err
    graph, report = kgraph.load(file), Report()
    check_overlay(graph, FindingPositions(graph.files), report)
    (found,) = report.findings
    assert (found.rule, found.severity, found.line) == ("plain-edge", "warning", HEAD.count("\n") + 1)


def test_a_file_takes_no_name_of_a_source(tmp_path):
    """The edges of a file called as a bundled source are of another source than that."""
    graph = kgraph.load(mine(tmp_path, EDGE, name="review.ttl"))
    (claim,) = [claim for claim in graph.claims.values() if claim.subject == "https://example.org/new-drug"]
    assert claim.origin == "review-edges"
    assert graph.overlay.set_aside == ()
