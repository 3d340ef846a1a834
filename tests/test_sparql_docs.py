"""docs/sparql.md lists the questions that there are, names the limits that hold, and its Python runs."""

import re
from pathlib import Path

from kgraph.cli.wording import COMMAND_LINE
from kgraph.sparql.query_limits import IN_PROCESS, LOCAL, QueryLimits
from kgraph.sparql.questions import named_queries

PAGE = Path(__file__).parent.parent / "docs" / "sparql.md"
PARTS = re.compile(r"(.*<!-- questions -->\n)(.*)(<!-- /questions -->.*)", re.DOTALL)


def table():
    """The table of questions."""
    lines = ["| question | what it answers | parameters |", "| --- | --- | --- |"]
    for question in named_queries():
        parameters = ", ".join(
            f"`{COMMAND_LINE.choice(parameter.name)}` {parameter.default}".rstrip() for parameter in question.parameters
        )
        lines.append(f"| `{question.name}` | {question.title} | {parameters} |")
    return "\n".join(lines) + "\n"


def test_the_page_lists_every_question():
    """`python tests/test_sparql_docs.py` writes the list anew."""
    assert PARTS.fullmatch(PAGE.read_text(encoding="utf-8")).group(2) == table()


def test_the_limits_on_the_page_are_those_of_the_code():
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    limits = QueryLimits()
    assert rows["time"] == f"{LOCAL.seconds:g} s, `--seconds` | {limits.seconds:g} s | none"
    assert rows["memory on top of the store"] == (
        f"{LOCAL.memory >> 20} MiB, `--memory` | {limits.memory >> 20} MiB | none"
    )
    assert rows["rows or triples"] == f"all, `--rows` | {limits.rows:,} | all"
    assert rows["size of the answer"] == f"all | {limits.size >> 20} MiB | all"
    assert rows["length of the query"] == f"{LOCAL.length:,} characters | {limits.length:,} characters | none"
    assert rows["nesting of brackets"] == f"{LOCAL.nesting} | {limits.nesting} | {IN_PROCESS.nesting}"
    assert rows["operators and patterns"] == f"{LOCAL.parts:,} | {limits.parts:,} | {IN_PROCESS.parts:,}"


def test_the_python_on_the_page_runs(capsys):
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL).group(1)
    names = {}
    exec(compile(code, str(PAGE), "exec"), names)  # our own page
    assert "KATP channel" in capsys.readouterr().out
    assert list(names["found"].rows)


if __name__ == "__main__":
    before, _, after = PARTS.fullmatch(PAGE.read_text(encoding="utf-8")).groups()
    PAGE.write_text(before + table() + after, encoding="utf-8")
