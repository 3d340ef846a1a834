"""Where curated paths of DrugMechDB rank among all routes between their ends, in the order of kgraph and in others.

The records of a folder are merged into one graph.  A question is a drug and a disease of a record; its right answers
are the paths from the one to the other that its records draw, and the candidates are all routes that kgraph finds
within the hop limit.  Every order ranks the same candidates.  Candidates that an order holds for equal are in random
order, and what is printed is the expectation over that; so "random" is an order that holds all for equal.

A step that only the records of the question draw can be told by its few neighbours, which helps an order that weighs
degrees.  So the same is printed for the curated paths of which records of other questions draw every arrow as well.

No order has a parameter that was fitted to these records.  How ours breaks the ties that grades leave was chosen by the
first half alone; questions are split by drug, by the digest of its identifier, and both halves are printed.

Usage: python benchmarks/ranking.py FOLDER [--hops N]... [--questions N]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import comb, log
from pathlib import Path
from random import Random
from statistics import fmean, median

import networkx as nx
from table import show

import kgraph
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.frozen import replace
from kgraph.importers import read
from kgraph.importers.drugmechdb import curie_of
from kgraph.importers.drugmechdb_records import Record, read_records
from kgraph.importers.imported import Tallies
from kgraph.model import Claim, Contents
from kgraph.paths import Path as Route
from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.grades import Grading
from kgraph.paths.hubs import hubs_of
from kgraph.paths.search import SearchBudget
from kgraph.paths.steps import related_contexts
from kgraph.paths.values import SIGNS

Nodes = tuple[str, ...]
Key = tuple[float, ...]
Order = Callable[[Route], Key]

HOPS = (6, 9)
HITS = (1, 10)
DAMPING = 0.4  # Himmelstein and Baranzini 2015, as in the hub penalty of kgraph
SEARCH_SECONDS = 3600.0
EVERYTHING = 10**9
RESAMPLES = 2000
ELSEWHERE = "MESH:none"
FIRST = ", helping first"
HALVES = {"first half": (1,), "second half": (2,), "all": (1, 2)}
OURS = "ours"
PRODUCT = "ours, by product"
NOT_HELD_OUT = f"{OURS}, nothing held out"


@dataclass(frozen=True)
class Question:
    """The ends, the node sequences of the curated paths between them, and the records that draw those.

    `shared` are the curated paths of which records of other questions draw every arrow too.
    """

    drug: str
    disease: str
    right: frozenset[Nodes]
    shared: frozenset[Nodes]
    records: frozenset[str]

    @property
    def half(self) -> int:
        """1 or 2, by drug."""
        return 1 + sha256(self.drug.encode()).digest()[0] % 2

    def digest(self) -> str:
        """What an arbitrary choice of questions goes by, the same everywhere."""
        return sha256(f"{self.drug} {self.disease}".encode()).hexdigest()


@dataclass(frozen=True)
class Score:
    """What one order makes of one question, expected over the order of what it holds for equal."""

    question: Question
    candidates: int
    within: bool  # whether a right answer is a candidate at all
    hits: tuple[float, ...]
    reciprocal: float


Scores = dict[str, list[Score]]


# ---------------------------------------------------------------- orders: a smaller key ranks better


def product(route: Route) -> Key:
    """The order of `kgraph path --order product`: product of confidences, then number of steps."""
    # Rounded, because factors that are multiplied in another order give another last digit.
    return (round(-log(route.confidence), 9), len(route.steps))


def shortest(route: Route) -> Key:
    """Fewest steps."""
    return (len(route.steps),)


def chance(route: Route) -> Key:
    """All alike."""
    return ()


def degree_weighted(graph: kgraph.KnowledgeGraph) -> Order:
    """Path degree product: each step counts its two ends' numbers of neighbours to the power −0.4."""
    neighbours = nx.Graph((claim.subject, claim.object) for claim in graph.claims.values())

    def order(route: Route) -> Key:
        ends = [neighbours.degree(end) for step in route.steps for end in (step.subject, step.object)]
        return (round(DAMPING * sum(map(log, ends)), 9),)

    return order


def then(first: Order, second: Order) -> Order:
    """The first order, and the second among what the first holds for equal."""
    return lambda route: (*first(route), *second(route))


def helping_first(order: Order) -> Order:
    """Routes along which the drug lowers the disease before all others, then as in another order."""
    return lambda route: (float(route.effect != "helps"), *order(route))


def by_grade(graph: kgraph.KnowledgeGraph, question: Question) -> Order:
    """The order of the answer: grades of the distinct statements, weakest first, confidences, the busiest joint."""
    grading = Grading(graph, question.disease)

    def order(route: Route) -> Key:
        ranks, confidences, busiest, _ = grading.key(route)
        # A list that ends first is better: no grade is a number below 1.
        return (*ranks, 0.0, *confidences, busiest)

    return order


def orders(graph: kgraph.KnowledgeGraph, question: Question, weighted: Order) -> Mapping[str, Order]:
    """Every order that is compared, by name; a new order of kgraph is a row here."""
    plain = {
        OURS: by_grade(graph, question),
        f"{OURS}, ties by degree": then(by_grade(graph, question), weighted),
        PRODUCT: product,
        "shortest": shortest,
        "degree-weighted": weighted,
        "random": chance,
    }
    return {**plain, **{f"{name}{FIRST}": helping_first(order) for name, order in plain.items()}}


# ---------------------------------------------------------------- scores


def expected(
    keys: Mapping[Nodes, Key], right: frozenset[Nodes], hits: Sequence[int]
) -> tuple[tuple[float, ...], float]:
    """Expected hits at each depth and reciprocal rank of the best right answer; zeros when none is a candidate.

    >>> expected({("a",): (1.0,), ("b",): (1.0,), ("c",): (2.0,)}, frozenset({("b",)}), (1, 2))
    ((0.5, 1.0), 0.75)
    """
    best = min((keys[nodes] for nodes in right if nodes in keys), default=None)
    if best is None:
        return tuple(0.0 for _ in hits), 0.0
    before = sum(key < best for key in keys.values())
    tied = [nodes for nodes, key in keys.items() if key == best]
    good = sum(nodes in right for nodes in tied)
    all_ways = comb(len(tied), good)
    found = tuple(1 - comb(max(len(tied) - max(depth - before, 0), 0), good) / all_ways for depth in hits)
    # The first of `good` among `tied` stands at `place` in so many of all ways to order them.
    places = range(1, len(tied) - good + 2)
    reciprocal = sum(comb(len(tied) - place, good - 1) / all_ways / (before + place) for place in places)
    return found, reciprocal


def keys_of(routes: Iterable[Route], order: Order) -> dict[Nodes, Key]:
    """The best key of each sequence of nodes; parallel steps of other signs make several routes of one sequence."""
    keys: dict[Nodes, Key] = {}
    for route in routes:
        key = order(route)
        keys[route.entities] = min(key, keys.get(route.entities, key))
    return keys


# ---------------------------------------------------------------- the graph and its questions


def questions_of(records: Iterable[Record]) -> list[Question]:
    """One question for each pair of ends, with the curated paths of all its records."""
    right: dict[tuple[str, str], set[Nodes]] = {}
    arrows: dict[tuple[str, str], set[tuple[str, str]]] = {}
    names: dict[tuple[str, str], set[str]] = {}
    for record in records:
        ends = (curie_of(record.drug), curie_of(record.disease))
        drawn = nx.DiGraph((curie_of(link.source), curie_of(link.target)) for link in record.links)
        right.setdefault(ends, set()).update(map(tuple, nx.all_simple_paths(drawn, *ends)))
        arrows.setdefault(ends, set()).update(drawn.edges)
        names.setdefault(ends, set()).add(record.id)
    times = Counter(arrow for of_question in arrows.values() for arrow in of_question)
    return [
        Question(
            *ends,
            right=frozenset(right[ends]),
            shared=frozenset(nodes for nodes in right[ends] if all(times[arrow] > 1 for arrow in pairwise(nodes))),
            records=frozenset(names[ends]),
        )
        for ends in sorted(right)
    ]


def held_out(route: Route, question: Question, contexts: frozenset[str], elsewhere: float) -> Route:
    """The route without the word of the question's own records for which disease its steps are stated.

    kgraph prefers claims that are stated for the disease in question.  A step of which only the question's own records
    say so is one that is stated elsewhere; otherwise kgraph would see which arrows belong to the answer.
    """
    steps = []
    for step in route.steps:
        claims = tuple(_held_out(claim, question) for claim in step.claims)
        here = any(not claim.disease or claim.disease in contexts for claim in claims)
        if step.kind == "structural" or step.elsewhere or here:
            steps.append(replace(step, claims=claims))
        else:
            steps.append(replace(step, claims=claims, elsewhere=True, confidence=step.confidence * elsewhere))
    return replace(route, steps=tuple(steps))


def _held_out(claim: Claim, question: Question) -> Claim:
    own = all(line.row.rpartition("/")[0] in question.records for line in claim.evidence)
    return replace(claim, disease=ELSEWHERE) if own else claim


def loaded(contents: Contents) -> kgraph.KnowledgeGraph:
    """The graph of some contents, with the vocabulary, as a user would load it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "merged.ttl"
        file.write_text(contents_as_turtle(contents), encoding="utf-8")
        return kgraph.load(file, bundled=False)


def routes_of(graph: Contents, question: Question, hops: int, *, hubs: bool = False) -> list[Route]:
    """All routes between the ends of a question, of every effect, with a mechanism between or none."""
    search = PathSearch(
        graph,
        PathFilter(),
        contexts=related_contexts(graph, question.disease),
        hubs=hubs_of(graph) if hubs else None,
        through_outcome=False,
    )
    budgets = {sign: SearchBudget(seconds=SEARCH_SECONDS, expansions=EVERYTHING) for sign in SIGNS}
    blocks = (
        search.mechanism_paths(question.drug, question.disease, hops, budgets),
        search.outcome_paths(question.drug, question.disease, hops, budgets),
    )
    routes = [route for block in blocks for of_sign in block.values() for route in of_sign]
    if any(budget.hit for budget in budgets.values()):
        raise SystemExit(f"{question.drug} to {question.disease}: not all routes of {hops} hops were found")
    return routes


def scores_of(graph: kgraph.KnowledgeGraph, questions: Sequence[Question], hops: int) -> tuple[Scores, Scores]:
    """The score of every question in every order: for all curated paths, and for the shared ones alone.

    For these the other curated paths are no candidates, and questions without a shared path are left out.
    """
    every: Scores = {}
    shared: Scores = {}
    elsewhere = graph.terms["weight:elsewhere"].weight or 0.0
    weighted = degree_weighted(graph)
    for question in questions:
        contexts = related_contexts(graph, question.disease)
        seen, seen_with_hubs = (routes_of(graph, question, hops, hubs=hubs) for hubs in (False, True))
        routes = [held_out(route, question, contexts, elsewhere) for route in seen]
        compared = orders(graph, question, weighted)
        keys = {name: keys_of(routes, order) for name, order in compared.items()}
        with_hubs = [held_out(route, question, contexts, elsewhere) for route in seen_with_hubs]
        keys[f"{PRODUCT}, hub penalty on"] = keys_of(with_hubs, product)
        # What a user of the merged graph sees: the record's own word for its disease is in it.
        keys[NOT_HELD_OUT] = keys_of(seen, compared[OURS])
        keys[f"{PRODUCT}, nothing held out"] = keys_of(seen, product)
        for name, of_order in keys.items():
            every.setdefault(name, []).append(scored(question, of_order, question.right))
            if question.shared:
                others = question.right - question.shared
                left = {nodes: key for nodes, key in of_order.items() if nodes not in others}
                shared.setdefault(name, []).append(scored(question, left, question.shared))
    return every, shared


def scored(question: Question, keys: Mapping[Nodes, Key], right: frozenset[Nodes]) -> Score:
    """What an order makes of a question."""
    hits, reciprocal = expected(keys, right, HITS)
    within = any(nodes in keys for nodes in right)
    return Score(question, len(keys), within, hits, reciprocal)


# ---------------------------------------------------------------- what is printed


def difference(ours: Sequence[Score], theirs: Sequence[Score]) -> tuple[float, float, float]:
    """Mean difference of reciprocal ranks, and 95 % of the means when drugs are drawn again with replacement."""
    by_drug: dict[str, list[float]] = {}
    for mine, other in zip(ours, theirs, strict=True):
        by_drug.setdefault(mine.question.drug, []).append(mine.reciprocal - other.reciprocal)
    groups, random = list(by_drug.values()), Random(0)
    means = sorted(
        fmean(value for group in random.choices(groups, k=len(groups)) for value in group) for _ in range(RESAMPLES)
    )
    cut = RESAMPLES // 40
    return fmean(value for group in groups for value in group), means[cut], means[-cut - 1]


def report(title: str, scores: Scores) -> None:
    """Print how large the questions are, and a table with every number of every order."""
    some = scores["random"]
    sizes, few = [score.candidates for score in some], sum(score.candidates <= max(HITS) for score in some)
    print(f"\n{title}: {len(some)} questions on {len({score.question.drug for score in some})} drugs.")
    print(f"With a right answer within the hops: {sum(score.within for score in some)}.")
    print(
        f"Candidates: {min(sizes)} to {max(sizes)}, median {median(sizes):g}; at most {max(HITS)} for {few} questions."
    )
    parts = {
        f"{name} ({sum(score.question.half in halves for score in some)})": halves for name, halves in HALVES.items()
    }
    numbers = [*(f"hit@{depth}" for depth in HITS), "MRR"]
    columns = ["order", *(f"{part}: {number}" for part in parts for number in numbers), "ours − this, MRR (95 %)"]
    show(title, columns, [_row(name, scores, parts.values()) for name in scores])


def _row(name: str, scores: Scores, parts: Iterable[tuple[int, ...]]) -> list[object]:
    row: list[object] = [name]
    for halves in parts:
        some = [score for score in scores[name] if score.question.half in halves]
        row += [f"{fmean(score.hits[place] for score in some):.3f}" for place in range(len(HITS))]
        row.append(f"{fmean(score.reciprocal for score in some):.3f}")
    ours = f"{OURS}{FIRST if name.endswith(FIRST) else ''}"
    if name in (ours, NOT_HELD_OUT):
        return [*row, ""]
    return [*row, "{:+.3f} ({:+.3f} to {:+.3f})".format(*difference(scores[ours], scores[name])).replace("-", "−")]


def main() -> None:
    """Read the folder, and print every number for each hop limit."""
    parser = argparse.ArgumentParser(description="Rank the curated paths of DrugMechDB among all routes.")
    parser.add_argument("folder", type=Path, help="a folder of records, a file each")
    parser.add_argument("--hops", type=int, action="append", help="hop limit; may be repeated")
    parser.add_argument("--questions", type=int, help="only so many questions, those with the least digests")
    asked = parser.parse_args()
    files = [file for file in sorted(asked.folder.glob("*.yaml")) if file.name != "_index.yaml"]
    imported = read(files, kind="drugmechdb")
    if imported.faults:
        raise SystemExit("\n".join(map(str, imported.faults)))
    questions = questions_of(record for file in files for record in read_records(file, Tallies(), []))
    if asked.questions is not None:
        questions = sorted(questions, key=Question.digest)[: asked.questions]
    graph = loaded(imported.contents)
    print(f"{imported.count('records')} records, {len(graph.entities)} entities, {len(graph.claims)} claims.")
    for hops in asked.hops or HOPS:
        every, shared = scores_of(graph, questions, hops)
        report(f"All curated paths, at most {hops} hops", every)
        report(f"Curated paths of which other records draw every arrow, at most {hops} hops", shared)


if __name__ == "__main__":
    main()
