"""Many pairs through one index: on all cores, in order, and going on where an interrupted run ended."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.errors import DataError, KgraphError, WorkerError
from kgraph.paths.search_options import SECONDS, PathOptions
from kgraph.reading.file_limits import KIB
from kgraph.reading.plain_files import open_regular
from kgraph.reading.text_files import bounded_lines, check_file

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.synchronize import Event

    from kgraph.index.answering import IndexAnswer
    from kgraph.index.held_graph import HeldGraph
    from kgraph.index.open_index import GraphIndex
    from kgraph.paths import PathAnswer

# Pairs that a process gets at a time, and how many such pieces wait for each process.
_PIECE = 8
_WAITING = 4
# Characters of a line: two names.
_LONGEST = 64 * KIB
_HEADINGS = frozenset({("start", "end"), ("subject", "object"), ("source", "target"), ("from", "to")})


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a list of pairs; `fault` says in words what is wrong with it."""

    line: int
    start: str
    end: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of every pair, and in the words of which door faults and reasons are told.

    With `options`, those of `find_paths`, the answers are those of an index with evidence, and only `max_hops` None
    still says that any length is meant; without, the cheapest paths are.
    """

    max_hops: int | None
    top: int
    avoid: tuple[str, ...] = ()
    parallel: bool = False
    seconds: float = SECONDS
    door: DoorWords = PYTHON
    options: PathOptions | None = None


# Makes of an answer what is to be kept of it; a function of a module, so that processes can be told of it.
Presenter = Callable[["GraphIndex | HeldGraph", "IndexAnswer | PathAnswer", DoorWords], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Record:
    """What came of a pair: what is kept of the answer, or what is wrong with the pair."""

    pair: Pair
    fields: dict[str, object]
    fault: str = ""
    column: int = 1


def read_pairs(path: Path) -> Generator[Pair]:
    """The pairs of a file: START and END with a tab between, or a comma in a .csv file; a header is passed over.

    Empty lines and lines that start with # are passed over too.  A line that is no pair comes out with its fault.
    Raises DataError when the file cannot be read.
    """
    tabs = path.suffix.lower() != ".csv"
    # Closed with this generator: what the disk says to that would be lost where nobody holds the lines.
    with closing(_lines(path)) as lines:
        for number, line in lines:
            cells = [cell.strip() for cell in (line.split("\t") if tabs else _comma_cells(line))]
            if number == 1 and tuple(cell.lower() for cell in cells) in _HEADINGS:
                continue
            if not any(cells) or line.startswith("#"):
                continue
            fault = ""
            if len(cells) != 2:  # noqa: PLR2004
                between = "tab" if tabs else "comma"
                fault = f"{len(cells)} cells where START and END are wanted, with a {between} between"
            elif not all(cells):
                fault = "START is empty" if not cells[0] else "END is empty"
            yield Pair(number, cells[0], cells[1] if len(cells) > 1 else "", fault)


def _lines(path: Path) -> Generator[tuple[int, str]]:
    number = 0
    try:
        with open_regular(path) as raw, TextIOWrapper(raw, encoding="utf-8-sig") as file:
            for number, line in enumerate(bounded_lines(file, str(path), most=_LONGEST), 1):
                yield number, line.rstrip("\r\n")
    except UnicodeDecodeError:
        # What is decoded is ahead of the lines: the scan of the bytes knows the place.
        check_file(path)
        raise
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(path)) from None


def _comma_cells(line: str) -> list[str]:
    import csv

    return next(csv.reader([line]), [])


def answer_pairs(
    index: Path, pairs: Iterable[Pair], asking: Asking, present: Presenter, *, processes: int = 0
) -> Iterator[Record]:
    """A record for every pair, in the order of the pairs, worked out by several processes that share the index.

    `present` says what is kept of an answer; `processes` 0 means one a core, and up to eight pairs are answered by this
    process alone.  A pair that cannot be asked gives a record with its fault, and the others go on.  Closing the
    generator ends the processes.
    """
    # Without the environment Python cannot be told where not to look for modules; see `_safe_start`.
    alone = bool(sys.flags.ignore_environment and not sys.flags.safe_path)
    processes = 1 if alone else processes or _cores()
    waiting = iter(pairs)
    pieces = iter(lambda: tuple(islice(waiting, _PIECE)), ())
    # A single piece would keep one process busy, and getting others ready takes longer than to answer it.
    first = list(islice(pieces, 2))
    pieces = chain(first, pieces)
    if processes == 1 or len(first) < 2:  # noqa: PLR2004
        yield from _alone(pieces, index, asking, present)
        return
    yield from _spread(pieces, (index, asking, present), processes)


def _alone(pieces: Iterator[tuple[Pair, ...]], index: Path, asking: Asking, present: Presenter) -> Iterator[Record]:
    from kgraph.index.open_index import GraphIndex

    opened = GraphIndex(index)
    for piece in pieces:
        yield from (_answered(opened, pair, asking, present) for pair in piece)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _spread(
    pieces: Iterator[tuple[Pair, ...]], outset: tuple[Path, Asking, Presenter], processes: int
) -> Iterator[Record]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("spawn")
    try:
        with _safe_start():
            # An event starts the process that keeps count of what is shared.
            stop = context.Event()
            pool = ProcessPoolExecutor(processes, context, _begin, (*outset, stop))
    except (OSError, ImportError):
        # Processes share nothing where, say, /dev/shm cannot be written; one by itself gives the same records.
        yield from _alone(pieces, *outset)
        return
    under_way: deque[Future[list[Record]]] = deque()
    try:
        while True:
            for piece in islice(pieces, processes * _WAITING - len(under_way)):
                with _safe_start(), _no_interrupt():
                    under_way.append(pool.submit(_answer_piece, piece))
            if not under_way:
                break
            yield from under_way.popleft().result()
    except BrokenProcessPool:
        raise WorkerError("a worker process was ended from outside, perhaps for want of memory; try again.") from None
    finally:
        # Each stops after the pair it is at, which has its own limit of time.
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _safe_start() -> Iterator[None]:
    """Keep the current folder off the path of modules of every Python that is started meanwhile.

    A pool starts its processes by ``python -c``, which would import a ``re.py`` that lies there.
    """
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Put Ctrl-C off for a moment: a process that starts meanwhile never hears it, not even before it is ready."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_at_work: Callable[[Pair], Record]


def _begin(index: Path, asking: Asking, present: Presenter, stop: Event) -> None:
    """Get a worker process ready; the one who started it hears Ctrl-C and ends it."""
    from threading import Thread

    from kgraph.index.open_index import GraphIndex

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    opened = GraphIndex(index)

    def answer(pair: Pair) -> Record:
        # Nobody reads what comes after the stop.
        return Record(pair, {}) if stop.is_set() else _answered(opened, pair, asking, present)

    global _at_work  # noqa: PLW0603
    _at_work = answer


def _end_with_parent() -> None:
    """End this process when the one that started it is killed; a pool's processes would wait for work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer_piece(piece: tuple[Pair, ...]) -> list[Record]:
    return [_at_work(pair) for pair in piece]


def _answered(index: GraphIndex, pair: Pair, asking: Asking, present: Presenter) -> Record:
    with index.damage_told():
        return _asked(index, pair, asking, present)


def _asked(index: GraphIndex, pair: Pair, asking: Asking, present: Presenter) -> Record:
    from kgraph.index.answering import find_indexed_paths

    if pair.fault:
        return Record(pair, {}, pair.fault)
    column = 1
    try:
        index.names.resolve(pair.start, suggest=False)
        column = len(pair.start) + 2
        index.names.resolve(pair.end, suggest=False)
    except KgraphError as error:
        return Record(pair, {}, error.said(asking.door), column)
    if asking.options is not None:
        return Record(pair, present(*_with_evidence(index, pair, asking), asking.door))
    answer = find_indexed_paths(
        index,
        pair.start,
        pair.end,
        max_hops=asking.max_hops,
        top=asking.top,
        avoid=asking.avoid,
        parallel=asking.parallel,
        seconds=asking.seconds,
        verdict=True,
    )
    return Record(pair, present(index, answer, asking.door))


def _with_evidence(index: GraphIndex, pair: Pair, asking: Asking) -> tuple[HeldGraph, PathAnswer]:
    """The answer to a pair with its evidence, and always with a verdict."""
    from kgraph.frozen import replace
    from kgraph.paths import find_paths
    from kgraph.paths.search_options import read_options
    from kgraph.paths.verdict import MOST_ARCS

    graph, options = _held(index, any_length=asking.max_hops is None), asking.options or {}
    start, end = (index.names.id(index.names.resolve(name)) for name in (pair.start, pair.end))
    answer = find_paths(graph, start, end, **options)
    if answer.verdict is None:
        path_filter = read_options(graph, options).path_filter
        found = {path.sign for path in (*answer.paths, *answer.outcomes)}
        verdict = graph.finder.verdict(start, end, path_filter=path_filter, found=found, most=MOST_ARCS)
        answer = replace(answer, verdict=verdict)
    return graph, answer


@cache
def _held(index: GraphIndex, *, any_length: bool) -> HeldGraph:
    """The contents of an index, once a process."""
    from kgraph.index.evidence_paths import graph_of

    return graph_of(index, any_length=any_length)
