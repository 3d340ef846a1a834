"""Subjects and values in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kgraph.reading.positions import Lines, Mention

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{\]},:]|[^\s"\[{\]},:]++', re.DOTALL)
# Prefixes may be made of prefixes; nobody's are of more.
_LONGEST_CHAIN = 16
# What a keyword of JSON-LD holds belongs to the thing around it.
_HOLDERS = frozenset({"@value", "@list", "@set", "@graph", "@included", "@reverse", "@nest"})


@dataclass(frozen=True, slots=True)
class _Node:
    """A value of JSON and where it starts; `members` are those of an object, or of a list, without keys there."""

    start: int
    text: str = ""
    members: list[tuple[_Node | None, _Node]] = field(default_factory=list)
    kind: str = "text"


def json_mentions(text: str) -> Iterator[Mention]:
    """Every subject and value of a JSON-LD text; see `kgraph.reading.positions`.

    Contexts are followed as far as names need them: prefixes, terms, @vocab, and other names of @id and @type.
    """
    lines = Lines(text)
    # Without recursion, in the order of the text.
    stack: list[tuple[_Node, str, Mapping[str, str]]] = [(_read(text), "", {})]
    while stack:
        node, owner, context = stack.pop()
        place = lines.place(node.start)
        if node.kind == "text":
            yield Mention(owner, node.text, *place)
            written_out = _expanded(node.text, context)
            if written_out != node.text:
                yield Mention(owner, written_out, *place)
        elif node.kind == "list":
            stack += [(member, owner, context) for _, member in reversed(node.members)]
        else:
            context = _with_context(node, context)
            named = next((value for key, value in _pairs(node) if _keyword(key.text, context) == "@id"), None)
            if named is not None and named.kind == "text":
                subject, place = _expanded(named.text, context), lines.place(named.start)
                yield Mention(owner, subject, *place)
                if any(_keyword(key.text, context) not in ("@context", "@id") for key, _ in _pairs(node)):
                    yield Mention(subject, subject, *place)
                owner = subject
            inside = []
            for key, value in _pairs(node):
                keyword = _keyword(key.text, context)
                if keyword in ("@context", "@id"):
                    continue
                if not keyword.startswith("@"):
                    yield Mention(owner, _term(key.text, context), *lines.place(key.start))
                if not keyword.startswith("@") or keyword == "@type" or keyword in _HOLDERS:
                    inside.append((value, owner, context))
            stack += reversed(inside)


def _read(text: str) -> _Node:
    """The tree of a JSON text; an odd one gives what was read of it."""
    root = _Node(0, kind="list")
    open_nodes = [root]
    key: _Node | None = None
    previous: _Node | None = None
    for match in _TOKEN.finditer(text):
        part, start = match.group(), match.start()
        if part == ":":
            # What was taken for a value is the key of the next one.
            if previous is not None and open_nodes[-1].members:
                open_nodes[-1].members.pop()
                key = previous
            continue
        if part in "]}":
            if len(open_nodes) > 1:
                open_nodes.pop()
            previous = None
            continue
        if part == ",":
            continue
        kind = {"[": "list", "{": "object"}.get(part, "text")
        node = _Node(start, _string(part), kind=kind)
        open_nodes[-1].members.append((key, node))
        key, previous = None, node
        if kind != "text":
            open_nodes.append(node)
    return root


def _string(part: str) -> str:
    if not part.startswith('"'):
        return part
    try:
        return str(json.loads(part, strict=False))
    except ValueError:
        return part[1:-1]


def _pairs(node: _Node) -> Iterator[tuple[_Node, _Node]]:
    return ((key, value) for key, value in node.members if key is not None)


def _with_context(node: _Node, context: Mapping[str, str]) -> Mapping[str, str]:
    """The names that are known inside of an object: those outside, and those of its own context."""
    own = [value for key, value in _pairs(node) if key.text == "@context"]
    if not own:
        return context
    known = dict(context)
    while own:
        one = own.pop(0)
        if one.kind == "list":
            own = [member for _, member in one.members] + own
        for key, value in _pairs(one):
            meaning = value
            if value.kind == "object":
                meaning = next((inner for name, inner in _pairs(value) if name.text == "@id"), key)
            if meaning.kind == "text":
                known[key.text] = meaning.text
    return known


def _keyword(key: str, context: Mapping[str, str]) -> str:
    """The keyword that a key stands for, or the key."""
    meaning = context.get(key, key)
    return meaning if meaning.startswith("@") else key


def _expanded(name: str, context: Mapping[str, str]) -> str:
    """An IRI written out with the prefixes of a context; any other text comes back as it is."""
    rest = ""
    for _ in range(_LONGEST_CHAIN):
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and prefix in context:
            name, rest = context[prefix], local + rest
        elif ":" in context.get(name, ""):
            name = context[name]
        else:
            break
    return name + rest


def _term(key: str, context: Mapping[str, str]) -> str:
    """The property that a key means."""
    if key in context:
        return _expanded(context[key], context)
    return _expanded(key, context) if ":" in key else context.get("@vocab", "") + key
