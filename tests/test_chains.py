"""The answer by mechanism: grades, chains and entries follow their written rules."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import claim, line, small_graph

from kgraph.model import Locator
from kgraph.paths import find_paths
from kgraph.paths.chains import Folding
from kgraph.paths.grades import Grading
from kgraph.paths.outcome_rule import special_forms
from kgraph.paths.values import GRADES, Path, Step

HERE = "entity:disease"
KINDS = ("trial", "animal", "in-vitro", "author-statement")


def step(one, *others):
    claims = (one, *others)
    return Step(one.subject, one.object, one.relation, one.sign, "causal", claims, 0.5)


def grade_of(graph, *claims, end=HERE):
    small = small_graph(graph, *claims, kinds={"disease": "disease"})
    return Grading(small, end).grade(step(*(small.claims[c.id] for c in claims)))


def place(sentence, section="3.1"):
    return Locator("review", section, sentence, 0, 3, "abc")


def told(name, sentence, reference="reference:1", kind="author-statement"):
    """A line in which the review says something in one of its sentences."""
    return replace(line(name, kind=kind, directness="relayed", reference=reference), locator=place(sentence))


@pytest.mark.parametrize(
    ("kind", "disease", "rank"),
    [
        ("trial", HERE, 1), ("case-report", "", 2), ("trial", "entity:other", 2), ("animal", HERE, 3), ("animal", "", 4),
        ("in-vitro", HERE, 5), ("author-statement", HERE, 6),
    ],
)  # fmt: skip
def test_a_grade_says_who_was_looked_at_and_with_which_disease(graph, kind, disease, rank):
    """People before animals before cells before statements; this disease before another."""
    found = grade_of(graph, claim("a increases b", evidence=(line("x", kind=kind),), disease=disease))
    assert (found.rank, found.name) == (rank, GRADES[rank - 1])


def test_a_step_has_the_grade_of_its_best_line(graph):
    """Of several claims the best deciding line counts, and the papers of that kind are counted."""
    animal = claim("a increases b", evidence=(line("x"), line("y", reference="reference:2")))
    said = claim("a increases b", evidence=(line("z", kind="author-statement"),), suffix="-said")
    found = grade_of(graph, said, animal)
    assert (found.chip, found.claim.id) == ("A2", animal.id)


def test_what_a_review_tells_of_a_paper_never_outweighs_the_paper(graph):
    """A relayed line makes a trial of it; the paper's own line says it was cells."""
    lines = (line("x", kind="trial", directness="relayed"), line("y", kind="in-vitro"))
    assert grade_of(graph, claim("a increases b", evidence=lines)).chip == "C1"


def test_an_implied_step_is_the_weakest_whatever_it_rests_on(graph):
    """The curator's own step is chipped I and names no papers."""
    assert grade_of(graph, claim("a increases b", implied=True)).chip == "I"


def test_what_is_cited_for_nothing_is_a_statement(graph):
    """A claim without a reference is what its authors say."""
    assert grade_of(graph, claim("a increases b", evidence=(line("x", reference="", kind="trial"),))).chip == "S"


def test_a_definition_carries_no_evidence(graph):
    """What holds by the meaning of its words has no grade."""
    assert grade_of(graph, claim("a produces b", definitional=True)) is None


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), min_size=2, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_spelling_a_step_out_leaves_the_order_alone(graph, kinds, data):
    """A step split into two that rest on the same line changes nothing in the order of all chains."""
    claims, chains = [], []
    for number, (kind, sick) in enumerate(kinds):
        made = claim(
            f"start increases m{number}",
            evidence=(told(f"e{number}", number + 1, kind=kind),),
            disease=HERE if sick else "",
        )
        on = claim(f"m{number} increases disease", evidence=(told(f"f{number}", number + 20),))
        claims += [made, on]
        chains.append([made, on])
    chosen = data.draw(st.integers(0, len(kinds) - 1))
    whole = chains[chosen][0]
    halves = [
        replace(whole, id=f"{whole.id}-1", object="entity:between"),
        replace(whole, id=f"{whole.id}-2", subject="entity:between"),
    ]
    small = small_graph(graph, *claims, *halves, kinds={"disease": "disease"})
    grading = Grading(small, HERE)

    def key(members):
        return grading.key(Path(tuple(step(small.claims[c.id]) for c in members), "+", "harms"))[:-1]

    before = [key(members) for members in chains]
    after = [key([*halves, members[1]] if place == chosen else members) for place, members in enumerate(chains)]
    assert after == before


def test_a_list_that_ends_first_ranks_better(graph):
    """Of two chains with equal weakest statements the one with fewer statements comes first."""
    direct = claim("start increases disease", evidence=(told("a", 1),))
    first, then = (
        claim("start increases m", evidence=(told("b", 2),)),
        claim("m increases disease", evidence=(told("c", 3),)),
    )
    small = small_graph(graph, direct, first, then, kinds={"disease": "disease"})
    grading = Grading(small, HERE)
    short, long = (Path(tuple(map(step, some)), "+", "harms") for some in ([direct], [first, then]))
    assert grading.key(short) < grading.key(long)


def test_among_equals_the_less_connected_joint_comes_first(graph):
    """Chains with the same grades and confidences go by how much their busiest joint is joined to."""
    ways = {
        name: [claim(f"start increases {name}", evidence=()), claim(f"{name} increases disease", evidence=())]
        for name in ("busy", "rare")
    }
    others = [claim(f"busy increases x{number}", evidence=()) for number in range(3)]
    small = small_graph(graph, *ways["busy"], *ways["rare"], *others, kinds={"disease": "disease"})
    grading = Grading(small, HERE)
    busy, rare = (Path(tuple(map(step, ways[name])), "+", "harms") for name in ("busy", "rare"))
    assert grading.key(rare) < grading.key(busy)
    assert grading.key(rare)[:2] == grading.key(busy)[:2]


def entries_of(graph, *claims, **kinds):
    small = small_graph(graph, *claims, kinds={"disease": "disease", **kinds}, valence={"disease": "unwanted"})
    return small, find_paths(small, "start", "disease").mechanisms


def test_a_detour_is_a_variant_of_the_shorter_route(graph):
    """One more stop within a mechanism folds into the chain, and is counted."""
    inside = {"mechanisms": ("inflammation",)}
    _, (entry,) = entries_of(
        graph,
        claim("start decreases m", sign="-", **inside),
        claim("start decreases n", sign="-", **inside),
        claim("n increases m", **inside),
        claim("m increases disease", **inside),
    )
    assert (len(entry.chains), entry.variants, entry.effect) == (1, 1, "helps")
    assert entry.shown.path.entities == ("entity:start", "entity:m", "entity:disease")


def test_both_sides_of_a_mechanism_stand_in_one_entry(graph):
    """Helpful and harmful chains make it mixed, and the better graded is shown."""
    inside = {"mechanisms": ("inflammation",)}
    _, (entry,) = entries_of(
        graph,
        claim("start decreases m", sign="-", **inside),
        claim("m increases disease", **inside),
        claim("start increases n", evidence=(line("t", kind="trial"),), **inside),
        claim("n increases disease", evidence=(line("u", kind="trial", reference="reference:2"),), **inside),
    )
    assert (entry.effect, list(entry.best), entry.shown.effect) == ("mixed", ["helps", "harms"], "harms")
    assert (len(entry.papers), len(entry.human_papers)) == (2, 2)


def test_a_general_form_of_the_start_is_no_way_through_which_it_works(graph):
    """What is said of a diet at large, filed under a mechanism, is outcome evidence for a special form of it too."""
    small = small_graph(
        graph,
        claim("general has_subtype start", sign=""),
        claim("general decreases disease", mechanisms=("inflammation",)),
        kinds={"disease": "disease"},
        valence={"disease": "unwanted"},
    )
    answer = find_paths(small, "start", "disease")
    assert answer.mechanisms == ()
    assert [path.entities for path in answer.outcomes] == [("entity:start", "entity:general", "entity:disease")]


def test_without_mechanisms_chains_group_by_the_first_thing(graph):
    """Data that file nothing under a mechanism are answered by what the chains pass through."""
    _, entries = entries_of(
        graph,
        claim("start decreases m", sign="-"),
        claim("m increases disease"),
        claim("start decreases n", sign="-"),
        claim("n increases disease"),
    )
    assert {entry.mechanism for entry in entries} == {"entity:m", "entity:n"}


def test_no_chain_goes_through_the_outcome_and_on(graph):
    """That fewer seizures damage less says nothing about how seizures become fewer."""
    small = small_graph(
        graph,
        claim("start decreases sign", sign="-"),
        claim("sign manifestation_of disease", sign=""),
        claim("sign increases damage"),
        claim("damage increases disease"),
        kinds={"disease": "disease", "sign": "phenotype"},
        valence={"disease": "unwanted"},
    )
    answer = find_paths(small, "start", "disease")
    assert not answer.paths
    assert [path.entities[1] for path in answer.outcomes] == ["entity:sign"]
    assert find_paths(small, "sign", "disease").paths


def test_nothing_lowers_an_inborn_disorder(graph):
    """No chain leads through a disorder that a child is born with, but one may end there."""
    small = small_graph(
        graph, claim("start decreases gene", sign="-"), claim("gene increases disease"), kinds={"disease": "disease"}
    )
    inborn = replace(small.entities["entity:gene"], germline=True)
    other = type(small)(small.replace(entities={**small.entities, "entity:gene": inborn}))
    assert find_paths(small, "start", "disease").paths
    assert not find_paths(other, "start", "disease").paths
    assert find_paths(other, "start", "gene").outcomes or find_paths(other, "start", "gene").paths


def test_special_forms_of_a_thing_are_found_through_each_other(graph):
    """A form of a form is a form, and the thing itself is one."""
    small = small_graph(graph, claim("a has_subtype b", sign=""), claim("b has_subtype c", sign=""))
    assert special_forms(small, "entity:a") == {"entity:a", "entity:b", "entity:c"}
    assert special_forms(small, "entity:c") == {"entity:c"}


@pytest.mark.parametrize("end", ["IESS", "ALS"])
def test_every_route_is_in_one_chain(graph, end):
    """Chains and variants are all routes, each once; chains are in the order of their keys."""
    answer = find_paths(graph, "KDT", end)
    chains = [chain for entry in answer.mechanisms for chain in entry.chains]
    routes = [route for chain in chains for route in (chain.path, *chain.variants)]
    assert len({route.steps for route in routes}) == len(routes) == sum(count for _, count in answer.routes)
    folding = Folding(graph, answer.start, answer.end)
    for entry in answer.mechanisms:
        keys = [folding.grading.key(chain.path) for chain in entry.chains]
        assert keys == sorted(keys)
        assert all(chain.path.effect == route.effect for chain in entry.chains for route in chain.variants)


def test_the_main_question_has_its_mechanisms(graph):
    """KDT to IESS: the ion channels lead with KATP, growth factors harm, mTOR has a side without a sign."""
    entries = {entry.mechanism: entry for entry in find_paths(graph, "KDT", "IESS").mechanisms}
    assert graph.label(entries["ion-channels"].shown.path.entities[1]) == "KATP channel"
    assert entries["growth-factors"].shown.effect == "harms"
    assert "unknown" in entries["mTOR"].best
    assert entries.keys() >= {"neurotransmitters", "inflammation", "cell-death", "gut-microbiota", "ketone-metabolism"}
