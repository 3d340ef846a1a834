"""`kgraph query`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import MOST_MEBIBYTES, MOST_ROWS, DataFiles, Output, Seconds, data_options, emit, output_options
from kgraph.cli.stores import expect_alone
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import DataError, NotAcceptableError, UnknownNameError, UsageError
from kgraph.formats.documents import Listing, QueryDocument, TextDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import media_types, names
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from kgraph.sparql.pool import AnswerDocument
    from kgraph.sparql.query_limits import QueryLimits
    from kgraph.sparql.questions import NamedQuery, Term

_LONGEST_NAME = 250
_DESCRIBE = re.compile(r"\s*(DESCRIBE[\s<?$*]|(PREFIX|BASE)\s)", re.IGNORECASE)
_ANSWERS = ("query table", "query graph")
_MEBIBYTE = 1024 * 1024


@frozen
class _Asking:
    """Of what a query is asked, and how much it may take."""

    store: str | None
    data: DataFiles
    limits: QueryLimits

    def bind(self, question: NamedQuery, given: dict[str, str]) -> dict[str, Term]:
        """The values of a question's parameters, names looked up in the graph."""
        return question.bind(self.data.load(), given, elsewhere=bool(self.store))


@click.command("query", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("query", metavar="[NAME|QUERY|FILE|-]", required=False)
@click.option(
    "--show", is_flag=True, help="Print the named question, with the values that are given, and do not run it."
)
@click.option(
    "--store",
    metavar="DIR|URL",
    envvar="KGRAPH_STORE",
    help="Ask a store on disk or a SPARQL endpoint instead. Default: KGRAPH_STORE, else files.",
)
@click.option("--seconds", type=Seconds(min=0, min_open=True), help="Stop after this time. Default: 60.")
@click.option("--memory", type=click.IntRange(1, MOST_MEBIBYTES), metavar="MIB", help="Stop above this. Default: 2048.")
@click.option("--rows", type=click.IntRange(1, MOST_ROWS), help="Cut the answer after so many rows or triples.")
@data_options
@output_options(*_ANSWERS, unnamed="question")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    query: str | None,
    *,
    show: bool,
    store: str | None,
    seconds: float | None,
    memory: int | None,
    rows: int | None,
    data: DataFiles,
    output: Output,
) -> None:
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
    if query is None:
        if ctx.args or show:
            raise click.UsageError("name a question first.", ctx)
        _list_questions(output)
        return
    asking = _Asking(store, data, _limits(seconds, memory, rows))
    question = _named(query)
    if show:
        if question is None:
            raise UsageError("--show prints a named question; kgraph query lists them.")
        text = _shown(question, ctx.args, asking)
        emit(TextDocument("question", text), output, form=output.chosen("question", default="sparql"))
        return
    bindings: dict[str, Term] = {}
    if question is not None:
        given = _parameters(ctx.args, question)
        if question.parameters:
            bindings = asking.bind(question, given)
    elif ctx.args:
        raise click.NoSuchOption(ctx.args[0], possibilities=_near_options(ctx, ctx.args[0]), ctx=ctx)
    from kgraph.sparql.declared_prefixes import with_prefixes_of

    text = question.text if question else with_prefixes_of(data.files, _read_query(query))
    outcome = _ask(asking, text, bindings, output)
    with outcome.body:
        if outcome.cut:
            click.echo(f"kgraph: {outcome.cut}", err=True)
        if outcome.kind == "graph":
            written_as = {media_type: name for name, media_type in media_types("query graph").items()}
            emit(QueryDocument("query graph", outcome), output, form=written_as[outcome.media_type])
        else:
            emit(QueryDocument("query table", outcome), output, form=output.chosen(*_ANSWERS))
    if not outcome.found and question is None:
        from kgraph.sparql.empty_answers import empty_answer_hints

        for hint in empty_answer_hints(text, None if asking.store else data.load()):
            click.echo(for_terminal(f"kgraph: nothing found. {hint}"), err=True)
    ctx.exit(0 if outcome.found else 1)


def _list_questions(output: Output) -> None:
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
    emit(Listing(rows, ("name", "title", "parameters"), notice=False), output)


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


def _shown(question: NamedQuery, arguments: Sequence[str], asking: _Asking) -> str:
    """The question with its prefixes, so that it runs elsewhere too, and with the values that were given for it."""
    from kgraph.sparql.endpoint import complete

    given, bindings = _parameters(arguments, question), {}
    if given:
        everything_else_free = dict.fromkeys((parameter.name for parameter in question.parameters), "")
        bindings = asking.bind(question, everything_else_free | given)
    return question.header + complete(question.text.removeprefix(question.header), bindings)


def _near_options(ctx: click.Context, given: str) -> list[str]:
    from difflib import get_close_matches

    known = [name for parameter in ctx.command.params for name in parameter.opts if name.startswith("--")]
    return get_close_matches(given.partition("=")[0], known, n=1)


def _limits(seconds: float | None, memory: int | None, rows: int | None) -> QueryLimits:
    from dataclasses import replace

    from kgraph.sparql.query_limits import LOCAL

    return replace(
        LOCAL,
        seconds=seconds or LOCAL.seconds,
        memory=memory * _MEBIBYTE if memory else LOCAL.memory,
        rows=rows,
    )


def _ask(asking: _Asking, query: str, bindings: dict[str, Term], output: Output) -> AnswerDocument:
    """The answer of a store on disk, an endpoint, or the files."""
    from kgraph.formats.query_results import READERS, wanted_types
    from kgraph.sparql.pool import QueryWorkers, StoreSource

    store, data = asking.store, asking.data
    form = output.chosen(*_ANSWERS)
    # A graph is printed as Turtle when no format was named for it, or one to read; a file that says so is no Turtle.
    said = output.form is not None
    file = None if said or not output.by_ending() else output.file
    accept = wanted_types(form, file=file, turtle=form in READERS if said else file is None)
    if store:
        expect_alone(data)
    try:
        if store and "://" in store:
            from kgraph.sparql.endpoint import ask_endpoint

            return ask_endpoint(store, query, accept=accept, limits=asking.limits, bindings=bindings)
        source = StoreSource(folder=Path(store)) if store else StoreSource(tuple(data.to_load()))
        with QueryWorkers(source, limits=asking.limits, size=1) as workers:
            return workers.run(query, accept=accept, bindings=bindings)
    except NotAcceptableError as error:
        raise UsageError(_other_formats(error, form)) from None


def _other_formats(error: NotAcceptableError, form: str) -> str:
    kind = "graph" if media_types("query graph")["ttl"] in error.offered else "table"
    there = ", ".join(names(f"query {kind}"))
    return f"this query gives a {kind}, which has no format {form}; use one of {there}."


def _read_query(given: str) -> str:
    from kgraph.reading.text_files import read_text

    if given == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed; give the query as text or as a file.")
        return _text_of_input(sys.stdin.read)
    return given if _is_query(given) else read_text(Path(given))


def _text_of_input(read: Callable[[], str]) -> str:
    """What standard input holds.  Raises DataError where it is no UTF-8, with the place of the byte."""
    try:
        return read()
    except UnicodeDecodeError as error:
        before, byte = error.object[: error.start], error.object[error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        fact = f"byte 0x{byte:02x} is not UTF-8; save the query as UTF-8"
        raise DataError(fact, file="standard input", line=line, column=column) from None


def _is_query(given: str) -> bool:
    """Whether this is the text of a query: only a DESCRIBE, with what stands before it, needs no braces."""
    return "{" in given or _DESCRIBE.match(given) is not None
