"""A path answer as JSON, as rows, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kgraph import __version__
from kgraph.evidence import is_disputed, is_laboratory_only, is_relayed_only, is_unsupported, study_kinds
from kgraph.formats.cells import for_terminal, json_text
from kgraph.formats.listing import render
from kgraph.formats.references import supporting
from kgraph.hypotheses import EvaluatedHypothesis, hypotheses_between
from kgraph.paths.groundwork import groundwork
from kgraph.paths.values import Path, PathAnswer, Step

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

COLUMNS = (
    "path", "block", "effect", "sign", "confidence", "step", "subject", "relation", "step_sign", "object", "kind",
    "certainty", "study_kinds", "references", "sources", "uncited", "disputed", "implied", "weakest", "claims",
)  # fmt: skip

_HEADINGS = {
    "helps": "HELPFUL",
    "harms": "HARMFUL",
    "raises": "RAISES THE END",
    "lowers": "LOWERS THE END",
    "unknown": "SIGN UNKNOWN",
}


def render_paths(graph: KnowledgeGraph, answer: PathAnswer, form: str, *, explain: bool = False) -> str:
    """An answer in one of the output formats; `explain` adds the arithmetic to the table."""
    if form == "table":
        return "\n".join(map(for_terminal, _words(graph, answer, explain=explain))) + "\n"
    if form == "json":
        return json_text(to_json(graph, answer), indent=2) + "\n"
    if form == "jsonl":
        lines = to_json(graph, answer)
        blocks = [("paths", path) for path in lines["paths"]] + [("outcomes", path) for path in lines["outcomes"]]  # type: ignore[attr-defined]
        return "".join(json_text({"block": block, **path}) + "\n" for block, path in blocks)
    return render(list(_rows(graph, answer)), COLUMNS, form)


def to_json(graph: KnowledgeGraph, answer: PathAnswer) -> dict[str, object]:
    """The answer as the JSON object that every door gives out."""
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
            for found in _curated(graph, answer)
        ],
        "complete": answer.complete,
        "more": answer.more,
        "shared": list(answer.shared),
        "because": {"code": answer.because.code, "message": answer.because.message} if answer.because else None,
    }


def _curated(graph: KnowledgeGraph, answer: PathAnswer) -> list[EvaluatedHypothesis]:
    """The curated chains between the ends; none under a filter, which they were not put through."""
    return [] if answer.filtered else hypotheses_between(graph, answer.start, answer.end)


def translation_gap(path: Path) -> bool:
    """Whether any evidenced step is known from animals or cells only."""
    return any(_laboratory(step) for step in path.steps)


def _laboratory(step: Step) -> bool:
    return step.kind != "structural" and is_laboratory_only(step.claims)


def _uncited_in_source(step: Step) -> bool:
    """Whether every text source that makes the step cites nothing for it; papers of their own do not change that."""
    told = [claim for claim in step.claims if claim.origin != "primary"]
    return bool(told) and all(claim.uncited for claim in told)


def disease_contexts(graph: KnowledgeGraph, path: Path) -> list[str]:
    """The diseases for which the strongest claims of the steps are stated, in the order of the path."""
    found = (step.claims[0].disease for step in path.steps if step.claims and step.kind != "structural")
    return list(dict.fromkeys(graph.label(disease) for disease in found if disease))


def path_json(graph: KnowledgeGraph, path: Path) -> dict[str, object]:
    """One path as JSON."""
    return {
        "effect": path.effect,
        "sign": path.sign,
        "confidence": round(path.confidence, 6),
        "weakest": path.weakest,
        "translation_gap": translation_gap(path),
        "contexts": disease_contexts(graph, path),
        "references": supporting(graph, (claim for step in path.steps for claim in step.claims)),
        "steps": [step_json(graph, step) for step in path.steps],
    }


def step_json(graph: KnowledgeGraph, step: Step) -> dict[str, object]:
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
        "note": step.note or ("read backwards" if step.reversed else ""),
        "confidence": round(step.confidence, 6),
        "certainty": claims[0].certainty if claims else "",
        "disease": graph.label(claims[0].disease) if claims and claims[0].disease else "",
        "elsewhere": step.elsewhere,
        "study_kinds": [] if structural else sorted({kind for claim in claims for kind in study_kinds(claim)}),
        "sources": sorted({claim.origin for claim in claims}),
        "references": supporting(graph, claims),
        "uncited": _uncited_in_source(step),
        "unsupported": bool(claims) and all(is_unsupported(claim) for claim in claims),
        "disputed": any(is_disputed(claim) for claim in claims),
        "implied": bool(claims) and all(claim.implied for claim in claims),
    }


def _rows(graph: KnowledgeGraph, answer: PathAnswer) -> Iterator[dict[str, object]]:
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
                    "confidence": f"{path.confidence:.4g}",
                    "step": place,
                    "step_sign": record["sign"],
                    "weakest": place == path.weakest,
                }


def _words(graph: KnowledgeGraph, answer: PathAnswer, *, explain: bool) -> Iterator[str]:
    yield f"{graph.label(answer.start)} → {graph.label(answer.end)}"
    yield "Not medical advice: claims of the sources and their evidence, not a ranking of treatments."
    if answer.because:
        yield ""
        yield f"No path. {answer.because.message}"
    number = 0
    for effect, heading in _HEADINGS.items():
        paths = answer.of_effect(effect)
        for place, path in enumerate(paths):
            if place == 0:
                yield ""
                yield heading
            number += 1
            yield from _path_words(graph, path, number, explain=explain)
    if answer.outcomes:
        yield ""
        yield "OUTCOME EVIDENCE (no mechanism between the ends)"
        for path in answer.outcomes:
            number += 1
            yield from _path_words(graph, path, number, explain=explain)
    yield from _hypotheses_words(graph, answer)
    yield ""
    yield from answer.shared
    if answer.of_effect("helps") and not answer.of_effect("harms") and answer.complete and not answer.filtered:
        yield "No harmful path within the hop limit."
    yield from _silent_sources(graph, answer)
    if answer.more:
        yield "There are more paths: --top N shows them."
    if not answer.complete:
        yield "The search was cut by its limits; better paths may be missing."
    yield "+ raises, − lowers, ? not stated; · belongs to. Confidence: --explain shows the arithmetic."


def _path_words(graph: KnowledgeGraph, path: Path, number: int, *, explain: bool) -> Iterator[str]:
    yield f"{number:>3}. {_summary(graph, path)}"
    for place, step in enumerate(path.steps, 1):
        record = step_json(graph, step)
        mark = "·" if step.kind == "structural" else {"-": "−"}.get(step.sign, step.sign)
        words = str(record["relation"]).replace("_", " ")
        arrow = f"{record['subject']} ─{words} {mark}→ {record['object']}"
        if step.reversed:
            arrow = f"{record['subject']} ←{words} {mark}─ {record['object']}"
        yield f"     {place}. {arrow}"
        yield f"        {_remarks(graph, step, record)}"
        if explain:
            yield from (f"        {line}" for line in _arithmetic(graph, step))


def _silent_sources(graph: KnowledgeGraph, answer: PathAnswer) -> Iterator[str]:
    """For each source that cites nothing and takes part, a line that says so."""
    steps = [step for path in (*answer.paths, *answer.outcomes) for step in path.steps]
    taking_part = {claim.origin for step in steps for claim in step.claims}
    for source in groundwork(graph).silent:
        if source in taking_part:
            yield f"{source} cites nothing: its steps are uncited there; papers shown for them were found apart."


def _hypotheses_words(graph: KnowledgeGraph, answer: PathAnswer) -> Iterator[str]:
    """The best curated chain of each mechanism and effect, in two lines each."""
    curated = _curated(graph, answer)
    best: dict[tuple[str, str], EvaluatedHypothesis] = {}
    for found in curated:
        best.setdefault((found.hypothesis.mechanism, found.effect), found)
    if not best:
        return
    yield ""
    yield f"CURATED HYPOTHESES, the best of each mechanism and effect ({len(curated)} in all: kgraph hypotheses)"
    for (mechanism, effect), found in best.items():
        path, hypothesis = found.path, found.hypothesis
        cited = supporting(graph, found.claims)
        remarks = [effect, f"confidence {path.confidence:.2g}", f"weakest step {path.weakest}", hypothesis.status]
        remarks += ["disputed"] if found.disputed else []
        remarks += _uncited_remark(path)
        yield f"   {mechanism}: {hypothesis.label} ({'; '.join(remarks)})"
        chain = graph.label(path.entities[0])
        for step in path.steps:
            mark = "·" if step.kind == "structural" else {"-": "−", "+": "+"}.get(step.sign, "?")
            chain += f" ─{mark}→ {graph.label(step.object)}"
        yield f"     {chain}  [{' '.join(cited) or 'no reference'}]"


def _summary(graph: KnowledgeGraph, path: Path) -> str:
    steps = path.steps
    parts = [f"{path.effect}, confidence {path.confidence:.2g}", f"weakest step {path.weakest}"]
    parts += _named("animals or cells only", steps, _laboratory)
    parts += _named("relayed only", steps, _relayed)
    parts += _named("disputed", steps, lambda step: any(is_disputed(claim) for claim in step.claims))
    evidenced = [step for step in steps if step.kind != "structural"]
    parts += _uncited_remark(path)
    parts += _sharing(graph, path)
    sources = sorted({claim.origin for step in evidenced for claim in step.claims})
    if len(sources) > 1:
        parts.append(f"joins {' and '.join(sources)}")
    contexts = disease_contexts(graph, path)
    if len(contexts) > 1:
        parts.append(f"joins findings in {' and '.join(contexts)}")
    return "; ".join(parts)


def _uncited_remark(path: Path) -> list[str]:
    evidenced = [step for step in path.steps if step.kind != "structural"]
    if evidenced and all(_uncited_in_source(step) for step in evidenced):
        return ["EVERY step is uncited in its source"]
    return _named("uncited in the source", path.steps, lambda s: s.kind != "structural" and _uncited_in_source(s))


def _relayed(step: Step) -> bool:
    return step.kind != "structural" and all(is_relayed_only(claim) for claim in step.claims)


def _named(what: str, steps: Sequence[Step], test: Callable[[Step], bool]) -> list[str]:
    """Which steps pass a test, in words; nothing when none does."""
    chosen = [str(place) for place, step in enumerate(steps, 1) if test(step)]
    return [f"{what}: step{'s' if len(chosen) > 1 else ''} {', '.join(chosen)}"] if chosen else []


def _remarks(graph: KnowledgeGraph, step: Step, record: dict[str, object]) -> str:
    remarks: list[str] = []
    if record["kind"] == "structural":
        remarks.append(str(record["note"] or "structural"))
    else:
        remarks += [str(record["certainty"]), "/".join(record["study_kinds"])]  # type: ignore[arg-type]
        if record["kind"] == "association":
            remarks.append("association")
    remarks.append(_cited(graph, step))
    remarks += [f"seen in {record['disease']}"] if record["elsewhere"] else []
    remarks += ["uncited in the source"] if record["uncited"] and record["kind"] != "structural" else []
    remarks += [word for word in ("implied", "disputed") if record[word]]
    return " · ".join(remarks)


def _cited(graph: KnowledgeGraph, step: Step) -> str:
    """The references of the claim that gives the step its strength, then those of the other claims."""
    first = supporting(graph, step.claims[:1])
    others = [short for short in supporting(graph, step.claims[1:]) if short not in first]
    words = f"refs {' '.join(first)}" if first else "no reference"
    return f"{words} (other claims: {' '.join(others)})" if others else words


def _sharing(graph: KnowledgeGraph, path: Path) -> list[str]:
    """Which steps rest on one and the same paper alone."""
    resting: dict[str, list[str]] = {}
    for place, step in enumerate(path.steps, 1):
        cited = supporting(graph, step.claims[:1]) if step.kind != "structural" else []
        if len(cited) == 1:
            resting.setdefault(cited[0], []).append(str(place))
    return [f"steps {', '.join(places)} rest on {short} alone" for short, places in resting.items() if len(places) > 1]


def _arithmetic(graph: KnowledgeGraph, step: Step) -> list[str]:
    from kgraph.formats.explanation import explain_step

    return explain_step(graph, step)
