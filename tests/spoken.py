"""What the page is told to say, as its own tests need it; run this file to write it anew after a change of the words."""

import json
from pathlib import Path

import kgraph
from kgraph.explorer.first_view import Opening
from kgraph.explorer.payload import payload
from kgraph.words import Words

FILE = Path(__file__).parents[1] / "viz" / "test" / "spoken.json"


def one_of_each(graph):
    """A claim for each relation and sign, and one with a plural subject where there is one."""
    words, chosen = Words(graph), {}
    for claim in sorted(graph.claims.values(), key=lambda claim: claim.id):
        chosen.setdefault((claim.relation, claim.sign, words.is_plural(claim.subject)), claim)
    return list(chosen.values())


def spoken(graph):
    """The words that a page carries, and what Python says of some claims with them."""
    words = Words(graph)

    def end(entity):
        return {"label": graph.label(entity), "plural": words.is_plural(entity)}

    def told(claim):
        return {
            "subject": end(claim.subject),
            "object": end(claim.object),
            "relation": claim.relation,
            "kind": graph.relations[claim.relation].kind,
            "sign": claim.sign,
            "outcome": graph.label(claim.outcome) if claim.outcome else "",
            "measurements": [[number.printed] for number in claim.measurements],
            "told": {
                "sentence": words.sentence(claim),
                "sign": words.sign_of(claim),
                "verb": words.sign_on(
                    graph.relations[claim.relation].kind, claim.sign, plural=words.is_plural(claim.subject)
                ),
                "reversed": words.relation(claim.relation, plural=words.is_plural(claim.object), reverse=True),
            },
        }

    vocabularies = ("certainty", "study", "direction", "directness", "attachment", "basis", "effect", "flag", "kg")
    names = [identifier.split(":", 1) for identifier in graph.terms]
    return {
        "words": payload(graph, Opening(view="all")).first["words"],
        "claims": [told(claim) for claim in one_of_each(graph)],
        "terms": [
            [name, term, words.phrase(name, term), words.phrase(name, term, plural=True), words.mark(name, term)]
            for name, term in names
            if name in vocabularies
        ],
    }


def text(graph):
    """The file as it should be."""
    return json.dumps(spoken(graph), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(kgraph.load()), encoding="utf-8")
