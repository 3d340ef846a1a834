"""References as a bibliography: BibTeX, RIS and CSL-JSON.

The same things in the same order in every format.  What was not seen is left out and never guessed: where only the
first author was seen the entry says that there are others, and a number of a list whose title is not known says so.
Remarks of the curator are no part of a citation and are not written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from kgraph.formats.documents import CitedDocument, PathsDocument, TraceDocument
from kgraph.formats.escape import for_terminal, json_text
from kgraph.formats.references import as_listed, link_of
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Reference

if TYPE_CHECKING:
    from kgraph.model import Contents

_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?-?){1,4}")
# What TeX obeys, and how it is written instead.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@frozen
class Work:
    """What is cited: `authors` are pairs of family and given name, `others` says that there are more of them."""

    key: str
    title: str
    authors: tuple[tuple[str, str], ...]
    others: bool
    note: str
    paper: Reference


def write_cited(document: CitedDocument, form: str) -> str:
    """The references behind a listing as a bibliography."""
    return bibliography(document.graph, document.references, form)


def write_paths(document: PathsDocument, form: str) -> str:
    """What the paths and outcomes of an answer rest on, as a bibliography."""
    answer = document.answer
    steps = (step for path in (*answer.paths, *answer.outcomes) for step in path.steps)
    claims = dict.fromkeys(claim for step in steps for claim in step.claims)
    return bibliography(document.graph, references_of(document.graph, claims), form)


def write_trace(document: TraceDocument, form: str) -> str:
    """What the claims of a trace rest on, as a bibliography."""
    found = references_of(document.graph, (item.claim for item in document.traced.claims))
    return bibliography(document.graph, found, form)


def references_of(graph: Contents, claims: Iterable[Claim]) -> tuple[Curie, ...]:
    """What claims cite, for and against, and the sources that state them, without repeats and in reading order."""
    entries = {source.short: source.entry for source in graph.sources.values() if source.entry}
    found: dict[Curie, None] = {}
    for claim in claims:
        found.update(dict.fromkeys(line.reference for line in claim.evidence if line.counts))
        found.update(dict.fromkeys(filter(None, [entries.get(claim.origin)])))
    return tuple(in_reading_order(graph, found))


def in_reading_order(graph: Contents, references: Iterable[Curie]) -> list[Curie]:
    """Sources, then the numbers of their lists, then papers by name."""
    sources = {source.entry for source in graph.sources.values()}
    known = [
        graph.references[identifier]
        for identifier in references
        if identifier in graph.references and not graph.references[identifier].listed_as
    ]
    ranked = sorted(known, key=lambda one: (one.id not in sources, one.number or 10_000, one.short.casefold(), one.id))
    return [reference.id for reference in ranked]


def bibliography(graph: Contents, references: Sequence[Curie], form: str) -> str:
    """The references as ``bibtex``, ``ris`` or ``csl-json``; none gives the empty text, in CSL-JSON an empty list."""
    works = list(_works(graph, references))
    if form == "csl-json":
        return json_text([*map(_csl, works)], indent=2) + "\n"
    write = _bibtex if form == "bibtex" else _ris
    return "\n".join(write(work) for work in works)


def csl_items(graph: Contents, references: Sequence[Curie]) -> list[dict[str, object]]:
    """The references as items of CSL for a processor that prints them; "et al." stands for authors not seen."""
    works = list(_works(graph, references))
    items = [dict(_csl(work)) for work in works]
    for work, item in zip(works, items, strict=True):
        item.pop("note", None)
        if "DOI" in item:
            item.pop("URL", None)  # it would be the same again
        if work.others:
            item["author"] = [*cast("list[object]", item["author"]), {"literal": "et al."}]
    return items


def untitled(graph: Contents, reference: Reference) -> str:
    """What is said of a reference whose title was not seen: which number of which list it is, and what it may be."""
    if as_listed(graph, reference).title:
        return ""
    told = [f"{reference.short}: the title was not seen"]
    papers = [graph.references[one] for one in reference.candidates if one in graph.references]
    told += [f"probably {paper.title or paper.code} ({reference.candidate_confidence})" for paper in papers]
    return "; ".join(told)


def authors_of(reference: Reference) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The authors as pairs of family and given name, and whether there may be others that were not seen."""
    written = [part.strip() for part in (reference.authors or reference.first_author).split(";")]
    return tuple(_name(part) for part in written if part), bool(reference.first_author and not reference.authors)


def _name(written: str) -> tuple[str, str]:
    """Family and given name: "De Marchi F" is De Marchi, F; "Zhang, Chunyi" is as it says."""
    family, comma, given = written.partition(",")
    if comma:
        return family.strip(), given.strip()
    words = written.split()
    initials = next((place for place in range(1, len(words)) if all(map(_INITIALS.fullmatch, words[place:]))), None)
    return (" ".join(words[:initials]), " ".join(words[initials:])) if initials else (written, "")


def _apart(given: str) -> str:
    """Initials as processors of styles take them, each one a name: DY is D. Y., J-P is J.-P."""
    if not _INITIALS.fullmatch(given):
        return given
    return re.sub(r"(?<=\.)(?=[^\W\d_])", " ", re.sub(r"([^\W\d_])\.?", r"\1.", given))


def _works(graph: Contents, references: Sequence[Curie]) -> Iterator[Work]:
    taken: set[str] = set()
    for identifier in references:
        reference = as_listed(graph, graph.references[identifier])
        key = _key(reference.short)
        number = 1
        while key in taken:
            number += 1
            key = f"{_key(reference.short)}-{number}"
        taken.add(key)
        authors, others = authors_of(reference)
        title = reference.title or f"[{reference.short}; title not seen]"
        yield Work(key, title, authors, others, untitled(graph, reference), reference)


def _key(short: str) -> str:
    plain = unicodedata.normalize("NFKD", short).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain) or "reference"


def _is_article(paper: Reference) -> bool:
    """Whether a journal printed it; the record of a trial in a register has a name in that place too."""
    record = paper.registration and not (paper.doi or paper.pmid or paper.volume)
    return bool(paper.journal) and not record


def _bibtex(work: Work) -> str:
    paper = work.paper
    names = [f"{family}, {given}" if given else f"{{{family}}}" for family, given in map(_tex_name, work.authors)]
    fields = {
        "author": " and ".join([*names, *(["others"] if work.others else [])]),
        "title": f"{{{_tex(work.title)}}}",
        "journal" if _is_article(paper) else "howpublished": _tex(paper.journal),
        "year": str(paper.year or ""),
        "volume": _tex(paper.volume),
        "number": _tex(paper.issue),
        "pages": _tex(paper.pages.replace("–", "-").replace("-", "--")),
        "doi": paper.doi,
        "pmid": paper.pmid,
        "pmcid": paper.pmcid,
        "url": link_of(paper).replace("{", "%7B").replace("}", "%7D"),
        "note": _tex(work.note),
    }
    lines = "".join(f"  {name} = {{{for_terminal(value)}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if _is_article(paper) else 'misc'}{{{work.key},\n{lines}}}\n"


def _tex_name(name: tuple[str, str]) -> tuple[str, str]:
    family, given = name
    return _tex(family), _tex(given)


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _ris(work: Work) -> str:
    paper = work.paper
    kind = "JOUR" if _is_article(paper) else "ELEC" if link_of(paper) else "GEN"
    tags: list[tuple[str, str]] = [("TY", kind), ("ID", work.key)]
    tags += [("AU", f"{family}, {given}" if given else family) for family, given in work.authors]
    tags += [
        ("TI", work.title), ("PY", str(paper.year or "")), ("T2", paper.journal), ("VL", paper.volume),
        ("IS", paper.issue), ("SP", paper.pages), ("DO", paper.doi), ("AN", paper.pmid or paper.pmcid),
        ("UR", link_of(paper)), ("N1", work.note), ("N1", _others(work)),
    ]  # fmt: skip
    return "".join(f"{tag}  - {for_terminal(value)}\n" for tag, value in tags if value) + "ER  - \n"


def _others(work: Work) -> str:
    return "First author only; the other authors were not seen." if work.others else ""


def _csl(work: Work) -> Mapping[str, object]:
    paper = work.paper
    item: dict[str, object] = {
        "id": work.key,
        "type": "article-journal" if _is_article(paper) else "webpage" if link_of(paper) else "document",
        "title": work.title,
        "author": [
            {"family": family, "given": _apart(given)} if given else {"literal": family}
            for family, given in work.authors
        ],
        "issued": {"date-parts": [[paper.year]]} if paper.year else None,
        "container-title": paper.journal,
        "volume": paper.volume,
        "issue": paper.issue,
        "page": paper.pages,
        "DOI": paper.doi,
        "PMID": paper.pmid,
        "PMCID": paper.pmcid,
        "URL": link_of(paper),
        "note": " ".join(filter(None, [work.note, _others(work)])),
    }
    return {name: value for name, value in item.items() if value}
