"""What is drawn in a GPML pathway of 2013a or 2021, under one set of names: nodes, groups, interactions, citations."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from kgraph.frozen import frozen
from kgraph.importers.citations import reference_of
from kgraph.model import Reference
from kgraph.reading.plain_files import Data
from kgraph.reading.xml_trees import XmlElement, read_xml

_SCHEMA = "http://pathvisio.org/GPML/"
_VERSIONS = ("2013a", "2021")
# Elements of 2021 that only hold others.
_HOLDERS = frozenset({"DataNodes", "Interactions", "GraphicalLines", "Labels", "Shapes", "Groups", "Citations"})
_NODES = frozenset({"DataNode", "Label", "Shape", "State"})
# Arrow heads of 2013a by the names of 2021, and those that drawings have from before: who is bound, and who binds.
_HEADS = MappingProxyType(
    {
        "": "", "line": "", "undirected": "", "arrow": "Directed", "directed": "Directed", "tbar": "Inhibition",
        "mim-inhibition": "Inhibition", "inhibition": "Inhibition", "mim-stimulation": "Stimulation",
        "stimulation": "Stimulation", "mim-necessary-stimulation": "Stimulation", "mim-conversion": "Conversion",
        "conversion": "Conversion", "mim-catalysis": "Catalysis", "catalysis": "Catalysis", "mim-binding": "Binding",
        "binding": "Binding", "mim-transcription-translation": "TranscriptionTranslation",
        "transcriptiontranslation": "TranscriptionTranslation", "mim-translocation": "Translocation",
        "translocation": "Translocation", "mim-modification": "Modification", "mim-cleavage": "Cleavage",
        "mim-covalent-bond": "Binding", "mim-gap": "Gap", "mim-branching-left": "Branching",
        "mim-branching-right": "Branching", "receptor": "Receptor", "receptorround": "Receptor",
        "receptorsquare": "Receptor", "ligandround": "Ligand", "ligandsquare": "Ligand",
    }
)  # fmt: skip


@frozen
class Node:
    """Something drawn with a name: a data node, a label, a shape, or a state, whose `owner` is the node it is on."""

    id: str
    name: str
    kind: str
    database: str
    identifier: str
    group: str
    owner: str
    line: int


@frozen
class Group:
    """Nodes drawn together; `style` is Complex where they are one thing."""

    id: str
    key: str
    name: str
    style: str
    group: str
    line: int


@frozen
class Interaction:
    """A line between two ends, each the identifier of what it is attached to or empty, with the arrow head there."""

    id: str
    start: str
    end: str
    start_head: str
    end_head: str
    anchors: tuple[str, ...]
    citations: tuple[str, ...]
    line: int


@frozen
class Drawing:
    """One pathway."""

    title: str
    organism: str
    version: str
    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    interactions: tuple[Interaction, ...]
    citations: dict[str, Reference]
    licence: str
    lines: int
    cited_elsewhere: int
    comments: int


def read_drawing(data: Data, *, origin: str) -> Drawing:
    """The pathway of a GPML file.

    Raises DataError for what is not XML, not GPML, or GPML of another version, for an interaction with less than two
    points, and for an arrow head that GPML does not have.
    """
    top = read_xml(data)
    if not top.namespace.startswith(_SCHEMA) or top.name != "Pathway":
        raise data.refused("is no GPML pathway", top.line)
    version = top.namespace.removeprefix(_SCHEMA)
    if version not in _VERSIONS:
        raise data.refused(f"is GPML {version}; {' and '.join(_VERSIONS)} are read", top.line)
    drawn = list(_drawn(top))
    interactions = tuple(_interaction(data, one) for one in drawn if one.name == "Interaction")
    cited = sum(len(_cited(one)) for one in (top, *drawn) if one.name != "Interaction")
    return Drawing(
        title=top.get("Name") or top.get("title"),
        organism=top.get("Organism") or top.get("organism"),
        version=top.get("Version") or top.get("version"),
        nodes=tuple(node for one in drawn if one.name in _NODES for node in _nodes(one)),
        groups=tuple(_group(one) for one in drawn if one.name == "Group"),
        interactions=interactions,
        citations=dict(_citations(top, drawn, origin)),
        licence=(top.get("License") or top.get("license")).strip(),
        lines=sum(one.name == "GraphicalLine" for one in drawn),
        cited_elsewhere=cited,
        comments=sum(child.name == "Comment" for one in (top, *drawn) for child in one.children),
    )


def _drawn(top: XmlElement) -> Iterator[XmlElement]:
    for child in top.children:
        if child.name in _HOLDERS:
            yield from child.children
        else:
            yield child


def _id(element: XmlElement) -> str:
    return element.get("GraphId") or element.get("elementId")


def _nodes(element: XmlElement) -> Iterator[Node]:
    """A node, and the states on it, which 2021 writes inside of it."""
    xref = element.first("Xref")
    yield Node(
        id=_id(element),
        name=" ".join((element.get("TextLabel") or element.get("textLabel")).split()),
        kind=element.get("Type") or element.get("type") or element.name,
        database=(xref.get("Database") or xref.get("dataSource")) if xref else "",
        identifier=(xref.get("ID") or xref.get("identifier")) if xref else "",
        group=element.get("GroupRef") or element.get("groupRef"),
        owner=element.get("GraphRef") if element.name == "State" else "",
        line=element.line,
    )
    for state in element.all("States", "State"):
        yield Node(
            id=_id(state), name=" ".join(state.get("textLabel").split()), kind="State", database="", identifier="",
            group="", owner=_id(element), line=state.line,
        )  # fmt: skip


def _group(element: XmlElement) -> Group:
    # Members of 2013a name the GroupId, those of 2021 the elementId.
    return Group(
        id=_id(element),
        key=element.get("GroupId") or element.get("elementId"),
        name=" ".join((element.get("TextLabel") or element.get("textLabel")).split()),
        style=element.get("Style") or element.get("type"),
        group=element.get("GroupRef") or element.get("groupRef"),
        line=element.line,
    )


def _interaction(data: Data, element: XmlElement) -> Interaction:
    points = [*element.all("Graphics", "Point"), *element.all("Waypoints", "Point")]
    if len(points) < 2:  # noqa: PLR2004  # a line has two ends
        raise data.refused("an interaction has less than two points", element.line)
    first, last = points[0], points[-1]
    return Interaction(
        id=_id(element),
        start=first.get("GraphRef") or first.get("elementRef"),
        end=last.get("GraphRef") or last.get("elementRef"),
        start_head=_head(data, first),
        end_head=_head(data, last),
        anchors=tuple(_id(one) for one in (*element.all("Graphics", "Anchor"), *element.all("Waypoints", "Anchor"))),
        citations=_cited(element),
        line=element.line,
    )


def _head(data: Data, point: XmlElement) -> str:
    written = point.get("ArrowHead") or point.get("arrowHead")
    head = _HEADS.get(written.lower())
    if head is None:
        raise data.refused(f"the arrow head {written!r} is none of GPML", point.line)
    return head


def _cited(element: XmlElement) -> tuple[str, ...]:
    old = [one.text.strip() for one in element.all("BiopaxRef")]
    new = [one.get("elementRef") for one in element.all("CitationRefs", "CitationRef")]
    return tuple(name for name in (*old, *new) if name)


def _citations(top: XmlElement, drawn: list[XmlElement], origin: str) -> Iterator[tuple[str, Reference]]:
    for one in top.all("Biopax", "PublicationXref"):
        fields = {child.name.upper(): child.text.strip() for child in one.children}
        authors = [child.text.strip() for child in one.children if child.name.upper() == "AUTHORS"]
        year = fields.get("YEAR", "")
        cited = _identified(fields.get("DB", ""), fields.get("ID", "")) or fields.get("TITLE", "")
        if not cited:
            continue
        reference = reference_of(cited, origin=origin)
        yield one.get("id"), Reference(
            id=reference.id, short=reference.short, pmid=reference.pmid, doi=reference.doi, pmcid=reference.pmcid,
            link=reference.link, title=fields.get("TITLE", "") or reference.title, journal=fields.get("SOURCE", ""),
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,  # noqa: PLR2004
            first_author=authors[0] if authors else "",
        )  # fmt: skip
    for one in drawn:
        if one.name == "Citation":
            xref, url = one.first("Xref"), one.first("Url")
            cited = _identified(xref.get("dataSource"), xref.get("identifier")) if xref else ""
            if cited := cited or (url.get("link") if url else ""):
                yield one.get("elementId"), reference_of(cited, origin=origin)


def _identified(database: str, identifier: str) -> str:
    """A citation by its identifier, as `reference_of` reads it; empty where there is none."""
    if not identifier:
        return ""
    name = database.strip().lower()
    return f"PMID:{identifier}" if name in ("pubmed", "pmid") and identifier.isdigit() else identifier
