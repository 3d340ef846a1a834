"""WikiPathways drawings (GPML 2013a and 2021) as claims: each interaction by its arrow head, with its own literature.

An arrow head gives the relation and the sign: inhibition and the T-bar lower, stimulation raises, conversion makes.  A
plain arrow says which way and not whether more or less, and a line without a head says neither, so both have no sign.
What is attached to the middle of another line acts on what that line shows, which is a thing of its own here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.errors import DataError
from kgraph.importers.citations import distinct_slug, slug
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.gpml_drawing import Drawing, Group, Interaction, Node, read_drawing
from kgraph.importers.imported import Imported
from kgraph.importers.known_curies import known_curie
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data

NAME = "gpml"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="WikiPathways: drawings of biological pathways",
    link="https://www.wikipathways.org",
    notes=("Released under CC0 1.0.",),
)
# Relation and sign by arrow head.
_RELATIONS = MappingProxyType(
    {
        "": ("associated_with", "?"), "Directed": ("affects", "?"), "Inhibition": ("inhibits", "-"),
        "Stimulation": ("activates", "+"), "Conversion": ("converts_to", "+"), "Catalysis": ("contributes_to", "+"),
        "Binding": ("associated_with", "?"), "TranscriptionTranslation": ("produces", "+"),
        "Translocation": ("affects", "?"), "Modification": ("affects", "?"), "Cleavage": ("affects", "?"),
        "Gap": ("associated_with", "?"), "Branching": ("associated_with", "?"),
        "Receptor": ("associated_with", "?"), "Ligand": ("associated_with", "?"),
    }
)  # fmt: skip
_NO_HEAD = "unsigned interactions, which have no arrow head"
_KINDS = MappingProxyType(
    {
        "GeneProduct": "gene", "Gene": "gene", "Rna": "gene", "RNA": "gene", "Protein": "protein",
        "Metabolite": "metabolite", "Pathway": "process", "Complex": "complex", "Disease": "disease",
        "Phenotype": "phenotype", "Event": "process", "CellNode": "cell", "Organelle": "anatomy", "DNA": "gene",
        "ProteinComplex": "complex",
    }
)  # fmt: skip
_WORDS = MappingProxyType(
    {
        "Conversion": "conversion of {start} to {end}", "Inhibition": "inhibition of {end} by {start}",
        "Stimulation": "stimulation of {end} by {start}", "Binding": "binding of {start} and {end}",
        "Catalysis": "catalysis of {end} by {start}",
    }
)  # fmt: skip
_WP = re.compile(r"WP\d+")


def read_gpml(files: Sequence[Path]) -> Imported:
    """The claims, entities and references of GPML files, a pathway each.

    Raises DataError for a file that is not XML.  What is no GPML, or cannot be read as it, is a fault.
    """
    draft = Draft(SOURCE, project="WikiPathways")
    for file in files:
        with open_data(file) as data:
            try:
                drawing = read_drawing(data, origin=NAME)
            except DataError as error:
                draft.faults.append(error)
                continue
            _Pathway(data, draft, drawing, file).carry()
    return draft.imported(NAME, files)


class _Pathway:
    """Carries one drawing."""

    def __init__(self, data: Data, draft: Draft, drawing: Drawing, file: Path) -> None:
        self._data, self._draft, self._drawing = data, draft, drawing
        found = _WP.search(drawing.version) or _WP.search(file.name)
        self._key = slug(found.group() if found else drawing.title or file.stem)
        self._nodes = {node.id: node for node in drawing.nodes if node.id}
        self._groups = {group.id: group for group in drawing.groups if group.id}
        self._anchored = {anchor: one for one in drawing.interactions for anchor in one.anchors if anchor}
        self._by_id = {one.id: one for one in drawing.interactions if one.id}
        self._following: set[str] = set()
        self._open: set[str] = set()

    def carry(self) -> None:
        drawing, draft = self._drawing, self._draft
        found, losses = draft.found, draft.losses
        found.add("pathways")
        found.add("nodes", times=sum(not node.owner and node.kind not in ("Label", "Shape") for node in drawing.nodes))
        found.add("groups", times=len(drawing.groups))
        found.add("interactions", times=len(drawing.interactions))
        found.add("PubMed identifiers", times=len({one.pmid for one in drawing.citations.values() if one.pmid}))
        for reference in drawing.citations.values():
            draft.keep_reference(draft.cite_reference(reference))
        where = f"{self._data.name}:1"
        losses.add("lines that are only drawn, and no interaction", where, times=drawing.lines)
        losses.add(
            "citations of nodes and of whole pathways, kept without a claim", where, times=drawing.cited_elsewhere
        )
        losses.add("comments", where, times=drawing.comments)
        if drawing.licence:
            draft.remarks.add(f"licence of the drawing: {drawing.licence}", where)
            draft.licences.add(drawing.licence)
        if drawing.organism:
            draft.remarks.add(f"pathways drawn for {drawing.organism}; their claims do not say so", where)
        for interaction in drawing.interactions:
            self._interaction(interaction)

    def _interaction(self, one: Interaction) -> None:
        place = f"{self._data.name}:{one.line}"
        start, end = self._thing(one.start), self._thing(one.end)
        if not (one.start_head or one.end_head):
            self._draft.remarks.add(_NO_HEAD, place)
        if not start or not end:
            self._draft.losses.add("interactions with an end that is attached to nothing", place)
            return
        for missing in one.citations:
            if missing not in self._drawing.citations:
                self._draft.losses.add("citations of interactions that the file does not describe", place)
        if one.end_head or not one.start_head:
            self._say(one, start, end, one.end_head, place)
        if one.start_head:
            self._say(one, end, start, one.start_head, place)

    def _say(self, one: Interaction, subject: Curie, target: Curie, head: str, place: str) -> None:
        relation, sign = _RELATIONS[head]
        if sign == "?" and head:
            self._draft.remarks.add(f"interactions with the head {head}, which says no sign", place)
        lines = [
            Line(reference=self._draft.cite_reference(self._drawing.citations[name]))
            for name in dict.fromkeys(one.citations)
            if name in self._drawing.citations
        ]
        if not lines:
            self._draft.remarks.add("interactions without a citation, carried as uncited", place)
        note = f"Drawn in {self._drawing.title or self._key} as {head or 'a line without a head'}."
        self._draft.say(Statement(subject, relation, target, sign), lines, place=place, note=note)

    def _thing(self, identifier: str) -> Curie:
        """The thing that an end is attached to; empty where it is attached to nothing that has a name."""
        if identifier in self._nodes:
            return self._node(self._nodes[identifier])
        if identifier in self._groups:
            return self._group(self._groups[identifier])
        line = self._anchored.get(identifier) or self._by_id.get(identifier)
        return self._event(line) if line else ""

    def _node(self, node: Node) -> Curie:
        things = self._draft.things
        if node.kind == "State":
            owner = self._nodes.get(node.owner)
            name = f"{owner.name} ({node.name or 'modified'})" if owner and owner.name else ""
            return self._named(name, "protein") if name else ""
        identified = known_curie(f"{node.database}:{node.identifier}") or known_curie(node.identifier)
        if node.identifier and not identified:
            self._draft.losses.add(f"identifiers of {node.database or 'no database'}, which has no namespace here",
                                   f"{self._data.name}:{node.line}")  # fmt: skip
        kind = _KINDS.get(node.kind, "other")
        if not identified:
            return self._named(node.name, kind)
        things.add(identified, name=node.name, kind=kind)
        return identified

    def _named(self, name: str, kind: str) -> Curie:
        """A thing of this drawing that has a name and no identifier; one of the same name elsewhere is another."""
        if not name:
            return ""
        thing = f"entity:{NAME}-{self._key}-{distinct_slug(name)}"
        self._draft.things.add(thing, name=name, kind=kind)
        return thing

    def _group(self, group: Group) -> Curie:
        """Nodes that are drawn together; each is a part of what they are together."""
        nodes = [node for node in self._drawing.nodes if node.group and node.group == group.key]
        # A group that is drawn inside of itself is left out there.
        inner = [one for one in self._drawing.groups if one.group and one.group == group.key]
        inner = [one for one in inner if one.id not in self._open]
        self._open.add(group.id)
        named = [*((self._node(one), one.name) for one in nodes), *((self._group(one), one.name) for one in inner)]
        self._open.discard(group.id)
        members = [(thing, name) for thing, name in named if thing]
        words = ", ".join(dict.fromkeys(name for _, name in members if name))
        style = "complex" if group.style.lower() == "complex" else "group"
        name = group.name or (f"{style} of {words}" if words else "")
        if not name:
            return ""
        thing = self._named(name, "complex" if style == "complex" else "other")
        place = f"{self._data.name}:{group.line}"
        if group.id not in self._following:
            self._following.add(group.id)
            for member in dict.fromkeys(thing for thing, _ in members):
                self._draft.say(
                    Statement(member, "part_of", thing, ""), (), place=place, note=f"Drawn as a {style}.", implied=True
                )
        return thing

    def _event(self, one: Interaction) -> Curie:
        """What a line shows, as a thing that others can act on; it does to the end of the line what the line does."""
        head = one.end_head or one.start_head
        ends = (one.start, one.end) if one.end_head or not one.start_head else (one.end, one.start)
        key = f"event {one.line}"
        if key in self._open:
            # Two lines that are attached to each other.
            return ""
        self._open.add(key)
        start, end = map(self._thing, ends)
        self._open.discard(key)
        labels = {"start": self._label(start) or "something", "end": self._label(end) or "something"}
        name = _WORDS.get(head, "action of {start} on {end}").format(**labels)
        event = self._named(name, "process")
        if end and key not in self._following:
            self._following.add(key)
            relation, sign = _RELATIONS[head]
            relation = "produces" if relation == "converts_to" else relation
            self._draft.say(
                Statement(event, relation, end, sign), (), place=f"{self._data.name}:{one.line}",
                note="What an interaction shows, which others are drawn to act on.", implied=True,
            )  # fmt: skip
        return event

    def _label(self, thing: Curie) -> str:
        return self._draft.things.label(thing) if thing else ""
