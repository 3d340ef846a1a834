"""One self-contained HTML file: data, script, styles, and nothing from anywhere else.

The file is ASCII.  One letter beyond Latin-1 makes a browser hold all its text, half a megabyte of it script, at two
bytes a letter; without any it decodes, reads and compiles the page sooner, by about a twentieth of the time to the
first picture.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.explorer.first_view import Opening, choose_opening
from kgraph.files.bundled import bundled, files_of_a_page
from kgraph.files.writing import write_file
from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_TEMPLATE = "page.html.j2"
_DOCTYPE = "<!DOCTYPE html>"
_FRAME_HEIGHT = 760
# Links open outside the frame as pages of their own; without the last permission they would be crippled by it.
_SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


class Explorer:
    """An interactive page about a graph; in Jupyter it shows itself in a frame that cannot touch the notebook.

    The page opens on a question, on a mechanism or on everything, and holds the whole graph in each case.

    >>> import kgraph
    >>> page = Explorer(kgraph.load(), start="acetoacetate", end="seizure")
    >>> page.html.startswith("<!DOCTYPE html>")
    True
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        *,
        start: str = "",
        end: str = "",
        mechanism: str = "",
        hypothesis: str = "",
        everything: bool = False,
    ) -> None:
        self._graph = graph
        self._opening = choose_opening(
            graph, start=start, end=end, mechanism=mechanism, hypothesis=hypothesis, everything=everything
        )
        self._usual = not (start or end or mechanism or hypothesis or everything)

    @property
    def opening(self) -> Opening:
        """What the page opens on."""
        return self._opening

    @cached_property
    def _parts(self) -> tuple[str, str]:
        """The styles and the script of every page."""
        from kgraph.explorer.payload import ascii_script

        styles, script = (
            bundled("viz", "dist", name).read_text(encoding="utf-8") for name in ("explorer.css", "explorer.js")
        )
        return styles, ascii_script(script)

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of the page, for a server that sends it as a header too."""
        from kgraph.explorer.vis_network import vis_network_script

        styles, script = self._parts
        return _policy(scripts=(script, vis_network_script()), styles=styles)

    @cached_property
    def html(self) -> str:
        """The page.  The same graph and opening give the same text.

        The page that opens as pages do unless asked otherwise is stored, and made anew when the data, kgraph or a
        library that it is made with has changed.
        """
        recall = self._graph.recall if self._usual else None
        page = recall("page", self._made, files_of_a_page()) if recall else None
        return page if isinstance(page, str) and page.startswith(_DOCTYPE) else self._made()

    def _made(self) -> str:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup

        from kgraph.explorer.page_parts import Parts
        from kgraph.explorer.payload import compressed, payload, to_script_base64, to_script_json
        from kgraph.explorer.vis_network import vis_network_script

        styles, script = self._parts
        folder = bundled("viz", _TEMPLATE).parent
        environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
        content = payload(self._graph, self._opening)
        parts = Parts(self._graph)
        asked = self._opening.view == "question"
        numbers = {entity: number for number, entity in enumerate(self._graph.entities)}
        sheets = [parts.sheet(answer, inline=asked and not place) for place, answer in enumerate(content.answers)]
        here = sheets[0] if asked else ""
        rest = {
            **content.rest,
            "sheets": [*[""] * asked, *sheets[asked:]],
            "pages": parts.pages(content.answers),
            "open": parts.questions(numbers),
        }
        text = environment.get_template(_TEMPLATE).render(
            title=self._title(),
            version=__version__,
            policy=self.policy,
            # Our own files, and JSON that is escaped for a script element; everything else is autoescaped.
            styles=Markup(styles),  # noqa: S704
            script=Markup(script),  # noqa: S704
            first=Markup(to_script_json(content.first)),  # noqa: S704
            # Made by a template of ours that escapes every text.
            sheet=Markup(here),  # noqa: S704
            # Graphs are drawn after the rows, so their library is packed: a third of its size.
            library=compressed(vis_network_script()),
            data=to_script_base64(rest),
        )
        # A lone surrogate in a label cannot be written; a question mark shows that something stood there.
        text = text.encode("utf-8", "replace").decode("utf-8")
        # Scripts, styles and JSON have their own escapes; what is left is text, where references stand for letters.
        return text.encode("ascii", "xmlcharrefreplace").decode("ascii")

    def write(self, path: str | Path, *, force: bool = False) -> None:
        """Put the page in a file.  Raises ExistingFileError unless `force` is given, UsageError when it cannot."""
        write_file(Path(path), self.html, force=force)

    def _repr_html_(self) -> str:
        page = html.escape(self.html, quote=True)
        return (
            f'<iframe title="kgraph explorer" sandbox="{_SANDBOX}" '
            f'style="width:100%;height:{_FRAME_HEIGHT}px;border:1px solid #999" srcdoc="{page}"></iframe>'
        )

    def _title(self) -> str:
        opening, label = self._opening, self._graph.label
        if opening.view == "question":
            return f"{label(opening.start)} → {label(opening.end)}"
        return opening.mechanism or "all claims"


def _policy(*, scripts: Sequence[str], styles: str) -> str:
    """A Content-Security-Policy that lets exactly these scripts and these styles run and fetches nothing."""
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(map(_source, scripts))}",
        f"style-src {_source(styles)}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
