"""The words of the command line: choices are options, and hints name options and commands."""

from __future__ import annotations

from kgraph.door_words import DoorWords


def _option(name: str, value: object) -> str:
    option = _OPTIONS.get(name) or "--" + name.replace("_", "-")
    return option if value is None else f"{option} {value}"


# Choices whose options have names of their own.
_OPTIONS = {
    "certainties": "--certainty",
    "study_kinds": "--study",
    "associations": "--no-associations",
    "columns": "--column",
    "explore_start": "--from",
    "explore_end": "--to",
    "everything": "--all",
}

COMMAND_LINE = DoorWords(
    _option,
    {
        "search-names": "Try: kgraph search TEXT",
        "other-place": "Choose another place with -o.",
        "replace-file": "Give --force to replace it, or another name with -o.",
        "replace-store": "Give --force to replace it, or choose another place.",
        "make-workspace": "kgraph import FILE --into DIR makes one",
        "same-name": "--same-name replace puts this one in its place, --same-name beside keeps both",
        "make-store": "make one with kgraph store DIR",
        "fill-store": "give --data to kgraph store.",
        "make-index": "kgraph index build makes one",
        "rebuild-index": "build it again with kgraph index build",
        "name-column": "Name it with --column {part}=NAME.",
        "name-cost-column": "Name one with --column confidence=NAME, or count every step as 1 with --unit-cost.",
        "resume": "--resume goes on only with one",
        "own-mappings": "add it with the page or file where it was seen (your own table: --mappings), or take it out",
        "import-kind": (
            "try kgraph import KIND FILE, name things by the terms of docs/data-model.md, or ask it with SPARQL alone"
        ),
        "less-search": "ask for fewer hops, or give it more time (--seconds)",
        "any-length": "try --any-length",
        "more-paths": "--top N shows them",
        "no-hub-penalty": "--hub-penalty off ranks by evidence alone",
        "arithmetic": "--explain shows the arithmetic",
        "open-answer": "--mechanism NAME opens one; --all lists every chain; numbers: kgraph outcomes",
        "all-hypotheses": "kgraph hypotheses",
        "trace-key": "kgraph trace KEY",
    },
)
