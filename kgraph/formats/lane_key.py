"""The key of a picture: a sample and a word for each colour, pattern, head and mark that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kgraph.formats.palette import EFFECTS
from kgraph.formats.svg import LINE_HEIGHT, effect_bar, head, stroke, text
from kgraph.words import Words

# The kind of study that a letter stands for.
STUDIES = {"H": "human", "A": "animal", "C": "cells", "S": "statement", "I": "implied"}
_MARKS = {"▲": "weakest step", "≠": "disputed", "~": "one paper inconclusive"}
_LETTER, _SAMPLE, _RIGHT = 6.6, 52, 950
_Sample = tuple[list[str], str]  # drawn at 0 0, and its words


def lane_key(drawn: Mapping[str, Sequence[str]], y: float, words: Words) -> tuple[list[str], float]:
    """The samples from y on, in as many lines as they take, and where they end."""
    samples = [*_effects(drawn["effects"], words), *_letters(drawn["letters"], words)]
    samples += [*_heads(drawn["signs"], words), *_marks(drawn["marks"])]
    return _placed(samples, y, _RIGHT)


def effect_key(y: float, words: Words, effects: Iterable[str]) -> tuple[list[str], float, float]:
    """A line that says what the colours mean, then how wide and how high it is; nothing for no colour."""
    drawn = set(effects)
    samples = _effects([effect for effect in EFFECTS if effect in drawn], words)
    parts, bottom = _placed(samples, y, _RIGHT)
    wide = sum(_SAMPLE + _LETTER * len(told) + 14 for _, told in samples)
    return parts, wide, bottom - y + 4 if samples else 0.0


def _placed(samples: Iterable[_Sample], y: float, right: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x, line = 12.0, y
    for shapes, told in samples:
        wide = _SAMPLE + _LETTER * len(told) + 14
        if x + wide > right:
            x, line = 12.0, line + LINE_HEIGHT + 4
        parts.append(f'<g transform="translate({x:g} {line:g})">{"".join(shapes)}</g>')
        parts.append(text(x + _SAMPLE - 4, line + 4, told, anchor="start"))
        x += wide
    return parts, line + LINE_HEIGHT


def _effects(effects: Iterable[str], words: Words) -> list[_Sample]:
    """Colours by their names in the palette; an effect on what is neither wanted nor unwanted has none."""
    found = []
    for effect in effects:
        told = words.phrase("effect", effect)
        if effect == "both":
            told = f"{words.phrase('effect', 'helps')} and {words.phrase('effect', 'harms')}"
        if effect == "quiet":
            told = "neither helpful nor harmful"
        found.append(([*effect_bar(0, -7, effect), stroke("M10 0 h34", effect, "", 3)], told))
    return found


def _letters(letters: Iterable[str], words: Words) -> list[_Sample]:
    found = []
    for letter in letters:
        study = STUDIES[letter]
        told = words.phrase("grade", "implied") if study == "implied" else words.short("basis", study)
        width = 3 if study == "human" else 2.2
        shapes = [text(2, 4, letter, anchor="start", weight="bold"), stroke("M14 0 h30", "ink", study, width)]
        found.append((shapes, f"{told} (papers)" if letter in "HAC" else told))
    return found


def _heads(signs: Iterable[str], words: Words) -> list[_Sample]:
    found = []
    for sign in signs:
        color = "ink" if sign else "line"
        shapes = [stroke("M6 0 h28", color, "", 1.6), head(42, 0, sign, color)]
        found.append((shapes, words.sign_on("causal" if sign else "structural", sign)))
    return found


def _marks(marks: Iterable[str]) -> list[_Sample]:
    return [([text(34, 4, mark, weight="bold")], _MARKS[mark]) for mark in marks]
