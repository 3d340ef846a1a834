"""The Python API: what a user types at a prompt, in a script that mypy reads, and in a notebook."""

import doctest
import inspect
import pickle
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
from command import kgraph as run
from small import claim, small_graph
from test_hostile_text import DATA, PREFIXES, TEXT

import kgraph
from kgraph.cli.wording import COMMAND_LINE
from kgraph.door_words import PYTHON
from kgraph.errors import UnknownNameError, UsageError
from kgraph.model import Contents
from kgraph.paths import find_paths, values

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "kgraph").rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8")
)
SHORT = 300


@pytest.fixture(scope="module")
def answer(graph):
    return graph.paths("KDT", "IESS", evidence="human", top=3)


@pytest.fixture
def files_of_a_user(tmp_path, monkeypatch):
    """A folder with a file of claims and a text in the place of the review, as the examples have them."""
    shutil.copy(Path(__file__).parent / "sound.ttl", tmp_path / "mine.ttl")
    (tmp_path / "review.txt").write_text("1 Introduction\nNothing is said here.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings_run(name):
    """What stands behind >>> gives what stands below it, in every module that has such examples."""
    __import__(name)
    done = doctest.testmod(sys.modules[name], optionflags=doctest.ELLIPSIS)
    assert (done.failed, done.attempted > 0) == (0, True)


def test_the_page_on_python_runs(files_of_a_user):
    """Every example of docs/python.md, in order."""
    done = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 10) == (0, True)


def test_the_lines_of_the_readme_run(files_of_a_user):
    """As they stand there; the last says what is wrong with the copy of the review alone."""
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
    *lines, last = code.strip().splitlines()
    names = {}
    exec(compile("\n".join(lines), "README", "exec"), names)
    assert isinstance(names["step"], kgraph.Step)
    assert Path("paths.svg").read_text(encoding="utf-8").startswith("<svg")
    problems = eval(last, names)
    assert problems
    # The file describes a thing of ours anew, which is said; nothing else of it is wrong.
    assert {problem.rule for problem in problems if "mine.ttl" in problem.file} == {"changes-bundled"}


def test_printing_an_answer_prints_what_the_command_line_prints(answer):
    """Line for line, but that what to try next is told in the words of Python."""
    _, out, _ = run("path", "KDT", "IESS", "--evidence", "human", "--top", "3", "--format", "table")
    hint = COMMAND_LINE.hint("open-answer")
    assert hint in out
    assert f"{answer}\n" == out.replace(hint, PYTHON.hint("open-answer"))


@pytest.mark.parametrize(
    ("command", "ask"),
    [
        (["hypotheses"], lambda kg: kg.hypotheses()),
        (["questions"], lambda kg: kg.questions()),
        (["debates"], lambda kg: kg.debates()),
        (["outcomes", "--disease", "IESS"], lambda kg: kg.outcomes(disease="IESS")),
        (["mechanisms"], lambda kg: kg.mechanisms()),
        (["compare", "IESS", "ALS"], lambda kg: kg.compare("IESS", "ALS")),
        (["search", "ketone"], lambda kg: kg.search("ketone")),
        (["explain", "claim:acetoacetate-decreases-seizure"], lambda kg: kg.explain("claim:acetoacetate-decreases-seizure")),
        (["trace", "KATP channel"], lambda kg: kg.trace("KATP channel")),
        (["show", "KATP channel"], lambda kg: kg["KATP channel"]),
        (["path", "butyrate"], lambda kg: kg.downstream("butyrate")),
        (["path", "--to", "glutathione", "--max-hops", "1"], lambda kg: kg.upstream("glutathione", max_hops=1)),
        (["path", "mTOR", "mTOR"], lambda kg: kg.loops("mTOR")),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_listings_print_what_the_command_line_prints(graph, command, ask):
    """Each method and its command show the same table, with the same notice."""
    code, out, _ = run(*command, "--format", "table")
    assert (code, f"{ask(graph)}\n") == (0, out)


def test_the_names_of_the_package_are_listed_and_described():
    """`dir(kgraph)` is `__all__`, sorted; each name has a docstring of its own, and so has every public part of a class."""
    assert dir(kgraph) == sorted(kgraph.__all__)
    for name in set(kgraph.__all__) - {"__version__"}:
        thing = getattr(kgraph, name)
        assert thing.__doc__, name
        if inspect.isclass(thing):
            for part, value in vars(thing).items():
                if not part.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                    assert inspect.getdoc(value), f"{name}.{part}"


# What a docstring of a question says, besides what comes back: the empty case, units, errors, the source of the method.
SAID = {
    "paths": ("the answer is false", "at most `seconds`", "Raises", "docs/reading-paths.md"),
    "search": ("may be empty", "from 0 to 100"),
    "trace": ("empty when there are none", "Raises"),
    "explain": ("from 0 to 1", "Raises", "the ontology"),
    "outcomes": ("may be empty", "UCUM", "Raises"),
    "debates": ("may be empty", "Raises"),
    "mechanisms": ("may be empty",),
    "compare": ("Raises", "neither"),
    "check": ("is empty when nothing is wrong", "Raises", "docs/checking.md"),
    "network": ("from 0 to 1",),
    "sparql": ("Raises", "as long as it takes"),
    "downstream": ("may be empty", "Raises", "docs/reading-paths.md"),
    "upstream": ("may be empty", "Raises"),
    "loops": ("may be empty", "Raises"),
    "save": ("gives its path back", "Raises", "docs/exporting.md"),
    "losses": ("empty when it carries everything", "Raises"),
    "report": ("Without any chain it is false", "Raises", "docs/report.md"),
}


@pytest.mark.parametrize("name", SAID)
def test_docstrings_of_questions_teach(name):
    """What comes back, the empty case, units, errors, the source of a method, and an example that runs."""
    text = " ".join(inspect.getdoc(getattr(kgraph.KnowledgeGraph, name)).split())
    assert [words for words in (*SAID[name], ">>> ") if words not in text] == []


def test_every_question_of_the_graph_is_among_them():
    """A method that is added to the graph joins the table above."""
    own = {name: value for name, value in inspect.getmembers(kgraph.KnowledgeGraph) if name not in dir(Contents)}
    methods = {name for name, value in own.items() if inspect.isfunction(value)}
    assert {name for name in methods if not name.startswith("_")} == set(SAID)


SCRIPT = """
import kgraph
kg = kgraph.load()
answer = kg.paths("KDT", "IESS", evidence="human", top=3)
print(answer)
for path in answer.helps: ...
step = answer.helps[0].weakest
print(step.explain())
quote = kg["KATP channel"].claims[0].evidence[0].locator.quote
answer.to_df(); answer.save("paths.svg")
kg.sparql("SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x }").to_df()
problems = kg.check("mine.ttl", sources={"review": "review.txt"}).problems
reveal_type(kg)
reveal_type(answer)
reveal_type(path)
reveal_type(step)
reveal_type(quote)
reveal_type(problems)
reveal_type(kg.hypotheses()[0])
reveal_type(kg.hypotheses["x"])
reveal_type(kg.outcomes())
reveal_type(answer.because)
reveal_type(kgraph.find_paths(kg, "a", "b").harms)
"""
TYPES = [
    "kgraph.graph.knowledge_graph.KnowledgeGraph",
    "kgraph.graph.path_answer.PathAnswer",
    "kgraph.graph.path_answer.Path",
    "kgraph.graph.path_answer.Step",
    "str",
    "tuple[kgraph.check.findings.Finding, ...]",
    "kgraph.graph.named_things.Hypothesis",
    "kgraph.model.Hypothesis",
    "kgraph.graph.listings.Listing[kgraph.outcomes.Outcome]",
    "kgraph.paths.reason_words.Reason | None",
    "tuple[kgraph.graph.path_answer.Path, ...]",
]
WRONG = """
import kgraph
kg = kgraph.load()
kg.paths("KDT", "IESS", max_hop=3)
kg.paths("KDT", "IESS", effect="help")
kg.paths("KDT", "IESS").helps[0].weakest.confidense
"""


def mypy(folder, text):
    """What mypy, strict and without a configuration, says of a user's script outside the checkout."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={folder / 'cache'}", script.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "HOME": str(folder)},
    )
    return done.returncode, done.stdout


def test_mypy_finds_real_types_in_a_users_script(tmp_path):
    """The installed package is typed: the lines of the README pass, with these types, and slips are found."""
    code, out = mypy(tmp_path, SCRIPT)
    assert re.findall(r'Revealed type is "([^"]+)"', out.replace("builtins.", "")) == TYPES, out
    assert code == 0, out
    code, out = mypy(tmp_path, WRONG)
    assert code == 1
    assert re.findall(r"\[([a-z-]+)\]", out) == ["call-arg", "arg-type", "attr-defined"]


def test_what_is_shown_at_a_prompt_is_short(graph, answer):
    """No value of the API fills the screen."""
    shown = [
        graph, answer, answer.helps[0], answer.helps[0].weakest, graph["KATP channel"], graph["KATP channel"].claims,
        graph["KATP channel"].claims[0], graph["KATP channel"].evidence[0], graph["B28"], graph["mechanism:mTOR"],
        graph.hypotheses, graph.hypotheses(), graph.hypotheses()[0], graph.questions()[0], graph.outcomes(), graph.mechanisms(),
        graph.trace("KATP channel"), graph.check(), graph.sparql("ASK {}"), graph.sparql("CONSTRUCT WHERE { ?s a kg:Source }"),
        *graph.sources.values(),
    ]  # fmt: skip
    assert [repr(one) for one in shown if len(repr(one)) > SHORT] == []
    assert repr(graph["KATP channel"]) == "<Entity entity:katp-channel 'KATP channel'>"


def test_an_answer_is_iterable_and_sorted_by_effect(graph, answer):
    """Its paths, then its outcome evidence; each effect has those of `of_effect`; an answer without a path is false."""
    assert tuple(answer) == (*answer.paths, *answer.outcomes)
    assert len(answer) == len(tuple(answer))
    for effect in ("helps", "harms", "unknown", "raises", "lowers"):
        assert getattr(answer, effect) == answer.of_effect(effect)
    nothing = graph.paths("seizures", "acetoacetate")
    assert not nothing
    assert nothing.because is not None
    one_side = graph.paths("KDT", "IESS", effect="harms")
    assert {path.effect for path in one_side} == {"harms"}


def test_the_weakest_step_is_a_step(answer):
    """It has the least confidence of its path, says which claims it rests on, and does the sum that gives its number."""
    path = answer.helps[0]
    assert path.weakest in path.steps
    assert path.weakest.confidence == min(step.confidence for step in path)
    assert f"= {round(path.weakest.confidence, 6):g}" in path.weakest.explain()
    assert path.explain().splitlines()[-1].startswith("path: ")


def test_mechanisms_hold_chains_whose_paths_explain_themselves(graph):
    """The entries are those of the engine, and their chains lead on to steps, claims and the arithmetic."""
    answer = graph.paths("KDT", "IESS")
    assert answer.mechanisms == find_paths(graph, "KDT", "IESS").mechanisms
    for entry in answer.mechanisms:
        assert tuple(entry) == entry.chains
        assert set(entry.best.values()) | {entry.shown} <= set(entry.chains)
        assert all(path.effect == chain.effect for chain in entry for path in chain.variants)
    weakest = answer.mechanisms[0].shown.weakest
    assert weakest in answer.mechanisms[0].shown.path.steps
    assert weakest.explain()
    assert graph.paths("KDT", "IESS", order="product").mechanisms == ()


def test_values_of_the_graph_equal_the_plain_ones(graph, answer):
    """What knows its graph equals what does not, either way round, hashes alike, and is pickled as the plain value."""
    plain = find_paths(graph, "KDT", "IESS", top=3)
    bound = graph.paths("KDT", "IESS", top=3)
    assert plain == bound
    assert bound == plain
    assert hash(bound.paths[0].steps[0]) == hash(plain.paths[0].steps[0])
    assert {plain.paths[0], bound.paths[0]} == {plain.paths[0]}
    assert graph["B28"] == graph.references["reference:wang-2024-B28"]
    assert graph["B28"] != graph["B29"]
    copy = pickle.loads(pickle.dumps(bound.paths[0]))
    assert (type(copy), copy) == (values.Path, plain.paths[0])


def test_the_alias_asks_the_same_question(graph):
    assert kgraph.find_paths(graph, "KDT", "IESS", top=1) == graph.paths("KDT", "IESS", top=1)


def test_keywords_are_the_filters(graph):
    """One name or several; a filter given whole in their place."""
    through = graph.paths("KDT", "IESS", via="membrane hyperpolarization", avoid=["IGF-1"])
    assert through
    assert all("entity:membrane-hyperpolarization" in path.entities for path in through)
    assert not any("entity:igf-1" in path.entities for path in through)
    whole = kgraph.PathFilter(via=("entity:membrane-hyperpolarization",), avoid=("entity:igf-1",))
    assert graph.paths("KDT", "IESS", path_filter=whole) == through
    with pytest.raises(UsageError, match="path_filter"):
        graph.paths("KDT", "IESS", path_filter=whole, evidence="human")


@pytest.mark.parametrize(
    ("keyword", "value", "choice"),
    [
        ("evidence", "humans", "human"),
        ("effect", "help", "helps"),
        ("study", "rats", "animal"),
        ("include", "asserted", "contested"),
        ("certainty", "sure", "asserted"),
        ("directness", "direct", "primary"),
        ("mechanism", "magic", "mTOR"),
        ("source", "nowhere", "review"),
        ("order", "length", "grade"),
        ("top", 0, "1 to 1000"),
        ("max_hops", 13, "1 to 12"),
        ("max_hops", 2.5, "whole number"),
    ],
)
def test_values_that_are_none_are_refused_with_the_choices(graph, keyword, value, choice):
    with pytest.raises(UsageError, match=rf"{keyword}.*{re.escape(str(value))}.*{choice}"):
        graph.paths("KDT", "IESS", **{keyword: value})


def test_other_questions_refuse_what_makes_no_sense(graph):
    """A kind of debate that is none, two things that are no two diseases, an explanation of an entity, no such source."""
    for question in (
        lambda: graph.debates(kind="quarrel"),
        lambda: graph.compare("IESS", "IESS"),
        lambda: graph.compare("KDT", "IESS"),
        lambda: graph.explain("KATP channel"),
        lambda: graph.trace("KATP channel", sources={"nowhere": "x.txt"}),
    ):
        with pytest.raises(UsageError):
            question()


def test_names_find_things_of_every_kind(graph):
    """Each is of the class of its kind, has a name, and leads to claims, evidence and references."""
    for name, kind in {
        "KDT": kgraph.Entity,
        "claim:ketogenic-diet-therapy-activates-katp-channel": kgraph.Claim,
        "B28": kgraph.Reference,
        "mechanism:mTOR": kgraph.Mechanism,
        next(iter(graph.hypotheses)): kgraph.Hypothesis,
        next(iter(graph.questions)): kgraph.OpenQuestion,
        "source:review": kgraph.Source,
    }.items():
        thing = graph[name]
        assert type(thing) is kind
        assert thing.name
        assert thing.claims
        assert thing.evidence
        assert all(isinstance(one, kgraph.Reference) for one in thing.references)
        assert name in graph
    assert graph["certainty:contested"].claims == graph["certainty:asserted"].claims
    assert not graph["certainty:contested"].claims
    assert "warp drive" not in graph
    with pytest.raises(UnknownNameError, match="warp drive"):
        graph["warp drive"]
    with pytest.raises(TypeError):
        iter(graph)


def test_a_misspelt_name_is_warned_of(graph):
    with pytest.warns(UserWarning, match="'ketogenik diet therapy' as 'ketogenic diet therapy'"):
        assert graph["ketogenik diet therapy"].id == "entity:ketogenic-diet-therapy"


def test_the_way_leads_down_to_the_words(graph):
    """A claim with a passage comes first; a line without one has a locator that is false, and a reference to go on to."""
    first = graph["KATP channel"].claims[0].evidence[0]
    assert first.locator.quote == graph.claims[graph["KATP channel"].claims[0].id].evidence[0].locator.quote
    assert isinstance(first.cites, kgraph.Reference)
    without = next(line for line in graph["KATP channel"].evidence if not line.locator)
    assert (without.locator.quote, without.locator.start) == ("", 0)


def test_nothing_of_the_graph_can_be_changed(graph):
    for part in ("claims", "entities", "references", "hypotheses", "questions", "sources"):
        with pytest.raises(TypeError):
            getattr(graph, part)["x"] = 1


def test_hypotheses_and_questions_are_mappings_and_questions(graph):
    """As mappings they hold plain values in the order of the files; called they list them."""
    assert [one.id for one in graph.hypotheses()] == list(graph.hypotheses) == [*graph.hypotheses.keys()]
    assert dict(graph.questions.items()) == {one.id: one for one in graph.questions()}
    assert next(iter(graph.hypotheses)) in graph.hypotheses
    assert {one.end for one in graph.hypotheses(disease="ALS")} == {graph["ALS"].id}


class Tags(HTMLParser):
    """The tags and attributes of a piece of HTML, which must close what it opens."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.attributes = [], set(), set()
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A graph whose texts are all hostile."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    text = TEXT.replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(PREFIXES + DATA.replace(" T", f" {text}").replace('"T"', f'"{text}"'), encoding="utf-8")
    return kgraph.load(file)


# What shapes and words of a picture are described by.
DRAWN = {
    "xmlns", "viewbox", "width", "height", "font-family", "font-size", "fill", "x", "y", "rx", "stroke", "text-anchor",
    "font-weight", "d", "stroke-width", "stroke-dasharray", "cx", "cy", "r", "transform",
}  # fmt: skip


def shown_in_a_notebook(graph, start, end):
    answer = graph.paths(start, end)
    yield from (graph.paths(start, end, order="product"), graph.paths(end, start))
    yield from (graph, answer, answer.paths[0], graph[start], graph[start].claims, graph.outcomes(), graph.hypotheses())
    yield from (graph.questions(), graph.mechanisms(), graph.trace(start), graph.check())
    yield graph.sparql("SELECT ?s ?l { ?s skos:prefLabel|dct:title ?l }")


@pytest.mark.parametrize("ends", [("KDT", "IESS"), ("start", "end")])
def test_notebooks_get_html_that_is_escaped_and_whole(graph, hostile, ends):
    """No script, no link, no style but alignment, pictures of shapes and words; hostile texts are not obeyed."""
    for one in shown_in_a_notebook(graph if ends[0] == "KDT" else hostile, *ends):
        text = one._repr_html_()
        tags = Tags(text)
        assert tags.seen <= {
            "div", "h3", "h4", "p", "small", "br", "ol", "ul", "li", "details", "summary", "table", "pre", "thead", "tbody", "tr", "th", "td",
            "svg", "g", "title", "path", "rect", "circle", "text",
        }  # fmt: skip
        assert tags.attributes <= {"style", "open", *DRAWN}
        assert "<b>" not in text
        assert not {"\x1b", "\u202e", "\u2028"} & set(text)


def test_a_long_table_says_that_it_is_cut(graph):
    """Fifty rows are shown, of an answer without an end too."""
    endless = graph.sparql("SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")._repr_html_()
    assert (endless.count("<tr>"), "more rows" in endless) == (51, True)
    assert f"{len(graph['KDT'].claims) - 50} more rows" in graph["KDT"].claims._repr_html_()


@pytest.mark.parametrize("ending", [".svg", ".json", ".jsonl", ".tsv", ".csv", ".md", ".dot"])
def test_answers_are_saved_in_the_format_of_the_ending(answer, tmp_path, ending):
    """The file is what the command line writes there, and is not replaced unasked."""
    mine, theirs = tmp_path / f"mine{ending}", tmp_path / f"theirs{ending}"
    assert answer.save(mine) == mine
    form = ["--format", "dot"] if ending == ".dot" else ["--format", "svg"] if ending == ".svg" else []
    assert run("path", "KDT", "IESS", "--evidence", "human", "--top", "3", *form, "-o", theirs)[0] == 0
    assert mine.read_bytes() == theirs.read_bytes()
    with pytest.raises(kgraph.ExistingFileError):
        answer.save(mine)
    assert answer.save(mine, force=True) == mine


def test_an_ending_that_no_format_has_is_refused(graph, answer, tmp_path):
    for one in (answer, graph.outcomes(), graph.search("ketone")):
        with pytest.raises(UsageError, match=r"\.docx"):
            one.save(tmp_path / "x.docx")
    assert graph.search("ketone").save(tmp_path / "x.csv").read_text(encoding="utf-8").startswith("id,label")


def test_listings_are_sequences(graph):
    """Indexed, sliced, compared, false when empty, with rows of the columns that they have."""
    numbers = graph.outcomes()
    assert numbers[:2] == numbers[:2]
    assert list(numbers[:2]) == [numbers[0], numbers[1]]
    assert set(numbers.rows[0]) == set(numbers.columns)
    empty = graph.search("qqqqqq")
    assert not empty
    assert (list(empty.to_df().columns), len(empty.to_df())) == (list(empty.columns), 0)


def test_data_frames_have_real_dtypes(graph, answer):
    """Numbers are numbers, truth values bool; the confidence is the whole one."""
    frame = answer.to_df()
    assert {name: frame[name].dtype.kind for name in ("path", "confidence", "step", "weakest", "uncited")} == {
        "path": "i", "confidence": "f", "step": "i", "weakest": "b", "uncited": "b",
    }  # fmt: skip
    assert frame["confidence"][0] == answer.paths[0].confidence
    assert str(graph.outcomes().to_df()["n"].dtype) == "Int64"


WRITERS = {
    "graphml": nx.write_graphml,
    "gexf": nx.write_gexf,
    "gml": nx.write_gml,
    "node-link": lambda network, file: file.write(repr(nx.node_link_data(network, edges="edges")).encode()),
    "cytoscape": lambda network, file: file.write(repr(nx.cytoscape_data(network)).encode()),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_network_can_be_written(graph, hostile, tmp_path, name):
    """Plain attributes, in every format, of hostile texts too."""
    for network in (graph.network(), hostile.network()):
        for _, attributes in (*network.nodes(data=True), *((end, data) for _, end, data in network.edges(data=True))):
            assert {type(value) for value in attributes.values()} <= {str, float, int, bool}
        with (tmp_path / name).open("wb") as file:
            WRITERS[name](network, file)
        assert (tmp_path / name).stat().st_size > 100


def test_graphml_reads_back(graph, hostile, tmp_path):
    """Nodes, edges and weights are what they were."""
    for network in (graph.network(), hostile.network()):
        nx.write_graphml(network, tmp_path / "claims.graphml")
        read = nx.read_graphml(tmp_path / "claims.graphml", force_multigraph=True)
        assert (set(read), read.number_of_edges()) == (set(network), network.number_of_edges())
        assert {data["weight"] for *_, data in read.edges(data=True)} == {
            d["weight"] for *_, d in network.edges(data=True)
        }


def test_a_claim_about_what_is_not_described_is_in_the_network(graph):
    """Both ends are nodes with every attribute, though the file describes neither."""
    small = small_graph(graph, claim("a increases b"), entities={})
    network = small.network()
    assert {data["label"] for _, data in network.nodes(data=True)} == {"entity:a", "entity:b"}
    nx.write_gexf(network, "/dev/null")
