"""INDRA statements (JSON) as claims, a line of evidence for each paper that a reader found the statement in.

What activates or raises is positive, what inhibits or lowers negative.  To phosphorylate and the like changes a protein
one way or the other, so it has no sign.  Evidence that is marked as negated speaks against its statement and never for
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kgraph.errors import DataError
from kgraph.importers.citations import distinct_slug
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.imported import Imported
from kgraph.importers.indra_agents import Agents
from kgraph.model import Curie, Source
from kgraph.reading.json_items import JsonItem, read_json_items, read_json_lines
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data

NAME = "indra"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="Statements of INDRA",
    link="https://github.com/sorgerlab/indra",
    notes=("Texts of evidence are not taken over; they stay in the file.",),
)
# Statements of two agents: the keys they stand under, the relation, the sign.
_TWO = MappingProxyType(
    {
        "Activation": ("subj", "obj", "activates", "+"), "GtpActivation": ("subj", "obj", "activates", "+"),
        "Inhibition": ("subj", "obj", "inhibits", "-"),
        "IncreaseAmount": ("subj", "obj", "increases", "+"), "DecreaseAmount": ("subj", "obj", "decreases", "-"),
        "Gef": ("gef", "ras", "activates", "+"), "Gap": ("gap", "ras", "inhibits", "-"),
    }
)  # fmt: skip
_MODIFICATION = re.compile(
    r"(?:de)?(?:phosphorylation|ubiquitination|sumoylation|hydroxylation|acetylation|glycosylation|farnesylation|"
    r"geranylgeranylation|palmitoylation|myristoylation|ribosylation|methylation)|modification",
    re.IGNORECASE,
)
# Statements of one agent, or of none that another is done to.
_ALONE = frozenset(
    {"Autophosphorylation", "Transphosphorylation", "HasActivity", "Translocation", "Event", "Migration", "Unresolved"}
)
_SIGNS = MappingProxyType({1: "+", -1: "-"})
_KNOWN = frozenset(
    {
        "id", "type", "evidence", "matches_hash", "sbo", "subj", "obj", "gef", "ras", "gap", "enz", "sub",
        "members", "agent", "activity", "is_active", "obj_activity", "obj_from", "obj_to", "residue", "position",
    }
)  # fmt: skip
_NONE = "holds no INDRA statements, which have a type and agents"


def read_indra(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of INDRA statements: a list, an object with `statements`, or one a line.

    A statement that cannot be read is a fault; reading goes on with the next one.  Raises DataError for a file that is
    not JSON, or holds no statement.
    """
    draft = Draft(SOURCE, project="INDRA")
    for file in files:
        with open_data(file) as data:
            found = False
            for line, raw in _raw(data, draft):
                found = True
                try:
                    _Reading(data, draft, raw, line).carry()
                except DataError as error:
                    draft.faults.append(error)
            if not found:
                draft.faults.append(data.refused(_NONE))
    return draft.imported(NAME, files)


def _raw(data: Data, draft: Draft) -> Iterator[tuple[int, Any]]:
    items: Iterator[JsonItem]
    items = read_json_lines(data) if data.suffix in (".jsonl", ".ndjson") else read_json_items(data)
    for item in items:
        if item.section == "statements" and not item.listed and isinstance(item.value, dict):
            # As the database answers: statements by their hash.
            yield from ((item.line, one) for one in item.value.values())
        elif item.section in ("", "statements") and item.listed:
            yield item.line, item.value
        elif item.section:
            draft.losses.add(f"key {item.section!r} of a file", f"{data.name}:{item.line}")


class _Reading:
    """Reads one statement."""

    def __init__(self, data: Data, draft: Draft, raw: Any, line: int) -> None:
        self._data, self._draft, self._line = data, draft, line
        self._place = f"{data.name}:{line}"
        if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
            raise data.refused(_NONE, line)
        self._raw: Mapping[str, Any] = raw
        self._agents = Agents(draft, data, line)

    def carry(self) -> None:
        raw, kind = self._raw, self._raw["type"]
        pairs = list(self._pairs(kind))
        lines, certainty = self._lines()
        self._draft.found.add("statements")
        self._draft.found.add("evidences", times=len(self._evidence()))
        for key in raw:
            if key not in _KNOWN:
                self._draft.losses.add(f"field {key!r} of a statement", self._place)
        if not pairs:
            self._draft.losses.add(f"statements of the type {kind} that join no two agents", self._place)
        note = self._note(kind)
        for statement in pairs:
            self._draft.say(statement, lines, place=self._place, note=note, certainty=certainty)

    def _note(self, kind: str) -> str:
        raw = self._raw
        where = "".join(str(raw[key]) for key in ("residue", "position") if raw.get(key))
        activity = raw.get("obj_activity") or ""
        more = [f"at {where}"] if where else []
        more += [f"of the {activity} activity"] if activity not in ("", "activity") else []
        return f"INDRA: {' '.join((kind, *more))}."

    def _pairs(self, kind: str) -> Iterator[Statement]:
        """What a statement says of two things at a time; nothing where one of them is not known."""
        if kind in _TWO:
            first, second, relation, sign = _TWO[kind]
            yield from self._pair(self._agents.of(self._raw.get(first)), relation, sign, self._raw.get(second))
        elif kind in _ALONE:
            return
        elif _MODIFICATION.fullmatch(kind):
            self._draft.remarks.add(f"statements of the type {kind}, which says no sign", self._place)
            yield from self._pair(self._agents.of(self._raw.get("enz")), "affects", "?", self._raw.get("sub"))
        elif kind == "ActiveForm":
            relation, sign = ("activates", "+") if self._flag("is_active") else ("inhibits", "-")
            state, plain = (read(self._raw.get("agent")) for read in (self._agents.of, self._agents.plain))
            if state != plain:
                yield Statement(state, relation, plain, sign)
        elif kind == "Influence":
            yield from self._influence(self._raw.get("subj"), self._raw.get("obj"), "affects")
        elif kind in ("Complex", "Association"):
            yield from self._members(kind)
        elif kind == "Conversion":
            yield from self._conversion()
        else:
            raise self._data.refused(f"{kind!r} is no type of statement that INDRA has", self._line)

    def _pair(self, subject: Curie, relation: str, sign: str, target: Any) -> Iterator[Statement]:
        thing = self._agents.of(target)
        if subject and thing:
            yield Statement(subject, relation, thing, sign)

    def _flag(self, key: str) -> bool:
        value = self._raw.get(key)
        if not isinstance(value, bool):
            raise self._data.refused(f"{key!r} is true or false, not {value!r}", self._line)
        return value

    def _influence(self, subject: Any, target: Any, relation: str) -> Iterator[Statement]:
        first, second = self._agents.of_event(subject), self._agents.of_event(target)
        signs = [_SIGNS.get(self._agents.polarity(event), "") for event in (subject, target)]
        # Where only one end has a polarity the other is more of the thing, as INDRA reads it.
        sign = "?" if not any(signs) else "-" if [one or "+" for one in signs].count("-") == 1 else "+"
        if relation == "affects" and sign != "?":
            relation = "increases" if sign == "+" else "decreases"
        if first and second:
            yield Statement(first, relation, second, sign)

    def _members(self, kind: str) -> Iterator[Statement]:
        members = self._raw.get("members")
        if not isinstance(members, list):
            raise self._data.refused(f"a statement of the type {kind} has a list of members", self._line)
        if kind == "Association" and len(members) == 2:  # noqa: PLR2004  # two events
            yield from self._influence(members[0], members[1], "associated_with")
            return
        things = [self._agents.of_event(one) if kind == "Association" else self._agents.of(one) for one in members]
        things = list(dict.fromkeys(filter(None, things)))
        if len(things) == 2:  # noqa: PLR2004
            yield Statement(things[0], "associated_with", things[1], "?")
        elif len(things) > 2:  # noqa: PLR2004
            words = " and ".join(self._draft.things.label(thing) for thing in things)
            whole = f"entity:{NAME}-{distinct_slug(f'complex {words}')}"
            self._draft.things.add(whole, name=f"complex of {words}", kind="complex")
            yield from (Statement(thing, "part_of", whole, "") for thing in things)

    def _conversion(self) -> Iterator[Statement]:
        sources, made = (self._raw.get(key) for key in ("obj_from", "obj_to"))
        if not isinstance(sources, list) or not isinstance(made, list):
            raise self._data.refused("a conversion has lists of what is used and of what is made", self._line)
        for target in made:
            for source in sources:
                yield from self._pair(self._agents.of(source), "converts_to", "+", target)
            yield from self._pair(self._agents.of(self._raw.get("subj")), "increases", "+", target)

    def _evidence(self) -> list[Mapping[str, Any]]:
        found = self._raw.get("evidence") or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._data.refused("'evidence' is a list of objects", self._line)
        return found

    def _lines(self) -> tuple[list[Line], str]:
        """The lines of the evidence, and the certainty of the statement: suggested where all of it is hypothesis."""
        lines, hypotheses = [], 0
        found = self._evidence()
        for evidence in found:
            epistemics = evidence.get("epistemics") or {}
            if not isinstance(epistemics, dict):
                raise self._data.refused("'epistemics' is an object", self._line)
            negated, hypothesis = (self._mark(epistemics, key) for key in ("negated", "hypothesis"))
            hypotheses += hypothesis
            if negated:
                self._draft.remarks.add("evidence that is marked as negated, which speaks against", self._place)
            cited = self._cited(evidence)
            api = str(evidence.get("source_api") or "")
            notes = [f"Found by {api}." if api else "", "Worded as a hypothesis." if hypothesis else ""]
            notes += (
                [f"Entry of a database: {evidence['source_id']}."] if evidence.get("source_id") and not cited else []
            )
            if evidence.get("text"):
                self._draft.losses.add("texts of evidence, words of a source", self._place)
                notes.append("The file quotes the source here.")
            if evidence.get("annotations"):
                self._draft.losses.add("annotations of evidence", self._place)
            direction = "disputes" if negated else "supports"
            reference = self._draft.cite(cited) if cited else ""
            lines.append(Line(reference=reference, direction=direction, notes=tuple(sorted(filter(None, notes)))))
        return lines, "suggested" if found and hypotheses == len(found) else "asserted"

    def _mark(self, epistemics: Mapping[str, Any], key: str) -> bool:
        value = epistemics.get(key, False)
        if value not in (True, False, None):
            raise self._data.refused(f"{key!r} is true or false, not {value!r}", self._line)
        return bool(value)

    def _cited(self, evidence: Mapping[str, Any]) -> str:
        refs = evidence.get("text_refs")
        refs = {str(key).upper(): str(value) for key, value in refs.items()} if isinstance(refs, dict) else {}
        pmid = str(evidence.get("pmid") or refs.get("PMID") or "")
        if re.fullmatch(r"[1-9]\d{0,7}", pmid):
            return f"PMID:{pmid}"
        if refs.get("DOI"):
            return f"DOI:{refs['DOI']}"
        if re.fullmatch(r"PMC[1-9]\d*", refs.get("PMCID", "")):
            return f"https://www.ncbi.nlm.nih.gov/pmc/articles/{refs['PMCID']}/"
        return refs.get("URL", "") or pmid
