"""What a reference is called where there is room for a word or two."""

from __future__ import annotations

from kgraph.model import Reference


def brief(reference: Reference) -> str:
    """Its first author or its journal, and the year; else its short name."""
    who = reference.first_author or reference.journal
    if who:
        return f"{who} {reference.year or ''}".strip()
    return f"paper of {reference.year}" if reference.year else reference.short
