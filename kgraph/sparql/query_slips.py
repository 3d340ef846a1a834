"""Slips in queries that other languages make likely, told from the tokens of a query that does not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kgraph.sparql.query_tokens import Token

_LONG = 4  # letters of a word that may be misspelt
_END = Token("sign", "", 0)
_TERMS = frozenset({"variable", "iri", "name", "text", "number", "label"})
_PATHS = frozenset("/|^*+?!(")
_FORMS = (
    "SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED AS GROUP BY HAVING ORDER ASC "
    "DESC LIMIT OFFSET VALUES OPTIONAL UNION MINUS GRAPH SERVICE SILENT FILTER BIND UNDEF NOT EXISTS IN A TRUE "
    "FALSE SEPARATOR COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE "
    "RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE "
    "STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD SHA COALESCE IF STRLANG STRDT "
    "SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT "
    "ISTRIPLE ADJUST LATERAL"
)
_WORDS = frozenset(_FORMS.split())
_OPEN_BRACKETS = frozenset(
    {"VALUES", "FILTER", "IN", "BY", "HAVING", "SELECT", "DISTINCT", "REDUCED", "BIND", "EXISTS"}
)
_OTHERWISE = {
    "AND": "&&", "OR": "||", "LIKE": "CONTAINS(…) or REGEX(…)", "NULL": "!BOUND(?x)", "IS": "= or BOUND(…)",
    "BETWEEN": ">= and <=", "TOP": "LIMIT at the end", "JOIN": "a statement more", "LEN": "STRLEN",
}  # fmt: skip
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_BLANK_IN_IRI = re.compile(r"<[A-Za-z][\w+.-]*:[^<>\s{}]*[ \t]+[^<>{}\n?$]*>")
Slip = tuple[Token, str]


def iri_slips(query: str, found: Sequence[Token]) -> Iterator[Slip]:
    """What is wrong with IRIs and declarations of prefixes, which are looked at before names are."""
    for token in found:
        if token.text == "<" and (match := _BLANK_IN_IRI.match(query, token.start)):
            yield token, f"an IRI has no blank in it: {match.group()}"
    padded = [*found, _END, _END]
    for token, name, iri, after in zip(padded, padded[1:], padded[2:], [*padded[3:], _END], strict=False):
        if token.kind == "language" and token.text.lower() in ("@prefix", "@base"):
            yield token, "in SPARQL, PREFIX has no @ before it and no . behind it: PREFIX lab: <…>"
        if token.word != "PREFIX":
            continue
        if name.kind == "word":
            yield name, f"a prefix ends in a colon: PREFIX {name.text}: <…>."
        elif iri.kind != "iri":
            yield iri if iri.text else name, f"the IRI of a prefix stands in angle brackets: PREFIX {name.text} <…>."
        elif after.text in (";", ".", ","):
            yield after, "nothing stands behind the IRI of a PREFIX."


def slips(found: Sequence[Token], engine: str) -> Iterator[Slip]:
    """What is wrong, the likeliest first; nothing where no slip is known.  `engine` is what the parser said."""
    yield from _unknown_words(found)
    yield from _clauses(found)
    yield from _overriding(found, engine)
    yield from _in_brackets(found)
    yield from _statements(found)


def _unknown_words(found: Sequence[Token]) -> Iterator[Slip]:
    for before, token in pairwise([_END, *found]):
        word = token.word
        if token.kind != "word" or word in _WORDS or not word.isalpha():
            continue
        if word in _OTHERWISE:
            yield token, f"{token.text} is no word of SPARQL; write {_OTHERWISE[word]}."
        near = next((known for known in sorted(_WORDS) if _is_a_slip(word, known)), "")
        if near:
            yield token, f"{token.text} is no word of SPARQL. Did you mean {near}?"
        elif before.word in ("SELECT", "DISTINCT") or before.kind == "variable":
            yield (
                token,
                f"{token.text} is no word of SPARQL; a variable is written ?{token.text}.",
            )
        else:
            yield (
                token,
                f"{token.text} is no word of SPARQL; a name has a prefix and no blank.",
            )


def _is_a_slip(word: str, known: str) -> bool:
    """Whether a long word is another one with a letter too many, too few or wrong, or with two in the wrong order.

    Nothing is imported for it: queries are parsed where no file may be opened any more.
    """
    if min(len(word), len(known)) < _LONG or abs(len(word) - len(known)) > 1:
        return False
    if len(word) == len(known):
        other = [place for place, (one, two) in enumerate(zip(word, known, strict=True)) if one != two]
        swapped = len(other) == 2 and word[other[0]] + word[other[1]] == known[other[1]] + known[other[0]]  # noqa: PLR2004
        return len(other) == 1 or swapped
    shorter, longer = sorted((word, known), key=len)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _clauses(found: Sequence[Token]) -> Iterator[Slip]:
    depth = 0
    for token, follower, after in zip(found, [*found[1:], _END], [*found[2:], _END, _END], strict=False):
        depth += (token.text == "{") - (token.text == "}")
        word = token.word
        if word in ("ORDER", "GROUP") and follower.word != "BY":
            yield token, f"{word} is followed by BY: {word} BY ?x."
        elif word == "HAVING" and depth:
            yield token, "HAVING stands behind the last } and behind GROUP BY."
        elif word == "HAVING" and follower.text != "(":
            yield token, "what HAVING tests stands in brackets: HAVING (COUNT(?x) > 1)."
        elif word == "BY" and follower.word in _AGGREGATES and after.text == "(":
            yield follower, f"an expression stands in brackets here: BY ({follower.word}(…))."
        elif word == "FROM" and follower.kind not in ("iri", "name") and follower.word != "NAMED":
            yield token, "FROM is followed by the IRI of a graph."
        elif word == "SELECT" and follower.text == "*" and any(one.word == "GROUP" for one in found):
            yield follower, "SELECT * does not go with GROUP BY; name the variables."
        elif token.text == "=" and follower.text == "=":
            yield token, "things are compared with one =."
        elif token.text == "," and follower.text in ("}", ".", ";"):
            yield token, f"nothing stands between this comma and the {follower.text} behind it."


def _overriding(found: Sequence[Token], engine: str) -> Iterator[Slip]:
    if "overrides an existing variable" not in engine:
        return
    for word, name in pairwise(found):
        used = [token for token in found if token.kind == "variable" and token.text[1:] == name.text[1:]]
        if word.word == "AS" and len(used) > 1:
            yield name, f"{name.text} stands for something else already; give the expression another name."


def _in_brackets(found: Sequence[Token]) -> Iterator[Slip]:
    """Commas that are missing between what a function takes, and a BIND that gives no name."""
    opened: list[Token] = []
    named: list[bool] = []
    for before, token in pairwise([_END, *found]):
        if token.text == "(":
            opened.append(before)
            named.append(False)
        elif token.text == ")" and opened:
            if opened.pop().word == "BIND" and not named[-1]:
                yield token, "BIND gives its value a name: BIND(… AS ?name)."
            named.pop()
        elif opened and token.word == "AS":
            named[-1] = True
        function = bool(opened) and opened[-1].kind == "word" and opened[-1].word not in _OPEN_BRACKETS | _AGGREGATES
        if function and before.kind in _TERMS and token.kind in _TERMS:
            yield token, f"a comma is missing before {token.text}."


def _statements(found: Sequence[Token]) -> Iterator[Slip]:
    """Statements of more than three parts, and texts where a property should be; paths are left alone."""
    parts: list[Token] = []
    depth = 0
    for token in found:
        if token.text == "{":
            depth += 1
        if depth == 0 or token.kind == "language" or token.text == "^^":
            continue
        if token.text in _PATHS or token.word == "VALUES":
            return
        term = token.kind in _TERMS or token.word == "A"
        parts = [*parts, token] if term else []
        if len(parts) == 2 and token.kind in ("text", "number"):  # noqa: PLR2004  # the second part of a statement
            yield token, f"{token.text} stands where a property should be: a name or an IRI."
        if len(parts) > 3:  # noqa: PLR2004  # a statement has three
            yield token, f"a statement has three parts; a . is missing before {token.text}."
