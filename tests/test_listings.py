"""Listings for people are one line an item, say for what it holds, and are narrowed by entity, mechanism and disease."""

import json

import pytest
from command import kgraph

from kgraph.debates import agreements, debates, differences
from kgraph.formats.documents import Listing, MatrixDocument
from kgraph.formats.listing import write_listing
from kgraph.formats.matrix import comparison_brief, comparison_row, write_for_readers
from kgraph.formats.outcome_plot import points, wilson
from kgraph.outcomes import outcomes

ONE = "claim:beta-hydroxybutyrate-decreases-epileptic-spasms-with-repeated-doses"
OTHER = "claim:beta-hydroxybutyrate-no-effect-epileptic-spasms-with-a-single-dose"

# A mechanism that some of its items, but not all, stand under.
MECHANISM = dict.fromkeys(("debates", "hypotheses", "questions"), "gut-microbiota") | {
    "outcomes": "nutrition-and-weight"
}


def listed(*arguments):
    code, out, errors = kgraph(*arguments, "--format", "json")
    assert (code, errors) == (0, "")
    return json.loads(out)


def test_what_differs_is_computed_from_the_fields_of_both_sides(graph):
    """The regimen differs where both claims give it; the timing, which only one gives, is not said to differ."""
    told = differences(graph, graph.claims[ONE], graph.claims[OTHER])
    assert "regimen: repeated over days, or a single dose" in told
    assert not [one for one in told if one.startswith(("timing", "species", "age"))]
    assert differences(graph, graph.claims[ONE], graph.claims[ONE]) == ()


def test_debates_say_sign_outcome_and_condition(graph):
    """No two lines on one claim read alike, a comparison names its outcome, and a condition is told."""
    items = [row for row in listed("debates") if row["kind"] == "contested"]
    told = [(row["what"], *row["context"]) for row in items]
    assert len(set(told)) == len(told)
    compared = [row["what"] for row in items if "compared with" in row["what"]]
    assert compared
    assert all(" on " in what and "(" in what for what in compared)
    first = next(row for row in items if row["what"].endswith("treats (−) infantile epileptic spasms syndrome"))
    assert "as the first treatment" in first["context"]


def test_debates_name_the_papers_that_speak_for_neither_side():
    """Number 70, which found none of the five predictors, stands beside each of them."""
    predictors = [row for row in listed("debates", "--kind", "contested") if "treatment efficacy" in row["what"]]
    assert sum("B70" in row["undecided"] for row in predictors) >= 5
    assert not any("B70" in row["supporting"] for row in predictors)


def test_what_was_compared_and_agrees_is_listed_once(graph):
    """Each pair stands on one arrow and is named once, in whichever direction the data have it."""
    pairs = [frozenset((found.claim, found.note)) for found in agreements(graph)]
    assert pairs
    assert len(pairs) == len(set(pairs))
    for one, other in map(sorted, pairs):
        first, second = graph.claims[one], graph.claims[other]
        assert (first.subject, first.object, first.outcome) == (second.subject, second.object, second.outcome)
    assert kgraph("debates", "--clear", "--kind", "slip")[0] == 2


@pytest.mark.parametrize("command", ["debates", "outcomes", "hypotheses", "questions"])
def test_listings_are_narrowed(command):
    """Fewer items about one entity, under one mechanism or of one disease; what there is not is told with what there is."""
    whole = len(listed(command))
    for option in (
        ("--about", "IGF-1" if command == "hypotheses" else "KDT"),
        ("--mechanism", MECHANISM[command]),
        ("--disease", "ALS"),
    ):
        assert 0 < len(listed(command, *option)) < whole
    code, _, errors = kgraph(command, "--mechanism", "luck")
    assert code == 2
    assert "gut-microbiota" in errors


@pytest.mark.parametrize("command", ["debates", "outcomes", "hypotheses", "questions"])
def test_what_people_read_is_short_and_has_its_details(command):
    """In Markdown an item is a line of a table of few columns; --details has all that programs get, but no confidence."""
    lines = kgraph(command, "--format", "md")[1].splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == len(listed(command)) + 2
    columns = len(listed(command)[0].keys() - {"confidence"})
    assert rows[1].count("---") < columns
    assert kgraph(command, "--details", "--format", "md")[1].splitlines()[1].count("---") == columns


def test_debates_of_python_are_those_of_the_command_line(graph):
    assert len(debates(graph)) == len(listed("debates"))


def test_outcomes_have_both_arms_in_one_row_with_who_was_treated():
    """8 of 13 stands beside 18 of 20, 14% beside 44% and in whom, and drugs alone are no arm of that comparison."""
    rows = listed("outcomes", "--comparator", "ACTH")
    arms = {(row["printed"], row["comparator_printed"]): row for row in rows}
    both = arms["8 of 13", "18 of 20"]
    assert (both["events"], both["n"], both["comparator_events"], both["comparator_n"]) == (8, 13, 18, 20)
    leigh = arms["one of seven patients (14%)", "four of nine patients (44%)"]
    assert "Leigh" in leigh["population"]
    assert not [row for row in rows if row["printed"] in ("18 of 20", "48%") and row["comparator_printed"]]
    remissions = (row for row in listed("outcomes") if row["outcome"] == "clinical remission")
    alone = next(row for row in remissions if row["arm"] == "antiseizure medications")
    assert (alone["comparator"], "clinical remission" in alone["outcome"]) == ("", True)
    hormone = arms["27%", "48%"]
    assert "47%" in hormone["dispute"]
    words = kgraph("outcomes", "--comparator", "ACTH", "--format", "md")[1]
    assert "one of seven patients (14%)" in words
    assert "patients who also have Leigh or Leigh-like syndrome" in words


def test_the_plot_pairs_arms_and_draws_a_trial_once(graph):
    """Counted arms have an interval, a printed number the one of its paper, and no share of an arm stands twice."""
    drawn = list(points(graph, outcomes(graph)))
    groups = {}
    for label, point in drawn:
        if point is None:
            heading = label
        groups.setdefault(heading, []).extend([point] if point else [])
    (arms,) = [group for group in groups.values() if any("8 of 13" in point.label for point in group)]
    assert sorted(round(point.share, 1) for point in arms) == [61.5, 90.0]
    assert sorted(point.interval for point in arms) == sorted([wilson(8, 13), wilson(18, 20)])
    joined = {(point.share, point.primary) for _, point in drawn if point and point.primary}
    assert (27.0, 47.0) in joined
    shares = [(heading, point.label) for heading, group in groups.items() for point in group]
    assert len(set(shares)) == len(shares)
    assert sum("8 of 13" in label for label, point in drawn if point) == 1
    assert not [label for label, point in drawn if point and "47%" in label]


@pytest.mark.parametrize(("events", "n", "low", "high"), [(8, 13, 35.5, 82.3), (18, 20, 69.9, 97.2), (0, 10, 0, 27.8)])
def test_the_interval_is_that_of_wilson(events, n, low, high):
    """Values as published calculators give them; none leaves 0 to 100."""
    assert [round(end, 1) for end in wilson(events, n)] == [low, high]


def test_a_comparison_names_each_disease_once_and_tells_what_is_opposite(graph):
    """The diseases head their columns; helps on one side and harms on the other is no shared effect."""
    text = kgraph("compare", "IESS", "ALS", "--format", "md")[1]
    assert text.count("IESS") == text.count("ALS") == 1
    for row in listed("compare", "IESS", "ALS"):
        effects = {row["first_effect"], row["second_effect"]}
        assert (row["where"] == "opposite") == (effects == {"helps", "harms"} or bool(row["opposite"]))
    microbes = next(row for row in listed("compare", "IESS", "ALS") if row["mechanism"] == "gut-microbiota")
    assert (microbes["where"], microbes["opposite"]) == ("opposite", ["Parabacteroides"])


@pytest.mark.parametrize("name", ["debates", "outcomes", "hypotheses", "questions", "mechanisms"])
def test_for_people_an_item_is_one_line(name):
    """Each item has one line of at most 120 columns, and where an item is cut that is told."""
    lines = kgraph(name, "--format", "table")[1].splitlines()
    items = 10 if name == "mechanisms" else len(listed(name))
    assert lines[items + 1] == ""
    assert max(map(len, lines[: items + 1])) <= 120
    assert any("What ends in … is cut" in line for line in lines) or name == "mechanisms"


@pytest.mark.parametrize("width", [80, 60])
def test_what_does_not_fit_is_cut_and_the_rest_is_whole(width):
    """The column that says what an item is has most of the room, short columns all that they want."""
    rows = [{"item": "what is in doubt " * 9, "for": 2, "cited_as": "Wang 2024, ref. 28; Dahlin 2005", "note": ""}]
    text = write_listing(Listing(rows, tuple(rows[0]), brief=tuple(rows[0]), width=width), "table")
    heading, line, *_ = text.splitlines()
    assert heading.split() == ["item", "for", "cited", "as"]
    assert len(line) <= width
    assert "  2    Wang 2024, ref." in line
    assert line.index("…") > width // 2


@pytest.mark.parametrize("name", ["mechanisms", "compare"])
def test_the_matrix_fits_eighty_columns(graph, name):
    """Ten mechanisms and two diseases stand in ten lines of a terminal, with nothing cut."""
    if name == "mechanisms":
        text = write_for_readers(MatrixDocument(graph, list(graph.mechanisms()), width=80), "table")
    else:
        found = list(graph.compare("IESS", "ALS"))
        rows = [comparison_row(graph, one) for one in found]
        text = write_listing(Listing(rows, (), brief=comparison_brief(graph, found), width=80), "table")
    lines = text.splitlines()[:11]
    assert all(lines)
    assert max(map(len, lines)) <= 80
    assert "…" not in text
