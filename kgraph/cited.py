"""What is cited and where: places in sources, references, and the sources themselves."""

from __future__ import annotations

from kgraph.frozen import frozen

Curie = str


@frozen
class Locator:
    """A place in a source: section, sentence from 1, a span of code points (end exclusive), the words there."""

    source: str
    section: str
    sentence: int
    start: int
    end: int
    quote: str

    def __lt__(self, other: Locator) -> bool:
        mine, theirs = ((at.source, at.section, at.sentence, at.start, at.end, at.quote) for at in (self, other))
        return mine < theirs


@frozen
class Reference:
    """Something cited.  `short` is what readers are told, "Dahlin 2005" or "Wang 2024, ref. 28".

    `candidates` are the papers that a number of a list probably stands for, `in_list_of` is the source of that list,
    `notation` how the list itself calls the number.  `authors` are all of them, with semicolons between, where seen.
    `listed_as` is the number under which the article itself lists the work.  A trial has its `registration`, with the
    status that the register gave, how many took part or are to, its arms and primary outcome.  `advice` is what a group
    of experts or a guideline says of using a treatment, in a few words.
    """

    id: Curie
    short: str
    title: str = ""
    number: int | None = None
    first_author: str = ""
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    link: str = ""
    cited_for: str = ""
    candidates: tuple[Curie, ...] = ()
    candidate_confidence: str = ""
    confirmed_in: str = ""
    notes: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    authors: str = ""
    in_list_of: Curie = ""
    notation: str = ""
    listed_as: Curie = ""
    registration: str = ""
    trial_status: str = ""
    participants: int | None = None
    arms: tuple[str, ...] = ()
    primary_outcome: str = ""
    advice: str = ""

    @property
    def code(self) -> str:
        """What programs are told: the number as its list has it (B28), else an identifier, else the short name."""
        for prefix, identifier in (("", self.notation), ("doi:", self.doi), ("pmid:", self.pmid)):
            if identifier:
                return f"{prefix}{identifier}"
        return f"pmc:{self.pmcid}" if self.pmcid else self.short

    def __repr__(self) -> str:
        return f"<Reference {self.id} {(self.title or self.short)!r}>"


@frozen
class Source:
    """A document that was curated; `sha256` is the digest of the text file that positions were counted in.

    `entry` is the reference by which the document itself is cited, `caution` what has to stand wherever its claims do.
    `retracts` are the claims, of whatever source, that it takes back.
    """

    id: Curie
    short: str
    title: str
    link: str = ""
    sha256: str = ""
    citation: str = ""
    notes: tuple[str, ...] = ()
    entry: Curie = ""
    caution: str = ""
    retracts: tuple[Curie, ...] = ()

    def __repr__(self) -> str:
        return f"<Source {self.id} {self.title!r}>"
