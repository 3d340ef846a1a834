"""SSSOM tables are read as they are published."""

import pytest

from kgraph.check.identifiers import read_own_mappings
from kgraph.errors import DataError

HEAD = "#curie_map:\n#  lab: http://lab.example/kg/\n#  chebi: http://purl.obolibrary.org/obo/CHEBI_\n"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tsee_also\n"
ROW = "lab:NAD\tskos:exactMatch\tchebi:57540\thttps://lab.example/seen\n"
READ = {
    "subject_id": "http://lab.example/kg/NAD",
    "predicate_id": "skos:exactMatch",
    "object_id": "CHEBI:57540",
    "source": "https://lab.example/seen",
}


def table(folder, text):
    file = folder / "mine.sssom.tsv"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_curie_map_of_a_table_explains_its_prefixes(tmp_path):
    """It is what SSSOM has it for."""
    assert read_own_mappings(table(tmp_path, f"#mapping_set_id: x\n{HEAD}{COLUMNS}{ROW}")) == [READ]
    assert read_own_mappings(table(tmp_path, HEAD.replace("#", "# ") + COLUMNS + ROW)) == [READ]


def test_the_metadata_file_beside_a_table_counts(tmp_path):
    """SSSOM allows the head in a file of its own; prefixes of the project are known in any capitals."""
    (tmp_path / "mine.sssom.yml").write_text("curie_map:\n  lab: http://lab.example/kg/\n", encoding="utf-8")
    assert read_own_mappings(table(tmp_path, COLUMNS + ROW)) == [READ]


def test_a_provider_of_the_whole_table_holds_for_each_row(tmp_path):
    """Slots of the set are slots of its mappings."""
    rows = COLUMNS.replace("\tsee_also", "") + ROW.rpartition("\t")[0] + "\n"
    read = read_own_mappings(table(tmp_path, f"#mapping_provider: https://lab.example/all\n{HEAD}{rows}"))
    assert [row["source"] for row in read] == ["https://lab.example/all"]


def test_a_mapping_that_says_not_is_none(tmp_path):
    """predicate_modifier Not is the opposite of a mapping."""
    columns, row = COLUMNS.replace("\n", "\tpredicate_modifier\n"), ROW.replace("\n", "\tNot\n")
    assert read_own_mappings(table(tmp_path, HEAD + columns + row)) == []


def test_a_prefix_that_nobody_explains_is_named_with_its_line(tmp_path):
    """The row that uses it is the place to look at."""
    with pytest.raises(
        DataError, match=r"mine.sssom.tsv:6:1: object_id is 'x:1': the prefix x: is not in the curie_map"
    ):
        read_own_mappings(table(tmp_path, HEAD + COLUMNS + ROW + ROW.replace("chebi:57540", "x:1")))


def test_a_table_without_where_it_was_seen_says_which_columns_would_do(tmp_path):
    """The message names slots of the standard, at the line of the header."""
    with pytest.raises(DataError, match=r":4:1: .* see_also, mapping_source or mapping_provider"):
        read_own_mappings(
            table(tmp_path, HEAD + "subject_id\tpredicate_id\tobject_id\nlab:a\tskos:exactMatch\tchebi:1\n")
        )


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("lab:", '"lab":').replace("http://lab.example/kg/", '"http://lab.example/kg/"'),
        '#curie_map: {lab: "http://lab.example/kg/", chebi: http://purl.obolibrary.org/obo/CHEBI_}\n',
        HEAD.replace("kg/\n", "kg/  # of the laboratory\n"),
        "\ufeff" + HEAD,
        HEAD.replace("\n", "\r\n"),
    ],
)
def test_a_head_is_yaml_as_people_write_it(tmp_path, head):
    """Quoted, in braces, with a remark, behind a byte order mark, with the line ends of Windows."""
    assert read_own_mappings(table(tmp_path, head + COLUMNS + ROW)) == [READ]


@pytest.mark.parametrize(
    ("modifier", "rows"), [("", [READ]), ("NA", [READ]), ("NOT", []), ("Not", []), ("sssom:NoTermFound", [])]
)
def test_a_modifier_is_not_or_missing(tmp_path, modifier, rows):
    """A mark for no value is no modifier; where there is no term nothing is mapped."""
    row = ROW.replace("chebi:57540", modifier) if ":" in modifier else ROW.rstrip() + f"\t{modifier}\n"
    columns = COLUMNS if ":" in modifier else COLUMNS.rstrip() + "\tpredicate_modifier\n"
    assert read_own_mappings(table(tmp_path, HEAD + columns + row)) == rows


def test_a_modifier_that_nobody_knows_is_refused(tmp_path):
    """It is not read as if it were not there."""
    text = HEAD + COLUMNS.rstrip() + "\tpredicate_modifier\n" + ROW.rstrip() + "\tmaybe\n"
    with pytest.raises(DataError, match=r":5:1: the predicate_modifier 'maybe' is not Not"):
        read_own_mappings(table(tmp_path, text))


def test_a_mark_for_no_value_names_no_place(tmp_path):
    """NA is not where a mapping was seen."""
    (row,) = read_own_mappings(table(tmp_path, HEAD + COLUMNS + ROW.replace("https://lab.example/seen", "NA")))
    assert row["source"] == ""
