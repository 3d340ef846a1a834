"""What is said in words beside paths and listings, whoever found them."""

from __future__ import annotations

from kgraph.door_words import DoorWords

NOT_ADVICE = "Not medical advice: claims of the sources and their evidence, not a ranking of treatments."
CUT_SEARCH = "The search was cut by its limits; better paths may be missing."
WHAT_THIS_IS = "What published sources claim, with their evidence. Not medical advice."


def more_paths(door: DoorWords) -> str:
    """That there are more paths than were asked for, and how to see them."""
    return f"There are more paths: {door.hint('more-paths')}."
