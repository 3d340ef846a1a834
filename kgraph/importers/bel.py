"""Statements of the Biological Expression Language as claims: scripts, and the JSON of PyBEL.

A term is a thing of its own with all that is said of it: a phosphorylated protein is another than the protein, and its
breakdown is a process.  Only an activity is that of the protein itself, which then works harder or less.  Names of
namespaces are no identifiers, so they join nothing; where a file has identifiers they are matches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.importers.bel_script import BelScript, BelStatement
from kgraph.importers.bel_terms import Name, Term
from kgraph.importers.citations import distinct_slug
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.imported import Imported
from kgraph.importers.known_curies import known_curie
from kgraph.importers.pybel_json import PybelJson
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data

NAME = "bel"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="Statements of the Biological Expression Language",
    link="https://language.bel.bio",
    notes=("Evidence texts are not taken over; they stay in the file.",),
)
# Relation, sign, whether the claim runs from the object, and the relation where the object is an activity.
_RELATIONS = MappingProxyType(
    {
        "increases": ("increases", "+", False), "directlyIncreases": ("increases", "+", False),
        "decreases": ("decreases", "-", False), "directlyDecreases": ("decreases", "-", False),
        "rateLimitingStepOf": ("contributes_to", "+", False), "causesNoChange": ("no_effect", "0", False),
        "regulates": ("affects", "?", False), "association": ("associated_with", "?", False),
        "positiveCorrelation": ("associated_with", "+", False), "negativeCorrelation": ("associated_with", "-", False),
        "correlation": ("associated_with", "?", False), "noCorrelation": ("associated_with", "0", False),
        "isA": ("has_subtype", "", True), "hasMember": ("has_subtype", "", False), "partOf": ("part_of", "", False),
        "subProcessOf": ("part_of", "", False), "hasComponent": ("part_of", "", True),
        "transcribedTo": ("produces", "+", False), "translatedTo": ("produces", "+", False),
        "equivalentTo": ("associated_with", "?", False), "orthologous": ("associated_with", "?", False),
        "analogousTo": ("associated_with", "?", False), "binds": ("associated_with", "?", False),
        "biomarkerFor": ("predicts", "?", False), "prognosticBiomarkerFor": ("predicts", "?", False),
        "hasVariant": ("has_subtype", "", False), "hasModification": ("has_subtype", "", False),
        "hasReactant": ("part_of", "", True), "hasProduct": ("produces", "+", False),
    }
)  # fmt: skip
_EITHER_WAY = frozenset(
    {"association", "positiveCorrelation", "negativeCorrelation", "correlation", "noCorrelation", "equivalentTo",
     "orthologous", "analogousTo", "binds"}
)  # fmt: skip
_OF_ACTIVITY = MappingProxyType({"increases": "activates", "decreases": "inhibits"})
# Annotations that say where or in whom a statement holds; the others stand in a note.
_SPECIES = frozenset({"species", "organism", "taxonomy"})
_DISEASE = frozenset({"disease", "meshdisease"})
_PLACES = MappingProxyType(
    {"anatomy": "anatomy", "meshanatomy": "anatomy", "tissue": "anatomy", "cell": "cell", "celltype": "cell",
     "cellline": "cell", "cellstructure": "anatomy"}
)  # fmt: skip
# Terms whose identifier is that of the thing itself; that of a protein or a transcript is mostly its gene's.
_ITSELF = frozenset({"a", "bp", "path", "pop", "g", "complex"})
_JSON = (".json", ".jsonl", ".ndjson")


def read_bel(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of BEL scripts and of PyBEL JSON.

    A statement that cannot be read is a fault; reading goes on with the next one.  Raises DataError for a file that is
    neither.
    """
    draft = Draft(SOURCE, project="BEL")
    for file in files:
        with open_data(file) as data:
            reader: BelScript | PybelJson
            if data.suffix in _JSON:
                reader = PybelJson(data, draft.losses, draft.faults)
            else:
                reader = BelScript(data, draft.losses, draft.remarks, draft.faults)
            carrying = _Carrying(draft, data.name)
            before = len(draft.faults)
            for statement in reader.statements():
                carrying.carry(statement)
            if not (carrying.count or reader.alone) and len(draft.faults) == before:
                draft.faults.append(data.refused("holds no statement of BEL"))
            draft.licences.update(reader.licences)
    return draft.imported(NAME, files)


class _Carrying:
    """Carries the statements of one file."""

    def __init__(self, draft: Draft, file: str) -> None:
        self._draft, self._file = draft, file
        self._place = file
        self.count = 0
        self._both_ways: set[tuple[str, ...]] = set()

    def carry(self, one: BelStatement) -> None:
        self._draft.found.add("statements")
        self.count += 1
        place = self._place = f"{self._file}:{one.line}"
        if self._is_said_from_the_other_end(one):
            self._draft.remarks.add("statements that say from the other end what another one says", place)
            return
        if isinstance(one.object, BelStatement):
            self._draft.found.add("nested statements")
            target, activity = self._nested(one.object), False
        else:
            if one.object.function == "list":
                for member in one.object.args:
                    if isinstance(member, Term):
                        self._say(one, self.thing(one.subject), self.thing(member), place)
                return
            target, activity = self.thing(one.object), one.object.is_activity
        self._say(one, self.thing(one.subject), target, place, activity=activity)

    def _is_said_from_the_other_end(self, one: BelStatement) -> bool:
        """Whether a relation without a direction is there already with its ends changed, as PyBEL writes each."""
        if one.relation not in _EITHER_WAY:
            return False
        context = (one.relation, *one.citation, repr(sorted(one.annotations.items())))
        ends = str(one.subject), str(one.object)
        self._both_ways.add((*context, *ends))
        return ends[0] != ends[1] and (*context, *ends[::-1]) in self._both_ways

    def _say(self, one: BelStatement, subject: Curie, target: Curie, place: str, *, activity: bool = False,
             implied: bool = False) -> None:  # fmt: skip
        relation, sign, turned = _RELATIONS[one.relation]
        relation = _OF_ACTIVITY.get(relation, relation) if activity else relation
        if turned:
            subject, target = target, subject
        context, notes = self._context(one)
        statement = Statement(
            subject, relation, target, sign,
            disease=context["disease"] if context["disease"] not in (subject, target) else "",
            species=tuple(sorted({self._species(each) for each in self._values(one, _SPECIES)})),
            tissue=context["tissue"], condition=context["condition"],
        )  # fmt: skip
        reference = "" if implied else self._reference(one, place)
        if not reference and not implied:
            self._draft.remarks.add("statements without a citation, carried as uncited", place)
        quoted = ("The file quotes the source here.",) if one.has_evidence and reference else ()
        line = Line(reference=reference, notes=tuple(sorted((*notes, *quoted))))
        note = f"BEL: {one.relation}."
        self._draft.say(statement, (line,), place=place, note=note, implied=implied)

    def _nested(self, inner: BelStatement) -> Curie:
        """What a statement inside of another says, as a process; that it leads to its object is said besides."""
        if isinstance(inner.object, BelStatement):  # the reader refuses it
            return self._nested(inner.object)
        words = f"{inner.subject} {inner.relation} {inner.object}"
        event = f"entity:{NAME}-{distinct_slug(words)}"
        relation = {"increases": "increase", "directlyIncreases": "increase", "decreases": "decrease",
                    "directlyDecreases": "decrease"}.get(inner.relation, inner.relation)  # fmt: skip
        label = f"{relation} of {inner.object.label} by {inner.subject.label}"
        self._draft.things.add(event, name=label, kind="process")
        place = f"{self._file}:{inner.line}"
        self._say(inner, event, self.thing(inner.object), place, activity=inner.object.is_activity, implied=True)
        return event

    def thing(self, term: Term) -> Curie:
        """The thing that a term names; an activity is that of the thing itself."""
        if term.is_activity and isinstance(term.first, Term):
            if len(term.args) > 1:
                self._draft.remarks.add("activities of a kind, carried as activity", self._place)
            term = term.first
        first = term.first
        identified = ""
        if isinstance(first, Name) and len(term.args) == 1 and first.identifier:
            identified = known_curie(f"{first.namespace}:{first.identifier}")
        label = term.label
        if identified and term.function in _ITSELF:
            self._draft.things.add(identified, name=label, kind=term.kind)
            return identified
        thing = f"entity:{NAME}-{distinct_slug(str(term))}"
        self._draft.things.add(thing, name=label, kind=term.kind)
        if identified:
            self._draft.things.close(thing, identified)
        return thing

    def _values(self, one: BelStatement, names: frozenset[str]) -> tuple[str, ...]:
        return tuple(value for name in sorted(names & one.annotations.keys()) for value in one.annotations[name])

    def _context(self, one: BelStatement) -> tuple[dict[str, str], list[str]]:
        """Disease, tissue and condition of a statement, and what else its annotations say."""
        context, notes = {"disease": "", "tissue": "", "condition": ""}, []
        more: list[str] = []
        for name, values in sorted(one.annotations.items()):
            single = len(values) == 1
            if name in _SPECIES:
                continue
            if name in _DISEASE and single and not context["disease"]:
                context["disease"] = self._named(values[0], "disease")
            elif name in _PLACES and single and not context["tissue"]:
                context["tissue"] = self._named(values[0], _PLACES[name])
            elif name in _DISEASE or name in _PLACES:
                more.append(f"{name}: {', '.join(sorted(values))}")
            else:
                notes.append(f"Annotation {name}: {', '.join(sorted(values))}.")
        context["condition"] = "; ".join(more)
        return context, notes

    def _named(self, name: str, kind: str) -> Curie:
        thing = f"entity:{NAME}-{distinct_slug(f'{kind} {name}')}"
        self._draft.things.add(thing, name=name, kind=kind)
        return thing

    def _species(self, name: str) -> Curie:
        if re.fullmatch(r"[1-9]\d*", name):
            thing = f"NCBITaxon:{name}"
            self._draft.things.add(thing, kind="species")
            return thing
        return self._named(name, "species")

    def _reference(self, one: BelStatement, place: str) -> Curie:
        kind, identifier = one.citation
        if not identifier:
            return ""
        low = kind.lower()
        if low in ("pubmed", "pmid") and not re.fullmatch(r"[1-9]\d{0,7}", identifier):
            self._draft.remarks.add("citations of PubMed whose identifier is no number, kept as a title", place)
        prefix = {"pubmed": "PMID:", "pmid": "PMID:", "doi": "DOI:"}.get(low, "")
        plain = identifier if prefix or low in ("url", "online resource", "pmc", "pubmed central") else ""
        return self._draft.cite(f"{prefix}{plain}" if plain else f"{kind}: {identifier}")
