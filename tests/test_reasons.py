"""Why there is no path, word for word, on graphs small enough to see it."""

import pytest
from small import claim, line, small_graph

from kgraph.paths import PathFilter, find_paths
from kgraph.paths.because import explain_absence
from kgraph.paths.search import Limits

CHAIN = (claim("a increases b"), claim("b increases c"), claim("c increases d"))


def why(graph, start, end, **options):
    answer = find_paths(graph, start, end, **options)
    assert answer.paths == answer.outcomes == ()
    return answer.because.code, answer.because.message


def test_one_thing_is_both_ends(graph):
    assert why(small_graph(graph, *CHAIN), "a", "a") == ("same", "a is both ends; name two different things.")


def test_a_search_that_was_cut_claims_nothing_about_paths(graph):
    """Out of time is not the same as not there."""
    found = explain_absence(small_graph(graph, *CHAIN), PathFilter(), "entity:a", "entity:d", max_hops=6, cut=True)
    assert found.code == "cut"
    assert found.message == ("The search reached its limit of time or size before it found a path; ask for fewer hops.")


def test_the_hop_limit_names_the_shortest_length(graph):
    """One hop more than allowed is the limit's fault; exactly as many is not."""
    small = small_graph(graph, *CHAIN)
    message = "The shortest path has 3 steps and the limit is 2: try --max-hops 3."
    assert why(small, "a", "d", max_hops=2) == ("hop-limit", message)
    assert find_paths(small, "a", "d", max_hops=3).paths


def test_the_filter_that_keeps_every_path_out_is_named(graph):
    """With the length that the path would have without it."""
    small = small_graph(graph, *CHAIN)
    message = "--evidence keeps every path out; without it the shortest has 3 steps."
    assert why(small, "a", "d", kept=PathFilter(evidence="human")) == ("filter", message)
    # Without the filter the path would still be too long: then the filter alone is not to blame.
    code, _ = why(small, "a", "d", kept=PathFilter(evidence="human"), max_hops=2)
    assert code == "unreachable"
    assert find_paths(small, "a", "d", kept=PathFilter(evidence="animal"), max_hops=3).paths


@pytest.mark.parametrize("option", ["--via", "--mechanism"])
def test_a_way_point_can_be_to_blame_although_the_steps_are_there(graph, option):
    """The steps lead to the end, and no path goes through the way point or the mechanism."""
    small = small_graph(
        graph, *CHAIN, claim("a increases aside"), claim("aside increases nowhere", mechanisms=("mTOR",))
    )
    kept = PathFilter(via=("entity:aside",)) if option == "--via" else PathFilter(mechanism="mTOR")
    message = f"{option} keeps every path out; without it the shortest has 3 steps."
    assert why(small, "a", "d", kept=kept) == ("filter", message)


def test_two_filters_that_only_together_keep_a_path_out(graph):
    """Each alone leaves a path, so none of them is named."""
    small = small_graph(
        graph,
        claim("a increases b", evidence=(line("one", kind="animal"),), study_kind="animal"),
        claim("b increases d", evidence=(line("two", kind="trial"),), study_kind="trial", suffix="-human"),
        claim("a increases x", evidence=(line("three", kind="trial"),), study_kind="trial", suffix="-human"),
        claim("x increases d", evidence=(line("four", kind="trial"),), study_kind="trial", suffix="-human"),
    )
    kept = PathFilter(via=("entity:b",), evidence="human")
    code, message = why(small, "a", "d", kept=kept)
    assert code == "filter"
    assert message == "--via keeps every path out; without it the shortest has 2 steps."
    both = PathFilter(via=("entity:x", "entity:b"))
    assert why(small, "a", "d", kept=both) == (
        "filter", "--via keeps every path out; without it the shortest has 2 steps.",
    )  # fmt: skip


def test_only_contested_claims_lead_there(graph):
    """The advice names the options that let them in, and following it gives the path."""
    small = small_graph(graph, claim("a increases b"), claim("b increases d", certainty="contested"))
    assert why(small, "a", "d") == (
        "filter",
        (
            "Only claims that their source calls contested or unsettled lead there (2 steps): "
            "add --include contested --include needs-research."
        ),
    )
    assert find_paths(small, "a", "d", kept=PathFilter(include=frozenset({"contested"}))).paths


def test_steps_that_cannot_be_joined_into_a_simple_path(graph):
    """Walking back and forth reaches the end; a path may not."""
    small = small_graph(
        graph,
        claim("general has_subtype first", sign=""),
        claim("general has_subtype second", sign=""),
        claim("a increases first"),
        claim("second increases d"),
    )
    code, message = why(small, "a", "d")
    assert code == "filter"
    assert message == "A path of 4 steps exists, but none that fulfils all the filters together."


def test_nothing_starts_there(graph):
    small = small_graph(graph, *CHAIN)
    assert why(small, "d", "a") == (
        "unreachable", "No claim leads on from d to a. Nothing at all starts at d.",
    )  # fmt: skip


def test_nothing_joins_the_two_in_any_direction(graph):
    small = small_graph(graph, claim("a increases b"), claim("x increases y"))
    assert why(small, "a", "y") == (
        "unreachable",
        "No claim leads on from a to y. Nothing that a reaches is joined to y in any direction.",
    )


def test_the_nearest_misses_are_the_reached_things_next_to_the_end(graph):
    """The nearest are named, at most three, those with fewer steps from the start first, then by name."""
    away = [claim(f"d increases {name}") for name in ("p", "q", "r", "s")]
    small = small_graph(
        graph,
        *(claim(f"a increases {name}") for name in ("q", "r", "s")),
        claim("a increases n"),
        claim("n increases p"),
        *away,
    )
    assert why(small, "a", "d") == (
        "unreachable",
        (
            "No claim leads on from a to d. Nearest miss: q; r; s. A claim from there towards d would join them; "
            "--undirected shows how they hang together."
        ),
    )


def test_only_the_nearest_of_the_reached_things_is_a_miss(graph):
    """What lies farther from the end is not named beside what lies nearer."""
    small = small_graph(graph, claim("a increases b"), claim("b increases c"), claim("d increases c"))
    assert why(small, "a", "d")[1].startswith("No claim leads on from a to d. Nearest miss: c. A claim")


@pytest.mark.parametrize("allowed", [0, 1, 5])
def test_a_budget_is_spent_one_by_one(allowed):
    """Exactly so many expansions are allowed; the next one is refused, and so is every one after it."""
    limits = Limits(expansions=allowed)
    assert [limits.spend() for _ in range(allowed)] == [True] * allowed
    assert not limits.hit
    assert [limits.spend(), limits.spend()] == [False, False]
    assert limits.hit


def test_the_clock_is_looked_at_now_and_then():
    """A deadline that has passed ends the search within a few hundred expansions, and a far one never does."""
    late, early = Limits(seconds=-1.0), Limits(seconds=1e9)
    spent = next(number for number in range(1000) if not late.spend())
    assert 0 < spent <= 256
    assert late.hit
    assert all(early.spend() for _ in range(1000))
