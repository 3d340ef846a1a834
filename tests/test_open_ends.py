"""Questions with an end left open say of each pair what the question with both ends says."""

import json

import pytest
from command import kgraph as run
from small import claim, small_graph

from kgraph.paths import find_paths
from kgraph.paths.open_ends import agreement, common_ends, downstream, loops, several, upstream

CHAIN = (
    claim("diet increases ketones"),
    claim("ketones decreases glutamate", sign="-"),
    claim("drug increases glutamate"),
    claim("glutamate increases firing"),
    claim("firing increases glutamate"),
    claim("firing decreases gaba", sign="-"),
    claim("gaba decreases firing", sign="-"),
)


@pytest.fixture(scope="module")
def small(graph):
    """Two things that act on glutamate, which is in two loops."""
    return small_graph(graph, *CHAIN)


def effects(answer, which):
    return {getattr(row, which).removeprefix("entity:"): row.effects for row in answer.found}


def test_what_a_thing_leads_to_has_its_net_signs(small):
    """Within three steps unless told otherwise; two lowerings in a row raise."""
    assert effects(downstream(small, "diet"), "end") == {
        "ketones": ("raises",), "glutamate": ("lowers",), "firing": ("lowers",),
    }  # fmt: skip
    assert effects(downstream(small, "diet", max_hops=4), "end")["gaba"] == ("raises",)
    assert downstream(small, "diet", max_hops=1).complete


def test_what_leads_to_a_thing(small):
    """The same pairs, found from the other end."""
    assert effects(upstream(small, "glutamate", max_hops=2), "start") == {
        "ketones": ("lowers",), "drug": ("raises",), "firing": ("raises",), "diet": ("lowers",), "gaba": ("lowers",),
    }  # fmt: skip
    assert upstream(small, "diet").found == ()


def test_loops_have_the_product_of_their_signs(small):
    """Each from the thing itself back to it; two things that strengthen each other make a loop that raises."""
    found = {row.path.entities: row.effects for row in loops(small, "firing").found}
    assert found == {
        ("entity:firing", "entity:glutamate", "entity:firing"): ("raises",),
        ("entity:firing", "entity:gaba", "entity:firing"): ("raises",),
    }
    assert loops(small, "diet").found == ()
    assert loops(small, "firing", max_hops=1).found == ()


def test_an_association_is_no_loop(graph):
    """Walked there and back, it would lead every such thing to itself."""
    assert loops(small_graph(graph, claim("a associated_with b", sign="?")), "a").found == ()


def test_what_two_things_have_in_common(small):
    """The same effect or the opposite one, by their net signs."""
    pairs, complete = common_ends(small, "diet", "drug")
    told = {one.end: agreement(one, other) for one, other in pairs}
    assert (told, complete) == ({"entity:glutamate": "opposite", "entity:firing": "opposite"}, True)


@pytest.mark.parametrize("start", ["acetoacetate", "butyrate", "fasting"])
def test_each_row_is_the_answer_to_its_pair(graph, start):
    """The effects of all its paths, and one of them as the best; a pair without a row has no path with evidence."""
    rows = {row.end: row for row in downstream(graph, start, max_hops=2).found}
    assert rows
    for end in graph.entities:
        if end in rows or end in list(graph.entities)[:60]:
            answer = find_paths(graph, start, end, max_hops=2)
            paths = [*answer.paths, *answer.outcomes]
            if end in rows:
                assert set(rows[end].effects) == {path.effect for path in paths}
                assert rows[end].path.entities in {path.entities for path in paths}
            else:
                assert not any(step.kind != "structural" for path in paths for step in path.steps)


def test_several_ends_keep_their_order(graph):
    """Each is asked by itself; one without a path is left out."""
    ends = ("IESS", "seizures", "ALS")
    found = [row.end for row in several(graph, "acetoacetate", ends).found]
    assert found == [graph[name].id for name in ends if find_paths(graph, "acetoacetate", name)]


def test_the_command_lists_rows(graph):
    """As JSON with identifiers, chain and papers; an end without a path is named."""
    code, out, err = run("path", "acetoacetate", "--max-hops", "1", "--format", "json")
    rows = {row["end_id"]: row for row in json.loads(out)}
    assert (code, err, rows["entity:seizure"]["effects"], rows["entity:seizure"]["steps"]) == (0, "", ["helps"], 1)
    code, out, err = run("path", "glutamate", "IESS", "ALS", "--format", "json")
    assert (code, [row["end_id"] for row in json.loads(out)]) == (0, [graph["IESS"].id])
    assert "no path to amyotrophic lateral sclerosis" in err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("path",), "Missing argument"),
        (("path", "KDT", "--to", "IESS"), "--to asks what leads there"),
        (("path", "butyrate", "--format", "svg"), "svg shows START and one END"),
    ],
)
def test_what_cannot_be_asked_is_said(line, said):
    """In one line, with what can be."""
    code, out, err = run(*line)
    assert (code, out) == (2, "")
    assert said in err


def test_nothing_found_is_told(small):
    """Exit code 1 and a line on stderr."""
    code, out, err = run("path", "prognosis", "--format", "json")
    assert (code, json.loads(out)) == (1, [])
    assert "no path within" in err
