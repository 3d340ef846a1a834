"""What one byte says about a step: its sign, its kind, and the rules that hold for it in a path.

Edge tables give signs alone.  Kinds and rules come from the typed graph, where a step between opposites answers for
the ends of a question only, and a step up to a general concept is not followed by one down to another special one.
"""

from __future__ import annotations

SIGN = 0b0000_0011  # 0 for +, 1 for −, 2 for unknown
KIND = 0b0000_1100  # causal, association, structural
UP = 0b0001_0000  # from a special concept to a general one
DOWN = 0b0010_0000  # from a general concept to a special one
ENDS_ONLY = 0b0100_0000  # leaves the start or reaches the end, or is no step
SHADOWED = 0b1000_0000  # a cheaper step joins the same two nodes, with another sign or kind

RULES = UP | DOWN | ENDS_ONLY

SIGNS = ("+", "-", "?")
KINDS = ("causal", "association", "structural")

OF_SIGN = {sign: code for code, sign in enumerate(SIGNS)}
OF_KIND = {kind: code << 2 for code, kind in enumerate(KINDS)}


def sign_of(mark: int) -> str:
    """The sign of a step: +, - or ?."""
    return SIGNS[mark & SIGN]


def kind_of(mark: int) -> str:
    """The kind of a step: causal, association or structural."""
    return KINDS[(mark & KIND) >> 2]
