"""The DrugMechDB samples: all records import, and what comes out agrees with counts that another program makes."""

from collections import Counter

import pytest
import yaml
from outside import outside

import kgraph
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.importers import guess, read
from kgraph.importers.biolink import PREDICATES

FOLDER = outside("KGRAPH_SAMPLES") / "drugmechdb"
FILES = sorted(FOLDER.glob("*/*.yaml"))
# The predicates of the samples as somebody reads them who has not seen the table of the importer.
PLUS = {
    "positively regulates", "increases activity of", "increases abundance of", "contributes to", "causes",
    "positively correlated with", "has metabolite",
}  # fmt: skip
MINUS = {
    "negatively regulates", "decreases activity of", "decreases abundance of", "negatively correlated with", "disrupts",
    "prevents", "treats",
}  # fmt: skip
BELONGS = {"manifestation of", "phenotype of", "subclass of", "superclass of"}


def sign_of(predicate):
    """Plus, minus, empty for what only belongs together, and ? for all else."""
    return "+" if predicate in PLUS else "-" if predicate in MINUS else "" if predicate in BELONGS else "?"


@pytest.fixture(scope="module")
def raw():
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES]


@pytest.fixture(scope="module")
def imported():
    return read(FILES)


def test_all_records_import_without_a_fault(imported):
    """83 records of one file each, of a kind that is told from their content."""
    assert len(FILES) == imported.count("records") == 83
    assert imported.faults == ()
    assert {guess(file).name for file in FILES} == {"drugmechdb"}


def test_counts_equal_independent_counts(imported, raw):
    """Nodes, links and references in the files; entities, claims, signs and cited addresses in the contents."""
    contents = imported.contents
    assert imported.count("nodes") == sum(len(record["nodes"]) for record in raw) == 594
    assert imported.count("links") == sum(len(record["links"]) for record in raw) == 614
    assert imported.count("references of records") == sum(len(record.get("references", ())) for record in raw)
    assert len(contents.entities) == len({node["id"] for record in raw for node in record["nodes"]}) == 145
    cited = {reference for record in raw for reference in record.get("references", ())}
    assert {reference.link for reference in contents.references.values()} == cited
    kept = imported.count("comments on a record, which may be words of a source")
    assert kept == sum("comment" in record for record in raw)


def test_signs_and_ends_equal_independent_ones(imported, raw):
    """Each link is in a claim with its ends and the sign of its predicate; the few that point back are turned."""
    turned = {"subclass of"}
    wanted = Counter()
    for record in raw:
        for number, link in enumerate(record["links"], 1):
            ends = [link[end].replace("reactome:", "REACT:") for end in ("source", "target")]
            ends = ends[::-1] if link["key"] in turned else ends
            wanted[(*ends, sign_of(link["key"]), f"{record['graph']['_id']}/{number}")] += 1
    claims = imported.contents.claims.values()
    found = {(claim.subject, claim.object, claim.sign, line.row) for claim in claims for line in claim.evidence}
    assert found == set(wanted)
    assert set(wanted.values()) == {1}


def test_an_arrow_of_several_records_is_one_claim_for_each_indication(imported, raw):
    """Links that agree in ends, predicate and disease are told once."""
    told = {
        (link["source"], link["key"], link["target"], record["graph"]["disease_mesh"])
        for record in raw
        for link in record["links"]
    }
    assert len(imported.contents.claims) == len(told)


def test_no_reference_of_a_record_counts_for_a_step(imported):
    """No link of the samples has evidence of its own, so every claim is uncited and every reference only near."""
    claims = imported.contents.claims.values()
    assert all(claim.uncited for claim in claims)
    assert not any(line.counts for claim in claims for line in claim.evidence)


def test_exact_matches_are_the_drugbank_numbers_of_the_records(imported, raw):
    """Each drug has the one number that its records give, and nothing else has an exact match."""
    wanted = {
        (record["graph"]["drug_mesh"], record["graph"]["drugbank"].replace("DB:", "DRUGBANK:"))
        for record in raw
        if any(node["id"] == record["graph"]["drug_mesh"] for node in record["nodes"])
    }
    numbers = Counter(drug for drug, _ in wanted) + Counter(number for _, number in wanted)
    wanted = {(drug, number) for drug, number in wanted if numbers[drug] == numbers[number] == 1}
    found = {
        (entity.id, target)
        for entity in imported.contents.entities.values()
        for relation, target in entity.mappings
        if relation == "exactMatch"
    }
    assert found == wanted


def ways(record, node, sign="+", behind=()):
    """The signs of all paths from a node to the disease, by trying every one."""
    if node == record["graph"]["disease_mesh"]:
        yield sign
        return
    for link in record["links"]:
        if link["source"] == node and link["target"] not in behind:
            # An arrow that only belongs takes the sign on as it is.
            own = sign_of(link["key"]) or "+"
            product = "?" if "?" in (sign, own) else "+" if sign == own else "-"
            yield from ways(record, link["target"], product, (*behind, node))


def test_path_coherence_equals_that_of_every_path_tried(imported, raw):
    """Records whose signs multiply to treating along every path, and those where that is open."""
    verdicts = Counter()
    for record in raw:
        graph = record["graph"]
        known = {node["id"] for node in record["nodes"]}
        signs = set(ways(record, graph["drug_mesh"] if graph["drug_mesh"] in known else graph["drugbank"]))
        verdicts["contrary" if "+" in signs else "undetermined" if "?" in signs else "coherent"] += 1
    said = {tally.what: tally.count for tally in imported.remarks if tally.what.startswith("records whose paths")}
    assert said == {f"records whose paths are {verdict}": count for verdict, count in verdicts.items()}


def test_the_table_of_signs_differs_from_the_lexicon_of_drugmechdb_only_where_that_is_told():
    """No sign is turned round; where the two differ, ours is unknown, or the relation has none of its own."""
    lexicon = yaml.safe_load((FOLDER / "predicate_polarity.yaml").read_text(encoding="utf-8"))["predicates"]
    assert set(lexicon) <= set(PREDICATES)
    signs = {1: "+", -1: "-", 0: "?"}
    unlike = {
        name: PREDICATES[name].sign for name, row in lexicon.items() if PREDICATES[name].sign != signs[row["sign"]]
    }
    structural = {
        "part of",
        "has part",
        "subclass of",
        "superclass of",
        "has phenotype",
        "manifestation of",
        "phenotype of",
    }
    assert {name for name, sign in unlike.items() if sign == ""} == structural
    # More uptake, transport or response is no more of the object.
    assert {name for name, sign in unlike.items() if sign == "?"} == {
        "decreases uptake of", "increases transport of", "increases response to", "decreases response to",
    }  # fmt: skip
    assert set(unlike.values()) == {"", "?"}


def test_what_is_written_reads_back_and_answers(imported, tmp_path):
    """Through its Turtle: the same values, and a path from a drug to its disease."""
    file = tmp_path / "drugmechdb.ttl"
    file.write_text(contents_as_turtle(imported.contents), encoding="utf-8")
    graph = kgraph.load(file, bundled=False)
    for section in ("entities", "claims", "references", "sources"):
        assert getattr(graph, section) == getattr(imported.contents, section)
    assert kgraph.find_paths(graph, "edaravone", "Amyotrophic lateral sclerosis").of_effect("helps")
