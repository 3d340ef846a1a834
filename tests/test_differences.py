"""A diff of conclusions: what changed in the claims, and what is concluded otherwise because of that."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import claim, line, small_graph

from kgraph.cli.main import cli
from kgraph.differences import compare
from kgraph.errors import UnknownNameError
from kgraph.files.bundled import bundled_data_names
from kgraph.formats.documents import DifferencesDocument
from kgraph.formats.registry import names, write
from kgraph.frozen import replace
from kgraph.model import Hypothesis

SOUND = Path(__file__).with_name("sound.ttl")
CHAIN = (
    claim("diet increases ketone"),
    claim("ketone decreases current", sign="-"),
    claim("current increases seizures"),
)
KINDS = {"kinds": {"diet": "diet", "seizures": "phenotype"}, "valence": {"seizures": "unwanted"}}
ASKED = {"questions": [("diet", "seizures")], "queries": False}


def graph_of(graph, *claims, **more):
    return small_graph(graph, *claims, **KINDS, **more)


def concluded(found, kind):
    return [one for one in found.conclusions if one.kind == kind]


def test_the_same_twice_differs_in_nothing(graph):
    """No claim and no conclusion is another one, and what was compared is counted all the same."""
    found = compare(graph_of(graph, *CHAIN), graph_of(graph, *CHAIN), **ASKED)
    assert not found
    assert dict(found.compared)["claims"] == 3
    assert dict(found.compared)["answered questions"] == 1


def test_a_turned_sign_turns_mechanism_verdict_and_chain(graph):
    """Each conclusion that is another one names the claim that it rests on, and says how it stood and stands."""
    turned = replace(CHAIN[1], sign="+", relation="increases")
    found = compare(graph_of(graph, *CHAIN), graph_of(graph, CHAIN[0], turned, CHAIN[2]), **ASKED)
    (change,) = found.claims
    assert change.state == "changed"
    assert {(f.name, f.before, f.after) for f in change.fields} == {
        ("sign", "-", "+"),
        ("relation", "decreases", "increases"),
    }
    (verdict,) = concluded(found, "verdict")
    assert (verdict.before, verdict.after) == ("one side only, less seizures", "one side only, more seizures")
    assert {one.state for one in concluded(found, "chain")} == {"added", "removed"}
    (mechanism,) = concluded(found, "mechanism")
    assert (mechanism.before, mechanism.after) == ("helps", "harms")
    assert {one.because for one in found.conclusions} == {(CHAIN[1].id,)}


def test_better_evidence_moves_the_weakest_step(graph):
    """A chain whose steps are the same is no other chain; its weakest step is another one."""
    weak = replace(CHAIN[1], evidence=(line("ketone-decreases-current", kind="in-vitro"),), study_kind="in-vitro")
    found = compare(graph_of(graph, CHAIN[0], weak, CHAIN[2]), graph_of(graph, *CHAIN), **ASKED)
    (step,) = concluded(found, "weakest step")
    assert (step.before[:16], step.after[:13]) == ("ketone → current", "diet → ketone")
    assert step.because == (CHAIN[1].id,)
    assert {one.state for one in concluded(found, "chain")} == {"changed"}
    assert not concluded(found, "verdict")


def test_a_claim_without_which_there_is_no_path_takes_the_verdict_with_it(graph):
    """What is gone says how it stood; what is left is the verdict that no route leads there."""
    found = compare(graph_of(graph, *CHAIN), graph_of(graph, *CHAIN[:2]), **ASKED)
    (verdict,) = concluded(found, "verdict")
    assert verdict.after == "none"
    (chain,) = concluded(found, "chain")
    assert (chain.state, chain.after, chain.because) == ("removed", "", (CHAIN[2].id,))


def test_a_broken_hypothesis_is_told_with_its_reason(graph):
    """A curated chain whose step is gone is broken, because of that claim."""
    chain = Hypothesis(
        "hypothesis:one",
        "one",
        "ion-channels",
        "entity:diet",
        "entity:seizures",
        tuple(c.id for c in CHAIN),
        "proposed",
        "helps",
    )
    whole = graph_of(graph, *CHAIN, hypotheses=(chain,))
    found = compare(whole, graph_of(graph, CHAIN[0], CHAIN[2], hypotheses=(chain,)), queries=False)
    (told,) = concluded(found, "hypothesis")
    assert told.before.startswith("helps; ")
    assert told.after.startswith("broken: ")
    assert told.because == (CHAIN[1].id,)


def test_an_end_that_neither_knows_is_an_error(graph):
    """A question about nothing has no answer that could differ."""
    with pytest.raises(UnknownNameError, match="warp drive"):
        compare(
            graph_of(graph, *CHAIN), graph_of(graph, *CHAIN[:2]), questions=[("warp drive", "seizures")], queries=False
        )


def test_every_format_has_every_change(graph):
    """Text, Markdown and JSON name the same claims and conclusions."""
    found = compare(graph_of(graph, *CHAIN), graph_of(graph, *CHAIN[:2]), **ASKED)
    written = {form: write(DifferencesDocument(found), form) for form in names("differences")}
    assert set(written) == {"text", "json", "md"}
    for text in written.values():
        assert CHAIN[2].id in text
    document = json.loads(written["json"])
    assert [one["kind"] for one in document["conclusions"]] == [one.kind for one in found.conclusions]
    assert written["md"].startswith("# before → after\n")


def test_claims_beyond_a_screen_are_counted(graph):
    """What people read is cut and says so; JSON has everything."""
    many = [claim(f"a{number} increases b{number}") for number in range(60)]
    found = compare(graph_of(graph, *CHAIN), graph_of(graph, *CHAIN, *many), **ASKED)
    text = write(DifferencesDocument(found), "text")
    assert "and 20 more; JSON lists them all" in text
    things = json.loads(write(DifferencesDocument(found), "json"))["things"]
    assert sum(one["part"] == "claims" for one in things) == 60


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    """The data of another version: one claim of it has another sign, and its vocabulary is its own."""
    folder = tmp_path_factory.mktemp("version")
    (folder / "data").mkdir()
    (folder / "ontology").mkdir()
    for place in map(Path, bundled_data_names()):
        text = place.read_text(encoding="utf-8")
        if place.name == "mechanisms.ttl":
            start = text.index("\nclaim:adenosine-decreases-epileptogenesis a kg:Claim")
            sign = text.index('kg:sign "-"', start)
            text = f'{text[:sign]}kg:sign "+"{text[sign + 11 :]}'
        kind = "ontology" if place.name == "kgraph.ttl" else "data"
        (folder / kind / place.name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments):
    return CliRunner().invoke(cli, ["diff", *map(str, arguments)])


def test_versions_are_compared_down_to_expected_answers(version):
    """A checkout against the bundled data: the claim, the mechanism, the hypothesis and the named queries."""
    done = run(version, "bundled", "--format", "json", "--exit-code")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert [one["id"] for one in document["things"]] == ["claim:adenosine-decreases-epileptogenesis"]
    kinds = {one["kind"] for one in document["conclusions"]}
    assert {"mechanism", "chain", "hypothesis", "expected answer"} <= kinds
    assert all(one["because"] == ["claim:adenosine-decreases-epileptogenesis"] for one in document["conclusions"])


def test_a_file_is_what_it_adds_to_the_bundled_data():
    """With one argument the bundled data are what it is compared with; nothing of them is removed."""
    done = run(SOUND, "--no-queries", "--format", "json")
    assert done.exit_code == 0
    things = json.loads(done.stdout)["things"]
    assert {one["state"] for one in things} == {"added"}
    assert {one["id"] for one in things if one["part"] == "claims"} == {"claim:sound-1", "claim:sound-2"}


def test_a_folder_without_data_is_refused(tmp_path):
    """It says what was looked for."""
    done = CliRunner().invoke(cli, ["diff", str(tmp_path)])
    assert done.exit_code == 1
    assert "holds no data" in str(done.exception)
