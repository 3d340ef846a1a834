"""Addresses that pages may link to."""

from __future__ import annotations

from urllib.parse import quote


def passage_link(page: str, words: str) -> str:
    """The address of a passage: a web page with a text fragment that makes a browser scroll to the words."""
    if not page or not words:
        return page
    # A hyphen separates the parts of a text fragment, so it has to be written out.
    return f"{page}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def is_web_link(address: str) -> bool:
    """Whether an address may become a link: data can hold anything, and a page must not run it."""
    return address.lower().startswith(("https://", "http://"))
