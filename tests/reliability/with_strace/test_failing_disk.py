"""A system call that fails: one clear line, the old content intact, and no litter."""

import pytest
from every_command import (
    FILLING,
    OLD,
    RESUMING,
    SHARING,
    WRITING,
    filling,
    prepare,
    put_old,
    result_name,
    stands,
    writing,
)
from sizes import LONG, chance, repeat, size
from traced import failing_at, points

# What each call can say in real life.
ERRORS = {
    "openat": ("EACCES", "ENOSPC", "EMFILE", "ENFILE", "EROFS", "EDQUOT", "EIO"),
    "write": ("ENOSPC", "EIO", "EDQUOT", "EFBIG"),
    "fchmod": ("EPERM", "EIO"),
    "fsync": ("EIO", "ENOSPC", "EDQUOT"),
    "close": ("EIO", "ENOSPC"),
    "rename": ("ENOSPC", "EACCES", "EIO", "EBUSY", "EXDEV"),
    "renameat": ("ENOSPC", "EIO"),
    "flock": ("ENOLCK", "EINTR"),
    "unlink": ("EIO",),
    "pwrite64": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO", "ENOSPC", "EDQUOT"),
    "mkdir": ("ENOSPC", "EACCES", "EIO"),
    "ftruncate": ("EIO",),
    # Some disks cannot swap two names.
    "renameat2": ("EINVAL",),
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FAILED = ("cannot write", "unchanged", "could not", "cannot")
# Lists of pairs, whose records stay when the disk fails, have a test of their own.
LISTS = ["pairs", *RESUMING]
NAMES = sorted({*WRITING, *SHARING} - {"pairs"}) if LONG else ["path"]


@pytest.fixture(scope="module", params=NAMES)
def case(request, world, warm):
    folder = world.work / f"out-{request.param}"
    folder.mkdir()
    file = folder / result_name(request.param)
    arguments = writing(request.param, file)
    file.write_bytes(OLD)
    every = [point for point, line in points(world, arguments, folder) if " = -1 " not in line]
    new = file.read_bytes()
    assert new != OLD
    return arguments, file, new, every


def cases(every):
    """Each call with each of its errors; in the short run each call once, with an error that the seed draws."""
    draw = chance("failing disk")
    for point in every:
        errors = ERRORS.get(point.call, ())
        if errors:
            yield from ((point, error) for error in (errors if LONG else [draw.choice(errors)]))


def test_a_failing_call_changes_nothing(case, world):
    """Either the command says in one line that it failed and the old content stands, or the new content is in place."""
    arguments, file, new, every = case
    failed = 0
    for point, error in cases(every):
        file.write_bytes(OLD)
        done = failing_at(world, arguments, point, error)
        where = f"{point} {error}: {done.returncode} {done.stderr!r}; {repeat()}"
        assert "Traceback" not in done.stderr, where
        if done.returncode == 0:
            assert file.read_bytes() == new, where
        else:
            failed += 1
            assert done.returncode in (1, 2, 3), where
            assert len(done.stderr.splitlines()) == 1, where
            assert file.read_bytes() == OLD, where
            assert any(words in done.stderr for words in FAILED), where
        # A file whose removal fails as well cannot be removed.
        litter = [other.name for other in file.parent.iterdir() if other != file]
        assert litter == [] or point.call == "unlink", (litter, where)
    assert failed


@pytest.mark.parametrize("name", FILLING)
def test_a_failing_call_leaves_the_old_store_or_the_new(name, world, warm):
    """Wherever the disk fails while a store is filled: the old one answers, or the new one when that is what was said."""
    folder = world.work / f"out-{name}"
    folder.mkdir()
    place = folder / "graph.store"
    new_line, old_line = filling(name, place), (*filling(name, place), "--no-bundled")
    answers = {}
    for line in (new_line, old_line):
        assert warm.run(*line).code == 0
        answers[line] = warm.run("query", COUNT, "--store", place).out
    every = [point for point, line in points(world, new_line, folder) if " = -1 " not in line and point.call in ERRORS]
    draw, failed = chance(f"failing disk {name}"), 0
    swap = [point for point in every if point.call == "renameat2"]
    # The engine goes on after most faults; a folder that cannot be made is the end.
    fatal = [next(point for point in every if point.call == "mkdir")]
    for point in [*swap, *fatal, *draw.sample(every, min(len(every), size("KGRAPH_DISK_FAULTS", short=4, long=200)))]:
        assert warm.run(*old_line).code == 0
        error = draw.choice(ERRORS[point.call])
        done = failing_at(world, new_line, point, error)
        where = f"{point} {error}: {done.returncode} {done.stderr!r}; {repeat()}"
        assert done.returncode in (0, 2), where
        assert "Traceback" not in done.stderr, where
        assert len(done.stderr.splitlines()) == 1, where
        failed += done.returncode == 2
        expected = answers[old_line if done.returncode else new_line]
        assert warm.run("query", COUNT, "--store", place).out == expected, where
    assert failed
    assert warm.run(*new_line).code == 0
    assert [other.name for other in folder.iterdir()] == [place.name]


@pytest.mark.parametrize("name", LISTS if LONG else ["pairs"])
def test_a_failing_call_loses_no_answer(name, world, warm):
    """Wherever the disk fails under a list of pairs, the old output stands or the new, and its whole records beside it."""
    folder = world.work / f"out-{name}"
    folder.mkdir()
    file = folder / result_name(name)
    prepare(name, warm, world.work)
    arguments = writing(name, file)
    assert warm.run(*arguments).code == 0
    new = file.read_bytes()
    old = put_old(name, file, new)
    every = [point for point, line in points(world, arguments, folder, alone=True) if " = -1 " not in line]
    assert file.read_bytes() == new
    draw, failed, chosen = chance(f"failing disk {name}"), 0, list(cases(every))
    for point, error in chosen if LONG else draw.sample(chosen, 6):
        put_old(name, file, new)
        done = failing_at(world, arguments, point, error, alone=True)
        where = f"{point} {error}: {done.returncode} {done.stderr!r}; {repeat()}"
        assert "Traceback" not in done.stderr, where
        assert len(done.stderr.splitlines()) == 1, where
        assert done.returncode in (0, 2, 3), where
        assert stands(name, file, old, new), where
        assert (done.returncode == 0) == (file.read_bytes() == new), where
        if done.returncode:
            failed += 1
            assert done.returncode == 3 or any(words in done.stderr for words in FAILED), where
        assert warm.run(*arguments).code == 0, where
        assert file.read_bytes() == new, where
        litter = [other.name for other in folder.iterdir() if other != file]
        assert litter == [], (litter, where)
    assert failed
