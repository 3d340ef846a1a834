"""A real browser without a network, and the pages that it opens."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from kgraph.explorer import Explorer

_DEBIAN = "/usr/bin/chromium"
_FLAGS = ["--disable-gpu", "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-sync"]
# All is read, and what the address asks is answered.
READY = "html[data-ready]:not([data-searching])"
_ARTEFACTS = Path(os.environ.get("KGRAPH_ARTEFACTS", "artefacts"))


def _browser_path():
    """The browser that KGRAPH_CHROMIUM names, else Debian's, else None for Playwright's own."""
    named = os.environ.get("KGRAPH_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            pytest.fail(f"KGRAPH_CHROMIUM={named} is no program; name a Chromium, or unset it.", pytrace=False)
        return named
    return _DEBIAN if os.access(_DEBIAN, os.X_OK) else None


# For the package, not the session: Playwright's greenlet must not be alive while other tests parse deep syntax trees,
# which CPython 3.11 answers with a SystemError about recursion.
@pytest.fixture(scope="package")
def browser():
    """A Chromium with a fresh profile.  A missing one is a failure, because these tests are the proof of the page."""
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=_browser_path(), args=_FLAGS)
        except Error as error:
            reason = str(error).splitlines()[0]
            pytest.fail(
                f"no Chromium could be started ({reason}). Install one: apt-get install chromium, or "
                "python -m playwright install chromium, or set KGRAPH_CHROMIUM to its path.",
                pytrace=False,
            )
        yield started
        started.close()


class Watched:
    """A page with all that went wrong on it: requests that left the machine, console errors, exceptions, dialogs."""

    def __init__(self, page: Page):
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._on_dialog)
        page.context.set_offline(True)

    def _on_request(self, request):
        if not request.url.startswith(("file:", "data:", "blob:", "about:")):
            self.requests.append(request.url)

    def _on_console(self, message):
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _on_dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def assert_clean(self):
        """Nothing was asked of any host, and nothing was complained about."""
        assert (self.requests, self.errors, self.dialogs) == ([], [], [])


@pytest.fixture
def open_page(browser: Browser, request):
    """A function that opens a file at an address; every page must end without a request, an error or a dialog."""
    watched = []

    def opened(file, hash_="", *, width=1400, height=900, scheme="light", forced="none", ready=READY):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            forced_colors=forced,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        watched.append(Watched(page))
        page.goto(Path(file).as_uri() + hash_)
        page.wait_for_selector(ready, state="attached")
        return page

    yield opened
    for item in watched:
        _ARTEFACTS.mkdir(exist_ok=True)
        item.page.screenshot(path=_ARTEFACTS / f"{request.node.name[:80].replace('/', '_')}.png")
        item.page.context.close()
        item.assert_clean()


@pytest.fixture(scope="session")
def explorer_file(graph, tmp_path_factory):
    """The page of the bundled graph, opening on what kgraph is about."""
    file = tmp_path_factory.mktemp("explorer") / "explorer ü.html"
    Explorer(graph).write(file)
    return file


@pytest.fixture(scope="session")
def go_to():
    """A function that changes what stands behind the # of a page's address, and returns when the page has followed."""

    def go(page, hash_):
        page.evaluate(
            """hash => new Promise((done) => {
              addEventListener('hashchange', () => setTimeout(done), { once: true });
              location.hash = hash;
            })""",
            hash_,
        )
        page.wait_for_selector(READY, state="attached")

    return go
