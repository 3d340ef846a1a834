"""The style sheet, scripts and icon of the pages: a fixed list of files that came with kgraph, nothing by path."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kgraph.explorer.vis_network import vis_network_script
from kgraph.files.bundled import bundled
from kgraph.service.problems import ProblemError

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_FILES = {
    "service.css": (_STYLE, ("viz", "dist", "service.css")),
    "service.js": (_SCRIPT, ("viz", "dist", "service.js")),
    "service-query.js": (_SCRIPT, ("viz", "dist", "service-query.js")),
    "yasqe.css": (_STYLE, ("viz", "vendor", "yasqe", "yasqe.min.css")),
    "yasqe.js": (_SCRIPT, ("viz", "vendor", "yasqe", "yasqe.min.js")),
}
_ICON = Path(__file__).parent / "static" / "icon.svg"


@cache
def _content(name: str) -> tuple[bytes, str, str]:
    """A file's bytes, media type and entity tag."""
    if name == "icon.svg":
        body, media_type = _ICON.read_bytes(), "image/svg+xml"
    elif name == "vis-network.js":
        body, media_type = vis_network_script().encode("utf-8"), _SCRIPT
    else:
        media_type, place = _FILES[name]
        # Developer tools would fetch the map that a vendored script names.
        body = bundled(*place).read_bytes().partition(b"//# sourceMappingURL=")[0]
    return body, media_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def static_file(request: Request) -> Response:
    """One of the files; a browser that has it already is told so."""
    name = request.path_params["name"]
    if name not in (*_FILES, "icon.svg", "vis-network.js"):
        raise ProblemError(404, f"There is no file {name[:100]!r} here.")
    body, media_type, tag = _content(name)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "Content-Type": media_type})
