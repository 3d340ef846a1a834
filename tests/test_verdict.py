"""The verdict at any length against brute force, and what counts as the outcome."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import claim, small_graph
from test_search import by_source, every_path, marks_of, networks, sign_of

from kgraph.formats.verdict_words import verdict_json, verdict_sentence
from kgraph.names import names_of
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.finding import PathSearch
from kgraph.paths.outcome_rule import leaves_outcome, outcome_of
from kgraph.paths.search import Arc, ArcsBothWays, SearchBudget, lacks_walk
from kgraph.paths.verdict import (
    A_PATH_EACH,
    BOTH_SIDES,
    CUT_SHORT,
    EVERY_PATH,
    EVERY_WALK,
    LOOKED,
    NONE,
    NOT_DECIDED,
    ONE_SIDE,
    SAYS,
    UNKNOWN_ONLY,
    Verdict,
    find_verdict,
    judge,
)

# A walk from s to t is of sign − only when it passes a twice.
ROUND = [Arc("s", "a", 1.0, "+"), Arc("a", "b", 1.0, "+"), Arc("b", "a", 1.0, "-"), Arc("a", "t", 1.0, "+")]


def signs_by_brute_force(arcs, marks=0):
    """The signs of all simple paths from a to b that collect the marks."""
    return {sign_of(path) for path in every_path(arcs, "a", "b", len(arcs)) if marks & ~marks_of(path) == 0}


def says_of(signs):
    sides = signs & {"+", "-"}
    if len(sides) == 2:
        return BOTH_SIDES, ""
    if sides:
        return ONE_SIDE, next(iter(sides))
    return (UNKNOWN_ONLY if signs else NONE), ""


def random_network(random):
    """A signed graph of up to nine nodes, often with cycles that turn the sign, some arcs under the rule of subtypes."""
    nodes = "abcdefghi"[: random.randint(2, 9)]
    return [
        Arc(
            random.choice(nodes),
            random.choice(nodes),
            1.0,
            random.choice("+-?" if random.random() < 0.4 else "+++-"),
            0,
            *random.choice([("", ""), ("", ""), ("", ""), ("g", ""), ("", "g")]),
        )
        for _ in range(random.randint(1, 16))
    ]


@given(networks(), st.sampled_from([0, 0, 1, 2, 3]))
@settings(max_examples=1500, deadline=None)
def test_the_verdict_is_that_of_all_simple_paths(arcs, marks):
    """With budget enough it says what brute force says, for all marks, and of unknown directions too."""
    verdict = judge(by_source(arcs), "a", "b", marks=marks, most=10**6)
    signs = signs_by_brute_force(arcs, marks)
    assert (verdict.says, verdict.one_sided) == says_of(signs)
    assert verdict.says == BOTH_SIDES or verdict.unknown == ("?" in signs)


@given(networks(), st.sampled_from("+-?"))
@settings(max_examples=300, deadline=None)
def test_what_a_short_look_from_both_ends_says_is_lacking_has_no_path(arcs, sign):
    """It never says so of a sign that brute force finds, and says so wherever nothing reaches the end or leaves."""
    lacking = lacks_walk(ArcsBothWays.of(by_source(arcs)), "a", "b", sign)
    assert not (lacking and sign in signs_by_brute_force(arcs))
    assert lacking or ({arc.source for arc in arcs} >= {"a"} and {arc.target for arc in arcs} >= {"b"})


def test_no_one_sided_verdict_has_a_contrary_path():
    """On 2,000 random graphs, and there whatever the budget."""
    random = Random(14)
    one_sided = 0
    for _ in range(2000):
        arcs = random_network(random)
        signs = signs_by_brute_force(arcs)
        for most in (0, 20, 10**6):
            verdict = judge(by_source(arcs), "a", "b", most=most)
            if verdict.one_sided:
                assert signs & {"+", "-"} == {verdict.one_sided}
                one_sided += most == 0
    assert one_sided > 300


def test_a_smaller_budget_only_leaves_the_question_open():
    """What it takes away becomes not decided, which is never one side."""
    random = Random(7)
    opened = 0
    for _ in range(2000):
        network = by_source(random_network(random))
        full = judge(network, "a", "b", most=10**6)
        for most in (0, 5, 20, 60):
            verdict = judge(network, "a", "b", most=most)
            if verdict.says == NOT_DECIDED:
                assert (verdict.one_sided, verdict.looked) == ("", CUT_SHORT)
                opened += 1
            else:
                assert (verdict.says, verdict.one_sided) == (full.says, full.one_sided)
    assert opened > 10


def test_a_budget_that_is_spent_is_overrun_by_one_search_at_most():
    """In a knot of twelve nodes the search for a turn that only comes after it ends soon after its budget."""
    nodes = [f"n{number}" for number in range(12)]
    knot = [Arc(a, b, 1.0, "+") for a in nodes for b in nodes if a != b]
    knot += [Arc("s", "n0", 1.0, "+"), Arc("n11", "x", 1.0, "+"), Arc("x", "t", 1.0, "+")]
    knot += [Arc("x", "y", 1.0, "-"), Arc("y", "x", 1.0, "+")]
    verdict = judge(by_source(knot), "s", "t", most=5000)
    assert verdict.says == NOT_DECIDED
    # A search over entity × sign looks at each arc twice at most: one such search for each of the three signs is free.
    assert 5000 <= verdict.arcs <= 5000 + (3 + 1) * 2 * len(knot)


def test_a_walk_that_turns_the_sign_is_no_path():
    """The walk that passes a twice is looked into and found to be no path."""
    assert judge(by_source(ROUND), "s", "t").says == ONE_SIDE
    assert judge(by_source(ROUND), "s", "t").looked == EVERY_PATH
    assert judge(by_source(ROUND), "s", "t", most=0).says == NOT_DECIDED


def test_without_a_walk_of_the_other_sign_no_budget_is_needed():
    """A budget of nothing still proves one side when no walk contradicts."""
    verdict = judge(by_source(ROUND[:2] + ROUND[3:]), "s", "t", most=0)
    assert (verdict.says, verdict.one_sided, verdict.looked) == (ONE_SIDE, "+", EVERY_WALK)


def test_a_path_of_each_sign_is_both_sides():
    """Two parallel arcs of opposite signs are enough."""
    verdict = judge({"a": [Arc("a", "b", 1.0, "+"), Arc("a", "b", 1.0, "-")]}, "a", "b", most=0)
    assert (verdict.says, verdict.looked, verdict.one_sided) == (BOTH_SIDES, A_PATH_EACH, "")


def test_signs_that_the_caller_found_are_not_searched():
    """They count as paths, so that the budget goes to the other side."""
    network = by_source(ROUND)
    assert judge(network, "s", "t", found="+-") == Verdict(BOTH_SIDES, "", A_PATH_EACH, unknown=True)
    assert judge(network, "s", "t", found="+").arcs < judge(network, "s", "t").arcs


def test_nothing_leads_to_an_unknown_node_or_to_the_start_itself():
    """Both are none, not an error."""
    network = by_source([*ROUND, Arc("t", "s", 1.0, "+")])
    assert judge(network, "s", "nowhere").says == judge(network, "nowhere", "t").says == NONE
    assert judge(network, "s", "s").says == NONE


def test_a_sign_of_no_effect_makes_no_path():
    """An arc of sign 0 is a negative finding and leads nowhere."""
    assert judge({"a": [Arc("a", "b", 1.0, "0")]}, "a", "b").says == NONE


@pytest.mark.parametrize("end", ["IESS", "ALS", "seizure", "inflammation", "cognition", "motor neuron degeneration"])
def test_the_verdict_holds_for_the_paths_of_the_answer(graph, end):
    """No path of the answer contradicts one side, and none is there when it says none."""
    names = names_of(graph)
    for start in ("KDT", "acetoacetate", "gut microbiota", "mTOR", "beta-hydroxybutyrate", "weight loss"):
        verdict = find_verdict(graph, start, end)
        search = PathSearch(graph, PathFilter(), through_outcome=False)
        first, last = names.resolve(start).id, names.resolve(end).id
        signs = set()
        for block in (search.mechanism_paths, search.outcome_paths):
            found = block(first, last, 8, {sign: SearchBudget(expansions=20_000) for sign in "+-?"})
            signs |= {sign for sign, paths in found.items() if next(paths, None)}
        assert verdict.says in SAYS and verdict.looked in LOOKED
        assert not verdict.one_sided or signs & {"+", "-"} <= {verdict.one_sided}
        assert verdict.says not in (NONE, UNKNOWN_ONLY) or not signs & {"+", "-"}
        assert find_verdict(graph, start, end, found=signs).says == verdict.says


def test_a_filter_narrows_the_verdict(graph):
    """Via an entity only the paths through it count, also when they are the contrary ones."""
    claims = (
        claim("diet decreases spasm", sign="-"),
        claim("diet increases weight"),
        claim("weight increases spasm"),
    )
    small = small_graph(graph, *claims)
    assert find_verdict(small, "diet", "spasm").says == BOTH_SIDES
    via = PathFilter(via=("entity:weight",))
    assert find_verdict(small, "diet", "spasm", path_filter=via).one_sided == "+"
    avoid = PathFilter(avoid=("entity:weight",))
    assert find_verdict(small, "diet", "spasm", path_filter=avoid).one_sided == "-"


def sick(graph):
    """A diet that lowers the sign of a disease, the sign harms neurons, and those worsen the disease."""
    claims = (
        claim("diet decreases spasm", sign="-"),
        claim("spasm manifestation_of disease", sign=""),
        claim("spasm decreases neurons", sign="-"),
        claim("neurons increases disease", sign="+"),
        claim("damage manifestation_of disease", sign=""),
        claim("damage increases spasm"),
        claim("toxin increases damage"),
    )
    kinds = {"diet": "diet", "spasm": "phenotype", "disease": "disease", "damage": "process"}
    return small_graph(graph, *claims, kinds=kinds)


def test_no_path_of_the_verdict_leaves_the_outcome_again(graph):
    """The circle through the sign of the disease would contradict; asked for by name, it counts."""
    small = sick(graph)
    assert find_verdict(small, "diet", "disease").one_sided == "-"
    assert {path.sign for path in find_paths(small, "diet", "disease").outcomes} == {"-"}
    assert not find_paths(small, "diet", "disease").paths
    via = PathFilter(via=("entity:spasm", "entity:neurons"))
    assert find_verdict(small, "diet", "disease", path_filter=via).one_sided == "+"


def test_a_question_from_a_sign_may_leave_it(graph):
    """What a sign of the disease does is the question itself then."""
    assert find_verdict(sick(graph), "spasm", "disease").says == BOTH_SIDES


def test_a_process_that_belongs_to_a_disease_is_a_mechanism(graph):
    """Only diseases, phenotypes and measured results are the outcome itself."""
    assert outcome_of(sick(graph), "entity:disease") == {"entity:disease", "entity:spasm"}


def test_the_outcome_of_the_syndrome_is_its_signs_prognosis_and_treatment_efficacy(graph):
    """General forms of a sign, opposites and what predicts the prognosis are among them; mechanisms are not."""
    names = names_of(graph)
    outcome = outcome_of(graph, names.resolve("IESS").id)
    inside = ("IESS", "epileptic spasms", "seizure", "hypsarrhythmia", "cognition", "cognitive impairment")
    for name in (*inside, "prognosis of IESS", "treatment efficacy", "epilepsy", "West syndrome"):
        assert names.resolve(name).id in outcome, name
    for name in ("seizure threshold", "KATP channel", "inflammation", "IGF-1", "KDT", "oxidative stress"):
        assert names.resolve(name).id not in outcome, name


def test_steps_within_the_outcome_do_not_leave_it(graph):
    """From the sign to its disease is how a path arrives."""
    small = sick(graph)
    outcome = outcome_of(small, "entity:disease")
    steps = {
        (step.subject, step.object): leaves_outcome(step, outcome)
        for _, step in PathSearch(small, PathFilter()).usable("entity:diet", "entity:disease")
    }
    assert [pair for pair, leaves in steps.items() if leaves] == [("entity:spasm", "entity:neurons")]


def test_json_gives_the_side_by_its_sign():
    """Without one side there is null."""
    assert verdict_json(Verdict(ONE_SIDE, "-", EVERY_WALK)) == {
        "says": "one side only",
        "one_sided": "-",
        "looked": "every walk",
    }
    assert verdict_json(Verdict(NOT_DECIDED, "", CUT_SHORT))["one_sided"] is None


@pytest.mark.parametrize("says", SAYS)
def test_every_verdict_has_a_sentence_that_recommends_nothing(says):
    """Each names the end; only one side says that every route points there."""
    sentence = verdict_sentence(Verdict(says, "-" if says == ONE_SIDE else "", EVERY_WALK), "weight")
    assert "weight" in sentence and sentence.endswith(".")
    assert sentence.startswith("Every route found points to less weight") == (says == ONE_SIDE)
