"""The whole graph as other programs take it, and sheets on its questions for people: what is written to files."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from kgraph.model import Contents

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

    from kgraph.graph.reports import ReportSheet
    from kgraph.importers.imported import Tally


class Exporting(Contents):
    """Contents as a store and as files; part of `KnowledgeGraph`."""

    @property
    def store(self) -> Store:
        """The statements of the files and the derived edges in an Oxigraph store."""
        from kgraph.sparql.loading import store_of

        return store_of(self)

    def save(self, file: str | PathLike[str], *, to: str = "", strict: bool = False, force: bool = False) -> Path:
        """Write the whole graph to a file, in the format of its ending unless `to` names one; gives its path back.

        Some formats (kgx, kgx-jsonl, neo4j, parquet) are a folder of files.  What a format cannot carry is left out,
        and `losses` counts it; when `strict`, nothing is written then.  docs/exporting.md has a table of the formats.
        Raises UsageError for an ending or a name that no format has, OutputError for a loss when `strict`, and
        ExistingFileError or ExistingFolderError for what is there, unless `force` is given.

        >>> import kgraph
        >>> kgraph.load().save("claims.docx")
        Traceback (most recent call last):
        kgraph.errors.UsageError: nothing writes the graph as .docx...
        """
        from kgraph.errors import OutputError
        from kgraph.formats.documents import GraphDocument
        from kgraph.formats.registry import format_of, save

        form = to or format_of(file, "graph")
        lost = self.losses(form) if strict and form else ()
        if lost:
            counts = ", ".join(f"{tally.what}: {tally.count:,}" for tally in lost)
            raise OutputError(f"nothing is written, because {form} cannot carry {counts}.")
        return save(GraphDocument(self), file, form=form, force=force)

    def report(self, what: str, end: str = "", *, style: str | PathLike[str] | None = None) -> ReportSheet:
        """A sheet on a hypothesis or a mechanism, or on how `what` may act on an `end`, to print, to show or to save.

        docs/report.md lists its sections.  Without any chain it is false.  `style` is a citation style (CSL) for its
        references.  Raises UsageError for one name that is neither a hypothesis nor a mechanism, UnknownNameError or
        AmbiguousNameError, and DataError for a file that is no style with a bibliography.

        >>> import kgraph
        >>> sheet = kgraph.load().report("opening of KATP channels")
        >>> str(sheet).splitlines()[0]
        '# Opening of KATP channels: ketogenic diet therapy → infantile epileptic spasms syndrome'
        >>> bool(sheet)
        True
        """
        from kgraph.graph.reports import ReportSheet
        from kgraph.report import report_on

        if style is None:
            return ReportSheet(self, report_on(self, what, end))
        from pathlib import Path

        from kgraph.reading.citation_styles import read_citation_style

        return ReportSheet(self, report_on(self, what, end), read_citation_style(Path(style)))

    def losses(self, to: str) -> tuple[Tally, ...]:
        """What a format cannot carry of this graph, by kind and count; empty when it carries everything.

        Raises UsageError for a name that no format has.

        >>> import kgraph
        >>> kgraph.load().losses("parquet")
        ()
        """
        from kgraph.formats.losses import losses

        return losses(self, to)
