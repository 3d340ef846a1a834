"""A sheet as one HTML page that needs nothing else, and as PDF, laid out from the same page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kgraph.errors import MissingExtraError, UsageError
from kgraph.formats.escape import visible
from kgraph.formats.numbering import numbers_text
from kgraph.formats.palette import colors, effect_color
from kgraph.formats.report.sheet import Literature, Paragraph, Picture, Points, Sheet, Table

if TYPE_CHECKING:
    from jinja2 import Template

_KINDS = {Paragraph: "paragraph", Points: "points", Table: "table", Picture: "picture", Literature: "literature"}


def page_of(sheet: Sheet) -> str:
    """The sheet as HTML; text is text, whatever it holds."""
    return _template().render(sheet=sheet)


def pdf_of(sheet: Sheet) -> bytes:
    """The sheet as PDF on A4.

    Raises MissingExtraError without WeasyPrint, and UsageError without the library pango that it draws with.
    """
    try:
        from weasyprint import HTML
    except ModuleNotFoundError:
        raise MissingExtraError("html and md need nothing, but reports as pdf need WeasyPrint", "report") from None
    except OSError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"reports as pdf need the library pango ({reason}); html and md need nothing.") from None
    written: bytes = HTML(string=page_of(sheet), base_url=None, url_fetcher=_nothing).write_pdf(uncompressed_pdf=False)
    return written


def _nothing(url: str, *_: object, **__: object) -> Any:
    """What a page may fetch: nothing."""
    raise ValueError(f"a report holds everything itself and fetches nothing, {url[:60]!r} neither")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_seen,
    )
    environment.filters.update(kind=lambda block: _KINDS[type(block)], runs=numbers_runs, color=_color)
    environment.globals.update(palette=colors(), drawn=_drawn)
    return environment.get_template("sheet.html.j2")


def _seen(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _color(effect: str) -> str:
    return colors()[effect_color([effect])]


def _drawn(picture: Picture) -> Markup:
    # Made here from escaped words; see kgraph.formats.svg.
    return Markup(picture.svg)  # noqa: S704


def numbers_runs(numbers: tuple[int, ...]) -> list[tuple[str, int]]:
    """Runs of numbers as they are printed, each with the first number of the run, to which it leads."""
    runs = numbers_text(numbers).split(", ") if numbers else []
    return [(run, int(run.partition("–")[0])) for run in runs]
