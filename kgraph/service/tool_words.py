"""The words of the tools on lists and on the answer by mechanism: a line an item, its references at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kgraph.formats.answer_words import mechanism_name, people_sentence
from kgraph.formats.escape import for_terminal
from kgraph.formats.notices import NOT_ADVICE
from kgraph.formats.people_words import looked_at, people_sentences
from kgraph.formats.references import short_names, supporting
from kgraph.formats.verdict_words import verdict_sentence
from kgraph.paths.values import Chain, PathAnswer
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

Record = Mapping[str, Any]
_MOST_OUTCOMES, _MOST_PAPERS = 3, 2


def answer_text(graph: Contents, answer: PathAnswer) -> str:
    """The answer by mechanism: what was seen in people, the best chain of each effect, the verdict."""
    return "\n".join(map(for_terminal, _answer(graph, answer))) + "\n"


def _answer(graph: Contents, answer: PathAnswer) -> Iterator[str]:
    words = Words(graph)
    yield f"{graph.label(answer.start)} → {graph.label(answer.end)}"
    yield NOT_ADVICE
    seen = looked_at(answer)
    for row in seen[:_MOST_OUTCOMES]:
        for_, against = short_names(graph, row.for_), short_names(graph, row.against)
        what = f"In people, {graph.label(row.outcome)} ({words.phrase('effect', row.effect)})"
        yield f"{what}: {_counted(for_)} for, {_counted(against)} against."
    for text, papers in people_sentences(graph, seen):
        yield f"{text} [{_named(short_names(graph, papers))}]"
    for entry in answer.mechanisms:
        for effect, chain in entry.best.items():
            if effect == "unknown" and len(entry.best) > 1:
                continue
            name = mechanism_name(graph, entry.mechanism)
            yield f"{name} ({words.phrase('effect', effect)}): {_chain(graph, words, chain)}"
    yield people_sentence(answer)
    if answer.verdict is not None:
        yield verdict_sentence(answer.verdict, graph.label(answer.end))
    yield "H people, A animals, C cells (papers), S statement of authors, I implied. full=true lists every path."


def _counted(shorts: list[str]) -> str:
    return f"{len(shorts)} paper{'' if len(shorts) == 1 else 's'} [{_named(shorts)}]" if shorts else "none"


def _named(shorts: list[str]) -> str:
    """The first papers by name; names hold commas, but no semicolon."""
    return "; ".join(shorts[:_MOST_PAPERS]) + ("; …" if len(shorts) > _MOST_PAPERS else "")


def _chain(graph: Contents, words: Words, chain: Chain) -> str:
    """A chain with its chips and, behind each step that carries evidence, the papers of its best claim."""
    text = graph.label(chain.path.entities[0])
    for step, grade in zip(chain.path.steps, chain.grades, strict=True):
        sign = words.sign_mark("" if step.kind == "structural" else step.sign)
        text += f" {sign} {graph.label(step.object)}"
        if grade is not None:
            cited = supporting(graph, [grade.claim])
            text += f" ({grade.chip} {_named(cited) or 'no reference'})"
    remarks = [f"weakest step {chain.weakest_number}"] if chain.weakest_number else []
    remarks += [words.phrase("flag", "disputed")] if chain.disputed else []
    remarks += [words.phrase("flag", "places-differ")] if chain.places_differ else []
    return f"{text}; {', '.join(remarks)}" if remarks else text


def listing_text(name: str, answer: Record) -> str:
    """The items of a list, a line each, and how many more there are."""
    rows = answer[_ROWS.get(name, name)]
    lines = [NOT_ADVICE, *map(_LINES[name], rows)]
    if not rows:
        lines.append("Nothing of that kind is known.")
    if answer.get("more"):
        lines.append(f"{len(rows)} of {answer['total']}; narrow it, or go on with offset.")
    return "\n".join(map(for_terminal, lines)) + "\n"


def _with(head: str, *parts: str | Iterable[str]) -> str:
    """A head and the parts that are there, the references last and in brackets."""
    *told, references = parts
    said = "; ".join(str(part) for part in told if part)
    cited = "; ".join(references) or "no reference"
    return f"{head}{f': {said}' if said else ''} [{cited}]"


def _outcome(row: Record) -> str:
    against = f", {row['comparator']} {row['comparator_printed']}" if row["comparator"] else ""
    where = "; ".join(filter(None, (row["population"] or row["disease"], row["timepoint"])))
    disputed = f"disputed: {row['dispute']}" if row["disputed"] else ""
    return _with(f"{row['outcome']}, {row['arm']} {row['printed']}{against}", where, disputed, row["cited_as"])


def _debate(row: Record) -> str:
    against = f"against: {'; '.join(row['disputing_cited_as'])}" if row["disputing"] else ""
    differs = f"differs: {'; '.join(row['differs'])}" if row["differs"] else ""
    return _with(
        f"{row['kind']}, {row['what']}", "; ".join(row["context"]), against, differs, row["supporting_cited_as"]
    )


def _hypothesis(row: Record) -> str:
    weakest, disputed = f"weakest {row['weakest_step']}", "disputed" if row["disputed"] else ""
    head = f"{row['hypothesis']} ({row['mechanism']}, {row['end']})"
    return _with(head, row["effect"], weakest, disputed, ", ".join(row["evidence"]), row["cited_as"])


def _question(row: Record) -> str:
    return _with(row["question"], f"to settle it: {row['settled_by']}", row["cited_as"])


def _cell(row: Record) -> str:
    told = f"{row['hypotheses']} hypotheses, {row['papers']} papers; {', '.join(row['evidence'])}"
    return f"{row['mechanism']}, {row['disease']}: {row['effect']}; {told}{'; disputed' if row['disputed'] else ''}"


def _comparison(row: Record) -> str:
    effects = f"{row['first']} {row['first_effect']}, {row['second']} {row['second_effect']}"
    return f"{row['mechanism']}: {row['where']}; {effects}"


# By the name of the operation.
_LINES: Mapping[str, Callable[[Record], str]] = {
    "outcomes": _outcome,
    "debates": _debate,
    "hypotheses": _hypothesis,
    "questions": _question,
    "mechanisms": _cell,
    "compare": _comparison,
}
_ROWS = {"compare": "mechanisms"}
LISTS = tuple(_LINES)
