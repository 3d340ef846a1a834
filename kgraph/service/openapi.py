"""The OpenAPI 3.1 document, made from the table of operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kgraph.service.operation import Operation
from kgraph.service.problems import MEDIA_TYPE
from kgraph.service.rdf import RDF_TYPES, TABLE_TYPES
from kgraph.service.schemas import QUESTIONS, RESULTS, SCHEMAS
from kgraph.service.things import FORMS, KINDS
from kgraph.service.view_columns import VIEWS, View
from kgraph.version import __version__

Json = dict[str, Any]

_DESCRIPTION = (
    "Cited claims on how ketogenic diet therapy may act in infantile epileptic spasms syndrome and amyotrophic lateral "
    "sclerosis, and the signed paths they form. Read-only. Not medical advice."
)


def openapi_document(operations: Sequence[Operation], *, root: str = "") -> Json:
    """The document as JSON; `root` is the path under which a proxy has the service."""
    paths: Json = {f"/api/{operation.name}": {"get": _operation(operation)} for operation in operations}
    paths |= {f"/{view.name}": {"get": _view(view, operations)} for view in VIEWS}
    paths["/api/queries"] = {"get": _questions()}
    paths["/api/queries/{name}"] = {"get": _question()}
    paths["/sparql"] = {"get": _sparql_get(), "post": _sparql_post()}
    paths["/{kind}/{name}"] = {"get": _thing()}
    paths["/health"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kgraph",
            "version": __version__,
            "description": _DESCRIPTION,
            "license": {"name": "MIT (code), CC-BY-4.0 (data)", "identifier": "MIT AND CC-BY-4.0"},
        },
        "servers": [{"url": root or "/"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _operation(operation: Operation) -> Json:
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "description": parameter.description,
                "required": parameter.required,
                "schema": parameter.schema(),
            }
            for parameter in operation.parameters
        ],
        "responses": {
            "200": _content("The answer.", {"application/json": RESULTS[operation.name]}),
            **_problems(400, 404, 409, 503),
        },
    }


def _view(view: View, operations: Sequence[Operation]) -> Json:
    """A page that lists what an operation answers, as HTML or as the JSON of the operation."""
    operation = next(one for one in operations if one.name == view.asked)
    found = _operation(operation)
    given = [{**one, "required": one["required"] and one["name"] not in view.given} for one in found["parameters"]]
    forms = {"text/html": {"type": "string"}, "application/json": RESULTS[operation.name]}
    return {
        "operationId": f"{view.name}Page",
        "summary": f"{view.title}: a page, or JSON where the Accept header asks for it.",
        "description": view.lead,
        "parameters": given,
        "responses": {**found["responses"], "200": _content("The list.", forms)},
    }


def _content(description: str, schemas: Json) -> Json:
    return {"description": description, "content": {name: {"schema": schema} for name, schema in schemas.items()}}


def _problems(*statuses: int) -> Json:
    words = {
        400: "A parameter is wrong; the problem names it.",
        404: "Nothing is called like that; the problem has the nearest names.",
        406: "No representation that the Accept header asks for.",
        409: "The name fits several things; the problem lists them.",
        413: "The body is too large.",
        415: "The body is of a media type that is not taken.",
        503: "Too much to do; Retry-After says when to come back.",
    }
    problem = {MEDIA_TYPE: {"$ref": "#/components/schemas/Problem"}}
    return {str(status): _content(words[status], problem) for status in statuses}


def _query(name: str, description: str, *, required: bool = False, many: bool = False) -> Json:
    text: Json = {"type": "string"}
    schema: Json = {"type": "array", "items": {"type": "string", "format": "iri"}} if many else text
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}


_DATASET = (
    _query("default-graph-uri", "A graph of the dataset to query as the default graph.", many=True),
    _query("named-graph-uri", "A graph of the dataset to query as a named graph.", many=True),
)


def _sparql_answer() -> Json:
    texts = {media_type: {"type": "string"} for media_type in (*TABLE_TYPES[1:], *RDF_TYPES)}
    answer = _content(
        "The answer, or without a query the service description.", {TABLE_TYPES[0]: {"type": "object"}, **texts}
    )
    cut = {"description": "Why the answer is cut, if it is.", "schema": {"type": "string"}}
    return {"200": {**answer, "headers": {"Kgraph-Cut": cut}}, **_problems(400, 406, 503)}


def _sparql_get() -> Json:
    return {
        "operationId": "queryByGet",
        "summary": "SPARQL 1.1 Protocol: query by GET.",
        "parameters": [_query("query", "A SPARQL 1.1 query."), *_DATASET],
        "responses": _sparql_answer(),
    }


def _sparql_post() -> Json:
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    body = {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {"schema": form},
    }
    return {
        "operationId": "queryByPost",
        "summary": "SPARQL 1.1 Protocol: query by POST.",
        "parameters": list(_DATASET),
        "requestBody": {"required": True, "content": body},
        "responses": {**_sparql_answer(), **_problems(413, 415)},
    }


def _questions() -> Json:
    return {
        "operationId": "queries",
        "summary": "The named questions with their parameters.",
        "responses": {"200": _content("All questions.", {"application/json": QUESTIONS})},
    }


def _question() -> Json:
    free = {
        "name": "parameters",
        "in": "query",
        "description": "The parameters of the question, each under its own name; names of things are looked up.",
        "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        "style": "form",
        "explode": True,
    }
    return {
        "operationId": "query",
        "summary": "The answer to a named question, in the formats of the SPARQL endpoint.",
        "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}, free],
        "responses": {**_sparql_answer(), **_problems(404, 409)},
    }


def _thing() -> Json:
    return {
        "operationId": "thing",
        "summary": "Everything about one thing, as HTML, RDF or JSON.",
        "description": "The representation follows the Accept header, or an ending of the name such as .ttl.",
        "parameters": [
            {"name": "kind", "in": "path", "required": True, "schema": {"type": "string", "enum": list(KINDS)}},
            {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
        ],
        "responses": {
            "200": _content(
                "The thing.",
                {
                    media_type: {"$ref": "#/components/schemas/Record"} if suffix == "json" else {"type": "string"}
                    for suffix, media_type in FORMS.items()
                },
            ),
            "303": {"description": "The name is a synonym; Location has the page."},
            **_problems(404, 406),
        },
    }


def _health() -> Json:
    return {
        "operationId": "health",
        "summary": "Whether the service is up, what it holds, and its versions of code, ontology and data.",
        "responses": {
            "200": _content("It is up.", {"application/json": {"type": "object"}}),
            "503": _content(
                "Pages are served, and queries are not answered.", {"application/json": {"type": "object"}}
            ),
        },
    }
