"""What kgraph adds to the engine: loading, edges, first rows, serialised answers; and how hostile queries end.

Every figure is a ratio to pyoxigraph doing the same thing in the same run, turn by turn, because machines are noisy;
times of loading are processor time.  Usage: python benchmarks/queries.py [CLAIMS] [--rdflib]
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from generate import turtle
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
from table import show

from kgraph.errors import KgraphError
from kgraph.files.bundled import bundled_data
from kgraph.graph import KnowledgeGraph
from kgraph.model import Contents
from kgraph.sparql.loading import add_edges, load_store
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.sparql.query_limits import LOCAL, QueryLimits
from kgraph.vocabulary import KG

ROWS = "SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {}"
CLAIM_ROWS = "SELECT ?s ?p ?o {{ ?s a kg:Claim ; ?p ?o }} LIMIT {}"
LOCATOR_ROWS = "SELECT ?s ?p ?o {{ ?s kg:inSource ?source ; ?p ?o }} LIMIT {}"
TYPES = {
    "json": (QueryResultsFormat.JSON, "application/sparql-results+json"),
    "csv": (QueryResultsFormat.CSV, "text/csv"),
    "tsv": (QueryResultsFormat.TSV, "text/tab-separated-values"),
}
HOSTILE = {
    "exponential regex": 'ASK { FILTER(REGEX("' + "a" * 5000 + '", "^(a|a?)+$")) }',
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "nested paths": "SELECT (COUNT(*) AS ?n) { ?s (((((!<a:x>)*)*)*)*)* ?o . ?o ((!<a:y>)*/(!<a:z>)*)* ?z }",
    "5,000 braces": "SELECT * {" + "{" * 5000 + "}" * 5000 + "}",
    "100 MB GROUP_CONCAT": 'SELECT (GROUP_CONCAT(CONCAT(STR(?o), "' + "x" * 1000 + '")) AS ?n) '
    "{ ?s ?p ?o . ?a kg:sign ?b FILTER (!isBlank(?o)) }",
}
SECONDS = 3.0
_MOST_HELD_TWICE = 200_000


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """How long the work takes, without collecting what others left."""
    gc.collect()
    start = clock()
    kept = work()
    taken = clock() - start
    del kept
    return taken


def in_turn(works: dict[str, Callable[[], object]], turns: int, clock: Callable[[], float]) -> dict[str, float]:
    """The median of each work's time, the works taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, work in works.items():
            taken[name].append(seconds(work, clock))
    return {name: statistics.median(times) for name, times in taken.items()}


def own_load(file: Path) -> tuple[float, float]:
    """Seconds of the engine's bulk load; nothing is added."""
    store = Store()
    with file.open("rb") as content:
        return seconds(lambda: store.bulk_load(content, RdfFormat.TURTLE)), 0.0


def our_load(file: Path) -> tuple[float, float]:
    """Seconds of kgraph's load, and of the edges on top."""
    start = time.process_time()
    store = load_store([file], edges=False)
    loaded = time.process_time() - start
    return loaded, seconds(lambda: add_edges(store))


def rdflib_load(file: Path) -> tuple[float, float]:
    """Seconds of rdflib's parser."""
    import rdflib

    return seconds(lambda: rdflib.Graph().parse(file, format="turtle")), 0.0


def loading(file: Path, claims: int, *, rdflib: bool) -> None:
    """Bulk load, kgraph's load, the edges on top, and rdflib: each in a new process, so that none finds used memory."""

    def alone(work: Callable[[Path], tuple[float, float]]) -> tuple[float, float]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            return process.submit(work, file).result()

    turns = [(alone(own_load)[0], *alone(our_load)) for _ in range(3)]
    base, loaded, derived = (statistics.median(times) for times in zip(*turns, strict=True))
    rows = [
        ("pyoxigraph bulk_load", base, 1.0),
        ("kgraph, without edges", loaded, loaded / base),
        ("derived edges, on top", derived, derived / base),
    ]
    if rdflib:
        taken, _ = alone(rdflib_load)
        rows.append(("rdflib parse", taken, taken / base))
        rows.append(("rdflib to kgraph with edges", taken, taken / (loaded + derived)))
    show(f"Loading {claims:,} claims", ("what", "seconds of processor", "ratio"), rows)


def answers(file: Path, store: Store, count: int) -> None:
    """First rows and whole documents of one large answer."""
    graph = KnowledgeGraph(Contents({}, {}, {}, {}, {}, {}, {}, {}, files=[file]))
    graph.derived["store"] = store
    query = ROWS.format(count)
    next(graph.sparql("SELECT ?s { ?s ?p ?o } LIMIT 1").rows)  # rdflib is imported once

    ordered = "SELECT ?s ?p ?o { { " + query + " } } ORDER BY ?o"
    rows = []
    # An unordered answer starts within microseconds, so one turn asks many times.  A query that was asked before is not
    # scanned again; a space more makes a new one of it.
    for name, text, times, new in (
        ("first row", query, 200, ""),
        ("first row, new query", query, 200, " "),
        ("first row, ordered", ordered, 1, ""),
    ):
        works = {
            "own": lambda: [next(iter(store.query(text + new * i))) for i in range(times)],  # type: ignore[arg-type]  # noqa: B023
            "ours": lambda: [next(graph.sparql(text + new * i).rows) for i in range(times)],  # noqa: B023
        }
        found = in_turn(works, 15, time.perf_counter)
        rows.append((name, found["own"] / times, found["ours"] / times, found["ours"] / found["own"], ""))
    source = StoreSource((file,))
    with QueryWorkers(source, limits=LOCAL, size=1) as workers:
        # Locators have commas in their IRIs, which the engine writes as two cells of CSV; claims have none.
        claims, locators = CLAIM_ROWS.format(count), LOCATOR_ROWS.format(count)
        for title, name, text in (
            ("json", "json", query),
            ("tsv", "tsv", query),
            ("csv", "csv", claims),
            ("csv, IRIs with commas", "csv", locators),
        ):
            form, media_type = TYPES[name]
            works = {
                "own": lambda: store.query(text, prefixes={"kg": KG}).serialize(format=form),  # type: ignore[union-attr]  # noqa: B023
                "ours": lambda: graph.sparql(text).serialize(name),  # type: ignore[union-attr,arg-type]  # noqa: B023
                "worker": lambda: workers.run(text, accept=[media_type]).read(),  # noqa: B023
            }
            found = in_turn(works, 7, time.perf_counter)
            rows.append(
                (title, found["own"], found["ours"], found["ours"] / found["own"], found["worker"] / found["own"])
            )
    show(
        f"An answer of {count:,} rows",
        ("what", "pyoxigraph, seconds", "Table, seconds", "Table ratio", "worker ratio"),
        rows,
    )


def hostile() -> None:
    """How each hostile query ends under a limit, what its worker does a second later, and the next answer."""
    rows = []
    with QueryWorkers(StoreSource(bundled_data()), limits=QueryLimits(seconds=SECONDS), size=1) as workers:
        for name, query in HOSTILE.items():
            start = time.perf_counter()
            try:
                with workers.run(query).body:
                    end = "answered"
            except KgraphError as error:
                end = type(error).__name__
            taken = time.perf_counter() - start
            before = _busy(workers)
            time.sleep(1)
            idle = _busy(workers) == before
            right = b'"true"' not in workers.run("SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }").read()
            rows.append((name, end, taken, "yes" if taken < SECONDS + 2 else "NO", "yes" if idle else "NO", right))
    show(
        f"Hostile queries, limit {SECONDS:g} s",
        ("query", "end", "seconds", "within limit + 2 s", "idle 1 s later", "next answered"),
        rows,
    )


def _busy(workers: QueryWorkers) -> int:
    """Clock ticks that the processes of the pool have used."""
    session = workers._holder._process.pid  # noqa: SLF001
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="?", type=int, default=20_000)
    parser.add_argument("--rdflib", action="store_true", help="compare loading with rdflib, which takes long")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.ttl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(turtle(chosen.claims))
        loading(file, chosen.claims, rdflib=chosen.rdflib)
        if chosen.claims <= _MOST_HELD_TWICE:
            answers(file, load_store([file]), min(100_000, chosen.claims * 5))
        else:
            print(f"\nAnswers: not over {_MOST_HELD_TWICE:,} claims, because a worker holds them a second time.")
    hostile()


if __name__ == "__main__":
    main()
