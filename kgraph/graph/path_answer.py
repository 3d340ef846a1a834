"""Answers to the main question: paths and their steps, which show, explain and save themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

from kgraph.graph.bound import Bound
from kgraph.graph.claims import Claim, bind_claims
from kgraph.paths import values

if TYPE_CHECKING:
    from pathlib import Path as File

    import pandas as pd

    from kgraph.model import Contents


class Step(Bound, values.Step):
    """One step of a path, with the claims it rests on; `explain` shows how its confidence comes about.

    >>> import kgraph
    >>> step = kgraph.load().paths("KDT", "IGF-1").lowers[0].weakest
    >>> step.claims[0].sign
    '+'
    """

    __slots__ = ("_graph",)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that make the step, the one that gives it its strength first; none between opposites."""
        return tuple(bind_claims(self._graph, self.plain_cell("claims")))

    def explain(self) -> str:
        """How the confidence of the step comes about, from 0 to 1, a line each, so that it can be redone by hand.

        Study kind × directness for each independent paper, combined as 1 − Π(1 − strength), less what disputes it,
        times the certainty of the wording; the weights stand in the ontology, each with its reason.

        >>> import kgraph
        >>> step = kgraph.load().paths("KDT", "seizures").helps[0].weakest
        >>> f"= {round(step.confidence, 6):g}" in step.explain()
        True
        """
        from kgraph.formats.escape import for_terminal
        from kgraph.formats.explanation import explain_step

        return "\n".join(map(for_terminal, explain_step(self._graph, self)))

    def __str__(self) -> str:
        from kgraph.formats.escape import for_terminal
        from kgraph.formats.path_words import arrow

        return for_terminal(arrow(self._graph, self))


class Path(Bound, values.Path):
    """A chain of steps from start to end: iterate over it for the steps, print it for the words."""

    __slots__ = ("_graph",)

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, graph: Contents, path: values.Path) -> Path:
        """The path with steps that know their graph."""
        return cls.bind(graph, path, steps=tuple([Step.bind(graph, step) for step in path.steps]))

    @property
    def weakest(self) -> Step:
        """The step with the least confidence; the first one of equals."""
        return self.steps[self.weakest_number - 1]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the entities along the path, start and end included."""
        return tuple(self._graph.label(entity) for entity in self.entities)

    def explain(self) -> str:
        """The arithmetic of every step, then the product that ranks the path; see `Step.explain`."""
        from kgraph.formats.explanation import explain_path

        parts = []
        for number, step in enumerate(self.steps, 1):
            parts += [f"{number}. {step}", *(f"   {line}" for line in step.explain().splitlines())]
        return "\n".join([*parts, explain_path(self)])

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        from kgraph.formats.path_words import path_words

        return path_words(self._graph, self)

    def _repr_html_(self) -> str:
        from kgraph.formats.notebook import path_html

        return path_html(self._graph, self)


class Chain(Bound, values.Chain):
    """A route that leads its variants, with a grade for each step that carries evidence."""

    __slots__ = ("_graph",)

    path: Path

    @classmethod
    def of(cls, graph: Contents, chain: values.Chain) -> Chain:
        """The chain with a path that knows its graph."""
        return cls.bind(graph, chain, path=Path.of(graph, chain.path))

    @property
    def weakest(self) -> Step | None:
        """The step with the worst grade, the least confident of equals; None without a grade."""
        number = self.weakest_number
        return None if number is None else self.path.steps[number - 1]

    @property
    def variants(self) -> tuple[Path, ...]:
        """The routes that tell the same story; may be empty."""
        return tuple(Path.of(self._graph, path) for path in self.plain_cell("variants"))


class MechanismEntry(Bound, values.MechanismEntry):
    """Everything that one mechanism has to say about a question: iterate over it for its chains, best first."""

    __slots__ = ("_graph",)

    chains: tuple[Chain, ...]

    @classmethod
    def of(cls, graph: Contents, entry: values.MechanismEntry) -> MechanismEntry:
        """The entry with chains that know their graph."""
        return cls.bind(graph, entry, chains=tuple(Chain.of(graph, chain) for chain in entry.chains))

    @property
    def best(self) -> Mapping[str, Chain]:
        """The best chain of each effect, in the order helps, harms, raises, lowers, unknown."""
        return {effect: next(c for c in self.chains if c.effect == effect) for effect in super().best}

    @property
    def shown(self) -> Chain:
        """The best graded chain whose direction is known, or the best one where no direction is."""
        return next((chain for chain in self.chains if chain.effect != "unknown"), self.chains[0])

    def __iter__(self) -> Iterator[Chain]:
        return iter(self.chains)

    def __len__(self) -> int:
        return len(self.chains)


class PathAnswer(Bound, values.PathAnswer):
    """The paths between two things: iterate over it for all of them, print it for what the command line prints.

    `helps`, `harms`, `unknown`, `raises` and `lowers` are the mechanism paths of one effect, best first; `outcomes` are
    direct claims and paths with no mechanism between the ends.  An answer without any path is false, and `because` says
    why there is none.  `complete` is false when a limit of time or count ended the search, and `more` tells of paths
    beyond those asked for.

    >>> import kgraph
    >>> answer = kgraph.load().paths("KDT", "seizures", top=2)
    >>> len(answer.helps), answer.because
    (2, None)
    >>> nothing = kgraph.load().paths("seizures", "acetoacetate")
    >>> bool(nothing), nothing.because.code
    (False, 'unreachable')
    """

    __slots__ = ("_graph",)

    paths: tuple[Path, ...]
    outcomes: tuple[Path, ...]

    @classmethod
    def of(cls, graph: Contents, answer: values.PathAnswer) -> PathAnswer:
        """The answer with paths that know their graph."""
        paths, outcomes = ([Path.of(graph, path) for path in some] for some in (answer.paths, answer.outcomes))
        return cls.bind(graph, answer, paths=tuple(paths), outcomes=tuple(outcomes))

    @property
    def mechanisms(self) -> tuple[MechanismEntry, ...]:
        """How it might work, an entry for each mechanism; none when `order` is not by grade, or nothing was found."""
        return tuple(MechanismEntry.of(self._graph, entry) for entry in self.plain_cell("mechanisms"))

    @property
    def helps(self) -> tuple[Path, ...]:
        """The paths that lower an unwanted end or raise a wanted one, best first; may be empty."""
        return self.of_effect("helps")

    @property
    def harms(self) -> tuple[Path, ...]:
        """The paths that raise an unwanted end or lower a wanted one, best first; may be empty."""
        return self.of_effect("harms")

    @property
    def unknown(self) -> tuple[Path, ...]:
        """The paths with a step whose direction no source states, best first; may be empty."""
        return self.of_effect("unknown")

    @property
    def raises(self) -> tuple[Path, ...]:
        """The paths that raise an end that is neither wanted nor unwanted, best first; may be empty."""
        return self.of_effect("raises")

    @property
    def lowers(self) -> tuple[Path, ...]:
        """The paths that lower an end that is neither wanted nor unwanted, best first; may be empty."""
        return self.of_effect("lowers")

    def of_effect(self, *effects: str) -> tuple[Path, ...]:
        """The mechanism paths with one of these effects, best first; may be empty."""
        return tuple(path for path in self.paths if path.effect in effects)

    def only(self, *effects: str) -> PathAnswer:
        """The same answer with the paths and outcomes of these effects alone."""
        return PathAnswer.of(self._graph, super().only(*effects))

    def to_df(self) -> pd.DataFrame:
        """A row for each step of each path, with real dtypes; `path` numbers the paths of each `block` from 1.

        `confidence` is that of the whole path, from 0 to 1.  Without paths there are the columns alone.  Several values
        of one cell are joined by ``|``.  Raises MissingExtraError, with what to install, without pandas.
        """
        from kgraph.data_frames import data_frame
        from kgraph.formats.path_json import COLUMNS, path_rows

        rows = path_rows(self._graph, self)
        confidences = [path.confidence for path in self for _ in path.steps]
        exact = ({**row, "confidence": confidence} for row, confidence in zip(rows, confidences, strict=True))
        return data_frame(COLUMNS, ([row[column] for column in COLUMNS] for row in exact))

    def save(self, file: str | PathLike[str], *, force: bool = False) -> File:
        """Write the answer to a file, in the format of its ending, and give its path back.

        Pictures (svg, png, pdf, dot, mmd) show the mechanism paths.  Raises UsageError for an ending that no format
        has, with those that there are, and ExistingFileError for a file that exists, unless `force` is given.
        """
        from kgraph.formats.documents import PathsDocument
        from kgraph.formats.registry import save

        return save(PathsDocument(self._graph, self), file, force=force)

    def explore(self) -> Any:
        """The explorer on the same question, as a `kgraph.explorer.Explorer`; a notebook shows it below the cell.

        >>> import kgraph
        >>> kgraph.load().paths("acetoacetate", "seizures").explore().opening.view
        'question'
        """
        # The page stands a floor above, as a door to answers; it is opened by its name.
        page = import_module("kgraph.explorer.page")
        return page.Explorer(self._graph, start=self.start, end=self.end)

    def __iter__(self) -> Iterator[Path]:
        yield from self.paths
        yield from self.outcomes

    def __len__(self) -> int:
        return len(self.paths) + len(self.outcomes)

    def __str__(self) -> str:
        from kgraph.formats.answer_table import write_paths
        from kgraph.formats.documents import PathsDocument

        return write_paths(PathsDocument(self._graph, self), "table").removesuffix("\n")

    def _repr_html_(self) -> str:
        from kgraph.formats.notebook import answer_html

        return answer_html(self._graph, self)
