"""What the library says of options, in the words of a request: ``--max-hops 7`` is ``max_hops=7`` here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kgraph.frozen import replace
from kgraph.paths.values import PathAnswer
from kgraph.service.parameters import Parameter

_WITH_VALUE = re.compile(r"--(max-hops|include|top|hub-penalty) (?!shows|ranks)([\w-]+)")
_OPTION = re.compile(r"--([a-z][a-z-]*)")
# Not to be had by a request: the time is the service's own, and the arithmetic is in every answer.
_ELSEWHERE = re.compile(r" \(--seconds\)| Confidence: --explain shows the arithmetic\.")


def in_parameters(text: str, parameters: Iterable[Parameter]) -> str:
    """A text that names options of the command line, with the parameters of a request in their place."""
    known = {parameter.name.replace("_", "-"): parameter.name for parameter in parameters}

    def named(match: re.Match[str]) -> str:
        negated = known.get(match[1].removeprefix("no-"))
        if match[1].startswith("no-") and negated:
            return f"{negated}=false"
        return known.get(match[1], match[0])

    text = _ELSEWHERE.sub("", text)
    return _OPTION.sub(named, _WITH_VALUE.sub(lambda match: f"{known[match[1]]}={match[2]}", text))


def answer_in_parameters(answer: PathAnswer, parameters: Iterable[Parameter]) -> PathAnswer:
    """A path answer whose reason names parameters of a request."""
    because, parameters = answer.because, tuple(parameters)
    if because is None:
        return answer
    relaxed = tuple(replace(one, option=in_parameters(one.option, parameters)) for one in because.relaxed)
    message = in_parameters(because.message, parameters)
    return replace(answer, because=replace(because, message=message, relaxed=relaxed))
