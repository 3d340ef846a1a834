"""JSON Schemas of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kgraph.formats.matrix import COMPARISON_COLUMNS
from kgraph.formats.path_flags import MARKS
from kgraph.model import CONTEXT
from kgraph.paths.verdict import LOOKED, SAYS

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_FLAG: Json = {"type": "boolean"}
_NUMBER: Json = {"type": "number"}
_WHOLE: Json = {"type": "integer"}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_PLACES: Json = {"type": "array", "items": {**_WHOLE, "minimum": 1}, "description": "Numbers of steps, from 1."}


def _maybe(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _by_effect(schema: Json) -> Json:
    return {"type": "object", "additionalProperties": schema, "description": "By effect: helps, harms, unknown …"}


def _many(name: str) -> Json:
    return {"type": "array", "items": _ref(name)}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_SIGN = _one_of("+", "-", "0", "?", "")
_EFFECT = _one_of("helps", "harms", "raises", "lowers", "unknown")
_PATH: Json = {
    "effect": _EFFECT,
    "sign": _SIGN,
    "confidence": _NUMBER,
    "product": {**_NUMBER, "description": "The product of the confidences of the steps, which ranks by order=product."},
    "weakest": _WHOLE,
    "translation_gap": _FLAG,
    **dict.fromkeys(MARKS, _PLACES),
    "contexts": _TEXTS,
    "references": _TEXTS,
    "cited_as": _TEXTS,
    "steps": _many("Step"),
}

SCHEMAS: Mapping[str, Json] = {
    "Problem": {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": _WHOLE,
            "detail": _TEXT,
            "parameter": {**_TEXT, "description": "The parameter that is wrong."},
            "suggestions": {**_TEXTS, "description": "The nearest names or paths."},
            "candidates": {**_TEXTS, "description": "What an ambiguous name could be."},
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Record": {
        "type": "object",
        "description": "The fields of a thing; empty ones are left out.",
        "properties": {"id": _TEXT, "iri": _TEXT},
        "required": ["id", "iri"],
    },
    "Hit": _object(id=_TEXT, label=_TEXT, kind=_TEXT, matched=_TEXT, score=_NUMBER),
    "Locator": _object(source=_TEXT, section=_TEXT, sentence=_WHOLE, start=_WHOLE, end=_WHOLE, quote=_TEXT),
    "Evidence": _object(
        reference=_maybe(_TEXT),
        cited_as=_maybe(_TEXT),
        title=_maybe(_TEXT),
        link=_maybe(_TEXT),
        direction=_one_of("supports", "disputes", "inconclusive"),
        directness=_TEXT,
        study_kind=_TEXT,
        species=_TEXTS,
        attachment=_maybe(_TEXT),
        counts=_FLAG,
        locator=_maybe(_ref("Locator")),
        row=_maybe(_TEXT),
        primary_value=_maybe(_TEXT),
        notes=_TEXTS,
    ),
    "Claim": _object(
        claim=_TEXT,
        subject_id=_TEXT,
        subject=_TEXT,
        relation=_TEXT,
        sign=_SIGN,
        object_id=_TEXT,
        object=_TEXT,
        outcome=_TEXT,
        species=_TEXTS,
        disease=_TEXT,
        tissue=_TEXT,
        **dict.fromkeys(CONTEXT, _TEXT),
        study_kind=_TEXT,
        numbers=_TEXTS,
        certainty=_TEXT,
        uncited=_FLAG,
        implied=_FLAG,
        source=_TEXT,
        confidence=_NUMBER,
        evidence=_many("Evidence"),
        disputed=_FLAG,
        disputed_by=_TEXTS,
        retired_by=_TEXTS,
        notes=_TEXTS,
    ),
    "Step": _object(
        claims=_TEXTS,
        subject=_TEXT,
        relation=_TEXT,
        sign=_SIGN,
        path_sign=_SIGN,
        object=_TEXT,
        kind=_TEXT,
        note=_TEXT,
        confidence=_NUMBER,
        certainty=_TEXT,
        disease=_TEXT,
        elsewhere=_FLAG,
        study_kinds=_TEXTS,
        sources=_TEXTS,
        references=_TEXTS,
        cited_as=_TEXTS,
        uncited=_FLAG,
        unsupported=_FLAG,
        disputed=_FLAG,
        implied=_FLAG,
        laboratory_only=_FLAG,
        relayed_only=_FLAG,
        hub_factor=_NUMBER,
    ),
    "Path": _object(**_PATH),
    "HypothesisPath": _object(hypothesis=_TEXT, label=_TEXT, mechanism=_TEXT, status=_TEXT, **_PATH),
    "Verdict": _object(says=_one_of(*SAYS), one_sided=_maybe(_one_of("+", "-")), looked=_one_of(*LOOKED)),
    "SeenInPeople": _object(
        outcome=_TEXT,
        sign=_SIGN,
        effect=_EFFECT,
        adverse=_FLAG,
        disputed=_FLAG,
        **{"for": _TEXTS},
        against=_TEXTS,
        undecided=_TEXTS,
        claims=_TEXTS,
        unchanged=_FLAG,
        people=_maybe(_WHOLE),
        trials={
            "type": "array",
            "items": _object(registration=_TEXT, status=_TEXT, participants=_maybe(_WHOLE), cited_as=_TEXT),
        },
        advice={"type": "array", "items": _object(advice=_TEXT, cited_as=_TEXT)},
    ),
    "Grade": _object(rank=_WHOLE, words=_TEXT, chip=_TEXT, papers=_WHOLE),
    "Mechanism": _object(
        mechanism=_TEXT,
        effect=_one_of("helps", "harms", "raises", "lowers", "unknown", "mixed"),
        chains=_WHOLE,
        variants=_WHOLE,
        papers=_WHOLE,
        human_papers=_WHOLE,
        disputed=_FLAG,
        best=_by_effect(_ref("Path")),
        grades=_by_effect({"type": "array", "items": _maybe(_ref("Grade"))}),
        weakest=_by_effect(_maybe(_WHOLE)),
        marks=_by_effect(_TEXTS),
        through=_TEXTS,
        touches=_by_effect(_TEXTS),
    ),
    "Because": _object(
        code=_one_of("unreachable", "same", "filter", "hop-limit", "cut"),
        message=_TEXT,
        shortest=_maybe(_WHOLE),
        relaxed={"type": "array", "items": _object(option=_TEXT, paths=_WHOLE, at_least=_FLAG)},
        missing=_maybe(_object(subject=_TEXT, object=_TEXT, relation_kinds=_TEXTS)),
    ),
    "Hypothesis": _object(
        id=_TEXT,
        hypothesis=_TEXT,
        mechanism=_TEXT,
        end=_TEXT,
        status=_TEXT,
        effect=_EFFECT,
        stated=_TEXT,
        sign=_SIGN,
        confidence=_NUMBER,
        weakest_step=_TEXT,
        evidence=_TEXTS,
        translation_gap=_FLAG,
        uncited_steps=_WHOLE,
        disputed=_FLAG,
        references=_TEXTS,
        cited_as=_TEXTS,
        steps=_TEXTS,
    ),
    "Outcome": _object(
        arm=_TEXT,
        comparator=_TEXT,
        outcome=_TEXT,
        sign=_SIGN,
        value=_maybe(_NUMBER),
        lower=_maybe(_NUMBER),
        upper=_maybe(_NUMBER),
        unit=_TEXT,
        timepoint=_TEXT,
        n=_maybe(_WHOLE),
        events=_maybe(_WHOLE),
        measure=_TEXT,
        printed=_TEXT,
        comparator_printed=_TEXT,
        comparator_n=_maybe(_WHOLE),
        comparator_events=_maybe(_WHOLE),
        population=_TEXT,
        condition=_TEXT,
        design=_TEXT,
        disease=_TEXT,
        references=_TEXTS,
        cited_as=_TEXTS,
        source=_TEXT,
        disputed=_FLAG,
        dispute=_TEXT,
        claim=_TEXT,
    ),
    "Cell": _object(
        mechanism=_TEXT,
        disease=_TEXT,
        effect=_TEXT,
        hypotheses=_WHOLE,
        claims=_WHOLE,
        papers=_WHOLE,
        evidence=_TEXTS,
        disputed=_FLAG,
        chains=_WHOLE,
        human_papers=_WHOLE,
    ),
    "Entity": _object(id=_TEXT, label=_TEXT, kind=_TEXT, synonyms=_TEXTS),
    "Debate": _object(
        **dict.fromkeys(("kind", "what", "printed", "primary", "note", "claim"), _TEXT),
        **dict.fromkeys(("context", "differs", "supporting", "disputing", "undecided"), _TEXTS),
        **dict.fromkeys(("supporting_cited_as", "disputing_cited_as", "undecided_cited_as"), _TEXTS),
    ),
    "Question": _object(
        **dict.fromkeys(("question", "settled_by", "source", "id"), _TEXT),
        **dict.fromkeys(("about", "mechanisms", "references", "cited_as"), _TEXTS),
    ),
    "Comparison": _object(**{**dict.fromkeys(COMPARISON_COLUMNS, _TEXT), "opposite": _TEXTS}),
    "Reference": _object(
        **dict.fromkeys(("reference", "title", "first_author", "journal", "doi", "pmid", "pmcid", "link", "id"), _TEXT),
        year=_maybe(_WHOLE),
        claims=_WHOLE,
    ),
}

QUESTIONS: Json = _object(
    queries={
        "type": "array",
        "items": _object(
            name=_TEXT,
            title=_TEXT,
            description=_TEXT,
            query=_TEXT,
            parameters={
                "type": "array",
                "items": _object(name=_TEXT, kind=_TEXT, default=_TEXT, description=_TEXT),
            },
        ),
    }
)

# Operation → schema of its answer.
RESULTS: Mapping[str, Json] = {
    "search": _object(query=_TEXT, results=_many("Hit"), more=_FLAG),
    "paths": _object(
        start=_TEXT,
        end=_TEXT,
        version=_TEXT,
        paths=_many("Path"),
        outcomes=_many("Path"),
        hypotheses=_many("HypothesisPath"),
        complete=_FLAG,
        more=_FLAG,
        shared=_TEXTS,
        hub_penalty=_FLAG,
        verdict=_maybe(_ref("Verdict")),
        people=_many("SeenInPeople"),
        mechanisms=_many("Mechanism"),
        routes={"type": "object", "additionalProperties": _WHOLE, "description": "Routes by effect."},
        counted=_FLAG,
        cautions=_TEXTS,
        because=_maybe(_ref("Because")),
    ),
    "trace": _object(what=_TEXT, label=_TEXT, kind=_TEXT, claims=_many("Claim"), cautions=_TEXTS),
    "claims": _object(claims=_many("Claim"), total=_WHOLE, more=_FLAG),
    "claim": _ref("Claim"),
    "hypotheses": _object(hypotheses=_many("Hypothesis"), total=_WHOLE, more=_FLAG),
    "outcomes": _object(outcomes=_many("Outcome"), total=_WHOLE, more=_FLAG),
    "mechanisms": _object(mechanisms=_many("Cell")),
    "entities": _object(entities=_many("Entity"), total=_WHOLE, more=_FLAG),
    "debates": _object(debates=_many("Debate"), total=_WHOLE, more=_FLAG),
    "questions": _object(questions=_many("Question"), total=_WHOLE, more=_FLAG),
    "compare": _object(first=_TEXT, second=_TEXT, mechanisms=_many("Comparison")),
    "references": _object(references=_many("Reference"), total=_WHOLE, more=_FLAG),
}
