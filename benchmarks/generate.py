"""Generated claims in the shape of the curated ones, as one Turtle file.

Entities have pronounceable names, a fifth as many as there are claims; their popularity is heavy-tailed, so that some
have thousands of claims.  Each claim has a label, a disease, a species and one evidence line, which cites one of a
tenth as many references and says where: its words and its marker have positions, as curated lines have.  That is about
36 statements a claim, of 42 in the bundled graph.  The same seed gives the same file.
Usage: python benchmarks/generate.py CLAIMS FILE
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

_ONSETS = "b br c cl d dr f fl g gr h k l m n p pl qu r s st t tr v z".split()  # noqa: SIM905  # reads as a row
_VOWELS = ("a", "e", "i", "o", "u", "ae", "io")
_CODAS = ["", "", "l", "n", "r", "s", "x", "m"]
_ENDINGS = {
    "Protein": ("kinase", "receptor", "channel", "transporter"),
    "Metabolite": ("acid", "ester", "ketone"),
    "Process": ("signalling", "synthesis", "transport"),
    "Phenotype": ("deficit", "dysfunction", "susceptibility"),
}
_RELATIONS = (("increases", "+"), ("decreases", "-"), ("activates", "+"), ("inhibits", "-"), ("affects", "?"))
_STUDIES = ("animal", "in-vitro", "trial", "clinical-observation", "author-statement")
_PREFIXES = {
    "kg": "",
    **{
        name: f"{name}/"
        for name in ("entity", "claim", "evidence", "reference", "source", "certainty", "direction", "directness")
    },
    "study": "study-kind/",
    "attachment": "attachment/",
    "mechanism": "mechanism/",
}

_SOURCE = "https://w3id.org/kgraph/source/review"


def entity_names(count: int, *, seed: int = 0) -> list[tuple[str, str]]:
    """Kinds and labels of the generated entities, in order; no two labels are the same."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < count:
        kind = chance.choice(list(_ENDINGS))
        word = "".join(
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(chance.randint(2, 4))
        )
        found.setdefault(f"{word} {chance.choice(_ENDINGS[kind])}", kind)
    return [(kind, label) for label, kind in found.items()]


def turtle(claims: int, *, seed: int = 0) -> Iterator[str]:
    """The file, a block at a time."""
    chance = random.Random(seed)
    names = entity_names(max(2, claims // 5), seed=seed)
    references = max(1, claims // 10)
    for prefix, path in _PREFIXES.items():
        yield f"@prefix {prefix}: <https://w3id.org/kgraph/{path}> .\n"
    yield "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    yield "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    yield "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    yield "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
    for number, (kind, label) in enumerate(names):
        names_of_it = f'skos:prefLabel "{label}"@en ; skos:altLabel "GEN{number}"@en'
        yield f"entity:generated-{number} a kg:{kind} ; {names_of_it} .\n"
    for number in range(references):
        yield f'reference:generated-{number} a kg:Reference ; kg:shortName "gen:{number}" .\n'
    for number in range(claims):
        # The square makes the first entities popular.
        subject, target = (int(len(names) * chance.random() ** 2) for _ in range(2))
        if subject == target:
            target = (target + 1) % len(names)
        relation, sign = chance.choice(_RELATIONS)
        study = chance.choice(_STUDIES)
        cited = chance.randrange(references)
        words, marker = (f"<{_SOURCE}#char={start},{start + 3}>" for start in (40 * number, 40 * number + 30))
        yield (
            f"claim:generated-{number} a kg:Claim ; rdf:subject entity:generated-{subject} ; "
            f"rdf:predicate kg:{relation} ; rdf:object entity:generated-{target} ; "
            f'rdfs:label "{names[subject][1]} {relation} {names[target][1]}"@en ; '
            f'kg:sign "{sign}" ; kg:certainty certainty:asserted ; kg:studyKind study:{study} ; '
            f"kg:origin source:review ; kg:mechanism mechanism:inflammation ; kg:species entity:mouse ; "
            f"kg:diseaseContext entity:epilepsy ; kg:evidence evidence:generated-{number} .\n"
            f"evidence:generated-{number} a kg:EvidenceLine ; kg:reference reference:generated-{cited} ; "
            f"kg:direction direction:supports ; kg:directness directness:relayed ; kg:studyKind study:{study} ; "
            f"kg:attachment attachment:direct ; kg:locator {words} ; kg:marker {marker} .\n"
        )
        for place, start in ((words, 40 * number), (marker, 40 * number + 30)):
            yield (
                f'{place} a kg:Locator ; oa:start {start} ; oa:end {start + 3} ; oa:exact "{number % 1000:03}" ; '
                f'kg:inSource source:review ; kg:section "generated" ; kg:sentence {number} .\n'
            )


def write_claims(file: Path, claims: int, *, seed: int = 0) -> None:
    """Put the generated claims in a file."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(turtle(claims, seed=seed))


if __name__ == "__main__":
    write_claims(Path(sys.argv[2]), int(sys.argv[1]))
