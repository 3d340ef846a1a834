"""Making a value safe for the place it goes to: a terminal, a spreadsheet, a table in Markdown."""

from __future__ import annotations

import re

# Patterns are compiled when they are first needed; most values need none of them.
# Control characters, those that turn the direction of text or hide in it, and what no text can hold.
_UNSEEN = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Those of them that Python counts as printable: marks and letters without a picture.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_UNSEEN_OUTSIDE_NAMES = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = r"[\t\r\n\u2028\u2029]+"
# The wide forms count as formulas where East Asian settings are in force.
_FORMULA_START = ("=", "+", "-", "@", "'", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
# A number of a list, or the name of a value, before the words of a line.
_LEAD = r"\s*(\d+\.\s+|\S+ {2,})?"
_LAST_SHORT = 0xFFFF
# What XML 1.0 holds not even as a reference, of what is unseen.
_FIRST_IN_XML, _SURROGATES, _NO_CHARACTERS = 0x7F, (0xD800, 0xDFFF), (0xFFFE, 0xFFFF)
_MARKDOWN = r"([\\`*_\[\]<>|&~$])"


def plain(value: object, between: str = "|") -> str:
    """A value as text: lists joined with ``|`` or another mark, yes for true, nothing for false and missing.

    Numbers have the six digits that they have in JSON, so that a confidence is the same number at every door.
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return between.join(plain(item) for item in value)
    return str(value)


def folded(text: str, width: int | None) -> str:
    """A text for a terminal of `width` columns: what does not fit on a line hangs below where its words begin.

    Without a width the text is left as it is.
    """
    if width is None:
        return text
    lines = (part for line in text.split("\n") for part in _hanging(line, width))
    return "\n".join(lines)


def _hanging(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    from textwrap import wrap

    lead, numbered = 0, False
    if found := re.match(_LEAD, line):
        lead, numbered = found.end(), bool(found.group(1))
    hang = " " * min(lead if numbered or not lead else lead + 2, width // 2)
    return wrap(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)


def visible(text: str) -> str:
    """Text in which control and direction characters are shown as escapes instead of obeyed; line ends stay."""
    return text if _all_seen(text) else re.sub(_UNSEEN, _escaped, text)


def _all_seen(text: str) -> bool:
    return text.isprintable() and (text.isascii() or _BLANK.isdisjoint(text))


def _escaped(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\u{point:04x}" if point <= _LAST_SHORT else f"\\U{point:08x}"


def for_terminal(text: str) -> str:
    """Visible text on one line: tabs and line ends become blanks."""
    return text if _all_seen(text) else visible(re.sub(_BREAKS, " ", text))


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON in which control, direction and other unseen characters are escapes; it reads back the same."""
    import json

    return for_json(json.dumps(value, ensure_ascii=False, indent=indent))


def for_json(text: str) -> str:
    """JSON in which unseen characters are escapes of JSON."""
    import json

    return text if _all_seen(text) else re.sub(_UNSEEN, lambda match: json.dumps(match.group())[1:-1], text)


def for_xml(text: str) -> str:
    """XML in which unseen characters are references; those that XML cannot hold become the mark for a lost one."""
    return text if _all_seen(text) else re.sub(_UNSEEN, _reference, text)


def for_rdf(text: str) -> str:
    """Turtle, N-Triples or SPARQL's TSV in which unseen characters are escapes that read back the same.

    Those that may stand in a prefixed name stay, because there an escape is not allowed.
    """
    return text if text.isprintable() else re.sub(_UNSEEN_OUTSIDE_NAMES, _escaped, text)


def _reference(match: re.Match[str]) -> str:
    point = ord(match.group())
    lost = point < _FIRST_IN_XML or _SURROGATES[0] <= point <= _SURROGATES[1] or point in _NO_CHARACTERS
    return "\ufffd" if lost else f"&#x{point:x};"


def for_spreadsheet(text: str) -> str:
    """Text that no spreadsheet takes for a formula: such a cell gets one apostrophe in front.

    A lone + or - and a number stay as they are.  `from_spreadsheet` undoes it.
    """
    if not text.startswith(_FORMULA_START) or text in ("+", "-") or re.fullmatch(_NUMBER, text, re.ASCII):
        return text
    return "'" + text


def from_spreadsheet(text: str) -> str:
    """The text that `for_spreadsheet` was given."""
    return text.removeprefix("'")


def for_tsv(text: str) -> str:
    """A cell of a tab-separated table: no tabs or line ends inside, and else the text itself.

    Programs read such tables, so that a sign stays a sign; what is made for spreadsheets is CSV.  A cell that begins
    with a quotation mark is put into marks, its own doubled, because readers take it for the beginning of a cell that
    may go on over the rows behind it.
    """
    cell = for_terminal(text)
    return '"' + cell.replace('"', '""') + '"' if cell.startswith('"') else cell


def for_markdown(text: str) -> str:
    """A cell of a Markdown table, shown as it is written."""
    return re.sub(_MARKDOWN, r"\\\1", for_terminal(text))
