"""Indexes of edge tables, RDF files, stores on disk and the bundled graph."""

import gzip
import json
import math
import os
import random
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from command import kgraph
from pyoxigraph import Store

from kgraph.errors import ExistingFileError, UnknownNameError, UsageError
from kgraph.files.bundled import bundled_data
from kgraph.index.answering import find_indexed_paths
from kgraph.index.build import build_index
from kgraph.index.open_index import GraphIndex
from kgraph.paths import PathFilter
from kgraph.paths.search import Arc, SearchBudget, cheapest_paths
from kgraph.paths.steps import build_steps, cost
from kgraph.reading.rdf_files import parse_files
from kgraph.sparql.disk_stores import fill_folder

TABLE = """subject\tobject\tsign\tconfidence\trelation\tkey
diet:K\tgene:A\t+\t0.9\tactivates\tc1
diet:K\tgene:A\t+\t0.5\tincreases\tc2
diet:K\tgene:A\t-\t0.8\tinhibits\tc3
gene:A\tdisease:D\t-\t0.5\ttreats\tc4
gene:A\tdisease:D\t0\t0.99\tno_effect\tc5
gene:B\tdisease:D\t\t1\taffects\tc6
diet:K\tgene:B\t−\t0\tinhibits\tc7
"""


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "edges.tsv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def parquet(subjects):
    """A Parquet file of one edge for each subject."""
    buffer = pa.BufferOutputStream()
    rest = {"object": ["b"] * len(subjects), "cost": [1.0] * len(subjects)}
    pa.parquet.write_table(pa.table({"subject": subjects, **rest}), buffer)
    return buffer.getvalue().to_pybytes()


def built(tmp_path, *arguments, **options):
    place = tmp_path / "built.index"
    facts = build_index(place, *arguments, force=True, **options)
    return GraphIndex(place), facts


def keys(path):
    return [step.keys for step in path.steps]


def test_a_table_is_searched_by_sign_with_all_its_rows(table, tmp_path):
    """Parallel rows of one sign are one step that names them all, or paths of their own; sign 0 is no step."""
    index, facts = built(tmp_path, table)
    assert (facts["rows"], facts["no_effect"], facts["no_confidence"]) == (5, 1, 1)
    (best,) = index.paths("diet:K", "disease:D", sign="-")
    assert keys(best) == [("c1", "c2"), ("c4",)]
    assert best.cost == pytest.approx(-math.log(0.9) - math.log(0.5))
    apart = list(index.paths("diet:K", "disease:D", parallel=True))
    assert [keys(path) for path in apart] == [[("c1",), ("c4",)], [("c3",), ("c4",)], [("c2",), ("c4",)]]
    assert [path.sign for path in apart] == ["-", "+", "-"]
    assert [step.relation for step in apart[1].steps] == ["inhibits", "treats"]
    (any_sign,) = index.paths("diet:K", "disease:D")
    assert keys(any_sign) == [("c1", "c2"), ("c4",)]


def test_without_unknown_signs_no_path_has_one(tmp_path):
    """A graph in which every step has a sign is not searched for paths of unknown sign."""
    file = tmp_path / "edges.csv"
    file.write_text("subject,object,sign,cost\na,b,+,1\nb,a,-,1\nb,c,-,1\n", encoding="utf-8")
    index, facts = built(tmp_path, file)
    assert facts["unknown_signs"] == 0
    limits = SearchBudget(seconds=0.0, expansions=0)
    assert list(index.paths("a", "c", sign="?", limits=limits)) == []
    assert not limits.hit
    assert [path.sign for path in index.paths("a", "c", sign="-")] == ["-"]


def test_rows_without_keys_are_named_by_their_numbers(tmp_path):
    """Rows count from 1 as in the table, also when some before them are no steps."""
    file = tmp_path / "edges.csv"
    file.write_text('subject,object,sign,cost\na,b,0,1\n"a",b,-,2\nb,"c, d",+,0.5\na,b,-,1\n', encoding="utf-8")
    index, _ = built(tmp_path, file)
    (path,) = index.paths("a", "c, d", sign="-")
    assert keys(path) == [("4", "2"), ("3",)]
    assert path.cost == 1.5
    file.write_text("subject,object,cost\na,b,1\nb,c,2\n", encoding="utf-8")
    (path,) = built(tmp_path, file)[0].paths("a", "c")
    assert (keys(path), path.sign) == ([("1",), ("2",)], "?")


@pytest.mark.parametrize("ending", ["csv", "tsv", "csv.gz", "tsv.gz", "parquet"])
def test_every_kind_of_table_gives_the_same_index(table, tmp_path, ending):
    """The format of a table leaves no trace in the index."""
    expected = built(tmp_path, table)[0]._file.path.read_bytes()
    read = pa.csv.read_csv(table, parse_options=pa.csv.ParseOptions(delimiter="\t"))
    file = tmp_path / f"other.{ending}"
    if ending == "parquet":
        pa.parquet.write_table(read, file)
    else:
        mark = "," if ending.startswith("csv") else "\t"
        lines = [TABLE.splitlines()[0].split("\t"), *zip(*read.to_pydict().values(), strict=True)]
        text = "".join(mark.join("" if cell is None else str(cell) for cell in line) + "\n" for line in lines)
        file.write_bytes(gzip.compress(text.encode()) if ending.endswith("gz") else text.encode())
    assert built(tmp_path, file)[0]._file.path.read_bytes() == expected


def test_kgx_edges_are_read_as_they_are(tmp_path):
    """Signs come from the direction qualifier, negated edges are left out, labels and synonyms from the nodes file."""
    edges, nodes = tmp_path / "kgx_edges.tsv", tmp_path / "kgx_nodes.tsv"
    edges.write_text(
        "id\tsubject\tpredicate\tobject\tobject_direction_qualifier\tnegated\n"
        "e1\tCHEBI:1\tbiolink:affects\tHGNC:2\tdecreased\tfalse\n"
        "e2\tHGNC:2\tbiolink:causes\tMONDO:3\t\tFalse\n"
        "e3\tCHEBI:1\tbiolink:affects\tMONDO:3\tincreased\ttrue\n",
        encoding="utf-8",
    )
    nodes.write_text(
        "id\tcategory\tname\tsynonym\nCHEBI:1\tx\tDecanoic acid\tC10|capric acid\nMONDO:3\tx\tALS\t\nX:9\tx\tnobody\t\n",
        encoding="utf-8",
    )
    index, facts = built(tmp_path, edges, names=nodes, unit_cost=True)
    assert (facts["rows"], facts["negated"], facts["costs"]) == (2, 1, "unit")
    (path,) = index.paths("capric-acid", "als", sign="?")
    assert (path.nodes, path.cost) == (("CHEBI:1", "HGNC:2", "MONDO:3"), 2.0)
    assert index.names.label("CHEBI:1") == "Decanoic acid"
    assert keys(path) == [("e1",), ("e2",)]


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("a\tb\t+\t1.5\tr\tk", ":9:4: ", "confidence 1.5 is not from 0 to 1"),
        ("a\tb\t+\tmuch\tr\tk", ":9:4: ", "'much' is no number"),
        ("a\tb\t+\t\tr\tk", ":9:4: ", "confidence is empty"),
        ("a\tb\t+\tnan\tr\tk", ":9:4: ", "confidence nan"),
        ("a\tb\tup?\t0.5\tr\tk", ":9:3: ", "'up?' is no sign"),
        ("a\t\t+\t0.5\tr\tk", ":9:2: ", "object is empty"),
        ("a\tb\t+", ":9:1: ", "3 cells where the header has 6"),
    ],
)
def test_a_fault_in_a_table_is_one_line_with_its_place(table, tmp_path, line, place, words):
    """file:line:column and the value; exit 3, and no index is written."""
    table.write_text(TABLE + line + "\n", encoding="utf-8")
    code, out, errors = kgraph("index", "build", table, "-o", tmp_path / "x.index")
    assert (code, out) == (3, "")
    assert errors.startswith(f"{table}{place}")
    assert words in errors
    assert len(errors.splitlines()) == 1
    assert not (tmp_path / "x.index").exists()


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("e.tsv", b"subject\tobject\tcost\n\na\tb\t1\nb\tc\tx\n", "e.tsv:4:3: the cost 'x' is no number"),
        ("e.csv", b'subject,object,cost\n\n"a\n,",b,1\nb,c,x\n', "e.csv:5:3: the cost 'x' is no number"),
        (
            "e.csv.gz",
            gzip.compress(b"subject,object,cost\nb,c,-1\n", mtime=0),
            "e.csv.gz:2:3: the cost -1 is not finite",
        ),
        ("e.tsv", b"subject\tobject\tcost\nb\xe4r\tc\t1\n", "byte 0xe4 is not UTF-8"),
        ("e.csv.gz", gzip.compress(b"subject,object,cost\n" + b"a,b,1\n" * 99, mtime=0)[:-9], "ends in the middle"),
        ("e.parquet", b"PAR1 and no more", "not a Parquet file that can be read"),
        ("e.csv.gz", gzip.compress(b"subject,object,cost\n", mtime=0) + b"x", "something else follow the compressed"),
        ("e.tsv", b"subject\tobject\tcost\na\tb\0\t1\n", "e.tsv:2:2: the object holds a NUL character"),
        ("e.tsv", b"subject\tobject\tcost\na\t" + b"b" * (1 << 20) + b"b\t1\n", "e.tsv:2:2: a cell of more than 1 MiB"),
        ("e.tsv", b"subject\tobject\tsubject\tcost\na\tb\tc\t1\n", "the column 'subject' stands 2 times"),
        (
            "e.parquet",
            parquet(pa.array([["a"]])),
            "the column 'subject' holds list<element: string>, where texts are wanted",
        ),
        ("e.parquet", parquet(pa.array([b"\xff"]).view(pa.string())), "a text below row 0 is not UTF-8"),
    ],
)
def test_a_fault_is_found_in_every_kind_of_table(tmp_path, name, raw, words):
    """Blank lines and lines inside a quoted cell count; what is packed or in another encoding is told as that."""
    (tmp_path / name).write_bytes(raw)
    code, out, errors = kgraph("index", "build", tmp_path / name, "-o", tmp_path / "x.index")
    assert (code, out) == (3, "")
    assert errors.startswith(str(tmp_path / name))
    assert words in errors
    assert len(errors.splitlines()) == 1


def test_numbers_in_parquet_are_names_too(tmp_path):
    """Nodes that other programs number are called by their numbers."""
    (tmp_path / "e.parquet").write_bytes(parquet(pa.array([5])))
    index, _ = built(tmp_path, tmp_path / "e.parquet")
    assert index.names.id(index.names.resolve("5")) == "5"


def test_a_fault_in_parquet_names_row_and_column(tmp_path):
    """Parquet has no lines; the row counts from 1."""
    file = tmp_path / "edges.parquet"
    pa.parquet.write_table(pa.table({"subject": ["a", "b"], "object": ["b", "c"], "cost": [1.0, -2.0]}), file)
    code, _, errors = kgraph("index", "build", file, "-o", tmp_path / "x.index")
    assert code == 3
    assert errors == f"{file}: row 2, column cost: the cost -2.0 is not finite and at least 0\n"


def test_without_names_the_identifiers_are_the_names(table, tmp_path):
    """They are shown, found, and suggested where one is misspelt."""
    index, _ = built(tmp_path, table)
    assert index.names.label("gene:A") == "gene:A"
    with pytest.raises(UnknownNameError) as caught:
        index.names.resolve("gene:a")
    assert "gene:A" in caught.value.suggestions
    with pytest.raises(UnknownNameError) as caught:
        index.names.resolve("gene:a", suggest=False)
    assert not caught.value.suggestions


def test_names_come_from_any_kind_of_table(tmp_path):
    """Parquet as well as text; a table without the needed columns says which it has."""
    edges, nodes, wrong = tmp_path / "edges.csv", tmp_path / "nodes.parquet", tmp_path / "wrong.csv"
    edges.write_text("subject,object,cost\nx:1,x:2,1\n", encoding="utf-8")
    pa.parquet.write_table(
        pa.table({"id": ["x:1", "x:2", "x:3"], "name": ["One", None, "Three"], "synonym": ["uno|eins", None, "tres"]}),
        nodes,
    )
    index, _ = built(tmp_path, edges, names=nodes)
    assert (index.names.label("x:1"), index.names.label("x:2")) == ("One", "x:2")
    assert index.names.id(index.names.resolve("EINS")) == "x:1"
    with pytest.raises(UnknownNameError):
        index.names.resolve("tres")
    wrong.write_text("node,title\nx:1,One\n", encoding="utf-8")
    with pytest.raises(UsageError, match="needs the columns id and name; it has node, title"):
        build_index(tmp_path / "x.index", edges, names=wrong)


def test_what_is_left_out_is_counted(table, tmp_path):
    """Rows that are no step are named with their reasons, and an index without rows has no bytes a row."""
    place = tmp_path / "x.index"
    code, out, errors = kgraph("index", "build", table, "-o", place)
    assert (code, out) == (0, "")
    assert "1 rows left out: their sign is 0, which is no step" in errors
    assert "1 rows left out: their confidence is 0" in errors
    assert "bytes per row" in kgraph("index", "info", place)[1]
    table.write_text("subject\tobject\tcost\n", encoding="utf-8")
    assert kgraph("index", "build", table, "-o", place, "--force")[0] == 0
    assert "bytes per row" not in kgraph("index", "info", place)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("{table}", "--column", "confidence=belief"), 2, "no column belief for the confidence"),
        (("{table}", "--column", "colour=x"), 2, "not PART=NAME"),
        (("{table}", "--data", "x.ttl"), 2, "do not go together"),
        (("{folder}",), 3, "this is no store"),
        (("{folder}", "--data", "x.ttl"), 2, "do not go together"),
        (("{folder}/none.tsv",), 3, "No such file"),
        (("--unit-cost",), 2, "for edge tables"),
        (("{folder}/none.doc",), 3, "No such file"),
    ],
)
def test_bad_requests_get_one_clear_line(table, tmp_path, arguments, code, words):
    given = [argument.format(table=table, folder=tmp_path) for argument in arguments]
    got, out, errors = kgraph("index", "build", *given, "-o", tmp_path / "x.index")
    assert (got, out) == (code, "")
    assert words in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("pipe.tsv", 3, "is a pipe"),
        ("noise.parquet", 3, "noise.parquet: "),
        ("noise.tsv.gz", 3, "noise.tsv.gz:1:1: "),
        ("line.tsv", 3, "a line of more than 16 MiB"),
        ("wide.csv", 2, "c49 and 9,950 more."),
    ],
)
def test_a_table_of_names_that_is_none_is_refused_in_one_line(table, tmp_path, name, code, words):
    """A pipe is not waited for, noise is no traceback, and ten thousand columns are no message."""
    file = tmp_path / name
    contents = {
        "noise.parquet": b"PAR1 and then noise PAR1",
        "noise.tsv.gz": gzip.compress(b"id\tname\n" * 999)[:20] + b"noise",
        "line.tsv": b"x" * (17 << 20),
        "wide.csv": ",".join(f"c{n}" for n in range(10_000)).encode(),
    }
    os.mkfifo(file) if name == "pipe.tsv" else file.write_bytes(contents[name])
    got, out, errors = kgraph("index", "build", table, "--names", file, "-o", tmp_path / "x.index")
    assert (got, out) == (code, "")
    assert words in errors
    assert len(errors.splitlines()) == 1
    assert len(errors) < 1000
    assert not (tmp_path / "x.index").exists()


def test_an_empty_table_is_an_index_without_paths(tmp_path):
    """A header alone is no fault; an empty file is."""
    file = tmp_path / "edges.csv"
    file.write_text("subject,object,cost\n", encoding="utf-8")
    index, facts = built(tmp_path, file)
    assert (facts["nodes"], facts["rows"], facts["steps"]) == (0, 0, 0)
    index.verify()
    file.write_text("", encoding="utf-8")
    assert kgraph("index", "build", file, "-o", tmp_path / "x.index")[0] == 3


def test_an_index_that_is_there_is_told_before_the_work(table, tmp_path):
    """Unless it may be replaced; what stands there stays."""
    place = tmp_path / "x.index"
    place.write_bytes(b"mine")
    with pytest.raises(ExistingFileError, match="force=True"):
        build_index(place, table)
    assert place.read_bytes() == b"mine"


def test_what_cannot_be_asked_of_an_index_is_refused(table, tmp_path):
    index, _ = built(tmp_path, table)
    for hops in (0, 99):
        with pytest.raises(UsageError, match=f"{hops} hops: give 1 to"):
            index.between("diet:K", "disease:D", max_hops=hops)
    with pytest.raises(UsageError, match="'x' is no sign of a path"):
        index.paths("diet:K", "disease:D", sign="x")
    answer = find_indexed_paths(index, "gene:A", "gene:A", max_hops=3, top=1)
    assert (answer.paths, answer.because.code) == ((), "same")


def test_an_ambiguous_label_is_not_guessed(tmp_path):
    """Two nodes of one label: both are named, exit 1."""
    edges, nodes = tmp_path / "edges.csv", tmp_path / "nodes.csv"
    edges.write_text("subject,object,cost\nx:1,x:2,1\n", encoding="utf-8")
    nodes.write_text("id,name\nx:1,thing\nx:2,Thing\n", encoding="utf-8")
    built(tmp_path, edges, names=nodes)
    code, _, errors = kgraph("path", "thing", "x:2", "--index", tmp_path / "built.index")
    assert code == 1
    assert "could be any of: x:1; x:2" in errors


@pytest.fixture(scope="module")
def bundled_index(tmp_path_factory):
    """An index of the bundled graph."""
    place = tmp_path_factory.mktemp("index") / "bundled.index"
    build_index(place)
    return GraphIndex(place)


def arcs_of(graph, start, end):
    """The steps that the search over claims takes between two entities, as its arcs."""
    diseases = {h.end for h in graph.hypotheses.values() if graph.entities[h.end].kind == "disease"} - {start, end}
    arcs = {}
    for number, step in enumerate(build_steps(graph, PathFilter())):
        inside = step.note == "opposite" and step.subject != start and step.object != end
        if inside or {step.subject, step.object} & diseases:
            continue
        leaves = step.object if step.note == "generalization" else ""
        enters = step.subject if step.note == "extrapolation" else ""
        arcs.setdefault(step.subject, []).append(
            Arc(step.subject, step.object, cost(step), step.sign, 0, leaves, enters, number)
        )
    return arcs


def test_an_index_of_the_bundled_graph_answers_like_the_search_over_claims(graph, bundled_index):
    """Costs and signs are the same for KDT to every disease and mechanism, and for random pairs."""
    generator = random.Random(7)
    names = sorted(graph.entities)
    pairs = [("entity:ketogenic-diet-therapy", end) for end in sorted({h.end for h in graph.hypotheses.values()})]
    pairs += [("entity:ketogenic-diet-therapy", end) for end in generator.sample(names, 30)]
    pairs += [tuple(generator.sample(names, 2)) for _ in range(15)]
    compared = 0
    for start, end in pairs:
        arcs = arcs_of(graph, start, end)
        for sign in "+-?":
            expected, seen = [], set()
            for path in cheapest_paths(arcs, start, end, sign=sign, max_hops=5, limits=SearchBudget(seconds=60)):
                # Of an association read both ways the claims are two steps there, and one here.
                key = tuple((arc.target, arc.sign, bool(arc.leaves), bool(arc.enters)) for arc in path)
                if key not in seen:
                    seen.add(key)
                    expected.append(sum(arc.cost for arc in path))
                if len(expected) == 12:
                    break
            found = []
            for path in bundled_index.paths(start, end, sign=sign, max_hops=5):
                key = tuple((step.object, step.sign) for step in path.steps)
                found.append((path.cost, key))
                if len(found) == 40:
                    break
            least = [path_cost for path_cost, _ in found]
            if expected:
                compared += 1
                assert least[0] == pytest.approx(expected[0], abs=1e-9)
                assert set(_rounded(expected)) <= set(_rounded(least))
            else:
                assert not found
    assert compared > 20


def test_paths_of_three_hops_are_the_first_of_longer_searches(bundled_index, graph):
    """On the bundled graph, with its rules, a limit of three hops gives the paths of five hops that are so short."""
    for end in ("IESS", "ALS", "seizure", "mTOR", "cognition"):
        for sign in ("+", "-", "?", ""):
            longer = [path for path in bundled_index.paths("KDT", end, sign=sign, max_hops=4) if len(path.steps) < 4]
            short = list(bundled_index.paths("KDT", end, sign=sign, max_hops=3))
            assert sorted(map(str, short)) == sorted(map(str, longer))
            assert [path.cost for path in short] == sorted(path.cost for path in short)


def _rounded(costs):
    return [round(c, 9) for c in costs]


def test_find_paths_and_the_index_agree_where_no_disease_weighs_in(graph, bundled_index):
    """For an end that is no disease, the answer of kgraph path and that of its index have the same costs and signs."""
    from kgraph.paths import find_paths

    for start, end in [("KDT", "seizures"), ("acetoacetate", "seizures"), ("KDT", "mTOR"), ("KDT", "IGF-1")]:
        answer = find_paths(graph, start, end, top=5, max_hops=5, order="product")
        expected = {sign: [] for sign in "+-?"}
        for path in (*answer.paths, *answer.outcomes):
            expected[path.sign].append(sum(cost(step) for step in path.steps))
        indexed = find_indexed_paths(bundled_index, start, end, top=5, max_hops=5)
        for sign, costs in expected.items():
            found = [path.cost for path in indexed.paths if path.sign == sign]
            assert found == pytest.approx(sorted(costs)[: len(found)], abs=1e-9)
            assert len(found) == min(5, len(costs))


def of_the_engine(folder):
    """A store as Oxigraph itself makes one, of the bundled files."""
    store = Store(str(folder))
    store.bulk_extend(parse_files(bundled_data()))
    store.flush()


@pytest.mark.parametrize("fill", [of_the_engine, lambda folder: fill_folder(folder, bundled_data())])
def test_a_store_on_disk_gives_the_index_of_its_files(tmp_path, bundled_index, fill):
    """A store of the bundled files, derived edges or not, and the files themselves make the same index."""
    fill(tmp_path / "store")
    built(tmp_path, tmp_path / "store")
    found = GraphIndex(tmp_path / "built.index")
    assert found.facts == bundled_index.facts
    pair = ("KDT", "IESS")
    assert [p.cost for p in find_indexed_paths(found, *pair).paths] == [
        p.cost for p in find_indexed_paths(bundled_index, *pair).paths
    ]


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "jsonl", "md"])
def test_path_with_an_index_of_costs_has_every_format(table, tmp_path, form):
    """Nodes and keys are in all of them, and that an index without evidence knows costs alone is said."""
    built(tmp_path, table)
    where = ("--index", tmp_path / "built.index", "--format", form)
    code, out, errors = kgraph("path", "diet:K", "disease:D", *where)
    assert (code, errors) == (0, "")
    assert "diet:K" in out
    assert "c4" in out
    if form == "json":
        answer = json.loads(out)
        assert [path["sign"] for path in answer["paths"]] == ["+", "-"]
        for path in answer["paths"]:
            costs = [step["cost"] for step in path["steps"]]
            assert costs[path["weakest"] - 1] == max(costs)
        assert "signs and costs alone" in answer["note"]
        assert answer["complete"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("diet:K", "disease:D", "--via", "gene:A"), 2, "--via asks about claims"),
        (("diet:K", "disease:D", "--evidence", "any"), 2, "--evidence asks about claims"),
        (("diet:K", "disease:D", "--hub-penalty", "on"), 2, "--hub-penalty asks about claims"),
        (("diet:K", "disease:D", "--format", "svg"), 2, "draws claims"),
        (("diet:K",), 2, "open ends need the graph"),
        (("diet:K", "disease:E"), 1, "Did you mean 'disease:D'"),
        (("diet:K", "disease:D", "--resume"), 2, "--resume"),
    ],
)
def test_what_an_index_of_costs_cannot_answer_is_said(table, tmp_path, arguments, code, words):
    built(tmp_path, table)
    got, out, errors = kgraph("path", *arguments, "--index", tmp_path / "built.index")
    assert (got, out) == (code, "")
    assert words in errors
    assert len(errors.splitlines()) == 1


def test_no_path_has_its_reason(bundled_index, table, tmp_path):
    """Hop limit, avoided nodes, the same node twice, nothing at all: each is told apart."""
    where = ("--index", bundled_index._file.path)
    for arguments, words in [
        (("KDT", "IESS", "--max-hops", "1", "--avoid", "IESS"), "--avoid"),
        (("KDT", "KDT"), "both ends"),
        (("IESS", "KDT"), "No claim leads on from infantile epileptic spasms syndrome"),
    ]:
        code, _, errors = kgraph("path", *arguments, *where)
        assert code == 1
        assert words in errors
    built(tmp_path, table)
    code, _, errors = kgraph("path", "diet:K", "disease:D", "--max-hops", "1", "--index", tmp_path / "built.index")
    assert code == 1
    assert "has 2 steps" in errors


def test_info_tells_and_verifies(bundled_index, tmp_path):
    """Counts from the header; a changed byte of the content is found by --verify alone."""
    file = bundled_index._file.path
    code, out, _ = kgraph("index", "info", file, "--verify", "--format", "json")
    assert code == 0
    told = {row["what"]: row["value"] for row in json.loads(out)}
    assert told["content"] == "verified"
    assert told["bytes"] == file.stat().st_size
    damaged = tmp_path / "damaged.index"
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    damaged.write_bytes(content)
    assert kgraph("index", "info", damaged)[0] == 0
    code, out, errors = kgraph("index", "info", damaged, "--verify")
    assert (code, out) == (3, "")
    assert errors.startswith(f"{damaged}: the index is damaged")


def test_the_python_example_of_the_documentation_runs(tmp_path, monkeypatch, capsys):
    """docs/large-graphs.md: an index is built and three paths are printed, cheapest first."""
    page = (Path(__file__).parent.parent / "docs" / "large-graphs.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL).group(1)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "large-graphs.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines == sorted(lines)
    assert all("ketogenic diet therapy → " in line for line in lines)


def test_a_packed_table_that_unpacks_to_far_more_ends_the_command(tmp_path):
    """A thread of pyarrow's that waits for Python does not outlive the message."""
    (tmp_path / "e.tsv.gz").write_bytes(gzip.compress(b"subject\tobject\tcost\n" + b"a\tb\t1\n" * (8 << 20), mtime=0))
    code, _, errors = kgraph("index", "build", tmp_path / "e.tsv.gz", "-o", tmp_path / "x.index")
    assert (code, errors.count("\n")) == (3, 1)
    assert "unpacks to more than 200 times its size" in errors
