"""Why a query may have found nothing: a name that nothing is said with, or a value that is written in another way.

One look at the store answers for every kind of slip: a name that occurs in no statement cannot match, and a text after
a property whose values look otherwise cannot either.  What to write instead is told from the vocabulary and the names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

from kgraph.errors import KgraphError
from kgraph.sparql.query_tokens import Token, tokens
from kgraph.vocabulary import KG, PREFIXES, QUERY_PREFIXES, RDF_TYPE, shorten

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

    from kgraph.model import Contents

_LABELS = frozenset({"skos:prefLabel", "skos:altLabel", "skos:definition", "rdfs:label"})
_PLAIN_TEXTS_WILL_DO = frozenset({"STR", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "LANGMATCHES"})
# What people look for under these names stands under those.
_INSTEAD = {
    "subject": "rdf:subject",
    "predicate": "rdf:predicate",
    "relation": "rdf:predicate",
    "object": "rdf:object",
    "title": "dct:title",
    "label": "skos:prefLabel",
    "name": "skos:prefLabel",
    "synonym": "skos:altLabel",
    "definition": "skos:definition",
    "claim": "kg:Claim",
    "confidence": "it is worked out from the evidence when it is asked for, by explain and path",
    "Entity": "the classes of its kinds, such as kg:Process or kg:Disease",
    "Concept": "the classes of its kinds, such as kg:Process or kg:Disease",
    "identifier": "kg:doi, kg:pmid or kg:pmcid of a reference, skos:exactMatch of an entity",
    "sameAs": "skos:exactMatch",
    "causes": "kg:raises, kg:lowers, or the relation itself, such as kg:increases",
    "subClassOf": "kg:has_subtype between entities",
    "citesAsEvidence": "kg:evidence of a claim, and kg:reference of that",
    "cites": "kg:evidence of a claim, and kg:reference of that",
    "contradicts": "kg:disputes between claims",
    "quote": "oa:exact of a locator",
}
_FURTHER = 3
_FEW = 15
# Behind a property, or behind the next, these make it a path, of which one step says nothing.
_OF_A_PATH = frozenset({"/", "|", "*", "+", "?", "^"})
_LONGEST_VALUE = 60


def empty_answer_hints(query: str, graph: Contents | None = None) -> list[str]:
    """What to try where a query finds nothing, one sentence each; perhaps none.

    With the graph that was asked, its statements and names are looked at; without one, as for an endpoint, the text
    of the query alone is.
    """
    found = list(tokens(query))
    names = dict.fromkeys(token.text for token in found if token.kind == "name")
    hints = [*_language_hints(found, names)]
    if graph is not None:
        from kgraph.sparql.loading import store_of

        store, prefixes = store_of(graph), QUERY_PREFIXES | _declared(found)
        hints += _unused_names(graph, store, names, prefixes)
        hints += _empty_classes(store, found, prefixes)
        hints += _other_values(graph, store, found, prefixes)
        hints += filter(None, _other_labels(graph, store, found, prefixes))
        hints += [] if hints else _never_together(store, found, prefixes)
        if any(token.word == "GRAPH" for token in found) and not any(store.named_graphs()):
            hints.append("These statements stand in the default graph: leave GRAPH out.")
    return list(dict.fromkeys(hints))


def _language_hints(found: Sequence[Token], names: Mapping[str, None]) -> Iterator[str]:
    words = {token.word for token in found if token.kind == "word"}
    if names.keys() & _LABELS and not words & _PLAIN_TEXTS_WILL_DO:
        texts = [
            one.text
            for place, (one, after) in enumerate(_pairs(found))
            # What LANG(?l) or another function is compared with is no label.
            if one.kind == "text"
            and (_is_plain(after) or [token.text for token in found[place + 1 : place + 3]] == ["^^", "xsd:string"])
            and [token.word for token in found[place - 2 : place]] != [")", "="]
        ]
        for text in texts[:1]:
            yield f"Labels here have a language: write {text}@en, or FILTER(STR(?label) = {text}) on a variable."
    if names.keys() & _LABELS:
        yield from _other_languages(found)
    if "rdfs:label" in names:
        yield "Entities, hypotheses and questions have skos:prefLabel, no rdfs:label."


def _other_languages(found: Sequence[Token]) -> Iterator[str]:
    """A sentence where a text, or what LANG gives, is in a language that no label here has."""
    asked_for = [token.text[1:] for token in found if token.kind == "language"]
    for place, token in enumerate(found):
        if token.word in ("LANG", "LANGMATCHES"):
            asked_for += [one.text.strip("\"'") for one in found[place : place + 8] if one.kind == "text"][:1]
    for language in asked_for:
        if language.lower().partition("-")[0] not in ("en", "*"):
            words = f"not {language!r}" if language else "none is without a language"
            yield f'Labels here are in English, {words}: write "…"@en.'


def _other_labels(graph: Contents, store: Store, found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each text behind a property of names that is a name of something, and no such label."""
    from pyoxigraph import Literal, NamedNode

    from kgraph.names import names_of

    names = names_of(graph)
    properties = [token.text for token in found if token.text in _LABELS and _iri(token.text, prefixes)]
    for token in found:
        text = token.text.strip("\"'") if token.kind == "text" and properties else ""
        if not text or not names.is_exact(text):
            continue
        predicate = NamedNode(_iri(properties[0], prefixes))
        if next(store.quads_for_pattern(None, predicate, Literal(text, language="en"), None), None) is None:
            named = _named(graph, text)
            label = graph.entities[named].label if named else ""
            yield f'{text!r} is a name of {named}: write that, or "{label}"@en behind skos:prefLabel.' if named else ""


def _pairs(found: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    return pairwise([*found, Token("sign", "", 0)])


def _is_plain(after: Token) -> bool:
    return after.kind != "language" and after.word != "^^"


def _declared(found: Sequence[Token]) -> dict[str, str]:
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.word == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _iri(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if local and prefix in prefixes else ""


def _unused_names(
    graph: Contents, store: Store, names: Mapping[str, None], prefixes: Mapping[str, str]
) -> Iterator[str]:
    """A sentence for each name that occurs in no statement, with what is meant where that can be told."""
    from pyoxigraph import NamedNode

    for name in names:
        iri = _iri(name, prefixes)
        # Datatypes stand inside of values.
        if not iri or iri.startswith(PREFIXES["xsd"]):
            continue
        if not any(next(store.quads_for_pattern(*place), None) for place in _places(NamedNode(iri))):
            meant = _meant(graph, store, name, iri)
            yield f"{name} occurs in no statement{f'; {meant}' if meant else ''}."


def _places(node: NamedNode) -> tuple[tuple[NamedNode | None, NamedNode | None, NamedNode | None, None], ...]:
    """The patterns of statements that a name may stand in."""
    return ((node, None, None, None), (None, node, None, None), (None, None, node, None))


def _meant(graph: Contents, store: Store, name: str, iri: str) -> str:
    """What stands for a name that nothing is said with; empty where that cannot be told."""
    local = name.partition(":")[2]
    if iri.startswith(PREFIXES["entity"]):
        return _instead(_named(graph, local.replace("-", " ")))
    if local in _INSTEAD:
        return _INSTEAD[local] if " is " in _INSTEAD[local] else _instead(_INSTEAD[local])
    if not iri.startswith(KG):
        return ""
    from rapidfuzz import process

    if "/" in iri.removeprefix(KG):
        return _instead(_near_thing(store, name, iri.removesuffix(local)))

    # Every statement is looked at, once, for the names that are in use; classes begin with a capital.
    used = {str(quad.object).strip("<>") for quad in _kinds(store)} if local[:1].isupper() else _properties(store)
    known = sorted(shorten(name) for name in used if name.startswith(KG))
    near = process.extractOne(shorten(iri), known, processor=str.lower, score_cutoff=80)
    return _instead(near[0] if near else "")


def _near_thing(store: Store, name: str, namespace: str) -> str:
    """What a name that does not occur may mean: the likest of its namespace, all of them where they are few."""
    from pyoxigraph import NamedNode
    from rapidfuzz import fuzz, process

    things = {node.value for quad in store for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    known = sorted(shorten(thing) for thing in things if thing.startswith(namespace))
    near = process.extractOne(name, known, scorer=fuzz.ratio, processor=str.lower, score_cutoff=90)
    return near[0] if near else ", ".join(known) if len(known) <= _FEW else ""


def _kinds(store: Store) -> Iterator[Quad]:
    from pyoxigraph import NamedNode

    return store.quads_for_pattern(None, NamedNode(RDF_TYPE), None)


def _properties(store: Store) -> set[str]:
    return {quad.predicate.value for quad in store}


def _instead(meant: str) -> str:
    return f"instead: {meant}" if meant else ""


def _named(graph: Contents, name: str) -> str:
    """The entity that has a name; empty where none, or more than one, has it."""
    from kgraph.names import names_of

    try:
        return names_of(graph).resolve(name).id
    except KgraphError:
        return ""


def _empty_classes(store: Store, found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each class that occurs, and that nothing is stated to be."""
    from pyoxigraph import NamedNode

    for verb, name in _pairs(found):
        iri = _iri(name.text, prefixes) if name.kind == "name" and (verb.text in ("a", "rdf:type")) else ""
        if not iri or next(store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(iri)), None):
            continue
        # One that occurs nowhere is told of already.
        if any(next(store.quads_for_pattern(*place), None) for place in _places(NamedNode(iri))):
            meant = _INSTEAD.get(name.text.partition(":")[2], "")
            yield f"No statement says that something is a {name.text}{f'; {_instead(meant)}' if meant else ''}."


def _other_values(graph: Contents, store: Store, found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each property with a text behind it that none of its values is."""
    from pyoxigraph import Literal, NamedNode

    closed = [*found, Token("sign", "", 0)]
    for property_, value, after in zip(closed, closed[1:], closed[2:], strict=False):
        iri = _iri(property_.text, prefixes) if property_.kind == "name" else ""
        if not iri or value.kind != "text" or not _is_plain(after) or property_.text in _LABELS:
            continue
        predicate, text = NamedNode(iri), Literal(value.text.strip("\"'"))
        if next(store.quads_for_pattern(None, predicate, text, None), None):
            continue
        values = list(dict.fromkeys(_shown(quad.object) for quad in _some(store, predicate)))
        named = _named(graph, text.value) if values and values[0].startswith("entity:") else ""
        if named:
            yield f"{property_.text} leads to a thing, not to a text: write {named} in place of {value.text}."
        elif values:
            yield f"{property_.text} has values such as {', '.join(values[:_FURTHER])}, not {value.text}."


def _never_together(store: Store, found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each two conditions on one variable that no thing meets both of."""
    for conditions in _conditions(found, prefixes).values():
        for one, other in combinations(conditions, 2):
            of_one, of_other = _meeting(store, conditions[one]), _meeting(store, conditions[other])
            if of_one and of_other and not of_one & of_other:
                kinds = " or ".join(_most_kinds(store, of_other))
                first = f"No {one[2:]}" if one.startswith("a ") else f"Nothing that has {one}"
                second = f"is {other}" if other.startswith("a ") else f"has {other}"
                said = f"; what {second} is a {kinds}" if kinds and not other.startswith("a ") else ""
                yield f"{first} {second}{said}."


def _conditions(
    found: Sequence[Token], prefixes: Mapping[str, str]
) -> dict[str, dict[str, tuple[NamedNode, NamedNode | None]]]:
    """By variable, what is asked of it: a property, or a class as the value of rdf:type, by the words of the query."""
    from pyoxigraph import NamedNode

    asked: dict[str, dict[str, tuple[NamedNode, NamedNode | None]]] = {}
    subject = ""
    for before, verb, value, after in zip(
        found, found[1:], found[2:], [*found[3:], Token("sign", "", 0)], strict=False
    ):
        if before.kind == "variable" and (verb.kind == "name" or verb.text == "a"):
            subject = before.text
        elif before.text != ";":
            continue
        iri = RDF_TYPE if verb.text == "a" else _iri(verb.text, prefixes) if verb.kind == "name" else ""
        if not subject or not iri or value.word in _OF_A_PATH or after.word in _OF_A_PATH:
            continue
        if iri != RDF_TYPE:
            asked.setdefault(subject, {})[verb.text] = (NamedNode(iri), None)
        elif value.kind == "name" and _iri(value.text, prefixes):
            words = f"{verb.text} {value.text}"
            asked.setdefault(subject, {})[words] = (NamedNode(RDF_TYPE), NamedNode(_iri(value.text, prefixes)))
    return asked


def _meeting(store: Store, condition: tuple[NamedNode, NamedNode | None]) -> set[object]:
    return {quad.subject for quad in store.quads_for_pattern(None, *condition, None)}


def _most_kinds(store: Store, things: set[object]) -> list[str]:
    """The classes that most of some things are stated to be, the most frequent first."""
    kinds = Counter(shorten(str(quad.object)[1:-1]) for quad in _kinds(store) if quad.subject in things)
    return [kind for kind, _ in kinds.most_common(2) if kind.startswith("kg:")]


def _some(store: Store, predicate: NamedNode) -> Iterator[Quad]:
    return islice(store.quads_for_pattern(None, predicate, None, None), 200)


def _shown(value: object) -> str:
    """A value as a query writes it."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(value, NamedNode):
        return shorten(value.value)
    if isinstance(value, Literal) and value.datatype.value in (
        PREFIXES["xsd"] + "integer",
        PREFIXES["xsd"] + "decimal",
    ):
        return value.value
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
