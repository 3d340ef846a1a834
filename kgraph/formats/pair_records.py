"""The answers to a list of pairs, one record after another, in JSON lines or as a table; and where such a file ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.door_words import DoorWords
from kgraph.errors import DataError
from kgraph.formats.documents import PairDocument
from kgraph.formats.escape import for_tsv, json_text, plain
from kgraph.formats.index_paths import because_json, confidence_of, path_json
from kgraph.formats.path_json import to_json
from kgraph.formats.verdict_words import verdict_json
from kgraph.paths import PathAnswer
from kgraph.paths.steps import cost

if TYPE_CHECKING:
    from kgraph.index.answering import IndexAnswer
    from kgraph.index.held_graph import HeldGraph
    from kgraph.index.open_index import GraphIndex

COLUMNS = (
    "line", "start", "end", "path", "sign", "cost", "confidence", "hops", "weakest", "nodes", "relations", "signs",
    "keys", "complete", "because", "verdict", "one_sided",
)  # fmt: skip
# What a JSON record keeps of an answer with evidence.
_OF_EVIDENCE = (
    "paths", "outcomes", "mechanisms", "people", "hypotheses", "complete", "more", "because", "verdict", "cautions",
)  # fmt: skip
# What a row has between the pair and the last four columns when there is no path.
_NO_PATH = ("",) * (len(COLUMNS) - 7)


def kept_as_json(index: GraphIndex | HeldGraph, answer: IndexAnswer | PathAnswer, door: DoorWords) -> dict[str, object]:
    """What a JSON record keeps of an answer."""
    if isinstance(answer, PathAnswer):
        whole = to_json(index, answer, door)  # type: ignore[arg-type]
        return {name: whole[name] for name in _OF_EVIDENCE}
    return {
        "paths": [path_json(index, path) for path in answer.paths],  # type: ignore[arg-type]
        "complete": answer.complete,
        "more": answer.more,
        "because": because_json(answer, door),
        "verdict": verdict_json(answer.verdict) if answer.verdict else None,
    }


def kept_as_rows(index: GraphIndex | HeldGraph, answer: IndexAnswer | PathAnswer, door: DoorWords) -> dict[str, object]:
    """What a table keeps of an answer: a row a path, or one row that says why there is none."""
    verdict = (answer.verdict.says, answer.verdict.one_sided) if answer.verdict else ("", "")
    with_evidence = isinstance(answer, PathAnswer)
    rows = _rows_with_evidence(answer, verdict) if with_evidence else _rows(index, answer, verdict)  # type: ignore[arg-type]
    if answer.because:
        rows.append((*_NO_PATH, "yes" if answer.complete else "no", answer.because.said(door), *verdict))
    return {"rows": rows}


def _rows_with_evidence(answer: PathAnswer, verdict: tuple[str, str]) -> list[tuple[str, ...]]:
    """Paths through a mechanism first, then the others, each block in its order."""
    return [
        (
            str(number),
            path.sign,
            f"{sum(cost(step) - log(step.hub_factor) for step in path.steps):.9g}",
            plain(path.confidence),
            str(len(path.steps)),
            str(path.weakest_number),
            "|".join(path.entities),
            "|".join(step.relation for step in path.steps),
            "".join(step.sign for step in path.steps),
            "|".join(step.claims[0].id if step.claims else "" for step in path.steps),
            "yes" if answer.complete else "no",
            "",
            *verdict,
        )
        for number, path in enumerate((*answer.paths, *answer.outcomes), 1)
    ]


def _rows(index: GraphIndex, answer: IndexAnswer, verdict: tuple[str, str]) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            path.sign,
            f"{path.cost:.9g}",
            "" if index.facts["costs"] != "confidence" else f"{confidence_of(index, path.cost):.6g}",
            str(len(path.steps)),
            str(path.weakest_number),
            "|".join(path.nodes),
            "|".join(step.relation for step in path.steps),
            "".join(step.sign for step in path.steps),
            "|".join(step.keys[0] for step in path.steps),
            "yes" if answer.complete else "no",
            "",
            *verdict,
        )
        for number, path in enumerate(answer.paths, 1)
    ]


# What a record keeps of an answer, by the format that it is written in.
PRESENTERS = {"jsonl": kept_as_json, "tsv": kept_as_rows}


def write_record(document: PairDocument, form: str) -> str:
    """A record as a line of JSON or as rows of a table, line ends included."""
    record = document.record
    pair = record.pair
    known = {"line": pair.line, "start": pair.start, "end": pair.end}
    if form == "jsonl":
        fault = {"error": record.fault} if record.fault else {}
        return json_text({**known, **record.fields, **fault}) + "\n"
    rows: list[tuple[str, ...]] = record.fields.get("rows") or [(*_NO_PATH, "", record.fault, "", "")]  # type: ignore[assignment]
    lines = ("\t".join(for_tsv(str(cell)) for cell in (*known.values(), *row)) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def opening_text(form: str) -> str:
    """What stands before the first record."""
    return "\t".join(COLUMNS) + "\n" if form == "tsv" else ""


@dataclass(frozen=True, slots=True)
class Done:
    """How far an output file goes: up to which line of the pairs, of which pair, in how many bytes."""

    line: int
    start: str
    end: str
    size: int


def read_done(path: Path, form: str) -> Done:
    """The last record of an interrupted output that is complete for certain; line 0 when there is none.

    In a table the rows of the last pair may not all be there, so that pair counts as not done.
    Raises DataError when the file is something else.
    """
    done = current = Done(0, "", "", 0)
    size = 0
    for raw, known in _records(path, form):
        size += len(raw)
        if known is None or form == "jsonl":
            done = current = Done(*(known or (0, "", "")), size)
            continue
        if known[0] != current.line:
            done = current
        current = Done(*known, size)
    return done


def _records(path: Path, form: str) -> Iterator[tuple[bytes, tuple[int, str, str] | None]]:
    """The whole lines of an output file with what they are about; None for the header."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    return
                try:
                    text = raw.decode("utf-8")
                    if form == "jsonl":
                        record = json.loads(text)
                        yield raw, (record["line"], record["start"], record["end"])
                    elif number == 1 and text == opening_text("tsv"):
                        yield raw, None
                    else:
                        line, start, end, *_ = text.rstrip("\n").split("\t")
                        yield raw, (int(line), start, end)
                except (ValueError, KeyError, TypeError):
                    raise DataError(
                        f"not the output of an earlier run in {form}",
                        file=str(path),
                        line=number,
                        column=1,
                        hint="resume",
                    ) from None
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(path)) from None
