"""The views: lists of one kind of thing, with what their tables show."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field of a record, and what the field holds.

    `holds` is text, references (their short names), claim, mechanism, web (an address), or label: the name of what the
    record is about, which has a page.
    """

    heading: str
    field: str
    holds: str = "text"


@dataclass(frozen=True, slots=True)
class View:
    """A page that lists the answer of an operation: its address, its title, a sentence on it, and its columns.

    `operation` is the name of the operation and `rows` the member of its answer that holds the list.  `given` are the
    parameters that it starts with where the address has none.
    """

    name: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    operation: str = ""
    rows: str = ""
    given: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> str:
        """The operation that answers."""
        return self.operation or self.name


VIEWS = (
    View(
        "outcomes",
        "Numbers in people",
        "Clinical numbers as printed, arms side by side.",
        (
            Column("Arm", "arm"),
            Column("Printed", "printed"),
            Column("Compared with", "comparator"),
            Column("Printed there", "comparator_printed"),
            Column("Outcome", "outcome"),
            Column("In whom", "population"),
            Column("Disease", "disease"),
            Column("Disputed", "dispute"),
            Column("References", "references", "references"),
            Column("Claim", "claim", "claim"),
        ),
    ),
    View(
        "debates",
        "What is in doubt",
        "Contested and disputed claims, disputed numbers, opposing paths and slips of the sources, with what differs.",
        (
            Column("Kind", "kind"),
            Column("What", "what"),
            Column("Holds for", "context"),
            Column("What differs", "differs"),
            Column("For", "supporting", "references"),
            Column("Against", "disputing", "references"),
            Column("Note", "note"),
            Column("Claim", "claim", "claim"),
        ),
    ),
    View(
        "questions",
        "Open questions",
        "What the sources say is not known, and what would settle it.",
        (
            Column("Question", "question", "label"),
            Column("What would settle it", "settled_by"),
            Column("About", "about"),
            Column("Mechanisms", "mechanisms"),
            Column("References", "references", "references"),
        ),
    ),
    View(
        "hypotheses",
        "Hypotheses",
        "Curated chains of claims, with what follows from their steps.",
        (
            Column("Hypothesis", "hypothesis", "label"),
            Column("Mechanism", "mechanism"),
            Column("Disease", "end"),
            Column("Effect", "effect"),
            Column("Weakest step", "weakest_step"),
            Column("Evidence", "evidence"),
            Column("Disputed", "disputed"),
            Column("References", "references", "references"),
        ),
    ),
    View(
        "mechanisms",
        "Mechanisms and diseases",
        "What the hypotheses of each mechanism come to in each disease.",
        (
            Column("Mechanism", "mechanism", "mechanism"),
            Column("Disease", "disease"),
            Column("Effect", "effect"),
            Column("Hypotheses", "hypotheses"),
            Column("Papers", "papers"),
            Column("Evidence", "evidence"),
            Column("Disputed", "disputed"),
        ),
    ),
    View(
        "compare",
        "Two diseases compared",
        "Which mechanisms two diseases share, and in which they differ.",
        (
            Column("Mechanism", "mechanism", "mechanism"),
            Column("Where", "where"),
            Column("One disease", "first"),
            Column("Effect there", "first_effect"),
            Column("Other disease", "second"),
            Column("Effect there", "second_effect"),
        ),
        rows="mechanisms",
        given={"first": "IESS", "second": "ALS"},
    ),
    View(
        "references",
        "References",
        "What is cited, as far as it is recorded, and how many claims cite it.",
        (
            Column("Reference", "reference", "label"),
            Column("Author", "first_author"),
            Column("Year", "year"),
            Column("Title", "title"),
            Column("Journal", "journal"),
            Column("Link", "link", "web"),
            Column("Claims", "claims"),
        ),
    ),
)
