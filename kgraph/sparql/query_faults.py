"""What is wrong with a query that does not parse, in the words of whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kgraph.sparql.query_slips import iri_slips, slips
from kgraph.sparql.query_tokens import Token, tokens
from kgraph.vocabulary import PREFIXES

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_LIKE = 3  # letters that two prefixes share at their start
_PAIRS = {")": "(", "}": "{", "]": "["}
# The engine's way to say "any letter".
_CODE_POINTS = re.compile(r",? ?\[(?=[^\]]*')[^\]]*\]|,? ?\[_\]")


def fault(query: str, prefixes: Mapping[str, str], engine: str) -> str:
    """What is wrong, with line and column; where nothing better is known, what the `engine` says, less its alphabets.

    `prefixes` are those that are known without being declared.
    """
    found = list(tokens(query))
    for looked_for in (
        iri_slips(query, found),
        _undeclared(found, prefixes),
        _select_clauses(found, engine),
        _quotes(found),
        _habits(found),
        _brackets(found),
        slips(found, engine),
    ):
        token, words = next(looked_for, (None, ""))
        if token is not None:
            return f"{_place(query, token)}: {words}"
    return " ".join(_CODE_POINTS.sub("", engine).split()).removesuffix("expected one of").rstrip(": ")


def _place(query: str, token: Token) -> str:
    before = query[: token.start]
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def _undeclared(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[Token, str]]:
    declared = {name.text[:-1] for word, name in pairwise(found) if word.word == "PREFIX" and name.kind == "name"}
    for before, token in pairwise([Token("sign", "", 0), *found]):
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or before.word == "PREFIX" or prefix in declared or prefix in prefixes:
            continue
        near = _near(prefix, (*declared, *PREFIXES))
        known = f" Did you mean {near}:?" if near else f" Known without: {', '.join(f'{name}:' for name in PREFIXES)}."
        yield token, f"the prefix {prefix}: is not declared; add PREFIX {prefix}: <…>.{known}"


def _near(prefix: str, known: Sequence[str]) -> str:
    """The known prefix that one is in other capitals, or that begins with it or it with that; perhaps none."""
    wanted = prefix.lower()
    for name in known:
        shorter, longer = sorted((wanted, name.lower()), key=len)
        if wanted == name.lower() or (len(shorter) >= _LIKE and longer.startswith(shorter)):
            return name
    return ""


def _select_clauses(found: Sequence[Token], engine: str) -> Iterator[tuple[Token, str]]:
    for place, token in enumerate(found):
        if token.word == "SELECT":
            yield from _select_clause(found[place + 1 :], engine)


def _select_clause(rest: Sequence[Token], engine: str) -> Iterator[tuple[Token, str]]:
    """What is wrong between SELECT and its pattern."""
    depth = 0
    opened, named, aggregated = Token("sign", "", 0), False, False
    plain: list[Token] = []
    for token, follower in pairwise([*rest, Token("sign", "", 0)]):
        if depth == 0 and token.word in {"{", "WHERE", "FROM"}:
            break
        if depth == 0 and token.word == ",":
            yield token, "a comma in the SELECT line; variables are separated by blanks: SELECT ?a ?b."
        aggregate = token.word in _AGGREGATES and follower.word == "("
        aggregated = aggregated or aggregate
        if aggregate and depth == 0:
            yield token, f"an aggregate stands in brackets and gets a name: ({token.word}(…) AS ?name)."
        if depth == 0 and token.kind == "variable":
            plain.append(token)
        if token.word == "(":
            if depth == 0:
                opened, named = token, False
            depth += 1
        elif token.word == ")":
            depth -= 1
            if depth == 0 and not named:
                yield opened, "an expression in the SELECT line gets a name: (… AS ?name)."
        elif token.word == "AS" and depth == 1:
            named = True
    if "unbound" in engine.lower():
        grouped = _grouped(rest)
        loose = [token for token in plain if token.text[1:] not in grouped]
        if loose and (aggregated or grouped):
            names = " ".join(token.text for token in loose)
            yield loose[0], f"{loose[0].text} is neither counted nor grouped beside an aggregate; add GROUP BY {names}."


def _grouped(rest: Sequence[Token]) -> set[str]:
    """The variables of the GROUP BY that belongs to a SELECT, which is outside of its pattern."""
    depth, inside, found = 0, False, set()
    for before, token in pairwise(rest):
        depth += (token.word == "{") - (token.word == "}")
        if depth < 0:
            break
        if depth == 0 and token.word == "BY":
            inside = before.word == "GROUP"
        elif token.word in {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}:
            inside = False
        elif inside and token.kind == "variable":
            found.add(token.text[1:])
    return found


def _brackets(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    opened: list[Token] = []
    for token in found:
        if token.word in _PAIRS.values():
            opened.append(token)
        elif token.word in _PAIRS:
            if not opened or opened[-1].word != _PAIRS[token.word]:
                yield token, f"this {token.word} closes nothing that is open."
                return
            opened.pop()
    if opened:
        yield opened[-1], f"this {opened[-1].word} is never closed."


_BRACED, _ORDERED, _NUMBERED = {"OPTIONAL", "MINUS", "UNION"}, {"ASC", "DESC"}, {"LIMIT", "OFFSET"}
_OPERATORS = {"&&", "||", "=", "<", ">", "<=", ">=", "!=", "+", "*", "/", "&", "|"}


def _quotes(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    for token in found:
        if token.text[:1] in tuple("“”„‘’«»"):
            yield token, "a typographic quotation mark; texts stand in straight ones."
        if token.kind == "sign" and token.text[:1] in ("'", '"'):
            yield token, "this text is never closed on its line."


def _habits(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """What other languages write otherwise: brackets, braces, and what stands behind a word."""
    for token, follower in pairwise([*found, Token("sign", "", 0)]):
        word = token.word
        if word in _BRACED and follower.text != "{":
            yield token, f"{word} is followed by a pattern in braces: {word} {{ … }}."
        elif word in _ORDERED and follower.text != "(":
            yield token, f"{word} is followed by brackets: {word}(?x)."
        elif word in _NUMBERED and not follower.text.isdigit():
            yield token, f"{word} is followed by a whole number."
        elif word == "FILTER" and follower.kind == "variable":
            yield token, "what FILTER tests stands in brackets: FILTER (…)."
        elif word == "AS" and follower.kind != "variable":
            yield token, "AS is followed by a variable: AS ?name."
        elif token.text in _OPERATORS and follower.text == ")" and token.text not in ("+", "*"):
            yield token, f"nothing stands behind this {token.text}."
    if found and found[-1].text == ";":
        yield found[-1], "a query ends with its last } or with what follows it, without a semicolon."
    yield from _separators(found)


def _separators(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    depth = -1
    for before, token in pairwise(found):
        if before.word == "GROUP_CONCAT" and token.text == "(":
            depth = 0
        if depth >= 0:
            depth += (token.text == "(") - (token.text == ")")
            if token.text == "," and depth == 1:
                yield token, 'GROUP_CONCAT takes its separator behind a semicolon: GROUP_CONCAT(?x; separator=", ").'
            depth = -1 if depth == 0 else depth
