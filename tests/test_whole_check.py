"""The whole check on a file of a few lines: every finding with its place, every count, and what was not looked at."""

import hashlib

import pytest
from small import REFERENCES, claim, line, small_graph

from kgraph.check.catalogue import Rule
from kgraph.check.findings import FindingPositions, NotChecked, Report
from kgraph.check.retraction_lists import read_retractions
from kgraph.check.retractions import check_retractions
from kgraph.check.rules import check_rules, check_signs, rule_files
from kgraph.check.shapes import check_shapes
from kgraph.check.whole_check import check_files, check_graph
from kgraph.errors import DataError
from kgraph.files.bundled import bundled
from kgraph.frozen import replace
from kgraph.graph import load
from kgraph.model import Entity, Hypothesis, Locator, Reference, Source
from kgraph.paths import PathFilter, find_paths
from kgraph.reading.passages import Passages

BAD = """@prefix kg: <https://w3id.org/kgraph/> .
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

entity:a a kg:Process ; skos:prefLabel "a"@en ; skos:definition "A."@en .
entity:b a kg:Process ; skos:prefLabel "a"@en ; skos:definition "B."@en .
claim:x a kg:Claim ; rdf:subject entity:a ; rdf:predicate kg:increases ; rdf:object entity:gone ; kg:sign "+" .
"""
FOUND = [
    (7, 40, "duplicate-label", "entity:a", "the label a is also that of entity:b"),
    (8, 1, "orphan-entity", "entity:b", "no claim mentions this entity"),
    (8, 40, "duplicate-label", "entity:b", "the label a is also that of entity:a"),
    (9, 1, "shape", "claim:x", "A claim has at least one evidence line."),
    (9, 1, "shape", "claim:x", "A claim has one certainty of the vocabulary."),
    (9, 1, "shape", "claim:x", "A claim has one study kind of the vocabulary."),
    (9, 1, "shape", "claim:x", "A claim names the source that makes it."),
    (9, 85, "dangling-entity", "claim:x", "entity:gone is not a described entity"),
]
UNCHECKED = [
    NotChecked("locators", "source"),
    NotChecked("coverage", "source", "with the bundled data alone"),
    NotChecked("retractions", "retractions"),
]


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    file = tmp_path_factory.mktemp("bad") / "bad.ttl"
    file.write_text(BAD, encoding="utf-8")
    return load(file, bundled=False)


@pytest.mark.parametrize("retracted", [frozenset(), frozenset({"1"})], ids=["plain", "retractions"])
def test_every_finding_has_its_place_and_what_was_not_checked_is_named(bad, retracted):
    """Rules, shapes, identifiers and signs always; locators, coverage and retractions with what they need."""
    report = check_graph(bad, sources={}, retracted=retracted, coverage=None)
    assert [(f.line, f.column, f.rule, f.subject, f.message) for f in report.findings] == FOUND
    assert {f.file for f in report.findings} == {str(bad.files[-1])}
    assert [report.checked[what] for what in ("claims", "entities", "references", "shapes")] == [1, 2, 0, 9]
    assert report.checked["rules"] == len(rule_files()) > 25
    assert report.checked["retracted identifiers known"] == len(retracted)
    assert report.not_checked == UNCHECKED[: 2 if retracted else 3]


SOURCE = "Ketones open channels (1). Nothing is cited here.\n"


def test_with_a_source_places_and_coverage_are_checked_too(graph, tmp_path):
    """Each needs what it reads; coverage is left out, and named, when its table is not given."""
    table = tmp_path / "coverage.tsv"
    table.write_text("source\tsection\tsentence\treason\ndoc\tabstract\t2\tNo claim.\n", encoding="utf-8")
    words = Locator("doc", "abstract", 1, 0, 7, "Ketones")
    placed = replace(line("x"), locator=replace(words, quote="Mice"))
    digest = hashlib.sha256(SOURCE.encode()).hexdigest()
    small = small_graph(
        graph,
        claim("a increases b", evidence=(placed,)),
        sources={"source:doc": Source("source:doc", "doc", "Doc", sha256=digest)},
        files=(bundled("data", "references.ttl"),),
    )
    sources = {"doc": Passages.from_text(SOURCE)}
    plain = check_graph(small, sources=sources, retracted=frozenset(), coverage=None)
    assert [f.message for f in plain.findings if f.rule == "locator"] == ["characters 0 to 7 do not read 'Mice'"]
    assert not [f for f in plain.findings if f.rule == "coverage"]
    assert plain.checked["locators"] == 1
    assert plain.not_checked == UNCHECKED[1:]
    whole = check_graph(small, sources=sources, retracted=frozenset(), coverage=table)
    assert [(f.file, f.line, f.message) for f in whole.findings if f.rule == "coverage"] == [
        (str(table), 1, "doc abstract/1: number 1 supports no claim")
    ]
    assert (whole.checked["sentences"], whole.not_checked) == (2, UNCHECKED[2:])
    nothing = check_graph(small, sources={}, retracted=frozenset(), coverage=table)
    assert nothing.not_checked == UNCHECKED


OWN = {"sign-logic", "retracted", "unconfirmed-identifier"}


def test_the_whole_check_says_where_signs_retractions_and_identifiers_are_wrong(graph, tmp_path):
    """Each at its block."""
    file = tmp_path / "own.ttl"
    base = "@prefix {0}: <https://w3id.org/kgraph/{0}/> .\n"
    text = base.format("hypothesis") + base.format("reference") + "hypothesis:h a <x:h> .\nreference:1 a <x:p> .\n"
    text += "<https://w3id.org/kgraph/entity/a> a <x:e> .\n"
    file.write_text(text, encoding="utf-8")
    small = small_graph(
        graph,
        claim("a increases b"),
        hypotheses=(Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", "entity:b", STEPS[:1], "proposed", "harms"),),
        references={"reference:1": Reference("reference:1", "R1", pmid="11")},
        entities={
            "entity:a": Entity("entity:a", "a", "process", mappings=(("exactMatch", "GO:none"),)),
            "entity:b": Entity("entity:b", "b", "process"),
        },
        files=(bundled("data", "references.ttl"), file),
    )
    report = check_graph(small, sources={}, retracted=frozenset({"11"}), coverage=None)
    own = [(f.line, f.rule, f.message) for f in report.findings if f.file == str(file) and f.rule in OWN]
    assert own == [
        (3, "sign-logic", "the steps give raises, the stated effect is harms"),
        (4, "retracted", "PubMed 11 is retracted; rests on it: claim:a-increases-b"),
        (5, "unconfirmed-identifier", "exactMatch GO:none is not in the mapping table"),
    ]
    assert (report.checked["hypotheses"], report.checked["references against retractions"]) == (1, 1)


def test_each_unreadable_file_is_a_finding_and_the_others_are_counted(tmp_path):
    """One bad file does not hide the next."""
    names = {
        "first.ttl": "<x:a> <x:b> 1 .\n",
        "good.ttl": "<x:a> <x:b> 1, 2 .\n",
        "bad.ttl": "<x:a> <x:b>\n",
        "worse.ttl": "<a> <x:b> 1 .\n",
    }
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = check_files([tmp_path / name for name in names])
    assert [(f.file, f.rule, f.line) for f in report.findings] == [
        (str(tmp_path / "bad.ttl"), "syntax", 2), (str(tmp_path / "worse.ttl"), "syntax", 1),
    ]  # fmt: skip
    assert dict(report.checked) == {"files": 4, "statements, rows and documents": 3}
    based = check_files([tmp_path / "worse.ttl"], base_iri="https://example.org/")
    assert (based.findings, based.checked["statements, rows and documents"]) == ([], 1)


def signs(graph, steps, stated, tmp_path, *, end="d", status="proposed"):
    file = tmp_path / "h.ttl"
    file.write_text(f'\nhypothesis:h a kg:Hypothesis ;\n  kg:statedEffect "{stated}" .\n', encoding="utf-8")
    hypothesis = Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", f"entity:{end}", steps, status, stated)
    small = small_graph(
        graph,
        claim("a increases b"),
        claim("b decreases d", sign="-"),
        valence={"d": "unwanted"},
        hypotheses=(hypothesis,),
    )
    report = Report()
    check_signs(small, FindingPositions((file,)), report)
    assert report.checked["hypotheses"] == 1
    return [(f.rule, f.subject, f.line, f.column, f.message) for f in report.findings]


STEPS = ("claim:a-increases-b", "claim:b-decreases-d")


def test_signs_that_multiply_to_the_stated_effect_are_in_order(graph, tmp_path):
    assert signs(graph, STEPS, "helps", tmp_path) == []
    assert signs(graph, STEPS, "unstated", tmp_path) == []


def test_signs_that_do_not_are_a_finding_at_the_stated_effect(graph, tmp_path):
    assert signs(graph, STEPS, "harms", tmp_path) == [
        ("sign-logic", "hypothesis:h", 3, 19, "the steps give helps, the stated effect is harms")
    ]


@pytest.mark.parametrize(
    ("steps", "end", "message"),
    [
        (STEPS[1:], "d", "step claim:b-decreases-d does not lead on from a"),
        ((STEPS[0], STEPS[0]), "d", "step claim:a-increases-b does not lead on from b"),
    ],
)
def test_a_gap_is_a_broken_chain(graph, tmp_path, steps, end, message):
    assert signs(graph, steps, "helps", tmp_path, end=end) == [("broken-chain", "hypothesis:h", 2, 1, message)]


def test_a_broken_chain_does_not_hide_the_next_hypothesis(graph):
    """Every one is counted and evaluated."""
    broken, wrong, right = (
        Hypothesis(f"hypothesis:{name}", name, "mTOR", "entity:a", "entity:b", steps, "proposed", stated)
        for name, steps, stated in (("x", STEPS[1:], "helps"), ("y", STEPS[:1], "helps"), ("z", STEPS[:1], "unknown"))
    )
    small = small_graph(
        graph, claim("a increases b"), claim("b decreases d", sign="-"), hypotheses=(broken, wrong, right)
    )
    report = Report()
    check_signs(small, FindingPositions((bundled("data", "references.ttl"),)), report)
    assert report.checked["hypotheses"] == 3
    assert [(f.rule, f.subject) for f in report.findings] == [
        ("broken-chain", "hypothesis:x"), ("sign-logic", "hypothesis:y"),
    ]  # fmt: skip


def retracted(graph, tmp_path, *claims, known=("11",)):
    file = tmp_path / "r.ttl"
    file.write_text('\nreference:paper a kg:Paper ;\n  kg:pmid "0011" .\n', encoding="utf-8")
    references = {
        **REFERENCES,
        "reference:paper": Reference("reference:paper", "P", pmid="0011"),
        "reference:number": Reference("reference:number", "B7", candidates=("reference:paper",)),
        "reference:other": Reference("reference:other", "O", pmid="12"),
    }
    report = Report()
    small = small_graph(graph, *claims, references=references)
    check_retractions(small, frozenset(known), FindingPositions((file,)), report)
    assert report.checked["retracted identifiers known"] == len(known)
    assert report.checked["references against retractions"] == 2
    return [(f.rule, f.subject, f.line, f.column, f.message) for f in report.findings]


def test_claims_that_rest_on_a_retracted_paper_are_named(graph, tmp_path):
    """By its own line, by a number that probably is it, by a candidate of the line; not by a line that disputes."""
    named = line("z")
    claims = (
        claim("a increases b", evidence=(line("own", reference="reference:paper"),)),
        claim("b increases c", evidence=(line("number", reference="reference:number"),)),
        claim("c increases d", evidence=(replace(named, candidates=("reference:paper",)),)),
        claim("d increases e", evidence=(line("against", reference="reference:paper", direction="disputes"),)),
        claim("e increases f", evidence=(line("other", reference="reference:other"),)),
    )
    assert retracted(graph, tmp_path, *claims) == [
        (
            "retracted",
            "reference:paper",
            3,
            11,
            "PubMed 0011 is retracted; rests on it: claim:a-increases-b, claim:b-increases-c, claim:c-increases-d",
        )
    ]


def test_a_retracted_paper_that_nothing_rests_on_is_named_too(graph, tmp_path):
    found = retracted(graph, tmp_path, claim("a increases b"))
    assert [message for *_, message in found] == ["PubMed 0011 is retracted; no claim rests on it that does not say so"]


def test_other_papers_are_not_named(graph, tmp_path):
    assert retracted(graph, tmp_path, claim("a increases b"), known=("99", "1")) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12\n34\n", {"12", "34"}),
        ("pmid\treason\n0012\tfraud\n", {"12"}),
        ("12\n# note\n34\n", {"12", "34"}),
        ("# note\nPMID: 12\n\n  34 \tx\t56\n", {"12", "34"}),
    ],
)
def test_a_list_of_retractions_is_its_first_column(tmp_path, text, numbers):
    file = tmp_path / "list.tsv"
    file.write_text(text, encoding="utf-8")
    assert read_retractions(file) == numbers


@pytest.mark.parametrize(
    ("text", "line_number", "reason"),
    [
        ("12\nB12\n", 2, "'B12' is neither a PubMed identifier nor a DOI"),
        ("pmid\n12\n٣\n", 3, "'٣' is neither a PubMed identifier nor a DOI"),
        ("12\n" + "x" * 60, 2, f"'{'x' * 40}' is neither a PubMed identifier nor a DOI"),
        ("title\n", 1, "holds no PubMed identifier and no DOI; give one a line"),
    ],
)
def test_a_list_of_something_else_is_refused_with_its_place(tmp_path, text, line_number, reason):
    file = tmp_path / "list.tsv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_retractions(file)
    error = caught.value
    assert (error.file, error.line, error.column, error.reason) == (str(file), line_number, 1, reason)


def test_an_answer_can_be_narrowed_to_a_side(graph):
    """Paths and outcomes of the other side go; when none is left, the reason names the side and how many there were."""
    small = small_graph(
        graph,
        claim("a increases b"),
        claim("b decreases d", sign="-"),
        claim("a increases c"),
        claim("c increases d"),
        valence={"d": "unwanted"},
        kinds={"d": "disease"},
    )
    whole = find_paths(small, "a", "d")
    assert {path.effect for path in whole.paths} == {"helps", "harms"}
    helps = whole.only("helps")
    assert helps.paths == whole.of_effect("helps") != ()
    assert helps.filtered
    assert helps.because is None
    assert (helps.start, helps.end, helps.complete) == (whole.start, whole.end, whole.complete)
    one_side = find_paths(small, "a", "d", path_filter=PathFilter(avoid=("entity:c",)))
    none = one_side.only("harms")
    assert none.paths == none.outcomes == ()
    assert none.because.code == "filter"
    assert none.because.message == "None of the paths harms; without effect 1 is shown."
    assert whole.only("raises", "lowers").because.message == (
        "None of the paths raises or lowers; without effect 2 are shown."
    )


def test_outcomes_are_counted_among_what_is_shown_without_the_side(graph):
    small = small_graph(graph, claim("a increases b"), claim("b increases d"), claim("a increases d"))
    whole = find_paths(small, "a", "d")
    assert (len(whole.paths), len(whole.outcomes)) == (1, 1)
    assert whole.only("helps").because.message == "None of the paths helps; without effect 2 are shown."
    assert whole.only("raises") == replace(whole, filtered=True)
    other = find_paths(small_graph(graph, *small.claims.values(), claim("a affects d", sign="?")), "a", "d")
    assert [path.effect for path in other.outcomes] == ["raises", "unknown"]
    assert [path.effect for path in other.only("unknown").outcomes] == ["unknown"]


def test_a_value_that_a_shape_refuses_is_named_with_its_place(tmp_path):
    """The value in the message, the finding at the value."""
    file = tmp_path / "value.ttl"
    file.write_text(BAD.replace('kg:sign "+"', 'kg:sign "plus"'), encoding="utf-8")
    graph, report = load(file, bundled=False), Report()
    check_shapes(graph, FindingPositions(graph.files), report)
    found = [f for f in report.findings if "Found: " in f.message]
    assert [(f.rule, f.subject, f.line, f.column) for f in found] == [("shape", "claim:x", 9, 107)]
    assert found[0].message.endswith(" Found: plus")


def test_too_many_values_are_named_where_they_stand(tmp_path):
    """The finding is at the property when no single value is at fault."""
    file = tmp_path / "twice.ttl"
    twice = "kg:certainty <https://w3id.org/kgraph/certainty/asserted> , <https://w3id.org/kgraph/certainty/unknown>"
    file.write_text(BAD.replace('kg:sign "+"', f'kg:sign "+" ;\n  {twice}'), encoding="utf-8")
    graph, report = load(file, bundled=False), Report()
    check_shapes(graph, FindingPositions(graph.files), report)
    found = [
        (f.line, f.column)
        for f in report.findings
        if f.message.startswith("A claim has one certainty of the vocabulary.")
    ]
    assert found == [(10, 3)]


@pytest.mark.parametrize("query", ["ASK {}", "SELECT ?message ?subject {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_rule_that_asks_something_else_is_refused(bad, query, tmp_path, monkeypatch):
    """A rule answers with subjects and messages; the file of another is named."""
    file = tmp_path / "odd-violation.rq"
    file.write_text(query, encoding="utf-8")
    monkeypatch.setattr("kgraph.check.rules.catalogue", lambda: {"odd": Rule("odd", "", "", file=file)})
    with pytest.raises(DataError) as caught:
        check_rules(bad, FindingPositions(bad.files), Report())
    assert caught.value.file == str(file)
    assert caught.value.reason == "a rule is a SELECT of ?subject and ?message, and ?value if it likes"


def test_messages_of_rules_have_short_names_and_keep_their_words(bad, tmp_path, monkeypatch):
    file = tmp_path / "duplicate-label-violation.rq"
    file.write_text(
        "SELECT ?subject ?message { VALUES (?subject ?message) "
        "{ (entity:a 'see https://w3id.org/kgraph/entity/b  or skos:x') } }",
        encoding="utf-8",
    )
    rule = Rule("duplicate-label", "", "", file=file)
    monkeypatch.setattr("kgraph.check.rules.catalogue", lambda: {"duplicate-label": rule})
    report = Report()
    check_rules(bad, FindingPositions(bad.files), report)
    assert [(f.subject, f.line, f.message) for f in report.findings] == [("entity:a", 7, "see entity:b  or skos:x")]
    assert report.checked["rules"] == 1


@pytest.mark.parametrize(
    ("evidence", "admitted"),
    [
        (line("one"), True),
        (line("one", directness="relayed"), False),
        (line("one", direction="disputes"), False),
        (line("one", direction="inconclusive"), False),
    ],
)
def test_primary_only_wants_a_primary_line_that_supports(evidence, admitted):
    """A primary paper that speaks against a claim is no primary support."""
    known = claim("a increases b", evidence=(evidence,))
    assert PathFilter(primary_only=True).admits(known) is admitted
    assert PathFilter().admits(known)


def test_claims_of_one_sign_are_one_step_unless_kept_apart(graph):
    """The strongest speaks first; the others stand behind it."""
    weak = claim("a increases b", certainty="suggested", suffix="-too")
    small = small_graph(graph, weak, claim("a increases b"), claim("b increases d"))
    (path,) = find_paths(small, "a", "d").paths
    assert [c.id for c in path.steps[0].claims] == ["claim:a-increases-b", "claim:a-increases-b-too"]
    apart = find_paths(small, "a", "d", separate=True).paths
    assert sorted(p.steps[0].claims[0].id for p in apart) == ["claim:a-increases-b", "claim:a-increases-b-too"]
    assert all(len(step.claims) == 1 for p in apart for step in p.steps)


def test_a_shared_step_of_both_sides_is_said(graph):
    """First or last, in words; a step of one side only is not."""
    first = small_graph(
        graph,
        claim("a increases b"), claim("b increases c"), claim("b increases e"), claim("c increases d"),
        claim("e decreases d", sign="-"), valence={"d": "unwanted"},
    )  # fmt: skip
    assert find_paths(first, "a", "d").shared == ("Helpful and harmful paths share their first step: a → b.",)
    last = small_graph(
        graph,
        claim("a increases b"), claim("a decreases c", sign="-"), claim("b increases e"), claim("c increases e"),
        claim("e increases d"), valence={"d": "unwanted"},
    )  # fmt: skip
    assert find_paths(last, "a", "d").shared == ("Helpful and harmful paths share their last step: e → d.",)
