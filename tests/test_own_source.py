"""Places in a source of one's own: a problem stands at the locator that is wrong, and its hint repairs it."""

import hashlib
import re

import pytest
from command import kgraph

# A letter outside of the first plane counts as one code point, whatever editors and scripts count.
TEXT = "1 Introduction\nKetones \U0001f600 open channels in mice (1). They also calm neurons in rats (2–3). No more is known.\n"
NAMES = (
    "attachment", "certainty", "claim", "direction", "directness", "entity", "evidence", "locator", "mechanism",
    "reference", "source",
)  # fmt: skip
HEAD = "".join(f"@prefix {name}: <https://w3id.org/kgraph/{name}/> .\n" for name in NAMES) + (
    "@prefix kg: <https://w3id.org/kgraph/> .\n"
    "@prefix study: <https://w3id.org/kgraph/study-kind/> .\n"
    "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
)


def locator(name, quote, sentence):
    start = TEXT.index(quote)
    return f"""
locator:{name} a kg:Locator ;
    kg:inSource source:mine ; kg:section "1" ; kg:sentence {sentence} ;
    oa:start {start} ; oa:end {start + len(quote)} ; oa:exact "{quote}" .
"""


DATA = (
    HEAD
    + f"""
source:mine a kg:Source ; kg:shortName "mine" ; kg:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" .
entity:x a kg:Metabolite ; skos:prefLabel "x thing" ; skos:definition "One." .
entity:y a kg:Process ; skos:prefLabel "y thing" ; skos:definition "Another." .
reference:mine-1 a kg:Reference ; kg:shortName "M1" ; kg:number 1 ; kg:doi "10.5555/x.1" .
claim:c a kg:Claim ; rdf:subject entity:x ; rdf:predicate kg:increases ; rdf:object entity:y ; kg:sign "+" ;
    kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin source:mine ; kg:evidence evidence:e .
evidence:e a kg:EvidenceLine ; kg:direction direction:supports ; kg:directness directness:relayed ;
    kg:studyKind study:animal ; kg:reference reference:mine-1 ;
    kg:locator locator:words ; kg:marker locator:number ; kg:attachment attachment:direct .
"""
    + locator("words", "open channels", 1)
    + locator("number", "1). They", 1)
    .replace(f"oa:end {TEXT.index('1). They') + 8}", f"oa:end {TEXT.index('1). They') + 1}")
    .replace("1). They", "1")
)
START = TEXT.index("open channels")
FAULTS = [
    ("locator", f"oa:start {START}", f"oa:start {START + 1}", '"open channels"'),
    (
        "locator",
        f"oa:start {START} ; oa:end {START + 13}",
        f"oa:start {START + 1} ; oa:end {START + 14}",
        '"open channels"',
    ),
    ("locator", "kg:sentence 1", "kg:sentence 2", "kg:sentence 2"),
    ("locator", 'kg:section "1"', 'kg:section "2"', "kg:sentence 1"),
    ("locator", '"open channels"', '"open doors"', '"open doors"'),
    ("marker", 'oa:exact "1"', 'oa:exact "2"', '"2"'),
    ("marker-number", "kg:number 1", "kg:number 2", "reference:mine-1 ;"),
    ("attachment", "attachment:direct", "attachment:carried", "kg:attachment"),
]


def check(tmp_path, data, *arguments):
    file, text = tmp_path / "mine.ttl", tmp_path / "mine.txt"
    file.write_text(data, encoding="utf-8")
    text.write_text(TEXT, encoding="utf-8")
    code, out, errors = kgraph("check", "--no-bundled", file, "--source", f"mine={text}", *arguments)
    return code, [line.removeprefix(f"{file}:") for line in out.splitlines()], errors


def test_what_fits_is_counted(tmp_path):
    code, lines, errors = check(tmp_path, DATA)
    assert (code, lines) == (0, [])
    assert "1 locators, 1 numbers, 1 claims with locators" in errors


@pytest.mark.parametrize(("rule", "part", "instead", "at"), FAULTS)
def test_a_fault_is_told_where_it_is_written(rule, part, instead, at, tmp_path):
    """In the block of the locator, the marker, or the line; if the words stand elsewhere the hint says where."""
    assert part in DATA
    data = DATA.replace(part, instead, 1)
    code, (line,), _ = check(tmp_path, data)
    assert code == 1
    row, column, found, _ = line.split(":", 3)
    assert found.strip() == rule
    assert data.split("\n")[int(row) - 1][int(column) - 1 :].startswith(at)
    if rule == "locator" and "doors" not in instead:
        for name, value in re.findall(r"((?:oa|kg):\w+) (\"?\d+\"?)", line.rpartition("(")[2]):
            data = re.sub(rf"(locator:words.*?{name}) \S+", rf"\1 {value}", data, count=1, flags=re.DOTALL)
        assert check(tmp_path, data)[:2] == (0, [])


def test_places_in_sources_that_were_not_given_are_named(tmp_path):
    """Nothing that was not looked at passes for checked."""
    other = DATA.replace("kg:inSource source:mine", "kg:inSource source:other")
    other += 'source:other a kg:Source ; kg:shortName "other" .\n'
    code, _, errors = check(tmp_path, other)
    assert code == 0
    assert "not checked: locators in other (--source)" in errors
