"""A report in one of its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.formats.report.sections import sheet_of

if TYPE_CHECKING:
    from kgraph.formats.documents import ReportDocument


def write_report(document: ReportDocument, form: str) -> str | bytes:
    """The report as html, md, pdf or docx.

    Raises MissingExtraError, with what to install, for the last two without their libraries.
    """
    sheet = sheet_of(document)
    if form == "md":
        from kgraph.formats.report.markdown_sheet import markdown_of

        return markdown_of(sheet)
    if form == "docx":
        from kgraph.formats.report.word_sheet import word_of

        return word_of(sheet)
    from kgraph.formats.report.html_sheet import page_of, pdf_of

    return pdf_of(sheet) if form == "pdf" else page_of(sheet)
