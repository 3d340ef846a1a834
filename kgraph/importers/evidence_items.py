"""Evidence items as DisMech and DrugMechDB write them: a reference, whether it supports, and the kind of study."""

from __future__ import annotations

from types import MappingProxyType

from kgraph.importers.drafts import STATEMENT, Line
from kgraph.model import Curie

# What an item says of its statement: direction, directness, attachment.  An item that is called PARTIAL shows something
# near the statement, in another tissue, species or disease.
SAYS = MappingProxyType(
    {
        "SUPPORT": ("supports", "relayed", "direct"),
        "PARTIAL": ("supports", "inferred", "direct"),
        "REFUTE": ("disputes", "relayed", "direct"),
        "WRONG_STATEMENT": ("disputes", "relayed", "direct"),
        "NO_EVIDENCE": ("inconclusive", "relayed", "near"),
    }
)
# A word that is none of these says nothing that could be counted.
_UNKNOWN = ("inconclusive", "relayed", "near")
_STUDIES = MappingProxyType(
    {"HUMAN_CLINICAL": "clinical-observation", "MODEL_ORGANISM": "animal", "IN_VITRO": "in-vitro"}
)


def line_of(
    project: str, reference: Curie, supports: str, evidence_source: str, *, directness: str = "", role: str = ""
) -> Line:
    """The line of an item; its own words stay in a note.

    `directness` and `role` are how near the passage is to the statement, and where it stands in its paper; what follows
    only by a further step is inferred.
    """
    said = SAYS.get(supports, _UNKNOWN)
    more = "".join(f", {word}" for word in (directness, role) if word)
    return Line(
        reference=reference,
        direction=said[0],
        directness="inferred" if directness == "INDIRECT" else said[1],
        study_kinds=(_STUDIES.get(evidence_source, STATEMENT),),
        attachment=said[2],
        notes=(f"{project}: {supports or 'nothing'}, {evidence_source or 'no kind of evidence'}{more}.",),
    )
