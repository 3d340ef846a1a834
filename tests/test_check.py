"""What `kgraph check` says, in which form, and what its exit code means."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from command import kgraph

from kgraph.check.catalogue import catalogue
from kgraph.check.findings import Finding, Report
from kgraph.cli.wording import COMMAND_LINE
from kgraph.files.bundled import bundled
from kgraph.formats.documents import FindingsDocument
from kgraph.formats.findings import line_of
from kgraph.formats.registry import names, write

DOCS = Path(__file__).parent.parent / "docs" / "checking.md"
BAD = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

entity:new a kg:Process ;
    skos:prefLabel "seizure"@en .
"""


@pytest.fixture
def bad(tmp_path):
    file = tmp_path / "bad data.ttl"
    file.write_text(BAD, encoding="utf-8")
    return file


def test_the_bundled_data_have_no_problem():
    """Nothing on stdout; stderr counts what was checked and names what was not."""
    code, out, errors = kgraph("check")
    assert (code, out) == (0, "")
    assert re.search(r"checked \d{3,} claims, .* rules, .* shapes, .*: 0 problems", errors)
    assert "not checked: locators (--source)" in errors


def test_a_finding_is_one_line_with_place_rule_and_hint(bad):
    code, out, errors = kgraph("check", bad)
    assert code == 1
    assert f"{bad}:5:1: entity-without-label: entity:new: " in out
    assert f"{bad}:6:20: duplicate-label: entity:new: " in out
    assert all(re.fullmatch(r".*:\d+:\d+: [a-z-]+: .* \(.+\)", line) for line in out.splitlines())
    assert f": {len(out.splitlines())} problems" in errors


def test_json_has_the_same_findings_and_the_counts(bad):
    code, out, _ = kgraph("check", bad, "--no-bundled", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert found["errors"] == len(found["findings"]) >= 2
    assert {"file", "line", "column", "rule", "subject", "message", "hint", "severity"} == set(found["findings"][0])
    assert found["checked"]["rules"] > 25
    assert found["not_checked"]


def test_sarif_names_every_rule_and_every_place(bad, monkeypatch):
    """Rules with what they demand, results that point to them, files relative to the folder of the run."""
    monkeypatch.chdir(bad.parent)
    run = json.loads(kgraph("check", bad.name, "--no-bundled", "--format", "sarif")[1])["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(catalogue())
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert any(r["locations"][0]["physicalLocation"]["artifactLocation"].get("uriBaseId") for r in run["results"])
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        place = result["locations"][0]["physicalLocation"]
        if place["artifactLocation"].get("uriBaseId"):
            assert place["artifactLocation"] == {"uri": "bad%20data.ttl", "uriBaseId": "SRCROOT"}
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1


def test_a_file_elsewhere_has_its_whole_path_in_sarif(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = Report([Finding("/elsewhere/é b.ttl", 1, 1, "syntax", "", "bad")])
    artifact = json.loads(write(FindingsDocument(report), "sarif"))["runs"][0]["results"][0]["locations"][0]
    uri = artifact["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri) == "file:///elsewhere/é b.ttl"


@pytest.mark.parametrize("form", names("findings"))
def test_hostile_names_do_no_harm_in_any_form(form):
    """A file name or a message with line ends, escapes and turned text stays on its line and is shown, not obeyed."""
    report = Report([Finding("a\n\x1b[31m\udc80.ttl", 1, 1, "syntax", "", "b\u202ec\nd")])
    text = write(FindingsDocument(report), form)
    assert "\x1b" not in text
    text.encode("utf-8", "strict" if form == "sarif" else "surrogateescape")
    if form == "text":
        assert len(text.splitlines()) == 1
        assert "\u202e" not in text
    else:
        json.loads(text)


def test_a_label_is_no_link_and_no_placeholder_in_sarif():
    """Readers of SARIF make links of brackets and put arguments for braces; what was written reads back."""
    hostile = "{0} [x](https://example.org/) [y\\\\](javascript:0) a]b"
    run = json.loads(write(FindingsDocument(Report([Finding("a.ttl", 1, 1, "shape", "", hostile)])), "sarif"))["runs"][
        0
    ]
    text = run["results"][0]["message"]["text"]
    assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", text)
    assert not re.search(r"(?<!\{)\{0", text)
    unescaped = re.sub(r"(\\*)\\\]\(", lambda match: "\\" * (len(match[1]) // 2) + "](", text)
    assert unescaped.replace("{{", "{").replace("}}", "}") == hostile


def test_a_file_that_cannot_be_read_ends_the_check(bad, tmp_path):
    """Every bad file gets its line on stderr, exit 3; as JSON the line is a finding of the rule syntax."""
    broken = tmp_path / "broken.ttl"
    broken.write_text("bad", encoding="utf-8")
    code, out, errors = kgraph("check", bad, broken, tmp_path / "nowhere.ttl")
    assert (code, out, len(errors.splitlines())) == (3, "", 2)
    assert errors.startswith(f"{broken}:1:1: syntax: ")
    code, out, _ = kgraph("check", broken, "--format", "json")
    assert (code, [f["rule"] for f in json.loads(out)["findings"]]) == (3, ["syntax"])


def test_syntax_alone_is_checked_of_any_file(bad, tmp_path):
    """--syntax-only reads tables and YAML as well, says how much it read, and looks at no rule."""
    table = tmp_path / "a.tsv"
    table.write_text("a\tb\n1\t2\n", encoding="utf-8")
    code, out, errors = kgraph("check", "--syntax-only", bad, table)
    assert (code, out) == (0, "")
    assert "checked 2 files, 3 statements, rows and documents: 0 problems" in errors
    assert kgraph("check", "--syntax-only")[0] == 0


def test_tables_beside_data_are_read_and_left_out_of_the_graph(tmp_path):
    table = tmp_path / "a.tsv"
    table.write_text("a\tb\n1\n", encoding="utf-8")
    assert kgraph("check", table)[0] == 3


@pytest.mark.parametrize("arguments", [("--base", "http://b.example/"), ("--syntax-only", "--base", "not an IRI")])
def test_a_base_that_makes_no_sense_is_refused(arguments, bad):
    code, _, errors = kgraph("check", *arguments, bad)
    assert code == 2
    assert "--base" in errors


@pytest.mark.parametrize("option", ["--source", "--retractions", "--mappings"])
def test_nothing_is_asked_for_that_would_not_be_checked(option, bad):
    """Syntax alone looks at no source, retraction or identifier, and does not seem to."""
    code, _, errors = kgraph("check", "--syntax-only", option, "review=x", bad)
    assert code == 2
    assert f"{option} has no part in --syntax-only" in errors


def test_warnings_are_problems_only_when_asked(tmp_path):
    """A reference that nobody can find is a warning: exit 0, and 1 with --strict."""
    file = tmp_path / "a.ttl"
    text = '<https://w3id.org/kgraph/reference/x> a <https://w3id.org/kgraph/Reference> ; <https://w3id.org/kgraph/shortName> "x" .'
    file.write_text(text, encoding="utf-8")
    code, out, errors = kgraph("check", file, "--no-bundled")
    assert code == 0
    assert out.startswith(f"{file}:1:1: warning: unfindable-reference: reference:x: ")
    assert "0 problems, 1 warnings" in errors
    assert kgraph("check", file, "--no-bundled", "--strict")[0] == 1


def test_every_rule_says_what_it_demands_and_is_documented():
    """The page lists every rule with its demand and its repair, as the catalogue has them, and no other."""
    page = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert rows == [(r.name, r.severity, r.demand, r.repair_said(COMMAND_LINE)) for r in catalogue().values()]


def test_rules_in_files_have_a_head_and_pointed_messages():
    """One line that says what is demanded, one how to repair; the query selects ?subject and ?message first."""
    for rule in catalogue().values():
        assert rule.demand.endswith(".")
        assert not rule.repair.endswith(".")
        if rule.file:
            assert rule.file.is_relative_to(bundled("ontology", "rules"))


def test_a_line_says_when_it_is_a_warning():
    assert line_of(Finding("f", 1, 2, "r", "s", "m", "h", "warning")) == "f:1:2: warning: r: s: m (h)"
    assert line_of(Finding("f", 1, 2, "r", "", "m")) == "f:1:2: r: m"


# A claim that lacks its subject, one with two objects, one about a text, a nameless one, a number in words.
NO_VALUES = {
    "shape: claim:x: A claim has one subject, an entity. (add rdf:subject)": "",
    "shape: claim:x: A claim has one object, an entity. Found: entity:pain, entity:seizure (keep one rdf:object)": (
        "rdf:subject entity:seizure ; rdf:object entity:seizure , entity:pain ;"
    ),
    "shape: claim:x: A claim has one object, an entity. Found: a text (name an IRI, without quotes)": (
        'rdf:subject entity:seizure ; rdf:object "a text" ;'
    ),
    "shape: claim:x: kg:evidence should name an IRI, not a blank node (as the message says)": (
        "rdf:subject entity:seizure ; rdf:object entity:seizure ; kg:evidence [ a kg:EvidenceLine ] ;"
    ),
}
CLAIM = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
claim:x a kg:Claim ; rdf:predicate kg:increases ;
  {} kg:sign "+" .
"""


@pytest.mark.parametrize(("line", "part"), NO_VALUES.items(), ids=["subject", "objects", "text", "nameless"])
def test_a_claim_that_is_no_value_is_a_finding_beside_the_others(line, part, tmp_path):
    """Other commands cannot read such a file; the check says what is wrong with it, as it does of everything else."""
    file = tmp_path / "a.ttl"
    file.write_text(CLAIM.format(part), encoding="utf-8")
    code, out, _ = kgraph("check", file, "--no-bundled")
    assert code == 1
    assert len([found for found in out.splitlines() if found.endswith(line)]) == 1
    assert "has one certainty" in out
    assert kgraph("info", "--no-bundled", "--data", file)[0] == 3


def test_a_nameless_claim_and_a_number_in_words_have_their_places(tmp_path):
    file = tmp_path / "a.ttl"
    text = CLAIM.partition("claim:x a")[0]
    text += '[ a kg:Claim ] .\n<https://w3id.org/kgraph/reference/r> a kg:Reference ; kg:number "three" .\n'
    file.write_text(text, encoding="utf-8")
    lines = [line.removeprefix(f"{file}:") for line in kgraph("check", file, "--no-bundled")[1].splitlines()]
    assert "5:5: shape: a claim needs an IRI of its own (as the message says)" in lines
    assert any(line.startswith("6:") and "shape: reference:r: " in line for line in lines)


# What follows from one fault is not told as another: rule, part of a sound file, what stands in its place.
SOUND = Path(__file__).parent / "sound.ttl"
ONE_FAULT = [
    ("dangling-entity", "rdf:object entity:sound-process", "rdf:object entity:nowhere"),
    ("dangling-link", "kg:reference reference:sound .", "kg:reference reference:nowhere ."),
    ("dangling-step", "( claim:sound-1", "( claim:nowhere"),
    ("unknown-relation", "kg:increases", "kg:boosts"),
    ("sign-missing", '    kg:sign "+" ;\n', ""),
    ("sign-not-allowed", 'kg:sign "+"', 'kg:sign "-"'),
    ("shape", 'kg:sign "+"', 'kg:sign "\u2212"'),
    ("shape", "certainty:asserted", "certainty:surely"),
    ("line-without-place", '    kg:row "P900" ;\n', ""),
    ("duplicate-label", '"sound process"@en', '"Seizure"@en'),
    ("sign-logic", '"harms"', '"helps"'),
    ("uncited-but-cited", 'kg:sign "+" ;', 'kg:sign "+" ;\n    kg:uncited true ;'),
]


@pytest.mark.parametrize(
    ("rule", "part", "instead"), ONE_FAULT, ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(ONE_FAULT)]
)
def test_one_fault_is_told_once_where_it_is(rule, part, instead, tmp_path):
    file = tmp_path / "a.ttl"
    text = SOUND.read_text(encoding="utf-8")
    assert part in text
    file.write_text(text.replace(part, instead, 1), encoding="utf-8")
    found = json.loads(kgraph("check", file, "--no-bundled", "--format", "json")[1])["findings"]
    # Of two labels both are told.
    assert [finding["rule"] for finding in found] == [rule] * (2 if rule == "duplicate-label" else 1)
    assert all(finding["hint"] and finding["file"] == str(file) for finding in found)


def test_a_sound_file_has_no_finding():
    assert kgraph("check", SOUND, "--no-bundled")[:2] == (0, "")


@pytest.mark.parametrize(
    ("part", "instead"),
    [('    kg:sign "+" ;\n', ""), ('kg:sign "+"', 'kg:sign "\u2212"'), ('kg:sign "+"', 'kg:sign "+", "-"')],
)
def test_a_missing_or_doubtful_sign_is_an_unknown_one(part, instead, tmp_path):
    """No path helps or harms because of a sign that nobody wrote."""
    file = tmp_path / "a.ttl"
    file.write_text(SOUND.read_text(encoding="utf-8").replace(part, instead, 1), encoding="utf-8")
    paths = json.loads(
        kgraph("path", "sound molecule", "seizure", "--no-bundled", "--data", file, "--format", "json")[1]
    )["paths"]
    assert [(path["effect"], path["sign"]) for path in paths] == [("unknown", "?")]


def test_too_many_open_files_are_no_fault_of_the_data():
    """The limit is named, not the parser."""
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -n 5; exec "$0" -m kgraph check --syntax-only "$1"', sys.executable, str(SOUND)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert limited.returncode == 3
    assert limited.stderr == f"{SOUND}:1:1: syntax: cannot be read: Too many open files\n"


def test_identifiers_that_the_user_confirmed_are_confirmed(tmp_path):
    """By a row of a table of their own that says where each was seen; a row that does not say so confirms nothing."""
    file, table = tmp_path / "a.ttl", tmp_path / "mine.sssom.tsv"
    mapping = "skos:exactMatch <http://purl.obolibrary.org/obo/GO_1> ;\n    skos:altLabel"
    file.write_text(SOUND.read_text(encoding="utf-8").replace("skos:altLabel", mapping, 1), encoding="utf-8")
    code, out, _ = kgraph("check", "--no-bundled", file)
    assert (code, out.split(": ")[1]) == (1, "unconfirmed-identifier")
    assert "--mappings" in out
    head = "# mapping_set_id: x:y\nsubject_id\tpredicate_id\tobject_id\tsee_also\n"
    row = "https://w3id.org/kgraph/entity/sound-process\tskos:exactMatch\tGO:1\t"
    for seen, wanted in (("https://example.org/seen", 0), ("", 1)):
        table.write_text(f"{head}{row}{seen}\n", encoding="utf-8")
        assert kgraph("check", "--no-bundled", file, "--mappings", table)[0] == wanted
    for text, place, reason in (("a\tb\n1\t2\n", "1:1", "no column subject_id"), (f"{head}1\t2\n", "3:1", "2 cells")):
        table.write_text(text, encoding="utf-8")
        code, _, errors = kgraph("check", "--no-bundled", file, "--mappings", table)
        assert code == 3
        assert errors.startswith(f"{table}:{place}: ")
        assert reason in errors


def test_each_of_many_equal_claims_is_told_once(tmp_path):
    """Not each pair of them, which for some hundred claims are a hundred thousand."""
    file = tmp_path / "a.ttl"
    text = SOUND.read_text(encoding="utf-8")
    block = re.search(r"claim:sound-1 a kg:Claim ;.*? \.\n", text, re.DOTALL).group()
    copies = "".join("\n" + block.replace("claim:sound-1", f"claim:copy-{n}") for n in range(3))
    file.write_text(text + copies, encoding="utf-8")
    found = json.loads(kgraph("check", "--no-bundled", file, "--format", "json")[1])["findings"]
    names = ["claim:copy-0", "claim:copy-1", "claim:copy-2", "claim:sound-1"]
    assert sorted(finding["subject"] for finding in found) == names
    others = {name: names[name == names[0]] for name in names}
    assert all(f["message"] == f"says the same as {others[f['subject']]} and 2 more" for f in found)
