"""What an index says where it found nothing is proved, or said to be undecided."""

import random
from collections import deque

import pytest
from signed_graphs import edges_of, every_path, random_rows

from kgraph.index.answering import find_indexed_paths
from kgraph.index.build import build_index
from kgraph.index.compile import compile_edges
from kgraph.index.file_layout import write_arrays
from kgraph.index.open_index import GraphIndex

PAIRS = 2000


def scattered(random, nodes, rows):
    """A sparse graph: much is unreachable, and the rest is far apart."""
    return [
        (random.randrange(nodes), random.randrange(nodes), random.random(), random.choice("+-?")) for _ in range(rows)
    ]


def chained(random, length, side):
    """A long chain with side branches that lead nowhere."""
    rows = [(node, node + 1, random.random(), random.choice("+-")) for node in range(length - 1)]
    return rows + [(random.randrange(length), length + number, random.random(), "+") for number in range(side)]


def hubs(random, nodes, rows):
    """A graph with a heavy tail of degrees."""
    ends = [min(int(nodes * random.random() ** 3), nodes - 1) for _ in range(2 * rows)]
    return [(a, b, random.random(), random.choice("+-?")) for a, b in zip(ends[:rows], ends[rows:], strict=True)]


GRAPHS = {
    "scattered": lambda random: (4000, scattered(random, 4000, 5000)),
    "chained": lambda random: (90, chained(random, 60, 30)),
    "hubs": lambda random: (3000, hubs(random, 3000, 12_000)),
}


def compiled(place, nodes, rows):
    write_arrays(place, *compile_edges(edges_of(nodes, rows)))
    return GraphIndex(place)


def hops_from(rows, start):
    """The number of steps to every node that one node leads to, by plain breadth-first search."""
    leaving = {}
    for source, target, _, _ in rows:
        leaving.setdefault(source, []).append(target)
    reached, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for target in leaving.get(node, ()):
            if target not in reached:
                reached[target] = reached[node] + 1
                queue.append(target)
    return reached


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_is_said_to_lead_nowhere_that_a_search_reaches(name, tmp_path):
    """Over 2000 random pairs on three graphs, with next to no time: what is said of steps holds, and cuts are told."""
    generator = random.Random(name)
    nodes, rows = GRAPHS[name](generator)
    index = compiled(tmp_path / "graph.index", nodes, rows)
    said = set()
    for _ in range(PAIRS // len(GRAPHS) // 4 + 1):
        start = generator.randrange(nodes)
        reached = hops_from(rows, start)
        near = generator.choice(list(reached))
        for end in {near, *(generator.randrange(nodes) for _ in range(3))} - {start}:
            hops = generator.choice([1, 2, 3, 5, None])
            seconds = generator.choice([1e-9, 1e-4, 1e-3, 1.0])
            answer = find_indexed_paths(index, f"n{start:06}", f"n{end:06}", max_hops=hops, top=1, seconds=seconds)
            steps = reached.get(end)
            if answer.paths:
                continue
            code, (first, *_) = answer.because.code, answer.because.sentences
            said.add(code)
            assert (code == "unreachable") == (steps is None)
            assert (code == "hop-limit") == (hops is not None and steps is not None and steps > hops)
            assert answer.complete == (code != "cut")
            if code == "hop-limit":
                assert answer.because.shortest == dict(first.data)["shortest"] == steps
                assert first.code == ("shortest-too-long" if steps <= 12 else "longer-than-any-limit")
    assert said == {"unreachable", "hop-limit", "cut"}


def test_the_hint_names_a_limit_that_suffices(tmp_path):
    """The cheapest path is longer than the shortest; the hint goes by the shortest."""
    rows = [(node, node + 1, 0.1, "+") for node in range(9)] + [(0, 10, 5.0, "+"), (10, 9, 5.0, "+")]
    index = compiled(tmp_path / "graph.index", 11, rows)
    answer = find_indexed_paths(index, "n000000", "n000009", max_hops=1)
    assert answer.because.message == "The shortest path has 2 steps and the limit is 1: try max_hops=2."
    assert find_indexed_paths(index, "n000000", "n000009", max_hops=2).paths


@pytest.mark.parametrize("seed", range(3))
def test_what_is_avoided_is_blamed_only_where_it_is_to_blame(seed, tmp_path):
    """On random multigraphs, by brute force with and without the nodes that are avoided."""
    generator = random.Random(seed)
    for number in range(150):
        nodes, rows = random_rows(generator)
        index = compiled(tmp_path / f"{number}.index", nodes, rows)
        start, end, avoided = (generator.randrange(nodes) for _ in range(3))
        hops = generator.choice([1, 2, 3])
        answer = find_indexed_paths(
            index, f"n{start:06}", f"n{end:06}", max_hops=hops, avoid=[f"n{avoided:06}"], seconds=1e-9
        )
        lengths = [len(path) for path in every_path(rows, start, end, nodes, (avoided,))]
        free = [len(path) for path in every_path(rows, start, end, nodes)]
        code = answer.because.code if answer.because else ""
        if start == end:
            assert code == "same"
            continue
        assert (code == "unreachable") == (not free)
        assert (code == "filter") == bool(free and not lengths)
        assert (code == "hop-limit") == bool(lengths and min(lengths) > hops)


def test_rules_of_the_typed_graph_are_kept_in_what_is_said(tmp_path, graph):
    """Between all things of the bundled graph a few hops apart, what one hop is said to lack needs more of them."""
    build_index(tmp_path / "bundled.index")
    index = GraphIndex(tmp_path / "bundled.index")
    generator, codes = random.Random(3), set()
    names = sorted(graph.entities)
    for _ in range(150):
        start, end = generator.sample(names, 2)
        answer = find_indexed_paths(index, start, end, max_hops=2, top=1)
        code = answer.because.code if answer.because else ""
        codes.add(code)
        if code == "hop-limit":
            steps = answer.because.shortest
            assert next(index.paths(start, end, max_hops=steps), None)
            assert next(index.paths(start, end, max_hops=steps - 1), None) is None
        elif code == "unreachable":
            assert next(index.paths(start, end, max_hops=None), None) is None
    assert {"", "hop-limit", "unreachable"} <= codes
