"""What the JSON API and the MCP server can do, described once: name, parameters, and a function on the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kgraph.errors import ChoiceError
from kgraph.paths import PathOptions, find_paths
from kgraph.paths.search_options import PATH_OPTIONS, PathOption, resolved_names
from kgraph.service.listing_operations import LISTING_OPERATIONS
from kgraph.service.operation import (
    LIMITS,
    Json,
    Operation,
    listed,
    mechanism_named,
    name_parameter,
    named_entity,
    naming,
    page_parameters,
)
from kgraph.service.parameter_words import PARAMETERS
from kgraph.service.parameters import Arguments, Parameter
from kgraph.service.problems import ProblemError
from kgraph.vocabulary import CERTAINTIES

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.hypotheses import EvaluatedHypothesis
    from kgraph.model import Claim, Curie
    from kgraph.outcomes import Outcome

# How long a search may take is the service's own affair.
_PATH_OPTIONS = tuple(option for option in PATH_OPTIONS if option.name != "seconds")


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


def _trace(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.trace import to_json
    from kgraph.trace import SourceTexts, trace

    with naming("what"):
        thing = graph.names.find(arguments["what"])
    return to_json(graph, trace(graph, thing), SourceTexts({}))


def _claims(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    wanted = {name: named_entity(graph, arguments, name) for name in ("subject", "object", "about", "disease")}
    mechanism = mechanism_named(graph, arguments["mechanism"])

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
    return listed("claims", [claim for claim in claims if fits(claim)], arguments, lambda c: claim_record(graph, c))


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
    from kgraph.formats.hypotheses import COLUMNS, hypothesis_row
    from kgraph.hypotheses import evaluate_all

    end, mechanism = named_entity(graph, arguments, "disease"), mechanism_named(graph, arguments["mechanism"])
    found = [
        e
        for e in evaluate_all(graph)
        if (not end or e.hypothesis.end == end) and (not mechanism or e.hypothesis.mechanism == mechanism)
    ]

    def whole_row(evaluated: EvaluatedHypothesis) -> Json:
        # Without the short words of a terminal.
        row = hypothesis_row(graph, evaluated)
        return {name: row[name] for name in COLUMNS}

    return listed("hypotheses", found, arguments, whole_row)


def _outcomes(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.outcomes import COLUMNS, outcome_row
    from kgraph.outcomes import outcomes, side_by_side

    def record(row: Outcome) -> Json:
        told = outcome_row(graph, row)
        return {name: told[name] for name in COLUMNS}

    wanted = {name: named_entity(graph, arguments, name) for name in ("disease", "comparator", "diet")}
    return listed("outcomes", side_by_side(outcomes(graph, **wanted)), arguments, record)


def _mechanisms(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.matrix import cell_row
    from kgraph.matrix import mechanism_matrix

    return {"mechanisms": [cell_row(graph, cell) for cell in mechanism_matrix(graph)]}


def _entities(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    kind = arguments["kind"]
    found = [entity for entity in graph.entities.values() if not kind or entity.kind == kind]
    return listed(
        "entities",
        found,
        arguments,
        lambda e: {"id": e.id, "label": e.label, "kind": e.kind, "synonyms": list(e.synonyms)},
    )


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
    name_parameter("start", "Where the paths start.", required=True),
    name_parameter("end", "Where the paths end.", required=True),
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
        (name_parameter("what", "What to trace.", required=True),),
        _trace,
    ),
    Operation(
        "claims",
        "Claims with their evidence.",
        "Filtered by what they are about; each as trace gives it.",
        (
            name_parameter("about", "Subject or object."),
            name_parameter("subject", "The subject."),
            name_parameter("object", "The object."),
            name_parameter("disease", "The disease that they are stated for."),
            Parameter("mechanism", "A mechanism."),
            Parameter("relation", "A relation, such as activates."),
            Parameter("certainty", "The wording of the source.", choices=("", *CERTAINTIES)),
            *page_parameters("claims"),
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
        (
            name_parameter("disease", "Where the chains end."),
            Parameter("mechanism", "A mechanism."),
            *page_parameters("hypotheses"),
        ),
        _hypotheses,
    ),
    Operation(
        "outcomes",
        "Clinical numbers as printed, arms side by side.",
        "With time point, sample size, design, references and whether they are disputed.",
        (
            name_parameter("disease", "The disease, or a general form of it."),
            name_parameter("comparator", "The arm compared with."),
            name_parameter("diet", "A diet, as either arm."),
            *page_parameters("rows"),
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
        (Parameter("kind", "A kind, such as protein or disease."), *page_parameters("entities")),
        _entities,
    ),
    *LISTING_OPERATIONS,
)
