"""How much the harnesses do: a bounded share by default, the long run by `make reliability`, single sizes by variable.

KGRAPH_RELIABILITY=long asks for the long run; KGRAPH_CRASH_POINTS, KGRAPH_HASH_SEEDS, KGRAPH_INTERRUPTS and
KGRAPH_ROUNDS set one size each; KGRAPH_SEED repeats a run.
"""

import os
import random

LONG = os.environ.get("KGRAPH_RELIABILITY", "short") == "long"
SEED = int(os.environ.get("KGRAPH_SEED", "20261124"))


def size(variable, *, short, long):
    """The size that a variable gives, else the one of the short or the long run."""
    return int(os.environ.get(variable) or (long if LONG else short))


def chance(purpose):
    """A random generator of its own for each purpose, so that harnesses do not shift each other's draws."""
    return random.Random(f"{SEED} {purpose}")


def repeat(variable=""):
    """What a failing test prints: how to run the same again."""
    also = f"{variable}={os.environ.get(variable, '')} " if variable and os.environ.get(variable) else ""
    return f"repeat with: KGRAPH_SEED={SEED} KGRAPH_RELIABILITY={'long' if LONG else 'short'} {also}pytest {os.environ.get('PYTEST_CURRENT_TEST', '').split(' ')[0]}"
