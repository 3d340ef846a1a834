"""The palette: one colour, one meaning, for every eye and on paper."""

import json
import re
from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kgraph.formats.figures import matrix_figure, path_figure
from kgraph.formats.palette import EFFECTS, colors, dash_pattern, effect_color, terminal_colors
from kgraph.matrix import mechanism_matrix
from kgraph.paths import find_paths

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}


def linear(color):
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(color):
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def contrast(one, other):
    """The ratio of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(color, eye):
    """CIE L*a*b* of a colour as an eye sees it."""
    rgb = [min(1, max(0, sum(k * v for k, v in zip(row, linear(color), strict=True)))) for row in EYES[eye]]
    rows = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
    xyz = [sum(k * v for k, v in zip(row, rgb, strict=True)) for row in rows]
    scaled = [part / white for part, white in zip(xyz, (0.95047, 1, 1.08883), strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(first, second):
    """CIEDE2000 between two colours in L*a*b*."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    grow = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = hypot(a1 * grow, b1), hypot(a2 * grow, b2)
    h1, h2 = degrees(atan2(b1, a1 * grow)) % 360, degrees(atan2(b2, a2 * grow)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
    t += 0.32 * cos(radians(3 * hue + 6)) - 0.2 * cos(radians(4 * hue - 63))
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    spin = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue % 360 - 275) / 25) ** 2))))
    return sqrt(dl * dl + dc * dc + dh * dh + spin * dc * dh)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_reaches_four_and_a_half_and_lines_three(scheme):
    """Every colour that words stand in, and every line that means something, can be told from both backgrounds."""
    palette = colors(scheme)
    for ground in ("paper", "soft"):
        for name in ("ink", "quiet", *EFFECTS):
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)
        assert contrast(palette["line"], palette[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_effects_are_told_apart_by_colour_blind_eyes(scheme, eye):
    """The four effects differ clearly without red or green cones."""
    seen_as = {effect: seen(colors(scheme)[effect], eye) for effect in EFFECTS}
    assert min(apart(seen_as[a], seen_as[b]) for a, b in combinations(EFFECTS, 2)) > 8


def test_in_grey_a_second_channel_tells_effects_apart():
    """Each effect has a bar of its own cut in the style sheet, whatever its colour."""
    styles = (ROOT / "viz/src/styles.css").read_text(encoding="utf-8")
    bars = re.findall(r"^\.tb(?:\.\w+|:is\([^)]*\)) \{ background: (.*); \}", styles, re.MULTILINE)
    cuts = {re.sub(r"var\(--\w+\)", "", bar) for bar in bars}
    assert len(cuts) >= len(EFFECTS)


def test_kinds_of_study_have_patterns_of_their_own():
    patterns = {kind: dash_pattern(kind) for kind in ("human", "animal", "cells", "statement", "implied")}
    assert len(set(patterns.values())) == len(patterns)
    assert patterns["human"] == ()


def test_what_helps_and_harms_has_the_colour_of_both():
    """An effect on an end that is neither wanted nor unwanted has no colour."""
    asked = (["helps", "unknown"], ["helps", "harms"], ["mixed"], ["raises"], [])
    assert [effect_color(effects) for effects in asked] == ["helps", "both", "both", "quiet", "quiet"]
    assert set(terminal_colors()) == set(EFFECTS)


@pytest.mark.parametrize("name", ["paths", "paths of one side", "matrix"])
def test_every_colour_of_a_figure_is_in_its_key(graph, name):
    """Colours that mean an effect stand in the key with a word; the rest are ink, greys and paper."""
    answer = find_paths(graph, "KDT", "IESS", top=3)
    figures = {
        "paths": lambda: path_figure(graph, answer, "svg"),
        "paths of one side": lambda: path_figure(graph, answer.only("helps"), "svg"),
        "matrix": lambda: matrix_figure(graph, mechanism_matrix(graph)),
    }
    text = figures[name]()
    palette = colors()
    drawn = set(re.findall(r"#[0-9a-f]{6}", text))
    assert drawn <= set(palette.values())
    meant = {color: effect for effect in EFFECTS if (color := palette[effect]) in drawn}
    parts = list(ET.fromstring(text))
    keyed = set()
    for group, word in pairwise(parts):
        if group.tag == f"{SVG}g" and group.get("transform") and word.tag == f"{SVG}text":
            keyed |= {part.get("stroke") for part in group.iter(f"{SVG}path")}
    assert set(meant) <= keyed
    assert meant


def test_no_other_file_names_a_colour():
    """Python, scripts and styles take their colours from the palette; exports for other programs have their own."""
    exports = {"cx2.py"}
    files = [*(ROOT / "kgraph").rglob("*.py"), *(ROOT / "viz/src").rglob("*.js"), *(ROOT / "viz/src").rglob("*.css")]
    named = {file.name for file in files if re.search(r"[\"' :]#[0-9a-f]{6}\b", file.read_text(encoding="utf-8"))}
    assert named <= exports
    assert set(json.loads((ROOT / "viz/palette.json").read_text(encoding="utf-8"))) >= {"light", "dark"}
