"""Steps with the same arrow are told apart by what their claims hold for."""

from small import claim, small_graph

from kgraph.formats.path_words import path_words
from kgraph.paths import find_paths


def test_parallel_steps_show_condition_and_claim(graph):
    """Two claims on one arrow that are walked apart are two texts, each with its condition and name."""
    small = small_graph(
        graph,
        claim("a increases b", condition="young animals", suffix="-young"),
        claim("a increases b", condition="old animals", suffix="-old"),
    )
    found = find_paths(small, "a", "b", separate=True)
    texts = [path_words(small, path) for path in (*found.paths, *found.outcomes)]
    assert sorted("young animals · claim:a-increases-b-young" in text for text in texts) == [False, True]
    assert sorted("old animals · claim:a-increases-b-old" in text for text in texts) == [False, True]


def test_a_step_without_its_like_names_no_claim(graph):
    """One claim on an arrow needs nothing to be told by."""
    small = small_graph(graph, claim("a increases b", condition="young animals"))
    found = find_paths(small, "a", "b", separate=True)
    assert "claim:" not in path_words(small, (*found.paths, *found.outcomes)[0])
