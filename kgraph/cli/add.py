"""`kgraph add`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, data_options, say_written
from kgraph.errors import UsageError
from kgraph.formats.escape import for_terminal

if TYPE_CHECKING:
    from kgraph.importers.typed_rows import TypedRows

# The columns that are asked for, in order, each with its question; those of the second kind may be left empty.
_QUESTIONS = (
    ("subject", "Subject, what acts"),
    ("relation", "Relation (increases, decreases, inhibits …)"),
    ("sign", "Sign (+ - 0 ?; empty where the relation says it)"),
    ("object", "Object, what is acted on"),
    ("certainty", "Certainty, as the source words it (asserted, suggested, contested …)"),
    ("study_kind", "Kind of study (trial, clinical-observation, animal, in-vitro …)"),
    ("references", "References (pmid:…, doi:…, an address; | between several)"),
    ("disputing", "References that speak against it"),
    ("directness", "Directness (primary: you read the cited paper; relayed; inferred)"),
    ("disease", "Disease in which it was seen"),
    ("species", "Species"),
    ("note", "Note, in your own words"),
)
_MAY_BE_NEW = ("subject", "object")


@click.command("add")
@click.argument("file", type=FILE)
@data_options
def command(*, file: Path, data: DataFiles) -> None:
    """Ask for a claim on a terminal, and add it to FILE as a row of a table; a file that is not there is begun.

    Each answer is looked at when it is given: what is wrong is said, with the nearest names, and asked again. An empty
    answer leaves a cell empty where it may be. Nothing is written before the claim is confirmed.

    \b
    Examples:
      kgraph add mine.tsv
      kgraph import tsv mine.tsv -o mine.ttl
    """
    if file.suffix != ".tsv":
        raise UsageError(f"{file} is no table of claims; name a file that ends in .tsv.")
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("kgraph add asks on a terminal; without one fill in the table of kgraph new claims.")
    from kgraph.formats.claim_templates import with_row
    from kgraph.importers.typed_rows import TypedRows
    from kgraph.reading.text_files import read_text
    from kgraph.words import Words

    before = read_text(file) if file.exists() else ""
    rows = TypedRows(file, data.load())
    cells = _ask(rows)
    after = with_row(before, cells, str(file))
    claim, contents = rows.claim(cells)
    click.echo(
        for_terminal(f"{Words(contents).signed_sentence(claim)}; {claim.certainty}, {claim.study_kind}"), err=True
    )
    if not click.confirm("Add it?", default=True, err=True):
        click.echo("kgraph: nothing is written.", err=True)
        return
    from kgraph.files.writing import write_file

    write_file(file, after, force=True)
    say_written(file, f"one more claim; kgraph import tsv {file} -o FILE.ttl reads it")


def _ask(rows: TypedRows) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column, question in _QUESTIONS:
        if column == "directness" and not (cells["references"] or cells["disputing"]):
            continue
        while True:
            cells[column] = _answer(question)
            fault = rows.fault(cells, column)
            if fault and column in _MAY_BE_NEW and cells[column]:
                click.echo(for_terminal(fault), err=True)
                answer = cells[f"{column}_kind"] = _answer("Its kind, where it is new; else another name for it")
                if not answer:
                    continue
                fault = rows.fault(cells, column)
                if fault and not rows.fault({**cells, column: answer, f"{column}_kind": ""}, column):
                    cells[column], cells[f"{column}_kind"], fault = answer, "", ""
            if not fault:
                break
            cells.pop(f"{column}_kind", None)
            click.echo(for_terminal(fault), err=True)
    return {column: cell for column, cell in cells.items() if cell}


def _answer(question: str) -> str:
    said: str = click.prompt(question, default="", show_default=False, err=True)
    return " ".join(said.split())
