"""What is said in words beside paths and listings, whoever found them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.door_words import DoorWords

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents

NOT_ADVICE = "Not medical advice: claims of the sources and their evidence, not a ranking of treatments."
CUT_SEARCH = "The search was cut by its limits; better paths may be missing."
WHAT_THIS_IS = "What published sources claim, with their evidence. Not medical advice."


def more_paths(door: DoorWords) -> str:
    """That there are more paths than were asked for, and how to see them."""
    return f"There are more paths: {door.hint('more-paths')}."


def cautions(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """What has to stand beside claims because of how their sources came about, a line for each such source."""
    held = {source.short: source.caution for source in graph.sources.values() if source.caution}
    origins = {claim.origin for claim in claims} if held else set()
    return [f"{short}: {caution}" for short, caution in held.items() if short in origins]
