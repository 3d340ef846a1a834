"""Pages of the documentation that are made from the code and the ontology when the site is built.

Nothing of them is kept, so that none can be out of date.
"""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import kgraph
from kgraph.cli.main import COMMANDS, cli
from kgraph.graph.bound import Bound
from kgraph.vocabulary import KG, expand

ROOT = Path(__file__).parent.parent
# Pages of the checkout that the site shows too, and where.
_FROM_THE_CHECKOUT = {
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    for name, lines in made_pages().items():
        files.append(File.generated(config, name, content="\n".join(lines) + "\n"))
    for name, place in _FROM_THE_CHECKOUT.items():
        text = (ROOT / name).read_text(encoding="utf-8").replace("](docs/", "](../")
        for other, there in _FROM_THE_CHECKOUT.items():
            text = text.replace(f"]({other}", f"]({Path(there).name}")
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links to pages of the checkout to where the site has them."""
    up = "../" * page.file.src_uri.count("/")
    for name, place in _FROM_THE_CHECKOUT.items():
        markdown = markdown.replace(f"](../{up}{name}", f"]({up}{place}")
    return markdown


def made_pages() -> dict[str, list[str]]:
    """The lines of each page that is made, by its name."""
    graph = kgraph.load()
    return {
        "reference/commands.md": list(_commands()),
        "reference/python.md": list(_python()),
        "reference/relations.md": list(_relations(graph)),
        "reference/terms.md": list(_terms(graph)),
        "reference/claims-table.md": list(_table()),
        "decisions/index.md": list(_decisions()),
    }


def _decisions() -> Iterator[str]:
    """The records of decisions, by their titles."""
    yield "# Decisions\n"
    for file in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        yield f"- [{title}]({file.name})"


def _commands() -> Iterator[str]:
    """Every command with its help, as the command line prints it."""
    yield "# The command line\n"
    yield "Written by the commands themselves; `kgraph COMMAND --help` prints the same.\n"
    context = click.Context(cli, info_name="kgraph")
    for name in COMMANDS:
        if command := cli.get_command(context, name):
            yield from _command(command, context, f"kgraph {name}", name)


def _command(command: click.Command, parent: click.Context, path: str, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    yield f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            if below := command.get_command(context, inner):
                yield from _command(below, context, f"{path} {inner}", inner)


def _python() -> Iterator[str]:
    """Every public name with its signature and docstring."""
    yield "# Python reference\n"
    yield "[Python](../python.md) is the way in; this page lists every public name.\n"
    for name in sorted(set(kgraph.__all__) - {"__version__"}):
        thing = getattr(kgraph, name)
        yield f"## {name}\n"
        yield from _described(name, thing)
        if inspect.isclass(thing):
            for part in dir(thing):
                value = inspect.getattr_static(thing, part)
                if not part.startswith("_") and part not in _MACHINERY and _is_documented(value):
                    yield f"### {name}.{part}\n"
                    yield from _described(part, value.fget if isinstance(value, property) else value)


# What errors have from Python, and how values of the graph hold on to the plain ones.
_MACHINERY = {*dir(BaseException), *dir(Bound)}


def _is_documented(value: object) -> bool:
    return (inspect.isfunction(value) or isinstance(value, property)) and bool(inspect.getdoc(value))


def _described(name: str, thing: Any) -> Iterator[str]:
    try:
        signature = str(inspect.signature(thing))
    except (TypeError, ValueError):
        signature = ""
    doc = inspect.getdoc(thing) or ""
    words, _, example = doc.partition("\n>>> ")
    yield f"```text\n{name}{signature}\n```\n"
    yield words.replace("``", "`").strip() + "\n"
    if example:
        yield f"```pycon\n>>> {example.strip()}\n```\n"


def _relations(graph: kgraph.KnowledgeGraph) -> Iterator[str]:
    """Every relation with its definition, its signs, and a right and a wrong example."""
    yield "# Relations\n"
    yield "What each relation says, with a right example, a wrong one with its reason, and the nearest mistake.\n"
    query = """SELECT ?r ?label ?def ?right ?wrong ?why ?near ?sign WHERE {
      ?r a/rdfs:subClassOf* kg:Relation ; rdfs:label ?label ; skos:definition ?def .
      OPTIONAL { ?r kg:rightExample ?right } OPTIONAL { ?r kg:wrongExample ?wrong } OPTIONAL { ?r kg:wrongReason ?why }
      OPTIONAL { ?r kg:nearestMistake ?near } OPTIONAL { ?r kg:allowedSign ?sign } } ORDER BY ?r"""
    rows: dict[str, tuple[str, ...]] = {}
    signs: dict[str, list[str]] = {}
    for row in graph.sparql(query):
        rows[row[0]] = row
        signs.setdefault(row[0], []).append(row[7])
    for name, (_, label, definition, right, wrong, why, near, _) in rows.items():
        kind = graph.relations[name.removeprefix("kg:")].kind if name.removeprefix("kg:") in graph.relations else ""
        allowed = ", ".join(sorted({sign for sign in signs[name] if sign}))
        yield f"## {label} {{#{_anchor(name)}}}\n"
        yield (
            f"`{name}`" + (f", {kind}" if kind else "") + (f", sign {allowed}" if allowed else "") + f". {definition}\n"
        )
        if right:
            yield f"- right: {right}"
        if wrong:
            yield f"- wrong: {wrong} {why}"
        if near:
            yield f"- nearest mistake: `{near}`"
        yield ""


def _terms(graph: kgraph.KnowledgeGraph) -> Iterator[str]:
    """Every class, property and value of the ontology, each a section whose anchor is the end of its identifier."""
    yield "# The vocabulary\n"
    yield (
        "Every term of the ontology that is no [relation](relations.md). Its anchor is the end of its identifier: "
        f"`{KG}Claim` is `#Claim` here. The ontology itself is `ontology/kgraph.ttl`.\n"
    )
    stated = _stated(graph)
    for heading, pattern in _PARTS.items():
        yield f"## {heading}\n"
        for (term,) in graph.sparql(
            f"SELECT DISTINCT ?t {{ {pattern} FILTER(STRSTARTS(STR(?t), STR(kg:))) }} ORDER BY ?t"
        ):
            yield from _term(term, stated[term])


_PARTS = {
    "Classes": "?t a owl:Class .",
    "Properties": "?t a ?p . VALUES ?p { owl:DatatypeProperty owl:ObjectProperty } "
    "FILTER NOT EXISTS { ?t a/rdfs:subClassOf* kg:Relation }",
    "Values": "?t a/rdfs:subClassOf+ skos:Concept .",
    "Weights": "?t a kg:Weight .",
}
# What is said of a term, and how the page introduces it.
_FACTS = {
    "rdfs:subClassOf": "a kind of",
    "rdfs:subPropertyOf": "a special case of",
    "rdfs:domain": "of",
    "rdfs:range": "its value is",
    "owl:inverseOf": "the inverse of",
    "owl:equivalentProperty": "the same as",
    "skos:exactMatch": "the same as",
    "skos:closeMatch": "close to",
    "skos:broader": "narrower than",
    "kg:weight": "weight",
    "kg:weightReason": "because",
    "rdfs:comment": "note",
}


def _stated(graph: kgraph.KnowledgeGraph) -> dict[str, dict[str, list[str]]]:
    """By term and property, what the ontology says; a term that it never names gives nothing."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, about, value in graph.sparql(
        "SELECT ?t ?p ?v { ?t ?p ?v FILTER(STRSTARTS(STR(?t), STR(kg:)) && !isBlank(?v)) }"
    ):
        said[term][about].append(str(value))
    return said


def _term(term: str, said: dict[str, list[str]]) -> Iterator[str]:
    iri = expand(term)
    label = next(iter(said["rdfs:label"] or said["skos:prefLabel"]), term)
    yield f"### {label} {{#{_anchor(term)}}}\n"
    yield f"`{term}`" + f", `{iri}`. " + " ".join(said["skos:definition"]) + "\n"
    for about, words in _FACTS.items():
        if values := sorted(said[about]):
            yield f"- {words}: " + ", ".join(_linked(value) for value in values)
    yield ""


def _linked(value: str) -> str:
    """A term of ours leads to its section; a term of another vocabulary stands as code, a text as it is."""
    if not re.fullmatch(r"[a-z]+:[\w-]+", value):
        return value
    return f"[`{value}`](#{_anchor(value)})" if expand(value).startswith(KG) else f"`{value}`"


def _anchor(term: str) -> str:
    return expand(term).removeprefix(KG).replace("/", "-")


def _table() -> Iterator[str]:
    """Every column of the claims table, as its schema describes it."""
    schema = json.loads((ROOT / "ontology" / "claims-table.schema.json").read_text(encoding="utf-8"))
    yield "# The claims table\n"
    yield schema["description"] + "\n"
    yield (
        "`kgraph export --to claims-tsv` writes it, `kgraph new claims` begins one, `kgraph import tsv` reads it back "
        "([your own claims](../your-own-data.md)). The Parquet tables have a [dictionary of their own]"
        "(../exporting.md#parquet-the-tables).\n"
    )
    yield "| column | needed | holds |\n| --- | --- | --- |"
    for column, of in schema["properties"].items():
        values = ", ".join(f"`{value}`" for value in of.get("enum", ()) if value)
        holds = of["description"] + (f" One of {values}." if values else "")
        yield f"| `{column}` | {'yes' if column in schema['required'] else ''} | " + holds.replace("|", "\\|") + " |"
