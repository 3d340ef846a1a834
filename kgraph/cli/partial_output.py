"""Where the answers to a list of pairs go: a file beside the output, which takes its place once all are there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kgraph.cli.exits import ReaderGoneError
from kgraph.errors import OutputError, UsageError
from kgraph.files.flags import CHANGE
from kgraph.files.locks import locked
from kgraph.files.writing import new_file, put_in_place, refuse_place
from kgraph.formats.pair_records import Done, opening_text, read_done
from kgraph.index.pairs import Pair, read_pairs

_NOTHING = Done(0, "", "", 0)


def partial_file(output: Path) -> Path:
    """Where the records of an output are until all are there: ``NAME.partial``, in the same folder."""
    return output.with_name(f"{output.name}.partial")


@contextmanager
def record_file(
    output: Path | None, form: str, pairs: Path, *, force: bool, resume: bool
) -> Iterator[tuple[Callable[[str], None], Done]]:
    """What writes a record, and how far the output goes already; without `output` they go to standard output.

    Each record is in ``NAME.partial`` when the call returns, and stays there when the block ends by an error: `resume`
    goes on after the last whole one, or, where there is no such file, after those of the output itself.  What stands
    at the output is replaced only when the block has ended well, and only with `force`, or when it was there before
    the records that `resume` goes on with.  Raises UsageError when the place is taken, OutputError when it cannot be
    written, FileBusyError when another run writes there, and DataError when `resume` is given a file that holds no such
    records.
    """
    if output is None:
        with _standard_output() as file:
            yield _writing(file, "the answers", opening_text(form)), _NOTHING
        return
    partial = partial_file(output)
    with _told(str(output), ". Choose another place with -o."):
        for place in (output, partial):
            refuse_place(place, force=True)
    with locked(output):
        _expect_free(output, partial, form, force=force, resume=resume)
        may_replace = force or os.path.lexists(output)
        done = _begun(output, partial, form, pairs, resume=resume)
        try:
            with _opened(partial, done.size) as file:
                opening = "" if done.size else opening_text(form)
                hint = "; --resume goes on after the last whole record in it."
                yield _writing(file, str(partial), opening, hint), done
                _finish(file, partial, output, may_replace=may_replace)
        except BaseException:
            # Half a record is nothing to go on with.
            with suppress(OSError):
                if not holds_record(partial, form):
                    partial.unlink()
            raise


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o.")
    file = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115  # a failure to close it is told below
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with _told("the answers", "."):
        file.close()


def _expect_free(output: Path, partial: Path, form: str, *, force: bool, resume: bool) -> None:
    """Raise UsageError when something stands there that was not meant to be replaced."""
    if force:
        return
    if resume:
        # Only what came after the records was not there when the run that wrote them was allowed to replace it.
        if os.path.lexists(output) and partial.exists() and _changed(output) > _changed(partial):
            raise UsageError(
                f"{output} has changed since {partial} was interrupted, which would replace it. "
                "Give --resume --force to go on all the same."
            )
        return
    if partial.exists() and partial.stat().st_size > len(opening_text(form)):
        raise UsageError(
            f"{partial} holds the answers of an interrupted run. "
            "Give --resume to go on with it, or --force to begin anew."
        )
    if os.path.lexists(output):
        raise UsageError(f"{output} exists. Give --resume to go on with it, or --force to replace it.")


def _changed(place: Path) -> int:
    """When a file was last written or put there; no program can set it back."""
    return place.lstat().st_ctime_ns


def holds_record(partial: Path, form: str) -> bool:
    """Whether an unfinished file has a whole record.  Raises OSError when it cannot be read."""
    wanted = opening_text(form).count("\n") + 1
    with partial.open("rb") as file:
        return sum(line.endswith(b"\n") for line in islice(file, wanted)) == wanted


def _begun(output: Path, partial: Path, form: str, pairs: Path, *, resume: bool) -> Done:
    """What is in the unfinished file already, which is there then."""
    source = next((place for place in (partial, output) if resume and place.exists()), None)
    done = _NOTHING
    if source is not None:
        done = read_done(source, form)
        _expect_same_pairs(pairs, done, source)
    if source != partial:
        # What it replaces in the end may be private, and says what permissions it gets.
        with new_file(partial, force=True, private=True) as file:
            if source is not None:
                _copy(source, file, done.size)
    return done


@contextmanager
def _opened(partial: Path, size: int) -> Iterator[BinaryIO]:
    """The unfinished file, cut after so many bytes, to go on from there."""
    with _told(str(partial), ". Choose another place with -o."):
        file = os.fdopen(os.open(partial, CHANGE), "r+b")
    try:
        with _told(str(partial), ". Choose another place with -o."):
            file.truncate(size)
            file.seek(size)
        yield file
    finally:
        # A full disk makes closing fail once more.
        with suppress(OSError):
            file.close()


def _copy(source: Path, file: BinaryIO, size: int) -> None:
    with source.open("rb") as old:
        while size and (piece := old.read(min(size, 1 << 20))):
            file.write(piece)
            size -= len(piece)


def _expect_same_pairs(pairs: Path, done: Done, place: Path) -> None:
    """Raise UsageError when records were not made from these pairs."""
    if not done.line:
        return
    with closing(read_pairs(pairs)) as given:
        there = next((pair for pair in given if pair.line == done.line), Pair(0, "", ""))
    if (there.start, there.end) != (done.start, done.end):
        raise UsageError(
            f"{place} was made from other pairs: its last record is {done.start} to {done.end}, "
            f"and line {done.line} of {pairs} is something else."
        )


def _writing(file: BinaryIO, place: str, opening: str, hint: str = ".") -> Callable[[str], None]:
    """Write a record at once, so that whoever reads along, or goes on later, finds whole ones."""

    def write(text: str) -> None:
        with _told(place, hint):
            file.write(text.encode("utf-8"))
            file.flush()

    write(opening)
    return write


def _finish(file: BinaryIO, partial: Path, output: Path, *, may_replace: bool) -> None:
    """Put the whole list in its place."""
    if not may_replace and os.path.lexists(output):
        raise UsageError(
            f"{output} came while the pairs were answered, and is left as it is; "
            f"all answers are in {partial}, which --resume --force puts in its place."
        )
    with _told(str(output), f"; all answers are in {partial}, which --resume puts in its place."):
        put_in_place(file, partial, output)


@contextmanager
def _told(place: str, hint: str) -> Iterator[None]:
    """Say what it means when something cannot be written; a reader that left is told nothing."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise OutputError(f"cannot write {place}: {error.strerror}{hint}") from None
