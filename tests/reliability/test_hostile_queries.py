"""Queries of strangers: refused or stopped in one line, or answered; nothing hangs, nothing leaves the store."""

import re

import pytest

OUT = "http://127.0.0.1:9/"
EVIL = "\\u0053ERVICE"
DEEP = 20_000

# Queries that must be refused, with a word of the reason.
REFUSED = {
    "service": (f"SELECT * {{ SERVICE <{OUT}> {{ ?s ?p ?o }} }}", "SERVICE"),
    "service silent": (f"SELECT * {{ service silent <{OUT}> {{ ?s ?p ?o }} }}", "SERVICE"),
    "service escaped": (f"SELECT * {{ {EVIL} <{OUT}> {{ ?s ?p ?o }} }}", "SERVICE"),
    "service in long escapes": (f"SELECT * {{ \\U00000053ERVICE <{OUT}> {{ ?s ?p ?o }} }}", "SERVICE"),
    "service in a subquery": (f"SELECT * {{ {{ SELECT * {{ SERVICE <{OUT}> {{}} }} }} }}", "SERVICE"),
    "service in a filter": (f"SELECT * {{ FILTER EXISTS {{ SERVICE <{OUT}> {{}} }} }}", "SERVICE"),
    "service without blanks": (f"SELECT*{{SERVICE<{OUT}>{{}}}}", "SERVICE"),
    "service after a comment": (f"SELECT * {{ # }}\n SERVICE <{OUT}> {{}} }}", "SERVICE"),
    "service after a text": (f"SELECT * {{ ?s ?p '}}' . SERVICE <{OUT}> {{}} }}", "SERVICE"),
    "service by a variable": ("SELECT * { ?e ?p ?o . SERVICE ?e { ?a ?b ?c } }", "SERVICE"),
    "load": (f"LOAD <{OUT}>", ""),
    "load of a file": ("LOAD <file:///etc/passwd> INTO GRAPH <x:g>", ""),
    "insert": ("INSERT DATA { <x:a> <x:b> <x:c> }", ""),
    "insert escaped": ("\\u0049NSERT DATA { <x:a> <x:b> <x:c> }", ""),
    "delete": ("DELETE WHERE { ?s ?p ?o }", ""),
    "drop": ("DROP ALL", ""),
    "two operations": ("SELECT * { ?s ?p ?o } ; DROP ALL", ""),
    "from the network": (f"SELECT * FROM <{OUT}> {{ ?s ?p ?o }}", ""),
    "from a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", ""),
    "deep braces": ("SELECT * {" + "{" * DEEP + "}" * DEEP + "}", ""),
    "deep parentheses": ("SELECT * { FILTER" + "(" * DEEP + "1" + ")" * DEEP + " }", ""),
    "deep functions": ("SELECT * { FILTER(" + "STR(" * DEEP + "1" + ")" * DEEP + ") }", ""),
    "deep lists": ("SELECT * { ?s ?p " + "(" * DEEP + "1" + ")" * DEEP + " }", ""),
    "deep blank nodes": ("SELECT * { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + " }", ""),
    "deep paths": ("SELECT * { ?s " + "(" * DEEP + "<x:p>" + ")*" * DEEP + " ?o }", ""),
    "many negations": ("SELECT * { FILTER(" + "!" * 50_000 + "true) }", ""),
    "many alternatives": ("SELECT * { FILTER(" + "||".join(["?a = 1"] * 50_000) + ") }", ""),
    "many unions": ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 50_000) + " }", ""),
    "open text": ("SELECT * { ?s ?p 'x }", ""),
    "open long text": ("SELECT * { ?s ?p '''x }", ""),
    "open brace": ("SELECT * { ?s ?p ?o", ""),
    "nul": ("SELECT * { ?s ?p ?o \x00 }", ""),
    "mark inside": ("SELECT * { ?s \ufeff ?o }", ""),
    "terminal": ("SELECT * { \x1b[2J\u202e ?s ?p ?o }", ""),
    "nothing": ("{}", ""),
    "text": ("{{7*7}}${jndi:ldap://127.0.0.1/x}", ""),
}  # fmt: skip
# Queries that are right and would go on for ever or fill the memory; each meets its limit.
STOPPED = {
    "product": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(8)) + " }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:q>)* ?b . ?c (!<x:p>|^!<x:q>)* ?d . ?e (!<x:p>|^!<x:q>)* ?f }",
    "expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(STR(?c), '(a*)*(b*)*c')) }",
    "growth": "SELECT ?x9 { "
    "BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * 10)}) AS ?x{i + 1})" for i in range(9))
    + " }",
    "rows": "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(4)) + " } ORDER BY ?a0 ?c3",
}
# Queries that only look dangerous.
ANSWERED = {
    "service in a comment": f"SELECT ?s {{ ?s ?p ?o # SERVICE <{OUT}>\n }} LIMIT 1",
    "service in a text": f"SELECT ('SERVICE <{OUT}>' AS ?x) {{}}",
    "service in a name": "SELECT ?service { ?service <x:LOAD> ?o } LIMIT 1",
    "service as a prefix": "PREFIX service: <x:y> SELECT * { ?s service:p ?o }",
    "escaped letter": "SELECT ?s { ?s ?p ?o FILTER(?o = '\\u0041') }",
}
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def refused(done):
    assert done.code in (1, 2, 3), done
    assert done.out == b""
    assert done.says_one_line(), done.err
    assert not _UNSEEN.search(done.err)
    assert len(done.err) < 1500


@pytest.fixture(scope="module")
def asking(warm, world):
    """Ask through a file, as a longer query is given; the data are the vocabulary alone, which loads at once."""
    file = world.work / "question.rq"

    def ask(query, *options):
        file.write_text(query, encoding="utf-8")
        return warm.run("query", file, "--no-bundled", *options, seconds=40)

    return ask


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_query_is_refused(name, asking):
    """One line, no answer, no traceback; the reason names what is refused."""
    query, word = REFUSED[name]
    done = asking(query)
    refused(done)
    assert word in done.err


@pytest.mark.parametrize("name", STOPPED)
def test_an_endless_query_meets_its_limit(name, asking):
    """Time or memory run out, and the line says which."""
    done = asking(STOPPED[name], "--seconds", "1", "--memory", "256")
    refused(done)
    assert re.search(r"second|MiB|memory|rows", done.err), done.err


@pytest.mark.parametrize("name", ANSWERED)
def test_what_only_looks_dangerous_is_answered(name, asking):
    done = asking(ANSWERED[name])
    assert done.code in (0, 1), done.err
    # A name that no statement holds is told of, where nothing was found.
    assert [line for line in done.err.splitlines() if not line.startswith("kgraph: nothing found. ")] == []


@pytest.mark.parametrize("raw", [b"\xff\xfeS\x00", b"SELECT * { ?s ?p '\xe9' }", b"\xed\xa0\x80"], ids=ascii)
def test_a_query_that_is_no_text_is_refused(raw, warm, world):
    file = world.work / "raw.rq"
    file.write_bytes(raw)
    refused(warm.run("query", file, "--no-bundled"))
