"""Answers as documents: whatever the terms and the limits, what is written parses and holds the first rows."""

import io

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import NotAcceptableError, QueryError
from kgraph.reading.rdf_files import new_store
from kgraph.sparql.evaluation import as_term, evaluate
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import IN_PROCESS, QueryLimits
from kgraph.sparql.results import choose_format, write_answer

TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# What ends a row in one format or another, inside a text.
_texts = st.sampled_from(['"},{"', '}},{"', "</result>", "a\nb", "\t", '"', "\\", "{}", "[]}}", "<!--", "", "ä"])
_terms = (
    st.none()
    | st.builds(ox.Literal, _texts | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5))
    | st.builds(lambda text: ox.Literal(text, language="en"), _texts)
    | st.builds(ox.Literal, st.integers(-9, 9))
    | st.just(ox.NamedNode("https://example.org/a"))
)
_tables = st.lists(st.tuples(_terms, _terms), max_size=6)


def table(rows):
    """The answer that holds exactly these rows."""
    values = " ".join("(" + " ".join("UNDEF" if cell is None else str(cell) for cell in row) + ")" for row in rows)
    return ox.Store().query(f"SELECT ?s ?t {{ VALUES (?s ?t) {{ {values} }} }}")


def rows_in(document, form):
    return [tuple(row) for row in ox.parse_query_results(document, form)]


@settings(max_examples=150)
@given(_tables, st.sampled_from(list(TABLES)), st.integers(0, 7))
def test_a_table_is_cut_after_so_many_rows(rows, media_type, most):
    """A table that is no longer than the limit is whole; of a longer one the first rows are left, and it says so."""
    whole, cut = io.BytesIO(), io.BytesIO()
    write_answer(table(rows), whole, [media_type], IN_PROCESS)
    written = write_answer(table(rows), cut, [media_type], QueryLimits(rows=most))
    expected = rows_in(whole.getvalue(), TABLES[media_type])
    assert len(expected) == len(rows)
    assert rows_in(cut.getvalue(), TABLES[media_type]) == expected[:most]
    assert written.found == (min(most, len(rows)) > 0)
    assert bool(written.cut) == (most < len(rows))
    assert written.cut or cut.getvalue() == whole.getvalue()


@settings(max_examples=150)
@given(_tables, st.sampled_from(list(TABLES)), st.integers(0, 900))
def test_a_table_is_cut_before_so_many_bytes(rows, media_type, most):
    """As many rows as end before the limit, and no fewer."""
    whole, cut = io.BytesIO(), io.BytesIO()
    write_answer(table(rows), whole, [media_type], IN_PROCESS)
    written = write_answer(table(rows), cut, [media_type], QueryLimits(size=most))
    found = rows_in(cut.getvalue(), TABLES[media_type])
    assert found == rows_in(whole.getvalue(), TABLES[media_type])[: len(found)]
    assert written.found == bool(found)
    if len(whole.getvalue()) <= most:
        assert not written.cut
        assert cut.getvalue() == whole.getvalue()
    if written.cut:
        assert f"{most:,} bytes" in written.cut
        assert len(whole.getvalue()) > most


@given(st.lists(st.tuples(_texts, _texts), max_size=6), st.integers(0, 7))
def test_lines_of_csv_in_a_text_are_no_rows(rows, most):
    """A text with line ends and quotes counts as one row, whether the table is cut by rows or not."""
    import csv

    out = io.BytesIO()
    written = write_answer(
        table([tuple(map(ox.Literal, row)) for row in rows]), out, ["text/csv"], QueryLimits(rows=most)
    )
    found = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))[1:]
    assert found == [list(row) for row in rows[:most]]
    assert (written.found, bool(written.cut)) == (bool(found), most < len(rows))


_iris = st.sampled_from(["https://example.org/a", "https://example.org/a,b", "https://example.org/,=1+1,"]).map(
    ox.NamedNode
)


@given(
    st.lists(st.tuples(_iris | _terms, _iris | _terms), max_size=6),
    st.none() | st.integers(0, 7),
    st.none() | st.integers(0, 200),
)
def test_csv_is_the_same_whoever_writes_it(rows, most, size):
    """The engine's CSV is taken where its cells line up, and written anew where an IRI with a comma makes one too many."""
    import csv

    documents = []
    for again in (None, lambda: table(rows)):
        out = io.BytesIO()
        written = write_answer(table(rows), out, ["text/csv"], QueryLimits(rows=most, size=size), again=again)
        documents.append((out.getvalue(), written.found, bool(written.cut)))
    assert documents[0] == documents[1]
    lines = list(csv.reader(io.StringIO(documents[0][0].decode(), newline="")))
    assert {len(line) for line in lines} == {2}


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("limits", [QueryLimits(rows=3), QueryLimits(size=2000), IN_PROCESS])
def test_a_graph_is_cut_after_whole_statements(media_type, limits):
    """By number or by size; formats with remarks say so in the document too."""
    store = new_store(ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:y"), ox.Literal("z" * 90)) for n in range(900))
    out = io.BytesIO()
    written = write_answer(store.query("CONSTRUCT WHERE { ?s ?p ?o }"), out, [media_type], limits)
    found = set(ox.parse(out.getvalue(), format=GRAPHS[media_type]))
    assert written.found
    assert bool(written.cut) == (limits is not IN_PROCESS) == (len(found) < 900)
    assert len(found) == 3 or limits.rows != 3
    if written.cut and media_type in ("text/turtle", "application/n-triples"):
        assert out.getvalue().endswith(f"# {written.cut}\n".encode())


@pytest.mark.parametrize("media_type", TABLES)
def test_yes_and_no_have_the_formats_of_tables(media_type):
    out = io.BytesIO()
    written = write_answer(ox.Store().query("ASK {}"), out, ["image/*", media_type], IN_PROCESS)
    assert (written.kind, written.media_type, written.found) == ("ask", media_type, True)
    assert bool(ox.parse_query_results(out.getvalue(), TABLES[media_type]))


def test_a_kind_of_answer_offers_its_own_formats():
    """Ranges of media types choose among them; what fits none is refused with those there are."""
    assert choose_format("select", [])[0] == "application/sparql-results+json"
    assert choose_format("select", ["text/*"])[0] == "text/csv"
    assert choose_format("graph", ["text/csv", "*/*"])[0] == "text/turtle"
    with pytest.raises(NotAcceptableError, match="text/turtle"):
        choose_format("graph", ["text/csv"])


# What is asked.


def ask(query, **options):
    store = new_store([ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"), ox.NamedNode("x:g"))])
    return evaluate(store, guard(query, IN_PROCESS), **options)


def test_a_data_set_is_made_of_graphs_that_are_there():
    """FROM and the protocol's data set alike; a relative name means what the base makes of it."""
    assert len(list(ask("SELECT * FROM <x:g> { ?s ?p ?o }"))) == 1
    assert len(list(ask("SELECT * { ?s ?p ?o }", default_graphs=["x:g"]))) == 1
    assert len(list(ask("SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=["x:g"]))) == 1
    with pytest.raises(QueryError, match=r"FROM names <http://example\.org/h>, and this store holds no such graph"):
        ask("SELECT * FROM <h> { ?s ?p ?o }", base_iri="http://example.org/")
    with pytest.raises(QueryError, match="the data set names <no name>, which is no IRI"):
        ask("ASK {}", default_graphs=["no name"])
    with pytest.raises(QueryError, match="not a SPARQL query"):
        ask("SELECT * FROM <relative> { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        ({"type": "uri", "value": "x:y"}, ox.NamedNode("x:y")),
        ({"type": "literal", "value": '"} {'}, ox.Literal('"} {')),
        ({"type": "literal", "value": "a", "xml:lang": "de"}, ox.Literal("a", language="de")),
        (
            {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
            ox.Literal(1),
        ),
    ],
)
def test_a_bound_term_is_the_term(term, meant):
    assert as_term(term) == meant
    assert next(iter(ask("SELECT ?x {}", bindings={"x": term})))["x"] == meant


@given(_tables, st.sampled_from(list(TABLES)) | st.just("text/csv"), st.none() | st.integers(0, 7), st.booleans())
def test_an_answer_tells_whether_it_holds_a_row(rows, media_type, most, again):
    """Rows without any value are rows too."""
    written = write_answer(
        table(rows),
        io.BytesIO(),
        [media_type],
        QueryLimits(rows=most, size=None),
        again=(lambda: table(rows)) if again else None,
    )
    assert written.found == bool(rows[:most])


def test_csv_whose_cells_do_not_line_up_is_left_early():
    """The engine's lines are given up at the first block with too many cells, not at the end."""

    class Watched(io.BytesIO):
        given_up = 0

        def truncate(self, size=None):
            self.given_up = len(self.getvalue())
            return super().truncate(size)

    rows = [(ox.NamedNode("https://example.org/a,b"), ox.Literal("x" * 100))] * 9000
    out = Watched()
    write_answer(table(rows), out, ["text/csv"], IN_PROCESS, again=lambda: table(rows))
    assert 0 < out.given_up < len(out.getvalue()) / 4
