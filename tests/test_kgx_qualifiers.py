"""What stands between a direction and a node in a KGX edge, and how tables say that a cell has no value."""

import json

import pytest

from kgraph.importers import read
from kgraph.index.edge_readings import UNKNOWN, effect_of
from kgraph.index.edge_tables import read_edges
from kgraph.index.step_flags import sign_of

COLUMNS = ("subject", "predicate", "object", "qualified_predicate", "object_aspect_qualifier")
USUAL = ("CHEBI:1", "biolink:affects", "HGNC:1", "biolink:causes", "activity", "increased")


def claims(tmp_path, *rows, columns=(), ending="tsv"):
    """The claims of a table whose rows say: more activity, with these cells beside it."""
    head = (*COLUMNS, "object_direction_qualifier", *columns)
    file = tmp_path / f"edges.{ending}"
    if ending == "jsonl":
        text = "".join(json.dumps(dict(zip(head, row, strict=True))) + "\n" for row in rows)
    else:
        text = "".join("\t".join(row) + "\n" for row in (head, *rows))
    file.write_text(text, encoding="utf-8")
    return list(read([file], kind="kgx").contents.claims.values())


@pytest.mark.parametrize(
    ("column", "value", "sign"),
    [
        ("object_form_or_variant_qualifier", "mutant_form", "?"),
        ("object_form_or_variant_qualifier", "wild_type", "+"),
        ("subject_form_or_variant_qualifier", "wild_type", "+"),
        ("subject_form_or_variant_qualifier", "loss_of_function_variant_form", "?"),
        ("object_part_qualifier", "UBERON:0000955", "?"),
        ("subject_derivative_qualifier", "metabolite", "?"),
        ("object_process_qualifier", "secretion", "?"),
        ("species_context_qualifier", "NCBITaxon:10090", "+"),
        ("anatomical_context_qualifier", "UBERON:0000955", "+"),
        ("sex_qualifier", "female", "+"),
        ("subject_direction_qualifier", "decreased", "-"),
        ("subject_aspect_qualifier", "degradation", "-"),
    ],
)
def test_importing_and_indexing_read_a_qualifier_alike(tmp_path, column, value, sign):
    """What is said of a part, a form or a derivative of a node has no direction for the node, at either door."""
    (claim,) = claims(tmp_path, (*USUAL, value), columns=(column,))
    assert claim.sign == sign
    assert (effect_of(column, value)[0] == UNKNOWN) == (sign == "?")


@pytest.mark.parametrize("ending", ["tsv", "jsonl"])
@pytest.mark.parametrize("mark", ["NA", "None", "nan", r"\N", "null", ""])
def test_a_mark_for_no_value_is_none(tmp_path, mark, ending):
    """It denies nothing, cites nothing and qualifies nothing."""
    columns = ("negated", "publications", "object_part_qualifier", "subject_direction_qualifier")
    (claim,) = claims(tmp_path, (*USUAL, *[mark] * len(columns)), columns=columns, ending=ending)
    assert (claim.relation, claim.sign, claim.uncited) == ("activates", "+", True)
    assert [line.reference for line in claim.evidence] == [""]


@pytest.mark.parametrize(
    ("word", "sign"), [("increases", "+"), ("decreases", "-"), ("activates", "+"), ("inhibits", "-")]
)
def test_plain_words_are_predicates(tmp_path, word, sign):
    """Tables write biolink:increases although the model has only longer words."""
    row = ("CHEBI:1", f"biolink:{word}", "HGNC:1", "", "", "")
    (claim,) = claims(tmp_path, row)
    assert (claim.relation, claim.sign) == (word, sign)


@pytest.mark.parametrize(
    ("predicate", "qualified", "aspect", "direction", "sign"),
    [
        ("biolink:affects", "biolink:causes", "degradation", "increased", "-"),
        ("biolink:affects", "causes", "biolink:Degradation", "biolink:decreased", "+"),
        ("biolink:affects", "biolink:causes", "", "", "?"),
        ("biolink:causes", "biolink:causes", "degradation", "", "?"),
        ("biolink:negatively_regulates", "biolink:causes", "", "", "-"),
        ("biolink:negatively_regulates", "", "", "increased", "?"),
        ("biolink:negatively_regulates", "", "degradation", "decreased", "+"),
        ("biolink:positively_regulates", "", "degradation", "upregulated", "-"),
        ("biolink:positively_regulates", "", "localization", "", "?"),
        ("biolink:treats", "", "", "", "-"),
        ("biolink:treats", "biolink:causes", "", "increased", "?"),
        ("https://w3id.org/biolink/vocab/treats", "", "", "", "-"),
        ("biolink:interacts_with", "", "", "increased", "?"),
        ("biolink:interacts_with", "biolink:causes", "", "increased", "+"),
        ("biolink:positively_regulates", "lab:not_known", "", "increased", "?"),
    ],
)
def test_predicate_and_qualifiers_are_read_together(tmp_path, predicate, qualified, aspect, direction, sign):
    """What does not go together has no direction, at either door; a sign that its qualifiers give holds one way only."""
    (claim,) = claims(tmp_path, ("CHEBI:1", predicate, "HGNC:1", qualified, aspect, direction))
    edges = read_edges(tmp_path / "edges.tsv", unit_cost=True)
    assert (claim.sign, {sign_of(mark) for mark in edges.mark}) == (sign, {sign})
    assert len(edges.mark) == 1 or sign == "?"
