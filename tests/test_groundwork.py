"""The ways that claims open, one by one, and the copy of them that is kept: whole, or not used."""

import copy
import json

import pytest
from small import claim, small_graph

from kgraph.check.catalogue import Rule, catalogue, rule_named
from kgraph.evidence import Assessment
from kgraph.files.bundled import bundled
from kgraph.model import Entity, Hypothesis
from kgraph.paths import candidate_steps as module
from kgraph.paths.candidate_steps import groundwork

KINDS = {
    "general": "disease", "special": "disease", "response": "outcome", "sign": "phenotype", "cell": "cell", "whole": "anatomy",
    "twin": "process", "other": "process",
}  # fmt: skip
CLAIMS = (
    claim("a increases b", mechanisms=("mTOR",), disease="entity:general"),
    claim("b decreases c", sign="-", certainty="suggested"),
    claim("c increases a", sign="0"),
    claim("a associated_with c", sign="+"),
    claim("a associated_with sign", sign="-"),
    claim("general predicts response", sign="+"),
    claim("a predicts response", sign="-"),
    claim("general has_subtype special", sign=""),
    claim("cell has_subtype twin", sign=""),
    claim("cell part_of whole", sign="", mechanisms=("mTOR",)),
    claim("response aspect_of general", sign=""),
    claim("response aspect_of special", sign="", good_when_high=True),
    claim("a compared_with b", sign=""),
    claim("a magic b"),
)


@pytest.fixture
def small(graph):
    found = small_graph(
        graph,
        *CLAIMS,
        kinds=KINDS,
        hypotheses=(
            Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", "entity:general", (), "proposed", "helps"),
            Hypothesis("hypothesis:g", "g", "mTOR", "entity:a", "entity:b", (), "proposed", "helps"),
        ),
    )
    entities = dict(found.entities)
    entities["entity:twin"] = Entity("entity:twin", "twin", "process", opposite="entity:other")
    entities["entity:sign"] = Entity("entity:sign", "sign", "phenotype", opposite="entity:nobody")
    entities["entity:other"] = Entity("entity:other", "other", "process", opposite="entity:sign")
    return small_graph(graph, *CLAIMS, entities=entities, hypotheses=tuple(found.hypotheses.values()))


def short(way):
    ends = f"{way.subject[7:]} {way.relation} {way.object[7:]}"
    flags = [name for name in ("reversed", "exploring", "inside", "filed") if getattr(way, name)]
    return (ends, way.sign, way.kind, way.note, flags)


def test_every_kind_of_claim_opens_its_ways(small):
    """In the order of the claims; claims of sign 0, comparisons and unknown relations open none."""
    assert [short(way) for way in groundwork(small).ways] == [
        ("a increases b", "+", "causal", "", ["inside", "filed"]),
        ("b increases a", "?", "causal", "", ["reversed", "exploring", "inside", "filed"]),
        ("b decreases c", "-", "causal", "", ["inside"]),
        ("c decreases b", "?", "causal", "", ["reversed", "exploring", "inside"]),
        ("a associated_with c", "+", "association", "", ["inside"]),
        ("c associated_with a", "+", "association", "", ["reversed", "inside"]),
        ("a associated_with sign", "-", "association", "", []),
        ("sign associated_with a", "?", "association", "", ["reversed", "exploring", "inside"]),
        ("a predicts response", "-", "association", "", []),
        ("response predicts a", "?", "association", "", ["reversed", "exploring", "inside"]),
        ("general has_subtype special", "+", "structural", "extrapolation", []),
        ("special has_subtype general", "+", "structural", "generalization", ["reversed"]),
        ("cell has_subtype twin", "+", "structural", "extrapolation", ["inside"]),
        ("twin has_subtype cell", "+", "structural", "generalization", ["reversed", "inside"]),
        ("cell part_of whole", "+", "structural", "", ["inside"]),
        ("response aspect_of general", "+", "structural", "", []),
        ("response aspect_of special", "-", "structural", "", []),
        ("twin opposite other", "-", "structural", "opposite", ["inside"]),
        ("other opposite sign", "-", "structural", "opposite", []),
    ]


def test_a_way_is_as_strong_as_its_claim_and_kind(small):
    """Associations lose their factor; structural ways have the weight of what they do."""
    assessment = Assessment(small)
    weight = assessment.weights.general
    by_claim = {(way.claim, way.reversed): way for way in groundwork(small).ways}
    for name in ("claim:a-increases-b", "claim:b-decreases-c"):
        assert by_claim[(name, False)].confidence == assessment.strength(small.claims[name]).confidence
        assert by_claim[(name, True)].confidence == by_claim[(name, False)].confidence
    for name in ("claim:a-associated_with-c", "claim:a-predicts-response"):
        wanted = assessment.strength(small.claims[name]).confidence * weight("association")
        assert by_claim[(name, False)].confidence == wanted
    subtype = "claim:general-has_subtype-special"
    assert by_claim[(subtype, False)].confidence == weight("extrapolation")
    assert by_claim[(subtype, True)].confidence == weight("generalization")
    assert by_claim[("claim:cell-part_of-whole", False)].confidence == weight("structural")
    opposites = [way for way in groundwork(small).ways if way.note == "opposite"]
    assert {(way.claim, way.confidence, way.certainty, way.disease) for way in opposites} == {
        ("", weight("structural"), "", "")
    }
    assert groundwork(small).elsewhere == weight("elsewhere")


def test_what_is_known_of_all_ways(small, graph):
    """The diseases that hypotheses end in, pairs of diseases, certainty and context, sources that cite nothing."""
    work = groundwork(small)
    assert work.diseases == {"entity:general"}
    assert work.subtypes == (("entity:general", "entity:special"),)
    assert (work.ways[0].certainty, work.ways[0].disease, work.ways[2].certainty) == (
        "asserted", "entity:general", "suggested",
    )  # fmt: skip
    assert work.silent == tuple(source.short for source in graph.sources.values() if source.short != "review")


def test_a_claim_about_nobody_opens_no_way(graph):
    entities = {"entity:a": Entity("entity:a", "a", "process")}
    assert groundwork(small_graph(graph, claim("a increases b"), entities=entities)).ways == ()
    alone = small_graph(graph, claim("b increases a"), entities=entities)
    assert groundwork(alone).ways == ()
    assert module._read(alone, module._plain(alone, groundwork(alone))) == groundwork(alone)


def test_a_hypothesis_that_ends_in_nobody_is_of_no_disease(graph):
    """`check` reports it; paths between other things are found."""
    ending = Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", "entity:nobody", (), "proposed", "helps")
    assert groundwork(small_graph(graph, claim("a increases b"), hypotheses=(ending,))).diseases == frozenset()


def test_a_context_that_nobody_described_is_a_context(graph):
    """The claim opens its ways, stated for something else than what is asked about; only no copy is kept of it."""
    alone = small_graph(graph, claim("a increases b", disease="entity:x"))
    (way, _) = groundwork(alone).ways
    assert (way.disease, way.claim) == ("entity:x", "claim:a-increases-b")
    assert module._read(alone, module._plain(alone, groundwork(alone))) is None


@pytest.fixture
def kept(small):
    """The groundwork as it is kept, through JSON."""
    return json.loads(json.dumps(module._plain(small, groundwork(small))))


def test_what_is_kept_is_read_back_whole(small, kept):
    assert module._read(small, kept) == groundwork(small)
    assert set(kept) == {"ways", "elsewhere", "diseases", "subtypes", "silent"}
    assert kept["diseases"] == ["entity:general"]


def test_what_is_worked_out_is_kept_with_the_graph(small):
    """The groundwork itself for this process, its plain form for the copy on disk."""
    assert groundwork(small) is groundwork(small)
    assert small.derived["steps"] == module._plain(small, groundwork(small))


def test_confidences_from_nothing_to_certainty_are_read(small, kept):
    """Both ends of the range are confidences."""
    kept["ways"]["confidence"][:2] = [0.0, 1.0]
    assert [way.confidence for way in module._read(small, kept).ways[:2]] == [0.0, 1.0]


def in_column(name, value):
    return lambda raw: raw["ways"][name].__setitem__(0, value)


DAMAGE = {
    **{f"{name} {value!r}": in_column(name, value) for name, value in (
        ("claim", -2), ("claim", 10_000), ("claim", "claim:a-increases-b"), ("subject", -1), ("subject", -7), ("object", 10_000),
        ("object", None), ("sign", "0"), ("sign", ""), ("kind", "magic"), ("relation", 5), ("note", None), ("certainty", 1),
        ("reversed", 0), ("exploring", None), ("inside", "yes"), ("filed", 1), ("confidence", 1), ("confidence", 1.1),
        ("confidence", -0.1), ("confidence", None), ("confidence", "1.0"),
    )},
    "no column": lambda raw: raw["ways"].pop("sign"),
    "a short column": lambda raw: raw["ways"]["sign"].pop(),
    "no ways": lambda raw: raw.pop("ways"),
    "elsewhere in words": lambda raw: raw.update(elsewhere="0.5"),
    "elsewhere a whole number": lambda raw: raw.update(elsewhere=1),
    "elsewhere too large": lambda raw: raw.update(elsewhere=1.5),
    "a disease that is none": lambda raw: raw["diseases"].append("entity:nobody"),
    "a subtype of nobody": lambda raw: raw["subtypes"].append(["entity:general", "entity:nobody"]),
    "a pair of three": lambda raw: raw["subtypes"].append(["entity:general"] * 3),
    "a source that is no text": lambda raw: raw["silent"].append(5),
    "no sources": lambda raw: raw.pop("silent"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_copy_is_not_used(name, small, kept):
    """One cell that does not fit is enough."""
    raw = copy.deepcopy(kept)
    DAMAGE[name](raw)
    assert module._read(small, raw) is None


@pytest.mark.parametrize("raw", [None, [], {}, "x", {"ways": None}, {"ways": {}}])
def test_something_else_is_not_used(raw, small):
    assert module._read(small, raw) is None


# The catalogue of rules reads its files once; here it reads them anew.


def test_a_rule_is_what_its_file_says():
    """Name from the file, demand and repair from its head without the full stop, error unless it says warning."""
    catalogue.cache_clear()
    file = bundled("ontology", "rules", "duplicate-label-violation.rq")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert rule_named("duplicate-label") == Rule(
        "duplicate-label", lines[0].removeprefix("# "), lines[1].removeprefix("# Repair: ").rstrip("."), "error", file
    )
    names = list(catalogue())
    assert names == sorted(names)
    severities = {
        rule.name: rule.severity
        for rule in catalogue().values()
        if rule.file and "# Severity: " in rule.file.read_text()
    }
    assert set(severities.values()) == {"warning"}
    assert {rule.severity for rule in catalogue().values()} == {"error", "warning", "note"}
    with pytest.raises(KeyError):
        rule_named("no such rule")


def test_a_rule_without_a_head_is_refused(tmp_path):
    from kgraph.check.catalogue import _from_file
    from kgraph.errors import DataError

    file = tmp_path / "silent-violation.rq"
    file.write_text("SELECT * {}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        _from_file(file)
    assert caught.value.file == str(file)
    assert caught.value.reason == ("a rule begins with a comment that says what it demands, and one '# Repair: …'")
