"""Why there is no path, word for word, on graphs small enough to see it."""

import pytest
from small import claim, line, small_graph

from kgraph.cli.wording import COMMAND_LINE
from kgraph.model import Hypothesis
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.reasons import explain_absence
from kgraph.paths.search import SearchBudget

CHAIN = (claim("a increases b"), claim("b increases c"), claim("c increases d"))


def why(graph, start, end, **options):
    answer = find_paths(graph, start, end, **options)
    assert answer.paths == answer.outcomes == ()
    return answer.because.code, answer.because.said(COMMAND_LINE)


def missing(subject, target):
    return (
        "What would join them is a causal claim (increases, decreases, affects …) or an association with the subject "
        f"{subject!r} and the object {target!r}"
    )


def test_one_thing_is_both_ends(graph):
    assert why(small_graph(graph, *CHAIN), "a", "a") == ("same", "a is both ends; name two different things.")


def test_a_search_that_was_cut_claims_nothing_about_paths(graph):
    """Out of time is not the same as not there."""
    found = explain_absence(small_graph(graph, *CHAIN), PathFilter(), "entity:a", "entity:d", max_hops=6, cut=True)
    assert found.code == "cut"
    assert found.said(COMMAND_LINE) == (
        "The search reached its limit of time or size before it found a path: ask for fewer hops, or give it more "
        "time (--seconds)."
    )


def test_without_time_the_reason_is_the_time(graph):
    """Whatever paths there are."""
    assert why(small_graph(graph, *CHAIN), "a", "d", seconds=1e-9)[0] == "cut"


def test_a_disease_in_question_is_within_reach_of_itself(graph):
    """That it is no stepping stone to another disease does not hide what stands next to it."""
    ending = Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", "entity:d", (), "proposed", "helps")
    small = small_graph(
        graph,
        *map(claim, ("a increases b", "b increases z", "d increases z")),
        kinds={"d": "disease"},
        hypotheses=(ending,),
    )
    assert "Nearest miss: b." in why(small, "a", "d")[1]


def test_the_hop_limit_names_the_shortest_length(graph):
    """One hop more than allowed is the limit's fault; exactly as many is not."""
    small = small_graph(graph, *CHAIN)
    message = "The shortest path has 3 steps and the limit is 2: try --max-hops 3."
    assert why(small, "a", "d", max_hops=2) == ("hop-limit", message)
    assert find_paths(small, "a", "d", max_hops=3).paths


def test_the_filter_that_keeps_every_path_out_is_named(graph):
    """With the number of paths that there would be without it."""
    small = small_graph(graph, *CHAIN)
    message = "--evidence keeps every path out: without it there is 1 path."
    assert why(small, "a", "d", path_filter=PathFilter(evidence="human")) == ("filter", message)
    # Without the filter the path would still be too long: then the filter alone is not to blame.
    message = "No single option is to blame: with every claim let in, the shortest path has 3 steps and the limit is 2."
    assert why(small, "a", "d", path_filter=PathFilter(evidence="human"), max_hops=2) == ("filter", message)
    assert find_paths(small, "a", "d", path_filter=PathFilter(evidence="human"), max_hops=2).because.shortest == 3
    assert find_paths(small, "a", "d", path_filter=PathFilter(evidence="animal"), max_hops=3).paths


def test_paths_are_counted_as_they_would_be_listed(graph):
    """Where each claim is a step of its own, two claims are two paths."""
    small = small_graph(graph, *CHAIN, claim("c activates d"))
    for bundle, words in ((True, "there is 1 path"), (False, "there are 2 paths")):
        message = f"--evidence keeps every path out: without it {words}."
        assert why(small, "a", "d", path_filter=PathFilter(evidence="human"), separate=not bundle) == (
            "filter",
            message,
        )


@pytest.mark.parametrize(("most", "words"), [(1, "there is at least 1 path"), (2, "there are at least 2 paths")])
def test_counting_that_stopped_says_at_least(graph, monkeypatch, most, words):
    """At the number where it stopped there may be more."""
    monkeypatch.setattr("kgraph.paths.reasons.MOST_COUNTED", most)
    small = small_graph(graph, *CHAIN, claim("a activates d"), claim("a increases c"))
    message = f"--evidence keeps every path out: without it {words}."
    assert why(small, "a", "d", path_filter=PathFilter(evidence="human")) == ("filter", message)


def test_what_could_not_be_counted_may_be_to_blame(graph, monkeypatch):
    """Nothing is said to keep a path out, or to let one in, that nobody had the time to look for."""
    monkeypatch.setattr("kgraph.paths.reasons._SECONDS", -1.0)
    small = small_graph(graph, *CHAIN)
    lets_in = ", ".join(
        f"with --include {name} counting takes too long" for name in ("contested", "needs-research", "unknown")
    )
    assert why(small, "a", "d", path_filter=PathFilter(evidence="human", source="page")) == (
        "filter",
        (
            "--evidence and --source may be to blame: without --evidence counting takes too long, without --source "
            "counting takes too long. Claims that their source calls contested or unsettled may lead there: "
            f"{lets_in}."
        ),
    )


def test_beyond_the_hop_limit_other_options_are_named_too(graph):
    """The length of the shortest path, then what lifting a filter gives within the limit."""
    short = claim("a increases d", evidence=(line("poor"),))
    long = [claim(words, evidence=(line(words, kind="trial"),)) for words in ("a increases b", "b increases d")]
    found = find_paths(
        small_graph(graph, short, *long), "a", "d", path_filter=PathFilter(evidence="human"), max_hops=1
    ).because
    assert (found.code, found.shortest) == ("hop-limit", 2)
    assert [(one.choice, one.paths, one.at_least) for one in found.relaxed] == [("evidence", 1, False)]
    assert found.said(COMMAND_LINE) == (
        "The shortest path has 2 steps and the limit is 1: try --max-hops 2. "
        "--evidence keeps every path out: without it there is 1 path."
    )


def test_two_filters_to_blame_together_are_not_blamed_alone(graph):
    """Lifting one gives nothing; the reason says how short the path would be without any."""
    small = small_graph(graph, claim("a increases b", disease="entity:x"), claim("b increases d"))
    kept = PathFilter(evidence="human", disease="entity:y")
    found = find_paths(small, "a", "d", path_filter=kept, max_hops=2).because
    assert (found.code, found.shortest, found.relaxed) == ("filter", None, ())
    assert found.said(COMMAND_LINE) == (
        "No single option is to blame: with every claim let in, the shortest path has 2 steps."
    )


@pytest.mark.parametrize("option", ["--via", "--mechanism"])
def test_a_way_point_can_be_to_blame_although_the_steps_are_there(graph, option):
    """The steps lead to the end, and no path goes through the way point or the mechanism."""
    small = small_graph(
        graph, *CHAIN, claim("a increases aside"), claim("aside increases nowhere", mechanisms=("mTOR",))
    )
    kept = PathFilter(via=("entity:aside",)) if option == "--via" else PathFilter(mechanism="mTOR")
    message = f"{option} keeps every path out: without it there is 1 path."
    assert why(small, "a", "d", path_filter=kept) == ("filter", message)


def test_two_filters_that_only_together_keep_a_path_out(graph):
    """Lifting either gives a path, so both are named."""
    small = small_graph(
        graph,
        claim("a increases b", evidence=(line("one", kind="animal"),), study_kind="animal"),
        claim("b increases d", evidence=(line("two", kind="trial"),), study_kind="trial", suffix="-human"),
        claim("a increases x", evidence=(line("three", kind="trial"),), study_kind="trial", suffix="-human"),
        claim("x increases d", evidence=(line("four", kind="trial"),), study_kind="trial", suffix="-human"),
    )
    kept = PathFilter(via=("entity:b",), evidence="human")
    code, message = why(small, "a", "d", path_filter=kept)
    assert code == "filter"
    assert message == (
        "--via and --evidence each keep every path out: without --via there is 1 path, "
        "without --evidence there is 1 path."
    )
    both = PathFilter(via=("entity:x", "entity:b"))
    assert why(small, "a", "d", path_filter=both) == (
        "filter", "--via keeps every path out: without it there are 2 paths.",
    )  # fmt: skip


def test_only_contested_claims_lead_there(graph):
    """The advice names the options that let them in, and following it gives the path."""
    small = small_graph(graph, claim("a increases b"), claim("b increases d", certainty="contested"))
    assert why(small, "a", "d") == (
        "filter",
        ("Claims that their source calls contested or unsettled lead there: with --include contested there is 1 path."),
    )
    assert find_paths(small, "a", "d", path_filter=PathFilter(include=frozenset({"contested"}))).paths


def test_steps_that_cannot_be_joined_into_a_simple_path(graph):
    """Walking back and forth reaches the end; a path may not."""
    small = small_graph(
        graph,
        claim("general has_subtype first", sign=""),
        claim("general has_subtype second", sign=""),
        claim("a increases first"),
        claim("second increases d"),
    )
    assert why(small, "a", "d") == (
        "unreachable",
        (
            "Steps lead from a to d, but only twice through one entity, or up to a general thing and down to another "
            "special form of it; neither is a path."
        ),
    )


def test_an_end_beyond_every_limit_is_said_to_be_too_far(graph):
    """Fourteen steps lead there, and a path of fourteen steps is one: only the search ends at twelve."""
    small = small_graph(graph, *(claim(f"n{n} increases n{n + 1}") for n in range(14)))
    assert why(small, "n0", "n14") == (
        "unreachable", "Steps lead from n0 to n14, but at least 14 of them, and paths are searched up to 12.",
    )  # fmt: skip


def test_nothing_starts_there(graph):
    small = small_graph(graph, *CHAIN)
    assert why(small, "d", "a") == (
        "unreachable", f"No claim leads on from d to a. Nothing at all starts at d. Nearest miss: d. {missing('d', 'a')}.",
    )  # fmt: skip


def test_nothing_joins_the_two_in_any_direction(graph):
    small = small_graph(graph, claim("a increases b"), claim("x increases y"))
    assert why(small, "a", "y") == (
        "unreachable",
        (
            "No claim leads on from a to y. Nothing within its reach is joined to the goal in any direction. "
            f"{missing('a', 'y')}."
        ),
    )


def test_the_nearest_miss_is_the_reached_thing_next_to_the_end(graph):
    """Of those that are equally near, the one with fewer steps from the start, then the first by name."""
    small = small_graph(
        graph,
        *(claim(f"a increases {name}") for name in ("q", "r", "s")),
        claim("a increases n"),
        claim("n increases p"),
        *(claim(f"{name} increases z") for name in ("p", "q", "r", "s", "d")),
    )
    assert why(small, "a", "d")[1] == f"No claim leads on from a to d. Nearest miss: q. {missing('q', 'd')}."


@pytest.mark.parametrize(
    ("claims", "kinds"),
    [
        (["a increases b", "d increases b"], {"b": "outcome", "d": "process"}),
        (["a increases b", "d increases b"], {"b": "adverse-effect"}),
        (["d produces a", "d contributes_to a"], {}),
        (["a increases b", "x increases b"], {"d": "diet"}),
        (["a increases b", "x increases b"], {"d": "drug"}),
        (["x increases b", "y increases d"], {"a": "disease"}),
    ],
)
def test_what_cannot_be_is_not_proposed(graph, claims, kinds):
    """No missing claim turns a known arrow round, comes out of an outcome or a disease, or leads to an intervention."""
    small = small_graph(graph, *map(claim, claims), claim("d decreases e"), claim("a increases c"), kinds=kinds)
    gap = find_paths(small, "a", "d").because.missing
    if gap is not None:
        assert small.entities[gap.subject].kind not in ("outcome", "adverse-effect", "disease")
        assert small.entities[gap.object].kind not in ("diet", "drug")
        assert (gap.object, gap.subject) not in {(one.subject, one.object) for one in small.claims.values()}


def test_where_nothing_can_be_proposed_the_arrow_the_other_way_is_told(graph):
    """Of several relations the first by name."""
    small = small_graph(graph, claim("d produces a"), claim("d contributes_to a"))
    assert why(small, "a", "d")[1] == (
        "No claim leads on from a to d. Nothing at all starts at a. No claim is proposed to join them: it would turn a "
        "known arrow round, come out of an outcome or lead into an intervention. So far the arrow runs the other way: "
        "d contributes to a."
    )


def test_contested_claims_count_for_the_nearest_miss(graph):
    """What is missing is a claim of any wording; where only a contested one is there, nothing is missing before it."""
    claims = (claim("a increases b", certainty="contested"), claim("b increases z"), claim("d increases z"))
    small = small_graph(graph, *claims)
    assert "Nearest miss: b." in why(small, "a", "d")[1]


def test_the_missing_claim_leads_to_what_leads_on(graph):
    """Where something near the end leads to it, a claim to that is the smallest that would do."""
    small = small_graph(
        graph, claim("a increases b"), claim("x increases b"), claim("x increases y"), claim("y increases d")
    )
    assert why(small, "a", "d")[1].startswith(
        f"No claim leads on from a to d. Nearest miss: b. {missing('b', 'y')}, which leads on to the goal in 1 step."
    )


def test_of_equally_near_things_that_lead_on_the_one_closest_to_the_end_is_named(graph):
    """Then the first by name."""
    small = small_graph(
        graph,
        claim("a increases b"),
        *(claim(f"{name} increases c") for name in ("b", "w", "y", "z")),
        *(claim(words) for words in ("w increases v", "v increases d", "z increases d", "y increases d")),
        kinds={"c": "disease"},
    )
    assert f"{missing('b', 'y')}, which leads on to the goal in 1 step." in why(small, "a", "d")[1]


def test_only_the_nearest_of_the_reached_things_is_a_miss(graph):
    """What lies farther from the end is not named beside what lies nearer."""
    small = small_graph(graph, *map(claim, ("a increases b", "b increases c", "c increases z", "d increases z")))
    assert why(small, "a", "d")[1].startswith("No claim leads on from a to d. Nearest miss: c. What")


@pytest.mark.parametrize(
    ("near", "target", "structural"),
    [
        ("phenotype", "disease", True),
        ("phenotype", "process", False),
        ("process", "disease", False),
    ],
)
def test_what_is_missing_between_a_result_and_a_disease_may_be_structural(graph, near, target, structural):
    """A sign may be a manifestation of a disease; a process is none, and nothing manifests a process."""
    claims = (claim("a increases z"), claim("d increases z"))
    found = why(small_graph(graph, *claims, kinds={"a": near, "d": target}), "a", "d")[1]
    kinds = "an association or a structural one (manifestation of, aspect of)" if structural else "or an association"
    assert f"affects …){', ' if structural else ' '}{kinds} with the subject 'a'" in found


@pytest.mark.parametrize("kind", ["diet", "population", "species", "outcome", "adverse-effect"])
def test_what_lies_outside_the_body_brings_two_things_no_closer(graph, kind):
    """That one diet changes both, or one outcome measures both, joins nothing; a process between them would."""
    claims = (claim("a increases b"), claim("x increases b"), claim("x increases d"))
    assert "Nearest miss: b." in why(small_graph(graph, *claims), "a", "d")[1]
    assert "joined to the goal in any direction" in why(small_graph(graph, *claims, kinds={"x": kind}), "a", "d")[1]


@pytest.mark.parametrize("allowed", [0, 1, 5])
def test_a_budget_is_spent_one_by_one(allowed):
    """Exactly so many expansions are allowed; the next one is refused, and so is every one after it."""
    limits = SearchBudget(expansions=allowed)
    assert [limits.spend() for _ in range(allowed)] == [True] * allowed
    assert not limits.hit
    assert [limits.spend(), limits.spend()] == [False, False]
    assert limits.hit


def test_the_clock_is_looked_at_now_and_then():
    """A deadline that has passed ends the search within a few hundred expansions, and a far one never does."""
    late, early = SearchBudget(seconds=-1.0), SearchBudget(seconds=1e9)
    spent = next(number for number in range(1000) if not late.spend())
    assert 0 < spent <= 256
    assert late.hit
    assert all(early.spend() for _ in range(1000))


def test_counts_of_lifted_filters_do_not_pass_for_paths_of_one_effect(graph):
    """What lifting a filter gives is counted whatever it does to the end, and the reason says so."""
    found = find_paths(graph, "acetoacetate", "ALS", path_filter=PathFilter(evidence="human"))
    assert found.because.relaxed
    assert "every effect" not in found.because.message
    assert found.only("harms").because.message == f"{found.because.message} The counts are of paths of every effect."
