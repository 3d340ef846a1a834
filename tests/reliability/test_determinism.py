"""The same input gives the same bytes: whatever the order of hashes, the language, the time zone, the folder, the home."""

import os
import shutil
from hashlib import sha256
from importlib import import_module

import pytest
from every_command import (
    ASKING_WORKSPACES,
    FILLING,
    RESUMING,
    SERVING,
    SHARING,
    TALKING,
    WORK,
    WRITING,
    command_lines,
    prepare,
    result_name,
    writing,
)
from sizes import LONG, chance, repeat, size
from warm import Warm
from world import World

from kgraph.cli.main import COMMANDS

SEEDS = size("KGRAPH_HASH_SEEDS", short=2, long=20)
# These take seconds each; the short run asks them once per seed and in one form.
SLOW = {"check", "export"}
# All that the graph says, in every run.
STATEMENTS = ("export", "--to", "nt")
SURROUNDINGS = [
    {"LANG": "C", "LC_ALL": "C", "TZ": "UTC"},
    {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"LANG": "de_DE.UTF-8", "LC_ALL": None, "TZ": "America/St_Johns", "COLUMNS": "40", "NO_COLOR": "1"},
    {"LANG": None, "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "COLUMNS": "300", "TERM": "dumb"},
]


def test_the_table_is_complete():
    """Every command of kgraph is in the table of work, so that none escapes the harnesses."""
    assert {*WORK, *SERVING, *TALKING, *FILLING, *ASKING_WORKSPACES} == set(COMMANDS)


def test_the_table_of_writing_commands_is_complete():
    """Every command that can be given a file to write is in the table of those that write."""
    write = set()
    for name in COMMANDS:
        group = import_module(f"kgraph.cli.{name}").command
        parts = getattr(group, "commands", {"": group}).values()
        if {"-o", "--plot"} & {word for one in parts for p in one.params for word in p.opts}:
            write.add(name)
    listed = {line[0] for line in (*WRITING.values(), *SHARING.values())}
    assert write - ASKING_WORKSPACES - TALKING == listed


def asked():
    """The command lines of this run."""
    seen = set()
    for line in command_lines():
        if LONG or line[0] not in SLOW or line[0] not in seen or line == STATEMENTS:
            seen.add(line[0])
            yield line


def half(lines, draw):
    """In a short run a line of each command and half of the others, as the seed of the run draws them."""
    known = set()
    firsts = {line for line in lines if line[0] not in known and not known.add(line[0])}
    return [line for line in lines if line in firsts or line == STATEMENTS or draw.random() < 0.5]


def written():
    """The commands that write a file in this run.

    In a short one not those that take seconds, whose kin is among the command lines, nor the page, which has its own test.
    """
    short = {"path", "pairs", "picture", "query", "index"}
    return [name for name in (*WRITING, *SHARING, *RESUMING) if LONG or name in short]


def answers(root, seed, surroundings, lines):
    """Exit code, output and messages of each command line, and the bytes of each file written, by command line."""
    world = World.under(root)
    found = {}
    with Warm(cwd=world.work, **world.environment, PYTHONHASHSEED=str(seed), **surroundings) as warm:
        for line in lines:
            done = warm.run(*line)
            found[line] = (done.code, sha256(done.out).hexdigest(), done.err)
        for name in written():
            prepare(name, warm, world.work)
            file = world.work / result_name(name)
            done = warm.run(*writing(name, file.name))
            assert done.code == 0, (seed, done, repeat())
            found[("written", name)] = (done.code, sha256(file.read_bytes()).hexdigest(), done.err)
            os.unlink(file)
    shutil.rmtree(root)
    return found


def test_every_command_and_format_gives_the_same_bytes(tmp_path):
    """One hash seed, language, zone, folder, home and cache after the other: nothing of it shows in any output."""
    draw, lines = chance("hash seeds"), list(asked())
    lines = lines if LONG else half(lines, draw)
    seeds = [0, *draw.sample(range(1, 2**32), SEEDS - 1)]
    first = None
    for number, seed in enumerate(seeds):
        root = tmp_path / f"world {number}"
        root.mkdir()
        found = answers(root, seed, SURROUNDINGS[number % len(SURROUNDINGS)], lines)
        # A format of tables does not fit every query; then that is what is said, each time.
        assert not [line for line, answer in found.items() if answer[0] not in ((0, 2) if line[0] == "query" else (0,))]
        first = first or found
        changed = [line for line in found if found[line] != first[line]]
        assert not changed, f"PYTHONHASHSEED={seed} {SURROUNDINGS[number % len(SURROUNDINGS)]}: {changed}; {repeat()}"


@pytest.mark.parametrize("size_of_terminal", ["40", "300"])
def test_a_pipe_has_no_width(warm, world, size_of_terminal):
    """What is piped does not depend on a terminal: tables too are the same whatever COLUMNS says."""
    with Warm(cwd=world.work, **world.environment, COLUMNS=size_of_terminal) as other:
        for line in (("mechanisms", "--format", "table"), ("path", "KDT", "IESS", "--format", "table")):
            assert other.run(*line).out == warm.run(*line).out
