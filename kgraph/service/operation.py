"""One thing to ask of the service: its name, its parameters and a function on the graph; and what many share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.corrections import corrections_to
from kgraph.errors import KgraphError
from kgraph.service.parameters import Arguments, Parameter
from kgraph.service.problems import ProblemError
from kgraph.service.settings import ServiceLimits

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Curie

Json = dict[str, Any]

LIMITS = ServiceLimits()


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask; `run` takes the graph and the arguments and gives the JSON answer.

    `slow` ones search, and only a few of them run at a time; `quick` ones take about a millisecond, less than handing
    them to a thread would keep others waiting.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    run: Callable[[KnowledgeGraph, Arguments], Json]
    slow: bool = False
    quick: bool = False

    def answer(self, graph: KnowledgeGraph, arguments: Arguments) -> Json:
        """What `run` gives, with the names that were read as others under ``corrections``, where there are any."""
        corrections: dict[str, str] = {}
        with corrections_to(corrections.__setitem__):
            answer = self.run(graph, arguments)
        if not corrections:
            return answer
        return {**answer, "corrections": [{"given": name, "read_as": label} for name, label in corrections.items()]}


def page_parameters(what: str) -> tuple[Parameter, ...]:
    """Which part of a list is asked for."""
    return (
        Parameter("limit", f"Most {what} in the answer.", "integer", default=100, minimum=1, maximum=LIMITS.max_rows),
        Parameter("offset", "How many to leave out at the start.", "integer", default=0, maximum=1_000_000),
    )


def name_parameter(name: str, description: str, *, required: bool = False) -> Parameter:
    """A parameter that names a thing."""
    return Parameter(name, f"{description} A name, synonym or identifier.", required=required)


def named_entity(graph: KnowledgeGraph, arguments: Arguments, name: str) -> Curie:
    """The entity that an argument names, or the empty text without one.  Raises ProblemError."""
    if not arguments[name]:
        return ""
    with naming(name):
        return graph.names.resolve(arguments[name]).id


@contextmanager
def naming(parameter: str) -> Iterator[None]:
    """Turns an error of the library into a problem that names the parameter."""
    try:
        yield
    except KgraphError as error:
        problem = ProblemError.of(error)
        problem.more["parameter"] = parameter
        raise problem from None


def mechanism_named(graph: KnowledgeGraph, name: str) -> str:
    """The mechanism of this name, or the empty text without one.  Raises ProblemError."""
    if not name:
        return ""
    known = graph.names.mechanism(name)
    if known is None:
        names = ", ".join(graph.names.mechanisms)
        raise ProblemError(400, f"mechanism is {name[:60]!r}; it takes one of {names}.", parameter="mechanism")
    return known


def listed(name: str, found: Sequence[Any], arguments: Arguments, row: Callable[[Any], Json]) -> Json:
    """A part of a list, with how long the whole is."""
    first, last = arguments["offset"], arguments["offset"] + arguments["limit"]
    return {name: [row(item) for item in found[first:last]], "total": len(found), "more": len(found) > last}
