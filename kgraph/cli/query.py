"""`kgraph query`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.options import (
    chosen_format,
    data_options,
    drawing_options,
    emit,
    emit_document,
    emit_rows,
    noticed,
    width_of,
)
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import NotAcceptableError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from kgraph.sparql.pool import AnswerDocument
    from kgraph.sparql.query_limits import QueryLimits
    from kgraph.sparql.questions import NamedQuery, Term

_LONGEST_NAME = 250
_DESCRIBE = re.compile(r"\s*(DESCRIBE[\s<?$*]|(PREFIX|BASE)\s)", re.IGNORECASE)
# Formats by the endings of files that are not their names.
_ENDINGS = {"srj": "json", "srx": "xml", "rdf": "rdfxml"}
_FORMATS = ("csv", "tsv", "json", "jsonl", "md", "xml", "ttl", "nt", "jsonld")
_MEBIBYTE = 1024 * 1024


@click.command("query", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("query", metavar="[NAME|QUERY|FILE|-]", required=False)
@click.option(
    "--show", is_flag=True, help="Print the named question, with the values that are given, and do not run it."
)
@click.option(
    "--store", metavar="DIR|URL", help="Ask a store on disk (see kgraph store), or a SPARQL endpoint on the web."
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="Stop after this time. Default: 60.")
@click.option("--memory", type=click.IntRange(min=1), metavar="MIB", help="Stop above this. Default: 2048.")
@click.option("--rows", type=click.IntRange(min=1), help="Cut the answer after so many rows or triples.")
@data_options
@drawing_options("xml", "ttl", "nt", "jsonld", "rdfxml")
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Run a named question, or a SPARQL query given as text, as a file, or - for standard input.

    Without an argument the named questions are listed, with their parameters. Names in parameters are looked up; a
    parameter that is left out is free unless it has a default.

    The prefixes kg:, entity:, claim: and the usual ones are known. The plain triples of the edge layer are there, so
    naive queries work; kg:raises and kg:lowers carry the sign. The formats json, xml, csv and tsv are those of SPARQL
    1.1; table, md and jsonl are for reading. CONSTRUCT and DESCRIBE give ttl, nt, jsonld or rdfxml.

    \b
    Examples:
      kgraph query
      kgraph query two-step-paths --start KDT --end seizure
      kgraph query "SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x }"
      kgraph query question.rq --format csv --seconds 5
    """
    o = ctx.params
    if o["query"] is None:
        if ctx.args or o["show"]:
            raise click.UsageError("name a question first.", ctx)
        ctx.exit(_list_questions(o))
    question = _named(o["query"])
    if o["show"]:
        if question is None:
            raise UsageError("--show prints a named question; kgraph query lists them.")
        emit(_shown(question, ctx.args, o), o["output"], force=o["force"])
        return
    bindings: dict[str, Term] = {}
    if question is not None:
        from kgraph.graph import load

        given = _parameters(ctx.args, question)
        if question.parameters:
            graph = load(*o["data"], bundled=not o["no_bundled"])
            bindings = question.bind(graph, given, elsewhere=bool(o["store"]))
    elif ctx.args:
        raise click.NoSuchOption(ctx.args[0], possibilities=_near_options(ctx, ctx.args[0]), ctx=ctx)
    o["form"] = o["form"] or _by_ending(o["output"])
    form = chosen_format(o["form"], o["output"])
    outcome = _ask(o, question.text if question else _read_query(o["query"]), bindings, form)
    with outcome.body:
        _print(outcome, form, o)
    ctx.exit(0 if outcome.found else 1)


def _by_ending(output: Path | None) -> str | None:
    """The format that the ending of a file asks for, if it does."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return ending if ending in _FORMATS else _ENDINGS.get(ending)


def _list_questions(o: dict[str, Any]) -> int:
    from kgraph.sparql.questions import named_queries

    rows = [
        {
            "name": question.name,
            "title": question.title,
            "parameters": [
                f"{COMMAND_LINE.choice(parameter.name)} {parameter.default}".rstrip()
                for parameter in question.parameters
            ],
        }
        for question in named_queries()
    ]
    emit_rows(rows, ("name", "title", "parameters"), o["form"], o["output"], force=o["force"], notice=False)
    return 0


def _named(given: str) -> NamedQuery | None:
    """The named question, or None where a query or a file is given."""
    if given == "-" or _is_query(given):
        return None
    from kgraph.sparql.questions import named_query

    try:
        return named_query(given)
    except UnknownNameError as error:
        if len(given) <= _LONGEST_NAME and Path(given).is_file():
            return None
        hint = f" Did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
        raise UsageError(
            f"{given[:60]!r} is neither a query nor a file nor a named question.{hint} A query has braces; "
            "kgraph query lists the questions."
        ) from None


def _parameters(arguments: Sequence[str], question: NamedQuery) -> dict[str, str]:
    """The values of ``--name value`` and ``--name=value``."""
    found: dict[str, str] = {}
    left = list(arguments)
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise UsageError(f"{question.name} takes parameters as --name value, not {word!r}.")
        if not equals:
            if not left:
                raise UsageError(f"--{name} needs a value.")
            value = left.pop(0)
        if name in found:
            raise UsageError(f"--{name} is given twice.")
        found[name.replace("-", "_")] = value
    return found


def _shown(question: NamedQuery, arguments: Sequence[str], o: dict[str, Any]) -> str:
    """The question with its prefixes, so that it runs elsewhere too, and with the values that were given for it."""
    from kgraph.graph import load
    from kgraph.sparql.endpoint import complete

    given, bindings = _parameters(arguments, question), {}
    if given:
        everything_else_free = dict.fromkeys((parameter.name for parameter in question.parameters), "")
        graph = load(*o["data"], bundled=not o["no_bundled"])
        bindings = question.bind(graph, everything_else_free | given, elsewhere=bool(o["store"]))
    return question.header + complete(question.text.removeprefix(question.header), bindings)


def _near_options(ctx: click.Context, given: str) -> list[str]:
    from difflib import get_close_matches

    known = [name for parameter in ctx.command.params for name in parameter.opts if name.startswith("--")]
    return get_close_matches(given.partition("=")[0], known, n=1)


def _limits(o: dict[str, Any]) -> QueryLimits:
    from dataclasses import replace

    from kgraph.sparql.query_limits import LOCAL

    return replace(
        LOCAL,
        seconds=o["seconds"] or LOCAL.seconds,
        memory=o["memory"] * _MEBIBYTE if o["memory"] else LOCAL.memory,
        rows=o["rows"],
    )


def _ask(o: dict[str, Any], query: str, bindings: dict[str, Term], form: str) -> AnswerDocument:
    """The answer of a store on disk, an endpoint, or the files."""
    from kgraph.formats.query_results import GRAPH_TYPES, media_types
    from kgraph.reading.load import files_to_load
    from kgraph.sparql.pool import QueryWorkers, StoreSource

    accept = media_types(form)
    if o["form"] is None:
        accept = [*accept, GRAPH_TYPES["ttl"]]
    if o["store"] and (o["data"] or o["no_bundled"]):
        raise UsageError("--store names all that is asked; give --data and --no-bundled to kgraph store instead.")
    try:
        if o["store"] and "://" in o["store"]:
            from kgraph.sparql.endpoint import ask_endpoint

            return ask_endpoint(o["store"], query, accept=accept, limits=_limits(o), bindings=bindings)
        if o["store"]:
            source = StoreSource(folder=Path(o["store"]))
        else:
            source = StoreSource(tuple(map(Path, files_to_load(*o["data"], bundled=not o["no_bundled"]))))
        with QueryWorkers(source, limits=_limits(o), size=1) as workers:
            return workers.run(query, accept=accept, bindings=bindings)
    except NotAcceptableError as error:
        raise UsageError(_other_formats(error, form)) from None


def _other_formats(error: NotAcceptableError, form: str) -> str:
    from kgraph.formats.query_results import GRAPH_TYPES, READERS, TABLE_TYPES

    if GRAPH_TYPES["ttl"] in error.offered:
        return f"this query gives a graph, which has no format {form}; use one of {', '.join(GRAPH_TYPES)}."
    return f"this query gives a table, which has no format {form}; use one of {', '.join((*TABLE_TYPES, *READERS))}."


def _print(outcome: AnswerDocument, form: str, o: dict[str, Any]) -> None:
    if outcome.cut:
        click.echo(f"kgraph: {outcome.cut}", err=True)
    from kgraph.formats.query_results import READERS, printable, render_table

    if form in READERS and outcome.kind != "graph":
        from kgraph.sparql.run import read_outcome
        from kgraph.sparql.table import Table

        table = read_outcome(outcome)
        if isinstance(table, Table):
            text = render_table(table, form, width=width_of(o["output"]))
            if outcome.cut and form != "jsonl":
                text += f"\nThis answer is not whole: {outcome.cut}.\n"
            emit(noticed(text, form), o["output"], force=o["force"])
        return
    emit_document(printable(outcome.chunks(), outcome.media_type), o["output"], force=o["force"])


def _read_query(given: str) -> str:
    from kgraph.reading.text_files import read_text

    if given == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed; give the query as text or as a file.")
        return sys.stdin.read()
    return given if _is_query(given) else read_text(Path(given))


def _is_query(given: str) -> bool:
    """Whether this is the text of a query: only a DESCRIBE, with what stands before it, needs no braces."""
    return "{" in given or _DESCRIBE.match(given) is not None
