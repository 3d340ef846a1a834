"""What each filter lets in, which steps are left, and which paths they make, on graphs small enough to see it."""

from math import isclose, log

import pytest
from small import claim, line, small_graph

from kgraph.frozen import replace
from kgraph.model import Hypothesis
from kgraph.paths import PathFilter, find_paths
from kgraph.paths.filters import _LOOKING, _RESTRICTIONS
from kgraph.paths.finding import PathSearch
from kgraph.paths.hubs import Hubs, hubs_of
from kgraph.paths.search import SearchBudget
from kgraph.paths.steps import build_steps, cost, is_mechanistic, product, related_contexts, valence_of
from kgraph.paths.values import Path, Step

PLAIN = claim("a increases b")
ANIMAL, TRIAL = line("mouse", species=("entity:mouse",)), line("trial", kind="trial")


def of(*evidence, **more):
    return claim("a increases b", evidence=evidence, **more)


@pytest.mark.parametrize(
    ("kept", "known", "admitted"),
    [
        (PathFilter(), PLAIN, True),
        (PathFilter(), of(certainty="contested"), False),
        (PathFilter(), of(sign="0"), False),
        (PathFilter(), of(sign="?"), True),
        (PathFilter(include=frozenset({"contested"})), of(certainty="contested"), True),
        (PathFilter(include=frozenset({"contested"})), of(certainty="unknown"), False),
        (PathFilter(include=frozenset({"contested"})), of(certainty="contested", sign="0"), False),
        (PathFilter(certainties=frozenset({"suggested"})), PLAIN, False),
        (PathFilter(certainties=frozenset({"contested"})), of(certainty="contested"), True),
        (
            PathFilter(certainties=frozenset({"suggested"}), include=frozenset({"unknown"})),
            of(certainty="unknown"),
            True,
        ),
        (PathFilter(mechanism="mTOR"), PLAIN, True),
        (PathFilter(mechanism="mTOR"), of(mechanisms=("inflammation", "mTOR")), True),
        (PathFilter(mechanism="mTOR"), of(mechanisms=("inflammation",)), False),
        (PathFilter(evidence="human"), of(ANIMAL), False),
        (PathFilter(evidence="human"), of(ANIMAL, TRIAL), True),
        (PathFilter(evidence="animal"), of(TRIAL), False),
        (PathFilter(evidence="animal"), of(ANIMAL, TRIAL), True),
        (PathFilter(directness=frozenset({"relayed"})), of(ANIMAL), False),
        (PathFilter(directness=frozenset({"relayed"})), of(line("r", directness="relayed")), True),
        (
            PathFilter(directness=frozenset({"relayed"})),
            of(line("r", directness="relayed", direction="disputes")),
            False,
        ),
        (
            PathFilter(directness=frozenset({"relayed"})),
            of(replace(line("r", directness="relayed"), attachment="near")),
            False,
        ),
        (PathFilter(study_kinds=frozenset({"trial", "in-vitro"})), of(TRIAL), True),
        (PathFilter(study_kinds=frozenset({"trial", "in-vitro"})), of(ANIMAL), False),
        (PathFilter(species="entity:mouse"), of(ANIMAL), True),
        (PathFilter(species="entity:mouse"), of(TRIAL, species=("entity:mouse",)), True),
        (PathFilter(species="entity:mouse"), of(TRIAL), False),
        (PathFilter(disease="entity:x"), PLAIN, True),
        (PathFilter(disease="entity:x"), of(disease="entity:x"), True),
        (PathFilter(disease="entity:x"), of(disease="entity:y"), False),
        (PathFilter(source="review"), PLAIN, True),
        (PathFilter(source="review"), of(origin="page"), False),
    ],
)
def test_a_filter_admits_what_fulfils_it(kept, known, admitted):
    """By itself, and on the way to a step."""
    assert kept.admits(known) is admitted


RESTRICTED = {
    "via": ("entity:a",), "avoid": ("entity:a",), "mechanism": "mTOR", "evidence": "human", "primary_only": True,
    "directness": frozenset({"primary"}), "certainties": frozenset({"asserted"}), "study_kinds": frozenset({"trial"}),
    "species": "entity:mouse", "disease": "entity:x", "source": "review", "associations": False,
}  # fmt: skip


def test_each_restriction_is_lifted_by_itself():
    """All but one stay as they are; what lets more in, or is not set, is no restriction."""
    kept = PathFilter(**RESTRICTED, include=frozenset({"contested"}), undirected=True)
    assert set(_RESTRICTIONS) == RESTRICTED.keys()
    for name, (lifted, other) in zip(_RESTRICTIONS, kept.relaxed(), strict=True):
        assert lifted == name
        assert other == replace(kept, **{name: getattr(PathFilter(), name)}) != kept
    assert list(PathFilter(include=frozenset({"contested"}), undirected=True).relaxed()) == []


@pytest.mark.parametrize("name", RESTRICTED)
def test_a_filter_says_whether_it_looks_at_claims(name):
    """Ends, associations and certainties are seen without fetching a claim."""
    assert PathFilter(**{name: RESTRICTED[name]}).looks_at_claims is (name in _LOOKING)
    assert not PathFilter().looks_at_claims


def steps(graph, *claims, path_filter=None, contexts=frozenset(), bundle=True, **parts):
    small = small_graph(graph, *claims, **parts)
    return build_steps(small, path_filter or PathFilter(), contexts=contexts, bundle=bundle)


def ends(found):
    return [(step.subject[7:], step.object[7:]) for step in found]


def test_steps_come_from_what_a_filter_admits(graph):
    """Associations and arrows walked backwards by choice; what is avoided is neither end of a step."""
    claims = (claim("a increases b"), claim("b associated_with c"), claim("c has_subtype d", sign=""))
    subtype = [("c", "d"), ("d", "c")]
    assert ends(steps(graph, *claims)) == [("a", "b"), ("b", "c"), ("c", "b"), *subtype]
    assert ends(steps(graph, *claims, path_filter=PathFilter(associations=False))) == [("a", "b"), *subtype]
    assert ends(steps(graph, *claims, path_filter=PathFilter(undirected=True)))[:2] == [("a", "b"), ("b", "a")]
    assert ends(steps(graph, *claims, path_filter=PathFilter(avoid=("entity:b",)))) == subtype
    assert ends(steps(graph, *claims, path_filter=PathFilter(avoid=("entity:d",)))) == [
        ("a", "b"),
        ("b", "c"),
        ("c", "b"),
    ]
    # A filter of evidence is no filter of what has none.
    assert ends(steps(graph, *claims, path_filter=PathFilter(evidence="human"))) == subtype
    assert ends(steps(graph, *claims, path_filter=PathFilter(certainties=frozenset({"suggested"})))) == subtype


def test_a_step_is_what_its_strongest_claim_says(graph):
    """Of equals the first by name speaks; a step is filed when one of its claims is."""
    weak = claim("a decreases b", sign="+", certainty="suggested", mechanisms=("mTOR",))
    strong, equal = claim("a increases b", suffix="-b"), claim("a activates b", suffix="-a")
    (step,) = steps(graph, weak, strong, equal)
    assert [known.id[6:] for known in step.claims] == ["a-activates-b-a", "a-increases-b-b", "a-decreases-b"]
    assert (step.relation, step.sign, step.kind, step.note) == ("activates", "+", "causal", "")
    assert (step.reversed, step.elsewhere, step.inside, step.filed) == (False, False, True, True)
    assert not steps(graph, strong, equal)[0].filed
    assert steps(graph, weak, strong)[0].filed
    (alone,) = steps(graph, weak)
    assert (alone.relation, alone.filed, alone.claims) == ("decreases", True, (weak,))
    assert step.confidence > alone.confidence > 0
    assert [len(one.claims) for one in steps(graph, weak, strong, equal, bundle=False)] == [1, 1, 1]
    assert [len(one.claims) for one in build_steps(small_graph(graph, weak, strong), PathFilter())] == [2]


def test_signs_kinds_and_directions_are_steps_of_their_own(graph):
    claims = (
        claim("a increases b"), claim("a decreases b", sign="-"), claim("a affects b", sign="?"),
        claim("a associated_with b", sign="+"), claim("b increases a"),
    )  # fmt: skip
    found = [(*end, step.sign, step.kind) for step in steps(graph, *claims) for end in ends([step])]
    assert sorted(found) == [
        ("a", "b", "+", "association"), ("a", "b", "+", "causal"), ("a", "b", "-", "causal"), ("a", "b", "?", "causal"),
        ("b", "a", "+", "association"), ("b", "a", "+", "causal"),
    ]  # fmt: skip


def test_what_is_stated_for_the_disease_in_question_speaks_first(graph):
    """However weak it is; what is known only from elsewhere loses, and what is stated for none does not."""
    far = of(TRIAL, disease="entity:y", suffix="-far")
    near = of(ANIMAL, certainty="suggested", disease="entity:x", suffix="-near")
    contexts = frozenset({"entity:x"})
    weak, strong = (steps(graph, known)[0].confidence for known in (near, far))
    assert strong > weak
    (both,) = steps(graph, far, near, contexts=contexts)
    assert ([known.id for known in both.claims], both.elsewhere) == ([near.id, far.id], False)
    assert both.confidence == weak
    (only,) = steps(graph, far, contexts=contexts)
    factor = 0.5
    assert graph.terms["weight:elsewhere"].weight == factor
    assert (only.elsewhere, only.confidence) == (True, strong * factor)
    (free,) = steps(graph, PLAIN, contexts=contexts)
    assert (free.elsewhere, free.confidence) == (False, steps(graph, PLAIN)[0].confidence)
    part = claim("a part_of b", sign="", disease="entity:y")
    assert not steps(graph, part, contexts=contexts)[0].elsewhere


def test_related_diseases_are_the_more_general_and_the_more_special(graph):
    """To any depth; another subtype of the same is related too, a process that has subtypes is not."""
    kinds = dict.fromkeys(["top", "mid", "low", "beside", "far"], "disease")
    small = small_graph(
        graph,
        claim("top has_subtype mid", sign=""), claim("mid has_subtype low", sign=""),
        claim("top has_subtype beside", sign=""), claim("a has_subtype b", sign=""), claim("top has_subtype a", sign=""),
        kinds=kinds,
    )  # fmt: skip
    all_four = {f"entity:{name}" for name in ("top", "mid", "low", "beside")}
    assert related_contexts(small, "entity:low") == related_contexts(small, "entity:top") == all_four
    assert related_contexts(small, "entity:far") == {"entity:far"}
    assert related_contexts(small, "entity:a") == related_contexts(small, "entity:nobody") == frozenset()


def test_valence_is_of_described_entities(graph):
    small = small_graph(graph, PLAIN, valence={"b": "unwanted"})
    assert [valence_of(small, f"entity:{name}") for name in ("a", "b", "nobody")] == ["", "unwanted", ""]


def step(subject, target, *, sign="+", confidence=0.5, **more):
    return Step(subject, target, "increases", sign, "causal", (), confidence, **more)


def test_costs_are_logarithms_and_never_endless():
    """What no evidence stands behind costs as much as one in a thousand million."""
    assert isclose(cost(step("a", "b")), log(2))
    assert cost(step("a", "b", confidence=1.0)) == 0
    assert isclose(cost(step("a", "b", confidence=0.0)), 9 * log(10))


@pytest.mark.parametrize(
    ("one", "mechanistic"),
    [
        (step("s", "m", inside=True), True),
        (step("s", "m"), False),
        (step("m", "e", inside=True), False),
        (step("m", "e", filed=True), True),
        (step("s", "m", filed=True), False),
        (step("s", "e", inside=True, filed=True), False),
    ],
)
def test_a_mechanism_lies_between_the_ends_or_is_filed_as_one(one, mechanistic):
    assert is_mechanistic(one, "s", "e") is mechanistic


def test_values_of_a_path():
    """Sign, confidence with its hubs, weakest step, places and entities, from the steps."""
    steps = (step("a", "b", hub_factor=0.5), step("b", "c", sign="-", confidence=0.25), step("c", "d", sign="-"))
    path = Path(steps, product(steps), "raises")
    assert (path.sign, product(()), product((step("a", "b", sign="?"), steps[1]))) == ("+", "+", "?")
    assert path.confidence == 0.5 * 0.5 * 0.25 * 0.5
    assert (path.weakest_number, path.places(lambda one: one.sign == "-")) == (2, [2, 3])
    assert path.entities == ("a", "b", "c", "d")


def found(graph, *claims, start="a", end="d", **options):
    parts = {name: options.pop(name) for name in ("kinds", "valence", "hypotheses") if name in options}
    answer = find_paths(small_graph(graph, *claims, **parts), start, end, **options)
    return tuple(
        [" ".join(entity[7:] for entity in path.entities) for path in paths]
        for paths in (answer.paths, answer.outcomes)
    )


def test_a_claim_between_the_ends_is_outcome_evidence(graph):
    """A path over something inside the body is a mechanism; one over a result alone is none, unless it is filed."""
    claims = (claim("a increases d"), claim("a increases b"), claim("b increases d"))
    assert found(graph, *claims) == (["a b d"], ["a d"])
    assert found(graph, *claims, kinds={"b": "outcome"}) == ([], ["a d", "a b d"])
    filed = (*claims[:2], claim("b increases d", mechanisms=("mTOR",)))
    assert found(graph, *filed, kinds={"b": "outcome"}) == (["a b d"], ["a d"])


def test_a_way_point_or_a_mechanism_is_on_every_path(graph):
    """All way points, in any order, the ends among them; outcome evidence has no place for any."""
    claims = (
        claim("a increases d"), claim("a increases b"), claim("b increases d"), claim("b increases c"),
        claim("c increases d", mechanisms=("mTOR",)),
    )  # fmt: skip
    via = [PathFilter(via=tuple(f"entity:{name}" for name in names)) for names in ("b", "c", "cb", "bc", "d")]
    answers = [found(graph, *claims, path_filter=kept) for kept in via]
    assert answers == [(["a b d", "a b c d"], []), *[(["a b c d"], [])] * 3, (["a b d", "a b c d"], [])]
    assert found(graph, *claims, path_filter=PathFilter(mechanism="mTOR")) == (["a b c d"], [])
    both = PathFilter(via=("entity:b",), mechanism="mTOR")
    assert found(graph, *claims, path_filter=both) == (["a b c d"], [])
    search = PathSearch(small_graph(graph, *claims), PathFilter(via=("entity:b",)))
    assert search.count("entity:a", "entity:d", 6, most=9, limits=SearchBudget()) == 2
    assert search.shortest("entity:a", "entity:d", 6, SearchBudget()) == 2
    free = PathSearch(small_graph(graph, *claims), PathFilter())
    assert free.count("entity:a", "entity:d", 6, most=9, limits=SearchBudget()) == 3
    assert free.shortest("entity:a", "entity:d", 6, SearchBudget()) == 1
    assert free.shortest("entity:d", "entity:a", 6, SearchBudget()) is None


def test_the_shortest_path_is_counted_in_steps_not_in_cost(graph):
    """A weak direct step is shorter than two strong ones."""
    word = line("word", kind="author-statement", directness="inferred")
    weak = claim("a increases d", evidence=(word,), certainty="suggested")
    small = small_graph(
        graph,
        weak,
        claim("a increases b", evidence=(TRIAL,)),
        claim("b increases d", evidence=(TRIAL,)),
        kinds={"b": "outcome"},
    )
    best = find_paths(small, "a", "d").outcomes
    assert [len(path.steps) for path in best] == [2, 1]
    assert PathSearch(small, PathFilter()).shortest("entity:a", "entity:d", 6, SearchBudget()) == 1


def test_an_opposite_answers_for_the_ends_alone(graph):
    """A question may begin or end with the other end of a scale; inside a path it would say everything twice."""
    small = small_graph(graph, claim("a increases b"), claim("not-b increases d"))
    entities = dict(small.entities)
    entities["entity:b"] = replace(entities["entity:b"], opposite="entity:not-b")
    turned = small_graph(graph, *small.claims.values(), entities=entities)

    def entities_of(start, end):
        answer = find_paths(turned, start, end)
        return [[entity[7:] for entity in path.entities] for path in (*answer.paths, *answer.outcomes)]

    assert entities_of("a", "not-b") == [["a", "b", "not-b"]]
    assert entities_of("b", "d") == [["b", "not-b", "d"]]
    assert entities_of("a", "d") == []


def test_no_path_leads_through_another_disease(graph):
    """A disease in question is no stepping stone to another one."""
    claims = (claim("a increases x"), claim("x increases d"), claim("a increases c"), claim("c increases d"))
    ending = Hypothesis("hypothesis:h", "h", "mTOR", "entity:a", "entity:x", (), "proposed", "helps")
    kinds = {"x": "disease", "d": "disease"}
    assert found(graph, *claims, kinds=kinds) == (["a c d"], ["a x d"])
    assert found(graph, *claims, kinds=kinds, hypotheses=(ending,)) == (["a c d"], [])
    assert found(graph, *claims, kinds=kinds, hypotheses=(ending,), end="x") == ([], ["a x"])
    assert found(graph, *claims, kinds=kinds, hypotheses=(ending,), start="x") == ([], ["x d"])


def test_there_is_more_when_a_sign_has_more_than_was_asked_for(graph):
    """One a sign: the second of a sign is more, one of each sign is not."""
    claims = [claim(f"a increases {name}") for name in "bc"] + [
        claim("b increases d"),
        claim("c decreases d", sign="-"),
    ]
    small = small_graph(graph, *claims)
    one = find_paths(small, "a", "d", top=1)
    assert ([path.sign for path in one.paths], one.more, one.complete) == (["+", "-"], False, True)
    more = small_graph(graph, *claims, claim("a increases e"), claim("e increases d"))
    cut = find_paths(more, "a", "d", top=1)
    assert (len(cut.paths), cut.more) == (2, True)
    assert not find_paths(more, "a", "d", top=2).more
    outcomes = small_graph(graph, claim("a increases d"), claim("a activates d"))
    assert find_paths(outcomes, "a", "d", top=1, separate=True).more
    assert not find_paths(outcomes, "a", "d", top=1).more


def test_equal_paths_come_in_the_order_of_their_length_and_names(graph):
    claims = [claim(f"a part_of {name}", sign="") for name in "cb"] + [claim(f"{name} increases d") for name in "cb"]
    assert found(graph, *claims)[0] == ["a b d", "a c d"]


def test_a_costly_side_leaves_the_others_their_budget(graph, monkeypatch):
    """A search for helpful paths that is cut hides no harmful path and no outcome; the answer says that it was cut."""
    monkeypatch.setattr("kgraph.paths.SearchBudget", lambda *, seconds: SearchBudget(seconds=seconds, expansions=30))
    nodes = [f"n{number}" for number in range(7)]
    tangle = [claim(f"{one} increases {other}") for one in nodes for other in nodes if one != other]
    ways = [claim("a increases n0"), claim("a decreases n1", sign="-"), claim("a increases d")]
    ways += [claim("n6 increases d")]
    small = small_graph(graph, *tangle, *ways)
    answer = find_paths(small, "a", "d", top=1000)
    assert not answer.complete
    assert {path.sign for path in answer.paths} == {"+", "-"}
    assert len(answer.outcomes) == 1
    few = find_paths(small, "a", "d", top=1, order="product")
    assert (few.complete, few.more, len(few.paths)) == (True, True, 2)  # no more is searched for than is asked for


def test_an_unfiltered_answer_says_so(graph):
    small = small_graph(graph, PLAIN, claim("b increases d"))
    assert not find_paths(small, "a", "d").filtered
    assert not find_paths(small, "a", "d", path_filter=PathFilter()).filtered
    assert find_paths(small, "a", "d", path_filter=PathFilter(source="review")).filtered


def test_steps_shared_with_a_path_of_unknown_effect_are_not_said(graph):
    """Only what helpful and harmful paths share says something about both sides."""
    claims = (
        claim("a increases b"),
        claim("b decreases c", sign="-"),
        claim("c increases d"),
        claim("b affects e", sign="?"),
    )
    small = small_graph(graph, *claims, claim("e increases d"), valence={"d": "unwanted"})
    answer = find_paths(small, "a", "d")
    assert {path.effect for path in answer.paths} == {"helps", "unknown"}
    assert answer.shared == ()


def test_a_hub_costs_what_lies_beyond_its_share(graph):
    """Degrees count neighbours in either direction; at the threshold there is nothing to pay yet."""
    claims = [claim(f"hub increases n{number}") for number in range(3)] + [
        claim("n0 increases hub"),
        claim("n3 part_of hub", sign=""),
    ]
    hubs = Hubs.of(small_graph(graph, *claims))
    assert [hubs.degree(f"entity:{name}") for name in ("hub", "n0", "n3", "nobody")] == [4, 1, 1, 0]
    share, damping = (graph.terms[f"weight:{name}"].weight for name in ("hub-share", "hub-damping"))
    assert (hubs.threshold, hubs.damping) == (share * 5, damping)
    assert isclose(hubs.factor("entity:hub"), (share * 5 / 4) ** damping)
    hubs.threshold = 1.0
    assert hubs.factor("entity:n0") == hubs.factor("entity:nobody") == 1.0
    assert isclose(hubs.factor("entity:hub"), 0.25**damping)


def test_the_hubs_of_a_graph_are_counted_once(graph):
    small = small_graph(graph, PLAIN)
    assert hubs_of(small) is hubs_of(small)
    assert isinstance(hubs_of(small), Hubs)


def test_passing_on_through_a_hub_costs_and_arriving_does_not(graph):
    """Each step carries what passing on from its object costs; around the hub comes before through it."""
    small = small_graph(graph, claim("a increases b"), claim("b increases d"))
    hubs = Hubs.of(small)
    hubs.threshold = 1.0
    search = PathSearch(small, PathFilter(), hubs=hubs)
    limits = dict.fromkeys("+-?", SearchBudget())
    (path,) = search.mechanism_paths("entity:a", "entity:d", 3, limits)["+"]
    assert [one.hub_factor for one in path.steps] == [0.5**hubs.damping, 1.0]
    (free,) = PathSearch(small, PathFilter()).mechanism_paths("entity:a", "entity:d", 3, limits)["+"]
    assert [one.hub_factor for one in free.steps] == [1.0, 1.0]
    around = small_graph(
        graph,
        *(
            claim(words)
            for words in ("a increases b", "b increases d", "a increases c", "c increases d", "b increases e")
        ),
    )
    hubs = Hubs.of(around)
    hubs.threshold = 2.0
    found = PathSearch(around, PathFilter(), hubs=hubs).mechanism_paths("entity:a", "entity:d", 3, limits)["+"]
    assert [path.entities[1] for path in found] == ["entity:c", "entity:b"]


def test_a_graph_is_large_beyond_its_limit(graph, monkeypatch):
    """With as many claims as the limit says hubs cost nothing yet, unless they are asked to."""
    monkeypatch.setattr("kgraph.paths.LARGE_GRAPH", 2)
    claims = (PLAIN, claim("b increases d"))
    small, large = small_graph(graph, *claims), small_graph(graph, *claims, claim("d increases e"))
    assert [find_paths(one, "a", "d").hub_penalty for one in (small, large)] == [False, True]
    assert [find_paths(one, "a", "d", hub_penalty=True).hub_penalty for one in (small, large)] == [True, True]
    assert [find_paths(one, "a", "d", hub_penalty=False).hub_penalty for one in (small, large)] == [False, False]


def test_steps_are_built_anew_for_another_filter_and_only_then(graph):
    """Another filter, bundling or context is another question; the same one again finds what was built."""
    claims = [claim(f"a {relation} b", disease="entity:y") for relation in ("increases", "activates")]
    small = small_graph(graph, *claims, claim("b associated_with d"))

    def usable(kept, **options):
        return [one for _, one in PathSearch(small, kept, **options).usable("entity:a", "entity:d")]

    first, again = usable(PathFilter()), usable(PathFilter())
    assert len(first) == 3
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert len(usable(PathFilter(associations=False))) == 1
    assert len(usable(PathFilter(), bundle=False)) == 4
    assert usable(PathFilter()) == first
    elsewhere = [
        usable(PathFilter(), contexts=frozenset(names))[0].elsewhere for names in ((), ("entity:x",), ("entity:y",))
    ]
    assert elsewhere == [False, True, False]
