"""The JSON API: what its document promises, and the same answers as the command line."""

import json
from urllib.parse import quote, urlencode

import pytest
from command import kgraph
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from kgraph.errors import (
    AmbiguousNameError,
    DataError,
    NotAcceptableError,
    QueryError,
    QueryLimitError,
    UnknownNameError,
    UsageError,
    WorkersBusyError,
)
from kgraph.service.parameter_words import PARAMETERS
from kgraph.service.problems import ProblemError

CALLS = {
    "search": {"q": "KATP"},
    "paths": {"start": "KDT", "end": "IESS"},
    "trace": {"what": "mTOR signalling"},
    "claims": {"about": "KATP channel"},
    "claim": {"claim": "ketone-bodies-activate-katp-channel"},
    "hypotheses": {"disease": "ALS"},
    "outcomes": {"disease": "IESS", "limit": "7"},
    "mechanisms": {},
    "entities": {"kind": "disease"},
    "debates": {"kind": "number", "limit": "4"},
    "questions": {"disease": "ALS"},
    "compare": {"first": "IESS", "second": "ALS"},
    "references": {"about": "KATP channel"},
}
# Query string → the parameter that the problem names, a status, and words of its detail.
WRONG = {
    "search?": ("q", 400, "missing"),
    "search?q=": ("q", 400, "missing"),
    "search?q=x&q=y": ("q", 400, "2 times"),
    "search?q=x&limit=0": ("limit", 400, "1 to 100"),
    "search?q=x&limit=1e3": ("limit", 400, "whole number"),
    "search?q=x&limit=%D9%A3": ("limit", 400, "whole number"),
    "search?q=x&limt=3": ("limt", 400, "did you mean limit"),
    "search?q=" + "x" * 501: ("q", 400, "at most 500"),
    "paths?start=KDT": ("end", 400, "missing"),
    "paths?start=KDT&end=zzzz": ("end", 404, "nothing is called"),
    "paths?start=KTD&end=IESS": ("start", 404, "nothing is called"),
    "paths?start=KDT&end=IESS&max_hops=99": ("max_hops", 400, "1 to 12"),
    "paths?start=KDT&end=IESS&effect=cures": ("effect", 400, "helps, harms, raises, lowers, unknown, any"),
    "paths?start=KDT&end=IESS&primary_only=perhaps": ("primary_only", 400, "true or false"),
    "paths?start=KDT&end=IESS&mechanism=magic": ("mechanism", 400, "ion-channels"),
    "paths?start=KDT&end=IESS&" + "via=GABA&" * 6: ("via", 400, "6 times"),
    "paths?start=KDT&end=IESS&" + "study=trial&" * 9: ("study", 400, "9 times"),
    "paths?start=KDT&end=IESS&source=hearsay": ("source", 400, "one of als-page, primary, review"),
    "trace?what=nonsense": ("what", 404, "nothing is called"),
    "claim?claim=claim:nothing": ("claim", 404, "nothing is called"),
    "claim?claim=ketone-bodies-activate-katp": (
        "claim",
        404,
        "Did you mean 'ketone-bodies-activate-katp-channel'",
    ),
    "search?q=x&limit=": ("limit", 400, "whole number"),
    "queries/most-cited?at_least=many": ("at_least", 400, "at_least 'many' is not a whole number"),
    "queries/claims-by-certainty?certainty=sure": ("certainty", 400, "certainty 'sure' is not a certainty; use one of"),
    "queries/claim-as-graph?claim=ketone-bodies-activate-katp": ("claim", 404, "'ketone-bodies-activate-katp-channel'"),
    "claims?certainty=sure": ("certainty", 400, "asserted"),
    "claims?offset=-1": ("offset", 400, "whole number"),
    "claim?claim=entity:katp-channel": ("claim", 404, "names no claim"),
}


@pytest.fixture(scope="module")
def document(server):
    return server.json("/openapi.json")


def test_the_document_is_valid_openapi(document):
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert "Not medical advice" in document["info"]["description"]


def test_each_operation_is_called_here(document):
    """No operation of the document is left without a call in these tests."""
    assert {f"/api/{name}" for name in CALLS} | {"/api/queries", "/api/queries/{name}"} == {
        path for path in document["paths"] if path.startswith("/api/")
    }


def closed(schema):
    """The schema, which in its objects takes no key that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return {**parts, "additionalProperties": False} if isinstance(parts.get("properties"), dict) else parts


def fits(document, name, answer):
    described = document["paths"][f"/api/{name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(closed({**described, "components": document["components"]})).validate(answer)


@pytest.mark.parametrize("name", CALLS)
def test_answers_are_what_the_document_says(server, document, name):
    """A real answer has the keys that the document gives for it and no others, and is not empty."""
    answer = server.json(f"/api/{name}?{urlencode(CALLS[name])}")
    fits(document, name, answer)
    assert any(answer.values())


@pytest.mark.parametrize(
    "given",
    [
        {"start": "KDT", "end": "IESS", "mechanism": "growth-factors", "source": "als-page"},
        {"start": "KDT", "end": "IESS", "max_hops": "1", "via": "mTOR"},
        {"start": "ALS", "end": "KDT"},
        {"start": "KDT", "end": "KDT"},
    ],
    ids=lambda given: "-".join(given.values()),
)
def test_the_document_knows_the_reasons_for_no_path(server, document, given):
    """What is said when there is no path is in the document: code, counts, the missing claim."""
    answer = server.json(f"/api/paths?{urlencode(given)}")
    assert answer["because"]["message"]
    fits(document, "paths", answer)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"end": "IESS", "max_hops": "1", "via": "mTOR"}, "max_hops=2"),
        ({"start": "glutamate", "end": "IESS", "primary_only": "true"}, "primary_only keeps"),
        ({"end": "ALS", "study": "meta-analysis", "effect": "helps"}, "study keeps"),
        ({"end": "IESS", "mechanism": "growth-factors", "source": "als-page"}, "source"),
    ],
)
def test_reasons_speak_of_parameters(server, given, words):
    """Whoever asks by HTTP has no command-line options; what is proposed can be asked as it stands."""
    because = server.json(f"/api/paths?{urlencode({'start': 'KDT', **given})}")["because"]
    assert words in because["message"]
    assert "--" not in because["message"]
    for one in because["relaxed"]:
        name, _, value = one["option"].partition("=")
        assert server.json(
            f"/api/paths?{urlencode({'start': 'KDT', 'end': 'IESS', **({name: value} if value else {})})}"
        )


def test_parameters_of_the_document_are_those_that_are_read(server, document):
    """Each parameter is accepted under its name; a default that is given changes nothing."""
    for name, given in CALLS.items():
        parameters = document["paths"][f"/api/{name}"]["get"]["parameters"]
        defaults = {p["name"]: str(p["schema"]["default"]).lower() for p in parameters if "default" in p["schema"]}
        plain = server.json(f"/api/{name}?{urlencode(given)}")
        assert server.json(f"/api/{name}?{urlencode({**defaults, **given})}") == plain


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("path", "KDT", "ALS"), "paths?start=KDT&end=ALS"),
        (
            ("path", "KDT", "IESS", "--via", "GABA", "--effect", "helps"),
            "paths?start=KDT&end=IESS&via=GABA&effect=helps",
        ),
        (
            ("path", "KDT", "IESS", "--study", "animal", "--study", "in-vitro", "--directness", "primary"),
            "paths?start=KDT&end=IESS&study=animal&study=in-vitro&directness=primary",
        ),
        (
            ("path", "KDT", "ALS", "--certainty", "suggested", "--hub-penalty", "on", "--undirected"),
            "paths?start=KDT&end=ALS&certainty=suggested&hub_penalty=on&undirected=true",
        ),
        (("path", "ALS", "KDT"), "paths?start=ALS&end=KDT"),
        (("trace", "B31"), "trace?what=B31"),
        (("trace", "KATP channel"), "trace?what=KATP+channel"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_the_answer_is_that_of_the_command_line(server, arguments, path):
    _, out, _ = kgraph(*arguments, "--format", "json")
    assert server.json(f"/api/{path}") == json.loads(out)


@pytest.mark.parametrize(
    ("command", "path", "key"),
    [
        ("hypotheses", "hypotheses", "hypotheses"),
        ("outcomes", "outcomes?limit=1000", "outcomes"),
        ("mechanisms", "mechanisms", "mechanisms"),
    ],
)
def test_listings_are_those_of_the_command_line(server, command, path, key):
    _, out, _ = kgraph(command, "--format", "json")
    assert server.json(f"/api/{path}")[key] == json.loads(out)


def test_lists_come_in_parts(server):
    """The parts of a list, put together, are the whole list, and each says how long that is."""
    whole = {"claims": [c for at in (0, 1000) for c in server.json(f"/api/claims?limit=1000&offset={at}")["claims"]]}
    parts = [server.json(f"/api/claims?limit=300&offset={offset}") for offset in (0, 300, 600, 900)]
    assert [claim for part in parts for claim in part["claims"]] == whole["claims"]
    assert [part["more"] for part in parts] == [True, True, True, False]
    assert {part["total"] for part in parts} == {len(whole["claims"])}


@pytest.mark.parametrize("query", WRONG, ids=lambda query: query[:40])
def test_a_wrong_parameter_is_named(server, query):
    """Problem details with the parameter, its value and what to try."""
    parameter, status, words = WRONG[query]
    problem = server.json(f"/api/{query}", status=status)
    assert (problem["parameter"], problem["status"]) == (parameter, status)
    assert words in problem["detail"]
    assert "--" not in problem["detail"]
    assert "kgraph search" not in problem["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(server, method):
    status, headers, body = server.ask("/api/claims", method=method)
    assert status == 405
    assert set(headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert json.loads(body)["title"] == "Method Not Allowed"


def test_named_questions_are_answered(server):
    """The list has each with its parameters; a parameter is a name that is looked up, and a wrong one is named."""
    listed = server.json("/api/queries")["queries"]
    question = next(one for one in listed if one["name"] == "two-step-paths")
    assert {parameter["name"] for parameter in question["parameters"]} == {"start", "end"}
    status, headers, body = server.ask("/api/queries/two-step-paths?start=KDT&end=seizures", Accept="text/csv")
    assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert b"/entity/ketogenic-diet-therapy," in body.splitlines()[1]
    assert server.json("/api/queries/two-step-paths?start=nonsense", status=404)["parameter"] == "start"
    assert server.json("/api/queries/two-step-paths?begin=KDT", status=400)["parameter"] == "begin"
    # Left out it has its default, given empty it is free.
    of_default, of_any = (server.json(f"/api/queries/names-of{given}") for given in ("", "?entity="))
    assert 0 < len(of_default["results"]["bindings"]) < len(of_any["results"]["bindings"])
    missing = server.json("/api/queries/two-step-pats", status=404)
    assert missing["detail"] == "There is no question called 'two-step-pats'; /api/queries lists them."
    assert missing["suggestions"][0] == "two-step-paths"
    assert server.json("/api/queries/two-step-path", status=404)["suggestions"][0] == "two-step-paths"


def test_odd_texts_come_back_as_they_went(server):
    """Quotes, controls and surrogates in a parameter are data; the problem that repeats them is valid JSON."""
    for text in ('"', "\\", "\x00", "\u202e", "%", "é", "😀", "<script>"):
        assert server.json(f"/api/search?q={quote(text)}")["query"] == text
        assert text.isprintable() or text not in server.ask(f"/api/search?q={quote(text)}")[2].decode()
        problem = server.json(f"/api/paths?start={quote(text)}&end=IESS", status=404)
        assert problem["parameter"] == "start"
    assert server.ask("/api/search?q=%ff%fe")[0] == 200


@pytest.mark.parametrize(
    ("error", "status", "more"),
    [
        (UnknownNameError("x", ["y"]), 404, {"suggestions": ["y"]}),
        (AmbiguousNameError("x", ["y", "z"]), 409, {"candidates": ["y", "z"]}),
        (NotAcceptableError(["a/b"], ["c/d"]), 406, {}),
        (QueryLimitError("rows", "too many rows"), 422, {"limit": "rows"}),
        (WorkersBusyError(2, 16), 503, {}),
        (QueryError("no query"), 400, {}),
        (UsageError("no such thing"), 400, {}),
        (DataError("bad file", file="x"), 500, {}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_error_of_the_library_is_a_problem_of_its_kind(error, status, more):
    """The status says whose fault it is; the words are those of the error, with the names to try."""
    problem = ProblemError.of(error)
    assert (problem.status, str(problem), problem.more) == (status, error.said(PARAMETERS), more)
    assert ("Retry-After" in (problem.headers or {})) == (status == 503)


def test_health_tells_the_release_that_info_tells(server):
    """Versions and digests of code, ontology and data are those of the command line."""
    code, out, _ = kgraph("info", "--format", "json")
    told = {row["what"]: row["value"] for row in json.loads(out)}
    release = server.json("/health")["release"]
    assert code == 0
    assert list(release) == ["code", "ontology", "data"]
    for name, part in release.items():
        assert part == {"version": told[f"{name} version"], "sha256": told[f"{name} sha256"]}
