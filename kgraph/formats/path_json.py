"""A path answer as JSON and as rows: the fields that every door gives out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.evidence import is_unsupported, study_kinds
from kgraph.formats.documents import Listing, PathsDocument
from kgraph.formats.escape import json_text
from kgraph.formats.mechanism_json import mechanism_json, people_json
from kgraph.formats.notices import cautions
from kgraph.formats.path_flags import (
    MARKS,
    is_disputed,
    is_laboratory,
    is_relayed,
    is_uncited_in_source,
    translation_gap,
)
from kgraph.formats.references import supporting, supporting_codes
from kgraph.formats.verdict_words import verdict_json
from kgraph.hypotheses import EvaluatedHypothesis, hypotheses_between
from kgraph.paths.reason_words import Reason
from kgraph.paths.values import Path, PathAnswer, Step
from kgraph.version import __version__
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents

COLUMNS = (
    "path", "block", "effect", "sign", "confidence", "step", "subject", "relation", "step_sign", "object", "kind",
    "certainty", "study_kinds", "references", "sources", "uncited", "disputed", "implied", "weakest", "claims",
    "laboratory_only", "relayed_only", "note", "disease", "elsewhere", "cited_as",
)  # fmt: skip
# What a document for people has room for; a confidence beside "helps" would read as how much it helps.
BRIEF = (
    "path", "block", "effect", "step", "subject", "relation", "step_sign", "object", "certainty", "study_kinds", "note",
    "disputed", "implied", "weakest", "disease", "cited_as",
)  # fmt: skip


def write_paths(document: PathsDocument, form: str) -> str:
    """An answer as one JSON object, or as a line of JSON for each path and outcome."""
    found = to_json(document.graph, document.answer, document.door)
    if form == "json":
        return json_text(found, indent=2) + "\n"
    blocks = [(block, path) for block in ("paths", "outcomes") for path in found[block]]  # type: ignore[attr-defined]
    return "".join(json_text({"block": block, **path}) + "\n" for block, path in blocks)


def to_json(graph: Contents, answer: PathAnswer, door: DoorWords = PYTHON) -> dict[str, object]:
    """The answer as the JSON object that every door gives out; the reason is in the words of the door."""
    return {
        "start": graph.label(answer.start),
        "end": graph.label(answer.end),
        "version": __version__,
        "paths": [path_json(graph, path) for path in answer.paths],
        "outcomes": [path_json(graph, path) for path in answer.outcomes],
        "hypotheses": [
            {
                "hypothesis": found.hypothesis.id,
                "label": found.hypothesis.label,
                "mechanism": found.hypothesis.mechanism,
                "status": found.hypothesis.status,
                **path_json(graph, found.path),
            }
            for found in curated(graph, answer)
        ],
        "complete": answer.complete,
        "more": answer.more,
        "shared": list(answer.shared),
        "hub_penalty": answer.hub_penalty,
        "verdict": verdict_json(answer.verdict) if answer.verdict else None,
        "people": people_json(graph, answer.people),
        "mechanisms": [
            mechanism_json(graph, entry, {effect: path_json(graph, c.path) for effect, c in entry.best.items()})
            for entry in answer.mechanisms
        ],
        "routes": dict(answer.routes),
        "counted": answer.counted,
        "cautions": cautions(graph, _claims_of(answer)),
        "because": _because(graph, answer.because, door) if answer.because else None,
    }


def _claims_of(answer: PathAnswer) -> Iterator[Claim]:
    for path in (*answer.paths, *answer.outcomes, *(chain.path for one in answer.mechanisms for chain in one.chains)):
        for step in path.steps:
            yield from step.claims


def _because(graph: Contents, why: Reason, door: DoorWords) -> dict[str, object]:
    gap = why.missing
    return {
        "code": why.code,
        "message": why.said(door),
        "shortest": why.shortest,
        "relaxed": [{"option": one.written(door), "paths": one.paths, "at_least": one.at_least} for one in why.relaxed],
        "missing": {
            "subject": graph.label(gap.subject),
            "object": graph.label(gap.object),
            "relation_kinds": list(gap.relation_kinds),
        }
        if gap
        else None,
    }


def curated(graph: Contents, answer: PathAnswer) -> list[EvaluatedHypothesis]:
    """The curated chains between the ends; none under a filter, which they were not put through."""
    return [] if answer.filtered else hypotheses_between(graph, answer.start, answer.end)


def disease_contexts(graph: Contents, path: Path) -> list[str]:
    """The diseases for which the strongest claims of the steps are stated, in the order of the path."""
    found = (step.claims[0].disease for step in path.steps if step.claims and step.kind != "structural")
    return list(dict.fromkeys(graph.label(disease) for disease in found if disease))


def path_json(graph: Contents, path: Path) -> dict[str, object]:
    """One path as JSON."""
    return {
        "effect": path.effect,
        "sign": path.sign,
        "confidence": round(path.confidence, 6),
        "product": round(path.confidence, 6),
        "weakest": path.weakest_number,
        "translation_gap": translation_gap(path),
        **{name: path.places(test) for name, test in MARKS.items()},
        "contexts": disease_contexts(graph, path),
        "references": supporting_codes(graph, (claim for step in path.steps for claim in step.claims)),
        "cited_as": supporting(graph, (claim for step in path.steps for claim in step.claims)),
        "steps": [step_json(graph, step) for step in path.steps],
    }


def step_json(graph: Contents, step: Step) -> dict[str, object]:
    """One step as JSON; its first claim is the one that gives it its strength."""
    structural = step.kind == "structural"
    claims = step.claims
    return {
        "claims": [claim.id for claim in claims],
        "subject": graph.label(step.subject),
        "relation": step.relation,
        "sign": "" if structural else step.sign,
        "path_sign": step.sign,
        "object": graph.label(step.object),
        "kind": step.kind,
        "note": step.note or (Words(graph).phrase("flag", "backwards") if step.reversed else ""),
        "confidence": round(step.confidence, 6),
        "certainty": claims[0].certainty if claims else "",
        "disease": graph.label(claims[0].disease) if claims and claims[0].disease else "",
        "elsewhere": step.elsewhere,
        "study_kinds": [] if structural else sorted({kind for claim in claims for kind in study_kinds(claim)}),
        "sources": sorted({claim.origin for claim in claims}),
        "references": supporting_codes(graph, claims),
        "cited_as": supporting(graph, claims),
        "uncited": is_uncited_in_source(step),
        "unsupported": bool(claims) and all(is_unsupported(claim) for claim in claims),
        "disputed": is_disputed(step),
        "implied": bool(claims) and all(claim.implied for claim in claims),
        "laboratory_only": is_laboratory(step),
        "relayed_only": is_relayed(step),
        "hub_factor": round(step.hub_factor, 6),
    }


def path_listing(document: PathsDocument) -> Listing:
    """A row for each step of the paths and outcomes."""
    return Listing(list(path_rows(document.graph, document.answer)), COLUMNS, brief=BRIEF)


def path_rows(graph: Contents, answer: PathAnswer) -> Iterator[dict[str, object]]:
    """A row for each step, in the order of the answer; the keys are COLUMNS."""
    for block, paths in (("mechanism", answer.paths), ("outcome", answer.outcomes)):
        for number, path in enumerate(paths, 1):
            for place, step in enumerate(path.steps, 1):
                record = step_json(graph, step)
                yield {
                    **record,
                    "path": number,
                    "block": block,
                    "effect": path.effect,
                    "sign": path.sign,
                    "confidence": str(round(path.confidence, 6)),
                    "step": place,
                    "step_sign": record["sign"],
                    "weakest": place == path.weakest_number,
                }
