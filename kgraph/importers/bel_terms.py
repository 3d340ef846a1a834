"""Terms of the Biological Expression Language: how they are read, how they are written alike, what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from kgraph.frozen import frozen

# Functions of terms by their long and old names.
_FUNCTIONS = MappingProxyType(
    {
        "a": "a", "abundance": "a", "p": "p", "proteinabundance": "p", "g": "g", "geneabundance": "g", "r": "r",
        "rnaabundance": "r", "m": "m", "micrornaabundance": "m", "complex": "complex", "complexabundance": "complex",
        "composite": "composite", "compositeabundance": "composite", "bp": "bp", "biologicalprocess": "bp",
        "path": "path", "pathology": "path", "pop": "pop", "populationabundance": "pop", "rxn": "rxn",
        "reaction": "rxn", "deg": "deg", "degradation": "deg", "tloc": "tloc", "translocation": "tloc", "sec": "sec",
        "cellsecretion": "sec", "surf": "surf", "cellsurfaceexpression": "surf", "act": "act", "activity": "act",
        "list": "list", "reactants": "reactants", "products": "products",
    }
)  # fmt: skip
# What says of a term how it is changed or where it is.
_CHANGES = MappingProxyType(
    {
        "pmod": "pmod", "proteinmodification": "pmod", "gmod": "gmod", "genemodification": "gmod", "var": "var",
        "variant": "var", "sub": "sub", "substitution": "sub", "trunc": "trunc", "truncation": "trunc",
        "frag": "frag", "fragment": "frag", "fus": "fus", "fusion": "fus", "loc": "loc", "location": "loc",
        "ma": "ma", "molecularactivity": "ma", "fromloc": "fromLoc", "toloc": "toLoc",
    }
)  # fmt: skip
# Activities of BEL 1 are functions of their own.
_ACTIVITIES = frozenset(
    {
        "kin", "kinaseactivity", "cat", "catalyticactivity", "pep", "peptidaseactivity", "phos",
        "phosphataseactivity", "ribo", "ribosylationactivity", "tscript", "transcriptionalactivity", "tport",
        "transportactivity", "chap", "chaperoneactivity", "gtp", "gtpboundactivity", "gap", "gtpaseactivatingprotein",
        "gef", "guanineexchangefactor",
    }
)  # fmt: skip
_NAMED = frozenset({"a", "p", "g", "r", "m", "bp", "path", "pop"})
_AROUND = frozenset({"deg", "tloc", "sec", "surf", "act"})
# An arrow ends where it ends, whether or not a blank stands behind it.
_TOKEN = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|[(),]|[-=:>]>|[-=]\||--|[→⇒]|[^\s"(),]+')
# What stands behind a blank and one of these is said to readers.
_COMMENT = ("//", "#")
_DEEPEST = 32


class BelError(ValueError):
    """Why a text is no term or statement of BEL."""


@frozen
class Name:
    """A value of a namespace: its name, or its identifier with a name; the namespace is empty for a bare word."""

    namespace: str
    name: str
    identifier: str = ""

    def __str__(self) -> str:
        words = f"{self.identifier} ! {self.name}" if self.identifier and self.name else self.identifier or self.name
        plain = re.fullmatch(r"[\w.*=?+-]+", words)
        return f"{self.namespace}:" * bool(self.namespace) + (words if plain else f'"{words}"')


@frozen
class Term:
    """A function and what it is of: names and further terms."""

    function: str
    args: tuple[Name | Term, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.args))})"

    @property
    def first(self) -> Name | Term | None:
        """What the term is of, before all that is said of it; None for an empty one."""
        return self.args[0] if self.args else None

    @property
    def without_activity(self) -> Term:
        """The term whose activity this is; any other term is itself."""
        return self.first if self.function == "act" and isinstance(self.first, Term) else self

    @property
    def is_activity(self) -> bool:
        """Whether the term is the activity of something."""
        return self.function == "act"

    @property
    def label(self) -> str:
        """What the term is called, in words."""
        parts = [_label(arg) for arg in self.args if not _is_change(arg)]
        changes = [_change(arg) for arg in self.args if _is_change(arg)]
        first = parts[0] if parts else ""
        words = {
            "g": f"{first} gene", "r": f"{first} RNA", "m": f"{first} microRNA", "deg": f"degradation of {first}",
            "sec": f"secretion of {first}", "surf": f"cell surface expression of {first}",
            "tloc": f"translocation of {first}", "act": f"activity of {first}",
            "composite": " with ".join(parts), "rxn": " to ".join(parts), "reactants": " and ".join(parts),
            "products": " and ".join(parts), "list": " and ".join(parts),
        }.get(self.function, first)  # fmt: skip
        if self.function == "complex" and (len(parts) > 1 or not isinstance(self.first, Name)):
            words = f"complex of {' and '.join(parts)}"
        return (" " if self.function == "tloc" else ", ").join((words, *changes))

    @property
    def kind(self) -> str:
        """The kind of thing that the term is."""
        return _KINDS.get(self.function, "process")


_KINDS = MappingProxyType(
    {
        "a": "metabolite", "p": "protein", "g": "gene", "r": "gene", "m": "gene", "complex": "complex",
        "composite": "other", "bp": "process", "path": "disease", "pop": "other",
    }
)  # fmt: skip


def _is_change(arg: Name | Term) -> bool:
    return (isinstance(arg, Term) and arg.function in _CHANGES.values()) or (
        isinstance(arg, Name) and not arg.namespace
    )


def _label(arg: Name | Term) -> str:
    return arg.label if isinstance(arg, Term) else arg.name or arg.identifier


def _change(arg: Name | Term) -> str:
    if isinstance(arg, Name):
        return str(arg)
    words = " ".join(_label(each) for each in arg.args)
    return {"loc": f"in {words}", "fromLoc": f"from {words}", "toLoc": f"to {words}"}.get(
        arg.function, f"{arg.function}({words})"
    )


def tokens(text: str) -> list[str]:
    """The tokens of a statement, blanks and a comment at its end left out.

    Raises BelError for a quote that is not closed.
    """
    found, at = [], 0
    while at < len(text):
        if at and text[at - 1].isspace() and text.startswith(_COMMENT, at):
            break
        match = _TOKEN.match(text, at)
        if match is None:
            raise BelError("a quote is not closed")
        if not match.group().isspace():
            found.append(match.group())
        at = match.end()
    return found


class Parser:
    """Reads terms from tokens, from a place on; `namespaces` tell which values each of them has."""

    def __init__(self, found: list[str], namespaces: Mapping[str, Callable[[str], bool]] | None = None) -> None:
        self._tokens, self._namespaces = found, namespaces
        self.at = 0
        self._depth = 0

    @property
    def next(self) -> str:
        """The token at hand, empty at the end."""
        return self._tokens[self.at] if self.at < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        """The token at hand, which is left behind.  Raises BelError for another than the wanted one."""
        token = self.next
        if not token or (wanted and token != wanted):
            raise BelError(f"{token!r} stands where {wanted or 'a term'!r} is needed" if token else "it ends too early")
        self.at += 1
        return token

    def is_term(self) -> bool:
        """Whether a term begins here."""
        following = self._tokens[self.at + 1 : self.at + 2]
        return following == ["("] and self.next not in "(),"

    def term(self) -> Term:
        """The term that begins here.  Raises BelError for what is none."""
        word = self.take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BelError(f"terms stand more than {_DEEPEST} deep")
        function = _FUNCTIONS.get(word.lower()) or _CHANGES.get(word.lower(), "")
        activity = not function and word.lower() in _ACTIVITIES
        if not function and not activity:
            raise BelError(f"{word!r} is no function of BEL")
        self.take("(")
        args: list[Name | Term] = []
        while self.next != ")":
            args.append(self.term() if self.is_term() else self._name())
            if self.next != ")":
                self.take(",")
        self.take(")")
        self._depth -= 1
        made = Term("act", (*args, Term("ma", (Name("", word),)))) if activity else Term(function, tuple(args))
        _check(made)
        return made

    def _name(self) -> Name:
        token = self.take()
        namespace, colon, rest = token.partition(":") if not token.startswith('"') else ("", "", token)
        # HGVS and the like hold no colon, so what stands before one is a namespace.
        if colon and not rest:
            rest = self.take()
        if not colon:
            namespace, rest = "", token
        elif self._namespaces is not None and namespace not in self._namespaces:
            raise BelError(f"the namespace {namespace!r} is not defined")
        value, mark, label = rest.partition("!") if not rest.startswith('"') else (rest, "", "")
        if self.next == "!":
            mark = self.take()
        if mark and not label:
            label = self.take()
        name, identifier = (_bare(label), _bare(value)) if mark else (_bare(value), "")
        has = self._namespaces.get(namespace) if self._namespaces is not None else None
        if has is not None and not (has(identifier or name) or has(name)):
            raise BelError(f"{identifier or name!r} is no value of the namespace {namespace!r}")
        return Name(namespace, name, identifier)


def _bare(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token


def _check(term: Term) -> None:
    """Raise BelError for a function that lacks what it is of."""
    first = term.first
    if term.function in _CHANGES.values():
        return
    if first is None:
        raise BelError(f"{term.function}() is of nothing")
    if term.function in _NAMED and isinstance(first, Name) and not first.namespace:
        raise BelError(f"{first.name!r} has no namespace")
    if term.function in _NAMED and isinstance(first, Term) and first.function != "fus":
        raise BelError(f"{term.function}() is of a name, not of {first.function}()")
    if term.function in _AROUND and not isinstance(first, Term):
        raise BelError(f"{term.function}() is of a term, not of a name")
    if term.function == "tloc" and len(term.args) < len(("what", "from", "to")):
        raise BelError("a translocation says from where and to where")
