"""Signs, certainties and directness in words, for people who read pages."""

from __future__ import annotations

from urllib.parse import quote

from kgraph.evidence import HUMAN_STUDIES

_SIGN_WORDS = {"+": "raises", "-": "lowers", "0": "does not change", "?": "direction not stated"}
# Where neither acts on the other, and where two arms of a study are set against each other.
_TOGETHER = {"+": "more goes with more", "-": "more goes with less", "0": "no association", "?": "direction not stated"}
_COMPARED = {"+": "more than the other", "-": "less than the other", "0": "alike", "?": "difference not stated"}
SIGN_MARKS = {"+": "▶", "-": "⊣", "0": "⊘", "?": "○", "": "·"}
CERTAINTY_WORDS = {
    "asserted": "stated as a fact",
    "suggested": "worded as a suggestion",
    "contested": "called contested by its source",
    "needs-research": "said to need research",
    "unknown": "said to be unknown",
}
DIRECTION_WORDS = {"supports": "Supports", "disputes": "Disputes", "inconclusive": "Inconclusive"}
DIRECTNESS_WORDS = {
    "primary": "the paper's own finding, seen in its abstract or a public copy",
    "relayed": "relayed: told by another source, not by the paper itself",
    "inferred": "inferred by the curator",
}
ATTACHMENT_WORDS = {
    "carried": "the citation stands at a neighbouring sentence",
    "near": "the citation stands only near the statement and does not count",
}
EFFECT_WORDS = {
    "helps": "Helpful",
    "harms": "Harmful",
    "raises": "Raises the end",
    "lowers": "Lowers the end",
    "unknown": "Direction unknown",
}
# Which steps of a path are so, by the name of the list in its record.
STEP_MARKS = (
    ("against_steps", "walked against the arrow"),
    ("laboratory_steps", "known from animals or cells only"),
    ("relayed_steps", "relayed only"),
    ("disputed_steps", "disputed"),
    ("uncited_steps", "uncited in the source"),
)
RELATION_WORDS = {
    "disputes": "Disputes or is disputed by",
    "qualifies": "Qualifies",
    "agreesWith": "Agrees with",
    "supersedes": "Supersedes",
}


def sign_words(kind: str, sign: str) -> str:
    """What a sign says of a relation of this kind (causal, association, structural or descriptive); "" for nothing."""
    if kind == "association":
        return _TOGETHER.get(sign, "")
    if kind == "descriptive":
        return _COMPARED.get(sign, "")
    if kind == "structural":
        return "belongs to"
    return _SIGN_WORDS.get(sign, "")


def evidence_class(study_kind: str) -> str:
    """The colour class of a study kind: human, animal, cells or statement."""
    if study_kind in HUMAN_STUDIES:
        return "human"
    return {"animal": "animal", "in-vitro": "cells"}.get(study_kind, "statement")


def passage_link(page: str, words: str) -> str:
    """The address of a passage: a web page with a text fragment that makes a browser scroll to the words."""
    if not page or not words:
        return page
    # A hyphen separates the parts of a text fragment, so it has to be written out.
    return f"{page}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def is_web_link(address: str) -> bool:
    """Whether an address may become a link: data can hold anything, and a page must not run it."""
    return address.lower().startswith(("https://", "http://"))
