"""How names are written: what makes two spellings the same name."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_GREEK_LETTERS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda", "ω": "omega",
    "ß": "beta",
}  # fmt: skip
_GREEK = str.maketrans(_GREEK_LETTERS | {"’": "'"} | dict.fromkeys("‐‑‒–—−", "-"))
_GREEK_APART = str.maketrans({letter: f" {name} " for letter, name in _GREEK_LETTERS.items()} | {"’": "'"})
_GREEK_NAMES = frozenset(_GREEK_LETTERS.values())
_SEPARATORS = str.maketrans(dict.fromkeys("_-/,;()", " "))
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_POSSESSIVE = re.compile(r"(?<=\w)'s?(?!\w)")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_BOTH = re.compile(r"(\S[^()]*?)\s*\(([^()]*[^()\s][^()]*)\)")
_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_BRITISH = (
    ("signalling", "signaling"), ("tumour", "tumor"), ("aemi", "emi"), ("isation", "ization"), ("fibre", "fiber"),
    ("behaviour", "behavior"), ("neurone", "neuron"), ("oedema", "edema"),
)  # fmt: skip
_SHORTEST_PLURAL = 4
_SINGULAR_S = ("ss", "us", "is")
_ES = ("sses", "xes", "ches", "shes")


def normalise(name: str) -> str:
    """A name as it is compared: lower case, Greek letters spelt out, hyphens and brackets as blanks."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return " ".join(plain.translate(_GREEK).translate(_SEPARATORS).split())


def without_article(name: str) -> str:
    """A name without the article that a sentence puts before it; "a-linolenic" has none.

    >>> without_article("the ketogenic diet"), without_article("a-linolenic acid")
    ('ketogenic diet', 'a-linolenic acid')
    """
    return _ARTICLE.sub("", name.strip(), count=1)


def both_names(name: str) -> tuple[str, ...]:
    """A name and the short form that stands behind it in brackets, as they are printed; none where there is none.

    >>> both_names("ketogenic diet therapy (KDT)"), both_names("KDT")
    (('ketogenic diet therapy', 'KDT'), ())
    """
    found = _BOTH.fullmatch(name.strip())
    return (found[1], found[2]) if found else ()


def as_diseases(name: str) -> list[str]:
    """A name with the word for a disease that readers leave out, as of "Alzheimer's" or "CDKL5 deficiency"."""
    return [f"{name} {word}" for word in ("disease", "disorder", "syndrome")]


def distance(wanted: str, name: str) -> tuple[int, int]:
    """Orders names that are equally like a text: beginning with it, with a word that does, the others; short first."""
    place = 0 if name.startswith(wanted) else 1 if f" {wanted}" in name else 2
    return place, len(name)


def key(name: str) -> str:
    """A name without what people write in different ways: hyphens and blanks, plural, possessive, British spelling.

    Blanks between digits stay: "2,3" is not 23.
    """
    return _joined(_words(name))


def keys(name: str) -> frozenset[str]:
    """The `key` of a name, and those of other spellings: a Greek letter as a Latin one, a Roman number in digits."""
    words = _words(name)
    later = list(enumerate(words))
    latin = [word[0] if place and word in _GREEK_NAMES else word for place, word in later]
    arabic = [_ROMAN.get(word, word) if place else word for place, word in later]
    return frozenset(map(_joined, (words, latin, arabic)))


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKC", name).lower().translate(_GREEK_APART)
    return [_singular(word) for word in normalise(_POINT.sub(" ", _POSSESSIVE.sub("", apart))).split()]


def _joined(words: list[str]) -> str:
    if not words:
        return ""
    text = words[0]
    for before, word in pairwise(words):
        text += f" {word}" if before[-1].isdigit() and word[0].isdigit() else word
    return text


def _singular(word: str) -> str:
    for british, american in _BRITISH:
        word = word.replace(british, american)
    if len(word) < _SHORTEST_PLURAL or not word.isalpha():
        return word
    if word.endswith(("ies", "ie")):
        return word[: word.rindex("ie")] + "y"
    if word.endswith(_ES):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(_SINGULAR_S) else word


_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)"
_DATE = re.compile(
    rf"[0-3]?[0-9][-./]{_MONTH}(?:[-./](?:[0-9]{{2}}){{1,2}})?|{_MONTH}[-./][0-9]{{1,4}}"
    r"|[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ][0-9:]+)?|[0-3]?[0-9][./][0-3]?[0-9][./](?:[0-9]{2}){1,2}",
    re.IGNORECASE,
)


def is_date(name: str) -> bool:
    """Whether a name is a date, as a spreadsheet makes it of symbols of genes.

    >>> from kgraph.spelling import is_date
    >>> [is_date(name) for name in ("2-Sep", "Mar-01", "2001-03-01", "SEPTIN2", "vitamin B12")]
    [True, True, True, False, False]
    """
    return _DATE.fullmatch(name.strip()) is not None
