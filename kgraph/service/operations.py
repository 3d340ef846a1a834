"""What the JSON API and the MCP server can do, described once: name, parameters, and a function on the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kgraph.corrections import corrections_to
from kgraph.errors import ChoiceError, KgraphError
from kgraph.paths import PathOptions, find_paths
from kgraph.paths.search_options import PATH_OPTIONS, PathOption, resolved_names
from kgraph.service.parameter_words import PARAMETERS
from kgraph.service.parameters import Arguments, Parameter
from kgraph.service.problems import ProblemError
from kgraph.service.settings import ServiceLimits
from kgraph.vocabulary import CERTAINTIES

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Claim, Curie
    from kgraph.outcomes import Outcome

Json = dict[str, Any]

LIMITS = ServiceLimits()
# How long a search may take is the service's own affair.
_PATH_OPTIONS = tuple(option for option in PATH_OPTIONS if option.name != "seconds")


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


def _page(what: str) -> tuple[Parameter, ...]:
    return (
        Parameter("limit", f"Most {what} in the answer.", "integer", default=100, minimum=1, maximum=LIMITS.max_rows),
        Parameter("offset", "How many to leave out at the start.", "integer", default=0, maximum=1_000_000),
    )


def _name(name: str, description: str, *, required: bool = False) -> Parameter:
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


def _search(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    hits = graph.names.search(arguments["q"], limit=arguments["limit"] + 1)
    shown = hits[: arguments["limit"]]
    names = ("id", "label", "kind", "matched", "score")
    return {
        "query": arguments["q"],
        "results": [{name: getattr(hit, name) for name in names} for hit in shown],
        "more": len(hits) > len(shown),
    }


def _paths(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.path_json import to_json

    return to_json(graph, path_answer(graph, arguments), PARAMETERS)


def path_answer(graph: KnowledgeGraph, arguments: Arguments) -> Any:
    """The paths that the arguments of `paths` ask for."""

    def resolve(parameter: str, name: str) -> Curie:
        with naming(parameter):
            return graph.names.resolve(name).id

    given = cast("PathOptions", {option.name: arguments[option.name] for option in _PATH_OPTIONS})
    start, end = (named_entity(graph, arguments, name) for name in ("start", "end"))
    try:
        options = resolved_names(given, resolve)
        options["seconds"] = LIMITS.search_seconds
        return find_paths(graph, start, end, **options)
    except ChoiceError as error:
        problem = ProblemError.of(error)
        problem.more["parameter"] = error.choice
        raise problem from None


def _mechanism(graph: KnowledgeGraph, name: str) -> str:
    if not name:
        return ""
    known = graph.names.mechanism(name)
    if known is None:
        names = ", ".join(graph.names.mechanisms)
        raise ProblemError(400, f"mechanism is {name[:60]!r}; it takes one of {names}.", parameter="mechanism")
    return known


def _trace(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.trace import to_json
    from kgraph.trace import SourceTexts, trace

    with naming("what"):
        thing = graph.names.find(arguments["what"])
    return to_json(graph, trace(graph, thing), SourceTexts({}))


def _claims(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    wanted = {name: named_entity(graph, arguments, name) for name in ("subject", "object", "about", "disease")}
    mechanism = _mechanism(graph, arguments["mechanism"])

    def fits(claim: Claim) -> bool:
        return (
            (not wanted["subject"] or claim.subject == wanted["subject"])
            and (not wanted["object"] or claim.object == wanted["object"])
            and (not wanted["about"] or wanted["about"] in (claim.subject, claim.object))
            and (not wanted["disease"] or claim.disease == wanted["disease"])
            and (not mechanism or mechanism in claim.mechanisms)
            and (not arguments["certainty"] or claim.certainty == arguments["certainty"])
            and (not arguments["relation"] or claim.relation == arguments["relation"])
        )

    near = next((wanted[name] for name in ("about", "subject", "object") if wanted[name]), "")
    claims = graph.claims_by_entity.get(near, ()) if near else graph.claims.values()
    return _listed("claims", [claim for claim in claims if fits(claim)], arguments, lambda c: claim_record(graph, c))


def claim_record(graph: KnowledgeGraph, claim: Claim) -> Json:
    """A claim with its evidence, as `trace` gives it."""
    from kgraph.formats.trace import to_json
    from kgraph.trace import SourceTexts, trace

    claims: Any = to_json(graph, trace(graph, claim), SourceTexts({}))["claims"]
    return dict(claims[0])


def _claim(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.model import Claim

    with naming("claim"):
        found = graph.names.of_kind("claim", arguments["claim"])
    if not isinstance(found, Claim):
        detail = f"{arguments['claim'][:60]!r} names no claim but {found.id}; trace shows the claims about it."
        raise ProblemError(404, detail, parameter="claim")
    return claim_record(graph, found)


def _hypotheses(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.hypotheses import hypothesis_row
    from kgraph.hypotheses import evaluate_all

    end, mechanism = named_entity(graph, arguments, "disease"), _mechanism(graph, arguments["mechanism"])
    found = [
        e
        for e in evaluate_all(graph)
        if (not end or e.hypothesis.end == end) and (not mechanism or e.hypothesis.mechanism == mechanism)
    ]
    return _listed("hypotheses", found, arguments, lambda e: hypothesis_row(graph, e))


def _outcomes(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.outcomes import COLUMNS, outcome_row
    from kgraph.outcomes import outcomes, side_by_side

    def record(row: Outcome) -> Json:
        told = outcome_row(graph, row)
        return {name: told[name] for name in COLUMNS}

    wanted = {name: named_entity(graph, arguments, name) for name in ("disease", "comparator", "diet")}
    return _listed("outcomes", side_by_side(outcomes(graph, **wanted)), arguments, record)


def _mechanisms(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.matrix import cell_row
    from kgraph.matrix import mechanism_matrix

    return {"mechanisms": [cell_row(graph, cell) for cell in mechanism_matrix(graph)]}


def _entities(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    kind = arguments["kind"]
    found = [entity for entity in graph.entities.values() if not kind or entity.kind == kind]
    return _listed(
        "entities",
        found,
        arguments,
        lambda e: {"id": e.id, "label": e.label, "kind": e.kind, "synonyms": list(e.synonyms)},
    )


def _listed(name: str, found: Sequence[Any], arguments: Arguments, row: Callable[[Any], Json]) -> Json:
    """A part of a list, with how long the whole is."""
    first, last = arguments["offset"], arguments["offset"] + arguments["limit"]
    return {name: [row(item) for item in found[first:last]], "total": len(found), "more": len(found) > last}


def _parameter(option: PathOption) -> Parameter:
    """A choice of a path search as a parameter."""
    kinds = {"whole": "integer", "flag": "boolean"}
    many = {"many": True, "most": option.many} if option.many else {"default": option.default}
    return Parameter(
        option.name,
        option.help,
        kinds.get(option.kind, "string"),
        choices=option.choices,
        minimum=option.least,
        maximum=option.most,
        **many,
    )


PATH_PARAMETERS = (
    _name("start", "Where the paths start.", required=True),
    _name("end", "Where the paths end.", required=True),
    *(_parameter(option) for option in _PATH_OPTIONS),
)

OPERATIONS = (
    Operation(
        "search",
        "Find entities, hypotheses, mechanisms and references.",
        "By name, synonym, identifier or misspelling, best first.",
        (
            Parameter("q", "What to look for.", required=True),
            Parameter("limit", "Most results.", "integer", default=20, minimum=1, maximum=100),
        ),
        _search,
        quick=True,
    ),
    Operation(
        "paths",
        "Ranked signed paths between two entities.",
        "Helpful, harmful and unknown paths are searched apart; every step carries its references. Paths with no "
        "mechanism between their ends stand under outcomes.",
        PATH_PARAMETERS,
        _paths,
        slow=True,
    ),
    Operation(
        "trace",
        "The claims and evidence behind a thing.",
        "A claim, hypothesis, mechanism, reference or entity down to its evidence lines, disputes first.",
        (_name("what", "What to trace.", required=True),),
        _trace,
    ),
    Operation(
        "claims",
        "Claims with their evidence.",
        "Filtered by what they are about; each as trace gives it.",
        (
            _name("about", "Subject or object."),
            _name("subject", "The subject."),
            _name("object", "The object."),
            _name("disease", "The disease that they are stated for."),
            Parameter("mechanism", "A mechanism."),
            Parameter("relation", "A relation, such as activates."),
            Parameter("certainty", "The wording of the source.", choices=("", *CERTAINTIES)),
            *_page("claims"),
        ),
        _claims,
    ),
    Operation(
        "claim",
        "One claim with its evidence.",
        "Sign, certainty, evidence lines with their references and places, and what disputes it.",
        (Parameter("claim", "The identifier of a claim, with or without claim: in front.", required=True),),
        _claim,
    ),
    Operation(
        "hypotheses",
        "Curated chains of claims.",
        "With what follows from their steps: sign, effect, weakest step, evidence, references.",
        (_name("disease", "Where the chains end."), Parameter("mechanism", "A mechanism."), *_page("hypotheses")),
        _hypotheses,
    ),
    Operation(
        "outcomes",
        "Clinical numbers as printed, arms side by side.",
        "With time point, sample size, design, references and whether they are disputed.",
        (
            _name("disease", "The disease, or a general form of it."),
            _name("comparator", "The arm compared with."),
            _name("diet", "A diet, as either arm."),
            *_page("rows"),
        ),
        _outcomes,
    ),
    Operation(
        "mechanisms",
        "The matrix of mechanisms and diseases.",
        "The effect of the hypotheses of each mechanism in each disease, their evidence, and whether it is disputed.",
        (),
        _mechanisms,
    ),
    Operation(
        "entities",
        "The things that claims speak about.",
        "With their kind and synonyms.",
        (Parameter("kind", "A kind, such as protein or disease."), *_page("entities")),
        _entities,
    ),
)
