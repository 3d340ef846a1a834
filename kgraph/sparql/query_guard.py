"""What a query may say: read from its tokens before the engine sees it.

Refused are everything that leaves the store (SERVICE, LOAD), everything that changes it, what the engine answers
wrongly, and what would make it run out of stack. The scan never looks into texts, IRIs, names and comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgraph.errors import QueryError, QueryLimitError
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.query_tokens import Token, resolve_escapes, tokens
from kgraph.vocabulary import QUERY_PREFIXES

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)  # the words an update can start with
_OUTSIDE = "SERVICE"
_STARTS_PLAINLY = re.compile(r"\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)", re.IGNORECASE)
_MARKS = tuple((name, f"{name}:") for name in QUERY_PREFIXES)
# What makes the number of rows matter.
_FOLDING = ("GROUP", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "DISTINCT", "REDUCED", "LIMIT", "OFFSET")
_PARTS = frozenset(
    {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "LATERAL", "IN", "||", "&&", "!", "!=", "=", "<", ">"}
    | {"<=", ">=", "+", "-", "*", "/", "|", "^", ".", ";", "{", "["}
)


@dataclass(slots=True)
class GuardedQuery:
    """A query that may run: its text for the engine, its form (SELECT …), and the graphs that FROM names.

    `prefixes` are those of the project that it may mean.  `dataset` holds the IRIs and prefixed names after FROM and
    FROM NAMED as they are written; `prologue` is the text of the BASE and PREFIX lines that explain them.
    """

    text: str
    form: str
    prologue: str = ""
    dataset: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Group:
    """A group in braces: the variable of the GRAPH around it, and whether it holds nothing but VALUES."""

    graph_variable: str = ""
    data: bool = False
    values: int = 0
    others: int = 0


def guard(query: str, limits: QueryLimits) -> GuardedQuery:
    """A query that may run.  Raises QueryError or QueryLimitError, in one line, for one that may not."""
    if limits.length is not None and len(query) > limits.length:
        raise QueryLimitError("length", f"the query has {len(query):,} characters, the limit is {limits.length:,}.")
    form = _harmless(query, limits)
    found = GuardedQuery(query, form) if form else _Scan(resolve_escapes(query), limits).run()
    # The engine takes time for every prefix it is given.
    found.prefixes = {name: QUERY_PREFIXES[name] for name, mark in _MARKS if mark in found.text}
    return found


def _harmless(query: str, limits: QueryLimits) -> str:
    """The form of a query that is too short and plain to hold what is looked for, and needs no scan; or nothing.

    No escape and none of the words means that they are not there, wherever they might have stood.
    """
    start = _STARTS_PLAINLY.match(query)
    if start is None or len(query) > limits.parts or "\\" in query:
        return ""
    lower = query.lower()
    brackets = query.count("{") + query.count("(") + query.count("[") + query.count("<")
    if brackets > limits.nesting or "service" in lower or "graph" in lower or "from" in lower:
        return ""
    return start.group(1).upper()


class _Scan:
    def __init__(self, text: str, limits: QueryLimits) -> None:
        self.found = GuardedQuery(text, "")
        self._limits = limits
        self._groups: list[_Group] = []
        self._depth = self._parts = 0
        self._last: list[Token] = []
        # Whether the next brace opens the data of a VALUES.
        self._data_next = False
        # GRAPH variables around a sub-SELECT, the variables that are used outside of their own GRAPH, and whether rows
        # are counted, cut or made distinct anywhere: only then is the engine's answer wrong.
        self._around_select: set[str] = set()
        self._used_outside: set[str] = set()
        self._folds = False

    def run(self) -> GuardedQuery:
        for token in tokens(self.found.text):
            self._measure(token)
            self._refuse(token)
            if not self.found.form:
                self._read_form(token)
            self._follow_dataset(token)
            self._follow_groups(token)
            self._last = [*self._last[-2:], token]
        if not self.found.form:
            raise QueryError("this is not a SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.")
        lost = self._around_select if self._folds else self._around_select & self._used_outside
        if lost:
            raise QueryError(
                f"a sub-SELECT inside GRAPH ?{min(lost)} is refused: the engine loses the graph's name there. "
                "Put GRAPH inside the sub-SELECT."
            )
        return self.found

    def _before(self, steps: int = 1) -> Token:
        return self._last[-steps] if len(self._last) >= steps else Token("sign", "", 0)

    def _measure(self, token: Token) -> None:
        if token.word in {"{", "(", "[", "<<"}:
            self._depth += 1
        elif token.word in {"}", ")", "]", ">>"}:
            self._depth -= 1
        self._parts += token.word in _PARTS and not (self._groups and self._groups[-1].data)
        if self._depth > self._limits.nesting:
            raise QueryLimitError("nesting", f"the query nests deeper than {self._limits.nesting} brackets, the limit.")
        if self._parts > self._limits.parts:
            raise QueryLimitError(
                "parts", f"the query has more than {self._limits.parts:,} operators and patterns, the limit."
            )

    def _refuse(self, token: Token) -> None:
        outside = f"{_OUTSIDE} is refused: queries run on this graph alone and reach no other."
        if token.kind == "word" and _OUTSIDE in token.word:
            raise QueryError(outside)
        # The engine reads a name such as SERVICEex:a as a keyword and a name where a pattern in braces follows.
        before = self._before()
        split = before.kind == "name" and _OUTSIDE in before.text.partition(":")[0].upper()
        if token.word == "{" and split and self._groups and self._before(2).word != "GRAPH":
            raise QueryError(outside)

    def _read_form(self, token: Token) -> None:
        # BASE and PREFIX come first; their words are followed by names and IRIs.
        word = token.word
        if token.kind == "word" and word in _UPDATES:
            raise QueryError(f"this is not a SPARQL query but an update: {word} is refused, queries change nothing.")
        form = next((form for form in _FORMS if word.startswith(form)), "") if token.kind == "word" else ""
        if form:
            self.found.form, self.found.prologue = form, self.found.text[: token.start]

    def _follow_dataset(self, token: Token) -> None:
        words = (self._before(2).word, self._before().word)
        after_from = words[1].endswith("FROM") or words == ("FROM", "NAMED") or words[1].endswith("FROMNAMED")
        if not self._groups and after_from and token.kind in {"iri", "name"}:
            self.found.dataset.append(token.text)

    def _follow_groups(self, token: Token) -> None:
        groups = self._groups
        if token.word == "{":
            groups.append(self._opened())
        elif token.word == "}" and groups:
            self._closed(groups.pop())
        elif token.word == "VALUES":
            self._data_next = True
            if groups:
                groups[-1].values += 1
        elif groups and not self._data_next:
            groups[-1].others += 1
            if token.word.startswith("SELECT") and self._before().word == "{" and groups[-1].graph_variable:
                self._around_select.add(groups[-1].graph_variable)
        self._follow_variables(token)

    def _follow_variables(self, token: Token) -> None:
        if token.kind == "word" and token.word.startswith(_FOLDING):
            self._folds = True
        within = self._groups[-1].graph_variable if self._groups else ""
        if token.kind == "variable" and token.text[1:] != within and self._before().word != "GRAPH":
            self._used_outside.add(token.text[1:])
        elif token.text == "*" and self._before().word.endswith(("SELECT", "DESCRIBE")) and not self._groups:
            self._folds = True

    def _opened(self) -> _Group:
        outer = self._groups[-1] if self._groups else _Group()
        data, self._data_next = self._data_next, False
        if self._before(2).word == "GRAPH":
            return _Group(graph_variable=self._before().text[1:] if self._before().kind == "variable" else "")
        return _Group(graph_variable=outer.graph_variable, data=data)

    def _closed(self, group: _Group) -> None:
        if group.data or not self._groups:
            return
        if group.graph_variable and group.values and not group.others:
            raise QueryError(
                "VALUES alone inside GRAPH ?variable is refused: the engine loses the graph's name there. "
                "Put VALUES before GRAPH, or a pattern beside it."
            )
        self._groups[-1].others += 1
