"""Waiting for a page from outside: its own policy forbids what Playwright would wait with inside."""

import time

_SECONDS = 30


def until(page, expression, argument=None):
    """Wait until a JavaScript expression is true in the page; fails with the expression when it does not become so."""
    end = time.monotonic() + _SECONDS
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)
