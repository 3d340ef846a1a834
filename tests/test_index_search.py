"""The search over a compiled index against brute force."""

import random
import tracemalloc
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_graphs import ascends, bundled, cheapest_of_each, cost_of, edges_of, every_path, random_rows, sign_of

from kgraph.index import balls, reach
from kgraph.index import short_paths as short
from kgraph.index.compile import compile_edges
from kgraph.index.parallel_rows import each_choice
from kgraph.index.question import Question, Steps
from kgraph.index.reach import Rounds
from kgraph.index.search import IndexPathSpace
from kgraph.index.steps_between import arcs_between
from kgraph.paths.search import SearchBudget
from kgraph.paths.verdict import BOTH_SIDES, NONE, judge

MODES = {"": ("unsigned", 0), "+": ("parity", 0), "-": ("parity", 1), "?": ("unknown", 1)}


class Compiled:
    """Edges compiled in memory, searched without a file."""

    def __init__(self, edges):
        found, self.facts = compile_edges(edges)
        self.arrays = found
        self.out = Steps(found["out_start"], found["out_target"], found["out_cost"], found["out_mark"])
        self.into = Steps(found["in_start"], found["in_source"], found["in_cost"], found["in_mark"])
        self.rounds = Rounds(self.out, self.into, len(edges.nodes))

    def space(self, start, end, hops, sign, blocked=(), *, apart=False):
        question = Question(start, end, hops or 0, MODES[sign][0], blocked, apart=apart)
        return IndexPathSpace(self.rounds, self.out, self.into, question)

    def paths(self, start, end, hops, sign, blocked=(), limits=None):
        return self.space(start, end, hops, sign, blocked).cheapest(MODES[sign][1], limits or SearchBudget())

    def members(self, step):
        if "row_start" not in self.arrays:
            return [(float(self.arrays["out_cost"][step]), int(self.arrays["row"][step]))]
        low, high = self.arrays["row_start"][step : step + 2]
        return list(zip(self.arrays["row_cost"][low:high].tolist(), self.arrays["row"][low:high].tolist(), strict=True))


def expect_equal(nodes, rows, start, end, hops, sign, blocked):
    """All three ways to see parallel rows give what brute force gives."""
    compiled = Compiled(edges_of(nodes, rows))
    wanted = [path for path in every_path(rows, start, end, hops, blocked) if sign in ("", sign_of(rows, path))]
    found = list(compiled.paths(start, end, hops, sign, blocked))
    costs = [path.cost for path in found]
    assert costs == pytest.approx(cheapest_of_each(rows, wanted, by_sign=sign != ""), abs=1e-9)
    assert ascends(costs)
    taken = [tuple(compiled.members(step)[0][1] for step in path.steps) for path in found]
    assert [cost_of(rows, path) for path in taken] == costs
    assert {bundled(rows, path, by_sign=sign != "") for path in taken} == {
        bundled(rows, path, by_sign=sign != "") for path in wanted
    }
    space = compiled.space(start, end, hops, sign, blocked, apart=True)
    apart = list(each_choice(space.cheapest(MODES[sign][1], SearchBudget()), compiled.members))
    assert sorted(tuple(row for _, row in choice) for _, _, choice in apart) == sorted(wanted)
    assert ascends([cost for cost, _, _ in apart])


@pytest.mark.parametrize("seed", range(8))
def test_thousands_of_random_multigraphs_agree_with_brute_force(seed):
    """Same paths and costs for every sign, hop limit and blocked node, with parallel rows together and apart."""
    generator = random.Random(seed)
    for _ in range(250):
        nodes, rows = random_rows(generator)
        start, end = generator.randrange(nodes), generator.randrange(nodes)
        hops = generator.choice([1, 2, 3, 4, 5, None])
        blocked = tuple({generator.randrange(nodes) for _ in range(generator.choice([0, 0, 1]))})
        expect_equal(nodes, rows, start, end, hops, generator.choice(["", "+", "-", "?"]), blocked)


@pytest.mark.parametrize("seed", range(2))
def test_passing_over_all_steps_finds_the_same_as_looking_at_some(seed, monkeypatch):
    """Both kinds of rounds, in blocks of a few steps, agree with brute force."""
    generator = random.Random(seed)
    monkeypatch.setattr(reach, "_BLOCK", 3)
    for wide in (0, 10**9):
        monkeypatch.setattr(reach, "_OUT_OF_ORDER", wide)
        for _ in range(120):
            nodes, rows = random_rows(generator)
            start, end = generator.randrange(nodes), generator.randrange(nodes)
            hops = generator.choice([2, 4, None])
            expect_equal(nodes, rows, start, end, hops, generator.choice(["", "+", "-", "?"]), ())


@pytest.mark.parametrize("expected", [1, 2, 5])
def test_balls_that_grow_step_by_step_miss_no_path_of_any_length(expected, monkeypatch):
    """However low the first ceiling and however little a ball grows at a time, all signs agree with brute force."""
    monkeypatch.setattr(balls, "_LEAST", 1)
    monkeypatch.setattr(balls, "_SHARE", 10**9)
    generator = random.Random(expected)
    for _ in range(100):
        nodes, rows = random_rows(generator, most_rows=30)
        start, end = generator.randrange(nodes), generator.randrange(nodes)
        blocked = tuple({generator.randrange(nodes) for _ in range(generator.choice([0, 0, 1]))})
        paths = every_path(rows, start, end, None, blocked)
        compiled = Compiled(edges_of(nodes, rows))
        spaces = {mode: compiled.space(start, end, None, sign, blocked) for sign, (mode, _) in MODES.items()}
        for sign, (mode, owed) in MODES.items():
            wanted = [path for path in paths if sign in ("", sign_of(rows, path))]
            # What a search without time leaves behind serves the next one.
            list(spaces[mode].cheapest(owed, SearchBudget(seconds=generator.choice([0, 1e-4])), expected=expected))
            found = [path.cost for path in spaces[mode].cheapest(owed, SearchBudget(), expected=expected)]
            assert found == pytest.approx(cheapest_of_each(rows, wanted, by_sign=sign != ""), abs=1e-9)


@pytest.mark.parametrize("hops", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("joined", [True, False])
def test_short_paths_are_the_same_joined_and_searched(hops, joined, monkeypatch):
    """Up to six hops, enumerating all paths at once and searching for them agree with brute force."""
    generator = random.Random(hops)
    monkeypatch.setattr(short, "_LEAST_SHARE", 1e-9)
    if not joined:
        monkeypatch.setattr(short, "_HOPS", 0)
    for _ in range(150):
        nodes, rows = random_rows(generator, most_rows=30 if hops < 5 else 20)
        start, end = generator.randrange(nodes), generator.randrange(nodes)
        blocked = tuple({generator.randrange(nodes) for _ in range(generator.choice([0, 0, 1]))})
        compiled = Compiled(edges_of(nodes, rows))
        if start != end:
            paths = short.ShortPaths(compiled.out, compiled.into, Question(start, end, hops, "parity"))
            assert paths.found(SearchBudget()) is joined
        expect_equal(nodes, rows, start, end, hops, generator.choice(["", "+", "-", "?"]), blocked)


def test_more_walks_than_are_worth_it_are_left_to_the_search():
    """A few steps within a clique are enumerated, many are not, and the answer is in order either way."""
    compiled = Compiled(edges_of(40, clique(40, random.Random(1))))
    few = {hops: short.ShortPaths(compiled.out, compiled.into, Question(0, 1, hops, "unsigned")) for hops in (1, 2, 4)}
    assert [few[hops].found(SearchBudget()) for hops in few] == [True, True, False]
    assert ascends([path.cost for path in islice(compiled.paths(0, 1, 4, ""), 100)])


@st.composite
def questions(draw):
    """A small signed multigraph with a question about it."""
    nodes = draw(st.integers(2, 6))
    node = st.integers(0, nodes - 1)
    row = st.tuples(node, node, st.sampled_from([0.0, 0.25, 1.0, 1.0 + 2**-40, 3.0]), st.sampled_from("+-?"))
    rows = draw(st.lists(row, max_size=16))
    hops = draw(st.sampled_from([1, 2, 3, 4, None]))
    return nodes, rows, draw(node), draw(node), hops, draw(st.sampled_from(["", "+", "-", "?"])), ()


@given(questions())
@settings(max_examples=150, deadline=None)
def test_odd_multigraphs_agree_with_brute_force(question):
    """Loops, ties that differ in the last places, free steps and parallel rows make no difference."""
    expect_equal(*question)


def clique(nodes, random, signs="+-"):
    return [(a, b, random.expovariate(1.0), random.choice(signs)) for a in range(nodes) for b in range(nodes) if a != b]


@pytest.mark.parametrize("sign", ["", "+", "-"])
def test_a_clique_is_cut_at_its_limit_and_says_so(sign):
    """The paths of a clique have no end in sight; what comes before the limit is in order and the cut is flagged."""
    compiled = Compiled(edges_of(40, clique(40, random.Random(1))))
    limits = SearchBudget(expansions=3000)
    costs = [path.cost for path in compiled.paths(0, 1, None, sign, limits=limits)]
    assert limits.hit
    assert len(costs) > 200
    assert ascends(costs)


def test_cheap_cycles_that_turn_the_sign_are_no_paths():
    """A walk could go round a free cycle for the wanted sign, and no simple path has it: cut, flagged, nothing made up."""
    rows = clique(30, random.Random(2), signs="+")
    # Away from the end and back, the sign turned for nothing: never part of a simple path to the end.
    rows += [(a, 30 + a, 0.0, "-") for a in range(2, 30)] + [(30 + a, a, 0.0, "+") for a in range(2, 30)]
    compiled = Compiled(edges_of(60, rows))
    limits = SearchBudget(expansions=2000)
    assert list(compiled.paths(0, 1, 8, "-", limits=limits)) == []
    assert limits.hit
    assert next(compiled.paths(0, 1, 8, "+")).cost > 0


def test_ladders_of_equal_paths_come_one_by_one():
    """A ladder has 2^60 paths of one cost; the first hundred take little more than their own length in work."""
    rungs = 60
    rows = [
        (2 * rung + side, 2 * rung + 2 + other, 1.0, "+")
        for rung in range(rungs)
        for side in (0, 1)
        for other in (0, 1)
    ]
    compiled = Compiled(edges_of(2 * rungs + 2, rows))
    limits = SearchBudget(expansions=100 * rungs)
    found = list(islice(compiled.paths(0, 2 * rungs, None, "+", limits=limits), 100))
    assert [path.cost for path in found] == [rungs] * 100
    assert len({path.steps for path in found}) == 100
    assert not limits.hit


def test_no_time_means_no_answer_that_looks_complete():
    """A deadline that has passed cuts the rounds too; nothing comes out and the cut is flagged."""
    compiled = Compiled(edges_of(20, clique(20, random.Random(3))))
    limits = SearchBudget(seconds=0.0)
    assert list(compiled.paths(0, 1, 4, "", limits=limits)) == []
    assert limits.hit


def test_a_search_can_be_cancelled_from_outside():
    """Whoever holds the limits can end a search that is under way; the answer is flagged as cut."""
    compiled = Compiled(edges_of(30, clique(30, random.Random(8))))
    limits = SearchBudget()
    found = compiled.paths(0, 1, None, "", limits=limits)
    assert len(list(islice(found, 20))) == 20
    limits.hit = True
    assert list(found) == []
    assert limits.hit


def test_a_search_that_was_cut_leaves_no_trace_in_the_next():
    """Working arrays are put back clean after a cut, an abandoned generator and an error."""
    generator = random.Random(4)
    rows = clique(12, generator)
    compiled = Compiled(edges_of(12, rows))
    untouched = [path.cost for path in islice(compiled.paths(0, 1, 4, "-"), 50)]
    for _ in range(5):
        list(compiled.paths(2, 3, None, "+", limits=SearchBudget(seconds=0.0)))
        next(compiled.paths(4, 5, 6, "?", limits=SearchBudget(expansions=3)), None)
        next(compiled.paths(1, 0, None, ""))
        assert [path.cost for path in islice(compiled.paths(0, 1, 4, "-"), 50)] == untouched


def test_two_generators_may_be_read_in_turns():
    """Interleaved searches give what each gives alone."""
    compiled = Compiled(edges_of(12, clique(12, random.Random(5))))
    first, second = compiled.paths(0, 1, 3, "+"), compiled.paths(0, 1, None, "-")
    turns = [(next(first).cost, next(second).cost) for _ in range(40)]
    assert [a for a, _ in turns] == [path.cost for path in islice(compiled.paths(0, 1, 3, "+"), 40)]
    assert [b for _, b in turns] == [path.cost for path in islice(compiled.paths(0, 1, None, "-"), 40)]


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_of_compiled_steps_is_that_of_brute_force(seed):
    """On 250 multigraphs each, with blocked nodes: the steps between two nodes hold every simple path."""
    generator = random.Random(seed)
    for _ in range(250):
        nodes, rows = random_rows(generator)
        start, end = generator.randrange(nodes), generator.randrange(nodes)
        blocked = tuple({generator.randrange(nodes) for _ in range(generator.choice([0, 0, 1]))} - {start, end})
        compiled = Compiled(edges_of(nodes, rows))
        arcs = arcs_between(compiled.out, compiled.into, start, end, blocked=blocked, most=1000)
        verdict = judge(arcs, str(start), str(end))
        signs = {sign_of(rows, path) for path in every_path(rows, start, end, nodes, blocked)}
        sides = signs & {"+", "-"}
        assert verdict.one_sided == ("".join(sides) if len(sides) == 1 else "")
        assert (verdict.says == BOTH_SIDES) == (len(sides) == 2)
        assert (verdict.says == NONE) == (not signs)


def test_too_many_steps_between_two_nodes_are_not_gone_through():
    """Beyond the number granted there are no arcs at all, rather than some of them."""
    compiled = Compiled(edges_of(10, clique(10, random.Random(1))))
    assert arcs_between(compiled.out, compiled.into, 0, 9, blocked=(), most=20) is None


def test_a_hub_costs_a_handful_of_entries():
    """From a node with 10 000 ways on, the first path takes some few steps of work, not 10 000."""
    middle = range(2, 10_002)
    rows = [(0, node, 1.0 + node / 1e6, "+") for node in middle] + [(node, 1, 1.0, "+") for node in middle]
    compiled = Compiled(edges_of(10_002, rows))
    limits = SearchBudget(expansions=25)
    found = list(islice(compiled.paths(0, 1, 2, "+", limits=limits), 5))
    assert [path.nodes[1] for path in found] == [2, 3, 4, 5, 6]
    assert not limits.hit


def hubs(nodes, count, generator):
    """A graph with hubs, as rows."""
    ends = [min(int(nodes * generator.random() ** 3), nodes - 1) for _ in range(2 * count)]
    return [
        (a, b if a != b else (b + 1) % nodes, generator.expovariate(1.0), generator.choice("+-?"))
        for a, b in zip(ends[:count], ends[count:], strict=True)
    ]


@pytest.mark.parametrize(("hops", "sign"), [(6, "-"), (6, "?"), (4, ""), (None, "")])
def test_a_query_holds_at_most_24_bytes_for_each_step(hops, sign):
    """Working arrays, bounds, queue and answers together, counted by the allocator."""
    compiled = Compiled(edges_of(3000, hubs(3000, 60_000, random.Random(6))))
    tracemalloc.start()
    try:
        assert len(list(islice(compiled.paths(2900, 2950, hops, sign), 10))) == 10
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 24 * compiled.facts["steps"]
