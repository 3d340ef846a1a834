"""Output in locales that are not UTF-8: data are UTF-8 all the same, and a terminal shows what it can."""

import json
import os
import pty
import subprocess
import sys

import pytest

COMMANDS = {
    "path": ("path", "KDT", "IESS", "--top", "2", "--format", "json"),
    "table": ("path", "KDT", "IESS", "--top", "2", "--format", "table"),
    "trace": ("trace", "KATP channel", "--format", "json"),
    "show": ("show", "beta-hydroxybutyrate", "--format", "json"),
    "mechanisms": ("mechanisms", "--format", "table"),
    "debates": ("debates", "--format", "md"),
    "hypotheses": ("hypotheses", "--format", "tsv"),
    "outcomes": ("outcomes", "--format", "csv"),
    "explain": ("explain", "claim:ketone-bodies-activate-katp-channel", "--format", "table"),
    "query": ("query", "SELECT ?l { ?e skos:prefLabel ?l } ORDER BY ?l", "--format", "tsv"),
    "export": ("export", "--to", "ttl"),
}
# What Python takes for the locale of the terminal, without one having to be installed.
LOCALES = ({"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})


def run(arguments, locale, **given):
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments],
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
        env={**{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}, **locale},
        **{"stdout": subprocess.PIPE, **given},
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_locale_does_not_change_what_programs_read(name):
    """The same bytes as in a locale of UTF-8, and JSON that can be read."""
    usual = run(COMMANDS[name], {"PYTHONIOENCODING": "utf-8"})
    for locale in LOCALES:
        done = run(COMMANDS[name], locale)
        assert (done.returncode, done.stderr) == (usual.returncode, usual.stderr)
        assert done.stdout == usual.stdout
    if "json" in COMMANDS[name]:
        json.loads(usual.stdout.decode("utf-8"))


def test_a_query_from_standard_input_is_utf_8():
    """As SPARQL is, whatever the locale."""
    query = 'SELECT ("α–ä" AS ?x) {}'.encode()
    for locale in LOCALES:
        assert run(("query", "-", "--format", "csv"), locale, input=query).stdout == "x\r\nα–ä\r\n".encode()


def test_a_query_that_is_no_utf_8_is_refused_in_one_line():
    """With the place of the byte."""
    done = run(("query", "-"), {}, input=b'SELECT *\n{ ?s ?p "\xff" }')
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr == b"standard input:2:10: byte 0xff is not UTF-8; save the query as UTF-8\n"


def test_a_terminal_shows_a_question_mark_for_what_it_cannot_show():
    """No traceback, and nothing that the terminal would take for other letters."""
    reading, writing = pty.openpty()
    with os.fdopen(writing, "wb") as terminal:
        done = run(
            ("query", 'SELECT ("α–ä" AS ?x) {}', "--format", "table"),
            {"PYTHONIOENCODING": "latin-1", "TERM": "dumb"},
            stdout=terminal,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = b""
    # A terminal whose last writer is gone ends in an error.
    try:
        while piece := os.read(reading, 65536):
            shown += piece
    except OSError:
        pass
    os.close(reading)
    assert "??ä".encode("latin-1") in shown
