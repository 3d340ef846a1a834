"""Graphs of a few claims, for questions whose whole answer can be worked out by hand."""

from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Contents, Entity, EvidenceLine, Reference

REFERENCES = {f"reference:{n}": Reference(f"reference:{n}", f"R{n}", f"Title {n}", n) for n in (1, 2)}


def line(name, *, kind="animal", direction="supports", directness="primary", reference="reference:1", species=()):
    """An evidence line that counts."""
    return EvidenceLine(f"evidence:{name}", reference, direction, directness, (kind,), "direct", species)


def claim(words, *, sign="+", certainty="asserted", **more):
    """A claim from ``"a increases b"``; its name and one line of evidence follow from the words."""
    subject, relation, target = words.split()
    name = f"{subject}-{relation}-{target}" + more.pop("suffix", "")
    more.setdefault("evidence", (line(name),))
    more.setdefault("study_kind", "animal")
    more.setdefault("origin", "review")
    return Claim(
        id=f"claim:{name}",
        subject=f"entity:{subject}",
        relation=relation,
        object=f"entity:{target}",
        sign=sign,
        certainty=certainty,
        **more,
    )


def small_graph(graph, *claims, kinds=None, valence=None, hypotheses=(), **parts):
    """A graph of these claims with the vocabulary of `graph`; entities are processes unless `kinds` says otherwise."""
    names = dict.fromkeys(end for c in claims for end in (c.subject, c.object)) | dict.fromkeys(kinds or {})
    names = dict.fromkeys(name if ":" in name else f"entity:{name}" for name in names)
    entities = {}
    for name in names:
        short = name.partition(":")[2]
        entities[name] = Entity(
            name, short, (kinds or {}).get(short, "process"), valence=(valence or {}).get(short, "")
        )
    return KnowledgeGraph(
        Contents(
            parts.get("entities", entities),
            {c.id: c for c in claims},
            parts.get("references", REFERENCES),
            {h.id: h for h in hypotheses},
            parts.get("questions", {}),
            parts.get("sources", graph.sources),
            graph.relations,
            graph.terms,
            files=parts.get("files", ()),
        )
    )
