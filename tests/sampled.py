"""Claims of the bundled graph on which every door is compared, and what each of them has to say of a claim."""

import random

from kgraph.words import Words

_CHOSEN = 25


def is_mistakable(claim):
    """Whether a claim names people as its species although no people were studied."""
    return "entity:human" in claim.species and claim.study_kind in ("author-statement", "in-vitro")


def sampled(graph):
    """Every claim that could be mistaken for a study in people, and as many others, the same in every run."""
    claims = sorted(graph.claims.values(), key=lambda claim: claim.id)
    mistakable = [claim for claim in claims if is_mistakable(claim)]
    others = [claim for claim in claims if not is_mistakable(claim)]
    return [*mistakable, *random.Random(7).sample(others, _CHOSEN)]


def has_to_say(graph, claim):
    """The words for the sign, the certainty and the study kind of a claim, and for each of its lines."""
    words = Words(graph)
    said = {words.sign_of(claim), words.phrase("certainty", claim.certainty), words.study_of(claim)}
    for line in claim.evidence:
        said |= {words.phrase("direction", line.direction), words.phrase("directness", line.directness)}
        said.add(words.study(line.study_kinds, line.species))
    return said - {""}
