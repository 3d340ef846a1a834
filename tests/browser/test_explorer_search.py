"""The page finds paths itself, among the claims that are in it, and answers as Python does."""

import random
import re
from collections import Counter

from small import claim, small_graph

from kgraph.explorer import Explorer
from kgraph.explorer.page_words import PAGE
from kgraph.frozen import replace
from kgraph.graph import KnowledgeGraph
from kgraph.model import Contents
from kgraph.paths import find_paths
from kgraph.paths.candidate_steps import groundwork
from kgraph.vocabulary import TENTATIVE

QUESTIONS = 500
ANSWERS = """async (questions) => {
  const route = ({ steps }) => steps.map((step) => [step.from, step.to, step.claims]);
  const grade = (one) => one && [one.rank, one.letter, one.papers.length];
  const found = [];
  for (const [start, end, via] of questions) {
    const answer = await globalThis.kgraphExplorer.asking.answer({ start, end, via });
    const { verdict } = answer;
    found.push({
      routes: answer.routes, counted: answer.counted, complete: answer.complete, more: answer.more, because: answer.because,
      verdict: [verdict.says, verdict.side, verdict.looked, verdict.unknown],
      people: answer.people.map((row) => [row.outcome, row.direction, row.for, row.against, row.undecided, row.adverse]),
      paths: answer.paths.map(route), outcomes: answer.outcomes.map(route),
      entries: answer.entries.map((entry) => [entry.mechanism, entry.variants, entry.papers, entry.human, entry.chains.map((chain) =>
        [chain.effect, route(chain.route), chain.grades.map(grade), chain.weakest, chain.variants.map(route)])]),
    });
  }
  return found;
}"""
MADE = """async () => {
  const { asking, model } = globalThis.kgraphExplorer;
  const step = ({ n, ...rest }) => rest;
  const chain = ({ steps, ...rest }) => ({ ...rest, steps: steps.map(step) });
  const shown = (question) => {
    const graded = ({ n }) => question.grades.get(n) ?? null;
    return {
      lanes: question.lanes.map(({ best, ...row }) => ({ ...row, mechanism: row.mechanism.replace(/^entity:/, ""), best: best.map(chain) })),
      chains: question.chains.map(([row, one, variants]) => [row, chain(one), one.steps.map(graded), variants.map((steps) => steps.map(step))]),
      paths: question.paths.map(chain), outcomes: question.outcomes.map(chain), because: question.because, found: question.found,
      hypotheses: question.hypotheses, complete: question.complete, more: question.more,
    };
  };
  const found = [];
  for (const question of model.questions) {
    const made = await asking.question({ start: question.start, end: question.end, via: [] });
    found.push([JSON.stringify(shown(question)), JSON.stringify(shown(made))]);
  }
  return found;
}"""


class Numbers:
    """The numbers that a page gives entities and claims."""

    def __init__(self, graph):
        self.graph = graph
        self.entity = {name: number for number, name in enumerate(graph.entities)}
        self.claim = {name: number for number, name in enumerate(graph.claims)}
        self.mechanisms = {
            identifier.partition(":")[2] for identifier in graph.terms if identifier.startswith("mechanism:")
        }

    def question(self, start, end, via):
        return [self.entity[start], self.entity[end], [self.entity[name] for name in via]]

    def route(self, path):
        return [
            [self.entity[s.subject], self.entity[s.object], [self.claim[c.id] for c in s.claims]] for s in path.steps
        ]

    def chain(self, chain):
        grades = [grade and [grade.rank, grade.letter, len(grade.papers)] for grade in chain.grades]
        variants = [self.route(variant) for variant in chain.variants]
        return [chain.effect, self.route(chain.path), grades, chain.weakest_number or 0, variants]

    def answer(self, start, end, via):
        """What Python says, in the numbers of the page."""
        answer = find_paths(self.graph, start, end, via=via)
        verdict = answer.verdict
        return {
            "routes": dict(answer.routes),
            "counted": answer.counted,
            "complete": answer.complete,
            "more": answer.more,
            "because": answer.because.said(PAGE) if answer.because else "",
            "verdict": [verdict.says, verdict.one_sided, verdict.looked, verdict.unknown],
            "people": [
                [self.entity[row.outcome], row.direction, len(row.for_), len(row.against), len(row.undecided), row.adverse]
                for row in answer.people
            ],
            "paths": [self.route(path) for path in answer.paths],
            "outcomes": [self.route(path) for path in answer.outcomes],
            "entries": [
                [
                    entry.mechanism if entry.mechanism in self.mechanisms else self.entity[entry.mechanism],
                    entry.variants,
                    len(entry.papers),
                    len(entry.human_papers),
                    [self.chain(chain) for chain in entry.chains],
                ]
                for entry in answer.mechanisms
            ],
        }  # fmt: skip


def asked_at_random(graph, count):
    """Questions between things of which most are joined, some with something to pass through; the same each time."""
    leading = {}
    for way in groundwork(graph).ways:
        if not way.exploring and way.certainty not in TENTATIVE and way.subject not in groundwork(graph).diseases:
            leading.setdefault(way.subject, {})[way.object] = None
    chosen, names, questions = random.Random(17), list(graph.entities), []
    while len(questions) < count:
        start = chosen.choice(names)
        reached = {start: None}
        for one in (fresh := [start]):
            more = [other for other in leading.get(one, ()) if other not in reached]
            reached |= dict.fromkeys(more)
            fresh += more
        ends = list(reached)[1:] if chosen.random() < 0.9 else names
        if ends:
            via = (chosen.choice(ends),) if chosen.random() < 0.15 else ()
            questions.append((start, chosen.choice(ends), via))
    return questions


def shuffled(graph, seed):
    """The claims of a graph with their objects dealt anew among claims of one relation, in another order of the files."""
    chosen = random.Random(seed)
    objects = {}
    for one in graph.claims.values():
        objects.setdefault(one.relation, []).append(one.object)
    for dealt in objects.values():
        chosen.shuffle(dealt)
    claims = [replace(one, object=objects[one.relation].pop()) for one in graph.claims.values()]
    chosen.shuffle(claims)
    parts = (dict(graph.entities), {one.id: one for one in claims}, dict(graph.references))
    return KnowledgeGraph(Contents(*parts, {}, {}, graph.sources, graph.relations, graph.terms))


def differences(graph, page, questions):
    """The questions that the page answers otherwise than Python, with what differs."""
    numbers = Numbers(graph)
    found = page.evaluate(ANSWERS, [numbers.question(*question) for question in questions])
    expected = [numbers.answer(*question) for question in questions]
    return [
        (question, name, mine[name], theirs[name])
        for question, mine, theirs in zip(questions, expected, found, strict=True)
        for name in mine
        if mine[name] != theirs[name]
    ], expected


def test_five_hundred_questions_have_the_answer_of_python(explorer_file, open_page, graph):
    """Ranking, variants, grades, papers, verdict, what people saw and the reason for no path: nothing differs."""
    questions = asked_at_random(graph, QUESTIONS)
    wrong, expected = differences(graph, open_page(explorer_file), questions)
    assert wrong == []
    # The sample has answers of every kind, or the comparison would show little.
    says = Counter(answer["verdict"][0] for answer in expected)
    assert set(says) >= {"one side only", "both sides", "unknown directions only", "none"}
    assert sum(bool(answer["entries"]) for answer in expected) > QUESTIONS / 4
    assert sum(bool(answer["people"]) for answer in expected) > 0


def test_the_questions_of_the_file_are_answered_alike_by_the_page(explorer_file, open_page):
    """Rows, chains, variants, chips, marks and paths of each opening question are those that Python wrote."""
    pairs = open_page(explorer_file).evaluate(MADE)
    assert len(pairs) > 1
    for written, made in pairs:
        assert made == written


def test_a_random_graph_has_the_answers_of_python(graph, tmp_path, open_page):
    """Claims put together anew, so that signs, kinds and evidence meet as nobody curated them."""
    mixed = shuffled(graph, 1)
    file = tmp_path / "mixed.html"
    Explorer(mixed, everything=True).write(file)
    wrong, _ = differences(mixed, open_page(file), asked_at_random(mixed, 30))
    assert wrong == []


def test_reasons_are_worded_as_in_python(graph, tmp_path, open_page):
    """Too far, up to a general thing and down again, contested claims alone, the limit of steps, a name with a quote in it."""
    far = [claim(f"n{n} increases n{n + 1}") for n in range(14)]
    kinds = [claim("general has_subtype first", sign=""), claim("general has_subtype second", sign="")]
    rest = [
        claim("a increases first"),
        claim("second increases b"),
        claim("b increases c", certainty="contested"),
        claim("x increases y'z"),
    ]
    small = small_graph(graph, *far, *kinds, *rest)
    names = [f"entity:{name}" for name in ("n0", "n3", "n9", "n14", "a", "b", "c", "x", "y'z")]
    file = tmp_path / "small.html"
    Explorer(small, everything=True).write(file)
    questions = [(start, end, via) for start in names for end in names for via in ((), ("entity:n4",))]
    wrong, expected = differences(small, open_page(file), questions)
    assert wrong == []
    assert len({re.sub(r"\d+|'.*'|from .* to .*?[.,]", "", answer["because"]) for answer in expected}) > 8
