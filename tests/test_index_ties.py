"""Equally cheap paths of an index come in one order, whatever the search came across first."""

from itertools import pairwise, permutations

from kgraph.index.answering import find_indexed_paths
from kgraph.index.build import build_index
from kgraph.index.index_values import IndexPath, IndexStep
from kgraph.index.open_index import GraphIndex
from kgraph.index.ties import first_paths


def _path(*nodes, cost, sign="+"):
    steps = tuple(
        IndexStep(one, other, "raises", sign, "causal", cost / (len(nodes) - 1), ("k",))
        for one, other in pairwise(nodes)
    )
    return IndexPath(steps, sign, cost)


def test_the_order_of_ties_does_not_depend_on_the_order_of_reading():
    """Sums that differ in the last place are equal; then fewer steps, the bytes of nodes and the sign decide."""
    tied = [
        _path("a", "z", cost=0.3),
        _path("a", "b", "z", cost=0.1 + 0.2),
        _path("a", "c", "z", cost=0.3),
        _path("a", "c", "z", cost=0.1 + 0.2, sign="-"),
    ]
    cheaper = _path("a", "y", "x", "z", cost=0.2999999)
    for some in permutations(tied):
        assert first_paths([cheaper, *some], 3) == ([cheaper, *tied[:2]], True)
        assert first_paths([cheaper, *some], 5) == ([cheaper, *tied], False)


def test_equal_paths_of_a_table_come_by_their_nodes(tmp_path):
    """Of thirty equally cheap paths the first five by the bytes of their nodes are given, in any order of the rows."""
    middle = [f"m{number:02}" for number in range(30)]
    for turned in (False, True):
        table = tmp_path / f"edges-{turned}.tsv"
        rows = [f"{one}\t{other}\t0.5\t+" for name in middle for one, other in (("a", name), (name, "z"))]
        table.write_text("\n".join(["subject\tobject\tcost\tsign", *(rows[::-1] if turned else rows)]) + "\n")
        build_index(tmp_path / "one.index", table, force=True)
        answer = find_indexed_paths(GraphIndex(tmp_path / "one.index"), "a", "z", top=5)
        assert [path.nodes[1] for path in answer.paths] == middle[:5]
        assert answer.more
