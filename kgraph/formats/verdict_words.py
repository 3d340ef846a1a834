"""The verdict on a question in JSON and in words."""

from __future__ import annotations

from kgraph.paths.values import Verdict
from kgraph.paths.verdict import BOTH_SIDES, NONE, ONE_SIDE, UNKNOWN_ONLY

_TOWARDS = {"+": "more", "-": "less"}


def verdict_json(verdict: Verdict) -> dict[str, str | None]:
    """The verdict as JSON gives it: `one_sided` is the sign that all paths of known direction share, or None."""
    return {"says": verdict.says, "one_sided": verdict.one_sided or None, "looked": verdict.looked}


def verdict_sentence(verdict: Verdict, end: str) -> str:
    """The verdict as a sentence about the end, by its label; it tells what is claimed and recommends nothing."""
    if verdict.says == ONE_SIDE:
        of_known = " whose direction is known" if verdict.unknown else ""
        return f"Every route found{of_known} points to {_TOWARDS[verdict.one_sided]} {end}, at any length."
    if verdict.says == BOTH_SIDES:
        return f"Routes point to more {end} and to less."
    if verdict.says == UNKNOWN_ONLY:
        return f"No route found says whether there is more {end} or less."
    if verdict.says == NONE:
        return f"No route leads to {end}, at any length."
    return f"Not decided whether every route to {end} points one way: the search went on {verdict.looked}."
