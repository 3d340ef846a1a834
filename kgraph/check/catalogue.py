"""Every rule that a check knows: its name, what it demands, how to repair, and how bad a breach is.

A rule of the ontology is a SPARQL file; the comment lines at its head say all this.  The others are code, and stand
here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kgraph.door_words import PYTHON, DoorWords
from kgraph.errors import DataError
from kgraph.files.bundled import bundled

_SUFFIX = "-violation.rq"
_HEAD = re.compile(
    r"# (?P<demand>[^\n]+)\n# Repair: (?P<repair>[^\n]+)\n(?:# Severity: (?P<severity>error|warning|note)\n)?(?!#)"
)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A rule: what data must be like, what to do when they are not, and how bad it is: error, warning or note.

    `hint` is the code of what to do, where doors word it differently.
    """

    name: str
    demand: str
    repair: str
    severity: str = "error"
    file: Path | None = None
    hint: str = ""

    def repair_said(self, door: DoorWords) -> str:
        """What to do, in the words of a door."""
        return door.hint(self.hint) if self.hint else self.repair


_IN_CODE = (
    Rule(
        "syntax",
        "A file is what its name says, in UTF-8, and holds no more of anything than the limits allow.",
        "mend the place that is named",
    ),
    Rule(
        "shape",
        "Claims, lines, places, references and numbers have the parts that the SHACL shapes list.",
        "as the message says",
    ),
    Rule(
        "unconfirmed-identifier",
        "An identifier of a public vocabulary stands in the mapping table with the page or file where it was seen.",
        PYTHON.hint("own-mappings"),
        hint="own-mappings",
    ),
    Rule(
        "sign-logic",
        "The signs of a hypothesis multiply to the effect that its source states.",
        "one of the signs, or kg:statedEffect, is wrong",
    ),
    Rule(
        "broken-chain", "The steps of a hypothesis lead from its start to its end without a gap.", "mend its kg:steps"
    ),
    Rule(
        "retired-step",
        "No hypothesis leads over a claim that was retracted, superseded or deprecated.",
        "lead the chain over another claim, or let this one stand",
        "note",
    ),
    Rule(
        "retracted",
        "No claim rests on a retracted paper.",
        "take the line out, or say in a skos:note of the claim that the paper is retracted and why the claim stands",
    ),
    Rule(
        "expression-of-concern",
        "No claim rests on a paper that an expression of concern doubts.",
        "read the notice, and say in a skos:note of the claim what it leaves standing",
        "warning",
    ),
    Rule(
        "corrected",
        "No claim rests on a paper that was corrected.",
        "read the correction, and see whether the claim still reads as the paper does",
        "note",
    ),
    Rule(
        "source-digest",
        "The given copy of a source is the edition in which positions were counted.",
        "positions were counted in another edition",
        "warning",
    ),
    Rule(
        "locator",
        "A place reads as its quote, inside the sentence that it names.",
        "count again in the curated edition",
    ),
    Rule("marker", "The marker of a line is a printed group of reference numbers.", "point to the printed group"),
    Rule("marker-number", "The cited number is in the printed group.", "cite a number of that group"),
    Rule(
        "attachment",
        "A direct marker is the first one after the words; a carried one comes from a neighbouring sentence, or stands "
        "ahead of the words in theirs.",
        "a neighbour's reference must not be borrowed",
    ),
    Rule(
        "coverage",
        "Every sentence of a source has a claim, a question or a reason, and every reference number a claim.",
        "curate the sentence, or give the reason in data/coverage.tsv",
    ),
    Rule(
        "changes-bundled",
        "A file adds claims, evidence, entities, references and names; it changes nothing of what is bundled.",
        "leave it out, make a thing of your own, or a claim that says kg:disputes",
    ),
    Rule(
        "nothing-understood",
        "A file says something that this ontology has a word for.",
        PYTHON.hint("import-kind"),
        hint="import-kind",
    ),
    Rule(
        "plain-edge",
        "What acts on what is said by a claim, with its certainty and its evidence, and not by an edge alone.",
        "write a kg:Claim, or a row of a table of claims, with kg:certainty, kg:studyKind and kg:evidence",
        "warning",
    ),
    Rule(
        "import-not-followed",
        "A file is checked with what it imports.",
        "give the imported file as well",
        "warning",
    ),
    Rule(
        "contradiction",
        "Of two claims that give one influence opposite signs, one says that it disputes or qualifies the other.",
        "correct the sign, or say kg:disputes or kg:qualifies",
        "warning",
    ),
    Rule(
        "date-for-name",
        "Nothing is called by a date.",
        "write the symbol of the gene again, in a column of texts",
    ),
    Rule(
        "not-of-datatype",
        "A value is one of its datatype.",
        "correct the value, or leave the datatype out",
        "warning",
    ),
    Rule(
        "value-rewritten",
        "A value is written as it is when it was loaded.",
        "write it in that form if its wording matters; the file itself stays as it is",
        "note",
    ),
    Rule(
        "look-alike",
        "No name holds letters that cannot be seen, or looks like the name of something else.",
        "type the name again, in the letters of one alphabet",
    ),
    Rule(
        "borrowed-name",
        "A reference has a short name of its own.",
        "name the bundled reference by its identifier, or choose another kg:shortName",
    ),
    Rule(
        "dead-end",
        "What a diet or a drug acts on leads on to a disease, or says in kg:endsHere why it does not.",
        "make the claim that leads on, or give the entity kg:endsHere with the reason",
        "note",
    ),
)


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by name, in alphabetical order."""
    of_ontology = (_from_file(file) for file in bundled("ontology", "rules").glob(f"*{_SUFFIX}"))
    return MappingProxyType({rule.name: rule for rule in sorted((*_IN_CODE, *of_ontology))})


def rule_named(name: str) -> Rule:
    """The rule of this name.  Raises KeyError for a name that no rule has."""
    # A file that cannot be read is reported without reading thirty others.
    return next((rule for rule in _IN_CODE if rule.name == name), None) or catalogue()[name]


def _from_file(file: Path) -> Rule:
    head = _HEAD.match(file.read_text(encoding="utf-8"))
    if head is None:
        raise DataError("a rule begins with a comment that says what it demands, and one '# Repair: …'", file=str(file))
    name = file.name.removesuffix(_SUFFIX)
    repair = head["repair"].rstrip(".")
    return Rule(name, head["demand"], repair, head["severity"] or "error", file)
