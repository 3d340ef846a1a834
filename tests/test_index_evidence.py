"""Answers of an index that holds the evidence: those of the graph it was built from."""

import json
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from command import kgraph as command

import kgraph
from kgraph.errors import DataError
from kgraph.formats.documents import PairDocument
from kgraph.formats.escape import plain
from kgraph.formats.pair_records import PRESENTERS, write_record
from kgraph.formats.path_json import to_json
from kgraph.index.build import build_index
from kgraph.index.evidence_columns import COLUMNS, FLAGS, flags_of
from kgraph.index.evidence_paths import graph_of
from kgraph.index.held_claims import OF_COLUMN
from kgraph.index.open_index import GraphIndex
from kgraph.index.pairs import Asking, Pair, answer_pairs
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.filters import TESTS
from kgraph.paths.verdict import find_verdict

CELLS = """
id subject predicate object object_direction_qualifier confidence publications knowledge_level agent_type \
primary_knowledge_source has_evidence species_context_qualifier
e1 CHEBI:1 biolink:affects HGNC:2 increased 0.9 PMID:1|PMID:2 knowledge_assertion manual_agent infores:x ECO:0000179 M:1
e2 HGNC:2 biolink:affects HGNC:3 decreased 0.8 PMID:2 prediction text_mining_agent infores:y . .
e3 HGNC:3 biolink:affects MONDO:4 increased 0.7 . knowledge_assertion manual_agent infores:x ECO:0000181 .
e4 CHEBI:1 biolink:affects MONDO:4 decreased 0.6 PMID:9 knowledge_assertion manual_agent infores:x . .
e5 HGNC:3 biolink:correlated_with HGNC:2 . 0.5 PMID:5|hearsay statistical_association manual_agent infores:x . .
"""
# A full stop stands for an empty cell here.
KGX = "".join(
    "\t".join("" if cell == "." else cell for cell in line.split()) + "\n" for line in CELLS.strip().splitlines()
)


@pytest.fixture(scope="module")
def graph():
    return kgraph.load()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    file = tmp_path_factory.mktemp("evidence") / "bundled.index"
    build_index(file)
    return file


@pytest.fixture(scope="module")
def held(bundled):
    return graph_of(GraphIndex(bundled))


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kgx")
    (folder / "edges.tsv").write_text(KGX, encoding="utf-8")
    build_index(folder / "kgx.index", folder / "edges.tsv")
    return folder / "kgx.index"


def pairs(graph, generator, count):
    """Pairs of entities with claims between them, of some steps in length, and pairs drawn blindly."""
    leaving = {}
    for claim in graph.claims.values():
        leaving.setdefault(claim.subject, []).append(claim.object)
    for number in range(count):
        start = end = generator.choice(list(leaving))
        for _ in range(generator.randint(1, 6)):
            end = generator.choice(leaving[end]) if end in leaving else end
        yield (start, end) if number % 5 else (start, generator.choice(list(graph.entities)))


def test_five_hundred_pairs_have_the_answers_of_the_graph(graph, held):
    """By order of product, an index gives every path, claim, flag and reason that the graph gives."""
    found = 0
    for start, end in pairs(graph, random.Random(20), 500):
        expected = find_paths(graph, start, end, order="product", max_hops=4, top=3)
        assert find_paths(held, start, end, order="product", max_hops=4, top=3) == expected, (start, end)
        found += bool(expected.paths)
    assert found > 100


FILTERS = [
    {"evidence": "human"}, {"evidence": "animal"}, {"primary_only": True}, {"study": ("trial", "animal")},
    {"directness": "primary"}, {"certainty": "asserted"}, {"certainty": ("contested", "asserted")},
    {"include": ("contested", "unknown", "needs-research")}, {"mechanism": "mTOR"}, {"mechanism": "ion-channels"},
    {"species": "mice"}, {"disease": "IESS"}, {"source": "review"}, {"associations": False}, {"undirected": True},
    {"separate": True}, {"hub_penalty": "on"}, {"via": "glutamate"}, {"avoid": "seizures"},
]  # fmt: skip


@pytest.mark.parametrize("options", FILTERS, ids=lambda options: "-".join(map(str, next(iter(options.items())))))
def test_filters_by_evidence_give_the_answers_of_the_graph(graph, held, options):
    """Each choice of `path` keeps out, lets in and weighs what it does in the graph, ranked by grade and by product."""
    for start, end in [("KDT", "IESS"), ("KDT", "ALS"), ("butyrate", "seizures")]:
        for order in ("grade", "product"):
            expected = find_paths(graph, start, end, order=order, max_hops=4, **options)
            answer = find_paths(held, start, end, order=order, max_hops=4, **options)
            assert answer == expected, (start, end, order)


def test_every_test_of_a_filter_has_its_column(graph, held):
    """What a filter asks of a claim is told by one column, which sorts all claims as the claims themselves do."""
    assert {name for names in OF_COLUMN.values() for name in names} == set(TESTS)
    numbers = np.arange(held.held.count)
    claims = [claim for claim in graph.claims.values() if claim.sign != "0"]
    places = [place for place, claim in enumerate(graph.claims.values()) if claim.sign != "0"]
    for path_filter in (
        PathFilter(evidence="human"),
        PathFilter(species="entity:mouse"),
        PathFilter(study_kinds=frozenset({"case-report"})),
        PathFilter(mechanism="mTOR", primary_only=True),
        PathFilter(source="als-page", include=frozenset({"unknown"})),
    ):
        fits = held.held.admitted(path_filter, numbers)[places]
        assert fits.tolist() == [path_filter.admits(claim) for claim in claims]


def test_the_screen_and_the_json_are_those_of_the_graph(graph, held, bundled):
    """Verdict, chips, hypotheses, what was seen in people: every field of the answer, and every line of the screen."""
    for end in ("IESS", "ALS"):
        assert to_json(held, find_paths(held, "KDT", end)) == to_json(graph, find_paths(graph, "KDT", end))
    for given in (("KDT", "IESS"), ("KDT", "ALS", "--mechanism", "nutrition-and-weight"), ("KDT", "IESS", "--all")):
        shown = ("path", *given, "--format", "table")
        assert command(*shown, "--index", bundled) == command(*shown)


def test_claims_come_back_whole_and_can_be_traced(graph, held, bundled):
    """Claims, entities and references are those of the graph, with their columns, and `trace` finds what is named."""
    assert dict(held.claims) == dict(graph.claims)
    assert {name: held.references[name] for name in held.references} == dict(graph.references)
    assert all(held.entities[name] == entity for name, entity in graph.entities.items())
    assert held.origins == graph.origins
    flags = held.held.arrays["claim_flags"].tolist()
    assert flags == [flags_of(claim) for claim in graph.claims.values()]
    assert sum(flag & 1 << FLAGS.index("disputed") > 0 for flag in flags) > 5
    for what in ("claim:ketone-bodies-activate-katp-channel", "KATP channel", "mechanism:mTOR", "B31"):
        asked = ("trace", what, "--format", "json")
        assert command(*asked, "--index", bundled) == command(*asked)


@pytest.mark.parametrize("options", [{"order": "product"}, {"order": "grade", "evidence": "human"}], ids=str)
def test_a_list_of_pairs_is_answered_with_evidence(graph, bundled, options):
    """A record holds what one question gives under the same filter, and a verdict besides; a table has its rows."""
    asked = [("KDT", "IESS"), ("butyrate", "seizures"), ("IESS", "KDT")]
    pairs = [Pair(line, *ends) for line, ends in enumerate(asked, 1)]
    asking = Asking(max_hops=4, top=2, options={"max_hops": 4, "top": 2, **options})
    whole, rows = (list(answer_pairs(bundled, pairs, asking, PRESENTERS[form], processes=1)) for form in PRESENTERS)
    for (start, end), record, table in zip(asked, whole, rows, strict=True):
        expected = to_json(graph, find_paths(graph, start, end, max_hops=4, top=2, **options))
        for name in ("paths", "outcomes", "mechanisms", "complete", "more", "because", "people"):
            assert record.fields[name] == expected[name], name
        path_filter = PathFilter(evidence=options.get("evidence", "any"))
        verdict = find_verdict(graph, start, end, path_filter=path_filter)
        assert record.fields["verdict"]["says"] == verdict.says
        lines = [line.split("\t") for line in write_record(PairDocument(table), "tsv").splitlines()]
        found = expected["paths"] + expected["outcomes"]
        assert [line[6] for line in lines if line[3]] == [plain(path["confidence"]) for path in found]
        assert {line[-2] for line in lines} == {verdict.says}


def test_a_list_of_pairs_refuses_what_is_for_one_question(bundled, tmp_path):
    """The views of one answer, and data of others, are not for a list."""
    (tmp_path / "pairs.tsv").write_text("KDT\tIESS\n", encoding="utf-8")
    for option, words in [("--all", "--all is for one question"), ("--no-bundled", "an index has its own")]:
        code, out, errors = command("path", "--pairs", tmp_path / "pairs.tsv", "--index", bundled, option)
        assert (code, out) == (2, "")
        assert words in errors


def test_every_array_is_described(bundled, table):
    """The list of columns names every array of evidence, with its type, in both kinds of index."""
    plain = {"out", "in", "row", "node", "name", "label", "key", "relation", "ends"}
    described = {name: kinds.split(" or ") for name, kinds, _, _ in COLUMNS}
    for file in (bundled, table):
        for name, array in GraphIndex(file).arrays.items():
            whole = name.removesuffix("_start").removesuffix("_text")
            if name in described:
                assert array.dtype.str[1:] in described[name], name
            elif whole in described:
                assert described[whole] == ["texts"]
            else:
                assert name.partition("_")[0] in plain, name


def test_the_page_lists_the_columns():
    """docs/large-graphs.md has a row for every array of evidence, in the words of the module."""
    page = (Path(__file__).parent.parent / "docs" / "large-graphs.md").read_text(encoding="utf-8")
    for name, kind, of, about in COLUMNS:
        assert f"| `{name}` | {kind} | {of} | {about} |" in page


def test_an_edge_table_says_its_evidence(table):
    """Publications, study kinds, levels of knowledge and sources of KGX edges stand behind the steps of an answer."""
    graph = graph_of(GraphIndex(table))
    answer = find_paths(graph, "CHEBI:1", "MONDO:4")
    (path, unknown), (direct,) = answer.paths, answer.outcomes
    assert (path.sign, unknown.sign, direct.sign) == ("-", "?", "-")
    assert path.confidence == pytest.approx(0.9 * 0.8 * 0.7)
    chains = [chain for entry in answer.mechanisms for chain in entry.chains]
    assert {tuple(grade.chip for grade in chain.grades) for chain in chains} == {("A2", "S", "S")}
    first, second, third = (step.claims[0] for step in path.steps)
    assert [graph.references[line.reference].pmid for line in first.evidence] == ["1", "2"]
    assert (first.species, first.origin, first.evidence[0].study_kinds) == (("M:1",), "infores:x", ("animal",))
    assert second.certainty == "suggested"
    assert "Made by: text_mining_agent." in second.evidence[0].notes
    assert third.uncited
    assert (answer.verdict.says, answer.verdict.one_sided) == ("one side only", "-")
    assert not find_paths(graph, "CHEBI:1", "MONDO:4", evidence="animal").paths
    (kept,) = find_paths(graph, "CHEBI:1", "HGNC:2", evidence="animal", species="M:1").outcomes
    assert kept.steps[0].claims[0].id == "e1"
    assert graph.references[graph.claims["e5"].evidence[1].reference].title == "hearsay"


def test_trace_finds_the_rows_of_a_table(table):
    """The name of a row, of a node or of nothing; a row that holds both ways is one claim from its subject."""
    code, out, _ = command("trace", "e5", "--index", table, "--format", "json")
    assert code == 0
    (claim,) = json.loads(out)["claims"]
    assert (claim["subject"], claim["object"]) == ("HGNC:3", "HGNC:2")
    code, out, _ = command("trace", "HGNC:2", "--index", table, "--format", "tsv")
    assert {line.partition("\t")[0] for line in out.splitlines()[1:]} == {"e1", "e2", "e5"}
    assert command("trace", "e9", "--index", table)[0] == 1
    code, _, errors = command("trace", "e1", "--index", table, "--no-bundled")
    assert (code, "an index has its own" in errors) == (2, True)


def test_lists_of_a_parquet_file_are_read_like_cells_of_a_table(table, tmp_path):
    """Lists of publications and of species, and truth values, are what texts with strokes between are elsewhere."""
    lines = [line.split("\t") for line in KGX.splitlines()]
    columns = dict(zip(lines[0], map(list, zip(*lines[1:], strict=True)), strict=True))
    columns["confidence"] = list(map(float, columns["confidence"]))
    columns["publications"] = [[one.strip() for one in cell.split("|") if cell] for cell in columns["publications"]]
    pa.parquet.write_table(pa.table(columns), tmp_path / "edges.parquet")
    build_index(tmp_path / "lists.index", tmp_path / "edges.parquet")
    assert (tmp_path / "lists.index").read_bytes() == table.read_bytes()


def test_what_an_index_says_of_its_limits(table, bundled, tmp_path):
    """Other data beside it, the arithmetic of a table, and evidence where there are costs alone are refused."""
    for given, words in [
        (("KDT", "IESS", "--index", bundled, "--no-bundled"), "--no-bundled is about data that are read"),
        (
            ("CHEBI:1", "MONDO:4", "--index", table, "--explain", "--format", "table"),
            "the confidences of this index are its table's",
        ),
        (("KDT", "--index", bundled), "open ends need the graph"),
    ]:
        code, out, errors = command("path", *given)
        assert (code, out) == (2, "")
        assert words in errors
    (tmp_path / "edges.tsv").write_text(KGX.replace("confidence", "cost"), encoding="utf-8")
    build_index(tmp_path / "costs.index", tmp_path / "edges.tsv")
    with pytest.raises(DataError, match="costs and no evidence"):
        graph_of(GraphIndex(tmp_path / "costs.index"))


def test_a_filter_that_keeps_every_path_of_a_table_out_is_named(table):
    """The reason names the choice; without any, that nothing leads there, or how long the shortest path is."""
    graph = graph_of(GraphIndex(table))
    because = find_paths(graph, "CHEBI:1", "HGNC:3", evidence="human").because
    assert (because.code, [one.choice for one in because.relaxed]) == ("filter", ["evidence"])
    assert find_paths(graph, "MONDO:4", "CHEBI:1").because.code == "unreachable"
    because = find_paths(graph, "CHEBI:1", "HGNC:3", max_hops=1).because
    assert (because.code, because.shortest) == ("hop-limit", 2)


def test_a_damaged_claim_is_no_other_claim(bundled, tmp_path):
    """A byte changed where the claims stand is found when the file is first searched, and said in one line."""
    whole = bytearray(bundled.read_bytes())
    place = whole.find(b'claim:ketone-bodies-activate-katp-channel","entity:ketone-bodies')
    assert place > 0
    whole[place + 50] ^= 1
    (tmp_path / "damaged.index").write_bytes(whole)
    for given in (("path", "KDT", "IESS"), ("trace", "KATP channel")):
        code, out, errors = command(*given, "--index", tmp_path / "damaged.index")
        assert (code, out) == (3, "")
        assert errors.startswith(f"{tmp_path / 'damaged.index'}: the index is damaged")
