"""Take the pictures of the documentation anew: the page in a browser, at the size of a usual screen.

    python docs/pictures.py

Needs Playwright and Chromium, as the tests do.  What a terminal shows in the README and the guide is compared by the
tests with what the commands print, and needs no command of its own.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kgraph
from kgraph.explorer import Explorer

HERE = Path(__file__).parent
_SIZE = {"width": 1440, "height": 900}


def main() -> None:
    """Write docs/explorer.png."""
    place = os.environ.get("KGRAPH_CHROMIUM") or ("/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "kdt-iess.html")
        Explorer(kgraph.load(), start="KDT", end="IESS").write(file)
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=_SIZE)
        page.goto(file.as_uri())
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / "explorer.png")
        browser.close()


if __name__ == "__main__":
    main()
