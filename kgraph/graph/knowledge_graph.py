"""The knowledge graph: the contents of the files, with every question that can be asked of them as a method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from kgraph.graph.callable_mappings import Hypotheses, Questions, References
from kgraph.graph.choices import resolved, warn_of_misspelt
from kgraph.graph.exporting import Exporting
from kgraph.graph.reachable import OpenEnds
from kgraph.model import PARTS, Contents, Curie
from kgraph.names import Names, names_of
from kgraph.reading.load import load_contents

if TYPE_CHECKING:
    import networkx as nx

    from kgraph.debates import Debate
    from kgraph.formats.documents import Row
    from kgraph.graph.claims import Thing
    from kgraph.graph.listings import Listing
    from kgraph.graph.path_answer import PathAnswer
    from kgraph.graph.query_table import Table
    from kgraph.graph.reports import CheckReport, Trace
    from kgraph.matrix import Cell, Comparison
    from kgraph.names import Hit
    from kgraph.outcomes import Outcome
    from kgraph.paths import PathFilter
    from kgraph.sparql.query_limits import QueryLimits
    from kgraph.sparql.table import Graph

__all__ = ["KnowledgeGraph", "find_paths", "load"]

FileName = str | PathLike[str]


class KnowledgeGraph(Exporting, OpenEnds):
    """Claims, evidence, entities, references and hypotheses, and every question that can be asked of them.

    Made by `load`.  ``kg["KATP channel"]`` finds a thing by any of its names.  The collections (`entities`, `claims`,
    `references`, `hypotheses`, `questions`, `sources`, `relations`, `terms`) map identifiers to frozen values, cannot
    be changed, and keep the order of the files.  A name that is read as a misspelling of another is warned of.

    >>> import kgraph
    >>> kg = kgraph.load()
    >>> kg["KATP channel"].claims[0].evidence[0].direction
    'supports'
    >>> kg["warp drive"]
    Traceback (most recent call last):
    kgraph.errors.UnknownNameError: nothing is called 'warp drive'...
    """

    __iter__: ClassVar[None] = None  # it is no sequence, although it has items

    def __init__(self, contents: Contents) -> None:
        parts = {name: getattr(contents, name) for name in PARTS}
        super().__init__(**parts, files=contents.file_names, recall=contents.recall)
        self.overlay = contents.overlay
        self.hypotheses: Hypotheses = Hypotheses(self, contents.hypotheses)
        self.questions: Questions = Questions(self, contents.questions)
        self.references: References = References(self, contents.references)

    def __repr__(self) -> str:
        return (
            f"<KnowledgeGraph: {len(self.claims):,} claims about {len(self.entities):,} entities, "
            f"{len(self.references):,} references>"
        )

    def _repr_html_(self) -> str:
        from kgraph.formats.notebook import counts_html
        from kgraph.formats.notices import NOT_ADVICE

        kinds = ("claims", "entities", "references", "hypotheses", "questions")
        sources = ", ".join(source.short for source in self.sources.values())
        counts = [(kind, len(getattr(self, kind))) for kind in kinds]
        return counts_html("Knowledge graph", counts, [f"Sources: {sources}." if sources else "", NOT_ADVICE])

    @property
    def names(self) -> Names:
        """Names, synonyms and identifiers, for looking things up."""
        return names_of(self)

    def __getitem__(self, name: str) -> Thing:
        """The entity, claim, reference, hypothesis, mechanism, question, source or term with this name or identifier.

        Raises UnknownNameError, with the nearest names, or AmbiguousNameError, with all candidates.
        """
        from kgraph.graph.named_things import bind_thing

        thing = names_of(self).find(name)
        if thing.id in self.entities:
            warn_of_misspelt(self, name)
        return bind_thing(self, thing)

    def __contains__(self, name: object) -> bool:
        """Whether something has this name or identifier, or is the only thing with a name nearly like it."""
        from kgraph.errors import AmbiguousNameError, UnknownNameError

        try:
            return isinstance(name, str) and bool(names_of(self).find(name).id)
        except (AmbiguousNameError, UnknownNameError):
            return False

    def paths(
        self,
        start: str,
        end: str,
        *,
        via: str | Iterable[str] = (),
        avoid: str | Iterable[str] = (),
        mechanism: str = "",
        effect: Literal["any", "helps", "harms", "raises", "lowers", "unknown"] = "any",
        evidence: Literal["any", "human", "animal"] = "any",
        study: str | Iterable[str] = (),
        species: str = "",
        disease: str = "",
        source: str = "",
        primary_only: bool = False,
        include: str | Iterable[str] = (),
        certainty: str | Iterable[str] = (),
        directness: str | Iterable[str] = (),
        associations: bool = True,
        undirected: bool = False,
        max_hops: int = 6,
        top: int = 5,
        separate: bool = False,
        seconds: float = 20.0,
        hub_penalty: Literal["auto", "on", "off"] | bool | None = None,
        order: Literal["grade", "product"] = "grade",
        path_filter: PathFilter | None = None,
    ) -> PathAnswer:
        """The `top` best paths of each effect from `start` to `end`, at most `max_hops` steps long.

        By `order` ``grade`` the kinds of study behind the steps rank them, and there is an entry for each of the
        `mechanisms`, what was seen in `people`, and a `verdict`; by ``product`` the product of confidences does.

        Helpful, harmful and unknown paths are searched separately, so that none hides another, for at most `seconds`
        altogether.  Direct claims, and paths with no mechanism between the ends, stand apart as `outcomes`.  With
        nothing found the answer is false and its `because` says why.

        The filters look at each step: `via` and `avoid` name entities; `evidence` asks for a study in humans or
        animals, `study` for kinds of study; `species`, `disease`, `mechanism` and `source` are names; `primary_only`
        and `directness` ask for support of that kind; `certainty` names the wordings that may be used, and `include`
        those (contested, needs-research, unknown) that are let in besides.  `associations` and `undirected` choose the
        steps; when `separate`, parallel claims are steps of their own.  `hub_penalty` makes passing through generic
        hubs cost something; None turns that on beyond 10,000 claims.  `path_filter` is a filter that is at hand as a
        value, in place of those keywords.

        How a path is found and ranked: docs/reading-paths.md.  Raises UnknownNameError and AmbiguousNameError for
        names, and UsageError, with the choices, for a value that a keyword does not take.

        >>> import kgraph
        >>> answer = kgraph.load().paths("KDT", "ALS", effect="harms", top=1)
        >>> answer.harms[0].effect, answer.helps
        ('harms', ())
        """
        from kgraph.graph.path_answer import PathAnswer
        from kgraph.paths import PathOptions, find_paths
        from kgraph.paths.search_options import resolved_names

        options = PathOptions(
            via=via,
            avoid=avoid,
            mechanism=mechanism,
            max_hops=max_hops,
            top=top,
            effect=effect,
            evidence=evidence,
            study=study,
            species=species,
            disease=disease,
            source=source,
            primary_only=primary_only,
            include=include,
            certainty=certainty,
            directness=directness,
            associations=associations,
            undirected=undirected,
            separate=separate,
            hub_penalty=hub_penalty,
            order=order,
            seconds=seconds,
        )
        named = resolved_names(options, lambda _, name: resolved(self, name))
        ends = resolved(self, start), resolved(self, end)
        return PathAnswer.of(self, find_paths(self, *ends, path_filter=path_filter, **named))

    def search(self, text: str, *, limit: int = 20) -> Listing[Hit]:
        """Everything whose name resembles the text, best first, with a score from 0 to 100; may be empty.

        >>> import kgraph
        >>> kgraph.load().search("ketogenic diet")[0].label
        'ketogenic diet therapy'
        """
        from kgraph.graph.listings import Listing

        columns = ("id", "label", "kind", "matched", "score")
        hits = names_of(self).search(text, limit=limit)
        return Listing(hits, columns, lambda hit: {name: getattr(hit, name) for name in columns}, notice=False)

    def trace(self, what: str, *, sources: Mapping[str, FileName] | None = None) -> Trace:
        """The claims behind a thing, each down to evidence, references and passages; empty when there are none.

        With `sources`, which map the name of a source to the reader's own copy, the full sentences are shown.  Raises
        UnknownNameError or AmbiguousNameError for the name, UsageError for one that is no source, and DataError for a
        copy that cannot be read or differs from the one that was curated.

        >>> import kgraph
        >>> kgraph.load().trace("KATP channel").kind
        'entity'
        """
        from kgraph.graph.reports import Trace

        thing = names_of(self).find(what)
        if thing.id in self.entities:
            warn_of_misspelt(self, what)
        return Trace(self, thing, sources or {})

    def explain(self, what: str) -> Listing[Row]:
        """How the confidence of a claim or hypothesis comes about, a row a line, so that it can be redone by hand.

        Weights stand in the ontology, each with its reason; confidences are from 0 to 1.  Raises UsageError for what is
        neither, and UnknownNameError or AmbiguousNameError for the name.

        >>> import kgraph
        >>> kg = kgraph.load()
        >>> claim = kg["claim:acetoacetate-decreases-seizure"]
        >>> str(kg.explain(claim.id)[-1]["arithmetic"]).endswith(f"= {round(claim.confidence, 6):g}")
        True
        """
        from kgraph.errors import UsageError
        from kgraph.formats.explanation import COLUMNS, explanation_rows
        from kgraph.graph.listings import Listing
        from kgraph.model import Claim, Hypothesis

        thing = names_of(self).find(what)
        if not isinstance(thing, Claim | Hypothesis):
            raise UsageError(f"{what!r} is neither a claim nor a hypothesis; trace({what!r}) lists its claims.")
        return Listing(explanation_rows(self, thing), COLUMNS, lambda row: row)

    def outcomes(self, *, disease: str = "", comparator: str = "", diet: str = "") -> Listing[Outcome]:
        """Clinical numbers as printed, an item per number, both arms of a comparison in one; may be empty.

        `disease` keeps what is stated for it or a more special form of it, `comparator` what is compared with it,
        `diet` what is about it as either arm.  Units are UCUM, time points ``xsd:duration``.  Raises UnknownNameError
        or AmbiguousNameError.

        >>> import kgraph
        >>> {number.claim.disease for number in kgraph.load().outcomes(disease="IESS")} >= {kgraph.load()["IESS"].id}
        True
        """
        from kgraph.formats.documents import OutcomesDocument
        from kgraph.formats.outcomes import BRIEF, COLUMNS, outcome_row
        from kgraph.graph.listings import Listing
        from kgraph.outcomes import outcomes, side_by_side

        wanted = {"disease": disease, "comparator": comparator, "diet": diet}
        numbers = outcomes(self, **{name: resolved(self, value) if value else "" for name, value in wanted.items()})
        found, pictures = side_by_side(numbers), partial(OutcomesDocument, self)
        return Listing(found, COLUMNS, lambda row: outcome_row(self, row), document=pictures, brief=BRIEF)

    def debates(self, *, kind: str | Iterable[str] = ()) -> Listing[Debate]:
        """What is in doubt, by kind: contested, disputed, contradiction, number, opposing (paths), slip, retired.

        The listing may be empty.  Raises UsageError for a kind that is none of these.

        >>> import kgraph
        >>> {debate.kind for debate in kgraph.load().debates(kind="number")}
        {'number'}
        """
        from kgraph.debates import KINDS, debates
        from kgraph.formats.debates import BRIEF, COLUMNS, debate_row
        from kgraph.graph.listings import Listing
        from kgraph.paths.search_options import checked_choice

        wanted = {checked_choice("kind", one, KINDS) for one in ((kind,) if isinstance(kind, str) else kind)}
        found = [debate for debate in debates(self) if not wanted or debate.kind in wanted]
        return Listing(found, COLUMNS, lambda debate: debate_row(self, debate), brief=BRIEF)

    def mechanisms(self) -> Listing[Cell]:
        """The matrix: an item for each mechanism and disease, with effect, evidence and disputes; may be empty.

        >>> import kgraph
        >>> kgraph.load().mechanisms().to_df()["papers"].dtype.kind
        'i'
        """
        from kgraph.formats.documents import MatrixDocument
        from kgraph.formats.matrix import COLUMNS, cell_row
        from kgraph.graph.listings import Listing
        from kgraph.matrix import mechanism_matrix

        pictures = partial(MatrixDocument, self)
        return Listing(mechanism_matrix(self), COLUMNS, lambda cell: cell_row(self, cell), document=pictures)

    def compare(self, first: str, second: str) -> Listing[Comparison]:
        """Which mechanisms two diseases share: where each is known (shared, opposite, one, neither), and its cells.

        Raises UsageError for what is no disease, or twice the same, and UnknownNameError or AmbiguousNameError.

        >>> import kgraph
        >>> [one.first.mechanism for one in kgraph.load().compare("IESS", "ALS") if one.where == "opposite"]
        ['gut-microbiota']
        """
        from kgraph.formats.matrix import COMPARISON_COLUMNS, comparison_brief, comparison_row
        from kgraph.graph.listings import Listing
        from kgraph.matrix import shared_mechanisms

        found = shared_mechanisms(self, resolved(self, first), resolved(self, second))
        return Listing(found, COMPARISON_COLUMNS, partial(comparison_row, self), brief=comparison_brief(self, found))

    def check(
        self,
        *files: FileName,
        sources: Mapping[str, FileName] | None = None,
        retractions: FileName | None = None,
        mappings: Iterable[FileName] = (),
    ) -> CheckReport:
        """Check files laid over this graph, or the graph alone: syntax, shapes, rules, references, identifiers, signs.

        With `sources`, which map the name of a source to the reader's own copy, locators are checked too, with
        `retractions` (PubMed ids, DOIs, Retraction Watch) whether a cited paper was retracted; `mappings` are tables of
        identifiers (SSSOM).  `problems` of the report is empty when nothing is wrong, `not_checked` says what was not
        looked at.  docs/checking.md explains every rule.  Raises UsageError for a name that is no source, and DataError
        for a source, list or table that cannot be read; files that cannot be read are findings.

        >>> import kgraph
        >>> kgraph.load().check().problems
        ()
        """
        from kgraph.graph.reports import check

        tables = tuple(mappings)
        return check(self, files, sources=sources or {}, retractions=retractions, mappings=tables)

    def network(self, *, objects: bool = False) -> nx.MultiDiGraph[Curie]:
        """The claim network: a node per entity, an edge per claim, with plain attributes that every format holds.

        The weight of an edge is the confidence in its claim, from 0 to 1.  `objects` adds the values themselves, under
        ``entity`` and ``claim``.

        >>> import kgraph
        >>> kg = kgraph.load()
        >>> kg.network().number_of_edges() == len(kg.claims)
        True
        """
        from kgraph.network import claim_network

        return claim_network(self, objects=objects)

    def sparql(
        self, query: str, *, bindings: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> Table | Graph:
        """Run a SPARQL query on the files and the derived edges.

        A SELECT or ASK gives a `Table`, whose rows are read as they are asked for, a CONSTRUCT or DESCRIBE a `Graph`.
        `bindings` are terms of rdflib or plain values for variables that the query selects.  The query runs in this
        process, for as long as it takes; with `limits` it runs in a process of its own that can be stopped.  Raises
        QueryError for a query that is not valid or that would reach outside the store, QueryLimitError over a limit.

        >>> import kgraph
        >>> kg = kgraph.load()
        >>> kg.sparql("SELECT ?c { ?c a kg:Claim } LIMIT 1").columns
        ('c',)
        """
        run_query, table = _query_runner()
        found: Table | Graph = run_query(self, query, bindings=bindings, limits=limits, table=table)
        return found


@cache
def _query_runner() -> tuple[Callable[..., Any], type[Table]]:
    """What runs queries, imported when it is first needed and once: an import takes as long as reading a row."""
    from kgraph.graph.query_table import Table
    from kgraph.sparql.run import run_query

    return run_query, Table


def load(*files: FileName, bundled: bool = True) -> KnowledgeGraph:
    """Read the bundled graph, with the user's own files laid over it.

    With ``bundled=False`` only the vocabulary comes from the package, and a graph without files is empty.  Raises
    DataError, with file, line and column, when a file cannot be read.

    >>> import kgraph
    >>> kgraph.load()["KDT"].name
    'ketogenic diet therapy'
    """
    return KnowledgeGraph(load_contents(*files, bundled=bundled))


# The name under which `KnowledgeGraph.paths` can be called with the graph first.
find_paths = KnowledgeGraph.paths
