"""DisMech disorders as claims: mechanisms and what follows from them, phenotypes, genes, exposures, treatments.

Causal edges of DisMech have no sign, so their claims have none.  Treatments are signed: what treats a disorder or a
phenotype lowers it, and what inhibits or activates a mechanism lowers or raises it.  Evidence keeps its meaning: what
refutes a statement disputes it, and a statement that nothing supports is walked by no path.  What stands beside a
mechanism (its cells, processes, genes) cites the evidence of the mechanism as near, which never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.errors import DataError
from kgraph.frozen import frozen, replace
from kgraph.importers.citations import slug
from kgraph.importers.dismech_names import DismechNames
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.evidence_items import SAYS, line_of
from kgraph.importers.imported import Imported
from kgraph.importers.yaml_fields import YamlFields
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.yaml_files import YamlMap, read_yaml_items

NAME = "dismech"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="DisMech: a knowledge base of the mechanisms of disorders",
    link="https://github.com/monarch-initiative/dismech",
    notes=(
        "Quotes and explanations of evidence are not taken over; they stay in the file of the disorder.",
        "Released under CC BY 4.0.",
    ),
)
_NONE = "is no DisMech disorder, which is a map with a name and a disease_term"
# How a treatment acts on a mechanism.  To restore, replace or bypass what is disrupted says what becomes of the
# function, and the name of a mechanism does not tell whether it is the function or its failure.
_EFFECTS = MappingProxyType({"INHIBITS": ("decreases", "-"), "ACTIVATES": ("increases", "+")})
_OTHER_EFFECTS = frozenset({"MODULATES", "BYPASSES", "RESTORES", "REPLACES"})
_MODIFIERS = MappingProxyType({"INCREASED": "+", "DECREASED": "-"})
_PRESENCE = MappingProxyType(
    {
        "elevated": "+", "increased": "+", "high": "+", "decreased": "-", "reduced": "-", "low": "-", "normal": "0",
        "not elevated": "0",
    }
)  # fmt: skip
_CAUSING = frozenset({"causative", "causal", "risk", "risk factor", "susceptibility", "predisposing", "contributory"})
_REFUTED, _DOUBTED = frozenset({"refuted"}), frozenset({"disputed", "limited", "no known disease relationship"})
_EXCLUDED = frozenset({"excluded", "absent", "none", "0%", "hp:0040285"})
# What a mechanism involves, by the key it stands under, and the kind of thing that is.
_INVOLVED = MappingProxyType(
    {
        "cell_types": "cell", "biological_processes": "process", "molecular_functions": "process",
        "cellular_components": "anatomy", "locations": "anatomy", "genes": "gene", "gene": "gene",
        "chemical_entities": "metabolite", "protein_complexes": "complex", "pathways": "process",
    }
)  # fmt: skip
# Fields that are one word each; what is more than that is lost.
_WORDS = frozenset(
    {
        "causal_link_type", "frequency", "presence", "relationship_type", "association", "action_category",
        "treatment_effect",
    }
)  # fmt: skip
_ITEM = frozenset({"reference", "reference_title", "supports", "evidence_source", "directness", "quote_role"})
_CARRIED = MappingProxyType(
    {
        "disorder": frozenset({
            "name", "disease_term", "has_subtypes", "pathophysiology", "phenotypes", "biochemical", "genetic",
            "environmental", "treatments", "synonyms",
        }),
        "pathophysiology": frozenset({"name", "downstream", "evidence", *_INVOLVED}),
        "phenotypes": frozenset({"name", "phenotype_term", "frequency", "evidence", "sequelae", "downstream"}),
        "biochemical": frozenset({"name", "presence", "biomarker_term", "evidence", "downstream"}),
        "genetic": frozenset({"name", "association", "relationship_type", "gene_term", "gene", "evidence"}),
        "environmental": frozenset({"name", "exposure_term", "environment_term", "evidence", "downstream"}),
        "treatments": frozenset({
            "name", "treatment_term", "action_category", "target_mechanisms", "target_phenotypes", "evidence",
        }),
        "has_subtypes": frozenset({"name", "subtype_term", "evidence"}),
        "edge": frozenset({"target", "evidence", "causal_link_type", "treatment_effect"}),
    }
)  # fmt: skip


def read_dismech(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of DisMech disorders, a file each.

    What cannot be read is a fault, and of its disorder nothing is in the contents.  Raises DataError for a file that
    is not YAML.
    """
    draft = Draft(SOURCE, project="DisMech")
    seen: dict[tuple[Curie, str], str] = {}
    for file in files:
        with open_data(file) as data:
            empty = True
            for raw in read_yaml_items(data):
                empty = False
                try:
                    _Disorder(data, draft, raw, seen).carry()
                except DataError as error:
                    draft.faults.append(error)
            if empty:
                draft.faults.append(data.refused(_NONE))
    return draft.imported(NAME, files)


@frozen
class _Item:
    """One item of evidence: what it cites, and what it says of its statement, in the words of DisMech."""

    reference: str
    title: str
    supports: str
    source: str
    directness: str
    role: str
    place: str


class _Disorder:
    """Reads one disorder."""

    def __init__(self, data: Data, draft: Draft, raw: object, seen: dict[tuple[Curie, str], str]) -> None:
        self._fields, self._draft = YamlFields(data), draft
        if not isinstance(raw, YamlMap) or "name" not in raw or not raw.keys() & _CARRIED["disorder"] - {"name"}:
            raise data.refused(_NONE, *(raw.place if isinstance(raw, YamlMap) else (1, 1)))
        self._raw = raw
        self._names = DismechNames(self._fields, draft, raw)
        place = self._fields.place(raw)
        # Two disorders may have one term; of two that have the name in common too one would count twice.
        key = (self._names.disease, self._names.name.casefold())
        if key in seen:
            raise data.refused(f"the disorder {self._names.name} stands in {seen[key]} already", *raw.place)
        seen[key] = place

    def carry(self) -> None:
        fields, raw = self._fields, self._raw
        self._draft.found.add("disorders")
        sections = {
            "has_subtypes": self._subtype, "pathophysiology": self._mechanism, "phenotypes": self._phenotype,
            "biochemical": self._marker, "genetic": self._gene, "environmental": self._exposure,
            "treatments": self._treatment,
        }  # fmt: skip
        # All items are looked at before the first is carried: of a disorder with a fault nothing is.
        items = {section: fields.optional_maps(raw, section) for section in sections}
        for section, members in items.items():
            for member in members:
                fields.text(member, "name")
                self._check(member, section)
        for section, members in items.items():
            for member in members:
                self._draft.found.add(section)
                sections[section](member)
                self._lost(member, section)
        self._lost(raw, "disorder")

    def _check(self, item: YamlMap, section: str) -> None:
        """Read what an item holds once, so that its faults show."""
        fields = self._fields
        self._items(item)
        for key in ("downstream", "sequelae", "target_mechanisms"):
            for edge in fields.optional_maps(item, key):
                fields.text(edge, "target")
                self._items(edge)
        keys = (*_INVOLVED, "target_phenotypes", *(key for key in _CARRIED[section] if key.endswith("_term")))
        for key in keys:
            for descriptor in fields.described(item, key, "preferred_term"):
                self._names.check(descriptor)

    def _items(self, raw: YamlMap) -> list[_Item]:
        """The evidence of a map."""
        fields = self._fields
        return [
            _Item(
                reference=fields.optional(item, "reference"),
                title=fields.optional(item, "reference_title"),
                supports=fields.optional(item, "supports"),
                source=fields.optional(item, "evidence_source"),
                directness=fields.optional(item, "directness"),
                role=fields.optional(item, "quote_role"),
                place=fields.place(item),
            )
            for item in fields.optional_maps(raw, "evidence")
        ]

    def _say(
        self, raw: YamlMap, subject: Curie, relation: str, target: Curie, sign: str, *, note: str = "", word: str = ""
    ) -> None:
        """One claim of this disorder, with the evidence of a map."""
        of_itself = self._names.disease in (subject, target)
        statement = Statement(subject, relation, target, sign, disease="" if of_itself else self._names.disease)
        place = self._fields.place(raw)
        certainty = word or "asserted"
        items = self._items(raw)
        if not items:
            self._draft.remarks.add("statements without evidence, carried as uncited", place)
            self._draft.say(statement, (), place=place, note=note, certainty=certainty)
        for one in items:
            self._draft.found.add("evidence items")
            if one.supports not in SAYS:
                self._draft.remarks.add(
                    f"evidence that says {one.supports or 'nothing'!r}, which never counts", one.place
                )
            self._draft.say(statement, (self._line(one),), place=one.place, note=note, certainty=certainty)

    def _line(self, one: _Item) -> Line:
        reference = self._draft.cite(one.reference, title=one.title) if one.reference else ""
        return line_of("DisMech", reference, one.supports, one.source, directness=one.directness, role=one.role)

    def _subtype(self, item: YamlMap) -> None:
        subtype = self._names.thing(item, "disease", term="subtype_term")
        self._say(item, self._names.disease, "has_subtype", subtype, "")

    def _mechanism(self, item: YamlMap) -> None:
        mechanism = self._names.mechanism(item)
        self._say(item, mechanism, "affects", self._names.disease, "?", note="Part of the pathophysiology.")
        near = [replace(self._line(each), attachment="near") for each in self._items(item)]
        for key, kind in _INVOLVED.items():
            for descriptor in self._fields.described(item, key, "preferred_term"):
                self._involved(mechanism, descriptor, kind, near)
        self._edges(item, mechanism, "downstream")

    def _involved(self, mechanism: Curie, descriptor: YamlMap, kind: str, near: Iterable[Line]) -> None:
        place = self._fields.place(descriptor)
        thing = self._names.of_descriptor(descriptor, kind)
        modifier = self._fields.word(descriptor, "modifier")
        sign = _MODIFIERS.get(modifier, "?")
        statement = Statement(mechanism, "associated_with", thing, sign, disease=self._names.disease)
        note = f"Modifier: {modifier}." if modifier else ""
        self._draft.found.add("things that a mechanism involves")
        self._draft.say(statement, tuple(near), place=place, note=note)

    def _edges(self, item: YamlMap, subject: Curie, key: str) -> None:
        """What follows from a mechanism or a phenotype; DisMech gives no direction."""
        for edge in self._fields.optional_maps(item, key):
            target = self._names.target(edge)
            kind = self._fields.word(edge, "causal_link_type")
            note = f"Causal edge of DisMech{f', {kind}' if kind else ''}."
            self._draft.found.add("causal edges")
            self._say(edge, subject, "affects", target, "?", note=note)
            self._lost(edge, "edge")

    def _phenotype(self, item: YamlMap) -> None:
        phenotype = self._names.phenotype(item)
        frequency = self._fields.word(item, "frequency")
        note = f"Frequency: {frequency}." if frequency else ""
        if frequency.lower() in _EXCLUDED:
            self._draft.remarks.add("phenotypes that are said to be absent, of sign 0", self._fields.place(item))
            self._say(item, phenotype, "associated_with", self._names.disease, "0", note=note)
        elif self._names.is_disease(phenotype):
            # Another disease beside this one is no sign of it.
            self._say(item, phenotype, "associated_with", self._names.disease, "?", note=note)
        else:
            self._say(item, phenotype, "manifestation_of", self._names.disease, "", note=note)
        for key in ("sequelae", "downstream"):
            self._edges(item, phenotype, key)

    def _marker(self, item: YamlMap) -> None:
        presence = self._fields.word(item, "presence")
        marker = self._names.thing(item, "metabolite", term="biomarker_term")
        note = f"Presence: {presence}." if presence else ""
        sign = _PRESENCE.get(presence.lower(), "?")
        self._say(item, marker, "associated_with", self._names.disease, sign, note=note)
        self._edges(item, marker, "downstream")

    def _gene(self, item: YamlMap) -> None:
        gene = self._names.thing(item, "gene", term="gene_term", other_term="gene")
        kind = self._fields.word(item, "relationship_type") or self._fields.word(item, "association")
        word = kind.lower().replace("_", " ")
        note, disease = (f"Association: {kind}." if kind else ""), self._names.disease
        if word in _REFUTED:
            self._draft.remarks.add("genes that are said to be refuted, of sign 0", self._fields.place(item))
            self._say(item, gene, "associated_with", disease, "0", note=note)
        elif word in _DOUBTED:
            self._say(item, gene, "associated_with", disease, "?", note=note, word="contested")
        else:
            # A variant of the gene is a cause; what more of the gene would do is not said.
            self._say(item, gene, "affects" if word in _CAUSING else "associated_with", disease, "?", note=note)

    def _exposure(self, item: YamlMap) -> None:
        exposure = self._names.thing(item, "other", term="exposure_term", other_term="environment_term")
        self._say(item, exposure, "affects", self._names.disease, "?", note="Environmental factor.")
        self._edges(item, exposure, "downstream")

    def _treatment(self, item: YamlMap) -> None:
        fields = self._fields
        treatment, category = self._names.treatment(item), fields.word(item, "action_category")
        if category and category != "THERAPEUTIC":
            note = f"Category of the action: {category}."
            self._draft.remarks.add("actions that are no treatment, carried as associations", fields.place(item))
            self._say(item, treatment, "associated_with", self._names.disease, "?", note=note)
        else:
            self._say(item, treatment, "treats", self._names.disease, "-")
        for edge in fields.optional_maps(item, "target_mechanisms"):
            effect = fields.word(edge, "treatment_effect")
            relation, sign = _EFFECTS.get(effect, ("affects", "?"))
            if effect not in _EFFECTS:
                why = "leaves the direction open" if effect in _OTHER_EFFECTS or not effect else "is not known"
                self._draft.remarks.add(f"treatment effect {effect!r}, which {why}", fields.place(edge))
            self._draft.found.add("effects of treatments on mechanisms")
            self._say(
                edge, treatment, relation, self._names.target(edge), sign, note=f"Effect: {effect or 'not said'}."
            )
            self._lost(edge, "edge")
        for descriptor in fields.described(item, "target_phenotypes", "preferred_term"):
            self._draft.found.add("phenotypes that a treatment targets")
            statement = Statement(
                treatment, "treats", self._names.of_descriptor(descriptor, "phenotype"), "-", self._names.disease
            )
            self._draft.say(statement, (), place=fields.place(descriptor), note="Phenotype that the treatment targets.")

    def _lost(self, raw: YamlMap, what: str) -> None:
        """Count what a map holds besides what is carried; quotes and explanations may be words of a source."""
        fields, losses = self._fields, self._draft.losses
        for key, value in raw.items():
            odd = key in _WORDS and not isinstance(value, str)
            if (key not in _CARRIED[what] or odd) and value not in ("", "null", "~", []):
                losses.add(f"field {key!r} of {slug(what).replace('-', ' ')}", fields.place(raw, key))
                items = "evidence items in fields that are not carried"
                losses.add(items, fields.place(raw, key), times=_evidence_in(value))
        for item in fields.optional_maps(raw, "evidence"):
            for key in item:
                if key in ("snippet", "explanation"):
                    losses.add(f"field {key!r} of an evidence item, words of a source", fields.place(item, key))
                elif key not in _ITEM:
                    losses.add(f"field {key!r} of an evidence item", fields.place(item, key))


def _evidence_in(value: object) -> int:
    """How many evidence items stand anywhere in a value."""
    count, rest = 0, [value]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            count += isinstance(one.get("supports"), str)
            rest += one.values()
        elif isinstance(one, list):
            rest += one
    return count
