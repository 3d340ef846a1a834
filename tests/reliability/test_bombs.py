"""Small files that would grow, and large ones that would fill the memory: refused before they do."""

import os

import pytest
from bombs import BOMBS, TABLES, UNFOLDING
from sizes import LONG
from warm import standing


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_early(name, warm, world):
    """One line, exit 3, less than 200 MB; in the long run also less than a second of the processor."""
    file = world.work / name
    file.write_bytes(BOMBS[name]())
    before = standing(world.root)
    try:
        done = warm.run("check", "--syntax-only", file, seconds=30)
        assert done.code == 3, done
        assert done.says_one_line(), done.err
        assert done.err.startswith(f"{file}:")
        assert done.peak < 200 << 20, f"{done.peak >> 20} MB"
        assert not LONG or done.processor < 1.0, done
        assert standing(world.root) == before
    finally:
        file.unlink()


@pytest.mark.parametrize("name", UNFOLDING)
def test_a_bomb_is_refused_where_no_other_process_takes_the_damage(name, warm, world):
    """Commands that read data in their own process refuse it as early, and neither are killed nor leave anything."""
    # Stores are filled without a look at every statement where the file allows it.
    command = ("store", "bomb.store", "--data") if name.endswith((".ttl", ".nt")) else ("path", "KDT", "IESS", "--data")
    file = world.work / name
    file.write_bytes(UNFOLDING[name]())
    # The lock of a store stays.
    warm.run("store", "bomb.store", "--data", "nothing.ttl")
    before = set(standing(world.root))
    try:
        done = warm.run(*command, file, seconds=30)
        assert done.code == 3, done
        assert done.says_one_line(), done.err
        assert done.err.startswith(f"{file}:")
        assert done.peak < 300 << 20, f"{done.peak >> 20} MB"
        assert set(standing(world.root)) == before
    finally:
        file.unlink()


@pytest.mark.parametrize("option", ["", "--names"])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_unpacks_to_far_more_is_refused_early(name, option, warm, world):
    """As edges and as names of nodes; the libraries that read tables know no limits of their own."""
    file, edges = world.work / name, world.work / "plain.tsv"
    edges.write_bytes(b"subject\tobject\tcost\na\tb\t1\n")
    file.write_bytes(TABLES[name]())
    before = standing(world.root)
    given = (edges, option, file) if option else (file,)
    done = warm.run("index", "build", *given, "-o", world.work / "bomb.index", seconds=30)
    assert done.code == 3, done
    assert done.says_one_line(), done.err
    assert done.err.startswith(f"{file}:")
    assert done.peak < 300 << 20, f"{done.peak >> 20} MB"
    assert standing(world.root) == before
    file.unlink()


SPECIAL = {
    "folder.ttl": os.mkdir,
    "pipe.ttl": os.mkfifo,
    "endless.ttl": lambda path: os.symlink("/dev/zero", path),
    "random.ttl": lambda path: os.symlink("/dev/urandom", path),
    "terminal.ttl": lambda path: os.symlink("/dev/tty", path),
    "circle.ttl": lambda path: os.symlink(path, path),
    "nowhere.ttl": lambda path: os.symlink("/nowhere/at/all.ttl", path),
    "missing.ttl": lambda _path: None,
    f"{'long' * 80}.ttl": lambda _path: None,
    "line\nbreak.ttl": lambda _path: None,
    "\x1b[31mred.ttl": lambda _path: None,
}


@pytest.mark.parametrize("command", [("check", "--syntax-only"), ("path", "KDT", "IESS", "--data")], ids=lambda c: c[0])
@pytest.mark.parametrize("name", SPECIAL, ids=ascii)
def test_what_is_no_file_is_refused(name, command, warm, world):
    """Folders, pipes, devices, links that lead nowhere, names that mean something to a terminal: nothing waits for them."""
    path = world.work / name
    SPECIAL[name](path)
    done = warm.run(*command, path, seconds=10)
    assert done.code in (2, 3), done
    assert done.says_one_line(), done.err
    assert "\x1b" not in done.err
    assert done.peak < 200 << 20
    if os.path.lexists(path):
        path.rmdir() if name == "folder.ttl" else path.unlink()
