"""A sheet as a Word document (Office Open XML)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kgraph.errors import MissingExtraError
from kgraph.formats.escape import for_terminal
from kgraph.formats.numbering import Entry, Letters, numbers_text
from kgraph.formats.palette import colors, effect_color
from kgraph.formats.pictures import picture
from kgraph.formats.report.sheet import Literature, Paragraph, Picture, Points, Sentence, Sheet, Table

if TYPE_CHECKING:
    from kgraph.formats.report.sheet import Block

_MARGIN, _SMALL, _BODY = 18, 8, 9.5  # millimetres, points, points
_WIDTH = 210 - 2 * _MARGIN
# The oldest moment that an archive can say.
_DATE = (1980, 1, 1, 0, 0, 0)


def word_of(sheet: Sheet) -> bytes:
    """The sheet as a document on A4; the same sheet is the same bytes.

    Raises MissingExtraError without python-docx, or without CairoSVG for its picture.
    """
    try:
        from docx import Document
        from docx.shared import Mm, Pt
    except ModuleNotFoundError:
        raise MissingExtraError("html and md need nothing, but reports as docx need python-docx", "report") from None
    document: Any = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN)
    document.styles["Normal"].font.size = Pt(_BODY)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.core_properties.title, document.core_properties.author = for_terminal(sheet.title)[:255], "kgraph"
    document.add_heading(for_terminal(sheet.title), 1)
    document.add_paragraph(for_terminal(sheet.notice))
    for section in sheet.sections:
        if section.heading:
            document.add_heading(for_terminal(section.heading), 2)
        for block in section.blocks:
            _block(document, block)
    out = BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _block(document: Any, block: Block) -> None:
    from docx.shared import Mm

    if isinstance(block, Paragraph):
        _sentences(document.add_paragraph(), block.sentences)
    elif isinstance(block, Points):
        for number, item in enumerate(block.items, 1):
            # Numbers are text, so that each list begins at 1.
            paragraph = document.add_paragraph(style=None if block.numbered else "List Bullet")
            if block.numbered:
                paragraph.add_run(f"{number}. ")
            _sentences(paragraph, (item,))
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Picture):
        drawn = picture(block.svg, "png")
        shape = document.add_picture(BytesIO(drawn if isinstance(drawn, bytes) else drawn.encode()), width=Mm(_WIDTH))
        shape._inline.docPr.set("descr", for_terminal(block.told))  # noqa: SLF001  python-docx has no call for it
    elif isinstance(block, Literature):
        for entry in block.entries:
            _entry(document.add_paragraph(), entry)


def _entry(paragraph: Any, entry: Entry) -> None:
    paragraph.add_run(f"{entry.number}. ")
    for part in entry.letters or (Letters(entry.text),):
        run = paragraph.add_run(for_terminal(part.text))
        run.italic, run.bold = part.italic or None, part.bold or None
    _small(paragraph, "".join(f" {part}" for part in (entry.identifier, entry.note) if part))


def _table(document: Any, table: Table) -> None:
    rows = document.add_table(rows=1, cols=len(table.columns), style="Light List")
    for cell, column in zip(rows.rows[0].cells, table.columns, strict=True):
        _small(cell.paragraphs[0], column)
    for row in table.rows:
        for cell, sentence in zip(rows.add_row().cells, row, strict=True):
            _small(cell.paragraphs[0], sentence.text, sentence.cited)
    document.add_paragraph()


def _sentences(paragraph: Any, sentences: tuple[Sentence, ...]) -> None:
    for place, sentence in enumerate(sentences):
        if place:
            paragraph.add_run(" ")
        if sentence.lead:
            lead = paragraph.add_run(for_terminal(sentence.lead) + (" " if sentence.text else ""))
            lead.bold = True
            if sentence.effect:
                _coloured(lead, colors()[effect_color([sentence.effect])])
        paragraph.add_run(for_terminal(sentence.text))
        _cited(paragraph, sentence.cited)
        paragraph.add_run(sentence.end)


def _cited(paragraph: Any, numbers: tuple[int, ...]) -> None:
    if numbers:
        paragraph.add_run(f" [{numbers_text(numbers)}]")


def _small(paragraph: Any, text: str, cited: tuple[int, ...] = ()) -> None:
    from docx.shared import Pt

    paragraph.add_run(for_terminal(text))
    _cited(paragraph, cited)
    paragraph.paragraph_format.space_after = Pt(1)
    for run in paragraph.runs:
        run.font.size = Pt(_SMALL)


def _coloured(run: Any, colour: str) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def _undated(document: bytes) -> bytes:
    """The archive with the same files, none with the time at which it was written."""
    out = BytesIO()
    with ZipFile(BytesIO(document)) as written, ZipFile(out, "w") as archive:
        for member in written.infolist():
            entry = ZipInfo(member.filename, _DATE)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, written.read(member))
    return out.getvalue()
