"""Making a value safe for the place it goes to: a terminal, a spreadsheet, a table in Markdown."""

from __future__ import annotations

import re

# Patterns are compiled when they are first needed; most values need none of them.
# Control characters, and those that turn the direction of text or hide in it.
_UNSEEN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_BREAKS = r"[\t\r\n\u2028\u2029]+"
_FORMULA_START = ("=", "+", "-", "@", "'", "\t", "\r")
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_MARKDOWN = r"([\\`*_\[\]<>|])"


def plain(value: object) -> str:
    """A value as text: lists joined with ``|``, yes for true, nothing for false and missing."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple):
        return "|".join(plain(item) for item in value)
    return str(value)


def visible(text: str) -> str:
    """Text in which control and direction characters are shown as escapes instead of obeyed; line ends stay."""
    # None of these characters counts as printable.
    return text if text.isprintable() else re.sub(_UNSEEN, lambda match: f"\\u{ord(match.group()):04x}", text)


def for_terminal(text: str) -> str:
    """Visible text on one line: tabs and line ends become blanks."""
    return text if text.isprintable() else visible(re.sub(_BREAKS, " ", text))


def for_spreadsheet(text: str) -> str:
    """Text that no spreadsheet takes for a formula: such a cell gets one apostrophe in front.

    A lone + or - and a number stay as they are.  `from_spreadsheet` undoes it.
    """
    if not text.startswith(_FORMULA_START) or text in ("+", "-") or re.match(_NUMBER, text):
        return text
    return "'" + text


def from_spreadsheet(text: str) -> str:
    """The text that `for_spreadsheet` was given."""
    return text.removeprefix("'")


def for_tsv(text: str) -> str:
    """A cell of a tab-separated table: no tabs or line ends inside, and no formula."""
    return for_spreadsheet(for_terminal(text))


def for_markdown(text: str) -> str:
    """A cell of a Markdown table, shown as it is written."""
    return re.sub(_MARKDOWN, r"\\\1", for_terminal(text))
