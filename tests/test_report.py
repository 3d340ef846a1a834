"""Reports: the same sheet as page, text, PDF and Word, looked at as they are written."""

import io
import re
import sys
import zipfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import citeproc
import docx
import pytest
from command import kgraph as run
from pypdf import PdfReader

import kgraph.formats.report
from kgraph.cli.report import command
from kgraph.errors import DataError, MissingExtraError, UsageError
from kgraph.formats.documents import ReportDocument
from kgraph.formats.numbering import Numbering, citation, numbers_text
from kgraph.formats.registry import write
from kgraph.formats.report.sections import sheet_of
from kgraph.formats.styled_entries import styled_entries
from kgraph.frozen import replace
from kgraph.graph import KnowledgeGraph
from kgraph.reading.citation_styles import read_citation_style
from kgraph.report import report_on

KATP = "opening of KATP channels"
HEADINGS = (
    "Verdict", "The chain in sentences", "Seen in people", "Evidence", "What disputes it", "Species and compartments",
    "Weakest step, and what would settle it", "Open questions", "References", "How to reproduce",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script> & **bold** | \u202e"


@pytest.fixture(scope="module")
def contents(graph):
    return {"katp": report_on(graph, KATP), "question": report_on(graph, "KDT", "IESS")}


class Written(dict):
    """Each report in each of its formats, written when it is first asked for."""

    def __init__(self, graph, contents):
        super().__init__()
        self._graph, self._contents = graph, contents

    def __missing__(self, key):
        name, form = key
        self[key] = write(ReportDocument(self._graph, self._contents[name]), form)
        return self[key]


@pytest.fixture(scope="module")
def written(graph, contents):
    return Written(graph, contents)


@cache
def pages(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text):
    """Text without blanks and line ends, which a page breaks where it has to."""
    return re.sub(r"\s+", "", text)


def word_text(document):
    read = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def cited_by(graph, content):
    """Every reference that supports a step of a chain that is shown."""
    claims = [claim for _, told in content for step in told.chain.path.steps for claim in step.claims]
    lines = [line for claim in claims for line in claim.evidence if line.direction == "supports" and line.counts]
    return sorted({line.reference for line in lines})


def test_a_hypothesis_takes_two_pages_at_most(written):
    """The KATP hypothesis, with picture and evidence on the first of them."""
    told = pages(written["katp", "pdf"])
    assert len(told) <= 2
    assert "KATP channel" in told[0]
    assert "A1" in told[0] and "belongs to" in told[0]


def test_a_question_takes_three_pages_at_most(written):
    """KDT and IESS, with verdict and picture on the first page."""
    told = pages(written["question", "pdf"])
    assert len(told) <= 3
    assert "Verdict" in told[0]
    assert squeezed("gut microbiota (helpful)") in squeezed(told[0])


@pytest.mark.parametrize("name", ["katp", "question"])
def test_every_reference_of_the_shown_chains_is_on_the_pages(graph, contents, written, name):
    """Each paper behind a step has its entry in the PDF, with its title where that is known."""
    numbering = Numbering(graph)
    cited = cited_by(graph, contents[name])
    assert len(cited) > 10
    numbering.of(cited)
    whole = squeezed("".join(pages(written[name, "pdf"])))
    missing = [entry.text for entry in numbering.entries() if squeezed(entry.text) not in whole]
    assert missing == []


@pytest.mark.parametrize("form", ["html", "md", "pdf", "docx"])
def test_each_format_has_every_section_and_sentence(graph, contents, written, form):
    """Headings, and each sentence of the chain, stand in every format."""
    text = written["katp", form]
    readers = {"pdf": lambda: "\n".join(pages(text)), "docx": lambda: word_text(text), "html": lambda: words_of(text)}
    told = squeezed(readers.get(form, lambda: text.replace("\\", ""))())
    assert [heading for heading in HEADINGS if squeezed(heading) not in told] == []
    sheet = sheet_of(ReportDocument(graph, contents["katp"]))
    chain = next(section for section in sheet.sections if section.heading == "The chain in sentences")
    assert [one.text for one in chain.blocks[0].items if squeezed(one.text) not in told] == []
    assert told.count("Notmedicaladvice") >= 1


def words_of(page):
    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.text = []

        def handle_data(self, data):
            self.text.append(data)

    reader = Reader()
    reader.feed(page)
    return "".join(reader.text)


def test_the_weakest_step_and_the_gap_are_named(graph, written):
    """The KATP chain says that no step was seen in people, which is weakest, and what limits it."""
    text = written["katp", "md"]
    assert "of them seen in people: none" in text
    assert "(the weakest step)" in text
    assert "Not seen in people: step 1" in text
    assert "inconclusive" in text.partition("## What disputes it")[2].partition("\n## ")[0]


def test_what_stands_against_a_step_is_told_with_what_differs(written):
    """Doses, places and species that two findings do not share, once for the two."""
    told = written["question", "md"].partition("## What disputes it")[2].partition("\n## ")[0]
    assert "beta-hydroxybutyrate has no effect on epileptic spasms (they differ in regimen: repeated" in told
    assert told.count("they differ in compartment") == 1


def test_a_report_says_how_to_make_it_again(graph, written):
    """The command, in the words of a shell, and the version of the data."""
    text = written["question", "md"].replace("\\", "")
    assert "kgraph report 'ketogenic diet therapy' 'infantile epileptic spasms syndrome' -o" in text
    assert re.search(r"data \d+\.\d+\.\d+ \(sha256 [0-9a-f]{16}…\)", text)


def test_a_report_is_the_same_bytes_twice(graph, contents, written):
    """Pages and documents hold no time and no random name."""
    for form in ("html", "md", "pdf", "docx"):
        assert write(ReportDocument(graph, contents["katp"]), form) == written["katp", form]


def test_the_page_fetches_nothing_and_runs_nothing(graph):
    """Whatever a label holds, the page shows it; its policy allows no script and no request."""
    label = next(e for e in graph.entities.values() if e.label == "KATP channel")
    entities = {**graph.entities, label.id: replace(label, label=HOSTILE)}
    hostile = KnowledgeGraph(graph.replace(entities=entities))
    document = ReportDocument(hostile, report_on(hostile, KATP))
    page = write(document, "html")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "\u202e" not in page
    text = write(document, "md")
    assert "<script>" not in text
    assert "**bold**" not in text.replace("\\*", "")
    assert "<script>alert(1)</script>" in word_text(write(document, "docx"))


def test_a_report_on_a_mechanism_tells_each_of_its_questions(graph):
    """Inflammation is told for both diseases, by its best chain of each effect."""
    content = report_on(graph, "mechanism:inflammation")
    assert {graph.label(answer.end) for answer in content.answers} >= {"amyotrophic lateral sclerosis"}
    assert len(content.answers) > 1
    for answer, chains in zip(content.answers, content.chains, strict=True):
        entry = next(one for one in answer.mechanisms if one.mechanism == "inflammation")
        assert [told.chain for told in chains] == list(entry.best.values())


def test_what_no_path_leads_to_is_said(graph):
    """The sheet of a question without a path has a verdict that says why, and no picture."""
    text = write(ReportDocument(graph, report_on(graph, "seizures", "acetoacetate")), "md")
    assert "No path." in text
    assert "data:image" not in text


def test_one_name_that_is_neither_is_refused(graph):
    with pytest.raises(UsageError, match="'KATP channel' alone is neither"):
        report_on(graph, "KATP channel")


@pytest.mark.parametrize(
    ("form", "module", "tool"),
    [("pdf", "weasyprint", "WeasyPrint"), ("docx", "docx", "python-docx"), ("md", "citeproc", "citeproc-py")],
)
def test_a_missing_library_is_one_clear_line(graph, contents, monkeypatch, form, module, tool):
    """The error says which library and how to install it."""
    monkeypatch.setitem(sys.modules, module, None)
    style = read_citation_style(bundled_style()) if form == "md" else None
    document = ReportDocument(graph, contents["katp"], style)
    with pytest.raises(MissingExtraError, match=rf"{tool}: .*kgraph-mechanisms\[report\]") as caught:
        write(document, form)
    assert "\n" not in str(caught.value)


def test_word_documents_carry_picture_and_no_time(written):
    """The picture is inside and described, and no file of the archive has the time of its writing."""
    archive = zipfile.ZipFile(io.BytesIO(written["katp", "docx"]))
    assert any(name.endswith(".png") for name in archive.namelist())
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert b'descr="1 chain' in archive.read("word/document.xml")


def test_citations_leave_out_what_is_not_known(graph):
    """Author, year, title and journal where they are recorded, and nothing invented where they are not."""
    whole, untitled = graph["doi:10.1126/science.aaa1299"], graph["B30"]
    assert citation(whole).startswith("Sada N, et al. (2015). Targeting LDH enzymes")
    assert citation(untitled) == f"{untitled.short}; the title was not seen."
    assert numbers_text([]) == ""
    assert numbers_text([1, 2, 5, 6, 7]) == "1, 2, 5–7"


def test_the_list_of_references_is_that_of_its_own_style(graph):
    """Each titled paper reads as citeproc-py has it in the style that is bundled, without that processor."""
    numbering = Numbering(graph)
    numbering.of(graph.references)
    entries = numbering.entries()
    styled = styled_entries(graph, entries, read_citation_style(bundled_style()))
    assert sum(entry.titled for entry in entries) > 100
    assert [(a.text, b.text) for a, b in zip(entries, styled, strict=True) if a.text != b.text] == []


def bundled_style():
    return Path(kgraph.formats.report.__file__).parent / "references.csl"


def test_references_take_the_style_of_a_journal(graph, tmp_path):
    """The text of a paper is in the style's words and letters, under the number that the sheet cites it by."""
    file = tmp_path / "journal.csl"
    text = bundled_style().read_text(encoding="utf-8")
    text = text.replace(
        'variable="container-title"/>', 'variable="container-title" font-style="italic" prefix="In: "/>'
    )
    numbered = text.replace("<bibliography>\n    <layout", '<bibliography>\n    <layout prefix="no. "').replace(
        '<group delimiter=". ">', '<text variable="citation-number" suffix=") "/><group delimiter=". ">', 1
    )
    file.write_text(numbered, encoding="utf-8")
    document = ReportDocument(graph, report_on(graph, KATP), read_citation_style(file))
    sheet, plain = sheet_of(document), sheet_of(ReportDocument(graph, document.content))
    styled, usual = (next(s.blocks[0] for s in one.sections if s.heading == "References") for one in (sheet, plain))
    assert [one.number for one in styled.entries] == [one.number for one in usual.entries]
    assert any("In: PLoS ONE" in one.text and one.text.startswith("no. Kim DY, et al.") for one in styled.entries)
    untitled = [(a, b) for a, b in zip(styled.entries, usual.entries, strict=True) if not a.titled]
    assert untitled
    assert all(a == b for a, b in untitled)
    text = write(document, "md")
    assert "In: *PLoS ONE*" in text
    assert "--style journal.csl" in text.replace("\\", "")
    assert "In: <i>PLoS ONE</i>" in write(document, "html")
    runs = [run for p in docx.Document(io.BytesIO(write(document, "docx"))).paragraphs for run in p.runs]
    assert "PLoS ONE" in [run.text for run in runs if run.italic]


def test_no_style_says_more_of_a_paper_than_is_recorded(graph):
    """An article without a volume is called no preprint, one without a year not undated, and no title stands twice."""
    numbering = Numbering(graph)
    numbering.of(graph.references)
    entries = numbering.entries()
    journal = read_citation_style(Path(citeproc.STYLES_PATH) / "harvard-cite-them-right.csl")
    texts = [one.text for one in styled_entries(graph, entries, journal)]
    assert [text for text in texts if re.search(r"preprint|no date|and et al", text, re.IGNORECASE)] == []
    assert any(
        re.match(r"Sada, N\. et al\. \(2015\) “Targeting .*”, Science, 347\(6228\), pp\. 1362–1367", t) for t in texts
    )
    assert sum(one.text != text for one, text in zip(entries, texts, strict=True)) > 10


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: "<style/>", "is no CSL style: its outermost element is 'style'"),
        (
            lambda text: text.replace("<bibliography", "<x").replace("</bibliography", "</x"),
            "without a bibliography; take one",
        ),
        (
            lambda text: re.sub(r"<bibliography.*</bibliography>", "", text, flags=re.DOTALL).replace(
                "<rights>", '<link href="http://example.org/parent" rel="independent-parent"/><rights>'
            ),
            "only points to the style http://example.org/parent; take that one",
        ),
        (
            lambda text: text.replace(
                '<names variable="author">', '<text macro="year"/><names variable="author">'
            ).replace('<date variable="issued"', '<text macro="author"/><date variable="issued"'),
            "has a macro that calls itself: author → year → author",
        ),
        (
            lambda text: text.replace(
                '<macro name="year">',
                "".join(f'<macro name="m{n}">{f"""<text macro="m{n + 1}"/>""" * 40}</macro>' for n in range(9))
                + '<macro name="year">',
            ).replace('<date variable="issued"', '<text macro="m0"/><date variable="issued"'),
            "comes to more than 100,000 elements",
        ),
        (lambda text: f'<!DOCTYPE style [<!ENTITY a "b">]>{text.partition("?>")[2]}', "document type"),
        (lambda text: text.replace("</style>", ""), "is not well-formed XML"),
    ],
    ids=["element", "bibliography", "dependent", "circle", "growth", "entity", "cut"],
)
def test_a_file_that_is_no_style_is_refused_with_its_place(tmp_path, change, reason):
    """One line says which file, where, and what to take instead."""
    file = tmp_path / "mine.csl"
    file.write_text(change(bundled_style().read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(reason)) as caught:
        read_citation_style(file)
    assert (caught.value.file, caught.value.line is None) == (str(file), False)
    assert "\n" not in str(caught.value)


def test_a_style_that_the_processor_cannot_follow_is_named(graph, tmp_path):
    """What the processor stumbles over becomes one line with the name of the style."""
    file = tmp_path / "mine.csl"
    text = bundled_style().read_text(encoding="utf-8").replace('<text macro="year"/>', '<text macro="absent"/>')
    file.write_text(text, encoding="utf-8")
    document = ReportDocument(graph, report_on(graph, KATP), read_citation_style(file))
    with pytest.raises(DataError, match=r"cannot follow \(.*\); check it"):
        write(document, "md")


def test_a_source_number_and_its_paper_have_one_entry(graph):
    """What the review numbers is listed with the paper that it probably is."""
    numbering = Numbering(graph)
    number, paper = graph["B28"].id, graph["doi:10.1523/JNEUROSCI.0132-07.2007"].id
    assert numbering.of([number]) == numbering.of([paper]) == (1,)
    (entry,) = numbering.entries()
    assert entry.note == f"(Probably {graph['B28'].short}.)"
    assert numbering.of(["", "reference:none"]) == ()


def test_the_command_writes_what_the_ending_says(tmp_path, runner):
    """An ending chooses the format, and one that no report has is refused."""
    done = runner.invoke(command, [KATP, "-o", str(tmp_path / "katp.html")])
    assert done.exit_code == 0
    assert "<h2>References</h2>" in (tmp_path / "katp.html").read_text(encoding="utf-8")
    assert runner.invoke(command, [KATP]).stdout.startswith("# Opening of KATP channels")
    refused = runner.invoke(command, [KATP, "-o", str(tmp_path / "katp.odt")])
    assert ".html" in str(refused.exception)


@pytest.fixture
def runner():
    from click.testing import CliRunner

    return CliRunner()


def test_python_writes_the_sheet_of_the_command(graph, tmp_path):
    """Printed it is the Markdown of the command line, saved the same bytes, and in a notebook it is a closed frame."""
    sheet = graph.report("opening of KATP channels")
    code, told, _ = run("report", "opening of KATP channels")
    assert (code, told) == (0, f"{sheet}\n")
    saved = sheet.save(tmp_path / "katp.html").read_bytes()
    run("report", "opening of KATP channels", "-o", tmp_path / "command.html")
    assert saved == (tmp_path / "command.html").read_bytes()
    assert 'sandbox=""' in sheet._repr_html_()
    assert (bool(sheet), len(sheet.content.chains)) == (True, 1)
    with pytest.raises(UsageError, match="docx"):
        graph.report("KDT", "IESS").save(tmp_path / "sheet.tsv")
