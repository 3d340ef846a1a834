"""Parameters of a request: described once, for reading them and for the documents that describe them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kgraph.service.problems import ProblemError

_WHOLE = re.compile(r"[0-9]{1,9}")
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_MOST_VALUES = 8
_LONGEST = 500
_SHOWN = 60

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: a text, or one of `choices`; with `kind` integer or boolean a number or a flag.

    A parameter that may be repeated (`many`, up to `most` times) comes back as a tuple.
    """

    name: str
    description: str
    kind: str = "string"
    required: bool = False
    default: Any = ""
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    many: bool = False
    most: int = _MOST_VALUES
    longest: int = _LONGEST

    def schema(self) -> dict[str, Any]:
        """The parameter as JSON Schema."""
        one: dict[str, Any] = {"type": self.kind}
        if self.choices:
            one["enum"] = list(self.choices)
        if self.kind == "integer":
            one |= {"minimum": self.minimum, "maximum": self.maximum}
        elif self.kind == "string" and not self.choices:
            one |= {"minLength": 1, "maxLength": self.longest} if self.required else {"maxLength": self.longest}
        if self.many:
            return {"type": "array", "items": one, "maxItems": self.most}
        return one if self.required or self.default == "" else {**one, "default": self.default}

    def read(self, value: object) -> Any:
        """The value of one occurrence.  Raises ProblemError, which names the parameter."""
        if self.kind == "boolean":
            known = value if isinstance(value, bool) else _FLAGS.get(str(value).lower())
            if known is None:
                raise self._wrong(value, "true or false")
            return known
        if self.kind == "integer":
            number = int(str(value)) if not isinstance(value, bool) and _WHOLE.fullmatch(str(value)) else None
            if number is None or not self.minimum <= number <= self.maximum:
                raise self._wrong(value, f"a whole number from {self.minimum} to {self.maximum}")
            return number
        if not isinstance(value, str):
            raise self._wrong(value, "a text")
        if self.choices and value not in self.choices:
            raise self._wrong(value, f"one of {', '.join(self.choices)}")
        if len(value) > self.longest:
            raise self._wrong(value, f"at most {self.longest} characters")
        return value

    def _wrong(self, value: object, wanted: str) -> ProblemError:
        shown = repr(str(value)[:_SHOWN])
        return ProblemError(400, f"{self.name} is {shown}; it takes {wanted}.", parameter=self.name)


def read_arguments(parameters: Sequence[Parameter], given: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """The arguments of a request, defaults filled in.

    Raises ProblemError, which names the parameter, for one that is unknown, missing, repeated or of the wrong kind.
    """
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, list[Any]] = {}
    for name, value in given:
        parameter = known.get(name)
        if parameter is None:
            close = get_close_matches(name[:_SHOWN], known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known) or 'none'}."
            raise ProblemError(400, f"There is no parameter {name[:_SHOWN]!r}; {hint}", parameter=name[:_SHOWN])
        found.setdefault(name, []).append(parameter.read(value))
    return {name: _value(parameter, found.get(name, [])) for name, parameter in known.items()}


def _value(parameter: Parameter, values: list[Any]) -> Any:
    name, count = parameter.name, len(values)
    if count > (parameter.most if parameter.many else 1):
        raise ProblemError(400, f"{name} is given {count} times; that is too often.", parameter=name)
    if parameter.many:
        return tuple(dict.fromkeys(values))
    if parameter.required and (not values or values[0] == ""):
        raise ProblemError(400, f"{name} is missing. {parameter.description}", parameter=name)
    return values[0] if values else parameter.default
