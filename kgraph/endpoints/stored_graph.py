"""A graph in a store, asked without being loaded: each question fetches its claims, and is answered here from them.

The answer is that of the same code that answers from files, over the part of the graph that can matter to it.  Where
that part is larger than is read, the answer says what was not decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.endpoints.fetched_statements import ENTITIES, FetchedStatements
from kgraph.endpoints.neighbourhood import Neighbourhood
from kgraph.endpoints.reader import Reader, is_iri, values_of
from kgraph.endpoints.solutions import EndpointSolutions, FolderSolutions, Solutions
from kgraph.errors import DataError, LimitError
from kgraph.frozen import replace
from kgraph.model import Claim, Contents, Curie, Entity, Hypothesis, Reference, Source, Term
from kgraph.names import names_of
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.search_options import MAX_HOPS
from kgraph.sparql.query_limits import LOCAL, QueryLimits
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE, expand

if TYPE_CHECKING:
    from kgraph.names import Hit, Thing

# So many things are described at once for their names; in larger stores names are looked up one by one.
MOST_NAMED = 20_000
# Claims with their evidence that one question may fetch.
MOST_DESCRIBED = 10_000
_TYPE = f"<{RDF_TYPE}>"
_CLAIM = f"?claim {_TYPE} <{KG}Claim> ."
_NAMES = (*(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel")), KG + "shortName")
_KINDS = ("claim", "reference", "hypothesis", "question", "source", "mechanism")
_OTHERS = tuple(KG + name for name in ("Hypothesis", "OpenQuestion", "Reference"))
_SKOS = PREFIXES["skos"]


def open_stored(store: str, limits: QueryLimits = LOCAL) -> StoredGraph:
    """The graph of an endpoint, for an address, or of a store on disk, for a folder.

    Raises DataError for what is no store, and UsageError for an address that is none.
    """
    return StoredGraph(EndpointSolutions(store, limits) if "://" in store else FolderSolutions(Path(store)))


class StoredGraph:
    """One store, for any number of questions; what was read for one serves the next.

    `degrees` are those of entities that were counted there, by IRI.
    """

    def __init__(self, solutions: Solutions) -> None:
        self.reader = Reader(solutions)
        self.shown = solutions.shown
        self.degrees: dict[str, int] = {}
        self._read = FetchedStatements(self.reader)
        self._contents: tuple[int, Contents] | None = None
        self._hypotheses: tuple[Hypothesis, ...] = ()

    @cached_property
    def claims(self) -> int:
        """How many claims the store holds."""
        return self.reader.count("?claim", _CLAIM)

    @cached_property
    def entities(self) -> int:
        """How many described entities it holds."""
        return self.reader.count("?thing", f"{values_of(ENTITIES, '?class')} ?thing {_TYPE} ?class .")

    @property
    def names_at_once(self) -> bool:
        """Whether the names of all entities are read, so that misspellings are known as they are in files."""
        return self.entities <= MOST_NAMED

    def resolve(self, name: str) -> Entity:
        """The one entity with this name; raises UnknownNameError and AmbiguousNameError."""
        self._names(name)
        return names_of(self.contents()).resolve(name)

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Everything whose name resembles a text, best first; in large stores, what has it in its name."""
        self._ground()
        if self.names_at_once:
            self._read.describe(self._read.of_classes(_OTHERS), deep=False)
        else:
            labels = values_of(_NAMES, "?property")
            words = f"?thing ?property ?label . {labels} FILTER(CONTAINS(LCASE(STR(?label)), {_text(text.lower())}))"
            self._read.describe((_iri(row[0]) for row in self.reader.listed("?thing", words)), deep=False)
        return names_of(self.contents()).search(text, limit=limit)

    def find(self, name: str) -> tuple[Contents, Thing]:
        """The thing of any kind with this name, among all that is said about it; raises as `resolve` does."""
        from kgraph.curies import curie_of

        self._names(name)
        curie = curie_of(name)
        direct = [expand(curie), *(PREFIXES[kind] + curie for kind in _KINDS)]
        self._read.describe_claims(self._claims_among(filter(is_iri, direct)))
        self._read.describe(filter(is_iri, direct), deep=False)
        self._read.describe(self._cited_as(name))
        if self.names_at_once:
            self._read.describe(self._read.of_classes(_OTHERS), deep=False)
        thing = names_of(self.contents()).find(name)
        self._read.describe_claims(self._behind(thing))
        if isinstance(thing, Entity) and thing.kind == "gene":
            self._read.describe_claims(self._on_disorders(thing))
        contents = self.contents()
        return contents, names_of(contents).find(thing.id)

    def contents(self) -> Contents:
        """What was read so far."""
        size = self._read.size
        if self._contents is None or self._contents[0] != size:
            self._read.describe_listed()
            contents = self._read.contents()
            # Only what takes part was read: whether a source cites nothing is asked of the store.
            origins = {claim.origin for claim in contents.claims.values()}
            work = groundwork(contents)
            silent = [name for name in work.silent if name in origins and not self._cites(name)]
            contents.derived["groundwork"] = replace(work, silent=tuple(silent))
            contents.__dict__["origins"] = tuple(sorted(source.short for source in contents.sources.values()))
            self._contents = self._read.size, contents
        return self._contents[1]

    def neighbourhood(self, *, both_ways: bool = False) -> Neighbourhood:
        """An empty neighbourhood of this store."""
        return Neighbourhood(self.reader, self.contents().relations, both_ways=both_ways)

    def fetch_between(self, start: Curie, end: Curie, *, max_hops: int = MAX_HOPS, both_ways: bool = False) -> bool:
        """Read the claims that paths between two entities may take, with what the answer says about the ends.

        Whether all lengths are covered; up to `max_hops` they always are.  Raises LimitError where there is too much
        even for that.
        """
        self._ground()
        first, last = expand(start), expand(end)
        hood = self.neighbourhood(both_ways=both_ways)
        complete = hood.between(first, last, max_hops)
        starts = hood.forms_of(first)
        hood.expand(sorted(starts), forward=True)
        around = starts | hood.forms_of(last) | hood.parts_of(last)
        inside = hood.entities_between(first, last) | around
        wanted = hood.claims_of(inside, starts)
        if not complete or len(wanted) > MOST_DESCRIBED:
            complete = False
            wanted = hood.claims_of(hood.entities_within(first, last, max_hops) | around, starts)
        if len(wanted) > MOST_DESCRIBED:
            fact = f"{self.shown} has {len(wanted):,} claims on paths of {max_hops} steps between these two"
            raise LimitError("claims", f"{fact}, and {MOST_DESCRIBED:,} are read at most; ask for fewer steps.")
        self._read.describe_claims(wanted)
        self._read.describe_claims(self._steps_between(start, end))
        return complete

    def fetch_around(self, *names: Curie) -> bool:
        """Read all claims that are joined to things in any direction; false, and nothing, where they are too many."""
        hood = self.neighbourhood()
        if not hood.around([expand(name) for name in names]) or len(hood.claims) > MOST_DESCRIBED:
            return False
        self._read.describe_claims(hood.claims)
        return True

    def fetch_all(self) -> None:
        """Read the whole graph.  Raises LimitError where it has more claims than that."""
        if self.claims > MOST_DESCRIBED or not self.names_at_once:
            fact = f"{self.shown} holds {self.claims:,} claims about {self.entities:,} entities"
            limits = f"this question needs all, and {MOST_DESCRIBED:,} claims are read at most"
            raise LimitError("claims", f"{fact}; {limits}: copy its graph into a file and ask that.")
        self._ground()
        self._read.describe(self._read.of_classes([*ENTITIES, *_OTHERS]), deep=True)
        self._read.describe_claims(self._read.of_classes([KG + "Claim"]))

    def _ground(self) -> None:
        """Read what every question needs: sources, hypotheses, terms of its own, and entities where they are few."""
        if not self._read.grounded:
            if not self.entities:
                raise self._nothing()
            self._read.grounded = True
            self._read.describe(self._read.of_classes([KG + "Source"]), deep=False)
            self._read.describe_hypotheses()
            self._read.describe_own_terms()
            if self.names_at_once:
                self._read.describe(self._read.of_classes(ENTITIES), deep=False)
            self._hypotheses = tuple(self._read.contents().hypotheses.values())
            ends = [one for h in self._hypotheses for one in (h.start, h.end)]
            self._read.describe(map(expand, ends), deep=False)

    def _nothing(self) -> DataError:
        """What to say of a store that describes no entity: perhaps a named graph of it does."""
        from kgraph.endpoints.capabilities import graphs_with_claims

        there = graphs_with_claims(self.reader.solutions)
        fact = "holds nothing in the terms of kgraph"
        if there:
            graph, count = there[0]
            fact = f"its default graph {fact}; <{graph}> has {count:,} claims: add ?default-graph-uri={graph}"
        return DataError(fact, file=self.shown)

    def _names(self, name: str) -> None:
        """Read what may bear a name."""
        self._ground()
        if self.names_at_once:
            return
        spelt = dict.fromkeys([name, name.lower(), name.upper(), name.capitalize(), name[:1].lower() + name[1:]])
        texts = " ".join(f"{_text(text)} {_text(text)}@en" for text in spelt)
        labelled = f"VALUES ?label {{ {texts} }} {values_of(_NAMES, '?property')} ?thing ?property ?label ."
        found = [_iri(row[0]) for row in self.reader.listed("?thing", labelled)]
        if is_iri(identifier := expand(name)):
            found.append(identifier)
            mapped = f"?thing <{_SKOS}exactMatch> <{identifier}> ."
            found += [_iri(row[0]) for row in self.reader.listed("?thing", mapped)]
        if not found:
            # However it is capitalised: the store has to look at every name for that.
            same = f"?thing ?property ?label FILTER(LCASE(STR(?label)) = {_text(name.lower())})"
            same = f"{values_of(_NAMES, '?property')} {same}"
            found = [_iri(row[0]) for row in self.reader.listed("?thing", same)]
        self._read.describe(found, deep=False)

    def _cited_as(self, name: str) -> list[str]:
        """The references with a short name, a DOI or an identifier of PubMed."""
        from kgraph.curies import doi_of, pmid_of

        texts = " ".join(map(_text, dict.fromkeys(filter(None, (name, name.upper(), doi_of(name), pmid_of(name))))))
        fields = values_of([KG + field for field in ("shortName", "doi", "pmid", "pmcid")], "?property")
        pattern = f"VALUES ?label {{ {texts} }} {fields} ?thing ?property ?label ; {_TYPE} <{KG}Reference> ."
        return [_iri(row[0]) for row in self.reader.listed("?thing", pattern)]

    def _claims_among(self, names: Iterable[str]) -> list[str]:
        rows = self.reader.joined("thing", "?thing ?class", f"?thing {_TYPE} ?class .", list(names))
        return [_iri(row[0]) for row in rows if _iri(row[1]) == KG + "Claim"]

    def _behind(self, thing: Thing) -> list[str]:
        """The claims behind a thing, as a trace or a record shows them."""
        if isinstance(thing, Hypothesis):
            self.fetch_between(thing.start, thing.end, max_hops=len(thing.steps))
            return [expand(step) for step in thing.steps]
        rdf, name = PREFIXES["rdf"], f"<{expand(thing.id)}>"
        patterns: list[tuple[type, str]] = [
            (Claim, f"?claim {_TYPE} <{KG}Claim> FILTER(?claim = {name})"),
            (Entity, f"{{ ?claim <{rdf}subject> {name} }} UNION {{ ?claim <{rdf}object> {name} }}"),
            (Reference, f"?claim <{KG}evidence> ?line . ?line <{KG}reference> {name} ."),
            (Source, f"?claim <{KG}origin> {name} ."),
            (Term, f"?claim <{KG}mechanism> {name} ."),
        ]
        pattern = next((text for kind, text in patterns if isinstance(thing, kind)), "")
        found = [_iri(row[0]) for row in self.reader.listed("?claim", pattern)] if pattern else []
        return self._claims_among(found)

    def _on_disorders(self, gene: Entity) -> list[str]:
        """The claims about what a gene acts on."""
        claims = self.contents().claims_by_entity.get(gene.id, ())
        targets = [expand(claim.object) for claim in claims if claim.subject == gene.id]
        hood = self.neighbourhood()
        for forward in (True, False):
            hood.expand(targets, forward=forward)
        return list(hood.claims)

    def _steps_between(self, start: Curie, end: Curie) -> list[str]:
        """The claims of the curated chains from one entity to another."""
        known = self._hypotheses
        return [expand(step) for one in known if (one.start, one.end) == (start, end) for step in one.steps]

    def _cites(self, source: str) -> bool:
        uncited = f'?claim <{KG}uncited> ?uncited FILTER(STR(?uncited) IN ("true", "1"))'
        origin = f"<{PREFIXES['source']}{source}>"
        return self.reader.holds(f"?claim <{KG}origin> {origin} . {_CLAIM} FILTER NOT EXISTS {{ {uncited} }}")


def _iri(cell: object) -> str:
    return str(getattr(cell, "value", ""))


def _text(value: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(value))
