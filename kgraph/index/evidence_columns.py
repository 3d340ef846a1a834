"""What an index holds of the evidence behind its rows: columns of codes beside dictionaries, and pointers.

A claim is what a row rests on: a claim of the typed graph, or the row of an edge table itself.  What many claims say
alike (whose word it is, the kinds of study, the context) is stored once in a dictionary, as JSON, and each claim has
the number of its entry, so that a filter looks at the entries and not at the claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgraph.evidence import is_disputed, is_laboratory_only, is_relayed_only, is_unsupported
from kgraph.index.text_arrays import Texts
from kgraph.model import Claim, EvidenceLine

Arrays = dict[str, NDArray[Any]]

# The flags of a claim, from the lowest bit on.
FLAGS = ("disputed", "uncited", "implied", "retired", "laboratory-only", "relayed-only", "unsupported", "filed")
FILED = 1 << FLAGS.index("filed")
# Flags of nodes: inside the body, so that a path through one goes through a mechanism; inborn disorders.
INSIDE, INBORN = 1, 2
# A row that is walked from the object of its claim to the subject.
BACKWARDS = 1

# Arrays of the file besides those of the search: name, type, what there is one of, and what it holds.
COLUMNS = (
    ("claim_flags", "u1", "claim", f"bits, from the lowest: {', '.join(FLAGS)}"),
    ("claim_wording", "u2 or i4", "claim", "entry of `wording`: certainty, origin, notes"),
    ("claim_filed", "u2 or i4", "claim", "entry of `filed`: the mechanisms"),
    ("claim_context", "u2 or i4", "claim", "entry of `context`: disease, species, tissue, population"),
    ("claim_support", "u2 or i4", "claim", "entry of `support`: its study kind, and of each line what kind it is"),
    ("line_start", "i4", "claim", "where the references of its lines begin; one more at the end"),
    ("line_reference", "i4", "line", "the reference that it cites, -1 for none"),
    ("wording", "texts", "entry", "JSON: certainty, origin, and notes such as the level of knowledge"),
    ("filed", "texts", "entry", "JSON: names of mechanisms"),
    ("context", "texts", "entry", "JSON: disease, species, tissue and population, those that are told"),
    ("support", "texts", "entry", "JSON: study kind; lines, each [cites, direction, directness, attachment, kinds]"),
    ("reference", "texts", "reference", "identifiers, or citations as an edge table writes them"),
    ("row_way", "u1", "row", "1 for a row that is walked from object to subject of its claim"),
    ("row_claim", "i4", "row", "typed graph: its claim, -1 between opposites; a row of a table is a claim itself"),
    ("claim_subject", "i4", "claim", "typed graph: the node, -1 for what is not described"),
    ("claim_object", "i4", "claim", "typed graph: the same of the object"),
    ("claim_cells", "texts", "claim", "typed graph: the claim whole, with the places of its lines, JSON"),
    ("reference_cells", "texts", "reference", "typed graph: the reference whole, JSON"),
    ("node_cells", "texts", "node", "typed graph: the entity whole, JSON"),
    ("node_flags", "u1", "node", "typed graph: bits, inside the body and inborn"),
    ("node_degree", "i4", "node", "typed graph: how many other nodes it is joined to, in either direction"),
    ("more_source", "i4", "row", "typed graph: rows that a filter may let in, of tentative claims"),
    ("more_target", "i4", "row", "typed graph: the same"),
    ("more_cost", "f8", "row", "typed graph: the same"),
    ("more_mark", "u1", "row", "typed graph: the same"),
    ("more_claim", "i4", "row", "typed graph: the same"),
    ("more_way", "u1", "row", "typed graph: the same"),
    ("held", "u1", "byte", "typed graph: hypotheses, questions, sources, relations and terms, JSON"),
    ("worked_out", "u1", "byte", "typed graph: what follows from all claims, as disputes and forms of outcomes, JSON"),
)


def dictionary(name: str, entries: Sequence[Any]) -> Arrays:
    """The column of a claim and its dictionary, from what each claim says; entries in the order of their JSON."""
    texts = [json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for entry in entries]
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    return coded(name, ordered, np.array([place[text] for text in texts], np.int32))


def coded(name: str, ordered: Sequence[str], codes: NDArray[np.integer[Any]]) -> Arrays:
    """The same from entries that are written already and the number of each claim's."""
    return {f"claim_{name}": narrow(codes, len(ordered)), **texts_of(name, ordered)}


def narrow(codes: NDArray[np.integer[Any]], count: int) -> NDArray[Any]:
    """Numbers below a count in as few bytes as that takes."""
    return codes.astype(np.uint16 if count <= 1 << 16 else np.int32)


def texts_of(name: str, texts: Iterable[str]) -> Arrays:
    """Texts as the two arrays of a file."""
    starts, content = Texts.of(texts).arrays
    return {f"{name}_start": starts, f"{name}_text": content}


def evidence_of(claims: Sequence[Claim], reference: Mapping[str, int]) -> Arrays:
    """The columns of claims; `reference` gives the number of each reference that is cited."""
    lines = np.array([len(claim.evidence) for claim in claims], np.int32)
    starts = np.zeros(len(claims) + 1, np.int32)
    np.cumsum(lines, out=starts[1:])
    return {
        "claim_flags": np.array([flags_of(claim) for claim in claims], np.uint8),
        **dictionary("wording", [{"certainty": claim.certainty, "origin": claim.origin} for claim in claims]),
        **dictionary("filed", [claim.mechanisms for claim in claims]),
        **dictionary("context", [_context(claim) for claim in claims]),
        **dictionary("support", [support_of(claim.study_kind, claim.evidence) for claim in claims]),
        "line_start": starts,
        "line_reference": np.array(
            [reference.get(line.reference, -1) for claim in claims for line in claim.evidence], np.int32
        ),
    }


def flags_of(claim: Claim) -> int:
    """The flags of a claim as bits."""
    said = (
        is_disputed(claim),
        claim.uncited,
        claim.implied,
        bool(claim.retired),
        is_laboratory_only([claim]),
        is_relayed_only(claim),
        is_unsupported(claim),
        bool(claim.mechanisms),
    )
    return sum(1 << place for place, flag in enumerate(said) if flag)


def support_of(study_kind: str, lines: Iterable[EvidenceLine]) -> dict[str, Any]:
    """The entry of `support` for a claim of a study kind with these lines."""
    told = [
        (bool(line.reference), line.direction, line.directness, line.attachment, line.study_kinds) for line in lines
    ]
    return {"study_kind": study_kind, "lines": told}


def _context(claim: Claim) -> dict[str, Any]:
    # A filter for a species asks the lines too.
    species = sorted({*claim.species, *(species for line in claim.evidence for species in line.species)})
    said = {"disease": claim.disease, "species": species, "tissue": claim.tissue, "population": claim.population}
    return {name: cell for name, cell in said.items() if cell}
