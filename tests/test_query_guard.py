"""No query leaves the store, however it is spelt, and no query is refused for what stands in its texts and names."""

import socket
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kgraph.errors import KgraphError, QueryError, QueryLimitError
from kgraph.sparql.evaluation import evaluate
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import IN_PROCESS, QueryLimits
from kgraph.sparql.query_tokens import resolve_escapes, tokens

# {} stands for the address of a listening socket.  The engine sends a request for each of them, or did in some version.
WAYS_OUT = [
    "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service SILENT <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ervice <{}> {{ ?s ?p ?o }} }}",
    "PREFIX ex: <{}> SELECT * {{ SERVICEex:a {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ service:a {{ ?s ?p ?o }} }}",
    "PREFIX ex: <{}> SELECT * {{ SERVICESILENTex:a {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(trueSERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 1SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{}> AS ?x) SERVICE?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(?a<?b)SERVICE#>\n<{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT ?x (1<?b AS ?c) {{}} ORDER BY DESC(?a<?b)SERVICE#>\n}} SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(EXISTS {{}} <?b)SERVICE#>\n<{}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ BIND("a\\u005C" AS ?x) SERVICE <{}> {{ ?s ?p ?o }} #"\n }}',
    "SELECT * {{ BIND('''a''' AS ?x)SERVICE<{}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ #\rSERVICE <{}> {{ ?s ?p ?o }}\n }}",
    "SELECT * {{ OPTIONAL {{ FILTER NOT EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "ASK {{ GRAPH ?g {{}} . SERVICE <{}> {{ ?s ?p ?o }} }}",
]
HARMLESS = [
    "SELECT * { ?s <http://x/SERVICE#a> \"SERVICE\", '''SERVICE ''', ?SERVICE, ex:SERVICE, 'a'@service; ?p _:SERVICE } # SERVICE",
    "PREFIX service: <a:> SELECT * { service:a ?p ?o }",
    "PREFIX service: <a:> SELECT * FROM service:a { GRAPH service:a { ?a ?p ?o } }",
    "PREFIX service: <a:> DESCRIBE service:a",
    'SELECT ("\\u0022SERVICE\\u0022" AS ?x) { }',
    'SELECT ("a\\\\" AS ?x) { ?s ?p "LOAD <x>" }',
    "SELECT * { ?s a ?o FILTER(?a<?b&&?c>?d) }",
    "SELECT (?a<?b AS ?c) { ?s <a:service> <b:SERVICE> VALUES (?x ?y) { (1 <c:service#>) (UNDEF 'load') } } ORDER BY DESC(?x)",
    "SELECT * { GRAPH <a:a> { SELECT * { ?s ?p ?o } } }",
    "SELECT ?s { GRAPH ?g { { SELECT ?s { ?s ?p ?o } } } }",
    "SELECT * { GRAPH ?g { VALUES ?s { <a:a> } ?s ?p ?o } }",
    "ASK { ?s ?p ?o VALUES ?x { " + "1 -2 " * 20_000 + "} }",
]


@pytest.fixture(scope="module")
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.mark.parametrize("query", WAYS_OUT)
def test_no_spelling_of_the_word_gets_out(query, listener):
    """One clear line, before the engine sees the query."""
    with pytest.raises(QueryError, match=r"^SERVICE is refused: queries run on this graph alone"):
        guard(query.format(f"http://127.0.0.1:{listener.getsockname()[1]}/"), IN_PROCESS)


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_texts_names_and_comments_refuse_nothing(query):
    assert guard(query, IN_PROCESS).form


PIECES = st.sampled_from(
    [
        *"{}()<>#.;,?$@:'\"\\/|^!*+-=& \n\r",
        *(
            "SERVICE",
            "service",
            "SILENT",
            "SELECT",
            "FILTER",
            "BIND",
            "AS",
            "EXISTS",
            "VALUES",
            "GRAPH",
            "UNION",
            "true",
        ),
        *(
            "?s ?p ?o",
            "?a<?b",
            "(?a<?b)",
            "<http://a/#x>",
            "ex:a",
            "service:b",
            "'x'",
            '"""y"""',
            "'''",
            '"""',
            "\\u0053",
        ),
        *("\\u003E", "\\u005C", "1", "1.5e3", "_:b", "@en", "<URL>", "<URL> {}", "#>\n", "<<", ">>", "&&", "EXISTS {}"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14))
@example(["FILTER", "(?a<?b)", "SERVICE", "#>\n", "<URL> {}"])
@example(["FILTER(1<(", "?a<?b", "))", "SERVICE", "#>\n", "<URL> {}"])
def test_whatever_the_guard_lets_through_connects_to_nothing(listener, pieces):
    """Random queries made of what lexers stumble over; a socket listens for any that get out."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    text = f"PREFIX ex: <{url}> PREFIX service: <{url}> SELECT * {{ {''.join(pieces)} }}".replace("URL", url)
    store = Store()
    store.update("INSERT DATA { <a:a> <a:b> 'x' }")
    with suppress(KgraphError, OSError, ValueError, RuntimeError, TypeError):
        list(evaluate(store, guard(text, IN_PROCESS)))
    with pytest.raises(BlockingIOError):
        listener.accept()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_tokens_lose_nothing_and_invent_nothing(text):
    """Each token stands where it says, in order; between tokens are blanks and comments."""
    end = 0
    for token in tokens(text):
        assert text.startswith(token.text, token.start)
        between = text[end : token.start]
        assert not between.strip(" \t\r\n") or "#" in between
        end = token.start + len(token.text)
    if "\\" not in text:
        assert resolve_escapes(text) == text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { GRAPH ?g { SELECT ?s { ?s ?p ?o } } }", r"sub-SELECT inside GRAPH \?g"),
        ("SELECT ?n { GRAPH ?g { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } }", r"sub-SELECT inside GRAPH \?g"),
        ("SELECT ?g ?s { GRAPH ?g { { SELECT ?s { ?s ?p ?o } } } }", r"sub-SELECT inside GRAPH \?g"),
        ("SELECT * { GRAPH ?g { VALUES (?s) { (<a:a>) } } }", "VALUES alone"),
        ("SELECT * { GRAPH ?g { { ?s ?p ?o } UNION { VALUES ?s { <a:a> } } } }", "VALUES alone"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "update: INSERT is refused"),
        ("BASE <a:> PREFIX ex: <b:> LOAD <x>", "update: LOAD is refused"),
        ("DELETE WHERE { ?s ?p ?o }", "update: DELETE is refused"),
        ("WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "update: WITH is refused"),
        ("DROP ALL", "update: DROP is refused"),
        ("", "no SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ],
)
def test_what_is_answered_wrongly_or_changes_things_is_refused(query, words):
    with pytest.raises(QueryError, match=words):
        guard(query, IN_PROCESS)


def test_the_engine_still_loses_graph_names():
    """When this fails the engine has been mended, and the guard need not refuse these queries any more."""
    store = Store()
    store.update("INSERT DATA { GRAPH <g:a> { <a:a> <a:p> 1 } GRAPH <g:b> { <a:b> <a:p> 2 } }")
    for pattern in ("SELECT ?s { ?s ?p ?o }", "VALUES ?s { <a:a> }"):
        assert next(row["g"] for row in store.query(f"SELECT ?g ?s {{ GRAPH ?g {{ {pattern} }} }}")) is None


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("ASK {" + "{" * 200 + "}" * 200 + "}", "nesting"),
        ("ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }", "nesting"),
        ("ASK { FILTER(" + "!" * 3000 + "true) }", "parts"),
        ("ASK { FILTER(" + "1+" * 3000 + "1) }", "parts"),
        ("ASK { " + "?s ?p ?o . " * 3000 + "}", "parts"),
        ("ASK { ?s " + "<a:b>/" * 3000 + "<a:b> ?o }", "parts"),
        ("ASK { }" + " " * 100, "length"),
    ],
)
def test_what_would_overrun_the_stack_is_refused_in_process_too(query, limit):
    with pytest.raises(QueryLimitError, match="limit") as caught:
        guard(query, QueryLimits(length=50) if limit == "length" else IN_PROCESS)
    assert caught.value.limit == limit
