"""Mappings that are also questions: ``kg.hypotheses["hypothesis:…"]`` is one, ``kg.hypotheses()`` lists them."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from typing import TYPE_CHECKING, TypeVar

from kgraph import model
from kgraph.model import Curie

if TYPE_CHECKING:
    from kgraph.graph.claims import Reference
    from kgraph.graph.listings import Listing
    from kgraph.graph.named_things import Hypothesis, OpenQuestion
    from kgraph.model import Contents

T = TypeVar("T")


class _Collection(Mapping[Curie, T]):
    """A mapping from identifiers to values, read-only, in the order of the files."""

    def __init__(self, graph: Contents, values: Mapping[Curie, T]) -> None:
        self._graph, self._values = graph, values

    def __getitem__(self, key: Curie) -> T:
        return self._values[key]

    def __iter__(self) -> Iterator[Curie]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    # Those of Mapping look every key up.
    def keys(self) -> KeysView[Curie]:
        """The identifiers."""
        return self._values.keys()

    def values(self) -> ValuesView[T]:
        """The values."""
        return self._values.values()

    def items(self) -> ItemsView[Curie, T]:
        """Identifiers and values."""
        return self._values.items()

    def __repr__(self) -> str:
        return f"<{len(self)} {type(self).__name__.lower()}; call it for a listing>"


class Hypotheses(_Collection[model.Hypothesis]):
    """The curated hypotheses by identifier; called, a listing of them with what follows from their steps."""

    def __call__(self, *, disease: str = "") -> Listing[Hypothesis]:
        """The connected chains, evaluated, in the order of the files; with a `disease` those that end there.

        A broken chain is left out, and `check` says why.  Empty where there is none.  Raises UnknownNameError or
        AmbiguousNameError for a disease that is not one thing of the graph.

        >>> import kgraph
        >>> kg = kgraph.load()
        >>> len(kg.hypotheses(disease="ALS")) < len(kg.hypotheses) == len(kg.hypotheses())
        True
        """
        from kgraph.formats.hypotheses import BRIEF, COLUMNS, hypothesis_row
        from kgraph.graph.listings import Listing
        from kgraph.graph.named_things import Hypothesis
        from kgraph.hypotheses import evaluate, evaluate_all
        from kgraph.names import names_of

        end = names_of(self._graph).resolve(disease).id if disease else ""
        chosen = [found.hypothesis for found in evaluate_all(self._graph) if not end or found.hypothesis.end == end]
        return Listing(
            [Hypothesis.bind(self._graph, hypothesis) for hypothesis in chosen],
            COLUMNS,
            lambda hypothesis: hypothesis_row(self._graph, evaluate(self._graph, hypothesis)),
            brief=BRIEF,
        )


class References(_Collection[model.Reference]):
    """What is cited by identifier; called, a listing of it, which is also saved as a bibliography."""

    def __call__(self, what: str = "", *, unused: bool = False) -> Listing[Reference]:
        """The sources, the numbers of their lists, then papers by name; with `what` those behind that thing.

        `unused` keeps those behind no claim.  ``save("all.bib")``, .ris and .csl write a bibliography.  Empty where
        there is none.  Raises UnknownNameError or AmbiguousNameError for `what`.

        >>> import kgraph
        >>> [reference.short for reference in kgraph.load().references("KATP channel")][:2]
        ['Wang 2024', 'Wang 2024, ref. 28']
        """
        from kgraph.formats.bibliography import in_reading_order, references_of
        from kgraph.formats.documents import CitedDocument
        from kgraph.formats.documents import Listing as Rows
        from kgraph.formats.reference_list import BRIEF, COLUMNS, all_references, reference_rows
        from kgraph.graph.claims import Reference
        from kgraph.graph.listings import Listing
        from kgraph.names import names_of
        from kgraph.trace import trace

        graph = self._graph
        chosen: Sequence[Curie] = all_references(graph, unused=unused)
        if what:
            traced = trace(graph, names_of(graph).find(what))
            found = references_of(graph, (item.claim for item in traced.claims))
            chosen = in_reading_order(graph, set(found) & set(chosen))

        def document(items: Sequence[Reference]) -> CitedDocument:
            identifiers = [item.id for item in items]
            rows = Rows(reference_rows(graph, identifiers), COLUMNS, notice=False, brief=BRIEF)
            return CitedDocument(graph, rows, identifiers)

        return Listing(
            [Reference.bind(graph, self._values[identifier]) for identifier in chosen],
            COLUMNS,
            lambda reference: reference_rows(graph, [reference.id])[0],
            notice=False,
            document=document,
            brief=BRIEF,
        )


class Questions(_Collection[model.OpenQuestion]):
    """The open questions by identifier; called, a listing of them."""

    def __call__(self) -> Listing[OpenQuestion]:
        """What the sources leave open, and what would settle it, in the order of the files; may be empty.

        >>> import kgraph
        >>> kg = kgraph.load()
        >>> kg.questions()[0] == next(iter(kg.questions.values()))
        True
        """
        from kgraph.formats.questions import BRIEF, COLUMNS, question_row
        from kgraph.graph.listings import Listing
        from kgraph.graph.named_things import OpenQuestion

        questions = [OpenQuestion.bind(self._graph, question) for question in self._values.values()]
        return Listing(questions, COLUMNS, lambda question: question_row(self._graph, question), brief=BRIEF)
