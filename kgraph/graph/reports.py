"""What `trace`, `check` and `report` answer with: passages, what is wrong with a file, and a sheet for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph import trace as tracing
from kgraph.check import findings
from kgraph.errors import ChoiceError
from kgraph.formats.documents import FindingsDocument, ReportDocument, TraceDocument
from kgraph.graph.claims import Claim
from kgraph.graph.listings import Tabular

if TYPE_CHECKING:
    from kgraph.formats.documents import Row
    from kgraph.model import Contents
    from kgraph.names import Thing as PlainThing
    from kgraph.reading.citation_styles import CitationStyle
    from kgraph.reading.passages import Passages
    from kgraph.report import ReportContent

FileName = str | PathLike[str]

_SHEET_HEIGHT = 760


class Trace(Tabular):
    """The claims behind a thing, each down to its evidence: iterate over it for the claims, print it for the words.

    A thing that no claim mentions has an empty trace, which is false.
    """

    def __init__(self, graph: Contents, thing: PlainThing, sources: Mapping[str, FileName]) -> None:
        from kgraph.formats.trace import COLUMNS

        self._graph, self._texts = graph, tracing.SourceTexts(passages_of(graph, sources))
        self._traced = tracing.trace(graph, thing)
        self.columns = COLUMNS

    @property
    def label(self) -> str:
        """What was traced, in words."""
        return self._traced.label

    @property
    def kind(self) -> str:
        """Its kind: claim, hypothesis, entity, reference, mechanism or other."""
        return self._traced.kind

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order of the chain or of the files; may be empty."""
        return tuple(Claim.bind(self._graph, found.claim) for found in self._traced.claims)

    def _rows(self) -> Sequence[Row]:
        from kgraph.formats.trace import trace_rows

        return list(trace_rows(self._graph, self._traced, self._texts))

    def _document(self) -> TraceDocument:
        return TraceDocument(self._graph, self._traced, self._texts)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self._traced.claims)

    def __str__(self) -> str:
        from kgraph.formats.trace import write_trace

        return write_trace(self._document(), "table").removesuffix("\n")

    def __repr__(self) -> str:
        return f"<Trace of {self.label!r} ({self.kind}): {len(self)} claims>"


class CheckReport(findings.Report, Tabular):
    """What a check found, how much it looked at, and what it did not look at.

    `problems` are the findings that are errors; printed, each finding is a line, and a sound file prints nothing.
    """

    columns = ("file", "line", "column", "rule", "subject", "message", "hint", "severity")

    def _rows(self) -> Sequence[Row]:
        return [{name: getattr(finding, name) for name in self.columns} for finding in self.findings]

    def _document(self) -> FindingsDocument:
        return FindingsDocument(self)

    def __str__(self) -> str:
        from kgraph.formats.findings import line_of

        return "\n".join(map(line_of, self.findings))

    def __repr__(self) -> str:
        checked = ", ".join(f"{number} {what}" for what, number in self.checked.items())
        return f"<CheckReport: {self.errors} problems, {self.warnings} warnings; checked {checked}>"


class ReportSheet:
    """A sheet for people: printed it is Markdown, in a notebook it shows itself, and it is saved as a page or a text.

    `content` holds the answers and the chains that it tells.  Without any chain it is false.
    """

    def __init__(self, graph: Contents, content: ReportContent, style: CitationStyle | None = None) -> None:
        self._document, self.content = ReportDocument(graph, content, style), content

    def save(self, file: str | PathLike[str], *, force: bool = False) -> Path:
        """Write the sheet to a file as html, md, pdf or docx, by its ending, and give its path back.

        Raises UsageError for another ending, MissingExtraError where pdf or docx need what is not installed, and
        ExistingFileError for a file that exists, unless `force` is given.
        """
        from kgraph.formats.registry import save

        return save(self._document, file, force=force)

    def __bool__(self) -> bool:
        return any(self.content.chains)

    def __str__(self) -> str:
        from kgraph.formats.registry import write

        return str(write(self._document, "md")).removesuffix("\n")

    def _repr_html_(self) -> str:
        from html import escape

        from kgraph.formats.registry import write

        # A page of its own, which can do nothing, so that its styles stay with it.
        page = escape(str(write(self._document, "html")), quote=True)
        return (
            f'<iframe title="report" sandbox="" style="width:100%;height:{_SHEET_HEIGHT}px" srcdoc="{page}"></iframe>'
        )

    def __repr__(self) -> str:
        told = sum(map(len, self.content.chains))
        return f"<ReportSheet on {self.content.name or self.content.kind}: {told} chains>"


def check(
    graph: Contents,
    files: Sequence[FileName],
    *,
    sources: Mapping[str, FileName],
    retractions: FileName | None,
    mappings: Sequence[FileName],
) -> CheckReport:
    """Check files laid over a graph, or the graph alone; see `KnowledgeGraph.check`."""
    from kgraph.check.whole_check import check_files, check_laid_over
    from kgraph.files.bundled import bundled_data_names

    places = [Path(file) for file in files]
    read = check_files(places)
    if read.errors:
        return CheckReport(**vars(read))
    ours = [str(name) for name in bundled_data_names()]
    report = check_laid_over(
        [*(Path(file) for file in graph.file_names if str(file) not in ours), *places],
        bundled={str(file) for file in graph.file_names}.issuperset(ours),
        read_sources=lambda checked: passages_of(checked, sources),
        retractions=Path(retractions) if retractions else None,
        mappings=[Path(table) for table in mappings],
    )
    report.checked = read.checked + report.checked
    return CheckReport(**vars(report))


def passages_of(graph: Contents, sources: Mapping[str, FileName]) -> dict[str, Passages]:
    """The reader's own copies of sources, by the short name of the source.

    Raises UsageError, with the names that there are, for one that is no source, and DataError for a file that cannot be
    read.
    """
    from kgraph.reading.passages import Passages
    from kgraph.reading.text_files import read_text

    known = [source.short for source in graph.sources.values() if source.sha256]
    unknown = [name for name in sources if name not in known]
    if unknown:
        raise ChoiceError("source", unknown[0], "the name of a text", known)
    return {name: Passages.from_text(read_text(Path(file))) for name, file in sources.items()}
