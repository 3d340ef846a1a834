"""A file in which every text is hostile: no command lets any of it out raw, in any format."""

import csv
import io
import json
import re
import unicodedata

import pytest
import rdflib
from click.testing import CliRunner

import kgraph
from kgraph.cli.main import COMMANDS, cli
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import names

TEXT = "=1+1\x1b[31m\u202e\u2066\x9b<b>|`\\\"'\u2028\U000e0041é"
PREFIXES = "".join(
    f"@prefix {name}: <https://w3id.org/kgraph/{place}> .\n"
    for name, place in {
        "kg": "", "entity": "entity/", "claim": "claim/", "evidence": "evidence/", "reference": "reference/", "source": "source/",
        "hypothesis": "hypothesis/", "question": "question/", "measurement": "measurement/", "certainty": "certainty/",
        "study": "study-kind/", "direction": "direction/", "directness": "directness/", "mechanism": "mechanism/",
    }.items()
)  # fmt: skip
DATA = """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
entity:a a kg:Diet ; skos:prefLabel "1 T" ; skos:altLabel "start", "T" ; skos:definition "T" .
entity:m a kg:Process ; skos:prefLabel "2 T" ; skos:altLabel "T" ; skos:definition "T" .
entity:b a kg:Disease ; skos:prefLabel "3 T" ; skos:altLabel "end" ; skos:definition "T" ; kg:valence "unwanted" .
claim:one a kg:Claim ; rdf:subject entity:a ; rdf:predicate kg:increases ; rdf:object entity:m ; kg:sign "+" ; ALL .
claim:two a kg:Claim ; rdf:subject entity:m ; rdf:predicate kg:contributes_to ; rdf:object entity:b ; kg:sign "+" ; ALL ;
    kg:disputes claim:one ; kg:measurement measurement:x .
claim:three a kg:Claim ; rdf:subject entity:a ; rdf:predicate kg:has_outcome ; rdf:object entity:b ; kg:sign "+" ; ALL ;
    kg:measurement measurement:x .
measurement:x a kg:Measurement ; kg:printed "T" ; kg:unit "T" ; kg:measure "T" ; kg:timePoint "T" ; kg:disputed "T" ; kg:arm entity:a .
evidence:x a kg:EvidenceLine ; kg:direction direction:supports ; kg:directness directness:primary ; kg:studyKind study:animal ;
    kg:row "T" ; kg:reference reference:x ; skos:note "T" ; kg:primaryValue "T" .
reference:x a kg:Reference ; kg:shortName "T" ; dct:title "T" ; kg:firstAuthor "T" ; kg:journal "T" ; kg:doi "T" ; kg:confirmedIn "T" .
source:x a kg:Source ; kg:shortName "x" ; dct:title "T" ; dct:bibliographicCitation "T" .
hypothesis:x a kg:Hypothesis ; skos:prefLabel "T" ; kg:mechanism mechanism:mTOR ; kg:status "T" ; kg:start entity:a ; kg:end entity:b ;
    kg:statedEffect "harms" ; kg:steps ( claim:one claim:two ) ; skos:note "T" .
question:x a kg:OpenQuestion ; skos:prefLabel "T" ; kg:settledBy "T" ; kg:origin source:x ; kg:evidence evidence:x ; kg:about entity:a .
""".replace(
    "ALL",
    "kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin source:x ; kg:evidence evidence:x ; kg:mechanism "
    'mechanism:mTOR ; kg:condition "T" ; kg:population "T" ; kg:slip "T" ; kg:printedSubject "T" ; skos:note "T" ; '
    "kg:diseaseContext entity:b",
)
REQUESTS = {
    "path": ["start", "end"],
    "trace": ["start"],
    "show": ["start"],
    "search": ["start"],
    "mechanisms": [],
    "explain": ["claim:one"],
    "debates": [],
    "outcomes": [],
    "hypotheses": [],
    "questions": [],
    "query": ["SELECT ?s ?t { ?s ?p ?t FILTER(isLiteral(?t)) }"],
}
THINGS = ["claim:one", "reference:x", "hypothesis:x", "question:x", "source:x"]
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
TURNING = {"RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    escaped = "".join(f"\\U{ord(c):08x}" for c in TEXT)
    file.write_text(PREFIXES + re.sub(r"\bT\b", lambda _: escaped, DATA), encoding="utf-8")
    return file


def answer_of(file, *arguments):
    done = CliRunner().invoke(cli, [*arguments, "--data", str(file), "--no-bundled"])
    assert done.exit_code in (0, 1), (arguments, done.output, done.exception)
    assert not raw(done.stderr)
    return done.stdout


def raw(text):
    """The characters of a text that a terminal would obey instead of show."""
    return {c for c in text if c not in {"\n", "\t"} and unicodedata.category(c) in UNSEEN} | {
        c for c in text if unicodedata.bidirectional(c) in TURNING
    }


@pytest.mark.parametrize("form", names("listing"))
@pytest.mark.parametrize("command", REQUESTS)
def test_no_command_lets_a_hostile_text_out_raw(command, form, hostile):
    """Whatever the format, nothing turns, moves or hides; JSON gives the text back, and no cell of CSV is a formula."""
    out = answer_of(hostile, command, *REQUESTS[command], "--format", form)
    assert raw(out) <= ({"\r"} if (command, form) == ("query", "csv") else set())
    if form == "json":
        json.loads(out)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdfxml", "xml", "tsv"])
def test_documents_of_queries_read_back_the_same(form, hostile):
    """Escapes of the format stand for what is unseen; what XML cannot hold is marked as lost."""
    graph = form in ("ttl", "nt", "jsonld", "rdfxml")
    query = "CONSTRUCT { ?s ?p ?t } { ?s ?p ?t FILTER(isLiteral(?t)) }" if graph else REQUESTS["query"][0]
    out = answer_of(hostile, "query", query, "--format", form)
    assert not raw(out)
    text = TEXT.replace("\x1b", "\ufffd") if "xml" in form else TEXT
    if form == "jsonld":
        found = set(texts_in(json.loads(out)))
    elif graph:
        names = {"ttl": "turtle", "nt": "nt", "rdfxml": "xml"}
        found = {str(value) for value in rdflib.Graph().parse(data=out, format=names[form]).objects()}
    elif form == "xml":
        found = {
            str(value) for row in rdflib.query.Result.parse(io.BytesIO(out.encode()), format="xml") for value in row
        }
    else:
        terms = " , ".join(line.split("\t")[1] for line in out.splitlines()[1:])
        found = {str(value) for value in rdflib.Graph().parse(data=f"<a:s> <a:p> {terms} .", format="turtle").objects()}
    assert text in found


def test_an_iri_with_a_comma_is_one_cell_of_csv():
    """The engine writes it without quotes; what follows the comma would be a cell of its own, and a formula."""
    query = "SELECT (<http://a.example/,=1+1> AS ?x) ('a,\"b' AS ?y) (<<( <http://a.example/,> rdf:type 1 )>> AS ?z) {}"
    done = CliRunner().invoke(cli, ["query", query, "--format", "csv"])
    header, row = csv.reader(io.StringIO(done.stdout, newline=""))
    assert header == ["x", "y", "z"]
    assert row[:2] == ["http://a.example/,=1+1", 'a,"b']
    assert len(row) == 3
    assert kgraph.load().sparql(query).serialize("csv").startswith(b'x,y,z\r\n"http://a.example/,=1+1","a,""b",')


@pytest.mark.parametrize("thing", THINGS)
def test_every_kind_of_thing_is_shown_and_not_obeyed(thing, hostile):
    """The words and the JSON of each kind; the JSON has the very text."""
    assert not raw(answer_of(hostile, "show", thing, "--format", "table"))
    out = answer_of(hostile, "show", thing, "--format", "json")
    assert not raw(out)
    assert TEXT in " ".join(texts_in(json.loads(out)))


@pytest.mark.parametrize("form", names("listing"))
def test_answers_of_an_index_are_shown_and_not_obeyed(form, hostile, tmp_path):
    """One question and a list of pairs, over labels that an index took from hostile data."""
    index, pairs = tmp_path / "hostile.index", tmp_path / "pairs.tsv"
    answer_of(hostile, "index", "build", "-o", str(index))
    pairs.write_text("start\tend\nentity:a\tentity:b\n", encoding="utf-8")
    asked = ["path", "entity:a", "entity:b", "--index", str(index), "--format", form]
    done = CliRunner().invoke(cli, asked)
    assert (done.exit_code, raw(done.output)) == (0, set())
    if form in ("json", "jsonl"):
        document = done.output if form == "json" else done.output.splitlines()[0]
        assert f"1 {TEXT}" in texts_in(json.loads(document))
    if form in ("tsv", "jsonl"):
        out = tmp_path / f"answers.{form}"
        done = CliRunner().invoke(cli, ["path", "--pairs", str(pairs), "--index", str(index), "-o", str(out)])
        assert (done.exit_code, raw(out.read_text(encoding="utf-8"))) == (0, set())


def texts_in(value):
    """Every text in a value of JSON."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_in(part)]


def test_exports_keep_their_rows_and_their_text(hostile):
    """The flat table has a row per claim, and its cells are the text as it is shown."""
    out = answer_of(hostile, "export", "--to", "claims-tsv")
    rows = list(csv.DictReader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["claim"] for row in rows] == ["claim:one", "claim:two", "claim:three"]
    assert {row["subject"] for row in rows} == {for_terminal(f"{n} {TEXT}") for n in (1, 2)}
    for form in ("ttl", "nt"):
        out = answer_of(hostile, "export", "--to", form)
        assert not raw(out)
        labels = rdflib.Graph().parse(data=out, format=form).objects(predicate=rdflib.SKOS.prefLabel)
        assert f"1 {TEXT}" in {str(label) for label in labels}


def test_every_listing_is_tried():
    """A new command has to be tried here, or to say why it writes no texts of the data."""
    elsewhere = {"compare", "explore", "export", "check", "info", "new", "add", "serve", "mcp"}
    assert set(COMMANDS) - elsewhere - set(REQUESTS) <= {
        "index",
        "store",
        "engines",
        "push",
        "pull",
        "load",
        "import",
        "references",
        "report",
        "merge",
        "diff",
    }
