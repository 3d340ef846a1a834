"""What the names in a disorder of DisMech stand for: things with the identifier of their term, or of their own.

A term is often wider than the item that it is given to: every drug has the same one.  So an item has the identifier of
its term only where both have the same name; else it is a thing of its own, and the term a match of it.
"""

from __future__ import annotations

from kgraph.importers.citations import distinct_slug, slug
from kgraph.importers.drafts import Draft
from kgraph.importers.known_curies import curie_for, known_curie
from kgraph.importers.yaml_fields import YamlFields
from kgraph.model import Curie
from kgraph.reading.yaml_files import YamlMap

_ORIGIN = "dismech"
_SECTIONS = ("pathophysiology", "phenotypes", "biochemical", "genetic", "environmental", "treatments")


class DismechNames:
    """The names of one disorder."""

    def __init__(self, fields: YamlFields, draft: Draft, raw: YamlMap) -> None:
        self._fields, self._draft, self._things = fields, draft, draft.things
        self.name = fields.text(raw, "name")
        self.disease = self._disease(raw)
        self._raw = raw
        self._targets: dict[str, tuple[str, YamlMap]] = {}
        for section in _SECTIONS:
            for item in fields.optional_maps(raw, section):
                self._targets.setdefault(fields.text(item, "name"), (section, item))
                self._targets.setdefault(fields.text(item, "name").casefold(), (section, item))

    def _disease(self, raw: YamlMap) -> Curie:
        descriptor = self._fields.optional_map(raw, "disease_term")
        identifier, label = self._term(descriptor) if descriptor is not None else ("", "")
        disease = curie_for(identifier, origin=_ORIGIN) if identifier else f"entity:{_ORIGIN}-{slug(self.name)}"
        written = raw.get("synonyms", "")
        listed = written if isinstance(written, list) else [written]
        synonyms = (label, *(name.strip() for name in listed if isinstance(name, str)))
        self._things.add(disease, name=self.name, kind="disease", other_names=synonyms)
        return disease

    def is_disease(self, thing: Curie) -> bool:
        """Whether a thing is a disease by its identifier."""
        return thing.startswith(("MONDO:", "DOID:", "OMIM:", "orphanet:"))

    def check(self, descriptor: YamlMap) -> None:
        """Raise DataError for a descriptor whose fields cannot be read."""
        self._term(descriptor)

    def _term(self, descriptor: YamlMap) -> tuple[str, str]:
        """The identifier and the label of a descriptor; both may be empty."""
        term = self._fields.optional_map(descriptor, "term")
        preferred = self._fields.optional(descriptor, "preferred_term")
        if term is None:
            return "", preferred
        return self._fields.text(term, "id"), self._fields.optional(term, "label") or preferred

    def of_descriptor(self, descriptor: YamlMap, kind: str) -> Curie:
        """The thing that a descriptor names: that of its term, or one of its own where it has none."""
        identifier, label = self._term(descriptor)
        preferred = self._fields.optional(descriptor, "preferred_term")
        if not identifier:
            if not label:
                raise self._fields.at(descriptor, "preferred_term", "lacks 'preferred_term' and 'term'")
            thing = f"entity:{_ORIGIN}-{distinct_slug(label)}"
            self._things.add(thing, name=label, kind=kind)
            return thing
        if preferred and not _alike(preferred, label):
            return self._own(preferred, kind, identifier, wider=False)
        thing = curie_for(identifier, origin=_ORIGIN)
        self._things.add(thing, name=label or preferred, kind=kind, other_names=(preferred,))
        return thing

    def mechanism(self, item: YamlMap) -> Curie:
        """A mechanism of this disorder; one of the same name in another disorder is another thing."""
        name = self._fields.text(item, "name")
        thing = f"entity:{_ORIGIN}-{slug(self.name)}-{slug(name)}"
        self._things.add(thing, name=f"{name} ({self.name})", kind="process", other_names=(name,))
        return thing

    def phenotype(self, item: YamlMap) -> Curie:
        """A phenotype, under the identifier of its term where both have one name."""
        return self.thing(item, "phenotype", term="phenotype_term")

    def treatment(self, item: YamlMap) -> Curie:
        """A treatment; its term says what sort of treatment it is."""
        descriptor = self._fields.optional_map(item, "treatment_term")
        _, label = self._term(descriptor) if descriptor is not None else ("", "")
        words = f"{self._fields.text(item, 'name')} {label}".casefold()
        kind = "drug" if "pharmacotherapy" in words else "diet" if "diet" in words.split() else "other"
        return self.thing(item, kind, term="treatment_term", wider=True)

    def thing(self, item: YamlMap, kind: str, *, term: str, other_term: str = "", wider: bool = False) -> Curie:
        """The thing that an item is about; with `wider` its term is wider where it is not the same."""
        name = self._fields.text(item, "name")
        for key in filter(None, (term, other_term)):
            descriptor = next(iter(self._fields.described(item, key, "preferred_term")), None)
            identifier, label = self._term(descriptor) if descriptor is not None else ("", "")
            if identifier and _alike(name, label):
                thing = curie_for(identifier, origin=_ORIGIN)
                self._things.add(thing, name=label, kind=kind, other_names=(name,))
                return thing
            if identifier:
                return self._own(name, kind, identifier, wider=wider)
        return self._own(name, kind, "", wider=False)

    def _own(self, name: str, kind: str, identifier: str, *, wider: bool) -> Curie:
        thing = f"entity:{_ORIGIN}-{distinct_slug(f'{name.casefold()} {kind}')}"
        self._things.add(thing, name=name, kind=kind)
        if known := known_curie(identifier):
            (self._things.broad if wider else self._things.close)(thing, known)
        return thing

    def target(self, edge: YamlMap) -> Curie:
        """The thing that an edge leads to: an item of this disorder, the disorder itself, or what nothing describes."""
        name = self._fields.text(edge, "target")
        section, item = self._targets.get(name) or self._targets.get(name.casefold()) or ("", None)
        if item is None:
            if name.casefold() == self.name.casefold():
                return self.disease
            self._draft.remarks.add("targets of edges that no item of their disorder has for a name",
                                    self._fields.place(edge, "target"))  # fmt: skip
            thing = f"entity:{_ORIGIN}-{slug(self.name)}-{slug(name)}"
            self._things.add(thing, name=f"{name} ({self.name})", kind="process", other_names=(name,))
            return thing
        if section == "pathophysiology":
            return self.mechanism(item)
        if section == "phenotypes":
            return self.phenotype(item)
        if section == "treatments":
            return self.treatment(item)
        kind, term, other = {
            "biochemical": ("metabolite", "biomarker_term", ""), "genetic": ("gene", "gene_term", "gene"),
            "environmental": ("other", "exposure_term", "environment_term"),
        }[section]  # fmt: skip
        return self.thing(item, kind, term=term, other_term=other)


def _alike(name: str, other: str) -> bool:
    """Whether two names are one but for capitals and the s of a plural."""
    return bool(name) and name.casefold().rstrip("s") == other.casefold().rstrip("s")
