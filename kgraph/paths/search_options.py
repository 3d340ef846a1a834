"""What can be chosen about a search for paths, declared once: every door makes its own options of these.

To add a filter is to add a cell and its test to `PathFilter`, and here a row and a key of `PathOptions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, TypedDict

from kgraph.errors import ChoiceError, UsageError
from kgraph.frozen import frozen
from kgraph.names import names_of
from kgraph.paths.filters import PathFilter
from kgraph.vocabulary import CERTAINTIES, DIRECTNESS, STUDY_KINDS, TENTATIVE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgraph.model import Contents, Curie

MAX_HOPS = 6
MOST_HOPS = 12
TOP = 5
MOST_PATHS = 1000
SECONDS = 20.0
# The order in which effects are told.
EFFECTS = ("helps", "harms", "raises", "lowers", "unknown")
# Entities to go through: every one of them doubles the work.
MOST_WAYPOINTS = 5
_MOST_AVOIDED = 100
_MOST_CHOSEN = 8
# With more claims than this a graph counts as a large merge, where generic hubs cost something unless told otherwise.
LARGE_GRAPH = 10_000
_HUB_PENALTY = {"auto": None, "on": True, "off": False}
Names = Iterable[str] | str


class PathOptions(TypedDict, total=False):
    """The choices as keywords; those that take several values take one alone, too, and None is the default."""

    via: Names | None
    avoid: Names | None
    mechanism: str | None
    max_hops: int
    top: int
    effect: str
    evidence: str
    study: Names | None
    species: str | None
    disease: str | None
    source: str | None
    primary_only: bool
    include: Names | None
    certainty: Names | None
    directness: Names | None
    associations: bool
    undirected: bool
    separate: bool
    hub_penalty: str | bool | None
    order: str
    seconds: float


@frozen
class PathOption:
    """One choice.

    `kind` is entity, mechanism or source for a name of such a thing, choice for one of `choices`, whole or seconds for
    a number from `least` to `most`, and flag for yes or no.  `many` is how many values may be given where several may.
    `cell` is that of `PathFilter`, when it is called otherwise there.
    """

    name: str
    help: str
    kind: str
    default: Any = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    many: int = 0
    cell: str = ""


PATH_OPTIONS = (
    PathOption("via", "Only paths through this entity.", "entity", many=MOST_WAYPOINTS),
    PathOption("avoid", "No paths through this entity.", "entity", many=_MOST_AVOIDED),
    PathOption("mechanism", "Only paths of this mechanism.", "mechanism"),
    PathOption("max_hops", "Longest path.", "whole", MAX_HOPS, least=1, most=MOST_HOPS),
    PathOption("top", "Paths of each sign.", "whole", TOP, least=1, most=MOST_PATHS),
    PathOption("effect", "Show only this side.", "choice", "any", (*EFFECTS, "any")),
    PathOption("evidence", "Evidence of each step.", "choice", "any", ("human", "animal", "any")),
    PathOption("study", "Study kind of each step.", "choice", (), STUDY_KINDS, many=_MOST_CHOSEN, cell="study_kinds"),
    PathOption("species", "Only steps seen in this species.", "entity"),
    PathOption("disease", "Only steps stated for this disease, or for none.", "entity"),
    PathOption("source", "Only steps from this source: review, als-page, primary, or one of your own.", "source"),
    PathOption("primary_only", "Only steps that a primary paper supports.", "flag", False),
    PathOption(
        "include", "Let in claims of this certainty.", "choice", (), tuple(sorted(TENTATIVE)), many=_MOST_CHOSEN
    ),
    PathOption(
        "certainty", "Only steps of this certainty.", "choice", (), CERTAINTIES, many=_MOST_CHOSEN, cell="certainties"
    ),
    PathOption("directness", "Only steps with such support.", "choice", (), DIRECTNESS, many=_MOST_CHOSEN),
    PathOption("associations", "Whether associations may be steps.", "flag", True),
    PathOption("undirected", "Walk causal steps backwards too, to explore.", "flag", False),
    PathOption("separate", "Keep parallel claims apart as steps of their own.", "flag", False),
    PathOption(
        "hub_penalty",
        f"Rank paths through generic hubs lower; auto: on beyond {LARGE_GRAPH:,} claims.",
        "choice",
        "auto",
        tuple(_HUB_PENALTY),
    ),
    PathOption(
        "order",
        "Rank by the kinds of study behind each step, or by the product of their confidences.",
        "choice",
        "grade",
        ("grade", "product"),
    ),
    PathOption("seconds", "Search time.", "seconds", SECONDS),
)
_KNOWN = {option.name: option for option in PATH_OPTIONS}


@frozen
class PathSettings:
    """What the options come to: a filter, and how long, how far and for how many paths to search."""

    path_filter: PathFilter
    max_hops: int
    top: int
    effect: str
    separate: bool
    hub_penalty: bool | None
    order: str
    seconds: float


def read_options(graph: Contents, options: PathOptions, path_filter: PathFilter | None = None) -> PathSettings:
    """The options with their defaults and their names looked up; `path_filter` stands for those of a filter.

    Raises ChoiceError, which says what is possible, UsageError, UnknownNameError and AmbiguousNameError.
    """
    unknown = next((name for name in options if name not in _KNOWN), None)
    if unknown is not None:
        raise UsageError(f"a search for paths has no choice {unknown!r}; it has {', '.join(_KNOWN)}.")
    read = {option.name: _value(graph, option, options.get(option.name)) for option in PATH_OPTIONS}
    cells = {option.cell or option.name: option.name for option in PATH_OPTIONS}
    if path_filter is None:
        plain = PathFilter()
        path_filter = PathFilter(
            **{cell: type(getattr(plain, cell))(read[cells[cell]]) for cell in PathFilter.__match_args__}
        )
    else:
        for cell in PathFilter.__match_args__:
            option = _KNOWN[cells[cell]]
            if read[option.name] != (() if option.many else option.default):
                fact = f"{{path_filter}} stands for all that narrows the claims: leave it or {{{option.name}}} out."
                raise UsageError(fact, choices=("path_filter", option.name))
            _expect_possible(option, getattr(path_filter, cell))
    return PathSettings(
        path_filter,
        read["max_hops"],
        read["top"],
        read["effect"],
        read["separate"],
        _HUB_PENALTY[read["hub_penalty"]],
        read["order"],
        read["seconds"],
    )


def resolved_names(options: PathOptions, resolve: Callable[[str, str], Curie]) -> PathOptions:
    """The options with the names of entities replaced by what ``resolve(option, name)`` gives."""
    found: dict[str, Any] = dict(options)
    for option in PATH_OPTIONS:
        given = found.get(option.name)
        if option.kind == "entity" and given:
            names = [resolve(option.name, name) for name in _each(given)]
            found[option.name] = tuple(names) if option.many else names[0]
    known: PathOptions = found  # type: ignore[assignment]
    return known


def check_number(name: str, value: float) -> None:
    """Raise ChoiceError for a number that an option does not take."""
    _number(_KNOWN[name], value)


def checked_choice(name: str, value: str, possible: Sequence[str]) -> str:
    """The value, if it is possible.  Raises ChoiceError."""
    if value not in possible:
        raise ChoiceError(name, value, "possible", possible)
    return value


def _value(graph: Contents, option: PathOption, given: Any) -> Any:
    if option.name == "hub_penalty" and not isinstance(given, str):
        given = next((word for word, meant in _HUB_PENALTY.items() if meant is given), given)
    if given is None or (given == "" and option.default == ""):
        return () if option.many else option.default
    if not option.many:
        return _one(graph, option, given)
    values = tuple(dict.fromkeys(_one(graph, option, one) for one in _each(given)))
    if len(values) > option.many:
        raise UsageError(
            f"{{{option.name}}} takes at most {option.many} different ones, not {len(values)}.", choices=(option.name,)
        )
    return values


def _each(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _one(graph: Contents, option: PathOption, value: Any) -> Any:
    if option.kind == "flag":
        if not isinstance(value, bool):
            raise ChoiceError(option.name, value, "True or False")
        return value
    if option.kind in ("whole", "seconds"):
        return _number(option, value)
    if option.kind == "choice":
        return checked_choice(option.name, value, option.choices)
    names = names_of(graph)
    if option.kind == "mechanism":
        known = names.mechanism(value)
        return checked_choice(option.name, value if known is None else known, names.mechanisms)
    if option.kind == "source":
        return checked_choice(option.name, value, graph.origins)
    return names.resolve(value).id


def _number(option: PathOption, value: Any) -> Any:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")
    if option.kind == "whole":
        if not isinstance(number, int) or not option.least <= number <= option.most:
            raise ChoiceError(option.name, value, f"a whole number from {option.least} to {option.most}")
    elif not isfinite(number) or number <= 0:
        raise ChoiceError(option.name, value, "a number of seconds above 0")
    return number


def _expect_possible(option: PathOption, values: Any) -> None:
    if option.kind == "choice":
        for value in _each(values):
            checked_choice(option.name, value, option.choices)
