"""Columns of a DataFrame have the type that all of their values share, and lose nothing."""

import sys
from datetime import date, datetime

import pandas as pd
import pytest

from kgraph.data_frames import data_frame
from kgraph.errors import MissingExtraError


def columns_of(graph, values):
    """The DataFrame of a query that binds ?x to these literals, written as in SPARQL."""
    rows = " ".join(f"({value})" for value in values)
    return graph.sparql(f"SELECT ?x {{ VALUES (?x) {{ {rows} }} }}").to_df()["x"]


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        (["1", "2"], "int64", [1, 2]),
        (["1", "2.5"], "float64", [1.0, 2.5]),
        (['"7"^^xsd:unsignedByte', '" 8 "^^xsd:nonNegativeInteger'], "int64", [7, 8]),
        (["1.5e3", '"-INF"^^xsd:double'], "float64", [1500.0, float("-inf")]),
        (["true", '"0"^^xsd:boolean'], "bool", [True, False]),
        (["1", "UNDEF"], "Int64", [1, pd.NA]),
        (["true", "UNDEF"], "boolean", [True, pd.NA]),
        (['"123456789012345678901234567890"^^xsd:integer'], "object", [123456789012345678901234567890]),
    ],
)
def test_columns_of_one_kind_have_its_type(graph, values, dtype, expected):
    """Numbers and truth values, with and without a missing value."""
    column = columns_of(graph, values)
    assert str(column.dtype) == dtype
    assert [value is pd.NA or value for value in column] == [value is pd.NA or value for value in expected]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", '"one"^^xsd:integer'], ["1", "one"]),
        (['"1_000"^^xsd:integer'], ["1_000"]),
        (['"١٢"^^xsd:integer'], ["١٢"]),
        (["1", "true"], ["1", "true"]),
        (["1", '"1"'], ["1", "1"]),
        (['"2021-02-30"^^xsd:date', "UNDEF"], ["2021-02-30", ""]),
        (['"2021-02-03Z"^^xsd:date'], ["2021-02-03Z"]),
        (['"P3M"^^xsd:duration'], ["P3M"]),
        (["entity:katp-channel", "UNDEF"], ["entity:katp-channel", ""]),
        (['"b"@en', '"a"'], ["b", "a"]),
    ],
)
def test_what_is_not_of_its_datatype_or_mixed_stays_text(graph, values, expected):
    """As it stands there, in a column of texts."""
    assert columns_of(graph, values).tolist() == expected


def test_dates_are_dates(graph):
    """Days and times, with and without a time zone; a year that pandas cannot hold is one of Python's."""
    days = columns_of(graph, ['"2021-02-03"^^xsd:date', '"2020-01-01"^^xsd:date'])
    assert (days.dtype.kind, days.min()) == ("M", pd.Timestamp(2020, 1, 1))
    times = columns_of(graph, ['"2021-02-03T04:05:06.5Z"^^xsd:dateTime'])
    assert times[0] == pd.Timestamp("2021-02-03T04:05:06.5Z")
    mixed = data_frame(("x",), [(datetime(2021, 2, 3, tzinfo=None),), (times[0].to_pydatetime(),)])["x"]  # noqa: DTZ001
    assert mixed.dtype == object
    assert data_frame(("x",), [(date(1, 1, 1),), (date(9999, 1, 1),)])["x"].tolist()[0].year == 1


def test_the_numbers_of_a_query_add_up(graph):
    """A count is an integer column whose sum is a number, an average a float column, and sorting is by size."""
    frame = graph.sparql("SELECT ?d (COUNT(?c) AS ?n) (AVG(?y) AS ?m) { ?c kg:diseaseContext ?d ; "
        "kg:evidence/kg:reference/kg:year ?y } GROUP BY ?d").to_df()  # fmt: skip
    assert (frame["n"].dtype.kind, frame["m"].dtype.kind) == ("i", "f")
    ordered = frame.sort_values("n")["n"].tolist()
    assert ordered == sorted(ordered)
    assert frame["n"].sum() == sum(ordered)


def test_without_rows_there_are_the_columns(graph):
    assert list(graph.sparql("SELECT ?a ?b { ?a kg:nothing ?b }").to_df().columns) == ["a", "b"]
    assert graph.sparql("ASK { ?s a kg:Claim }").to_df()["answer"].tolist() == [True]


def test_statements_are_three_columns(graph):
    frame = graph.sparql("CONSTRUCT WHERE { ?s a kg:Source }").to_df()
    assert list(frame.columns) == ["subject", "predicate", "object"]
    assert "source:review" in frame["subject"].tolist()


def test_without_pandas_it_says_what_to_install(graph, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match="dataframe"):
        graph.sparql("ASK {}").to_df()
