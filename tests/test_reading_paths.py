"""The page on reading paths shows what really happens, and its numbers can be redone."""

import re
import shlex
from math import isclose, log
from pathlib import Path

import pytest
from click import Option
from command import kgraph

from kgraph.cli.path import command
from kgraph.formats.path_json import to_json
from kgraph.paths import LARGE_GRAPH, find_paths

PAGE = Path(__file__).parent.parent / "docs" / "reading-paths.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_the_example_is_the_output_of_its_command(page):
    """Line for line, as the first path of the answer."""
    request = re.search(r"^`kgraph (path .*?)` begins with", page, re.MULTILINE).group(1)
    shown = re.search(r"```text\n(.*?)```", page, re.DOTALL).group(1)
    code, out, _ = kgraph(*shlex.split(request))
    assert code == 0
    assert shown in out


def test_the_numbers_of_the_example_follow_from_the_weights(graph, page):
    """Redone from the terms of the ontology alone, without the code that assesses."""
    weight = {name: graph.terms[name].weight for name in graph.terms}
    seen, inferred = (weight["study:in-vitro"] * weight[f"directness:{name}"] for name in ("primary", "inferred"))
    first = 1 - (1 - seen) * (1 - inferred)
    second = weight["study:author-statement"] * weight["directness:relayed"] * weight["weight:implied"]
    assert f"= {(1 - seen) * (1 - inferred):.3g} of doubt, so {first:.3g} of confidence" in page
    assert f"at {first:.3g} × {second:.3g} = {first * second:.6g}" in page
    found = find_paths(graph, "acetoacetate", "seizures", top=20)
    path = next(path for path in found.paths if "entity:excitatory-postsynaptic-currents" in path.entities)
    assert isclose(path.confidence, first * second)
    assert f"= {-log(first * second):.6g}\n" in page


def test_the_page_names_what_there_is(graph, page):
    """Its options are options of the command, its JSON keys keys of the answer, its terms terms of the ontology."""
    given = [param for param in command.params if isinstance(param, Option)]
    options = {name for param in given for name in (*param.opts, *param.secondary_opts)}
    assert set(re.findall(r"--[a-z][a-z-]+", page)) <= options
    path = to_json(graph, find_paths(graph, "KDT", "IESS"))["paths"][0]
    keys = set(re.findall(r"`([a-z_]+)`", page.split("## What is marked")[1].split("## Filters")[0]))
    assert keys
    assert keys <= {*path, *path["steps"][0]}
    assert set(re.findall(r"(?:weight|study):[a-z-]+", page)) <= set(graph.terms)
    assert f"{LARGE_GRAPH:,} claims" in page
