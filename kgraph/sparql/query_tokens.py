"""The tokens of a SPARQL query, as Oxigraph's parser sees them.

The grammar is that of SPARQL 1.1 (section 19.8). Two things need care, because a token that the engine sees and we do
not would open a way out of the store:

- ``<`` starts an IRI or means "less than". In an expression it is "less than" after an operand, whatever follows.
- The engine knows no word boundaries: it reads ``trueSERVICE`` as two words and ``SERVICEex:a`` as a word and a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# Letters, and what else may stand in a name; beyond ASCII too.
_LETTERS = "A-Za-z"
_FURTHER_LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FURTHER_MARKS = "\u00b7\u0300-\u036f\u203f-\u2040"
_LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"


@cache
def _token(*, ascii_only: bool) -> re.Pattern[str]:
    """What matches one token; for a query in ASCII the classes are small, and compiled in a tenth of the time."""
    base = _LETTERS if ascii_only else _LETTERS + _FURTHER_LETTERS
    marks = "" if ascii_only else _FURTHER_MARKS
    char = rf"{base}_0-9{marks}"
    # Bounded, so that a long run of letters without a colon costs nothing.
    prefix = rf"(?:[{base}][{char}.\-]{{0,255}}+(?<!\.))?"
    return re.compile(
        rf"""
    (?P<blank>[\x20\t\r\n]++|\#[^\n\r]*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<text>'''(?:'{{0,2}}+(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{{0,2}}+(?:[^"\\]|\\.))*+\"\"\"
            |'(?:[^'\\\n\r]|\\.)*+'|"(?:[^"\\\n\r]|\\.)*+")
  | (?P<variable>[?$][{base}_0-9][{base}_0-9{marks}]*+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+)
  | (?P<label>_:[{base}_0-9](?:[{char}.\-]*[{char}\-])?)
  | (?P<name>{prefix}:(?:(?:[{base}_:0-9]|{_LOCAL})(?:(?:[{char}.:\-]|{_LOCAL})*(?:[{char}:\-]|{_LOCAL}))?)?)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<word>[A-Za-z_]+)
  | (?P<sign><<|>>|\^\^|&&|\|\||<=|>=|!=|.)
    """,
        re.VERBOSE | re.DOTALL,
    )


_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LARGEST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

# After these words an opening parenthesis holds data or a path, not an expression.
_NO_EXPRESSION = frozenset({"A", "VALUES", "UNDEF", "WHERE"})
# Between these words and the next brace every parenthesis holds an expression.
_EXPRESSIONS_FOLLOW = ("SELECT", "DISTINCT", "REDUCED", "BY", "HAVING")
_OPERANDS = frozenset({"variable", "text", "number", "iri", "name", "language", "label"})


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (iri, text, variable, language, label, name, number, word, sign), its text, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """A keyword in capitals; the text of a sign; otherwise nothing."""
        return self.text.upper() if self.kind == "word" else self.text if self.kind == "sign" else ""


@dataclass(slots=True)
class _Level:
    """What stands between two brackets: an expression, or a clause whose parentheses hold expressions."""

    expression: bool = False
    clause: bool = False


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query in their order, without blanks and comments."""
    levels = [_Level()]
    last = before_last = Token("sign", "", 0)
    position, pattern = 0, _token(ascii_only=query.isascii())
    while match := pattern.match(query, position):
        kind, text = match.lastgroup or "sign", match.group()
        if text[0] == "<" and levels[-1].expression and _ends_operand(last):
            kind, text = "sign", "<=" if query.startswith("<=", position) else "<"
        start, position = position, position + len(text)
        if kind == "blank":
            continue
        token = Token(kind, text, start)
        _follow(levels, token, last, before_last)
        yield token
        before_last, last = last, token


def _follow(levels: list[_Level], token: Token, last: Token, before_last: Token) -> None:
    level, word = levels[-1], token.word
    if word == "(":
        levels.append(_Level(expression=_opens_expression(level, last, before_last)))
    elif word in {"{", "["}:
        level.clause = False
        levels.append(_Level())
    elif word in {")", "}", "]"}:
        if len(levels) > 1:
            levels.pop()
    elif token.kind == "word":
        level.clause = word.endswith(_EXPRESSIONS_FOLLOW) or (level.clause and word not in _NO_EXPRESSION)


def _ends_operand(last: Token) -> bool:
    return last.kind in _OPERANDS or last.word in {")", "}", "TRUE", "FALSE"}


def _opens_expression(level: _Level, last: Token, before_last: Token) -> bool:
    if level.expression or level.clause:
        return True
    if last.kind == "word":
        return last.word not in _NO_EXPRESSION
    return last.kind in {"iri", "name"} and before_last.word.endswith("FILTER")


def resolve_escapes(query: str) -> str:
    r"""The query with code point escapes (``\u0053``) outside of texts and IRIs put in.

    The standard resolves them before it parses; the engine does so only inside of texts and IRIs.
    """
    if "\\u" not in query and "\\U" not in query:
        return query
    pieces: list[str] = []
    copied = skip = 0
    for token in tokens(query):
        if token.start < skip or token.text != "\\":
            continue
        match = _ESCAPE.match(query, token.start)
        point = int(match.group(1) or match.group(2), 16) if match else -1
        if match and 0 <= point <= _LARGEST_CODE_POINT and point not in _SURROGATES:
            pieces += [query[copied : token.start], chr(point)]
            copied = skip = match.end()
    return "".join([*pieces, query[copied:]])
