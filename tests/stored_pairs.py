"""Answers over a store beside those of the local engine over the same statements, for tests that compare them."""

import random
from unittest.mock import patch

from pyoxigraph import RdfFormat, serialize

from kgraph import load
from kgraph.endpoints.stored_paths import stored_paths
from kgraph.paths import find_paths


def loaded(triples, file):
    """The graph of some statements, read from a file in the order of their names, as a stored graph is."""
    file.write_bytes(serialize(sorted(triples, key=lambda triple: triple.subject.value), format=RdfFormat.N_TRIPLES))
    return load(file, bundled=False)


def some_pairs(graph, count, *, seed=7):
    """Pairs of entities: those of claims two steps apart, which often have paths, and any two."""
    chosen = random.Random(seed)
    entities = list(graph.entities)
    return [
        tuple(chosen.sample(entities, 2)) if place % 2 else two_steps(graph, chosen, entities) for place in range(count)
    ]


def two_steps(graph, chosen, entities):
    """A thing, and one that a walk of at most two claims leads to."""
    while True:
        start = end = chosen.choice(entities)
        for _ in range(2):
            onward = [one.object for one in graph.claims_by_entity.get(end, ()) if one.subject == end]
            end = chosen.choice(onward) if onward else end
        if end != start and end in graph.entities:
            return start, end


def cells(answer):
    """All that an answer says; how much a verdict looked at is no part of it."""
    verdict = answer.verdict and (
        answer.verdict.says,
        answer.verdict.one_sided,
        answer.verdict.looked,
        answer.verdict.unknown,
    )
    names = (
        "paths",
        "outcomes",
        "mechanisms",
        "people",
        "because",
        "shared",
        "routes",
        "more",
        "complete",
        "counted",
        "hub_penalty",
    )
    return {"verdict": verdict, **{name: getattr(answer, name) for name in names}}


def differences(stored, graph, pairs, **options):
    """For each pair with another answer than the local engine's, what differs."""
    found = {}
    for start, end in pairs:
        # Reasons are looked for within a second or so, which is not the same second twice on a busy machine.
        with patch("kgraph.paths.reasons._SECONDS", 60.0):
            theirs = cells(stored_paths(stored, start, end, **options)[1])
            ours = cells(find_paths(graph, start, end, **options))
        differing = [name for name in ours if ours[name] != theirs[name]]
        if differing:
            found[start, end] = differing
    return found
