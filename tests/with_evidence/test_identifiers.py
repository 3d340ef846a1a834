"""No identifier without a page behind it, every row of the evidence table used, every candidate as the table has it."""

import csv
import re

import pytest
from outside import outside

from kgraph.check.identifiers import read_mappings
from kgraph.files.bundled import bundled, bundled_data
from kgraph.vocabulary import PREFIXES, shorten

NOT_FOUND = {"P100", "P101"}  # rows that record a gap, without a paper


def table(name):
    with (outside("KGRAPH_EVIDENCE") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def primary():
    return {row["id"]: row for row in table("primary-evidence.tsv")}


@pytest.fixture(scope="module")
def lines(graph):
    owners = [*graph.claims.values(), *graph.questions.values()]
    return [line for owner in owners for line in owner.evidence]


def test_every_mapping_is_in_the_grounding_table():
    """Entity, relation, identifier and its label are rows of the table, with the same confirming source."""
    known = {
        (r["entity_label"], r["match"], r["identifier"], r["identifier_label"], r["confirmed_in"])
        for r in table("grounding.tsv")
    }
    rows = read_mappings(bundled("ontology", "mappings.sssom.tsv"))
    assert len(rows) > 200
    for row in rows:
        match = row["predicate_id"].removeprefix("skos:").removesuffix("Match")
        assert (row["subject_label"], match, row["object_id"], row["object_label"], row["source"]) in known


def test_no_identifier_anywhere_is_missing_from_the_tables(graph):
    """Every CURIE of a public vocabulary in any file of data or ontology, and every DOI, PMID and PMC id, is in a table."""
    evidence = "\n".join(
        (outside("KGRAPH_EVIDENCE") / name).read_text(encoding="utf-8")
        for name in ("grounding.tsv", "primary-evidence.tsv", "review-citations.tsv", "curator-notes.md")
    ).lower()
    public = [
        "MONDO",
        "HP",
        "CHEBI",
        "GO",
        "UBERON",
        "CL",
        "NCBITaxon",
        "MAXO",
        "ECO",
        "RO",
        "BFO",
        "DOID",
        "OMIT",
        "NCIT",
        "HGNC",
        "MESH",
        "UniProt",
        "epio",
        "wikipathways",
    ]
    for file in bundled_data():
        text = file.read_text(encoding="utf-8")
        curies = set(re.findall(rf"\b(?:{'|'.join(public)}):[\w-]+", text))
        curies |= {
            shorten(PREFIXES["kg"][:0] + iri) for iri in re.findall(r"http://purl\.obolibrary\.org/obo/\w+", text)
        }
        curies |= {f"{p}:{n}" for p, n in re.findall(r"\bobo:([A-Z]+)_(\d+)", text)}
        for curie in curies:
            assert curie.lower() in evidence or curie.endswith("_"), (file.name, curie)
    for reference in graph.references.values():
        for identifier in filter(None, (reference.doi, reference.pmid, reference.pmcid)):
            assert identifier.lower() in evidence, identifier


def test_every_row_is_used(lines, primary):
    """All rows of the table of primary papers stand behind a claim or an open question."""
    assert {line.row for line in lines if line.row} == set(primary)


def test_every_row_line_cites_its_own_paper(graph, lines, primary):
    """Title, DOI and PMID of the cited reference are those of the row; a row without a paper cites nothing."""
    for line in lines:
        if not line.row:
            continue
        row = primary[line.row]
        if line.row in NOT_FOUND:
            assert line.reference == ""
            continue
        reference = graph.references[line.reference]
        for name in ("doi", "pmid", "title"):
            assert not row[name] or row[name].lower() == getattr(reference, name).lower(), (line.id, name)


def test_lines_do_not_turn_a_row_around(lines, primary):
    """A row that only supports disputes at most a number, and one that records a gap supports nothing."""
    for line in lines:
        if not line.row:
            continue
        verdict = primary[line.row]["supports_or_disputes"]
        if verdict.startswith("unknown"):
            assert line.direction == "inconclusive", line.id
        if verdict == "supports" and not line.primary_value:
            assert line.direction != "disputes", line.id


def test_reviews_are_not_primary(lines, primary):
    """A row from a review or expert statement is relayed, and animal work is never called clinical."""
    for line in lines:
        if not line.row:
            continue
        kind = primary[line.row]["evidence_type"]
        if kind.startswith("review"):
            assert line.directness != "primary", line.id
        if "human" not in kind:
            assert not {"trial", "clinical-observation", "case-report"} & set(line.study_kinds), line.id
        if "in vitro" not in kind:
            assert "in-vitro" not in line.study_kinds, line.id


def test_candidates_are_those_of_the_table(graph):
    """A number of the review names a candidate only where the table has one, with the same confidence."""
    rows = table("review-citations.tsv")
    for reference in graph.references.values():
        if reference.number is None:
            continue
        mine = [row for row in rows if int(row["ref_no"]) == reference.number]
        known = {row["doi"].lower() for row in mine} | {row["candidate_title"].lower() for row in mine}
        assert not (reference.title or reference.doi or reference.pmid)
        for candidate in reference.candidates:
            paper = graph.references[candidate]
            named = {paper.doi.lower(), paper.title.lower()} & (known - {""})
            same_page = any(row["confirming_url"] and row["confirming_url"] in paper.confirmed_in for row in mine)
            assert named or same_page, reference.id
            assert reference.candidate_confidence in {row["confidence"] for row in mine}


def test_all_84_numbers_are_references(graph):
    numbers = sorted(r.number for r in graph.references.values() if r.number)
    assert numbers == list(range(1, 85))
