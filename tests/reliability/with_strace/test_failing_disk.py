"""A system call that fails: one clear line, the old content intact, and no litter."""

import pytest
from every_command import WRITING, writing
from sizes import LONG, chance, repeat
from traced import failing_at, points

OLD = b"what stood here before\n"
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
}
FAILED = ("cannot write", "unchanged", "could not", "cannot")
NAMES = list(WRITING) if LONG else ["path"]


@pytest.fixture(scope="module", params=NAMES)
def case(request, world, warm):
    folder = world.work / f"out-{request.param}"
    folder.mkdir()
    file = folder / "result.svg"
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
        assert len(done.stderr.splitlines()) <= 1, where
        if done.returncode == 0:
            assert file.read_bytes() == new, where
        else:
            failed += 1
            assert done.returncode in (1, 2, 3), where
            assert file.read_bytes() == OLD, where
            assert any(words in done.stderr for words in FAILED), where
        # A file whose removal fails as well cannot be removed.
        litter = [other.name for other in file.parent.iterdir() if other != file]
        assert litter == [] or point.call == "unlink", (litter, where)
    assert failed
