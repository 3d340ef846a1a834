"""Where there is no path the answer says why, with figures that brute force confirms."""

import json
import subprocess
import sys
from itertools import pairwise

import pytest
from command import kgraph

from kgraph.model import Entity
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.finding import PathSearch
from kgraph.paths.reasons import LONGEST
from kgraph.paths.search import SearchBudget
from kgraph.vocabulary import TENTATIVE


def every_path(graph, kept, start, end, max_hops):
    """All simple paths over the usable steps by plain recursion; up and down through one general concept is none."""
    leaving = {}
    for _, step in PathSearch(graph, kept).usable(start, end):
        leaving.setdefault(step.subject, []).append(step)
    found = []

    def walk(node, path, visited):
        if node == end:
            found.append(tuple(path))
        elif len(path) < max_hops:
            for step in leaving.get(node, ()):
                up = path and path[-1].relation == "has_subtype" and path[-1].reversed and step.note == "extrapolation"
                if step.object not in visited and not up:
                    walk(step.object, [*path, step], visited | {step.object})

    walk(start, [], {start})
    return found


def ends(graph, *names):
    return [graph.names.resolve(name).id for name in names]


@pytest.mark.parametrize(
    ("start", "end"), [("KDT", "seizure"), ("KDT", "ALS"), ("IGF-1", "IESS"), ("KDT", "cognition")]
)
@pytest.mark.parametrize("kept", [PathFilter(), PathFilter(include=TENTATIVE), PathFilter(source="review")])
def test_paths_are_counted_as_brute_force_counts_them(graph, start, end, kept):
    """Of all signs, with and without a mechanism; and the shortest is the shortest."""
    first, last = ends(graph, start, end)
    paths = every_path(graph, kept, first, last, 4)
    search = PathSearch(graph, kept)
    assert search.count(first, last, 4, most=10**6, limits=SearchBudget()) == len(paths)
    assert search.shortest(first, last, 4, SearchBudget()) == min(map(len, paths), default=None)
    assert search.count(first, last, 4, most=3, limits=SearchBudget()) == min(3, len(paths))


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("KDT", "ALS", PathFilter(mechanism="ion-channels")),
        ("KDT", "calmodulin", PathFilter(primary_only=True)),
        ("KDT", "calmodulin", PathFilter(directness=frozenset({"primary"}))),
        ("KDT", "ALS", PathFilter(species="entity:rat")),
        ("Bifidobacterium", "seizure", PathFilter(source="review")),
        ("Bifidobacterium", "seizure", PathFilter()),
    ],
)
def test_what_lifting_a_filter_gives_is_what_it_gives(graph, start, end, kept):
    """Each number in the reason is the number of paths that are found when its advice is followed."""
    refused = find_paths(graph, start, end, path_filter=kept)
    assert refused.because.code == "filter"
    assert refused.because.relaxed
    others = dict(kept.relaxed())
    for one in refused.because.relaxed:
        other = others.get(one.choice) or PathFilter(**{**fields(kept), "include": kept.include | {one.value}})
        found = find_paths(graph, start, end, path_filter=other, top=1000, order="product")
        assert len(found.paths) + len(found.outcomes) == one.paths
        assert not one.at_least
        assert f"{one.paths} path" in refused.because.message
        assert one.written() in refused.because.message


def fields(kept):
    return {name: getattr(kept, name) for name in kept.__match_args__}


def test_counting_stops_and_says_at_least(graph, monkeypatch):
    monkeypatch.setattr("kgraph.paths.reasons.MOST_COUNTED", 5)
    (one, *_) = find_paths(graph, "KDT", "ALS", path_filter=PathFilter(mechanism="ion-channels")).because.relaxed
    assert (one.paths, one.at_least) == (5, True)
    assert (
        "at least 5 paths"
        in find_paths(graph, "KDT", "ALS", path_filter=PathFilter(mechanism="ion-channels")).because.message
    )


@pytest.mark.parametrize(
    "kept", [PathFilter(), PathFilter(mechanism="ion-channels"), PathFilter(mechanism="ion-channels", source="review")]
)
def test_reasons_that_take_too_long_are_not_made_up(graph, monkeypatch, kept):
    """Without time to look for the reason the answer says so, and denies no path that there might be."""
    monkeypatch.setattr("kgraph.paths.reasons._SECONDS", -1.0)
    start = "KDT" if kept.mechanism else "IESS"
    why = find_paths(graph, start, "ALS", path_filter=kept).because
    assert "too long" in why.message
    assert why.missing is None
    assert all((one.paths, one.at_least) == (0, True) for one in why.relaxed)


def test_where_nothing_could_be_counted_the_search_was_cut(graph, monkeypatch):
    """With everything let in and no filter to lift there is no reason but the time."""
    monkeypatch.setattr("kgraph.paths.reasons._SECONDS", -1.0)
    why = find_paths(graph, "IESS", "ALS", path_filter=PathFilter(include=TENTATIVE)).because
    assert (why.code, why.shortest, why.relaxed) == ("cut", None, ())
    assert why.message == "There is no path under these limits and filters; finding out why took too long."


def test_the_hop_limit_is_named_with_what_the_shortest_path_needs(graph):
    """The message and the JSON give the number; one hop less gives nothing."""
    kept = PathFilter(evidence="animal")
    refused = find_paths(graph, "KDT", "IESS", path_filter=kept, max_hops=1)
    first, last = ends(graph, "KDT", "IESS")
    shortest = min(map(len, every_path(graph, kept, first, last, 4)))
    assert (refused.because.code, refused.because.shortest) == ("hop-limit", shortest)
    assert f"max_hops={shortest}" in refused.because.message


@pytest.mark.parametrize(
    ("start", "end"),
    [("KATP channel", "ALS"), ("norepinephrine", "ALS"), ("GABA", "vomiting"), ("acetyl-CoA", "adenosine A1 receptor")],
)
def test_the_nearest_miss_names_the_claim_that_would_join_the_ends(graph, start, end):
    """Its subject is within reach, its object leads to the goal: with that claim there would be a path."""
    first, last = ends(graph, start, end)
    why = find_paths(graph, start, end).because
    assert why.code == "unreachable"
    gap, everything = why.missing, PathFilter(include=TENTATIVE)
    pairs = {(step.subject, step.object) for _, step in PathSearch(graph, everything).usable(first, last)}
    assert gap.subject in reached(pairs, first)
    assert last in reached(pairs, gap.object)
    assert last in reached(pairs | {(gap.subject, gap.object)}, first)
    for entity in (gap.subject, gap.object):
        assert graph.label(entity) in why.message


@pytest.mark.parametrize(("start", "end"), [("vomiting", "KDT"), ("seizures", "KDT"), ("ALS", "IESS")])
def test_nothing_is_proposed_where_no_claim_could_be_made(graph, start, end):
    """An outcome acts on nothing, and nothing in the body brings about a diet."""
    why = find_paths(graph, start, end).because
    assert (why.code, why.missing) == ("unreachable", None)
    assert "No claim is proposed to join them" in why.message


def reached(pairs, start):
    found, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        new = {b for a, b in pairs if a == node} - found
        found |= new
        waiting += new
    return found


def test_an_entity_without_claims_is_told_apart(graph):
    """Nothing starts at it, and what is asked for is a claim between the two."""
    lonely = Entity("entity:lonely", "a lonely thing", "process")
    other = graph.replace(entities={**graph.entities, lonely.id: lonely})
    why = find_paths(other, "a lonely thing", "ALS").because
    assert "Nothing at all starts at a lonely thing" in why.message
    assert (why.missing.subject, why.missing.object) == (lonely.id, *ends(graph, "ALS"))


def test_json_carries_the_reason_in_parts():
    """Code, message, and what other choices would give; exit 1."""
    code, out, _ = kgraph("path", "KDT", "ALS", "--mechanism", "ion-channels", "--format", "json")
    because = json.loads(out)["because"]
    assert code == 1
    assert set(because) == {"code", "message", "shortest", "relaxed", "missing"}
    assert because["relaxed"][0]["option"] == "--mechanism"


def test_a_search_without_time_says_that_it_was_cut():
    """Not that there is no path."""
    code, out, errors = kgraph("path", "KDT", "IESS", "--seconds", "0.0000001", "--format", "json")
    document = json.loads(out)
    assert (code, document["complete"], document["because"]["code"]) == (1, False, "cut")
    assert "--seconds" in errors


INTERRUPTED = """
import signal, sys
from kgraph.cli.main import main
from kgraph.paths.search import SearchBudget

def spend(limits):
    signal.raise_signal(signal.SIGINT)

SearchBudget.spend = spend
sys.argv = ["kgraph", "path", "KDT", "IESS"]
main()
"""


def test_an_interrupted_search_ends_with_one_line():
    """Ctrl-C in the middle of a search is exit 130, with nothing on standard output."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == "kgraph: interrupted"


def test_the_longest_search_beyond_the_limit_is_what_the_command_line_allows():
    """A suggested number of hops is one that --max-hops takes."""
    assert kgraph("path", "KDT", "IESS", "--max-hops", LONGEST, "--top", "1")[0] == 0
    assert kgraph("path", "KDT", "IESS", "--max-hops", LONGEST + 1)[0] == 2


def test_counted_paths_are_connected(graph):
    """Brute force itself walks from end to end; otherwise the counts above would prove nothing."""
    first, last = ends(graph, "KDT", "seizure")
    for path in every_path(graph, PathFilter(), first, last, 3):
        assert (path[0].subject, path[-1].object) == (first, last)
        assert all(one.object == other.subject for one, other in pairwise(path))
