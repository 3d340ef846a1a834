"""How a door writes the choices that it offers, and what it tells people to try.

What the library has to say are codes and data.  Whoever asks made a choice by an option, a parameter of a request or a
keyword, and is told of it in the same way: each door brings its own `DoorWords`.  Those of Python stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

# How a choice is written: its name, and its value where it has one.
Writer = Callable[[str, object], str]


class DoorWords:
    """The words of one door: how its choices are written, and a hint for each code."""

    def __init__(self, write: Writer, hints: Mapping[str, str]) -> None:
        self._write, self.hints = write, hints

    def choice(self, name: str, value: object = None) -> str:
        """A choice as it is written here, alone or with a value.

        >>> PYTHON.choice("max_hops", 7)
        'max_hops=7'
        """
        return self._write(name, value)

    def hint(self, code: str, **data: object) -> str:
        """What to try, by its code; empty where this door has nothing to offer.  Raises KeyError for no such code.

        >>> PYTHON.hint("name-column", part="subject")
        "Name it with columns={'subject': NAME}."
        """
        return self.hints[code].format(**data)


def _keyword(name: str, value: object) -> str:
    if name in _KEYWORDS:
        return _KEYWORDS[name]
    return name if value is None else f"{name}={value!r}"


# Choices that are written otherwise than by their names.
_KEYWORDS = {
    "certainties": "certainty",
    "study_kinds": "study",
    "associations": "associations=False",
    "explore_start": "start",
    "explore_end": "end",
}

PYTHON = DoorWords(
    _keyword,
    {
        "search-names": "Try: search(TEXT).",
        "other-place": "Choose another place.",
        "replace-file": "Give force=True to replace it, or another name.",
        "replace-store": "Give force=True to replace it, or choose another place.",
        "make-workspace": "import_into() makes one",
        "same-name": 'same_name="replace" puts this one in its place, "beside" keeps both',
        "make-store": "make one with fill_folder()",
        "fill-store": "make the store of both.",
        "make-index": "build_index() makes one",
        "rebuild-index": "build it again with build_index()",
        "name-column": "Name it with columns={{{part!r}: NAME}}.",
        "name-cost-column": (
            "Name one with columns={{'confidence': NAME}}, or count every step as 1 with unit_cost=True."
        ),
        "resume": "only such a file can be resumed",
        "own-mappings": "add it with the page or file where it was seen (your own table: mappings), or take it out",
        "import-kind": (
            "import a file of another project with importers.read(FILES, kind=KIND), name things by the terms of "
            "docs/data-model.md, or ask it with SPARQL alone"
        ),
        "less-search": "ask for fewer hops, or give it more time (seconds)",
        "any-length": "try max_hops=None",
        "more-paths": "top=N shows them",
        "no-hub-penalty": "hub_penalty=False ranks by evidence alone",
        "arithmetic": "explain() shows the arithmetic",
        "open-answer": ".mechanisms has the chains of each, .people what was seen in people.",
        "all-hypotheses": "hypotheses() lists them",
        "trace-key": "trace() takes a key",
    },
)
