"""The answer by mechanism in words, for a terminal: one screen, both sides, every number computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap

from kgraph.formats.notices import WHAT_THIS_IS, cautions
from kgraph.formats.people_words import advice, counted, largest_study, looked_at, outcome_words, trials, votes
from kgraph.formats.verdict_words import verdict_sentence
from kgraph.model import Claim, Contents, Curie, Entity
from kgraph.paths.outcome_rule import outcome_of
from kgraph.paths.values import Chain, MechanismEntry, PathAnswer, SeenInPeople
from kgraph.paths.verdict import BOTH_SIDES
from kgraph.words import Words

# Puts a text into the colour of an effect; without colours it stays as it is.
Paint = Callable[[str, str], str]

_NARROWEST, _ROOMY = 40, 80
_WHAT_IN_SHORT = "Published claims and their evidence. Not medical advice."
_SHORT = {"energy-and-oxidative-stress": "energy, oxidation", "nutrition-and-weight": "nutrition, weight"}
_EFFECT, _NAME, _OUTCOME, _LEAST = 7, 19, 26, 10


def answer_lines(graph: Contents, answer: PathAnswer, *, width: int = 80, paint: Paint | None = None) -> Iterator[str]:
    """The lines of an answer, none wider than `width` columns, at least 40; at most 22 lines for ten mechanisms.

    `paint` colours a text by an effect: helps, harms, both or unknown.  What a colour says stands there in words too.
    """
    width = max(width, _NARROWEST)
    paint = paint or (lambda text, _: text)
    yield _title(graph, answer, width)
    yield from _prose(WHAT_THIS_IS if len(WHAT_THIS_IS) <= width else _WHAT_IN_SHORT, width)
    yield from _prose("; ".join(cautions(graph, _claims_of(answer))), width)
    yield from _people_lines(graph, answer, width)
    yield _heading(_counts(answer), answer.verdict.says if answer.verdict else "", width)
    for entry in answer.mechanisms:
        yield _entry_line(graph, answer, entry, width, paint)
    yield from _brought_lines(graph, answer, width)
    yield from _closing_lines(graph, answer, width)
    if answer.verdict is not None and answer.verdict.says != BOTH_SIDES:
        # The last words say how far was looked: they are never left out.
        yield from wrap(verdict_sentence(answer.verdict, graph.label(answer.end)), width, subsequent_indent="  ")
    yield from _prose(_key(Words(graph)), width)


def _title(graph: Contents, answer: PathAnswer, width: int) -> str:
    """The two ends with their abbreviations; where that is too wide, with the abbreviations alone."""
    start, end = ((_named(graph, one), abbreviation(graph.entities[one])) for one in (answer.start, answer.end))
    titles = [
        f"{start[0]} → {end[0]}",
        f"{start[0]} → {end[1] or end[0]}",
        f"{start[1] or start[0]} → {end[1] or end[0]}",
    ]
    return next((title for title in titles if len(title) <= width), _fitted(titles[-1], width))


def _heading(counts: Sequence[str], verdict: str, width: int) -> str:
    """The heading of the mechanisms, with the number of routes and the verdict; no number is cut in two."""
    head = "HOW IT MIGHT WORK   "
    whole = f"{head}{'; '.join(filter(None, (', '.join(counts), verdict)))}"
    if len(whole) <= width:
        return whole
    # Where there is no room for all, it is not the verdict that goes.
    narrow = f"{head}{verdict}; " if verdict else head
    for shown in range(len(counts), 0, -1):
        line = f"{narrow}{', '.join(counts[:shown])}{', …' if shown < len(counts) else ''}"
        if len(line) <= width:
            return line
    return _fitted(f"{head}{verdict}", width)


def _closing_lines(graph: Contents, answer: PathAnswer, width: int) -> Iterator[str]:
    """What was seen in people at every step, and the mechanisms without a route, in one line where both fit."""
    seen = people_sentence(answer)
    without = ", ".join(_without_a_route(graph, answer))
    both = f"{seen} No route: {without}."
    if not without or len(both) <= width:
        yield from _prose(both if without else seen, width)
    else:
        yield from _prose(seen, width)
        yield from _prose(f"No route: {without}.", width)


def _brought_lines(graph: Contents, answer: PathAnswer, width: int) -> Iterator[str]:
    """Which steps of the chains shown come from data that were brought, by source; nothing for the bundled data."""
    own = graph.overlay.own if graph.overlay else frozenset()
    if own.issuperset(graph.claims):
        # All of it was brought, so that nothing is to be told apart.
        return
    steps: dict[str, dict[str, None]] = {}
    for entry in answer.mechanisms:
        for step in entry.shown.path.steps:
            for claim in step.claims:
                if claim.id in own:
                    words = f"{graph.label(step.subject)} → {graph.label(step.object)}"
                    steps.setdefault(claim.origin, {})[words] = None
    for source, told in sorted(steps.items()):
        yield from wrap(f"  from {source}: {'; '.join(told)}", width, subsequent_indent="    ")
    if steps:
        yield _fitted("  every other step: from the bundled data", width)


def _claims_of(answer: PathAnswer) -> Iterator[Claim]:
    """The claims that the answer rests on, of chains and of what was seen in people."""
    for entry in answer.mechanisms:
        for chain in entry.chains:
            for step in chain.path.steps:
                yield from step.claims
    for row in answer.people:
        yield from row.claims


def _key(words: Words) -> str:
    """What letters and arrows mean, in eighty columns."""
    letters = [
        ("basis", "human"),
        ("basis", "animal"),
        ("basis", "cells"),
        ("basis", "statement"),
        ("grade", "implied"),
    ]
    told = [f"{words.mark(*term)} {words.short(*term)}" for term in letters]
    signs = [f"{words.sign_mark(sign)} {words.sign_on('causal', sign)}" for sign in "+-"]
    return f"{' '.join(told[:3])} (papers) {' '.join(told[3:])}  {' '.join(signs)} {words.sign_mark('?')} ?"


def people_sentence(answer: PathAnswer) -> str:
    """In how many chains every step with evidence was seen in people, and what those say."""
    chains = [chain for entry in answer.mechanisms for chain in entry.chains]
    seen = [chain for chain in chains if chain.in_people]
    if not chains:
        return "No chain within the hop limit."
    if not seen:
        return f"Every step seen in people: none of {len(chains)} chains."
    sides = {effect: sum(chain.effect == effect for chain in seen) for effect in ("helps", "harms", "raises", "lowers")}
    words = [f"{count} {effect}" for effect, count in sides.items() if count]
    unsigned = len(seen) - sum(sides.values())
    words += [f"{unsigned} unsigned"] if unsigned else []
    return f"Every step seen in people: {len(seen)} of {len(chains)} chains ({', '.join(words)})."


def _counts(answer: PathAnswer) -> list[str]:
    """How many routes there are of each effect, a text each."""
    routes = dict(answer.routes)
    more = "" if answer.counted else "more than "
    words = {"helps": "help", "harms": "harm", "raises": "raise it", "lowers": "lower it", "unknown": "unsigned"}
    parts = [f"{more}{routes[effect]:,} {word}" for effect, word in words.items() if routes.get(effect)]
    if not parts:
        return ["no route"]
    parts = [_one(part) for part in parts]
    noun = " route " if parts[0].startswith("1 ") else " routes "
    parts[0] = parts[0].replace(" ", noun, 1) if answer.counted else f"{parts[0]} (routes)"
    return parts


def _one(part: str) -> str:
    """A count with its verb; one route helps where several help."""
    verbs = {"help": "helps", "harm": "harms", "raise it": "raises it", "lower it": "lowers it"}
    count, _, verb = part.partition(" ")
    return f"1 {verbs.get(verb, verb)}" if count == "1" else part


def _people_lines(graph: Contents, answer: PathAnswer, width: int) -> Iterator[str]:
    seen = looked_at(answer)
    adverse = [row for row in answer.people if row.adverse]
    if not (seen or adverse):
        return
    first = f"   {outcome_words(graph, seen[0])}: {votes(seen[0])}" if seen else ""
    yield from _prose(f"SEEN IN PEOPLE{first}", width)
    for head, told in (("registered trial", trials(graph, seen)), ("experts", advice(graph, seen))):
        if told:
            yield from _items(_head(head, width), [text for text, _ in told], "; ", width)
    largest = largest_study(graph, seen)
    if largest:
        yield from _items(_head(f"largest study, n={largest[0]}", width), largest[1], ", ", width)
    if len(seen) > 1:
        rest = [f"{outcome_words(graph, row)} {len(row.for_)}:{len(row.against)}" for row in seen[1:]]
        yield from _items(_head("also, for:against", width), rest, "; ", width)
    if adverse:
        # Two lines where nothing was said of trials and advice, which have the room otherwise.
        yield from _adverse_lines(graph, adverse, width, 1 if any(row.trials or row.advice for row in seen) else 2)


def _adverse_lines(graph: Contents, adverse: Sequence[SeenInPeople], width: int, most: int) -> Iterator[str]:
    """The adverse effects in at most so many lines: that with most papers, then as many as there is room for."""
    papers = counted(len({paper for row in adverse for paper in row.for_}), "paper")
    first, *others = sorted(adverse, key=lambda row: (-len(row.for_), row.outcome))
    ranked = [first, *sorted(others, key=lambda row: len(graph.label(row.outcome)))]
    left = [f"{graph.label(row.outcome)}{' (disputed)' if row.disputed else ''}" for row in ranked]
    head = f"  {f'adverse effects, {papers}':<{_OUTCOME}}"
    fitting = [count for count in range(1, len(left) + 1) if len(head + ", ".join(left[:count])) < width]
    if most > 1 and fitting and fitting[-1] < len(left):
        yield f"{head}{', '.join(left[: fitting[-1]])},"
        head, left = " " * len(head), left[fitting[-1] :]
    yield _listed(head, left, ", ", width)


def _entry_line(graph: Contents, answer: PathAnswer, entry: MechanismEntry, width: int, paint: Paint) -> str:
    chain = entry.shown
    effect = "?" if chain.effect == "unknown" else chain.effect
    graded = " ".join(grade.chip for grade in chain.grades if grade is not None)
    flag = "places-differ" if chain.places_differ else "disputed" if chain.disputed else ""
    mark = Words(graph).phrase("flag", flag) if flag else ""
    name = mechanism_name(graph, entry.mechanism)
    # A narrow screen first leaves out the other effects, then takes from the name.
    for chips, most in ((graded + _others(entry), _NAME), (graded, _NAME), (graded, _LEAST)):
        head = f"  {effect:<{_EFFECT}}{_fitted(name, most - 1):<{most}}"
        room = width - len(head) - len(chips) - 1
        if room >= _LEAST:
            break
    text = chain_text(graph, answer.start, answer.end, chain, room)
    if mark and len(text) + len(mark) < room:
        chips, room = f"{mark} {chips}", room - len(mark) - 1
    text += _also_through(graph, entry, room - len(text))
    meaning = {"mixed": "both", "?": "unknown"}.get(effect if entry.effect != "mixed" else "mixed", effect)
    painted = head.replace(effect, paint(effect, meaning), 1)
    return f"{painted}{text:<{room}} {chips}".rstrip()


def _also_through(graph: Contents, entry: MechanismEntry, room: int) -> str:
    """What other chains of the same effect pass through first, as much of it as there is room for; else nothing."""
    shown = entry.shown
    start = graph.entities[shown.path.entities[0]]
    alike = dict.fromkeys(chain.path.entities[1] for chain in entry.chains if chain.effect == shown.effect)
    others = [graph.entities[other] for other in alike if other not in shown.path.entities]
    text = ""
    # Another form of the start, such as a modified diet, is no way through which it works.
    for name in (other.label for other in others if other.kind != start.kind):
        longer = f"{text}, {name}" if text else f"  also {name}"
        text = longer if len(longer) < room else text
    return text


def _others(entry: MechanismEntry) -> str:
    """What else the mechanism has chains for, besides the one that is shown."""
    shown = entry.shown.effect
    words = [("?" if effect == "unknown" else effect) for effect in entry.best if effect != shown]
    return "".join(f" + {word}" for word in words)


def mechanism_name(graph: Contents, mechanism: str) -> str:
    """The short name of a mechanism, or the label of the thing that stands for one."""
    term = graph.terms.get(f"mechanism:{mechanism}")
    if term is None:
        return graph.label(mechanism)
    return _SHORT.get(term.name) or term.name.replace("-", " ")


def chain_text(graph: Contents, start: Curie, end: Curie, chain: Chain, room: int) -> str:
    """A chain up to the first sign of its end, in at most `room` columns.

    Labels give way to shorter names of the same thing, the longest first; then stops in the middle give way to an
    ellipsis.
    """
    outcome, words = outcome_of(graph, end) - {start}, Words(graph)
    stops: list[Entity] = [graph.entities[start]]
    arrows: list[str] = []
    for step in chain.path.steps:
        stops.append(graph.entities[step.object])
        arrows.append(words.sign_mark("" if step.kind == "structural" else step.sign))
        if step.object in outcome:
            break
    names = [abbreviation(stops[0]) or stops[0].label, *(stop.label for stop in stops[1:])]
    for place in sorted(range(1, len(stops)), key=lambda one: -len(names[one])):
        if len(_joined(names, arrows)) <= room:
            break
        names[place] = min((names[place], *stops[place].synonyms), key=len)
    return next(
        (text for text in _shortened(names, arrows) if len(text) <= room), _fitted(_joined(names, arrows), room)
    )


def _shortened(names: list[str], arrows: list[str]) -> Iterator[str]:
    """A chain with fewer and fewer of its middle stops, those nearest to the end left out first."""
    yield _joined(names, arrows)
    middle = len(names) - 2
    for left_out in range(1, middle + 1):
        for first in range(middle - left_out + 1, 0, -1):
            after = first + left_out
            yield _joined([*names[:first], "…", *names[after:]], [*arrows[:first], *arrows[after - 1 :]])


def _joined(names: Sequence[str], arrows: Sequence[str]) -> str:
    return "".join([names[0], *(f" {arrow} {name}" for arrow, name in zip(arrows, names[1:], strict=True))])


def abbreviation(entity: Entity) -> str:
    """The abbreviation of an entity: its initials, else the first name in capitals; empty without one."""
    capitals = [name for name in entity.synonyms if name.isupper() and len(name) < len(entity.label)]
    initials = "".join(word[0] for word in entity.label.split()).upper()
    return initials if initials in capitals else next(iter(capitals), "")


def in_short(graph: Contents, text: str) -> str:
    """A text with the abbreviations of diets and diseases in place of their labels, where they have one."""
    known: list[tuple[str, str]] | None = graph.derived.get("abbreviations")
    if known is None:
        some = [entity for entity in graph.entities.values() if entity.kind in ("diet", "disease")]
        known = [(entity.label, short) for entity in some if (short := abbreviation(entity))]
        known = graph.derived["abbreviations"] = sorted(known, key=lambda one: -len(one[0]))
    for label, short in known:
        text = text.replace(label, short)
    return text


def _named(graph: Contents, identifier: Curie) -> str:
    entity = graph.entities[identifier]
    short = abbreviation(entity)
    return f"{entity.label} ({short})" if short else entity.label


def _without_a_route(graph: Contents, answer: PathAnswer) -> list[str]:
    """The mechanisms of the vocabulary that no route belongs to; none where data have no mechanisms at all."""
    known = [term.name for term in graph.terms.values() if term.id.startswith("mechanism:")]
    here = {entry.mechanism for entry in answer.mechanisms}
    return [mechanism_name(graph, name) for name in known if name not in here] if here.intersection(known) else []


def _fitted(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def _head(text: str, width: int) -> str:
    """What a line tells of, in a column of its own where there is room for one."""
    return f"  {text:<{_OUTCOME}}" if width >= _ROOMY else f"  {text}: "


def _prose(text: str, width: int) -> list[str]:
    """A sentence in as many lines as it takes, the second and further ones indented."""
    return [text] if len(text) <= width else wrap(text, width, subsequent_indent="  ")


def _items(head: str, items: Sequence[str], between: str, width: int) -> list[str]:
    """As many items as a line holds; the first one is never cut, but goes on below."""
    line = _listed(head, items, between, width)
    if not line.endswith("…"):
        return [line]
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return wrap(f"{head}{items[0]}{more}", width, subsequent_indent="    ")


def _listed(head: str, items: Sequence[str], between: str, width: int, last: str = "") -> str:
    """As many items as a line holds, and how many more there are."""
    for count in range(len(items), 0, -1):
        more = f" and {len(items) - count} more" if count < len(items) else ""
        line = f"{head}{between.join(items[:count])}{more}{last}"
        if len(line) <= width:
            return line
    return _fitted(f"{head}{between.join(items)}{last}", width)
