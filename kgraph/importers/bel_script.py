"""BEL scripts: their statements one after the other, each with its citation, annotations and line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.importers.bel_spellings import one_spelling
from kgraph.importers.bel_terms import BelError, Parser, Term, tokens
from kgraph.importers.imported import Tallies
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import bounded_lines, check_text

RELATIONS = MappingProxyType(
    {
        "->": "increases", "→": "increases", "increases": "increases", "=>": "directlyIncreases",
        "⇒": "directlyIncreases", "directlyincreases": "directlyIncreases", "-|": "decreases", "decreases": "decreases",
        "=|": "directlyDecreases", "directlydecreases": "directlyDecreases", "--": "association",
        "association": "association", "pos": "positiveCorrelation", "positivecorrelation": "positiveCorrelation",
        "neg": "negativeCorrelation", "negativecorrelation": "negativeCorrelation", "cor": "correlation",
        "correlation": "correlation", "nocor": "noCorrelation", "nocorrelation": "noCorrelation",
        "cnc": "causesNoChange", "causesnochange": "causesNoChange", "reg": "regulates", "regulates": "regulates",
        "ratelimitingstepof": "rateLimitingStepOf", "subprocessof": "subProcessOf", "isa": "isA", "partof": "partOf",
        "hasmember": "hasMember", "hasmembers": "hasMember", "hascomponent": "hasComponent",
        "hascomponents": "hasComponent", ":>": "transcribedTo", "transcribedto": "transcribedTo",
        ">>": "translatedTo", "translatedto": "translatedTo", "eq": "equivalentTo", "equivalentto": "equivalentTo",
        "orthologous": "orthologous", "orthologousto": "orthologous", "analogous": "analogousTo",
        "analogousto": "analogousTo", "biomarkerfor": "biomarkerFor",
        "prognosticbiomarkerfor": "prognosticBiomarkerFor", "binds": "binds", "hasvariant": "hasVariant",
    }
)  # fmt: skip
_DEFINE = re.compile(
    r"DEFINE\s+(NAMESPACE|ANNOTATION)\s+(\S+)\s+AS\s+(URL|PATTERN|LIST|URI)\s*(.*)", re.IGNORECASE | re.DOTALL
)
_SET = re.compile(r"SET\s+(.+?)\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
_UNSET = re.compile(r"UNSET\s+(.+)", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_KEYWORD = re.compile(r"(?:SET|UNSET|DEFINE)\b", re.IGNORECASE)
_GROUPS = frozenset({"statement_group", "statementgroup"})
_CLEARING = _GROUPS | {"all", "citation"}
_EVIDENCE = frozenset({"evidence", "supportingtext", "support"})


_TOLD = frozenset({"name", "version", "copyright", "licenses"})
_MOST_LINES = 1_000
# A comment behind a blank at the end of a line, outside of quotes.
_REMARK = re.compile(r'((?:[^"]|"(?:[^"\\]|\\.)*")*?)\s(?://|#).*', re.DOTALL)
# Patterns are tried where trying them cannot take long: nothing is repeated that repeats, and little is without end.
_LONGEST_PATTERN, _MOST_OPEN = 200, 3
_OPEN = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})")
_SLOW = re.compile(r"\)(?:[*+]|\{\d*,?\d{2,}\}|\{\d*,\})|\(\?")


@frozen
class BelStatement:
    """A statement, with the context that is set where it stands; a nested one has a statement for its object."""

    subject: Term
    relation: str
    object: Term | BelStatement
    line: int
    citation: tuple[str, str]
    annotations: Mapping[str, tuple[str, ...]]
    has_evidence: bool


class BelScript:
    """Reads one script."""

    def __init__(self, data: Data, losses: Tallies, remarks: Tallies, faults: list[DataError]) -> None:
        self._data, self._losses, self._remarks, self._faults = data, losses, remarks, faults
        self._namespaces: dict[str, Callable[[str], bool]] = {}
        self._lists: dict[str, Callable[[str], bool]] = {}
        self._annotations: dict[str, tuple[str, ...]] = {}
        self._citation = ("", "")
        self._evidence = False
        self.licences: list[str] = []
        self.alone = 0

    def statements(self) -> Iterator[BelStatement]:
        """The statements in their order.

        A line that cannot be read is added to the faults.  Raises DataError for a file that is no text.
        """
        for number, line in self._whole_lines():
            try:
                if _KEYWORD.match(line):
                    self._control(line, number)
                else:
                    yield from self._statement(line, number)
            except BelError as error:
                self._faults.append(self._data.refused(f"is not BEL: {error}", number))

    def _whole_lines(self) -> Iterator[tuple[int, str]]:
        """Lines put together: one that ends in a stroke goes on, and so does one whose quote is open."""
        check_text(self._data)
        text = io.TextIOWrapper(self._data.file, encoding="utf-8", newline=None)
        parts: list[str] = []
        first = 0
        for number, raw in enumerate(bounded_lines(text, self._data.name), 1):
            line = raw.strip()
            if len(parts) > _MOST_LINES:
                raise self._data.refused("is not BEL: a quote or a statement that goes on for too long", first)
            if not parts and (not line or line.startswith("#")):
                continue
            first = first if parts else number
            if not parts and _KEYWORD.match(line) and (behind := _REMARK.fullmatch(line)):
                line = behind.group(1).rstrip()
            parts.append(line.removesuffix("\\").rstrip())
            whole = " ".join(parts)
            if line.endswith("\\") or (_KEYWORD.match(whole) and whole.replace('\\"', "").count('"') % 2):
                continue
            parts = []
            yield first, whole
        if parts:
            self._faults.append(self._data.refused("is not BEL: a quote is not closed", first))
        text.detach()

    def _control(self, line: str, number: int) -> None:
        if found := _DEFINE.fullmatch(line):
            what, name, how, values = found.groups()
            if what.upper() == "NAMESPACE":
                self._namespaces[name] = self._values_of(how.upper(), values, name, number)
            else:
                self._lists[name.lower()] = self._values_of(how.upper(), values, name, number)
        elif found := _SET.fullmatch(line):
            self._set(found.group(1).strip(), found.group(2).strip(), number)
        elif found := _UNSET.fullmatch(line):
            self._unset([name.strip() for name in found.group(1).strip("{} ").split(",")])
        else:
            raise BelError(f"{line.split(maxsplit=1)[0]} needs a name and a value")

    def _values_of(self, how: str, written: str, name: str, number: int) -> Callable[[str], bool]:
        """What tells the values of a namespace or an annotation; those of a list elsewhere are not looked up."""
        if how == "LIST":
            return frozenset(_values(written)).__contains__
        if how != "PATTERN":
            return _anything
        # A pattern has strokes of its own.
        (pattern,) = _QUOTED.findall(written)[:1] or (written,)
        try:
            expression = re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise BelError(f"the pattern {pattern!r} of {name!r} is no regular expression: {error}") from None
        if len(pattern) > _LONGEST_PATTERN or _SLOW.search(pattern) or len(_OPEN.findall(pattern)) > _MOST_OPEN:
            self._remarks.add("patterns that are too long to try; what they describe is not checked",
                              f"{self._data.name}:{number}")  # fmt: skip
            return _anything
        return lambda value: len(value) <= _LONGEST_PATTERN and bool(expression.match(value))

    def _set(self, name: str, value: str, number: int) -> None:
        low = name.lower()
        if low.startswith("document "):
            # Who wrote the script and under which licence.
            what = low.removeprefix("document").strip()
            if what in _TOLD and (said := " ".join(_values(value)).strip()):
                self._remarks.add(f"{what} of the script: {said}", f"{self._data.name}:{number}")
                if what == "licenses":
                    self.licences.append(said)
        elif low in _GROUPS:
            self._clear()
        elif low == "citation":
            # What was set for another citation does not hold for this one.
            self._clear()
            self._citation = _citation(_values(value))
        elif low in _EVIDENCE:
            self._evidence = bool(_values(value))
            self._losses.add("evidence texts, words of a source", f"{self._data.name}:{number}")
        else:
            if low not in self._lists:
                raise BelError(f"the annotation {name!r} is not defined")
            values, allowed = _values(value), self._lists[low]
            for one in values:
                if not allowed(one):
                    raise BelError(f"{one!r} is no value of the annotation {name!r}")
            self._annotations[low] = tuple(values)

    def _unset(self, names: list[str]) -> None:
        for name in names:
            low = name.strip('"').lower()
            if low in _CLEARING:
                self._clear()
            elif low in _EVIDENCE:
                self._evidence = False
            elif self._annotations.pop(low, None) is None:
                self._remarks.add("annotations that are unset and were not set", self._data.name)

    def _clear(self) -> None:
        self._annotations, self._citation, self._evidence = {}, ("", ""), False

    def _statement(self, line: str, number: int) -> Iterator[BelStatement]:
        parser = Parser(tokens(line), self._namespaces)
        subject = parser.term()
        if not parser.next:
            self.alone += 1
            self._losses.add("statements of one term, which claim nothing", f"{self._data.name}:{number}")
            return
        made = []
        # A chain of statements says each of them.
        while parser.next:
            statement = self._one(parser, subject, number)
            made.append(statement)
            if isinstance(statement.object, BelStatement) and parser.next:
                raise BelError(f"{parser.next!r} stands where the statement ends")
            subject = statement.object if isinstance(statement.object, Term) else subject
        yield from made

    def _one(self, parser: Parser, subject: Term, number: int) -> BelStatement:
        word = parser.take()
        relation = RELATIONS.get(word.lower())
        if relation is None:
            told = "stands where the statement ends" if word in ("(", ")", ",") else "is no relation of BEL"
            raise BelError(f"{word!r} {told}")
        target: Term | BelStatement
        if parser.next == "(":
            parser.take("(")
            target = self._one(parser, parser.term(), number)
            parser.take(")")
            if isinstance(target.object, BelStatement):
                raise BelError("a statement inside of a nested one")
        else:
            target = parser.term()
        if isinstance(target, Term):
            target = one_spelling(target)
        return BelStatement(
            one_spelling(subject),
            relation,
            target,
            number,
            self._citation,
            MappingProxyType(dict(self._annotations)),
            self._evidence,
        )


def _anything(_: str) -> bool:
    return True


def _values(written: str) -> list[str]:
    """The values of a SET: one quoted text, a bare word, or a set in braces."""
    quoted = [re.sub(r"\\(.)", r"\1", one) for one in _QUOTED.findall(written)]
    return quoted or [part.strip() for part in written.strip("{}").split(",") if part.strip()]


def _citation(values: list[str]) -> tuple[str, str]:
    """The type and the identifier of a citation: type, perhaps a name, identifier, and what else is known.

    Raises BelError for one that lacks them, for a PubMed identifier that is no number, and for an unknown type.
    """
    if len(values) < 2:  # noqa: PLR2004  # a type and an identifier
        raise BelError("a citation has a type and an identifier")
    kind = values[0].strip().lower()
    if kind not in _TYPES:
        raise BelError(f"{values[0]!r} is no type of citation")
    identifier = (values[1] if len(values) == 2 else values[2]).strip()  # noqa: PLR2004
    if kind == "pubmed" and not re.fullmatch(r"[1-9]\d{0,7}", identifier):
        raise BelError(f"{identifier!r} is no PubMed identifier")
    return _TYPES[kind], identifier


_TYPES = MappingProxyType(
    {
        "pubmed": "PubMed", "pubmed central": "PMC", "pmc": "PMC", "doi": "DOI", "book": "Book", "journal": "Journal",
        "url": "URL", "online resource": "Online Resource", "other": "Other", "biorxiv": "bioRxiv", "arxiv": "arXiv",
    }
)  # fmt: skip
