"""How qualifiers, predicates and marks of missing values in edge tables are read."""

import pytest
from command import kgraph

from kgraph.errors import DataError
from kgraph.index.build import build_index
from kgraph.index.edge_tables import read_edges
from kgraph.index.step_flags import kind_of, sign_of


def steps_of(tmp_path, text, name="edges.tsv", **options):
    """The steps of a table as (subject, sign, kind, object, relation)."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    edges = read_edges(file, unit_cost=True, **options)
    nodes, relations = list(edges.nodes), list(edges.relations or ())
    return [
        (nodes[source], sign_of(mark), kind_of(mark), nodes[target], relations[relation] if relations else "")
        for source, target, mark, relation in zip(
            edges.source, edges.target, edges.mark, edges.relation if relations else edges.source, strict=True
        )
    ]


@pytest.mark.parametrize(
    ("column", "value", "sign"),
    [
        ("object_aspect_qualifier", "degradation", "-"),
        ("object_aspect_qualifier", "biolink:degradation", "-"),
        ("object_aspect_qualifier", "localization", "?"),
        ("object_aspect_qualifier", "mutation_rate", "?"),
        ("object_aspect_qualifier", "activity_or_abundance", "+"),
        ("object_aspect_qualifier", "", "+"),
        ("object_aspect_qualifier", "NA", "+"),
        ("subject_aspect_qualifier", "degradation", "-"),
        ("subject_direction_qualifier", "decreased", "-"),
        ("subject_direction_qualifier", "increased", "+"),
        ("subject_direction_qualifier", "altered", "?"),
        ("subject_form_or_variant_qualifier", "loss_of_function_variant_form", "?"),
        ("object_part_qualifier", "3' UTR", "?"),
        ("subject_derivative_qualifier", "metabolite", "?"),
        ("qualified_predicate", "biolink:causes", "+"),
        ("qualified_predicate", "biolink:caused_by", "?"),
        ("anatomical_context_qualifier", "UBERON:0000955", "+"),
        ("quite_new_qualifier", "x", "?"),
    ],
)
def test_a_qualifier_keeps_turns_or_hides_the_sign(tmp_path, column, value, sign):
    """More of an aspect is more or less of its node by the table, and unknown where the table has nothing."""
    text = f"subject\tobject\tobject_direction_qualifier\t{column}\na\tb\tincreased\t{value}\n"
    assert steps_of(tmp_path, text)[0][1] == sign


def test_two_turns_leave_the_sign_and_unknown_stays_unknown(tmp_path):
    """Less of a subject that breaks the object down leaves more of the object."""
    head = "subject\tobject\tsubject_direction_qualifier\tobject_aspect_qualifier\tobject_direction_qualifier\n"
    rows = "a\tb\tdecreased\tdegradation\tincreased\na\tc\tdecreased\tlocalization\tincreased\na\td\tdecreased\t\t\n"
    assert [sign for _, sign, *_ in steps_of(tmp_path, head + rows)] == ["+", "?", "?"]


def test_how_qualifiers_were_read_is_counted(tmp_path):
    """The command says how many rows had which qualifier, and what it did; the usual aspects are not named."""
    file = tmp_path / "edges.tsv"
    head = "subject\tobject\tobject_aspect_qualifier\tobject_direction_qualifier\n"
    rows = "a\tb\tdegradation\tincreased\nc\td\tdegradation\tdecreased\ne\tf\tactivity\tincreased\n"
    file.write_text(head + rows, encoding="utf-8")
    code, _, errors = kgraph("index", "build", file, "--unit-cost", "-o", tmp_path / "x.index")
    assert code == 0
    assert "2 rows with object_aspect_qualifier degradation: sign turned" in errors
    assert "activity" not in errors


def test_the_predicate_goes_before_an_old_relation(tmp_path):
    """In KGX the relation may be empty; then, and otherwise too, the predicate counts."""
    text = "subject\tpredicate\tobject\trelation\na\tbiolink:has_phenotype\tb\t\nc\t\td\tRO:1\ne\tNone\tf\tRO:2\n"
    assert [step[4] for step in steps_of(tmp_path, text)] == ["biolink:has_phenotype", "RO:1", "RO:2"]


@pytest.mark.parametrize(
    ("predicate", "kind", "ways"),
    [
        ("biolink:orthologous_to", "association", 2),
        ("biolink:related_to", "association", 2),
        ("biolink:part_of", "structural", 1),
        ("biolink:positively_regulates", "causal", 1),
        ("biolink:caused_by", "association", 1),
        ("activates", "causal", 1),
        ("associated_with", "association", 2),
        ("links", "edge", 1),
        ("", "edge", 1),
    ],
)
def test_a_predicate_says_the_kind_of_step_and_whether_it_holds_both_ways(tmp_path, predicate, kind, ways):
    """No edge is causal for standing in a table; what holds both ways is walked both ways."""
    steps = steps_of(tmp_path, f"subject\tpredicate\tobject\na\t{predicate}\tb\n")
    assert [step[2] for step in steps] == [kind] * ways
    assert {(step[0], step[3]) for step in steps} == {("a", "b"), ("b", "a")} if ways == 2 else {("a", "b")}


@pytest.mark.parametrize("mark", ["None", "\\N", "NA", "nan", "NaN", "null", "<NA>", ""])
def test_a_missing_sign_is_unknown_whoever_wrote_the_table(tmp_path, mark):
    """No mark of a missing value is a finding of no effect."""
    assert steps_of(tmp_path, f"subject\tobject\tsign\na\tb\t{mark}\n")[0][1] == "?"


@pytest.mark.parametrize("mark", ["None", "\\N", "NA", "nan", "null"])
def test_a_missing_relation_or_negation_is_none(tmp_path, mark):
    """It denies nothing, and is no word that a step would be printed with."""
    text = f"subject\tpredicate\tobject\tnegated\na\t{mark}\tb\t{mark}\nb\tcauses\tc\tfalse\n"
    assert [step[4] for step in steps_of(tmp_path, text)] == ["", "causes"]


@pytest.mark.parametrize("sign", ["0", "0.0", "no_effect"])
def test_no_effect_is_no_step(tmp_path, sign):
    """What is said to have no effect is left out."""
    assert steps_of(tmp_path, f"subject\tobject\tsign\na\tb\t{sign}\n") == []


@pytest.mark.parametrize("mark", ["None", "\\N", "NA", "nan"])
def test_a_missing_node_is_refused(tmp_path, mark):
    """Rows without an end would meet in one node and make paths that nobody stated."""
    with pytest.raises(DataError, match="stands for a missing value"):
        steps_of(tmp_path, f"subject\tobject\tsign\na\t{mark}\t+\n")


@pytest.mark.parametrize(
    ("column", "value"),
    [("negated", "True"), ("negated", "1"), ("negated", "yes"), ("predicate_modifier", "Not"), ("predicate", "not_causes"),
     ("predicate", "NOT|causes"), ("predicate", "biolink:does_not_affect")],
)  # fmt: skip
def test_what_is_said_not_to_be_is_no_step(tmp_path, column, value):
    """A negation is read in every form it is written in."""
    assert steps_of(tmp_path, f"subject\tobject\t{column}\na\tb\t{value}\n") == []


def test_a_negation_that_cannot_be_read_is_refused(tmp_path):
    """It is not taken for its opposite."""
    with pytest.raises(DataError, match="neither true nor false"):
        steps_of(tmp_path, "subject\tobject\tnegated\na\tb\tmaybe\n")


def test_rows_walked_backwards_keep_their_numbers(tmp_path):
    """A step against the order of a row is named by the row."""
    file = tmp_path / "edges.tsv"
    file.write_text("subject\tpredicate\tobject\nx\tlinks\ty\na\tinteracts_with\tb\n", encoding="utf-8")
    facts = build_index(tmp_path / "x.index", file, unit_cost=True)
    assert (facts["both_ways"], facts["rows"]) == (1, 3)
    assert kgraph("path", "b", "a", "--index", tmp_path / "x.index")[0] == 0
