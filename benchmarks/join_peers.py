"""Embedded databases that answer a question about paths by joining a table of edges with itself, on one thread each.

Every peer holds the cheapest of parallel edges of one sign, and gives the costs of the K cheapest simple paths of each
sign; None where it was not done within its time.  DuckDB 1.1 or later joins relations, ladybug (which Kùzu became)
matches acyclic walks in Cypher, and Cozo evaluates a rule of Datalog for each number of hops.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from shapes import Shape

K = 10
SIGNS = "+-?"
Costs = dict[str, list[float]]
Ask = Callable[[int, int], Costs | None]
_MOST_SECONDS = 20


def edges_of(graph: Shape) -> pa.Table:
    """The cheapest of parallel edges of one sign, sorted by source."""
    rows = pa.table(
        {"source": graph.source, "target": graph.target, "sign": graph.sign.astype(np.int32), "cost": graph.cost}
    )
    keys = ["source", "target", "sign"]
    cheapest = rows.group_by(keys).aggregate([("cost", "min")]).rename_columns([*keys, "cost"])
    return cheapest.sort_by([(key, "ascending") for key in keys])


def _first_of_each(rows: Iterable[Any]) -> Costs:
    found: Costs = {sign: [] for sign in SIGNS}
    for sign, cost, *_ in rows:
        if len(found[SIGNS[sign]]) < K:
            found[SIGNS[sign]].append(cost)
    return found


def duckdb_peer(graph: Shape, hops: int) -> Ask:
    """A prepared statement: a join for each number of hops, the cheapest of each sign of all of them."""
    import duckdb

    made = duckdb.connect()
    made.execute("SET threads = 1")
    made.register("rows", edges_of(graph))
    made.execute("CREATE TABLE edges AS SELECT * FROM rows")
    lengths = " UNION ALL ".join(_of_length(length) for length in range(1, hops + 1))
    ranked = f"SELECT sign, cost, row_number() OVER (PARTITION BY sign ORDER BY cost) AS place FROM ({lengths})"
    text = f"SELECT sign, cost FROM ({ranked}) WHERE place <= {K} ORDER BY sign, cost"
    return lambda start, end: _first_of_each(made.execute(text, {"start": start, "end": end}).fetchall())


def _of_length(length: int) -> str:
    steps = [f"e{number}" for number in range(1, length + 1)]
    joined = " ".join(f"JOIN edges {b} ON {a}.target = {b}.source" for a, b in pairwise(steps))
    inner = [f"{step}.target" for step in steps[:-1]]
    apart = [f"{a} <> {b}" for a, b in combinations(["$start", "$end", *inner], 2) if a != "$start" or b != "$end"]
    where = " AND ".join([f"{steps[0]}.source = $start", f"{steps[-1]}.target = $end", *apart])
    unknown = " OR ".join(f"{step}.sign = 2" for step in steps)
    sign = f"CASE WHEN {unknown} THEN 2 ELSE ({' + '.join(f'{step}.sign' for step in steps)}) % 2 END"
    cost = " + ".join(f"{step}.cost" for step in steps)
    return f"SELECT {sign} AS sign, {cost} AS cost FROM edges e1 {joined} WHERE {where}"


def ladybug_peer(graph: Shape, hops: int) -> Ask:
    """A match of acyclic walks, with the sums of their lists of costs and signs."""
    import ladybug

    folder = Path(tempfile.mkdtemp(prefix="kgraph-benchmark-"))
    nodes, edges = folder / "nodes.parquet", folder / "edges.parquet"
    pq.write_table(pa.table({"id": np.arange(graph.nodes)}), nodes)
    pq.write_table(edges_of(graph).select(["source", "target", "cost", "sign"]), edges)
    asked = ladybug.Connection(ladybug.Database(str(folder / "database")), num_threads=1)
    asked.execute("CREATE NODE TABLE Node(id INT64 PRIMARY KEY)")
    asked.execute("CREATE REL TABLE Edge(FROM Node TO Node, cost DOUBLE, sign INT32)")
    asked.execute(f"COPY Node FROM '{nodes}'")
    asked.execute(f"COPY Edge FROM '{edges}'")
    asked.set_query_timeout(1000 * _MOST_SECONDS)
    prepared = asked.prepare(f"""
        MATCH p = (a:Node)-[:Edge* ACYCLIC 1..{hops}]->(b:Node) WHERE a.id = $first AND b.id = $last AND is_acyclic(p)
        WITH list_transform(rels(p), x -> x.cost) AS costs, list_transform(rels(p), x -> x.sign) AS signs
        RETURN CASE WHEN list_contains(signs, 2) THEN 2 ELSE list_sum(signs) % 2 END AS sign, list_sum(costs) AS cost
        ORDER BY cost""")

    def ask(start: int, end: int) -> Costs | None:
        try:
            return _first_of_each(asked.execute(prepared, {"first": start, "last": end}).get_all())
        except RuntimeError as error:
            if "nterrupted" in str(error):
                return None
            raise

    return ask


def cozo_peer(graph: Shape, hops: int) -> Ask:
    """A rule for each number of hops over a stored relation."""
    from cozo_embedded import CozoDbPy

    database = CozoDbPy("mem", "", "{}")
    database.run_script("{:create edges {source: Int, target: Int, sign: Int => cost: Float}}", {}, False)
    columns = edges_of(graph).to_pydict()
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    database.import_relations({"edges": {"headers": list(columns), "rows": rows}})
    script = "\n".join(
        [*(_rule(length, hops) for length in range(1, hops + 1)), ":order cost", f":timeout {_MOST_SECONDS}"]
    )

    def ask(start: int, end: int) -> Costs | None:
        try:
            return _first_of_each(database.run_script(script, {"start": start, "end": end}, True)["rows"])
        except Exception as error:
            if "killed" in str(error):  # at its time
                return None
            raise

    return ask


def _rule(length: int, hops: int) -> str:
    """The walks of one length; what they pass through is given too, because equal rows of a relation are one."""
    inner = [f"m{number}" for number in range(1, length)]
    stops, parts = ["$start", *inner, "$end"], []
    for number, (one, other) in enumerate(pairwise(stops), 1):
        parts.append(f"*edges{{source: {one}, target: {other}, sign: s{number}, cost: c{number}}}")
        parts += [f"{other} != {known}" for known in (*stops[:number], "$end") if other != "$end"]
    signs = [f"s{number}" for number in range(1, length + 1)]
    parts.append(f"sign = if({' || '.join(f'{sign} == 2' for sign in signs)}, 2, ({' + '.join(signs)}) % 2)")
    parts.append(f"cost = {' + '.join(f'c{number}' for number in range(1, length + 1))}")
    signs += [f"s{number}" for number in range(length + 1, hops + 1)]
    others = [f"m{number}" for number in range(length, hops)]
    parts += [f"{name} = -1" for name in (*others, *signs[length:])]
    return f"?[sign, cost, {', '.join([*inner, *others, *signs])}] := {', '.join(parts)}"


PEERS: dict[str, Callable[[Shape, int], Ask]] = {"DuckDB": duckdb_peer, "ladybug": ladybug_peer, "Cozo": cozo_peer}
