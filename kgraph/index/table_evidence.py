"""What an edge table says of the evidence behind its rows, as the columns of an index.

A row is a claim; each publication is a line of evidence that its table relays.  Levels of knowledge, agents and
evidence codes are read as the importer of KGX reads them.  What a table does not say is not there: without a
publication a row is uncited.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kgraph.index.evidence_columns import BACKWARDS, Arrays, coded, flags_of, support_of, texts_of
from kgraph.index.text_arrays import Texts
from kgraph.model import Claim, EvidenceLine
from kgraph.reading.missing_marks import is_missing
from kgraph.vocabulary import CERTAINTIES, STUDY_KINDS

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

# What a column of evidence may be called, in the order in which names are tried.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "publications": ("publications", "publication", "references"),
    "disputing": ("disputing_publications", "kgraph_disputing_publications"),
    "disputed": ("disputed", "kgraph_disputed"),
    "study": ("study_kinds", "kgraph_study_kinds", "study_kind", "has_evidence"),
    "certainty": ("certainty", "kgraph_certainty", "knowledge_level"),
    "agent": ("agent_type",),
    "origin": ("origin", "primary_knowledge_source", "knowledge_source", "provided_by"),
    "mechanisms": ("mechanisms", "mechanism", "kgraph_mechanisms"),
    "implied": ("implied", "kgraph_implied"),
    "disease": ("disease", "disease_context_qualifier"),
    "species": ("species", "species_context_qualifier"),
    "tissue": ("tissue", "anatomical_context_qualifier"),
    "population": ("population", "population_context_qualifier"),
})  # fmt: skip
# Of these every row may have its own, so they are read as texts.
TEXTS = frozenset({"publications", "disputing"})
_YES = frozenset({"true", "t", "yes", "y", "1"})
_STATEMENT, _RELAYED = "author-statement", "relayed"
_TABLE = "table"


def evidence_columns(
    table: pa.Table,
    found: Mapping[str, str],
    coded_column: Callable[[pa.ChunkedArray], tuple[Texts, NDArray[np.int32]]],
    places: Ints,
    turned: NDArray[np.bool_],
) -> Arrays:
    """The arrays of the evidence for the rows at some places of a table, those `turned` walked from their object.

    `found` says which column plays which part, and `coded_column` takes one apart into its texts and their numbers.
    Empty when no column says anything of evidence.
    """
    if not COLUMNS.keys() & found.keys():
        return {}
    parts: dict[str, Part] = {
        part: coded_column(table.column(found[part])) for part in COLUMNS if part in found and part not in TEXTS
    }
    cited = [_cited(table, found, part) for part in ("publications", "disputing")]
    wording = _combined(parts, ("certainty", "origin", "agent"), _wording_of(found), table.num_rows)
    filed = _combined(parts, ("mechanisms",), lambda said: _several(said["mechanisms"]), table.num_rows)
    context = _combined(parts, ("disease", "species", "tissue", "population"), _context, table.num_rows)
    counts = [_as_texts(each.counts) for each in cited]
    supports: dict[str, Part] = {**parts, "supporting": counts[0], "against": counts[1]}
    names = ("study", "disputed", "implied", "supporting", "against")
    support = _combined(supports, names, _support, table.num_rows)
    start, reference, references = _lines(cited, places)
    return {
        "claim_flags": _flags(wording, filed, support)[places],
        **_column("wording", wording, places),
        **_column("filed", filed, places),
        **_column("context", context, places),
        **_column("support", support, places),
        "line_start": start,
        "line_reference": reference,
        **texts_of("reference", references),
        **({"row_way": np.where(turned, BACKWARDS, 0).astype(np.uint8)} if turned.any() else {}),
    }


class _Cited:
    """The publications of each row: how many, the number of each, and what they are called."""

    def __init__(self, counts: Ints, numbers: Ints, names: Sequence[str]) -> None:
        self.counts, self.numbers, self.names = counts, numbers, names


def _cited(table: pa.Table, found: Mapping[str, str], part: str) -> _Cited:
    """The publications in a column, several with | between."""
    if part not in found:
        return _Cited(np.zeros(table.num_rows, np.int64), np.empty(0, np.int64), ())
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.fill_null(table.column(found[part]).cast(pa.large_string()), "").combine_chunks()
    lists = pc.split_pattern(column, "|")
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    each = pc.utf8_trim_whitespace(lists.flatten())
    row = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    names = each.dictionary_encode()
    kept = np.array([not is_missing(name) for name in names.dictionary.to_pylist()], np.bool_)
    numbers = np.asarray(names.indices).astype(np.int64)
    said = kept[numbers] if len(kept) else np.zeros(0, np.bool_)
    counts = np.bincount(row[said], minlength=table.num_rows)
    told = [name for name in names.dictionary.to_pylist() if not is_missing(name)]
    return _Cited(counts, (np.cumsum(kept) - 1)[numbers[said]], told)


def _lines(cited: Sequence[_Cited], places: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32], list[str]]:
    """Where the lines of each row start, what each line cites, and the names of all that is cited."""
    names = list(dict.fromkeys(name for each in cited for name in each.names))
    number = {name: place for place, name in enumerate(names)}
    counts = [each.counts[places] for each in cited]
    start = np.zeros(len(places) + 1, np.int32)
    np.cumsum(sum(counts), out=start[1:])
    reference = np.empty(start[-1], np.int32)
    before = start[:-1].astype(np.int64)
    for each, count in zip(cited, counts, strict=True):
        first = np.zeros(len(each.counts) + 1, np.int64)
        np.cumsum(each.counts, out=first[1:])
        within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        renamed = np.array([number[name] for name in each.names], np.int32)
        reference[np.repeat(before, count) + within] = renamed[each.numbers[np.repeat(first[places], count) + within]]
        before = before + count
    return start, reference, names


Part = tuple[Sequence[str] | Texts, NDArray[Any]]
Combined = tuple[list[Any], Ints]


def _combined(
    parts: Mapping[str, Part],
    names: Sequence[str],
    entry: Callable[[Mapping[str, str]], Any],
    rows: int,
) -> Combined:
    """The different entries that cells of several columns make together, and the number of each row's."""
    present = [name for name in names if name in parts]
    codes, size = np.zeros(rows, np.int64), 1
    kinds: list[tuple[str, ...]] = [()]
    for name in present:
        texts = list(parts[name][0])
        codes = codes * len(texts) + parts[name][1]
        size = len(kinds) * len(texts)
        seen, codes = _distinct(codes, size)
        kinds = [(*kinds[code // len(texts)], texts[code % len(texts)]) for code in seen.tolist()]
    blank = dict.fromkeys(names, "")
    return [entry({**blank, **dict(zip(present, kind, strict=True))}) for kind in kinds], codes


def _distinct(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """The different ones of numbers below a size, in order, and the place of each among them."""
    if size > max(4 * len(codes), 1 << 16):
        seen, places = np.unique(codes, return_inverse=True)
        return seen, places.reshape(-1)
    there = np.zeros(size, np.bool_)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def _column(name: str, combined: Combined, places: Ints) -> Arrays:
    entries, codes = combined
    texts = [json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for entry in entries]
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    return coded(name, ordered, np.array([place[text] for text in texts], np.int32)[codes[places]])


def _flags(wording: Combined, filed: Combined, support: Combined) -> NDArray[np.uint8]:
    """The flags of every row: each part of a claim sets its own."""

    def of(combined: Combined, claim: Callable[[Any], Claim]) -> NDArray[np.uint8]:
        each = np.array([flags_of(claim(entry)) for entry in combined[0]], np.uint8)
        found: NDArray[np.uint8] = each[combined[1]]
        return found

    def supported(entry: Any) -> Claim:
        lines = tuple(
            EvidenceLine("", "cited" if cited else "", direction, directness, tuple(kinds), attachment)
            for cited, direction, directness, attachment, kinds in entry["lines"]
        )
        uncited = not any(line.direction == "supports" for line in lines)
        return _claim(evidence=lines, study_kind=entry["study_kind"], implied=entry.get("implied", False),
                      uncited=uncited)  # fmt: skip

    bare = np.uint8(flags_of(_claim()))
    return of(support, supported) | (
        (of(wording, lambda entry: _claim(certainty=entry["certainty"]))
         | of(filed, lambda entry: _claim(mechanisms=tuple(entry)))) & ~bare
    )  # fmt: skip


def _claim(**said: Any) -> Claim:
    plain: dict[str, Any] = {"certainty": "", "study_kind": "", "origin": "", "evidence": ()}
    return Claim("", "", "", "", "", **{**plain, **said})


def _wording_of(found: Mapping[str, str]) -> Callable[[Mapping[str, str]], dict[str, Any]]:
    from kgraph.importers.kgx import CERTAINTIES_OF_LEVELS

    def wording(said: Mapping[str, str]) -> dict[str, Any]:
        level, agent, origin = (said[name] for name in ("certainty", "agent", "origin"))
        is_level = level not in CERTAINTIES
        notes = [
            f"{words}: {cell}."
            for words, cell in (("Level of knowledge", level if is_level else ""), ("Made by", agent))
            if not is_missing(cell)
        ]
        certainty = CERTAINTIES_OF_LEVELS.get(level, "asserted") if is_level else level
        return {"certainty": certainty, "origin": _TABLE if is_missing(origin) else origin, "notes": notes}

    return wording


def _several(text: str) -> list[str]:
    return [part for part in (part.strip() for part in text.split("|")) if not is_missing(part)]


def _context(said: Mapping[str, str]) -> dict[str, Any]:
    one = {name: said[name] for name in ("disease", "tissue", "population") if not is_missing(said[name])}
    species = _several(said["species"])
    return {**one, **({"species": species} if species else {})}


def _support(said: Mapping[str, str]) -> dict[str, Any]:
    """The entry of `support`; where nobody is named who disputes a row, a line without a reference does."""
    from kgraph.importers.kgx import STUDIES
    from kgraph.vocabulary import shorten

    words = [shorten(word) for word in _several(said["study"])]
    kinds = tuple(dict.fromkeys(STUDIES.get(word, word if word in STUDY_KINDS else _STATEMENT) for word in words))
    kinds = kinds or (_STATEMENT,)
    supporting, against = int(said["supporting"]), int(said["against"])
    lines = [EvidenceLine("", "cited", "supports", _RELAYED, kinds, "direct")] * supporting
    lines += [EvidenceLine("", "cited", "disputes", _RELAYED, (_STATEMENT,), "direct")] * against
    if said["disputed"].strip().lower() in _YES and not against:
        lines.append(EvidenceLine("", "", "disputes", _RELAYED, (_STATEMENT,)))
    implied = {"implied": True} if said["implied"].strip().lower() in _YES else {}
    return {**support_of(kinds[0], lines), **implied}


def _as_texts(counts: Ints) -> tuple[list[str], Ints]:
    return [str(count) for count in range(int(counts.max(initial=0)) + 1)], counts
