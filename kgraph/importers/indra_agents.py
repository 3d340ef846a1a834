"""Agents and concepts of INDRA as things: under the identifier that INDRA prefers, and apart where a state is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kgraph.importers.citations import distinct_slug
from kgraph.importers.drafts import Draft
from kgraph.importers.known_curies import known_curie
from kgraph.model import Curie
from kgraph.reading.plain_files import Data

_ORIGIN = "indra"
# Databases in the order in which INDRA takes the identity of an agent from them, and the kind of thing they name.
_GROUNDING = MappingProxyType(
    {
        "FPLX": "protein", "HGNC": "protein", "UP": "protein", "CHEBI": "metabolite", "PUBCHEM": "metabolite",
        "MESH": "other", "GO": "process", "DOID": "disease", "MONDO": "disease", "HP": "phenotype", "EFO": "other",
        "CHEMBL": "metabolite", "DRUGBANK": "drug", "EGID": "gene", "HMDB": "metabolite", "IP": "protein",
        "PF": "protein", "UBERON": "anatomy", "CL": "cell", "NCIT": "other", "TAXONOMY": "other", "OMIM": "disease",
    }
)  # fmt: skip
_TEXTS = frozenset({"TEXT", "TEXT_NORM"})


class Agents:
    """Reads the agents of one statement."""

    def __init__(self, draft: Draft, data: Data, line: int) -> None:
        self._draft, self._data, self._line = draft, data, line

    def of(self, raw: Any) -> Curie:
        """The thing that an agent is, in the state that is named; empty for none."""
        plain = self.plain(raw)
        states = list(self._states(raw)) if plain else []
        if not states:
            return plain
        name = f"{raw['name']} ({', '.join(states)})"
        thing = f"entity:{_ORIGIN}-{distinct_slug(f'{plain} {name}')}"
        self._draft.things.add(thing, name=name, kind="protein")
        return thing

    def plain(self, raw: Any) -> Curie:
        """The thing that an agent is, whatever its state; empty for none.  Raises DataError for what is no agent."""
        if raw is None:
            return ""
        if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
            raise self._data.refused("an agent has a name and db_refs", self._line)
        refs = raw.get("db_refs") or {}
        if not isinstance(refs, dict):
            raise self._data.refused("'db_refs' is an object", self._line)
        return self._grounded(raw["name"], refs)

    def of_event(self, raw: Any) -> Curie:
        """The concept of an event, or the concept itself."""
        if isinstance(raw, dict) and isinstance(raw.get("concept"), dict):
            return self.plain(raw["concept"])
        return self.plain(raw)

    def polarity(self, raw: Any) -> int:
        """Whether an event is of more (1) or of less (-1) of its concept; 0 where that is not said."""
        delta = raw.get("delta") if isinstance(raw, dict) else None
        polarity = delta.get("polarity") if isinstance(delta, dict) else None
        if polarity not in (None, 1, -1):
            raise self._data.refused(f"a polarity is 1, -1 or null, not {polarity!r}", self._line)
        return polarity or 0

    def _grounded(self, name: str, refs: Mapping[str, Any]) -> Curie:
        known = {database: self._curie(database, value) for database, value in refs.items() if database not in _TEXTS}
        order = [database for database in _GROUNDING if known.get(database)]
        thing = known[order[0]] if order else ""
        kind = _GROUNDING[order[0]] if order else "other"
        if not thing:
            grounding = next((f"{database}:{refs[database]}" for database in _GROUNDING if database in refs), name)
            thing = f"entity:{_ORIGIN}-{distinct_slug(grounding)}"
        self._draft.things.add(thing, name=name, kind=kind)
        for database, other in known.items():
            if not other:
                self._draft.losses.add(f"identifiers of {database}, which has no namespace here",
                                       f"{self._data.name}:{self._line}")  # fmt: skip
            elif other != thing:
                self._draft.things.close(thing, other)
        return thing

    def _curie(self, database: str, value: Any) -> Curie:
        text = str(value[0] if isinstance(value, list) and value else value)
        return known_curie(text) or known_curie(f"{database}:{text}")

    def _states(self, raw: Mapping[str, Any]) -> Iterator[str]:
        """What is said of an agent that makes it another thing than the plain one."""
        for mod in self._listed(raw, "mods"):
            where = "".join(str(mod[key]) for key in ("residue", "position") if mod.get(key))
            word = str(mod.get("mod_type", "modification"))
            yield f"{'' if mod.get('is_modified', True) else 'no '}{word}{f' at {where}' if where else ''}"
        for mutation in self._listed(raw, "mutations"):
            parts = (str(mutation.get(key) or "") for key in ("residue_from", "position", "residue_to"))
            yield f"mutation {''.join(parts)}".strip()
        for bound in self._listed(raw, "bound_conditions"):
            agent = bound.get("agent")
            other = agent.get("name", "") if isinstance(agent, dict) else ""
            yield f"{'bound to' if bound.get('is_bound', True) else 'not bound to'} {other}"
        activity = raw.get("activity")
        if isinstance(activity, dict) and not activity.get("is_active", True):
            yield "inactive"
        if isinstance(raw.get("location"), str):
            yield f"in {raw['location']}"

    def _listed(self, raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = raw.get(key) or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._data.refused(f"{key!r} is a list of objects", self._line)
        return found
