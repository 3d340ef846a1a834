"""A sheet as Markdown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from kgraph.formats.escape import for_markdown
from kgraph.formats.numbering import Entry, numbers_text
from kgraph.formats.report.sheet import Block, Literature, Paragraph, Picture, Points, Section, Sentence, Sheet, Table


def markdown_of(sheet: Sheet) -> str:
    """The sheet as a text; its picture is inside, as a data address."""
    lines = [f"# {for_markdown(sheet.title)}", "", for_markdown(sheet.notice)]
    for section in sheet.sections:
        lines += _section(section)
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield ""
        yield f"## {for_markdown(section.heading)}"
    for block in section.blocks:
        yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield " ".join(map(_sentence, block.sentences))
    elif isinstance(block, Points):
        for number, item in enumerate(block.items, 1):
            yield f"{f'{number}.' if block.numbered else '-'} {_sentence(item)}"
    elif isinstance(block, Table):
        yield f"| {' | '.join(map(for_markdown, block.columns))} |"
        yield f"| {' | '.join('---' for _ in block.columns)} |"
        for row in block.rows:
            yield f"| {' | '.join(map(_sentence, row))} |"
    elif isinstance(block, Picture):
        yield f"![{for_markdown(block.told)}](data:image/svg+xml;base64,{b64encode(block.svg.encode()).decode()})"
    elif isinstance(block, Literature):
        for entry in block.entries:
            text, name, linked = _printed(entry), for_markdown(entry.identifier), _is_plain(entry.link)
            found = f"[{name or text}](<{entry.link}>)" if linked else name
            told = (text if name or not linked else "", found, for_markdown(entry.note))
            yield f"{entry.number}. {' '.join(filter(None, told))}"


def _sentence(sentence: Sentence) -> str:
    lead = f"**{for_markdown(sentence.lead)}**" if sentence.lead else ""
    cited = f"[{numbers_text(sentence.cited)}]" if sentence.cited else ""
    text = " ".join(filter(None, (lead, for_markdown(sentence.text), cited and for_markdown(cited))))
    return text + sentence.end


def _printed(entry: Entry) -> str:
    """The text of an entry; blanks stay outside of the marks of its letters, inside they would be none."""
    if not entry.letters:
        return for_markdown(entry.text)
    told = []
    for part in entry.letters:
        mark = "*" * (part.italic + 2 * part.bold)
        inner = part.text.strip()
        before, _, after = part.text.partition(inner) if inner else (part.text, "", "")
        told.append(f"{before}{mark}{for_markdown(inner)}{mark}{after}" if inner else part.text)
    return "".join(told)


def _is_plain(link: str) -> bool:
    """Whether an address stands in angle brackets as it is."""
    return link.startswith(("https://", "http://")) and link.isprintable() and not set(link) & set("<> \\")
