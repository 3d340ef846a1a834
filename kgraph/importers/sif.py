"""Networks in the simple interaction format (SIF) as claims without evidence: one interaction, one or more targets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.importers.biolink import UNKNOWN, Predicate, denied, predicate_of, without_not
from kgraph.importers.citations import distinct_slug
from kgraph.importers.drafts import Draft, Statement
from kgraph.importers.imported import Imported
from kgraph.importers.known_curies import known_curie
from kgraph.importers.rdf_predicates import predicate_of_relation
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import bounded_lines, check_text

NAME = "sif"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="A network in the simple interaction format",
    link="https://manual.cytoscape.org/en/stable/Supported_Network_File_Formats.html",
    notes=("The format has no place for evidence.",),
)
# What networks call their interactions, by the predicate that says the same.
_WORDS = MappingProxyType(
    {
        "->": "positively regulates", "+": "positively regulates", "1": "positively regulates",
        "activation": "increases activity of", "activate": "increases activity of",
        "stimulates": "increases activity of", "stimulation": "increases activity of",
        "upregulates": "positively regulates", "up-regulates": "positively regulates",
        "-|": "negatively regulates", "--|": "negatively regulates", "-": "negatively regulates",
        "-1": "negatively regulates", "inhibition": "decreases activity of", "inhibit": "decreases activity of",
        "repression": "negatively regulates", "represses": "negatively regulates",
        "downregulates": "negatively regulates", "down-regulates": "negatively regulates",
        "pp": "interacts with", "pd": "regulates", "--": "interacts with", "interacts-with": "interacts with",
        "in-complex-with": "in complex with", "neighbor-of": "related to", "reacts-with": "interacts with",
        "catalysis-precedes": "precedes", "controls-state-change-of": "affects", "controls-expression-of": "affects",
        "controls-phosphorylation-of": "affects", "controls-transport-of": "affects", "controls-production-of":
        "increases abundance of", "chemical-affects": "affects", "used-to-produce": "derives into",
    }
)  # fmt: skip
_FEWEST = 3


def read_sif(files: Sequence[Path]) -> Imported:
    """The claims and entities of SIF files.

    A line of a tab is split at tabs, any other at blanks.  A line with an interaction and no target is a fault, one of
    a single name a node.  Raises DataError for a file that is no text.
    """
    draft = Draft(SOURCE, project="the network")
    for file in files:
        with open_data(file) as data:
            _Network(data, draft).carry()
    return draft.imported(NAME, files)


class _Network:
    def __init__(self, data: Data, draft: Draft) -> None:
        self._data, self._draft = data, draft

    def carry(self) -> None:
        check_text(self._data)
        text = io.TextIOWrapper(self._data.file, encoding="utf-8", newline=None)
        for number, raw in enumerate(bounded_lines(text, self._data.name), 1):
            line = raw.strip("\r\n")
            parts = [part.strip() for part in (line.split("\t") if "\t" in line else line.split())]
            parts = [part for part in parts if part]
            if len(parts) >= _FEWEST:
                self._draft.found.add("interactions", times=len(parts) - 2)
                self._interaction(parts, f"{self._data.name}:{number}")
            elif len(parts) == 1:
                self._draft.losses.add("nodes without an interaction", f"{self._data.name}:{number}")
            elif parts:
                self._draft.faults.append(
                    self._data.refused("an interaction has a source, a type and a target", number)
                )
        text.detach()

    def _interaction(self, parts: Sequence[str], place: str) -> None:
        source, word, *targets = parts
        predicate = self._predicate(word, place)
        for target in targets:
            ends = [self._thing(source), self._thing(target)]
            first, second = ends[::-1] if predicate.turned else ends
            statement = Statement(first, predicate.relation, second, predicate.sign)
            self._draft.say(statement, (), place=place, note=f"Interaction: {word}.")

    def _predicate(self, word: str, place: str) -> Predicate:
        plain, negated = without_not(word)
        low = plain.lower()
        known = predicate_of_relation(low) or predicate_of(_WORDS.get(low, low.replace("-", " ")))
        if known is None:
            self._draft.remarks.add(f"interactions of the unknown type {word}, carried as associations", place)
        return denied(known or UNKNOWN) if negated else known or UNKNOWN

    def _thing(self, name: str) -> Curie:
        thing = known_curie(name) or f"entity:{NAME}-{distinct_slug(name)}"
        self._draft.things.add(thing, name="" if known_curie(name) else name)
        return thing
