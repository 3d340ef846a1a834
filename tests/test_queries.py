"""Competency questions: well formed, answered as expected, and the answers true of the typed graph."""

import json
import re

import pytest
from answers import FOLDER, answer
from command import kgraph as run
from rdflib import Literal, URIRef

from kgraph.cli.query import command
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import AmbiguousNameError, DataError, UnknownNameError, UsageError
from kgraph.evidence import is_disputed
from kgraph.hypotheses import evaluate
from kgraph.network import is_edge
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.sparql.query_limits import LOCAL
from kgraph.sparql.questions import NamedQuery, Parameter, named_queries, named_query, read_named_query
from kgraph.vocabulary import shorten

QUESTIONS = named_queries()
OPTIONS = {name for parameter in command.params for name in parameter.opts}
KDT, IESS, ALS = (
    "entity:ketogenic-diet-therapy",
    "entity:infantile-epileptic-spasms-syndrome",
    "entity:amyotrophic-lateral-sclerosis",
)
IN_PEOPLE = {"trial", "meta-analysis", "clinical-observation", "case-report"}
LABORATORY = {"animal", "in-vitro"}


@pytest.fixture(scope="module")
def workers(graph):
    with QueryWorkers(StoreSource(graph.files), limits=LOCAL) as pool:
        yield pool


@pytest.fixture(scope="module")
def rows(workers, graph):
    """The rows of a question as short names, one tuple each."""

    def ask(name, *columns, **given):
        head, *lines = answer(workers, graph, named_query(name), **given)
        places = [head.split("\t").index(f"?{column}") for column in columns]
        return [tuple(plain(line.split("\t")[place]) for place in places) for line in lines]

    return ask


def plain(term):
    if term.startswith("<"):
        return shorten(term[1:-1])
    return re.sub(r'^"(.*)"(@\w+|\^\^<.*>)?$', r"\1", term)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_has_its_expected_answer(question, workers, graph):
    """Line for line; after a change of the data `make answers` writes them anew, to be read before they are kept."""
    expected = (FOLDER / f"{question.name}.tsv").read_text(encoding="utf-8").splitlines()
    assert answer(workers, graph, question) == expected
    assert len(expected) > 1 or expected == ["true"]


def test_there_are_forty_questions_and_no_answer_without_one():
    assert len(QUESTIONS) >= 40
    assert {file.stem for file in FOLDER.glob("*.tsv")} == {question.name for question in QUESTIONS}
    assert len({question.title for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_parameter_is_used_and_described(question):
    """A parameter is a variable of the query, its name says so, and it says what it means."""
    for parameter in question.parameters:
        body = question.text.split("\n", len(question.parameters) + 2)[-1]
        assert re.search(rf"\?{parameter.name}\b", body)
        assert parameter.description
        assert COMMAND_LINE.choice(parameter.name) not in OPTIONS


# What the answers should be, read from the typed values instead of by SPARQL.


def supporting(claim):
    return {line.reference for line in claim.evidence if line.counts and line.direction == "supports"}


def kinds(claim, direction="supports"):
    return {kind for line in claim.evidence if line.direction == direction for kind in line.study_kinds}


def test_effects_are_the_signed_firm_claims(rows, graph):
    names = {"+": "kg:raises", "-": "kg:lowers"}
    for name, side, columns in (
        ("effects-of", "subject", ("direction", "target")),
        ("effects-on", "object", ("direction", "cause")),
    ):
        fixed, free = (KDT, "object") if side == "subject" else ("entity:seizure", "subject")
        expected = {
            (names[claim.sign], getattr(claim, free))
            for claim in graph.claims.values()
            if getattr(claim, side) == fixed and is_edge(claim) and claim.sign in names
            if claim.relation != "compared_with"
        }
        found = rows(name, *columns)
        assert set(found) == expected
        assert len(found) == len(expected)


def test_two_steps_multiply_their_signs(rows, graph):
    signed = {
        (claim.subject, claim.sign, claim.object)
        for claim in graph.claims.values()
        if is_edge(claim) and claim.sign in ("+", "-") and claim.relation != "compared_with"
    }
    expected = {
        (middle, "+" if first == second else "-")
        for start, first, middle in signed
        for other, second, end in signed
        if (start, other, end) == (KDT, middle, "entity:seizure")
    }
    assert set(rows("two-step-signs", "middle", "sign")) == expected


def test_claims_about_a_thing_are_those_of_the_index(rows, graph):
    expected = {(claim.id,) for claim in graph.claims_by_entity["entity:katp-channel"]}
    assert set(rows("claims-about", "claim")) == expected


def test_contested_claims_are_all_there(rows, graph):
    expected = {(claim.id,) for claim in graph.claims.values() if claim.certainty == "contested"}
    assert set(rows("claims-by-certainty", "claim")) == expected


def test_claims_without_a_sign_are_counted_too(rows, graph):
    """Of a whole, a kind or an attribute there is no sign; such statements have mechanisms and may be uncited, too."""
    uncited = {claim.id for claim in graph.claims.values() if claim.uncited and claim.origin == "review"}
    assert {claim for (claim,) in rows("uncited-claims", "claim", source="review")} == uncited
    expected = {claim.id for claim in graph.claims.values() if "mTOR" in claim.mechanisms}
    assert {claim for (claim,) in rows("claims-by-mechanism", "claim")} == expected


def test_open_questions_are_all_there_and_narrowed_by_what_is_given(rows, graph):
    """Most of them have no mechanism."""
    everything = {(identifier,) for identifier in graph.questions}
    assert set(rows("open-questions", "question")) == everything
    of_als = set(rows("open-questions", "question", disease="ALS"))
    assert set() < of_als < everything


def test_claims_without_a_mechanism_are_among_all(rows, graph):
    implied = {claim.id for claim in graph.claims.values() if claim.implied}
    assert {claim for (claim,) in rows("implied-steps", "claim", mechanism="")} == implied
    relayed = {
        claim.id
        for claim in graph.claims.values()
        if {line.directness for line in claim.evidence} == {"relayed"}
        and any(line.reference for line in claim.evidence)
    }
    assert {claim for (claim,) in rows("relayed-only", "claim", mechanism="")} == relayed


def test_negative_findings_have_sign_zero(rows, graph):
    expected = {
        (claim.id, claim.object)
        for claim in graph.claims.values()
        if (claim.subject, claim.sign) == (KDT, "0")
        if claim.relation != "compared_with"  # an arm is not a thing that was found not to change
    }
    assert set(rows("negative-findings", "claim", "object")) == expected


def test_uncited_claims_cite_nothing(rows, graph):
    expected = {
        (claim.id, claim.certainty) for claim in graph.claims.values() if claim.uncited and claim.origin == "als-page"
    }
    found = rows("uncited-claims", "claim", "certainty")
    assert {(claim, certainty.partition(":")[2]) for claim, certainty in found} == expected
    # Lines of other sources may speak to it; the source itself cites nothing.
    own = [line for claim, _ in found for line in graph.claims[claim].evidence if line.locator]
    assert own
    assert not any(line.reference for line in own if line.locator.source == "als-page")


def test_relayed_claims_have_no_line_of_another_kind(rows, graph):
    expected = {
        (claim.id, str(len({line.reference for line in claim.evidence} - {""})))
        for claim in graph.claims.values()
        if "gut-microbiota" in claim.mechanisms
        and {line.directness for line in claim.evidence} == {"relayed"}
        and any(line.reference for line in claim.evidence)
    }
    assert set(rows("relayed-only", "claim", "references")) == expected


def test_evidence_against_is_every_disputing_line_of_a_claim(rows, graph):
    expected = {
        (claim.id, line.reference, kind)
        for claim in graph.claims.values()
        for line in claim.evidence
        if line.direction == "disputes"
        for kind in (line.study_kinds or ("",))
    }
    found = rows("evidence-against", "claim", "reference", "study")
    assert {(claim, reference, kind.partition(":")[2]) for claim, reference, kind in found} == expected


def test_weakest_steps_have_no_reference_that_counts(rows, graph):
    steps = {step for hypothesis in graph.hypotheses.values() for step in hypothesis.steps}
    expected = {
        (step, str(sum(step in hypothesis.steps for hypothesis in graph.hypotheses.values())))
        for step in steps
        if not supporting(graph.claims[step])
    }
    assert set(rows("weakest-steps", "claim", "hypotheses")) == expected


def test_translation_gaps_are_causal_steps_from_the_laboratory_alone(rows, graph):
    expected = {
        (hypothesis.id, step)
        for hypothesis in graph.hypotheses.values()
        if hypothesis.end == IESS
        for step in hypothesis.steps
        if graph.relations[graph.claims[step].relation].kind == "causal"
        if kinds(graph.claims[step]) & LABORATORY and not kinds(graph.claims[step]) & IN_PEOPLE
    }
    assert set(rows("translation-gaps", "hypothesis", "claim")) == expected


def test_untested_chains_have_no_study_of_people_on_either_side(rows, graph):
    expected = {
        (hypothesis.id,)
        for hypothesis in graph.hypotheses.values()
        if not any(
            kind in IN_PEOPLE
            for step in hypothesis.steps
            for line in graph.claims[step].evidence
            for kind in line.study_kinds
        )
    }
    assert set(rows("untested-in-people", "hypothesis")) == expected


def test_steps_come_in_the_order_of_the_chain(rows, graph):
    hypothesis = graph.hypotheses["hypothesis:adenosine-through-katp-channels"]
    expected = [
        (str(number), step, str(len(supporting(graph.claims[step])) or ""))
        for number, step in enumerate(hypothesis.steps, 1)
    ]
    assert rows("steps-of-a-hypothesis", "position", "claim", "references") == expected


def test_most_cited_references_are_counted_by_claims(rows, graph):
    counted = {}
    for claim in graph.claims.values():
        for reference in {line.reference for line in claim.evidence} - {""}:
            counted[reference] = counted.get(reference, 0) + 1
    expected = {(reference, str(number)) for reference, number in counted.items() if number >= 12}
    assert set(rows("most-cited", "reference", "claims")) == expected


def test_outcome_numbers_are_all_measurements(rows, graph):
    """A hazard ratio has no arm."""
    outcome = "entity:electroclinical-remission"
    expected = {
        (claim.id, number.arm, number.printed)
        for claim in graph.claims.values()
        if outcome in (claim.object, claim.outcome)
        for number in claim.measurements
    }
    assert set(rows("outcome-numbers", "claim", "arm", "printed")) == expected


def test_a_number_in_doubt_never_stands_without_its_doubt(rows, graph):
    doubts = {
        (claim.id, number.printed): number.disputed
        for claim in graph.claims.values()
        for number in claim.measurements
        if number.disputed
    }
    found = rows("outcome-numbers", "claim", "printed", "doubt")
    in_doubt = [row for row in found if row[:2] in doubts]
    assert in_doubt
    assert all(doubt == doubts[claim, printed] for claim, printed, doubt in in_doubt)
    assert not any(doubt for *row, doubt in found if tuple(row) not in doubts)


@pytest.mark.parametrize(
    "name",
    [
        "arms-compared", "claims-about", "claims-behind-an-edge", "claims-by-mechanism", "primary-beyond-the-review",
        "primary-human-evidence", "steps-of-a-hypothesis",
    ],
)  # fmt: skip
def test_disputes_are_marked_as_the_paths_mark_them(name, rows, graph):
    found = rows(name, "claim", "disputed")
    assert found
    assert all((disputed == "true") == is_disputed(graph.claims[claim]) for claim, disputed in found)


def test_a_plain_edge_says_when_a_claim_behind_it_is_disputed_or_an_association(rows, graph):
    found = rows("effects-of", "target", "disputed", "association")
    for target, disputed, association in found:
        behind = [claim for claim in graph.claims_by_entity[target] if (claim.subject, claim.object) == (KDT, target)]
        acting = {graph.relations[claim.relation].kind for claim in behind if claim.sign in ("+", "-")}
        assert (disputed == "true") == any(map(is_disputed, behind))
        assert (association == "true") == ("causal" not in acting)
    for hypothesis, disputed in rows("hypotheses-for-a-disease", "hypothesis", "disputed", end="IESS"):
        assert (disputed == "true") == evaluate(graph, graph.hypotheses[hypothesis]).disputed
    polyunsaturated = ("entity:polyunsaturated-fatty-acids", "true", "true")
    assert polyunsaturated in rows("two-step-signs", "middle", "disputed", "association")


def test_mechanisms_of_both_diseases_pass_through_the_shared_things(rows, graph):
    """In and out by causal claims of one mechanism that has a chain to the disease, and not of another disease."""

    def things(disease):
        through = set()
        for mechanism in {chain.mechanism for chain in graph.hypotheses.values() if chain.end == disease}:
            claims = [
                claim
                for claim in graph.claims.values()
                if mechanism in claim.mechanisms and claim.disease in ("", disease)
                if graph.relations[claim.relation].kind == "causal"
            ]
            through |= {claim.object for claim in claims} & {claim.subject for claim in claims}
        return through

    found = {thing for (thing,) in rows("shared-mechanisms", "thing")}
    assert found == things(IESS) & things(ALS) - {IESS, ALS}
    names = ("beta-hydroxybutyrate", "acetyl-coa", "mitochondrial-biogenesis", "inflammation")
    assert {f"entity:{name}" for name in names} <= found


def test_what_only_one_source_holds_is_joined_by_no_other(rows, graph):
    """No claim of another source stands on the same two things, in either direction."""
    found = {claim for (claim,) in rows("only-in-one-source", "claim")}
    assert found
    for identifier in found:
        claim = graph.claims[identifier]
        ends = {claim.subject, claim.object}
        assert claim.origin == "als-page"
        assert {c.origin for c in graph.claims_by_entity[claim.subject] if {c.subject, c.object} == ends} == {
            "als-page"
        }
    assert "claim:beta-hydroxybutyrate-increases-atp-production-in-als" not in found


def test_the_long_term_is_told_for_and_against(rows):
    """The diet after a year, the unknown of the review, and calorie restriction, with their signs; no age reads as time."""
    found = dict(rows("long-term", "claim", "sign"))
    assert found["claim:ketogenic-diet-therapy-has-outcome-treatment-efficacy-in-west-syndrome-long-term"] == "?"
    assert {"+", "-", "?", "0"} == set(found.values())
    assert not [claim for claim in found if "aged-1-to-2-years" in claim]
    assert {disease for (disease,) in rows("long-term", "disease", disease="ALS")} == {ALS}


def test_slips_and_disputes_are_complete(rows, graph):
    assert {claim for (claim,) in rows("source-slips", "claim")} == {c.id for c in graph.claims.values() if c.slip}
    expected = {
        frozenset((claim.id, other))
        for claim in graph.claims.values()
        for relation, other in claim.relations
        if relation == "disputes"
    }
    found = rows("disputes-between-claims", "claim", "other")
    assert {frozenset(pair) for pair in found} == expected
    assert len(found) == len(expected)


# Parameters.


def test_a_free_parameter_shows_what_was_found_and_a_bound_one_narrows(rows):
    everything = rows("adverse-effects", "start", "effect")
    narrowed = rows("adverse-effects", "start", "effect", start="KDT")
    assert narrowed == [row for row in everything if row[0] == KDT]
    assert 0 < len(narrowed) < len(everything)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (question, p.name)
        for question in QUESTIONS
        for p in question.parameters
        if not p.default or p.kind == "mechanism"
    ],
)
def test_a_value_keeps_its_own_rows_of_the_free_answer(question, name, graph):
    """Not more, as where it stands in an OPTIONAL alone, and not less; the other parameters have their defaults."""

    def found(**given):
        table = graph.sparql(question.text, bindings=terms(question.bind(graph, given)))
        return table.columns.index(name), list(table.texts)

    place, everything = found(**{name: ""})
    values = {row[place] for row in everything} - {""}
    assert values
    for value in values:
        assert sorted(found(**{name: value})[1]) == sorted(row for row in everything if row[place] == value)


def terms(bindings):
    return {
        name: URIRef(term["value"]) if term["type"] == "uri" else Literal(term["value"], datatype=term.get("datatype"))
        for name, term in bindings.items()
    }


def question_of(kind, default=""):
    return NamedQuery("q", "t", "d", (Parameter("p", kind, default),), "")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("entity", "KDT", {"type": "uri", "value": "https://w3id.org/kgraph/entity/ketogenic-diet-therapy"}),
        ("reference", "B28", {"type": "uri", "value": "https://w3id.org/kgraph/reference/wang-2024-B28"}),
        ("relation", "treats", {"type": "uri", "value": "https://w3id.org/kgraph/treats"}),
        ("study", "animal", {"type": "uri", "value": "https://w3id.org/kgraph/study-kind/animal"}),
        ("source", "review", {"type": "uri", "value": "https://w3id.org/kgraph/source/review"}),
        ("sign", "?", {"type": "literal", "value": "?"}),
        ("text", '" } #', {"type": "literal", "value": '" } #'}),
        ("integer", "07", {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}),
        (
            "boolean",
            "yes",
            {"type": "literal", "value": "true", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"},
        ),
    ],
)
def test_values_become_terms_of_their_kind(graph, kind, value, term):
    assert question_of(kind).bind(graph, {"p": value}) == {"p": term}
    assert question_of(kind, value).bind(graph, {}) == {"p": term}
    assert question_of(kind).bind(graph, {}) == {}


@pytest.mark.parametrize(
    ("kind", "value", "error", "words"),
    [
        ("entity", "nothing of the kind", UnknownNameError, "nothing is called"),
        ("entity", "MCT", AmbiguousNameError, "could be any of"),
        ("claim", "KDT", UsageError, "is not a claim but entity:"),
        ("study", "magic", UsageError, "use one of meta-analysis"),
        ("sign", "plus", UsageError, r"use one of \+, -"),
        ("status", "tested", UsageError, "use one of proposed, contested"),
        ("integer", "many", UsageError, "not a whole number"),
        ("boolean", "perhaps", UsageError, "not a truth value"),
        ("relation", "heals", UsageError, "not a relation"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(graph, kind, value, error, words):
    with pytest.raises(error, match=words):
        question_of(kind).bind(graph, {"p": value})


def test_a_name_that_is_no_claim_gets_claims_for_suggestions(graph):
    with pytest.raises(UnknownNameError) as caught:
        question_of("claim").bind(graph, {"p": "ketone-bodies-activate-katp"})
    assert caught.value.suggestions[0] == "ketone-bodies-activate-katp-channel"
    assert all(f"claim:{name}" in graph.claims for name in caught.value.suggestions)


def test_a_mechanism_may_be_written_in_any_case(graph):
    assert question_of("mechanism").bind(graph, {"p": "MTOR"})["p"]["value"] == "https://w3id.org/kgraph/mechanism/mTOR"


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        ("entity:ketone-body", "https://w3id.org/kgraph/entity/ketone-body"),
        ("https://example.org/β#1", "https://example.org/β#1"),
        ("KDT", "https://w3id.org/kgraph/entity/ketogenic-diet-therapy"),
    ],
)
def test_identifiers_of_another_store_are_taken_as_they_are(graph, value, iri):
    """Nothing is taken for the misspelling of something here that may be something else there."""
    assert question_of("entity").bind(graph, {"p": value}, elsewhere=True)["p"]["value"] == iri


@pytest.mark.parametrize("value", ["thing of mine", "https://not an address", "reference:x"])
def test_a_name_that_is_only_in_another_store_asks_for_an_identifier(graph, value):
    with pytest.raises(UsageError, match="give entity:NAME or its IRI"):
        question_of("entity").bind(graph, {"p": value}, elsewhere=True)


@pytest.mark.parametrize(
    ("header", "place", "reason"),
    [
        ("#+ title: t\nSELECT", ":2:1: ", "lack '#\\+ description"),
        ("#+ title: t\n#+ titel: t\n", ":2:1: ", "expected '#\\+ title"),
        ("#+ title: t\n#+ title: t\n", ":2:4: ", "stands here twice"),
        ("#+ title: t\n#+ description: d\n#+ param x: thing = y\n", ":3:13: ", "no kind is called 'thing'"),
        ("#+ title: t\n#+ description: d\n#+ param x: text\n#+ param x: text\n", ":4:10: ", "'x' stands here twice"),
        ("#+ title: t\n#+ description: d\n#+ param x: = y\n", ":3:13: ", "expected KIND"),
    ],
)
def test_a_bad_header_is_refused_with_its_place(tmp_path, header, place, reason):
    file = tmp_path / "q.rq"
    file.write_text(header, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(f"{file}{place}") + ".*" + reason):
        read_named_query(file)


# The command.


def test_questions_are_listed_shown_and_run():
    code, out, _ = run("query", "--format", "tsv")
    assert code == 0
    assert len(out.splitlines()) == len(QUESTIONS) + 1
    code, out, _ = run("query", "two-step-signs", "--start", "KDT", "--end=seizure", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "start,middle,end,sign,disputed,association"


def test_a_question_that_is_shown_runs_elsewhere(graph):
    """It declares its prefixes after its header and holds the values that are given, the others being free."""
    question = named_query("two-step-signs")
    code, out, _ = run("query", question.name, "--show")
    assert code == 0
    assert out.startswith(question.header + "PREFIX ")
    assert out.endswith(question.text.removeprefix(question.header))
    _, out, _ = run("query", question.name, "--show", "--start", "KDT", "--end", "seizure")
    bound = graph.sparql(question.text, bindings=terms(question.bind(graph, {"start": "KDT", "end": "seizure"})))
    assert len(bound.cells) > 1
    assert [tuple(row) for row in graph.store.query(out)] == list(bound.cells)
    assert run("query", question.name, "--show", "--stat", "KDT")[0] == 2


@pytest.mark.parametrize(
    "query", ["DESCRIBE entity:katp-channel", "prefix e: <https://w3id.org/kgraph/entity/> describe e:katp-channel"]
)
def test_a_describe_needs_no_braces(query):
    code, out, errors = run("query", query, "--format", "nt")
    assert (code, errors) == (0, "")
    assert all(line.startswith("<https://w3id.org/kgraph/entity/katp-channel> ") for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("two-step-pats",), 2, "Did you mean two-step-paths"),
        (("two-step-paths", "--stat", "KDT"), 2, "Did you mean --start?"),
        (("two-step-paths", "--start"), 2, "--start needs a value"),
        (("two-step-paths", "--start", "KDT", "--start=KDT"), 2, "given twice"),
        (("most-cited", "--at-least", "many"), 2, "not a whole number"),
        (("ASK {}", "--fromat", "csv"), 2, "Did you mean '--format'?"),
        (("ASK {}", "--format", "ttl"), 2, "gives a table"),
        (("CONSTRUCT WHERE { ?s a kg:Source }", "--format", "csv"), 2, "gives a graph"),
        (("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--seconds", "0.3"), 1, "0.3 seconds, the limit"),
        (("--show",), 2, "name a question"),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments, code, words):
    got, out, errors = run("query", *arguments)
    assert (got, out) == (code, "")
    assert words in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "name", "start"),
    [
        ("SELECT ?s { ?s a kg:Source }", "a.csv", "s\n"),
        ("SELECT ?s { ?s a kg:Source }", "a.srj", '{"head"'),
        ("SELECT ?s { ?s a kg:Source }", "a.XML", "<?xml"),
        ("SELECT ?s { ?s a kg:Source }", "a.md", "| s |"),
        ("SELECT ?s { ?s a kg:Source }", "a.txt", "s\nsource:"),
        ("DESCRIBE source:review", "a.nt", "<https://w3id.org/kgraph/source/review> <"),
        ("DESCRIBE source:review", "a.rdf", "<?xml"),
        ("DESCRIBE source:review", "a.jsonld", "[{"),
        ("DESCRIBE source:review", "a", "@prefix"),
    ],
)
def test_the_ending_of_a_file_is_its_format(tmp_path, query, name, start):
    assert run("query", query, "-o", tmp_path / name)[0] == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_file_does_not_get_a_format_that_its_ending_denies(tmp_path):
    code, _, errors = run("query", "DESCRIBE source:review", "-o", tmp_path / "a.csv")
    assert (code, "has no format csv" in errors, list(tmp_path.iterdir())) == (2, True, [])
    assert run("search", "ketone", "-o", tmp_path / "a.json")[0] == 0
    assert isinstance(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")), list)


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_cut_answer_that_is_read_says_so_itself(form):
    _, out, _ = run("query", "SELECT ?c { ?c a kg:Claim }", "--rows", "3", "--format", form)
    assert "This answer is not whole: cut after 3 rows" in out


def test_a_cut_answer_says_so_on_standard_error():
    code, out, errors = run("query", "SELECT ?c { ?c a kg:Claim }", "--rows", "3", "--format", "tsv")
    assert (code, len(out.splitlines())) == (0, 4)
    assert "cut after 3 rows" in errors
