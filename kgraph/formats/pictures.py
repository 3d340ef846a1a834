"""A picture drawn as SVG, in the formats that are made from it: PNG and PDF, by CairoSVG where it is installed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from kgraph.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from types import ModuleType

# Points of a PNG for each of the SVG: sharp in print at the width of a page.
_PNG_SCALE = 3
# The same picture is the same file; cairo would write the time.
_DATE = "1970-01-01T00:00:00Z"


def picture(svg: str, form: str) -> str | bytes:
    """The picture as svg, png or pdf; the same picture gives the same bytes with the same fonts and libraries.

    Raises UsageError for the last two when CairoSVG is not installed, or the library cairo that it draws with.
    """
    if form == "svg":
        return svg
    surfaces = _surfaces(form)
    if form == "png":
        return bytes(surfaces.PNGSurface.convert(svg.encode(), scale=_PNG_SCALE, background_color="white"))
    return _pdf(svg, surfaces)


def _surfaces(form: str) -> ModuleType:
    try:
        from cairosvg import surface
    except ModuleNotFoundError:
        raise MissingExtraError(f"svg needs nothing, but pictures as {form} need CairoSVG", "figures") from None
    except OSError as error:
        # The bindings are there, and the library that they bind is not.
        reason = str(error).splitlines()[0]
        raise UsageError(f"pictures as {form} need the library cairo ({reason}); svg needs nothing.") from None
    return surface  # type: ignore[no-any-return]


def _pdf(svg: str, surfaces: ModuleType) -> bytes:
    from cairocffi import PDF_METADATA_CREATE_DATE

    class Dated(surfaces.PDFSurface):  # type: ignore[name-defined,misc]
        def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
            surface, width, height = super()._create_surface(width, height)
            surface.set_metadata(PDF_METADATA_CREATE_DATE, _DATE)
            return surface, width, height

    out = BytesIO()
    Dated.convert(svg.encode(), write_to=out)
    return out.getvalue()
