"""Workspaces: imports side by side, each whole or not at all, joined by exact mappings and never by name."""

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from small import claim, small_graph

from kgraph.cli.main import COMMANDS, cli
from kgraph.errors import DataError, FileBusyError, OutputError, UsageError
from kgraph.frozen import replace
from kgraph.graph.workspace_imports import ImportChoices, import_into
from kgraph.importers import read
from kgraph.model import Entity
from kgraph.paths import find_paths
from kgraph.reading.load import load_contents
from kgraph.reading.rdf_files import parse_file
from kgraph.vocabulary import PREFIXES
from kgraph.workspaces.agreement import comparisons, near_matches
from kgraph.workspaces.folder import Workspace, open_workspace
from kgraph.workspaces.import_records import Count, ImportRecord, read_record
from kgraph.workspaces.joins import BUNDLED, Joins
from kgraph.workspaces.licences import standing_of
from kgraph.workspaces.merged import Merger, merged_file

RECORDS = Path(__file__).with_name("drugmechdb.yaml")
NODES = "id\tcategory\tname\tsynonym\nMESH:D004827\tbiolink:Disease\tepilepsia morbus\t\n{extra}"
EDGES = "id\tsubject\tpredicate\tobject\tpublications\n"


def tree(folder):
    """Every file below a folder, with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def take(folder, *files, **choices):
    return list(import_into(folder, files, ImportChoices(**choices)))


def states(outcomes):
    return [one.state for one in outcomes]


def kgx(folder, edges, nodes="", name="graph"):
    """The two tables of a small KGX graph: `edges` as subject, predicate, object, publication."""
    folder.mkdir(exist_ok=True)
    node_file, edge_file = folder / f"{name}_nodes.tsv", folder / f"{name}_edges.tsv"
    node_file.write_text(NODES.format(extra=nodes), encoding="utf-8")
    lines = ["\t".join((f"e{number}", *edge)) for number, edge in enumerate(edges)]
    edge_file.write_text(EDGES + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return node_file, edge_file


def merged(folder, **choices):
    return load_contents(merged_file(open_workspace(folder), **choices), **choices)


def run(*arguments):
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A workspace with the records of DrugMechDB that the tests have."""
    folder = tmp_path_factory.mktemp("workspaces") / "filled"
    assert states(take(folder, RECORDS)) == ["imported"]
    return folder


def test_a_file_that_is_there_changes_nothing(filled):
    """The same file twice is one import: not a byte of the workspace is another one, its times included."""
    merged_file(open_workspace(filled))
    before = tree(filled), [file.stat().st_mtime_ns for file in sorted(filled.rglob("*"))]
    (again,) = take(filled, RECORDS)
    merged_file(open_workspace(filled))
    assert again.state == "there"
    assert (tree(filled), [file.stat().st_mtime_ns for file in sorted(filled.rglob("*"))]) == before


def test_what_is_imported_is_what_the_importer_reads(filled):
    """Claims and references come out of a workspace as they went in; nothing is added and nothing is lost."""
    contents = read([RECORDS]).contents
    found = merged(filled, bundled=False)
    assert dict(found.claims) == dict(contents.claims)
    assert dict(found.references) == dict(contents.references)
    assert found.entities.keys() == contents.entities.keys()


def test_a_broken_file_leaves_no_trace(filled, tmp_path):
    """It is refused with file and line; the files beside it are imported all the same, and exit code 3 says so."""
    broken = tmp_path / "broken.yaml"
    broken.write_text(RECORDS.read_text(encoding="utf-8").replace("source:", "sauce:", 1), encoding="utf-8")
    copy = shutil.copytree(filled, tmp_path / "copy")
    before = tree(copy)
    done = run("import", "drugmechdb", broken, "--into", copy)
    assert done.exit_code == 3
    assert f"{broken}:" in done.stderr
    assert tree(copy) == before
    edges = kgx(tmp_path / "kgx", [("CHEBI:16865", "biolink:affects", "MESH:D004827", "")])
    done = run("import", broken, *edges, "--into", copy)
    assert done.exit_code == 3
    assert "1 imported, 1 refused" in done.stderr


def test_a_broken_file_makes_no_workspace(tmp_path):
    """Where there was no workspace, there is none."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("_id: x\nlinks: [\n", encoding="utf-8")
    assert run("import", "drugmechdb", broken, "--into", tmp_path / "none").exit_code == 3
    assert [file.name for file in tmp_path.iterdir()] == ["broken.yaml"]


def test_an_interrupted_run_goes_on(tmp_path):
    """What was done before the interrupt is there; what was not is done by the same command."""
    first = kgx(tmp_path / "a", [("CHEBI:16865", "biolink:affects", "MESH:D004827", "")], name="a")
    outcomes = import_into(tmp_path / "w", [*first, RECORDS], ImportChoices())
    assert next(outcomes).state == "imported"
    outcomes.close()
    assert states(take(tmp_path / "w", *first, RECORDS)) == ["there", "imported"]


def test_one_process_writes_at_a_time(filled):
    """Another one is told who holds the workspace, and changes nothing."""
    with Workspace(filled).writing(), pytest.raises(FileBusyError, match="is being written by process"):
        take(filled, RECORDS)


def test_a_folder_of_something_else_is_never_touched(tmp_path):
    """A folder with files of another kind is refused, and so is a folder that is no workspace where one is read."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is no workspace"):
        take(tmp_path, RECORDS)
    with pytest.raises(DataError, match="this is no workspace"):
        open_workspace(tmp_path)
    assert tree(tmp_path) == {"thesis.txt": b"mine"}


def test_provenance_says_what_came_in_and_went_out(filled):
    """The record of an import has file, digest, time, licence and counts, and stands in a named graph as PROV-O."""
    (record,) = open_workspace(filled).records
    assert (record.files, record.kind, record.sources) == (("drugmechdb.yaml",), "drugmechdb", ("drugmechdb",))
    assert record.licence == "https://creativecommons.org/publicdomain/zero/1.0/"
    contents = read([RECORDS])
    assert record.count("in", "records") == contents.count("records")
    assert record.count("out", "claims") == len(contents.contents.claims)
    quads = parse_file(merged_file(open_workspace(filled)))
    graphs = {quad.graph_name for quad in quads if quad.predicate.value == f"{PREFIXES['rdf']}subject"}
    assert graphs == {record.graph}
    assert {quad.graph_name for quad in quads if quad.predicate.value.startswith(PREFIXES["prov"])} == {
        record.provenance
    }


def test_a_record_reads_back_as_it_was_written():
    """Whatever is known of an import survives the way through its statements."""
    record = ImportRecord(
        name="kgx-0123456789abcdef",
        kind="kgx",
        files=("nodes.tsv", "edges.tsv"),
        sha256="ab" * 32,
        time="2026-01-02T03:04:05Z",
        program="kgraph 1",
        sources=("kgx",),
        version="r7",
        licence="ask the author",
        counts=(Count("in", "edges", 3), Count("out", "claims", 2), Count("lost", "edges of a thing and itself", 1)),
        replaces="kgx-fedcba9876543210",
    )
    assert read_record(record.name, record.quads()) == record


def test_another_version_of_a_file_is_no_silent_change(filled, tmp_path):
    """It is refused until somebody says whether it replaces the first or stands beside it."""
    newer = tmp_path / RECORDS.name
    newer.write_text(RECORDS.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    copy = shutil.copytree(filled, tmp_path / "copy")
    (refused,) = take(copy, newer)
    assert (refused.state, tree(copy)) == ("refused", tree(filled))
    assert "another file of this name" in refused.faults[0].fact
    (replaced,) = take(copy, newer, same_name="replace")
    assert replaced.state == "replaced"
    assert [one.name for one in open_workspace(copy).records] == [replaced.record.name]
    assert states(take(copy, RECORDS, same_name="beside")) == ["imported"]
    assert len(open_workspace(copy).records) == 2


def test_a_replacement_that_was_cut_short_counts_once(filled, tmp_path):
    """Where both versions lie there, because a process was killed between two steps, the newer one is in force."""
    newer = tmp_path / RECORDS.name
    newer.write_text(RECORDS.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    copy = shutil.copytree(filled, tmp_path / "copy")
    (old,) = open_workspace(copy).records
    (replaced,) = take(copy, newer, same_name="replace")
    shutil.copy(open_workspace(filled).place_of(old.name), open_workspace(copy).place_of(old.name))
    assert open_workspace(copy).import_files == (open_workspace(copy).place_of(replaced.record.name),)


def test_strict_refuses_what_loses_something(tmp_path):
    """Nothing of a file is imported when a part of it cannot be carried."""
    edges = kgx(tmp_path / "kgx", [("CHEBI:16865", "biolink:affects", "CHEBI:16865", "")])
    (outcome,) = take(tmp_path / "w", *edges, strict=True)
    assert outcome.state == "refused"
    assert outcome.imported.losses
    assert not (tmp_path / "w").exists()


def test_the_merged_file_follows_the_imports(filled, tmp_path):
    """It is made again when an import comes or goes, and can be deleted; the same imports give the same bytes."""
    copy = shutil.copytree(filled, tmp_path / "copy")
    first = merged_file(open_workspace(copy)).read_bytes()
    (copy / "merged.nq").unlink()
    assert merged_file(open_workspace(copy)).read_bytes() == first
    take(copy, *kgx(tmp_path / "kgx", [("CHEBI:16865", "biolink:affects", "MESH:D004827", "")]))
    assert merged_file(open_workspace(copy)).read_bytes() != first
    for record in open_workspace(copy).records:
        if record.kind == "kgx":
            open_workspace(copy).place_of(record.name).unlink()
    assert merged_file(open_workspace(copy)).read_bytes() == first


def test_things_are_joined_by_identifier_and_not_by_name(tmp_path, graph):
    """The bundled epilepsy is MESH:D004827, whatever a file calls it; a thing called epilepsy is another thing."""
    edges = [
        ("CHEBI:16865", "biolink:affects", "MESH:D004827", ""),
        ("CHEBI:16865", "biolink:affects", "DOID:0000000", ""),
    ]
    take(tmp_path / "w", *kgx(tmp_path / "kgx", edges, "DOID:0000000\tbiolink:Disease\tepilepsy\t\n"))
    found = merged(tmp_path / "w")
    epilepsy = graph["epilepsy"].id
    ends = {claim.object for claim in found.claims.values() if claim.origin == "kgx"}
    assert ends == {epilepsy, "DOID:0000000"}
    assert "epilepsia morbus" in found.entities[epilepsy].synonyms
    assert found.entities["DOID:0000000"].label == "epilepsy (kgx)"
    near = [one for one in near_matches(found, found.overlay.own) if one.reason == "both are called epilepsy"]
    assert [{one.thing, one.other} for one in near] == [{epilepsy, "DOID:0000000"}]
    assert find_paths(found, "GABA", "epilepsy").end == epilepsy


def test_an_exact_mapping_joins_two_sources():
    """A third identifier that both give joins them; the name of the merged thing is a public identifier."""
    joins = Joins(
        {"entity:a-x": {"a"}, "MESH:D1": {"b"}},
        [("a", "entity:a-x", "CHEBI:1"), ("b", "MESH:D1", "CHEBI:1")],
    )
    (join,) = joins.joined()
    assert (join.name, join.by) == ("MESH:D1", ("CHEBI:1",))
    assert joins.name_of("entity:a-x") == joins.name_of("CHEBI:1") == "MESH:D1"


def test_what_one_source_tells_apart_stays_apart():
    """Another source cannot make one of two things that it never saw; the mapping is reported as refused."""
    joins = Joins(
        {"MESH:D1": {"a"}, "MESH:D2": {"a"}, "CHEBI:1": {"b"}},
        [("b", "CHEBI:1", "MESH:D1"), ("b", "CHEBI:1", "MESH:D2")],
    )
    assert {joins.name_of(one) for one in ("MESH:D1", "MESH:D2")} == {"CHEBI:1", "MESH:D2"}
    (refused,) = joins.refused
    assert refused.by == "MESH:D2"
    assert "tells MESH:D1 and MESH:D2 apart" in refused.reason


def test_bundled_mappings_join_what_a_source_tells_apart():
    """Each of them was confirmed: both identifiers are the bundled thing."""
    joins = Joins(
        {"HP:1": {"a"}, "MESH:D1": {"a"}, "entity:seizure": {BUNDLED}},
        [(BUNDLED, "entity:seizure", "HP:1"), (BUNDLED, "entity:seizure", "MESH:D1")],
    )
    assert {joins.name_of(one) for one in ("HP:1", "MESH:D1")} == {"entity:seizure"}
    assert not joins.refused


def test_an_identifier_of_several_things_joins_none():
    """A source that gives one identifier for two things says of neither what it is."""
    joins = Joins(
        {"entity:a-x": {"a"}, "entity:a-y": {"a"}, "CHEBI:1": {"b"}},
        [("a", "entity:a-x", "CHEBI:1"), ("a", "entity:a-y", "CHEBI:1")],
    )
    assert not joins.joined()
    assert joins.refused[0].reason == "a gives it for 2 things"


def test_lines_of_one_place_in_two_files_are_both_kept(tmp_path):
    """Two files of one name cite different papers in the same row; no paper is lost."""
    for number in (1, 2):
        edge = ("CHEBI:16865", "biolink:affects", "MESH:D004827", f"PMID:{number}")
        outcomes = take(tmp_path / "w", *kgx(tmp_path / str(number), [edge]), same_name="beside")
        assert states(outcomes) == ["imported"]
    found = merged(tmp_path / "w", bundled=False)
    (one,) = found.claims.values()
    assert {found.references[line.reference].pmid for line in one.evidence} == {"1", "2"}
    assert not one.uncited


def test_a_claim_that_one_file_cites_is_not_uncited(tmp_path):
    """One file has the edge without a paper, another one with it."""
    for number, paper in enumerate(("", "PMID:1")):
        edge = ("CHEBI:16865", "biolink:affects", "MESH:D004827", paper)
        take(tmp_path / "w", *kgx(tmp_path / str(number), [edge], name=f"graph{number}"))
    (one,) = merged(tmp_path / "w", bundled=False).claims.values()
    assert (one.uncited, len(one.evidence)) == (False, 2)


def test_two_graphs_of_one_kind_may_be_two_sources(tmp_path):
    """Under names of their own their claims stay apart, and contradict where they do."""
    relations = {"one": "biolink:causes", "two": "biolink:prevents"}
    for name, relation in relations.items():
        edges = [("CHEBI:16865", relation, "MESH:D004827", "PMID:1")]
        take(tmp_path / "w", *kgx(tmp_path / name, edges, name=name), source=name)
    found = merged(tmp_path / "w", bundled=False)
    assert {(one.id.split("-")[0], one.origin) for one in found.claims.values()} == {
        ("claim:one", "one"),
        ("claim:two", "two"),
    }
    assert {one.short for one in found.sources.values()} == {"one", "two"}
    (told,) = comparisons(found, frozenset(found.claims))
    assert (told.state, told.sources) == ("contradict", ("one", "two"))


def test_a_source_is_not_called_as_a_bundled_one(tmp_path):
    """Its claims would seem to be those of the review."""
    done = run("import", RECORDS, "--into", tmp_path / "w", "--source-name", "review")
    assert done.exit_code != 0
    assert not (tmp_path / "w").exists()


def test_a_table_of_mappings_joins_what_it_says(tmp_path):
    """Two things that one graph tells apart are one by a table; a match that rests on the label alone joins nothing."""
    edges = [("CHEBI:1", "biolink:causes", "MESH:D1", ""), ("CHEBI:2", "biolink:causes", "MESH:D2", "")]
    names = "CHEBI:1\tbiolink:SmallMolecule\tone\t\nCHEBI:2\tbiolink:SmallMolecule\ttwo\t\n"
    take(tmp_path / "w", *kgx(tmp_path / "kgx", edges, names))
    table = tmp_path / "table.sssom.tsv"
    head = '# curie_map:\n#   CHEBI: "http://purl.obolibrary.org/obo/CHEBI_"\n'
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    for reason, ends in (
        ("semapv:LexicalMatching", {"CHEBI:1", "CHEBI:2"}),
        ("semapv:ManualMappingCuration", {"CHEBI:1"}),
    ):
        table.write_text(f"{head}{columns}CHEBI:1\tskos:exactMatch\tCHEBI:2\t{reason}\n", encoding="utf-8")
        take(tmp_path / "w", table, same_name="replace")
        found = merged(tmp_path / "w", bundled=False)
        assert {one.subject for one in found.claims.values()} == ends
    assert found.entities["CHEBI:1"].label == "one"
    assert found.entities["CHEBI:1"].synonyms == ("two",)


def test_agreement_and_conflict_are_told(graph):
    """Same ends and sign agree, another sign contradicts, and two diseases may have opposite signs."""
    sources = (
        claim("a increases b", origin="one"),
        claim("a increases b", origin="two", suffix="-two"),
        claim("c increases d", origin="one"),
        claim("c decreases d", sign="-", origin="two"),
        claim("e increases f", origin="one", disease="entity:ills"),
        claim("e decreases f", sign="-", origin="one", disease="entity:woes"),
        claim("g affects h", sign="?", origin="one"),
        claim("g affects h", sign="?", origin="two", suffix="-two"),
    )
    found = small_graph(graph, *sources)
    told = [(one.state, one.subject, one.object) for one in comparisons(found, frozenset(found.claims))]
    assert told == [
        ("agree", "entity:a", "entity:b"),
        ("contradict", "entity:c", "entity:d"),
        ("opposite in two diseases", "entity:e", "entity:f"),
    ]
    assert not list(comparisons(found, frozenset()))


def test_near_matches_are_told_once_and_join_nothing(graph):
    """A shared synonym and a close mapping are reasons to look."""
    entities = {
        "entity:a": Entity("entity:a", "a", "process", synonyms=("shared",)),
        "entity:b": Entity("entity:b", "b", "process", synonyms=("Shared",)),
        "CHEBI:1": Entity("CHEBI:1", "one", "metabolite"),
        "entity:c": Entity("entity:c", "c", "metabolite", mappings=(("closeMatch", "CHEBI:1"),)),
    }
    found = small_graph(graph, claim("a increases b"), entities=entities)
    told = {(one.thing, one.other, one.reason) for one in near_matches(found, frozenset(entities))}
    assert told == {
        ("entity:a", "entity:b", "both are called shared"),
        ("CHEBI:1", "entity:c", "close match by CHEBI:1"),
    }


def test_another_claim_under_the_same_name_gets_its_own(filled, tmp_path):
    """What two files call by one name and do not mean alike are two claims, and the report says so."""
    copy = shutil.copytree(filled, tmp_path / "copy")
    (record,) = open_workspace(copy).records
    other = replace(record, name="drugmechdb-ffffffffffffffff", kind="other", files=("other.yaml",))
    text = open_workspace(copy).place_of(record.name).read_text(encoding="utf-8").replace(record.name, other.name)
    turned = text.replace('kgraph/sign> "+"', 'kgraph/sign> "?"')
    assert turned != text
    open_workspace(copy).place_of(other.name).write_text(turned, encoding="utf-8")
    merger = Merger(open_workspace(copy), None)
    found = merged(copy, bundled=False)
    assert merger.renamed
    for one in merger.renamed:
        assert {found.claims[one.name].sign, found.claims[one.other].sign} == {"+", "?"}


@pytest.mark.parametrize(
    ("licence", "standing"),
    [
        ("CC0-1.0", "open"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "open"),
        ("CC BY 4.0", "marked"),
        ("CC-BY-NC-4.0", "marked"),
        ("something of our own", "marked"),
        ("cc-by-nd-4.0", "refused"),
        ("http://creativecommons.org/licenses/by-nd/3.0", "refused"),
        ("Creative Commons Attribution-NoDerivatives", "refused"),
        ("All rights reserved.", "refused"),
        ("https://w3id.org/sssom/license/all-rights-reserved", "refused"),
        ("https://w3id.org/sssom/license/unspecified", "refused"),
        ("CC BY 3.0", "marked"),
        ("CC0-1.0 AND CC-BY-4.0", "marked"),
        ("CC-BY-4.0 AND CC-BY-ND-4.0", "refused"),
        ("", "refused"),
    ],
)
def test_licences_say_what_may_be_passed_on(licence, standing):
    """An unknown licence refuses, one that allows no derived data too; conditions are marked."""
    assert standing_of(licence).standing == standing


def test_export_heeds_licences(tmp_path):
    """Without a licence nothing is written for others; said later, it travels with the data as a statement."""
    edges = kgx(tmp_path / "kgx", [("CHEBI:16865", "biolink:affects", "MESH:D004827", "")])
    workspace, out = tmp_path / "w", tmp_path / "out.ttl"
    take(workspace, *edges)
    done = run("export", "--workspace", workspace, "-o", out, "--no-bundled")
    assert isinstance(done.exception, UsageError)
    assert "no licence is known" in str(done.exception)
    assert not out.exists()
    done = run("export", "--workspace", workspace, "-o", out, "--no-bundled", "--for-myself")
    assert (done.exit_code, "not to be passed on" in done.stderr) == (0, True)
    assert run("import", *edges, "--into", workspace, "--licence", "CC-BY-4.0").exit_code == 0
    done = run("export", "--workspace", workspace, "-o", out, "--no-bundled", "--force")
    assert (done.exit_code, "name the source" in done.stderr) == (0, True)
    assert "https://creativecommons.org/licenses/by/4.0/" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "licence"),
    [
        ("table.tsv", ("#license: https://creativecommons.org/licenses/by/4.0/\nsubject_id\tpredicate_id\tobject_id\n"
         "HGNC:1\tskos:exactMatch\tNCBIGene:1\n"), "https://creativecommons.org/licenses/by/4.0/"),
        ("script.bel", ('SET DOCUMENT Licenses = "All rights reserved"\nDEFINE NAMESPACE A AS LIST {"b"}\n'
         "p(A:b) -> bp(A:b)\n"), "All rights reserved"),
        ("drawing.gpml", ('<Pathway xmlns="http://pathvisio.org/GPML/2021" title="A" license="CC BY-NC 3.0">'
         "<Interactions /></Pathway>"), "https://creativecommons.org/licenses/by-nc/3.0/"),
    ],
)  # fmt: skip
def test_a_licence_that_a_file_gives_itself_is_that_of_its_import(tmp_path, name, text, licence):
    """Until somebody says another one."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    workspace = tmp_path / "w"
    take(workspace, file)
    (record,) = open_workspace(workspace).records
    assert record.licence == licence
    assert run("import", file, "--into", workspace, "--licence", "CC0-1.0").exit_code == 0
    (record,) = open_workspace(workspace).records
    assert standing_of(record.licence).standing == "open"


def test_a_path_says_which_source_each_step_is_from(tmp_path, graph):
    """The answer, the list of paths and JSON name the source of a step that was imported."""
    edges = [("CHEBI:16865", "biolink:treats", "DOID:0000000", "PMID:1")]
    take(tmp_path / "w", *kgx(tmp_path / "kgx", edges, "DOID:0000000\tbiolink:Disease\tsome ill\t\n"))
    asked = ("path", "KDT", "some ill", "--workspace", tmp_path / "w")
    answer = run(*asked, "--format", "table")
    assert answer.exit_code == 0
    assert "  from kgx: GABA → some ill" in answer.stdout
    assert "from kgx" in run(*asked, "--all", "--format", "table").stdout
    steps = [step for path in json.loads(run(*asked, "--format", "json").stdout)["paths"] for step in path["steps"]]
    assert {step["object"] for step in steps if step["sources"] == ["kgx"]} == {"some ill"}


def test_merge_lists_what_was_found(tmp_path):
    """Each row has its state; asked for one, it gives that alone, and without any it exits with 1."""
    take(tmp_path / "w", *kgx(tmp_path / "kgx", [("CHEBI:16865", "biolink:affects", "MESH:D004827", "")]))
    rows = json.loads(run("merge", "--workspace", tmp_path / "w", "--format", "json").stdout)
    joined = [row for row in rows if row["state"] == "joined"]
    assert {row["what"] for row in joined} >= {"epilepsy"}
    assert "by MESH:D004827" in {row["detail"] for row in joined}
    assert run("merge", "--workspace", tmp_path / "w", "--show", "renamed", "--format", "json").exit_code == 1


def test_commands_that_take_data_take_a_workspace():
    """--data and --workspace are declared together, once."""
    context = click.Context(cli)
    for name in COMMANDS:
        options = {option for parameter in cli.get_command(context, name).params for option in parameter.opts}
        assert ("--data" in options) == ("--workspace" in options), name
    assert "--workspace" in {option for one in cli.get_command(context, "path").params for option in one.opts}
