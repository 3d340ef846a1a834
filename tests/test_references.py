"""References as a door: how they are cited, listed, exported, and how the numbers of the review are filled in."""

import csv
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from click.testing import CliRunner

import kgraph
from kgraph.cli.main import cli
from kgraph.errors import DataError
from kgraph.files.bundled import bundled
from kgraph.formats.bibliography import bibliography
from kgraph.formats.reference_list import all_references, reference_rows
from kgraph.formats.references import link_of
from kgraph.importers.numbered_references import resolve_numbers
from kgraph.model import Reference
from kgraph.reading.cited_works import cited_works
from kgraph.reading.crossref import fetch_cited_works

_ARTICLE = "10.3389/fped.2024.1472982"
_STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Test</title><id>test</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout>
    <names variable="author"><name/></names><date variable="issued" prefix=" "><date-part name="year"/></date>
    <text variable="title" prefix=" "/><text variable="DOI" prefix=" "/>
  </layout></bibliography>
</style>
"""


def run(*arguments):
    """The command line in this process: exit code, standard output, standard error."""
    done = CliRunner().invoke(cli, [str(part) for part in arguments])
    return done.exit_code, done.stdout, done.stderr, done.exception


def works(graph):
    return {number: ref for ref in graph.references.values() if (number := ref.number) is not None}


def jats(numbers, *, doi=_ARTICLE, titles=None, labels=None):
    """An article of invented titles with DOIs that are nobody's."""
    titles, labels = titles or {}, labels or {}
    refs = "".join(
        f'<ref id="B{n}"><label>{labels.get(n, n)}.</label><element-citation publication-type="journal">'
        f"<person-group><name><surname>Author{n}</surname><given-names>A B</given-names></name>"
        f"<name><surname>Second</surname><given-names>C</given-names></name></person-group>"
        f"<article-title>{titles.get(n, f'An invented study of <italic>subject</italic> number {n}')}</article-title>"
        f"<source>Invented Journal</source><year>{1990 + n % 30}</year><volume>{n}</volume><fpage>1</fpage>"
        f'<lpage>9</lpage><pub-id pub-id-type="doi">10.5555/invented.{n}</pub-id></element-citation></ref>'
        for n in numbers
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.3//EN" "JATS.dtd">\n'
    meta = f'<front><article-meta><article-id pub-id-type="doi">{doi}</article-id></article-meta></front>'
    return f"{head}<article>{meta}<back><ref-list>{refs}</ref-list></back></article>"


def crossref(numbers, *, doi=_ARTICLE):
    """The same list as a record of Crossref."""
    listed = [
        {
            "key": f"B{n}",
            "DOI": f"10.5555/invented.{n}",
            "article-title": f"An invented study of subject number {n}",
            "author": f"Author{n}",
            "year": "2001a",
            "journal-title": "Invented Journal",
        }
        for n in numbers
    ]
    return json.dumps({"status": "ok", "message": {"DOI": doi, "reference": listed}})


@pytest.mark.parametrize("written", [jats, crossref], ids=["jats", "crossref"])
def test_every_number_of_the_review_is_resolved(graph, written):
    """84 of 84 numbers get title, author, year, journal and DOI of the entry that has their number, and no other."""
    resolved = resolve_numbers(graph, graph.sources["source:review"], cited_works(written(range(1, 85)), "list"))
    assert [found.reference.number for found in resolved] == list(range(1, 85))
    for found in resolved:
        number = found.reference.number
        assert found.work.title == f"An invented study of subject number {number}"
        assert found.work.doi == f"10.5555/invented.{number}"
        assert found.work.authors.split()[0] == f"Author{number}"
        assert found.work.journal == "Invented Journal"
        assert found.work.year is not None
        assert found.agreement == ("differs" if found.reference.candidates else "no candidate")


def test_a_list_tells_how_each_number_agrees_with_its_candidate(graph):
    """The paper that was taken to be the number is found by its title or identifier, another one is not."""
    number, ref = next((n, r) for n, r in works(graph).items() if r.candidates)
    paper = graph.references[ref.candidates[0]]
    listed = cited_works(jats(range(1, 85), titles={number: paper.title}).replace(f"invented.{number}<", "x<"), "list")
    listed = cited_works(
        jats(range(1, 85), titles={number: paper.title}).replace(f"10.5555/invented.{number}<", f"{paper.doi}<"), "list"
    )
    found = resolve_numbers(graph, graph.sources["source:review"], listed)[number - 1]
    assert found.agreement == "agrees"
    assert paper in found.same_as


def confirmed_moved(graph):
    """A list in which a confirmed paper stands under another number."""
    ref = next(r for r in works(graph).values() if r.candidate_confidence == "confirmed-by-content")
    paper = graph.references[ref.candidates[0]]
    return jats(range(1, 85), titles={ref.number % 84 + 1: paper.title or ""}).replace(
        f"10.5555/invented.{ref.number % 84 + 1}<", f"{paper.doi}<"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda _: jats(range(1, 85), doi="10.5555/other"), "is the article 10.5555/other"),
        (lambda _: jats([n for n in range(1, 85) if n != 40]), "lacks 40"),
        (lambda _: jats([*range(1, 85), 85]), "has more than were cited: 85"),
        (lambda _: jats([*range(1, 85), 3]), "repeats 3"),
        (lambda _: jats(range(1, 85), labels={7: 8}), "B7 is labelled '8.': two numbers"),
        (confirmed_moved, "is numbered otherwise"),
        (lambda _: crossref(range(1, 84)), "lacks 84"),
        (lambda _: "<article/>", "lists no references"),
        (lambda _: "plain text", "is neither JATS XML nor JSON of Crossref"),
        (
            lambda _: jats(range(1, 85)).replace("<!DOCTYPE article", '<!DOCTYPE article [<!ENTITY a "b">] '),
            "document type",
        ),
    ],
    ids=["article", "missing", "more", "repeated", "label", "renumbered", "crossref", "empty", "text", "entities"],
)
def test_a_list_that_does_not_fit_changes_nothing(graph, tmp_path, text, reason):
    """Of another article, with a number missing, more, repeated or moved, nothing is written, and the error says why."""
    file, out = tmp_path / "list.xml", tmp_path / "numbers.ttl"
    file.write_text(text(graph), encoding="utf-8")
    code, printed, _, error = run("references", "resolve", file, "-o", out)
    assert code != 0
    assert isinstance(error, DataError)
    assert reason in str(error)
    assert printed == ""
    assert not out.exists()


def test_resolved_numbers_are_laid_over_the_bundled_ones(tmp_path):
    """What is written gives each number its title at every door, is no finding of the check, and changes no claim."""
    file, out = tmp_path / "list.xml", tmp_path / "numbers.ttl"
    file.write_text(jats(range(1, 85)), encoding="utf-8")
    code, printed, told, _ = run("references", "resolve", file, "-o", out, "--format", "json")
    assert code == 0
    assert len(json.loads(printed)) == 84
    assert "resolved 84 of 84 numbers" in told
    filled, plain = kgraph.load(out), kgraph.load()
    assert filled.overlay.set_aside == ()
    listed = next(row for row in filled.references().rows if row["short"] == "B31")
    assert listed["title"] == "An invented study of subject number 31"
    assert listed["remark"] == ""
    assert filled["B31"].short == plain["B31"].short == "Wang 2024, ref. 31"
    assert "An invented study of subject number 31" in str(filled.trace("B31"))
    assert list(filled.claims.values()) == list(plain.claims.values())
    entry = bibliography(filled, ["reference:wang-2024-B31"], "bibtex")
    assert "Author31, A B and Second, C" in entry
    assert "not seen" not in entry
    assert kgraph.load().check(out).problems == ()


def test_a_bundled_title_is_not_filled_over(tmp_path):
    """Only what a number lacks is taken from a file: papers keep what they have."""
    file = tmp_path / "own.ttl"
    paper = "reference:doi-10-1016-j-neuron-2010-09-002"
    prefixes = "@prefix dct: <http://purl.org/dc/terms/> . @prefix reference: <https://w3id.org/kgraph/reference/> ."
    file.write_text(f'{prefixes} {paper} dct:title "Not it" .', encoding="utf-8")
    assert kgraph.load(file).references[paper].title == kgraph.load().references[paper].title


def test_the_record_of_crossref_is_fetched_only_when_asked(graph):
    """With an address that answers, the list comes over the network; one that does not is told in one line."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            body = crossref(range(1, 85)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/works/"
        listed = fetch_cited_works(_ARTICLE, address=address)
        server.shutdown()
    assert len(resolve_numbers(graph, graph.sources["source:review"], listed)) == 84
    with pytest.raises(DataError, match="gives no answer"):
        fetch_cited_works(_ARTICLE, address=address)


@pytest.mark.parametrize("given", [(), ("file.xml", "--online")], ids=["neither", "both"])
def test_resolving_wants_a_file_or_the_network(given):
    """The network is used when it is asked for, and then in place of a file."""
    code, _, _, error = run("references", "resolve", *given)
    assert code == 2 or error is not None
    assert code != 0


def test_every_entry_in_bibtex_parses(graph):
    """Bibtexparser reads every entry without a failed block, under a key of its own, with its title and DOI."""
    everything = all_references(graph)
    library = bibtexparser.parse_string(bibliography(graph, everything, "bibtex"))
    assert library.failed_blocks == []
    assert len(library.entries) == len(everything) == len({entry.key for entry in library.entries})
    for entry, identifier in zip(library.entries, everything, strict=True):
        reference = graph.references[identifier]
        assert ("doi" in entry.fields_dict) == bool(reference.doi)
        assert entry.fields_dict["title"].value.strip("{}")


def test_every_entry_in_ris_parses(graph):
    """Rispy reads as many entries as there are references, with type, title and the authors that were seen."""
    everything = all_references(graph)
    entries = rispy.loads(bibliography(graph, everything, "ris"))
    assert len(entries) == len(everything)
    for entry, identifier in zip(entries, everything, strict=True):
        reference = graph.references[identifier]
        assert entry.get("doi", "") == reference.doi
        assert bool(entry.get("authors")) == bool(reference.first_author)


def test_every_entry_in_csl_json_is_typeset(graph, tmp_path):
    """Citeproc typesets every entry of the CSL-JSON with its title."""
    style = tmp_path / "style.csl"
    style.write_text(_STYLE, encoding="utf-8")
    items = json.loads(bibliography(graph, all_references(graph), "csl-json"))
    # It knows the variables of CSL 1.0, which have no identifier of PubMed Central in lower case.
    source = CiteProcJSON(items)
    typeset = CitationStylesBibliography(CitationStylesStyle(str(style), validate=False), source, formatter.plain)
    for item in items:
        typeset.register(Citation([CitationItem(item["id"])]))
    lines = [str(line) for line in typeset.bibliography()]
    assert len(lines) == len(items)
    assert all(item["title"][:15].lower() in line.lower() for item, line in zip(items, lines, strict=True))


def test_what_a_bibliography_says_was_seen(graph):
    """Authors are names alone, a lone first author has others behind, and a number without a title says so."""
    text = bibliography(graph, all_references(graph), "bibtex")
    assert "corresponding" not in text
    assert "ISSN" not in text
    assert "row:" not in text
    numbers = [r.id for r in graph.references.values() if r.number is not None]
    assert all("title was not seen" in bibliography(graph, [n], "bibtex") for n in numbers)
    assert text.startswith("@article{wang2024,\n  author = {Wang, M and Zhao, F and Sun, L and Yu, Y and Zhang, H},")


def test_the_review_itself_is_an_entry(graph):
    """Whoever cites what the review states finds the review first, with its DOI."""
    first = graph.references("KATP channel")[0]
    assert (first.short, first.doi) == ("Wang 2024", _ARTICLE)


def test_references_are_cited_as_readers_cite_them(graph):
    """A number is "Wang 2024, ref. 28", a paper its first author and year; a name stands for one reference only."""
    shorts = [reference.short for reference in graph.references.values()]
    assert len(shorts) == len({short.casefold() for short in shorts})
    for reference in graph.references.values():
        if reference.number is not None:
            assert reference.short == f"Wang 2024, ref. {reference.number}"
            assert reference.code == f"B{reference.number}"
        elif reference.first_author and reference.year:
            surname = reference.first_author.split()[0]
            assert reference.short.startswith(surname)
            assert re.search(rf"{reference.year}[a-z]?$", reference.short)


@pytest.mark.parametrize(
    "name",
    ["Dahlin 2012", "B28", "Wang 2024, ref. 28", "doi:10.1016/j.neuron.2010.09.002", "pmc:PMC3361694", "PMC3361694"],
)
def test_a_reference_is_found_by_every_name_it_has(graph, name):
    """The name readers see, the code programs see, and each identifier lead to one reference."""
    assert isinstance(graph.names.find(name), Reference)


def test_unused_references_are_behind_no_arrow(graph):
    """What is listed as unused no line of any claim cites, and what is not is cited, probably the same, or a source."""
    unused = {row["id"] for row in graph.references(unused=True).rows}
    cited = {line.reference for claim in graph.claims.values() for line in claim.evidence}
    assert unused
    assert not unused & cited
    assert {row["claims"] + row["disputes"] for row in reference_rows(graph, unused)} == {0}


@pytest.mark.parametrize("ending", ["bib", "ris", "csl"])
@pytest.mark.parametrize(
    "arguments",
    [("path", "KDT", "IESS"), ("trace", "KATP channel"), ("hypotheses",), ("references", "export")],
    ids=lambda a: a[0],
)
def test_answers_are_saved_as_bibliographies(tmp_path, arguments, ending):
    """Paths, traces, hypotheses and the references themselves give their citations in each of the three formats."""
    out = tmp_path / f"cited.{ending}"
    assert run(*arguments, "-o", out)[0] == 0
    text = out.read_text(encoding="utf-8")
    count = {"bib": text.count("\n  title ="), "ris": text.count("ER  -"), "csl": text.count('"id":')}[ending]
    assert count > 5
    assert "Wang" in text


def test_a_check_of_the_references_reads_a_list_of_retractions(graph, tmp_path):
    """A cited paper that was retracted is an error; without a list that is said not to have been checked."""
    paper = graph.references["reference:doi-10-1016-j-neuron-2010-09-002"]
    listed = tmp_path / "retracted.txt"
    listed.write_text(f"{paper.doi}\n", encoding="utf-8")
    assert run("references", "check")[0] == 0
    code, printed, _, _ = run("references", "check", "--retractions", listed, "--format", "json")
    assert code == 1
    assert [finding["rule"] for finding in json.loads(printed)["findings"]] == ["retracted"]


def test_the_table_of_primary_papers_comes_with_the_data(graph):
    """Each row that evidence names is there, with the paper that the evidence cites and what finds it."""
    with bundled("data", "primary-evidence.tsv").open(encoding="utf-8", newline="") as file:
        table = {row["row"]: row for row in csv.DictReader(file, delimiter="\t")}
    owners = [*graph.claims.values(), *graph.questions.values()]
    named = {line.row: line.reference for owner in owners for line in owner.evidence if line.row and line.reference}
    assert named.keys() <= table.keys()
    for name, identifier in named.items():
        row, reference = table[name], graph.references[identifier]
        assert row["finding"]
        assert (row["reference"], row["cited_as"], row["title"]) == (identifier, reference.short, reference.title)
        assert (row["doi"], row["pmid"], row["link"]) == (reference.doi, reference.pmid, link_of(reference))


def test_a_paper_is_cited_by_author_and_year_where_both_were_seen(graph):
    """Three papers in four with a DOI or PubMed number have both; what was not seen beside the title is not in the name."""
    papers = [r for r in graph.references.values() if (r.doi or r.pmid) and r.number is None]
    both = [r for r in papers if r.first_author and r.year]
    assert len(both) >= 0.75 * len(papers)
    for paper in both:
        family = paper.first_author.rsplit(" ", 1)[0]
        assert re.fullmatch(rf"{family} {paper.year}[a-z]?", paper.short), paper.short


def test_the_record_of_a_trial_is_no_article_of_a_journal(graph):
    """A register is where it stands; the paper on a registered trial stays an article."""
    registered = [r for r in graph.references.values() if r.registration]
    kinds = {(r.journal, bibliography(graph, [r.id], "bibtex").partition("{")[0]) for r in registered}
    assert ("ClinicalTrials.gov", "@misc") in kinds
    assert {kind for journal, kind in kinds if journal != "ClinicalTrials.gov"} == {"@article"}
    assert ("ClinicalTrials.gov", "@article") not in kinds
