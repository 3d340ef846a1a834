"""How often the verdict is right on gene–trait pairs whose direction is known, beside simpler ways to tell a direction.

The map is PhysioMap's: signed relations between physiological variables, without confidences.  A pair is a lesion (a
gene whose product does less, or more) and a variable that it raises or lowers in patients.  The lesion acts on the
variables that the pair names, with the sign it names, and the question goes from the lesion to the variable.  Nothing
is fitted: no method has a parameter that was chosen on these pairs.

Usage: python benchmarks/verdict.py [FOLDER]; without FOLDER, physiomap in the folder that KGRAPH_SAMPLES names.
"""

from __future__ import annotations

import csv
import heapq
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from math import log, sqrt
from pathlib import Path

from table import show

from kgraph.paths.search import Arc, PathSpace, SearchBudget
from kgraph.paths.search_options import MAX_HOPS
from kgraph.paths.values import SIGNS, times
from kgraph.paths.verdict import SAYS, Verdict, judge

LESION = "lesion"
# The exponent of degree-weighted path counts, as their authors use it (Himmelstein and Baranzini 2015).
DAMPING = 0.4
# The standard normal quantile of a two-sided 95 % interval.
Z = 1.96

Network = dict[str, list[Arc]]
# From a network with a lesion in it, and the variable asked about: the direction told, empty for none.
Method = Callable[[Network, str], str]


@dataclass(frozen=True, slots=True)
class KnownPair:
    """A gene, what its lesion does (variable and sign), and the direction known of another variable."""

    gene: str
    lesion: tuple[tuple[str, str], ...]
    variable: str
    direction: str

    @property
    def start(self) -> list[Arc]:
        """The arcs by which the lesion acts."""
        return [Arc(LESION, variable, 1.0, sign) for variable, sign in self.lesion]


@dataclass(frozen=True, slots=True)
class Told:
    """What a method told of the pairs: how many it told a direction of, and of how many the right one."""

    pairs: int
    told: int
    right: int

    @property
    def row(self) -> tuple[object, ...]:
        """The cells of a table: counts, precision with its interval, coverage."""
        if not self.told:
            return (0, 0, "–", "–", "0")
        low, high = _wilson(self.right, self.told)
        precision = f"{self.right / self.told:.3f}"
        return (self.told, self.right, precision, f"{low:.3f} to {high:.3f}", f"{self.told / self.pairs:.3f}")


def read_map(folder: Path) -> Network:
    """The signed relations of the map, by subject."""
    network: Network = {}
    for row in _rows(folder / "edges.tsv"):
        network.setdefault(row["subject"], []).append(Arc(row["subject"], row["object"], 1.0, row["sign"]))
    return network


def read_pairs(folder: Path) -> list[KnownPair]:
    """The pairs with a known direction, in the order of the file."""
    return [
        KnownPair(
            row["gene"],
            tuple(_acts_on(part) for part in row["primary_intervention"].split(";")),
            f"pm:{row['physiomap_variable']}",
            row["reference_direction"],
        )
        for row in _rows(folder / "pairs.tsv")
    ]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def _acts_on(part: str) -> tuple[str, str]:
    variable, sign = part.split()
    return f"pm:{variable}", sign


def verdict_on(network: Network, pair: KnownPair) -> Verdict:
    """The verdict with the budget that every question has."""
    return judge(network | {LESION: pair.start}, LESION, pair.variable)


def within_hops(network: Network, end: str) -> str:
    """The only side that has a simple path within the hop limit of `path`, the step of the lesion not counted."""
    limits = SearchBudget(seconds=60.0, expansions=10_000_000)
    space = PathSpace(network, LESION, end, max_hops=MAX_HOPS + 1, limits=limits)
    sides = [sign for sign in ("+", "-") if next(space.cheapest(sign, limits), None)]
    if limits.hit:
        raise RuntimeError(f"the paths to {end} were not searched to the end")
    return sides[0] if len(sides) == 1 else ""


def shortest(network: Network, end: str) -> str:
    """The sign of the shortest paths; nothing when they differ or it is unknown."""
    return _least(network, end, lambda _: 0.0)


def cheapest(network: Network, end: str) -> str:
    """The sign of the cheapest path where passing through an entity costs more the more it is joined to."""
    joined: dict[str, set[str]] = {}
    for leaving in network.values():
        for arc in leaving:
            if arc.source != LESION:
                joined.setdefault(arc.source, set()).add(arc.target)
                joined.setdefault(arc.target, set()).add(arc.source)
    return _least(network, end, lambda node: DAMPING * log(len(joined.get(node, ())) or 1), step=0.0)


def _least(network: Network, end: str, passing: Callable[[str], float], *, step: float = 1.0) -> str:
    """The sign of the path of least cost; nothing when two signs cost the same, or when it is unknown.

    The least cost over all signs belongs to a simple path, so that a search over walks finds it.
    """
    tie = count()
    queue = [(0.0, next(tie), LESION, "+")]
    done: set[tuple[str, str]] = set()
    least: dict[str, float] = {}
    while queue:
        cost, _, node, sign = heapq.heappop(queue)
        if (node, sign) in done:
            continue
        done.add((node, sign))
        if node == end:
            least[sign] = cost
            continue
        onward = cost + step + (passing(node) if node != LESION else 0.0)
        for arc in network.get(node, ()):
            heapq.heappush(queue, (onward, next(tie), arc.target, times(sign, arc.sign)))
    best = [sign for sign in SIGNS if sign in least and least[sign] <= min(least.values()) + 1e-9]
    return best[0] if len(best) == 1 and best[0] != "?" else ""


def told_by(directions: Mapping[KnownPair, str]) -> Told:
    """How many pairs have a direction told, and how many the right one."""
    told = {pair: direction for pair, direction in directions.items() if direction}
    return Told(len(directions), len(told), sum(pair.direction == direction for pair, direction in told.items()))


def _wilson(right: int, told: int) -> tuple[float, float]:
    """The interval of a share by Wilson (1927)."""
    share, spread = right / told, Z * Z / told
    middle, half = share + spread / 2, Z * sqrt(share * (1 - share) / told + spread / (4 * told))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def main(folder: Path) -> None:
    """Print the tables."""
    network, pairs = read_map(folder), read_pairs(folder)
    relations = sum(len(leaving) for leaving in network.values())
    genes = len({pair.gene for pair in pairs})
    print(f"{relations} signed relations, {len(pairs)} pairs of {genes} genes with a known direction.")
    before = time.process_time()
    verdicts = {pair: verdict_on(network, pair) for pair in pairs}
    spent = time.process_time() - before

    says = Counter(verdict.says for verdict in verdicts.values())
    most = max(verdict.arcs for verdict in verdicts.values())
    show("What the verdict says", ("verdict", "pairs"), [(word, says[word]) for word in SAYS])
    print(f"\n{1000 * spent / len(pairs):.1f} ms of processor time a pair; at most {most} arcs looked at.")

    ones = {pair: verdict.one_sided for pair, verdict in verdicts.items()}
    methods: dict[str, dict[KnownPair, str]] = {"verdict: one side only, at any length": ones}
    for name, method in (
        (f"one side only within {MAX_HOPS} hops", within_hops),
        ("shortest path", shortest),
        ("cheapest path (degree-weighted)", cheapest),
    ):
        methods[name] = {pair: method(network | {LESION: pair.start}, pair.variable) for pair in pairs}
    often = Counter(pair.direction for pair in pairs).most_common(1)[0][0]
    methods[f"always {often}"] = dict.fromkeys(pairs, often)
    columns = ("method", "told", "right", "precision", "95 % interval", "coverage")
    show("All pairs", columns, [(name, *told_by(directions).row) for name, directions in methods.items()])

    answered = [pair for pair, direction in ones.items() if direction]
    same = [(name, *told_by({pair: by[pair] for pair in answered}).row) for name, by in methods.items()]
    show("Only the pairs that the verdict calls one-sided", columns, same)

    kinds: dict[str, list[KnownPair]] = {"joined by one relation": [], "joined by several only": []}
    for pair in pairs:
        targets = {arc.target for variable, _ in pair.lesion for arc in network.get(variable, ())}
        near = pair.variable in targets or pair.variable in {variable for variable, _ in pair.lesion}
        kinds["joined by one relation" if near else "joined by several only"].append(pair)
    rows = [
        (kind, name, *told_by({p: methods[name][p] for p in some}).row)
        for kind, some in kinds.items()
        for name in methods
    ]
    show("By distance", ("pairs", *columns), rows)

    wrong = [(p.gene, p.variable, ones[p], p.direction) for p in answered if ones[p] != p.direction]
    show("One-sided and wrong", ("gene", "variable", "verdict", "known"), wrong)


if __name__ == "__main__":
    samples = os.environ.get("KGRAPH_SAMPLES")
    if len(sys.argv) < 2 and not samples:  # noqa: PLR2004
        sys.exit("Name the folder with edges.tsv and pairs.tsv, or set KGRAPH_SAMPLES to the folder of samples.")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(samples or "") / "physiomap")
