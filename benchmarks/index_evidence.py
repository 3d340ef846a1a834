"""What evidence costs an index: bytes, building, opening, searching, and answers with it, beside the same without.

    python benchmarks/index_evidence.py SHAPE [PAIRS]

SHAPE is that of `large_graphs.py`.  The same edge table is written twice as Parquet, once with columns as KGX has them
(1.2 publications an edge, levels of knowledge, agents, sources, evidence codes, species and diseases) and once without.
Both are built in turn with pyarrow's reading and sorting of the table with evidence.  Questions are asked of both
indexes in turn; times are of the processor.  An answer with its evidence is that of `kgraph path`: steps with their
claims and references, chips, marks, verdict, as one JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from generated import FOLDER, node_names, pairs_of, shape
from large_graphs import ask
from shapes import Shape
from table import p50, p95, show

from kgraph.formats.path_json import to_json
from kgraph.index.evidence_paths import graph_of
from kgraph.index.open_index import GraphIndex
from kgraph.paths import find_paths

_PAIRS = 40
_CITED = 50_000
_UNCITED, _CITED_ONCE = 0.1, 0.7
_BUILD = """
import sys, time
from pathlib import Path
import pyarrow, numpy
from kgraph.index.build import build_index
begin = time.process_time()
build_index(Path(sys.argv[2]), Path(sys.argv[1]), force=True)
print(time.process_time() - begin)
"""
_SORT = """
import sys, time
import pyarrow.parquet
begin = time.process_time()
pyarrow.parquet.read_table(sys.argv[1]).sort_by([("subject", "ascending"), ("object", "ascending")])
print(time.process_time() - begin)
"""
_OPEN = """
import json, sys, time
import numpy
from kgraph.index.open_index import GraphIndex
GraphIndex(sys.argv[1])
begin = time.perf_counter()
GraphIndex(sys.argv[1])
print(time.perf_counter() - begin)
"""


def tables(name: str, graph: Shape) -> tuple[Path, Path]:
    """The edge table of a graph without evidence and with it."""
    import pyarrow as pa
    from pyarrow import parquet

    places = FOLDER / f"{name}-costs.parquet", FOLDER / f"{name}-evidence.parquet"
    if all(place.exists() for place in places):
        return places
    FOLDER.mkdir(parents=True, exist_ok=True)
    random, count = np.random.default_rng(7), len(graph.source)
    names = pa.array(node_names(graph.nodes))
    plain = {
        "subject": names.take(pa.array(graph.source)),
        "object": names.take(pa.array(graph.target)),
        "sign": pa.array(["+", "-", "?"]).take(pa.array(graph.sign)),
        "confidence": np.exp(-graph.cost),
        "key": pa.array(np.arange(count)).cast(pa.string()),
    }

    def some(values: list[str | None], shares: list[float] | None = None) -> pa.Array:
        return pa.array(values).take(pa.array(random.choice(len(values), count, p=shares)))

    first, second = (random.integers(0, _CITED, count).tolist() for _ in range(2))
    more = random.random(count)
    publications = [
        None if share < _UNCITED else f"PMID:{one}" if share < _CITED_ONCE else f"PMID:{one}|PMID:{other}"
        for one, other, share in zip(first, second, more.tolist(), strict=True)
    ]
    said = {
        "publications": pa.array(publications),
        "knowledge_level": some(["knowledge_assertion", "prediction", "statistical_association"], [0.7, 0.2, 0.1]),
        "agent_type": some(["manual_agent", "text_mining_agent", "automated_agent"]),
        "primary_knowledge_source": some([f"infores:source-{number}" for number in range(20)]),
        "has_evidence": some([None, "ECO:0000179", "ECO:0000181"], [0.6, 0.2, 0.2]),
        "species_context_qualifier": some([None, *(f"NCBITaxon:{number}" for number in range(5))]),
        "disease_context_qualifier": some([None] * 300 + [f"MONDO:{number}" for number in range(300)]),
    }
    parquet.write_table(pa.table(plain), places[0])
    parquet.write_table(pa.table({**plain, **said}), places[1])
    return places


def _seconds(script: str, *arguments: object) -> float:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def building(name: str, graph: Shape, places: tuple[Path, Path]) -> tuple[Path, Path]:
    """Build both indexes, in turn with reading and sorting the table; print what that takes, and give them."""
    indexes = FOLDER / f"{name}-costs.index", FOLDER / f"{name}-evidence.index"
    sort, build = [], []
    for _ in range(3):
        sort.append([_seconds(_SORT, place) for place in places])
        build.append([_seconds(_BUILD, *pair) for pair in zip(places, indexes, strict=True)])
    opening = [[1e3 * _seconds(_OPEN, index) for index in indexes] for _ in range(5)]
    size = [index.stat().st_size / len(graph.source) for index in indexes]
    rows = []
    for number, label in enumerate(("costs alone", "with evidence")):
        made, read = p50([each[number] for each in build]), p50([each[number] for each in sort])
        rows.append((label, size[number], made, read, made / read, p50([each[number] for each in opening])))
    columns = ("index", "bytes an edge", "build s", "read and sort s", "ratio", "open ms")
    show(f"{name}: {graph.nodes} nodes, {len(graph.source)} edges; {size[1] - size[0]:.1f} bytes more", columns, rows)
    return indexes


def searching(name: str, graph: Shape, indexes: tuple[Path, Path], count: int) -> None:
    """The same searches in both indexes, in turn."""
    names, opened, rows = node_names(graph.nodes), [GraphIndex(index) for index in indexes], []
    for hops in (4, 6):
        times: list[list[float]] = [[], []]
        for kind in ("random", "hubs"):
            for start, end in pairs_of(graph, kind, count):
                for number, index in enumerate(opened):
                    begin = time.process_time()
                    ask(index, names[start], names[end], hops=hops, k=10, signed=True)
                    times[number].append(time.process_time() - begin)
        ratio = p50([mine / other for other, mine in zip(*times, strict=True)])
        rows.append((f"≤ {hops}", *(1e3 * p50(each) for each in times), ratio, sum(times[1]) / sum(times[0])))
    columns = ("hops", "costs alone, p50 ms", "with evidence, p50 ms", "ratio, p50", "ratio of sums")
    show(f"{name}: the same searches, + − ? together, k = 10, {count} random pairs and {count} of hubs", columns, rows)


def answering(name: str, graph: Shape, index: Path, count: int) -> None:
    """Answers with their evidence from a graph that is open already."""
    names, held, rows = node_names(graph.nodes), graph_of(GraphIndex(index)), []
    find_paths(held, names[0], names[1], max_hops=2)
    asked = {
        "by product": {"order": "product"},
        "by grade, with verdict": {},
        "of animals": {"order": "product", "evidence": "animal"},
    }
    for kind in ("random", "hubs"):
        for label, options in asked.items():
            times, found, claims = [], 0, 0
            for start, end in pairs_of(graph, kind, count, seed=5):
                begin = time.process_time()
                answer = find_paths(held, names[start], names[end], max_hops=4, **options)  # type: ignore[arg-type]
                text = json.dumps(to_json(held, answer))
                times.append(1e3 * (time.process_time() - begin))
                found += len(answer.paths) + len(answer.outcomes)
                claims += text.count('"claims"')
            rows.append((kind, label, p50(times), p95(times), found / count, claims / count))
    columns = ("pairs", "answer", "p50 ms", "p95 ms", "paths", "steps told")
    show(f"{name}: answers with their evidence, ≤ 4 hops, {count} pairs each", columns, rows)


def main() -> None:
    """Measure the shape that the first argument names."""
    if len(sys.argv) < 2:  # noqa: PLR2004
        raise SystemExit(__doc__)
    name, count = sys.argv[1], int((sys.argv[2:] or [str(_PAIRS)])[0])
    graph = shape(name)
    indexes = building(name, graph, tables(name, graph))
    searching(name, graph, indexes, count)
    answering(name, graph, indexes[1], count)


if __name__ == "__main__":
    main()
